-- Answers are kept by their owner: a landlord, or whoever else acts for itself. So the table points at
-- landlords no more.
ALTER TABLE idempotency_keys DROP CONSTRAINT idempotency_keys_landlord_fk;
ALTER TABLE idempotency_keys RENAME COLUMN landlord_id TO owner_id;
