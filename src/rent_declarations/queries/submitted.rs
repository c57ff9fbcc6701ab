//! What a declaration is judged by, and its way into the tables.

use diesel::prelude::*;

use crate::db::Scope;
use crate::db::schema::{rent_declarations as declarations, tenants};
use crate::inbox::ItemKind;
use crate::problem::Problem;
use crate::problem::{Noted, warning};
use crate::receipts::ReceiptKind;
use crate::rent_campaigns::model::Campaign;
use crate::rent_declarations::dto::RentDeclaration;
use crate::rent_declarations::model::{Declaration, DeclarationStatus, Known, Standing};
use crate::tenancies::Tenancy;
use crate::tenancies::joins::same_lease;
use crate::tenancies::states::COUNTING;
use crate::values::paying_body::PayingBodyCode;
use crate::values::typed_id::{RentDeclarationId, TenantId};

impl Scope<'_> {
    /// Whether the landlord has a declaration.
    pub(in crate::rent_declarations) fn has_declaration(&mut self, id: &RentDeclarationId) -> Result<bool, Problem> {
        let landlord = self.landlord();
        Ok(diesel::select(diesel::dsl::exists(declarations::table.find((landlord, id)))).get_result(self.conn())?)
    }

    /// What stands already for a tenancy in a campaign.
    pub(crate) fn standing(&mut self, tenant: &TenantId, year: i32) -> Result<Standing, Problem> {
        let landlord = self.landlord();
        let versions: Vec<(RentDeclarationId, i32, DeclarationStatus)> = declarations::table
            .filter(declarations::landlord_id.eq(landlord))
            .filter(declarations::tenant_id.eq(tenant))
            .filter(declarations::campaign_year.eq(year))
            .order(declarations::version.desc())
            .limit(1)
            .select((declarations::id, declarations::version, declarations::status))
            .load(self.conn())?;
        Ok(versions.into_iter().next().map_or_else(Standing::default, |(id, latest_version, status)| {
            let counts = matches!(status, DeclarationStatus::Submitted | DeclarationStatus::Accepted);
            Standing { current: counts.then_some(id), latest_version }
        }))
    }

    /// What the warnings of a declaration compare with.
    pub(in crate::rent_declarations) fn known_rents(&mut self, tenancy: &Tenancy, declaration: &Declaration) -> Result<Known, Problem> {
        let landlord = self.landlord();
        let earlier = self.rents_before(declaration.campaign_year, std::slice::from_ref(&declaration.tenant_id))?;
        let other_rent_cents = declarations::table
            .inner_join(tenants::table.on(tenants::landlord_id.eq(declarations::landlord_id).and(tenants::id.eq(declarations::tenant_id))))
            .filter(declarations::landlord_id.eq(landlord))
            .filter(same_lease!(tenancy))
            .filter(declarations::tenant_id.ne(&declaration.tenant_id))
            .filter(declarations::campaign_year.eq(declaration.campaign_year))
            .filter(COUNTING)
            .filter(declarations::rent_cents.ne(declaration.rent_cents))
            .select(declarations::rent_cents)
            .first(self.conn())
            .optional()?;
        let previous_rent_cents = earlier.first().map(|(_, rent)| *rent).or(tenancy.previous_july_rent_cents);
        Ok(Known { previous_rent_cents, other_rent_cents })
    }

    /// Stores a declaration with its receipt; the version it replaces is superseded.
    pub(in crate::rent_declarations) fn insert_declaration(
        &mut self,
        tenancy: &Tenancy,
        campaign: &Campaign,
        version: i32,
        declaration: Declaration,
        warnings: &[Noted],
    ) -> Result<RentDeclaration, Problem> {
        let (landlord, client, now) = (self.landlord(), self.client(), self.now());
        let id: RentDeclarationId = self.new_id(&format!("{}/{}/{version}", declaration.tenant_id, declaration.campaign_year))?;
        let receipt = self.issue_receipt(ReceiptKind::RentDeclaration, id.as_str(), "", &declaration)?;
        if let Some(replaced) = &declaration.replaces {
            diesel::update(declarations::table.find((landlord, replaced)))
                .set(declarations::status.eq(DeclarationStatus::Superseded))
                .execute(self.conn())?;
            self.inbox_remove(ItemKind::RentDeclaration, replaced.as_str())?;
        }
        let late = campaign.is_late(self.today());
        diesel::insert_into(declarations::table)
            .values((
                declarations::landlord_id.eq(landlord),
                declarations::id.eq(&id),
                declarations::tenant_id.eq(&declaration.tenant_id),
                declarations::logement_id.eq(&tenancy.logement_id),
                declarations::reference_id.eq(&tenancy.reference_id),
                declarations::campaign_year.eq(declaration.campaign_year),
                declarations::version.eq(version),
                declarations::rent_cents.eq(declaration.rent_cents),
                declarations::charges_cents.eq(declaration.charges_cents),
                declarations::furnished.eq(declaration.furnished),
                declarations::coholders.eq(declaration.coholders),
                (
                    declarations::tenant_up_to_date.eq(declaration.tenant_up_to_date),
                    declarations::decent.eq(declaration.decent),
                    declarations::comment.eq(&declaration.comment),
                    declarations::late.eq(late),
                    declarations::status.eq(DeclarationStatus::Submitted),
                    declarations::warnings.eq(warning::to_column(warnings)?),
                    declarations::replaces.eq(&declaration.replaces),
                    declarations::client_id.eq(client),
                    declarations::receipt_number.eq(&receipt.number),
                    declarations::submitted_at.eq(now.naive_utc()),
                ),
            ))
            .execute(self.conn())?;
        self.inbox_add(ItemKind::RentDeclaration, id.as_str(), &tenancy.paying_body_code, now, late)?;
        self.declaration(&id)
    }

    /// Marks a declaration as decided by the paying body.
    pub(in crate::rent_declarations) fn mark_declaration_decided(
        &mut self,
        id: &RentDeclarationId,
        by: &PayingBodyCode,
        accepted: bool,
        reason: Option<&str>,
    ) -> Result<(), Problem> {
        let (landlord, today) = (self.landlord(), self.today());
        let status = if accepted { DeclarationStatus::Accepted } else { DeclarationStatus::Rejected };
        diesel::update(declarations::table.find((landlord, id)))
            .set((
                declarations::status.eq(status),
                declarations::decided_by.eq(by),
                declarations::decided_on.eq(today),
                declarations::decision_reason.eq(reason),
            ))
            .execute(self.conn())?;
        self.inbox_remove(ItemKind::RentDeclaration, id.as_str())
    }
}
