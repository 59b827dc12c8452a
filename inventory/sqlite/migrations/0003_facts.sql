-- What is said about the nouns.

CREATE TABLE controllership (
  -- Who decides about a service or an activity.
  id TEXT NOT NULL PRIMARY KEY
    REFERENCES fact (id) DEFERRABLE INITIALLY DEFERRED CHECK (id GLOB 'controllership/*'),
  subject_id TEXT NOT NULL REFERENCES fact (id) DEFERRABLE INITIALLY DEFERRED
    CHECK (subject_id GLOB 'service/*' OR subject_id GLOB 'activity/*'),
  party_id TEXT NOT NULL REFERENCES party (id) DEFERRABLE INITIALLY DEFERRED,
  role TEXT NOT NULL
    CHECK (role IN ('CONTROLLER', 'JOINT_CONTROLLER', 'PROCESSOR', 'NOT_INVOLVED')),
  regions TEXT CHECK (json_valid(regions)),
  arrangement TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX controllership_subject_id ON controllership (subject_id);
CREATE INDEX controllership_party_id ON controllership (party_id);

CREATE TABLE use (
  -- An activity uses data for a purpose; no row in use_data: all that it collects.
  id TEXT NOT NULL PRIMARY KEY
    REFERENCES fact (id) DEFERRABLE INITIALLY DEFERRED CHECK (id GLOB 'use/*'),
  activity_id TEXT NOT NULL REFERENCES processing_activity (id) DEFERRABLE INITIALLY DEFERRED,
  purpose_id TEXT NOT NULL REFERENCES purpose (id) DEFERRABLE INITIALLY DEFERRED
) STRICT, WITHOUT ROWID;
CREATE INDEX use_activity_id ON use (activity_id);
CREATE INDEX use_purpose_id ON use (purpose_id);

CREATE TABLE use_data (
  owner_id TEXT NOT NULL REFERENCES use (id) DEFERRABLE INITIALLY DEFERRED,
  ordinal INTEGER NOT NULL CHECK (ordinal > 0),
  data_id TEXT NOT NULL REFERENCES data_category (id) DEFERRABLE INITIALLY DEFERRED,
  PRIMARY KEY (owner_id, ordinal)
) STRICT, WITHOUT ROWID;
CREATE INDEX use_data_data_id ON use_data (data_id);

CREATE TABLE non_use (
  -- Data is stated not to be used for a purpose; purpose_id NULL: any but those stated.
  id TEXT NOT NULL PRIMARY KEY
    REFERENCES fact (id) DEFERRABLE INITIALLY DEFERRED CHECK (id GLOB 'non-use/*'),
  subject_id TEXT NOT NULL REFERENCES fact (id) DEFERRABLE INITIALLY DEFERRED
    CHECK (subject_id GLOB 'service/*' OR subject_id GLOB 'activity/*'),
  purpose_id TEXT REFERENCES purpose (id) DEFERRABLE INITIALLY DEFERRED,
  scope TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX non_use_subject_id ON non_use (subject_id);
CREATE INDEX non_use_purpose_id ON non_use (purpose_id);

CREATE TABLE non_use_data (
  owner_id TEXT NOT NULL REFERENCES non_use (id) DEFERRABLE INITIALLY DEFERRED,
  ordinal INTEGER NOT NULL CHECK (ordinal > 0),
  data_id TEXT NOT NULL REFERENCES data_category (id) DEFERRABLE INITIALLY DEFERRED,
  PRIMARY KEY (owner_id, ordinal)
) STRICT, WITHOUT ROWID;
CREATE INDEX non_use_data_data_id ON non_use_data (data_id);

CREATE TABLE lawful_basis (
  -- Why a processing is lawful (GDPR Art. 6(1)).
  id TEXT NOT NULL PRIMARY KEY
    REFERENCES fact (id) DEFERRABLE INITIALLY DEFERRED CHECK (id GLOB 'basis/*'),
  subject_id TEXT NOT NULL REFERENCES fact (id) DEFERRABLE INITIALLY DEFERRED
    CHECK (subject_id GLOB 'service/*' OR subject_id GLOB 'activity/*'),
  basis TEXT NOT NULL
    CHECK (basis IN ('CONSENT', 'CONTRACT', 'LEGAL_OBLIGATION', 'VITAL_INTERESTS', 'PUBLIC_TASK', 'LEGITIMATE_INTERESTS')),
  purpose_id TEXT REFERENCES purpose (id) DEFERRABLE INITIALLY DEFERRED,
  interest TEXT,
  statute TEXT,
  article9 TEXT
    CHECK (article9 IN ('A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'I', 'J')),
  regions TEXT CHECK (json_valid(regions)),
  withdrawal TEXT,
  consent_record TEXT,
  assessment TEXT,
  schedule1 TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX lawful_basis_subject_id ON lawful_basis (subject_id);
CREATE INDEX lawful_basis_purpose_id ON lawful_basis (purpose_id);

CREATE TABLE lawful_basis_subjects (
  owner_id TEXT NOT NULL REFERENCES lawful_basis (id) DEFERRABLE INITIALLY DEFERRED,
  ordinal INTEGER NOT NULL CHECK (ordinal > 0),
  subject_id TEXT NOT NULL REFERENCES data_subject_category (id) DEFERRABLE INITIALLY DEFERRED,
  PRIMARY KEY (owner_id, ordinal)
) STRICT, WITHOUT ROWID;
CREATE INDEX lawful_basis_subjects_subject_id ON lawful_basis_subjects (subject_id);

CREATE TABLE collection (
  -- Data is collected by an activity.
  id TEXT NOT NULL PRIMARY KEY
    REFERENCES fact (id) DEFERRABLE INITIALLY DEFERRED CHECK (id GLOB 'collection/*'),
  activity_id TEXT NOT NULL REFERENCES processing_activity (id) DEFERRABLE INITIALLY DEFERRED,
  data_id TEXT NOT NULL REFERENCES data_category (id) DEFERRABLE INITIALLY DEFERRED,
  sources TEXT CHECK (json_valid(sources)),
  source_party_id TEXT REFERENCES party (id) DEFERRABLE INITIALLY DEFERRED,
  obligation TEXT
    CHECK (obligation IN ('STATUTORY', 'CONTRACTUAL', 'NEEDED_FOR_SERVICE', 'VOLUNTARY')),
  consequence TEXT,
  form TEXT
    CHECK (form IN ('IDENTIFIABLE', 'PSEUDONYMISED', 'ENCRYPTED', 'AGGREGATED', 'ANONYMOUS'))
) STRICT, WITHOUT ROWID;
CREATE INDEX collection_activity_id ON collection (activity_id);
CREATE INDEX collection_data_id ON collection (data_id);
CREATE INDEX collection_source_party_id ON collection (source_party_id);

CREATE TABLE collection_purposes (
  owner_id TEXT NOT NULL REFERENCES collection (id) DEFERRABLE INITIALLY DEFERRED,
  ordinal INTEGER NOT NULL CHECK (ordinal > 0),
  purpose_id TEXT NOT NULL REFERENCES purpose (id) DEFERRABLE INITIALLY DEFERRED,
  PRIMARY KEY (owner_id, ordinal)
) STRICT, WITHOUT ROWID;
CREATE INDEX collection_purposes_purpose_id ON collection_purposes (purpose_id);

CREATE TABLE non_collection (
  -- Data is stated not to be collected. What has neither row is not stated: that is not a no.
  id TEXT NOT NULL PRIMARY KEY
    REFERENCES fact (id) DEFERRABLE INITIALLY DEFERRED CHECK (id GLOB 'non-collection/*'),
  subject_id TEXT NOT NULL REFERENCES fact (id) DEFERRABLE INITIALLY DEFERRED
    CHECK (subject_id GLOB 'service/*' OR subject_id GLOB 'activity/*'),
  data_id TEXT NOT NULL REFERENCES data_category (id) DEFERRABLE INITIALLY DEFERRED,
  scope TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX non_collection_subject_id ON non_collection (subject_id);
CREATE INDEX non_collection_data_id ON non_collection (data_id);

CREATE TABLE disclosure (
  -- Data goes from an activity to a recipient, in this form, perhaps to other countries.
  id TEXT NOT NULL PRIMARY KEY
    REFERENCES fact (id) DEFERRABLE INITIALLY DEFERRED CHECK (id GLOB 'disclosure/*'),
  activity_id TEXT NOT NULL REFERENCES processing_activity (id) DEFERRABLE INITIALLY DEFERRED,
  data_id TEXT NOT NULL REFERENCES data_category (id) DEFERRABLE INITIALLY DEFERRED,
  recipient_id TEXT NOT NULL REFERENCES party (id) DEFERRABLE INITIALLY DEFERRED,
  role TEXT
    CHECK (role IN ('PROCESSOR', 'CONTROLLER', 'JOINT_CONTROLLER', 'AFFILIATE', 'AUTHORITY', 'NOT_STATED')),
  form TEXT
    CHECK (form IN ('IDENTIFIABLE', 'PSEUDONYMISED', 'ENCRYPTED', 'AGGREGATED', 'ANONYMOUS')),
  contract TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX disclosure_activity_id ON disclosure (activity_id);
CREATE INDEX disclosure_data_id ON disclosure (data_id);
CREATE INDEX disclosure_recipient_id ON disclosure (recipient_id);

CREATE TABLE disclosure_purposes (
  owner_id TEXT NOT NULL REFERENCES disclosure (id) DEFERRABLE INITIALLY DEFERRED,
  ordinal INTEGER NOT NULL CHECK (ordinal > 0),
  purpose_id TEXT NOT NULL REFERENCES purpose (id) DEFERRABLE INITIALLY DEFERRED,
  PRIMARY KEY (owner_id, ordinal)
) STRICT, WITHOUT ROWID;
CREATE INDEX disclosure_purposes_purpose_id ON disclosure_purposes (purpose_id);

CREATE TABLE disclosure_transfers (
  owner_id TEXT NOT NULL REFERENCES disclosure (id) DEFERRABLE INITIALLY DEFERRED,
  ordinal INTEGER NOT NULL CHECK (ordinal > 0),
  country TEXT,
  safeguard TEXT NOT NULL
    CHECK (safeguard IN ('ADEQUACY', 'STANDARD_CONTRACTUAL_CLAUSES', 'BINDING_CORPORATE_RULES', 'CODE_OF_CONDUCT', 'CERTIFICATION', 'DEROGATION', 'NOT_STATED')),
  document TEXT,
  valid_from TEXT,
  valid_to TEXT,
  condition TEXT,
  PRIMARY KEY (owner_id, ordinal)
) STRICT, WITHOUT ROWID;

CREATE TABLE non_disclosure (
  -- Data is stated not to go to a recipient; form NULL: in any form.
  id TEXT NOT NULL PRIMARY KEY
    REFERENCES fact (id) DEFERRABLE INITIALLY DEFERRED CHECK (id GLOB 'non-disclosure/*'),
  subject_id TEXT NOT NULL REFERENCES fact (id) DEFERRABLE INITIALLY DEFERRED
    CHECK (subject_id GLOB 'service/*' OR subject_id GLOB 'activity/*'),
  data_id TEXT NOT NULL REFERENCES data_category (id) DEFERRABLE INITIALLY DEFERRED,
  recipient_id TEXT NOT NULL REFERENCES party (id) DEFERRABLE INITIALLY DEFERRED,
  form TEXT
    CHECK (form IN ('IDENTIFIABLE', 'PSEUDONYMISED', 'ENCRYPTED', 'AGGREGATED', 'ANONYMOUS')),
  scope TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX non_disclosure_subject_id ON non_disclosure (subject_id);
CREATE INDEX non_disclosure_data_id ON non_disclosure (data_id);
CREATE INDEX non_disclosure_recipient_id ON non_disclosure (recipient_id);

CREATE TABLE non_disclosure_purposes (
  owner_id TEXT NOT NULL REFERENCES non_disclosure (id) DEFERRABLE INITIALLY DEFERRED,
  ordinal INTEGER NOT NULL CHECK (ordinal > 0),
  purpose_id TEXT NOT NULL REFERENCES purpose (id) DEFERRABLE INITIALLY DEFERRED,
  PRIMARY KEY (owner_id, ordinal)
) STRICT, WITHOUT ROWID;
CREATE INDEX non_disclosure_purposes_purpose_id ON non_disclosure_purposes (purpose_id);

CREATE TABLE retention_rule (
  -- How long an activity keeps data; no row in retention_rule_data: all that it collects.
  id TEXT NOT NULL PRIMARY KEY
    REFERENCES fact (id) DEFERRABLE INITIALLY DEFERRED CHECK (id GLOB 'retention/*'),
  activity_id TEXT NOT NULL REFERENCES processing_activity (id) DEFERRABLE INITIALLY DEFERRED,
  form TEXT
    CHECK (form IN ('IDENTIFIABLE', 'PSEUDONYMISED', 'ENCRYPTED', 'AGGREGATED', 'ANONYMOUS')),
  bound TEXT NOT NULL
    CHECK (bound IN ('AT_MOST', 'AT_LEAST', 'EXACTLY', 'UNTIL_EVENT', 'INDEFINITE', 'CRITERIA')),
  period TEXT,
  trigger_id TEXT REFERENCES event (id) DEFERRABLE INITIALLY DEFERRED,
  action TEXT
    CHECK (action IN ('ERASE', 'ANONYMISE', 'ARCHIVE')),
  ground TEXT,
  criteria TEXT,
  location TEXT,
  after_id TEXT REFERENCES retention_rule (id) DEFERRABLE INITIALLY DEFERRED
) STRICT, WITHOUT ROWID;
CREATE INDEX retention_rule_activity_id ON retention_rule (activity_id);
CREATE INDEX retention_rule_trigger_id ON retention_rule (trigger_id);
CREATE INDEX retention_rule_after_id ON retention_rule (after_id);

CREATE TABLE retention_rule_data (
  owner_id TEXT NOT NULL REFERENCES retention_rule (id) DEFERRABLE INITIALLY DEFERRED,
  ordinal INTEGER NOT NULL CHECK (ordinal > 0),
  data_id TEXT NOT NULL REFERENCES data_category (id) DEFERRABLE INITIALLY DEFERRED,
  PRIMARY KEY (owner_id, ordinal)
) STRICT, WITHOUT ROWID;
CREATE INDEX retention_rule_data_data_id ON retention_rule_data (data_id);

CREATE TABLE retention_rule_survives (
  owner_id TEXT NOT NULL REFERENCES retention_rule (id) DEFERRABLE INITIALLY DEFERRED,
  ordinal INTEGER NOT NULL CHECK (ordinal > 0),
  event_id TEXT NOT NULL REFERENCES event (id) DEFERRABLE INITIALLY DEFERRED,
  PRIMARY KEY (owner_id, ordinal)
) STRICT, WITHOUT ROWID;
CREATE INDEX retention_rule_survives_event_id ON retention_rule_survives (event_id);

CREATE TABLE choice (
  -- A choice that people have, and the event that making it brings about.
  id TEXT NOT NULL PRIMARY KEY
    REFERENCES fact (id) DEFERRABLE INITIALLY DEFERRED CHECK (id GLOB 'choice/*'),
  subject_id TEXT NOT NULL REFERENCES fact (id) DEFERRABLE INITIALLY DEFERRED
    CHECK (subject_id GLOB 'service/*' OR subject_id GLOB 'activity/*'),
  kind TEXT NOT NULL
    CHECK (kind IN ('OPT_IN', 'OPT_OUT', 'WITHDRAWAL')),
  "where" TEXT NOT NULL,
  url TEXT,
  causes_id TEXT REFERENCES event (id) DEFERRABLE INITIALLY DEFERRED,
  regions TEXT CHECK (json_valid(regions))
) STRICT, WITHOUT ROWID;
CREATE INDEX choice_subject_id ON choice (subject_id);
CREATE INDEX choice_causes_id ON choice (causes_id);

CREATE TABLE choice_purposes (
  owner_id TEXT NOT NULL REFERENCES choice (id) DEFERRABLE INITIALLY DEFERRED,
  ordinal INTEGER NOT NULL CHECK (ordinal > 0),
  purpose_id TEXT NOT NULL REFERENCES purpose (id) DEFERRABLE INITIALLY DEFERRED,
  PRIMARY KEY (owner_id, ordinal)
) STRICT, WITHOUT ROWID;
CREATE INDEX choice_purposes_purpose_id ON choice_purposes (purpose_id);

CREATE TABLE cookie (
  -- Storage on a visitor's device; category is that of the ICC UK guide, 1 to 4 in this order.
  id TEXT NOT NULL PRIMARY KEY
    REFERENCES fact (id) DEFERRABLE INITIALLY DEFERRED CHECK (id GLOB 'cookie/*'),
  name TEXT NOT NULL,
  patterns TEXT NOT NULL CHECK (json_valid(patterns)),
  setter_id TEXT NOT NULL REFERENCES party (id) DEFERRABLE INITIALLY DEFERRED,
  category TEXT NOT NULL
    CHECK (category IN ('STRICTLY_NECESSARY', 'PERFORMANCE', 'FUNCTIONALITY', 'TARGETING')),
  consent_needed TEXT
    CHECK (consent_needed IN ('YES', 'NO')),
  refusable INTEGER NOT NULL CHECK (refusable IN (0, 1)),
  lifetime TEXT
    CHECK (lifetime IN ('PERIOD', 'SESSION', 'PERSISTENT')),
  period TEXT,
  description TEXT,
  opt_out TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX cookie_setter_id ON cookie (setter_id);

CREATE TABLE cookie_purposes (
  owner_id TEXT NOT NULL REFERENCES cookie (id) DEFERRABLE INITIALLY DEFERRED,
  ordinal INTEGER NOT NULL CHECK (ordinal > 0),
  purpose_id TEXT NOT NULL REFERENCES purpose (id) DEFERRABLE INITIALLY DEFERRED,
  PRIMARY KEY (owner_id, ordinal)
) STRICT, WITHOUT ROWID;
CREATE INDEX cookie_purposes_purpose_id ON cookie_purposes (purpose_id);

CREATE TABLE cookie_data (
  owner_id TEXT NOT NULL REFERENCES cookie (id) DEFERRABLE INITIALLY DEFERRED,
  ordinal INTEGER NOT NULL CHECK (ordinal > 0),
  data_id TEXT NOT NULL REFERENCES data_category (id) DEFERRABLE INITIALLY DEFERRED,
  PRIMARY KEY (owner_id, ordinal)
) STRICT, WITHOUT ROWID;
CREATE INDEX cookie_data_data_id ON cookie_data (data_id);

CREATE TABLE cookie_services (
  owner_id TEXT NOT NULL REFERENCES cookie (id) DEFERRABLE INITIALLY DEFERRED,
  ordinal INTEGER NOT NULL CHECK (ordinal > 0),
  service_id TEXT NOT NULL REFERENCES service (id) DEFERRABLE INITIALLY DEFERRED,
  PRIMARY KEY (owner_id, ordinal)
) STRICT, WITHOUT ROWID;
CREATE INDEX cookie_services_service_id ON cookie_services (service_id);

CREATE TABLE security_measure (
  -- A technical or organisational measure (GDPR Art. 32); no row in applies_to: everywhere.
  id TEXT NOT NULL PRIMARY KEY
    REFERENCES fact (id) DEFERRABLE INITIALLY DEFERRED CHECK (id GLOB 'measure/*'),
  name TEXT NOT NULL,
  description TEXT,
  kind TEXT NOT NULL
    CHECK (kind IN ('ENCRYPTION', 'ACCESS_CONTROL', 'PSEUDONYMISATION', 'HASHING', 'MINIMISATION', 'NETWORK_SECURITY', 'MONITORING', 'ORGANISATIONAL'))
) STRICT, WITHOUT ROWID;

CREATE TABLE security_measure_applies_to (
  owner_id TEXT NOT NULL REFERENCES security_measure (id) DEFERRABLE INITIALLY DEFERRED,
  ordinal INTEGER NOT NULL CHECK (ordinal > 0),
  fact_id TEXT NOT NULL REFERENCES fact (id) DEFERRABLE INITIALLY DEFERRED
    CHECK (fact_id GLOB 'service/*' OR fact_id GLOB 'activity/*'),
  PRIMARY KEY (owner_id, ordinal)
) STRICT, WITHOUT ROWID;
CREATE INDEX security_measure_applies_to_fact_id ON security_measure_applies_to (fact_id);

CREATE TABLE security_measure_data (
  owner_id TEXT NOT NULL REFERENCES security_measure (id) DEFERRABLE INITIALLY DEFERRED,
  ordinal INTEGER NOT NULL CHECK (ordinal > 0),
  data_id TEXT NOT NULL REFERENCES data_category (id) DEFERRABLE INITIALLY DEFERRED,
  PRIMARY KEY (owner_id, ordinal)
) STRICT, WITHOUT ROWID;
CREATE INDEX security_measure_data_data_id ON security_measure_data (data_id);

CREATE TABLE right (
  -- A right of the people concerned, and how to use it.
  id TEXT NOT NULL PRIMARY KEY
    REFERENCES fact (id) DEFERRABLE INITIALLY DEFERRED CHECK (id GLOB 'right/*'),
  name TEXT NOT NULL,
  description TEXT,
  articles TEXT CHECK (json_valid(articles)),
  how_to TEXT,
  answered_within TEXT,
  limits TEXT,
  regions TEXT CHECK (json_valid(regions)),
  authority_id TEXT REFERENCES party (id) DEFERRABLE INITIALLY DEFERRED
) STRICT, WITHOUT ROWID;
CREATE INDEX right_authority_id ON right (authority_id);

CREATE TABLE requirement (
  -- A service needs another one before it can be used.
  id TEXT NOT NULL PRIMARY KEY
    REFERENCES fact (id) DEFERRABLE INITIALLY DEFERRED CHECK (id GLOB 'requirement/*'),
  service_id TEXT NOT NULL REFERENCES service (id) DEFERRABLE INITIALLY DEFERRED,
  requires_id TEXT NOT NULL REFERENCES service (id) DEFERRABLE INITIALLY DEFERRED
) STRICT, WITHOUT ROWID;
CREATE INDEX requirement_service_id ON requirement (service_id);
CREATE INDEX requirement_requires_id ON requirement (requires_id);

CREATE TABLE dependency (
  -- A service passes data of these categories on to another one.
  id TEXT NOT NULL PRIMARY KEY
    REFERENCES fact (id) DEFERRABLE INITIALLY DEFERRED CHECK (id GLOB 'dependency/*'),
  service_id TEXT NOT NULL REFERENCES service (id) DEFERRABLE INITIALLY DEFERRED,
  depends_on_id TEXT NOT NULL REFERENCES service (id) DEFERRABLE INITIALLY DEFERRED
) STRICT, WITHOUT ROWID;
CREATE INDEX dependency_service_id ON dependency (service_id);
CREATE INDEX dependency_depends_on_id ON dependency (depends_on_id);

CREATE TABLE dependency_data (
  owner_id TEXT NOT NULL REFERENCES dependency (id) DEFERRABLE INITIALLY DEFERRED,
  ordinal INTEGER NOT NULL CHECK (ordinal > 0),
  data_id TEXT NOT NULL REFERENCES data_category (id) DEFERRABLE INITIALLY DEFERRED,
  PRIMARY KEY (owner_id, ordinal)
) STRICT, WITHOUT ROWID;
CREATE INDEX dependency_data_data_id ON dependency_data (data_id);

CREATE TABLE dependency_purposes (
  owner_id TEXT NOT NULL REFERENCES dependency (id) DEFERRABLE INITIALLY DEFERRED,
  ordinal INTEGER NOT NULL CHECK (ordinal > 0),
  purpose_id TEXT NOT NULL REFERENCES purpose (id) DEFERRABLE INITIALLY DEFERRED,
  PRIMARY KEY (owner_id, ordinal)
) STRICT, WITHOUT ROWID;
CREATE INDEX dependency_purposes_purpose_id ON dependency_purposes (purpose_id);
