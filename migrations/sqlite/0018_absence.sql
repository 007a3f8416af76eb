-- +goose Up

-- One row a person, which every change of their absences takes first: two changes
-- at once so cannot make an overlap.
CREATE TABLE absence_turns (
  person_id text PRIMARY KEY REFERENCES persons (id),
  turns integer NOT NULL
);

-- When somebody is away, from a day to a day, both included; never why. What was
-- taken back goes after 30 days.
CREATE TABLE absences (
  id text PRIMARY KEY,
  person_id text NOT NULL REFERENCES persons (id),
  from_date text NOT NULL,
  from_noon boolean NOT NULL,
  to_date text NOT NULL,
  to_noon boolean NOT NULL,
  state text NOT NULL CHECK (state IN ('kept', 'taken_back')),
  taken_back_at datetime,
  changed_by_id text REFERENCES persons (id),
  changed_at datetime NOT NULL,
  version integer NOT NULL DEFAULT 1,
  CHECK (to_date >= from_date),
  CHECK (from_date < to_date OR NOT (from_noon AND to_noon)),
  CHECK ((state = 'taken_back') = (taken_back_at IS NOT NULL))
);
CREATE INDEX absences_person ON absences (person_id, state, to_date);
CREATE INDEX absences_taken_back ON absences (taken_back_at) WHERE state = 'taken_back';

-- When somebody works, from a day until the next pattern begins: there is never a
-- gap or an overlap. half_days has a bit for each of the fourteen half-days of a
-- week, Monday morning the lowest; dates are first and last days of stretches.
CREATE TABLE working_patterns (
  id text PRIMARY KEY,
  person_id text NOT NULL REFERENCES persons (id),
  from_date text NOT NULL,
  half_days integer NOT NULL CHECK (half_days BETWEEN 1 AND 16383),
  weeks text NOT NULL CHECK (weeks IN ('every', 'other', 'only')),
  since_date text,
  dates text NOT NULL DEFAULT '',
  state text NOT NULL CHECK (state IN ('kept', 'taken_back')),
  taken_back_at datetime,
  changed_by_id text REFERENCES persons (id),
  changed_at datetime NOT NULL,
  version integer NOT NULL DEFAULT 1,
  CHECK ((weeks = 'other') = (since_date IS NOT NULL)),
  CHECK ((weeks = 'only') = (dates <> '')),
  CHECK ((state = 'taken_back') = (taken_back_at IS NOT NULL))
);
CREATE UNIQUE INDEX working_patterns_person ON working_patterns (person_id, from_date) WHERE state = 'kept';
CREATE INDEX working_patterns_all ON working_patterns (person_id, from_date);
CREATE INDEX working_patterns_taken_back ON working_patterns (taken_back_at) WHERE state = 'taken_back';

-- +goose Down
DROP TABLE working_patterns;
DROP TABLE absences;
DROP TABLE absence_turns;
