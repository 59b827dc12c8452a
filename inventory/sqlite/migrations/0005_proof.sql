-- The tree over the log, by which one can show that history was not rewritten.

CREATE TABLE merkle_hash (
  -- The hashes of RFC 6962 over the log. At level 0, place n - 1 holds the leaf of revision n:
  -- SHA-256 over a zero byte and the JSON object that revision.hash is made over. At a level
  -- above, place p is SHA-256 over a one byte and the hashes at places 2p and 2p + 1 of the level
  -- below; it is written with the revision that completes it, number (p + 1) * 2^level.
  level INTEGER NOT NULL CHECK (level >= 0),
  place INTEGER NOT NULL CHECK (place >= 0),
  hash BLOB NOT NULL CHECK (length(hash) = 32),
  PRIMARY KEY (level, place)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER merkle_hash_no_update BEFORE UPDATE ON merkle_hash BEGIN
  SELECT RAISE(ABORT, 'the tree over the log is append-only: a hash is never changed');
END;

CREATE TRIGGER merkle_hash_no_delete BEFORE DELETE ON merkle_hash BEGIN
  SELECT RAISE(ABORT, 'the tree over the log is append-only: a hash is never deleted');
END;

CREATE TRIGGER merkle_hash_in_order BEFORE INSERT ON merkle_hash
WHEN NEW.place <> (SELECT coalesce(max(place), -1) + 1 FROM merkle_hash WHERE level = NEW.level)
BEGIN
  SELECT RAISE(ABORT, 'the tree over the log is append-only: a hash follows the newest of its level');
END;
