//! Handlers of the housing units.

use actix_web::get;
use actix_web::web::Data;

use super::dto::{Logement, LogementFilter, LogementPage};
use crate::auth::Caller;
use crate::auth::scopes::{LogementsRead, ScopeName};
use crate::db::Db;
use crate::http::path::RawId;
use crate::http::query::NoParameters;
use crate::http::{Listed, Listing, One, Path, Query};
use crate::problem::Problem;
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
