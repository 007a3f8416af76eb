-- +goose Up

-- A nomination may also be taken back before it is answered, and a learner has
-- at most one partner and one open nomination.
ALTER TABLE partnerships DROP CONSTRAINT partnerships_state_check;
ALTER TABLE partnerships ADD CONSTRAINT partnerships_state_check
  CHECK (state IN ('nominated', 'withdrawn', 'accepted', 'declined', 'ended'));
CREATE UNIQUE INDEX partnerships_one_partner ON partnerships (learner_id) WHERE state = 'accepted';
CREATE UNIQUE INDEX partnerships_one_nomination ON partnerships (learner_id) WHERE state = 'nominated';

-- A staff list between its preview and its import. Its text goes when it is
-- imported; the row with the figures after a day.
CREATE TABLE staff_lists (
  id uuid PRIMARY KEY,
  uploaded_by uuid NOT NULL REFERENCES persons (id),
  uploaded_at timestamptz NOT NULL,
  file_name text NOT NULL,
  organisation text NOT NULL DEFAULT '',
  as_at date NOT NULL,
  content bytea,
  result text NOT NULL DEFAULT ''
);
CREATE INDEX staff_lists_uploaded ON staff_lists (uploaded_at);

-- +goose Down
DROP TABLE staff_lists;
DROP INDEX partnerships_one_nomination;
DROP INDEX partnerships_one_partner;
