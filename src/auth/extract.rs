//! Who calls, as the first parameter of the handler: what comes after it waits, so that an anonymous
//! caller is told so before anything of the request is read.

use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::Arc;

use actix_web::http::header::{AUTHORIZATION, HeaderValue, WWW_AUTHENTICATE};
use actix_web::web::Data;
use actix_web::{FromRequest, HttpRequest, dev};

use super::keys::Keyring;
use super::scopes::{PayingBody, ScopeName};
use super::token::Claims;
use super::token::Principal;
use crate::clock::Clock;
use crate::db::Actor;
use crate::http::listed::ListOwner;
use crate::http::mark;
use crate::http::routing::RouteTable;
use crate::http::{accept, gate, language};
use crate::problem::{Code, Problem};
use crate::values::paying_body::PayingBodyCode;
use crate::values::text::{Language, Text};
use crate::values::typed_id::{ClientId, LandlordId};
use crate::values::words;

/// A caller acting for a landlord, with the scope `S`.
pub struct Caller<S: ScopeName> {
    pub actor: Actor,
    scope: PhantomData<fn() -> S>,
}

/// A caller acting for a paying body.
pub struct PayingBodyCaller {
    pub code: PayingBodyCode,
    pub client: ClientId,
    pub language: Language,
}

/// Any caller with a valid token.
pub struct AnyCaller {
    pub claims: Arc<Claims>,
    pub principal: Principal,
    pub language: Language,
}

impl PayingBodyCaller {
    /// The paying body acting on one landlord's data.
    pub fn on(&self, landlord: LandlordId) -> Actor {
        Actor { landlord, client: self.client.clone(), language: self.language }
    }
}

type Judged<T> = Pin<Box<dyn Future<Output = Result<T, Problem>>>>;

/// Judges who calls, then lets the request be read.
fn admitted<T: 'static>(request: &HttpRequest, judge: impl FnOnce(&HttpRequest) -> Result<T, Problem> + 'static) -> Judged<T> {
    gate::shut(request);
    let request = request.clone();
    Box::pin(async move {
        let caller = judge(&request)?;
        gate::open(&request);
        Ok(caller)
    })
}

impl<S: ScopeName> ListOwner for Caller<S> {
    fn owner(&self) -> &str {
        self.actor.landlord.as_str()
    }
}

impl ListOwner for PayingBodyCaller {
    fn owner(&self) -> &str {
        self.code.as_str()
    }
}

impl<S: ScopeName> FromRequest for Caller<S> {
    type Error = Problem;
    type Future = Judged<Self>;

    fn from_request(request: &HttpRequest, _: &mut dev::Payload) -> Self::Future {
        admitted(request, |request| {
            authorise(request, S::NAME).and_then(|any| match any.principal {
                Principal::Landlord(landlord) => {
                    Ok(Self { actor: Actor { landlord, client: any.claims.client_id.clone(), language: any.language }, scope: PhantomData })
                }
                Principal::PayingBody(_) => Err(insufficient(S::NAME)),
            })
        })
    }
}

impl FromRequest for PayingBodyCaller {
    type Error = Problem;
    type Future = Judged<Self>;

    fn from_request(request: &HttpRequest, _: &mut dev::Payload) -> Self::Future {
        admitted(request, |request| {
            authorise(request, PayingBody::NAME).and_then(|any| match any.principal {
                Principal::PayingBody(code) => Ok(Self { code, client: any.claims.client_id.clone(), language: any.language }),
                Principal::Landlord(_) => Err(insufficient(PayingBody::NAME)),
            })
        })
    }
}

impl FromRequest for AnyCaller {
    type Error = Problem;
    type Future = Judged<Self>;

    fn from_request(request: &HttpRequest, _: &mut dev::Payload) -> Self::Future {
        admitted(request, |request| authenticate(request, None).and_then(|any| acceptable(request).map(|()| any)))
    }
}

fn authorise(request: &HttpRequest, scope: &'static str) -> Result<AnyCaller, Problem> {
    let any = authenticate(request, Some(scope))?;
    if !any.claims.has(scope) {
        return Err(insufficient(scope));
    }
    acceptable(request)?;
    Ok(any)
}

fn authenticate(request: &HttpRequest, scope: Option<&'static str>) -> Result<AnyCaller, Problem> {
    let Some(token) = bearer(request) else { return Err(unauthenticated(scope)) };
    let (keyring, clock) = (state::<Keyring>(request)?, state::<Clock>(request)?);
    let claims = keyring.verify(token, clock.wall())?;
    let known = claims.and_then(|claims| claims.principal().map(|principal| (claims, principal)));
    let Some((claims, principal)) = known else { return Err(Problem::invalid_token(scope)) };
    mark::client(request, &claims.client_id);
    Ok(AnyCaller { claims, principal, language: language::of(request) })
}

fn bearer(request: &HttpRequest) -> Option<&str> {
    // Two headers name two callers, and neither is believed.
    let mut headers = request.headers().get_all(AUTHORIZATION);
    let header = headers.next().filter(|_| headers.next().is_none())?.to_str().ok()?;
    let (scheme, token) = header.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

/// The media types are judged here, after the rights and before the work.
fn acceptable(request: &HttpRequest) -> Result<(), Problem> {
    let routes = state::<RouteTable>(request)?;
    match routes.produced(request) {
        Some(types) if !types.is_empty() => accept::choose(request, &types).map(|_chosen| ()),
        _ => Ok(()),
    }
}

/// A part of the application that every handler may use.
fn state<T: 'static>(request: &HttpRequest) -> Result<&T, Problem> {
    request.app_data::<Data<T>>().map(|data| data.get_ref()).ok_or_else(|| Problem::internal("the application is not wired"))
}

fn unauthenticated(scope: Option<&'static str>) -> Problem {
    let detail = Text::fixed("Un jeton est nécessaire : Authorization: Bearer.", "A token is needed: Authorization: Bearer.");
    let named = scope.map_or_else(String::new, |scope| format!(", scope=\"{scope}\""));
    challenged(Problem::new(Code::InvalidToken, detail), &format!("Bearer realm=\"offre-bailleurs\"{named}"))
}

fn insufficient(scope: &'static str) -> Problem {
    let challenge = format!("Bearer realm=\"offre-bailleurs\", error=\"insufficient_scope\", scope=\"{scope}\"");
    let word = words::quote(scope);
    let problem = Problem::new(
        Code::InsufficientScope,
        Text::new(format!("L'habilitation {} est nécessaire.", word.fr), format!("The scope {} is needed.", word.en)),
    )
    .with("scope", scope);
    challenged(problem, &challenge)
}

fn challenged(problem: Problem, challenge: &str) -> Problem {
    match HeaderValue::from_str(challenge) {
        Ok(value) => problem.with_header(WWW_AUTHENTICATE, value),
        Err(error) => Problem::internal(error),
    }
}
