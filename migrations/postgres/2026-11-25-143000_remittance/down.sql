ALTER TABLE payments DROP COLUMN remittance;
