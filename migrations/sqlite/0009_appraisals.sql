-- +goose Up
CREATE TABLE appraisal_cycles (
  id text PRIMARY KEY,
  title text NOT NULL,
  year text NOT NULL,
  unit_id text NOT NULL REFERENCES units (id),
  opens_on text NOT NULL,
  self_by text NOT NULL,
  close_by text NOT NULL,
  countersign boolean NOT NULL,
  opened_at datetime NOT NULL,
  opened_by_id text NOT NULL,
  version integer NOT NULL DEFAULT 1
);
CREATE INDEX appraisal_cycles_year ON appraisal_cycles (year);

CREATE TABLE appraisals (
  id text PRIMARY KEY,
  cycle_id text NOT NULL REFERENCES appraisal_cycles (id),
  person_id text NOT NULL REFERENCES persons (id),
  year text NOT NULL,
  appraiser_id text NOT NULL REFERENCES persons (id),
  signed_by_id text REFERENCES persons (id),
  countersigner_id text REFERENCES persons (id),
  state text NOT NULL CHECK (state IN ('preparing', 'self_shared', 'response_shared', 'met', 'worded',
    'appraiser_signed', 'person_signed', 'countersigned', 'closed')),
  chosen_entries text NOT NULL DEFAULT '[]',
  met_on text,
  question text NOT NULL DEFAULT '',
  self_shared_at datetime,
  response_shared_at datetime,
  sealed text NOT NULL DEFAULT '',
  seal text NOT NULL DEFAULT '',
  closed_at datetime,
  version integer NOT NULL DEFAULT 1,
  UNIQUE (person_id, year),
  CHECK (state <> 'closed' OR (seal <> '' AND closed_at IS NOT NULL)),
  CHECK (appraiser_id <> person_id)
);
CREATE INDEX appraisals_cycle ON appraisals (cycle_id, person_id);
CREATE INDEX appraisals_appraiser ON appraisals (appraiser_id, year);
CREATE INDEX appraisals_countersigner ON appraisals (countersigner_id, year);
CREATE INDEX appraisals_year ON appraisals (year, person_id);

CREATE TABLE appraisal_papers (
  id text PRIMARY KEY,
  appraisal_id text NOT NULL REFERENCES appraisals (id),
  side text NOT NULL CHECK (side IN ('self', 'response', 'agreements')),
  author_id text NOT NULL REFERENCES persons (id),
  body text NOT NULL,
  saved_at datetime NOT NULL,
  saved_by text NOT NULL,
  version integer NOT NULL DEFAULT 1,
  UNIQUE (appraisal_id, side, author_id)
);

CREATE TABLE appraisal_addenda (
  id text PRIMARY KEY,
  appraisal_id text NOT NULL REFERENCES appraisals (id),
  author_id text NOT NULL REFERENCES persons (id),
  author_name text NOT NULL,
  text text NOT NULL,
  at datetime NOT NULL
);
CREATE INDEX appraisal_addenda_appraisal ON appraisal_addenda (appraisal_id, at);

-- A closed appraisal is fixed, whatever a program does.
-- +goose StatementBegin
CREATE TRIGGER appraisals_closed_stay BEFORE UPDATE ON appraisals WHEN OLD.state = 'closed'
BEGIN
    SELECT RAISE(ABORT, 'a closed appraisal is fixed');
END;
-- +goose StatementEnd

-- +goose Down
DROP TABLE appraisal_addenda;
DROP TABLE appraisal_papers;
DROP TABLE appraisals;
DROP TABLE appraisal_cycles;
