-- +goose Up

-- Words of a long form that are not saved yet. A finished draft keeps its key
-- and no words, so that a late autosave cannot bring it back.
CREATE TABLE drafts (
  id uuid PRIMARY KEY,
  person_id uuid NOT NULL REFERENCES persons (id),
  form text NOT NULL,
  body text NOT NULL,
  state text NOT NULL CHECK (state IN ('open', 'discarded', 'finished')),
  saved_at timestamptz NOT NULL,
  version integer NOT NULL DEFAULT 1
);
CREATE INDEX drafts_person ON drafts (person_id, state, saved_at);
CREATE INDEX drafts_saved ON drafts (saved_at);

-- The number that a person's last diary entry was given: never given twice.
CREATE TABLE diary_numbers (
  person_id uuid PRIMARY KEY REFERENCES persons (id),
  last integer NOT NULL
);

CREATE TABLE diary_entries (
  id uuid PRIMARY KEY,
  person_id uuid NOT NULL REFERENCES persons (id),
  number integer NOT NULL,
  learned text NOT NULL,
  happened text NOT NULL DEFAULT '',
  next_step text NOT NULL DEFAULT '',
  happened_on date NOT NULL,
  kind text NOT NULL CHECK (kind IN ('informal', 'course')),
  place text NOT NULL CHECK (place IN ('on_the_job', 'off_the_job')),
  minutes integer NOT NULL CHECK (minutes BETWEEN 0 AND 6000),
  shared_partner boolean NOT NULL DEFAULT false,
  shared_manager boolean NOT NULL DEFAULT false,
  shared_team boolean NOT NULL DEFAULT false,
  state text NOT NULL CHECK (state IN ('kept', 'deleted')),
  deleted_at timestamptz,
  -- What was written, folded for searching.
  folded text NOT NULL,
  created_at timestamptz NOT NULL,
  changed_at timestamptz NOT NULL,
  version integer NOT NULL DEFAULT 1,
  UNIQUE (person_id, number),
  CHECK ((state = 'deleted') = (deleted_at IS NOT NULL))
);
CREATE INDEX diary_entries_person ON diary_entries (person_id, state, happened_on, number);
CREATE INDEX diary_entries_off_the_job ON diary_entries (person_id, happened_on)
  WHERE state = 'kept' AND place = 'off_the_job';
CREATE INDEX diary_entries_deleted ON diary_entries (deleted_at) WHERE state = 'deleted';

-- +goose Down
DROP TABLE diary_entries;
DROP TABLE diary_numbers;
DROP TABLE drafts;
