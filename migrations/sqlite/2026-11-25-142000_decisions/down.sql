DROP INDEX impayes_decided_ix;
DROP INDEX changes_decided_ix;
DROP INDEX rent_declarations_decided_ix;
ALTER TABLE impayes DROP COLUMN decided_at;
ALTER TABLE changes DROP COLUMN decided_at;
ALTER TABLE rent_declarations DROP COLUMN decided_at;
