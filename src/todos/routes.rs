//! The handler of the to-dos.

use actix_web::web::Data;
use actix_web::{HttpRequest, get};

use super::dto::{Todo, TodoFilter, TodoPage};
use crate::auth::Caller;
use crate::auth::scopes::{LandlordRead, ScopeName};
use crate::db::Db;
use crate::http::{Listing, PageRequest, Query};
use crate::problem::Problem;

/// Lists what is awaited of the landlord now.
///
/// July rents to declare, repayment plans and checks that are due: the soonest first.
#[utoipa::path(
    tag = "Landlord",
    operation_id = "listTodos",
    security(("oauth2" = [LandlordRead::NAME])),
    params(TodoFilter),
    responses((status = 200, description = "A page of to-dos.", body = TodoPage))
)]
#[get("/landlord/todos")]
pub async fn list_todos(
    request: HttpRequest,
    caller: Caller<LandlordRead>,
    filter: Query<TodoFilter>,
    db: Data<Db>,
) -> Result<Listing<Todo>, Problem> {
    let Query(filter) = filter;
    let page = PageRequest::new(&request, caller.actor.landlord.as_str(), filter.limit, filter.cursor.clone());
    db.read(&caller.actor, move |scope| scope.todos(&filter, &page)).await.map(Listing)
}
