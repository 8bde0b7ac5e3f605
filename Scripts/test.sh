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

# The test targets in Swift that are to run, as a pattern for `swift test`.
swift_tests() {
    local folder
    for folder in Tests/*Tests; do
        if compgen -G "$folder/*.swift" >/dev/null && matches "${folder#Tests/}"; then
            printf '^%s\\.\n' "${folder#Tests/}"
        fi
    done
}

require_root "the accounts it makes must be root's, and it starts an sshd of its own"
require_swift ""
install_build_packages
install_packages libcurl4 openssh-server openssh-client putty-tools dropbear-bin oathtool zbar-tools faketime \
    python3-pytest python3-paramiko python3-asyncssh python3-pexpect python3-pyte python3-pil \
    python3-cryptography debootstrap sudo systemd valgrind libpam-google-authenticator libpam-oath \
    libssl-dev

work=$(mktemp -d "${TMPDIR:-/var/tmp}/sallyport-test.XXXXXX")
trap 'rm -rf "$work"' EXIT

ran=0
module=$(build_module)
export PAM_SALLYPORT_MODULE=$module SALLYPORT_MODULE=$module

patterns=$(swift_tests)
if [[ -n $patterns ]]; then
    ran=1
    # Files that root alone may write, whatever the caller's umask.
    (umask 022 && swift test --filter "$(paste -s -d '|' <<<"$patterns")")
fi
if matches ModuleTests; then
    say "the same module tests with the module as ordinary Swift"
    swift build --product pam_sallyport
    PAM_SALLYPORT_MODULE=$(swift build --show-bin-path)/libpam_sallyport.so \
        swift test --skip-build --filter '^ModuleTests\.'
fi
for part in DeliveryTests LoginTests InstallTests; do
    if [[ ! -d Tests/$part ]] || ! matches "$part"; then continue; fi
    ran=1
    SALLYPORT_COURIER=$(build_courier)
    SALLYPORT_ENROL=$(build_enrolment_program)
    export SALLYPORT_COURIER SALLYPORT_ENROL
    if [[ $part != InstallTests ]]; then
        SALLYPORT_TEST_SERVERS=$PWD/.build/test-servers
        unpack_packages "$SALLYPORT_TEST_SERVERS" postfix sasl2-bin libsasl2-modules slapd
        export SALLYPORT_TEST_SERVERS
    fi
    if [[ $part != DeliveryTests ]]; then
        SALLYPORT_COMMAND=$(build_command)
        export SALLYPORT_COMMAND
    fi
    libraries=
    if [[ $part == DeliveryTests ]]; then
        libraries=$PWD/.build/test-python
        python_packages "$libraries" huaweicloudsdkcore==3.1.219 alibabacloud_tea_openapi==0.4.6 \
            moto==5.2.1 flask==3.1.3 flask-cors==6.0.5
    fi
    (cd "Tests/$part" && PYTHONPATH=$libraries PYTHONDONTWRITEBYTECODE=1 /usr/bin/python3 -m pytest -q \
        --basetemp="$work/$part")
done
((ran)) || die "no part of the tests has $filter in its name"
