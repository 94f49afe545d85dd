-- What a ticket is one of several of: members of its sets (labels, components, versions, people), its sprints by
-- number ($sprints), and short values of custom fields. Found by value; compared without regard to case.
CREATE TABLE ticket_members (
    field TEXT NOT NULL,
    value TEXT NOT NULL COLLATE NOCASE,
    ticket_seq INTEGER NOT NULL,
    PRIMARY KEY (field, value, ticket_seq)
) WITHOUT ROWID;

CREATE VIEW ticket_values (ticket_seq, field, value) AS
SELECT t.seq, f.key, m.value
FROM tickets t, json_each(t.fields) f, json_each(iif(f.type = 'array', f.value, '[]')) m
WHERE m.type = 'text'
UNION ALL
SELECT t.seq, f.key, f.value
FROM tickets t, json_each(t.fields) f
WHERE f.type = 'text' AND f.key GLOB 'customfield_*' AND length(f.value) <= 60
UNION ALL
SELECT t.seq, '$sprints', m.value
FROM tickets t, json_each(t.sprints) m
WHERE m.type = 'text';

CREATE TRIGGER ticket_members_insert AFTER INSERT ON tickets
BEGIN
    INSERT OR IGNORE INTO ticket_members (field, value, ticket_seq)
    SELECT field, value, ticket_seq FROM ticket_values WHERE ticket_seq = NEW.seq;
END;

-- What is taken out is what the row held, so it goes before the row changes.
CREATE TRIGGER ticket_members_before_update BEFORE UPDATE OF seq, fields, sprints ON tickets
WHEN OLD.fields IS NOT NEW.fields OR OLD.sprints IS NOT NEW.sprints OR OLD.seq IS NOT NEW.seq
BEGIN
    DELETE FROM ticket_members
    WHERE (field, value, ticket_seq) IN (SELECT field, value, ticket_seq FROM ticket_values WHERE ticket_seq = OLD.seq);
END;

CREATE TRIGGER ticket_members_update AFTER UPDATE OF seq, fields, sprints ON tickets
WHEN OLD.fields IS NOT NEW.fields OR OLD.sprints IS NOT NEW.sprints OR OLD.seq IS NOT NEW.seq
BEGIN
    INSERT OR IGNORE INTO ticket_members (field, value, ticket_seq)
    SELECT field, value, ticket_seq FROM ticket_values WHERE ticket_seq = NEW.seq;
END;

CREATE TRIGGER ticket_members_delete BEFORE DELETE ON tickets
BEGIN
    DELETE FROM ticket_members
    WHERE (field, value, ticket_seq) IN (SELECT field, value, ticket_seq FROM ticket_values WHERE ticket_seq = OLD.seq);
END;

INSERT OR IGNORE INTO ticket_members (field, value, ticket_seq)
SELECT field, value, ticket_seq FROM ticket_values ORDER BY field, value, ticket_seq;

CREATE INDEX idx_ticket_reporter ON tickets(workspace_id, json_extract(fields, '$.reporter'));
CREATE INDEX idx_ticket_due ON tickets(workspace_id, json_extract(fields, '$.duedate'));
