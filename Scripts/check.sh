#!/bin/bash
# Proves what must hold of the release build and of the sources: see CONTRIBUTING.md.
set -euo pipefail

cd "$(dirname "$0")/.."
# shellcheck source=Scripts/common.sh
source Scripts/common.sh

failures=0

# check WHAT FOUND: FOUND lists what breaks the rule; nothing is good.
check() {
    if [[ -z $2 ]]; then
        printf 'ok    %s\n' "$1"
    else
        printf 'FAIL  %s\n' "$1"
        printf '%s\n' "$2" | head -n 20 | sed 's/^/      /'
        failures=$((failures + 1))
    fi
}

# The entries of LIST that are not among WORDS: outside LIST WORDS...
outside() {
    local list=$1 item
    shift
    while read -r item; do
        [[ -z $item || " $* " == *" $item "* ]] || printf '%s\n' "$item"
    done <<<"$list"
}

check_module() {
    local module=$1 exported needed glibc constructors size
    exported=$(nm -D --defined-only "$module" | awk '{ print $3 }')
    check "exports nothing but entry points" \
        "$(outside "$exported" pam_sm_authenticate pam_sm_setcred pam_sm_acct_mgmt)"
    check "exports every entry point" "$(comm -13 <(sort <<<"$exported") \
        <(printf 'pam_sm_%s\n' acct_mgmt authenticate setcred))"

    glibc=$(objdump -T "$module" | grep -oE 'GLIBC_[0-9.]+' | sort -uV | tail -n 1)
    check "needs no glibc newer than 2.17 (needs ${glibc#GLIBC_})" \
        "$(printf '%s\nGLIBC_2.17\n' "$glibc" | sort -V | tail -n 1 | grep -v '^GLIBC_2\.17$')"

    needed=$(readelf -dW "$module" | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p')
    check "needs no library but libc and libpam" \
        "$(outside "$needed" libc.so.6 libpam.so.0 libdl.so.2 libpthread.so.0)"

    strip -o "$work/stripped" "$module"
    size=$(stat -c %s "$work/stripped")
    check "is smaller than 256 kB stripped (has $size bytes)" \
        "$( ((size < 256 * 1024)) || echo "$size bytes")"

    check "is bound when loaded, read-only after it, and never unloaded" "$(
        readelf -dW "$module" | grep -q 'FLAGS_1.*NOW' || echo 'not -z now'
        readelf -dW "$module" | grep -q 'FLAGS_1.*NODELETE' || echo 'not -z nodelete'
        readelf -lW "$module" | grep -q GNU_RELRO || echo 'not -z relro'
        readelf -lW "$module" | grep -qE 'GNU_STACK.* RWE' && echo 'stack can be executed'
        true
    )"

    # The compiler's own start-up file brings one constructor, frame_dummy, which registers nothing here.
    constructors=$((0x$(readelf -SW "$module" | sed 's/\[ */[/' |
        awk '$2 == ".init_array" { print $6 }') / 8))
    check "runs nothing of its own when loaded" \
        "$( ((constructors <= 1)) || echo "$constructors constructors")"
}

check_sources() {
    check "no 'unsafe' in the pure targets" \
        "$(grep -rnw unsafe Sources/LoginFlow Sources/OneTimePassword Sources/Policy Sources/Messages || true)"
    check "nothing that can trap on purpose" \
        "$(grep -rnE 'try!|as!|fatalError|precondition|assert\(' Sources || true)"
    check "each C library is imported by one target" "$(
        for library in CHostSystem CLibcrypto CLibcurl CLibjansson CLibqrencode; do
            grep -rlE "import $library$" Sources | cut -d / -f 2 | sort -u | sed "s/\$/ imports $library/" |
                tail -n +2
        done
    )"
    check "swift format lint" "$(swift format lint --strict --parallel --recursive \
        Sources Tests Benchmarks Package.swift 2>&1 || true)"
    check "shellcheck" "$(shellcheck -x Scripts/*.sh .ci/run || true)"
}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
require_swift ""
install_packages binutils shellcheck libpam0g-dev libqrencode-dev
check_module "$(build_module)"
check_sources
((failures == 0)) || die "$failures checks failed"
