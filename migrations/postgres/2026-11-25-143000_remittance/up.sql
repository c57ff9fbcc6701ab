-- The text of a transfer, as the bank shows it to who receives it; none where the roster gives none.
ALTER TABLE payments ADD COLUMN remittance TEXT COLLATE "C";
