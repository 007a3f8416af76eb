-- +goose Up

-- A file that belongs to a record. What kind of record that is, and who may see
-- it, its own room says. A row is there as long as bytes may be: it is made before
-- they are kept, and removed after them.
CREATE TABLE attachments (
  id text PRIMARY KEY,
  owner_id text NOT NULL REFERENCES persons (id),
  -- Both are set when it is kept for the record.
  record_kind text NOT NULL DEFAULT '',
  record_id text,
  name text NOT NULL,
  content_type text NOT NULL,
  size integer NOT NULL CHECK (size > 0),
  -- Of the bytes as kept, in hexadecimal digits.
  sha256 text NOT NULL,
  -- Of a photo, in pixels; 0 for others.
  width integer NOT NULL DEFAULT 0,
  height integer NOT NULL DEFAULT 0,
  -- What is on a photo, for those who cannot see it.
  description text NOT NULL DEFAULT '',
  -- Which store has the bytes.
  kept_in text NOT NULL CHECK (kept_in IN ('database', 'bucket')),
  state text NOT NULL CHECK (state IN ('arriving', 'kept', 'removed', 'gone')),
  state_since datetime NOT NULL,
  created_at datetime NOT NULL,
  version integer NOT NULL DEFAULT 1,
  CHECK (state IN ('arriving', 'gone') OR (record_kind <> '' AND record_id IS NOT NULL))
);
CREATE INDEX attachments_record ON attachments (record_kind, record_id, state);
CREATE INDEX attachments_owner ON attachments (owner_id, state);
CREATE INDEX attachments_leaving ON attachments (state, state_since) WHERE state <> 'kept';

-- The bytes of files that are kept in the database, cut into pieces.
CREATE TABLE file_chunks (
  file_id text NOT NULL,
  number integer NOT NULL,
  content blob NOT NULL,
  PRIMARY KEY (file_id, number)
);

-- +goose Down
DROP TABLE file_chunks;
DROP TABLE attachments;
