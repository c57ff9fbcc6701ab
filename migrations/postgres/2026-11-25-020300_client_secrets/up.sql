-- Two secrets of one client may live side by side, so that a change of secret interrupts nothing.
CREATE TABLE client_secrets (
    id TEXT COLLATE "C" NOT NULL,
    client_id TEXT COLLATE "C" NOT NULL,
    sha256 TEXT COLLATE "C" NOT NULL,
    created_at TIMESTAMP NOT NULL,
    last_used_on DATE,
    expires_at TIMESTAMP,
    CONSTRAINT client_secrets_pk PRIMARY KEY (client_id, id),
    CONSTRAINT client_secrets_client_fk FOREIGN KEY (client_id) REFERENCES clients (id)
);

-- The first secret of a client bears the client's own 26 characters.
INSERT INTO client_secrets (id, client_id, sha256, created_at)
SELECT 'sec_' || substr(id, 5), id, secret_sha256, created_at FROM clients;
ALTER TABLE clients DROP COLUMN secret_sha256;

-- Every node asks for the latest revocations every few seconds.
CREATE INDEX clients_revoked_ix ON clients (revoked_at);
