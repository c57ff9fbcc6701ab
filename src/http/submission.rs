//! Submissions: a POST that creates, with its idempotency key and its dry run.
//!
//! The key is looked up, the work done and the answer stored in one transaction, so that a repeated
//! request gets the first answer byte for byte and nothing is ever done twice.

use std::future::Future;
use std::pin::Pin;

use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderName, HeaderValue};
use actix_web::{FromRequest, HttpRequest, HttpResponse, Responder, dev};
use aws_lc_rs::digest::{Context, SHA256};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::body::{Body, decode};
use super::json::together;
use super::query::{self, NoParameters};
use super::received::read_json;
use super::respond::JSON;
use crate::db::Actor;
use crate::db::faults::Fault;
use crate::db::kept::{Answer, Key};
use crate::db::{Db, End, Scope};
use crate::problem::Code;
use crate::problem::{FieldCode, FieldError, Problem};
use crate::values::text::Text;

/// The most characters of an idempotency key.
const KEY_LENGTH: usize = 255;

const IDEMPOTENCY_KEY: &str = "Idempotency-Key";

static REPLAYED: HeaderName = HeaderName::from_static("idempotent-replayed");

/// Asks for everything but the writing.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct DryRun {
    /// With `true`: same permissions, checks and warnings, answered 200 as in earnest with `id` and `receipt` null; writes nothing.
    #[schema(example = false, default = false)]
    pub dry_run: bool,
}

crate::query_parameters!(DryRun, NoParameters);

/// A judged body with what makes its submission safe to repeat. `DRY` says whether the operation
/// has a dry run.
pub struct Submission<T, const DRY: bool = true> {
    pub body: T,
    dry_run: bool,
    key: Option<Key>,
}

/// What the work of a submission made.
pub enum Outcome<T> {
    /// Something new, with its address.
    Created { location: String, value: T },
    /// Something that was there, changed.
    Changed(T),
}

/// An answer that has a preview: the same members, without an id and a receipt.
pub trait Previewed: Serialize {
    fn preview(&self) -> impl Serialize;
}

impl<T: Body, const DRY: bool> FromRequest for Submission<T, DRY> {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, payload: &mut dev::Payload) -> Self::Future {
        let read = read_json(request, payload, &["application/json"]);
        let request = request.clone();
        Box::pin(async move {
            let bytes = read.await?;
            let body = decode::<T>(&bytes);
            let dry_run = if DRY {
                query::read::<DryRun>(request.query_string()).map(|asked| asked.dry_run)
            } else {
                query::read::<NoParameters>(request.query_string()).map(|_none| false)
            };
            let key = key_of(&request, &bytes);
            let (body, dry_run, key) = together(body, dry_run, key)?;
            Ok(Self { body, dry_run, key })
        })
    }
}

fn key_of(request: &HttpRequest, body: &[u8]) -> Result<Option<Key>, Problem> {
    let mut values = request.headers().get_all(IDEMPOTENCY_KEY);
    let Some(value) = values.next() else { return Ok(None) };
    let refused = |code, fr, en| Err(Problem::validation(vec![FieldError::header(IDEMPOTENCY_KEY, code, Text::fixed(fr, en))]));
    if values.next().is_some() {
        return refused(FieldCode::Duplicate, "Cet en-tête ne peut être donné qu'une fois.", "This header may be given only once.");
    }
    let text = value.to_str().unwrap_or_default().trim();
    let bare = text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(text);
    if bare.is_empty() || bare.len() > KEY_LENGTH {
        return refused(
            FieldCode::InvalidFormat,
            "De 1 à 255 caractères ASCII visibles, avec ou sans guillemets.",
            "From 1 to 255 visible ASCII characters, with or without quotes.",
        );
    }
    let mut hash = Context::new(&SHA256);
    for part in [request.method().as_str(), request.path(), request.query_string()] {
        hash.update(part.as_bytes());
        hash.update(b"\n");
    }
    hash.update(body);
    Ok(Some(Key { key: bare.to_owned(), fingerprint: hex::encode(hash.finish()) }))
}

/// Does the work of a submission once, whatever is repeated.
///
/// # Errors
/// What the work says, with nothing written and no key kept; 422 `idempotency_key_reused`; 409
/// `idempotency_in_progress`.
pub async fn submit<T, Out, F, const DRY: bool>(db: &Db, actor: &Actor, submission: Submission<T, DRY>, work: F) -> Result<Answer, Problem>
where
    T: Send + 'static,
    Out: Previewed + 'static,
    F: Fn(&mut Scope<'_>, &T) -> Result<Outcome<Out>, Problem> + Send + 'static,
{
    let Submission { body, dry_run, key } = submission;
    let keyed = key.is_some();
    let done = db
        .write_ending(actor, move |scope| {
            if dry_run {
                let (Outcome::Created { value, .. } | Outcome::Changed(value)) = work(scope, &body)?;
                return Ok(End::Rollback(answer(200, None, &value.preview())?));
            }
            if let Some(key) = &key
                && let Some(first) = scope.first_answer(key)?
            {
                return Ok(End::Commit(first));
            }
            let given = match work(scope, &body)? {
                Outcome::Created { location, value } => answer(201, Some(location), &value)?,
                Outcome::Changed(value) => answer(200, None, &value)?,
            };
            if let Some(key) = &key {
                scope.keep_answer(key, &given)?;
            }
            Ok(End::Commit(given))
        })
        .await;
    match done {
        Err(problem) if keyed => Err(match problem.fault::<Fault>() {
            Some(busy @ Fault::LandlordBusy(_)) => Problem::new(
                Code::IdempotencyInProgress,
                Text::fixed("Une requête avec la même clé est peut-être en cours.", "A request with the same key may be in progress."),
            )
            .because(busy.clone()),
            _ => problem,
        }),
        other => other,
    }
}

fn answer(status: u16, location: Option<String>, value: &impl Serialize) -> Result<Answer, Problem> {
    let body = serde_json::to_vec(value).map_err(Problem::internal)?;
    Ok(Answer { status, location, body, replayed: false })
}

impl Responder for Answer {
    type Body = actix_web::body::BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        let mut response = HttpResponse::build(StatusCode::from_u16(self.status).unwrap_or(StatusCode::OK));
        response.insert_header((header::CONTENT_TYPE, JSON));
        if let Some(location) = self.location {
            response.insert_header((header::LOCATION, location));
        }
        if self.replayed {
            response.insert_header((REPLAYED.clone(), HeaderValue::from_static("true")));
        }
        response.body(self.body)
    }
}
