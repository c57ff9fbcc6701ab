//! The rows a load reads and writes, whole.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use diesel::upsert::excluded;

use super::row::{BATCH, insertion, row};
use crate::db::Conn;
use crate::db::connection::MultiBackend;
use crate::db::names::NameKind;
use crate::db::schema::{
    bank_accounts, landlord_names, landlord_references, landlords, logements, paying_bodies, payment_lines, payments, rent_campaigns,
    tenants,
};
use crate::landlord::model::LandlordKind;
use crate::logements::model::LogementKind;
use crate::payments::model::TransferKind;
use crate::problem::Problem;
use crate::rent_campaigns::model::Campaign;
use crate::values::aid::{AidType, PaymentMode};
use crate::values::beneficiary_number::BeneficiaryNumber;
use crate::values::iban::Iban;
use crate::values::month::Month;
use crate::values::paying_body::PayingBodyCode;
use crate::values::siret::Siret;
use crate::values::typed_id::{BankAccountId, LandlordId, LogementId, PaymentId, PaymentLineId, ReferenceId, TenantId};

#[cfg(test)]
use super::columns::{Columns, names};
#[cfg(test)]
use diesel::{debug_query, sqlite::Sqlite};

row! {
    /// A paying body.
    PayingBodyRow of paying_bodies
    keys { code: PayingBodyCode, }
    made {}
    loaded { name: String, }
    apart {}
}

row! {
    /// A campaign, which the operator alone writes.
    CampaignRow of rent_campaigns
    keys { year: i32, }
    made {}
    loaded {
        opens_on: NaiveDate,
        cutoff_on: NaiveDate,
        starts_on: NaiveDate,
        july_from: NaiveDate,
        july_until: NaiveDate,
        ends_on: NaiveDate,
    }
    apart {}
}

impl CampaignRow {
    /// The row of a campaign.
    pub fn of(campaign: &Campaign) -> Self {
        Self {
            year: campaign.year,
            opens_on: campaign.opens_on,
            cutoff_on: campaign.cutoff_on,
            starts_on: campaign.starts_on,
            july_from: campaign.july_from,
            july_until: campaign.july_until,
            ends_on: campaign.ends_on,
        }
    }
}

row! {
    /// A landlord.
    LandlordRow of landlords
    keys { landlord_id: LandlordId, }
    made { key: String, owner_code: String, created_at: NaiveDateTime, }
    loaded {
        kind: LandlordKind,
        name: String,
        siret: Option<Siret>,
        email: String,
        phone: Option<String>,
        address: String,
        loaded_contact: String,
        updated_at: NaiveDateTime,
    }
    apart {}
}

row! {
    /// What a landlord is found by among all. A name that is somebody's is not given to another.
    NameRow of landlord_names
    keys { kind: NameKind, value: String, }
    made { landlord_id: LandlordId, }
    loaded {}
    apart {}
}

row! {
    /// A reference. Its name stands for it: the one of another paying body would be another reference.
    ReferenceRow of landlord_references
    keys { landlord_id: LandlordId, id: ReferenceId, }
    made { paying_body_code: PayingBodyCode, reference: String, }
    loaded { label: String, direct_payment: bool, }
    apart {}
}

row! {
    /// A bank account: another one is another version.
    BankAccountRow of bank_accounts
    keys { landlord_id: LandlordId, id: BankAccountId, }
    made { version: i32, holder: String, iban: Iban, bic: Option<String>, effective_on: NaiveDate, }
    loaded {}
    apart {}
}

row! {
    /// A housing unit.
    LogementRow of logements
    keys { landlord_id: LandlordId, id: LogementId, }
    made { key: String, created_at: NaiveDateTime, }
    loaded {
        reference_id: ReferenceId,
        landlord_reference: Option<String>,
        loaded_landlord_reference: Option<String>,
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
        updated_at: NaiveDateTime,
    }
    apart { end_id: "names the end of management that the landlord declared", }
}

row! {
    /// A tenancy. Another logement or start of the lease would be another tenancy.
    TenantRow of tenants
    keys { landlord_id: LandlordId, id: TenantId, }
    made { key: String, logement_id: LogementId, lease_started_on: NaiveDate, created_at: NaiveDateTime, }
    loaded {
        reference_id: ReferenceId,
        paying_body_code: PayingBodyCode,
        beneficiary_number: BeneficiaryNumber,
        landlord_reference: Option<String>,
        loaded_landlord_reference: Option<String>,
        first_name: String,
        last_name: String,
        name_key: String,
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
        updated_at: NaiveDateTime,
    }
    apart { departure_id: "names the departure that the landlord declared", }
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
    /// A transfer. It keeps the account it went to.
    PaymentRow of payments
    keys { landlord_id: LandlordId, id: PaymentId, }
    made { key: String, iban: Option<Iban>, created_at: NaiveDateTime, }
    loaded {
        paying_body_code: PayingBodyCode,
        reference_id: ReferenceId,
        paid_on: NaiveDate,
        total_cents: i64,
        line_count: i32,
        remittance: Option<String>,
        loaded_sha256: String,
        updated_at: NaiveDateTime,
    }
    apart {}
}

row! {
    /// A line of a transfer, made for one statement only: a transfer may have a hundred thousand.
    PaymentLineRow<'a> of payment_lines
    made {
        landlord_id: &'a LandlordId,
        id: PaymentLineId,
        payment_id: &'a PaymentId,
        position: i32,
        key: &'a str,
        tenant_id: &'a TenantId,
        logement_id: &'a LogementId,
        reference_id: &'a ReferenceId,
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
