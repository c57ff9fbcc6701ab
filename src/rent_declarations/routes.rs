//! Handlers of the July rents.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get, post};

use super::dto::{RentDeclaration, RentDeclarationAnswer, RentDeclarationFilter, RentDeclarationIn, RentDeclarationPage};
use super::paper;
use crate::auth::Caller;
use crate::auth::scopes::{RentDeclarationsRead, RentDeclarationsWrite, ScopeName};
use crate::db::Db;
use crate::db::kept::Answer;
use crate::http::path::RawId;
use crate::http::query::NoParameters;
use crate::http::submission::{DryRun, Outcome, submit};
use crate::http::{Listed, Listing, One, Path, Query, Submission};
use crate::problem::{Code, Problem};
use crate::receipts::{self, Receipt};
use crate::values::typed_id::RentDeclarationId;

/// Declares the July rent of a tenant.
///
/// The rent of the whole lease without charges. A second declaration for the same tenant and
/// campaign must name the one it `replaces`. After the cut-off day it is accepted and flagged `late`.
#[utoipa::path(
    tag = "July rent",
    operation_id = "createRentDeclaration",
    extensions(("x-refusals" = json!([Code::NotFound, Code::CampaignNotOpen, Code::TenantNotConcerned, Code::AlreadyDeclared, Code::ManagementEnded]))),
    security(("oauth2" = [RentDeclarationsWrite::NAME])),
    params(
        DryRun,
        ("Idempotency-Key" = Option<String>, Header, description = "Makes the call safe to repeat, for 24 hours at least.", min_length = 1, max_length = 255, example = "9b2f6c1e-rent-2026-0042"),
    ),
    request_body(content = RentDeclarationIn, examples(
        ("in_time" = (summary = "In time", value = json!({
            "tenant_id": "ten_01m83t4cm0e7gbcc4tdrye2d9c", "campaign_year": 2026, "rent_cents": 43_000, "charges_cents": 9_000
        }))),
        ("replacing" = (summary = "In place of the version before", value = json!({
            "tenant_id": "ten_01m83t4cm0efhr4peaq3gz5ma1", "campaign_year": 2026, "rent_cents": 28_500,
            "replaces": "rdc_01m83t4cm0fwhv3v1qcp8ttrb4"
        }))),
    )),
    responses(
        (status = 201, description = "The rent is declared.", body = RentDeclarationAnswer),
        (status = 200, description = "Dry run: what would be declared; nothing was written.", body = RentDeclarationAnswer),
    )
)]
#[post("")]
pub async fn create_rent_declaration(
    caller: Caller<RentDeclarationsWrite>,
    sent: Submission<RentDeclarationIn>,
    db: Data<Db>,
) -> Result<Answer, Problem> {
    submit(&db, &caller.actor, sent, |scope, sent| {
        let value = super::submit::submit(scope, sent)?;
        Ok(Outcome::Created { location: format!("/v1/rent-declarations/{}", value.id), value })
    })
    .await
}

/// Lists July rents.
///
/// Every version, the latest received first.
#[utoipa::path(
    tag = "July rent",
    operation_id = "listRentDeclarations",
    security(("oauth2" = [RentDeclarationsRead::NAME])),
    params(RentDeclarationFilter),
    responses((status = 200, description = "A page of declarations.", body = RentDeclarationPage))
)]
#[get("")]
pub async fn list_rent_declarations(
    asked: Listed<Caller<RentDeclarationsRead>, RentDeclarationFilter>,
    db: Data<Db>,
) -> Result<Listing<RentDeclaration>, Problem> {
    let Listed { caller, filter, page } = asked;
    db.reader(&caller.actor).declarations(filter, &page).await.map(Listing)
}

/// Reads a July rent.
///
/// With its receipt, its warnings and what the paying body decided.
#[utoipa::path(
    tag = "July rent",
    operation_id = "getRentDeclaration",
    security(("oauth2" = [RentDeclarationsRead::NAME])),
    params(("id" = RentDeclarationId, Path, description = "The declaration.")),
    responses((status = 200, description = "The declaration.", body = RentDeclaration))
)]
#[get("/{id}")]
pub async fn get_rent_declaration(
    caller: Caller<RentDeclarationsRead>,
    id: Path<RawId>,
    _none: Query<NoParameters>,
    db: Data<Db>,
) -> Result<One<RentDeclaration>, Problem> {
    db.reader(&caller.actor).declaration(id.0.parse()?).await.map(One)
}

/// Reads the receipt of a July rent.
///
/// As JSON, or as a PDF by `Accept`.
#[utoipa::path(
    tag = "July rent",
    operation_id = "getRentDeclarationReceipt",
    security(("oauth2" = [RentDeclarationsRead::NAME])),
    params(("id" = RentDeclarationId, Path, description = "The declaration.")),
    responses((status = 200, description = "The receipt.", content(
        (Receipt = "application/json"),
        (Vec<u8> = "application/pdf"),
    )))
)]
#[get("/{id}/receipt")]
pub async fn get_rent_declaration_receipt(
    request: HttpRequest,
    caller: Caller<RentDeclarationsRead>,
    id: Path<RawId>,
    _none: Query<NoParameters>,
    db: Data<Db>,
) -> Result<HttpResponse, Problem> {
    let reader = db.reader(&caller.actor);
    let (receipt, version) = reader.declaration_receipt(id.0.parse()?).await?;
    receipts::answer(&request, &receipt, reader.language(), |content| paper::told(content, version, reader.law(), reader.language()))
}
