//! The columns of the export of the overview.

use super::dto::RentCampaignTenant;
use crate::columns::{Cell, Column};
use crate::exports::{Exported, FileName, Of};
use crate::values::text::Text;
use crate::values::typed_id::ReferenceId;

/// The file of the overview of a year.
pub fn overview(year: i32) -> FileName {
    Text::new(format!("campagne-des-loyers-{year}"), format!("rent-campaign-{year}"))
}

impl Exported for RentCampaignTenant {
    const COLUMNS: &'static [Of<Self>] = &[
        (Column::TenantId, |line, _| Cell::Plain(line.tenant_id.as_str())),
        (Column::PayingBody, |_, under| Cell::Plain(under.paying_body.as_str())),
        (Column::Reference, |_, under| Cell::text(&under.reference)),
        (Column::BeneficiaryNumber, |line, _| Cell::Plain(line.tenant.beneficiary_number.as_str())),
        (Column::LandlordReference, |line, _| Cell::any(line.tenant.landlord_reference.as_deref(), Cell::text)),
        (Column::LastName, |line, _| Cell::text(&line.tenant.last_name)),
        (Column::FirstName, |line, _| Cell::text(&line.tenant.first_name)),
        (Column::LogementId, |line, _| Cell::Plain(line.logement_id.as_str())),
        (Column::Status, |line, _| Cell::word(line.status)),
        (Column::Reason, |line, _| Cell::any(line.reason, Cell::word)),
        (Column::DeclarationId, |line, _| Cell::any(line.declaration_id.as_ref(), |id| Cell::Plain(id.as_str()))),
        (Column::Rent, |line, _| Cell::any(line.rent_cents, Cell::Cents)),
        (Column::PreviousRent, |line, _| Cell::any(line.previous_rent_cents, Cell::Cents)),
    ];

    fn reference_id(&self) -> &ReferenceId {
        &self.reference_id
    }
}
