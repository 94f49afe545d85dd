-- Full-text search over title, description and acceptance criteria (docs/decisions/0010).
-- The content is read through a view, because the criteria are JSON in the table and text in the index;
-- it counts by itself because FTS5 reads its content without virtual tables, json_each among them.

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
    END AS acceptance_criteria
FROM tickets;

CREATE VIRTUAL TABLE tickets_fts USING fts5(
    title,
    description,
    acceptance_criteria,
    content='tickets_text',
    content_rowid='seq'
);

INSERT INTO tickets_fts(tickets_fts) VALUES ('rebuild');

CREATE TRIGGER tickets_fts_insert AFTER INSERT ON tickets
BEGIN
    INSERT INTO tickets_fts(rowid, title, description, acceptance_criteria)
    SELECT seq, title, description, acceptance_criteria FROM tickets_text WHERE seq = NEW.seq;
END;

-- What leaves the index must be exactly what went into it, so it leaves before the row changes.
CREATE TRIGGER tickets_fts_before_update
BEFORE UPDATE OF seq, title, description, acceptance_criteria ON tickets
WHEN OLD.title IS NOT NEW.title
    OR OLD.description IS NOT NEW.description
    OR OLD.acceptance_criteria IS NOT NEW.acceptance_criteria
    OR OLD.seq IS NOT NEW.seq
BEGIN
    INSERT INTO tickets_fts(tickets_fts, rowid, title, description, acceptance_criteria)
    SELECT 'delete', seq, title, description, acceptance_criteria FROM tickets_text WHERE seq = OLD.seq;
END;

CREATE TRIGGER tickets_fts_update
AFTER UPDATE OF seq, title, description, acceptance_criteria ON tickets
WHEN OLD.title IS NOT NEW.title
    OR OLD.description IS NOT NEW.description
    OR OLD.acceptance_criteria IS NOT NEW.acceptance_criteria
    OR OLD.seq IS NOT NEW.seq
BEGIN
    INSERT INTO tickets_fts(rowid, title, description, acceptance_criteria)
    SELECT seq, title, description, acceptance_criteria FROM tickets_text WHERE seq = NEW.seq;
END;

CREATE TRIGGER tickets_fts_delete BEFORE DELETE ON tickets
BEGIN
    INSERT INTO tickets_fts(tickets_fts, rowid, title, description, acceptance_criteria)
    SELECT 'delete', seq, title, description, acceptance_criteria FROM tickets_text WHERE seq = OLD.seq;
END;
