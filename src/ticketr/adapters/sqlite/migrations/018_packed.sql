-- The base of a ticket is one compressed value (docs/decisions/0085).
CREATE TABLE packed_bases (
    ticket_id TEXT PRIMARY KEY REFERENCES tickets(id) ON DELETE CASCADE,
    fields BLOB NOT NULL
);
INSERT INTO packed_bases (ticket_id, fields)
SELECT ticket_id, ticketr_packed(rowid, field, raw, value) FROM ticket_bases GROUP BY ticket_id;
DROP TABLE ticket_bases;
ALTER TABLE packed_bases RENAME TO ticket_bases;
