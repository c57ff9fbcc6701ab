-- What a month brought, tenant by tenant: the lines of the month, and those of others that correct it.
CREATE INDEX payment_lines_month_ix ON payment_lines (landlord_id, entitlement_month, tenant_id);
CREATE INDEX payment_lines_corrects_ix ON payment_lines (landlord_id, corrects_month, tenant_id) WHERE corrects_month IS NOT NULL;
