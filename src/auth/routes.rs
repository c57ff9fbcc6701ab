//! The token endpoint, the keys, the metadata, and who the caller is.

use actix_web::http::header::{self, HeaderValue};
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get, post};

use super::asked::{Asked, LONGEST_FORM, Refusal};
use super::clients;
use super::demo::{LANDLORD_CLIENT, PAYING_BODY_CLIENT};
use super::dto::{JwkSetOut, Me, MeClient, MeLandlord, MeLimits, MePayingBody, MetadataOut, TokenError, TokenOut, TokenRequest};
use super::keys::Keyring;
use super::queries::clients::{Client, Owner};
use super::token::Principal;
use super::token::{AUDIENCE, Claims, LIFETIME};
use super::use_notes::UseNotes;
use super::{AnyCaller, queries, scopes};
use crate::db::{Db, Way};
use crate::http::query::NoParameters;
use crate::http::received::{Form, JSON_LIMIT};
use crate::http::{One, Public, Query, mark, page};
use crate::problem::{Problem, TokenCode};
use crate::values::legal_days::paris_day;
use crate::values::plain_text::compact;

/// Gives an access token to a client.
///
/// Client credentials grant of RFC 6749 §4.4; the client authenticates by HTTP Basic or in the form.
/// A token lives 900 seconds and acts for one landlord or one paying body. Errors follow RFC 6749 §5.2.
#[utoipa::path(
    tag = "Authentication",
    operation_id = "createToken",
    security(("token_endpoint" = []), ()),
    request_body(content = TokenRequest, content_type = "application/x-www-form-urlencoded", examples(
        ("demo_landlord" = (summary = "The demo's landlord", value = json!({"grant_type": "client_credentials",
            "client_id": LANDLORD_CLIENT.0, "client_secret": LANDLORD_CLIENT.1}))),
        ("demo_landlord_read_only" = (summary = "The same, for two scopes", value = json!({"grant_type": "client_credentials",
            "client_id": LANDLORD_CLIENT.0, "client_secret": LANDLORD_CLIENT.1, "scope": "tenants:read payments:read"}))),
        ("demo_paying_body" = (summary = "The demo's paying body", value = json!({"grant_type": "client_credentials",
            "client_id": PAYING_BODY_CLIENT.0, "client_secret": PAYING_BODY_CLIENT.1}))),
        ("with_http_basic" = (summary = "Id and secret by HTTP Basic", value = json!({"grant_type": "client_credentials"}))),
    )),
    responses(
        (status = 200, description = "The token.", body = TokenOut),
        (status = 400, description = "The request is refused.", body = TokenError, content_type = "application/json"),
        (status = 401, description = "The client is unknown or its secret is wrong.", body = TokenError, content_type = "application/json"),
    )
)]
#[post("/oauth/token")]
pub async fn create_token(
    _public: Public,
    request: HttpRequest,
    db: Data<Db>,
    keyring: Data<Keyring>,
    notes: Data<UseNotes>,
    form: Form<LONGEST_FORM>,
) -> Result<HttpResponse, Problem> {
    let asked = match Asked::read(&request, form.0.as_deref()) {
        Ok(asked) => asked,
        Err(refusal) => return Ok(refusal.response(&request)),
    };
    let (id, secret) = (asked.client_id.clone(), asked.client_secret.clone());
    let known =
        db.aside(Way::Tokens, "authenticate a client", move |conn, moment| clients::authenticate(conn, moment, &id, &secret)).await?;
    let Some((client, secret)) = known else {
        return Ok(Refusal(TokenCode::InvalidClient, "unknown client or wrong secret".to_owned()).response(&request));
    };
    mark::client(&request, &client.id);
    let granted = match asked.granted(&client) {
        Ok(granted) => granted,
        Err(refusal) => return Ok(refusal.response(&request)),
    };
    let principal = match principal(&db, &client, asked.landlord).await? {
        Ok(principal) => principal,
        Err(refusal) => return Ok(refusal.response(&request)),
    };
    let token = issue(&db, &keyring, &client, principal, &granted)?;
    notes.note(&db, &client, &secret);
    let answer = TokenOut { access_token: token, token_type: "Bearer", expires_in: LIFETIME, scope: granted };
    Ok(HttpResponse::Ok().insert_header((header::CACHE_CONTROL, HeaderValue::from_static("no-store"))).json(answer))
}

fn issue(db: &Db, keyring: &Keyring, client: &Client, principal: Principal, scope: &str) -> Result<String, Problem> {
    let now = db.clock().wall();
    let (landlord, paying_body) = match principal {
        Principal::Landlord(id) => (Some(id.to_string()), None),
        Principal::PayingBody(code) => (None, Some(code.to_string())),
    };
    let claims = Claims {
        iss: keyring.issuer().to_owned(),
        aud: AUDIENCE.to_owned(),
        sub: client.id.to_string(),
        client_id: client.id.clone(),
        iat: now.timestamp(),
        exp: now.timestamp() + LIFETIME,
        nbf: None,
        jti: crate::ids::Ids::Random.uuid(now, "")?.to_string(),
        scope: scope.to_owned(),
        landlord,
        paying_body,
    };
    keyring.sign(&claims, now)
}

