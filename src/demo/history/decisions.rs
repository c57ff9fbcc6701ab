//! What the paying body decided of the demo's July rents, so that each status has its declaration.

use crate::db::Scope;
use crate::demo::roster::keys;
use crate::problem::Problem;
use crate::rent_declarations::decision::decide;

/// A decision: tenant, campaign, why it is a rejection if it is one.
type Decided = (&'static str, i32, Option<&'static str>);

const DECISIONS: &[Decided] = &[
    (keys::PLAIN, 2024, None),
    (keys::PLAIN, 2025, None),
    (keys::COLOCATION_FIRST, 2026, None),
    (keys::LEFT_DURING_JULY, 2026, Some("Le loyer déclaré ne correspond pas au bail.")),
];

/// Decides them all, in the name of the paying body of their tenants.
///
/// # Errors
/// When one is refused, which a test rules out.
pub fn write(scope: &mut Scope<'_>) -> Result<(), Problem> {
    let by = keys::CAF_BOUCHES_DU_RHONE.parse().map_err(Problem::internal)?;
    for (key, year, rejected) in DECISIONS {
        let tenant = scope.tenant_by_key(key)?;
        let current = scope.standing(&tenant, *year)?.current.ok_or_else(Problem::not_found)?;
        decide(scope, &current, &by, rejected.is_none(), *rejected)?;
    }
    Ok(())
}
