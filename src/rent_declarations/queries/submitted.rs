//! What a declaration is judged by, and its way into the tables.

use diesel::prelude::*;

use super::{Row, shown};
use crate::acts::Entry;
use crate::db::Scope;
use crate::db::schema::{rent_declarations as declarations, tenants};
use crate::problem::Problem;
use crate::problem::{Noted, warning};
use crate::receipts::ReceiptRef;
use crate::rent_declarations::dto::RentDeclaration;
use crate::rent_declarations::model::{Declaration, DeclarationStatus, Known, Standing};
use crate::tenancies::Tenancy;
use crate::tenancies::joins::same_lease;
use crate::tenancies::states::Counting;
use crate::values::paying_body::PayingBodyCode;
use crate::values::typed_id::{RentDeclarationId, TenantId};

/// A declaration that the rules accept.
pub struct NewDeclaration {
    pub id: RentDeclarationId,
    pub version: i32,
    pub late: bool,
    pub declaration: Declaration,
    pub receipt: ReceiptRef,
}

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
            .filter(Counting)
            .filter(declarations::rent_cents.ne(declaration.rent_cents))
            .select(declarations::rent_cents)
            .first(self.conn())
            .optional()?;
        let previous_rent_cents = earlier.first().map(|(_, rent)| *rent).or(tenancy.previous_july_rent_cents);
        Ok(Known { previous_rent_cents, other_rent_cents })
    }

    /// Stores a declaration.
    pub(in crate::rent_declarations) fn insert_declaration(
        &mut self,
        new: NewDeclaration,
        tenancy: &Tenancy,
        warnings: &[Noted],
        _entry: &Entry,
    ) -> Result<RentDeclaration, Problem> {
        let (landlord, language, law) = (self.landlord(), self.language(), self.law());
        let NewDeclaration { id, version, late, declaration, receipt } = new;
        let row = Row {
            id,
            tenant_id: declaration.tenant_id,
            logement_id: tenancy.logement_id.clone(),
            reference_id: tenancy.reference_id.clone(),
            campaign_year: declaration.campaign_year,
            version,
            rent_cents: declaration.rent_cents,
            charges_cents: declaration.charges_cents,
            furnished: declaration.furnished,
            coholders: declaration.coholders,
            tenant_up_to_date: declaration.tenant_up_to_date,
            decent: declaration.decent,
            comment: declaration.comment,
            late,
            status: DeclarationStatus::Submitted,
            warnings: warning::to_column(warnings)?,
            replaces: declaration.replaces,
            client_id: self.client().clone(),
            submitted_at: self.now().naive_utc(),
            decided_by: None,
            decided_on: None,
            decision_reason: None,
        };
        diesel::insert_into(declarations::table)
            .values((&row, declarations::landlord_id.eq(landlord), declarations::receipt_number.eq(&receipt.number)))
            .execute(self.conn())?;
        shown((row, (receipt.number, receipt.received_at.naive_utc(), receipt.content_sha256)), language, law)
    }

    /// Marks a declaration as replaced by a newer version.
    pub(in crate::rent_declarations) fn supersede_declaration(&mut self, id: &RentDeclarationId, _entry: &Entry) -> Result<(), Problem> {
        let landlord = self.landlord();
        diesel::update(declarations::table.find((landlord, id)))
            .set(declarations::status.eq(DeclarationStatus::Superseded))
            .execute(self.conn())?;
        Ok(())
    }

    /// Marks a declaration as decided by the paying body.
    pub(in crate::rent_declarations) fn mark_declaration_decided(
        &mut self,
        id: &RentDeclarationId,
        by: &PayingBodyCode,
        status: DeclarationStatus,
        reason: Option<&str>,
        _entry: &Entry,
    ) -> Result<(), Problem> {
        let (landlord, today) = (self.landlord(), self.today());
        diesel::update(declarations::table.find((landlord, id)))
            .set((
                declarations::status.eq(status),
                declarations::decided_by.eq(by),
                declarations::decided_on.eq(today),
                declarations::decision_reason.eq(reason),
            ))
            .execute(self.conn())?;
        Ok(())
    }
}
