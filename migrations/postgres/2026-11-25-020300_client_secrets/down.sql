DROP INDEX clients_revoked_ix;
ALTER TABLE clients ADD COLUMN secret_sha256 TEXT COLLATE "C";
-- One secret a client: its newest; a client without any keeps a text that no secret hashes to.
UPDATE clients SET secret_sha256 = COALESCE((
    SELECT client_secrets.sha256 FROM client_secrets WHERE client_secrets.client_id = clients.id
    ORDER BY client_secrets.created_at DESC, client_secrets.id DESC LIMIT 1
), '');
ALTER TABLE clients ALTER COLUMN secret_sha256 SET NOT NULL;
DROP TABLE client_secrets;
