//! What the paying body decides of a change.

use super::dto::Change;
use super::model::ChangeStatus;
use crate::acts::{About, Decided};
use crate::db::Scope;
use crate::inbox::ItemKind;
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
    if change.status != ChangeStatus::Submitted {
        let status = change.status.words();
        return Err(Problem::new(
            Code::AlreadyDecided,
            Text::new(format!("Ce changement est déjà {}.", status.fr), format!("This change is already {}.", status.en)),
        )
        .with("current_status", change.status.as_str()));
    }
    if !accepted {
        scope.undo_change(id, change.kind)?;
    }
    let status = if accepted { ChangeStatus::Accepted } else { ChangeStatus::Rejected };
    let entry = scope.decided(&Decided {
        kind: ItemKind::Change,
        id: id.as_str(),
        about: About { tenant_id: change.tenant_id.as_ref(), logement_id: &change.logement_id, paying_body: by },
        status: status.as_str(),
    })?;
    scope.mark_decided(id, by, status, reason, &entry)?;
    scope.change(id)
}
