//! What the paying body decides of a case.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::dto::Impaye;
use super::life::{ImpayeStatus, NextDueKind, decided};
use super::plans;
use super::queries::{Case, Details, Row};
use crate::acts::{About, Decided};
use crate::db::Scope;
use crate::inbox::ItemKind;
use crate::law::Law;
use crate::law::formulas::{PlanBasis, next_check_on, plan_due_on, suspension_effective_on};
use crate::problem::{FieldCode, FieldError, Problem};
use crate::values::bounds;
use crate::values::text::Text;
use crate::values::typed_id::ImpayeId;

/// A move of a case by the paying body.
#[derive(Clone, Debug, Deserialize, Serialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"status": "plan_approved", "reason": "Plan conforme."}))]
pub struct TransitionIn {
    /// The state to move to.
    pub status: ImpayeStatus,
    /// Said to the landlord; null or absent when there is nothing to say.
    #[schema(max_length = 1000, example = "Plan à compléter.")]
    pub reason: Option<String>,
    /// The day by which the plan or the check is due, where another than the legal one is granted: from
    /// today to the legal one, where the law sets one. Only to `plan_requested`, `plan_approved` and
    /// `monitored`.
    #[schema(example = "2027-05-23")]
    pub due_on: Option<NaiveDate>,
    /// The day a decision of the CCAPEX was notified to the paying body, required to suspend from 2027 on
    /// (CCH L.824-2) and meaningless before; with the basis `direct_payment_refused`, the day of the refusal,
    /// from the first due date of the case to today, which it is when absent.
    #[schema(example = "2027-03-12")]
    pub notified_on: Option<NaiveDate>,
    /// Why the plan is requested, which sets its delay (CCH R.824-7, R.824-10, R.824-22); `standard` when
    /// absent. Only to `plan_requested`.
    pub basis: Option<PlanBasis>,
}

/// Moves a case.
///
/// # Errors
/// 404, 409 `illegal_transition` with the states that are legal, 422 when a day is missing or
/// out of its bounds, or a key means nothing for the state.
pub fn transition(scope: &mut Scope<'_>, id: &ImpayeId, sent: &TransitionIn) -> Result<Impaye, Problem> {
    let Case { mut row, paying_body_code, .. } = scope.case(id)?;
    decided(row.status, sent.status)?;
    applicable(scope.law(), sent, scope.today())?;
    let mut details = row.details()?;
    let since = requested_on(scope, &row, sent)?;
    let due = next_due(scope.law(), &row, &details, sent, since, scope.today())?;
    row.set_next_due(due);
    if sent.status == ImpayeStatus::Suspended {
        row.suspension_effective_on = suspended_on(scope.law(), sent, scope.today())?;
    } else if sent.status == ImpayeStatus::Monitored {
        row.suspension_effective_on = None;
    }
    // A decision without a reason does not keep that of the one before.
    details.reason.clone_from(&sent.reason);
    if sent.status == ImpayeStatus::Settled {
        details.settled_on = Some(scope.today());
    } else if sent.status == ImpayeStatus::PlanApproved {
        details.approved_on = Some(scope.today());
    }
    row.set_details(&details)?;
    row.status = sent.status;
    row.decided_at = Some(scope.now().naive_utc());
    let entry = scope.decided(&Decided {
        kind: ItemKind::Impaye,
        id: id.as_str(),
        about: About { tenant_id: Some(&row.tenant_id), logement_id: &row.logement_id, paying_body: &paying_body_code },
        status: row.status.as_str(),
    })?;
    scope.update_impaye(&row, &entry)?;
    scope.impaye(id)
}

/// A key that means nothing for the state it leads to is refused rather than dropped.
fn applicable(law: &Law, sent: &TransitionIn, today: NaiveDate) -> Result<(), Problem> {
    use ImpayeStatus::{Monitored, PlanApproved, PlanRequested, Suspended};
    let refusal = sent.status == PlanRequested && sent.basis == Some(PlanBasis::DirectPaymentRefused);
    // Until the law knows the decision, no notification leads to a suspension (R89).
    let decision = sent.status == Suspended && law.ccapex_decision.on(today).is_some();
    let keys = [
        ("/due_on", sent.due_on.is_some(), matches!(sent.status, PlanRequested | PlanApproved | Monitored)),
        ("/basis", sent.basis.is_some(), sent.status == PlanRequested),
        ("/notified_on", sent.notified_on.is_some(), decision || refusal),
    ];
    let surplus = keys.into_iter().filter(|(_, given, means)| *given && !means);
    let fault = |(pointer, ..): (&str, bool, bool)| {
        let text = Text::fixed("Cette clé ne dit rien de cet état.", "This key says nothing of this state.");
        FieldError::pointer(pointer, FieldCode::NotApplicable, text)
    };
    let faults: Vec<FieldError> = surplus.map(fault).collect();
    if faults.is_empty() { Ok(()) } else { Err(Problem::validation(faults)) }
}

