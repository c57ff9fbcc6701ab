//! The summary of a year and the reconciliation of a month, as they go over the wire.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::http::page::{Cursor, Limit};
use crate::payments::model::TransferKind;
use crate::values::aid::{AidType, PaymentMode};
use crate::values::month::Month;
use crate::values::text_sql::text_enum;
use crate::values::typed_id::{LogementId, PaymentId, PaymentLineId, ReferenceId, TenantId};

/// What was paid of one aid.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct AidTypeTotal {
    pub aid_type: AidType,
    #[schema(minimum = -10_000_000_000_000_i64, maximum = 10_000_000_000_000_i64, example = 312_300)]
    pub total_cents: i64,
    #[schema(minimum = 0, maximum = 10_000_000, example = 11)]
    pub line_count: i64,
}

/// What was paid in lines of one kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct KindTotal {
    pub kind: TransferKind,
    #[schema(minimum = -10_000_000_000_000_i64, maximum = 10_000_000_000_000_i64, example = 412_300)]
    pub total_cents: i64,
    #[schema(minimum = 0, maximum = 10_000_000, example = 14)]
    pub line_count: i64,
}

/// What was paid in a month.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct MonthTotal {
    /// The month of the transfers, not that of the entitlement.
    pub month: Month,
    /// The sum of the lines, in cents.
    #[schema(minimum = -10_000_000_000_000_i64, maximum = 10_000_000_000_000_i64, example = 412_300)]
    pub total_cents: i64,
    #[schema(minimum = 0, maximum = 10_000_000, example = 14)]
    pub line_count: i64,
    /// Only the aids that have a line.
    #[schema(max_items = 20)]
    pub by_aid_type: Vec<AidTypeTotal>,
    /// Only the kinds that have a line.
    #[schema(max_items = 20)]
    pub by_kind: Vec<KindTotal>,
}

/// What was paid in a year.
#[derive(Debug, Serialize, ToSchema)]
pub struct PaymentSummary {
    #[schema(minimum = 1900, maximum = 2199, example = 2026)]
    pub year: i32,
    /// The sum of the months, in cents.
    #[schema(minimum = -100_000_000_000_000_i64, maximum = 100_000_000_000_000_i64, example = 4_812_300)]
    pub total_cents: i64,
    #[schema(minimum = 0, maximum = 100_000_000, example = 168)]
    pub line_count: i64,
    /// Whether the aid is paid to the landlord under a reference at least.
    #[schema(example = true)]
    pub direct_payment: bool,
    /// The twelve months.
    #[schema(max_items = 12)]
    pub months: Vec<MonthTotal>,
}

/// Which lines a summary counts.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SummaryFilter {
    /// The year of the transfers.
    #[schema(minimum = 1900, maximum = 2199, example = 2026)]
    pub year: i32,
    /// Only this tenant.
    pub tenant_id: Option<TenantId>,
    /// Only these references; repeatable.
    #[schema(max_items = 200)]
    #[serde(default)]
    pub reference_id: Vec<ReferenceId>,
    /// Only these housing units; repeatable.
    #[schema(max_items = 200)]
    #[serde(default)]
    pub logement_id: Vec<LogementId>,
}

text_enum! {
    /// How what was received for a tenant compares with what was expected.
    pub enum ReconciliationStatus {
        AsExpected = "as_expected",
        /// Nothing came though something was expected.
        Missing = "missing",
        Less = "less",
        More = "more",
        /// Its day of payment has not come.
        NotYetDue = "not_yet_due",
        /// Nothing can be expected: the amount, or whether the month is due, is not known here.
        Unknown = "unknown",
    }
}

/// A reason why received and expected amounts are what they are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ReconciliationNote {
    /// A stable code; more may come.
    #[schema(max_length = 64, example = "back_payment")]
    pub code: String,
    #[schema(max_length = 2000, example = "Rappel de 45,00 € pour ce mois, versé le 2026-11-05.")]
    pub detail: String,
}

/// A line that counts for the month.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ReconciledLine {
    pub id: PaymentLineId,
    pub payment_id: PaymentId,
    #[schema(example = "2026-11-05")]
    pub paid_on: NaiveDate,
    pub kind: TransferKind,
    pub entitlement_month: Month,
    pub corrects_month: Option<Month>,
    #[schema(minimum = -100_000_000, maximum = 100_000_000, example = 20_000)]
    pub net_cents: i64,
}

/// One tenant's month: what was expected, what came.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Reconciliation {
    pub tenant_id: TenantId,
    /// First name and last name.
    #[schema(max_length = 201, example = "Éloïse D'Aubigné")]
    pub tenant_name: String,
    /// The landlord's own reference of the tenant.
    #[schema(max_length = 50, example = "LOC-0042")]
    pub landlord_reference: Option<String>,
    pub logement_id: LogementId,
    /// The reference of the housing unit.
    pub reference_id: ReferenceId,
    pub aid_type: AidType,
    pub payment_mode: PaymentMode,
    /// The last known amount of the aid, in cents; null when nothing can be expected.
    #[schema(minimum = 0, maximum = 100_000_000, example = 20_000)]
    pub expected_cents: Option<i64>,
    /// What the lines of the month and the corrections of it sum to, in cents.
    #[schema(minimum = -100_000_000_000_i64, maximum = 100_000_000_000_i64, example = 20_000)]
    pub received_cents: i64,
    /// Received less expected, in cents; null when nothing can be expected.
    #[schema(minimum = -100_000_000_000_i64, maximum = 100_000_000_000_i64, example = 0)]
    pub gap_cents: Option<i64>,
    /// Part of what was received: aid paid late for this month.
    #[schema(minimum = -100_000_000_000_i64, maximum = 100_000_000_000_i64, example = 0)]
    pub back_payment_cents: i64,
    /// Part of what was received: aid of this month taken back.
    #[schema(minimum = -100_000_000_000_i64, maximum = 100_000_000_000_i64, example = 0)]
    pub recovery_cents: i64,
    /// Part of what was received: other corrections of this month.
    #[schema(minimum = -100_000_000_000_i64, maximum = 100_000_000_000_i64, example = 0)]
    pub adjustment_cents: i64,
    pub status: ReconciliationStatus,
    #[schema(max_items = 200)]
    pub explanation: Vec<ReconciliationNote>,
    /// The lines of the month, and those of other months that correct it.
    #[schema(max_items = 1000)]
    pub lines: Vec<ReconciledLine>,
}

/// A page of a reconciliation.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReconciliationPage {
    #[schema(max_items = 200)]
    pub data: Vec<Reconciliation>,
    /// Where the next page starts; null on the last one.
    #[schema(max_length = 1000)]
    pub next_cursor: Option<String>,
    /// The month of entitlement.
    pub month: Month,
    /// Whether the aid is paid to the landlord under a reference at least.
    #[schema(example = true)]
    pub direct_payment: bool,
}

/// What a reconciliation is of.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReconciliationFilter {
    /// The month of entitlement.
    #[schema(example = "2026-10")]
    pub month: Month,
    /// Only this tenant.
    pub tenant_id: Option<TenantId>,
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

crate::query_parameters!(SummaryFilter);
crate::http::listed::list_filters!(ReconciliationFilter);
