-- Answers are kept by their owner: a landlord, or whoever else acts for itself. So the table points at
-- landlords no more.
CREATE TEMP TABLE kept_before AS SELECT * FROM idempotency_keys;
DROP TABLE idempotency_keys;
CREATE TABLE idempotency_keys (
    owner_id TEXT NOT NULL,
    client_id TEXT NOT NULL,
    key TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    status INTEGER NOT NULL,
    location TEXT,
    body BLOB NOT NULL,
    created_at TIMESTAMP NOT NULL,
    CONSTRAINT idempotency_keys_pk PRIMARY KEY (owner_id, client_id, key)
);
CREATE INDEX idempotency_keys_created_ix ON idempotency_keys (owner_id, created_at);
INSERT INTO idempotency_keys SELECT * FROM kept_before;
DROP TABLE temp.kept_before;
-- The statistics went with the table.
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
('idempotency_keys', 'idempotency_keys_created_ix', '1000000 5000 1'),
('idempotency_keys', 'sqlite_autoindex_idempotency_keys_1', '1000000 5000 2500 1');
