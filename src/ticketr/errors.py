"""Every error ticketr raises: a code, what happened, where, and what to do about it.

The nineteen codes 1001 to 5003 are the specification's (appendix "Error Codes"); 6xxx are files, 7xxx the
sync, 8xxx queries, 9xxx the program itself. Errors are raised once, where the trouble is seen, and rendered once, in
`ticketr.cli.report`.
"""

from __future__ import annotations

from enum import IntEnum, StrEnum

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    Scalar = str | int | float | bool | None


class ErrorCode(StrEnum):
    """The numbers that scripts may rely on."""

    DB_CONNECTION = "1001"
    DB_QUERY = "1002"
    DB_TRANSACTION = "1003"
    DB_MIGRATION = "1004"
    WORKSPACE_NOT_FOUND = "2001"
    WORKSPACE_DUPLICATE = "2002"
    WORKSPACE_NO_DEFAULT = "2003"
    TICKET_NOT_FOUND = "3001"
    TICKET_VALIDATION = "3002"
    TICKET_CONFLICT = "3003"
    TICKET_HIERARCHY = "3004"
    JIRA_AUTH = "4001"
    JIRA_CONNECTION = "4002"
    JIRA_RATE_LIMIT = "4003"
    JIRA_PERMISSION = "4004"
    JIRA_NOT_FOUND = "4005"
    CREDENTIAL_NOT_FOUND = "5001"
    CREDENTIAL_INVALID = "5002"
    KEYCHAIN_ACCESS = "5003"
    FILE_NOT_FOUND = "6001"
    FILE_UNREADABLE = "6002"
    FILE_WRITE = "6003"
    FILE_FORMAT = "6004"
    SETTINGS_INVALID = "6005"
    FILE_CHANGED = "6006"
    SYNC_LOCKED = "7001"
    SYNC_INCOMPLETE = "7002"
    SYNC_STOPPED = "7003"
    SYNC_READ_ONLY = "7004"
    QUERY_INVALID = "8001"
    QUERY_OFFLINE = "8002"
    ALIAS_NOT_FOUND = "8003"
    ALIAS_INVALID = "8004"
    USAGE = "9001"
    INTERNAL = "9002"
    INTERRUPTED = "9003"
    EDITOR_FAILED = "9004"


class ExitCode(IntEnum):
    """What a command's exit status means."""

    DONE = 0
    FAILED = 1
    USAGE = 2
    CONFLICTS = 3
    LOGIN = 4
    NETWORK = 5
    VALIDATION = 6
    INTERRUPTED = 130


class TicketrError(Exception):
    """An error with a code, a message, a hint, and facts about where it happened.

    `message` says what happened in one sentence; `hint` what to do about it; `context` holds facts by name
    (`workspace`, `key`, `path`, …). None of them ever holds a secret.
    """

    code: ErrorCode = ErrorCode.INTERNAL
    exit_code: ExitCode = ExitCode.FAILED
    hint: str = ""

    def __init__(self, message: str, *, hint: str = "", **context: Scalar) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint or type(self).hint
        self.context = context

    def as_dict(self) -> dict[str, object]:
        """The error as `--json` prints it: code, message, context, hint."""
        return {
            "code": str(self.code),
            "message": self.message,
            "context": dict(self.context),
            "hint": self.hint,
        }


class Place:
    """A position in a document: path, line and column, the latter two counted from 1 (0: unknown)."""

    __slots__ = ("column", "line", "path")

    def __init__(self, path: str, line: int = 0, column: int = 0) -> None:
        self.path = path
        self.line = line
        self.column = column

    def __str__(self) -> str:
        numbers = [str(n) for n in (self.line, self.column) if n]
        return ":".join([self.path, *numbers])

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Place) and self._numbers() == other._numbers()

    def __hash__(self) -> int:
        return hash(self._numbers())

    def _numbers(self) -> tuple[str, int, int]:
        return self.path, self.line, self.column

    def __repr__(self) -> str:
        return f"Place({str(self)!r})"


