DROP INDEX tenants_number_ix;
DROP INDEX tenants_own_reference_ix;
