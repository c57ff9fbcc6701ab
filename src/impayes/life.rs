//! The life of a case: states, and who may move it from where to where. Pure.

use crate::problem::{Code, Problem};
use crate::values::text::Text;
use crate::values::text_sql::text_enum;
use ImpayeStatus::{
    Closed, Monitored, PlanApproved, PlanRejected, PlanRequested, PlanSubmitted, Reported, Settled, Suspended, UnderReview,
};

text_enum! {
    /// Where a case stands.
    pub enum ImpayeStatus {
        Reported = "reported",
        UnderReview = "under_review",
        /// The paying body asked for a repayment plan.
        PlanRequested = "plan_requested",
        PlanSubmitted = "plan_submitted",
        PlanApproved = "plan_approved",
        PlanRejected = "plan_rejected",
        /// The plan's execution is being checked.
        Monitored = "monitored",
        /// The debt is paid.
        Settled = "settled",
        /// The aid is suspended.
        Suspended = "suspended",
        Closed = "closed",
    }
}

text_enum! {
    /// What moves a case.
    pub enum CaseAction {
        /// Months are added, corrected or removed.
        Months = "months",
        RepaymentPlan = "repayment_plan",
        Check = "check",
        Settlement = "settlement",
        Withdrawal = "withdrawal",
        /// The paying body decides.
        Transition = "transition",
    }
}

text_enum! {
    /// Who moves a case.
    pub enum CaseActor {
        Landlord = "landlord",
        PayingBody = "paying_body",
    }
}

text_enum! {
    /// What is awaited next.
    pub enum NextDueKind {
        Plan = "plan",
        Check = "check",
    }
}

/// One way from a state to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Transition {
    pub from: ImpayeStatus,
    pub actor: CaseActor,
    pub action: CaseAction,
    pub to: ImpayeStatus,
}

/// The states of an open case: every one but `settled` and `closed` (R73).
pub const OPEN: &[ImpayeStatus] = &[Reported, UnderReview, PlanRequested, PlanSubmitted, PlanApproved, PlanRejected, Monitored, Suspended];

/// A row of the table: who does what, from where, to where. None stays where it is.
type Row = (CaseActor, CaseAction, &'static [ImpayeStatus], Option<ImpayeStatus>);

const LANDLORD: CaseActor = CaseActor::Landlord;
const BODY: CaseActor = CaseActor::PayingBody;

const TABLE: &[Row] = &[
    (LANDLORD, CaseAction::Months, OPEN, None),
    (
        LANDLORD,
        CaseAction::RepaymentPlan,
        &[Reported, UnderReview, PlanRequested, PlanSubmitted, PlanRejected, Suspended],
        Some(PlanSubmitted),
    ),
    (LANDLORD, CaseAction::Check, &[PlanApproved, Monitored], Some(Monitored)),
    (LANDLORD, CaseAction::Settlement, OPEN, Some(Settled)),
    (LANDLORD, CaseAction::Withdrawal, &[Reported, UnderReview, PlanRequested], Some(Closed)),
    (BODY, CaseAction::Transition, &[Reported], Some(UnderReview)),
    (BODY, CaseAction::Transition, &[Reported, UnderReview, PlanRejected, Suspended], Some(PlanRequested)),
    (BODY, CaseAction::Transition, &[PlanSubmitted], Some(PlanApproved)),
    (BODY, CaseAction::Transition, &[PlanSubmitted], Some(PlanRejected)),
    (BODY, CaseAction::Transition, &[PlanApproved, Suspended], Some(Monitored)),
    (
        BODY,
        CaseAction::Transition,
        &[Reported, UnderReview, PlanRequested, PlanSubmitted, PlanApproved, PlanRejected, Monitored],
        Some(Suspended),
    ),
    (BODY, CaseAction::Transition, OPEN, Some(Settled)),
    (BODY, CaseAction::Transition, OPEN, Some(Closed)),
];

/// Every legal transition.
pub fn transitions() -> impl Iterator<Item = Transition> + Clone {
    TABLE.iter().flat_map(|(actor, action, from, to)| {
        from.iter().map(|from| Transition { from: *from, actor: *actor, action: *action, to: to.unwrap_or(*from) })
    })
}

/// The state that a landlord's action leads to.
///
/// # Errors
/// 409 `illegal_transition`, with the actions that are legal.
pub fn after(status: ImpayeStatus, action: CaseAction) -> Result<ImpayeStatus, Problem> {
    let own = transitions().filter(|one| one.from == status && one.actor == LANDLORD);
    match own.clone().find(|one| one.action == action) {
        Some(transition) => Ok(transition.to),
        None => Err(illegal(status, &own.map(|one| one.action.as_str()).collect::<Vec<_>>())),
    }
}

/// Whether the paying body may move a case to a state.
///
/// # Errors
/// 409 `illegal_transition`, with the states that are legal.
pub fn decided(status: ImpayeStatus, to: ImpayeStatus) -> Result<(), Problem> {
    let own = transitions().filter(|one| one.from == status && one.actor == BODY);
    if own.clone().any(|one| one.to == to) {
        return Ok(());
    }
    Err(illegal(status, &own.map(|one| one.to.as_str()).collect::<Vec<_>>()))
}

fn illegal(status: ImpayeStatus, legal: &[&str]) -> Problem {
    let list = if legal.is_empty() { "–".to_owned() } else { legal.join(", ") };
    Problem::new(
        Code::IllegalTransition,
        Text::new(
            format!("Un dossier « {status} » ne le permet pas. Possible : {list}."),
            format!("A case that is {status} does not allow it. Possible: {list}."),
        ),
    )
    .with("status", status.as_str())
    .with("legal", legal.to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r73_open_is_every_state_but_settled_and_closed() {
        assert_eq!(OPEN.len(), ImpayeStatus::ALL.len() - 2);
        assert!(!OPEN.contains(&Settled) && !OPEN.contains(&Closed));
    }

    #[test]
    fn transitions_of_the_landlord_are_those_of_the_rules() {
        assert_eq!(after(PlanApproved, CaseAction::Check).unwrap(), Monitored);
        assert_eq!(after(Suspended, CaseAction::RepaymentPlan).unwrap(), PlanSubmitted);
        assert_eq!(after(Reported, CaseAction::Withdrawal).unwrap(), Closed);
        assert_eq!(after(Suspended, CaseAction::Months).unwrap(), Suspended);
        assert!(after(PlanSubmitted, CaseAction::Withdrawal).is_err());
        assert!(after(Reported, CaseAction::Check).is_err());
        assert!(after(Settled, CaseAction::Months).is_err());
    }

    #[test]
    fn transitions_of_the_paying_body_are_those_of_the_rules() {
        assert!(decided(Reported, UnderReview).is_ok());
        assert!(decided(PlanSubmitted, PlanApproved).is_ok());
        assert!(decided(Suspended, Monitored).is_ok());
        assert!(decided(Suspended, Suspended).is_err());
        assert!(decided(Reported, PlanApproved).is_err());
        assert!(decided(Closed, Settled).is_err());
    }
}
