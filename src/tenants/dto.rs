//! Tenants as they go over the wire.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::model::{ActionName, TenantStatus};
use crate::http::page::{Cursor, Limit};
use crate::rent_campaigns::model::RentStatus;
use crate::values::address::Address;
use crate::values::aid::{AidType, PaymentMode};
use crate::values::beneficiary_number::BeneficiaryNumber;
use crate::values::month::Month;
use crate::values::paying_body::PayingBody;
use crate::values::text_sql::text_enum;
use crate::values::typed_id::{ImpayeId, LogementId, ReferenceId, RentDeclarationId, TenantId};

/// Where the tenant lives.
#[derive(Debug, Serialize, ToSchema)]
pub struct TenantLogement {
    pub id: LogementId,
    pub address: Address,
}

/// The lease.
#[derive(Debug, Serialize, ToSchema)]
pub struct Lease {
    pub started_on: NaiveDate,
    /// Last day of the tenancy; null while it goes on.
    pub ended_on: Option<NaiveDate>,
    /// Monthly rent of the whole lease without charges, in cents.
    #[schema(minimum = 1, maximum = 100_000_000, example = 43_000)]
    pub rent_cents: i64,
    /// Monthly charges of the whole lease, in cents; null is unknown, 0 is none.
    #[schema(minimum = 0, maximum = 100_000_000, example = 9_000)]
    pub charges_cents: Option<i64>,
    pub furnished: bool,
    /// Households that hold the lease together (CCH R.821-4); 1 when alone.
    #[schema(minimum = 1, maximum = 50, example = 1)]
    pub coholders: i32,
    /// Day of the month on which the rent is due, clipped to the month.
    #[schema(minimum = 1, maximum = 31, example = 5)]
    pub due_day: i32,
}

/// The housing aid, as the paying body last told it.
#[derive(Debug, Serialize, ToSchema)]
pub struct Aid {
    pub r#type: AidType,
    pub payment_mode: PaymentMode,
    /// Last monthly amount, in cents.
    #[schema(minimum = 0, maximum = 100_000_000, example = 20_000)]
    pub last_amount_cents: Option<i64>,
    /// The month of that amount.
    pub last_month: Option<Month>,
}

/// Where the tenant stands in the current campaign.
#[derive(Debug, Serialize, ToSchema)]
pub struct TenantRentDeclaration {
    #[schema(minimum = 1900, maximum = 2199, example = 2026)]
    pub campaign_year: i32,
    pub status: RentStatus,
    /// The declaration that counts.
    pub id: Option<RentDeclarationId>,
}

/// A tenant, as lists show it.
#[derive(Debug, Serialize, ToSchema)]
pub struct TenantItem {
    pub id: TenantId,
    pub paying_body: PayingBody,
    pub beneficiary_number: BeneficiaryNumber,
    /// The landlord's own reference of the tenant.
    #[schema(max_length = 50, example = "LOC-0042")]
    pub landlord_reference: Option<String>,
    #[schema(max_length = 100, example = "Éloïse")]
    pub first_name: String,
    #[schema(max_length = 100, example = "D'Aubigné")]
    pub last_name: String,
    pub logement: TenantLogement,
    /// The reference of the housing unit.
    pub reference_id: ReferenceId,
    pub lease: Lease,
    pub aid: Aid,
    pub status: TenantStatus,
    /// Null when no campaign has opened or the current one does not list the tenant.
    pub rent_declaration: Option<TenantRentDeclaration>,
    /// The open arrears case, if any.
    pub open_impaye_id: Option<ImpayeId>,
}

/// What may be declared, and where.
#[derive(Debug, Serialize, ToSchema)]
pub struct Action {
    pub name: ActionName,
    /// Whether it would be accepted now.
    pub allowed: bool,
    /// The method to call.
    #[schema(max_length = 8, example = "POST")]
    pub method: String,
    /// The address to call.
    #[schema(max_length = 200, example = "/v1/rent-declarations")]
    pub href: String,
    /// The code it would be refused with; null when it is allowed.
    #[schema(max_length = 64, example = "already_declared")]
    pub reason: Option<String>,
}

/// A tenant with what may be declared for it now.
#[derive(Debug, Serialize, ToSchema)]
pub struct Tenant {
    #[serde(flatten)]
    pub item: TenantItem,
    #[schema(max_items = 20)]
    pub actions: Vec<Action>,
}

/// A page of tenants.
#[derive(Debug, Serialize, ToSchema)]
pub struct TenantPage {
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
        NameDescending = "-name",
        LeaseStartedOn = "lease_started_on",
        LeaseStartedOnDescending = "-lease_started_on",
    }
}

/// What a list of tenants is restricted to.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TenantFilter {
    /// Words to be found in names, numbers, references, address or city, whatever case and accents.
    #[schema(min_length = 1, max_length = 100, example = "eloise")]
    pub search: Option<String>,
    /// Only this aid.
    pub aid_type: Option<AidType>,
    /// Only this payment mode.
    pub payment_mode: Option<PaymentMode>,
    /// Only tenancies that run today, or that ended.
    pub status: Option<TenantStatus>,
    /// Only this standing in the current campaign.
    pub rent_declaration: Option<RentStatus>,
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

crate::http::listed::list_filters!(TenantFilter);
