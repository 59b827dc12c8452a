-- The nouns of the inventory: documents, parties, data, purposes, services and their activities.

CREATE TABLE document (
  -- A published text that facts cite.
  id TEXT NOT NULL PRIMARY KEY
    REFERENCES fact (id) DEFERRABLE INITIALLY DEFERRED CHECK (id GLOB 'document/*'),
  title TEXT NOT NULL,
  url TEXT,
  publisher_id TEXT REFERENCES party (id) DEFERRABLE INITIALLY DEFERRED
) STRICT, WITHOUT ROWID;
CREATE INDEX document_publisher_id ON document (publisher_id);

CREATE TABLE document_version (
  -- An edition of a document.
  id TEXT NOT NULL PRIMARY KEY
    REFERENCES fact (id) DEFERRABLE INITIALLY DEFERRED CHECK (id GLOB 'version/*'),
  document_id TEXT NOT NULL REFERENCES document (id) DEFERRABLE INITIALLY DEFERRED,
  label TEXT NOT NULL,
  published TEXT,
  changes TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX document_version_document_id ON document_version (document_id);

CREATE TABLE clause (
  -- A passage of an edition; path is the JSON list of the headings that lead to it, outermost first.
  id TEXT NOT NULL PRIMARY KEY
    REFERENCES fact (id) DEFERRABLE INITIALLY DEFERRED CHECK (id GLOB 'clause/*'),
  version_id TEXT NOT NULL REFERENCES document_version (id) DEFERRABLE INITIALLY DEFERRED,
  path TEXT NOT NULL CHECK (json_valid(path)),
  position INTEGER,
  url TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX clause_version_id ON clause (version_id);

CREATE TABLE party (
  -- A legal person, a brand, or a named category of them: controller, processor or other recipient.
  id TEXT NOT NULL PRIMARY KEY
    REFERENCES fact (id) DEFERRABLE INITIALLY DEFERRED CHECK (id GLOB 'party/*'),
  name TEXT NOT NULL,
  aliases TEXT CHECK (json_valid(aliases)),
  description TEXT,
  kind TEXT NOT NULL
    CHECK (kind IN ('LEGAL_PERSON', 'CATEGORY', 'BRAND')),
  member_of_id TEXT REFERENCES party (id) DEFERRABLE INITIALLY DEFERRED,
  country TEXT,
  privacy_policy TEXT,
  eu_representative_id TEXT REFERENCES party (id) DEFERRABLE INITIALLY DEFERRED,
  uk_representative_id TEXT REFERENCES party (id) DEFERRABLE INITIALLY DEFERRED
) STRICT, WITHOUT ROWID;
CREATE INDEX party_member_of_id ON party (member_of_id);
CREATE INDEX party_eu_representative_id ON party (eu_representative_id);
CREATE INDEX party_uk_representative_id ON party (uk_representative_id);

CREATE TABLE party_contacts (
  owner_id TEXT NOT NULL REFERENCES party (id) DEFERRABLE INITIALLY DEFERRED,
  ordinal INTEGER NOT NULL CHECK (ordinal > 0),
  role TEXT NOT NULL
    CHECK (role IN ('PRIVACY', 'DATA_PROTECTION_OFFICER', 'GENERAL')),
  name TEXT,
  address TEXT CHECK (json_valid(address)),
  email TEXT,
  phone TEXT,
  url TEXT,
  regions TEXT CHECK (json_valid(regions)),
  note TEXT,
  PRIMARY KEY (owner_id, ordinal)
) STRICT, WITHOUT ROWID;

CREATE TABLE party_subprocessors (
  owner_id TEXT NOT NULL REFERENCES party (id) DEFERRABLE INITIALLY DEFERRED,
  ordinal INTEGER NOT NULL CHECK (ordinal > 0),
  party_id TEXT NOT NULL REFERENCES party (id) DEFERRABLE INITIALLY DEFERRED,
  PRIMARY KEY (owner_id, ordinal)
) STRICT, WITHOUT ROWID;
CREATE INDEX party_subprocessors_party_id ON party_subprocessors (party_id);

CREATE TABLE product (
  -- A product that services apply to.
  id TEXT NOT NULL PRIMARY KEY
    REFERENCES fact (id) DEFERRABLE INITIALLY DEFERRED CHECK (id GLOB 'product/*'),
  name TEXT NOT NULL,
  aliases TEXT CHECK (json_valid(aliases)),
  description TEXT,
  publisher_id TEXT REFERENCES party (id) DEFERRABLE INITIALLY DEFERRED
) STRICT, WITHOUT ROWID;
CREATE INDEX product_publisher_id ON product (publisher_id);

CREATE TABLE data_category (
  -- A kind of personal data; broader_id is the next wider one.
  id TEXT NOT NULL PRIMARY KEY
    REFERENCES fact (id) DEFERRABLE INITIALLY DEFERRED CHECK (id GLOB 'data/*'),
  name TEXT NOT NULL,
  aliases TEXT CHECK (json_valid(aliases)),
  description TEXT,
  broader_id TEXT REFERENCES data_category (id) DEFERRABLE INITIALLY DEFERRED,
  special TEXT
    CHECK (special IN ('NONE', 'ARTICLE_9', 'ARTICLE_10'))
) STRICT, WITHOUT ROWID;
CREATE INDEX data_category_broader_id ON data_category (broader_id);

CREATE TABLE data_category_crosswalks (
  owner_id TEXT NOT NULL REFERENCES data_category (id) DEFERRABLE INITIALLY DEFERRED,
  ordinal INTEGER NOT NULL CHECK (ordinal > 0),
  scheme TEXT NOT NULL
    CHECK (scheme IN ('DPV', 'FIDESLANG', 'IAB_GVL', 'CNIL')),
  code TEXT NOT NULL,
  match TEXT NOT NULL
    CHECK (match IN ('EXACT', 'CLOSE', 'BROAD')),
  PRIMARY KEY (owner_id, ordinal)
) STRICT, WITHOUT ROWID;

CREATE TABLE data_subject_category (
  -- A category of people whose data is processed.
  id TEXT NOT NULL PRIMARY KEY
    REFERENCES fact (id) DEFERRABLE INITIALLY DEFERRED CHECK (id GLOB 'subject/*'),
  name TEXT NOT NULL,
  aliases TEXT CHECK (json_valid(aliases)),
  description TEXT,
  broader_id TEXT REFERENCES data_subject_category (id) DEFERRABLE INITIALLY DEFERRED,
  vulnerable INTEGER NOT NULL CHECK (vulnerable IN (0, 1))
) STRICT, WITHOUT ROWID;
CREATE INDEX data_subject_category_broader_id ON data_subject_category (broader_id);

CREATE TABLE purpose (
  -- Why data is processed.
  id TEXT NOT NULL PRIMARY KEY
    REFERENCES fact (id) DEFERRABLE INITIALLY DEFERRED CHECK (id GLOB 'purpose/*'),
  name TEXT NOT NULL,
  aliases TEXT CHECK (json_valid(aliases)),
  description TEXT,
  broader_id TEXT REFERENCES purpose (id) DEFERRABLE INITIALLY DEFERRED
) STRICT, WITHOUT ROWID;
CREATE INDEX purpose_broader_id ON purpose (broader_id);

CREATE TABLE purpose_crosswalks (
  owner_id TEXT NOT NULL REFERENCES purpose (id) DEFERRABLE INITIALLY DEFERRED,
  ordinal INTEGER NOT NULL CHECK (ordinal > 0),
  scheme TEXT NOT NULL
    CHECK (scheme IN ('DPV', 'FIDESLANG', 'IAB_GVL', 'CNIL')),
  code TEXT NOT NULL,
  match TEXT NOT NULL
    CHECK (match IN ('EXACT', 'CLOSE', 'BROAD')),
  PRIMARY KEY (owner_id, ordinal)
) STRICT, WITHOUT ROWID;

CREATE TABLE service (
  -- What people use; organisation_wide marks the entry whose facts hold for every service.
  id TEXT NOT NULL PRIMARY KEY
    REFERENCES fact (id) DEFERRABLE INITIALLY DEFERRED CHECK (id GLOB 'service/*'),
  name TEXT NOT NULL,
  aliases TEXT CHECK (json_valid(aliases)),
  description TEXT,
  url TEXT,
  part_of_id TEXT REFERENCES service (id) DEFERRABLE INITIALLY DEFERRED,
  organisation_wide INTEGER NOT NULL CHECK (organisation_wide IN (0, 1))
) STRICT, WITHOUT ROWID;
CREATE INDEX service_part_of_id ON service (part_of_id);

CREATE TABLE service_products (
  owner_id TEXT NOT NULL REFERENCES service (id) DEFERRABLE INITIALLY DEFERRED,
  ordinal INTEGER NOT NULL CHECK (ordinal > 0),
  product_id TEXT NOT NULL REFERENCES product (id) DEFERRABLE INITIALLY DEFERRED,
  PRIMARY KEY (owner_id, ordinal)
) STRICT, WITHOUT ROWID;
CREATE INDEX service_products_product_id ON service_products (product_id);

CREATE TABLE event (
  -- What starts a period or ends a processing.
  id TEXT NOT NULL PRIMARY KEY
    REFERENCES fact (id) DEFERRABLE INITIALLY DEFERRED CHECK (id GLOB 'event/*'),
  name TEXT NOT NULL,
  aliases TEXT CHECK (json_valid(aliases)),
  description TEXT,
  broader_id TEXT REFERENCES event (id) DEFERRABLE INITIALLY DEFERRED
) STRICT, WITHOUT ROWID;
CREATE INDEX event_broader_id ON event (broader_id);

CREATE TABLE event_ends (
  owner_id TEXT NOT NULL REFERENCES event (id) DEFERRABLE INITIALLY DEFERRED,
  ordinal INTEGER NOT NULL CHECK (ordinal > 0),
  service_id TEXT NOT NULL REFERENCES service (id) DEFERRABLE INITIALLY DEFERRED,
  PRIMARY KEY (owner_id, ordinal)
) STRICT, WITHOUT ROWID;
CREATE INDEX event_ends_service_id ON event_ends (service_id);

CREATE TABLE processing_activity (
  -- A row of the register (GDPR Art. 30): one service doing one thing with data.
  id TEXT NOT NULL PRIMARY KEY
    REFERENCES fact (id) DEFERRABLE INITIALLY DEFERRED CHECK (id GLOB 'activity/*'),
  service_id TEXT NOT NULL REFERENCES service (id) DEFERRABLE INITIALLY DEFERRED,
  name TEXT NOT NULL,
  description TEXT,
  role TEXT
    CHECK (role IN ('CONTROLLER', 'JOINT_CONTROLLER', 'PROCESSOR', 'NOT_INVOLVED')),
  department TEXT,
  owner TEXT,
  stewards TEXT CHECK (json_valid(stewards)),
  locations TEXT CHECK (json_valid(locations)),
  automation_decisions TEXT
    CHECK (automation_decisions IN ('YES', 'NO')),
  automation_profiling TEXT
    CHECK (automation_profiling IN ('YES', 'NO')),
  automation_description TEXT,
  automation_basis TEXT
    CHECK (automation_basis IN ('CONSENT', 'CONTRACT', 'LEGAL_OBLIGATION', 'VITAL_INTERESTS', 'PUBLIC_TASK', 'LEGITIMATE_INTERESTS')),
  impact_assessment_required TEXT
    CHECK (impact_assessment_required IN ('YES', 'NO')),
  impact_assessment_progress TEXT,
  impact_assessment_document TEXT,
  impact_assessment_others TEXT CHECK (json_valid(impact_assessment_others)),
  retention_policy_document TEXT,
  retention_policy_followed TEXT
    CHECK (retention_policy_followed IN ('YES', 'NO')),
  retention_policy_reason TEXT,
  breach_procedure TEXT,
  breach_occurred TEXT
    CHECK (breach_occurred IN ('YES', 'NO')),
  breach_document TEXT,
  notices TEXT CHECK (json_valid(notices)),
  status TEXT
    CHECK (status IN ('PLANNED', 'ACTIVE', 'ENDED')),
  reviewed TEXT,
  reviewed_by TEXT,
  review_due TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX processing_activity_service_id ON processing_activity (service_id);

CREATE TABLE processing_activity_acts_for (
  owner_id TEXT NOT NULL REFERENCES processing_activity (id) DEFERRABLE INITIALLY DEFERRED,
  ordinal INTEGER NOT NULL CHECK (ordinal > 0),
  party_id TEXT NOT NULL REFERENCES party (id) DEFERRABLE INITIALLY DEFERRED,
  PRIMARY KEY (owner_id, ordinal)
) STRICT, WITHOUT ROWID;
CREATE INDEX processing_activity_acts_for_party_id ON processing_activity_acts_for (party_id);

CREATE TABLE processing_activity_subjects (
  owner_id TEXT NOT NULL REFERENCES processing_activity (id) DEFERRABLE INITIALLY DEFERRED,
  ordinal INTEGER NOT NULL CHECK (ordinal > 0),
  subject_id TEXT NOT NULL REFERENCES data_subject_category (id) DEFERRABLE INITIALLY DEFERRED,
  PRIMARY KEY (owner_id, ordinal)
) STRICT, WITHOUT ROWID;
CREATE INDEX processing_activity_subjects_subject_id ON processing_activity_subjects (subject_id);
