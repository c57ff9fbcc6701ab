//! The summary of a year and the reconciliation of a month, as they go over the wire.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::http::page::{Cursor, Limit};
use crate::payments::model::TransferKind;
use crate::tenancies::TenantSummary;
use crate::values::aid::{AidType, PaymentMode};
use crate::values::month::Month;
use crate::values::text_sql::text_enum;
use crate::values::typed_id::{LogementId, PaymentId, PaymentLineId, ReferenceId, TenantId};

/// What was paid of one aid.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct AidTypeTotal {
    /// Which of the three housing aids it is (CCH L.821-1).
    pub aid_type: AidType,
    /// The sum of the net amounts of its lines, in cents; below zero when more was taken back than paid.
    #[schema(minimum = -10_000_000_000_000_i64, maximum = 10_000_000_000_000_i64, example = 312_300)]
    pub total_cents: i64,
    /// Number of its lines.
    #[schema(minimum = 0, maximum = 10_000_000, example = 11)]
    pub line_count: i64,
}

/// What was paid in lines of one kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct KindTotal {
    /// The kind of the lines.
    pub kind: TransferKind,
    /// The sum of the net amounts of its lines, in cents; below zero when more was taken back than paid.
    #[schema(minimum = -10_000_000_000_000_i64, maximum = 10_000_000_000_000_i64, example = 412_300)]
    pub total_cents: i64,
    /// Number of its lines.
    #[schema(minimum = 0, maximum = 10_000_000, example = 14)]
    pub line_count: i64,
}

/// What was paid in a month.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct MonthTotal {
    /// The month of the transfers, not that of the entitlement.
    pub month: Month,
    /// The sum of the net amounts of the lines paid in the month, in cents; below zero when more was taken
    /// back than paid.
    #[schema(minimum = -10_000_000_000_000_i64, maximum = 10_000_000_000_000_i64, example = 412_300)]
    pub total_cents: i64,
    /// Number of the lines paid in the month.
    #[schema(minimum = 0, maximum = 10_000_000, example = 14)]
    pub line_count: i64,
    /// The same by aid; only the aids that have a line.
    #[schema(max_items = 20)]
    pub by_aid_type: Vec<AidTypeTotal>,
    /// The same by kind of line; only the kinds that have a line.
    #[schema(max_items = 20)]
    pub by_kind: Vec<KindTotal>,
}

/// What was paid in a year.
#[derive(Debug, Serialize, ToSchema)]
pub struct PaymentSummary {
    /// The year of the transfers, not that of the entitlement.
    #[schema(minimum = 1900, maximum = 2199, example = 2026)]
    pub year: i32,
    /// The sum of the months, in cents.
    #[schema(minimum = -100_000_000_000_000_i64, maximum = 100_000_000_000_000_i64, example = 4_812_300)]
    pub total_cents: i64,
    /// Number of the lines paid in the year.
    #[schema(minimum = 0, maximum = 100_000_000, example = 168)]
    pub line_count: i64,
    /// Whether the aid is paid to the landlord under a reference at least.
    #[schema(example = true)]
    pub direct_payment: bool,
    /// The twelve months, January first.
    #[schema(max_items = 12)]
    pub months: Vec<MonthTotal>,
}

crate::tenancies::sought_by! {
    /// Which lines a summary counts.
    #[derive(Clone, Debug, Deserialize, ToSchema)]
    #[serde(deny_unknown_fields)]
    pub struct SummaryFilter {
        /// The year of the transfers.
        #[schema(minimum = 1900, maximum = 2199, example = 2026)]
        pub year: i32,
        /// Only lines of this tenant.
        pub tenant_id: Option<TenantId>,
        /// Only lines paid under these references; repeatable.
        #[schema(max_items = 200)]
        #[serde(default)]
        pub reference_id: Vec<ReferenceId>,
        /// Only lines of tenants of these housing units; repeatable.
        #[schema(max_items = 200)]
        #[serde(default)]
        pub logement_id: Vec<LogementId>,
        /// Words to be found in names, numbers, references, address or city of the tenant, all of them,
        /// whatever case and accents; a blank text is none.
        #[schema(max_length = 100, example = "eloise")]
        pub search: Option<String>,
    }
}

text_enum! {
    /// How what was received for a tenant compares with what was expected.
    pub enum ReconciliationStatus {
        /// What came is what was expected.
        AsExpected = "as_expected",
        /// Nothing came though something was expected.
        Missing = "missing",
        /// Less came than was expected.
        Less = "less",
        /// More came than was expected.
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
    /// The reason in words, in the caller's language.
    #[schema(max_length = 2000, example = "Rappel de 45,00 € pour ce mois, versé le 5 novembre 2026.")]
    pub detail: String,
}

/// A line that counts for the month.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ReconciledLine {
    /// The identifier of the line.
    pub id: PaymentLineId,
    /// The transfer that holds it.
    pub payment_id: PaymentId,
    /// The day of that transfer.
    #[schema(example = "2026-11-05")]
    pub paid_on: NaiveDate,
    /// Whether it is the aid of a month or a correction.
    pub kind: TransferKind,
    /// The month the aid is for.
    pub entitlement_month: Month,
    /// The month that a correction corrects, for which it then counts; null otherwise.
    pub corrects_month: Option<Month>,
    /// What was paid to the landlord, in cents; below zero when taken back.
    #[schema(minimum = -100_000_000, maximum = 100_000_000, example = 20_000)]
    pub net_cents: i64,
}

