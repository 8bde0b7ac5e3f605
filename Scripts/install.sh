#!/bin/bash
# Installs the module and the command, and lets sshd ask for a code.
#
# Whatever fails on the way, everything it changed is put back. /etc/pam.d/sshd comes last, so that
# no login ever meets a stack whose module, policy or key is not there yet.
set -euo pipefail
umask 022

usage='usage: Scripts/install.sh [options]

  --stack NAME      what sshd asks for: password-code (the default), key-code, or
                    password-only-clients; see pam.d/
  --unguarded       the stack key-code for sshd before 7.8, which does not tell PAM that the key was
                    right; the stack says what is not guarded then
  --configure-sshd  also write the settings the stack needs to sshd_config.d/10-sallyport.conf,
                    and let sshd read them
  --no-pam          put the files in place, but leave PAM and sshd alone
  --without-command leave the command out; people then enrol at the login with "Enrolment first-login"
  --module FILE     a built pam_sallyport.so, instead of building one; from an archive none is built
  --command FILE    a built sallyport, likewise
  --courier FILE    a built sallyport-courier, likewise; with --module and --command and without this
                    one, no courier is installed and no code can be sent
  --enrol FILE      a built sallyport-enrol, likewise; without it nobody can enrol at the login
  --root DIR        install into the system below DIR'

project=$(cd "${BASH_SOURCE[0]%/*}/.." && pwd)
# shellcheck source=Scripts/common.sh
source "$project/Scripts/common.sh"
# shellcheck source=Scripts/pam-stack.sh
source "$project/Scripts/pam-stack.sh"
# shellcheck source=Scripts/pam-password.sh
source "$project/Scripts/pam-password.sh"

begin='# BEGIN sallyport'
end='# END sallyport'
# Stands before an original line that the stack key-code does without.
kept_line='#kept: '

# Undoing ----------------------------------------------------------------------------------------

changes=0
# What puts everything back, the latest change first, and what is left over when all went well.
undo=(:) leftovers=() is_done=no made_for_sshd=''

undo_later() { undo=("$(printf '%q ' "$@")" "${undo[@]}"); }

