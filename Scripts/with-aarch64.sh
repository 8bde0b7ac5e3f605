#!/bin/bash
# Runs a command where the system runs programs for aarch64 too, with qemu: for the root of debian-root.sh and for tests.
#
# Nothing of it is left on this machine: qemu is unpacked and not installed, and the kernel hears of it in a user
# namespace that ends with the command. In it root is root, but can load no module and make no device.
set -euo pipefail

usage='usage: Scripts/with-aarch64.sh COMMAND [ARGUMENT ...]

Exit status: that of the command; 69 where the kernel cannot do it (it can from Linux 6.7 on).'

(($#)) || { printf '%s\n' "$usage" >&2; exit 64; }
[[ $(uname -m) != aarch64 ]] || exec "$@"
project=$(cd "${BASH_SOURCE[0]%/*}/.." && pwd)
# shellcheck source=Scripts/common.sh
source "$project/Scripts/common.sh"
require_root "it maps all users into a namespace"

if [[ -z ${INSIDE_QEMU:-} ]]; then
    folder=$project/.build/qemu
    unpack_packages "$folder" qemu-user-static
    qemu=$folder/usr/bin/qemu-aarch64-static
    [[ -x $qemu ]] || qemu=$(command -v qemu-aarch64-static)
    # The map of a namespace is written from outside.
    (
        while [[ /proc/$$/ns/user -ef /proc/self/ns/user ]]; do sleep 0.01; done
        for map in uid_map gid_map; do echo '0 0 4294967295' >"/proc/$$/$map"; done
    ) &
    # Only a program that is started once the map is there is root's.
    # shellcheck disable=SC2016
    INSIDE_QEMU=$qemu exec unshare --user --mount --propagation private "$BASH" -c '
        until [[ $(</proc/self/gid_map) ]]; do sleep 0.01; done
        exec "$0" "$@"' "$0" "$@"
fi

qemu=$INSIDE_QEMU
unset INSIDE_QEMU
mount -t binfmt_misc binfmt_misc /proc/sys/fs/binfmt_misc 2>/dev/null || {
    say "${0##*/}: this kernel keeps no list of interpreters for each user namespace"
    exit 69
}
# The header of an ELF program or library for aarch64, by value and mask. F: the kernel opens qemu now, and needs no
# qemu in a chroot; P: the program is told the name it was called by.
printf '%s' ':qemu-aarch64:M::\x7fELF\x02\x01\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x02\x00\xb7\x00' \
    ':\xff\xff\xff\xff\xff\xff\xff\x00\xff\xff\xff\xff\xff\xff\xff\xff\xfe\xff\xff\xff' ":$qemu:FP" \
    >/proc/sys/fs/binfmt_misc/register
exec "$@"
