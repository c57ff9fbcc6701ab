//! What the paying body decides of a case.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::dto::Impaye;
use super::life::{ImpayeStatus, NextDueKind, decided};
use super::queries::Row;
use crate::db::Scope;
use crate::law::Notion;
use crate::law::formulas::{PlanBasis, next_check_on, plan_due_on, suspension_effective_on};
use crate::law::regime::Regime;
use crate::problem::{FieldError, Problem};
use crate::values::text::Text;
use crate::values::typed_id::ImpayeId;

/// A move of a case by the paying body.
#[derive(Clone, Debug, Deserialize, Serialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"status": "plan_approved", "reason": "Plan conforme."}))]
pub struct TransitionIn {
    /// The state to move to.
    pub status: ImpayeStatus,
    /// Said to the landlord.
    #[schema(max_length = 1000, example = "Plan à compléter.")]
    pub reason: Option<String>,
    /// When the plan or check is due, where another day than the legal one is granted.
    #[schema(example = "2027-05-23")]
    pub due_on: Option<NaiveDate>,
    /// The day a decision of the CCAPEX was notified; required to suspend from 2027 on.
    #[schema(example = "2027-03-12")]
    pub notified_on: Option<NaiveDate>,
    /// Why the plan is requested, which sets its delay.
    pub basis: Option<PlanBasis>,
}

/// Moves a case.
///
/// # Errors
/// 404, 409 `illegal_transition` with the states that are legal, 422 when a day is missing.
pub fn transition(scope: &mut Scope<'_>, id: &ImpayeId, sent: &TransitionIn) -> Result<Impaye, Problem> {
    let mut row = scope.impaye_row(id)?;
    decided(row.status, sent.status)?;
    let due = next_due(&row, sent, scope.today());
    row.set_next_due(due);
    if sent.status == ImpayeStatus::Suspended {
        row.suspension_effective_on = suspended_on(&row, sent)?;
    } else if sent.status == ImpayeStatus::Monitored {
        row.suspension_effective_on = None;
    }
    let mut details = row.details()?;
    // A decision without a reason does not keep that of the one before.
    details.reason.clone_from(&sent.reason);
    if sent.status == ImpayeStatus::Settled {
        details.settled_on = Some(scope.today());
    }
    row.set_details(&details)?;
    row.status = sent.status;
    scope.update_impaye(&row)?;
    scope.impaye(id)
}

/// R76, R81: the plan or the check that the new state awaits.
fn next_due(row: &Row, sent: &TransitionIn, today: NaiveDate) -> Option<(NextDueKind, NaiveDate)> {
    match sent.status {
        ImpayeStatus::PlanRequested => {
            let basis = sent.basis.unwrap_or(PlanBasis::Standard);
            let legal = plan_due_on(row.regime, today, basis)?;
            Some((NextDueKind::Plan, sent.due_on.unwrap_or(legal)))
        }
        // The check that an approval awaits stays due on its day, unless another is granted.
        ImpayeStatus::Monitored if row.status == ImpayeStatus::PlanApproved => {
            sent.due_on.map_or_else(|| row.next_due(), |day| Some((NextDueKind::Check, day)))
        }
        ImpayeStatus::PlanApproved | ImpayeStatus::Monitored => {
            let legal = next_check_on(row.regime, today)?;
            Some((NextDueKind::Check, sent.due_on.unwrap_or(legal)))
        }
        _ => None,
    }
}

/// R87, R89: under the second regime only a decision of the CCAPEX suspends, from the first day of
/// the month after its notification.
fn suspended_on(row: &Row, sent: &TransitionIn) -> Result<Option<NaiveDate>, Problem> {
    match (row.regime, sent.notified_on) {
        (Regime::AmountOrThreeMonths, None) => {
            let text = Text::fixed(
                "Seule une décision de la CCAPEX suspend l'aide : donnez sa notification.",
                "Only a decision of the CCAPEX suspends the aid: give its notification.",
            );
            let problem = Problem::validation(vec![FieldError::pointer("/notified_on", "required", text)]);
            Err(match row.regime.rule_for(Notion::CcapexDecision) {
                Some(rule) => problem.with_rule(rule.reference()),
                None => problem,
            })
        }
        (regime, Some(day)) => Ok(suspension_effective_on(regime, day)),
        (_, None) => Ok(None),
    }
}