/// Whom the token will act for.
async fn principal(db: &Db, client: &Client, asked: Option<String>) -> Result<Result<Principal, Refusal>, Problem> {
    let unauthorised = || Refusal(TokenCode::UnauthorizedClient, "this client has no mandate for this landlord".to_owned());
    Ok(match &client.owner {
        Owner::PayingBody(code) => Ok(Principal::PayingBody(code.clone())),
        Owner::Landlord(own) => match asked {
            None => Ok(Principal::Landlord(own.clone())),
            Some(asked) if asked == own.as_str() => Ok(Principal::Landlord(own.clone())),
            Some(asked) => {
                let id = own.clone();
                let identity =
                    db.aside(Way::Tokens, "the SIRET of a client's landlord", move |conn, _| queries::landlord_identity(conn, &id)).await?;
                if identity.is_some_and(|(_, siret)| siret.as_deref() == Some(compact(&asked).as_str())) {
                    Ok(Principal::Landlord(own.clone()))
                } else {
                    Err(unauthorised())
                }
            }
        },
        Owner::Vendor(_) if asked.is_none() => {
            Err(Refusal(TokenCode::InvalidRequest, "a vendor's client names the landlord it acts for".to_owned()))
        }
        // No mandate can exist yet: an unknown landlord and one without mandate answer alike.
        Owner::Vendor(_) => Err(unauthorised()),
    })
}

/// Publishes the keys that verify tokens.
///
/// Ed25519 public keys (RFC 7517, RFC 8037): the current one, and every one whose tokens may still live.
#[utoipa::path(
    tag = "Authentication",
    operation_id = "getKeys",
    security(()),
    responses((status = 200, description = "The live keys.", body = JwkSetOut))
)]
#[get("/.well-known/jwks.json")]
pub async fn keys(_public: Public, _none: Query<NoParameters>, keyring: Data<Keyring>) -> HttpResponse {
    HttpResponse::Ok().insert_header((header::CACHE_CONTROL, "public, max-age=300")).json(keyring.public())
}

/// Describes the authorization server.
///
/// Metadata of RFC 8414: where to get a token, which scopes exist.
#[utoipa::path(
    tag = "Authentication",
    operation_id = "getAuthorizationServerMetadata",
    security(()),
    responses((status = 200, description = "The metadata.", body = MetadataOut))
)]
#[get("/.well-known/oauth-authorization-server")]
pub async fn metadata(_public: Public, _none: Query<NoParameters>, keyring: Data<Keyring>) -> HttpResponse {
    let issuer = keyring.issuer();
    HttpResponse::Ok().insert_header((header::CACHE_CONTROL, "public, max-age=300")).json(MetadataOut {
        issuer: issuer.to_owned(),
        token_endpoint: format!("{issuer}/oauth/token"),
        jwks_uri: format!("{issuer}/.well-known/jwks.json"),
        scopes_supported: scopes::ALL.iter().map(|(name, _)| *name).collect(),
        response_types_supported: Vec::new(),
        grant_types_supported: vec!["client_credentials"],
        token_endpoint_auth_methods_supported: vec!["client_secret_basic", "client_secret_post"],
        service_documentation: format!("{issuer}/docs/"),
    })
}

/// Tells who the caller is.
///
/// The client, the landlord or paying body it acts for, its scopes and limits, and the service's date.
#[utoipa::path(
    tag = "Authentication",
    operation_id = "getMe",
    security(("oauth2" = [])),
    responses((status = 200, description = "The caller.", body = Me))
)]
#[get("/me")]
pub async fn me(caller: AnyCaller, _none: Query<NoParameters>, db: Data<Db>) -> Result<One<Me>, Problem> {
    let (claims, principal) = (caller.claims, caller.principal);
    let (landlord, code) = match principal {
        Principal::Landlord(id) => (Some(id), None),
        Principal::PayingBody(code) => (None, Some(code)),
    };
    let named = queries::ClientName { id: claims.client_id.clone() };
    let asked = (named, landlord.clone().map(|id| queries::Identity { id }), code.clone().map(|code| queries::BodyName { code }));
    let (named, identities, bodies) = db.ask(asked).await?;
    let landlord = match landlord {
        Some(id) => {
            let (name, siret) = identities.into_iter().next().ok_or_else(Problem::not_found)?;
            Some(MeLandlord { id, name, siret })
        }
        None => None,
    };
    let now = db.clock().now();
    Ok(One(Me {
        client: MeClient { id: claims.client_id.clone(), name: named.into_iter().next().unwrap_or_default() },
        landlord,
        paying_body: code.map(|code| MePayingBody { name: bodies.into_iter().next().unwrap_or_else(|| code.to_string()), code }),
        scopes: claims.scope.split_whitespace().map(str::to_owned).collect(),
        mandate: None,
        limits: MeLimits { page_size: page::MAX_LIMIT, body_bytes: JSON_LIMIT as i64, token_seconds: LIFETIME },
        server_date: paris_day(now),
        server_time: now,
    }))
}
