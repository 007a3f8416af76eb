-- +goose Up

-- Long work that somebody waits for. Who carries it out is counted in tries: only
-- the latest may say how it goes, and beat_at is when it last did.
CREATE TABLE errands (
  id uuid PRIMARY KEY,
  kind text NOT NULL,
  args text NOT NULL,
  title text NOT NULL,
  leads_to text NOT NULL DEFAULT '',
  asked_by uuid NOT NULL REFERENCES persons (id),
  asked_at timestamptz NOT NULL,
  state text NOT NULL CHECK (state IN ('waiting', 'running', 'done', 'failed')),
  tries integer NOT NULL DEFAULT 0,
  beat_at timestamptz,
  ended_at timestamptz,
  done integer NOT NULL DEFAULT 0 CHECK (done >= 0),
  total integer NOT NULL DEFAULT 0 CHECK (total >= 0),
  phrase text NOT NULL DEFAULT '',
  result text NOT NULL DEFAULT '',
  problem text NOT NULL DEFAULT '',
  CHECK ((ended_at IS NOT NULL) = (state IN ('done', 'failed'))),
  CHECK (state <> 'running' OR beat_at IS NOT NULL)
);
CREATE INDEX errands_asked ON errands (asked_by, asked_at);
CREATE INDEX errands_running ON errands (beat_at) WHERE state = 'running';
CREATE INDEX errands_ended ON errands (ended_at);

-- +goose Down
DROP TABLE errands;
