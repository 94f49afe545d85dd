-- What was once: keys that tickets had before they moved, and what documents showed before ticketr wrote into them.

CREATE TABLE former_keys (
    workspace_id TEXT NOT NULL REFERENCES workspaces(id) ON DELETE CASCADE,
    jira_id TEXT NOT NULL,
    ticket_id TEXT NOT NULL REFERENCES tickets(id) ON DELETE CASCADE,
    PRIMARY KEY (workspace_id, jira_id)
) WITHOUT ROWID;

CREATE INDEX idx_former_ticket ON former_keys(ticket_id);

CREATE TRIGGER key_changed AFTER UPDATE OF jira_id ON tickets
WHEN OLD.jira_id IS NOT NULL AND NEW.jira_id IS NOT OLD.jira_id
BEGIN
    INSERT OR REPLACE INTO former_keys (workspace_id, jira_id, ticket_id)
    VALUES (OLD.workspace_id, OLD.jira_id, OLD.id);
END;

-- Per field: the values it had in the document before ticketr wrote another, each with the number of the write.
ALTER TABLE document_tickets ADD COLUMN past JSON TEXT NOT NULL DEFAULT '{}';
