# What the scripts share; sourced by them, after `set -euo pipefail`, in the project's folder.
# shellcheck shell=bash

# The oldest compiler that builds the project.
swift_version=6.3

say() { printf '%s\n' "$*" >&2; }
die() { say "${0##*/}: $*"; exit 1; }

require_root() { ((EUID == 0)) || die "must run as root: $1"; }

# install_packages NAME...: those Debian packages that are not there yet.
install_packages() {
    local package missing=()
    for package in "$@"; do
        [[ $(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null) == installed ]] ||
            missing+=("$package")
    done
    ((${#missing[@]})) || return 0
    say "installing the packages ${missing[*]}"
    apt-get update -qq >&2
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
        "${missing[@]}" >&2
}

# unpack_packages FOLDER NAME...: those Debian packages that are not there yet, with what they need, in
# FOLDER. For servers that tests run where nobody else sees them: installed, they would start at once and
# push other servers aside.
unpack_packages() {
    local folder=$1 package missing
    shift
    [[ $(cat "$folder/.complete" 2>/dev/null) != "$*" ]] || return 0
    say "unpacking the packages $*"
    apt-get update -qq >&2
    mapfile -t missing < <(apt-get install -s -qq --no-install-recommends "$@" |
        awk '$1 == "Inst" { print $2 }')
    rm -rf -- "$folder"
    mkdir -p -- "$folder"/usr/{bin,lib,lib64,sbin}
    ln -s usr/{bin,lib,lib64,sbin} "$folder"
    (
        cd -- "$folder" || exit
        ((${#missing[@]} == 0)) || apt-get download -qq -o APT::Sandbox::User=root "${missing[@]}" >&2
        for package in *.deb; do
            [[ ! -e $package ]] || dpkg-deb --fsys-tarfile "$package" | tar -x --keep-directory-symlink
        done
        rm -f -- *.deb
    )
    printf '%s\n' "$*" >"$folder/.complete"
}

# python_packages FOLDER NAME==VERSION...: packages of PyPI with what they need, in FOLDER: the vendors' own
# libraries, which Debian does not have, to check requests with.
python_packages() {
    local folder=$1
    shift
    [[ $(cat "$folder/.complete" 2>/dev/null) != "$*" ]] || return 0
    say "fetching the Python packages $*"
    install_packages python3-pip
    rm -rf -- "$folder"
    /usr/bin/python3 -m pip install --quiet --root-user-action=ignore --target "$folder" "$@" >&2
    printf '%s\n' "$*" >"$folder/.complete"
}

# install_build_packages: what the products are built with. libcurl itself is only looked for when the courier
# runs.
install_build_packages() {
    install_packages libpam0g-dev libqrencode-dev libjansson-dev libcurl4-openssl-dev
}

require_swift() {
    command -v swift >/dev/null ||
        die "no Swift toolchain: install Swift $swift_version or newer (https://www.swift.org/install)$1"
}

# The processor that is built for, as uname(1) names it: that of this machine, unless a script says otherwise.
architecture=$(uname -m)

# is_native: whether what is built runs on this machine.
is_native() { [[ $architecture == "$(uname -m)" ]]; }

# embedded_folder: where SwiftPM builds Embedded Swift.
embedded_folder() { if [[ $architecture == aarch64 ]]; then echo .build-aarch64; else echo .build-embedded; fi; }

# Where the build leaves the module and the command; without a toolchain, files built elsewhere go there.
built_module=.build-embedded/release/libpam_sallyport.so
built_courier=.build-embedded/release/sallyport-courier
built_enrolment_program=.build-embedded/release/sallyport-enrol
built_command=.build-command/sallyport

# require_build: a toolchain, or both files in their places.
require_build() {
    [[ -e $built_module && -e $built_command ]] || require_swift ",
or put files that were built elsewhere at $PWD/$built_module
and $PWD/$built_command"
}

# build_embedded BUILT PRODUCT: what is shipped as Embedded Swift, named by its place; prints its path. Optimised as one
# when linked: each target's code has its own copy of what it uses of the others, and without it an eighth of the module
# would be there twice.
build_embedded() {
    local built=$1 product=$2 name=${1##*/} flags
    if ! command -v swift >/dev/null; then realpath -e "$built"; return; fi
    say "building $product (about two minutes the first time)"
    flags=(-c release --traits Embedded --scratch-path "$(embedded_folder)" --disable-local-rpath
        --experimental-lto-mode full --explicit-target-dependency-import-check error)
    if [[ $architecture == aarch64 ]]; then
        # shellcheck source=Scripts/aarch64.sh
        source "$PWD/Scripts/aarch64.sh"
        use_aarch64_flags || return
        # Where there is no system, SwiftPM names libraries so.
        name=${name/%.so/.elf}
    fi
    make_libdl "$(embedded_folder)/libdl" || return
    flags+=(-Xlinker "$PWD/$(embedded_folder)/libdl/libdl.so.2")
    swift build "${flags[@]}" --product "$product" >&2 || return
    realpath -e "$(swift build "${flags[@]}" --show-bin-path)/$name"
}

# make_libdl FOLDER: a libdl.so.2 to link with. Since glibc 2.34 its functions are in libc.so.6; what is linked with that
# asks libc.so.6 for them, and a dynamic linker before 2.30 gives up where libc.so.6 does not have them.
make_libdl() {
    local folder=$1 version=GLIBC_2.2.5
    [[ $architecture != aarch64 ]] || version=GLIBC_2.17
    mkdir -p -- "$folder" &&
        printf 'void dlopen(void) {}\nvoid dlsym(void) {}\n' >"$folder/libdl.c" &&
        printf '%s { global: dlopen; dlsym; };\n' "$version" >"$folder/libdl.map" &&
        "$(dirname "$(realpath "$(command -v swiftc)")")/clang" "--target=$architecture-linux-gnu" -fuse-ld=lld -shared \
            -nostdlib -ffreestanding -Wno-builtin-requires-header -Wno-incompatible-library-redeclaration \
            -Wl,-soname,libdl.so.2 "-Wl,--version-script=$folder/libdl.map" -o "$folder/libdl.so.2" "$folder/libdl.c" >&2
}

# build_module: the PAM module as it is shipped; prints its path.
build_module() { build_embedded "$built_module" pam_sallyport; }

# build_courier: the program that delivers codes; prints its path.
build_courier() { build_embedded "$built_courier" sallyport-courier; }

# build_enrolment_program: the program that lets people enrol; prints its path.
build_enrolment_program() { build_embedded "$built_enrolment_program" sallyport-enrol; }

# How the command is built: small, and with Swift's libraries in it, so that it needs none on the host. What the compiler
# notes for the next build would differ from folder to folder.
command_flags=(-c release --static-swift-stdlib --scratch-path .build-command -Xswiftc -Osize
    -Xswiftc -Xfrontend -Xswiftc -disable-incremental-llvm-codegen)

# The oldest C library that all programs run with.
oldest_glibc=2.17

# build_command: the administrator's command, as it is shipped; prints its path.
build_command() {
    if ! command -v swift >/dev/null; then realpath -e "$built_command"; return; fi
    say "building the command (about five minutes the first time)"
    swift build "${command_flags[@]}" --product sallyport >&2 || return
    link_command "$(swift build "${command_flags[@]}" --show-bin-path)" >&2 || return
    realpath -e "$built_command"
}

# link_command FOLDER: links what was compiled there once more, against the symbols of the oldest C library: the linker
# that SwiftPM uses knows only those of this machine. What libraries it is made of, SwiftPM's own link line says.
link_command() {
    local folder=$1 linker=$PWD/.build-command/linker libraries clang objects library linked=()
    python_packages "$linker" ziglang==0.17.1
    libraries=$(dirname "$(realpath "$(command -v swiftc)")")/../lib/swift_static/linux
    clang=$(dirname "$(realpath "$(command -v swiftc)")")/clang
    mapfile -t objects < <(sed "s/^'\\(.*\\)'\$/\\1/" "$folder/sallyport.product/Objects.LinkFileList")
    for library in swiftCore swift_Concurrency swift_StringProcessing swift_RegexParser \
        swiftSynchronization swiftGlibc FoundationEssentials _FoundationCShims _FoundationCollections \
        dispatch BlocksRuntime; do
        linked+=("$libraries/lib$library.a")
    done
    # Not libgcc_eh.a, which asks for a function of the newest C library; the linker brings an unwinder of its own.
    for library in libstdc++.a libgcc.a libjansson.a; do
        linked+=("$("$clang" -print-file-name="$library")")
    done
    ZIG_GLOBAL_CACHE_DIR=$linker/cache ZIG_LOCAL_CACHE_DIR=$linker/cache PYTHONPATH=$linker \
        /usr/bin/python3 -m ziglang cc -target "$(uname -m)-linux-gnu.$oldest_glibc" -pie \
        -o "$built_command.new" "$libraries/$(uname -m)/swiftrt.o" \
        -Wl,--start-group "${objects[@]}" "${linked[@]}" -Wl,--end-group \
        -lunwind -lm -lpthread -ldl -Wl,--gc-sections -Wl,-s -Wl,-z,relro -Wl,-z,now &&
        mv "$built_command.new" "$built_command"
}

# private_system FOLDER: inside a mount namespace, gives this process an /etc, /run, /var/log and /dev that
# can be changed without a trace; FOLDER holds them.
private_system() {
    local work=$1 node
    cp -a /etc "$work/etc"
    mount --bind "$work/etc" /etc
    mkdir "$work/dev"
    mount -t tmpfs -o mode=755 tmpfs "$work/dev"
    for node in full null random tty urandom zero; do
        touch "$work/dev/$node"
        mount --bind "/dev/$node" "$work/dev/$node"
    done
    mkdir "$work/dev/pts" "$work/dev/shm"
    mount -t devpts -o newinstance,ptmxmode=0666,mode=620,gid=5 devpts "$work/dev/pts"
    ln -s pts/ptmx "$work/dev/ptmx"
    ln -s /proc/self/fd "$work/dev/fd"
    mount --rbind "$work/dev" /dev
    mount -t tmpfs -o mode=755 tmpfs /run
    mount -t tmpfs -o mode=755 tmpfs /var/log
    mkdir -m 755 /run/sshd
}

# wait_for_port PORT: until somebody listens there on this host; fails where nobody does within five seconds.
wait_for_port() {
    for _ in {1..50}; do
        if (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; then return; fi
        sleep 0.1
    done
    return 1
}
