#!/bin/bash
# Puts the programs, the policy and the key in their places. sshd asks for no code before setup-sshd.sh.
#
# Whatever fails on the way, everything it changed is put back.
set -euo pipefail
umask 022

usage='usage: Scripts/install.sh [options]

  --programs FOLDER  take the programs from there instead of building them: pam_sallyport.so and, of
                     these, what is there: sallyport, sallyport-courier (without it no code can be
                     sent) and sallyport-enrol (without it nobody can enrol at the login); an archive
                     has such a folder, which is taken without being told
  --root DIR         install into the system below DIR'

project=$(cd "${BASH_SOURCE[0]%/*}/.." && pwd)
# shellcheck source=Scripts/common.sh
source "$project/Scripts/common.sh"
# shellcheck source=Scripts/changes.sh
source "$project/Scripts/changes.sh"

# The programs -----------------------------------------------------------------------------------

# Where each of them is, and nothing for one that is not to be had.
module='' command='' courier='' enrol=''

take_programs() {
    local folder=${programs:-$project/programs}
    if [[ -d $folder ]]; then
        module=$folder/pam_sallyport.so
        [[ -f $module ]] || die "$folder has no pam_sallyport.so"
        command=$(in_folder "$folder" sallyport)
        courier=$(in_folder "$folder" sallyport-courier)
        enrol=$(in_folder "$folder" sallyport-enrol)
        return
    fi
    [[ -z $programs ]] || die "$programs is no folder"
    require_swift ",
or name a folder with programs that were built elsewhere: --programs FOLDER"
    ! command -v dpkg-query >/dev/null || install_build_packages
    cd "$project"
    module=$(build_module)
    courier=$(build_courier)
    enrol=$(build_enrolment_program)
    command=$(build_command)
}

in_folder() { [[ ! -f $1/$2 ]] || realpath -e "$1/$2"; }

# The folder of PAM's modules: where a pam_unix.so for the same kind of processor is.
module_folder() {
    local pam_unix
    for pam_unix in "$root"/{usr/,}lib{,64}/{,*/}security/pam_unix.so; do
        if [[ -e $pam_unix && $(processor "$pam_unix") == "$(processor "$module")" ]]; then
            dirname "$pam_unix"
            return
        fi
    done
    die "found no pam_unix.so for the processor that $module is for"
}

# The class and the machine in the header of an ELF file.
processor() { od -An -tx1 -j4 -N1 "$1"; od -An -tx1 -j18 -N2 "$1"; }

# check_program WHAT FILE: asked nothing, the program answers that this is no request; only then does it run on this
# system.
check_program() {
    local said
    said=$(in_root /usr/bin/env -i LD_BIND_NOW=1 "${2#"$root"}" </dev/null 2>&1 | tr -cd '[:print:]' || true)
    [[ $said == *'the request is a message that ends early' ]] || die "$1 does not run here: $said"
}

# Libraries --------------------------------------------------------------------------------------

# Without libcrypto no code can be checked, and without libcurl none can be sent over the network: found out here, and
# not by the first login.
check_libraries() {
    has_library libcrypto.so.{3,1.1,1.0.2,10,1.0.0} ||
        die "found no libcrypto, which checks the codes: install OpenSSL's library (Debian: libssl3 or libssl1.1;
Red Hat: openssl-libs; SUSE: libopenssl3 or libopenssl1_1)"
    [[ -n $courier ]] && ! has_library libcurl.so.4 libcurl-gnutls.so.4 || return 0
    local complaint="found no libcurl, which sends codes over the network: install it (Debian: libcurl4; Red Hat: libcurl;
SUSE: libcurl4)"
    ! sends_over_network || die "$complaint"
    say "$complaint before you write a channel that needs it"
}

# has_library NAME...: whether the dynamic linker of the system finds one of them.
has_library() {
    local name
    for name in "$@"; do
        [[ -n $(in_root /usr/bin/env LD_PRELOAD="$name" /bin/true 2>&1) ]] || return 0
    done
    return 1
}

