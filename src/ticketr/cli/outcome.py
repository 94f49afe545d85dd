"""What a push, pull or sync came to: counts, JSON, exit code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ticketr.cli.planned import PlanPrinter, word_of
from ticketr.cli.report import exit_code_of, tell_error, tell_problems
from ticketr.cli.text import nearby, plural, printable
from ticketr.cli.values import Wording, difference, is_long, json_value
from ticketr.domain.merge import Absent, Outcome
from ticketr.domain.plan import ActionKind
from ticketr.domain.workspace import WorkspaceID
from ticketr.errors import ErrorCode, ExitCode

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ticketr.application.results import (
        CommentResult,
        Conflict,
        SyncResult,
        TicketResult,
        UnreadDocument,
    )
    from ticketr.cli.call import Call
    from ticketr.domain.plan import Action, FieldAction
    from ticketr.domain.ticket import FieldValue


def tell(call: Call, workspace_id: str, *results: SyncResult) -> int:
    """Print the results, each as a plan with its fates; gives the exit code."""
    book = call.app.book(WorkspaceID(workspace_id))
    if call.console.json:
        words, diff = Wording(book), getattr(call.options, "diff", False)
        documents = {item.operation: document(item, words, diff=diff) for item in results}
        whole = next(iter(documents.values())) if len(results) == 1 else documents
        call.console.document(whole)
        return exit_code(*results)
    printer = PlanPrinter(call.console, book, diff=getattr(call.options, "diff", False))
    said: set[str] = set()
    for result in results:
        printer.print(result)
        _narrate(call, result, said, last=result is results[-1])
    return exit_code(*results)


def _narrate(call: Call, result: SyncResult, said: set[str], *, last: bool) -> None:
    """What there is to say beside the plan; a note that was `said` of the result before is not said again."""
    console = call.console
    tell_problems(result.problems, console)
    for note in dict.fromkeys(result.notes):
        if note not in said:
            console.say(printable(note))
    said.update(result.notes)
    for path in result.documents:
        console.say(f"{'would write' if result.dry_run else 'wrote'} {printable(nearby(path))}")
    for told in result.unwritten:
        tell_error(told, console)
    console.say(summary(result))
    if result.has_conflicts and last:
        console.say(
            f"{console.style('hint:', 'cyan', console.err)} `ticketr resolve` settles conflicts; "
            "so does `--strategy local-wins` or `remote-wins`."
        )
    if last and any(item.no_base for item in result.conflicts):
        console.say(NEVER_AGREED)


NEVER_AGREED = (
    "Where the base is -, the two were never compared on this machine, so nothing says which is newer; "
    "`ticketr resolve --all --strategy remote-wins` takes Jira's values and keeps the others in the attic."
)

DONE_WORDS = {
    "created": "created",
    "recovered": "recovered",
    "updated": "updated",
    "pulled": "pulled",
    "agreed": "agreed already",
    "conflict": "in conflict",
    "gone": "gone in Jira",
    "failed": "failed",
    "skipped": "unchanged",
}

PLAN_WORDS = {
    "create": "to create",
    "update": "to update",
    "merge": "to merge",
    "pull": "to pull",
    "agree": "agreed already",
    "conflict": "in conflict",
    "gone": "gone in Jira",
    "skip": "unchanged",
}


def summary(result: SyncResult) -> str:
    """The counts in one line: `push: 3 created, 27 unchanged`.

    A pull that asked for changes counts only these: what else Jira sends with them is any number.
    """
    counts = counted(result)
    if result.since is not None:
        counts.pop("skip" if result.dry_run else "skipped", None)
    words = PLAN_WORDS if result.dry_run else DONE_WORDS
    parts = [f"{counts[kind]} {word}" for kind, word in words.items() if counts.get(kind)]
    if result.problems:
        parts.append(f"{plural(len(result.problems), 'problem')} left out")
    head = f"{result.operation} (dry run)" if result.dry_run else result.operation
    parts += _said(result)
    nothing = "nothing to do" if result.since is None else "nothing new"
    return f"{head}: {', '.join(parts) or nothing}"


SAID_WORDS = {
    "said": "sent",
    "recovered": "found again",
    "changed": "changed",
    "removed": "removed",
    "agreed": "agreed already",
    "kept": "left as in Jira",
    "conflict": "in conflict",
    "failed": "failed",
    "say": "to send",
    "change": "to change",
    "remove": "to remove",
}


def _said(result: SyncResult) -> list[str]:
    counts: dict[str, int] = {}
    for item in result.comments:
        counts[item.kind] = counts.get(item.kind, 0) + 1
    return [
        f"{plural(counts[kind], 'comment')} {words}"
        for kind, words in SAID_WORDS.items()
        if kind in counts
    ]


def counted(result: SyncResult) -> dict[str, int]:
    """How many tickets there are of each kind; a conflict left from before counts as well."""
    counts = planned(result) if result.dry_run else result.counts()
    in_conflict = len({item.ticket_id for item in result.conflicts})
    if in_conflict > counts.get("conflict", 0):
        counts["conflict"] = in_conflict
    return counts


def planned(result: SyncResult) -> dict[str, int]:
    """How many tickets the plan has for each word."""
    counts: dict[str, int] = {}
    for action in result.plan.actions:
        word = word_of(action, result.operation)
        counts[word] = counts.get(word, 0) + 1
    return counts


def exit_code(*results: SyncResult) -> int:
    """Failures first (their own code where they agree on one), then conflicts, then done.

    A ticket that was not sent because its parent failed adds no code of its own.
    """
    errors = [fate.error or {} for item in results for fate in item.failures]
    said = [comment for item in results for comment in item.comments]
    errors += [item.error or {} for item in said if item.kind == "failed"]
    errors += [error for item in results for error in item.unwritten]
    caused = [error for error in errors if error.get("code") != ErrorCode.SYNC_INCOMPLETE]
    errors = caused or errors
    if errors:
        codes = {exit_code_of(str(error.get("code", ""))) for error in errors}
        return codes.pop() if len(codes) == 1 else int(ExitCode.FAILED)
    left = any(item.has_conflicts for item in results)
    return int(ExitCode.CONFLICTS if left else ExitCode.DONE)


def document(result: SyncResult, words: Wording, *, diff: bool = False) -> dict[str, object]:
    """The result as `--json` prints it; tickets that are skipped are only counted. Plan and results are streamed.

    With `diff` a change of a text of several lines has its unified diff, too.
    """
    asked = {"since": result.since.isoformat() if result.since else None}
    return {
        "operation": result.operation,
        "dry_run": result.dry_run,
        **(asked if result.operation == "pull" else {}),
        "counts": counted(result),
        "plan": _plan(result, words, diff=diff),
        "results": (ticket_document(item) for item in result.results if item.kind != "skipped"),
        "conflicts": conflict_documents(result.conflicts),
        "problems": [problem.as_dict() for problem in result.problems],
        "comments": [comment_document(item) for item in result.comments],
        "documents": list(result.documents),
        "notes": list(result.notes),
        "unwritten": [dict(error) for error in result.unwritten],
    }


def _plan(result: SyncResult, words: Wording, *, diff: bool) -> Iterator[dict[str, object]]:
    worded = ((word_of(item, result.operation), item) for item in result.plan.actions)
    told = (pair for pair in worded if pair[0] != ActionKind.SKIP)
    return (_action(word, item, words, diff=diff) for word, item in told)


def _action(word: str, action: Action, words: Wording, *, diff: bool) -> dict[str, object]:
    changes = [item for item in action.fields if item.outcome is not Outcome.SKIP]
    return {
        "action": word,
        "ticket_id": action.ticket_id,
        "key": action.key,
        "title": action.title,
        "fields": [_change(item, words, diff=diff) for item in changes],
    }


def _change(change: FieldAction, words: Wording, *, diff: bool) -> dict[str, object]:
    lines: dict[str, object] = {}
    if diff and (is_long(change.remote) or is_long(change.value)):
        lines = {"diff": difference(_other_side(change), change.value)}
    sides = {"base": change.base, "local": change.local, "remote": change.remote}
    return {
        "id": change.field,
        "name": words.name(change.field),
        "outcome": str(change.outcome),
        **{
            name: json_value(value)
            for name, value in sides.items()
            if not isinstance(value, Absent)
        },
        "value": json_value(change.value),
        **lines,
    }


def _other_side(change: FieldAction) -> FieldValue | Absent:
    """What the value takes the place of."""
    return change.local if change.outcome is Outcome.PULL else change.remote


def ticket_document(item: TicketResult) -> dict[str, object]:
    """One ticket's fate as `--json` prints it."""
    return {
        "kind": item.kind,
        "ticket_id": item.ticket_id,
        "key": item.key,
        "title": item.title,
        "type": item.type,
        "fields": list(item.fields),
        "url": item.url,
        "place": item.place,
        "error": dict(item.error) if item.error else None,
    }


def unread_document(item: UnreadDocument) -> dict[str, object]:
    """A ticket file that was not read, as `--json` prints it."""
    return {
        "path": item.path,
        "tickets": item.tickets,
        "keys": item.keys,
        "reason": item.reason,
        "hint": item.hint,
    }


def comment_document(item: CommentResult) -> dict[str, object]:
    """One comment's fate as `--json` prints it."""
    return {
        "kind": item.kind,
        "draft_id": item.draft_id,
        "ticket_id": item.ticket_id,
        "key": item.key,
        "comment_id": item.comment_id or None,
        "text": item.text,
        "url": item.url,
        "error": dict(item.error) if item.error else None,
    }


def conflict_documents(conflicts: Iterable[Conflict]) -> list[dict[str, object]]:
    """Conflicts as `--json` prints them."""
    return [
        {
            "ticket_id": item.ticket_id,
            "key": item.key,
            "title": item.title,
            "field": item.field,
            "name": item.name,
            "base": json_value(item.base),
            "local": json_value(item.local),
            "remote": json_value(item.remote),
            "where": item.where,
            "since": item.detected_at.isoformat() if item.detected_at else None,
        }
        for item in conflicts
    ]
