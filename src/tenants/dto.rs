//! Tenants as they go over the wire.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::model::{ActionName, TenantStatus};
use crate::http::body::present;
use crate::http::page::{Cursor, Limit};
use crate::rent_campaigns::model::{RentStatus, StandingReason};
use crate::values::address::Address;
use crate::values::aid::{AidType, PaymentMode};
use crate::values::beneficiary_number::BeneficiaryNumber;
use crate::values::landlord_reference::LandlordReference;
use crate::values::month::Month;
use crate::values::paying_body::PayingBody;
use crate::values::text_sql::text_enum;
use crate::values::typed_id::{ImpayeId, LogementId, ReferenceId, RentDeclarationId, TenantId};

/// Where the tenant lives.
#[derive(Debug, Serialize, ToSchema)]
pub struct TenantLogement {
    /// The identifier of the housing unit.
    pub id: LogementId,
    /// Its address.
    pub address: Address,
}

/// The lease.
#[derive(Debug, Serialize, ToSchema)]
pub struct Lease {
    /// First day of the tenancy.
    pub started_on: NaiveDate,
    /// Last day of the tenancy, as loaded or as a departure declared it; null while it goes on. It may lie
    /// ahead.
    pub ended_on: Option<NaiveDate>,
    /// Monthly rent of the whole lease without charges, in cents.
    #[schema(minimum = 1, maximum = 100_000_000, example = 43_000)]
    pub rent_cents: i64,
    /// Monthly charges of the whole lease, in cents; null is unknown, 0 is none.
    #[schema(minimum = 0, maximum = 100_000_000, example = 9_000)]
    pub charges_cents: Option<i64>,
    /// Whether the lease is of a furnished unit.
    pub furnished: bool,
    /// Households that hold the lease together today (CCH R.821-4); 1 when alone.
    #[schema(minimum = 1, maximum = 50, example = 1)]
    pub coholders: i32,
    /// Day of the month on which the rent is due; the last day of a month that is shorter.
    #[schema(minimum = 1, maximum = 31, example = 5)]
    pub due_day: i32,
}

/// The housing aid, as the paying body last told it.
#[derive(Debug, Serialize, ToSchema)]
pub struct Aid {
    /// Which of the three housing aids it is (CCH L.821-1).
    pub r#type: AidType,
    /// Who receives it.
    pub payment_mode: PaymentMode,
    /// Last monthly amount known, in cents; null when the paying body told none.
    #[schema(minimum = 0, maximum = 100_000_000, example = 20_000)]
    pub last_amount_cents: Option<i64>,
    /// The month of that amount; null when the paying body did not tell it.
    pub last_month: Option<Month>,
}

/// Where the tenant stands in the current campaign.
#[derive(Debug, Serialize, ToSchema)]
pub struct TenantRentDeclaration {
    /// The year of the current campaign: the latest whose opening day has come.
    #[schema(minimum = 1900, maximum = 2199, example = 2026)]
    pub campaign_year: i32,
    /// Where the tenancy stands in that campaign.
    pub status: RentStatus,
    /// Why nothing is asked, or `rejected` where the last declaration was rejected and none counts; null
    /// otherwise.
    pub reason: Option<StandingReason>,
    /// The declaration that counts: submitted or accepted; with the reason `rejected`, the one that was
    /// rejected; null otherwise.
    pub id: Option<RentDeclarationId>,
}

/// A tenant, as lists show it.
#[derive(Debug, Serialize, ToSchema)]
pub struct TenantItem {
    /// The identifier of the tenant: one beneficiary, in one housing unit, under one lease.
    pub id: TenantId,
    /// The paying body that pays the aid.
    pub paying_body: PayingBody,
    /// The tenant's number with that paying body (numéro allocataire), 1 to 7 digits, with its leading
    /// zeros.
    pub beneficiary_number: BeneficiaryNumber,
    /// The landlord's own reference of the tenant; null when none was given.
    #[schema(max_length = 50, example = "LOC-0042")]
    pub landlord_reference: Option<String>,
    /// First name, as the paying body knows it.
    #[schema(max_length = 100, example = "Éloïse")]
    pub first_name: String,
    /// Last name, as the paying body knows it.
    #[schema(max_length = 100, example = "D'Aubigné")]
    pub last_name: String,
    /// The housing unit.
    pub logement: TenantLogement,
    /// The landlord's reference that the housing unit belongs to.
    pub reference_id: ReferenceId,
    /// The lease.
    pub lease: Lease,
    /// The housing aid, as the paying body last told it.
    pub aid: Aid,
    /// Whether the tenancy runs today or is still to start (`current`), or ended before today (`left`).
    pub status: TenantStatus,
    /// Where the tenant stands in the current campaign; null when none has opened, or when it does not list
    /// the tenant.
    pub rent_declaration: Option<TenantRentDeclaration>,
    /// The open arrears case; null when there is none.
    pub open_impaye_id: Option<ImpayeId>,
}

