-- +goose Up
CREATE TABLE sessions (
  token_hash text PRIMARY KEY,
  person_id uuid REFERENCES persons (id),
  data bytea NOT NULL,
  expires_at timestamptz NOT NULL
);
CREATE INDEX sessions_person ON sessions (person_id);
CREATE INDEX sessions_expiry ON sessions (expires_at);

-- +goose Down
DROP TABLE sessions;
