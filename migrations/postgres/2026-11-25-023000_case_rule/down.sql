ALTER TABLE impayes DROP COLUMN rule_id;
