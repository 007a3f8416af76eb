-- +goose Up

-- One row for each form that was sent and saved, so that a double tap saves once.
CREATE TABLE once_keys (
    key     text        NOT NULL PRIMARY KEY,
    used_at timestamptz NOT NULL
);
CREATE INDEX once_keys_used ON once_keys (used_at);

-- What holds for the whole organisation, by name.
CREATE TABLE settings (
    key   text NOT NULL PRIMARY KEY,
    value text NOT NULL
);

-- Who did what to whom and why. Each row's hash covers the row before it.
CREATE TABLE trail (
    id              uuid        NOT NULL PRIMARY KEY,
    seq             bigint      NOT NULL UNIQUE,
    at              timestamptz NOT NULL,
    actor_id        uuid,
    actor_name      text        NOT NULL,
    acting_for_id   uuid,
    acting_for_name text        NOT NULL DEFAULT '',
    subject_id      uuid,
    record          text        NOT NULL,
    record_id       text        NOT NULL,
    act             text        NOT NULL,
    why             text        NOT NULL DEFAULT '',
    hash            text        NOT NULL
);
CREATE INDEX trail_record ON trail (record, record_id, seq);
CREATE INDEX trail_subject ON trail (subject_id, seq);
CREATE INDEX trail_actor ON trail (actor_id, seq);

-- +goose StatementBegin
CREATE FUNCTION trail_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the trail is append-only';
END;
$$;
-- +goose StatementEnd
CREATE TRIGGER trail_no_change BEFORE UPDATE OR DELETE ON trail
    FOR EACH ROW EXECUTE FUNCTION trail_refuse();
CREATE TRIGGER trail_no_truncate BEFORE TRUNCATE ON trail
    FOR EACH STATEMENT EXECUTE FUNCTION trail_refuse();

-- The last row's number and hash: what the next row continues from.
CREATE TABLE trail_head (
    id   integer NOT NULL PRIMARY KEY CHECK (id = 1),
    seq  bigint  NOT NULL,
    hash text    NOT NULL
);
INSERT INTO trail_head (id, seq, hash) VALUES (1, 0, '');
