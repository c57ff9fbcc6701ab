-- What a month brought, tenant by tenant: the lines of the month, and those of others that correct it.
CREATE INDEX payment_lines_month_ix ON payment_lines (landlord_id, entitlement_month, tenant_id);
CREATE INDEX payment_lines_corrects_ix ON payment_lines (landlord_id, corrects_month, tenant_id) WHERE corrects_month IS NOT NULL;
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
('payment_lines', 'payment_lines_month_ix', '5000000 50000 2000 1'),
('payment_lines', 'payment_lines_corrects_ix', '500000 5000 200 1');
