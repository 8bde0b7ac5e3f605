# Reads a PAM stack as libpam does, and proves that no login gets past the code; sourced by setup-sshd.sh, which
# sets $root (where the system is), $security (the folder of its PAM modules), $stack (what sshd asks for) and
# $is_guarded (whether the stack key-code asks for proof of the key).
# shellcheck shell=bash disable=SC2154

# Reading PAM stacks -----------------------------------------------------------------------------

# One phase of a stack, one element for each module: how deep in substacks, what its result does,
# the module, the file and line that name it, and what that line says: its dash if it has one, and the
# module with its arguments.
levels=() controls=() modules=() places=() dashes=() calls=()

line_form='^(-?)([A-Za-z]+)[[:blank:]]+(\[[^]]*\]|[^[:blank:]]+)[[:blank:]]+([^[:blank:]]+)(.*)$'

# The file of a service, in the folders where libpam looks.
service_file() {
    local folder
    if [[ $1 == /* ]]; then printf '%s\n' "$root$1"; return; fi
    for folder in /etc/pam.d /usr/lib/pam.d /usr/etc/pam.d; do
        if [[ -e $root$folder/$1 ]]; then printf '%s\n' "$root$folder/$1"; return; fi
    done
    return 1
}

# read_stack FILE PHASE LEVEL: adds the modules of a phase, those of included files too.
read_stack() {
    local line text='' number=0
    ((${#places[@]} < 500)) || die "$1 includes too much"
    while IFS= read -r line || [[ -n $line ]]; do
        number=$((number + 1))
        line=${line%%#*}
        text+=${line%\\}
        [[ $line != *\\ ]] || continue
        read_line "$text" "$1:$number" "$2" "$3"
        text=
    done <"$1"
}

# read_line TEXT PLACE PHASE LEVEL
read_line() {
    local text place=$2 phase=$3 level=$4 file control module dash call
    text=${1#"${1%%[![:blank:]]*}"}
    if [[ $text =~ ^@include[[:blank:]]+([^[:blank:]]+) ]]; then
        file=$(service_file "${BASH_REMATCH[1]}") || die "$place: ${BASH_REMATCH[1]} is missing"
        read_stack "$file" "$phase" "$level"
        return
    fi
    [[ $text =~ $line_form && ${BASH_REMATCH[2],,} == "$phase" ]] || return 0
    control=${BASH_REMATCH[3],,} module=${BASH_REMATCH[4]}
    dash=${BASH_REMATCH[1]} call=$module${BASH_REMATCH[5]}
    if [[ $control == include || $control == substack ]]; then
        file=$(service_file "$module") || die "$place: $module is missing"
        if [[ $control == substack ]]; then
            add_module "$level" substack "" "$place" "" ""
            level=$((level + 1))
        fi
        read_stack "$file" "$phase" "$level"
        return
    fi
    # With the dash a module may be missing; it counts when jumps are counted all the same.
    [[ -n $dash || -e $(module_path "$module") ]] || die "$place: $module is missing"
    module=${module##*/}
    if [[ $module == pam_sallyport.so &&
        " ${BASH_REMATCH[5]} " == *[[:blank:]]split[[:blank:]]* ]]; then module="split"; fi
    add_module "$level" "$control" "$module" "$place" "$dash" "$call"
}

add_module() {
    levels+=("$1") controls+=("$2") modules+=("$3") places+=("$4") dashes+=("$5") calls+=("$6")
}

module_path() {
    case $1 in
    /*) printf '%s\n' "$root${1/\$ISA\//}" ;;
    *) printf '%s\n' "$security/${1#\$ISA/}" ;;
    esac
}

forget_stack() { levels=() controls=() modules=() places=() dashes=() calls=(); }

# Proving a stack --------------------------------------------------------------------------------

# action CONTROL RESULT: what libpam does when a module gives that result; pam.conf(5).
action() {
    local word fallback=bad
    case $1:$2 in
    required:success | requisite:success | optional:success) echo ok ;;
    sufficient:success) echo "done" ;;
    required:ignore | sufficient:* | optional:* | requisite:ignore) echo ignore ;;
    required:*) echo bad ;;
    requisite:*) echo die ;;
    *)
        for word in ${1//[\[\]]/ }; do
            case $word in
            "$2="*) echo "${word#*=}"; return ;;
            default=*) fallback=${word#*=} ;;
            esac
        done
        echo "$fallback"
        ;;
    esac
}

# results MODULE: what it may give at a login. With a wrong password every module that checks one gives an error; any
# other may give what it likes.
results() {
    case $1 in
    pam_permit.so) echo success ;;
    pam_deny.so) echo auth_err ;;
    split | pam_cap.so | pam_env.so | pam_ecryptfs.so | pam_exec.so | pam_faildelay.so | \
    pam_faillock.so | pam_gnome_keyring.so | pam_group.so | pam_keyinit.so | pam_lastlog.so | \
    pam_listfile.so | pam_localuser.so | pam_nologin.so | pam_reauthorize.so | \
    pam_securetty.so | pam_sepermit.so | pam_shells.so | pam_succeed_if.so | pam_tally2.so | \
    pam_time.so | pam_usertype.so | pam_warn.so)
        echo success ignore auth_err ;;
    pam_unix.so | pam_unix2.so | pam_userdb.so | pam_sss.so | pam_ldap.so | pam_krb5.so | pam_winbind.so | \
    pam_radius_auth.so | pam_tacplus.so | pam_systemd_home.so | pam_lsass.so | pam_sallyport.so)
        if ((wrong_password)); then echo auth_err; else echo success ignore auth_err; fi ;;
    *) echo success ignore auth_err ;;
    esac
}

# after INDEX LEVEL: the next module that is not deeper than the level.
after() {
    local index=$(($1 + 1))
    while ((index < ${#levels[@]} && levels[index] > $2)); do index=$((index + 1)); done
    echo "$index"
}

# walk INDEX VERDICT: follows every way a login can take from a module on, as libpam would, up to
# the one that asks for the code. The verdict so far is none, good or bad, and bad never changes.
walk() {
    local index=$1 verdict=$2 result what new next level
    [[ -z ${walked[$*]:-} ]] || return 0
    walked[$*]=yes
    if ((index == gate)); then
        ((wrong_password)) || return 0
        [[ $verdict == bad ]] ||
            die "$place: a code alone would be enough, since no line above refuses a wrong password"
        die "$place asks for a code after a wrong password too, so that somebody without the password
could lock people out and use up their codes. A wrong password has to end the login in a line above:
\"required\" and \"substack\" only leave a failure and go on. pam.d/sshd-password-code shows such lines."
    fi
    if ((index > gate)); then
        [[ $verdict == bad ]] || die "$place can be jumped over, so that no code is asked"
        return
    fi
    level=${levels[index]}
    if [[ ${controls[index]} == substack ]]; then
        walk $((index + 1)) "$verdict"
        return
    fi
    for result in $(results "${modules[index]}"); do
        what=$(action "${controls[index]}" "$result")
        new=$verdict next=$((index + 1))
        case $what in
        ok | "done") [[ $result == ignore || $verdict == bad ]] || new=good ;;
        bad | die) new=bad ;;
        reset) new=none ;;
        esac
        case $what in
        die | "done")
            if [[ $what == die || $new == good ]]; then
                if ((level == 0)); then
                    [[ $new == bad ]] ||
                        die "${places[index]} can let a login in before $place asks for the code.
pam.d/sshd-password-code shows lines that do not."
                    continue
                fi
                next=$(after "$index" $((level - 1)))
            fi
            ;;
        [1-9]*)
            for ((; what > 0; what--)); do
                # libpam refuses where a jump would leave the substack.
                if ((next < ${#levels[@]} && levels[next] < level)); then new=bad; break; fi
                next=$(after "$next" "$level")
            done
            ;;
        esac
        walk "$next" "$new"
    done
}

# prove_gate: that a wrong code refuses the login, and that no line below makes it good.
prove_gate() {
    local index
    case ${controls[gate]} in
    required | requisite) ;;
    '[success=ok new_authtok_reqd=ok ignore=ignore default=bad]') ;;
    '[success=ok new_authtok_reqd=ok ignore=ignore default=die]') ;;
    *) die "$place: after ${controls[gate]} a wrong code may be good enough; write \"required\"" ;;
    esac
    for ((index = gate + 1; index < ${#controls[@]}; index++)); do
        [[ ${controls[index]} != *=reset* ]] ||
            die "${places[index]}: \"reset\" forgets that the code was wrong"
    done
}

# keeps_environment CALL: whether a module is known to set no variable of the PAM environment when it
# authenticates. Of others nobody knows: pam_exec, pam_python and pam_script run what they are told to.
keeps_environment() {
    local name=${1%%[[:blank:]]*} path
    path=$(module_path "$name")
    case ${name##*/} in
    pam_access.so | pam_cap.so | pam_deny.so | pam_echo.so | pam_faildelay.so | pam_faillock.so | \
    pam_group.so | pam_issue.so | pam_keyinit.so | pam_listfile.so | pam_localuser.so | \
    pam_nologin.so | pam_permit.so | pam_rootok.so | pam_sallyport.so | pam_securetty.so | \
    pam_sepermit.so | pam_shells.so | pam_succeed_if.so | pam_tally2.so | pam_time.so | \
    pam_unix.so | pam_userdb.so | pam_usertype.so | pam_warn.so | pam_wheel.so)
        # Elsewhere than in PAM's own folder a name says nothing.
        [[ $path == "$security/${name##*/}" || $path -ef $security/${name##*/} ]] ;;
    *) return 1 ;;
    esac
}

# prove_key: that the line which asks for the code refuses where sshd told of no key, and that no line above it
# could say so in sshd's place.
prove_key() {
    local index
    [[ "${calls[gate]} " == *[[:blank:]]after=publickey[[:blank:]]* ]] ||
        die "$place lacks the word \"after=publickey\": should the AuthenticationMethods line of sshd be lost,
a code alone would open the door, or nothing at all where the policy asks none. Write it behind
pam_sallyport.so"
    for ((index = 0; index < gate; index++)); do
        [[ ${controls[index]} == substack ]] || keeps_environment "${calls[index]}" ||
            die "${places[index]}: ${modules[index]} could set SSH_AUTH_INFO_0, in which sshd tells that the key was
right; it must not stand above $place, which believes that"
    done
}

# prove_stack FILE: that no login gets past the code, and that none meets it after a wrong password.
prove_stack() {
    local wrong_password gate place phase
    local -A walked
    for phase in account password session auth; do
        forget_stack
        read_stack "$1" "$phase" 0
    done
    for ((gate = 0; gate < ${#modules[@]}; gate++)); do
        [[ ${modules[gate]} != pam_sallyport.so ]] || break
    done
    ((gate < ${#modules[@]} && levels[gate] == 0)) || die "$1 does not ask for a code"
    place=${places[gate]}
    prove_gate
    wrong_password=0
    walked=()
    walk 0 none
    if [[ $stack == key-code ]]; then
        # sshd has checked the key before it asks this stack, or should have.
        [[ $is_guarded == no ]] || prove_key
        return 0
    fi
    wrong_password=1
    walked=()
    walk 0 none
    prove_by_command "$1"
}

# prove_by_command FILE: where the command is there, it tries all that a module may answer, and reads as libpam does.
prove_by_command() {
    local complaint
    [[ $1 == "$root/etc/pam.d/"* && -x $root/usr/local/sbin/sallyport ]] || return 0
    complaint=$(in_root /usr/local/sbin/sallyport stack check "${1##*/}" 2>&1) || die "$complaint"
}
