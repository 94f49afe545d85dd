# Completion of ticketr in bash. Load it with: source <(ticketr completion bash)

_ticketr() {
    local line found=()
    COMPREPLY=()
    while IFS= read -r line; do
        found+=("$line")
    done < <("${COMP_WORDS[0]}" __complete bash "$COMP_TYPE" "$COMP_WORDBREAKS" "${COMP_LINE:0:COMP_POINT}" 2>/dev/null)
    if [[ ${found[0]-} == :files ]]; then
        compopt -o default
        return
    fi
    COMPREPLY=("${found[@]}")
    # What is written in quotes goes on: the shell is not to end it.
    if [[ ${#found[@]} -gt 0 && ${COMP_WORDS[COMP_CWORD]-} == [\"\']* ]]; then
        compopt -o nospace
    fi
}

complete -o nosort -F _ticketr ticketr
