-- What took longer the more tickets there are (docs/decisions/0092).

-- Somebody's tickets in the order of `updated`, with the status that mostly is asked for beside: the first page of "my
-- open tickets" is a walk, and they are counted without being read.
CREATE INDEX idx_ticket_assigned ON tickets(
    workspace_id,
    json_extract(fields, '$.assignee'),
    coalesce(jira_updated, updated_at),
    json_extract(fields, '$.status')
);

-- Made anew, last: of indexes that serve alike SQLite takes the newest. The first gives the tickets as they lie; the
-- second those whose history is missing.
DROP INDEX idx_ticket_workspace;
CREATE INDEX idx_ticket_workspace ON tickets(workspace_id);
DROP INDEX idx_ticket_unrecorded;
CREATE INDEX idx_ticket_unrecorded ON tickets(workspace_id)
    WHERE jira_id IS NOT NULL AND history_at IS NOT coalesce(jira_updated, '');

-- How many tickets a workspace has in each state; kept by triggers. A state that no ticket is in has no row.
CREATE TABLE ticket_counts (
    workspace_id TEXT NOT NULL,
    sync_status TEXT NOT NULL,
    tickets INTEGER NOT NULL,
    PRIMARY KEY (workspace_id, sync_status)
) WITHOUT ROWID;

INSERT INTO ticket_counts (workspace_id, sync_status, tickets)
SELECT workspace_id, sync_status, count(*) FROM tickets GROUP BY workspace_id, sync_status;

CREATE TRIGGER ticket_counts_insert AFTER INSERT ON tickets
BEGIN
    INSERT INTO ticket_counts (workspace_id, sync_status, tickets) VALUES (NEW.workspace_id, NEW.sync_status, 1)
    ON CONFLICT (workspace_id, sync_status) DO UPDATE SET tickets = tickets + 1;
END;

CREATE TRIGGER ticket_counts_update AFTER UPDATE OF workspace_id, sync_status ON tickets
WHEN OLD.sync_status IS NOT NEW.sync_status OR OLD.workspace_id IS NOT NEW.workspace_id
BEGIN
    UPDATE ticket_counts SET tickets = tickets - 1
    WHERE workspace_id = OLD.workspace_id AND sync_status = OLD.sync_status;
    DELETE FROM ticket_counts
    WHERE workspace_id = OLD.workspace_id AND sync_status = OLD.sync_status AND tickets = 0;
    INSERT INTO ticket_counts (workspace_id, sync_status, tickets) VALUES (NEW.workspace_id, NEW.sync_status, 1)
    ON CONFLICT (workspace_id, sync_status) DO UPDATE SET tickets = tickets + 1;
END;

CREATE TRIGGER ticket_counts_delete AFTER DELETE ON tickets
BEGIN
    UPDATE ticket_counts SET tickets = tickets - 1
    WHERE workspace_id = OLD.workspace_id AND sync_status = OLD.sync_status;
    DELETE FROM ticket_counts
    WHERE workspace_id = OLD.workspace_id AND sync_status = OLD.sync_status AND tickets = 0;
END;
