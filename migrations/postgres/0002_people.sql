-- +goose Up
CREATE TABLE units (
  id uuid PRIMARY KEY,
  parent_id uuid REFERENCES units (id),
  kind text NOT NULL CHECK (kind IN ('organisation', 'division', 'section', 'team')),
  name text NOT NULL,
  slug text NOT NULL UNIQUE,
  lead_post_id uuid,
  from_date date NOT NULL,
  to_date date,
  version integer NOT NULL DEFAULT 1
);
CREATE INDEX units_parent ON units (parent_id);

CREATE TABLE posts (
  id uuid PRIMARY KEY,
  unit_id uuid NOT NULL REFERENCES units (id),
  reference text UNIQUE,
  title text NOT NULL,
  grade text NOT NULL DEFAULT '',
  reports_to_id uuid REFERENCES posts (id),
  from_date date NOT NULL,
  to_date date,
  version integer NOT NULL DEFAULT 1
);
CREATE INDEX posts_unit ON posts (unit_id);
CREATE INDEX posts_reports_to ON posts (reports_to_id);

CREATE TABLE persons (
  id uuid PRIMARY KEY,
  name text NOT NULL,
  known_as text NOT NULL DEFAULT '',
  slug text NOT NULL UNIQUE,
  email text,
  email_key text UNIQUE,
  employee_number text UNIQUE,
  phone text NOT NULL DEFAULT '',
  started_on date,
  left_on date,
  version integer NOT NULL DEFAULT 1
);

CREATE TABLE appointments (
  id uuid PRIMARY KEY,
  person_id uuid NOT NULL REFERENCES persons (id),
  post_id uuid NOT NULL REFERENCES posts (id),
  fte_thousandths integer NOT NULL CHECK (fte_thousandths BETWEEN 0 AND 2000),
  from_date date NOT NULL,
  to_date date,
  version integer NOT NULL DEFAULT 1,
  CHECK (to_date IS NULL OR to_date >= from_date)
);
CREATE INDEX appointments_person ON appointments (person_id, from_date);
CREATE INDEX appointments_post ON appointments (post_id, from_date);

CREATE TABLE manager_overrides (
  id uuid PRIMARY KEY,
  person_id uuid NOT NULL REFERENCES persons (id),
  manager_id uuid NOT NULL REFERENCES persons (id),
  from_date date NOT NULL,
  to_date date,
  CHECK (manager_id <> person_id)
);
CREATE INDEX manager_overrides_person ON manager_overrides (person_id);
CREATE INDEX manager_overrides_manager ON manager_overrides (manager_id);

CREATE TABLE delegates (
  id uuid PRIMARY KEY,
  manager_id uuid NOT NULL REFERENCES persons (id),
  delegate_id uuid NOT NULL REFERENCES persons (id),
  from_date date NOT NULL,
  to_date date NOT NULL,
  CHECK (delegate_id <> manager_id AND to_date >= from_date)
);
CREATE INDEX delegates_manager ON delegates (manager_id);
CREATE INDEX delegates_delegate ON delegates (delegate_id);

CREATE TABLE partnerships (
  id uuid PRIMARY KEY,
  learner_id uuid NOT NULL REFERENCES persons (id),
  partner_id uuid NOT NULL REFERENCES persons (id),
  state text NOT NULL CHECK (state IN ('nominated', 'accepted', 'declined', 'ended')),
  from_date date NOT NULL,
  to_date date,
  version integer NOT NULL DEFAULT 1,
  CHECK (learner_id <> partner_id)
);
CREATE INDEX partnerships_learner ON partnerships (learner_id, from_date);
CREATE INDEX partnerships_partner ON partnerships (partner_id, from_date);

CREATE TABLE offices (
  id uuid PRIMARY KEY,
  person_id uuid NOT NULL REFERENCES persons (id),
  role text NOT NULL CHECK (role IN ('coordinator', 'reserve_holder', 'administrator', 'auditor')),
  from_date date NOT NULL,
  to_date date
);
CREATE INDEX offices_person ON offices (person_id);

-- Counts every change of structure, so that each replica knows when the chart
-- that it keeps in memory is out of date.
CREATE TABLE structure (
  id integer PRIMARY KEY CHECK (id = 1),
  version bigint NOT NULL
);
INSERT INTO structure (id, version) VALUES (1, 1);

-- +goose Down
DROP TABLE structure;
DROP TABLE offices;
DROP TABLE partnerships;
DROP TABLE delegates;
DROP TABLE manager_overrides;
DROP TABLE appointments;
DROP TABLE persons;
DROP TABLE posts;
DROP TABLE units;
