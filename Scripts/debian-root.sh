#!/bin/bash
# Makes a root folder of a Debian with its own sshd, for tests.
set -euo pipefail

usage='usage: Scripts/debian-root.sh SUITE ARCHITECTURE FOLDER [PACKAGE ...]

  SUITE         bullseye (OpenSSH 8.4, OpenSSL 1.1.1, glibc 2.31), bookworm (9.2, 3.0, 2.36) or
                trixie (10.0, 3.5, 2.41)
  ARCHITECTURE  amd64 or arm64
  FOLDER        where the root folder is to be; nothing is done when it is complete already
  PACKAGE       what is in it besides openssh-server

  DEBIAN_MIRROR=URL  another mirror than the one debootstrap knows

Exit status: 0 when FOLDER is complete, 2 when the packages are out of reach, 69 when this kernel
cannot run the programs of the other architecture.'

(($# >= 3)) || { printf '%s\n' "$usage" >&2; exit 64; }
suite=$1 architecture=$2 folder=$3
printf -v packages %s, openssh-server "${@:4}"

[[ ! -e $folder/.complete ]] || exit 0
((EUID == 0)) || { echo "${0##*/}: must run as root: debootstrap uses chroot" >&2; exit 1; }
command -v debootstrap >/dev/null || { echo "${0##*/}: install debootstrap" >&2; exit 1; }

# A mount namespace of its own: a run that is cut short leaves no mount behind.
[[ ${PRIVATE_MOUNTS:-} ]] || PRIVATE_MOUNTS=1 exec unshare --mount --propagation private "$0" "$@"

scripts=$(cd "${BASH_SOURCE[0]%/*}" && pwd)
emulated=()
[[ $architecture == "$(dpkg --print-architecture)" ]] || emulated=("$scripts/with-aarch64.sh")
"${emulated[@]}" true

rm -rf --one-file-system -- "$folder"
mkdir -p -- "$folder"
echo "making a root folder of Debian $suite for $architecture (about a minute, four where it is emulated)" >&2

# fail STATUS: says what the last line of the log says.
fail() {
    echo "${0##*/}: $(grep -E '^[EW]:' "$folder.log" | tail -n 1)" >&2
    umount --lazy "$folder/proc" 2>/dev/null || true
    rm -rf --one-file-system -- "$folder"
    exit "$1"
}

debootstrap --foreign --variant=minbase --arch="$architecture" --include="$packages" "$suite" "$folder" \
    ${DEBIAN_MIRROR:+"$DEBIAN_MIRROR"} >"$folder.log" 2>&1 || fail 2
# In the namespace of the emulator no /proc can be mounted and no device made; it goes on without, where it is told to
# be in such a one.
mount --rbind /proc "$folder/proc"
container=lxc "${emulated[@]}" chroot "$folder" /debootstrap/debootstrap --second-stage >>"$folder.log" 2>&1 || fail 1
touch "$folder/.complete"
