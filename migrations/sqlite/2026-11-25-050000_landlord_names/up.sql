-- By what a landlord is found among all: its key in rosters and its SIRET. They are unique here and
-- nowhere else, so that `landlords` can be spread by landlord: a unique constraint without
-- `landlord_id` would hold within one shard alone. It points at `landlords` without a foreign key,
-- which could not lead from here into the shards.
CREATE TABLE landlord_names (
    kind TEXT NOT NULL,
    value TEXT NOT NULL,
    landlord_id TEXT NOT NULL,
    CONSTRAINT landlord_names_pk PRIMARY KEY (kind, value),
    CONSTRAINT landlord_names_landlord_uq UNIQUE (landlord_id, kind)
);
INSERT INTO landlord_names (kind, value, landlord_id) SELECT 'key', key, landlord_id FROM landlords;
INSERT INTO landlord_names (kind, value, landlord_id) SELECT 'siret', siret, landlord_id FROM landlords WHERE siret IS NOT NULL;

-- SQLite cannot drop a constraint: the table is made anew. What refers to it is looked at when all is
-- done, and finds every landlord in its place.
PRAGMA defer_foreign_keys = ON;
CREATE TEMP TABLE landlords_before AS SELECT * FROM landlords;
DROP TABLE landlords;
CREATE TABLE landlords (
    landlord_id TEXT NOT NULL,
    key TEXT NOT NULL,
    owner_code TEXT NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    siret TEXT,
    email TEXT NOT NULL,
    phone TEXT,
    address TEXT NOT NULL,
    loaded_contact TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    CONSTRAINT landlords_pk PRIMARY KEY (landlord_id)
);
INSERT INTO landlords SELECT * FROM landlords_before;
DROP TABLE temp.landlords_before;
