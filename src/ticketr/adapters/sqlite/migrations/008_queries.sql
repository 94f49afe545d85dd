-- What queries ask for beside a ticket's own values.

-- Jira's stamps of a ticket, NULL where it was never pulled; `sprints` are the numbers of all it was in.
ALTER TABLE tickets ADD COLUMN jira_created TIMESTAMP;
ALTER TABLE tickets ADD COLUMN jira_updated TIMESTAMP;
ALTER TABLE tickets ADD COLUMN resolved_at TIMESTAMP;
ALTER TABLE tickets ADD COLUMN creator TEXT;
ALTER TABLE tickets ADD COLUMN sprints JSON TEXT NOT NULL DEFAULT '[]';

CREATE INDEX idx_ticket_type ON tickets(workspace_id, issue_type);
CREATE INDEX idx_ticket_assignee ON tickets(workspace_id, json_extract(fields, '$.assignee'));
CREATE INDEX idx_ticket_jira_created ON tickets(workspace_id, coalesce(jira_created, created_at));
CREATE INDEX idx_ticket_jira_updated ON tickets(workspace_id, coalesce(jira_updated, updated_at));
CREATE INDEX idx_ticket_key ON tickets(
    workspace_id,
    jira_id IS NULL,
    substr(jira_id, 1, instr(jira_id, '-')),
    CAST(substr(jira_id, instr(jira_id, '-') + 1) AS INTEGER)
);

-- Values that Jira has more to say of than a name: `field` is status, sprint or a field's id; `state` a status's
-- category, a sprint's or a version's state.
CREATE TABLE site_values (
    workspace_id TEXT NOT NULL REFERENCES workspaces(id) ON DELETE CASCADE,
    field TEXT NOT NULL,
    jira_id TEXT NOT NULL,
    name TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (workspace_id, field, jira_id)
);

-- The account that a workspace logs in with.
CREATE TABLE accounts (
    workspace_id TEXT PRIMARY KEY REFERENCES workspaces(id) ON DELETE CASCADE,
    account TEXT NOT NULL,
    time_zone TEXT NOT NULL DEFAULT '',
    locale TEXT NOT NULL DEFAULT ''
);

-- Named queries; without a workspace they are known in all of them.
CREATE TABLE aliases (
    seq INTEGER PRIMARY KEY,
    workspace_id TEXT REFERENCES workspaces(id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    query TEXT NOT NULL,
    description TEXT NOT NULL DEFAULT '',
    updated_at TIMESTAMP NOT NULL
);

CREATE UNIQUE INDEX idx_alias_name ON aliases(ifnull(workspace_id, ''), name);

-- Words are found in their other forms (pay: paying, pays), as Jira finds them, and without accents.
DROP TABLE tickets_fts;
CREATE VIRTUAL TABLE tickets_fts USING fts5(
    title,
    description,
    acceptance_criteria,
    content='tickets_text',
    content_rowid='seq',
    tokenize='porter unicode61 remove_diacritics 2'
);

INSERT INTO tickets_fts(tickets_fts) VALUES ('rebuild');
