# Completion of ticketr in fish. Load it with: ticketr completion fish | source
# or save it as ~/.config/fish/completions/ticketr.fish

function __ticketr_complete
    set -l before (commandline -opc)
    set -l found (command $before[1] __complete fish (commandline -ct) $before[2..-1] 2>/dev/null)
    if test "$found[1]" = ":files"
        __fish_complete_path (commandline -ct)
    else
        printf '%s\n' $found
    end
end

complete -c ticketr -f -k -a '(__ticketr_complete)'
