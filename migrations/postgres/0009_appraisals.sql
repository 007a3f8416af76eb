-- +goose Up
CREATE TABLE appraisal_cycles (
  id uuid PRIMARY KEY,
  title text NOT NULL,
  year text NOT NULL,
  unit_id uuid NOT NULL REFERENCES units (id),
  opens_on date NOT NULL,
  self_by date NOT NULL,
  close_by date NOT NULL,
  countersign boolean NOT NULL,
  opened_at timestamptz NOT NULL,
  opened_by_id uuid NOT NULL,
  version integer NOT NULL DEFAULT 1
);
CREATE INDEX appraisal_cycles_year ON appraisal_cycles (year);

CREATE TABLE appraisals (
  id uuid PRIMARY KEY,
  cycle_id uuid NOT NULL REFERENCES appraisal_cycles (id),
  person_id uuid NOT NULL REFERENCES persons (id),
  year text NOT NULL,
  appraiser_id uuid NOT NULL REFERENCES persons (id),
  signed_by_id uuid REFERENCES persons (id),
  countersigner_id uuid REFERENCES persons (id),
  state text NOT NULL CHECK (state IN ('preparing', 'self_shared', 'response_shared', 'met', 'worded',
    'appraiser_signed', 'person_signed', 'countersigned', 'closed')),
  chosen_entries text NOT NULL DEFAULT '[]',
  met_on date,
  question text NOT NULL DEFAULT '',
  self_shared_at timestamptz,
  response_shared_at timestamptz,
  sealed text NOT NULL DEFAULT '',
  seal text NOT NULL DEFAULT '',
  closed_at timestamptz,
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
  id uuid PRIMARY KEY,
  appraisal_id uuid NOT NULL REFERENCES appraisals (id),
  side text NOT NULL CHECK (side IN ('self', 'response', 'agreements')),
  author_id uuid NOT NULL REFERENCES persons (id),
  body text NOT NULL,
  saved_at timestamptz NOT NULL,
  saved_by text NOT NULL,
  version integer NOT NULL DEFAULT 1,
  UNIQUE (appraisal_id, side, author_id)
);

CREATE TABLE appraisal_addenda (
  id uuid PRIMARY KEY,
  appraisal_id uuid NOT NULL REFERENCES appraisals (id),
  author_id uuid NOT NULL REFERENCES persons (id),
  author_name text NOT NULL,
  text text NOT NULL,
  at timestamptz NOT NULL
);
CREATE INDEX appraisal_addenda_appraisal ON appraisal_addenda (appraisal_id, at);

-- A closed appraisal is fixed, whatever a program does.
-- +goose StatementBegin
CREATE FUNCTION appraisals_closed_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a closed appraisal is fixed';
END;
$$;
-- +goose StatementEnd
CREATE TRIGGER appraisals_closed_stay BEFORE UPDATE ON appraisals
FOR EACH ROW WHEN (OLD.state = 'closed') EXECUTE FUNCTION appraisals_closed_stay();

-- +goose Down
DROP TABLE appraisal_addenda;
DROP TABLE appraisal_papers;
DROP TABLE appraisals;
DROP TABLE appraisal_cycles;
DROP FUNCTION appraisals_closed_stay();
