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

# about WHAT: what the next lines are about.
about() { printf -- '-- %s\n' "$1"; }

# The entries of LIST that are not among WORDS: outside LIST WORDS...
outside() {
    local list=$1 item
    shift
    while read -r item; do
        [[ -z $item || " $* " == *" $item "* ]] || printf '%s\n' "$item"
    done <<<"$list"
}

# misplaced FILE: the functions it looks for in another library than that which has them before glibc 2.34. A dynamic
# linker before 2.30 gives up there.
misplaced() {
    { readelf -VW "$1"; readelf --dyn-syms -W "$1"; } | awk '
        /File: / { file = $5 }
        /Name: .* Version: / { library[$NF] = file }
        $7 == "UND" && $NF ~ /^\([0-9]+\)$/ {
            number = substr($NF, 2, length($NF) - 2)
            sub(/@.*/, "", $8)
            home = ""
            if ($8 ~ /^dl(open|sym|vsym|close|error|addr|info)$/) home = "libdl.so.2"
            if ($8 ~ /^(pthread_(create|join|detach|key_create|[gs]etspecific|once|sigmask)|sem_.*)$/)
                home = "libpthread.so.0"
            if (home != "" && library[number] != home) print $8 " in " library[number]
        }'
}

# check_portable FILE LIBRARY...: that it runs on old systems, and needs no library but these. The dynamic linker is
# named where its own symbols are used.
check_portable() {
    local file=$1 glibc needed
    shift
    glibc=$(readelf -VW "$file" | grep -oE 'GLIBC_[0-9.]+' | sort -uV | tail -n 1)
    check "needs no glibc newer than 2.17 (needs ${glibc#GLIBC_})" \
        "$(printf '%s\nGLIBC_2.17\n' "$glibc" | sort -V | tail -n 1 | grep -v '^GLIBC_2\.17$')"

    check "asks for each function where old systems have it" "$(misplaced "$file")"
    needed=$(readelf -dW "$file" | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p')
    check "needs no library but ${*%.so.*}" "$(outside "$needed" "$@" libdl.so.2 libpthread.so.0 \
        ld-linux-x86-64.so.2 ld-linux-aarch64.so.1)"
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

# check_loaded_size FILE LIMIT: that fewer KiB of it are loaded. With pages of 64 KiB a third of a file may be padding,
# which says nothing of the code, and no page of it is read.
check_loaded_size() {
    local size=0 segment
    for segment in $(readelf -lW "$1" | awk '$1 == "LOAD" { print $5 }'); do size=$((size + segment)); done
    check "is smaller than $2 KiB without padding (has $size bytes of $(stat -c %s "$1"))" \
        "$( ((size < $2 * 1024)) || echo "$size bytes")"
}

# check_large_pages FILE: that a kernel with pages of 64 KiB can load it, and protect all of what is read-only then.
check_large_pages() {
    check "is aligned for pages of 64 KiB" "$(
        last=-1
        while read -r type offset address _ _ size rest; do
            case $type in
            LOAD)
                ((${rest##* } == 65536 && (address - offset) % 65536 == 0)) ||
                    echo "the segment at $address is aligned to ${rest##* }"
                ((address / 65536 > last)) || echo "the segment at $address begins in the last page of another"
                last=$(((address + size - 1) / 65536))
                ;;
            GNU_RELRO)
                (((address + size) % 65536 == 0)) || echo "what is read-only ends within a page"
                ;;
            esac
        done < <(readelf -lW "$1")
    )"
}

# check_program FILE LIBRARY...: a program that needs libc, and no other library but these.
check_program() {
    check_portable "$1" libc.so.6 "${@:2}"
    check_hardened "$1"
    check "is loaded at any address" \
        "$(readelf -hW "$1" | grep -q 'Type:.*DYN' || echo 'not position-independent')"
}

check_module() {
    local module=$1 exported constructors
    exported=$(readelf --dyn-syms -W "$module" | awk '$5 ~ /GLOBAL|WEAK/ && $7 != "UND" { print $8 }')
    check "exports nothing but entry points" \
        "$(outside "$exported" pam_sm_authenticate pam_sm_setcred pam_sm_acct_mgmt)"
    check "exports every entry point" "$(comm -13 <(sort <<<"$exported") \
        <(printf 'pam_sm_%s\n' acct_mgmt authenticate setcred))"

    check_portable "$module" libc.so.6 libpam.so.0
    check_hardened "$module"
    check "is never unloaded" \
        "$(readelf -dW "$module" | grep -q 'FLAGS_1.*NODELETE' || echo 'not -z nodelete')"

    # The compiler's own start-up file brings one constructor, frame_dummy, which registers nothing here.
    constructors=$((0x$(readelf -SW "$module" | sed 's/\[ */[/' |
        awk '$2 == ".init_array" { print $6 }') / 8))
    check "runs nothing of its own when loaded" \
        "$( ((constructors <= 1)) || echo "$constructors constructors")"
}

# build_aarch64 FOLDER: what can be built for aarch64 on any machine, in FOLDER.
build_aarch64() {
    local part built
    architecture=aarch64
    mkdir "$1"
    for part in module courier enrolment_program; do
        built=$("build_$part") || return
        cp "$built" "$1/$part"
    done
}

# check_aarch64 FOLDER PART LIMIT: one of them, of which fewer KiB are loaded.
check_aarch64() {
    local file=$1/$2
    about "the ${2//_/ } for aarch64"
    if [[ $2 == module ]]; then check_module "$file"; else check_program "$file"; fi
    check "is for aarch64" "$(readelf -hW "$file" | grep -q 'Machine:.*AArch64' || echo 'for another processor')"
    check_large_pages "$file"
    check_loaded_size "$file" "$3"
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
# shellcheck source=Scripts/aarch64.sh
source Scripts/aarch64.sh
has_sysroot=yes
make_aarch64_sysroot "$PWD/.build-aarch64/sysroot" || has_sysroot=no
# At the same time, since a build has little to do for a second processor; and a group of its own, to be ended as one.
set -m
([[ $has_sysroot == no ]] || build_aarch64 "$work/aarch64") >"$work/aarch64.log" 2>&1 </dev/null &
set +m
aarch64=$!
trap 'kill -- "-$aarch64" 2>/dev/null || true; rm -rf "$work"' EXIT
module=$(build_module)
about "the module"
check_module "$module"
check_size "$module" 240
courier=$(build_courier)
about "the courier"
check_program "$courier"
check_size "$courier" 512
enrolment_program=$(build_enrolment_program)
about "the enrolment program"
check_program "$enrolment_program"
check_size "$enrolment_program" 256
command=$(build_command)
about "the command"
check_program "$command" libm.so.6
# Swift's libraries are in it.
check_size "$command" 17408
wait "$aarch64" || { cat "$work/aarch64.log" >&2; die "could not build for aarch64"; }
if [[ $has_sysroot == yes ]]; then
    check_aarch64 "$work/aarch64" module 208
    check_aarch64 "$work/aarch64" courier 448
    check_aarch64 "$work/aarch64" enrolment_program 192
else
    say "NOT CHECKED: what is built for aarch64, since Debian's packages for it are out of reach"
fi
about "the sources"
check_sources
((failures == 0)) || die "$failures checks failed"
