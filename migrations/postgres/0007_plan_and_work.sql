-- +goose Up

-- One learning plan a person a learning year. Its wording stands in the rows of
-- plan_targets and below at two revisions at most: the one that was agreed last,
-- and the one that is being written. What was agreed is fixed in plan_revisions.
CREATE TABLE plans (
  id uuid PRIMARY KEY,
  person_id uuid NOT NULL REFERENCES persons (id),
  year text NOT NULL,
  state text NOT NULL CHECK (state IN ('draft', 'proposed', 'agreed', 'reviewed')),
  revision integer NOT NULL CHECK (revision >= 1),
  agreed_revision integer NOT NULL DEFAULT 0 CHECK (agreed_revision BETWEEN 0 AND revision),
  next_target integer NOT NULL DEFAULT 1,
  how_i_learn text NOT NULL DEFAULT '',
  proposed_at timestamptz,
  agreed_at timestamptz,
  agreed_by_name text NOT NULL DEFAULT '',
  reviewed_at timestamptz,
  version integer NOT NULL DEFAULT 1,
  UNIQUE (person_id, year)
);
CREATE INDEX plans_year ON plans (year, state);

-- The number of a target is the person's own within the plan and never used
-- again; the same number stands for the same target in every revision.
CREATE TABLE plan_targets (
  id uuid PRIMARY KEY,
  plan_id uuid NOT NULL REFERENCES plans (id) ON DELETE CASCADE,
  revision integer NOT NULL,
  number integer NOT NULL,
  need text NOT NULL,
  why text NOT NULL,
  source text NOT NULL CHECK (source IN ('appraisal', 'strategic', 'team', 'gap', 'own')),
  source_words text NOT NULL DEFAULT '',
  evidence text NOT NULL DEFAULT '',
  by_date date,
  cost_pence bigint NOT NULL DEFAULT 0 CHECK (cost_pence >= 0),
  minutes integer NOT NULL DEFAULT 0 CHECK (minutes >= 0),
  carried_from text NOT NULL DEFAULT '',
  progress text NOT NULL DEFAULT 'not_started' CHECK (progress IN ('not_started', 'under_way', 'nearly_there', 'met')),
  released text NOT NULL DEFAULT 'none' CHECK (released IN ('none', 'counted', 'named')),
  outcome text NOT NULL DEFAULT '' CHECK (outcome IN ('', 'met', 'carried', 'dropped')),
  outcome_on date,
  outcome_why text NOT NULL DEFAULT '',
  version integer NOT NULL DEFAULT 1,
  UNIQUE (plan_id, revision, number)
);

CREATE TABLE plan_strategies (
  plan_id uuid NOT NULL REFERENCES plans (id) ON DELETE CASCADE,
  revision integer NOT NULL,
  target integer NOT NULL,
  number integer NOT NULL,
  place integer NOT NULL,
  kind text NOT NULL CHECK (kind IN ('shadowing', 'coaching', 'research', 'reading', 'secondment', 'seminar', 'course', 'other')),
  off_the_job boolean NOT NULL,
  words text NOT NULL,
  by_date date,
  status text NOT NULL DEFAULT 'todo' CHECK (status IN ('todo', 'booked', 'done')),
  PRIMARY KEY (plan_id, revision, target, number)
);

CREATE TABLE plan_criteria (
  plan_id uuid NOT NULL REFERENCES plans (id) ON DELETE CASCADE,
  revision integer NOT NULL,
  target integer NOT NULL,
  number integer NOT NULL,
  place integer NOT NULL,
  words text NOT NULL,
  met_on date,
  PRIMARY KEY (plan_id, revision, target, number)
);

-- What was agreed, and at last reviewed: the whole plan as one document, never
-- changed again.
CREATE TABLE plan_revisions (
  id uuid PRIMARY KEY,
  plan_id uuid NOT NULL REFERENCES plans (id),
  number integer NOT NULL,
  kind text NOT NULL CHECK (kind IN ('agreed', 'reviewed')),
  sealed_at timestamptz NOT NULL,
  by_id uuid,
  by_name text NOT NULL,
  acting_for_name text NOT NULL DEFAULT '',
  document text NOT NULL,
  digest text NOT NULL,
  UNIQUE (plan_id, number, kind)
);

-- What a manager wrote when sending a plan back: part of the record.
CREATE TABLE plan_comments (
  id uuid PRIMARY KEY,
  plan_id uuid NOT NULL REFERENCES plans (id),
  revision integer NOT NULL,
  at timestamptz NOT NULL,
  by_id uuid,
  by_name text NOT NULL,
  acting_for_name text NOT NULL DEFAULT '',
  words text NOT NULL
);
CREATE INDEX plan_comments_plan ON plan_comments (plan_id, at);

-- One work programme a person a learning year, kept in the same way.
CREATE TABLE work_programmes (
  id uuid PRIMARY KEY,
  person_id uuid NOT NULL REFERENCES persons (id),
  year text NOT NULL,
  state text NOT NULL CHECK (state IN ('draft', 'agreed', 'reviewed')),
  revision integer NOT NULL CHECK (revision >= 1),
  agreed_revision integer NOT NULL DEFAULT 0 CHECK (agreed_revision BETWEEN 0 AND revision),
  next_task integer NOT NULL DEFAULT 1,
  person_agreed_at timestamptz,
  manager_agreed_at timestamptz,
  manager_name text NOT NULL DEFAULT '',
  agreed_at timestamptz,
  reviewed_at timestamptz,
  version integer NOT NULL DEFAULT 1,
  UNIQUE (person_id, year)
);
CREATE INDEX work_programmes_year ON work_programmes (year, state);

CREATE TABLE work_tasks (
  id uuid PRIMARY KEY,
  programme_id uuid NOT NULL REFERENCES work_programmes (id) ON DELETE CASCADE,
  revision integer NOT NULL,
  number integer NOT NULL,
  words text NOT NULL,
  criteria text NOT NULL DEFAULT '',
  indicators text NOT NULL DEFAULT '',
  by_date date,
  suggested_by_id uuid,
  suggested_by_name text NOT NULL DEFAULT '',
  carried_from text NOT NULL DEFAULT '',
  outcome text NOT NULL DEFAULT '' CHECK (outcome IN ('', 'met', 'carried', 'dropped')),
  outcome_on date,
  outcome_why text NOT NULL DEFAULT '',
  person_note text NOT NULL DEFAULT '',
  manager_note text NOT NULL DEFAULT '',
  version integer NOT NULL DEFAULT 1,
  UNIQUE (programme_id, revision, number)
);

CREATE TABLE work_revisions (
  id uuid PRIMARY KEY,
  programme_id uuid NOT NULL REFERENCES work_programmes (id),
  number integer NOT NULL,
  kind text NOT NULL CHECK (kind IN ('agreed', 'reviewed')),
  sealed_at timestamptz NOT NULL,
  by_id uuid,
  by_name text NOT NULL,
  acting_for_name text NOT NULL DEFAULT '',
  document text NOT NULL,
  digest text NOT NULL,
  UNIQUE (programme_id, number, kind)
);

-- +goose Down
DROP TABLE work_revisions;
DROP TABLE work_tasks;
DROP TABLE work_programmes;
DROP TABLE plan_comments;
DROP TABLE plan_revisions;
DROP TABLE plan_criteria;
DROP TABLE plan_strategies;
DROP TABLE plan_targets;
DROP TABLE plans;
