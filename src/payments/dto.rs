//! Payments as they go over the wire.

mod statements;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::model::TransferKind;
use crate::http::page::{Cursor, Limit};
use crate::tenancies::TenantSummary;
use crate::values::aid::AidType;
use crate::values::month::Month;
use crate::values::paying_body::PayingBody;
use crate::values::typed_id::{LogementId, PaymentId, PaymentLineId, ReferenceId, TenantId};

pub use statements::*;

/// A transfer, as lists show it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Payment {
    /// The identifier of the transfer.
    pub id: PaymentId,
    /// The day of the transfer.
    #[schema(example = "2026-11-05")]
    pub paid_on: NaiveDate,
    /// The paying body that made it.
    pub paying_body: PayingBody,
    /// The landlord's reference under which it was paid.
    pub reference_id: ReferenceId,
    /// The account in force on the day of the transfer, as known when it was received: country and
    /// last four characters; null when none was known.
    #[schema(max_length = 16, example = "FR…2606")]
    pub iban_masked: Option<String>,
    /// The text of the transfer, as the landlord's bank shows it; null when the paying body told none.
    #[schema(max_length = 140, example = "CAF AL 10/2026 B0012345")]
    pub remittance: Option<String>,
    /// The exact sum of its lines, in cents; below zero when more is taken back than paid.
    #[schema(minimum = -10_000_000_000_000_i64, maximum = 10_000_000_000_000_i64, example = 412_300)]
    pub total_cents: i64,
    /// Number of its lines.
    #[schema(minimum = 0, maximum = 100_000, example = 14)]
    pub line_count: i32,
}

/// A page of transfers.
#[derive(Debug, Serialize, ToSchema)]
pub struct PaymentPage {
    /// The transfers, the latest first.
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
    /// The identifier of the line.
    pub id: PaymentLineId,
    /// The tenant whose aid it is.
    pub tenant_id: TenantId,
    /// Who the tenant is.
    pub tenant: TenantSummary,
    /// First name and last name.
    #[schema(max_length = 201, example = "Éloïse D'Aubigné")]
    pub tenant_name: String,
    /// The housing unit of the tenant.
    pub logement_id: LogementId,
    /// The landlord's reference under which it was paid.
    pub reference_id: ReferenceId,
    /// Which of the three housing aids it is (CCH L.821-1).
    pub aid_type: AidType,
    /// The month the aid is for, which is not the month it is paid in.
    pub entitlement_month: Month,
    /// Whether it is the aid of the month or a correction.
    pub kind: TransferKind,
    /// The aid before CRDS and RLS, in cents; below zero when taken back.
    #[schema(minimum = -100_000_000, maximum = 100_000_000, example = 20_100)]
    pub gross_cents: i64,
    /// Contribution au remboursement de la dette sociale taken off, in cents.
    #[schema(minimum = -100_000_000, maximum = 100_000_000, example = 100)]
    pub crds_cents: i64,
    /// What is taken off for the réduction de loyer de solidarité (CCH D.823-16), in cents.
    #[schema(minimum = -100_000_000, maximum = 100_000_000, example = 0)]
    pub rls_cents: i64,
    /// What was paid to the landlord, in cents; below zero when taken back.
    #[schema(minimum = -100_000_000, maximum = 100_000_000, example = 20_000)]
    pub net_cents: i64,
    /// The month that a correction corrects, for which it then counts; null for the aid of the month.
    pub corrects_month: Option<Month>,
    /// What the landlord hands back to the tenant, in cents: the net of a line of kind `current` beyond the
    /// tenant's share of rent and charges (CCH L.832-2, L.842-1). 0 for other lines; null while the charges
    /// are unknown.
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
    /// The lines, in the order of the paying body.
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
    /// The transfer that holds the line.
    pub payment_id: PaymentId,
    /// The day of the transfer.
    #[schema(example = "2026-11-05")]
    pub paid_on: NaiveDate,
    /// The text of the transfer, as the landlord's bank shows it; null when the paying body told none.
    #[schema(max_length = 140, example = "CAF AL 10/2026 B0012345")]
    pub remittance: Option<String>,
}

/// A page of lines across transfers.
#[derive(Debug, Serialize, ToSchema)]
pub struct PaidLinePage {
    /// The lines, the latest paid first.
    #[schema(max_items = 200)]
    pub data: Vec<PaidLine>,
    /// Where the next page starts; null on the last one.
    #[schema(max_length = 1000)]
    pub next_cursor: Option<String>,
}

crate::tenancies::sought_by! {
    /// What a list of transfers is restricted to.
    #[derive(Clone, Debug, Deserialize, ToSchema)]
    #[serde(deny_unknown_fields)]
    pub struct PaymentFilter {
        /// Paid in this month or later.
        #[schema(example = "2026-10")]
        pub from: Option<Month>,
        /// Paid in this month or earlier.
        #[schema(example = "2026-11")]
        pub to: Option<Month>,
        /// Only transfers with a line of this tenant.
        pub tenant_id: Option<TenantId>,
        /// Only what was paid under these references; repeatable.
        #[schema(max_items = 200)]
        #[serde(default)]
        pub reference_id: Vec<ReferenceId>,
        /// Only transfers with a line of a tenant of these housing units; repeatable.
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

crate::tenancies::sought_by! {
    /// What a list of lines across transfers is restricted to.
    #[derive(Clone, Debug, Deserialize, ToSchema)]
    #[serde(deny_unknown_fields)]
    pub struct PaidLineFilter {
        /// Paid in this month or later.
        #[schema(example = "2026-10")]
        pub from: Option<Month>,
        /// Paid in this month or earlier.
        #[schema(example = "2026-11")]
        pub to: Option<Month>,
        /// Only lines of this tenant.
        pub tenant_id: Option<TenantId>,
        /// Only lines of these kinds; repeatable.
        #[schema(max_items = 20)]
        #[serde(default)]
        pub kind: Vec<TransferKind>,
        /// Only what was paid under these references; repeatable.
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
        pub limit: Option<Limit>,
        pub cursor: Option<Cursor>,
    }
}

crate::tenancies::sought_by! {
    /// What the lines of one transfer are restricted to.
    #[derive(Clone, Debug, Deserialize, ToSchema)]
    #[serde(deny_unknown_fields)]
    pub struct LineFilter {
        /// Only lines of these kinds; repeatable.
        #[schema(max_items = 20)]
        #[serde(default)]
        pub kind: Vec<TransferKind>,
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
        pub limit: Option<Limit>,
        pub cursor: Option<Cursor>,
    }
}

impl PaymentFilter {
    /// Whether it restricts nothing: the list as it is, from any place.
    pub fn is_plain(&self) -> bool {
        let Self { from, to, tenant_id, reference_id, logement_id, .. } = self;
        let restricted = !self.sought().is_plain() || from.is_some() || to.is_some() || tenant_id.is_some();
        !restricted && reference_id.is_empty() && logement_id.is_empty()
    }
}

impl PaidLineFilter {
    /// Whether it restricts nothing: the list as it is, from any place.
    pub fn is_plain(&self) -> bool {
        let Self { kind, from, to, tenant_id, reference_id, logement_id, .. } = self;
        let restricted = !self.sought().is_plain() || !kind.is_empty() || from.is_some() || to.is_some() || tenant_id.is_some();
        !restricted && reference_id.is_empty() && logement_id.is_empty()
    }
}

crate::http::listed::list_filters!(PaymentFilter, PaidLineFilter, LineFilter);
