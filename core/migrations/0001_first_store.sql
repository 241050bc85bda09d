-- Every table that reaches a verdict is WITHOUT ROWID and has no UNIQUE besides its primary key: a REPLACE by a hidden
-- row number or a second key would delete a row without firing a trigger, and a process would keep what was deleted.
-- Cascades are triggers and not foreign keys, which the sqlite3 program leaves off.
-- Lists of words (scopes, networks, prefixes, permission ids) are kept as text with a space between.

CREATE TABLE store (
  -- One row: facts of the file itself. The schema's number is PRAGMA user_version.
  id INTEGER PRIMARY KEY CHECK (id = 1),
  oldest_reader INTEGER NOT NULL, -- the lowest schema number whose programs may still work on this file
  created_at_us INTEGER NOT NULL  -- microseconds since 1970, UTC, like every column that ends in _us
) STRICT;

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
) STRICT;

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

-- Nearly empty: whether a key's owner is suspended is asked at every check, and answered without the table.
CREATE INDEX owner_suspended ON owner (kind, id, suspended_at_us) WHERE suspended_at_us IS NOT NULL;

CREATE TABLE team_member (
  team_id TEXT NOT NULL,
  user_id TEXT NOT NULL,
  permissions TEXT NOT NULL,      -- granted directly; contained ones come on top
  created_at_us INTEGER NOT NULL,
  PRIMARY KEY (team_id, user_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX team_member_of_user ON team_member (user_id);

CREATE TABLE permission_definition (
  id TEXT PRIMARY KEY NOT NULL,
  description TEXT,
  contains TEXT NOT NULL
) STRICT, WITHOUT ROWID;

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
  seal BLOB,                      -- covers the whole row
  CHECK ((digest IS NULL) = (seal IS NOT NULL) AND (last_four IS NULL) = (seal IS NOT NULL))
) STRICT, WITHOUT ROWID;

-- The primary key stands at the end of every index, so this one also gives the order of a list.
CREATE INDEX api_key_of_owner ON api_key (owner_kind, owner_id);

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
  seal BLOB,
  CHECK ((digest IS NULL) = (seal IS NOT NULL) AND (last_four IS NULL) = (seal IS NOT NULL))
) STRICT, WITHOUT ROWID;

CREATE INDEX generation_of_api_key ON generation (api_key_id);

CREATE TABLE event (
  -- The audit log: one row for each change, written in its transaction.
  number INTEGER PRIMARY KEY AUTOINCREMENT, -- never given twice
  at_us INTEGER NOT NULL,
  verb TEXT NOT NULL,
  payload TEXT NOT NULL           -- a JSON object: who, what, and the ids it concerns; never a secret
) STRICT;

CREATE TABLE changes (
  -- What a process that keeps rows in memory must drop. Filled by the triggers below, so that an edit by hand counts.
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  nonce INTEGER NOT NULL DEFAULT (random()), -- tells a row from one with the same number in a restored file
  what TEXT NOT NULL,
  id ANY
) STRICT;

CREATE TRIGGER settings_inserted AFTER INSERT ON settings BEGIN
  INSERT INTO changes (what, id) VALUES ('settings', NULL);
END;
CREATE TRIGGER settings_updated AFTER UPDATE ON settings BEGIN
  INSERT INTO changes (what, id) VALUES ('settings', NULL);
END;
CREATE TRIGGER settings_deleted AFTER DELETE ON settings BEGIN
  INSERT INTO changes (what, id) VALUES ('settings', NULL);
END;

CREATE TRIGGER owner_inserted AFTER INSERT ON owner BEGIN
  INSERT INTO changes (what, id) VALUES ('owner', new.kind || ':' || new.id);
END;
CREATE TRIGGER owner_updated AFTER UPDATE ON owner BEGIN
  INSERT INTO changes (what, id) VALUES ('owner', old.kind || ':' || old.id);
  INSERT INTO changes (what, id)
    SELECT 'owner', new.kind || ':' || new.id WHERE new.kind IS NOT old.kind OR new.id IS NOT old.id;
END;
CREATE TRIGGER owner_deleted AFTER DELETE ON owner BEGIN
  INSERT INTO changes (what, id) VALUES ('owner', old.kind || ':' || old.id);
  DELETE FROM api_key WHERE owner_kind = old.kind AND owner_id = old.id;
  DELETE FROM team_member WHERE old.kind = 'team' AND team_id = old.id;
  DELETE FROM team_member WHERE old.kind = 'user' AND user_id = old.id;
END;

CREATE TRIGGER api_key_inserted AFTER INSERT ON api_key BEGIN
  INSERT INTO changes (what, id) VALUES ('api_key', new.id);
END;
CREATE TRIGGER api_key_updated AFTER UPDATE ON api_key BEGIN
  INSERT INTO changes (what, id) VALUES ('api_key', old.id);
  INSERT INTO changes (what, id) SELECT 'api_key', new.id WHERE new.id IS NOT old.id;
END;
CREATE TRIGGER api_key_deleted AFTER DELETE ON api_key BEGIN
  INSERT INTO changes (what, id) VALUES ('api_key', old.id);
  DELETE FROM generation WHERE api_key_id = old.id;
END;

CREATE TRIGGER generation_inserted AFTER INSERT ON generation BEGIN
  INSERT INTO changes (what, id) VALUES ('generation', new.id);
END;
CREATE TRIGGER generation_updated AFTER UPDATE ON generation BEGIN
  INSERT INTO changes (what, id) VALUES ('generation', old.id);
  INSERT INTO changes (what, id) SELECT 'generation', new.id WHERE new.id IS NOT old.id;
END;
CREATE TRIGGER generation_deleted AFTER DELETE ON generation BEGIN
  INSERT INTO changes (what, id) VALUES ('generation', old.id);
END;