finish() {
    local status=$? action
    # A second Ctrl-C must not stop the undoing half way.
    trap '' HUP INT PIPE TERM
    trap - EXIT
    [[ -z $made_for_sshd ]] || rmdir "$made_for_sshd" 2>/dev/null || true
    if [[ $is_done == no ]]; then
        for action in "${undo[@]}"; do eval "$action" 2>/dev/null || true; done
        say "nothing new is installed: what was changed is put back"
    elif ((${#leftovers[@]})); then
        rm -f "${leftovers[@]}"
    fi
    exit "$status"
}

changed() {
    changes=$((changes + 1))
    say "$1"
}

# Files ------------------------------------------------------------------------------------------

# make_folder FOLDER MODE [OWNER GROUP]: by their numbers where they are not root.
make_folder() {
    local folder=$1 mode=$2 owner=${3:-0} group=${4:-0}
    [[ ! -d $folder ]] || return 0
    undo_later rmdir "$folder"
    install -d -o "$owner" -g "$group" -m "$mode" "$folder"
    changed "made $folder"
}

# put_back OLD TARGET: mv alone leaves both names where they are still one file.
put_back() { if [[ $1 -ef $2 ]]; then rm -f "$1"; else mv -f "$1" "$2"; fi; }

# put_in_place NEW TARGET: by rename, so that a login sees the old file or the new one and no third.
put_in_place() {
    local new=$1 target=$2 old=${2%/*}/.${2##*/}.sallyport-old
    sync "$new"
    if [[ -e $target ]]; then
        rm -f "$old"
        undo_later put_back "$old" "$target"
        ln "$target" "$old"
        leftovers+=("$old")
    else
        undo_later rm -f "$target"
    fi
    mv -f "$new" "$target"
    changed "wrote $target"
}

# install_file SOURCE TARGET MODE [GROUP]
install_file() {
    local source=$1 target=$2 mode=$3 group=${4:-0} new=${2%/*}/.${2##*/}.sallyport-new
    ! cmp -s "$source" "$target" || return 0
    undo_later rm -f "$new"
    install -o root -g "$group" -m "$mode" "$source" "$new"
    put_in_place "$new" "$target"
}

# The folder of PAM's modules: where a pam_unix.so for the same kind of processor is.
module_folder() {
    local pam_unix
    for pam_unix in "$root"/{usr/,}lib{,64}/{,*/}security/pam_unix.so; do
        if [[ -e $pam_unix && $(processor "$pam_unix") == "$(processor "$module")" ]]; then
            dirname "$pam_unix"
            return
        fi
    done
    die "found no pam_unix.so for the processor that $module is for"
}

# The class and the machine in the header of an ELF file.
processor() { od -An -tx1 -j4 -N1 "$1"; od -An -tx1 -j18 -N2 "$1"; }

# The dynamic linker tells what the module lacks on this system before sshd has to.
check_module() {
    local module=$1 complaint
    complaint=$(in_root /usr/bin/env LD_BIND_NOW=1 LD_PRELOAD="${module#"$root"}" /bin/true 2>&1) ||
        die "the module does not load here: $complaint"
    [[ -z $complaint ]] || die "the module does not load here: $complaint"
    grep -q pam_sm_authenticate "$module" || die "$module is not a PAM module"
}

# Where the command does not run, nobody can enrol, and everybody would be refused.
check_command() {
    local run=(in_root /usr/local/sbin/sallyport --help) complaint
    complaint=$("${run[@]}" 2>&1 >/dev/null) && return
    complaint="the command does not run here, though the module loads: $complaint"
    [[ $edits_pam == no ]] || die "$complaint
Install what it lacks, or take a command that was built on such a system (--command); --no-pam installs
it as it is, and --without-command leaves it out."
    say "$complaint"
}

# check_program NAME WHAT: asked nothing, the program answers that this is no request; only then does it run on this
# system.
check_program() {
    local said
    said=$(in_root /usr/bin/env -i LD_BIND_NOW=1 "/usr/libexec/sallyport/$1" </dev/null 2>&1 |
        tr -cd '[:print:]' || true)
    [[ $said == *'the request is a message that ends early' ]] || die "$2 does not run here: $said"
}

# make_file FILE LENGTH DEVICE [WORDS]: so many bytes of a device, for root alone; a file that is there stays.
make_file() {
    local file=$1 length=$2 device=$3 new=${1%/*}/.${1##*/}.sallyport-new
    [[ ! -e $file ]] || return 0
    undo_later rm -f "$new"
    rm -f "$new"
    (umask 077 && head -c "$length" "$device" >"$new")
    [[ $(stat -c %s "$new") == "$length" ]] || die "could not write $file"
    sync "$new"
    # A link never replaces what somebody else made meanwhile: with a key, accounts would be lost.
    ln -T "$new" "$file"
    undo_later rm -f "$file"
    rm "$new"
    changed "made $file${4:+: $4}"
}

starter_policy() {
    cat <<'END'
# Who is asked for a code at login. "sallyport policy check" finds mistakes, "sallyport policy
# explain --user NAME" shows what holds for somebody and why.

# What counts as a code, in order of preference: of an app, or a recovery code.
Methods totp recovery

# Somebody without a device is refused. "enrol" lets them enrol an app at the login, with a ticket of
# "sallyport invite"; "allow" lets them in by the first factor alone.
Unenrolled deny

# To try it out first: ask nobody, and log what would have happened.
#SecondFactor observe

# To send codes by e-mail to who has no app: see Documentation/delivery.md, then
#Methods totp email recovery
#EmailVia mail

# Match blocks come last in the file, and win over what stands above them.
#Match user backup,deploy
#    SecondFactor off
#Match group wheel
#    Methods totp
END
}

starter_delivery_file() {
    cat <<'END'
# How codes are sent; Documentation/delivery.md has all channels and keywords. "sallyport delivery
# check" finds mistakes, "sallyport send-test USER" sends a code that opens nothing.
# Passwords and keys are in files of their own, in /etc/sallyport/secrets.

#Channel mail smtp
#    URL           smtps://smtp.example.org
#    From          "Login codes <login@example.org>"
#    Username      login
#    PasswordFile  /etc/sallyport/secrets/smtp
END
}

# Who the courier is while it speaks to the network: a user who owns nothing but its cache.
make_courier_user() {
    ! in_root getent passwd sallyport >/dev/null || return 0
    undo_later in_root userdel sallyport
    in_root useradd --system --user-group --no-log-init --no-create-home --home-dir /nonexistent \
        --shell /usr/sbin/nologin --comment 'Sallyport courier' sallyport
    changed "made the user sallyport"
}

install_courier() {
    local folder=$root/usr/libexec/sallyport owner group
    [[ -n $courier ]] || return 0
    make_courier_user
    owner=$(in_root id -u sallyport) group=$(in_root id -g sallyport)
    make_folder "$root/usr/libexec" 755
    make_folder "$folder" 755
    install_file "$courier" "$folder/sallyport-courier" 755
    check_program sallyport-courier "the courier"
    make_folder "$root/var/cache/sallyport" 700 "$owner" "$group"
    make_folder "$root/etc/sallyport/secrets" 700
    if [[ ! -e $root/etc/sallyport/delivery.conf ]]; then
        starter_delivery_file >"$work/delivery"
        install_file "$work/delivery" "$root/etc/sallyport/delivery.conf" 640 "$group"
    fi
}

# What lets people manage their own second factor: the command where they find it, and the socket that it
# connects to. On a system without systemd "sallyport serve --listen" does the same.
install_self_service() {
    local units=$root/etc/systemd/system wants=$root/etc/systemd/system/sockets.target.wants unit
    make_folder "$root/usr/local/bin" 755
    make_link ../sbin/sallyport "$root/usr/local/bin/sallyport"
    [[ -d $units ]] || return 0
    for unit in sallyport.socket sallyport@.service; do
        install_file "$project/systemd/$unit" "$units/$unit" 644
    done
    make_folder "$wants" 755
    make_link ../sallyport.socket "$wants/sallyport.socket"
    [[ -z $root && -d /run/systemd/system ]] || return 0
    systemctl daemon-reload
    if ! systemctl --quiet is-active sallyport.socket; then
        undo_later systemctl stop sallyport.socket
        systemctl start sallyport.socket
        changed "started sallyport.socket"
    fi
}

# The words that shells complete: from the archive, or as the command itself gives them.
install_completions() {
    local place shell source folder
    for place in "${completions[@]}"; do
        shell=${place%%[-/]*} folder=$root/$completion_folder
        source=$project/completions/sallyport.$shell
        if [[ ! -e $source ]]; then
            source=$work/sallyport.$shell
            # A command for another processor does not run here.
            "$command" --generate-completion-script "$shell" >"$source" 2>/dev/null || continue
        fi
        make_folder "$folder" 755
        make_folder "$folder/${place%%/*}" 755
        make_folder "$folder/${place%/*}" 755
        install_file "$source" "$folder/$place" 644
    done
}

# make_link TARGET LINK: where nothing is yet.
make_link() {
    [[ ! -e $2 && ! -L $2 ]] || return 0
    undo_later rm -f "$2"
    ln -s "$1" "$2"
    changed "made $2"
}

# What holds the dialogue in which people enrol at the login; it runs as root, as sshd does.
install_enrolment_program() {
    local folder=$root/usr/libexec/sallyport
    [[ -n $enrol ]] || return 0
    make_folder "$root/usr/libexec" 755
    make_folder "$folder" 755
    install_file "$enrol" "$folder/sallyport-enrol" 755
    check_program sallyport-enrol "the program for enrolment"
}

# QR codes are drawn by a library that is looked for when one is; without it there is the key as text.
provide_qr_library() {
    [[ $installs_command == yes || -n $enrol ]] || return 0
    has_qr_library && return
    if [[ -z $root ]] && command -v dpkg-query >/dev/null; then
        install_packages libqrencode4 || true
        has_qr_library && return
    fi
    say "libqrencode.so.4 was not found: no QR codes are drawn, and keys are typed from the text"
}

has_qr_library() { has_library libqrencode.so.{4,3}; }

# has_library NAME...: whether the dynamic linker of the system finds one of them.
has_library() {
    local name
    for name in "$@"; do
        [[ -n $(in_root /usr/bin/env LD_PRELOAD="$name" /bin/true 2>&1) ]] || return 0
    done
    return 1
}

# Without libcrypto no code can be checked, and without libcurl none can be sent over the network: found out here, and
# not by the first login.
check_libraries() {
    has_library libcrypto.so.{3,1.1,1.0.2,10,1.0.0} ||
        die "found no libcrypto, which checks the codes: install OpenSSL's library (Debian: libssl3 or libssl1.1;
Red Hat: openssl-libs; SUSE: libopenssl3 or libopenssl1_1)"
    [[ -n $courier ]] && ! has_library libcurl.so.4 libcurl-gnutls.so.4 || return 0
    local complaint="found no libcurl, which sends codes over the network: install it (Debian: libcurl4; Red Hat: libcurl;
SUSE: libcurl4)"
    ! sends_over_network || die "$complaint"
    say "$complaint before you write a channel that needs it"
}

# Whether the delivery file has a channel that is neither a program of this host nor its mailer.
sends_over_network() {
    local file=$root/etc/sallyport/delivery.conf
    [[ -e $file ]] || return 1
    awk 'tolower($1) == "channel" && tolower($3) !~ /^(command|sendmail)$/ { found = 1 } END { exit !found }' "$file"
}

# SELinux lets sshd use the accounts by this type only.
label_for_selinux() {
    [[ -z $root ]] || return 0
    selinuxenabled 2>/dev/null || return 0
    local pattern='/var/lib/sallyport(/.*)?'
    if ! command -v semanage >/dev/null || ! command -v restorecon >/dev/null; then
        say "SELinux is on, and semanage or restorecon is missing. Install policycoreutils and run:
    semanage fcontext -a -t var_auth_t '$pattern' && restorecon -R /var/lib/sallyport"
        return
    fi
    if ! grep -qF "$pattern" <<<"$(semanage fcontext -l -C)"; then
        undo_later semanage fcontext -d "$pattern"
        semanage fcontext -a -t var_auth_t "$pattern"
        changed "labelled /var/lib/sallyport for SELinux"
    fi
    restorecon -R /etc/sallyport /var/lib/sallyport /usr/local/sbin/sallyport "$1"
    if [[ -n $courier ]]; then restorecon -R /var/cache/sallyport; fi
    if [[ -n $courier$enrol ]]; then restorecon -R /usr/libexec/sallyport; fi
}

# Changing the stack of sshd ---------------------------------------------------------------------

# The lines between the markers, for each phase and stack.
code_lines() {
    cat <<END
# stack: $stack
# The code, once the lines above have checked the password; a wrong one has ended the login there.
# "required": a wrong code leaves a failure that nothing below makes good. Where the policy asks no
# code the module has no opinion (PAM_IGNORE), and what counts is the password.
auth       required     pam_sallyport.so
END
}

# code_block: after a line that stays. code_block LINE PLACE: in the place of that line.
code_block() {
    printf '%s\n' "$begin"
    if (($#)); then
        printf '%s%s\n' "$kept_line" "$1"
        password_lines "$@"
    fi
    code_lines
    printf '%s\n' "$end"
}

split_block() {
    cat <<END
$begin
# Takes the code from the end of the password and hands on the rest. It decides nothing.
auth       requisite    pam_sallyport.so split
$end
END
}

account_block() {
    cat <<END
$begin
# First, since a line below may end this phase early. Refuses a login by key alone, about which PAM
# is asked nothing before, where the policy says "KeyOnlyLogin deny".
account    required     pam_sallyport.so
$end
END
}

key_code_lines() {
    if [[ $is_guarded == yes ]]; then
        cat <<END
# stack: $stack
# sshd has checked the key before it asks PAM. "after=publickey": whoever sshd did not tell so of is refused,
# whatever the policy says. It is told in the PAM environment: no line above may set variables there.
END
        grep '^auth' "$project/pam.d/sshd-key-code"
        return
    fi
    cat <<END
# stack: $stack unguarded
# NOT GUARDED, since sshd before 7.8 does not tell PAM that it has checked the key. Only the line
# "AuthenticationMethods publickey,keyboard-interactive:pam" in sshd_config asks for one: should it be lost,
# the code alone opens the door, and nothing at all is needed where the policy asks no code (SecondFactor
# off or observe, trust, Unenrolled allow). With sshd 7.8 or newer: run uninstall.sh and install.sh again.
END
    sed -n '/^auth/{ s/[[:blank:]]*after=publickey//; p }' "$project/pam.d/sshd-key-code"
}

# brings LINE PLACE PHASE: whether a line brings modules to the phase.
brings() {
    forget_stack
    read_line "${1%%#*}" "$2" "$3" 0
    ((${#places[@]}))
}

# edited FILE HOW: the stack with the blocks in it; HOW says what becomes of the line that checks the
# password: "stays", or "ends", where its modules take its place, so that a wrong password ends there.
edited() {
    local lines is_auth=() first='' last='' anchor='' account='' index place phase inside=no
    local usual='^(@include|auth[[:blank:]]+(include|substack))[[:blank:]]+(common|password)-auth'
    mapfile -t lines <"$1"
    for ((index = 0; index < ${#lines[@]}; index++)); do
        place=$1:$((index + 1))
        [[ ${lines[index]} != *\\ ]] ||
            die "$place: a line that ends with a backslash is left to you; see pam.d/sshd-$stack"
        if [[ -z $account ]] && brings "${lines[index]}" "$place" account; then account=$index; fi
        is_auth[index]=no
        brings "${lines[index]}" "$place" auth || continue
        is_auth[index]=yes first=${first:-$index} last=$index
        if [[ ${lines[index]} =~ $usual ]]; then anchor=$index; fi
        [[ $stack == key-code ]] || continue
        for phase in account password session; do
            ! brings "${lines[index]}" "$place" "$phase" ||
                die "$place is not about auth alone; see pam.d/sshd-key-code"
        done
    done
    [[ -n $last ]] || die "$1 has no auth line"
    anchor=${anchor:-$last}
    for ((index = 0; index < ${#lines[@]}; index++)); do
        if [[ $stack == key-code && ${is_auth[index]} == yes ]]; then
            [[ $inside == yes ]] || printf '%s\n' "$begin"
            inside=yes
            printf '%s%s\n' "$kept_line" "${lines[index]}"
            if ((index == last)); then key_code_lines; fi
            continue
        fi
        [[ $inside == no ]] || printf '%s\n' "$end"
        inside=no
        if [[ $index == "$account" ]]; then account_block; fi
        if [[ $stack == password-only-clients && $index == "$first" ]]; then split_block; fi
        if [[ $stack == key-code || $index != "$anchor" ]]; then
            printf '%s\n' "${lines[index]}"
        elif [[ $2 == ends ]]; then
            code_block "${lines[index]}" "$1:$((index + 1))"
        else
            printf '%s\n' "${lines[index]}"
            code_block
        fi
    done
    [[ $inside == no ]] || printf '%s\n' "$end"
}

# The stack a block in the file is for, and "unguarded" where it is; nothing where there is no block.
installed_stack() {
    sed -n "/^$begin\$/,/^$end\$/s/^# stack: //p" "$1" | head -n 1
}

edit_stack() {
    local target=$root/etc/pam.d/sshd new=$root/etc/pam.d/.sshd.sallyport-new complaint
    if grep -qxF "$begin" "$sshd_stack"; then
        # Left as it is: the administrator may have added arguments.
        (prove_stack "$sshd_stack") ||
            die "mend $sshd_stack, or run uninstall.sh, which keeps the accounts, and install again"
        return
    fi
    if grep -q '^[^#]*pam_sallyport\.so' "$sshd_stack"; then
        prove_stack "$sshd_stack"
        say "$sshd_stack already names pam_sallyport.so and is left as it is"
        return
    fi
    undo_later rm -f "$new"
    # The copy brings mode, owner and SELinux type; then comes the text.
    cp -a "$sshd_stack" "$new"
    edited "$sshd_stack" stays >"$new"
    # An included file may let a login go on after a wrong password, or end it before the code.
    if ! complaint=$(prove_stack "$new" 2>&1); then
        if ! (edited "$sshd_stack" ends >"$work/stack" && prove_stack "$work/stack") 2>/dev/null; then
            say "$complaint"
            exit 1
        fi
        edited "$sshd_stack" ends >"$new"
        prove_stack "$new"
        say "copied the lines of the included file that check the password, so that a wrong one ends the
login; run uninstall.sh and install.sh again after that file has changed"
    fi
    if [[ $sshd_stack == "$target" && ! -e $target.sallyport-kept ]]; then
        undo_later rm -f "$target.sallyport-kept"
        # A link is whole at any moment, and has the times of the old file.
        ln -T "$target" "$target.sallyport-kept"
        changed "kept the old file as $target.sallyport-kept"
    fi
    put_in_place "$new" "$target"
}

# sshd's own settings -----------------------------------------------------------------------------

find_sshd() {
    local path
    for path in /usr/sbin/sshd /usr/local/sbin/sshd /usr/bin/sshd; do
        if [[ -x $root$path ]]; then printf '%s\n' "$path"; return; fi
    done
    die "found no sshd; --no-pam installs without it"
}

# Debian's sshd needs /run/sshd even to test its settings, and makes it at boot.
make_run_sshd() {
    if [[ -d $root/run && ! -e $root/run/sshd ]]; then
        made_for_sshd=$root/run/sshd
        install -d -m 755 "$made_for_sshd"
    fi
}

run_sshd() { in_root "$sshd" "$@"; }

# The version of sshd as two numbers; nothing where it says none. Before 9.0 it has no -V, but shows its version
# when it complains of that.
sshd_version() {
    { run_sshd -V 2>&1 </dev/null || true; } |
        sed -nE 's/^OpenSSH_([0-9]{1,3})\.([0-9]{1,3})([^0-9].*)?$/\1 \2/p' | head -n 1
}

# choose_guard INSTALLED MARK: whether the stack key-code asks for what sshd tells of the key, since 7.8.
choose_guard() {
    local installed=$1 mark=$2 major minor words tells=no
    if [[ $stack != key-code ]]; then
        [[ $wants_unguarded == no ]] ||
            die "--unguarded is for the stack key-code: $stack checks the password itself"
        return
    fi
    if read -r major minor < <(sshd_version); then
        words="OpenSSH $major.$minor"
        if ((10#$major > 7 || (10#$major == 7 && 10#$minor >= 8))); then tells=yes; fi
    else
        words="its version is not known: $sshd -V says none"
    fi
    [[ $tells == no || $wants_unguarded == no ]] ||
        die "--unguarded is for sshd before 7.8: this one ($words) tells PAM that the key was right, and the
stack asks for that"
    [[ $tells == yes || $mark == unguarded || -z $installed ]] ||
        die "the stack in $sshd_stack is not for this sshd ($words), which does not tell PAM that the key was
right: run uninstall.sh, which keeps the accounts, and install again with --unguarded"
    [[ $tells == yes || $mark == unguarded || $wants_unguarded == yes ]] ||
        die "this sshd ($words) does not tell PAM that the key was right, as 7.8 and newer do. The stack key-code
would not be guarded: should the AuthenticationMethods line of sshd_config be lost, a code alone would open
the door, or nothing at all where the policy asks none. --unguarded installs it all the same"
    if [[ $tells == no || $mark == unguarded ]]; then is_guarded=no; fi
    if [[ $tells == yes && $mark == unguarded ]]; then is_outdated=yes; fi
}

# The settings in force. With Match blocks some versions want to know a login to tell them for.
# The settings in force, the keywords in lower case: sshd 10.5 spells them as in the manual.
effective_settings() {
    { run_sshd -T 2>/dev/null ||
        run_sshd -T -C user=root,host=localhost,addr=127.0.0.1,laddr=127.0.0.1,lport=22; } |
        sed 's/^[A-Za-z]*/\L&/'
}

wanted_settings() {
    local interactive=KbdInteractiveAuthentication
    # Its name before OpenSSH 8.7.
    ! grep -qi '^challengeresponseauthentication ' <<<"$effective" ||
        interactive=ChallengeResponseAuthentication
    printf '%s yes\n' UsePAM "$interactive"
    case $stack in
    password-code) echo 'PasswordAuthentication no' ;;
    password-only-clients) echo 'PasswordAuthentication yes' ;;
    key-code)
        printf '%s\n' 'PubkeyAuthentication yes' 'PasswordAuthentication no' \
            'AuthenticationMethods publickey,keyboard-interactive:pam'
        ;;
    esac
}

# asks_key_first LISTS: whether each list of AuthenticationMethods has a key before the code.
asks_key_first() {
    local list
    [[ -n $1 ]] || return 1
    for list in $1; do [[ ${list,,} == *publickey*,*keyboard-interactive* ]] || return 1; done
}

# lets_code_alone LISTS: whether one of the lists of AuthenticationMethods comes to PAM without a key before.
# Those that never come to PAM do not ask for a code, and take none either.
lets_code_alone() {
    local list
    for list in $1; do
        ! asks_key_first "$list" || continue
        [[ ,${list,,} != *,keyboard-interactive* && ,${list,,} != *,password* &&
            ${list,,} != any ]] || return 0
    done
    return 1
}

# The wanted settings that are not in force.
unmet_settings() {
    local keyword value
    while read -r keyword value; do
        grep -qixF "$keyword $value" <<<"$effective" && continue
        [[ $keyword == AuthenticationMethods ]] &&
            asks_key_first "$(sed -n 's/^authenticationmethods //p' <<<"$effective")" && continue
        printf '%s %s\n' "$keyword" "$value"
    done < <(wanted_settings)
}

write_sshd_settings() {
    local dropin=$root/etc/ssh/sshd_config.d/10-sallyport.conf
    grep -qiE '^[[:blank:]]*Include[[:blank:]=]+"?/etc/ssh/sshd_config\.d/' \
        "$root/etc/ssh/sshd_config" ||
        die "sshd_config has no Include of sshd_config.d; without --configure-sshd, set yourself:
$(wanted_settings)"
    {
        echo "# Written by Sallyport's install.sh for the stack $stack; uninstall.sh takes it away."
        wanted_settings
    } >"$work/dropin"
    if cmp -s "$work/dropin" "$dropin"; then return; fi
    # When everything is put back, sshd reads its old settings last.
    undo_later reload_sshd
    install_file "$work/dropin" "$dropin" 644
    run_sshd -t || die "sshd does not take its new settings"
    effective=$(effective_settings)
    [[ -z $(unmet_settings) ]] || die "another line of sshd's settings wins; set these above it:
$(unmet_settings)"
    reload_sshd
}

check_sshd() {
    local file value files service
    effective=$(effective_settings)
    unmet=$(unmet_settings)
    # Without them nobody could log in by password any more, or, with the stack key-code, a code alone
    # would be enough.
    [[ -z $unmet ]] || die "sshd cannot ask for a code yet. Put these lines in /etc/ssh/sshd_config,
above all others that set the same, reload sshd and come back; --configure-sshd does it all:

$unmet"
    service=$(sed -n 's/^pamservicename //p' <<<"$effective")
    [[ ${service:-sshd} == sshd ]] ||
        die "with PAMServiceName $service sshd does not ask the stack sshd"
    # Not by a Match block either, which the settings above do not show.
    files=$(sshd_files "$root/etc/ssh/sshd_config" 0) || exit
    while IFS=: read -r file value; do
        [[ $value == sshd ]] ||
            die "$file: with PAMServiceName $value sshd does not ask the stack sshd"
    done < <(sshd_lines PAMServiceName "$files")
    [[ $stack == key-code ]] || return 0
    while IFS=: read -r file value; do
        ! lets_code_alone "${value//\"/}" ||
            die "$file: with AuthenticationMethods $value a code alone would be enough"
    done < <(sshd_lines AuthenticationMethods "$files")
}

# sshd_files FILE DEPTH: the file and all that it includes, as sshd finds them.
sshd_files() {
    local line value pattern patterns included
    local include='^[[:blank:]]*"?[Ii][Nn][Cc][Ll][Uu][Dd][Ee]"?[[:blank:]=]+(.*)$'
    # As deep as sshd goes.
    (($2 <= 16)) || die "$1: files include each other"
    printf '%s\n' "$1"
    while IFS= read -r line || [[ -n $line ]]; do
        [[ $line =~ $include ]] || continue
        value=${BASH_REMATCH[1]%%[[:blank:]]#*}
        while [[ $value =~ ^([^\"]*)\"([^\"[:blank:]]*)\"(.*)$ ]]; do
            value=${BASH_REMATCH[1]}${BASH_REMATCH[2]}${BASH_REMATCH[3]}
        done
        [[ $value != *[\"\'\\]* ]] || die "$1: this Include is not understood: $value"
        read -ra patterns <<<"$value"
        for pattern in "${patterns[@]}"; do
            [[ $pattern == /* ]] || pattern=/etc/ssh/$pattern
            while IFS= read -r included; do
                sshd_files "$included" $(($2 + 1))
            done < <(compgen -G "$root$pattern")
        done
    done <"$1"
}

# sshd_lines KEYWORD FILES: where the keyword is set, and to what: FILE:VALUE.
sshd_lines() {
    local files
    mapfile -t files <<<"$2"
    grep -HiE "^[[:blank:]]*\"?$1\"?[[:blank:]=]" "${files[@]}" |
        sed -E 's/:[[:blank:]]*"?[[:alpha:]]+"?[[:blank:]=]+/:/'
}

# The work ---------------------------------------------------------------------------------------

read_options() {
    while (($#)); do
        case $1 in
        --stack | --module | --command | --courier | --enrol | --root)
            [[ -n ${2:-} ]] || die "$1 needs a value"
            printf -v "${1#--}" %s "$2"
            shift
            ;;
        --configure-sshd) configures_sshd=yes ;;
        --unguarded) wants_unguarded=yes ;;
        --no-pam) edits_pam=no ;;
        --without-command) installs_command=no ;;
        -h | --help) printf '%s\n' "$usage"; exit ;;
        *) die "unknown option $1"$'\n'"$usage" ;;
        esac
        shift
    done
    case $stack in
    '' | password-code | key-code | password-only-clients) ;;
    *) die "unknown stack $stack"$'\n'"$usage" ;;
    esac
    [[ $wants_unguarded == no || $edits_pam == yes ]] ||
        die "--unguarded is about the stack key-code, and --no-pam installs none"
    take_prebuilt
    root=$(realpath -e "${root:-/}")
    root=${root%/}
    if [[ -n $module ]]; then module=$(realpath -e "$module"); fi
    if [[ -n $command ]]; then command=$(realpath -e "$command"); fi
    if [[ -n $courier ]]; then courier=$(realpath -e "$courier"); fi
    if [[ -n $enrol ]]; then enrol=$(realpath -e "$enrol"); fi
    [[ -d $root/etc ]] || die "$root/etc is missing: not the root of a system"
}

# What is in the archive beside this script is taken without being named.
take_prebuilt() {
    local folder=$project/programs
    [[ -d $folder ]] || return 0
    module=${module:-$folder/pam_sallyport.so}
    [[ $installs_command == no ]] || command=${command:-$folder/sallyport}
    courier=${courier:-$folder/sallyport-courier}
    enrol=${enrol:-$folder/sallyport-enrol}
}

build() {
    [[ -z $module || ($installs_command == yes && -z $command) ]] || return 0
    require_swift ",
or take files that were built elsewhere: --module pam_sallyport.so --command sallyport
--courier sallyport-courier --enrol sallyport-enrol"
    ! command -v dpkg-query >/dev/null ||
        install_build_packages
    cd "$project"
    module=${module:-$(build_module)}
    courier=${courier:-$(build_courier)}
    enrol=${enrol:-$(build_enrolment_program)}
    [[ $installs_command == yes ]] || return 0
    command=${command:-$(build_command)}
}

# Which stack there is, and which one there shall be.
choose_stack() {
    local installed mark
    sshd_stack=$(service_file sshd) || die "found no /etc/pam.d/sshd; --no-pam installs without it"
    [[ ! -L $sshd_stack ]] || die "$sshd_stack is a symbolic link; see pam.d/ for what to write"
    read -r installed mark <<<"$(installed_stack "$sshd_stack")"
    stack=${stack:-${installed:-password-code}}
    [[ -z $installed || $installed == "$stack" ]] ||
        die "the stack $installed is installed; run uninstall.sh first, accounts stay"
    sshd=$(find_sshd)
    make_run_sshd
    run_sshd -t || die "sshd -t finds errors in its settings: mend them first"
    choose_guard "$installed" "$mark"
}

install_files() {
    check_libraries
    make_folder "$root/etc/sallyport" 755
    if [[ ! -e $root/etc/sallyport/policy.conf ]]; then
        starter_policy >"$work/policy"
        install_file "$work/policy" "$root/etc/sallyport/policy.conf" 644
    fi
    make_file "$root/etc/sallyport/key" 32 /dev/urandom "keep a copy, without it no account opens"
    make_folder "$root/var/lib/sallyport" 700
    # Where the codes this host sends are counted: its block is there before a disk is full.
    make_file "$root/var/lib/sallyport/sent" 16 /dev/zero
    make_folder "$root/var/lib/sallyport/accounts" 700
    install_file "$module" "$security/pam_sallyport.so" 644
    check_module "$security/pam_sallyport.so"
    if [[ $installs_command == yes ]]; then
        make_folder "$root/usr/local/sbin" 755
        install_file "$command" "$root/usr/local/sbin/sallyport" 755
        check_command
        install_completions
        install_self_service
    fi
    install_courier
    install_enrolment_program
    provide_qr_library
    label_for_selinux "$security/pam_sallyport.so"
}

install_pam() {
    effective=$(effective_settings)
    if [[ $configures_sshd == yes ]]; then write_sshd_settings; fi
    check_sshd
    edit_stack
    run_sshd -t || die "sshd -t finds errors"
}

tell_next_steps() {
    ((changes)) || say "everything was in place; nothing is changed"
    [[ $edits_pam == yes ]] || return 0
    [[ $stack == key-code ]] ||
        say "
A login by key is asked for no code: see AuthenticationMethods in pam.d/sshd-$stack."
    ! grep -qxE 'permitrootlogin (without-password|prohibit-password)' <<<"$effective" ||
        [[ $stack != key-code ]] ||
        say "
root cannot log in any more: sshd takes no answers of root's with PermitRootLogin
prohibit-password. Be sure that somebody else can become root."
    [[ $is_guarded == yes ]] ||
        say "
NOT GUARDED: only the AuthenticationMethods line of sshd asks for a key; see the words in $sshd_stack."
    [[ $is_outdated == no ]] ||
        say "This sshd would guard it: run uninstall.sh, which keeps the accounts, and install.sh again."
    say "
Next: keep this shell open, and
    sallyport enrol USER
then log in from another terminal before you close this one. Whoever is not enrolled is refused from now
on; \"SecondFactor observe\" in /etc/sallyport/policy.conf asks nobody and only logs. Scripts/uninstall.sh
takes all of it out again."
}

stack='' module='' command='' courier='' enrol='' root='' configures_sshd=no edits_pam=yes
installs_command=yes unmet='' effective='' wants_unguarded=no is_guarded=yes is_outdated=no
read_options "$@"
require_root "it writes to /etc and to PAM's folder of modules"
exec {lock}<"$root/etc"
flock -n "$lock" || die "another installation is under way"
build
security=$(module_folder)

work=$(mktemp -d)
trap finish EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 141' PIPE
trap 'exit 143' TERM
undo_later rm -rf "$work"
if [[ $edits_pam == yes ]]; then choose_stack; fi
install_files
if [[ $edits_pam == yes ]]; then install_pam; fi
rm -rf "$work"
# Nothing that happens from here on undoes it.
is_done=yes
tell_next_steps
