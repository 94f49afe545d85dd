# ruff: noqa: E501 - made by a program, one option a line
"""Every command's options and arguments, for shell completion. Made from the parsers; a test holds it to them.

An option: its names, the kind of its value ("" where it takes none), what it does. An argument: its kind, with a
star where there may be several. A kind that begins with = lists its words.
"""

from __future__ import annotations

Option = tuple[str, str, str]

# fmt: off
GLOBALS: tuple[Option, ...] = (
    ("-w --workspace", "workspace", "the workspace to work on"),
    ("--json", "", "one JSON document on stdout"),
    ("--verbose", "", "say more on stderr"),
    ("--no-color", "", "no colours"),
    ("-h --help", "", "show this help"),
)

COMMANDS: dict[str, tuple[tuple[Option, ...], tuple[str, ...]]] = {
    "demo": ((
        ("--keep", "", "leave the sandbox and the files to play with"),
    ), ()),
    "workspace create": ((
        ("--url", "text", "the site, such as https://you.atlassian.net"),
        ("--project", "text", "the project's key"),
        ("--username", "text", "the e-mail address of the login, on Cloud"),
        ("--token-stdin", "", "read the token from standard input"),
        ("--default-type", "type", "the type of tickets that state none"),
    ), ("text",)),
    "init": ((
        ("--url", "text", "the site, such as https://you.atlassian.net"),
        ("--project", "text", "the project's key"),
        ("--username", "text", "the e-mail address of the login, on Cloud"),
        ("--token-stdin", "", "read the token from standard input"),
        ("--default-type", "type", "the type of tickets that state none"),
    ), ("text",)),
    "completion": ((
    ), ("=bash zsh fish powershell",)),
    "push": ((
        ("--dry-run", "", "show the plan and stop there"),
        ("--diff", "", "show changed texts line by line"),
        ("--strategy", "=ask local-wins remote-wins merge", "settle conflicts: ask (default), local-wins, remote-wins, merge"),
        ("--force", "", "where both sides changed, what is here wins; what Jira had is kept aside"),
        ("--partial", "", "send the tickets without problems"),
        ("--allow-loss", "", "send a text even where the edit takes media, or what is not known here, from it"),
        ("--no-mail", "", "Jira mails nobody about edits; for administrators of the project only"),
        ("--only", "key", "only these tickets; several with commas"),
    ), ("file*",)),
    "pull": ((
        ("--jql", "query", "only the tickets of this query, inside the project"),
        ("--alias", "alias", "only the tickets of the query of that name"),
        ("--epic", "key", "only this epic and what stands directly under it"),
        ("-o --output", "file", "where tickets seen for the first time are written"),
        ("--full", "", "read everything again, not only what changed"),
        ("--histories", "", "read Jira's whole history of every ticket that it is not here of"),
        ("--dry-run", "", "show the plan and stop there"),
        ("--diff", "", "show changed texts line by line"),
        ("--strategy", "=ask local-wins remote-wins merge", "settle conflicts: ask (default), local-wins, remote-wins, merge"),
        ("--allow-empty", "", "take an answer that would remove most of what is here"),
    ), ()),
    "sync": ((
        ("--dry-run", "", "show the plan and stop there"),
        ("--diff", "", "show changed texts line by line"),
        ("--strategy", "=ask local-wins remote-wins merge", "settle conflicts: ask (default), local-wins, remote-wins, merge"),
        ("--partial", "", "send the tickets without problems"),
        ("--full", "", "read everything from Jira, not only what changed"),
        ("-o --output", "file", "write tickets that no file shows yet to this file"),
    ), ("file*",)),
    "status": ((
    ), ()),
    "diff": ((
        ("--incoming", "", "what a pull would bring, instead"),
        ("--strategy", "=ask local-wins remote-wins merge", "settle conflicts: ask (default), local-wins, remote-wins, merge"),
    ), ("key file*",)),
    "conflicts": ((
    ), ("key",)),
    "resolve": ((
        ("--all", "", "all conflicts of the workspace"),
        ("--strategy", "=ask local-wins remote-wins merge", "settle conflicts: ask (default), local-wins, remote-wins, merge"),
        ("--field", "text", "settle one field: NAME=local, NAME=remote, or NAME=VALUE for another value"),
        ("--edit", "", "settle each text in VISUAL or EDITOR, with marks"),
        ("--dry-run", "", "show what would be settled, and stop there"),
    ), ("key*",)),
    "comment": ((
        ("--change", "text", "give this comment another text"),
        ("--remove", "text", "remove this comment; its text is kept in the attic"),
        ("--drop", "text", "forget what was to be sent"),
    ), ("key", "text")),
    "delete": ((
        ("--subtasks", "", "delete their sub-tasks, too"),
        ("--force", "", "delete what was changed in Jira since it was synced"),
        ("--dry-run", "", "show what would be deleted, and stop there"),
        ("--yes", "", "delete without a question"),
    ), ("key*",)),
    "undo": ((
        ("--dry-run", "", "show what would be taken back, and stop there"),
        ("--delete", "", "delete in Jira the tickets that were created"),
    ), ("text",)),
    "log": ((
        ("--limit", "text", "at most N (default 20)"),
    ), ()),
    "history": ((
        ("--refresh", "", "ask Jira for the ticket's whole history first"),
        ("--since", "text", "events since this date or time (ISO 8601; default: 7 days ago)"),
        ("--limit", "text", "at most N (default 50)"),
    ), ("key",)),
    "attic": ((
        ("--show", "text", "print this value in full"),
    ), ("key",)),
    "list": ((
        ("--jql", "query", "only what this query finds, in its order"),
        ("--alias", "alias", "only what the query of that name finds"),
        ("--remote", "", "ask Jira, not this machine"),
        ("--all-workspaces", "", "of every workspace on this machine"),
        ("--status", "status", "new, synced, modified, conflict, or a status of Jira; several with commas"),
        ("--type", "type", "types of tickets; several with commas"),
        ("--parent", "key", "only what stands directly under this ticket"),
        ("--modified-after", "text", "edited here at or after this date or time (ISO 8601, local unless it says otherwise)"),
        ("--sort", "=created updated key title type status sync", "created, updated, key, title, type, status, sync (default: as the query says, else created)"),
        ("--desc", "", "the last first"),
        ("--offset", "text", "leave out the first N"),
        ("--after", "text", "the page behind another one, by `next` of its JSON"),
        ("--limit", "text", "at most N tickets; 0 for all (default: 50)"),
        ("--format", "=table json jsonl csv markdown keys", "table, json, jsonl, csv, markdown, keys (default: table)"),
        ("--columns", "columns", "names of fields to show, with commas between"),
        ("--no-pager", "", "never through a pager"),
    ), ()),
    "search": ((
        ("--all-workspaces", "", "in every workspace on this machine"),
        ("--offset", "text", "leave out the first N"),
        ("--limit", "text", "at most N tickets; 0 for all that are ranked (default: 20)"),
        ("--format", "=table json jsonl csv markdown keys", "table, json, jsonl, csv, markdown, keys (default: table)"),
        ("--columns", "columns", "names of fields to show, with commas between"),
        ("--no-pager", "", "never through a pager"),
    ), ("text*",)),
    "news": ((
        ("--all-workspaces", "", "of every workspace on this machine"),
        ("--since", "text", "since this date or time (ISO 8601)"),
        ("--keep", "", "show the same again the next time"),
        ("--mine", "", "also what you did yourself"),
        ("--format", "=table json jsonl csv markdown keys", "table, json, jsonl, csv, markdown, keys (default: table)"),
        ("--no-pager", "", "never through a pager"),
    ), ()),
    "stats": ((
        ("--jql", "query", "only the tickets of this query"),
        ("--alias", "alias", "only the tickets of the query of that name"),
        ("--sprint", "sprint", "only this sprint, over its days"),
        ("--since", "text", "the first day (default: 60 days, or the sprint)"),
        ("--until", "text", "the last day (default: today)"),
        ("--svg", "file", "write a picture; - for stdout"),
        ("--format", "=table json jsonl csv markdown", "table, json, jsonl, csv, markdown (default: table)"),
        ("--no-pager", "", "never through a pager"),
    ), ("=status type assignee points burndown flow*",)),
    "show": ((
        ("--format", "=table json jsonl csv markdown keys", "table, json, jsonl, csv, markdown, keys (default: table)"),
        ("--columns", "columns", "names of fields to show, with commas between"),
        ("--no-pager", "", "never through a pager"),
    ), ("key",)),
    "tree": ((
        ("--jql", "query", "what this query finds, in its order"),
        ("--alias", "alias", "what the query of that name finds"),
        ("--depth", "text", "at most N levels below (default: all)"),
        ("--offset", "text", "leave out the first N"),
        ("--limit", "text", "at most N tickets with what is under them; 0 for all (default: 50)"),
        ("--format", "=table json jsonl csv markdown keys", "table, json, jsonl, csv, markdown, keys (default: table)"),
        ("--columns", "columns", "names of fields to show, with commas between"),
        ("--no-pager", "", "never through a pager"),
    ), ("key",)),
    "open": ((
        ("--print", "", "print its address, open nothing"),
    ), ("key",)),
    "import": ((
        ("--state", "file", "the state file (.ticketr.state, where there is one)"),
        ("--partial", "", "leave out tickets with mistakes"),
    ), ("file*",)),
    "schema": ((
        ("--refresh", "", "ask Jira even where the last answer is fresh"),
    ), ()),
    "bulk update": ((
        ("--keys", "text", "the tickets with these keys, with commas between"),
        ("--jql", "query", "the tickets on this machine that the query finds"),
        ("--alias", "alias", "the tickets that the query of this name finds"),
        ("--set", "text", "the value that a field is to have; several times for several fields"),
        ("--add", "text", "values that a list is to have, too, with commas between"),
        ("--remove", "text", "values that a list is not to have any more, with commas between"),
        ("--dry-run", "", "show the plan and stop there"),
        ("--diff", "", "show changed texts line by line"),
        ("--strategy", "=ask local-wins remote-wins merge", "settle conflicts: ask (default), local-wins, remote-wins, merge"),
        ("--partial", "", "leave out tickets that cannot have the value"),
        ("--no-mail", "", "Jira mails nobody about edits; for administrators of the project only"),
        ("--yes", "", "change the tickets without a question"),
    ), ()),
    "bulk transition": ((
        ("--keys", "text", "the tickets with these keys, with commas between"),
        ("--jql", "query", "the tickets on this machine that the query finds"),
        ("--alias", "alias", "the tickets that the query of this name finds"),
        ("--to", "text", "the status that they are to have"),
        ("--dry-run", "", "show the plan and stop there"),
        ("--diff", "", "show changed texts line by line"),
        ("--strategy", "=ask local-wins remote-wins merge", "settle conflicts: ask (default), local-wins, remote-wins, merge"),
        ("--partial", "", "leave out tickets that cannot have the value"),
        ("--no-mail", "", "Jira mails nobody about edits; for administrators of the project only"),
        ("--yes", "", "change the tickets without a question"),
    ), ()),
    "bulk move": ((
        ("--keys", "text", "the tickets with these keys, with commas between"),
        ("--jql", "query", "the tickets on this machine that the query finds"),
        ("--alias", "alias", "the tickets that the query of this name finds"),
        ("--parent", "key", "the ticket that they are to stand under, or none"),
        ("--dry-run", "", "show the plan and stop there"),
        ("--diff", "", "show changed texts line by line"),
        ("--strategy", "=ask local-wins remote-wins merge", "settle conflicts: ask (default), local-wins, remote-wins, merge"),
        ("--partial", "", "leave out tickets that cannot have the value"),
        ("--no-mail", "", "Jira mails nobody about edits; for administrators of the project only"),
        ("--yes", "", "change the tickets without a question"),
    ), ()),
    "bulk delete": ((
        ("--keys", "text", "the tickets with these keys, with commas between"),
        ("--jql", "query", "the tickets on this machine that the query finds"),
        ("--alias", "alias", "the tickets that the query of this name finds"),
        ("--subtasks", "", "delete their sub-tasks, too"),
        ("--force", "", "delete what was changed in Jira since it was synced"),
        ("--dry-run", "", "show what would be deleted, and stop there"),
        ("--yes", "", "delete without a question"),
    ), ()),
    "alias create": ((
        ("--description", "text", "what it finds, for `alias list`"),
        ("--global", "", "for all workspaces (default: for this one)"),
    ), ("text", "query")),
    "alias list": ((
    ), ()),
    "alias show": ((
    ), ("alias",)),
    "alias update": ((
        ("--description", "text", "what it finds; without it, as before"),
        ("--global", "", "for all workspaces (default: for this one)"),
    ), ("alias", "query")),
    "alias delete": ((
        ("--global", "", "for all workspaces (default: for this one)"),
    ), ("alias",)),
    "workspace list": ((
    ), ()),
    "workspace current": ((
    ), ()),
    "workspace switch": ((
    ), ("workspace",)),
    "workspace set-default": ((
    ), ("workspace",)),
    "workspace update": ((
        ("--url", "text", "the site"),
        ("--project", "text", "the project's key"),
        ("--username", "text", "the e-mail address of the login"),
        ("--default-type", "type", "the type of tickets that state none"),
    ), ("workspace",)),
    "workspace delete": ((
        ("--yes", "", "do not ask"),
        ("--force", "", "do not ask, and drop edits that were not pushed"),
    ), ("workspace",)),
    "sandbox serve": ((
        ("--host", "text", "the address to listen on (default: 127.0.0.1)"),
        ("--port", "text", "the port; 0 for any that is free (default: 0)"),
        ("--seed", "file", "YAML, TOML or JSON file that describes the site"),
        ("--storage", "file", "keep the tickets in this file between runs"),
        ("--edition", "text", "cloud or datacenter (default: cloud)"),
        ("--context", "text", "a path before all others, such as /jira"),
        ("--no-basic", "", "Data Center takes access tokens alone"),
        ("--latency", "text", "how long every answer takes, in milliseconds"),
        ("--faults", "text", "what goes wrong: a list of rules, or @FILE with one"),
        ("--lag", "text", "searches see a change so many milliseconds late"),
        ("--vanish", "text", "chance (0 to 1) that a fresh ticket is missing from a search"),
        ("--short", "text", "chance (0 to 1) that a page is shorter than asked for"),
        ("--realistic", "", "the same as --lag 500 --vanish 0.1 --short 0.1"),
    ), ()),
    "sandbox seed": ((
        ("--url", "text", "fill the sandbox that listens there"),
        ("--storage", "file", "fill this file"),
        ("--seed", "file", "describes the site to begin with"),
        ("--count", "text", "how many tickets to make (default: 0)"),
        ("--project", "text", "only in this project; repeat for more"),
        ("--random", "text", "draws other tickets (default: 0)"),
        ("--edition", "text", "cloud or datacenter, for a new file"),
    ), ()),
    "sandbox faults": ((
        ("--url", "text", "where the sandbox listens"),
        ("--set", "text", "a list of rules, or @FILE with one, in place of those in force"),
        ("--lag", "text", "searches see a change so many milliseconds late"),
        ("--vanish", "text", "chance (0 to 1) that a fresh ticket is missing from a search"),
        ("--short", "text", "chance (0 to 1) that a page is shorter than asked for"),
        ("--clear", "", "remove every rule, and let no search lag"),
    ), ()),
    "sandbox reset": ((
        ("--url", "text", "where the sandbox listens"),
    ), ()),
}
# fmt: on
