#!/bin/bash
# Shows logins with a second factor: a real sshd on loopback that the module guards, and the real ssh.
#
# The sshd has users, PAM files and accounts of its own, in a mount namespace; nothing of this system is
# changed but for the Debian packages that are missing.
set -euo pipefail

usage='usage: Scripts/demo.sh [--once | --code]

  --once   end after the logins were shown, instead of waiting for one by hand
  --code   print the current code of the demo that is running'

cd "$(dirname "$0")/.."
# shellcheck source=Scripts/common.sh
source Scripts/common.sh

user=guest
password='correct horse'
# Where a running demo leaves the key, for --code.
key_note=/run/sallyport-demo.key

# The code that an app with the key shows now.
code() { oathtool --totp --base32 "$key"; }

# From here on inside the namespace.

title() { printf '\n\033[1m== %s\033[0m\n\n' "$*"; }

# The system that the demo's sshd sees: one user, the stack of pam.d/, a policy and a key.
prepare_system() {
    private_system "$work"
    useradd --no-create-home --home-dir / --shell /bin/sh "$user"
    printf '%s:%s\n' "$user" "$password" | chpasswd
    sed "s#pam_sallyport.so#$module#" pam.d/sshd-password-code >/etc/pam.d/sshd
    mkdir -p /etc/sallyport "$work/state/accounts"
    chmod 700 "$work/state" "$work/state/accounts"
    install -m 755 "$enrol" "$work/sallyport-enrol"
    printf '%s\n' "StateDirectory $work/state" 'Unenrolled enrol' \
        "EnrolmentProgram $work/sallyport-enrol" >/etc/sallyport/policy.conf
    chmod 644 /etc/sallyport/policy.conf
    (umask 077 && head -c 32 /dev/urandom >/etc/sallyport/key)
    socat -u UNIX-RECV:/dev/log,mode=666 "CREATE:$work/log" </dev/null 2>/dev/null &
}

start_sshd() {
    ssh-keygen -q -t ed25519 -N '' -f "$work/host_key"
    port=$((20000 + RANDOM % 20000))
    printf '[127.0.0.1]:%s %s\n' "$port" "$(<"$work/host_key.pub")" >"$NOTES/known_hosts"
    cat >"$work/sshd_config" <<END
ListenAddress 127.0.0.1:$port
HostKey $work/host_key
PidFile none
UsePAM yes
KbdInteractiveAuthentication yes
PasswordAuthentication no
PubkeyAuthentication no
END
    /usr/sbin/sshd -D -f "$work/sshd_config" </dev/null 2>"$work/sshd.log" &
    wait_for_port "$port" || die "sshd does not answer: $(<"$work/sshd.log")"
}

# invite: a ticket for the person, as an administrator makes one.
invite() {
    "$command" invite "$user" | tee "$NOTES/invitation" || die "inviting failed"
    ticket=$(grep -oE -m1 '[0-9a-z]{5}-[0-9a-z]{5}' "$NOTES/invitation")
}

# The words of ssh(1) for a login to the demo.
ssh_options() {
    printf '%s\n' -tt -p "$port" -o StrictHostKeyChecking=yes -o "UserKnownHostsFile=$NOTES/known_hosts" \
        -o NumberOfPasswordPrompts=1 -o PreferredAuthentications=keyboard-interactive
}

# enrol: the first login; the person reads the key into an app and types the app's code.
enrol() {
    # shellcheck disable=SC2016 # expect expands its own variables
    LC_ALL=C.UTF-8 LOGIN=$user PASSWORD=$password TICKET=$ticket OPTIONS=$(ssh_options) expect -c '
        set timeout 60
        spawn -noecho ssh {*}[split $env(OPTIONS) "\n"] $env(LOGIN)@127.0.0.1 {echo "welcome, $USER"}
        expect "assword: "
        send "$env(PASSWORD)\r"
        expect "ticket: "
        send "$env(TICKET)\r"
        expect -re {secret=([A-Z2-7]+)}
        set key $expect_out(1,string)
        expect "picture): "
        # The step before the present one, so that the present one is left for the next login.
        send "[exec oathtool --totp --base32 --now "@[expr {[clock seconds] - 30}]" $key]\r"
        expect "saved: "
        send "yes\r"
        expect eof
        set file [open $env(NOTES)/key w]
        puts $file $key
        close $file
        exit [lindex [wait] 3]
    ' | tee "$NOTES/enrolment" || die "enrolling failed"
    key=$(<"$NOTES/key")
    recovery_code=$(sed -n '/Recovery codes/,$p' "$NOTES/enrolment" |
        grep -oE -m1 '[0-9a-z]{5}-[0-9a-z]{5}' | head -n 1)
    show_log
}

