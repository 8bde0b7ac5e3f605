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

# check_portable FILE LIBRARY...: that it runs on old systems, and needs no library but these.
check_portable() {
    local file=$1 glibc needed
    shift
    glibc=$(objdump -T "$file" | grep -oE 'GLIBC_[0-9.]+' | sort -uV | tail -n 1)
    check "needs no glibc newer than 2.17 (needs ${glibc#GLIBC_})" \
        "$(printf '%s\nGLIBC_2.17\n' "$glibc" | sort -V | tail -n 1 | grep -v '^GLIBC_2\.17$')"

    needed=$(readelf -dW "$file" | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p')
    check "needs no library but ${*%.so.*}" "$(outside "$needed" "$@" libdl.so.2 libpthread.so.0)"
}

# check_hardened FILE: that it is bound when loaded, and cannot be changed or run where it must not.
check_hardened() {
    check "looks for libraries where the system does, and nowhere else" \
        "$(readelf -dW "$1" | grep -E 'R(UN)?PATH')"
    check "is bound when loaded, read-only after it, and has no stack that can be executed" "$(
        readelf -dW "$1" | grep -qE 'FLAGS.*NOW' || echo 'not -z now'
        readelf -lW "$1" | grep -q GNU_RELRO || echo 'not -z relro'
        readelf -lW "$1" | grep -qE 'GNU_STACK.* RWE' && echo 'stack can be executed'
        true
    )"
}

# check_size FILE LIMIT: that it has fewer KiB when stripped.
check_size() {
    local size
    strip -o "$work/stripped" "$1"
    size=$(stat -c %s "$work/stripped")
    check "is smaller than $2 KiB stripped (has $size bytes)" \
        "$( ((size < $2 * 1024)) || echo "$size bytes")"
}

# check_program FILE LIMIT LIBRARY...: a program of fewer KiB that needs libc, and no other library but these.
check_program() {
    local program=$1 limit=$2
    shift 2
    check_portable "$program" libc.so.6 "$@"
    check_hardened "$program"
    check "is loaded at any address" \
        "$(readelf -hW "$program" | grep -q 'Type:.*DYN' || echo 'not position-independent')"
    check_size "$program" "$limit"
}

check_module() {
    local module=$1 exported constructors
    exported=$(nm -D --defined-only "$module" | awk '{ print $3 }')
    check "exports nothing but entry points" \
        "$(outside "$exported" pam_sm_authenticate pam_sm_setcred pam_sm_acct_mgmt)"
    check "exports every entry point" "$(comm -13 <(sort <<<"$exported") \
        <(printf 'pam_sm_%s\n' acct_mgmt authenticate setcred))"

    check_portable "$module" libc.so.6 libpam.so.0
    check_size "$module" 240
    check_hardened "$module"
    check "is never unloaded" \
        "$(readelf -dW "$module" | grep -q 'FLAGS_1.*NODELETE' || echo 'not -z nodelete')"

    # The compiler's own start-up file brings one constructor, frame_dummy, which registers nothing here.
    constructors=$((0x$(readelf -SW "$module" | sed 's/\[ */[/' |
        awk '$2 == ".init_array" { print $6 }') / 8))
    check "runs nothing of its own when loaded" \
        "$( ((constructors <= 1)) || echo "$constructors constructors")"
}

# The rooms of Sources with what each imports, in the order of the table of rooms: lines ROOM IMPORT.
documented_imports() {
    awk -F '|' '/^\| `[A-Za-z_-]+` \|/ {
        gsub(/[ `]/, "", $2)
        count = split($3, imports, /[^A-Za-z]+/)
        for (i = 1; i <= count; i++) if (imports[i] != "") print $2, imports[i]
    }' Documentation/architecture.md
}

# The same, as the sources have it.
imports() {
    local room
    for room in Sources/*/; do
        room=$(basename "$room")
        { grep -rhoE '^ *(@[A-Za-z_]+ +)*([a-z]+ +)?import +([a-z]+ +)?[A-Za-z]+' --include='*.swift' \
            "Sources/$room" || true; } | awk -v room="$room" '{ print room, $NF }'
    done | sort -u
}

check_sources() {
    check "no 'unsafe' in the pure targets" \
        "$(grep -rnw unsafe Sources/{LoginFlow,OneTimePassword,Policy,Messages,Import,EnrolmentDialogue,Wire,PAMStack} \
            Sources/{ConfigurationGrammar,TextCoding,Vocabulary} || true)"
    check "no 'unsafe' in the courier but where it meets libcurl" \
        "$(grep -rlw unsafe Sources/Courier Sources/Delivery |
            grep -vE '^Sources/Courier/Web/(EasyHandle|Exchange|LibCurl)\.swift$' || true)"
    check "nothing that can trap on purpose" \
        "$(grep -rnE 'try!|as!|fatalError|precondition|\bassert\(' Sources || true)"
    check "each room imports what Documentation/architecture.md gives it, no more and no less" "$(
        diff <(documented_imports | sort) <(imports) || true)"
    check "no room imports one further down the table" "$(documented_imports |
        awk '!($1 in place) { place[$1] = NR } { uses[NR] = $0 }
            END { for (i in uses) { split(uses[i], use, " "); if (place[use[2]] > place[use[1]]) print uses[i] } }')"
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
install_build_packages
install_packages binutils shellcheck
check_module "$(build_module)"
check_program "$(build_courier)" 512
check_program "$(build_enrolment_program)" 256
# Swift's libraries are in it. The dynamic linker is named for its own symbols.
check_program "$(build_command)" 17408 libm.so.6 ld-linux-x86-64.so.2 ld-linux-aarch64.so.1
check_sources
((failures == 0)) || die "$failures checks failed"