class Problem:
    """One thing that is wrong with a ticket as written: where, what, and the remedy."""

    __slots__ = ("code", "hint", "message", "place")

    def __init__(
        self,
        place: Place,
        message: str,
        hint: str = "",
        code: ErrorCode = ErrorCode.TICKET_VALIDATION,
    ) -> None:
        self.place = place
        self.message = message
        self.hint = hint
        self.code = code

    def __str__(self) -> str:
        return f"{self.place}: {self.message}"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Problem) and self.as_dict() == other.as_dict()

    def __hash__(self) -> int:
        return hash(str(self))

    def __repr__(self) -> str:
        return f"Problem({str(self)!r})"

    def as_dict(self) -> dict[str, object]:
        """The problem as `--json` prints it."""
        return {
            "code": str(self.code),
            "path": self.place.path,
            "line": self.place.line,
            "column": self.place.column,
            "message": self.message,
            "hint": self.hint,
        }


class DatabaseConnection(TicketrError):
    """The store cannot be opened: missing folder, no permission, locked, damaged."""

    code = ErrorCode.DB_CONNECTION
    hint = "Check that the folder exists, that you may write to it, and that the disk is not full."


class DatabaseQuery(TicketrError):
    """The store refused a statement."""

    code = ErrorCode.DB_QUERY
    hint = "Nothing was changed. If it happens again, please report it with `--verbose` output."


class DatabaseTransaction(TicketrError):
    """A transaction could not be committed; the store is as it was before it."""

    code = ErrorCode.DB_TRANSACTION
    hint = (
        "Nothing was changed. Free some disk space or close the other program, then run it again."
    )


class DatabaseMigration(TicketrError):
    """The store's schema cannot be brought to what this program needs."""

    code = ErrorCode.DB_MIGRATION
    hint = "Install the newest ticketr; the store was left as it is."


class WorkspaceNotFound(TicketrError):
    """No workspace has that name."""

    code = ErrorCode.WORKSPACE_NOT_FOUND
    exit_code = ExitCode.USAGE
    hint = "`ticketr workspace list` shows the names."


class WorkspaceDuplicate(TicketrError):
    """A workspace of that name exists already."""

    code = ErrorCode.WORKSPACE_DUPLICATE
    exit_code = ExitCode.USAGE
    hint = "Choose another name, or delete the old one with `ticketr workspace delete NAME`."


class WorkspaceNoDefault(TicketrError):
    """No workspace was named, and none is current or default."""

    code = ErrorCode.WORKSPACE_NO_DEFAULT
    exit_code = ExitCode.USAGE
    hint = "Name one with `--workspace NAME`, or choose one with `ticketr workspace switch NAME`."


class TicketNotFound(TicketrError):
    """No ticket here has that key or id."""

    code = ErrorCode.TICKET_NOT_FOUND
    hint = "`ticketr list` shows what is here; `ticketr pull` brings what is new in Jira."


class TicketValidation(TicketrError):
    """Tickets as written cannot be sent; every problem is listed, each with its place."""

    code = ErrorCode.TICKET_VALIDATION
    exit_code = ExitCode.VALIDATION
    hint = "Correct the places listed and run it again; `--partial` sends the tickets without problems."

    def __init__(
        self,
        message: str,
        problems: Iterable[Problem] = (),
        *,
        hint: str = "",
        **context: Scalar,
    ) -> None:
        super().__init__(message, hint=hint, **context)
        self.problems = tuple(problems)

    def as_dict(self) -> dict[str, object]:
        """The error with its list of problems."""
        return {**super().as_dict(), "problems": [problem.as_dict() for problem in self.problems]}


class TicketConflict(TicketrError):
    """The same field was changed here and in Jira, or the ticket changed under an edit."""

    code = ErrorCode.TICKET_CONFLICT
    exit_code = ExitCode.CONFLICTS
    hint = "`ticketr conflicts` shows both sides; `ticketr resolve KEY` settles it."


