//! Handlers of the changes.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get, post};

use super::dto::{CancellationIn, Change, ChangeAnswer, ChangeFilter, ChangeIn, ChangePage};
use super::paper;
use super::submit::cancel;
use crate::auth::Caller;
use crate::auth::scopes::{ChangesRead, ChangesWrite, ScopeName};
use crate::db::Db;
use crate::db::kept::Answer;
use crate::http::path::RawId;
use crate::http::query::NoParameters;
use crate::http::submission::{DryRun, Outcome, submit};
use crate::http::{Listed, Listing, One, Path, Query, Submission};
use crate::problem::{Code, Problem};
use crate::receipts::{self, Receipt};
use crate::values::typed_id::ChangeId;

/// Declares a change.
///
/// A departure, a shared tenancy or the end of a housing unit's management. What it does applies at
/// once, is listed in `effects`, and is undone exactly when the change is replaced, cancelled or rejected.
#[utoipa::path(
    tag = "Changes",
    operation_id = "createChange",
    extensions(("x-refusals" = json!([Code::NotFound, Code::AlreadyDeclared, Code::DepartureAlreadyDeclared, Code::ManagementEnded, Code::ColocationUnchanged]))),
    security(("oauth2" = [ChangesWrite::NAME])),
    params(
        DryRun,
        ("Idempotency-Key" = Option<String>, Header, description = "Makes the call safe to repeat, for 24 hours at least.", min_length = 1, max_length = 255, example = "c1d2-change-0042"),
    ),
    request_body(content = ChangeIn, examples(
        ("departure" = (summary = "A household leaves", value = json!({
            "type": "departure", "tenant_id": "ten_01m83t4cm0exw9qpzrs92btnhz", "departed_on": "2026-11-30", "leaving": "household", "reason": "moved"
        }))),
        ("colocation" = (summary = "A second household joins the lease", value = json!({
            "type": "colocation", "tenant_id": "ten_01m83t4cm0e7gbcc4tdrye2d9c", "effective_on": "2026-11-01", "coholders": 2
        }))),
        ("end_of_management" = (summary = "A housing unit is sold", value = json!({
            "type": "end_of_management", "logement_id": "log_01m83t4cm0fbgrntgpvjewr2e3", "effective_on": "2026-12-31", "reason": "sale",
            "successor": { "name": "Agence de la Gare", "siret": "35600000049837" }
        }))),
    )),
    responses(
        (status = 201, description = "The change is declared.", body = ChangeAnswer),
        (status = 200, description = "Dry run: what would be declared; nothing was written.", body = ChangeAnswer),
    )
)]
#[post("")]
pub async fn create_change(caller: Caller<ChangesWrite>, sent: Submission<ChangeIn>, db: Data<Db>) -> Result<Answer, Problem> {
    submit(&db, &caller.actor, sent, |scope, sent| {
        let value = super::submit::submit(scope, sent)?;
        Ok(Outcome::Created { location: format!("/v1/changes/{}", value.id()), value })
    })
    .await
}

/// Lists changes.
///
/// Every version, the latest received first.
#[utoipa::path(
    tag = "Changes",
    operation_id = "listChanges",
    security(("oauth2" = [ChangesRead::NAME])),
    params(ChangeFilter),
    responses((status = 200, description = "A page of changes.", body = ChangePage))
)]
#[get("")]
pub async fn list_changes(asked: Listed<Caller<ChangesRead>, ChangeFilter>, db: Data<Db>) -> Result<Listing<Change>, Problem> {
    let Listed { caller, filter, page } = asked;
    db.reader(&caller.actor).changes(filter, &page).await.map(Listing)
}

/// Reads a change.
///
/// With its effects, its receipt and what the paying body decided.
#[utoipa::path(
    tag = "Changes",
    operation_id = "getChange",
    security(("oauth2" = [ChangesRead::NAME])),
    params(("id" = ChangeId, Path, description = "The change.")),
    responses((status = 200, description = "The change.", body = Change))
)]
#[get("/{id}")]
pub async fn get_change(
    caller: Caller<ChangesRead>,
    id: Path<RawId>,
    _none: Query<NoParameters>,
    db: Data<Db>,
) -> Result<One<Change>, Problem> {
    db.reader(&caller.actor).change(id.0.parse()?).await.map(One)
}

/// Reads the receipt of a change.
///
/// As JSON, or as a PDF by `Accept`.
#[utoipa::path(
    tag = "Changes",
    operation_id = "getChangeReceipt",
    security(("oauth2" = [ChangesRead::NAME])),
    params(("id" = ChangeId, Path, description = "The change.")),
    responses((status = 200, description = "The receipt.", content(
        (Receipt = "application/json"),
        (Vec<u8> = "application/pdf"),
    )))
)]
#[get("/{id}/receipt")]
pub async fn get_change_receipt(
    request: HttpRequest,
    caller: Caller<ChangesRead>,
    id: Path<RawId>,
    _none: Query<NoParameters>,
    db: Data<Db>,
) -> Result<HttpResponse, Problem> {
    let reader = db.reader(&caller.actor);
    let (receipt, beside) = reader.change_receipt(id.0.parse()?).await?;
    receipts::answer(&request, &receipt, reader.language(), |content| paper::told(content, &beside, reader.law(), reader.language()))
}

/// Cancels a change.
///
/// What it did is undone exactly. Only a change that applies can be cancelled.
#[utoipa::path(
    tag = "Changes",
    operation_id = "cancelChange",
    extensions(("x-refusals" = json!([Code::IllegalTransition]))),
    security(("oauth2" = [ChangesWrite::NAME])),
    params(
        ("id" = ChangeId, Path, description = "The change."),
        ("Idempotency-Key" = Option<String>, Header, description = "Makes the call safe to repeat, for 24 hours at least.", min_length = 1, max_length = 255, example = "c1d2-cancel-0042"),
    ),
    request_body = CancellationIn,
    responses((status = 200, description = "The change, cancelled.", body = Change))
)]
#[post("/{id}/cancellation")]
pub async fn cancel_change(
    caller: Caller<ChangesWrite>,
    id: Path<RawId>,
    sent: Submission<CancellationIn, false>,
    db: Data<Db>,
) -> Result<Answer, Problem> {
    submit(&db, &caller.actor, sent, move |scope, sent| cancel(scope, &id.0.parse()?, sent.reason.as_deref()).map(Outcome::Changed)).await
}
