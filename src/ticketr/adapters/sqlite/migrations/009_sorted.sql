-- The orders of `list` that had no index: a page of them is a walk, not a sort of the whole workspace.
CREATE INDEX idx_ticket_title ON tickets(workspace_id, title COLLATE NOCASE);
CREATE INDEX idx_ticket_type_name ON tickets(workspace_id, issue_type COLLATE NOCASE);
CREATE INDEX idx_ticket_status_name ON tickets(workspace_id, json_extract(fields, '$.status') COLLATE NOCASE);
