-- The instant of the paying body's decision, by which a landlord asks for what was decided since. Of
-- decisions made before, the day of Paris alone is known: they count from its first hour, or from the
-- receipt.
ALTER TABLE rent_declarations ADD COLUMN decided_at TIMESTAMP;
ALTER TABLE changes ADD COLUMN decided_at TIMESTAMP;
ALTER TABLE impayes ADD COLUMN decided_at TIMESTAMP;
UPDATE rent_declarations SET decided_at = MAX(submitted_at, datetime(decided_on, '-1 hour')) WHERE decided_on IS NOT NULL;
UPDATE changes SET decided_at = MAX(submitted_at, datetime(decided_on, '-1 hour')) WHERE decided_on IS NOT NULL;
-- A case that the paying body moved last was stored after its last receipt. Of the others, some states
-- say that it was moved, at the latest when the landlord acted.
UPDATE impayes SET decided_at = updated_at
WHERE status IN ('under_review', 'plan_requested', 'plan_approved', 'plan_rejected', 'monitored', 'suspended')
OR updated_at > (
    SELECT receipts.received_at FROM receipts
    WHERE receipts.landlord_id = impayes.landlord_id AND receipts.number = impayes.receipt_number
);
CREATE INDEX rent_declarations_decided_ix ON rent_declarations (landlord_id, decided_at) WHERE decided_at IS NOT NULL;
CREATE INDEX changes_decided_ix ON changes (landlord_id, decided_at) WHERE decided_at IS NOT NULL;
CREATE INDEX impayes_decided_ix ON impayes (landlord_id, decided_at) WHERE decided_at IS NOT NULL;
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
('rent_declarations', 'rent_declarations_decided_ix', '1000000 200 1'),
('changes', 'changes_decided_ix', '200000 40 1'),
('impayes', 'impayes_decided_ix', '100000 20 1');