# show_log: what the module logged about the last login.
show_log() {
    printf '  log: %s\n' "$(sed 's/<[0-9]*>/\n/g' "$work/log" | sed -n 's/.*: \(result=.*\)/\1/p' | tail -n 1)"
}

# login CODE accepted|refused: a login by hand, and what the module logged about it.
login() {
    local verdict=0
    # shellcheck disable=SC2016 # expect expands its own variables
    LOGIN=$user PASSWORD=$password CODE=$1 OPTIONS=$(ssh_options) expect -c '
        set timeout 60
        spawn -noecho ssh {*}[split $env(OPTIONS) "\n"] $env(LOGIN)@127.0.0.1 {echo "welcome, $USER"}
        expect "assword: "
        send "$env(PASSWORD)\r"
        expect "ode: "
        send "$env(CODE)\r"
        expect eof
        exit [lindex [wait] 3]
    ' || verdict=$?
    show_log
    case $2:$((verdict != 0)) in
    accepted:0 | refused:1) ;;
    *) die "this login should have been $2" ;;
    esac
}

show() {
    prepare_system
    start_sshd
    title "An administrator invites $user: sallyport invite $user"
    invite
    title "The first login of $user, with that ticket"
    enrol
    local right wrong
    right=$(code)
    wrong=$(printf '%06d' $(((10#$right + 1) % 1000000)))
    title "The password, then the right code"
    login "$right" accepted
    title "The same code again"
    login "$right" refused
    title "A wrong code"
    login "$wrong" refused
    title "A recovery code, with the phone at home"
    login "$recovery_code" accepted
}

wait_for_hands() {
    title "Now you"
    cat <<END
In another terminal:

  ssh -p $port -o UserKnownHostsFile=/dev/null -o StrictHostKeyChecking=no $user@127.0.0.1

The password is: $password
The code:        Scripts/demo.sh --code
A code works once, so wait for the next one where it says so.

Ctrl-C here ends the demo and removes everything it made.
END
    printf '%s\n' "$key" >"$work/key-note"
    sleep infinity
}

if [[ ${1:-} == inside ]]; then
    work=$2 module=$3 command=$4 enrol=$5 stays=$6
    export NOTES=$work/notes
    mkdir "$NOTES"
    show
    if [[ $stays == yes ]]; then wait_for_hands; else title "Done"; fi
    exit
fi

stays=yes
case ${1:-} in
'') ;;
--once) stays=no ;;
--code)
    [[ -r $key_note ]] || die "no demo is running"
    key=$(<"$(<"$key_note")")
    code
    exit
    ;;
-h | --help) printf '%s\n' "$usage"; exit ;;
*) die "unknown option $1"$'\n'"$usage" ;;
esac

require_root "it makes a mount namespace and installs packages"
require_build
install_build_packages
install_packages openssh-server openssh-client oathtool expect socat
module=$(build_module)
command=$(build_command)
enrol=$(build_enrolment_program)

umask 022
work=$(mktemp -d "${TMPDIR:-/var/tmp}/sallyport-demo.XXXXXX")
# ends_demo: the namespace first, which takes the sshd with it; then the folder.
ends_demo() {
    if [[ -n ${demo:-} ]]; then kill -KILL "$demo" 2>/dev/null || true; fi
    rm -rf "$work" "$key_note"
}
trap ends_demo EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
printf '%s\n' "$work/key-note" >"$key_note"
unshare --mount --propagation private --pid --fork --kill-child --mount-proc \
    "$BASH" Scripts/demo.sh inside "$work" "$module" "$command" "$enrol" "$stays" &
demo=$!
wait "$demo"
