"""One request from the wire to a reply: who calls, which handler, what was refused."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING
from urllib.parse import quote

from jira_sandbox import access, routes
from jira_sandbox.dialect import Address, locate
from jira_sandbox.exchange import Call, JiraError, QueueError, Reply
from jira_sandbox.issues.events import flush
from jira_sandbox.site import View

if TYPE_CHECKING:
    from jira_sandbox.exchange import Request
    from jira_sandbox.people import Person
    from jira_sandbox.site import Site

LOG = logging.getLogger("jira_sandbox")
NOT_FOUND = "null for uri: {}"


def answer(site: Site, request: Request) -> tuple[Reply, Person | None]:
    """The reply to a request and the account that it was made by."""
    if request.path.startswith(routes.CONTROL):
        return _handle(site, request, None, Address(site.dialect, request.path)), None
    address = locate(site, request.path)
    if address is None:
        return _unknown(site, request), None
    faded: dict[str, str] = {}
    try:
        person = access.caller(site, request, address.dialect)
    except access.FadedError:
        person, faded = None, {access.REASON: access.FAILED}
    except access.RejectedError:
        return access.refusal(address.dialect), None
    reply = _handle(
        View(site, address.dialect, person.account_id if person else ""), request, person, address
    )
    reply.headers.update(faded)
    if person is not None:
        reply.headers.update(_known(person, address))
    return reply, person


def _known(person: Person, address: Address) -> dict[str, str]:
    if address.dialect.cloud:
        return {"X-Aaccountid": quote(person.account_id, safe="")}
    return {"X-AUSERNAME": quote(person.username, safe=""), access.REASON: "OK"}


def _handle(site: Site, request: Request, person: Person | None, address: Address) -> Reply:
    handlers, served = routes.find(request.method, address.path, site.edition)
    if not handlers:
        return _unknown(site, request)
    if not served:
        return Reply(405, None, {"Allow": ", ".join(sorted(handlers))})
    handler, values = handlers[request.method]
    try:
        with site.lock:
            site.index.catch_up()
            reply = handler(Call(site, request, person, values))
            flush(site)
            return reply
    except (JiraError, QueueError) as error:
        site.outbox.clear()
        return _refused(error, bulk="/bulk/issues/" in request.path)
    except Exception:
        site.outbox.clear()
        LOG.exception("%s %s", request.method, request.path)
        return JiraError(500, "Internal server error").reply()


def _refused(error: JiraError | QueueError, *, bulk: bool) -> Reply:
    """The refusal; the bulk operations have a shape of their own for a bad request."""
    if isinstance(error, QueueError) or not bulk or error.status != 400:
        return error.reply()
    told = [*error.messages, *error.errors.values()]
    return Reply(400, {"errors": [{"message": message} for message in told]})


def _unknown(site: Site, request: Request) -> Reply:
    body = {"message": NOT_FOUND.format(f"{site.root}{request.path}"), "status-code": 404}
    return Reply(404, body)
