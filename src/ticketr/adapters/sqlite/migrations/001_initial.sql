-- Schema v3 of the specification ("Database Design"), corrected as docs/decisions/0011 says.
-- Times are UTC in ISO 8601 with milliseconds. JSON columns are typed `JSON TEXT`: of plain `JSON`, SQLite would
-- make numbers (1.0 becomes 1), for the name means numeric affinity to it.

CREATE TABLE schema_migrations (
    version INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    applied_at TIMESTAMP NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))
);

CREATE TABLE workspaces (
    seq INTEGER PRIMARY KEY,
    id TEXT UNIQUE NOT NULL,
    name TEXT UNIQUE NOT NULL,
    jira_url TEXT NOT NULL,
    project_key TEXT NOT NULL,
    credential_ref TEXT,
    config JSON TEXT NOT NULL DEFAULT '{}',
    is_default BOOLEAN NOT NULL DEFAULT FALSE,
    created_at TIMESTAMP NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
    updated_at TIMESTAMP NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))
);

CREATE INDEX idx_workspace_name ON workspaces(name);
CREATE UNIQUE INDEX idx_default_workspace ON workspaces(is_default) WHERE is_default = TRUE;

-- `jira_id` is the key and may change; `remote_id` is Jira's numeric id and survives a move.
-- `local_modified_at` is the time of the last edit made here, NULL where only a sync wrote.
CREATE TABLE tickets (
    seq INTEGER PRIMARY KEY,
    id TEXT UNIQUE NOT NULL,
    workspace_id TEXT NOT NULL REFERENCES workspaces(id) ON DELETE CASCADE,
    jira_id TEXT,
    remote_id TEXT,
    parent_id TEXT REFERENCES tickets(id),
    issue_type TEXT NOT NULL,
    title TEXT NOT NULL,
    description TEXT,
    fields JSON TEXT NOT NULL DEFAULT '{}',
    acceptance_criteria JSON TEXT,
    local_hash TEXT,
    remote_hash TEXT,
    sync_status TEXT NOT NULL DEFAULT 'new'
        CHECK(sync_status IN ('new', 'synced', 'modified', 'conflict')),
    last_synced TIMESTAMP,
    local_modified_at TIMESTAMP,
    version INTEGER NOT NULL DEFAULT 1,
    created_at TIMESTAMP NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
    updated_at TIMESTAMP NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
    UNIQUE(workspace_id, jira_id),
    UNIQUE(workspace_id, remote_id)
);

CREATE INDEX idx_ticket_workspace ON tickets(workspace_id);
CREATE INDEX idx_ticket_jira ON tickets(jira_id);
CREATE INDEX idx_ticket_parent ON tickets(parent_id);
CREATE INDEX idx_ticket_status ON tickets(workspace_id, sync_status);
CREATE INDEX idx_ticket_modified ON tickets(workspace_id, updated_at);
CREATE INDEX idx_ticket_jira_status ON tickets(workspace_id, json_extract(fields, '$.status'));
CREATE INDEX idx_ticket_local_modified ON tickets(workspace_id, local_modified_at)
    WHERE local_modified_at IS NOT NULL;

CREATE TABLE events (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    aggregate_id TEXT NOT NULL,
    aggregate_type TEXT NOT NULL,
    event_type TEXT NOT NULL,
    event_data JSON TEXT NOT NULL,
    event_version INTEGER NOT NULL,
    created_at TIMESTAMP NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))
);

CREATE UNIQUE INDEX idx_event_aggregate ON events(aggregate_id, event_version);
CREATE INDEX idx_event_timestamp ON events(created_at);

-- The audit outlives the workspace: its id goes, its name stays.
CREATE TABLE sync_operations (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    workspace_id TEXT REFERENCES workspaces(id) ON DELETE SET NULL,
    workspace_name TEXT NOT NULL,
    operation TEXT NOT NULL CHECK(operation IN ('push', 'pull', 'resolve', 'sync', 'bulk', 'undo')),
    direction TEXT CHECK(direction IN ('local_to_remote', 'remote_to_local', 'bidirectional')),
    ticket_count INTEGER NOT NULL DEFAULT 0,
    success_count INTEGER NOT NULL DEFAULT 0,
    failure_count INTEGER NOT NULL DEFAULT 0,
    conflict_count INTEGER NOT NULL DEFAULT 0,
    duration_ms INTEGER NOT NULL DEFAULT 0,
    error_details JSON TEXT NOT NULL DEFAULT '[]',
    started_at TIMESTAMP NOT NULL,
    completed_at TIMESTAMP
);

