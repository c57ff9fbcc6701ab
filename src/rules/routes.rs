//! Handlers of the rules: any token may read them.

use actix_web::get;
use actix_web::web::Data;

use super::dto::{RuleOut, RulePage};
use crate::auth::AnyCaller;
use crate::db::Db;
use crate::http::query::NoParameters;
use crate::http::{Listing, One, Page, Path, Query};
use crate::problem::Problem;

/// Lists the legal rules.
///
/// Each with its period, article, figures, and for some a request that triggers it.
#[utoipa::path(
    tag = "Rules",
    operation_id = "listRules",
    security(("oauth2" = [])),
    responses((status = 200, description = "The rules.", body = RulePage))
)]
#[get("")]
pub async fn list_rules(_caller: AnyCaller, _none: Query<NoParameters>, db: Data<Db>) -> Result<Listing<RuleOut>, Problem> {
    let data = db.law().rules().into_iter().map(RuleOut::of).collect::<Result<_, _>>()?;
    Ok(Listing(Page { data, next_cursor: None }))
}

/// Reads a legal rule.
///
/// The one that problem documents and warnings name by its id.
#[utoipa::path(
    tag = "Rules",
    operation_id = "getRule",
    security(("oauth2" = [])),
    params(("id" = String, Path, description = "The rule.", max_length = 64, pattern = "^[a-z0-9_]+$", example = "impaye_amount_or_three_months")),
    responses((status = 200, description = "The rule.", body = RuleOut))
)]
#[get("/{id}")]
pub async fn get_rule(_caller: AnyCaller, id: Path<String>, _none: Query<NoParameters>, db: Data<Db>) -> Result<One<RuleOut>, Problem> {
    let rule = db.law().rule(&id.0).ok_or_else(Problem::not_found)?;
    RuleOut::of(rule).map(One)
}
