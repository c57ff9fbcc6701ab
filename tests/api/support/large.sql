-- What a database of some size holds: the demo's agency ten times over, a second landlord as large, five
-- thousand small ones, and something declared for every tenancy. No key is checked: copies point to copies.
SET statement_timeout = 0;
SET session_replication_role = replica;

-- Rows as one that is there, in which some columns are something else.
CREATE FUNCTION pg_temp.copy(target text, other jsonb, rows_from text) RETURNS void AS $$
DECLARE
    names text;
    selected text;
BEGIN
    SELECT string_agg(quote_ident(column_name), ', '), string_agg(COALESCE(other ->> column_name, 'one.' || quote_ident(column_name)), ', ')
    INTO names, selected FROM information_schema.columns WHERE table_name = target AND table_schema = 'public';
    EXECUTE format('INSERT INTO %I (%s) SELECT %s FROM %s ON CONFLICT DO NOTHING', target, names, selected, rows_from);
END $$ LANGUAGE plpgsql;

CREATE TEMP TABLE agency AS SELECT landlord_id AS own FROM landlords WHERE key = 'AGENCE-VIEUX-PORT';
SELECT pg_temp.copy(target, jsonb_build_object(
    'landlord_id', quote_literal(other), 'id', 'one.id || ''_'' || copy', 'key', 'one.key || ''_'' || copy',
    'logement_id', 'one.logement_id || ''_'' || copy', 'tenant_id', 'one.tenant_id || ''_'' || copy',
    'payment_id', 'one.payment_id || ''_'' || copy', 'name_key', 'one.name_key || '' '' || copy'),
    format('%I AS one, generate_series(1, %s) AS copy WHERE one.landlord_id = %L',
        target, CASE target WHEN 'payment_lines' THEN 40 ELSE 10 END, own))
FROM agency, unnest(ARRAY['lld_second', own]) AS other, unnest(ARRAY['logements', 'tenants', 'payments', 'payment_lines']) AS target
ORDER BY other DESC;
SELECT pg_temp.copy('landlords', '{"landlord_id": "''lld_'' || n", "key": "n", "siret": "NULL"}',
    '(SELECT * FROM landlords LIMIT 1) AS one, generate_series(1, 5000) AS n');
SELECT pg_temp.copy(target, '{"landlord_id": "landlords.landlord_id"}', format('(SELECT * FROM %I LIMIT 1) AS one, landlords', target))
FROM unnest(ARRAY['landlord_references', 'bank_accounts']) AS target;

-- A rent of each year, a change and an arrears case of each tenancy, with what comes with them.
SELECT pg_temp.copy(target, jsonb_build_object(
    'landlord_id', 'tenants.landlord_id', 'id', quote_literal(prefix) || ' || tenants.id', 'tenant_id', 'tenants.id',
    'logement_id', 'tenants.logement_id', 'reference_id', 'tenants.reference_id', 'replaces', 'NULL',
    'campaign_year', 'year', 'receipt_number', quote_literal(prefix) || ' || tenants.id'),
    format('(SELECT * FROM %I LIMIT 1) AS one, tenants, (SELECT %L::integer AS year) AS of', target, year))
FROM (VALUES ('changes', 'chg_', 0), ('impayes', 'imp_', 0), ('rent_declarations', 'rdc_', 2019), ('rent_declarations', 'rdd_', 2020),
    ('rent_declarations', 'rde_', 2021), ('rent_declarations', 'rdf_', 2022), ('rent_declarations', 'rdg_', 2023)) AS of (target, prefix, year);
INSERT INTO receipts (landlord_id, number, received_at, content_sha256, content)
SELECT landlord_id, prefix || id, now(), '', '{}' FROM tenants, unnest(ARRAY['rdc_', 'chg_', 'imp_']) AS prefix;
INSERT INTO inbox (landlord_id, id, kind, paying_body_code, submitted_at, late)
SELECT landlord_id, 'rdc_' || id, 'rent_declaration', '131', now(), false FROM tenants;
INSERT INTO idempotency_keys (owner_id, client_id, key, fingerprint, status, body, created_at)
SELECT landlord_id, 'cli', id, '', 201, '', now() FROM tenants;
INSERT INTO coholder_counts (landlord_id, tenant_id, effective_on, position, coholders)
SELECT landlord_id, id, '2025-01-01', 1, 2 FROM tenants ON CONFLICT DO NOTHING;
ANALYZE;

CREATE FUNCTION plan_of(words text) RETURNS json AS $$
DECLARE
    plan json;
BEGIN
    EXECUTE 'EXPLAIN (FORMAT JSON) ' || words INTO plan;
    RETURN plan;
END $$ LANGUAGE plpgsql;
