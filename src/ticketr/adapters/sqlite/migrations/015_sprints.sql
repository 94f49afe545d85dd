-- When a sprint begins and ends, as far as Jira says it.
ALTER TABLE site_values ADD COLUMN starts_at TIMESTAMP;
ALTER TABLE site_values ADD COLUMN ends_at TIMESTAMP;
