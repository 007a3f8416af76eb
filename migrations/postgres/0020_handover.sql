-- +goose Up

-- For which partner the learner wrote what to talk about: a new partner does not
-- read what was meant for the one before.
ALTER TABLE interviews ADD COLUMN prepared_for_id uuid REFERENCES persons (id);
UPDATE interviews SET prepared_for_id = partner_id WHERE topics <> '' OR brought <> '[]';

-- What a line manager leaves for the next one about a person, who reads it too.
-- A row is one handing over: a manager who comes and goes again writes another.
CREATE TABLE handover_notes (
  id uuid PRIMARY KEY,
  person_id uuid NOT NULL REFERENCES persons (id),
  author_id uuid NOT NULL REFERENCES persons (id),
  number integer NOT NULL,
  text text NOT NULL CHECK (text <> ''),
  written_at timestamptz NOT NULL,
  changed_at timestamptz NOT NULL,
  version integer NOT NULL DEFAULT 1,
  UNIQUE (person_id, author_id, number),
  CHECK (author_id <> person_id)
);
CREATE INDEX handover_notes_author ON handover_notes (author_id, written_at);

-- +goose Down
DROP TABLE handover_notes;
ALTER TABLE interviews DROP COLUMN prepared_for_id;
