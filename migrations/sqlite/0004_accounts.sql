-- +goose Up

-- Mail that is to go out. Its text is emptied once it went: it may hold a link.
CREATE TABLE mails (
  id text PRIMARY KEY,
  kind text NOT NULL,
  to_name text NOT NULL,
  to_address text NOT NULL,
  subject text NOT NULL,
  body text NOT NULL,
  state text NOT NULL CHECK (state IN ('queued', 'sent', 'failed')),
  tries integer NOT NULL DEFAULT 0,
  at datetime NOT NULL,
  due_at datetime NOT NULL,
  sent_at datetime,
  last_error text NOT NULL DEFAULT ''
);
CREATE INDEX mails_due ON mails (due_at, id) WHERE state = 'queued';
CREATE INDEX mails_at ON mails (at);

-- Who may sign in. A person without a row was never invited.
CREATE TABLE accounts (
  person_id text PRIMARY KEY REFERENCES persons (id),
  state text NOT NULL CHECK (state IN ('invited', 'active', 'closed')),
  password_hash text,
  created_at datetime NOT NULL,
  invited_at datetime,
  last_sign_in_at datetime,
  version integer NOT NULL DEFAULT 1
);
CREATE INDEX accounts_state ON accounts (state, person_id);

-- Links that are mailed, for one use: only a hash of each is kept.
CREATE TABLE account_links (
  token_hash text PRIMARY KEY,
  person_id text NOT NULL REFERENCES persons (id),
  kind text NOT NULL CHECK (kind IN ('invitation', 'reset')),
  expires_at datetime NOT NULL,
  used_at datetime
);
CREATE INDEX account_links_person ON account_links (person_id, kind);
CREATE INDEX account_links_expiry ON account_links (expires_at);

-- Tries that are counted, by a hash of what they are counted for.
CREATE TABLE attempts (
  id text PRIMARY KEY,
  counted text NOT NULL,
  at datetime NOT NULL
);
CREATE INDEX attempts_counted ON attempts (counted, at);
CREATE INDEX attempts_at ON attempts (at);

-- Addresses for which somebody asked a reset link. A note is made for every
-- address alike, and looked at later, so that asking tells nothing.
CREATE TABLE reset_asks (
  id text PRIMARY KEY,
  email_key text NOT NULL,
  at datetime NOT NULL
);

-- Whom a visitor of the demonstration may be.
CREATE TABLE demo_personas (
  person_id text PRIMARY KEY REFERENCES persons (id),
  label text NOT NULL,
  hint text NOT NULL,
  position integer NOT NULL
);

-- Sessions gain what their owner is shown of them.
DROP TABLE sessions;
CREATE TABLE sessions (
  token_hash text PRIMARY KEY,
  id text NOT NULL UNIQUE,
  person_id text REFERENCES persons (id),
  data blob NOT NULL,
  begun_at datetime NOT NULL,
  seen_at datetime NOT NULL,
  own_phone boolean NOT NULL,
  device text NOT NULL,
  expires_at datetime NOT NULL
);
CREATE INDEX sessions_person ON sessions (person_id, seen_at);
CREATE INDEX sessions_expiry ON sessions (expires_at);

-- +goose Down
DROP TABLE demo_personas;
DROP TABLE reset_asks;
DROP TABLE attempts;
DROP TABLE account_links;
DROP TABLE accounts;
DROP TABLE mails;
DROP TABLE sessions;
CREATE TABLE sessions (
  token_hash text PRIMARY KEY,
  person_id text REFERENCES persons (id),
  data blob NOT NULL,
  expires_at datetime NOT NULL
);
CREATE INDEX sessions_person ON sessions (person_id);
CREATE INDEX sessions_expiry ON sessions (expires_at);
