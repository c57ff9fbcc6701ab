-- By what a landlord knows its tenants by: its own reference, and the number with the paying body, in
-- any of its spellings.
CREATE INDEX tenants_own_reference_ix ON tenants (landlord_id, landlord_reference);
CREATE INDEX tenants_number_ix ON tenants (landlord_id, beneficiary_number);
