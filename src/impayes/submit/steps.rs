//! What a landlord does with an open case: months, plan, check, settlement, withdrawal. Each act is
//! judged by the state of the case, stored and kept with a receipt of its own.

use std::ops::RangeInclusive;

use chrono::NaiveDate;
use serde::Serialize;

use super::{listed_faults, managed};
use crate::acts::{About, Due, Received};
use crate::db::Scope;
use crate::impayes::assess::UnpaidMonth;
use crate::impayes::debtor::Debtor;
use crate::impayes::dto::{CheckIn, Impaye, MonthsIn, RepaymentPlanIn, SettlementIn, WithdrawalIn};
use crate::impayes::life::{CaseAction, NextDueKind, after};
use crate::impayes::plans::{self, out_of_range, recomputed};
use crate::impayes::queries::{Case, Row};
use crate::law::formulas::next_check_on;
use crate::problem::{FieldCode, FieldError, Problem};
use crate::receipts::ReceiptKind;
use crate::values::text::Text;
use crate::values::typed_id::ImpayeId;

/// Moves a case by one action and keeps its receipt.
fn step(
    scope: &mut Scope<'_>,
    case: Case,
    action: CaseAction,
    kind: ReceiptKind,
    sent: &impl Serialize,
    due: Due,
) -> Result<Impaye, Problem> {
    let Case { mut row, paying_body_code, tenant } = case;
    row.status = after(row.status, action)?;
    let (receipt, entry) = scope.received(&Received {
        kind,
        id: row.id.as_str(),
        about: About { tenant_id: Some(&row.tenant_id), logement_id: &row.logement_id, paying_body: &paying_body_code },
        declaration: sent,
        replaces: None,
        late: row.late,
        due,
        named: None,
    })?;
    row.receipt_number.clone_from(&receipt.number);
    scope.update_impaye(&row, &entry)?;
    scope.impaye_with(row, receipt, tenant)
}

/// The day by which the case awaits this.
fn awaited(scope: &Scope<'_>, row: &Row, kind: NextDueKind) -> Due {
    let on = row.next_due().and_then(|(awaited, on)| (awaited == kind).then_some(on));
    Due { on, late: on.is_some_and(|on| scope.today() > on) }
}

/// The days that may be told of a case (R72), from its first due date to today, when the day at hand is
/// not one after the end of management (R48).
fn told(scope: &mut Scope<'_>, row: &Row, day: NaiveDate) -> Result<RangeInclusive<NaiveDate>, Problem> {
    let today = scope.today();
    let term = scope.tenancy(&row.tenant_id, today)?.term;
    term.within_management(day, today)?;
    Ok(row.first_due_on(&term)?.unwrap_or(row.reported_on)..=today)
}

/// A day that must be one of those.
fn among(pointer: &str, day: NaiveDate, days: &RangeInclusive<NaiveDate>) -> Result<(), Problem> {
    match out_of_range(pointer, day, days) {
        Some(fault) => Err(Problem::validation(vec![fault])),
        None => Ok(()),
    }
}

/// Adds, corrects or removes months.
///
/// # Errors
/// 404, 409 `illegal_transition` or `management_ended`, 422 for months that cannot be unpaid.
pub fn months(scope: &mut Scope<'_>, id: &ImpayeId, sent: &MonthsIn) -> Result<Impaye, Problem> {
    let mut case = scope.case(id)?;
    let row = &mut case.row;
    after(row.status, CaseAction::Months)?;
    let mut debtor = Debtor::of(scope.tenancy(&row.tenant_id, scope.today())?)?;
    // The charges that the report gave stay those of the case; they are the share already.
    debtor.figures.charges_cents = row.charges_cents.or(debtor.figures.charges_cents);
    let changed: Vec<UnpaidMonth> = sent
        .months
        .iter()
        .map(|one| UnpaidMonth { month: one.month, unpaid_cents: one.unpaid_cents, includes_adjustment: one.includes_adjustment })
        .collect();
    managed(&debtor, changed.iter().filter(|one| one.unpaid_cents > 0).map(|one| one.month), scope.today())?;
    let faults = changed_faults(&debtor, &changed, scope.today());
    if !faults.is_empty() {
        return Err(Problem::validation(faults));
    }
    let mut months = row.months()?;
    months.retain(|one| changed.iter().all(|other| other.month != one.month));
    months.extend(changed.into_iter().filter(|one| one.unpaid_cents > 0));
    months.sort_by_key(|one| one.month);
    if months.is_empty() {
        let text = Text::fixed(
            "Le dernier mois ne peut être retiré : retirez le signalement.",
            "The last month cannot be removed: withdraw the report.",
        );
        return Err(Problem::validation(vec![FieldError::pointer("/months", FieldCode::LastMonth, text)]));
    }
    row.set_months(&months)?;
    if let Some(plan) = row.plan()? {
        row.set_plan(&recomputed(plan, row.debt_cents))?;
    }
    step(scope, case, CaseAction::Months, ReceiptKind::ImpayeMonths, sent, Due::default())
}

