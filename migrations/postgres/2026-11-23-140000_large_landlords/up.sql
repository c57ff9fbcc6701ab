CREATE INDEX impayes_tenant_ix ON impayes (landlord_id, tenant_id);
CREATE INDEX inbox_kind_ix ON inbox (paying_body_code, kind, submitted_at, id);

-- A prepared statement is planned once for all landlords. As most have one tenant, the planner counts
-- on a handful of rows, walks them all and sorts them: an agency of 50,000 tenants then waits a
-- hundred times too long. A negative number is a share of the rows of the table: -0.0002 has it count
-- on 5,000 rows a landlord, whatever the size of the table, which costs small landlords nothing.
ALTER TABLE logements ALTER COLUMN landlord_id SET (n_distinct = -0.0002);
ALTER TABLE tenants ALTER COLUMN landlord_id SET (n_distinct = -0.0002);
ALTER TABLE receipts ALTER COLUMN landlord_id SET (n_distinct = -0.0002);
ALTER TABLE rent_declarations ALTER COLUMN landlord_id SET (n_distinct = -0.0002);
ALTER TABLE payments ALTER COLUMN landlord_id SET (n_distinct = -0.01);
ALTER TABLE payment_lines ALTER COLUMN landlord_id SET (n_distinct = -0.0001);
ALTER TABLE changes ALTER COLUMN landlord_id SET (n_distinct = -0.01);
ALTER TABLE idempotency_keys ALTER COLUMN landlord_id SET (n_distinct = -0.0002);
ALTER TABLE inbox ALTER COLUMN landlord_id SET (n_distinct = -0.0002);
ALTER TABLE coholder_counts ALTER COLUMN landlord_id SET (n_distinct = -0.0002);
ALTER TABLE impayes ALTER COLUMN landlord_id SET (n_distinct = -0.01);
ANALYZE;
