//! Campaigns as they go over the wire.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::model::{CampaignStatus, RentStatus, StandingReason};
use crate::http::page::{Cursor, Limit};
use crate::tenancies::TenantSummary;
use crate::values::aid::AidType;
use crate::values::month::Month;
use crate::values::typed_id::{LogementId, ReferenceId, RentDeclarationId, TenantId};

/// How many tenancies stand where; `total` is the sum of the others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct Counts {
    /// Tenancies with a day in the year of the campaign: the sum of the other counts.
    #[schema(minimum = 0, maximum = 10_000_000, example = 24)]
    pub total: i64,
    /// Tenancies whose July rent is awaited, while the cut-off day has not passed; 0 afterwards.
    #[schema(minimum = 0, maximum = 10_000_000, example = 10)]
    pub to_declare: i64,
    /// Tenancies whose July rent is awaited though the cut-off day has passed; 0 before.
    #[schema(minimum = 0, maximum = 10_000_000, example = 0)]
    pub overdue: i64,
    /// Tenancies with a declaration that counts: submitted or accepted.
    #[schema(minimum = 0, maximum = 10_000_000, example = 8)]
    pub declared: i64,
    /// Tenancies of which nothing is asked (CCH R.823-7), or whose housing unit is no longer managed.
    #[schema(minimum = 0, maximum = 10_000_000, example = 6)]
    pub not_concerned: i64,
}

/// A campaign with where the landlord's tenancies stand in it.
#[derive(Debug, Serialize, ToSchema)]
pub struct RentCampaign {
    /// The year of the July whose rent is declared.
    #[schema(minimum = 1900, maximum = 2199, example = 2026)]
    pub year: i32,
    /// The month whose rent is asked: July of the year (CCH R.823-6).
    pub reference_month: Month,
    /// First day on which declarations are accepted.
    #[schema(example = "2026-07-15")]
    pub opens_on: NaiveDate,
    /// Last day on which a declaration is not late.
    #[schema(example = "2027-01-15")]
    pub cutoff_on: NaiveDate,
    /// Where the campaign stands today.
    pub status: CampaignStatus,
    /// Where the landlord's tenancies of the selection stand in it.
    pub counts: Counts,
}

/// A page of campaigns.
#[derive(Debug, Serialize, ToSchema)]
pub struct RentCampaignPage {
    /// The campaigns, the latest first.
    #[schema(max_items = 200)]
    pub data: Vec<RentCampaign>,
    /// Where the next page starts; null on the last one.
    #[schema(max_length = 1000)]
    pub next_cursor: Option<String>,
}

/// One line of the overview.
#[derive(Debug, Serialize, ToSchema)]
pub struct RentCampaignTenant {
    /// The tenant.
    pub tenant_id: TenantId,
    /// Who the tenant is.
    pub tenant: TenantSummary,
    /// The housing unit.
    pub logement_id: LogementId,
    /// The landlord's reference that the housing unit belongs to.
    pub reference_id: ReferenceId,
    /// Where the tenancy stands in the campaign.
    pub status: RentStatus,
    /// Why nothing is asked, or `rejected` where the last declaration was rejected and none counts; null
    /// otherwise.
    pub reason: Option<StandingReason>,
    /// The declaration that counts: submitted or accepted; with the reason `rejected`, the one that was
    /// rejected; null otherwise.
    pub declaration_id: Option<RentDeclarationId>,
    /// The rent that the declaration that counts gives for the whole lease, without charges, in cents; null
    /// while none counts.
    #[schema(minimum = 1, maximum = 100_000_000, example = 43_000)]
    pub rent_cents: Option<i64>,
    /// The July rent known before this campaign, in cents: the latest declared, else the one loaded; null
    /// when none is known.
    #[schema(minimum = 1, maximum = 100_000_000, example = 42_000)]
    pub previous_rent_cents: Option<i64>,
}

/// A page of the overview.
#[derive(Debug, Serialize, ToSchema)]
pub struct RentCampaignTenantPage {
    /// The tenants that the campaign lists, by name.
    #[schema(max_items = 200)]
    pub data: Vec<RentCampaignTenant>,
    /// Where the next page starts; null on the last one.
    #[schema(max_length = 1000)]
    pub next_cursor: Option<String>,
}

/// The selection that a campaign's counts are made of.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Selection {
    /// Only these references; repeatable.
    #[schema(max_items = 200)]
    #[serde(default)]
    pub reference_id: Vec<ReferenceId>,
    /// Only these housing units; repeatable.
    #[schema(max_items = 200)]
    #[serde(default)]
    pub logement_id: Vec<LogementId>,
}

/// What a list of campaigns is restricted to.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RentCampaignFilter {
    /// Only campaigns that stand like this; repeatable.
    #[schema(max_items = 20)]
    #[serde(default)]
    pub status: Vec<CampaignStatus>,
    /// Count only these references; repeatable.
    #[schema(max_items = 200)]
    #[serde(default)]
    pub reference_id: Vec<ReferenceId>,
    /// Count only these housing units; repeatable.
    #[schema(max_items = 200)]
    #[serde(default)]
    pub logement_id: Vec<LogementId>,
    pub limit: Option<Limit>,
    pub cursor: Option<Cursor>,
}

impl RentCampaignFilter {
    /// The selection of the counts.
    pub fn selection(&self) -> Selection {
        Selection { reference_id: self.reference_id.clone(), logement_id: self.logement_id.clone() }
    }
}

crate::tenancies::sought_by! {
    /// What the overview is restricted to.
    #[derive(Clone, Debug, Deserialize, ToSchema)]
    #[serde(deny_unknown_fields)]
    pub struct OverviewFilter {
        /// Words to be found in names, numbers, references, address or city, all of them, whatever case and
        /// accents; a blank text is none.
        #[schema(max_length = 100, example = "eloise")]
        pub search: Option<String>,
        /// Only these aids; repeatable.
        #[schema(max_items = 20)]
        #[serde(default)]
        pub aid_type: Vec<AidType>,
        /// Only these standings; repeatable.
        #[schema(max_items = 20)]
        #[serde(default)]
        pub status: Vec<RentStatus>,
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

impl OverviewFilter {
    /// Whether it restricts nothing: the list as it is, from any place.
    pub fn is_plain(&self) -> bool {
        let Self { aid_type, status, reference_id, logement_id, .. } = self;
        let restricted = !self.sought().is_plain() || !aid_type.is_empty() || !status.is_empty();
        !restricted && reference_id.is_empty() && logement_id.is_empty()
    }
}

crate::query_parameters!(Selection);
crate::http::listed::list_filters!(RentCampaignFilter, OverviewFilter);
