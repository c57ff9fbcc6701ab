CREATE INDEX impayes_tenant_ix ON impayes (landlord_id, tenant_id);
CREATE INDEX inbox_kind_ix ON inbox (paying_body_code, kind, submitted_at, id);

-- Without statistics SQLite holds a landlord to have ten rows of anything, and walks all that an
-- agency of 50,000 tenants has rather than take the index that finds the few it needs. These are the
-- numbers of such an agency, which cost small landlords nothing: rows of the table, then rows that
-- share the first column of the index, the first two, and so on.
ANALYZE settings;
DELETE FROM sqlite_stat1;
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
('bank_accounts', 'bank_accounts_effective_ix', '1000000 3 1 1'),
('bank_accounts', 'sqlite_autoindex_bank_accounts_1', '1000000 3 1'),
('bank_accounts', 'sqlite_autoindex_bank_accounts_2', '1000000 3 1'),
('changes', 'changes_submitted_ix', '200000 1000 1 1'),
('changes', 'changes_tenant_ix', '200000 1000 2 1'),
('changes', 'sqlite_autoindex_changes_1', '200000 1000 1'),
('coholder_counts', 'coholder_counts_change_ix', '200000 1000 2'),
('coholder_counts', 'sqlite_autoindex_coholder_counts_1', '200000 1000 2 1 1'),
('idempotency_keys', 'idempotency_keys_created_ix', '1000000 5000 1'),
('idempotency_keys', 'sqlite_autoindex_idempotency_keys_1', '1000000 5000 2500 1'),
('impayes', 'impayes_due_ix', '100000 500 20 1'),
('impayes', 'impayes_open_uq', '100000 500 1'),
('impayes', 'impayes_submitted_ix', '100000 500 1 1'),
('impayes', 'sqlite_autoindex_impayes_1', '100000 500 1'),
('impayes', 'impayes_tenant_ix', '100000 500 1'),
('landlord_references', 'sqlite_autoindex_landlord_references_1', '1000000 5 1'),
('landlord_references', 'sqlite_autoindex_landlord_references_2', '1000000 5 1'),
('logements', 'logements_created_ix', '1000000 5000 100 1'),
('logements', 'logements_end_ix', '1000000 5000 4500'),
('logements', 'sqlite_autoindex_logements_1', '1000000 5000 1'),
('logements', 'sqlite_autoindex_logements_2', '1000000 5000 1'),
('payment_lines', 'payment_lines_paid_ix', '5000000 50000 2000 1'),
('payment_lines', 'payment_lines_position_ix', '5000000 50000 500 10'),
('payment_lines', 'payment_lines_tenant_ix', '5000000 50000 50 1 1'),
('payment_lines', 'sqlite_autoindex_payment_lines_1', '5000000 50000 1'),
('payment_lines', 'sqlite_autoindex_payment_lines_2', '5000000 50000 500 1'),
('payments', 'payments_paid_ix', '1000000 200 2 1'),
('payments', 'sqlite_autoindex_payments_1', '1000000 200 1'),
('payments', 'sqlite_autoindex_payments_2', '1000000 200 1'),
('receipts', 'sqlite_autoindex_receipts_1', '1000000 5000 1'),
('rent_declarations', 'rent_declarations_counting_uq', '1000000 5000 3 1'),
('rent_declarations', 'rent_declarations_submitted_ix', '1000000 5000 1 1'),
('rent_declarations', 'sqlite_autoindex_rent_declarations_1', '1000000 5000 1'),
('rent_declarations', 'sqlite_autoindex_rent_declarations_2', '1000000 5000 3 1 1'),
('tenants', 'sqlite_autoindex_tenants_1', '1000000 5000 1'),
('tenants', 'sqlite_autoindex_tenants_2', '1000000 5000 1'),
('tenants', 'tenants_departure_ix', '1000000 5000 4000'),
('tenants', 'tenants_lease_ix', '1000000 5000 3 1'),
('tenants', 'tenants_name_ix', '1000000 5000 2 1 1'),
('tenants', 'tenants_started_ix', '1000000 5000 10 1');
