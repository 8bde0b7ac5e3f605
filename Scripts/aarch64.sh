# How what is Embedded Swift is built for aarch64, on a machine of any kind; sourced by common.sh.
# shellcheck shell=bash

# unpack_aarch64_packages FOLDER NAME...: those Debian packages for aarch64, without what they need, in FOLDER; nothing
# is installed, and this system knows of no other architecture than before.
unpack_aarch64_packages() {
    local folder=$1 lists=$1.lists package link options
    shift
    [[ $(cat "$folder/.complete" 2>/dev/null) != "$*" ]] || return 0
    say "unpacking the packages for aarch64 $*"
    rm -rf -- "$folder" "$lists"
    mkdir -p -- "$folder/usr/lib" "$lists"
    ln -s usr/lib "$folder/lib"
    options=(-qq -o APT::Architecture=arm64 -o APT::Architectures=arm64 -o APT::Sandbox::User=root
        -o Dir::State::status=/dev/null -o "Dir::State::lists=$lists" -o "Dir::Cache=$lists")
    apt-get "${options[@]}" update >&2 || return
    (cd -- "$folder" && apt-get "${options[@]}" download "$@" >&2) || return
    for package in "$folder"/*.deb; do
        dpkg-deb --fsys-tarfile "$package" | tar -x -C "$folder" --keep-directory-symlink || return
    done
    # Else they would lead to files of this machine.
    find "$folder" -lname '/*' -printf '%p\t%l\n' | while IFS=$'\t' read -r link package; do
        ln -sfn "$folder$package" "$link"
    done
    rm -rf -- "$folder"/*.deb "$lists"
    printf '%s\n' "$*" >"$folder/.complete"
}

# make_aarch64_sysroot FOLDER: the headers and libraries that are built with; fails where they are out of reach.
make_aarch64_sysroot() {
    local clang gcc
    clang=$(dirname "$(realpath "$(command -v swiftc)")")/clang
    gcc=$("$clang" -print-file-name=libgcc.a)
    gcc=${gcc%/*}
    unpack_aarch64_packages "$1" libc6 libc6-dev linux-libc-dev "libgcc-${gcc##*/}-dev" libpam0g libpam0g-dev \
        libjansson-dev libqrencode-dev libcurl4-openssl-dev
}

# use_aarch64_flags: adds to $flags what `swift build` needs.
use_aarch64_flags() {
    local sysroot=$PWD/.build-aarch64/sysroot flag
    make_aarch64_sysroot "$sysroot" || return
    # The toolchain has Embedded Swift for aarch64 without a system, and not for Linux. It is the same Swift; C and the
    # linker are told the system.
    flags+=(--triple aarch64-none-none-elf --pkg-config-path "$sysroot/usr/lib/aarch64-linux-gnu/pkgconfig")
    # A library of the compiler's that chooses atomic instructions would run when the module is loaded.
    for flag in --target=aarch64-linux-gnu "--sysroot=$sysroot" -mno-outline-atomics; do
        flags+=(-Xcc "$flag" -Xswiftc -Xclang-linker -Xswiftc "$flag")
    done
    for flag in -static-libgcc -Wno-override-module; do flags+=(-Xswiftc -Xclang-linker -Xswiftc "$flag"); done
    # Kernels for aarch64 have pages of 4, 16 or 64 KiB. What is read-only after loading fills its pages.
    for flag in max-page-size=65536 common-page-size=65536; do flags+=(-Xlinker -z -Xlinker "$flag"); done
}
