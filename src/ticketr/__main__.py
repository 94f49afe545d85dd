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

        return main(sys.argv[1:])
    except KeyboardInterrupt:
        sys.stderr.write("interrupted\n")
        return 130


if __name__ == "__main__":
    sys.exit(run())
