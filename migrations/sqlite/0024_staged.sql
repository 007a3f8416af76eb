-- +goose Up

-- Many rows that one change writes are gathered here in small transactions, and
-- taken over from here in one, so that nobody waits long for their turn to write.
-- They are read whole, in the order in which they came, so they have no index.
CREATE TABLE stagings (
  id text PRIMARY KEY,
  begun_at datetime NOT NULL
);

CREATE TABLE staged_posts AS SELECT s.id AS staging_id, t.* FROM stagings AS s, posts AS t WHERE 0;
CREATE TABLE staged_persons AS SELECT s.id AS staging_id, t.* FROM stagings AS s, persons AS t WHERE 0;
CREATE TABLE staged_appointments AS SELECT s.id AS staging_id, t.* FROM stagings AS s, appointments AS t WHERE 0;

-- +goose Down
DROP TABLE staged_appointments;
DROP TABLE staged_persons;
DROP TABLE staged_posts;
DROP TABLE stagings;
