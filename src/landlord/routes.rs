//! Handlers of the profile.

use actix_web::http::header::{CONTENT_TYPE, ETAG};
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get, patch, put};

use super::dto::{BankAccount, BankAccountIn, Landlord, LandlordPatch};
use super::model;
use super::queries::Contact;
use crate::auth::Caller;
use crate::auth::scopes::{BankWrite, LandlordRead, LandlordWrite, ScopeName};
use crate::db::{Db, Scope};
use crate::http::etag::{self, IfMatch};
use crate::http::query::NoParameters;
use crate::http::respond::JSON;
use crate::http::{Json, One, Patch, Query};
use crate::problem::{FieldCode, FieldError, Problem};
use crate::values::text::Text;

/// Reads the landlord's profile.
///
/// Identity, references with each paying body, contact details, bank account in force and pending.
#[utoipa::path(
    tag = "Landlord",
    operation_id = "getLandlord",
    security(("oauth2" = [LandlordRead::NAME])),
    responses((status = 200, description = "The profile.", body = Landlord))
)]
#[get("")]
pub async fn get_landlord(caller: Caller<LandlordRead>, _none: Query<NoParameters>, db: Data<Db>) -> Result<One<Landlord>, Problem> {
    db.reader(&caller.actor).profile().await.map(One)
}

/// Changes the landlord's contact details.
///
/// E-mail, phone and postal address. Identity belongs to the paying body and is not changed here.
#[utoipa::path(
    tag = "Landlord",
    operation_id = "updateLandlord",
    security(("oauth2" = [LandlordWrite::NAME])),
    params(("If-Match" = Option<String>, Header, description = "The ETag of the profile that is changed; `*` takes any.", max_length = 500, example = "*")),
    request_body(content = LandlordPatch, content_type = "application/merge-patch+json"),
    responses((status = 200, description = "The profile with the change.", body = Landlord))
)]
#[patch("")]
pub async fn update_landlord(
    request: HttpRequest,
    caller: Caller<LandlordWrite>,
    patch: Patch<LandlordPatch>,
    db: Data<Db>,
) -> Result<HttpResponse, Problem> {
    let (Patch(patch), condition) = (patch, IfMatch::of(request.headers()));
    let body = db
        .write(&caller.actor, move |scope| {
            let current = unchanged(scope, &condition)?;
            let contact = Contact {
                email: patch.email.clone().unwrap_or(current.email),
                phone: patch.phone.clone().unwrap_or(current.phone),
                address: match &patch.address {
                    Some(changes) => changes.clone().merged(current.address)?,
                    None => current.address,
                },
            };
            scope.change_contact(&contact)?;
            serde_json::to_vec(&scope.profile()?).map_err(Problem::internal)
        })
        .await?;
    let tag = etag::of(&body);
    Ok(changed(body, tag))
}

/// Gives the landlord a new bank account.
///
/// It applies to payments from its effective day on; one that was still pending is replaced. The `ETag` of
/// the answer is that of the profile with the account, which the next change names in `If-Match`.
#[utoipa::path(
    tag = "Landlord",
    operation_id = "replaceBankAccount",
    security(("oauth2" = [BankWrite::NAME])),
    params(("If-Match" = Option<String>, Header, description = "The ETag of the landlord's profile; `*` takes any.", max_length = 500, example = "*")),
    request_body = BankAccountIn,
    responses((status = 200, description = "The account, its IBAN masked.", body = BankAccount))
)]
#[put("/bank-account")]
pub async fn replace_bank_account(
    request: HttpRequest,
    caller: Caller<BankWrite>,
    account: Json<BankAccountIn>,
    db: Data<Db>,
) -> Result<HttpResponse, Problem> {
    let (Json(account), condition) = (account, IfMatch::of(request.headers()));
    let today = db.clock().today();
    let account = bank_account(account, today)?;
    let (body, tag) = db
        .write(&caller.actor, move |scope| {
            unchanged(scope, &condition)?;
            let stored = scope.add_bank_account(&account)?;
            let body = serde_json::to_vec(&stored).map_err(Problem::internal)?;
            Ok((body, tag_of(&scope.profile()?)?))
        })
        .await?;
    Ok(changed(body, tag))
}

/// The answer to a change: its tag is that of the profile as it is now, which the next change names.
fn changed(body: Vec<u8>, tag: String) -> HttpResponse {
    HttpResponse::Ok().insert_header((CONTENT_TYPE, JSON)).insert_header((ETAG, tag)).body(body)
}

fn tag_of(profile: &Landlord) -> Result<String, Problem> {
    serde_json::to_vec(profile).map(|body| etag::of(&body)).map_err(Problem::internal)
}

/// The profile, if it is still the version the caller read.
fn unchanged(scope: &mut Scope<'_>, condition: &IfMatch) -> Result<Landlord, Problem> {
    let current = scope.profile()?;
    condition.judge(&current)?;
    Ok(current)
}

fn bank_account(sent: BankAccountIn, today: chrono::NaiveDate) -> Result<model::BankAccount, Problem> {
    let effective_on = sent.effective_on.unwrap_or(today);
    if effective_on < today {
        return Err(Problem::validation(vec![FieldError::pointer(
            "/effective_on",
            FieldCode::OutOfRange,
            Text::fixed("La date d'effet ne peut être passée.", "The effective day may not be in the past."),
        )]));
    }
    let iban = sent.iban.parse().map_err(Problem::internal)?;
    let bic = sent.bic.map(|bic| bic.to_uppercase());
    Ok(model::BankAccount { holder: sent.holder.trim().to_owned(), iban, bic, effective_on })
}
