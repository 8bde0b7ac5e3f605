#!/bin/bash
# Runs the tests: unit tests, the module under the real libpam, codes sent through real mail and directory
# servers, and real logins through the real sshd.
set -euo pipefail

usage='usage: Scripts/test.sh [--filter NAME]

  --filter NAME  only the parts whose name has NAME in it: a folder of Tests/, such as PolicyTests,
                 ModuleTests, LoginTests, DeliveryTests or InstallTests

  SSHD=/path/to/sshd runs LoginTests against that sshd instead of the one of the system.'

cd "$(dirname "$0")/.."
# shellcheck source=Scripts/common.sh
source Scripts/common.sh

filter=
while (($#)); do
    case $1 in
    --filter) filter=${2:?"--filter needs a name"}; shift ;;
    -h | --help) printf '%s\n' "$usage"; exit ;;
    *) die "unknown option $1"$'\n'"$usage" ;;
    esac
    shift
done

# matches NAME: whether the part is to run.
matches() { [[ $1 == *"$filter"* ]]; }

# The test targets in Swift that are to run.
swift_targets() {
    local folder
    for folder in Tests/*Tests; do
        if compgen -G "$folder/*.swift" >/dev/null && matches "${folder#Tests/}"; then
            printf '%s\n' "${folder#Tests/}"
        fi
    done
}

require_root "the accounts it makes must be root's, and it starts an sshd of its own"
require_swift ""
install_build_packages
install_packages libcurl4 openssh-server openssh-client putty-tools dropbear-bin oathtool zbar-tools faketime \
    python3-pytest python3-paramiko python3-asyncssh python3-pexpect python3-pyte python3-pil \
    python3-cryptography debootstrap strace sudo systemd valgrind libpam-google-authenticator libpam-oath \
    libssl-dev

# Files that root alone may write, whatever the caller's umask.
umask 022
work=$(mktemp -d "${TMPDIR:-/var/tmp}/sallyport-test.XXXXXX")
trap 'rm -rf "$work"' EXIT
# Ctrl-C ends all of it, and not only the part that runs.
trap 'exit 130' INT

declare -A built=()
parts=0 failed=()

# build PRODUCT: calls build_PRODUCT, once at most; ${built[PRODUCT]} is the path it prints, and nothing where it
# failed.
build() {
    [[ -z ${built[$1]+done} ]] || return 0
    # Not in a condition, where bash would go on after each error of what it runs.
    set +e
    built[$1]=$(set -e; "build_$1")
    set -e
}

# part NAME PRODUCTS COMMAND...: runs a part of the tests once its products are built. Where it fails, that is
# noted, and the other parts run.
part() {
    local name=$1 products=$2 product status
    shift 2
    parts=$((parts + 1))
    for product in $products; do
        build "$product"
        if [[ -z ${built[$product]} ]]; then
            failed+=("$name: not run, since the ${product//_/ } could not be built")
            return
        fi
    done
    set +e
    (set -e; "$@")
    status=$?
    set -e
    ((status == 0)) || failed+=("$name")
}

build_ordinary_module() {
    say "building the module as ordinary Swift"
    swift build --product pam_sallyport >&2 || return
    realpath -e "$(swift build --show-bin-path)/libpam_sallyport.so"
}

# A library that nsswitch.conf(5) can name.
build_name_service() {
    swift build --product name-service >&2 || return
    realpath -e "$(swift build --show-bin-path)/libname-service.so"
}

build_archive() { Scripts/release.sh --uncommitted; }

# What ends a program at a system call.
build_killer() {
    swift build --product kill-at-system-call >&2 || return
    realpath -e "$(swift build --show-bin-path)/kill-at-system-call"
}

# test_swift PRODUCT TARGET...: test targets in Swift, with a module that was built.
test_swift() {
    # All its tests run at once, and need as many open files as most systems allow.
    local files
    files=$(ulimit -S -n)
    [[ $files == unlimited ]] || ((files >= 1024)) || ulimit -S -n 1024 || true
    export PAM_SALLYPORT_MODULE=${built[$1]}
    shift
    swift test --filter "$(printf '^%s\\.\n' "$@" | paste -s -d '|')"
}

# test_python FOLDER: what pytest finds there, with all that was built.
test_python() {
    local libraries=''
    if [[ $1 == DeliveryTests ]]; then
        libraries=$PWD/.build/test-python
        python_packages "$libraries" huaweicloudsdkcore==3.1.219 alibabacloud_tea_openapi==0.4.6 \
            moto==5.2.1 flask==3.1.3 flask-cors==6.0.5 slack_sdk==3.48.0 lark-oapi==1.7.5 wechatpy==1.8.18
    fi
    if [[ $1 != InstallTests ]]; then
        export SALLYPORT_TEST_SERVERS=$PWD/.build/test-servers
        unpack_packages "$SALLYPORT_TEST_SERVERS" postfix sasl2-bin libsasl2-modules slapd cron dovecot-core \
            proftpd-core vlock
    fi
    export SALLYPORT_MODULE=${built[module]:-} SALLYPORT_COMMAND=${built[command]:-}
    export SALLYPORT_COURIER=${built[courier]:-} SALLYPORT_ENROL=${built[enrolment_program]:-}
    export SALLYPORT_NAME_SERVICE=${built[name_service]:-} SALLYPORT_KILLER=${built[killer]:-}
    export SALLYPORT_ARCHIVE=${built[archive]:-}
    cd "Tests/$1"
    PYTHONPATH=$libraries PYTHONDONTWRITEBYTECODE=1 /usr/bin/python3 -m pytest -q --basetemp="$work/$1"
}

mapfile -t targets < <(swift_targets)
if ((${#targets[@]})); then part "the tests in Swift" module test_swift module "${targets[@]}"; fi
if matches ModuleTests; then
    part "ModuleTests with the module as ordinary Swift" ordinary_module \
        test_swift ordinary_module ModuleTests
fi
if matches DeliveryTests; then part DeliveryTests courier test_python DeliveryTests; fi
shipped="module courier enrolment_program command"
if matches LoginTests; then part LoginTests "$shipped name_service killer" test_python LoginTests; fi
if matches InstallTests; then part InstallTests "$shipped archive" test_python InstallTests; fi
((parts)) || die "no part of the tests has $filter in its name"
((${#failed[@]} == 0)) || die "failed:$(printf '\n  %s' "${failed[@]}")"
