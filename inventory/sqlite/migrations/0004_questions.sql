-- Questions that auditors ask, as views.

CREATE VIEW cited_clause AS
-- The citations with the words that find them: document, edition, headings.
SELECT citation.fact_id, citation.ordinal, document.title AS document, document_version.label AS version,
  clause.path, citation.note, citation.clause_id,
  json_object('document', document.title, 'version', document_version.label, 'path', json(clause.path), 'note', citation.note) AS clause
FROM citation
JOIN clause ON clause.id = citation.clause_id
JOIN document_version ON document_version.id = clause.version_id
JOIN document ON document.id = document_version.document_id;

CREATE VIEW who_receives AS
-- Who receives which data: a row for each disclosure of exactly this category. A narrower or
-- broader category has rows of its own, and data that a service passes on to another one (see
-- dependency) is disclosed by that other service. purposes and clauses are JSON arrays.
SELECT data_category.name AS data, party.name AS recipient, service.name AS service,
  processing_activity.name AS activity, disclosure.role AS recipient_role, disclosure.form,
  (SELECT json_group_array(name) FROM (SELECT purpose.name FROM disclosure_purposes AS p
    JOIN purpose ON purpose.id = p.purpose_id WHERE p.owner_id = disclosure.id ORDER BY p.ordinal)) AS purposes,
  fact.condition, fact.assertion, fact.because, fact.visibility,
  (SELECT json_group_array(json(clause)) FROM (SELECT c.clause FROM cited_clause AS c
    WHERE c.fact_id = disclosure.id ORDER BY c.ordinal)) AS clauses,
  disclosure.data_id, disclosure.recipient_id, processing_activity.service_id, disclosure.activity_id,
  disclosure.id AS disclosure_id
FROM disclosure
JOIN fact ON fact.id = disclosure.id
JOIN data_category ON data_category.id = disclosure.data_id
JOIN party ON party.id = disclosure.recipient_id
JOIN processing_activity ON processing_activity.id = disclosure.activity_id
JOIN service ON service.id = processing_activity.service_id;

CREATE VIEW who_collects AS
-- Who collects which data, and for whom it is stated that they do not: status tells them apart. A
-- service without a row is not stated either way. activity is NULL where a whole service is meant.
SELECT data_category.name AS data, 'COLLECTED' AS status, service.name AS service, processing_activity.name AS activity,
  collection.form, NULL AS scope, fact.condition, fact.assertion, fact.because, fact.visibility,
  (SELECT json_group_array(json(clause)) FROM (SELECT c.clause FROM cited_clause AS c
    WHERE c.fact_id = fact.id ORDER BY c.ordinal)) AS clauses,
  collection.data_id, service.id AS service_id, collection.activity_id, collection.id AS stated_by_id
FROM collection
JOIN fact ON fact.id = collection.id
JOIN data_category ON data_category.id = collection.data_id
JOIN processing_activity ON processing_activity.id = collection.activity_id
JOIN service ON service.id = processing_activity.service_id
UNION ALL
SELECT data_category.name, 'STATED_NOT_COLLECTED', service.name, processing_activity.name,
  NULL, non_collection.scope, fact.condition, fact.assertion, fact.because, fact.visibility,
  (SELECT json_group_array(json(clause)) FROM (SELECT c.clause FROM cited_clause AS c
    WHERE c.fact_id = fact.id ORDER BY c.ordinal)),
  non_collection.data_id, service.id, processing_activity.id, non_collection.id
FROM non_collection
JOIN fact ON fact.id = non_collection.id
JOIN data_category ON data_category.id = non_collection.data_id
LEFT JOIN processing_activity ON processing_activity.id = non_collection.subject_id
JOIN service ON service.id = coalesce(processing_activity.service_id, non_collection.subject_id);

CREATE VIEW what_is_kept AS
-- What is kept for how long: a row for each rule. data is the JSON array of the categories meant;
-- an empty one: all that the activity collects. A bound AT_MOST with P3Y is not longer than P3Y.
SELECT service.name AS service, processing_activity.name AS activity,
  (SELECT json_group_array(name) FROM (SELECT data_category.name FROM retention_rule_data AS d
    JOIN data_category ON data_category.id = d.data_id WHERE d.owner_id = retention_rule.id ORDER BY d.ordinal)) AS data,
  retention_rule.form, retention_rule.bound, retention_rule.period, event.name AS "trigger", retention_rule.action,
  retention_rule.ground, retention_rule.criteria, retention_rule.location,
  fact.condition, fact.assertion, fact.because, fact.visibility,
  (SELECT json_group_array(json(clause)) FROM (SELECT c.clause FROM cited_clause AS c
    WHERE c.fact_id = retention_rule.id ORDER BY c.ordinal)) AS clauses,
  processing_activity.service_id, retention_rule.activity_id, retention_rule.id AS retention_rule_id
FROM retention_rule
JOIN fact ON fact.id = retention_rule.id
JOIN processing_activity ON processing_activity.id = retention_rule.activity_id
JOIN service ON service.id = processing_activity.service_id
LEFT JOIN event ON event.id = retention_rule.trigger_id;
