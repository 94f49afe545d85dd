-- Jira's own history by field, so that queries and statistics find it: which value came after which, and until when
-- it stayed (NULL: it is there still). `n` counts the changes of one field of one ticket from 1. What Jira notes
-- only as a text has no id; texts that are longer than any name are left to `changelog`.
CREATE TABLE changelog_items (
    ticket INTEGER NOT NULL REFERENCES tickets(seq) ON DELETE CASCADE,
    field TEXT NOT NULL,
    n INTEGER NOT NULL,
    workspace_id TEXT NOT NULL,
    from_id TEXT NOT NULL,
    from_text TEXT NOT NULL,
    to_id TEXT NOT NULL,
    to_text TEXT NOT NULL,
    author TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    until TIMESTAMP,
    PRIMARY KEY (ticket, field, n)
) WITHOUT ROWID;

CREATE INDEX idx_item_value ON changelog_items(workspace_id, field, to_id, to_text);
CREATE INDEX idx_item_time ON changelog_items(workspace_id, field, created_at);
CREATE INDEX idx_changelog_author ON changelog(workspace_id, author, created_at);
CREATE INDEX idx_ticket_creator ON tickets(workspace_id, creator) WHERE creator IS NOT NULL;

INSERT INTO changelog_items
SELECT t.seq, f.value, row_number() OVER w, c.workspace_id, coalesce(i.value ->> 4, ''), i.value ->> 2,
    coalesce(i.value ->> 5, ''), i.value ->> 3, c.author, c.created_at, lead(c.created_at) OVER w
FROM changelog c JOIN tickets t ON t.id = c.ticket_id, json_each(c.items) i, json_each(json_array(
    CASE WHEN i.value ->> 0 <> '' THEN i.value ->> 0 WHEN lower(i.value ->> 1) = 'fix version' THEN 'fixVersions'
        ELSE lower(i.value ->> 1) END)) f
WHERE length(i.value ->> 2) + length(i.value ->> 3) <= 1000
WINDOW w AS (PARTITION BY t.seq, f.value ORDER BY c.created_at, CAST(c.entry_id AS INTEGER), c.entry_id, i.key);

-- Jira's `updated` of the ticket when all of its history was read ('' where that was not known), NULL where it was
-- not: the history is all here while the two are the same.
ALTER TABLE tickets ADD COLUMN history_at TIMESTAMP;

UPDATE tickets SET history_at = jira_updated
WHERE EXISTS (
    SELECT 1 FROM changelog_reads r WHERE r.ticket_id = id AND r.complete AND r.read_at >= jira_updated
);

CREATE INDEX idx_ticket_unrecorded ON tickets(workspace_id)
    WHERE jira_id IS NOT NULL AND history_at IS NOT coalesce(jira_updated, '');
