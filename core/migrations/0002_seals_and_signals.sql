-- Only adds, so programs of schema 1 go on working beside it: they answer `master_key` for what is sealed.

CREATE TABLE data_key (
  -- The keys under which rows are sealed, each wrapped under a master key that no file of the store holds. A second row
  -- is there only while rows move from one to the next.
  number INTEGER PRIMARY KEY AUTOINCREMENT, -- never given twice; stands in every seal
  key_id BLOB NOT NULL CHECK (length(key_id) = 8), -- tells which key has the number, and nothing about it
  master_key_id BLOB NOT NULL CHECK (length(master_key_id) = 8), -- tells which master key, and nothing about it
  wrapped BLOB NOT NULL,
  created_at_us INTEGER NOT NULL
) STRICT;

CREATE TABLE signal (
  -- Something to look at that changed nothing; at most one for each key, kind and hour. Never a row of the audit log.
  number INTEGER PRIMARY KEY AUTOINCREMENT, -- never given twice
  kind TEXT NOT NULL,
  about TEXT NOT NULL,            -- what it concerns, such as 'api_key:<id>' or 'settings'
  hour_us INTEGER NOT NULL,       -- the beginning of the hour that it was first seen in
  at_us INTEGER NOT NULL,         -- when it was first seen in that hour
  evidence TEXT NOT NULL          -- a JSON object: what was seen; never a secret
) STRICT;

CREATE UNIQUE INDEX signal_of_hour ON signal (kind, about, hour_us);

ALTER TABLE api_key ADD COLUMN retires_when_used INTEGER NOT NULL DEFAULT 0
  CHECK (retires_when_used IN (0, 1)); -- 1: its first generation ends once a later one is used

ALTER TABLE generation ADD COLUMN retires_when_used INTEGER NOT NULL DEFAULT 0
  CHECK (retires_when_used IN (0, 1)); -- 1: ends once a later one is used
