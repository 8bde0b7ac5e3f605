#!/bin/bash
# Measures Sallyport side by side with google-authenticator and pam_oath from Debian's packages.
#
# Everything it makes lies in one folder under ${TMPDIR:-/var/tmp} and in private namespaces, and
# goes when it ends; the packages it installs stay. SALLYPORT_MODULE=FILE measures a module that
# is built already; SALLYPORT_COMMAND=FILE makes the accounts with a command that is.
set -euo pipefail

usage='usage: Scripts/bench.sh [--json] [--quick] [ROW ...]

  --json   print one JSON array instead of a table
  --quick  a tenth of the samples: to see that it works, not to quote
  ROW      only these rows: totp-login totp-login-100k totp-login-100k-vs-oath dlopen
           private-memory ssh-login parallel-distinct parallel-same'

module=${SALLYPORT_MODULE:+$(realpath -e "$SALLYPORT_MODULE")}
command=${SALLYPORT_COMMAND:+$(realpath -e "$SALLYPORT_COMMAND")}
cd "$(dirname "$0")/.."
# shellcheck source=Scripts/common.sh
source Scripts/common.sh

accounts=100000
port=2201
permit_port=2202

# Sets $module and $command, unless they are set, and $benchmarks: absolute paths.
build() {
    # One file without Swift's runtime libraries: a sample must not wait for them to load.
    local flags=(--package-path Benchmarks --scratch-path .build-benchmarks -c release --static-swift-stdlib)
    if [[ -z $module ]]; then module=$(build_module); fi
    if [[ -z $command ]]; then command=$(build_command); fi
    say "building the benchmarks"
    swift build "${flags[@]}" >&2
    benchmarks=$(realpath -e "$(swift build "${flags[@]}" --show-bin-path)/SallyportBenchmarks")
}

# The rest runs inside the private namespaces: see enter_private_host.

# A /etc with the benchmark's users, and a /dev with a log that is read and dropped.
make_private_host() {
    local number user
    private_system "$work"
    for number in {0..31}; do
        printf -v user 'bench%02d' "$number"
        printf '%s:x:%d:65534::/:/bin/sh\n' "$user" $((64000 + number)) >>/etc/passwd
        printf '%s:!:19000:0:99999:7:::\n' "$user" >>/etc/shadow
    done
    printf 'bench00:%s\n' "$(<"$work/ssh/password")" | chpasswd

    "$benchmarks" syslog-reader /dev/log </dev/null &

    ip link set lo up
}

# start_sshd PORT FOLDER: an sshd for which FOLDER is /etc/pam.d.
start_sshd() {
    cat >"$work/ssh/config-$1" <<END
ListenAddress 127.0.0.1:$1
HostKey $work/ssh/host_key
PidFile none
UsePAM yes
KbdInteractiveAuthentication yes
PasswordAuthentication no
PubkeyAuthentication no
END
    # shellcheck disable=SC2016 # the inner shell expands its own arguments
    unshare --mount bash -c 'mount --bind "$1" /etc/pam.d && exec /usr/sbin/sshd -D -f "$2"' \
        start_sshd "$2" "$work/ssh/config-$1" </dev/null &
    printf '[127.0.0.1]:%s %s\n' "$1" "$(cut -d ' ' -f 1,2 "$work/ssh/host_key.pub")" \
        >>"$work/ssh/known_hosts"
    wait_for_port "$1" || die "sshd on port $1 does not answer"
}

prepare_ssh() {
    mkdir "$work/ssh"
    ssh-keygen -q -t ed25519 -N '' -f "$work/ssh/host_key"
    printf '%s\n' "correct horse battery staple" >"$work/ssh/password"
    # Only what is built into the shell: this program's time is part of both sides' logins.
    cat >"$work/ssh/askpass" <<'END'
#!/bin/sh
case $1 in
*assword*) read -r answer <"$BENCHMARK_FOLDER/password" ;;
*) answer=$BENCHMARK_CODE ;;
esac
printf '%s\n' "$answer"
END
    chmod 700 "$work/ssh/askpass"
}

run_inside() {
    local modules
    prepare_ssh
    make_private_host
    say "enrolling $accounts accounts"
    # Enrolling waits for the disk at every step, so the large store is made in memory and copied.
    mkdir "$work/sallyport-many" "$work/sallyport-many.disk"
    mount -t tmpfs -o mode=700,nr_inodes=0 tmpfs "$work/sallyport-many"
    "$benchmarks" prepare "$work" "$module" "$accounts" "$command"
    cp -a "$work/sallyport-many/." "$work/sallyport-many.disk"
    umount "$work/sallyport-many"
    rmdir "$work/sallyport-many"
    mv "$work/sallyport-many.disk" "$work/sallyport-many"
    sync
    start_sshd "$port" "$work/pam.d-sallyport"
    start_sshd "$permit_port" "$work/pam.d-permit"
    modules=$(dirname "$(dpkg -L libpam-google-authenticator |
        grep '/pam_google_authenticator\.so$')")
    "$benchmarks" run "$work" "$module" "$accounts" "$modules" "$port" "$permit_port" \
        "$speed" "$format" "${rows[@]}"
}

# Mounts, processes and network of their own: when the first process ends, all of it is gone.
enter_private_host() {
    unshare --mount --propagation private --pid --fork --kill-child --mount-proc --net \
        "$BASH" Scripts/bench.sh inside "$work" "$module" "$command" "$benchmarks" \
        "$speed" "$format" "${rows[@]}" &
    host=$!
    wait "$host"
}

# Ends the private host first: it must not write into a folder that is being removed.
clean_up() {
    if [[ -n $host ]]; then
        # unshare itself heeds no gentler signal while it waits for its child.
        kill -KILL "$host" 2>/dev/null || true
        wait "$host" 2>/dev/null || true
    fi
    rm -rf "$work"
}

if [[ ${1:-} == inside ]]; then
    work=$2 module=$3 command=$4 benchmarks=$5 speed=$6 format=$7 rows=("${@:8}")
    run_inside
    exit
fi

speed=full format=table rows=()
while (($#)); do
    case $1 in
    --json) format=json ;;
    --quick) speed=quick ;;
    --help | -h) printf '%s\n' "$usage"; exit ;;
    -*) die "unknown option $1"$'\n'"$usage" ;;
    *) rows+=("$1") ;;
    esac
    shift
done
require_root "it makes namespaces and users of its own"
require_swift ""

install_build_packages
install_packages libssl-dev libpam-google-authenticator libpam-oath \
    openssh-server openssh-client iproute2
build
umask 077
work=$(mktemp -d "${TMPDIR:-/var/tmp}/sallyport-bench.XXXXXX")
host=
trap clean_up EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM
case $(stat -f -c %T "$work") in
tmpfs | ramfs) die "$work is in memory, where syncing costs nothing; set TMPDIR" ;;
esac
enter_private_host