/// What may be declared, and where.
#[derive(Debug, Serialize, ToSchema)]
pub struct Action {
    /// What may be declared.
    pub name: ActionName,
    /// Whether it would be accepted today, as far as the tenancy decides.
    pub allowed: bool,
    /// The HTTP method to call.
    #[schema(max_length = 8, example = "POST")]
    pub method: String,
    /// The address to call; a template while the object it names is not there.
    #[schema(max_length = 200, example = "/v1/rent-declarations")]
    pub href: String,
    /// The code of the problem it would be refused with today; null when it is allowed.
    #[schema(max_length = 64, example = "already_declared")]
    pub reason: Option<String>,
}

/// A tenant with what may be declared for it now.
#[derive(Debug, Serialize, ToSchema)]
pub struct Tenant {
    #[serde(flatten)]
    pub item: TenantItem,
    /// What may be declared for the tenant, each with whether it would be accepted now.
    #[schema(max_items = 20)]
    pub actions: Vec<Action>,
}

/// What a landlord may change of a tenant (merge patch).
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"landlord_reference": "LOC-0042"}))]
pub struct TenantPatch {
    /// The landlord's own reference of the tenant; unchanged when absent, removed by null. It stays until
    /// the paying body's file brings another one.
    #[schema(value_type = Option<LandlordReference>)]
    #[serde(default, deserialize_with = "present")]
    pub landlord_reference: Option<Option<LandlordReference>>,
}

/// A page of tenants.
#[derive(Debug, Serialize, ToSchema)]
pub struct TenantPage {
    /// The tenants, in the order asked for.
    #[schema(max_items = 200)]
    pub data: Vec<TenantItem>,
    /// Where the next page starts; null on the last one.
    #[schema(max_length = 1000)]
    pub next_cursor: Option<String>,
}

text_enum! {
    /// The order of a list of tenants.
    pub enum TenantSort {
        /// Last name, first name.
        Name = "name",
        /// The same, backwards.
        NameDescending = "-name",
        /// First day of the lease, the oldest first.
        LeaseStartedOn = "lease_started_on",
        /// First day of the lease, the latest first.
        LeaseStartedOnDescending = "-lease_started_on",
    }
}

crate::tenancies::sought_by! {
    /// What a list of tenants is restricted to.
    #[derive(Clone, Debug, Deserialize, ToSchema)]
    #[serde(deny_unknown_fields)]
    pub struct TenantFilter {
        /// Words to be found in names, numbers, references, address or city, all of them, whatever case and
        /// accents; a blank text is none.
        #[schema(max_length = 100, example = "eloise")]
        pub search: Option<String>,
        /// Only these aids; repeatable.
        #[schema(max_items = 20)]
        #[serde(default)]
        pub aid_type: Vec<AidType>,
        /// Only these payment modes; repeatable.
        #[schema(max_items = 20)]
        #[serde(default)]
        pub payment_mode: Vec<PaymentMode>,
        /// Only tenancies that run today or are still to start, or only those that ended; repeatable.
        #[schema(max_items = 20)]
        #[serde(default)]
        pub status: Vec<TenantStatus>,
        /// Only these standings in the current campaign; repeatable.
        #[schema(max_items = 20)]
        #[serde(default)]
        pub rent_declaration: Vec<RentStatus>,
        /// Only tenants with, or without, an open arrears case.
        pub has_open_impaye: Option<bool>,
        /// The order; by name when absent.
        pub sort: Option<TenantSort>,
        /// Only these references; repeatable.
        #[schema(max_items = 200)]
        #[serde(default)]
        pub reference_id: Vec<ReferenceId>,
        /// Only these housing units; repeatable.
        #[schema(max_items = 200)]
        #[serde(default)]
        pub logement_id: Vec<LogementId>,
        pub limit: Option<Limit>,
        pub cursor: Option<Cursor>,
    }
}

impl TenantFilter {
    /// Whether it restricts nothing: the list as it is, from any place and in any order.
    pub fn is_plain(&self) -> bool {
        let Self { aid_type, payment_mode, status, rent_declaration, has_open_impaye, reference_id, logement_id, .. } = self;
        let restricted = !self.sought().is_plain() || !aid_type.is_empty() || !payment_mode.is_empty() || !status.is_empty();
        let more = !rent_declaration.is_empty() || has_open_impaye.is_some() || !reference_id.is_empty() || !logement_id.is_empty();
        !restricted && !more
    }
}

crate::http::listed::list_filters!(TenantFilter);
