-- +goose Up

-- One row for each import that writes anything. What it said of each record is in
-- place before its last transaction, and counts once that has made it done.
CREATE TABLE imports (
  id uuid PRIMARY KEY,
  begun_at timestamptz NOT NULL,
  done boolean NOT NULL DEFAULT false
);

-- What an import said of a unit, post, person or appointment, as a JSON array of
-- its fields: what differs from it now was changed by hand since. Keys are in the
-- order of time, so of two rows of one record the later import's counts.
CREATE TABLE imported (
  record_id uuid NOT NULL,
  import_id uuid NOT NULL REFERENCES imports (id),
  said text NOT NULL,
  PRIMARY KEY (record_id, import_id)
);
CREATE INDEX imported_import ON imported (import_id);

-- Posts that an organogram's junior file counts and does not name.
CREATE TABLE counted_posts (
  id uuid PRIMARY KEY,
  unit_id uuid NOT NULL REFERENCES units (id),
  unit_name text NOT NULL,
  reports_to_id uuid REFERENCES posts (id),
  grade text NOT NULL DEFAULT '',
  title text NOT NULL DEFAULT '',
  fte_thousandths integer NOT NULL
);
CREATE INDEX counted_posts_unit ON counted_posts (unit_id);
CREATE INDEX counted_posts_reports_to ON counted_posts (reports_to_id);

-- An address at which a person is reached and that is not theirs alone.
ALTER TABLE persons ADD COLUMN contact text NOT NULL DEFAULT '';

-- The junior file beside an organogram, and which column is which.
ALTER TABLE staff_lists ADD COLUMN junior bytea;
ALTER TABLE staff_lists ADD COLUMN mapping text NOT NULL DEFAULT '';

-- +goose Down
ALTER TABLE staff_lists DROP COLUMN mapping;
ALTER TABLE staff_lists DROP COLUMN junior;
ALTER TABLE persons DROP COLUMN contact;
DROP TABLE counted_posts;
DROP TABLE imported;
DROP TABLE imports;
