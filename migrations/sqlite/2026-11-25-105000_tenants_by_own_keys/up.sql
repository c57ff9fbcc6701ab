-- By what a landlord knows its tenants by: its own reference, and the number with the paying body, in
-- any of its spellings.
CREATE INDEX tenants_own_reference_ix ON tenants (landlord_id, landlord_reference);
CREATE INDEX tenants_number_ix ON tenants (landlord_id, beneficiary_number);
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
('tenants', 'tenants_own_reference_ix', '1000000 5000 2'),
('tenants', 'tenants_number_ix', '1000000 5000 2');
