//! What a landlord does with an open case: months, plan, check, settlement, withdrawal.

use actix_web::post;
use actix_web::web::Data;
use chrono::NaiveDate;
use serde::Serialize;

use super::assess::UnpaidMonth;
use super::debtor::Debtor;
use super::dto::{CheckIn, Impaye, ImpayeStep, MonthsIn, RepaymentPlanIn, SettlementIn, WithdrawalIn};
use super::life::{CaseAction, NextDueKind, after};
use super::plans::{plan, recomputed};
use super::queries::Row;
use super::report::{listed_faults, managed};
use crate::auth::Caller;
use crate::auth::scopes::{ImpayesWrite, ScopeName};
use crate::db::kept::Answer;
use crate::db::{Db, Scope};
use crate::http::path::RawId;
use crate::http::submission::{DryRun, Outcome, submit};
use crate::http::{Path, Submission};
use crate::law::formulas::next_check_on;
use crate::problem::{FieldError, Problem};
use crate::receipts::ReceiptKind;
use crate::values::text::Text;
use crate::values::typed_id::ImpayeId;

/// Moves a case by one action and keeps its receipt.
fn step(scope: &mut Scope<'_>, row: &mut Row, action: CaseAction, kind: ReceiptKind, sent: &impl Serialize) -> Result<Impaye, Problem> {
    row.status = after(row.status, action)?;
    let name = format!("{kind}/{}", scope.now());
    row.receipt_number = scope.issue_receipt(kind, row.id.as_str(), &name, sent)?.number;
    scope.update_impaye(row)?;
    scope.impaye(&row.id)
}

/// A day that must not be in the future.
fn not_future(pointer: &str, day: NaiveDate, today: NaiveDate) -> Result<(), Problem> {
    if day <= today {
        return Ok(());
    }
    let text = Text::fixed("La date ne peut être future.", "The day cannot be in the future.");
    Err(Problem::validation(vec![FieldError::pointer(pointer, "out_of_range", text)]))
}

/// Adds, corrects or removes months.
///
/// A month that is there takes the new amount; 0 removes it. The regime and dates of the first
/// report stay; the debt, and a plan of equal instalments, follow.
#[utoipa::path(
    tag = "Arrears",
    operation_id = "setImpayeMonths",
    security(("oauth2" = [ImpayesWrite::NAME])),
    params(
        ("id" = ImpayeId, Path, description = "The case."),
        DryRun,
        ("Idempotency-Key" = Option<String>, Header, description = "Makes the call safe to repeat, for 24 hours at least.", min_length = 1, max_length = 255, example = "5e7a-months-0042"),
    ),
    request_body = MonthsIn,
    responses((status = 200, description = "The case; with `dry_run=true` without id and receipt.", body = ImpayeStep))
)]
#[post("/{id}/months")]
pub async fn set_impaye_months(
    caller: Caller<ImpayesWrite>,
    id: Path<RawId>,
    sent: Submission<MonthsIn>,
    db: Data<Db>,
) -> Result<Answer, Problem> {
    submit(&db, &caller.actor, sent, move |scope, sent| {
        let mut row = scope.impaye_row(&id.0.parse()?)?;
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
            return Err(Problem::validation(vec![FieldError::pointer("/months", "last_month", text)]));
        }
        row.set_months(&months)?;
        if let Some(plan) = row.plan()? {
            row.set_plan(&recomputed(plan, row.debt_cents))?;
        }
        Ok(Outcome::Changed(step(scope, &mut row, CaseAction::Months, ReceiptKind::ImpayeMonths, sent)?))
    })
    .await
}

/// Each changed month is judged by itself, in whatever order they come, and comes once.
fn changed_faults(debtor: &Debtor, changed: &[UnpaidMonth], today: NaiveDate) -> Vec<FieldError> {
    let mut faults = Vec::new();
    for (index, one) in changed.iter().enumerate() {
        if changed.iter().take(index).any(|before| before.month == one.month) {
            let text = Text::fixed("Ce mois est donné deux fois.", "This month is given twice.");
            faults.push(FieldError::pointer(format!("/months/{index}/month"), "duplicate", text));
        }
        if one.unpaid_cents > 0 {
            for fault in listed_faults(debtor, std::slice::from_ref(one), today) {
                faults.push(fault.under("/months/0", &format!("/months/{index}")));
            }
        }
    }
    faults
}

/// Sends a repayment plan.
///
/// Explicit instalments, or equal monthly ones. It carries the day the tenant signed it, starts
/// after that day and covers the debt.
#[utoipa::path(
    tag = "Arrears",
    operation_id = "createRepaymentPlan",
    security(("oauth2" = [ImpayesWrite::NAME])),
    params(
        ("id" = ImpayeId, Path, description = "The case.", example = "imp_01m83t4cm0ffn8nczv1xhcqhtv"),
        DryRun,
        ("Idempotency-Key" = Option<String>, Header, description = "Makes the call safe to repeat, for 24 hours at least.", min_length = 1, max_length = 255, example = "5e7a-plan-0042"),
    ),
    request_body = RepaymentPlanIn,
    responses((status = 200, description = "The case; with `dry_run=true` without id and receipt.", body = ImpayeStep))
)]
#[post("/{id}/repayment-plans")]
pub async fn create_repayment_plan(
    caller: Caller<ImpayesWrite>,
    id: Path<RawId>,
    sent: Submission<RepaymentPlanIn>,
    db: Data<Db>,
) -> Result<Answer, Problem> {
    submit(&db, &caller.actor, sent, move |scope, sent| send_plan(scope, &id.0.parse()?, sent).map(Outcome::Changed)).await
}

