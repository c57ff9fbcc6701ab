//! Declaring a July rent: looked up, judged, stored with a receipt.

use super::dto::{RentDeclaration, RentDeclarationIn};
use super::model::{self, Declaration};
use super::queries::{Declaring, NewDeclaration};
use crate::acts::{About, Due, Named, Received};
use crate::db::Scope;
use crate::problem::{Noted, Problem};
use crate::receipts::ReceiptKind;
use crate::tenancies::Tenancy;
use crate::values::typed_id::RentDeclarationId;

/// Judges and stores one July rent.
///
/// # Errors
/// 404 for an id that is not the landlord's, 409 when the campaign, the tenancy or a declaration
/// already made stands in the way. Nothing is then written.
pub fn submit(scope: &mut Scope<'_>, sent: &RentDeclarationIn) -> Result<RentDeclaration, Problem> {
    let campaign = scope.campaign(sent.campaign_year)?;
    let july = campaign.as_ref().map_or(scope.today(), |campaign| campaign.july_until);
    let Declaring { mut tenancy, standing, known, named } = scope.declaring(sent, july)?;
    let campaign = campaign.ok_or_else(|| Problem::not_found_at("/campaign_year"))?;
    if let Some(replaced) = &sent.replaces
        && !scope.has_declaration(replaced)?
    {
        return Err(Problem::not_found_at("/replaces"));
    }
    campaign.accept(scope.law(), &tenancy.term, scope.today())?;
    let version = model::next_version(&standing, sent.replaces.as_ref())?;
    if let Some(ended) = tenancy.term.ended_on.filter(|ended| *ended < july) {
        // Of a tenancy that ended in July, those of its last day count.
        tenancy.coholders = scope.coholders_on(&sent.tenant_id, ended)?;
    }
    let declaration = model::filled(sent, tenancy.furnished, tenancy.coholders);
    let warnings = model::warnings(scope.law(), &declaration, &known, scope.today());
    let due = Due { on: Some(campaign.cutoff_on), late: campaign.is_late(scope.today()) };
    store(scope, &tenancy, named, declaration, version, due, &warnings)
}

fn store(
    scope: &mut Scope<'_>,
    tenancy: &Tenancy,
    named: Option<Named>,
    declaration: Declaration,
    version: i32,
    due: Due,
    warnings: &[Noted],
) -> Result<RentDeclaration, Problem> {
    let id: RentDeclarationId = scope.new_id(&format!("{}/{}/{version}", declaration.tenant_id, declaration.campaign_year))?;
    let (receipt, entry) = scope.received(&Received {
        kind: ReceiptKind::RentDeclaration,
        id: id.as_str(),
        about: About::tenancy(tenancy),
        declaration: &declaration,
        replaces: declaration.replaces.as_ref().map(RentDeclarationId::as_str),
        late: due.late,
        due,
        named,
    })?;
    if let Some(replaced) = &declaration.replaces {
        scope.supersede_declaration(replaced, &entry)?;
    }
    scope.insert_declaration(NewDeclaration { id, version, late: due.late, declaration, receipt }, tenancy, warnings, &entry)
}
