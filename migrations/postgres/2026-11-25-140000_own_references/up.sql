-- A landlord's own references of tenants and housing units are the landlord's to change: a load compares
-- with what was loaded last.
ALTER TABLE tenants ADD COLUMN loaded_landlord_reference TEXT COLLATE "C";
UPDATE tenants SET loaded_landlord_reference = landlord_reference;
ALTER TABLE logements ADD COLUMN landlord_reference TEXT COLLATE "C";
ALTER TABLE logements ADD COLUMN loaded_landlord_reference TEXT COLLATE "C";
CREATE INDEX logements_own_reference_ix ON logements (landlord_id, landlord_reference);
