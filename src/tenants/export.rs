//! The columns of the export of tenants.

use super::dto::TenantItem;
use crate::columns::{Cell, Column};
use crate::exports::{Exported, FileName, Of};
use crate::values::text::Text;
use crate::values::typed_id::ReferenceId;

/// The file of all tenants.
pub const TENANTS: FileName = Text::fixed("locataires", "tenants");

impl Exported for TenantItem {
    const COLUMNS: &'static [Of<Self>] = &[
        (Column::TenantId, |tenant, _| Cell::Plain(tenant.id.as_str())),
        (Column::PayingBody, |_, under| Cell::Plain(under.paying_body.as_str())),
        (Column::Reference, |_, under| Cell::text(&under.reference)),
        (Column::BeneficiaryNumber, |tenant, _| Cell::Plain(tenant.beneficiary_number.as_str())),
        (Column::LandlordReference, |tenant, _| Cell::any(tenant.landlord_reference.as_deref(), Cell::text)),
        (Column::LastName, |tenant, _| Cell::text(&tenant.last_name)),
        (Column::FirstName, |tenant, _| Cell::text(&tenant.first_name)),
        (Column::Status, |tenant, _| Cell::word(tenant.status)),
        (Column::LogementId, |tenant, _| Cell::Plain(tenant.logement.id.as_str())),
        (Column::Address, |tenant, _| Cell::Text(tenant.logement.address.street())),
        (Column::PostalCode, |tenant, _| Cell::any(tenant.logement.address.postal_code.as_deref(), Cell::text)),
        (Column::City, |tenant, _| Cell::text(&tenant.logement.address.city)),
        (Column::LeaseStartedOn, |tenant, _| Cell::Day(tenant.lease.started_on)),
        (Column::LeaseEndedOn, |tenant, _| Cell::any(tenant.lease.ended_on, Cell::Day)),
        (Column::Rent, |tenant, _| Cell::Cents(tenant.lease.rent_cents)),
        (Column::Charges, |tenant, _| Cell::any(tenant.lease.charges_cents, Cell::Cents)),
        (Column::Furnished, |tenant, _| Cell::Flag(tenant.lease.furnished)),
        (Column::Coholders, |tenant, _| Cell::Number(tenant.lease.coholders.into())),
        (Column::DueDay, |tenant, _| Cell::Number(tenant.lease.due_day.into())),
        (Column::AidType, |tenant, _| Cell::word(tenant.aid.r#type)),
        (Column::PaymentMode, |tenant, _| Cell::word(tenant.aid.payment_mode)),
        (Column::LastAmount, |tenant, _| Cell::any(tenant.aid.last_amount_cents, Cell::Cents)),
        (Column::LastMonth, |tenant, _| Cell::any(tenant.aid.last_month, Cell::Month)),
        (Column::CampaignYear, |tenant, _| Cell::any(tenant.rent_declaration.as_ref(), |rent| Cell::Number(rent.campaign_year.into()))),
        (Column::RentStatus, |tenant, _| Cell::any(tenant.rent_declaration.as_ref(), |rent| Cell::word(rent.status))),
        (Column::RentReason, |tenant, _| Cell::any(tenant.rent_declaration.as_ref().and_then(|rent| rent.reason), Cell::word)),
        (Column::DeclarationId, |tenant, _| {
            Cell::any(tenant.rent_declaration.as_ref().and_then(|rent| rent.id.as_ref()), |id| Cell::Plain(id.as_str()))
        }),
        (Column::OpenImpayeId, |tenant, _| Cell::any(tenant.open_impaye_id.as_ref(), |id| Cell::Plain(id.as_str()))),
    ];

    fn reference_id(&self) -> &ReferenceId {
        &self.reference_id
    }
}
