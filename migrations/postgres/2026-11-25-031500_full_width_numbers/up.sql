-- A search finds a beneficiary number in any spelling: the full width holds them all.
UPDATE tenants SET search_key = search_key || ' ' || lpad(beneficiary_number, 7, '0');