CREATE INDEX idx_sync_workspace ON sync_operations(workspace_id);
CREATE INDEX idx_sync_timestamp ON sync_operations(started_at);

CREATE TABLE templates (
    seq INTEGER PRIMARY KEY,
    id TEXT UNIQUE NOT NULL,
    name TEXT UNIQUE NOT NULL,
    description TEXT,
    template_type TEXT NOT NULL CHECK(template_type IN ('ticket', 'epic', 'workflow')),
    structure JSON TEXT NOT NULL,
    parameters JSON TEXT,
    created_at TIMESTAMP NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
    updated_at TIMESTAMP NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))
);

CREATE TABLE preferences (
    key TEXT PRIMARY KEY,
    value JSON TEXT NOT NULL,
    updated_at TIMESTAMP NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))
);

CREATE TABLE jira_schema_cache (
    workspace_id TEXT PRIMARY KEY REFERENCES workspaces(id) ON DELETE CASCADE,
    project_key TEXT NOT NULL,
    fields JSON TEXT NOT NULL,
    issue_types JSON TEXT NOT NULL,
    cached_at TIMESTAMP NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
    expires_at TIMESTAMP NOT NULL
);

CREATE VIEW pending_sync AS
SELECT t.*, w.name AS workspace_name
FROM tickets t
JOIN workspaces w ON t.workspace_id = w.id
WHERE t.sync_status IN ('new', 'modified', 'conflict');

CREATE VIEW ticket_hierarchy AS
WITH RECURSIVE hierarchy AS (
    SELECT id, title, parent_id, issue_type, 0 AS level
    FROM tickets
    WHERE parent_id IS NULL

    UNION ALL

    SELECT t.id, t.title, t.parent_id, t.issue_type, h.level + 1
    FROM tickets t
    JOIN hierarchy h ON t.parent_id = h.id
)
SELECT * FROM hierarchy;

-- A writer that sets `updated_at` itself keeps its value.
CREATE TRIGGER update_workspace_timestamp
AFTER UPDATE OF name, jira_url, project_key, credential_ref, config ON workspaces
WHEN NEW.updated_at IS OLD.updated_at
    AND NEW.updated_at IS NOT strftime('%Y-%m-%dT%H:%M:%fZ', 'now')
BEGIN
    UPDATE workspaces SET updated_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now') WHERE seq = NEW.seq;
END;

-- Hashes, status and last_synced are the sync's own and have their own stamp.
CREATE TRIGGER update_ticket_timestamp
AFTER UPDATE OF jira_id, parent_id, issue_type, title, description, fields, acceptance_criteria ON tickets
WHEN NEW.updated_at IS OLD.updated_at
    AND NEW.updated_at IS NOT strftime('%Y-%m-%dT%H:%M:%fZ', 'now')
BEGIN
    UPDATE tickets SET updated_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now') WHERE seq = NEW.seq;
END;

CREATE TRIGGER increment_ticket_version
AFTER UPDATE OF local_hash ON tickets
WHEN OLD.local_hash IS NOT NEW.local_hash
BEGIN
    UPDATE tickets SET version = OLD.version + 1 WHERE seq = NEW.seq;
END;

-- A parent lives in the same workspace, or deleting one workspace would tear another.
CREATE TRIGGER ticket_parent_insert
BEFORE INSERT ON tickets
WHEN NEW.parent_id IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM tickets WHERE id = NEW.parent_id AND workspace_id = NEW.workspace_id)
BEGIN
    SELECT RAISE(ABORT, 'ticket_parent');
END;

CREATE TRIGGER ticket_parent_update
BEFORE UPDATE OF parent_id, workspace_id ON tickets
WHEN NEW.parent_id IS NOT NULL
    AND (NEW.parent_id = NEW.id OR NOT EXISTS (
        SELECT 1 FROM tickets WHERE id = NEW.parent_id AND workspace_id = NEW.workspace_id))
BEGIN
    SELECT RAISE(ABORT, 'ticket_parent');
END;