class TicketHierarchy(TicketValidation):
    """Parents and children do not fit: wrong level, a circle, a parent that does not exist."""

    code = ErrorCode.TICKET_HIERARCHY
    hint = "An Epic holds stories, tasks and bugs; these hold sub-tasks."


class JiraAuth(TicketrError):
    """Jira does not accept the login."""

    code = ErrorCode.JIRA_AUTH
    exit_code = ExitCode.LOGIN
    hint = "Check the token, and on Cloud the e-mail address; tokens expire after a year at most."


class JiraConnection(TicketrError):
    """Jira cannot be reached, or answered with something that is not an answer."""

    code = ErrorCode.JIRA_CONNECTION
    exit_code = ExitCode.NETWORK
    hint = (
        "Check the network, the URL of the workspace and the proxy. What is here stays readable."
    )


class JiraRateLimit(TicketrError):
    """Jira asks for a pause that is longer than ticketr waits by itself."""

    code = ErrorCode.JIRA_RATE_LIMIT
    exit_code = ExitCode.NETWORK
    hint = "Wait, then run the command again: it goes on where it stopped."


class JiraPermission(TicketrError):
    """The login works, but may not do this."""

    code = ErrorCode.JIRA_PERMISSION
    exit_code = ExitCode.LOGIN
    hint = "Ask the project's administrator for the permission named."


class JiraNotFound(TicketrError):
    """Jira does not have it, or hides it from this login."""

    code = ErrorCode.JIRA_NOT_FOUND
    hint = "Check the key; it may have been deleted, or your login may not see it."


class CredentialNotFound(TicketrError):
    """No login is stored for the workspace, and none is in the environment."""

    code = ErrorCode.CREDENTIAL_NOT_FOUND
    exit_code = ExitCode.LOGIN
    hint = "Store one with `ticketr workspace create`, or set TICKETR_USERNAME and TICKETR_TOKEN."


class CredentialInvalid(TicketrError):
    """The stored login cannot be read as one."""

    code = ErrorCode.CREDENTIAL_INVALID
    exit_code = ExitCode.LOGIN
    hint = "Delete the workspace's entry from the keychain and enter the login again."


class KeychainAccess(TicketrError):
    """The operating system's keychain is missing, locked or silent."""

    code = ErrorCode.KEYCHAIN_ACCESS
    exit_code = ExitCode.LOGIN
    hint = (
        "Unlock the keychain, or start a keychain service, or give the login in the environment: "
        "TICKETR_USERNAME and TICKETR_TOKEN."
    )


class FileNotFound(TicketrError):
    """The document does not exist, or is a folder."""

    code = ErrorCode.FILE_NOT_FOUND
    exit_code = ExitCode.USAGE
    hint = "Check the path."


class FileUnreadable(TicketrError):
    """The document cannot be read: not text in UTF-8, too large, no permission."""

    code = ErrorCode.FILE_UNREADABLE
    hint = "Ticket files are Markdown, in UTF-8, of at most 50 MB."


class FileWrite(TicketrError):
    """The document cannot be written; it is as it was."""

    code = ErrorCode.FILE_WRITE
    hint = "The file was left as it was. Free disk space or make it writable, then run it again."


class FileChanged(TicketrError):
    """The document was saved by another program while ticketr was about to write it."""

    code = ErrorCode.FILE_CHANGED
    hint = "The other program's version was kept. Run the command again."


class FileFormat(TicketValidation):
    """The document is not a ticket file ticketr understands; nothing of it was taken."""

    code = ErrorCode.FILE_FORMAT
    exit_code = ExitCode.VALIDATION
    hint = "A ticket starts with `# TICKET: title`."


class SettingsInvalid(TicketrError):
    """The settings file or a variable of the environment cannot be used."""

    code = ErrorCode.SETTINGS_INVALID
    exit_code = ExitCode.USAGE
    hint = "docs/settings.md lists every setting with an example."


class SyncLocked(TicketrError):
    """Another ticketr process is changing this workspace."""

    code = ErrorCode.SYNC_LOCKED
    hint = "Wait for the other command to end, then run this one again."


