//! Changes of the demo: one of each kind and each status.

use chrono::NaiveDate;

use crate::changes::dto::{
    Change, ChangeIn, ColocationIn, ColocationTag, DepartureIn, DepartureTag, EndOfManagementIn, EndOfManagementTag,
};
use crate::changes::model::{DepartureReason, EndReason, Leaving};
use crate::changes::{self, cancel, decision};
use crate::db::Scope;
use crate::problem::Problem;
use crate::values::typed_id::ChangeId;

/// Declares and decides them all.
///
/// # Errors
/// When one is refused, which a test rules out.
pub fn write(scope: &mut Scope<'_>) -> Result<(), Problem> {
    let today = scope.today();
    departure(scope, "T24", today + chrono::Days::new(10), None)?;
    departure(scope, "T12", today + chrono::Days::new(40), None)?;
    let first = departure(scope, "T27", today + chrono::Days::new(20), None)?;
    departure(scope, "T27", today + chrono::Days::new(25), Some(first.id().clone()))?;
    let cancelled = departure(scope, "T25", today + chrono::Days::new(30), None)?;
    cancel(scope, cancelled.id(), Some("Le locataire reste finalement."))?;
    let accepted = colocation(scope, "T03", today, 2)?;
    decision::decide(scope, accepted.id(), &"131".parse().map_err(Problem::internal)?, true, None)?;
    let rejected = colocation(scope, "T21", today, 2)?;
    let reason = "Le bail ne mentionne qu'un titulaire.";
    decision::decide(scope, rejected.id(), &"841".parse().map_err(Problem::internal)?, false, Some(reason))?;
    end_of_management(scope)
}

fn departure(scope: &mut Scope<'_>, key: &str, departed_on: NaiveDate, replaces: Option<ChangeId>) -> Result<Change, Problem> {
    let tenant_id = scope.tenant_by_key(key)?;
    let sent = DepartureIn {
        r#type: DepartureTag::Tag,
        tenant_id,
        departed_on,
        lease_ended_on: None,
        last_month_paid_in_full: Some(true),
        new_address: None,
        leaving: Leaving::Household,
        reason: DepartureReason::Moved,
        late_justification: None,
        replaces,
    };
    changes::submit(scope, &ChangeIn::Departure(sent))
}

fn colocation(scope: &mut Scope<'_>, key: &str, effective_on: NaiveDate, coholders: i32) -> Result<Change, Problem> {
    let tenant_id = scope.tenant_by_key(key)?;
    changes::submit(
        scope,
        &ChangeIn::Colocation(ColocationIn { r#type: ColocationTag::Tag, tenant_id, effective_on, coholders, replaces: None }),
    )
}

fn end_of_management(scope: &mut Scope<'_>) -> Result<(), Problem> {
    let tenant_id = scope.tenant_by_key("T23")?;
    let sent = EndOfManagementIn {
        r#type: EndOfManagementTag::Tag,
        logement_id: None,
        tenant_id: Some(tenant_id),
        effective_on: scope.today() + chrono::Days::new(60),
        reason: EndReason::Sale,
        successor: None,
        replaces: None,
    };
    changes::submit(scope, &ChangeIn::EndOfManagement(sent)).map(|_declared| ())
}
