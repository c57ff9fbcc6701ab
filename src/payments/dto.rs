//! Payments as they go over the wire.

mod statements;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::model::TransferKind;
use crate::http::page::{Cursor, Limit};
use crate::values::aid::AidType;
use crate::values::month::Month;
use crate::values::paying_body::PayingBody;
use crate::values::typed_id::{LogementId, PaymentId, PaymentLineId, ReferenceId, TenantId};

pub use statements::*;

/// A transfer, as lists show it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Payment {
    pub id: PaymentId,
    /// The day of the transfer.
    #[schema(example = "2026-11-05")]
    pub paid_on: NaiveDate,
    /// Who paid.
    pub paying_body: PayingBody,
    /// The reference under which it was paid.
    pub reference_id: ReferenceId,
    /// The account in force on the day of the transfer, as known when it was received: country and
    /// last four characters; null when none was known.
    #[schema(max_length = 16, example = "FR…2606")]
    pub iban_masked: Option<String>,
    /// The exact sum of its lines, in cents; below zero when more is taken back than paid.
    #[schema(minimum = -10_000_000_000_000_i64, maximum = 10_000_000_000_000_i64, example = 412_300)]
    pub total_cents: i64,
    #[schema(minimum = 0, maximum = 100_000, example = 14)]
    pub line_count: i32,
}

/// A page of transfers.
#[derive(Debug, Serialize, ToSchema)]
pub struct PaymentPage {
    #[schema(max_items = 200)]
    pub data: Vec<Payment>,
    /// Where the next page starts; null on the last one.
    #[schema(max_length = 1000)]
    pub next_cursor: Option<String>,
    /// Whether the aid is paid to the landlord under a reference at least. Without it there is
    /// nothing to list.
    #[schema(example = true)]
    pub direct_payment: bool,
}

/// A line of a transfer.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PaymentLine {
    pub id: PaymentLineId,
    pub tenant_id: TenantId,
    /// First name and last name.
    #[schema(max_length = 201, example = "Éloïse D'Aubigné")]
    pub tenant_name: String,
    pub logement_id: LogementId,
    pub aid_type: AidType,
    /// The month the aid is for, which is not the month it is paid in.
    pub entitlement_month: Month,
    pub kind: TransferKind,
    /// Before CRDS and RLS, in cents.
    #[schema(minimum = -100_000_000, maximum = 100_000_000, example = 20_100)]
    pub gross_cents: i64,
    /// Contribution au remboursement de la dette sociale, in cents.
    #[schema(minimum = -100_000_000, maximum = 100_000_000, example = 100)]
    pub crds_cents: i64,
    /// Réduction de loyer de solidarité, in cents.
    #[schema(minimum = -100_000_000, maximum = 100_000_000, example = 0)]
    pub rls_cents: i64,
    /// What was paid, or taken back, in cents.
    #[schema(minimum = -100_000_000, maximum = 100_000_000, example = 20_000)]
    pub net_cents: i64,
    /// The month that a correction corrects.
    pub corrects_month: Option<Month>,
    /// What the landlord gives back to the tenant: the net of a current line beyond the share of
    /// rent and charges (CCH L.832-2, L.842-1); null when the charges are unknown.
    #[schema(minimum = 0, maximum = 100_000_000, example = 0)]
    pub excess_to_tenant_cents: Option<i64>,
}

/// A transfer with its first lines.
#[derive(Debug, Serialize, ToSchema)]
pub struct PaymentDetail {
    #[serde(flatten)]
    pub payment: Payment,
    /// The first 200 lines, in the order of the paying body.
    #[schema(max_items = 200)]
    pub lines: Vec<PaymentLine>,
    /// Where the next lines start, for the list of the lines of this transfer; null when all are here.
    #[schema(max_length = 1000)]
    pub lines_next_cursor: Option<String>,
}

/// A page of lines of one transfer.
#[derive(Debug, Serialize, ToSchema)]
pub struct PaymentLinePage {
    #[schema(max_items = 200)]
    pub data: Vec<PaymentLine>,
    /// Where the next page starts; null on the last one.
    #[schema(max_length = 1000)]
    pub next_cursor: Option<String>,
}

/// A line with its transfer.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PaidLine {
    #[serde(flatten)]
    pub line: PaymentLine,
    pub payment_id: PaymentId,
    /// The day of the transfer.
    #[schema(example = "2026-11-05")]
    pub paid_on: NaiveDate,
    /// The reference under which it was paid.
    pub reference_id: ReferenceId,
}

/// A page of lines across transfers.
#[derive(Debug, Serialize, ToSchema)]
pub struct PaidLinePage {
    #[schema(max_items = 200)]
    pub data: Vec<PaidLine>,
    /// Where the next page starts; null on the last one.
    #[schema(max_length = 1000)]
    pub next_cursor: Option<String>,
}

/// What a list of transfers, or of lines across them, is restricted to.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PaymentFilter {
    /// Paid in this month or later.
    #[schema(example = "2026-10")]
    pub from: Option<Month>,
    /// Paid in this month or earlier.
    #[schema(example = "2026-11")]
    pub to: Option<Month>,
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

/// What the lines of one transfer are restricted to.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LineFilter {
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

crate::http::listed::list_filters!(PaymentFilter, LineFilter);
