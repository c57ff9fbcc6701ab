//! July rents as they go over the wire.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::model::DeclarationStatus;
use crate::http::page::{Cursor, Limit};
use crate::http::submission::Previewed;
use crate::inbox::Decision;
use crate::problem::Warning;
use crate::receipts::received;
use crate::tenancies::TenantSummary;
use crate::values::instant::Instant;
use crate::values::month::Month;
use crate::values::typed_id::{ClientId, LogementId, ReferenceId, RentDeclarationId, TenantId};

/// A July rent to declare.
#[derive(Clone, Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"tenant_id": "ten_01m83t4cm0e7gbcc4tdrye2d9c", "campaign_year": 2026, "rent_cents": 43_000, "charges_cents": 9_000}))]
pub struct RentDeclarationIn {
    /// The tenant whose July rent it is.
    pub tenant_id: TenantId,
    /// The year of the campaign, and of its July.
    #[schema(minimum = 1900, maximum = 2199, example = 2026)]
    pub campaign_year: i32,
    /// Rent of July of the whole lease, without charges, in cents.
    #[schema(minimum = 1, maximum = 100_000_000, example = 43_000)]
    pub rent_cents: i64,
    /// Charges of July of the whole lease, in cents; null or absent is unknown, 0 is none. The aid is not
    /// computed from them (CCH D.823-16).
    #[schema(minimum = 0, maximum = 100_000_000, example = 9_000)]
    pub charges_cents: Option<i64>,
    /// Whether it is let furnished; as the lease says when absent. The full price is declared (CCH
    /// D.842-2).
    #[schema(example = false)]
    pub furnished: Option<bool>,
    /// Co-holders of the lease (CCH D.842-3); when absent, the number in force on 31 July or on the last
    /// day of a tenancy that ended before.
    #[schema(minimum = 1, maximum = 50, example = 1)]
    pub coholders: Option<i32>,
    /// Whether the tenant is up to date with the rent; null or absent is not said.
    #[schema(example = true)]
    pub tenant_up_to_date: Option<bool>,
    /// Whether the housing unit is decent (décret 2002-120); null or absent is not said.
    #[schema(example = true)]
    pub decent: Option<bool>,
    /// A remark for the paying body; null or absent when there is none.
    #[schema(max_length = 1000, example = "Loyer révisé au 1er juillet.")]
    pub comment: Option<String>,
    /// The declaration this one corrects: the one that counts. Null or absent for a first one.
    pub replaces: Option<RentDeclarationId>,
}

/// What a July rent says, however it is received.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct DeclaredRent {
    /// The tenant whose July rent it is.
    pub tenant_id: TenantId,
    /// Who the tenant is.
    pub tenant: TenantSummary,
    /// The housing unit of the tenant.
    pub logement_id: LogementId,
    /// The landlord's reference that the housing unit belongs to.
    pub reference_id: ReferenceId,
    /// The year of the campaign, and of its July.
    #[schema(minimum = 1900, maximum = 2199, example = 2026)]
    pub campaign_year: i32,
    /// The month whose rent it is: July of the year (CCH R.823-6).
    pub reference_month: Month,
    /// 1 for the first declaration of the tenant in the campaign; each further one adds one.
    #[schema(minimum = 1, maximum = 100_000, example = 1)]
    pub version: i32,
    /// Rent of July of the whole lease, without charges, in cents.
    #[schema(minimum = 1, maximum = 100_000_000, example = 43_000)]
    pub rent_cents: i64,
    /// Charges of July of the whole lease, in cents; null is unknown, 0 is none.
    #[schema(minimum = 0, maximum = 100_000_000, example = 9_000)]
    pub charges_cents: Option<i64>,
    /// Whether it is let furnished: as declared, else as the lease said.
    pub furnished: bool,
    /// Co-holders of the lease: as declared, else the number in force on 31 July or on the last day of a
    /// tenancy that ended before.
    #[schema(minimum = 1, maximum = 50, example = 1)]
    pub coholders: i32,
    /// The rent divided by the co-holders, rounded down to the cent (CCH D.842-3).
    #[schema(minimum = 0, maximum = 100_000_000, example = 43_000)]
    pub share_cents: i64,
    /// Whether the landlord says that the tenant is up to date with the rent; null when not said.
    pub tenant_up_to_date: Option<bool>,
    /// Whether the landlord says that the housing unit is decent (décret 2002-120); null when not said.
    pub decent: Option<bool>,
    /// A remark for the paying body; null when there is none.
    #[schema(max_length = 1000, example = "Loyer révisé au 1er juillet.")]
    pub comment: Option<String>,
    /// Whether it was received after the cut-off day of the campaign.
    pub late: bool,
    /// Where the declaration stands.
    pub status: DeclarationStatus,
    /// What was accepted and deserves a look.
    #[schema(max_items = 20)]
    pub warnings: Vec<Warning>,
    /// When it was received (UTC).
    pub submitted_at: DateTime<Utc>,
    /// The client of the service that sent it.
    pub client_id: ClientId,
    /// The declaration it corrects; null for a first one.
    pub replaces: Option<RentDeclarationId>,
    /// What the paying body decided; null until it does.
    pub decision: Option<Decision>,
    /// When the paying body decided (UTC); null until it does. Of decisions made before the service kept the
    /// instant, the first hour of the day.
    pub decided_at: Option<DateTime<Utc>>,
}

