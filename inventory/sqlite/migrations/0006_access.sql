-- The keys of people and programs. They are no facts: no revision tells of them.

CREATE TABLE access_token (
  -- A row for each token that was made; none holds its secret. sha256 is over the token as it is
  -- written, recital_<id>_<secret>. Times are UTC. A token works until expires_at, unless it is
  -- revoked before. last_used_on is a day, on purpose: it tells which tokens nobody needs.
  id TEXT NOT NULL PRIMARY KEY CHECK (length(id) = 8),
  name TEXT NOT NULL CHECK (name <> ''),
  role TEXT NOT NULL CHECK (role IN ('READER', 'AUDITOR', 'EDITOR', 'ADMIN')),
  sha256 BLOB NOT NULL UNIQUE CHECK (length(sha256) = 32),
  created_at TEXT NOT NULL CHECK (created_at GLOB '????-??-??T??:??:??.???Z'),
  expires_at TEXT NOT NULL CHECK (expires_at GLOB '????-??-??T??:??:??.???Z'),
  revoked_at TEXT CHECK (revoked_at GLOB '????-??-??T??:??:??.???Z'),
  last_used_on TEXT CHECK (last_used_on GLOB '????-??-??')
) STRICT, WITHOUT ROWID;

CREATE TRIGGER access_token_stays BEFORE UPDATE OF id, name, role, sha256, created_at, expires_at ON access_token BEGIN
  SELECT RAISE(ABORT, 'a token is never changed: revoke it and make another');
END;

CREATE TRIGGER access_token_stays_revoked BEFORE UPDATE OF revoked_at ON access_token
WHEN OLD.revoked_at IS NOT NULL
BEGIN
  SELECT RAISE(ABORT, 'a revoked token stays revoked');
END;
