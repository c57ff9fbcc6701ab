CREATE TABLE settings (
    name TEXT COLLATE "C" NOT NULL,
    value TEXT COLLATE "C" NOT NULL,
    CONSTRAINT settings_pk PRIMARY KEY (name)
);

CREATE TABLE signing_keys (
    kid TEXT COLLATE "C" NOT NULL,
    sealed_key BYTEA NOT NULL,
    public_jwk TEXT COLLATE "C" NOT NULL,
    created_at TIMESTAMP NOT NULL,
    CONSTRAINT signing_keys_pk PRIMARY KEY (kid)
);

CREATE TABLE paying_bodies (
    code TEXT COLLATE "C" NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    CONSTRAINT paying_bodies_pk PRIMARY KEY (code)
);

CREATE TABLE rent_campaigns (
    year INTEGER NOT NULL,
    opens_on DATE NOT NULL,
    cutoff_on DATE NOT NULL,
    starts_on DATE NOT NULL,
    july_from DATE NOT NULL,
    july_until DATE NOT NULL,
    ends_on DATE NOT NULL,
    created_by TEXT COLLATE "C",
    CONSTRAINT rent_campaigns_pk PRIMARY KEY (year),
    CONSTRAINT rent_campaigns_dates_ck CHECK (opens_on <= cutoff_on)
);

CREATE TABLE clients (
    id TEXT COLLATE "C" NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    landlord_id TEXT COLLATE "C",
    vendor_siret TEXT COLLATE "C",
    paying_body_code TEXT COLLATE "C",
    scopes TEXT COLLATE "C" NOT NULL,
    secret_sha256 TEXT COLLATE "C" NOT NULL,
    created_at TIMESTAMP NOT NULL,
    revoked_at TIMESTAMP,
    CONSTRAINT clients_pk PRIMARY KEY (id),
    CONSTRAINT clients_one_owner_ck CHECK (
        (landlord_id IS NOT NULL AND vendor_siret IS NULL AND paying_body_code IS NULL)
        OR (landlord_id IS NULL AND vendor_siret IS NOT NULL AND paying_body_code IS NULL)
        OR (landlord_id IS NULL AND vendor_siret IS NULL AND paying_body_code IS NOT NULL)
    )
);

CREATE TABLE landlords (
    landlord_id TEXT COLLATE "C" NOT NULL,
    key TEXT COLLATE "C" NOT NULL,
    owner_code TEXT COLLATE "C" NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    siret TEXT COLLATE "C",
    email TEXT COLLATE "C" NOT NULL,
    phone TEXT COLLATE "C",
    address TEXT COLLATE "C" NOT NULL,
    loaded_contact TEXT COLLATE "C" NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    CONSTRAINT landlords_pk PRIMARY KEY (landlord_id),
    CONSTRAINT landlords_key_uq UNIQUE (key),
    CONSTRAINT landlords_siret_uq UNIQUE (siret)
);

CREATE TABLE landlord_references (
    landlord_id TEXT COLLATE "C" NOT NULL,
    id TEXT COLLATE "C" NOT NULL,
    paying_body_code TEXT COLLATE "C" NOT NULL,
    reference TEXT COLLATE "C" NOT NULL,
    label TEXT COLLATE "C" NOT NULL,
    direct_payment BOOLEAN NOT NULL,
    CONSTRAINT landlord_references_pk PRIMARY KEY (landlord_id, id),
    CONSTRAINT landlord_references_reference_uq UNIQUE (landlord_id, reference),
    CONSTRAINT landlord_references_landlord_fk FOREIGN KEY (landlord_id) REFERENCES landlords (landlord_id),
    CONSTRAINT landlord_references_paying_body_fk FOREIGN KEY (paying_body_code) REFERENCES paying_bodies (code)
);

CREATE TABLE bank_accounts (
    landlord_id TEXT COLLATE "C" NOT NULL,
    id TEXT COLLATE "C" NOT NULL,
    version INTEGER NOT NULL,
    holder TEXT COLLATE "C" NOT NULL,
    iban TEXT COLLATE "C" NOT NULL,
    bic TEXT COLLATE "C",
    effective_on DATE NOT NULL,
    CONSTRAINT bank_accounts_pk PRIMARY KEY (landlord_id, id),
    CONSTRAINT bank_accounts_version_uq UNIQUE (landlord_id, version),
    CONSTRAINT bank_accounts_landlord_fk FOREIGN KEY (landlord_id) REFERENCES landlords (landlord_id)
);
CREATE INDEX bank_accounts_effective_ix ON bank_accounts (landlord_id, effective_on, version);

