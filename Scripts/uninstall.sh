#!/bin/bash
# Takes out what install.sh put in, in the opposite order: sshd's stack first, so that no login ever
# meets a stack whose module is gone.
set -euo pipefail
umask 022

usage='usage: Scripts/uninstall.sh [--root DIR] [--purge]

  --root DIR  the system below DIR
  --purge     also remove /etc/sallyport and /var/lib/sallyport, with policy, key, secrets and all
              accounts, and the user sallyport'

# shellcheck source=Scripts/common.sh
source "${BASH_SOURCE[0]%/*}/common.sh"

changes=0

# remove FILE...: those that are there.
remove() {
    local path
    for path in "$@"; do
        if [[ -e $path || -L $path ]]; then
            rm -rf "$path"
            changes=$((changes + 1))
            say "removed $path"
        fi
    done
}

# original FILE: the stack without the blocks; original lines that a block held come back.
original() {
    awk '
        /^# BEGIN sallyport$/ { if (inside) exit damaged = 1; inside = 1; next }
        /^# END sallyport$/ { if (!inside) exit damaged = 1; inside = 0; next }
        inside && !sub(/^#kept: /, "") { next }
        { print }
        END { exit damaged || inside }
    ' "$1"
}

# No stack may name the module when it goes: each login through such a stack would be refused.
check_other_stacks() {
    local file text
    for file in "$root"/etc/pam.d/*; do
        case $file in
        */sshd | */sshd.sallyport-kept) continue ;;
        esac
        if [[ -f $file ]] && grep -q '^[^#]*pam_sallyport\.so' "$file"; then
            die "$file still names pam_sallyport.so: take that line out first"
        fi
    done
    [[ -f $stack ]] || return 0
    text=$(original "$stack") ||
        die "the marker lines in $stack are damaged: take the lines out by hand"
    ! grep -q '^[^#]*pam_sallyport\.so' <<<"$text" ||
        die "$stack names pam_sallyport.so outside of the markers: take that line out first"
}

restore_stack() {
    local kept=$stack.sallyport-kept new=$root/etc/pam.d/.sshd.sallyport-new vendor
    if [[ -f $stack ]] && grep -q '^# BEGIN sallyport$' "$stack"; then
        cp -a "$stack" "$new"
        original "$stack" >"$new"
        sync "$new"
        for vendor in "$root"/usr/{lib,etc}/pam.d/sshd; do
            if [[ ! -e $kept ]] && cmp -s "$new" "$vendor"; then
                # There was no file of the administrator's before.
                rm "$stack" "$new"
                say "removed $stack"
            fi
        done
        if [[ -e $kept ]] && awk 1 "$kept" | cmp -s - "$new"; then
            # Nothing else was changed since: the kept file also has the old times.
            mv -f "$kept" "$stack"
            rm "$new"
            say "put back $stack"
        elif [[ -e $new ]]; then
            mv -f "$new" "$stack"
            say "took our lines out of $stack"
        fi
        changes=$((changes + 1))
    fi
    remove "$kept"
}

# sshd reads its settings anew once ours are gone.
restore_sshd_settings() {
    local dropin=$root/etc/ssh/sshd_config.d/10-sallyport.conf
    [[ -e $dropin ]] || return 0
    remove "$dropin"
    reload_sshd
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
    changes=$((changes + 1))
    say "removed the user sallyport"
}

root='' purges=no
while (($#)); do
    case $1 in
    --root) root=${2:?"--root needs a folder"}; shift ;;
    --purge) purges=yes ;;
    -h | --help) printf '%s\n' "$usage"; exit ;;
    *) die "unknown option $1"$'\n'"$usage" ;;
    esac
    shift
done
root=$(realpath -e "${root:-/}")
root=${root%/}
stack=$root/etc/pam.d/sshd

require_root "it writes to /etc and to PAM's folder of modules"
exec {lock}<"$root/etc"
flock -n "$lock" || die "another installation is under way"

check_other_stacks
# A disk that is full leaves all of it installed, and no file half written.
trap 'rm -f "$root/etc/pam.d/.sshd.sallyport-new"' EXIT
restore_stack
restore_sshd_settings
remove_self_service
remove "$root"/{usr/,}lib{,64}/{,*/}security/pam_sallyport.so "$root/usr/local/sbin/sallyport"
# What a run that was killed may have left.
remove "$root"/etc/{pam.d,sallyport,ssh/sshd_config.d}/.*.sallyport-{new,old} \
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
if [[ $purges == yes ]]; then
    forget_selinux_label
    remove "$root/etc/sallyport" "$root/var/lib/sallyport" "$root/var/cache/sallyport"
    remove_courier_user
elif [[ -e $root/etc/sallyport || -e $root/var/lib/sallyport ]]; then
    say "kept the policy, the key and the accounts; --purge removes them"
fi
((changes)) || say "nothing was installed; nothing is changed"
