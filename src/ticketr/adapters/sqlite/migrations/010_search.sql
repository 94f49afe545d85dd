-- Search over everything that a ticket says (docs/decisions/0073).

-- What is said of a ticket in Jira, as it was read there.
CREATE TABLE comments (
    ticket_id TEXT NOT NULL REFERENCES tickets(id) ON DELETE CASCADE,
    comment_id TEXT NOT NULL,
    author TEXT NOT NULL,
    author_name TEXT NOT NULL,
    body TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    PRIMARY KEY (ticket_id, comment_id)
);

-- Which of its states (Jira's `updated`) a ticket's comments were read at.
CREATE TABLE comment_reads (
    ticket_id TEXT PRIMARY KEY REFERENCES tickets(id) ON DELETE CASCADE,
    read_at TIMESTAMP NOT NULL
);

-- The project's fields whose values are searched: `place` is the column of the index.
CREATE TABLE searched_fields (
    workspace_id TEXT NOT NULL REFERENCES workspaces(id) ON DELETE CASCADE,
    field TEXT NOT NULL,
    place TEXT NOT NULL CHECK(place IN ('others', 'labels')),
    PRIMARY KEY (workspace_id, field)
) WITHOUT ROWID;

INSERT OR IGNORE INTO searched_fields (workspace_id, field, place)
SELECT c.workspace_id, f.value ->> 0, iif(f.value ->> 2 IN ('text', 'rich'), 'others', 'labels')
FROM jira_schema_cache c, json_each(c.fields) f
WHERE f.value ->> 2 IN ('text', 'rich', 'labels', 'options') AND f.value ->> 0 NOT IN ('summary', 'description');

-- Every word as it is written, folded, with about how many tickets hold it: prefixes and misspelt words are looked
-- up here, for the index knows stems alone. Words that no ticket holds any more may stay.
CREATE TABLE words (
    word TEXT PRIMARY KEY,
    hits INTEGER NOT NULL
) WITHOUT ROWID;

DROP TRIGGER tickets_fts_insert;
DROP TRIGGER tickets_fts_before_update;
DROP TRIGGER tickets_fts_update;
DROP TRIGGER tickets_fts_delete;
DROP TABLE tickets_fts;

-- Texts and names in the other fields; the comments' texts; what holds words without spaces between them.
ALTER TABLE tickets ADD COLUMN others TEXT;
ALTER TABLE tickets ADD COLUMN labels TEXT;
ALTER TABLE tickets ADD COLUMN comments TEXT;
ALTER TABLE tickets ADD COLUMN cjk TEXT;

UPDATE tickets SET
    others = ticketr_with_runs(CAST((
        SELECT group_concat(f.value, char(10)) FROM json_each(tickets.fields) f
        WHERE f.type = 'text' AND (f.key = 'environment' OR f.key IN (
            SELECT field FROM searched_fields s
            WHERE s.workspace_id = tickets.workspace_id AND s.place = 'others'))
    ) AS BLOB)),
    labels = ticketr_with_runs(CAST((
        SELECT group_concat(v.value, char(10)) FROM json_each(tickets.fields) f,
            json_each(iif(f.type = 'array', f.value, '[]')) v
        WHERE f.type = 'array' AND v.type = 'text'
            AND (f.key IN ('labels', 'components', 'fixVersions', 'versions') OR f.key IN (
                SELECT field FROM searched_fields s
                WHERE s.workspace_id = tickets.workspace_id AND s.place = 'labels'))
    ) AS BLOB)),
    cjk = (
        SELECT ticketr_runs(CAST(v.title AS BLOB), CAST(v.description AS BLOB), CAST(v.acceptance_criteria AS BLOB))
        FROM tickets_text v WHERE v.seq = tickets.seq
    );

DROP VIEW tickets_text;
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
    comments,
    cjk,
    workspace_id AS workspace
FROM tickets;

CREATE VIRTUAL TABLE tickets_fts USING fts5(
    title,
    description,
    acceptance_criteria,
    others,
    labels,
    comments,
    cjk,
    workspace,
    content='tickets_text',
    content_rowid='seq',
    tokenize='porter unicode61 remove_diacritics 2'
);

INSERT INTO tickets_fts(tickets_fts) VALUES ('rebuild');

-- The words that are there already, out of an index without stems that is made for this alone.
CREATE VIRTUAL TABLE words_once USING fts5(
    title,
    description,
    acceptance_criteria,
    others,
    labels,
    content='tickets_text',
    content_rowid='seq',
    detail='none',
    tokenize='unicode61 remove_diacritics 2'
);
INSERT INTO words_once(words_once) VALUES ('rebuild');
CREATE VIRTUAL TABLE words_counted USING fts5vocab(words_once, 'row');
INSERT INTO words (word, hits) SELECT term, doc FROM words_counted WHERE length(CAST(term AS BLOB)) <= 64;
DROP TABLE words_counted;
DROP TABLE words_once;

CREATE TRIGGER tickets_fts_insert AFTER INSERT ON tickets
BEGIN
    INSERT INTO tickets_fts(
        rowid, title, description, acceptance_criteria, others, labels, comments, cjk, workspace)
    SELECT seq, title, description, acceptance_criteria, others, labels, comments, cjk, workspace
    FROM tickets_text WHERE seq = NEW.seq;
END;

-- What leaves the index must be exactly what went into it, so it leaves before the row changes.
CREATE TRIGGER tickets_fts_before_update
BEFORE UPDATE OF seq, workspace_id, title, description, acceptance_criteria, others, labels, comments, cjk ON tickets
WHEN OLD.title IS NOT NEW.title
    OR OLD.description IS NOT NEW.description
    OR OLD.acceptance_criteria IS NOT NEW.acceptance_criteria
    OR OLD.others IS NOT NEW.others
    OR OLD.labels IS NOT NEW.labels
    OR OLD.comments IS NOT NEW.comments
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
AFTER UPDATE OF seq, workspace_id, title, description, acceptance_criteria, others, labels, comments, cjk ON tickets
WHEN OLD.title IS NOT NEW.title
    OR OLD.description IS NOT NEW.description
    OR OLD.acceptance_criteria IS NOT NEW.acceptance_criteria
    OR OLD.others IS NOT NEW.others
    OR OLD.labels IS NOT NEW.labels
    OR OLD.comments IS NOT NEW.comments
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