# Whether the delivery file has a channel that is neither a program of this host nor its mailer.
sends_over_network() {
    local file=$root/etc/sallyport/delivery.conf
    [[ -e $file ]] || return 1
    awk 'tolower($1) == "channel" && tolower($3) !~ /^(command|sendmail)$/ { found = 1 } END { exit !found }' "$file"
}

# QR codes are drawn by a library that is looked for when one is; without it there is the key as text.
provide_qr_library() {
    [[ -n $command$enrol ]] || return 0
    has_qr_library && return
    if [[ -z $root ]] && command -v dpkg-query >/dev/null; then
        install_packages libqrencode4 || true
        has_qr_library && return
    fi
    say "libqrencode.so.4 was not found: no QR codes are drawn, and keys are typed from the text"
}

has_qr_library() { has_library libqrencode.so.{4,3}; }

# Files ------------------------------------------------------------------------------------------

# make_file FILE LENGTH DEVICE [WORDS]: so many bytes of a device, for root alone; a file that is there stays.
make_file() {
    local file=$1 length=$2 device=$3 new=${1%/*}/.${1##*/}.sallyport-new
    [[ ! -e $file ]] || return 0
    undo_later rm -f "$new"
    rm -f "$new"
    (umask 077 && head -c "$length" "$device" >"$new")
    [[ $(stat -c %s "$new") == "$length" ]] || die "could not write $file"
    sync "$new"
    # A link never replaces what somebody else made meanwhile: with a key, accounts would be lost.
    ln -T "$new" "$file"
    undo_later rm -f "$file"
    rm "$new"
    changed "made $file${4:+: $4}"
}

# install_starter FILE MODE [GROUP]: what /etc/sallyport begins with; a file that is there stays.
install_starter() {
    local target=$root/etc/sallyport/$1
    [[ -e $target ]] || install_file "$project/etc/$1" "$target" "${@:2}"
}

install_module() {
    make_folder "$root/etc/sallyport" 755
    install_starter policy.conf 644
    make_file "$root/etc/sallyport/key" 32 /dev/urandom "keep a copy, without it no account opens"
    make_folder "$root/var/lib/sallyport" 700
    # Where the codes this host sends are counted: its block is there before a disk is full.
    make_file "$root/var/lib/sallyport/sent" 16 /dev/zero
    make_folder "$root/var/lib/sallyport/accounts" 700
    install_file "$module" "$security/pam_sallyport.so" 644 0 check_module
}

install_command() {
    [[ -n $command ]] || return 0
    make_folder "$root/usr/local/sbin" 755
    install_file "$command" "$root/usr/local/sbin/sallyport" 755 0 check_command
    install_completions
    install_self_service
}

# The words that shells complete: from the archive, or as the command itself gives them.
install_completions() {
    local place shell source folder
    for place in "${completions[@]}"; do
        shell=${place%%[-/]*} folder=$root/$completion_folder
        source=$project/completions/sallyport.$shell
        if [[ ! -e $source ]]; then
            source=$work/sallyport.$shell
            # A command for another processor does not run here.
            "$command" --generate-completion-script "$shell" >"$source" 2>/dev/null || continue
        fi
        make_folder "$folder" 755
        make_folder "$folder/${place%%/*}" 755
        make_folder "$folder/${place%/*}" 755
        install_file "$source" "$folder/$place" 644
    done
}

# What lets people manage their own second factor: the command where they find it, and the socket that it
# connects to. On a system without systemd "sallyport serve --listen" does the same.
install_self_service() {
    local units=$root/etc/systemd/system wants=$root/etc/systemd/system/sockets.target.wants unit
    make_folder "$root/usr/local/bin" 755
    make_link ../sbin/sallyport "$root/usr/local/bin/sallyport"
    [[ -d $units ]] || return 0
    for unit in sallyport.socket sallyport@.service; do
        install_file "$project/systemd/$unit" "$units/$unit" 644
    done
    make_folder "$wants" 755
    make_link ../sallyport.socket "$wants/sallyport.socket"
    [[ -z $root && -d /run/systemd/system ]] || return 0
    systemctl daemon-reload
    if ! systemctl --quiet is-active sallyport.socket; then
        undo_later systemctl stop sallyport.socket
        systemctl start sallyport.socket
        changed "started sallyport.socket"
    fi
}

