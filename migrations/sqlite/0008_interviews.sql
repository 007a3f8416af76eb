-- +goose Up

-- A learning interview: first a time, then what was said and agreed. The draft is
-- the partner's alone; the record is what both read. Both are JSON, because a
-- record keeps the questions that were asked then.
CREATE TABLE interviews (
  id text PRIMARY KEY,
  learner_id text NOT NULL REFERENCES persons (id),
  partner_id text NOT NULL REFERENCES persons (id),
  state text NOT NULL CHECK (state IN ('proposed', 'arranged', 'held', 'shared', 'answered', 'confirmed', 'cancelled')),
  proposed_by_id text NOT NULL REFERENCES persons (id),
  starts_at datetime NOT NULL,
  starts_on text NOT NULL,
  minutes integer NOT NULL CHECK (minutes BETWEEN 5 AND 480),
  how text NOT NULL CHECK (how IN ('in_person', 'phone', 'online')),
  place text NOT NULL DEFAULT '',
  topics text NOT NULL DEFAULT '',
  brought text NOT NULL DEFAULT '[]',
  draft text,
  record text,
  shared_at datetime,
  confirmed_at datetime,
  cancelled_why text NOT NULL DEFAULT '',
  created_at datetime NOT NULL,
  updated_at datetime NOT NULL,
  updated_by_id text NOT NULL REFERENCES persons (id),
  version integer NOT NULL DEFAULT 1,
  CHECK (learner_id <> partner_id),
  CHECK (state NOT IN ('shared', 'answered', 'confirmed') OR record IS NOT NULL)
);
CREATE INDEX interviews_learner ON interviews (learner_id, starts_on);
CREATE INDEX interviews_partner ON interviews (partner_id, starts_on);
CREATE INDEX interviews_day ON interviews (starts_on, learner_id, state);

-- What was agreed, each open until it is done.
CREATE TABLE interview_actions (
  id text PRIMARY KEY,
  interview_id text NOT NULL REFERENCES interviews (id),
  learner_id text NOT NULL REFERENCES persons (id),
  position integer NOT NULL,
  owner text NOT NULL CHECK (owner IN ('learner', 'partner')),
  text text NOT NULL,
  due_on text NOT NULL,
  done_on text
);
CREATE INDEX interview_actions_interview ON interview_actions (interview_id, position);
CREATE INDEX interview_actions_open ON interview_actions (learner_id, due_on) WHERE done_on IS NULL;

-- What the learner answered back, and what either added after the record was confirmed.
CREATE TABLE interview_notes (
  id text PRIMARY KEY,
  interview_id text NOT NULL REFERENCES interviews (id),
  author_id text NOT NULL REFERENCES persons (id),
  kind text NOT NULL CHECK (kind IN ('answer', 'note')),
  text text NOT NULL,
  written_at datetime NOT NULL
);
CREATE INDEX interview_notes_interview ON interview_notes (interview_id, written_at);

-- +goose Down
DROP TABLE interview_notes;
DROP TABLE interview_actions;
DROP TABLE interviews;
