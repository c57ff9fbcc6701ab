//! The rows a load reads and writes, whole.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

use crate::db::connection::MultiBackend;
use crate::db::schema::{bank_accounts, landlord_references, landlords, logements, payment_lines, payments, tenants};
use crate::landlord::model::LandlordKind;
use crate::logements::model::LogementKind;
use crate::payments::model::TransferKind;
use crate::values::aid::{AidType, PaymentMode};
use crate::values::beneficiary_number::BeneficiaryNumber;
use crate::values::iban::Iban;
use crate::values::month::Month;
use crate::values::paying_body::PayingBodyCode;
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

/// What a transfer needs of a tenancy that the chunk does not touch otherwise.
#[derive(Debug, PartialEq, Queryable, Selectable)]
#[diesel(table_name = tenants, check_for_backend(MultiBackend))]
pub struct PayeeRow {
    pub landlord_id: LandlordId,
    pub key: String,
    pub id: TenantId,
    pub logement_id: LogementId,
    pub paying_body_code: PayingBodyCode,
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
        iban: Option<Iban>,
    }
}

/// A line of a transfer, made for one statement only: a transfer may have a hundred thousand.
#[derive(Insertable)]
#[diesel(table_name = payment_lines, check_for_backend(MultiBackend), treat_none_as_default_value = false)]
pub struct PaymentLineRow<'a> {
    pub landlord_id: &'a LandlordId,
    pub id: PaymentLineId,
    pub payment_id: &'a PaymentId,
    pub position: i32,
    pub key: &'a str,
    pub tenant_id: &'a TenantId,
    pub logement_id: &'a LogementId,
    pub reference_id: &'a ReferenceId,
    pub paid_on: NaiveDate,
    pub aid_type: AidType,
    pub entitlement_month: Month,
    pub kind: TransferKind,
    pub gross_cents: i64,
    pub crds_cents: i64,
    pub rls_cents: i64,
    pub net_cents: i64,
    pub corrects_month: Option<Month>,
}