/// One tenant's month: what was expected, what came.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Reconciliation {
    /// The tenant.
    pub tenant_id: TenantId,
    /// Who the tenant is.
    pub tenant: TenantSummary,
    /// First name and last name.
    #[schema(max_length = 201, example = "Éloïse D'Aubigné")]
    pub tenant_name: String,
    /// The landlord's own reference of the tenant; null when none was given.
    #[schema(max_length = 50, example = "LOC-0042")]
    pub landlord_reference: Option<String>,
    /// The housing unit of the tenant.
    pub logement_id: LogementId,
    /// The landlord's reference that the housing unit belongs to.
    pub reference_id: ReferenceId,
    /// Which of the three housing aids the tenant has today (CCH L.821-1).
    pub aid_type: AidType,
    /// Who receives the aid today.
    pub payment_mode: PaymentMode,
    /// What the month should bring, in cents: the last known amount of the aid, or 0 when that is below
    /// what is paid; null when nothing can be expected.
    #[schema(minimum = 0, maximum = 100_000_000, example = 20_000)]
    pub expected_cents: Option<i64>,
    /// The sum of the net amounts of the lines that count for the month, in cents.
    #[schema(minimum = -100_000_000_000_i64, maximum = 100_000_000_000_i64, example = 20_000)]
    pub received_cents: i64,
    /// Received less expected, in cents; null when nothing can be expected.
    #[schema(minimum = -100_000_000_000_i64, maximum = 100_000_000_000_i64, example = 0)]
    pub gap_cents: Option<i64>,
    /// Part of what was received, in cents: aid paid late for this month.
    #[schema(minimum = -100_000_000_000_i64, maximum = 100_000_000_000_i64, example = 0)]
    pub back_payment_cents: i64,
    /// Part of what was received, in cents: aid of this month taken back (CCH R.823-23), counted below
    /// zero.
    #[schema(minimum = -100_000_000_000_i64, maximum = 100_000_000_000_i64, example = 0)]
    pub recovery_cents: i64,
    /// Part of what was received, in cents: other corrections of this month.
    #[schema(minimum = -100_000_000_000_i64, maximum = 100_000_000_000_i64, example = 0)]
    pub adjustment_cents: i64,
    /// How what was received compares with what was expected.
    pub status: ReconciliationStatus,
    /// How the expected amount is known, how what came compares with it, and what each correction is.
    #[schema(max_items = 200)]
    pub explanation: Vec<ReconciliationNote>,
    /// The lines whose month of entitlement it is, and those of other months that correct it.
    #[schema(max_items = 1000)]
    pub lines: Vec<ReconciledLine>,
}

/// The tenants of a month that stand alike.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ReconciliationTotal {
    /// How what was received compares with what was expected.
    pub status: ReconciliationStatus,
    /// Number of tenants.
    #[schema(minimum = 0, maximum = 10_000_000, example = 3)]
    pub count: i64,
    /// What their month should bring, in cents; nothing is counted where nothing can be expected.
    #[schema(minimum = -100_000_000_000_000_i64, maximum = 100_000_000_000_000_i64, example = 60_000)]
    pub expected_cents: i64,
    /// What came for their month, in cents.
    #[schema(minimum = -100_000_000_000_000_i64, maximum = 100_000_000_000_000_i64, example = 57_500)]
    pub received_cents: i64,
}

/// A page of a reconciliation.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReconciliationPage {
    /// The tenants that the month concerns, by name.
    #[schema(max_items = 200)]
    pub data: Vec<Reconciliation>,
    /// Where the next page starts; null on the last one.
    #[schema(max_length = 1000)]
    pub next_cursor: Option<String>,
    /// The month of entitlement that is reconciled.
    pub month: Month,
    /// Whether the aid is paid to the landlord under a reference at least.
    #[schema(example = true)]
    pub direct_payment: bool,
    /// Counts and sums by status, each status once: of every tenant that the other filters leave, whatever
    /// `status` and the page say.
    #[schema(max_items = 6)]
    pub totals: Vec<ReconciliationTotal>,
}

crate::tenancies::sought_by! {
    /// What a reconciliation is of.
    #[derive(Clone, Debug, Deserialize, ToSchema)]
    #[serde(deny_unknown_fields)]
    pub struct ReconciliationFilter {
        /// The month of entitlement to reconcile.
        #[schema(example = "2026-10")]
        pub month: Month,
        /// Only tenants whose month stands like this; repeatable.
        #[schema(max_items = 20)]
        #[serde(default)]
        pub status: Vec<ReconciliationStatus>,
        /// Only this tenant.
        pub tenant_id: Option<TenantId>,
        /// Only housing units of these references; repeatable.
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

crate::query_parameters!(SummaryFilter);
crate::http::listed::list_filters!(ReconciliationFilter);