received! {
    /// A version of a July rent.
    RentDeclaration, RentDeclarationAnswer = RentDeclarationId, declaration: DeclaredRent;
}

impl Previewed for RentDeclaration {
    fn preview(&self) -> impl Serialize {
        self.unreceived()
    }
}

/// A page of declarations.
#[derive(Debug, Serialize, ToSchema)]
pub struct RentDeclarationPage {
    /// The declarations, the latest received first.
    #[schema(max_items = 200)]
    pub data: Vec<RentDeclaration>,
    /// Where the next page starts; null on the last one.
    #[schema(max_length = 1000)]
    pub next_cursor: Option<String>,
}

crate::tenancies::sought_by! {
    /// What a list of declarations is restricted to.
    #[derive(Clone, Debug, Deserialize, ToSchema)]
    #[serde(deny_unknown_fields)]
    pub struct RentDeclarationFilter {
        /// Only this tenant.
        pub tenant_id: Option<TenantId>,
        /// Only this campaign.
        #[schema(minimum = 1900, maximum = 2199, example = 2026)]
        pub campaign_year: Option<i32>,
        /// Only these statuses; repeatable.
        #[schema(max_items = 20)]
        #[serde(default)]
        pub status: Vec<DeclarationStatus>,
        /// Only those that were late, or that were not.
        pub late: Option<bool>,
        /// Only these references; repeatable.
        #[schema(max_items = 200)]
        #[serde(default)]
        pub reference_id: Vec<ReferenceId>,
        /// Only these housing units; repeatable.
        #[schema(max_items = 200)]
        #[serde(default)]
        pub logement_id: Vec<LogementId>,
        /// Words to be found in names, numbers, references, address or city of the tenant, all of them,
        /// whatever case and accents; a blank text is none.
        #[schema(max_length = 100, example = "eloise")]
        pub search: Option<String>,
        /// Received on this day or later, a day of Paris.
        #[schema(example = "2026-11-01")]
        pub from: Option<NaiveDate>,
        /// Received on this day or earlier, a day of Paris.
        #[schema(example = "2026-11-30")]
        pub to: Option<NaiveDate>,
        /// Only what the paying body decided at this instant or later.
        pub decided_since: Option<Instant>,
        pub limit: Option<Limit>,
        pub cursor: Option<Cursor>,
    }
}

impl RentDeclarationFilter {
    /// Whether it restricts nothing: the list as it is, from any place.
    pub fn is_plain(&self) -> bool {
        let Self { tenant_id, campaign_year, status, late, reference_id, logement_id, from, to, decided_since, .. } = self;
        let restricted =
            !self.sought().is_plain() || tenant_id.is_some() || campaign_year.is_some() || !status.is_empty() || late.is_some();
        let dated = from.is_some() || to.is_some() || decided_since.is_some();
        !restricted && !dated && reference_id.is_empty() && logement_id.is_empty()
    }
}

crate::http::listed::list_filters!(RentDeclarationFilter);
