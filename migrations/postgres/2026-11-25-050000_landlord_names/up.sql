-- By what a landlord is found among all: its key in rosters and its SIRET. They are unique here and
-- nowhere else, so that `landlords` can be spread by landlord: a unique constraint without
-- `landlord_id` would hold within one shard alone. It points at `landlords` without a foreign key,
-- which could not lead from here into the shards.
CREATE TABLE landlord_names (
    kind TEXT COLLATE "C" NOT NULL,
    value TEXT COLLATE "C" NOT NULL,
    landlord_id TEXT COLLATE "C" NOT NULL,
    CONSTRAINT landlord_names_pk PRIMARY KEY (kind, value),
    CONSTRAINT landlord_names_landlord_uq UNIQUE (landlord_id, kind)
);
INSERT INTO landlord_names (kind, value, landlord_id) SELECT 'key', key, landlord_id FROM landlords;
INSERT INTO landlord_names (kind, value, landlord_id) SELECT 'siret', siret, landlord_id FROM landlords WHERE siret IS NOT NULL;

ALTER TABLE landlords DROP CONSTRAINT landlords_key_uq;
ALTER TABLE landlords DROP CONSTRAINT landlords_siret_uq;
