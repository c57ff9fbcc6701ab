-- The account a transfer went to, kept with it: a later change of bank says nothing of old transfers.
ALTER TABLE payments ADD COLUMN iban TEXT;
UPDATE payments SET iban = (
    SELECT bank_accounts.iban FROM bank_accounts
    WHERE bank_accounts.landlord_id = payments.landlord_id AND bank_accounts.effective_on <= payments.paid_on
    ORDER BY bank_accounts.effective_on DESC, bank_accounts.version DESC LIMIT 1
);
