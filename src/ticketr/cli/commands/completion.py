"""`ticketr completion SHELL`: the script that makes a shell complete commands, options, keys and queries."""

from __future__ import annotations

from ticketr.cli.options import one_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ticketr.cli.call import Call
    from ticketr.cli.options import Parser

DESCRIPTION = """\
Print the script that makes a shell complete commands, options, keys with their titles, aliases, workspaces, fields
and their values, in queries too. What is offered comes from this machine; Jira is not asked.

For bash, put "source <(ticketr completion bash)" into ~/.bashrc; for zsh, the same with zsh into ~/.zshrc, behind
compinit; for fish, write the script to ~/.config/fish/completions/ticketr.fish; for PowerShell, put "ticketr completion
powershell | Out-String | Invoke-Expression" into $PROFILE. The script for PowerShell was not tried in one."""

EXAMPLES = """\
ticketr completion bash
ticketr completion zsh
ticketr completion fish
ticketr completion powershell"""

SHELLS = {
    "bash": "bash.sh",
    "zsh": "zsh.sh",
    "fish": "fish.sh",
    "powershell": "powershell.ps1",
}


def options(parser: Parser) -> None:
    """Which shell."""
    parser.add_argument(
        "shell", metavar="SHELL", type=one_of(tuple(SHELLS)), help=", ".join(SHELLS)
    )


def run(call: Call) -> None:
    """Print the script; it asks `ticketr __complete`, so it need not be made anew with a newer ticketr."""
    import ticketr.cli.completing as package

    shell = call.options.shell
    with open(f"{package.__path__[0]}/shells/{SHELLS[shell]}", encoding="utf-8") as file:
        script = file.read()
    if call.console.json:
        call.console.document({"shell": shell, "script": script})
    else:
        call.console.print(script.rstrip("\n"))
