CREATE TABLE api_key (
  -- A key with its first secret: most keys never get another one, and then one row is all that a check reads.
  id BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 16), -- UUIDv7, so that its order is the order of creation;
                                  -- also the id of its first generation, the one in that one's text
  owner_kind TEXT NOT NULL CHECK (owner_kind IN ('user', 'team')),
  owner_id TEXT NOT NULL,
  description TEXT NOT NULL,
  is_public INTEGER NOT NULL CHECK (is_public IN (0, 1)),
  scopes TEXT NOT NULL,
  metadata TEXT NOT NULL,         -- a JSON object
  ip_allow_list TEXT NOT NULL,    -- empty: from everywhere
  created_at_us INTEGER NOT NULL, -- also when its first generation was made
  created_by TEXT NOT NULL,       -- 'server', 'server:<name>' or 'user:<id>', like every column that ends in _by
  expires_at_us INTEGER,          -- NULL: never; at this very instant it is expired
  suspended_at_us INTEGER,
  suspended_by TEXT,
  suspend_reason TEXT,
  revoked_at_us INTEGER,
  revoked_by TEXT,
  revoke_reason TEXT,
  generation INTEGER NOT NULL,    -- the number of the newest; 1: there is no row in generation
  prefix TEXT NOT NULL,           -- of the first generation, like the columns that follow
  digest BLOB CHECK (length(digest) = 32), -- SHA-256("kw1" || id || secret); NULL: inside the seal
  last_four TEXT,                 -- NULL: inside the seal
  first_used_at_us INTEGER,
  retires_at_us INTEGER,          -- from then on denied as rotated
  seal BLOB, retires_when_used INTEGER NOT NULL DEFAULT 0
  CHECK (retires_when_used IN (0, 1)),                      -- covers the whole row
  CHECK ((digest IS NULL) = (seal IS NOT NULL) AND (last_four IS NULL) = (seal IS NOT NULL))
) STRICT, WITHOUT ROWID;

CREATE TABLE changes (
  -- What a process that keeps rows in memory must drop. Filled by the triggers below, so that an edit by hand counts.
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  nonce INTEGER NOT NULL DEFAULT (random()), -- tells a row from one with the same number in a restored file
  what TEXT NOT NULL,
  id ANY
) STRICT;

CREATE TABLE data_key (
  -- The keys under which rows are sealed, each wrapped under a master key that no file of the store holds. A second row
  -- is there only while rows move from one to the next.
  number INTEGER PRIMARY KEY AUTOINCREMENT, -- never given twice; stands in every seal
  key_id BLOB NOT NULL CHECK (length(key_id) = 8), -- tells which key has the number, and nothing about it
  master_key_id BLOB NOT NULL CHECK (length(master_key_id) = 8), -- tells which master key, and nothing about it
  wrapped BLOB NOT NULL,
  created_at_us INTEGER NOT NULL
) STRICT;

CREATE TABLE event (
  -- The audit log: one row for each change, written in its transaction.
  number INTEGER PRIMARY KEY AUTOINCREMENT, -- never given twice
  at_us INTEGER NOT NULL,
  verb TEXT NOT NULL,
  payload TEXT NOT NULL           -- a JSON object: who, what, and the ids it concerns; never a secret
) STRICT;

CREATE TABLE generation (
  -- The secrets that rotation added to a key.
  id BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 16), -- stands in the key's text
  api_key_id BLOB NOT NULL,
  number INTEGER NOT NULL CHECK (number > 1), -- the first generation stands in api_key
  prefix TEXT NOT NULL,
  digest BLOB CHECK (length(digest) = 32), -- as in api_key
  last_four TEXT,
  created_at_us INTEGER NOT NULL,
  first_used_at_us INTEGER,
  retires_at_us INTEGER,
  seal BLOB, retires_when_used INTEGER NOT NULL DEFAULT 0
  CHECK (retires_when_used IN (0, 1)),
  CHECK ((digest IS NULL) = (seal IS NOT NULL) AND (last_four IS NULL) = (seal IS NOT NULL))
) STRICT, WITHOUT ROWID;

