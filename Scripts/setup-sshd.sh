#!/bin/bash
# Lets sshd ask for a code, and with --undo no more.
#
# Whatever fails on the way, everything it changed is put back. /etc/pam.d/sshd comes last, so that no login ever meets
# a stack that sshd's settings are not ready for.
set -euo pipefail
umask 022

usage='usage: Scripts/setup-sshd.sh [options]

  --stack NAME      what sshd asks for: password-code (the default), key-code, or
                    password-only-clients; see pam.d/
  --unguarded       the stack key-code for sshd before 7.8, which does not tell PAM that the key was
                    right; the stack says what is not guarded then
  --configure-sshd  also write the settings the stack needs to sshd_config.d/10-sallyport.conf,
                    and let sshd read them
  --undo            sshd asks for no code any more: its stack and its settings are as they were
  --root DIR        the system below DIR'

project=$(cd "${BASH_SOURCE[0]%/*}/.." && pwd)
# shellcheck source=Scripts/common.sh
source "$project/Scripts/common.sh"
# shellcheck source=Scripts/changes.sh
source "$project/Scripts/changes.sh"
# shellcheck source=Scripts/pam-stack.sh
source "$project/Scripts/pam-stack.sh"
# shellcheck source=Scripts/pam-password.sh
source "$project/Scripts/pam-password.sh"

# Stands before an original line that the stack key-code does without.
kept_line='#kept: '

# What must be there first -----------------------------------------------------------------------

# Each login through a stack whose module, policy or key is missing would be refused.
check_installed() {
    local folder file
    for folder in "$root"/{usr/,}lib{,64}/{,*/}security; do
        if [[ -e $folder/pam_sallyport.so ]]; then security=$folder; break; fi
    done
    [[ -n $security ]] || die "the module is not installed: run Scripts/install.sh first"
    for file in etc/sallyport/{policy.conf,key} var/lib/sallyport/accounts; do
        [[ -e $root/$file ]] || die "$root/$file is missing: run Scripts/install.sh first"
    done
    check_module "$security/pam_sallyport.so"
    [[ ! -e $root/usr/local/sbin/sallyport ]] || check_command "$root/usr/local/sbin/sallyport"
}

# Changing the stack of sshd ---------------------------------------------------------------------

# The lines between the markers, for each phase and stack.
code_lines() {
    cat <<END
# stack: $stack
# The code, once the lines above have checked the password; a wrong one has ended the login there.
# "required": a wrong code leaves a failure that nothing below makes good. Where the policy asks no
# code the module has no opinion (PAM_IGNORE), and what counts is the password.
auth       required     pam_sallyport.so
END
}

