//! Handlers of what a landlord does with an open case: months, plan, check, settlement, withdrawal.

use actix_web::post;
use actix_web::web::Data;

use crate::auth::Caller;
use crate::auth::scopes::{ImpayesWrite, ScopeName};
use crate::db::Db;
use crate::db::kept::Answer;
use crate::http::path::RawId;
use crate::http::submission::{DryRun, Outcome, submit};
use crate::http::{Path, Submission};
use crate::impayes::dto::{CheckIn, Impaye, ImpayeAnswer, MonthsIn, RepaymentPlanIn, SettlementIn, WithdrawalIn};
use crate::impayes::submit::steps;
use crate::problem::{Code, Problem};
use crate::values::typed_id::ImpayeId;

/// Adds, corrects or removes months.
///
/// A month that is there takes the new amount; 0 removes it. The regime and dates of the first
/// report stay; the debt, and a plan of equal instalments, follow.
#[utoipa::path(
    tag = "Arrears",
    operation_id = "setImpayeMonths",
    extensions(("x-refusals" = json!([Code::ManagementEnded, Code::IllegalTransition]))),
    security(("oauth2" = [ImpayesWrite::NAME])),
    params(
        ("id" = ImpayeId, Path, description = "The case."),
        DryRun,
        ("Idempotency-Key" = Option<String>, Header, description = "Makes the call safe to repeat, for 24 hours at least.", min_length = 1, max_length = 255, example = "5e7a-months-0042"),
    ),
    request_body = MonthsIn,
    responses((status = 200, description = "The case; with `dry_run=true` id and receipt are null.", body = ImpayeAnswer))
)]
#[post("/{id}/months")]
pub async fn set_impaye_months(
    caller: Caller<ImpayesWrite>,
    id: Path<RawId>,
    sent: Submission<MonthsIn>,
    db: Data<Db>,
) -> Result<Answer, Problem> {
    submit(&db, &caller.actor, sent, move |scope, sent| steps::months(scope, &id.0.parse()?, sent).map(Outcome::Changed)).await
}

/// Sends a repayment plan.
///
/// Explicit instalments, or equal monthly ones. It carries the day the tenant signed it, starts
/// after that day and covers the debt.
#[utoipa::path(
    tag = "Arrears",
    operation_id = "createRepaymentPlan",
    extensions(("x-refusals" = json!([Code::ManagementEnded, Code::IllegalTransition]))),
    security(("oauth2" = [ImpayesWrite::NAME])),
    params(
        ("id" = ImpayeId, Path, description = "The case.", example = "imp_01m83t4cm0ffn8nczv1xhcqhtv"),
        DryRun,
        ("Idempotency-Key" = Option<String>, Header, description = "Makes the call safe to repeat, for 24 hours at least.", min_length = 1, max_length = 255, example = "5e7a-plan-0042"),
    ),
    request_body = RepaymentPlanIn,
    responses((status = 200, description = "The case; with `dry_run=true` id and receipt are null.", body = ImpayeAnswer))
)]
#[post("/{id}/repayment-plans")]
pub async fn create_repayment_plan(
    caller: Caller<ImpayesWrite>,
    id: Path<RawId>,
    sent: Submission<RepaymentPlanIn>,
    db: Data<Db>,
) -> Result<Answer, Problem> {
    submit(&db, &caller.actor, sent, move |scope, sent| steps::plan(scope, &id.0.parse()?, sent).map(Outcome::Changed)).await
}

/// Tells how a plan is kept.
///
/// Due every six months under the rules of 2026 (CCH R.824-9).
#[utoipa::path(
    tag = "Arrears",
    operation_id = "createPlanCheck",
    extensions(("x-refusals" = json!([Code::ManagementEnded, Code::IllegalTransition]))),
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
    submit(&db, &caller.actor, sent, move |scope, sent| steps::check(scope, &id.0.parse()?, sent).map(Outcome::Changed)).await
}

/// Tells that the debt is paid.
///
/// The case is settled; its months stay readable.
#[utoipa::path(
    tag = "Arrears",
    operation_id = "settleImpaye",
    extensions(("x-refusals" = json!([Code::ManagementEnded, Code::IllegalTransition]))),
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
    submit(&db, &caller.actor, sent, move |scope, sent| steps::settle(scope, &id.0.parse()?, sent).map(Outcome::Changed)).await
}

/// Withdraws a report.
///
/// Only while it is reported, under review or waiting for a plan.
#[utoipa::path(
    tag = "Arrears",
    operation_id = "withdrawImpaye",
    extensions(("x-refusals" = json!([Code::IllegalTransition]))),
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
    submit(&db, &caller.actor, sent, move |scope, sent| steps::withdraw(scope, &id.0.parse()?, sent).map(Outcome::Changed)).await
}