/// Each changed month is judged by itself, in whatever order they come, and comes once.
fn changed_faults(debtor: &Debtor, changed: &[UnpaidMonth], today: NaiveDate) -> Vec<FieldError> {
    let mut faults = Vec::new();
    for (index, one) in changed.iter().enumerate() {
        if changed.iter().take(index).any(|before| before.month == one.month) {
            let text = Text::fixed("Ce mois est donné deux fois.", "This month is given twice.");
            faults.push(FieldError::pointer(format!("/months/{index}/month"), FieldCode::Duplicate, text));
        }
        if one.unpaid_cents > 0 {
            for fault in listed_faults(debtor, std::slice::from_ref(one), today) {
                faults.push(fault.under("/months/0", &format!("/months/{index}")));
            }
        }
    }
    faults
}

/// Judges and keeps a repayment plan.
///
/// # Errors
/// 404, 409 `illegal_transition` or `management_ended`, 422 when the plan does not hold.
pub fn plan(scope: &mut Scope<'_>, id: &ImpayeId, sent: &RepaymentPlanIn) -> Result<Impaye, Problem> {
    let mut case = scope.case(id)?;
    let row = &mut case.row;
    after(row.status, CaseAction::RepaymentPlan)?;
    let days = told(scope, row, sent.signed_on)?;
    let plan = plans::plan(sent, row.debt_cents, scope.law().default_plan.on(row.reported_on).figures, &days)?;
    row.set_plan(&plan)?;
    let due = awaited(scope, row, NextDueKind::Plan);
    row.set_next_due(None);
    let filled = RepaymentPlanIn {
        first_due_on: plan.instalments.first().map(|first| first.due_on),
        count: sent.instalments.is_none().then(|| u32::try_from(plan.instalments.len())).transpose().map_err(Problem::internal)?,
        instalments: Some(plan.instalments),
        ..sent.clone()
    };
    step(scope, case, CaseAction::RepaymentPlan, ReceiptKind::RepaymentPlan, &filled, due)
}

/// Tells how a plan is kept.
///
/// # Errors
/// 404, 409 `illegal_transition` or `management_ended`, 422 when the day is out of its bounds.
pub fn check(scope: &mut Scope<'_>, id: &ImpayeId, sent: &CheckIn) -> Result<Impaye, Problem> {
    let mut case = scope.case(id)?;
    let row = &mut case.row;
    after(row.status, CaseAction::Check)?;
    let days = told(scope, row, sent.checked_on)?;
    let mut details = row.details()?;
    let due = awaited(scope, row, NextDueKind::Check);
    let first = details.approved_on.map_or(*days.start(), |approved| approved.max(*days.start()));
    among("/checked_on", sent.checked_on, &(first..=*days.end()))?;
    // A check told late for an earlier day does not bring the next one nearer.
    let latest = details.checked_on.map_or(sent.checked_on, |before| before.max(sent.checked_on));
    details.checked_on = Some(latest);
    row.set_details(&details)?;
    let interval = scope.law().plan_check_interval.on(row.reported_on);
    row.set_next_due(interval.map(|rule| (NextDueKind::Check, next_check_on(rule.figures, latest))));
    step(scope, case, CaseAction::Check, ReceiptKind::Check, sent, due)
}

/// Settles a case.
///
/// # Errors
/// 404, 409 `illegal_transition` or `management_ended`, 422 when the day is out of its bounds.
pub fn settle(scope: &mut Scope<'_>, id: &ImpayeId, sent: &SettlementIn) -> Result<Impaye, Problem> {
    let mut case = scope.case(id)?;
    let row = &mut case.row;
    after(row.status, CaseAction::Settlement)?;
    among("/settled_on", sent.settled_on, &told(scope, row, sent.settled_on)?)?;
    let mut details = row.details()?;
    details.settled_on = Some(sent.settled_on);
    row.set_details(&details)?;
    row.set_next_due(None);
    step(scope, case, CaseAction::Settlement, ReceiptKind::Settlement, sent, Due::default())
}

/// Withdraws a report.
///
/// # Errors
/// 404, 409 `illegal_transition` once a plan was sent.
pub fn withdraw(scope: &mut Scope<'_>, id: &ImpayeId, sent: &WithdrawalIn) -> Result<Impaye, Problem> {
    let mut case = scope.case(id)?;
    let row = &mut case.row;
    after(row.status, CaseAction::Withdrawal)?;
    let mut details = row.details()?;
    details.reason = Some(sent.reason.clone());
    row.set_details(&details)?;
    row.set_next_due(None);
    step(scope, case, CaseAction::Withdrawal, ReceiptKind::Withdrawal, sent, Due::default())
}
