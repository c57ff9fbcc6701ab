//! The rows a load reads and writes, whole.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

use crate::db::connection::MultiBackend;
use crate::db::schema::{bank_accounts, landlord_references, landlords, logements, payment_lines, payments, tenants};
use crate::landlord::model::LandlordKind;
use crate::logements::model::LogementKind;
use crate::payments::model::TransferKind;
use crate::tenants::model::{AidType, PaymentMode};
use crate::values::beneficiary_number::{BeneficiaryNumber, PayingBodyCode};
use crate::values::iban::Iban;
use crate::values::month::Month;
use crate::values::siret::Siret;
use crate::values::typed_id::{BankAccountId, LandlordId, LogementId, PaymentId, PaymentLineId, ReferenceId, TenantId};

/// Declares a row of a table: read whole, written whole, compared whole.
macro_rules! row {
    ($(#[doc = $doc:literal])* $name:ident of $table:ident { $($field:ident: $type:ty,)* }) => {
        $(#[doc = $doc])*
        #[derive(Clone, Debug, PartialEq, Queryable, Selectable, Insertable)]
        #[diesel(table_name = $table, check_for_backend(MultiBackend), treat_none_as_default_value = false)]
        pub struct $name { $(pub $field: $type,)* }
    };
}

row! {
    /// A landlord.
    LandlordRow of landlords {
        landlord_id: LandlordId,
        key: String,
        owner_code: String,
        kind: LandlordKind,
        name: String,
        siret: Option<Siret>,
        email: String,
        phone: Option<String>,
        address: String,
        loaded_contact: String,
        created_at: NaiveDateTime,
        updated_at: NaiveDateTime,
    }
}

row! {
    /// A reference.
    ReferenceRow of landlord_references {
        landlord_id: LandlordId,
        id: ReferenceId,
        paying_body_code: PayingBodyCode,
        reference: String,
        label: String,
        direct_payment: bool,
    }
}

row! {
    /// A bank account.
    BankAccountRow of bank_accounts {
        landlord_id: LandlordId,
        id: BankAccountId,
        version: i32,
        holder: String,
        iban: Iban,
        bic: Option<String>,
        effective_on: NaiveDate,
    }
}

row! {
    /// A housing unit.
    LogementRow of logements {
        landlord_id: LandlordId,
        id: LogementId,
        key: String,
        reference_id: ReferenceId,
        kind: LogementKind,
        furnished: bool,
        surface_m2: Option<i32>,
        convention_number: Option<String>,
        decent: Option<bool>,
        managed_from: NaiveDate,
        managed_until: Option<NaiveDate>,
        loaded_managed_until: Option<NaiveDate>,
        address: String,
        search_key: String,
        created_at: NaiveDateTime,
        updated_at: NaiveDateTime,
    }
}

row! {
    /// A tenancy.
    TenantRow of tenants {
        landlord_id: LandlordId,
        id: TenantId,
        key: String,
        logement_id: LogementId,
        reference_id: ReferenceId,
        paying_body_code: PayingBodyCode,
        beneficiary_number: BeneficiaryNumber,
        landlord_reference: Option<String>,
        first_name: String,
        last_name: String,
        name_key: String,
        lease_started_on: NaiveDate,
        lease_ended_on: Option<NaiveDate>,
        loaded_ended_on: Option<NaiveDate>,
        rent_cents: i64,
        charges_cents: Option<i64>,
        furnished: bool,
        coholders: i32,
        loaded_coholders: i32,
        due_day: i32,
        aid_type: AidType,
        payment_mode: PaymentMode,
        last_amount_cents: Option<i64>,
        last_month: Option<Month>,
        previous_july_rent_cents: Option<i64>,
        search_key: String,
        created_at: NaiveDateTime,
        updated_at: NaiveDateTime,
    }
}

row! {
    /// A transfer.
    PaymentRow of payments {
        landlord_id: LandlordId,
        id: PaymentId,
        key: String,
        paying_body_code: PayingBodyCode,
        reference_id: ReferenceId,
        paid_on: NaiveDate,
        total_cents: i64,
        line_count: i32,
        loaded_sha256: String,
        created_at: NaiveDateTime,
        updated_at: NaiveDateTime,
    }
}

row! {
    /// A line of a transfer.
    PaymentLineRow of payment_lines {
        landlord_id: LandlordId,
        id: PaymentLineId,
        payment_id: PaymentId,
        position: i32,
        key: String,
        tenant_id: TenantId,
        logement_id: LogementId,
        reference_id: ReferenceId,
        paid_on: NaiveDate,
        aid_type: AidType,
        entitlement_month: Month,
        kind: TransferKind,
        gross_cents: i64,
        crds_cents: i64,
        rls_cents: i64,
        net_cents: i64,
        corrects_month: Option<Month>,
    }
}
