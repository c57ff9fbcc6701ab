//! The columns of the exports of payment lines and of the reconciliation of a month.

use super::dto::{PaidLine, Reconciliation, ReconciliationStatus};
use crate::columns::{Cell, Column, french_words};
use crate::exports::{Exported, FileName, Of};
use crate::values::month::Month;
use crate::values::text::Text;
use crate::values::typed_id::ReferenceId;

french_words!(ReconciliationStatus {
    AsExpected => "comme attendu",
    Missing => "manquant",
    Less => "moins qu'attendu",
    More => "plus qu'attendu",
    NotYetDue => "pas encore dû",
    Unknown => "indéterminé",
});

/// The file of all lines.
pub const LINES: FileName = Text::fixed("lignes-de-paiement", "payment-lines");

/// The file of the reconciliation of a month.
pub fn reconciliation(month: Month) -> FileName {
    Text::new(format!("rapprochement-{month}"), format!("reconciliation-{month}"))
}

/// A tenant's month.
pub struct TenantMonth {
    pub month: Month,
    pub found: Reconciliation,
}

impl Exported for TenantMonth {
    const COLUMNS: &'static [Of<Self>] = &[
        (Column::TenantId, |row, _| Cell::Plain(row.found.tenant_id.as_str())),
        (Column::PayingBody, |_, under| Cell::Plain(under.paying_body.as_str())),
        (Column::Reference, |_, under| Cell::text(&under.reference)),
        (Column::BeneficiaryNumber, |row, _| Cell::Plain(row.found.tenant.beneficiary_number.as_str())),
        (Column::LandlordReference, |row, _| Cell::any(row.found.landlord_reference.as_deref(), Cell::text)),
        (Column::LastName, |row, _| Cell::text(&row.found.tenant.last_name)),
        (Column::FirstName, |row, _| Cell::text(&row.found.tenant.first_name)),
        (Column::LogementId, |row, _| Cell::Plain(row.found.logement_id.as_str())),
        (Column::AidType, |row, _| Cell::word(row.found.aid_type)),
        (Column::PaymentMode, |row, _| Cell::word(row.found.payment_mode)),
        (Column::Month, |row, _| Cell::Month(row.month)),
        (Column::Status, |row, _| Cell::word(row.found.status)),
        (Column::Expected, |row, _| Cell::any(row.found.expected_cents, Cell::Cents)),
        (Column::Received, |row, _| Cell::Cents(row.found.received_cents)),
        (Column::Gap, |row, _| Cell::any(row.found.gap_cents, Cell::Cents)),
        (Column::BackPayment, |row, _| Cell::Cents(row.found.back_payment_cents)),
        (Column::Recovery, |row, _| Cell::Cents(row.found.recovery_cents)),
        (Column::Adjustment, |row, _| Cell::Cents(row.found.adjustment_cents)),
        (Column::Explanation, |row, _| Cell::Text(why(&row.found).into())),
    ];

    fn reference_id(&self) -> &ReferenceId {
        &self.found.reference_id
    }
}

/// All reasons in one cell.
fn why(found: &Reconciliation) -> String {
    found.explanation.iter().map(|note| note.detail.as_str()).collect::<Vec<_>>().join(" | ")
}

impl Exported for PaidLine {
    const COLUMNS: &'static [Of<Self>] = &[
        (Column::PaymentLineId, |paid, _| Cell::Plain(paid.line.id.as_str())),
        (Column::PaymentId, |paid, _| Cell::Plain(paid.payment_id.as_str())),
        (Column::PaidOn, |paid, _| Cell::Day(paid.paid_on)),
        (Column::ReferenceId, |paid, _| Cell::Plain(paid.line.reference_id.as_str())),
        (Column::TenantId, |paid, _| Cell::Plain(paid.line.tenant_id.as_str())),
        (Column::TenantName, |paid, _| Cell::text(&paid.line.tenant_name)),
        (Column::LogementId, |paid, _| Cell::Plain(paid.line.logement_id.as_str())),
        (Column::AidType, |paid, _| Cell::word(paid.line.aid_type)),
        (Column::EntitlementMonth, |paid, _| Cell::Month(paid.line.entitlement_month)),
        (Column::Kind, |paid, _| Cell::word(paid.line.kind)),
        (Column::Gross, |paid, _| Cell::Cents(paid.line.gross_cents)),
        (Column::Crds, |paid, _| Cell::Cents(paid.line.crds_cents)),
        (Column::Rls, |paid, _| Cell::Cents(paid.line.rls_cents)),
        (Column::Net, |paid, _| Cell::Cents(paid.line.net_cents)),
        (Column::CorrectsMonth, |paid, _| Cell::any(paid.line.corrects_month, Cell::Month)),
        (Column::ExcessToTenant, |paid, _| Cell::any(paid.line.excess_to_tenant_cents, Cell::Cents)),
        (Column::PayingBody, |_, under| Cell::Plain(under.paying_body.as_str())),
        (Column::Reference, |_, under| Cell::text(&under.reference)),
        (Column::BeneficiaryNumber, |paid, _| Cell::Plain(paid.line.tenant.beneficiary_number.as_str())),
        (Column::LandlordReference, |paid, _| Cell::any(paid.line.tenant.landlord_reference.as_deref(), Cell::text)),
        (Column::Remittance, |paid, _| Cell::any(paid.remittance.as_deref(), Cell::text)),
    ];

    fn reference_id(&self) -> &ReferenceId {
        &self.line.reference_id
    }
}
