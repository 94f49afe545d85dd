-- How far each workspace was pulled; `run_*` is a pull that has not come to its end.
CREATE TABLE pull_cursors (
    workspace_id TEXT PRIMARY KEY REFERENCES workspaces(id) ON DELETE CASCADE,
    fingerprint TEXT NOT NULL,
    read_server TIMESTAMP,
    read_machine TIMESTAMP,
    scanned_at TIMESTAMP,
    retry JSON TEXT NOT NULL DEFAULT '[]',
    run_server TIMESTAMP,
    run_machine TIMESTAMP,
    run_since TIMESTAMP,
    run_reached TIMESTAMP
);

-- Tickets whose parent is named, but was not here when they came.
CREATE INDEX idx_ticket_orphan ON tickets(workspace_id, json_extract(fields, '$.parent'))
    WHERE parent_id IS NULL AND json_extract(fields, '$.parent') IS NOT NULL;
