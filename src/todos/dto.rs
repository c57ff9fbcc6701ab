//! To-dos as they go over the wire.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::model::TodoKind;
use crate::http::page::{Cursor, Limit};
use crate::rent_campaigns::model::StandingReason;
use crate::tenancies::TenantSummary;
use crate::values::typed_id::{ImpayeId, LogementId, ReferenceId, RentDeclarationId, TenantId};

/// Something awaited of the landlord.
#[derive(Debug, Serialize, ToSchema)]
pub struct Todo {
    /// What is awaited.
    pub kind: TodoKind,
    /// The day by which it should be done, which may be past: the cut-off day of the campaign, or the day
    /// of the plan or check.
    pub due_on: NaiveDate,
    /// The tenant it is about.
    pub tenant_id: Option<TenantId>,
    /// Who the tenant is.
    pub tenant: Option<TenantSummary>,
    /// The housing unit of the tenant.
    pub logement_id: Option<LogementId>,
    /// The arrears case that awaits a plan or a check; null for a July rent.
    pub impaye_id: Option<ImpayeId>,
    /// Why it is awaited again: `rejected` where the last declaration was; null otherwise.
    pub reason: Option<StandingReason>,
    /// The declaration that was rejected; null otherwise.
    pub declaration_id: Option<RentDeclarationId>,
    /// The landlord's reference that the housing unit belongs to.
    pub reference_id: ReferenceId,
    /// The address of the tenant, or of the arrears case.
    #[schema(max_length = 200, example = "/v1/tenants/ten_01k8m3q6z5e7v9r2t4w6x8y0ab")]
    pub href: String,
}

/// A page of to-dos.
#[derive(Debug, Serialize, ToSchema)]
pub struct TodoPage {
    /// The to-dos, the soonest first.
    #[schema(max_items = 200)]
    pub data: Vec<Todo>,
    /// Where the next page starts; null on the last one.
    #[schema(max_length = 1000)]
    pub next_cursor: Option<String>,
}

crate::tenancies::sought_by! {
    /// What a list of to-dos is restricted to.
    #[derive(Clone, Debug, Deserialize, ToSchema)]
    #[serde(deny_unknown_fields)]
    pub struct TodoFilter {
        /// Only these kinds; repeatable.
        #[schema(max_items = 20)]
        #[serde(default)]
        pub kind: Vec<TodoKind>,
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
        pub limit: Option<Limit>,
        pub cursor: Option<Cursor>,
    }
}

crate::http::listed::list_filters!(TodoFilter);
