//! Handlers of the arrears: simulation, report, reading, the life of a case as a table.

pub mod steps;

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get, post};

use super::answer;
use super::assess::{Figures, assess, excessive_months, month_faults};
use super::debtor::Debtor;
use super::dto::{AssessmentOut, Impaye, ImpayeAnswer, ImpayeFilter, ImpayeIn, ImpayePage, SimulationIn, StateMachine, TransitionOut};
use super::life::{ImpayeStatus, OPEN, transitions};
use super::paper;
use crate::auth::scopes::{ImpayesRead, ImpayesWrite, ScopeName};
use crate::auth::{AnyCaller, Caller};
use crate::db::kept::Answer;
use crate::db::{Db, Reader};
use crate::http::path::RawId;
use crate::http::query::NoParameters;
use crate::http::respond::JSON;
use crate::http::submission::{DryRun, Outcome, submit};
use crate::http::{Json, Listed, Listing, One, Path, Query, Submission};
use crate::problem::{At, Code, Noted, Problem, WarningCode};
use crate::receipts::{self, Receipt};
use crate::values::aid::PaymentMode;
use crate::values::typed_id::ImpayeId;

/// Simulates arrears.
///
/// Judges a debt without storing anything, on any day: which regime, threshold, deadline, and why.
/// A debt under the threshold is an answer, not a refusal.
#[utoipa::path(
    tag = "Arrears",
    operation_id = "simulateImpaye",
    extensions(("x-refusals" = json!([Code::NotFound]))),
    security(("oauth2" = [ImpayesRead::NAME])),
    request_body(content = SimulationIn, examples(
        ("constituted" = (summary = "At the threshold: an impayé, to be reported", value = json!({
            "rent_cents": 43_000, "charges_cents": 9_000, "aid_cents": 20_000, "payment_mode": "landlord", "due_day": 5,
            "reported_on": "2026-11-20",
            "months": [{"month": "2026-09", "unpaid_cents": 32_000}, {"month": "2026-10", "unpaid_cents": 32_000}]
        }))),
        ("under_threshold" = (summary = "One euro less: not an impayé yet", value = json!({
            "rent_cents": 43_000, "charges_cents": 9_000, "aid_cents": 20_000, "payment_mode": "landlord", "due_day": 5,
            "reported_on": "2026-11-20",
            "months": [{"month": "2026-09", "unpaid_cents": 32_000}, {"month": "2026-10", "unpaid_cents": 31_900}]
        }))),
        ("three_months" = (summary = "From 2027 on: a small debt three months after the first default", value = json!({
            "rent_cents": 43_000, "charges_cents": 9_000, "aid_cents": 20_000, "payment_mode": "landlord", "due_day": 5,
            "reported_on": "2027-05-20",
            "months": [{"month": "2027-01", "unpaid_cents": 10_000}, {"month": "2027-02", "unpaid_cents": 10_000},
                {"month": "2027-03", "unpaid_cents": 10_000}]
        }))),
    )),
    responses((status = 200, description = "The judgment.", body = AssessmentOut))
)]
#[post("/simulations")]
pub async fn simulate_impaye(caller: Caller<ImpayesRead>, sent: Json<SimulationIn>, db: Data<Db>) -> Result<HttpResponse, Problem> {
    let Json(sent) = sent;
    let judged = simulate(&db.reader(&caller.actor), &sent).await?;
    let body = serde_json::to_vec(&judged).map_err(Problem::internal)?;
    Ok(HttpResponse::Ok().insert_header((actix_web::http::header::CONTENT_TYPE, JSON)).body(body))
}

async fn simulate(reader: &Reader<'_>, sent: &SimulationIn) -> Result<AssessmentOut, Problem> {
    let reported_on = sent.reported_on.unwrap_or(reader.today());
    let debtor = match &sent.tenant_id {
        Some(tenant) => Some(Debtor::of(reader.tenancy(tenant, reported_on).await?)?),
        None => None,
    };
    let figures = match &debtor {
        Some(debtor) => debtor.figures.clone(),
        None => Figures {
            rent_cents: sent.rent_cents.unwrap_or(0),
            charges_cents: sent.charges_cents,
            aid_cents: sent.aid_cents.unwrap_or(0),
            aid_unknown: false,
            payment_mode: sent.payment_mode.unwrap_or(PaymentMode::Tenant),
            due_day: sent.due_day.unwrap_or(1),
            term: None,
        },
    };
    let faults = month_faults(&figures, &sent.months, reported_on);
    if !faults.is_empty() {
        return Err(Problem::validation(faults));
    }
    let mut of = assess(reader.law(), &figures, &sent.months, reported_on);
    let excessive = excessive_months(&figures, &sent.months).into_iter().map(|fault| (WarningCode::UnpaidAboveDue, fault));
    let outside = debtor.iter().flat_map(|debtor| super::submit::warned(debtor, &sent.months, reported_on));
    for (code, fault) in excessive.chain(outside) {
        if let At::Pointer(pointer) = &fault.at {
            of.warnings.push(Noted::new(code, Some(pointer), &fault.detail).with_rule(of.rule));
        }
    }
    Ok(answer::assessment(&of, &figures, reported_on, reader.language()))
}