# Who the courier is while it speaks to the network: a user who owns nothing but its cache.
make_courier_user() {
    ! in_root getent passwd sallyport >/dev/null || return 0
    undo_later in_root userdel sallyport
    # Ended in the middle, it would leave its locks behind.
    (trap '' INT HUP; in_root useradd --system --user-group --no-log-init --no-create-home --home-dir /nonexistent \
        --shell /usr/sbin/nologin --comment 'Sallyport courier' sallyport)
    changed "made the user sallyport"
}

install_courier() {
    local folder=$root/usr/libexec/sallyport owner group
    [[ -n $courier ]] || return 0
    make_courier_user
    owner=$(in_root id -u sallyport) group=$(in_root id -g sallyport)
    make_folder "$root/usr/libexec" 755
    make_folder "$folder" 755
    install_file "$courier" "$folder/sallyport-courier" 755 0 check_program "the courier"
    make_folder "$root/var/cache/sallyport" 700 "$owner" "$group"
    make_folder "$root/etc/sallyport/secrets" 700
    install_starter delivery.conf 640 "$group"
}

# What holds the dialogue in which people enrol at the login; it runs as root, as sshd does.
install_enrolment_program() {
    local folder=$root/usr/libexec/sallyport
    [[ -n $enrol ]] || return 0
    make_folder "$root/usr/libexec" 755
    make_folder "$folder" 755
    install_file "$enrol" "$folder/sallyport-enrol" 755 0 check_program "the program for enrolment"
}

# SELinux lets sshd use the accounts by this type only.
label_for_selinux() {
    [[ -z $root ]] || return 0
    selinuxenabled 2>/dev/null || return 0
    local pattern='/var/lib/sallyport(/.*)?'
    if ! command -v semanage >/dev/null || ! command -v restorecon >/dev/null; then
        say "SELinux is on, and semanage or restorecon is missing. Install policycoreutils and run:
    semanage fcontext -a -t var_auth_t '$pattern' && restorecon -R /var/lib/sallyport"
        return
    fi
    if ! grep -qF "$pattern" <<<"$(semanage fcontext -l -C)"; then
        undo_later semanage fcontext -d "$pattern"
        semanage fcontext -a -t var_auth_t "$pattern"
        changed "labelled /var/lib/sallyport for SELinux"
    fi
    restorecon -R /etc/sallyport /var/lib/sallyport /usr/local/sbin/sallyport "$1"
    if [[ -n $courier ]]; then restorecon -R /var/cache/sallyport; fi
    if [[ -n $courier$enrol ]]; then restorecon -R /usr/libexec/sallyport; fi
}

tell_next_steps() {
    ((changes)) || say "everything was in place; nothing is changed"
    if grep -qsxF "$begin" "$root/etc/pam.d/sshd"; then return; fi
    if [[ -z $command ]]; then
        say "
The command sallyport is not among these programs, so nobody can be enrolled with it here: people enrol at the login, by
\"Enrolment first-login\" in /etc/sallyport/policy.conf, or with accounts made on another host that has the same key."
    else
        say "
Next: sallyport enrol USER, for whom nobody shall be locked out;"
    fi
    say "then keep a root shell open and run Scripts/setup-sshd.sh, which lets sshd ask for the code.
Scripts/uninstall.sh takes all of it out again."
}

programs='' root=''
while (($#)); do
    case $1 in
    --programs | --root)
        [[ -n ${2:-} ]] || die "$1 needs a value"
        printf -v "${1#--}" %s "$2"
        shift
        ;;
    -h | --help) printf '%s\n' "$usage"; exit ;;
    *) die "unknown option $1"$'\n'"$usage" ;;
    esac
    shift
done
take_system "$root"
take_programs
security=$(module_folder)
begin_changes
check_libraries
install_module
install_command
install_courier
install_enrolment_program
provide_qr_library
label_for_selinux "$security/pam_sallyport.so"
keep_changes
tell_next_steps
