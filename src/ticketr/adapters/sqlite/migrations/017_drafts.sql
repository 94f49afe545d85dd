-- Comments on their way to Jira (docs/decisions/0081).
CREATE TABLE drafts (
    id TEXT PRIMARY KEY,
    workspace_id TEXT NOT NULL REFERENCES workspaces(id) ON DELETE CASCADE,
    ticket_id TEXT NOT NULL REFERENCES tickets(id) ON DELETE CASCADE,
    kind TEXT NOT NULL CHECK(kind IN ('new', 'changed', 'removed')),
    text JSON TEXT NOT NULL,
    comment_id TEXT NOT NULL,
    base JSON TEXT NOT NULL,
    tried INTEGER NOT NULL,
    created_at TIMESTAMP NOT NULL
);

CREATE INDEX idx_draft_workspace ON drafts(workspace_id, created_at);
CREATE INDEX idx_draft_ticket ON drafts(ticket_id);

-- What somebody wrote is not lost with its ticket.
CREATE TRIGGER drafts_to_attic BEFORE DELETE ON tickets
WHEN EXISTS (SELECT 1 FROM drafts WHERE ticket_id = OLD.id AND kind <> 'removed')
    AND EXISTS (SELECT 1 FROM workspaces WHERE id = OLD.workspace_id)
BEGIN
    INSERT INTO attic (workspace_id, ticket_id, jira_id, field, side, value, reason, kept_at)
    SELECT d.workspace_id, d.ticket_id, OLD.jira_id, 'comment', 'local', d.text,
        'its ticket was taken out before it was sent', strftime('%Y-%m-%dT%H:%M:%fZ', 'now')
    FROM drafts d WHERE d.ticket_id = OLD.id AND d.kind <> 'removed';
END;