# code_block: after a line that stays. code_block LINE PLACE: in the place of that line.
code_block() {
    printf '%s\n' "$begin"
    if (($#)); then
        printf '%s%s\n' "$kept_line" "$1"
        password_lines "$@"
    fi
    code_lines
    printf '%s\n' "$end"
}

split_block() {
    cat <<END
$begin
# Takes the code from the end of the password and hands on the rest. It decides nothing.
auth       requisite    pam_sallyport.so split
$end
END
}

account_block() {
    cat <<END
$begin
# First, since a line below may end this phase early. Refuses a login by key alone, about which PAM
# is asked nothing before, where the policy says "KeyOnlyLogin deny".
account    required     pam_sallyport.so
$end
END
}

key_code_lines() {
    if [[ $is_guarded == yes ]]; then
        cat <<END
# stack: $stack
# sshd has checked the key before it asks PAM. "after=publickey": whoever sshd did not tell so of is refused,
# whatever the policy says. It is told in the PAM environment: no line above may set variables there.
END
        grep '^auth' "$project/pam.d/sshd-key-code"
        return
    fi
    cat <<END
# stack: $stack unguarded
# NOT GUARDED, since sshd before 7.8 does not tell PAM that it has checked the key. Only the line
# "AuthenticationMethods publickey,keyboard-interactive:pam" in sshd_config asks for one: should it be lost,
# the code alone opens the door, and nothing at all is needed where the policy asks no code (SecondFactor
# off or observe, trust, Unenrolled allow). With sshd 7.8 or newer: run setup-sshd.sh --undo and then setup-sshd.sh.
END
    sed -n '/^auth/{ s/[[:blank:]]*after=publickey//; p }' "$project/pam.d/sshd-key-code"
}

# brings LINE PLACE PHASE: whether a line brings modules to the phase.
brings() {
    forget_stack
    read_line "${1%%#*}" "$2" "$3" 0
    ((${#places[@]}))
}

# edited FILE HOW: the stack with the blocks in it; HOW says what becomes of the line that checks the
# password: "stays", or "ends", where its modules take its place, so that a wrong password ends there.
edited() {
    local lines is_auth=() first='' last='' anchor='' account='' index place phase inside=no
    local usual='^(@include|auth[[:blank:]]+(include|substack))[[:blank:]]+(common|password)-auth'
    mapfile -t lines <"$1"
    for ((index = 0; index < ${#lines[@]}; index++)); do
        place=$1:$((index + 1))
        [[ ${lines[index]} != *\\ ]] ||
            die "$place: a line that ends with a backslash is left to you; see pam.d/sshd-$stack"
        if [[ -z $account ]] && brings "${lines[index]}" "$place" account; then account=$index; fi
        is_auth[index]=no
        brings "${lines[index]}" "$place" auth || continue
        is_auth[index]=yes first=${first:-$index} last=$index
        if [[ ${lines[index]} =~ $usual ]]; then anchor=$index; fi
        [[ $stack == key-code ]] || continue
        for phase in account password session; do
            ! brings "${lines[index]}" "$place" "$phase" ||
                die "$place is not about auth alone; see pam.d/sshd-key-code"
        done
    done
    [[ -n $last ]] || die "$1 has no auth line"
    anchor=${anchor:-$last}
    for ((index = 0; index < ${#lines[@]}; index++)); do
        if [[ $stack == key-code && ${is_auth[index]} == yes ]]; then
            [[ $inside == yes ]] || printf '%s\n' "$begin"
            inside=yes
            printf '%s%s\n' "$kept_line" "${lines[index]}"
            if ((index == last)); then key_code_lines; fi
            continue
        fi
        [[ $inside == no ]] || printf '%s\n' "$end"
        inside=no
        if [[ $index == "$account" ]]; then account_block; fi
        if [[ $stack == password-only-clients && $index == "$first" ]]; then split_block; fi
        if [[ $stack == key-code || $index != "$anchor" ]]; then
            printf '%s\n' "${lines[index]}"
        elif [[ $2 == ends ]]; then
            code_block "${lines[index]}" "$1:$((index + 1))"
        else
            printf '%s\n' "${lines[index]}"
            code_block
        fi
    done
    [[ $inside == no ]] || printf '%s\n' "$end"
}

# The stack a block in the file is for, and "unguarded" where it is; nothing where there is no block.
installed_stack() {
    sed -n "/^$begin\$/,/^$end\$/s/^# stack: //p" "$1" | head -n 1
}

edit_stack() {
    local target=$root/etc/pam.d/sshd new=$root/etc/pam.d/.sshd.sallyport-new complaint
    if grep -qxF "$begin" "$sshd_stack"; then
        # Left as it is: the administrator may have added arguments.
        (prove_stack "$sshd_stack") ||
            die "mend $sshd_stack, or run setup-sshd.sh --undo and then setup-sshd.sh"
        return
    fi
    if grep -q '^[^#]*pam_sallyport\.so' "$sshd_stack"; then
        prove_stack "$sshd_stack"
        say "$sshd_stack already names pam_sallyport.so and is left as it is"
        return
    fi
    undo_later rm -f "$new"
    # The copy brings mode, owner and SELinux type; then comes the text.
    cp -a "$sshd_stack" "$new"
    edited "$sshd_stack" stays >"$new"
    # An included file may let a login go on after a wrong password, or end it before the code.
    if ! complaint=$(prove_stack "$new" 2>&1); then
        if ! (edited "$sshd_stack" ends >"$work/stack" && prove_stack "$work/stack") 2>/dev/null; then
            say "$complaint"
            exit 1
        fi
        edited "$sshd_stack" ends >"$new"
        prove_stack "$new"
        say "copied the lines of the included file that check the password, so that a wrong one ends the
login; run setup-sshd.sh --undo and then setup-sshd.sh after that file has changed"
    fi
    if [[ $sshd_stack == "$target" && ! -e $target.sallyport-kept ]]; then
        undo_later rm -f "$target.sallyport-kept"
        # A link is whole at any moment, and has the times of the old file.
        ln -T "$target" "$target.sallyport-kept"
        changed "kept the old file as $target.sallyport-kept"
    fi
    put_in_place "$new" "$target"
}

# sshd's own settings -----------------------------------------------------------------------------

find_sshd() {
    local path
    for path in /usr/sbin/sshd /usr/local/sbin/sshd /usr/bin/sshd; do
        if [[ -x $root$path ]]; then printf '%s\n' "$path"; return; fi
    done
    die "found no sshd"
}

# Debian's sshd needs /run/sshd even to test its settings, and makes it at boot.
make_run_sshd() {
    if [[ -d $root/run && ! -e $root/run/sshd ]]; then
        do_afterwards rmdir "$root/run/sshd"
        install -d -m 755 "$root/run/sshd"
    fi
}

run_sshd() { in_root "$sshd" "$@"; }

# The version of sshd as two numbers; nothing where it says none. Before 9.0 it has no -V, but shows its version
# when it complains of that.
sshd_version() {
    { run_sshd -V 2>&1 </dev/null || true; } |
        sed -nE 's/^OpenSSH_([0-9]{1,3})\.([0-9]{1,3})([^0-9].*)?$/\1 \2/p' | head -n 1
}

# choose_guard INSTALLED MARK: whether the stack key-code asks for what sshd tells of the key, since 7.8.
choose_guard() {
    local installed=$1 mark=$2 major minor words tells=no
    if [[ $stack != key-code ]]; then
        [[ $wants_unguarded == no ]] ||
            die "--unguarded is for the stack key-code: $stack checks the password itself"
        return
    fi
    if read -r major minor < <(sshd_version); then
        words="OpenSSH $major.$minor"
        if ((10#$major > 7 || (10#$major == 7 && 10#$minor >= 8))); then tells=yes; fi
    else
        words="its version is not known: $sshd -V says none"
    fi
    [[ $tells == no || $wants_unguarded == no ]] ||
        die "--unguarded is for sshd before 7.8: this one ($words) tells PAM that the key was right, and the
stack asks for that"
    [[ $tells == yes || $mark == unguarded || -z $installed ]] ||
        die "the stack in $sshd_stack is not for this sshd ($words), which does not tell PAM that the key was
right: run setup-sshd.sh --undo, and then with --unguarded"
    [[ $tells == yes || $mark == unguarded || $wants_unguarded == yes ]] ||
        die "this sshd ($words) does not tell PAM that the key was right, as 7.8 and newer do. The stack key-code
would not be guarded: should the AuthenticationMethods line of sshd_config be lost, a code alone would open
the door, or nothing at all where the policy asks none. --unguarded installs it all the same"
    if [[ $tells == no || $mark == unguarded ]]; then is_guarded=no; fi
    if [[ $tells == yes && $mark == unguarded ]]; then is_outdated=yes; fi
}

# The settings in force. With Match blocks some versions want to know a login to tell them for.
# The settings in force, the keywords in lower case: sshd 10.5 spells them as in the manual.
effective_settings() {
    { run_sshd -T 2>/dev/null ||
        run_sshd -T -C user=root,host=localhost,addr=127.0.0.1,laddr=127.0.0.1,lport=22; } |
        sed 's/^[A-Za-z]*/\L&/'
}

wanted_settings() {
    local interactive=KbdInteractiveAuthentication
    # Its name before OpenSSH 8.7.
    ! grep -qi '^challengeresponseauthentication ' <<<"$effective" ||
        interactive=ChallengeResponseAuthentication
    printf '%s yes\n' UsePAM "$interactive"
    case $stack in
    password-code) echo 'PasswordAuthentication no' ;;
    password-only-clients) echo 'PasswordAuthentication yes' ;;
    key-code)
        printf '%s\n' 'PubkeyAuthentication yes' 'PasswordAuthentication no' \
            'AuthenticationMethods publickey,keyboard-interactive:pam'
        ;;
    esac
}

# asks_key_first LISTS: whether each list of AuthenticationMethods has a key before the code.
asks_key_first() {
    local list
    [[ -n $1 ]] || return 1
    for list in $1; do [[ ${list,,} == *publickey*,*keyboard-interactive* ]] || return 1; done
}

# lets_code_alone LISTS: whether one of the lists of AuthenticationMethods comes to PAM without a key before.
# Those that never come to PAM do not ask for a code, and take none either.
lets_code_alone() {
    local list
    for list in $1; do
        ! asks_key_first "$list" || continue
        [[ ,${list,,} != *,keyboard-interactive* && ,${list,,} != *,password* &&
            ${list,,} != any ]] || return 0
    done
    return 1
}

# The wanted settings that are not in force.
unmet_settings() {
    local keyword value
    while read -r keyword value; do
        grep -qixF "$keyword $value" <<<"$effective" && continue
        [[ $keyword == AuthenticationMethods ]] &&
            asks_key_first "$(sed -n 's/^authenticationmethods //p' <<<"$effective")" && continue
        printf '%s %s\n' "$keyword" "$value"
    done < <(wanted_settings)
}

# Lets a running sshd read its settings; logins that are open stay open.
reload_sshd() {
    local unit pid
    [[ -z $root ]] || return 0
    for unit in ssh sshd; do
        if systemctl --quiet is-active "$unit" 2>/dev/null; then
            systemctl reload "$unit"
            return
        fi
    done
    pid=$(cat /run/sshd.pid 2>/dev/null || true)
    if [[ -n $pid && $(cat "/proc/$pid/comm" 2>/dev/null) == sshd ]]; then kill -HUP "$pid"; fi
}

write_sshd_settings() {
    local dropin=$root/etc/ssh/sshd_config.d/10-sallyport.conf
    grep -qiE '^[[:blank:]]*Include[[:blank:]=]+"?/etc/ssh/sshd_config\.d/' \
        "$root/etc/ssh/sshd_config" ||
        die "sshd_config has no Include of sshd_config.d; without --configure-sshd, set yourself:
$(wanted_settings)"
    {
        echo "# Written by Sallyport's setup-sshd.sh for the stack $stack; --undo takes it away."
        wanted_settings
    } >"$work/dropin"
    if cmp -s "$work/dropin" "$dropin"; then return; fi
    # When everything is put back, sshd reads its old settings last.
    undo_later reload_sshd
    install_file "$work/dropin" "$dropin" 644
    run_sshd -t || die "sshd does not take its new settings"
    effective=$(effective_settings)
    [[ -z $(unmet_settings) ]] || die "another line of sshd's settings wins; set these above it:
$(unmet_settings)"
    reload_sshd
}

check_sshd() {
    local file value files service
    effective=$(effective_settings)
    unmet=$(unmet_settings)
    # Without them nobody could log in by password any more, or, with the stack key-code, a code alone
    # would be enough.
    [[ -z $unmet ]] || die "sshd cannot ask for a code yet. Put these lines in /etc/ssh/sshd_config,
above all others that set the same, reload sshd and come back; --configure-sshd does it all:

$unmet"
    service=$(sed -n 's/^pamservicename //p' <<<"$effective")
    [[ ${service:-sshd} == sshd ]] ||
        die "with PAMServiceName $service sshd does not ask the stack sshd"
    # Not by a Match block either, which the settings above do not show.
    files=$(sshd_files "$root/etc/ssh/sshd_config" 0) || exit
    while IFS=: read -r file value; do
        [[ $value == sshd ]] ||
            die "$file: with PAMServiceName $value sshd does not ask the stack sshd"
    done < <(sshd_lines PAMServiceName "$files")
    [[ $stack == key-code ]] || return 0
    while IFS=: read -r file value; do
        ! lets_code_alone "${value//\"/}" ||
            die "$file: with AuthenticationMethods $value a code alone would be enough"
    done < <(sshd_lines AuthenticationMethods "$files")
}

# sshd_files FILE DEPTH: the file and all that it includes, as sshd finds them.
sshd_files() {
    local line value pattern patterns included
    local include='^[[:blank:]]*"?[Ii][Nn][Cc][Ll][Uu][Dd][Ee]"?[[:blank:]=]+(.*)$'
    # As deep as sshd goes.
    (($2 <= 16)) || die "$1: files include each other"
    printf '%s\n' "$1"
    while IFS= read -r line || [[ -n $line ]]; do
        [[ $line =~ $include ]] || continue
        value=${BASH_REMATCH[1]%%[[:blank:]]#*}
        while [[ $value =~ ^([^\"]*)\"([^\"[:blank:]]*)\"(.*)$ ]]; do
            value=${BASH_REMATCH[1]}${BASH_REMATCH[2]}${BASH_REMATCH[3]}
        done
        [[ $value != *[\"\'\\]* ]] || die "$1: this Include is not understood: $value"
        read -ra patterns <<<"$value"
        for pattern in "${patterns[@]}"; do
            [[ $pattern == /* ]] || pattern=/etc/ssh/$pattern
            while IFS= read -r included; do
                sshd_files "$included" $(($2 + 1))
            done < <(compgen -G "$root$pattern")
        done
    done <"$1"
}

# sshd_lines KEYWORD FILES: where the keyword is set, and to what: FILE:VALUE.
sshd_lines() {
    local files
    mapfile -t files <<<"$2"
    grep -HiE "^[[:blank:]]*\"?$1\"?[[:blank:]=]" "${files[@]}" |
        sed -E 's/:[[:blank:]]*"?[[:alpha:]]+"?[[:blank:]=]+/:/'
}

# Back --------------------------------------------------------------------------------------------

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

# Our lines are taken out whole or not at all.
check_markers() {
    local text
    [[ -f $root/etc/pam.d/sshd ]] || return 0
    text=$(original "$root/etc/pam.d/sshd") ||
        die "the marker lines in $root/etc/pam.d/sshd are damaged: take the lines out by hand"
    ! grep -q '^[^#]*pam_sallyport\.so' <<<"$text" ||
        die "$root/etc/pam.d/sshd names pam_sallyport.so outside of the markers: take that line out first"
}

restore_stack() {
    local stack=$root/etc/pam.d/sshd new=$root/etc/pam.d/.sshd.sallyport-new vendor kept
    kept=$stack.sallyport-kept
    if [[ -f $stack ]] && grep -qxF "$begin" "$stack"; then
        # A disk that is full leaves all of it as it is, and no file half written.
        do_afterwards rm -f "$new"
        cp -a "$stack" "$new"
        original "$stack" >"$new"
        sync "$new"
        for vendor in "$root"/usr/{lib,etc}/pam.d/sshd; do
            if [[ ! -e $kept ]] && cmp -s "$new" "$vendor"; then
                # There was no file of the administrator's before.
                rm "$stack" "$new"
                changed "removed $stack"
            fi
        done
        if [[ -e $kept ]] && awk 1 "$kept" | cmp -s - "$new"; then
            # Nothing else was changed since: the kept file also has the old times.
            mv -f "$kept" "$stack"
            changed "put back $stack"
        elif [[ -e $new ]]; then
            mv -f "$new" "$stack"
            changed "took our lines out of $stack"
        fi
    fi
    take_away "$kept"
}

# sshd reads its settings anew once ours are gone.
restore_sshd_settings() {
    local dropin=$root/etc/ssh/sshd_config.d/10-sallyport.conf
    [[ -e $dropin ]] || return 0
    take_away "$dropin"
    reload_sshd
}

take_away() {
    [[ -e $1 ]] || return 0
    rm -f "$1"
    changed "removed $1"
}

# Nothing of it is put back: each step leaves a stack that works, and a second run goes on.
take_back() {
    check_markers
    keep_changes
    restore_stack
    restore_sshd_settings
    # What a run that was killed may have left.
    rm -f "$root"/etc/{pam.d,ssh/sshd_config.d}/.*.sallyport-{new,old}
    ((changes)) || say "sshd was not set up; nothing is changed"
}

# The work ---------------------------------------------------------------------------------------

# Which stack there is, and which one there shall be.
choose_stack() {
    local installed mark
    sshd_stack=$(service_file sshd) || die "found no /etc/pam.d/sshd"
    [[ ! -L $sshd_stack ]] || die "$sshd_stack is a symbolic link; see pam.d/ for what to write"
    read -r installed mark <<<"$(installed_stack "$sshd_stack")"
    stack=${stack:-${installed:-password-code}}
    [[ -z $installed || $installed == "$stack" ]] ||
        die "the stack $installed is installed; run setup-sshd.sh --undo first"
    sshd=$(find_sshd)
    make_run_sshd
    run_sshd -t || die "sshd -t finds errors in its settings: mend them first"
    choose_guard "$installed" "$mark"
}

set_up() {
    check_installed
    choose_stack
    effective=$(effective_settings)
    if [[ $configures_sshd == yes ]]; then write_sshd_settings; fi
    check_sshd
    edit_stack
    run_sshd -t || die "sshd -t finds errors"
}

tell_next_steps() {
    ((changes)) || say "everything was in place; nothing is changed"
    [[ $stack == key-code ]] ||
        say "
A login by key is asked for no code: see AuthenticationMethods in pam.d/sshd-$stack."
    ! grep -qxE 'permitrootlogin (without-password|prohibit-password)' <<<"$effective" ||
        [[ $stack != key-code ]] ||
        say "
root cannot log in any more: sshd takes no answers of root's with PermitRootLogin
prohibit-password. Be sure that somebody else can become root."
    [[ $is_guarded == yes ]] ||
        say "
NOT GUARDED: only the AuthenticationMethods line of sshd asks for a key; see the words in $sshd_stack."
    [[ $is_outdated == no ]] ||
        say "This sshd would guard it: run setup-sshd.sh --undo, and then setup-sshd.sh --stack key-code."
    say "
Next: keep this shell open, and log in from another terminal before you close it. Whoever is not enrolled is
refused from now on: \"sallyport enrol USER\" lets somebody in, \"SecondFactor observe\" in
/etc/sallyport/policy.conf asks nobody and only logs, and Scripts/setup-sshd.sh --undo is the way back."
}

stack='' root='' configures_sshd=no wants_unguarded=no undoes=no
security='' unmet='' effective='' is_guarded=yes is_outdated=no
while (($#)); do
    case $1 in
    --stack | --root)
        [[ -n ${2:-} ]] || die "$1 needs a value"
        printf -v "${1#--}" %s "$2"
        shift
        ;;
    --configure-sshd) configures_sshd=yes ;;
    --unguarded) wants_unguarded=yes ;;
    --undo) undoes=yes ;;
    -h | --help) printf '%s\n' "$usage"; exit ;;
    *) die "unknown option $1"$'\n'"$usage" ;;
    esac
    shift
done
case $stack in
'' | password-code | key-code | password-only-clients) ;;
*) die "unknown stack $stack"$'\n'"$usage" ;;
esac
take_system "$root"
begin_changes
if [[ $undoes == yes ]]; then
    take_back
else
    set_up
    keep_changes
    tell_next_steps
fi