CREATE TABLE logements (
    landlord_id TEXT COLLATE "C" NOT NULL,
    id TEXT COLLATE "C" NOT NULL,
    key TEXT COLLATE "C" NOT NULL,
    reference_id TEXT COLLATE "C" NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    furnished BOOLEAN NOT NULL,
    surface_m2 INTEGER,
    convention_number TEXT COLLATE "C",
    decent BOOLEAN,
    managed_from DATE NOT NULL,
    managed_until DATE,
    loaded_managed_until DATE,
    address TEXT COLLATE "C" NOT NULL,
    search_key TEXT COLLATE "C" NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    CONSTRAINT logements_pk PRIMARY KEY (landlord_id, id),
    CONSTRAINT logements_key_uq UNIQUE (landlord_id, key),
    CONSTRAINT logements_reference_fk FOREIGN KEY (landlord_id, reference_id) REFERENCES landlord_references (landlord_id, id)
);
CREATE INDEX logements_created_ix ON logements (landlord_id, created_at, id);

CREATE TABLE tenants (
    landlord_id TEXT COLLATE "C" NOT NULL,
    id TEXT COLLATE "C" NOT NULL,
    key TEXT COLLATE "C" NOT NULL,
    logement_id TEXT COLLATE "C" NOT NULL,
    reference_id TEXT COLLATE "C" NOT NULL,
    paying_body_code TEXT COLLATE "C" NOT NULL,
    beneficiary_number TEXT COLLATE "C" NOT NULL,
    landlord_reference TEXT COLLATE "C",
    first_name TEXT COLLATE "C" NOT NULL,
    last_name TEXT COLLATE "C" NOT NULL,
    name_key TEXT COLLATE "C" NOT NULL,
    lease_started_on DATE NOT NULL,
    lease_ended_on DATE,
    loaded_ended_on DATE,
    rent_cents BIGINT NOT NULL,
    charges_cents BIGINT,
    furnished BOOLEAN NOT NULL,
    coholders INTEGER NOT NULL,
    loaded_coholders INTEGER NOT NULL,
    due_day INTEGER NOT NULL,
    aid_type TEXT COLLATE "C" NOT NULL,
    payment_mode TEXT COLLATE "C" NOT NULL,
    last_amount_cents BIGINT,
    last_month TEXT COLLATE "C",
    previous_july_rent_cents BIGINT,
    search_key TEXT COLLATE "C" NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    CONSTRAINT tenants_pk PRIMARY KEY (landlord_id, id),
    CONSTRAINT tenants_key_uq UNIQUE (landlord_id, key),
    CONSTRAINT tenants_logement_fk FOREIGN KEY (landlord_id, logement_id) REFERENCES logements (landlord_id, id),
    CONSTRAINT tenants_reference_fk FOREIGN KEY (landlord_id, reference_id) REFERENCES landlord_references (landlord_id, id),
    CONSTRAINT tenants_paying_body_fk FOREIGN KEY (paying_body_code) REFERENCES paying_bodies (code)
);
CREATE INDEX tenants_lease_ix ON tenants (landlord_id, logement_id, lease_started_on);
CREATE INDEX tenants_started_ix ON tenants (landlord_id, lease_started_on, id);
CREATE INDEX tenants_name_ix ON tenants (landlord_id, name_key, id);
-- Both extensions are trusted: the owner of the database may create them.
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS btree_gin;
CREATE INDEX tenants_search_ix ON tenants USING gin (landlord_id, search_key gin_trgm_ops);

CREATE TABLE receipts (
    landlord_id TEXT COLLATE "C" NOT NULL,
    number TEXT COLLATE "C" NOT NULL,
    received_at TIMESTAMP NOT NULL,
    content_sha256 TEXT COLLATE "C" NOT NULL,
    content TEXT COLLATE "C" NOT NULL,
    CONSTRAINT receipts_pk PRIMARY KEY (landlord_id, number),
    CONSTRAINT receipts_landlord_fk FOREIGN KEY (landlord_id) REFERENCES landlords (landlord_id)
);

CREATE TABLE rent_declarations (
    landlord_id TEXT COLLATE "C" NOT NULL,
    id TEXT COLLATE "C" NOT NULL,
    tenant_id TEXT COLLATE "C" NOT NULL,
    logement_id TEXT COLLATE "C" NOT NULL,
    reference_id TEXT COLLATE "C" NOT NULL,
    campaign_year INTEGER NOT NULL,
    version INTEGER NOT NULL,
    rent_cents BIGINT NOT NULL,
    charges_cents BIGINT,
    furnished BOOLEAN NOT NULL,
    coholders INTEGER NOT NULL,
    tenant_up_to_date BOOLEAN,
    decent BOOLEAN,
    comment TEXT COLLATE "C",
    late BOOLEAN NOT NULL,
    status TEXT COLLATE "C" NOT NULL,
    warnings TEXT COLLATE "C" NOT NULL,
    replaces TEXT COLLATE "C",
    client_id TEXT COLLATE "C" NOT NULL,
    receipt_number TEXT COLLATE "C" NOT NULL,
    submitted_at TIMESTAMP NOT NULL,
    decided_by TEXT COLLATE "C",
    decided_on DATE,
    decision_reason TEXT COLLATE "C",
    CONSTRAINT rent_declarations_pk PRIMARY KEY (landlord_id, id),
    CONSTRAINT rent_declarations_version_uq UNIQUE (landlord_id, tenant_id, campaign_year, version),
    CONSTRAINT rent_declarations_tenant_fk FOREIGN KEY (landlord_id, tenant_id) REFERENCES tenants (landlord_id, id),
    CONSTRAINT rent_declarations_logement_fk FOREIGN KEY (landlord_id, logement_id) REFERENCES logements (landlord_id, id),
    CONSTRAINT rent_declarations_reference_fk FOREIGN KEY (landlord_id, reference_id) REFERENCES landlord_references (landlord_id, id),
    CONSTRAINT rent_declarations_campaign_fk FOREIGN KEY (campaign_year) REFERENCES rent_campaigns (year),
    CONSTRAINT rent_declarations_replaces_fk FOREIGN KEY (landlord_id, replaces) REFERENCES rent_declarations (landlord_id, id),
    CONSTRAINT rent_declarations_receipt_fk FOREIGN KEY (landlord_id, receipt_number) REFERENCES receipts (landlord_id, number)
);
CREATE UNIQUE INDEX rent_declarations_counting_uq ON rent_declarations (landlord_id, tenant_id, campaign_year)
    WHERE status IN ('submitted', 'accepted');
