"""`reset`, `seed` and `faults`: a running sandbox told what to do, or a storage filled."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from jira_sandbox import options
from jira_sandbox.options import BadOptionError

if TYPE_CHECKING:
    import argparse

TIMEOUT = 600


HINT = "`serve` says where it listens: --url http://127.0.0.1:PORT."


def call(url: str, method: str, path: str, body: Any = None) -> Any:
    """One call of a control endpoint; the context path of `url` does not matter."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise BadOptionError(f"{url!r} is no address of a sandbox", HINT)
    address = f"{parts.scheme}://{parts.netloc}/_sandbox/{path}"
    data = None if body is None else json.dumps(body).encode()
    request = Request(address, data, method=method)  # noqa: S310  the scheme was looked at
    try:
        with urlopen(request, timeout=TIMEOUT) as reply:  # noqa: S310
            text = reply.read()
    except HTTPError as error:
        with error:
            raise BadOptionError(_reason(error)) from None
    except (URLError, OSError) as error:
        raise BadOptionError(f"nothing answers at {url}: {error}", HINT) from None
    return json.loads(text) if text else None


def _reason(error: HTTPError) -> str:
    try:
        messages = json.loads(error.read())["errorMessages"]
    except (ValueError, KeyError, TypeError):
        return f"the sandbox answered {error.code}"
    return "; ".join(messages)


def reset(asked: argparse.Namespace) -> str:
    """A running sandbox starts afresh."""
    call(asked.url, "POST", "reset")
    return "The sandbox is as freshly started.\n"


def faults(asked: argparse.Namespace) -> str:
    """The rules of a running sandbox: told, replaced or removed."""
    if asked.clear:
        call(asked.url, "DELETE", "faults")
        call(asked.url, "POST", "lag", {"ms": 0})
    elif asked.rules is not None:
        call(asked.url, "POST", "faults", options.rules(asked.rules, "--set"))
    wanted = options.lag(asked)
    if wanted:
        call(asked.url, "POST", "lag", {"ms": wanted.pop("lag"), **wanted})
    rules = call(asked.url, "GET", "faults")["faults"]
    if asked.json:
        return json.dumps(rules) + "\n"
    rows = [
        f"{rule['kind']:13} {rule['method'] or 'any':6} {rule['endpoint'] or 'everywhere'}"
        f"  {rule['done']} of {rule['seen']}\n"
        for rule in rules
    ]
    return "".join(rows) or "No faults.\n"


def seed(asked: argparse.Namespace) -> str:
    """Issues, made at once: in a running sandbox, or in a storage that none has open."""
    if not asked.issues and not asked.seed:
        raise BadOptionError(
            "there is nothing to do",
            "Say how many issues to make with --count, or which site with --seed.",
        )
    started = time.perf_counter()
    shape = {"issues": asked.issues, "projects": asked.project or [], "seed": asked.random}
    if asked.url:
        if asked.seed:
            from jira_sandbox.seed import read

            call(asked.url, "POST", "seed", read(asked.seed))
        if asked.issues:
            call(asked.url, "POST", "generate", shape)
    else:
        _fill(asked, shape)
    taken = time.perf_counter() - started
    site = f"The site is that of {asked.seed}. " if asked.seed else ""
    return f"{site}{asked.issues} issues made in {taken:.1f} s.\n"


def _fill(asked: argparse.Namespace, shape: dict[str, Any]) -> None:
    from jira_sandbox.generating import Shape, generate
    from jira_sandbox.sandbox import Sandbox

    jira = Sandbox(asked.seed, storage=asked.storage, edition=asked.edition)
    try:
        projects = tuple(key.upper() for key in shape["projects"])
        generate(jira.site, Shape(shape["issues"], projects, shape["seed"]))
    finally:
        jira.stop()


def run(asked: argparse.Namespace) -> str:
    """Run one of the commands; gives what it tells. Raises BadOptionError where it cannot be done."""
    from jira_sandbox.seed import SeedError

    work = {"reset": reset, "faults": faults, "seed": seed}[asked.command]
    try:
        return work(asked)
    except (SeedError, ValueError, OSError) as error:
        raise BadOptionError(str(error)) from None
