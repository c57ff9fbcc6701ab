//! Arrears of the demo: a case in every state.

use crate::db::Scope;
use crate::impayes::assess::UnpaidMonth;
use crate::impayes::debtor::Debtor;
use crate::impayes::decision::{TransitionIn, transition};
use crate::impayes::dto::{ImpayeIn, RecoveryKind, RecoveryStep, RepaymentPlanIn, SettlementIn};
use crate::impayes::life::ImpayeStatus;
use crate::impayes::submit;
use crate::impayes::submit::steps::{plan, settle};
use crate::problem::Problem;
use crate::values::month::Month;
use crate::values::typed_id::ImpayeId;

/// A case: tenant, whether a plan is sent, where the paying body then moves it.
type Case = (&'static str, bool, &'static [ImpayeStatus]);

const CASES: &[Case] = &[
    ("T18", false, &[]),
    ("T19", false, &[ImpayeStatus::UnderReview]),
    ("T20", false, &[ImpayeStatus::UnderReview, ImpayeStatus::PlanRequested]),
    ("T15", true, &[]),
    ("T02", true, &[ImpayeStatus::PlanApproved]),
    ("T06", true, &[ImpayeStatus::PlanRejected]),
    ("T13", true, &[ImpayeStatus::PlanApproved, ImpayeStatus::Monitored]),
    ("T28", false, &[ImpayeStatus::Suspended]),
    ("T29", false, &[ImpayeStatus::Closed]),
];

/// Reports and moves them all; one more is settled.
///
/// # Errors
/// When one is refused, which a test rules out.
pub fn write(scope: &mut Scope<'_>) -> Result<(), Problem> {
    for (key, planned, moves) in CASES {
        let id = reported(scope, key)?;
        if *planned {
            let first_due_on = Some(scope.today() + chrono::Days::new(30));
            plan(scope, &id, &RepaymentPlanIn { signed_on: scope.today(), first_due_on, instalments: None, count: Some(12) })?;
        }
        for status in *moves {
            transition(scope, &id, &TransitionIn { status: *status, reason: None, due_on: None, notified_on: None, basis: None })?;
        }
    }
    let settled = reported(scope, "T17")?;
    settle(scope, &settled, &SettlementIn { settled_on: scope.today() }).map(|_case| ())
}

/// Two months unpaid in full: exactly the threshold of 2026.
fn reported(scope: &mut Scope<'_>, key: &str) -> Result<ImpayeId, Problem> {
    let tenant_id = scope.tenant_by_key(key)?;
    let unpaid_cents = Debtor::of(scope.tenancy(&tenant_id, scope.today())?)?.figures.month_due();
    let last = Month::of(scope.today()).plus(-1);
    let month = |month| UnpaidMonth { month, unpaid_cents, includes_adjustment: false };
    let sent = ImpayeIn {
        tenant_id,
        started_on: None,
        months: vec![month(last.plus(-1)), month(last)],
        recovery_steps: vec![RecoveryStep { kind: RecoveryKind::FormalNotice, done_on: scope.today() }],
        charges_cents: None,
        current_rent_resumed: Some(false),
        tenant_in_place: Some(true),
        comment: None,
    };
    submit(scope, &sent).map(|case| case.id)
}
