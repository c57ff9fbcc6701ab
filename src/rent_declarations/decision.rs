//! What the paying body decides of a July rent.

use super::dto::RentDeclaration;
use super::model::DeclarationStatus;
use crate::acts::{About, Decided};
use crate::db::Scope;
use crate::inbox::ItemKind;
use crate::problem::{Code, Problem};
use crate::values::paying_body::PayingBodyCode;
use crate::values::text::Text;
use crate::values::typed_id::RentDeclarationId;

/// Accepts or rejects a declaration; a rejected one no longer counts (R27).
///
/// # Errors
/// 404, or 409 `already_decided` when it was decided or a newer version replaced it.
pub fn decide(
    scope: &mut Scope<'_>,
    id: &RentDeclarationId,
    by: &PayingBodyCode,
    accepted: bool,
    reason: Option<&str>,
) -> Result<RentDeclaration, Problem> {
    let declared = scope.declaration(id)?.declaration;
    let before = declared.status;
    if before != DeclarationStatus::Submitted {
        let status = before.words();
        let text = Text::new(format!("Cette déclaration est déjà {}.", status.fr), format!("This declaration is already {}.", status.en));
        return Err(Problem::new(Code::AlreadyDecided, text).with("current_status", before.as_str()));
    }
    let status = if accepted { DeclarationStatus::Accepted } else { DeclarationStatus::Rejected };
    let entry = scope.decided(&Decided {
        kind: ItemKind::RentDeclaration,
        id: id.as_str(),
        about: About { tenant_id: Some(&declared.tenant_id), logement_id: &declared.logement_id, paying_body: by },
        status: status.as_str(),
    })?;
    scope.mark_declaration_decided(id, by, status, reason, &entry)?;
    scope.declaration(id)
}
