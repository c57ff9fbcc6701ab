DELETE FROM sqlite_stat1;
DROP INDEX inbox_kind_ix;
DROP INDEX impayes_tenant_ix;
