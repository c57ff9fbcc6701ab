DROP INDEX clients_revoked_ix;
CREATE TABLE clients_with_secret (
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    landlord_id TEXT,
    vendor_siret TEXT,
    paying_body_code TEXT,
    scopes TEXT NOT NULL,
    secret_sha256 TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    revoked_at TIMESTAMP,
    CONSTRAINT clients_pk PRIMARY KEY (id),
    CONSTRAINT clients_one_owner_ck CHECK (
        (landlord_id IS NOT NULL AND vendor_siret IS NULL AND paying_body_code IS NULL)
        OR (landlord_id IS NULL AND vendor_siret IS NOT NULL AND paying_body_code IS NULL)
        OR (landlord_id IS NULL AND vendor_siret IS NULL AND paying_body_code IS NOT NULL)
    )
);
-- One secret a client: its newest; a client without any keeps a text that no secret hashes to.
INSERT INTO clients_with_secret
SELECT id, name, landlord_id, vendor_siret, paying_body_code, scopes, COALESCE((
    SELECT client_secrets.sha256 FROM client_secrets WHERE client_secrets.client_id = clients.id
    ORDER BY client_secrets.created_at DESC, client_secrets.id DESC LIMIT 1
), ''), created_at, revoked_at FROM clients;
DROP TABLE client_secrets;
DROP TABLE clients;
ALTER TABLE clients_with_secret RENAME TO clients;
