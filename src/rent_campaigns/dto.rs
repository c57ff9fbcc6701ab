//! Campaigns as they go over the wire.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::model::{CampaignStatus, NotConcernedReason, RentStatus};
use crate::http::page::{Cursor, Limit};
use crate::values::aid::AidType;
use crate::values::beneficiary_number::BeneficiaryNumber;
use crate::values::month::Month;
use crate::values::typed_id::{LogementId, ReferenceId, RentDeclarationId, TenantId};

/// How many tenancies stand where; `total` is the sum of the others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct Counts {
    #[schema(minimum = 0, maximum = 10_000_000, example = 24)]
    pub total: i64,
    #[schema(minimum = 0, maximum = 10_000_000, example = 10)]
    pub to_declare: i64,
    #[schema(minimum = 0, maximum = 10_000_000, example = 0)]
    pub overdue: i64,
    #[schema(minimum = 0, maximum = 10_000_000, example = 8)]
    pub declared: i64,
    #[schema(minimum = 0, maximum = 10_000_000, example = 6)]
    pub not_concerned: i64,
}

/// A campaign with where the landlord's tenancies stand in it.
#[derive(Debug, Serialize, ToSchema)]
pub struct RentCampaign {
    #[schema(minimum = 1900, maximum = 2199, example = 2026)]
    pub year: i32,
    /// The month whose rent is asked: July of the year.
    pub reference_month: Month,
    /// First day on which declarations are accepted.
    #[schema(example = "2026-07-15")]
    pub opens_on: NaiveDate,
    /// Last day on which a declaration is not late.
    #[schema(example = "2027-01-15")]
    pub cutoff_on: NaiveDate,
    pub status: CampaignStatus,
    pub counts: Counts,
}

/// A page of campaigns.
#[derive(Debug, Serialize, ToSchema)]
pub struct RentCampaignPage {
    #[schema(max_items = 200)]
    pub data: Vec<RentCampaign>,
    /// Where the next page starts; null on the last one.
    #[schema(max_length = 1000)]
    pub next_cursor: Option<String>,
}

/// Who the tenant is, in a few words.
#[derive(Debug, Serialize, ToSchema)]
pub struct TenantSummary {
    pub id: TenantId,
    #[schema(max_length = 100, example = "Éloïse")]
    pub first_name: String,
    #[schema(max_length = 100, example = "D'Aubigné")]
    pub last_name: String,
    pub beneficiary_number: BeneficiaryNumber,
    /// The landlord's own reference of the tenant.
    #[schema(max_length = 50, example = "LOC-0042")]
    pub landlord_reference: Option<String>,
}

/// One line of the overview.
#[derive(Debug, Serialize, ToSchema)]
pub struct RentCampaignTenant {
    pub tenant: TenantSummary,
    pub logement_id: LogementId,
    /// The reference of the housing unit.
    pub reference_id: ReferenceId,
    pub status: RentStatus,
    /// Why nothing is asked, when nothing is.
    pub reason: Option<NotConcernedReason>,
    /// The declaration that counts.
    pub declaration_id: Option<RentDeclarationId>,
    /// The rent declared, in cents.
    #[schema(minimum = 1, maximum = 100_000_000, example = 43_000)]
    pub rent_cents: Option<i64>,
    /// The July rent known before this campaign, in cents.
    #[schema(minimum = 1, maximum = 100_000_000, example = 42_000)]
    pub previous_rent_cents: Option<i64>,
}

/// A page of the overview.
#[derive(Debug, Serialize, ToSchema)]
pub struct RentCampaignTenantPage {
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

/// What the overview is restricted to.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OverviewFilter {
    /// Words to be found in names, numbers, references, address or city, whatever case and accents.
    #[schema(min_length = 1, max_length = 100, example = "eloise")]
    pub search: Option<String>,
    /// Only this aid.
    pub aid_type: Option<AidType>,
    /// Only this standing.
    pub status: Option<RentStatus>,
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

crate::query_parameters!(Selection);
crate::http::listed::list_filters!(RentCampaignFilter, OverviewFilter);
