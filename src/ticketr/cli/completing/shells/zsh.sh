#compdef ticketr
# Completion of ticketr in zsh. Load it with: source <(ticketr completion zsh)
# or save it as _ticketr in a folder of $fpath.

_ticketr() {
    local line
    local -a values shown more
    local -a before=("${(@Q)words[2,CURRENT-1]}")
    while IFS= read -r line; do
        if [[ $line == :files ]]; then
            _files
            return
        fi
        values+=("${line%%$'\t'*}")
        shown+=("${line/$'\t'/  -- }")
    done < <("${words[1]}" __complete zsh "${compstate[quote]}${(Q)PREFIX}" "${before[@]}" 2>/dev/null)
    [[ -n ${compstate[quote]} ]] && more=(-S '')
    (( ${#values} )) && compadd -U -l -V ticketr "${more[@]}" -d shown -a values
}

if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
    _ticketr "$@"
else
    (( $+functions[compdef] )) || { autoload -Uz compinit && compinit }
    compdef _ticketr ticketr
fi
