DROP INDEX logements_end_ix;
ALTER TABLE logements DROP COLUMN end_id;
DROP INDEX tenants_departure_ix;
ALTER TABLE tenants DROP COLUMN departure_id;
DROP TABLE coholder_counts;
DROP TABLE changes;
