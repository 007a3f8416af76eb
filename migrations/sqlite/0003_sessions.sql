-- +goose Up
CREATE TABLE sessions (
  token_hash text PRIMARY KEY,
  person_id text REFERENCES persons (id),
  data blob NOT NULL,
  expires_at datetime NOT NULL
);
CREATE INDEX sessions_person ON sessions (person_id);
CREATE INDEX sessions_expiry ON sessions (expires_at);

-- +goose Down
DROP TABLE sessions;
