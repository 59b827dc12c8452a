-- The inventory of personal data: the current facts in typed tables, and every
-- revision in an append-only log.
--
-- How to read it
--   * NULL in a column, or no row in a table of a list, means: not declared. It never means no.
--   * Every row of a noun or a fact has a row with the same id in "fact", which says who may see
--     it, whether a document states it or it is inferred, and which revision brought it.
--     "citation" says which clauses are behind it.
--   * A column <name>_id points at another row. An id begins with the kind of what it names.
--   * A list is a table <noun>_<field> with the owner and the place in the list, counted from 1.
--     A list of plain texts is a JSON array in one column.
--   * Dates are ISO 8601 and as precise as their source; periods are ISO 8601 (P90D, P4Y).
--
-- Questions in plain SQL
--   Who receives IP addresses, where a document says so directly:
--     SELECT recipient, service, form, clauses FROM who_receives
--     WHERE data = 'IP address' AND assertion = 'STATED';
--   The same as one join, without the view:
--     SELECT party.name, service.name, disclosure.form
--     FROM disclosure
--     JOIN data_category ON data_category.id = disclosure.data_id
--     JOIN party ON party.id = disclosure.recipient_id
--     JOIN processing_activity ON processing_activity.id = disclosure.activity_id
--     JOIN service ON service.id = processing_activity.service_id
--     JOIN fact ON fact.id = disclosure.id
--     WHERE data_category.name = 'IP address' AND fact.assertion = 'STATED';
--
-- Foreign keys are checked when a commit ends, because trees and mutual references
-- within a commit have no order in which each row finds what it points at.

PRAGMA application_id = 1380144204; -- "RCTL"

CREATE TABLE revision (
  -- The log: one row for each commit. hash is SHA-256, in hexadecimal, over the JSON object of
  -- number, recordedAt, effectiveDate, author, message, visibility, previous ("" for the first) and
  -- changes, in this order, without spaces, with changes exactly as here: so each row vouches for
  -- all before it. visibility is INTERNAL where a change touched anything that is.
  number INTEGER PRIMARY KEY CHECK (number > 0),
  recorded_at TEXT NOT NULL CHECK (recorded_at GLOB '????-??-??T??:??:??.???Z'),
  effective_date TEXT NOT NULL,
  author TEXT NOT NULL,
  message TEXT NOT NULL,
  visibility TEXT NOT NULL CHECK (visibility IN ('PUBLIC', 'INTERNAL')),
  previous TEXT UNIQUE REFERENCES revision (hash),
  hash TEXT NOT NULL UNIQUE CHECK (length(hash) = 64),
  changes TEXT NOT NULL CHECK (json_valid(changes)),
  CHECK ((number = 1) = (previous IS NULL))
) STRICT;

CREATE TRIGGER revision_no_update BEFORE UPDATE ON revision BEGIN
  SELECT RAISE(ABORT, 'the log of revisions is append-only: a revision is never changed');
END;

CREATE TRIGGER revision_no_delete BEFORE DELETE ON revision BEGIN
  SELECT RAISE(ABORT, 'the log of revisions is append-only: a revision is never deleted');
END;

CREATE TRIGGER revision_in_order BEFORE INSERT ON revision
  -- INSERT OR REPLACE deletes rows without firing the trigger above.
WHEN NEW.number <> (SELECT coalesce(max(number), 0) + 1 FROM revision)
  OR EXISTS (SELECT 1 FROM revision WHERE hash = NEW.hash OR previous = NEW.previous)
BEGIN
  SELECT RAISE(ABORT, 'the log of revisions is append-only: a revision follows the newest');
END;

CREATE TABLE fact (
  -- What every noun and fact says about itself. Documents, their versions and clauses are what
  -- others cite: they have no visibility and no assertion of their own.
  id TEXT NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind = upper(replace(substr(id, 1, instr(id, '/') - 1), '-', '_'))),
  since_revision INTEGER NOT NULL REFERENCES revision (number) DEFERRABLE INITIALLY DEFERRED,
  visibility TEXT
    CHECK (visibility IN ('PUBLIC', 'INTERNAL')),
  assertion TEXT
    CHECK (assertion IN ('STATED', 'INFERRED')),
  because TEXT,
  condition TEXT,
  verified_by TEXT,
  verified_on TEXT,
  CHECK ((visibility IS NULL) = (kind IN ('DOCUMENT', 'VERSION', 'CLAUSE'))),
  CHECK ((assertion IS NULL) = (visibility IS NULL)),
  CHECK ((verified_by IS NULL) = (verified_on IS NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX fact_since_revision ON fact (since_revision);

CREATE TABLE citation (
  -- The clauses behind a fact, in their order.
  fact_id TEXT NOT NULL REFERENCES fact (id) DEFERRABLE INITIALLY DEFERRED,
  ordinal INTEGER NOT NULL CHECK (ordinal > 0),
  clause_id TEXT NOT NULL REFERENCES clause (id) DEFERRABLE INITIALLY DEFERRED,
  note TEXT,
  PRIMARY KEY (fact_id, ordinal)
) STRICT, WITHOUT ROWID;
CREATE INDEX citation_clause_id ON citation (clause_id);
