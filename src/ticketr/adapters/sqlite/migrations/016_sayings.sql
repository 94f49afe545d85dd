-- Who said something since when, and what was said last.
CREATE INDEX idx_comment_author ON comments(author, updated_at);
CREATE INDEX idx_comment_time ON comments(created_at);
