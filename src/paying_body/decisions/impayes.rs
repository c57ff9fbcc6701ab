//! Handlers of the arrears cases that a paying body reads and moves.

use actix_web::web::Data;
use actix_web::{get, post};

use super::dto::ImpayeItem;
use super::queries::{SenderOfImpaye, sender};
use crate::auth::PayingBodyCaller;
use crate::auth::scopes::{PayingBody, ScopeName};
use crate::db::kept::Answer;
use crate::db::{Db, Scope};
use crate::http::path::RawId;
use crate::http::query::NoParameters;
use crate::http::submission::{Outcome, submit};
use crate::http::{One, Path, Query, Submission};
use crate::impayes::decision::{TransitionIn, transition};
use crate::impayes::queries::{OneImpaye, found};
use crate::law::Law;
use crate::problem::{Code, Problem};
use crate::values::paying_body::PayingBodyCode;
use crate::values::text::Language;
use crate::values::typed_id::{ImpayeId, LandlordId};

/// Reads an arrears case that a landlord reported.
///
/// With its landlord and tenant. Absent when the tenant is of another paying body.
#[utoipa::path(
    tag = "Paying body",
    operation_id = "getLandlordImpaye",
    security(("oauth2" = [PayingBody::NAME])),
    params(
        ("landlord_id" = LandlordId, Path, description = "The landlord."),
        ("id" = ImpayeId, Path, description = "The case."),
    ),
    responses((status = 200, description = "The case.", body = ImpayeItem))
)]
#[get("/landlords/{landlord_id}/impayes/{id}")]
pub async fn get_landlord_impaye(
    caller: PayingBodyCaller,
    path: Path<(RawId, RawId)>,
    _none: Query<NoParameters>,
    db: Data<Db>,
) -> Result<One<ImpayeItem>, Problem> {
    let Path((landlord, id)) = path;
    let actor = caller.on(landlord.parse()?);
    let reader = db.reader(&actor);
    let answer = reader.ask(asked(&actor.landlord, &caller.code, &id.parse()?)).await?;
    shown(&actor.landlord, answer, reader.language(), reader.law()).map(One)
}

/// Moves an arrears case.
///
/// Along the published state machine; a state that cannot be reached from the present one is
/// refused, with those that can.
#[utoipa::path(
    tag = "Paying body",
    operation_id = "moveImpaye",
    extensions(("x-refusals" = json!([Code::IllegalTransition]))),
    security(("oauth2" = [PayingBody::NAME])),
    params(
        ("landlord_id" = LandlordId, Path, description = "The landlord."),
        ("id" = ImpayeId, Path, description = "The case.", example = "imp_01m83t4cm0fgksfsj2tc5p7den"),
        ("Idempotency-Key" = Option<String>, Header, description = "Makes the call safe to repeat, for 24 hours at least.", min_length = 1, max_length = 255, example = "d3f1-impaye-0042"),
    ),
    request_body = TransitionIn,
    responses((status = 200, description = "The case in its new state.", body = ImpayeItem))
)]
#[post("/landlords/{landlord_id}/impayes/{id}/transition")]
pub async fn move_impaye(
    caller: PayingBodyCaller,
    path: Path<(RawId, RawId)>,
    sent: Submission<TransitionIn, false>,
    db: Data<Db>,
) -> Result<Answer, Problem> {
    let Path((landlord, id)) = path;
    let actor = caller.on(landlord.parse()?);
    submit(&db, &actor, sent, move |scope, sent| {
        let id: ImpayeId = id.parse()?;
        let landlord = item(scope, &caller.code, &id)?.landlord;
        Ok(Outcome::Changed(ImpayeItem { case: transition(scope, &id, sent)?, landlord }))
    })
    .await
}

/// A case about a tenant of the caller's paying body.
type Asked = (OneImpaye, SenderOfImpaye);

/// The item and who sent it, asked in one go.
fn asked(landlord: &LandlordId, code: &PayingBodyCode, id: &ImpayeId) -> Asked {
    let (landlord, id) = (landlord.clone(), id.clone());
    (OneImpaye { landlord: landlord.clone(), id: id.clone() }, SenderOfImpaye { landlord, id, code: code.clone() })
}

fn item(scope: &mut Scope<'_>, code: &PayingBodyCode, id: &ImpayeId) -> Result<ImpayeItem, Problem> {
    let landlord = scope.landlord();
    let answer = scope.ask(asked(landlord, code, id))?;
    shown(landlord, answer, scope.language(), scope.law())
}

fn shown(
    landlord: &LandlordId,
    (rows, sent_by): <Asked as crate::db::ask::Asked>::Answer,
    language: Language,
    law: &Law,
) -> Result<ImpayeItem, Problem> {
    let case = found(rows, language, law)?;
    Ok(ImpayeItem { case, landlord: sender(landlord, sent_by)? })
}
