CREATE TABLE IF NOT EXISTS site (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS sequences (name TEXT PRIMARY KEY, value INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS issues (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    project TEXT NOT NULL,
    number INTEGER NOT NULL,
    type TEXT NOT NULL,
    status TEXT NOT NULL,
    priority INTEGER,
    resolution TEXT,
    assignee TEXT,
    reporter TEXT,
    creator TEXT NOT NULL,
    parent INTEGER,
    summary TEXT NOT NULL,
    created INTEGER NOT NULL,
    updated INTEGER NOT NULL,
    status_changed INTEGER NOT NULL,
    resolved INTEGER,
    "values" TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS issues_by_place ON issues (project, number);
CREATE INDEX IF NOT EXISTS issues_by_parent ON issues (parent);
CREATE INDEX IF NOT EXISTS issues_by_update ON issues (updated, id);
CREATE INDEX IF NOT EXISTS issues_by_creation ON issues (created, id);
CREATE INDEX IF NOT EXISTS issues_by_key ON issues (rtrim(key, '0123456789'), number, id);
CREATE INDEX IF NOT EXISTS issues_by_project ON issues (project);
-- the usual pages of a project, in the order that they are asked for
CREATE INDEX IF NOT EXISTS project_by_update ON issues (project, updated, id);
CREATE INDEX IF NOT EXISTS project_by_creation ON issues (project, created, id);
CREATE INDEX IF NOT EXISTS project_by_key ON issues (project, rtrim(key, '0123456789'), number, id);
-- every key an issue has ever had
CREATE TABLE IF NOT EXISTS issue_keys (key TEXT PRIMARY KEY COLLATE NOCASE, issue INTEGER NOT NULL);
-- what JQL can find, one row per value of a field
CREATE TABLE IF NOT EXISTS issue_index (issue INTEGER NOT NULL, field TEXT NOT NULL, text TEXT COLLATE NOCASE, number REAL);
CREATE INDEX IF NOT EXISTS index_by_issue ON issue_index (issue, field);
CREATE INDEX IF NOT EXISTS index_by_text ON issue_index (field, text, issue);
CREATE INDEX IF NOT EXISTS index_by_number ON issue_index (field, number, issue);
CREATE TABLE IF NOT EXISTS properties (issue INTEGER NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (issue, key));
CREATE TABLE IF NOT EXISTS changes (id INTEGER PRIMARY KEY, issue INTEGER NOT NULL, author TEXT NOT NULL, created INTEGER NOT NULL, items TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS changes_by_issue ON changes (issue);
CREATE TABLE IF NOT EXISTS comments (id INTEGER PRIMARY KEY, issue INTEGER NOT NULL, author TEXT NOT NULL, editor TEXT NOT NULL, created INTEGER NOT NULL, updated INTEGER NOT NULL, body TEXT NOT NULL, text TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS comments_by_issue ON comments (issue);
CREATE TABLE IF NOT EXISTS links (id INTEGER PRIMARY KEY, type TEXT NOT NULL, source INTEGER NOT NULL, target INTEGER NOT NULL, UNIQUE (type, source, target));
CREATE INDEX IF NOT EXISTS links_by_target ON links (target);
CREATE INDEX IF NOT EXISTS links_by_source ON links (source);
-- whatever is kept as a document: worklogs, remote links, filters, webhooks, sprints, versions, components
CREATE TABLE IF NOT EXISTS rows (kind TEXT NOT NULL, id INTEGER NOT NULL, owner INTEGER NOT NULL, body TEXT NOT NULL, PRIMARY KEY (kind, id));
CREATE INDEX IF NOT EXISTS rows_by_owner ON rows (kind, owner);
-- who watches an issue, who votes for it
CREATE TABLE IF NOT EXISTS marks (kind TEXT NOT NULL, issue INTEGER NOT NULL, account TEXT NOT NULL, PRIMARY KEY (kind, issue, account)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS attachments (id INTEGER PRIMARY KEY, issue INTEGER NOT NULL, author TEXT NOT NULL, created INTEGER NOT NULL, name TEXT NOT NULL, mime TEXT NOT NULL, size INTEGER NOT NULL, content BLOB NOT NULL);
CREATE INDEX IF NOT EXISTS attachments_by_issue ON attachments (issue);
CREATE TABLE IF NOT EXISTS ranks (issue INTEGER PRIMARY KEY, rank REAL NOT NULL);
