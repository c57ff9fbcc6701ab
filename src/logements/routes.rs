//! Handlers of the housing units.

use actix_web::web::Data;
use actix_web::{HttpRequest, get, patch};

use super::dto::{Logement, LogementFilter, LogementPage, LogementPatch};
use crate::auth::Caller;
use crate::auth::scopes::{LandlordWrite, LogementsRead, ScopeName};
use crate::db::Db;
use crate::http::etag::IfMatch;
use crate::http::path::RawId;
use crate::http::query::NoParameters;
use crate::http::{Listed, Listing, One, Patch, Path, Query};
use crate::problem::Problem;
use crate::values::landlord_reference::LandlordReference;
use crate::values::typed_id::LogementId;

/// Lists housing units.
///
/// Those the landlord manages or managed, the latest received first.
#[utoipa::path(
    tag = "Logements",
    operation_id = "listLogements",
    security(("oauth2" = [LogementsRead::NAME])),
    params(LogementFilter),
    responses((status = 200, description = "A page of housing units.", body = LogementPage))
)]
#[get("")]
pub async fn list_logements(asked: Listed<Caller<LogementsRead>, LogementFilter>, db: Data<Db>) -> Result<Listing<Logement>, Problem> {
    let Listed { caller, filter, page } = asked;
    db.reader(&caller.actor).logements(filter, &page).await.map(Listing)
}

/// Reads a housing unit.
///
/// With the number of tenancies that run in it today.
#[utoipa::path(
    tag = "Logements",
    operation_id = "getLogement",
    security(("oauth2" = [LogementsRead::NAME])),
    params(("id" = LogementId, Path, description = "The housing unit.")),
    responses((status = 200, description = "The housing unit.", body = Logement))
)]
#[get("/{id}")]
pub async fn get_logement(
    caller: Caller<LogementsRead>,
    id: Path<RawId>,
    _none: Query<NoParameters>,
    db: Data<Db>,
) -> Result<One<Logement>, Problem> {
    db.reader(&caller.actor).logement(id.0.parse()?).await.map(One)
}

/// Sets the landlord's own reference of a housing unit.
///
/// The key by which the landlord knows the unit in its own books: the list finds the unit by it. What the
/// paying body loads leaves it alone, until its file brings another one than it brought last.
#[utoipa::path(
    tag = "Logements",
    operation_id = "updateLogement",
    security(("oauth2" = [LandlordWrite::NAME])),
    params(
        ("id" = LogementId, Path, description = "The housing unit."),
        ("If-Match" = Option<String>, Header, description = "The ETag of the unit that is changed; `*` takes any.", max_length = 500, example = "*"),
    ),
    request_body(content = LogementPatch, content_type = "application/merge-patch+json"),
    responses((status = 200, description = "The housing unit with the change.", body = Logement))
)]
#[patch("/{id}")]
pub async fn update_logement(
    request: HttpRequest,
    caller: Caller<LandlordWrite>,
    id: Path<RawId>,
    patch: Patch<LogementPatch>,
    db: Data<Db>,
) -> Result<One<Logement>, Problem> {
    let (Patch(patch), condition) = (patch, IfMatch::of(request.headers()));
    let id: LogementId = id.0.parse()?;
    db.write(&caller.actor, move |scope| {
        let (mut logement, with_body) = scope.logement(id.clone())?;
        condition.judge(&logement)?;
        if let Some(reference) = &patch.landlord_reference {
            logement.landlord_reference = reference.as_ref().map(LandlordReference::to_string);
            scope.set_logement_reference(&logement, &with_body)?;
        }
        Ok(One(logement))
    })
    .await
}
