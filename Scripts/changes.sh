# What install.sh, setup-sshd.sh and uninstall.sh change a system with; sourced after common.sh. $root is that system,
# and empty where it is this one.
# shellcheck shell=bash disable=SC2154

# Where each shell looks for completions, below this folder; for the scripts that source this one.
# shellcheck disable=SC2034
completion_folder=usr/local/share
# shellcheck disable=SC2034
completions=(bash-completion/completions/sallyport zsh/site-functions/_sallyport
    fish/vendor_completions.d/sallyport.fish)

# Our lines in a stack stand between these; for the scripts that source this one.
# shellcheck disable=SC2034
begin='# BEGIN sallyport'
# shellcheck disable=SC2034
end='# END sallyport'

in_root() { if [[ -n $root ]]; then chroot "$root" "$@"; else "$@"; fi; }

# take_system DIR: the system to change, which nobody else changes meanwhile.
take_system() {
    root=$(realpath -e "${1:-/}") || exit
    root=${root%/}
    [[ -d $root/etc ]] || die "$root/etc is missing: not the root of a system"
    require_root "it writes to /etc and to PAM's folder of modules"
    exec {lock}<"$root/etc"
    flock -n "$lock" || die "another installation is under way"
}

# Undoing ----------------------------------------------------------------------------------------

changes=0
# What puts everything back, the latest change first; what is left over when all went well; and what is
# done in any case.
undo=(:) leftovers=() afterwards=(:) is_done=no

undo_later() { undo=("$(printf '%q ' "$@")" "${undo[@]}"); }
do_afterwards() { afterwards=("$(printf '%q ' "$@")" "${afterwards[@]}"); }

# From here on whatever fails, or ends the script, puts back all that was changed, until keep_changes.
begin_changes() {
    work=$(mktemp -d)
    trap finish EXIT
    trap 'exit 129' HUP
    trap 'exit 130' INT
    trap 'exit 141' PIPE
    trap 'exit 143' TERM
    do_afterwards rm -rf "$work"
}

# Nothing that happens from here on undoes it.
keep_changes() { is_done=yes; }

finish() {
    local status=$? action
    # A second Ctrl-C must not stop the undoing half way.
    trap '' HUP INT PIPE TERM
    trap - EXIT
    if [[ $is_done == no ]]; then
        for action in "${undo[@]}"; do eval "$action" 2>/dev/null || true; done
    elif ((${#leftovers[@]})); then
        rm -f "${leftovers[@]}"
    fi
    for action in "${afterwards[@]}"; do eval "$action" 2>/dev/null || true; done
    [[ $is_done == yes ]] || say "nothing is changed: what was begun is put back"
    exit "$status"
}

changed() {
    changes=$((changes + 1))
    say "$1"
}

# Files ------------------------------------------------------------------------------------------

# make_folder FOLDER MODE [OWNER GROUP]: by their numbers where they are not root.
make_folder() {
    local folder=$1 mode=$2 owner=${3:-0} group=${4:-0}
    [[ ! -d $folder ]] || return 0
    undo_later rmdir "$folder"
    install -d -o "$owner" -g "$group" -m "$mode" "$folder"
    changed "made $folder"
}

# put_back OLD TARGET: mv alone leaves both names where they are still one file.
put_back() { if [[ $1 -ef $2 ]]; then rm -f "$1"; else mv -f "$1" "$2"; fi; }

# put_in_place NEW TARGET: by rename, so that a login sees the old file or the new one and no third.
put_in_place() {
    local new=$1 target=$2 old=${2%/*}/.${2##*/}.sallyport-old
    sync "$new"
    if [[ -e $target ]]; then
        rm -f "$old"
        undo_later put_back "$old" "$target"
        ln "$target" "$old"
        leftovers+=("$old")
    else
        undo_later rm -f "$target"
    fi
    mv -f "$new" "$target"
    changed "wrote $target"
}

# install_file SOURCE TARGET MODE [GROUP [CHECK...]]: CHECK is asked about the file before it is in its place.
install_file() {
    local source=$1 target=$2 mode=$3 group=${4:-0} new=${2%/*}/.${2##*/}.sallyport-new
    shift $(($# < 4 ? $# : 4))
    if cmp -s "$source" "$target" && [[ $(stat -c %u:%g:%a "$target") == "0:$group:$mode" ]]; then
        (($# == 0)) || "$@" "$target"
        return
    fi
    undo_later rm -f "$new"
    install -o root -g "$group" -m "$mode" "$source" "$new"
    (($# == 0)) || "$@" "$new"
    put_in_place "$new" "$target"
}

# make_link TARGET LINK: where nothing is yet.
make_link() {
    [[ ! -e $2 && ! -L $2 ]] || return 0
    undo_later rm -f "$2"
    ln -s "$1" "$2"
    changed "made $2"
}

# What does not run here -------------------------------------------------------------------------

# check_module FILE: the dynamic linker tells what a module lacks on this system before sshd has to.
check_module() {
    local module=$1 complaint
    complaint=$(in_root /usr/bin/env LD_BIND_NOW=1 LD_PRELOAD="${module#"$root"}" /bin/true 2>&1) ||
        die "the module does not load here: $complaint"
    [[ -z $complaint ]] || die "the module does not load here: $complaint"
    grep -q pam_sm_authenticate "$module" || die "$module is not a PAM module"
}

# check_command FILE: where it does not run nobody can enrol, and everybody would be refused.
check_command() {
    local complaint
    complaint=$(in_root "${1#"$root"}" --help 2>&1 >/dev/null) ||
        die "the command does not run here: $complaint"
}
