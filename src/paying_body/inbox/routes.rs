//! The handler of the inbox.

use actix_web::get;
use actix_web::web::Data;

use super::dto::{InboxFilter, InboxItem, InboxPage};
use super::queries::inbox_of;
use crate::auth::PayingBodyCaller;
use crate::auth::scopes::{PayingBody, ScopeName};
use crate::db::Db;
use crate::http::{Listed, Listing};
use crate::problem::Problem;

/// Lists what awaits a decision.
///
/// What landlords sent about tenants and housing units of the caller's paying body, the oldest first.
#[utoipa::path(
    tag = "Paying body",
    operation_id = "listInbox",
    security(("oauth2" = [PayingBody::NAME])),
    params(InboxFilter),
    responses((status = 200, description = "A page of the inbox.", body = InboxPage))
)]
#[get("/inbox")]
pub async fn list_inbox(asked: Listed<PayingBodyCaller, InboxFilter>, db: Data<Db>) -> Result<Listing<InboxItem>, Problem> {
    let Listed { caller, filter, page } = asked;
    inbox_of(&db, caller.code, &filter, &page).await.map(Listing)
}
