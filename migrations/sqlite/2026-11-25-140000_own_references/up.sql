-- A landlord's own references of tenants and housing units are the landlord's to change: a load compares
-- with what was loaded last.
ALTER TABLE tenants ADD COLUMN loaded_landlord_reference TEXT;
UPDATE tenants SET loaded_landlord_reference = landlord_reference;
ALTER TABLE logements ADD COLUMN landlord_reference TEXT;
ALTER TABLE logements ADD COLUMN loaded_landlord_reference TEXT;
CREATE INDEX logements_own_reference_ix ON logements (landlord_id, landlord_reference);
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('logements', 'logements_own_reference_ix', '1000000 5000 2');
