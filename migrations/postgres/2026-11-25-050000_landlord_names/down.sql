ALTER TABLE landlords ADD CONSTRAINT landlords_key_uq UNIQUE (key);
ALTER TABLE landlords ADD CONSTRAINT landlords_siret_uq UNIQUE (siret);
DROP TABLE landlord_names;
