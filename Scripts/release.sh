#!/bin/bash
# Makes the archive that administrators install from: sallyport-VERSION-linux-ARCH.tar.gz and SHA256SUMS.
#
# The same bytes come out whenever and wherever it is run with the same toolchain and packages.
set -euo pipefail
shopt -s inherit_errexit
umask 022
export LC_ALL=C TZ=UTC

usage='usage: Scripts/release.sh [options]

  --arch NAME       the processor it is for, x86_64 or aarch64, instead of that of this machine. For
                    another one the command sallyport is not built, and nothing that is built is run;
                    the file MISSING in the archive says so. Only aarch64 is built elsewhere
  --output FOLDER   where the archive is written (.build-release)
  --key FILE        a secret key of minisign, which signs SHA256SUMS
  --uncommitted     also with changes that are not committed, to try it out
  --prove           make it once more, elsewhere and in other surroundings, and compare'

cd "$(dirname "$0")/.."
# shellcheck source=Scripts/common.sh
source Scripts/common.sh

output=.build-release key='' proves=no is_clean=yes
while (($#)); do
    case $1 in
    --arch | --output | --key)
        [[ -n ${2:-} ]] || die "$1 needs a value"
        if [[ $1 == --arch ]]; then architecture=$2; else printf -v "${1#--}" %s "$2"; fi
        shift
        ;;
    --prove) proves=yes ;;
    --uncommitted) is_clean=no ;;
    -h | --help) printf '%s\n' "$usage"; exit ;;
    *) die "unknown option $1"$'\n'"$usage" ;;
    esac
    shift
done
[[ $architecture == "$(uname -m)" || $architecture == aarch64 ]] ||
    die "on this machine nothing can be built for $architecture"
parts=(module courier enrolment_program)
if is_native; then parts+=(command); fi

# Where the licences of all that is linked in are found, with what it is.
licences() {
    local toolchain gcc
    toolchain=$(dirname "$(realpath "$(command -v swiftc)")")/..
    gcc=$(printf "%s\n" /usr/share/doc/libstdc++-*-dev/copyright | sort -V | tail -n 1)
    printf '%s\t%s\n' "jansson" /usr/share/doc/libjansson-dev/copyright
    if ! is_native; then
        printf '%s\t%s\n' "Swift's standard library" "$toolchain/share/swift/LICENSE.txt" \
            "libgcc, with the GCC Runtime Library Exception" "$gcc"
        return
    fi
    printf '%s\t%s\n' \
        "Swift's runtime and standard library, Foundation, swift-collections and libdispatch" \
        "$toolchain/share/swift/LICENSE.txt" \
        "swift-argument-parser" .build-command/checkouts/swift-argument-parser/LICENSE.txt \
        "libstdc++ and libgcc, with the GCC Runtime Library Exception" "$gcc" \
        "libunwind" .build-command/linker/ziglang/lib/libunwind/LICENSE.TXT \
        "the start files and symbols of the linker" .build-command/linker/ziglang/LICENSE
}

# What an archive says that was built on a machine of another kind.
write_missing() {
    printf '%s\n' \
        "Not in this archive: the command sallyport, and the completions of shells for it. It is built only on" \
        "a machine for $architecture, where Scripts/release.sh of the sources puts it into the archive; that has" \
        "not been tried yet. The module, the courier and the enrolment program were built on $(uname -m), and" \
        "Scripts/release.sh ran none of them."
}

write_notice() {
    local what file
    printf 'Sallyport %s\n\nIts programs have in them, besides its own code (LICENSE):\n' "$version"
    while IFS=$'\t' read -r what file; do printf -- '- %s\n' "$what"; done < <(licences)
    while IFS=$'\t' read -r what file; do
        if [[ ! -s $file ]]; then
            [[ $is_clean == no ]] || die "the licence of $what is missing: $file"
            say "the licence of $what is missing: $file"
            continue
        fi
        printf '\n%s\n%s\n\n' "$what" "${what//?/=}"
        cat "$file"
    done < <(licences)
}

# make_archive FOLDER: builds everything, and puts it there; prints the path of the archive.
make_archive() {
    local folder=$1 name stage part built shell
    name=sallyport-$version-linux-$architecture
    stage=$folder/$name
    rm -rf -- "$stage"
    mkdir -p -- "$stage/programs"
    for part in "${parts[@]}"; do
        built=$("build_$part")
        install -m 755 "$built" "$stage/programs/${built##*/}"
    done
    mv "$stage/programs"/libpam_sallyport.* "$stage/programs/pam_sallyport.so"
    chmod 644 "$stage/programs/pam_sallyport.so"
    if is_native; then
        mkdir "$stage/completions"
        for shell in bash zsh fish; do
            "$stage/programs/sallyport" --generate-completion-script "$shell" >"$stage/completions/sallyport.$shell"
        done
    else
        write_missing | tee "$stage/MISSING" >&2
    fi
    cp -R etc pam.d systemd Documentation "$stage"
    mkdir "$stage/Scripts"
    cp Scripts/{install,setup-sshd,uninstall,common,changes,pam-stack,pam-password}.sh "$stage/Scripts"
    cp README.md CHANGELOG.md SECURITY.md LICENSE "$stage"
    write_notice >"$stage/NOTICE"
    chmod -R u=rwX,go=rX "$stage"
    tar --create --format=ustar --sort=name --owner=0 --group=0 --numeric-owner --mtime="@$time" \
        --directory "$folder" "$name" | gzip -9 --no-name >"$folder/$name.tar.gz"
    printf '%s\n' "$folder/$name.tar.gz"
}

# prove ARCHIVE: the same commit, in a folder with a longer name, at another time, under another umask and locale.
prove() {
    local archive=$1 elsewhere
    elsewhere=$(mktemp -d)/another/place/with/a/longer/name
    mkdir -p -- "$elsewhere"
    git clone --quiet . "$elsewhere/sallyport"
    (
        umask 077
        cd "$elsewhere/sallyport"
        LC_ALL=C.UTF-8 TZ=Asia/Shanghai Scripts/release.sh --arch "$architecture" >&2
    )
    cmp "$archive" "$elsewhere/sallyport/.build-release/${archive##*/}" ||
        die "another folder makes another archive; it is left in $elsewhere"
    rm -rf -- "${elsewhere%/another/*}"
    say "the same bytes came out in $elsewhere"
}

require_swift ""
[[ $is_clean == no || -z $(git status --porcelain) ]] ||
    die "there are changes that are not committed; --uncommitted makes an archive with them"
install_build_packages
# What a build before has left can make another order of the same code.
if [[ $is_clean == yes ]]; then
    rm -rf "$(embedded_folder)"
    ! is_native || rm -rf .build-command
fi
version=$(sed -n 's/^#define SALLYPORT_VERSION "\(.*\)"$/\1/p' Sources/CVersion/include/CVersion.h)
[[ -n $version ]] || die "no version in Sources/CVersion/include/CVersion.h"
time=$(git log -1 --format=%ct)
mkdir -p -- "$output"
archive=$(make_archive "$(realpath "$output")")
# That for another processor may be there already.
(cd "$output" && sha256sum "sallyport-$version-linux-"*.tar.gz >SHA256SUMS)
if [[ -n $key ]]; then
    command -v minisign >/dev/null || install_packages minisign
    minisign -S -s "$key" -m "$output/SHA256SUMS" >&2
fi
if [[ $proves == yes ]]; then prove "$archive"; fi
printf '%s\n' "$archive"