/// Gives the life of a case as a table.
///
/// Its states, and who may move it from where to where.
#[utoipa::path(
    tag = "Arrears",
    operation_id = "getImpayeStateMachine",
    security(("oauth2" = [])),
    responses((status = 200, description = "States and transitions.", body = StateMachine))
)]
#[get("/state-machine")]
pub async fn get_impaye_state_machine(_caller: AnyCaller, _none: Query<NoParameters>) -> One<StateMachine> {
    let transitions = transitions();
    One(StateMachine {
        states: ImpayeStatus::ALL.to_vec(),
        open_states: OPEN.to_vec(),
        transitions: transitions.map(|one| TransitionOut { from: one.from, actor: one.actor, action: one.action, to: one.to }).collect(),
    })
}

/// Reports arrears.
///
/// Accepted when the law in force today says they are constituted; the answer says which rule,
/// threshold and deadline applied, with the article.
#[utoipa::path(
    tag = "Arrears",
    operation_id = "createImpaye",
    extensions(("x-refusals" = json!([Code::NotFound, Code::ManagementEnded, Code::ImpayeAlreadyOpen, Code::ImpayeNotConstituted, Code::RecoveryStepsRequired]))),
    security(("oauth2" = [ImpayesWrite::NAME])),
    params(
        DryRun,
        ("Idempotency-Key" = Option<String>, Header, description = "Makes the call safe to repeat, for 24 hours at least.", min_length = 1, max_length = 255, example = "5e7a-impaye-0042"),
    ),
    request_body = ImpayeIn,
    responses(
        (status = 201, description = "The case is open.", body = ImpayeAnswer),
        (status = 200, description = "Dry run: what would be reported; nothing was written.", body = ImpayeAnswer),
    )
)]
#[post("")]
pub async fn create_impaye(caller: Caller<ImpayesWrite>, sent: Submission<ImpayeIn>, db: Data<Db>) -> Result<Answer, Problem> {
    submit(&db, &caller.actor, sent, |scope, sent| {
        let value = super::submit::submit(scope, sent)?;
        Ok(Outcome::Created { location: format!("/v1/impayes/{}", value.id), value })
    })
    .await
}

/// Lists arrears cases.
///
/// The latest reported first.
#[utoipa::path(
    tag = "Arrears",
    operation_id = "listImpayes",
    security(("oauth2" = [ImpayesRead::NAME])),
    params(ImpayeFilter),
    responses((status = 200, description = "A page of cases.", body = ImpayePage))
)]
#[get("")]
pub async fn list_impayes(asked: Listed<Caller<ImpayesRead>, ImpayeFilter>, db: Data<Db>) -> Result<Listing<Impaye>, Problem> {
    let Listed { caller, filter, page } = asked;
    db.reader(&caller.actor).impayes(filter, &page).await.map(Listing)
}

/// Reads an arrears case.
///
/// With the rule that applied, its plan and what is due next.
#[utoipa::path(
    tag = "Arrears",
    operation_id = "getImpaye",
    security(("oauth2" = [ImpayesRead::NAME])),
    params(("id" = ImpayeId, Path, description = "The case.")),
    responses((status = 200, description = "The case.", body = Impaye))
)]
#[get("/{id}")]
pub async fn get_impaye(
    caller: Caller<ImpayesRead>,
    id: Path<RawId>,
    _none: Query<NoParameters>,
    db: Data<Db>,
) -> Result<One<Impaye>, Problem> {
    db.reader(&caller.actor).impaye(id.0.parse()?).await.map(One)
}

/// Reads the receipt of an arrears case.
///
/// That of what was received last, as JSON or as a PDF by `Accept`.
#[utoipa::path(
    tag = "Arrears",
    operation_id = "getImpayeReceipt",
    security(("oauth2" = [ImpayesRead::NAME])),
    params(("id" = ImpayeId, Path, description = "The case.")),
    responses((status = 200, description = "The receipt.", content(
        (Receipt = "application/json"),
        (Vec<u8> = "application/pdf"),
    )))
)]
#[get("/{id}/receipt")]
pub async fn get_impaye_receipt(
    request: HttpRequest,
    caller: Caller<ImpayesRead>,
    id: Path<RawId>,
    _none: Query<NoParameters>,
    db: Data<Db>,
) -> Result<HttpResponse, Problem> {
    let reader = db.reader(&caller.actor);
    let (receipt, beside) = reader.impaye_receipt(id.0.parse()?).await?;
    receipts::answer(&request, &receipt, reader.language(), |content| paper::told(content, &beside, reader.law(), reader.language()))
}
