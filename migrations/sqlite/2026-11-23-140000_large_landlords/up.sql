-- SQLite plans without statistics: every plan is one for large landlords already.
SELECT 1;
