//! Handlers of the changes that a paying body reads and decides.

use actix_web::web::Data;
use actix_web::{get, post};

use super::dto::{ChangeItem, DecisionIn, Verdict};
use super::queries::{SenderOfChange, sender};
use crate::auth::PayingBodyCaller;
use crate::auth::scopes::{PayingBody, ScopeName};
use crate::changes::decision::decide;
use crate::changes::queries::{Names, OneChange, named_beside, one};
use crate::db::kept::Answer;
use crate::db::{Db, Scope};
use crate::http::path::RawId;
use crate::http::query::NoParameters;
use crate::http::submission::{Outcome, submit};
use crate::http::{One, Path, Query, Submission};
use crate::problem::{Code, Problem};
use crate::values::paying_body::PayingBodyCode;
use crate::values::text::Language;
use crate::values::typed_id::{ChangeId, LandlordId};

/// Reads a change that a landlord declared.
///
/// With its landlord and tenant. Absent when it concerns another paying body.
#[utoipa::path(
    tag = "Paying body",
    operation_id = "getLandlordChange",
    security(("oauth2" = [PayingBody::NAME])),
    params(
        ("landlord_id" = LandlordId, Path, description = "The landlord."),
        ("id" = ChangeId, Path, description = "The change.", example = "chg_01m83t4cm0fxcsrb3gj0xcng5w"),
    ),
    responses((status = 200, description = "The change.", body = ChangeItem))
)]
#[get("/landlords/{landlord_id}/changes/{id}")]
pub async fn get_landlord_change(
    caller: PayingBodyCaller,
    path: Path<(RawId, RawId)>,
    _none: Query<NoParameters>,
    db: Data<Db>,
) -> Result<One<ChangeItem>, Problem> {
    let Path((landlord, id)) = path;
    let actor = caller.on(landlord.parse()?);
    let reader = db.reader(&actor);
    let answer = reader.ask(asked(&actor.landlord, &caller.code, &id.parse()?)).await?;
    let names = Names::of(reader.ask(named_beside(&actor.landlord, &answer.0)?).await?);
    shown(&actor.landlord, answer, &names, reader.language()).map(One)
}

/// Decides on a change.
///
/// The landlord sees it at once, with its reason. A rejection undoes exactly what the change did.
#[utoipa::path(
    tag = "Paying body",
    operation_id = "decideChange",
    extensions(("x-refusals" = json!([Code::AlreadyDecided]))),
    security(("oauth2" = [PayingBody::NAME])),
    params(
        ("landlord_id" = LandlordId, Path, description = "The landlord."),
        ("id" = ChangeId, Path, description = "The change.", example = "chg_01m83t4cm0fpsrybj5apj6dr96"),
        ("Idempotency-Key" = Option<String>, Header, description = "Makes the call safe to repeat, for 24 hours at least.", min_length = 1, max_length = 255, example = "d3f1-change-0042"),
    ),
    request_body = DecisionIn,
    responses((status = 200, description = "The change with the decision.", body = ChangeItem))
)]
#[post("/landlords/{landlord_id}/changes/{id}/decision")]
pub async fn decide_change(
    caller: PayingBodyCaller,
    path: Path<(RawId, RawId)>,
    sent: Submission<DecisionIn, false>,
    db: Data<Db>,
) -> Result<Answer, Problem> {
    let Path((landlord, id)) = path;
    let actor = caller.on(landlord.parse()?);
    submit(&db, &actor, sent, move |scope, sent| {
        let id: ChangeId = id.parse()?;
        // Whether the change is this body's comes before whether it can be decided.
        item(scope, &caller.code, &id)?;
        decide(scope, &id, &caller.code, sent.decision == Verdict::Accepted, sent.reason.as_deref())?;
        item(scope, &caller.code, &id).map(Outcome::Changed)
    })
    .await
}

/// A change about a tenant, or a housing unit, of the caller's paying body.
type Asked = (OneChange, SenderOfChange);

/// The item and who sent it, asked in one go.
fn asked(landlord: &LandlordId, code: &PayingBodyCode, id: &ChangeId) -> Asked {
    let (landlord, id) = (landlord.clone(), id.clone());
    (OneChange { landlord: landlord.clone(), id: id.clone() }, SenderOfChange { landlord, id, code: code.clone() })
}

fn item(scope: &mut Scope<'_>, code: &PayingBodyCode, id: &ChangeId) -> Result<ChangeItem, Problem> {
    let landlord = scope.landlord();
    let answer = scope.ask(asked(landlord, code, id))?;
    let names = Names::of(scope.ask(named_beside(landlord, &answer.0)?)?);
    shown(landlord, answer, &names, scope.language())
}

fn shown(
    landlord: &LandlordId,
    (rows, sent_by): <Asked as crate::db::ask::Asked>::Answer,
    names: &Names,
    language: Language,
) -> Result<ChangeItem, Problem> {
    let change = one(rows, names, language)?;
    Ok(ChangeItem::new(change, sender(landlord, sent_by)?))
}