/// Judges and keeps a repayment plan.
///
/// # Errors
/// 404, 409 `illegal_transition`, 422 when the plan does not hold.
pub fn send_plan(scope: &mut Scope<'_>, id: &ImpayeId, sent: &RepaymentPlanIn) -> Result<Impaye, Problem> {
    let mut row = scope.impaye_row(id)?;
    after(row.status, CaseAction::RepaymentPlan)?;
    let plan = plan(sent, row.debt_cents, scope.law().default_plan.on(row.reported_on).figures, scope.today())?;
    row.set_plan(&plan)?;
    row.set_next_due(None);
    scope.plan_waits(&row)?;
    step(scope, &mut row, CaseAction::RepaymentPlan, ReceiptKind::RepaymentPlan, sent)
}

/// Tells how a plan is kept.
///
/// Due every six months under the rules of 2026 (CCH R.824-9).
#[utoipa::path(
    tag = "Arrears",
    operation_id = "createPlanCheck",
    security(("oauth2" = [ImpayesWrite::NAME])),
    params(
        ("id" = ImpayeId, Path, description = "The case.", example = "imp_01m83t4cm0f5pvyjzdhqjq0a50"),
        ("Idempotency-Key" = Option<String>, Header, description = "Makes the call safe to repeat, for 24 hours at least.", min_length = 1, max_length = 255, example = "5e7a-check-0042"),
    ),
    request_body = CheckIn,
    responses((status = 200, description = "The case.", body = Impaye))
)]
#[post("/{id}/checks")]
pub async fn create_check(
    caller: Caller<ImpayesWrite>,
    id: Path<RawId>,
    sent: Submission<CheckIn, false>,
    db: Data<Db>,
) -> Result<Answer, Problem> {
    submit(&db, &caller.actor, sent, move |scope, sent| {
        let mut row = scope.impaye_row(&id.0.parse()?)?;
        after(row.status, CaseAction::Check)?;
        not_future("/checked_on", sent.checked_on, scope.today())?;
        // A check told late for an earlier day does not bring the next one nearer.
        let interval = scope.law().plan_check_interval.on(row.reported_on);
        let next = interval.map(|rule| next_check_on(rule.figures, sent.checked_on)).max(row.next_due().map(|(_, on)| on));
        row.set_next_due(next.map(|on| (NextDueKind::Check, on)));
        Ok(Outcome::Changed(step(scope, &mut row, CaseAction::Check, ReceiptKind::Check, sent)?))
    })
    .await
}

/// Tells that the debt is paid.
///
/// The case is settled; its months stay readable.
#[utoipa::path(
    tag = "Arrears",
    operation_id = "settleImpaye",
    security(("oauth2" = [ImpayesWrite::NAME])),
    params(
        ("id" = ImpayeId, Path, description = "The case.", example = "imp_01m83t4cm0etfs5qjt64fjmwrn"),
        ("Idempotency-Key" = Option<String>, Header, description = "Makes the call safe to repeat, for 24 hours at least.", min_length = 1, max_length = 255, example = "5e7a-settlement-0042"),
    ),
    request_body = SettlementIn,
    responses((status = 200, description = "The case, settled.", body = Impaye))
)]
#[post("/{id}/settlement")]
pub async fn settle_impaye(
    caller: Caller<ImpayesWrite>,
    id: Path<RawId>,
    sent: Submission<SettlementIn, false>,
    db: Data<Db>,
) -> Result<Answer, Problem> {
    submit(&db, &caller.actor, sent, move |scope, sent| settle(scope, &id.0.parse()?, sent).map(Outcome::Changed)).await
}

/// Settles a case.
///
/// # Errors
/// 404, 409 `illegal_transition`, 422 when the day is in the future.
pub fn settle(scope: &mut Scope<'_>, id: &ImpayeId, sent: &SettlementIn) -> Result<Impaye, Problem> {
    let mut row = scope.impaye_row(id)?;
    after(row.status, CaseAction::Settlement)?;
    not_future("/settled_on", sent.settled_on, scope.today())?;
    let mut details = row.details()?;
    details.settled_on = Some(sent.settled_on);
    row.set_details(&details)?;
    row.set_next_due(None);
    step(scope, &mut row, CaseAction::Settlement, ReceiptKind::Settlement, sent)
}

/// Withdraws a report.
///
/// Only before a plan was sent.
#[utoipa::path(
    tag = "Arrears",
    operation_id = "withdrawImpaye",
    security(("oauth2" = [ImpayesWrite::NAME])),
    params(
        ("id" = ImpayeId, Path, description = "The case."),
        ("Idempotency-Key" = Option<String>, Header, description = "Makes the call safe to repeat, for 24 hours at least.", min_length = 1, max_length = 255, example = "5e7a-withdrawal-0042"),
    ),
    request_body = WithdrawalIn,
    responses((status = 200, description = "The case, closed.", body = Impaye))
)]
#[post("/{id}/withdrawal")]
pub async fn withdraw_impaye(
    caller: Caller<ImpayesWrite>,
    id: Path<RawId>,
    sent: Submission<WithdrawalIn, false>,
    db: Data<Db>,
) -> Result<Answer, Problem> {
    submit(&db, &caller.actor, sent, move |scope, sent| {
        let mut row = scope.impaye_row(&id.0.parse()?)?;
        after(row.status, CaseAction::Withdrawal)?;
        let mut details = row.details()?;
        details.reason = Some(sent.reason.clone());
        row.set_details(&details)?;
        row.set_next_due(None);
        Ok(Outcome::Changed(step(scope, &mut row, CaseAction::Withdrawal, ReceiptKind::Withdrawal, sent)?))
    })
    .await
}
