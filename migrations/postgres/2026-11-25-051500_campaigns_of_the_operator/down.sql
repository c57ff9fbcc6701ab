ALTER TABLE rent_campaigns ADD COLUMN created_by TEXT COLLATE "C";
