-- What the sync model keeps beside schema v3.

-- Per ticket and field, what both sides last agreed on: Jira's own JSON and the value it stands for here.
CREATE TABLE ticket_bases (
    ticket_id TEXT NOT NULL REFERENCES tickets(id) ON DELETE CASCADE,
    field TEXT NOT NULL,
    raw JSON TEXT NOT NULL,
    value JSON TEXT NOT NULL,
    PRIMARY KEY (ticket_id, field)
);

-- Intents and their fate. The record of what was sent outlives the ticket.
CREATE TABLE journal (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    token TEXT UNIQUE NOT NULL,
    operation_id INTEGER NOT NULL REFERENCES sync_operations(id),
    workspace_id TEXT NOT NULL REFERENCES workspaces(id) ON DELETE CASCADE,
    ticket_id TEXT NOT NULL,
    kind TEXT NOT NULL CHECK(kind IN ('create', 'update')),
    fields JSON TEXT NOT NULL,
    before JSON TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'sent' CHECK(state IN ('sent', 'done', 'failed', 'unknown')),
    note TEXT NOT NULL DEFAULT '',
    created_at TIMESTAMP NOT NULL
);

CREATE INDEX idx_journal_operation ON journal(operation_id);
CREATE INDEX idx_journal_open ON journal(workspace_id) WHERE state IN ('sent', 'unknown');
CREATE INDEX idx_journal_workspace ON journal(workspace_id);

CREATE TABLE conflicts (
    seq INTEGER PRIMARY KEY,
    workspace_id TEXT NOT NULL REFERENCES workspaces(id) ON DELETE CASCADE,
    ticket_id TEXT NOT NULL REFERENCES tickets(id) ON DELETE CASCADE,
    field TEXT NOT NULL,
    base JSON TEXT NOT NULL,
    local JSON TEXT NOT NULL,
    remote JSON TEXT NOT NULL,
    no_base BOOLEAN NOT NULL DEFAULT FALSE,
    detected_at TIMESTAMP NOT NULL,
    UNIQUE (ticket_id, field)
);

CREATE INDEX idx_conflict_workspace ON conflicts(workspace_id, detected_at);

-- What lost. It belongs to nothing that can be deleted, so it is never deleted with anything.
CREATE TABLE attic (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    workspace_id TEXT NOT NULL,
    ticket_id TEXT NOT NULL,
    jira_id TEXT,
    field TEXT NOT NULL,
    side TEXT NOT NULL CHECK(side IN ('local', 'remote')),
    value JSON TEXT NOT NULL,
    reason TEXT NOT NULL,
    kept_at TIMESTAMP NOT NULL
);

CREATE INDEX idx_attic_workspace ON attic(workspace_id, kept_at);

CREATE TABLE tombstones (
    seq INTEGER PRIMARY KEY,
    workspace_id TEXT NOT NULL REFERENCES workspaces(id) ON DELETE CASCADE,
    ticket_id TEXT UNIQUE NOT NULL,
    jira_id TEXT NOT NULL,
    noticed_at TIMESTAMP NOT NULL
);

CREATE INDEX idx_tombstone_workspace ON tombstones(workspace_id, noticed_at);

CREATE TABLE documents (
    seq INTEGER PRIMARY KEY,
    id TEXT UNIQUE NOT NULL,
    workspace_id TEXT NOT NULL REFERENCES workspaces(id) ON DELETE CASCADE,
    path TEXT NOT NULL,
    digest TEXT NOT NULL,
    mtime_ns INTEGER NOT NULL,
    size INTEGER NOT NULL,
    UNIQUE (workspace_id, path)
);

CREATE TABLE document_tickets (
    seq INTEGER PRIMARY KEY,
    document_id TEXT NOT NULL REFERENCES documents(id) ON DELETE CASCADE,
    ticket_id TEXT NOT NULL REFERENCES tickets(id) ON DELETE CASCADE,
    ordinal INTEGER NOT NULL,
    title TEXT NOT NULL,
    jira_id TEXT,
    parent_id TEXT,
    shown JSON TEXT NOT NULL,
    texts JSON TEXT NOT NULL
);

CREATE INDEX idx_shown_document ON document_tickets(document_id, ordinal);
CREATE INDEX idx_shown_ticket ON document_tickets(ticket_id);

CREATE TABLE users (
    workspace_id TEXT NOT NULL REFERENCES workspaces(id) ON DELETE CASCADE,
    account TEXT NOT NULL,
    name TEXT NOT NULL,
    email TEXT NOT NULL DEFAULT '',
    active BOOLEAN NOT NULL DEFAULT TRUE,
    PRIMARY KEY (workspace_id, account)
);
