//! Changes that were declared.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::input::{ColocationTag, DepartureTag, EndOfManagementTag, Successor};
use crate::changes::model::{ChangeStatus, ChangeType, DepartureReason, EndReason, Leaving};
use crate::http::page::{Cursor, Limit};
use crate::http::submission::Previewed;
use crate::inbox::Decision;
use crate::problem::Warning;
use crate::receipts::{ReceiptRef, received};
use crate::tenancies::TenantSummary;
use crate::values::address::Address;
use crate::values::instant::Instant;
use crate::values::typed_id::{ChangeId, ClientId, LogementId, ReferenceId, TenantId};

/// Something a change does.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct EffectOut {
    /// A stable code; more may come.
    #[schema(max_length = 64, example = "tenancy_ended")]
    pub code: String,
    /// What happens, in the caller's language.
    #[schema(max_length = 1000, example = "Le bail prend fin le 30 novembre 2026.")]
    pub detail: String,
    /// The tenant it is about; null when it is about a housing unit.
    pub tenant_id: Option<TenantId>,
    /// Who that tenant is; null when it is about a housing unit.
    pub tenant: Option<TenantSummary>,
    /// The housing unit it is about; null when it is about a tenant.
    pub logement_id: Option<LogementId>,
    /// The landlord's reference that the housing unit belongs to; null when it is about a tenant.
    pub reference_id: Option<ReferenceId>,
    /// The day from which, or on which, it applies: the last day of a tenancy or of a management, the first
    /// without entitlement, the first of a new number of co-holders.
    pub effective_on: Option<NaiveDate>,
    /// The number of co-holders from then on; null unless it changes.
    #[schema(minimum = 1, maximum = 50, example = 2)]
    pub coholders: Option<i32>,
}

/// What every change carries.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ChangeMeta {
    /// The housing unit.
    pub logement_id: LogementId,
    /// The landlord's reference that the housing unit belongs to.
    pub reference_id: ReferenceId,
    /// 1 for the first; each correction of it adds one.
    #[schema(minimum = 1, maximum = 100_000, example = 1)]
    pub version: i32,
    /// Where the change stands.
    pub status: ChangeStatus,
    /// Whether it was received after its deadline from a landlord who receives the aid (CCH L.823-6).
    pub late: bool,
    /// The last day to report it in time (CCH D.823-15); null when the law sets none.
    pub deadline_on: Option<NaiveDate>,
    /// What the change does, tenancy by tenancy, or to the housing unit.
    #[schema(max_items = 100)]
    pub effects: Vec<EffectOut>,
    /// What was accepted and deserves a look.
    #[schema(max_items = 20)]
    pub warnings: Vec<Warning>,
    /// When it was received (UTC).
    pub submitted_at: DateTime<Utc>,
    /// The client of the service that sent it.
    pub client_id: ClientId,
    /// The change it corrects; null for a first one.
    pub replaces: Option<ChangeId>,
    /// What the paying body decided; null until it does.
    pub decision: Option<Decision>,
    /// When the paying body decided (UTC); null until it does. Of decisions made before the service kept the
    /// instant, the first hour of the day.
    pub decided_at: Option<DateTime<Utc>>,
    /// Why the landlord cancelled it; null when it was not cancelled, or no reason was given.
    #[schema(max_length = 1000, example = "Le locataire reste finalement.")]
    pub cancellation_reason: Option<String>,
}

/// What an end of management says, however it is received.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct DeclaredEndOfManagement {
    #[schema(inline)]
    pub r#type: EndOfManagementTag,
    /// The tenant by which the housing unit was named; null when the unit was named itself.
    pub tenant_id: Option<TenantId>,
    /// Who that tenant is; null when the unit was named itself.
    pub tenant: Option<TenantSummary>,
    /// Last day on which the landlord manages the unit.
    pub effective_on: NaiveDate,
    /// Why the management ends.
    pub reason: EndReason,
    /// Who manages the housing unit next; null when not said.
    pub successor: Option<Successor>,
    #[serde(flatten)]
    pub meta: ChangeMeta,
}

/// What a departure says, however it is received.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct DeclaredDeparture {
    #[schema(inline)]
    pub r#type: DepartureTag,
    /// The tenant who leaves.
    pub tenant_id: TenantId,
    /// Who the tenant is.
    pub tenant: TenantSummary,
    /// The day the keys were handed over, which is the last day of the tenancy.
    pub departed_on: NaiveDate,
    /// The day the lease ended, if another one was given; null otherwise.
    pub lease_ended_on: Option<NaiveDate>,
    /// Whether the landlord says that the rent of the last month was paid in full; null when not said.
    pub last_month_paid_in_full: Option<bool>,
    /// Where the tenant went; null when not said.
    pub new_address: Option<Address>,
    /// Whether the whole household of the lease leaves, or this co-holder alone.
    pub leaving: Leaving,
    /// Why the tenant leaves.
    pub reason: DepartureReason,
    /// Why it could not be reported in time, which gave one more month (CCH D.823-15); null when not said.
    #[schema(max_length = 1000, example = "Hospitalisation du bailleur.")]
    pub late_justification: Option<String>,
    #[serde(flatten)]
    pub meta: ChangeMeta,
}

