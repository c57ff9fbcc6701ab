//! The columns of the export of payment lines.

use super::dto::PaidLine;
use crate::columns::{Cell, Column};
use crate::exports::{Exported, FileName, Of};
use crate::values::text::Text;
use crate::values::typed_id::ReferenceId;

/// The file of all lines.
pub const LINES: FileName = Text::fixed("lignes-de-paiement", "payment-lines");

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
