-- What landlords sent and nobody decided yet. Global: a paying body reads it across landlords.
CREATE TABLE inbox (
    landlord_id TEXT NOT NULL,
    id TEXT NOT NULL,
    kind TEXT NOT NULL,
    paying_body_code TEXT NOT NULL,
    submitted_at TIMESTAMP NOT NULL,
    late BOOLEAN NOT NULL,
    CONSTRAINT inbox_pk PRIMARY KEY (landlord_id, id),
    CONSTRAINT inbox_landlord_fk FOREIGN KEY (landlord_id) REFERENCES landlords (landlord_id)
);
CREATE INDEX inbox_submitted_ix ON inbox (paying_body_code, submitted_at, id);

INSERT INTO inbox (paying_body_code, submitted_at, id, landlord_id, kind, late)
SELECT tenants.paying_body_code, rent_declarations.submitted_at, rent_declarations.id, rent_declarations.landlord_id,
    'rent_declaration', rent_declarations.late
FROM rent_declarations
INNER JOIN tenants ON tenants.landlord_id = rent_declarations.landlord_id AND tenants.id = rent_declarations.tenant_id
WHERE rent_declarations.status = 'submitted';
