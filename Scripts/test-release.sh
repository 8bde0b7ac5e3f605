#!/bin/bash
# Tests the archives on the systems they are for: longer than .ci/run may take.
set -euo pipefail

usage='usage: Scripts/test-release.sh [options]

  --archive FILE          the archive for this machine, instead of making one
  --aarch64-archive FILE  the one for aarch64, likewise
  --older FILE            an older archive, over which the new one is installed

Debian 11, 12 and 13 with their own sshd, and Debian 12 for aarch64, which is emulated.'

cd "$(dirname "$0")/.."
# shellcheck source=Scripts/common.sh
source Scripts/common.sh

archive='' aarch64_archive='' older=''
while (($#)); do
    case $1 in
    --archive | --aarch64-archive | --older)
        [[ -n ${2:-} ]] || die "$1 needs a value"
        name=${1#--}
        printf -v "${name//-/_}" %s "$(realpath -e "$2")"
        shift
        ;;
    -h | --help) printf '%s\n' "$usage"; exit ;;
    *) die "unknown option $1"$'\n'"$usage" ;;
    esac
    shift
done

require_root "the roots it makes are entered with chroot"
install_packages openssh-client python3-pytest python3-pexpect python3-cryptography debootstrap
umask 022
work=$(mktemp -d "${TMPDIR:-/var/tmp}/sallyport-test.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT
export SALLYPORT_ARCHIVE=${archive:-$(Scripts/release.sh)}
export SALLYPORT_AARCH64_ARCHIVE=${aarch64_archive:-$(Scripts/release.sh --arch aarch64)}
export SALLYPORT_OLDER_ARCHIVE=$older
# The parts of the archive, for what compares it with the repository.
programs=$work/programs
mkdir "$programs"
tar --extract --file "$SALLYPORT_ARCHIVE" --directory "$programs" --strip-components 2 --wildcards '*/programs/*'
export SALLYPORT_MODULE=$programs/pam_sallyport.so SALLYPORT_COMMAND=$programs/sallyport
export SALLYPORT_COURIER=$programs/sallyport-courier SALLYPORT_ENROL=$programs/sallyport-enrol

failed=()

# part NAME FILE...: tests of an archive, run by the command in $run_by.
run_by=()
part() {
    local name=$1
    shift
    say "$name"
    (
        cd Tests/InstallTests
        PYTHONDONTWRITEBYTECODE=1 "${run_by[@]}" /usr/bin/python3 -m pytest -q -p no:cacheprovider --basetemp="$work/tests" "$@"
    ) || failed+=("$name")
}

for suite in bullseye bookworm trixie; do
    root=$PWD/.build/$suite-root
    Scripts/debian-root.sh "$suite" amd64 "$root"
    DEBIAN_ROOT=$root part "$suite" test_archive.py test_readme.py test_upgrade.py
done
export DEBIAN_ARM64_ROOT=$PWD/.build/aarch64-root
Scripts/debian-root.sh bookworm arm64 "$DEBIAN_ARM64_ROOT" libcurl4
# On another machine; the accounts are made on the oldest of those above.
run_by=("$PWD/Scripts/with-aarch64.sh")
DEBIAN_ROOT=$PWD/.build/bullseye-root part aarch64 test_aarch64.py
((${#failed[@]} == 0)) || die "failed:$(printf '\n  %s' "${failed[@]}")"
