CREATE TEMP TABLE kept_before AS SELECT * FROM idempotency_keys;
DROP TABLE idempotency_keys;
CREATE TABLE idempotency_keys (
    landlord_id TEXT NOT NULL,
    client_id TEXT NOT NULL,
    key TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    status INTEGER NOT NULL,
    location TEXT,
    body BLOB NOT NULL,
    created_at TIMESTAMP NOT NULL,
    CONSTRAINT idempotency_keys_pk PRIMARY KEY (landlord_id, client_id, key),
    CONSTRAINT idempotency_keys_landlord_fk FOREIGN KEY (landlord_id) REFERENCES landlords (landlord_id)
);
CREATE INDEX idempotency_keys_created_ix ON idempotency_keys (landlord_id, created_at);
INSERT INTO idempotency_keys SELECT * FROM kept_before
-- What no landlord owns had no place before.
WHERE owner_id IN (SELECT landlord_id FROM landlords);
DROP TABLE temp.kept_before;
-- The statistics went with the table.
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
('idempotency_keys', 'idempotency_keys_created_ix', '1000000 5000 1'),
('idempotency_keys', 'sqlite_autoindex_idempotency_keys_1', '1000000 5000 2500 1');
