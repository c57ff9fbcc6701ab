//! The inbox as it goes over the wire.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::http::page::{Cursor, Limit};
use crate::inbox::ItemKind;
use crate::values::typed_id::LandlordId;

/// Something that awaits a decision.
#[derive(Debug, Serialize, ToSchema)]
pub struct InboxItem {
    /// The landlord who sent it.
    pub landlord_id: LandlordId,
    /// What it is.
    pub kind: ItemKind,
    /// The id of the declaration, change or case.
    #[schema(max_length = 40, example = "rdc_01k8m3q6z5e7v9r2t4w6x8y0ab")]
    pub id: String,
    /// Since when it awaits a decision (UTC): when it was received, or when the plan was for a case that
    /// waits for a decision on one.
    pub submitted_at: DateTime<Utc>,
    /// Whether the declaration, the change or the report of the case came after its deadline.
    pub late: bool,
    /// Where the item is, with its landlord and tenant.
    #[schema(
        max_length = 200,
        example = "/v1/paying-body/landlords/lld_01k8m3q6z5e7v9r2t4w6x8y0ab/rent-declarations/rdc_01k8m3q6z5e7v9r2t4w6x8y0ab"
    )]
    pub href: String,
}

/// A page of the inbox.
#[derive(Debug, Serialize, ToSchema)]
pub struct InboxPage {
    /// What awaits a decision, the oldest first.
    #[schema(max_items = 200)]
    pub data: Vec<InboxItem>,
    /// Where the next page starts; null on the last one.
    #[schema(max_length = 1000)]
    pub next_cursor: Option<String>,
}

/// What the inbox is restricted to.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct InboxFilter {
    /// Only these kinds; repeatable.
    #[schema(max_items = 20)]
    #[serde(default)]
    pub kind: Vec<ItemKind>,
    /// Only those that came late, or did not.
    pub late: Option<bool>,
    pub limit: Option<Limit>,
    pub cursor: Option<Cursor>,
}

crate::http::listed::list_filters!(InboxFilter);
