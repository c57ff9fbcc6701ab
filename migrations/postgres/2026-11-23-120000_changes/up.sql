CREATE TABLE changes (
    landlord_id TEXT COLLATE "C" NOT NULL,
    id TEXT COLLATE "C" NOT NULL,
    type TEXT COLLATE "C" NOT NULL,
    tenant_id TEXT COLLATE "C",
    logement_id TEXT COLLATE "C" NOT NULL,
    reference_id TEXT COLLATE "C" NOT NULL,
    version INTEGER NOT NULL,
    status TEXT COLLATE "C" NOT NULL,
    effective_on DATE NOT NULL,
    declaration TEXT COLLATE "C" NOT NULL,
    late BOOLEAN NOT NULL,
    deadline_on DATE,
    effects TEXT COLLATE "C" NOT NULL,
    warnings TEXT COLLATE "C" NOT NULL,
    replaces TEXT COLLATE "C",
    client_id TEXT COLLATE "C" NOT NULL,
    receipt_number TEXT COLLATE "C" NOT NULL,
    submitted_at TIMESTAMP NOT NULL,
    decided_by TEXT COLLATE "C",
    decided_on DATE,
    decision_reason TEXT COLLATE "C",
    cancellation_reason TEXT COLLATE "C",
    CONSTRAINT changes_pk PRIMARY KEY (landlord_id, id),
    CONSTRAINT changes_tenant_fk FOREIGN KEY (landlord_id, tenant_id) REFERENCES tenants (landlord_id, id),
    CONSTRAINT changes_logement_fk FOREIGN KEY (landlord_id, logement_id) REFERENCES logements (landlord_id, id),
    CONSTRAINT changes_reference_fk FOREIGN KEY (landlord_id, reference_id) REFERENCES landlord_references (landlord_id, id),
    CONSTRAINT changes_replaces_fk FOREIGN KEY (landlord_id, replaces) REFERENCES changes (landlord_id, id),
    CONSTRAINT changes_receipt_fk FOREIGN KEY (landlord_id, receipt_number) REFERENCES receipts (landlord_id, number)
);
CREATE INDEX changes_submitted_ix ON changes (landlord_id, submitted_at, id);
CREATE INDEX changes_tenant_ix ON changes (landlord_id, tenant_id, type);

-- The co-holders of a lease from a day on; before the first row, the number the tenancy was loaded with.
CREATE TABLE coholder_counts (
    landlord_id TEXT COLLATE "C" NOT NULL,
    tenant_id TEXT COLLATE "C" NOT NULL,
    effective_on DATE NOT NULL,
    position INTEGER NOT NULL,
    coholders INTEGER NOT NULL,
    change_id TEXT COLLATE "C",
    CONSTRAINT coholder_counts_pk PRIMARY KEY (landlord_id, tenant_id, effective_on, position),
    CONSTRAINT coholder_counts_tenant_fk FOREIGN KEY (landlord_id, tenant_id) REFERENCES tenants (landlord_id, id),
    CONSTRAINT coholder_counts_change_fk FOREIGN KEY (landlord_id, change_id) REFERENCES changes (landlord_id, id)
);
CREATE INDEX coholder_counts_change_ix ON coholder_counts (landlord_id, change_id);

ALTER TABLE tenants ADD COLUMN departure_id TEXT COLLATE "C";
CREATE INDEX tenants_departure_ix ON tenants (landlord_id, departure_id);
ALTER TABLE logements ADD COLUMN end_id TEXT COLLATE "C";
CREATE INDEX logements_end_ix ON logements (landlord_id, end_id);
