//! Housing units as they go over the wire.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::model::{LogementKind, LogementStatus};
use crate::http::page::{Cursor, Limit};
use crate::values::address::Address;
use crate::values::typed_id::{LogementId, ReferenceId};

/// A housing unit.
#[derive(Debug, Serialize, ToSchema)]
pub struct Logement {
    pub id: LogementId,
    /// The reference, with a paying body, that the unit belongs to.
    pub reference_id: ReferenceId,
    pub address: Address,
    pub kind: LogementKind,
    pub furnished: bool,
    /// Living area in square metres.
    #[schema(minimum = 1, maximum = 100_000, example = 48)]
    pub surface_m2: Option<i32>,
    /// Number of the APL agreement (convention); null without one.
    #[schema(max_length = 250, example = "13.D.26.0007")]
    pub convention_number: Option<String>,
    /// Whether the unit is decent (décret 2002-120); null when unknown.
    pub decent: Option<bool>,
    /// First day of management.
    pub managed_from: NaiveDate,
    /// Last day of management; null while it goes on.
    pub managed_until: Option<NaiveDate>,
    /// Tenancies that run today.
    #[schema(minimum = 0, maximum = 1000, example = 1)]
    pub tenant_count: i64,
}

/// A page of housing units.
#[derive(Debug, Serialize, ToSchema)]
pub struct LogementPage {
    #[schema(max_items = 200)]
    pub data: Vec<Logement>,
    /// Where the next page starts; null on the last one.
    #[schema(max_length = 1000)]
    pub next_cursor: Option<String>,
}

/// What a list of housing units is restricted to.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LogementFilter {
    /// Words to be found in the address or city, whatever case and accents.
    #[schema(min_length = 1, max_length = 100, example = "marseille")]
    pub search: Option<String>,
    /// Whether the landlord manages the unit today.
    pub status: Option<LogementStatus>,
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

crate::http::listed::list_filters!(LogementFilter);
