ALTER TABLE idempotency_keys RENAME COLUMN owner_id TO landlord_id;
-- What no landlord owns had no place before.
DELETE FROM idempotency_keys WHERE NOT EXISTS (SELECT 1 FROM landlords WHERE landlords.landlord_id = idempotency_keys.landlord_id);
ALTER TABLE idempotency_keys ADD CONSTRAINT idempotency_keys_landlord_fk FOREIGN KEY (landlord_id) REFERENCES landlords (landlord_id);
