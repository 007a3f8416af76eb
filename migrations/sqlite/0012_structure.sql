-- +goose Up

-- How a unit was before it changed: a row holds until its last day, from the day
-- after the row before it, or from the unit's own first day. What holds since is
-- in the unit itself, so that there is never a gap, an overlap, or one fact in two
-- places. A unit or post that never changed has no row here.
CREATE TABLE former_units (
  unit_id text NOT NULL REFERENCES units (id),
  until_date text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('organisation', 'division', 'section', 'team')),
  name text NOT NULL,
  parent_id text REFERENCES units (id),
  lead_post_id text,
  PRIMARY KEY (unit_id, until_date)
);
CREATE INDEX former_units_until ON former_units (until_date);
CREATE INDEX former_units_parent ON former_units (parent_id);

CREATE TABLE former_posts (
  post_id text NOT NULL REFERENCES posts (id),
  until_date text NOT NULL,
  unit_id text NOT NULL REFERENCES units (id),
  title text NOT NULL,
  grade text NOT NULL DEFAULT '',
  reports_to_id text REFERENCES posts (id),
  PRIMARY KEY (post_id, until_date)
);
CREATE INDEX former_posts_until ON former_posts (until_date);
CREATE INDEX former_posts_unit ON former_posts (unit_id);

-- The person's own post, a higher one for a time, or one elsewhere for a time;
-- and whether the own posts rest while it holds.
ALTER TABLE appointments ADD COLUMN kind text NOT NULL DEFAULT 'own' CHECK (kind IN ('own', 'acting', 'secondment'));
ALTER TABLE appointments ADD COLUMN rests_own boolean NOT NULL DEFAULT false;

-- What a delegate does in the manager's stead.
ALTER TABLE delegates ADD COLUMN scope text NOT NULL DEFAULT 'everything' CHECK (scope IN ('everything', 'plans', 'appraisals'));

-- +goose Down
ALTER TABLE delegates DROP COLUMN scope;
ALTER TABLE appointments DROP COLUMN rests_own;
ALTER TABLE appointments DROP COLUMN kind;
DROP TABLE former_posts;
DROP TABLE former_units;
