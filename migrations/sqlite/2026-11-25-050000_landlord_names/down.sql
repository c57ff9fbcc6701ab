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
    CONSTRAINT landlords_pk PRIMARY KEY (landlord_id),
    CONSTRAINT landlords_key_uq UNIQUE (key),
    CONSTRAINT landlords_siret_uq UNIQUE (siret)
);
INSERT INTO landlords SELECT * FROM landlords_before;
DROP TABLE temp.landlords_before;
DROP TABLE landlord_names;
