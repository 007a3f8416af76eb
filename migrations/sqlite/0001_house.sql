-- +goose Up

-- One row for each form that was sent and saved, so that a double tap saves once.
CREATE TABLE once_keys (
    key     text     NOT NULL PRIMARY KEY,
    used_at datetime NOT NULL
);
CREATE INDEX once_keys_used ON once_keys (used_at);

-- What holds for the whole organisation, by name.
CREATE TABLE settings (
    key   text NOT NULL PRIMARY KEY,
    value text NOT NULL
);

-- Who did what to whom and why. Each row's hash covers the row before it.
CREATE TABLE trail (
    id              text     NOT NULL PRIMARY KEY,
    seq             integer  NOT NULL UNIQUE,
    at              datetime NOT NULL,
    actor_id        text,
    actor_name      text     NOT NULL,
    acting_for_id   text,
    acting_for_name text     NOT NULL DEFAULT '',
    subject_id      text,
    record          text     NOT NULL,
    record_id       text     NOT NULL,
    act             text     NOT NULL,
    why             text     NOT NULL DEFAULT '',
    hash            text     NOT NULL
);
CREATE INDEX trail_record ON trail (record, record_id, seq);
CREATE INDEX trail_subject ON trail (subject_id, seq);
CREATE INDEX trail_actor ON trail (actor_id, seq);

-- +goose StatementBegin
CREATE TRIGGER trail_no_update BEFORE UPDATE ON trail
BEGIN
    SELECT RAISE(ABORT, 'the trail is append-only');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER trail_no_delete BEFORE DELETE ON trail
BEGIN
    SELECT RAISE(ABORT, 'the trail is append-only');
END;
-- +goose StatementEnd

-- The last row's number and hash: what the next row continues from.
CREATE TABLE trail_head (
    id   integer NOT NULL PRIMARY KEY CHECK (id = 1),
    seq  integer NOT NULL,
    hash text    NOT NULL
);
INSERT INTO trail_head (id, seq, hash) VALUES (1, 0, '');
