//! The life of a case: states, and who may move it from where to where. Pure.

use crate::problem::{Code, Problem};
use crate::values::text::Text;
use crate::values::text_sql::text_enum;
use crate::values::words;
use ImpayeStatus::{
    Closed, Monitored, PlanApproved, PlanRejected, PlanRequested, PlanSubmitted, Reported, Settled, Suspended, UnderReview,
};

text_enum! {
    /// Where a case stands.
    pub enum ImpayeStatus {
        /// Received; the paying body has not looked at it yet.
        Reported = "reported",
        /// The paying body examines it.
        UnderReview = "under_review",
        /// The paying body asked for a repayment plan.
        PlanRequested = "plan_requested",
        /// The landlord sent a repayment plan; the paying body has not decided.
        PlanSubmitted = "plan_submitted",
        /// The paying body approved the plan: the aid goes on.
        PlanApproved = "plan_approved",
        /// The paying body refused the plan: another one may be sent.
        PlanRejected = "plan_rejected",
        /// The plan's execution is being checked.
        Monitored = "monitored",
        /// The debt is paid.
        Settled = "settled",
        /// The aid is suspended.
        Suspended = "suspended",
        /// Over without payment told: withdrawn by the landlord, or closed by the paying body.
        Closed = "closed",
    }
}

text_enum! {
    /// What moves a case.
    pub enum CaseAction {
        /// Months are added, corrected or removed.
        Months = "months",
        /// The landlord sends a repayment plan.
        RepaymentPlan = "repayment_plan",
        /// The landlord tells how the plan is kept.
        Check = "check",
        /// The landlord tells that the debt is paid.
        Settlement = "settlement",
        /// The landlord withdraws the report.
        Withdrawal = "withdrawal",
        /// The paying body decides.
        Transition = "transition",
    }
}

text_enum! {
    /// Who moves a case.
    pub enum CaseActor {
        /// The landlord who reported.
        Landlord = "landlord",
        /// The paying body that pays the aid.
        PayingBody = "paying_body",
    }
}

text_enum! {
    /// What is awaited next.
    pub enum NextDueKind {
        /// A repayment plan, by the day told.
        Plan = "plan",
        /// How the plan is kept, by the day told.
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

impl ImpayeStatus {
    /// Of a case, in words: `signalé`; `that is reported`.
    pub const fn words(self) -> Text {
        match self {
            Reported => Text::fixed("signalé", "that is reported"),
            UnderReview => Text::fixed("en cours d'examen", "that is under review"),
            PlanRequested => Text::fixed("dont le plan est demandé", "whose plan is requested"),
            PlanSubmitted => Text::fixed("dont le plan est déposé", "whose plan is submitted"),
            PlanApproved => Text::fixed("dont le plan est accepté", "whose plan is approved"),
            PlanRejected => Text::fixed("dont le plan est rejeté", "whose plan is rejected"),
            Monitored => Text::fixed("dont le plan est suivi", "whose plan is monitored"),
            Settled => Text::fixed("dont la dette est soldée", "whose debt is settled"),
            Suspended => Text::fixed("dont l'aide est suspendue", "whose aid is suspended"),
            Closed => Text::fixed("clos", "that is closed"),
        }
    }
}

impl CaseAction {
    /// What is done, in words.
    pub const fn words(self) -> Text {
        match self {
            Self::Months => Text::fixed("corriger ou ajouter des mois", "correct or add months"),
            Self::RepaymentPlan => Text::fixed("déposer un plan d'apurement", "submit a repayment plan"),
            Self::Check => Text::fixed("dire si le plan est respecté", "say whether the plan is kept"),
            Self::Settlement => Text::fixed("déclarer la dette soldée", "declare the debt settled"),
            Self::Withdrawal => Text::fixed("retirer le signalement", "withdraw the report"),
            Self::Transition => Text::fixed("décider", "decide"),
        }
    }
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
        None => {
            let possible = words::either(own.clone().map(|one| one.action.words()).collect());
            Err(illegal(status, &own.map(|one| one.action.as_str()).collect::<Vec<_>>(), &possible))
        }
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
    let legal: Vec<_> = own.map(|one| one.to.as_str()).collect();
    Err(illegal(status, &legal, &words::quoted(&legal)))
}

fn illegal(status: ImpayeStatus, legal: &[&str], possible: &Text) -> Problem {
    let status_words = status.words();
    let possible = if legal.is_empty() {
        Text::fixed("Plus rien n'est possible.", "Nothing is possible any more.")
    } else {
        Text::new(format!("Possible : {}.", possible.fr), format!("Possible: {}.", possible.en))
    };
    Problem::new(
        Code::IllegalTransition,
        Text::new(
            format!("Un dossier {} ne le permet pas. {}", status_words.fr, possible.fr),
            format!("A case {} does not allow it. {}", status_words.en, possible.en),
        ),
    )
    .with("current_status", status.as_str())
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
