-- +goose Up

-- A nomination may also be taken back before it is answered, and a learner has
-- at most one partner and one open nomination. SQLite cannot change a CHECK, so
-- the table is made anew.
CREATE TABLE partnerships_new (
  id text PRIMARY KEY,
  learner_id text NOT NULL REFERENCES persons (id),
  partner_id text NOT NULL REFERENCES persons (id),
  state text NOT NULL CHECK (state IN ('nominated', 'withdrawn', 'accepted', 'declined', 'ended')),
  from_date text NOT NULL,
  to_date text,
  version integer NOT NULL DEFAULT 1,
  CHECK (learner_id <> partner_id)
);
INSERT INTO partnerships_new SELECT id, learner_id, partner_id, state, from_date, to_date, version FROM partnerships;
DROP TABLE partnerships;
ALTER TABLE partnerships_new RENAME TO partnerships;
CREATE INDEX partnerships_learner ON partnerships (learner_id, from_date);
CREATE INDEX partnerships_partner ON partnerships (partner_id, from_date);
CREATE UNIQUE INDEX partnerships_one_partner ON partnerships (learner_id) WHERE state = 'accepted';
CREATE UNIQUE INDEX partnerships_one_nomination ON partnerships (learner_id) WHERE state = 'nominated';

-- A staff list between its preview and its import. Its text goes when it is
-- imported; the row with the figures after a day.
CREATE TABLE staff_lists (
  id text PRIMARY KEY,
  uploaded_by text NOT NULL REFERENCES persons (id),
  uploaded_at datetime NOT NULL,
  file_name text NOT NULL,
  organisation text NOT NULL DEFAULT '',
  as_at text NOT NULL,
  content blob,
  result text NOT NULL DEFAULT ''
);
CREATE INDEX staff_lists_uploaded ON staff_lists (uploaded_at);

-- +goose Down
DROP TABLE staff_lists;
DROP INDEX partnerships_one_nomination;
DROP INDEX partnerships_one_partner;
