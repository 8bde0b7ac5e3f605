# Writes the lines of an included file that check the password into the stack itself, so that a wrong
# password ends the login; sourced by setup-sshd.sh after pam-stack.sh, whose arrays it uses.
# shellcheck shell=bash disable=SC2154

# After a substack, libpam goes on in any case, and remembers only that something failed; what is
# included otherwise may end the whole stack. Here a success jumps behind the last of these lines, and
# every failure that counts ends the login.

# password_lines LINE PLACE: what a line that includes a file brings to the auth phase.
password_lines() {
    local index first=0 left phase control
    for phase in account password session; do
        ! brings "$1" "$2" "$phase" || die "$2 is not about auth alone"
    done
    brings "$1" "$2" auth || die "$2 brings no module"
    [[ $1 =~ include[[:blank:]] || ${controls[0]} == substack ]] || die "$2 includes nothing"
    [[ ${controls[0]} != substack ]] || first=1
    printf '%s\n' '# The line above as its own modules, so that a wrong password ends the login here.'
    for ((index = first; index < ${#controls[@]}; index++)); do
        [[ ${controls[index]} != substack ]] || die "${places[index]}: a substack in a substack"
        left=$((${#controls[@]} - 1 - index))
        control=$(ending_control "${controls[index]}" "$left") || exit
        printf '%-10s %s  %s\n' "${dashes[index]}auth" "$control" "${calls[index]}"
    done
    # A jump has no opinion of its own.
    printf 'auth       required     pam_permit.so\n'
}

# ending_control CONTROL LEFT: with LEFT lines to jump over for a success.
ending_control() {
    local word words=() name value behind=$2
    # A jump over nothing is none.
    ((behind)) || behind=ok
    case $1 in
    required | requisite) echo requisite; return ;;
    optional) echo optional; return ;;
    sufficient) echo "[success=$behind new_authtok_reqd=$behind default=ignore]"; return ;;
    \[*\]) ;;
    *) die "$1 is no control" ;;
    esac
    [[ $1 == *default=* ]] || words=(default=die)
    for word in ${1//[\[\]]/ }; do
        name=${word%%=*} value=${word#*=}
        case $value in
        ok | ignore | die) ;;
        bad) value=die ;;
        "done") value=$behind ;;
        [1-9] | [1-9][0-9]) ((value <= $2)) || die "$1 jumps out of its file" ;;
        *) die "$1 has no equal here" ;;
        esac
        words+=("$name=$value")
    done
    echo "[${words[*]}]"
}
