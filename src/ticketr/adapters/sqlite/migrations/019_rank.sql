-- Where a ticket stands on boards (Jira's field Rank), as the last pull saw it.
ALTER TABLE tickets ADD COLUMN rank TEXT;
CREATE INDEX idx_ticket_rank ON tickets(workspace_id, (rank IS NULL), rank, seq);
