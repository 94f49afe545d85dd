"""One invocation: its options, its console, and the application, which opens nothing until it is asked."""

from __future__ import annotations

from ticketr.cli.text import printable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from ticketr.app import App
    from ticketr.cli.console import Console
    from ticketr.cli.options import Asked
    from ticketr.domain.query import WorkspaceRow


class Call:
    """What a command's `run` gets. `make_app` builds the application on first use."""

    __slots__ = ("_app", "_make_app", "console", "options")

    def __init__(self, options: Asked, console: Console, make_app: Callable[[], App]) -> None:
        self.options = options
        self.console = console
        self._make_app = make_app
        self._app: App | None = None

    @property
    def app(self) -> App:
        """The application."""
        return self._app or self._begin(self._make_app())

    def app_at(self, root: str) -> App:
        """The application in the project with that root, whether there is one yet or not, from now on."""
        return self._begin(self._make_app().at(root))

    def _begin(self, app: App) -> App:
        from ticketr.settings.variables import told_unknown

        self._app = app
        app.hears = self.console.narrate
        app.upgrading = self.console.progress
        for said in told_unknown(self.console.environ):
            self.console.say(f"note: {printable(said)}")
        self.console.follow(app.settings.color)
        return app

    def workspace(self) -> WorkspaceRow:
        """The workspace to work on: flag, environment, current, default. Raises the 2xxx errors."""
        return self.app.choose(self.options.workspace)

    def failed(self, error: BaseException) -> None:
        """Write the error that ends the command into its log, where it has one."""
        if self._app is not None:
            self._app.note(error)

    def close(self) -> None:
        """Release what the application opened."""
        if self._app is not None:
            self._app.close()
            self._app = None