CREATE TABLE owner (
  -- A user or a team. It comes into being at its first change; a key has always an owner row.
  kind TEXT NOT NULL CHECK (kind IN ('user', 'team')),
  id TEXT NOT NULL,               -- the host's own string
  display_name TEXT,
  primary_email TEXT,             -- users only
  metadata TEXT NOT NULL,         -- a JSON object
  created_at_us INTEGER NOT NULL,
  suspended_at_us INTEGER,        -- not NULL: no key of this owner verifies
  suspended_by TEXT,
  seal BLOB,
  PRIMARY KEY (kind, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE permission_definition (
  id TEXT PRIMARY KEY NOT NULL,
  description TEXT,
  contains TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE settings (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  allow_user_api_keys INTEGER NOT NULL CHECK (allow_user_api_keys IN (0, 1)),
  allow_team_api_keys INTEGER NOT NULL CHECK (allow_team_api_keys IN (0, 1)),
  prefixes TEXT NOT NULL,         -- the first makes new keys, the others are accepted too
  max_api_keys_per_user INTEGER,  -- NULL: no cap
  max_api_keys_per_team INTEGER,
  max_lifetime_us INTEGER,
  api_key_header TEXT,            -- in lower case
  creator_permissions TEXT NOT NULL,
  member_permissions TEXT NOT NULL,
  seal BLOB                       -- NULL: not sealed
, usage_interval_us INTEGER NOT NULL DEFAULT 1000000, usage_minutes_kept_us INTEGER NOT NULL DEFAULT 172800000000, usage_hours_kept_us INTEGER NOT NULL DEFAULT 7776000000000, usage_days_kept_us INTEGER) STRICT;

CREATE TABLE signal (
  -- Something to look at that changed nothing; at most one for each key, kind and hour. Never a row of the audit log.
  number INTEGER PRIMARY KEY AUTOINCREMENT, -- never given twice
  kind TEXT NOT NULL,
  about TEXT NOT NULL,            -- what it concerns, such as 'api_key:<id>' or 'settings'
  hour_us INTEGER NOT NULL,       -- the beginning of the hour that it was first seen in
  at_us INTEGER NOT NULL,         -- when it was first seen in that hour
  evidence TEXT NOT NULL          -- a JSON object: what was seen; never a secret
) STRICT;

CREATE TABLE store (
  -- One row: facts of the file itself. The schema's number is PRAGMA user_version.
  id INTEGER PRIMARY KEY CHECK (id = 1),
  oldest_reader INTEGER NOT NULL, -- the lowest schema number whose programs may still work on this file
  created_at_us INTEGER NOT NULL  -- microseconds since 1970, UTC, like every column that ends in _us
) STRICT;

CREATE TABLE team_member (
  team_id TEXT NOT NULL,
  user_id TEXT NOT NULL,
  permissions TEXT NOT NULL,      -- granted directly; contained ones come on top
  created_at_us INTEGER NOT NULL,
  PRIMARY KEY (team_id, user_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX api_key_of_owner ON api_key (owner_kind, owner_id);

CREATE INDEX generation_of_api_key ON generation (api_key_id);

CREATE INDEX owner_suspended ON owner (kind, id, suspended_at_us) WHERE suspended_at_us IS NOT NULL;

CREATE UNIQUE INDEX signal_of_hour ON signal (kind, about, hour_us);

CREATE INDEX team_member_of_user ON team_member (user_id);

CREATE TRIGGER api_key_deleted AFTER DELETE ON api_key BEGIN
  INSERT INTO changes (what, id) VALUES ('api_key', old.id);
  DELETE FROM generation WHERE api_key_id = old.id;
END;

CREATE TRIGGER api_key_inserted AFTER INSERT ON api_key BEGIN
  INSERT INTO changes (what, id) VALUES ('api_key', new.id);
END;

CREATE TRIGGER api_key_updated AFTER UPDATE ON api_key BEGIN
  INSERT INTO changes (what, id) VALUES ('api_key', old.id);
  INSERT INTO changes (what, id) SELECT 'api_key', new.id WHERE new.id IS NOT old.id;
END;

CREATE TRIGGER generation_deleted AFTER DELETE ON generation BEGIN
  INSERT INTO changes (what, id) VALUES ('generation', old.id);
END;

CREATE TRIGGER generation_inserted AFTER INSERT ON generation BEGIN
  INSERT INTO changes (what, id) VALUES ('generation', new.id);
END;

CREATE TRIGGER generation_updated AFTER UPDATE ON generation BEGIN
  INSERT INTO changes (what, id) VALUES ('generation', old.id);
  INSERT INTO changes (what, id) SELECT 'generation', new.id WHERE new.id IS NOT old.id;
END;

CREATE TRIGGER owner_deleted AFTER DELETE ON owner BEGIN
  INSERT INTO changes (what, id) VALUES ('owner', old.kind || ':' || old.id);
  DELETE FROM api_key WHERE owner_kind = old.kind AND owner_id = old.id;
  DELETE FROM team_member WHERE old.kind = 'team' AND team_id = old.id;
  DELETE FROM team_member WHERE old.kind = 'user' AND user_id = old.id;
END;

CREATE TRIGGER owner_inserted AFTER INSERT ON owner BEGIN
  INSERT INTO changes (what, id) VALUES ('owner', new.kind || ':' || new.id);
END;

CREATE TRIGGER owner_updated AFTER UPDATE ON owner BEGIN
  INSERT INTO changes (what, id) VALUES ('owner', old.kind || ':' || old.id);
  INSERT INTO changes (what, id)
    SELECT 'owner', new.kind || ':' || new.id WHERE new.kind IS NOT old.kind OR new.id IS NOT old.id;
END;

CREATE TRIGGER settings_deleted AFTER DELETE ON settings BEGIN
  INSERT INTO changes (what, id) VALUES ('settings', NULL);
END;

CREATE TRIGGER settings_inserted AFTER INSERT ON settings BEGIN
  INSERT INTO changes (what, id) VALUES ('settings', NULL);
END;

CREATE TRIGGER settings_updated AFTER UPDATE ON settings BEGIN
  INSERT INTO changes (what, id) VALUES ('settings', NULL);
END;
