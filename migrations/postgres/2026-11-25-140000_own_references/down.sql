DROP INDEX logements_own_reference_ix;
ALTER TABLE logements DROP COLUMN loaded_landlord_reference;
ALTER TABLE logements DROP COLUMN landlord_reference;
ALTER TABLE tenants DROP COLUMN loaded_landlord_reference;
