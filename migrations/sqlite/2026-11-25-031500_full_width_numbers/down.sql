UPDATE tenants SET search_key = substr(search_key, 1, length(search_key) - 8);