CREATE INDEX rent_declarations_submitted_ix ON rent_declarations (landlord_id, submitted_at, id);

CREATE TABLE payments (
    landlord_id TEXT COLLATE "C" NOT NULL,
    id TEXT COLLATE "C" NOT NULL,
    key TEXT COLLATE "C" NOT NULL,
    paying_body_code TEXT COLLATE "C" NOT NULL,
    reference_id TEXT COLLATE "C" NOT NULL,
    paid_on DATE NOT NULL,
    total_cents BIGINT NOT NULL,
    line_count INTEGER NOT NULL,
    loaded_sha256 TEXT COLLATE "C" NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    CONSTRAINT payments_pk PRIMARY KEY (landlord_id, id),
    CONSTRAINT payments_key_uq UNIQUE (landlord_id, key),
    CONSTRAINT payments_reference_fk FOREIGN KEY (landlord_id, reference_id) REFERENCES landlord_references (landlord_id, id),
    CONSTRAINT payments_paying_body_fk FOREIGN KEY (paying_body_code) REFERENCES paying_bodies (code)
);
CREATE INDEX payments_paid_ix ON payments (landlord_id, paid_on, id);

CREATE TABLE payment_lines (
    landlord_id TEXT COLLATE "C" NOT NULL,
    id TEXT COLLATE "C" NOT NULL,
    payment_id TEXT COLLATE "C" NOT NULL,
    position INTEGER NOT NULL,
    key TEXT COLLATE "C" NOT NULL,
    tenant_id TEXT COLLATE "C" NOT NULL,
    logement_id TEXT COLLATE "C" NOT NULL,
    reference_id TEXT COLLATE "C" NOT NULL,
    paid_on DATE NOT NULL,
    aid_type TEXT COLLATE "C" NOT NULL,
    entitlement_month TEXT COLLATE "C" NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    gross_cents BIGINT NOT NULL,
    crds_cents BIGINT NOT NULL,
    rls_cents BIGINT NOT NULL,
    net_cents BIGINT NOT NULL,
    corrects_month TEXT COLLATE "C",
    CONSTRAINT payment_lines_pk PRIMARY KEY (landlord_id, id),
    CONSTRAINT payment_lines_key_uq UNIQUE (landlord_id, payment_id, key),
    CONSTRAINT payment_lines_payment_fk FOREIGN KEY (landlord_id, payment_id) REFERENCES payments (landlord_id, id),
    CONSTRAINT payment_lines_tenant_fk FOREIGN KEY (landlord_id, tenant_id) REFERENCES tenants (landlord_id, id),
    CONSTRAINT payment_lines_logement_fk FOREIGN KEY (landlord_id, logement_id) REFERENCES logements (landlord_id, id),
    CONSTRAINT payment_lines_reference_fk FOREIGN KEY (landlord_id, reference_id) REFERENCES landlord_references (landlord_id, id)
);
CREATE INDEX payment_lines_position_ix ON payment_lines (landlord_id, payment_id, position);
CREATE INDEX payment_lines_tenant_ix ON payment_lines (landlord_id, tenant_id, paid_on, id);
CREATE INDEX payment_lines_paid_ix ON payment_lines (landlord_id, paid_on, id);

CREATE TABLE idempotency_keys (
    landlord_id TEXT COLLATE "C" NOT NULL,
    client_id TEXT COLLATE "C" NOT NULL,
    key TEXT COLLATE "C" NOT NULL,
    fingerprint TEXT COLLATE "C" NOT NULL,
    status INTEGER NOT NULL,
    location TEXT COLLATE "C",
    body BYTEA NOT NULL,
    created_at TIMESTAMP NOT NULL,
    CONSTRAINT idempotency_keys_pk PRIMARY KEY (landlord_id, client_id, key),
    CONSTRAINT idempotency_keys_landlord_fk FOREIGN KEY (landlord_id) REFERENCES landlords (landlord_id)
);
CREATE INDEX idempotency_keys_created_ix ON idempotency_keys (landlord_id, created_at);
