-- Keys follow one another by number, whatever the clock of the machine that made them; a server says
-- from when one signs.
ALTER TABLE signing_keys ADD COLUMN seq INTEGER NOT NULL DEFAULT 0;
ALTER TABLE signing_keys ADD COLUMN signs_from TIMESTAMP;
UPDATE signing_keys SET signs_from = created_at, seq = (
    SELECT COUNT(*) FROM signing_keys AS older
    WHERE older.created_at < signing_keys.created_at
    OR (older.created_at = signing_keys.created_at AND older.kid >= signing_keys.kid)
);
