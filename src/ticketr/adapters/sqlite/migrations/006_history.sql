-- What each operation changed, field by field, and what people changed in between (no operation). A missing value
-- (NULL) is one that was not known; 'null' is one that was empty. It belongs to nothing that can be deleted.
CREATE TABLE changes (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    workspace_id TEXT NOT NULL,
    operation_id INTEGER REFERENCES sync_operations(id),
    ticket_id TEXT NOT NULL,
    jira_id TEXT,
    side TEXT NOT NULL CHECK(side IN ('local', 'remote')),
    field TEXT NOT NULL,
    before JSON TEXT,
    after JSON TEXT,
    base_before JSON TEXT,
    base_after JSON TEXT,
    changed_at TIMESTAMP NOT NULL
);

CREATE INDEX idx_change_operation ON changes(operation_id);
CREATE INDEX idx_change_ticket ON changes(ticket_id, seq);
CREATE INDEX idx_change_workspace ON changes(workspace_id, seq);

-- The operation that an undo took back.
ALTER TABLE sync_operations ADD COLUMN undoes INTEGER REFERENCES sync_operations(id);
CREATE INDEX idx_sync_undo ON sync_operations(undoes) WHERE undoes IS NOT NULL;

-- Jira's own history of tickets, one row a save; `items` are field, from and to as Jira words them.
CREATE TABLE changelog (
    workspace_id TEXT NOT NULL REFERENCES workspaces(id) ON DELETE CASCADE,
    ticket_id TEXT NOT NULL REFERENCES tickets(id) ON DELETE CASCADE,
    entry_id TEXT NOT NULL,
    author TEXT NOT NULL,
    author_name TEXT NOT NULL,
    items JSON TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    PRIMARY KEY (ticket_id, entry_id)
);

CREATE INDEX idx_changelog_workspace ON changelog(workspace_id, created_at);

-- Whether all of a ticket's history is here, and which of its states (Jira's `updated`) it was read at.
CREATE TABLE changelog_reads (
    ticket_id TEXT PRIMARY KEY REFERENCES tickets(id) ON DELETE CASCADE,
    complete BOOLEAN NOT NULL,
    read_at TIMESTAMP NOT NULL
);
