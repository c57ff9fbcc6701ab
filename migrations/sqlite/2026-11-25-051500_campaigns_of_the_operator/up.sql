-- The operator alone writes campaigns: who created one is no longer asked.
ALTER TABLE rent_campaigns DROP COLUMN created_by;
