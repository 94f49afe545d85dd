"""The entry point. `--version` answers before anything else is imported."""

import sys


def run() -> int:
    """Run the command line that this process was started with; gives its exit status."""
    if sys.argv[1:] == ["--version"]:
        from ticketr import __version__

        print(f"ticketr {__version__}")  # noqa: T201 - the shortest way there is
        return 0
    import gc

    gc.set_threshold(YOUNG)
    if sys.argv[1:2] == ["__complete"]:
        from ticketr.cli.completing.answer import complete

        complete(sys.argv[2:])
        leave(0)
        return 0
    try:
        from ticketr.cli.main import main

        code = main(sys.argv[1:])
    except KeyboardInterrupt:
        sys.stderr.write("interrupted\n")
        code = INTERRUPTED
    pending = PENDING if code != INTERRUPTED else RECORDING
    if not pending & sys.modules.keys():
        leave(code)
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the work is done: Ctrl-C has nothing to stop
    return code


YOUNG = 10_000
"""New objects before the first look for garbage: at Python's 700, a `list` looks nine times and finds none."""
INTERRUPTED = 130
RECORDING = {"coverage"}
PENDING = {"threading", "logging", *RECORDING}
"""What may have work left at the end of a process.

An interrupted one leaves at once: where Ctrl-C came inside of an `exec`, as a dataclass is made by, the
interpreter would end itself by the signal instead of with this exit status.
"""


def leave(code: int) -> None:
    """End at once: where nothing is pending, tearing the interpreter down is a quarter of a `list`."""
    import os

    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except OSError:
        return
    os._exit(code)


if __name__ == "__main__":
    sys.exit(run())
