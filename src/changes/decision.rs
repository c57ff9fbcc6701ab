//! What the paying body decides of a change.

use super::dto::Change;
use crate::db::Scope;
use crate::problem::{Code, Problem};
use crate::values::paying_body::PayingBodyCode;
use crate::values::text::Text;
use crate::values::typed_id::ChangeId;

/// Accepts or rejects a change; a rejection undoes exactly what the change did (R53).
///
/// # Errors
/// 404, or 409 `already_decided` when it was decided, replaced or cancelled.
pub fn decide(scope: &mut Scope<'_>, id: &ChangeId, by: &PayingBodyCode, accepted: bool, reason: Option<&str>) -> Result<Change, Problem> {
    let change = scope.replaced_change(id)?;
    if change.status != super::model::ChangeStatus::Submitted {
        return Err(Problem::new(
            Code::AlreadyDecided,
            Text::new(format!("Ce changement est déjà « {} ».", change.status), format!("This change is already {}.", change.status)),
        )
        .with("status", change.status.as_str()));
    }
    if !accepted {
        scope.undo_change(id, change.kind)?;
    }
    scope.mark_decided(id, by, accepted, reason)?;
    scope.change(id)
}
