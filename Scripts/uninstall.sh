#!/bin/bash
# Takes out what install.sh put in; before it sshd's stack, so that no login ever meets a stack whose module is gone.
set -euo pipefail
umask 022

usage='usage: Scripts/uninstall.sh [options]

  --root DIR    the system below DIR
  --purge WHAT  also remove, of these, what is named, with commas between:
                  policy    policy.conf and delivery.conf with its secrets, in /etc/sallyport, and
                            the user sallyport
                  key       /etc/sallyport/key; no account opens without it
                  accounts  /var/lib/sallyport, with the devices of all people'

scripts=$(cd "${BASH_SOURCE[0]%/*}" && pwd)
# shellcheck source=Scripts/common.sh
source "$scripts/common.sh"
# shellcheck source=Scripts/changes.sh
source "$scripts/changes.sh"

# remove FILE...: those that are there.
remove() {
    local path
    for path in "$@"; do
        if [[ -e $path || -L $path ]]; then
            rm -rf "$path"
            changed "removed $path"
        fi
    done
}

# check_stacks [EXCEPT]: each login through a stack that names the module would be refused once that is gone.
check_stacks() {
    local file
    for file in "$root"/etc/pam.conf "$root"/{etc,usr/lib,usr/etc}/pam.d/*; do
        [[ -f $file && $file != *.sallyport-kept && $file != "${1:-}" ]] || continue
        ! grep -q '^[^#]*pam_sallyport\.so' "$file" ||
            die "$file still names pam_sallyport.so: take that line out first"
    done
}

# Nobody connects to the self-service any more before the command goes.
remove_self_service() {
    local units=$root/etc/systemd/system wants=$root/etc/systemd/system/sockets.target.wants
    local link=$root/usr/local/bin/sallyport
    if [[ -L $link && $(readlink "$link") == ../sbin/sallyport ]]; then remove "$link"; fi
    [[ -e $units/sallyport.socket ]] || return 0
    if [[ -z $root && -d /run/systemd/system ]]; then
        systemctl stop sallyport.socket 'sallyport@*.service' || true
    fi
    remove "$wants/sallyport.socket" "$units/sallyport.socket" "$units/sallyport@.service"
    # systemd made the folder of the socket, and leaves it.
    rmdir "$wants" "$root/run/sallyport" 2>/dev/null || true
    if [[ -z $root && -d /run/systemd/system ]]; then systemctl daemon-reload; fi
}

forget_selinux_label() {
    local pattern='/var/lib/sallyport(/.*)?'
    [[ -z $root ]] && command -v semanage >/dev/null || return 0
    if grep -qF "$pattern" <<<"$(semanage fcontext -l -C)"; then
        semanage fcontext -d "$pattern"
    fi
}

# Only the user that install.sh made: one of the administrator's own may have other work.
remove_courier_user() {
    grep -q '^sallyport:[^:]*:[^:]*:[^:]*:Sallyport courier:/nonexistent:' "$root/etc/passwd" ||
        return 0
    in_root userdel sallyport
    ! grep -q '^sallyport:' "$root/etc/group" || in_root groupdel sallyport
    changed "removed the user sallyport"
}

# What is in the policy's folder, but for the key.
purge_policy() {
    local file
    for file in "$root"/etc/sallyport/* "$root"/etc/sallyport/.[!.]*; do
        case ${file##*/} in
        key | key.next) ;;
        *) remove "$file" ;;
        esac
    done
    remove "$root/var/cache/sallyport"
    remove_courier_user
}

purge_accounts() {
    forget_selinux_label
    remove "$root/var/lib/sallyport"
}

# What --purge was not told to remove.
tell_what_is_kept() {
    local kept=()
    [[ ! -e $root/etc/sallyport/policy.conf ]] || kept+=(policy)
    [[ ! -e $root/etc/sallyport/key ]] || kept+=(key)
    [[ ! -e $root/var/lib/sallyport ]] || kept+=(accounts)
    ((${#kept[@]} == 0)) || say "kept: ${kept[*]}; --purge $(IFS=,; printf %s "${kept[*]}") removes them"
}

root='' purged=()
while (($#)); do
    case $1 in
    --root)
        [[ -n ${2:-} ]] || die "--root needs a value"
        root=$2
        shift
        ;;
    --purge)
        [[ -n ${2:-} ]] || die "--purge needs a value"
        IFS=, read -ra purged <<<"$2"
        for word in "${purged[@]}"; do
            [[ $word =~ ^(policy|key|accounts)$ ]] ||
                die "--purge removes what it is told by name: policy, key, accounts, or several, with commas between; not \"$word\""
        done
        shift
        ;;
    -h | --help) printf '%s\n' "$usage"; exit ;;
    *) die "unknown option $1"$'\n'"$usage" ;;
    esac
    shift
done
purges() { [[ " ${purged[*]} " == *" $1 "* ]]; }

root=$(realpath -e "${root:-/}")
root=${root%/}
require_root "it writes to /etc and to PAM's folder of modules"
check_stacks "$root/etc/pam.d/sshd"
"$scripts/setup-sshd.sh" --undo --root "${root:-/}"
take_system "$root"
check_stacks
remove_self_service
remove "$root"/{usr/,}lib{,64}/{,*/}security/pam_sallyport.so "$root/usr/local/sbin/sallyport"
# What a run that was killed may have left.
remove "$root"/etc/sallyport/.*.sallyport-{new,old} \
    "$root"/{usr/local/sbin,var/lib/sallyport}/.*.sallyport-{new,old} \
    "$root"/etc/systemd/system/.*.sallyport-{new,old} \
    "$root/$completion_folder"/*/*/.*.sallyport-{new,old} \
    "$root"/{usr/,}lib{,64}/{,*/}security/.pam_sallyport.so.sallyport-{new,old}
for place in "${completions[@]}"; do
    remove "$root/$completion_folder/$place"
    rmdir "$root/$completion_folder/${place%/*}" "$root/$completion_folder/${place%%/*}" 2>/dev/null || true
done
remove "$root/usr/libexec/sallyport"
# Some systems have no such folder of their own.
rmdir "$root/usr/libexec" 2>/dev/null || true
! purges policy || purge_policy
! purges accounts || purge_accounts
! purges key || remove "$root"/etc/sallyport/key{,.next}
# Where all of it is gone.
rmdir "$root/etc/sallyport" 2>/dev/null || true
tell_what_is_kept
((changes)) || say "nothing was installed; nothing is changed"
