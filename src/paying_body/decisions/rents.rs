//! Handlers of the July rents that a paying body reads and decides.

use actix_web::web::Data;
use actix_web::{get, post};

use super::dto::{DecisionIn, RentDeclarationItem, Verdict};
use super::queries::{SenderOfDeclaration, sender};
use crate::auth::PayingBodyCaller;
use crate::auth::scopes::{PayingBody, ScopeName};
use crate::db::kept::Answer;
use crate::db::{Db, Scope};
use crate::http::path::RawId;
use crate::http::query::NoParameters;
use crate::http::submission::{Outcome, submit};
use crate::http::{One, Path, Query, Submission};
use crate::law::Law;
use crate::problem::{Code, Problem};
use crate::rent_declarations::decision::decide;
use crate::rent_declarations::queries::{OneDeclaration, found};
use crate::values::paying_body::PayingBodyCode;
use crate::values::text::Language;
use crate::values::typed_id::{LandlordId, RentDeclarationId};

/// Reads a July rent that a landlord declared.
///
/// With its landlord and tenant. Absent when the tenant is of another paying body.
#[utoipa::path(
    tag = "Paying body",
    operation_id = "getLandlordRentDeclaration",
    security(("oauth2" = [PayingBody::NAME])),
    params(
        ("landlord_id" = LandlordId, Path, description = "The landlord."),
        ("id" = RentDeclarationId, Path, description = "The declaration."),
    ),
    responses((status = 200, description = "The declaration.", body = RentDeclarationItem))
)]
#[get("/landlords/{landlord_id}/rent-declarations/{id}")]
pub async fn get_landlord_rent_declaration(
    caller: PayingBodyCaller,
    path: Path<(RawId, RawId)>,
    _none: Query<NoParameters>,
    db: Data<Db>,
) -> Result<One<RentDeclarationItem>, Problem> {
    let Path((landlord, id)) = path;
    let actor = caller.on(landlord.parse()?);
    let reader = db.reader(&actor);
    let answer = reader.ask(asked(&actor.landlord, &caller.code, &id.parse()?)).await?;
    shown(&actor.landlord, answer, reader.language(), reader.law()).map(One)
}

/// Decides on a July rent.
///
/// The landlord sees it at once, with its reason. A rejected rent no longer counts: it is to be
/// declared again. What is decided or superseded is not decided again.
#[utoipa::path(
    tag = "Paying body",
    operation_id = "decideRentDeclaration",
    extensions(("x-refusals" = json!([Code::AlreadyDecided]))),
    security(("oauth2" = [PayingBody::NAME])),
    params(
        ("landlord_id" = LandlordId, Path, description = "The landlord."),
        ("id" = RentDeclarationId, Path, description = "The declaration.", example = "rdc_01m83t4cm0f8at5m82xy7ccjqf"),
        ("Idempotency-Key" = Option<String>, Header, description = "Makes the call safe to repeat, for 24 hours at least.", min_length = 1, max_length = 255, example = "d3f1-decision-0042"),
    ),
    request_body = DecisionIn,
    responses((status = 200, description = "The declaration with the decision.", body = RentDeclarationItem))
)]
#[post("/landlords/{landlord_id}/rent-declarations/{id}/decision")]
pub async fn decide_rent_declaration(
    caller: PayingBodyCaller,
    path: Path<(RawId, RawId)>,
    sent: Submission<DecisionIn, false>,
    db: Data<Db>,
) -> Result<Answer, Problem> {
    let Path((landlord, id)) = path;
    let actor = caller.on(landlord.parse()?);
    submit(&db, &actor, sent, move |scope, sent| {
        let id = id.parse()?;
        let landlord = item(scope, &caller.code, &id)?.landlord;
        let declaration = decide(scope, &id, &caller.code, sent.decision == Verdict::Accepted, sent.reason.as_deref())?;
        Ok(Outcome::Changed(RentDeclarationItem { declaration, landlord }))
    })
    .await
}

/// A declaration about a tenant of the caller's paying body.
type Asked = (OneDeclaration, SenderOfDeclaration);

/// The item and who sent it, asked in one go.
fn asked(landlord: &LandlordId, code: &PayingBodyCode, id: &RentDeclarationId) -> Asked {
    let (landlord, id) = (landlord.clone(), id.clone());
    (OneDeclaration { landlord: landlord.clone(), id: id.clone() }, SenderOfDeclaration { landlord, id, code: code.clone() })
}

fn item(scope: &mut Scope<'_>, code: &PayingBodyCode, id: &RentDeclarationId) -> Result<RentDeclarationItem, Problem> {
    let landlord = scope.landlord();
    let answer = scope.ask(asked(landlord, code, id))?;
    shown(landlord, answer, scope.language(), scope.law())
}

fn shown(
    landlord: &LandlordId,
    (rows, sent_by): <Asked as crate::db::ask::Asked>::Answer,
    language: Language,
    law: &Law,
) -> Result<RentDeclarationItem, Problem> {
    let declaration = found(rows, language, law)?;
    Ok(RentDeclarationItem { declaration, landlord: sender(landlord, sent_by)? })
}
