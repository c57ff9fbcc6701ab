//! The tables, as both databases have them; a test compares the three.

diesel::table! {
    settings (name) {
        name -> Text,
        value -> Text,
    }
}

diesel::table! {
    signing_keys (kid) {
        kid -> Text,
        sealed_key -> Binary,
        public_jwk -> Text,
        created_at -> Timestamp,
        seq -> Integer,
        signs_from -> Nullable<Timestamp>,
    }
}

diesel::table! {
    paying_bodies (code) {
        code -> Text,
        name -> Text,
    }
}

diesel::table! {
    rent_campaigns (year) {
        year -> Integer,
        opens_on -> Date,
        cutoff_on -> Date,
        starts_on -> Date,
        july_from -> Date,
        july_until -> Date,
        ends_on -> Date,
    }
}

diesel::table! {
    clients (id) {
        id -> Text,
        name -> Text,
        landlord_id -> Nullable<Text>,
        vendor_siret -> Nullable<Text>,
        paying_body_code -> Nullable<Text>,
        scopes -> Text,
        created_at -> Timestamp,
        revoked_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    client_secrets (client_id, id) {
        id -> Text,
        client_id -> Text,
        sha256 -> Text,
        created_at -> Timestamp,
        last_used_on -> Nullable<Date>,
        expires_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    landlords (landlord_id) {
        landlord_id -> Text,
        key -> Text,
        owner_code -> Text,
        kind -> Text,
        name -> Text,
        siret -> Nullable<Text>,
        email -> Text,
        phone -> Nullable<Text>,
        address -> Text,
        loaded_contact -> Text,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}

diesel::table! {
    landlord_names (kind, value) {
        kind -> Text,
        value -> Text,
        landlord_id -> Text,
    }
}

diesel::table! {
    landlord_references (landlord_id, id) {
        landlord_id -> Text,
        id -> Text,
        paying_body_code -> Text,
        reference -> Text,
        label -> Text,
        direct_payment -> Bool,
    }
}

diesel::table! {
    bank_accounts (landlord_id, id) {
        landlord_id -> Text,
        id -> Text,
        version -> Integer,
        holder -> Text,
        iban -> Text,
        bic -> Nullable<Text>,
        effective_on -> Date,
    }
}

diesel::table! {
    logements (landlord_id, id) {
        landlord_id -> Text,
        id -> Text,
        key -> Text,
        reference_id -> Text,
        landlord_reference -> Nullable<Text>,
        loaded_landlord_reference -> Nullable<Text>,
        kind -> Text,
        furnished -> Bool,
        surface_m2 -> Nullable<Integer>,
        convention_number -> Nullable<Text>,
        decent -> Nullable<Bool>,
        managed_from -> Date,
        managed_until -> Nullable<Date>,
        loaded_managed_until -> Nullable<Date>,
        address -> Text,
        search_key -> Text,
        created_at -> Timestamp,
        updated_at -> Timestamp,
        end_id -> Nullable<Text>,
    }
}

diesel::table! {
    tenants (landlord_id, id) {
        landlord_id -> Text,
        id -> Text,
        key -> Text,
        logement_id -> Text,
        reference_id -> Text,
        paying_body_code -> Text,
        beneficiary_number -> Text,
        landlord_reference -> Nullable<Text>,
        loaded_landlord_reference -> Nullable<Text>,
        first_name -> Text,
        last_name -> Text,
        name_key -> Text,
        lease_started_on -> Date,
        lease_ended_on -> Nullable<Date>,
        loaded_ended_on -> Nullable<Date>,
        rent_cents -> BigInt,
        charges_cents -> Nullable<BigInt>,
        furnished -> Bool,
        coholders -> Integer,
        loaded_coholders -> Integer,
        due_day -> Integer,
        aid_type -> Text,
        payment_mode -> Text,
        last_amount_cents -> Nullable<BigInt>,
        last_month -> Nullable<Text>,
        previous_july_rent_cents -> Nullable<BigInt>,
        search_key -> Text,
        created_at -> Timestamp,
        updated_at -> Timestamp,
        departure_id -> Nullable<Text>,
    }
}

diesel::table! {
    receipts (landlord_id, number) {
        landlord_id -> Text,
        number -> Text,
        received_at -> Timestamp,
        content_sha256 -> Text,
        content -> Text,
    }
}

diesel::table! {
    rent_declarations (landlord_id, id) {
        landlord_id -> Text,
        id -> Text,
        tenant_id -> Text,
        logement_id -> Text,
        reference_id -> Text,
        campaign_year -> Integer,
        version -> Integer,
        rent_cents -> BigInt,
        charges_cents -> Nullable<BigInt>,
        furnished -> Bool,
        coholders -> Integer,
        tenant_up_to_date -> Nullable<Bool>,
        decent -> Nullable<Bool>,
        comment -> Nullable<Text>,
        late -> Bool,
        status -> Text,
        warnings -> Text,
        replaces -> Nullable<Text>,
        client_id -> Text,
        receipt_number -> Text,
        submitted_at -> Timestamp,
        decided_by -> Nullable<Text>,
        decided_on -> Nullable<Date>,
        decision_reason -> Nullable<Text>,
        decided_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    payments (landlord_id, id) {
        landlord_id -> Text,
        id -> Text,
        key -> Text,
        paying_body_code -> Text,
        reference_id -> Text,
        paid_on -> Date,
        total_cents -> BigInt,
        line_count -> Integer,
        loaded_sha256 -> Text,
        created_at -> Timestamp,
        updated_at -> Timestamp,
        iban -> Nullable<Text>,
        remittance -> Nullable<Text>,
    }
}

diesel::table! {
    payment_lines (landlord_id, id) {
        landlord_id -> Text,
        id -> Text,
        payment_id -> Text,
        position -> Integer,
        key -> Text,
        tenant_id -> Text,
        logement_id -> Text,
        reference_id -> Text,
        paid_on -> Date,
        aid_type -> Text,
        entitlement_month -> Text,
        kind -> Text,
        gross_cents -> BigInt,
        crds_cents -> BigInt,
        rls_cents -> BigInt,
        net_cents -> BigInt,
        corrects_month -> Nullable<Text>,
    }
}

diesel::table! {
    idempotency_keys (owner_id, client_id, key) {
        owner_id -> Text,
        client_id -> Text,
        key -> Text,
        fingerprint -> Text,
        status -> Integer,
        location -> Nullable<Text>,
        body -> Binary,
        created_at -> Timestamp,
    }
}

diesel::table! {
    inbox (landlord_id, id) {
        landlord_id -> Text,
        id -> Text,
        kind -> Text,
        paying_body_code -> Text,
        submitted_at -> Timestamp,
        late -> Bool,
    }
}

diesel::table! {
    changes (landlord_id, id) {
        landlord_id -> Text,
        id -> Text,
        #[sql_name = "type"]
        kind -> Text,
        tenant_id -> Nullable<Text>,
        logement_id -> Text,
        reference_id -> Text,
        version -> Integer,
        status -> Text,
        effective_on -> Date,
        declaration -> Text,
        late -> Bool,
        deadline_on -> Nullable<Date>,
        effects -> Text,
        warnings -> Text,
        replaces -> Nullable<Text>,
        client_id -> Text,
        receipt_number -> Text,
        submitted_at -> Timestamp,
        decided_by -> Nullable<Text>,
        decided_on -> Nullable<Date>,
        decision_reason -> Nullable<Text>,
        cancellation_reason -> Nullable<Text>,
        decided_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    coholder_counts (landlord_id, tenant_id, effective_on, position) {
        landlord_id -> Text,
        tenant_id -> Text,
        effective_on -> Date,
        position -> Integer,
        coholders -> Integer,
        change_id -> Nullable<Text>,
    }
}

diesel::table! {
    impayes (landlord_id, id) {
        landlord_id -> Text,
        id -> Text,
        tenant_id -> Text,
        logement_id -> Text,
        reference_id -> Text,
        status -> Text,
        regime -> Text,
        reported_on -> Date,
        started_on -> Date,
        rent_cents -> BigInt,
        charges_cents -> Nullable<BigInt>,
        aid_cents -> BigInt,
        payment_mode -> Text,
        due_day -> Integer,
        debt_cents -> BigInt,
        threshold_cents -> BigInt,
        constituted_on -> Date,
        report_deadline_on -> Date,
        late -> Bool,
        simplified_procedure -> Bool,
        months -> Text,
        details -> Text,
        repayment_plan -> Nullable<Text>,
        suspension_effective_on -> Nullable<Date>,
        next_due_kind -> Nullable<Text>,
        next_due_on -> Nullable<Date>,
        client_id -> Text,
        receipt_number -> Text,
        submitted_at -> Timestamp,
        updated_at -> Timestamp,
        rule_id -> Text,
        decided_at -> Nullable<Timestamp>,
    }
}

diesel::allow_tables_to_appear_in_same_query!(
    settings,
    signing_keys,
    paying_bodies,
    rent_campaigns,
    clients,
    client_secrets,
    landlords,
    landlord_names,
    landlord_references,
    bank_accounts,
    logements,
    tenants,
    receipts,
    rent_declarations,
    payments,
    payment_lines,
    idempotency_keys,
    inbox,
    changes,
    coholder_counts,
    impayes,
);
