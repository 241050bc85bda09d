-- The file beside a store that tells how its keys are used. It decides nothing: without it every check goes on.

CREATE TABLE usage_file (
  -- The one row about the file itself. Its schema number is SQLite's `user_version`.
  id INTEGER PRIMARY KEY CHECK (id = 1),
  oldest_reader INTEGER NOT NULL, -- the lowest schema number whose programs may work on this file
  created_at_us INTEGER NOT NULL
) STRICT;

CREATE TABLE bucket (
  -- How often a key was checked with one outcome in a minute, an hour or a day. Each check stands in all three, so that
  -- nothing is ever moved from one to the next. By time first: what is counted now lies side by side.
  step_s INTEGER NOT NULL CHECK (step_s IN (60, 3600, 86400)),
  start_us INTEGER NOT NULL,      -- when it begins, UTC
  api_key_id BLOB NOT NULL CHECK (length(api_key_id) = 16),
  outcome TEXT NOT NULL,          -- 'valid', a reason, or 'wrong_secret'; a reader passes over what it does not know
  count INTEGER NOT NULL,
  PRIMARY KEY (step_s, start_us, api_key_id, outcome)
) STRICT, WITHOUT ROWID;

CREATE INDEX bucket_of_key ON bucket (api_key_id, step_s, start_us);

CREATE TABLE key_use (
  -- Every key that has a bucket, and when it was last valid.
  api_key_id BLOB NOT NULL PRIMARY KEY CHECK (length(api_key_id) = 16),
  used_at_us INTEGER,             -- NULL: never valid so far
  ip TEXT                         -- from where, if the check was told
) STRICT, WITHOUT ROWID;