/// What a shared tenancy says, however it is received.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct DeclaredColocation {
    #[schema(inline)]
    pub r#type: ColocationTag,
    /// The tenant by which the lease was named.
    pub tenant_id: TenantId,
    /// Who that tenant is.
    pub tenant: TenantSummary,
    /// The first day of the new number.
    pub effective_on: NaiveDate,
    /// Households that hold the lease together from then on (CCH R.821-4); 1 ends the shared tenancy.
    #[schema(minimum = 1, maximum = 50, example = 2)]
    pub coholders: i32,
    #[serde(flatten)]
    pub meta: ChangeMeta,
}

received! {
    /// A version of an end of management.
    EndOfManagement, EndOfManagementAnswer = ChangeId, change: DeclaredEndOfManagement;
    /// A version of a departure.
    Departure, DepartureAnswer = ChangeId, change: DeclaredDeparture;
    /// A version of a shared tenancy.
    Colocation, ColocationAnswer = ChangeId, change: DeclaredColocation;
}

/// What a change says, however it is received.
#[derive(Clone, Debug)]
pub enum DeclaredChange {
    EndOfManagement(DeclaredEndOfManagement),
    Departure(DeclaredDeparture),
    Colocation(DeclaredColocation),
}

/// A change as the answer to what is sent: a dry run shows it without id and receipt.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(untagged)]
#[schema(discriminator(property_name = "type", mapping(
    ("end_of_management" = "#/components/schemas/EndOfManagementAnswer"),
    ("departure" = "#/components/schemas/DepartureAnswer"),
    ("colocation" = "#/components/schemas/ColocationAnswer")
)))]
pub enum ChangeAnswer {
    EndOfManagement(EndOfManagementAnswer),
    Departure(DepartureAnswer),
    Colocation(ColocationAnswer),
}

/// A change that was received.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(untagged)]
#[schema(discriminator(property_name = "type", mapping(
    ("end_of_management" = "#/components/schemas/EndOfManagement"),
    ("departure" = "#/components/schemas/Departure"),
    ("colocation" = "#/components/schemas/Colocation")
)))]
pub enum Change {
    EndOfManagement(EndOfManagement),
    Departure(Departure),
    Colocation(Colocation),
}

impl Change {
    /// A change with the id and receipt that it got.
    pub fn new(id: ChangeId, change: DeclaredChange, receipt: ReceiptRef) -> Self {
        match change {
            DeclaredChange::EndOfManagement(change) => Self::EndOfManagement(EndOfManagement { id, change, receipt }),
            DeclaredChange::Departure(change) => Self::Departure(Departure { id, change, receipt }),
            DeclaredChange::Colocation(change) => Self::Colocation(Colocation { id, change, receipt }),
        }
    }

    /// Its id.
    pub fn id(&self) -> &ChangeId {
        match self {
            Self::EndOfManagement(change) => &change.id,
            Self::Departure(change) => &change.id,
            Self::Colocation(change) => &change.id,
        }
    }
}

impl Previewed for Change {
    fn preview(&self) -> impl Serialize {
        match self {
            Self::EndOfManagement(change) => ChangeAnswer::EndOfManagement(change.unreceived()),
            Self::Departure(change) => ChangeAnswer::Departure(change.unreceived()),
            Self::Colocation(change) => ChangeAnswer::Colocation(change.unreceived()),
        }
    }
}

/// A page of changes.
#[derive(Debug, Serialize, ToSchema)]
pub struct ChangePage {
    /// The changes, the latest received first.
    #[schema(max_items = 200)]
    pub data: Vec<Change>,
    /// Where the next page starts; null on the last one.
    #[schema(max_length = 1000)]
    pub next_cursor: Option<String>,
}

crate::tenancies::sought_by! {
    /// What a list of changes is restricted to.
    #[derive(Clone, Debug, Deserialize, ToSchema)]
    #[serde(deny_unknown_fields)]
    pub struct ChangeFilter {
        /// Only these kinds; repeatable.
        #[schema(max_items = 20)]
        #[serde(default)]
        pub r#type: Vec<ChangeType>,
        /// Only changes that name this tenant.
        pub tenant_id: Option<TenantId>,
        /// Only these statuses; repeatable.
        #[schema(max_items = 20)]
        #[serde(default)]
        pub status: Vec<ChangeStatus>,
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

impl ChangeFilter {
    /// Whether it restricts nothing: the list as it is, from any place.
    pub fn is_plain(&self) -> bool {
        let Self { r#type, tenant_id, status, late, reference_id, logement_id, from, to, decided_since, .. } = self;
        let restricted = !self.sought().is_plain() || !r#type.is_empty() || tenant_id.is_some() || !status.is_empty() || late.is_some();
        let dated = from.is_some() || to.is_some() || decided_since.is_some();
        !restricted && !dated && reference_id.is_empty() && logement_id.is_empty()
    }
}

crate::http::listed::list_filters!(ChangeFilter);
