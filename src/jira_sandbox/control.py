"""The sandbox's own endpoints, under `/_sandbox/`: log, faults, clock, a fresh start."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from jira_sandbox.configuration import furnish
from jira_sandbox.exchange import JiraError, Reply
from jira_sandbox.faults import FaultError
from jira_sandbox.generating import Shape, generate
from jira_sandbox.issues.move import relocate
from jira_sandbox.planting import plant
from jira_sandbox.resources.issues import strings
from jira_sandbox.resources.webhooks import accept
from jira_sandbox.seed import SeedError, build
from jira_sandbox.webhooks import KIND

if TYPE_CHECKING:
    from jira_sandbox.exchange import Call
    from jira_sandbox.seed import Seed
    from jira_sandbox.site import Site


def requests(call: Call) -> Reply:
    """GET requests: the log, and the largest number in flight together."""
    journal = call.site.journal
    return Reply(
        body={
            "mostInFlight": journal.most_in_flight,
            "requests": [entry.document() for entry in journal.entries()],
        }
    )


def forget_requests(call: Call) -> Reply:
    """DELETE requests: empty the log."""
    call.site.journal.clear()
    return Reply(204)


def reset(call: Call) -> Reply:
    """POST reset: as freshly started: the seed's issues, no faults, no log."""
    _afresh(call.site)
    return Reply(204)


def _afresh(site: Site) -> None:
    site.store.database.empty()
    furnish(site)
    site.faults.replace([])
    site.journal.clear()
    site.revoked.clear()
    site.expired.clear()
    site.hidden.clear()
    site.clock.restore()
    site.index.arrange(0)
    plant(site)


def reseed(call: Call) -> Reply:
    """POST seed: another site in place of this one, as freshly started."""
    site = call.site
    document = call.document()
    document["site"] = {"edition": site.edition, **document.get("site", {})}
    try:
        seed = build(document)
        if (seed.edition, seed.context) != (site.edition, site.context):
            raise SeedError("edition and context stay as they are while it runs")  # noqa: TRY301
        _begin(site, seed)
    except SeedError as error:
        raise JiraError(400, str(error)) from error
    return Reply(204)


def _begin(site: Site, seed: Seed) -> None:
    old = site.seed
    try:
        with site.store.database.transaction():
            site.adopt(seed)
            _afresh(site)
            site.store.database.remember("seed", json.dumps(seed.document))
    except SeedError:
        site.adopt(old)
        furnish(site)
        raise


def move(call: Call) -> Reply:
    """POST move: `{"issue": key, "project": key}` moves an issue; its old key still finds it."""
    body = call.document()
    issue = call.site.store.issues.find(str(body.get("issue")))
    project = call.site.catalogue.project(str(body.get("project")))
    if issue is None or project is None:
        raise JiraError(404, "no such issue or project")
    return Reply(body={"key": relocate(call.site, call.site.seed.account, issue, project)})


def generate_issues(call: Call) -> Reply:
    """POST generate: `{"issues": 1000, "projects": [key], "seed": 0}`, written at once."""
    body = {"issues": 100, "projects": [], "seed": 0, **call.document()}
    projects = tuple(str(key).upper() for key in strings(body, "projects"))
    numbers = [int(_checked(body[name], name)) for name in ("issues", "seed")]
    try:
        made = generate(call.site, Shape(numbers[0], projects, numbers[1]))
    except ValueError as error:
        raise JiraError(400, str(error)) from error
    return Reply(201, {"issues": made})


def faults(call: Call) -> Reply:
    """GET faults: the rules with their counts."""
    return Reply(body={"faults": call.site.faults.document()})


def set_faults(call: Call) -> Reply:
    """POST faults: `[rule]` or `{"faults": [rule]}` in place of those in force."""
    body = call.json()
    rows = body.get("faults") if isinstance(body, dict) else body
    try:
        call.site.faults.replace(rows)
    except FaultError as error:
        raise JiraError(400, str(error)) from error
    return faults(call)


def clear_faults(call: Call) -> Reply:
    """DELETE faults."""
    call.site.faults.replace([])
    return Reply(204)


def latency(call: Call) -> Reply:
    """POST latency: `{"ms": 50}` before every reply."""
    call.site.latency = _number(call, "ms") / 1000
    return Reply(204)


def lag(call: Call) -> Reply:
    """POST lag: `{"ms", "vanish", "short", "seed"}`; see `jira_sandbox.index`."""
    asked = {"ms": 0, "vanish": 0, "short": 0, "seed": 0, **call.document()}
    names = ("ms", "vanish", "short", "seed")
    ms, vanish, short, seed = (_checked(asked[name], name) for name in names)
    call.site.index.arrange(int(ms), vanish, short, int(seed))
    return Reply(204)


def clock(call: Call) -> Reply:
    """POST clock: `{"shift": ms}` moves it, `{"freeze": ms}` stops it, null lets it go."""
    body = call.document()
    if "shift" in body:
        call.site.clock.shift(int(_number(call, "shift")))
    if "freeze" in body:
        frozen = body["freeze"]
        call.site.clock.freeze(None if frozen is None else int(_number(call, "freeze")))
    return Reply(body={"now": call.site.clock.now()})


def tokens(call: Call) -> Reply:
    """POST tokens: `{"revoke": token}`, `{"expire": token}` or `{"restore": token}`."""
    body = call.document()
    if "revoke" in body:
        call.site.revoked.add(str(body["revoke"]))
    if "expire" in body:
        call.site.expired.add(str(body["expire"]))
    if "restore" in body:
        call.site.revoked.discard(str(body["restore"]))
        call.site.expired.discard(str(body["restore"]))
    return Reply(204)


def webhooks(call: Call) -> Reply:
    """GET webhooks: those that there are, and what was delivered."""
    rows = [{"id": row.id, **row.body} for row in call.site.store.rows.of(KIND)]
    sent = [delivery.document() for delivery in list(call.site.postman.sent)]
    return Reply(body={"webhooks": rows, "deliveries": sent})


def add_webhook(call: Call) -> Reply:
    """POST webhooks: `{"url", "events", "filters", "secret"}`, without an administrator."""
    row = call.site.store.rows.add(KIND, 0, accept(call, call.document()))
    return Reply(201, {"id": row.id, **row.body})


def clear_webhooks(call: Call) -> Reply:
    """DELETE webhooks."""
    for row in call.site.store.rows.of(KIND):
        call.site.store.rows.delete(KIND, row.id)
    call.site.postman.sent.clear()
    return Reply(204)


def _number(call: Call, name: str) -> float:
    return _checked(call.document().get(name), name)


def _checked(value: Any, name: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise JiraError(400, f"{name} must be a number")
    return value
