//! What the paying body decides of a July rent.

use super::dto::RentDeclaration;
use super::model::DeclarationStatus;
use crate::db::Scope;
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
    let status = scope.declaration(id)?.declaration.status;
    if status != DeclarationStatus::Submitted {
        let text = Text::new(format!("Cette déclaration est déjà « {status} »."), format!("This declaration is already {status}."));
        return Err(Problem::new(Code::AlreadyDecided, text).with("status", status.as_str()));
    }
    scope.mark_declaration_decided(id, by, accepted, reason)?;
    scope.declaration(id)
}