class SyncIncomplete(TicketrError):
    """A part of the work failed; what succeeded is kept and recorded."""

    code = ErrorCode.SYNC_INCOMPLETE
    hint = "Run the command again: it goes on where it stopped."


class SyncStopped(TicketrError):
    """The answer from Jira would remove or blank most of what is here; nothing was taken."""

    code = ErrorCode.SYNC_STOPPED
    hint = "Check the login and the query. If it is meant, say so with `--allow-empty`."


class SyncReadOnly(TicketValidation):
    """The edit would take media, or a node that is not known here, from a text; it was not sent."""

    code = ErrorCode.SYNC_READ_ONLY
    hint = "Put the placeholders back, or take the loss with `ticketr push --allow-loss`."


class QueryInvalid(TicketrError):
    """A query that is not JQL, or that asks what its fields cannot answer.

    `query` and `at` (in characters from 0) say where; the context has line and column, from 1, and the line
    with a caret below the place.
    """

    code = ErrorCode.QUERY_INVALID
    exit_code = ExitCode.USAGE
    hint = "docs/jql.md shows what can be asked."

    def __init__(
        self,
        message: str,
        query: str | None = None,
        at: int = 0,
        *,
        hint: str = "",
        **context: Scalar,
    ) -> None:
        facts: dict[str, Scalar] = {}
        if query is not None:
            before = query[:at]
            line, column = before.count("\n") + 1, at - before.rfind("\n")
            facts = {"line": line, "column": column, "query": query}
        super().__init__(message, hint=hint, **facts, **context)

    def picture(self) -> tuple[str, str] | None:
        """The line of the query that is meant, and a line with a caret under the place.

        Of a long line the part around the place is shown.
        """
        query, line, column = (self.context.get(name) for name in ("query", "line", "column"))
        if not (isinstance(query, str) and isinstance(line, int) and isinstance(column, int)):
            return None
        text = query.split("\n")[line - 1].replace("\t", " ").replace("\r", " ")
        start = max(0, column - 1 - PICTURE_BEFORE) if len(text) > PICTURE_WIDTH else 0
        return text[start : start + PICTURE_WIDTH], " " * (column - 1 - start) + "^"


PICTURE_WIDTH, PICTURE_BEFORE = 76, 50


class QueryOffline(QueryInvalid):
    """A query that only Jira can answer: what it asks for is not kept on this machine."""

    code = ErrorCode.QUERY_OFFLINE
    hint = "`ticketr list --remote --jql QUERY` asks Jira."


class AliasNotFound(TicketrError):
    """No alias has that name."""

    code = ErrorCode.ALIAS_NOT_FOUND
    exit_code = ExitCode.USAGE
    hint = "`ticketr alias list` shows the names."


class AliasInvalid(TicketrError):
    """An alias cannot be kept: its name, its query, or a circle of aliases that name each other."""

    code = ErrorCode.ALIAS_INVALID
    exit_code = ExitCode.USAGE
    hint = "`ticketr alias create NAME QUERY` makes one."


class Usage(TicketrError):
    """The command was not understood."""

    code = ErrorCode.USAGE
    exit_code = ExitCode.USAGE
    hint = "`ticketr --help` lists the commands; `ticketr COMMAND --help` shows examples."


class Internal(TicketrError):
    """A mistake in ticketr itself."""

    code = ErrorCode.INTERNAL
    hint = "This is a mistake in ticketr. Please report it with the output of `--verbose`."


class Interrupted(TicketrError):
    """Stopped by the user; finished steps are kept, the rest is done by the next run."""

    code = ErrorCode.INTERRUPTED
    exit_code = ExitCode.INTERRUPTED
    hint = "Run the command again: it goes on where it stopped."


class EditorFailed(TicketrError):
    """The editor could not be started, or ended with an error; nothing of its text was taken."""

    code = ErrorCode.EDITOR_FAILED
    hint = "Name another editor in VISUAL or EDITOR; `--field NAME=VALUE` needs none."
