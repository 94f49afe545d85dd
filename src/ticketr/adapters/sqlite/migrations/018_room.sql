-- The base of a ticket is one compressed value (docs/decisions/0085).
CREATE TABLE packed_bases (
    ticket_id TEXT PRIMARY KEY REFERENCES tickets(id) ON DELETE CASCADE,
    fields BLOB NOT NULL
);
INSERT INTO packed_bases (ticket_id, fields)
SELECT ticket_id, ticketr_packed(rowid, field, raw, value) FROM ticket_bases GROUP BY ticket_id;
DROP TABLE ticket_bases;
ALTER TABLE packed_bases RENAME TO ticket_bases;

-- Comments are kept once, as rows; the index reads them there (docs/decisions/0085).
DROP TRIGGER tickets_fts_insert;
DROP TRIGGER tickets_fts_before_update;
DROP TRIGGER tickets_fts_update;
DROP TRIGGER tickets_fts_delete;
DROP VIEW tickets_text;
ALTER TABLE tickets DROP COLUMN comments;
ALTER TABLE comments ADD COLUMN runs TEXT;
UPDATE comments SET runs = ticketr_runs(CAST(body AS BLOB)) WHERE ticketr_runs(CAST(body AS BLOB)) IS NOT NULL;

CREATE VIEW tickets_text AS
SELECT
    seq,
    title,
    description,
    CASE json_type(acceptance_criteria)
        WHEN 'array' THEN (
            WITH RECURSIVE item(n) AS (
                SELECT 0 UNION ALL SELECT n + 1 FROM item WHERE n + 1 < json_array_length(acceptance_criteria)
            )
            SELECT group_concat(json_extract(acceptance_criteria, '$[' || n || ']'), char(10)) FROM item
        )
        ELSE acceptance_criteria ->> '$'
    END AS acceptance_criteria,
    others,
    labels,
    (
        SELECT group_concat(said, char(10)) FROM (
            SELECT body || coalesce(char(10) || runs, '') AS said FROM comments WHERE ticket_id = tickets.id
            ORDER BY created_at, comment_id
        )
    ) AS comments,
    cjk,
    workspace_id AS workspace
FROM tickets;

INSERT INTO tickets_fts(tickets_fts) SELECT 'rebuild' WHERE EXISTS (SELECT 1 FROM comments);

CREATE TRIGGER tickets_fts_insert AFTER INSERT ON tickets
BEGIN
    INSERT INTO tickets_fts(
        rowid, title, description, acceptance_criteria, others, labels, comments, cjk, workspace)
    SELECT seq, title, description, acceptance_criteria, others, labels, comments, cjk, workspace
    FROM tickets_text WHERE seq = NEW.seq;
END;

-- What leaves the index must be exactly what went into it, so it leaves before the row changes.
CREATE TRIGGER tickets_fts_before_update
BEFORE UPDATE OF seq, workspace_id, title, description, acceptance_criteria, others, labels, cjk ON tickets
WHEN OLD.title IS NOT NEW.title
    OR OLD.description IS NOT NEW.description
    OR OLD.acceptance_criteria IS NOT NEW.acceptance_criteria
    OR OLD.others IS NOT NEW.others
    OR OLD.labels IS NOT NEW.labels
    OR OLD.cjk IS NOT NEW.cjk
    OR OLD.workspace_id IS NOT NEW.workspace_id
    OR OLD.seq IS NOT NEW.seq
BEGIN
    INSERT INTO tickets_fts(
        tickets_fts, rowid, title, description, acceptance_criteria, others, labels, comments, cjk, workspace)
    SELECT 'delete', seq, title, description, acceptance_criteria, others, labels, comments, cjk, workspace
    FROM tickets_text WHERE seq = OLD.seq;
END;

CREATE TRIGGER tickets_fts_update
AFTER UPDATE OF seq, workspace_id, title, description, acceptance_criteria, others, labels, cjk ON tickets
WHEN OLD.title IS NOT NEW.title
    OR OLD.description IS NOT NEW.description
    OR OLD.acceptance_criteria IS NOT NEW.acceptance_criteria
    OR OLD.others IS NOT NEW.others
    OR OLD.labels IS NOT NEW.labels
    OR OLD.cjk IS NOT NEW.cjk
    OR OLD.workspace_id IS NOT NEW.workspace_id
    OR OLD.seq IS NOT NEW.seq
BEGIN
    INSERT INTO tickets_fts(
        rowid, title, description, acceptance_criteria, others, labels, comments, cjk, workspace)
    SELECT seq, title, description, acceptance_criteria, others, labels, comments, cjk, workspace
    FROM tickets_text WHERE seq = NEW.seq;
END;

CREATE TRIGGER tickets_fts_delete BEFORE DELETE ON tickets
BEGIN
    INSERT INTO tickets_fts(
        tickets_fts, rowid, title, description, acceptance_criteria, others, labels, comments, cjk, workspace)
    SELECT 'delete', seq, title, description, acceptance_criteria, others, labels, comments, cjk, workspace
    FROM tickets_text WHERE seq = OLD.seq;
END;
