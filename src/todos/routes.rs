//! The handler of the to-dos.

use actix_web::get;
use actix_web::web::Data;

use super::dto::{Todo, TodoFilter, TodoPage};
use crate::auth::Caller;
use crate::auth::scopes::{LandlordRead, ScopeName};
use crate::db::Db;
use crate::http::{Listed, Listing};
use crate::problem::Problem;

/// Lists what is awaited of the landlord now.
///
/// July rents to declare, repayment plans to send and checks to make, the soonest first; what is overdue
/// is among them.
#[utoipa::path(
    tag = "Landlord",
    operation_id = "listTodos",
    security(("oauth2" = [LandlordRead::NAME])),
    params(TodoFilter),
    responses((status = 200, description = "A page of to-dos.", body = TodoPage))
)]
#[get("/landlord/todos")]
pub async fn list_todos(asked: Listed<Caller<LandlordRead>, TodoFilter>, db: Data<Db>) -> Result<Listing<Todo>, Problem> {
    let Listed { caller, filter, page } = asked;
    db.reader(&caller.actor).todos(filter, &page).await.map(Listing)
}
