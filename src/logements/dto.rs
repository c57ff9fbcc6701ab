//! Housing units as they go over the wire.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::model::{LogementKind, LogementStatus};
use crate::http::body::present;
use crate::http::page::{Cursor, Limit};
use crate::values::address::Address;
use crate::values::landlord_reference::LandlordReference;
use crate::values::typed_id::{LogementId, ReferenceId};

/// A housing unit.
#[derive(Debug, Serialize, ToSchema)]
pub struct Logement {
    /// The identifier of the housing unit.
    pub id: LogementId,
    /// The landlord's reference, with a paying body, that the unit belongs to.
    pub reference_id: ReferenceId,
    /// The landlord's own reference of the unit; null when none was given.
    #[schema(max_length = 50, example = "TIL-01")]
    pub landlord_reference: Option<String>,
    /// Address of the unit.
    pub address: Address,
    /// What is let.
    pub kind: LogementKind,
    /// Whether the unit is let furnished.
    pub furnished: bool,
    /// Living area in square metres; null when unknown.
    #[schema(minimum = 1, maximum = 100_000, example = 48)]
    pub surface_m2: Option<i32>,
    /// Number of the APL agreement (convention); null without one.
    #[schema(max_length = 250, example = "13.D.26.0007")]
    pub convention_number: Option<String>,
    /// Whether the unit is decent (décret 2002-120); null when unknown.
    pub decent: Option<bool>,
    /// First day on which the landlord manages the unit.
    pub managed_from: NaiveDate,
    /// Last day on which the landlord manages it, as loaded or as an end of management declared it; null
    /// while it goes on.
    pub managed_until: Option<NaiveDate>,
    /// Number of tenancies that run today: started by today, and not ended before.
    #[schema(minimum = 0, maximum = 1000, example = 1)]
    pub tenant_count: i64,
}

/// What a landlord may change of a housing unit (merge patch).
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"landlord_reference": "TIL-01"}))]
pub struct LogementPatch {
    /// The landlord's own reference of the unit; unchanged when absent, removed by null. It stays until the
    /// paying body's file brings another one.
    #[schema(value_type = Option<LandlordReference>)]
    #[serde(default, deserialize_with = "present")]
    pub landlord_reference: Option<Option<LandlordReference>>,
}

/// A page of housing units.
#[derive(Debug, Serialize, ToSchema)]
pub struct LogementPage {
    /// The housing units, the latest received first.
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
    /// Words to be found in the address, city or references, all of them, whatever case and accents; a
    /// blank text is none.
    #[schema(max_length = 100, example = "marseille")]
    pub search: Option<String>,
    /// Only these kinds; repeatable.
    #[schema(max_items = 20)]
    #[serde(default)]
    pub kind: Vec<LogementKind>,
    /// Only units that the landlord manages today, or whose management has ended; repeatable.
    #[schema(max_items = 20)]
    #[serde(default)]
    pub status: Vec<LogementStatus>,
    /// Only these references; repeatable.
    #[schema(max_items = 200)]
    #[serde(default)]
    pub reference_id: Vec<ReferenceId>,
    /// Only these housing units; repeatable.
    #[schema(max_items = 200)]
    #[serde(default)]
    pub logement_id: Vec<LogementId>,
    /// Only units that have one of these references of the landlord's own, exactly; repeatable.
    #[schema(max_items = 200)]
    #[serde(default)]
    pub landlord_reference: Vec<LandlordReference>,
    pub limit: Option<Limit>,
    pub cursor: Option<Cursor>,
}

impl LogementFilter {
    /// Whether it restricts nothing: the list as it is, from any place.
    pub fn is_plain(&self) -> bool {
        let Self { search, kind, status, reference_id, logement_id, landlord_reference, .. } = self;
        let restricted = search.is_some() || !kind.is_empty() || !status.is_empty() || !landlord_reference.is_empty();
        !restricted && reference_id.is_empty() && logement_id.is_empty()
    }
}

crate::http::listed::list_filters!(LogementFilter);
