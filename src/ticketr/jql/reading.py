"""One reading of one query: what is known, where its text is, and what is worth telling the user."""

from __future__ import annotations

from ticketr.jql.parse import near_word

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ticketr.errors import QueryInvalid, QueryOffline
    from ticketr.jql.known import Catalogue
    from ticketr.jql.tree import Call

DATE_FUNCTIONS = (
    *("now", "startOfDay", "startOfWeek", "startOfMonth", "startOfYear"),
    *("endOfDay", "endOfWeek", "endOfMonth", "endOfYear"),
)
FUNCTIONS: dict[str, frozenset[str]] = {
    "currentUser": frozenset({"user", "users"}),
    "openSprints": frozenset({"sprint"}),
    "closedSprints": frozenset({"sprint"}),
    "futureSprints": frozenset({"sprint"}),
    "releasedVersions": frozenset({"set"}),
    "unreleasedVersions": frozenset({"set"}),
    "standardIssueTypes": frozenset({"type"}),
    "subTaskIssueTypes": frozenset({"type"}),
    "childIssuesOf": frozenset({"key"}),
    "updatedBy": frozenset({"key"}),
    **dict.fromkeys(DATE_FUNCTIONS, frozenset({"date", "time"})),
}
"""The functions that are answered here, and the kinds of fields that take them."""

SINGLE = frozenset({"currentUser", *DATE_FUNCTIONS})
"""The functions that stand for one value; the others stand for a list."""

OFFLINE_FUNCTIONS = frozenset(
    """
    approved approver breached cascadeoption choiceoption completed componentsleadbyuser currentlogin
    customerdetail earliestunreleasedversion elapsed entitlementdetail entitlementproduct everbreached
    issuehistory issueswithremotelinksbyglobalid lastlogin latestreleasedversion linkedissue linkedissues
    membersof mypending myapproval myapprovals organizationmembers parentissuesof paused pending pendingapprovalby
    pendingby portfoliochildissuesof projectsleadbyuser projectswhereuserhaspermission
    projectswhereuserhasrole remaining running votedissues watchedissues withincalendarhours
    """.split()  # noqa: SIM905 - a list of one name a line would be longer
)
"""Functions of Jira's that ask what the store does not keep, in lower case."""

BY_FOLD = {name.casefold(): name for name in FUNCTIONS}


class Reading:
    """What the functions that read values share. `field` is the name that the clause at hand gives its field."""

    __slots__ = ("catalogue", "field", "notes", "text")

    def __init__(self, catalogue: Catalogue, text: str) -> None:
        self.catalogue = catalogue
        self.text = text
        self.field = ""
        self.notes: dict[str, None] = {}

    def invalid(self, message: str, at: int, hint: str = "") -> QueryInvalid:
        """The error about this place."""
        from ticketr.errors import QueryInvalid

        return QueryInvalid(message, self.text, at, hint=hint)

    def offline(self, message: str, at: int) -> QueryOffline:
        """The error about what only Jira can answer, at this place."""
        from ticketr.errors import QueryOffline

        return QueryOffline(message, self.text, at)

    def note(self, text: str) -> None:
        """Tell the user this, once."""
        self.notes[text] = None

    def recorded(self, at: int) -> None:
        """Tell the user of how many tickets the past is not known. Raises QueryOffline where of none it is."""
        every, missing = self.catalogue.histories()
        if every and missing == every:
            raise self.offline(
                "No ticket's history is here yet: `ticketr pull --histories` reads them.", at
            )
        if missing:
            self.note(
                f"{missing:,} of {every:,} tickets were left out, for their history is not all here:"
                " `ticketr pull --histories` reads it, `--remote` asks Jira."
            )

    def function(self, call: Call, kind: str) -> str:
        """The function's name as Jira spells it, where a field of that kind takes it."""
        folded = call.name.casefold()
        name = BY_FOLD.get(folded)
        if name is None and folded in OFFLINE_FUNCTIONS:
            raise self.offline(
                f"{call.name}() asks for what is not kept on this machine.", call.at
            )
        if name is None:
            near = near_word(call.name, tuple(FUNCTIONS))
            raise self.invalid(f"There is no function {call.name}().", call.at, near)
        if kind not in FUNCTIONS[name]:
            raise self.invalid(f"{name}() does not go with this field.", call.at)
        return name
