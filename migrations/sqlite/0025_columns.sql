-- +goose Up

-- What somebody said of the columns of a staff list, by its header, for the next
-- list with the same one. The key is a hash over the names of the columns.
CREATE TABLE known_headers (
  header_key text PRIMARY KEY,
  mapping text NOT NULL,
  used_at datetime NOT NULL
);
CREATE INDEX known_headers_used ON known_headers (used_at);

-- The errand that takes a large list in, so that there is one at a time.
ALTER TABLE staff_lists ADD COLUMN errand text NOT NULL DEFAULT '';

-- +goose Down
ALTER TABLE staff_lists DROP COLUMN errand;
DROP TABLE known_headers;