/// R76, R81: the plan or the check that the new state awaits, by the law of the case's report. Where
/// it sets no delay, the day that is granted, if one is.
fn next_due(
    law: &Law,
    row: &Row,
    details: &Details,
    sent: &TransitionIn,
    since: NaiveDate,
    today: NaiveDate,
) -> Result<Option<(NextDueKind, NaiveDate)>, Problem> {
    let check = |since| law.plan_check_interval.on(row.reported_on).map(|rule| next_check_on(rule.figures, since));
    let (kind, legal, otherwise) = match sent.status {
        ImpayeStatus::PlanRequested => {
            let basis = sent.basis.unwrap_or(PlanBasis::Standard);
            let legal = law.plan_request_delay.on(row.reported_on).map(|rule| plan_due_on(rule.figures, since, basis));
            (NextDueKind::Plan, legal, legal)
        }
        // The check that an approval awaits stays due on its day, unless another is granted.
        ImpayeStatus::Monitored if row.status == ImpayeStatus::PlanApproved => {
            (NextDueKind::Check, check(details.approved_on.unwrap_or(today)), row.next_due().map(|(_, on)| on))
        }
        ImpayeStatus::PlanApproved | ImpayeStatus::Monitored => (NextDueKind::Check, check(today), check(today)),
        _ => return Ok(None),
    };
    let granted = sent.due_on.map(|day| granted(day, legal, today)).transpose()?;
    Ok(granted.or(otherwise).map(|on| (kind, on)))
}

/// The day from which a plan is asked for: that of the refusal of the direct payment where it is told, a
/// day of the case (R72).
fn requested_on(scope: &mut Scope<'_>, row: &Row, sent: &TransitionIn) -> Result<NaiveDate, Problem> {
    let today = scope.today();
    let Some(refused_on) = sent.notified_on.filter(|_| sent.status == ImpayeStatus::PlanRequested) else { return Ok(today) };
    let term = scope.tenancy(&row.tenant_id, today)?.term;
    let first = row.first_due_on(&term)?.unwrap_or(row.reported_on);
    match plans::out_of_range("/notified_on", refused_on, &(first..=today)) {
        Some(fault) => Err(Problem::validation(vec![fault])),
        None => Ok(refused_on),
    }
}

/// A day that is granted is not before today, and at most the legal one where the law has one.
fn granted(day: NaiveDate, legal: Option<NaiveDate>, today: NaiveDate) -> Result<NaiveDate, Problem> {
    match plans::out_of_range("/due_on", day, &(today..=legal.unwrap_or_else(bounds::last_day))) {
        Some(fault) => Err(Problem::validation(vec![fault])),
        None => Ok(day),
    }
}

/// R87, R89: once the law says so, only a decision of the CCAPEX suspends, whatever the law of the
/// case; from the first day of the month after its notification.
fn suspended_on(law: &Law, sent: &TransitionIn, today: NaiveDate) -> Result<Option<NaiveDate>, Problem> {
    let Some(rule) = law.ccapex_decision.on(today) else { return Ok(None) };
    let refused = |code, text| Problem::validation(vec![FieldError::pointer("/notified_on", code, text)]).with_rule(rule.reference());
    let Some(day) = sent.notified_on else {
        let text = Text::fixed(
            "Seule une décision de la CCAPEX suspend l'aide : donnez sa notification.",
            "Only a decision of the CCAPEX suspends the aid: give its notification.",
        );
        return Err(refused(FieldCode::Required, text));
    };
    if day > today || law.ccapex_decision.on(day).is_none() {
        let text = Text::fixed(
            "La notification est d'aujourd'hui au plus tard, et d'un jour où cette décision existe déjà en droit.",
            "The notification is of today at the latest, and of a day on which the law knows this decision.",
        );
        return Err(refused(FieldCode::OutOfRange, text));
    }
    Ok(law.ccapex_suspension_effect.on(day).map(|_in_force| suspension_effective_on(day)))
}
