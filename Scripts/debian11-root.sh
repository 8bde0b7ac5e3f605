#!/bin/bash
# Makes a Debian 11 root folder with its own sshd, OpenSSL 1.1.1 and glibc 2.31, for LoginTests.
set -euo pipefail

usage='usage: Scripts/debian11-root.sh FOLDER

  FOLDER  where the root folder is to be; nothing is done when it is complete already

  DEBIAN11_MIRROR=URL  another mirror than the one debootstrap knows

Exit status: 0 when FOLDER is complete, 2 when the packages are out of reach.'

(($# == 1)) || { printf '%s\n' "$usage" >&2; exit 64; }
folder=$1

[[ ! -e $folder/.complete ]] || exit 0
((EUID == 0)) || { echo "${0##*/}: must run as root: debootstrap uses chroot" >&2; exit 1; }
command -v debootstrap >/dev/null || { echo "${0##*/}: install debootstrap" >&2; exit 1; }

# A mount namespace of its own: a run that is cut short leaves no mount behind.
[[ ${PRIVATE_MOUNTS:-} ]] || PRIVATE_MOUNTS=1 exec unshare --mount --propagation private "$0" "$@"

rm -rf --one-file-system -- "$folder"
mkdir -p -- "$folder"
echo "making a Debian 11 root (about a minute)" >&2
if debootstrap --variant=minbase --include=openssh-server bullseye "$folder" \
    ${DEBIAN11_MIRROR:+"$DEBIAN11_MIRROR"} >"$folder.log" 2>&1; then
    touch "$folder/.complete"
    exit 0
fi
echo "${0##*/}: $(grep -E '^E:' "$folder.log" | tail -n 1)" >&2
rm -rf --one-file-system -- "$folder"
exit 2
