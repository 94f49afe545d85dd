"""The entry point. `--version` answers before anything else is imported."""

import sys


def run() -> int:
    """Run the command line that this process was started with; gives its exit status."""
    if sys.argv[1:] == ["--version"]:
        from ticketr import __version__

        print(f"ticketr {__version__}")  # noqa: T201 - the shortest way there is
        return 0
    try:
        from ticketr.cli.main import main

        code = main(sys.argv[1:])
    except KeyboardInterrupt:
        sys.stderr.write("interrupted\n")
        return 130
    if not PENDING & sys.modules.keys():
        leave(code)
    return code


PENDING = {"threading", "logging", "coverage"}
"""What may have work left at the end of a process."""


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
