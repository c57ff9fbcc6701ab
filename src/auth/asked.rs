//! What a token request asks for, and how it is refused (RFC 6749 §3.2, §4.4, §5.2).

use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderValue};
use actix_web::{HttpRequest, HttpResponse};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use percent_encoding::percent_decode_str;

use super::dto::TokenError;
use super::queries::clients::Client;
use super::scopes;
use crate::http::edge::RequestId;
use crate::http::{mark, media};
use crate::problem::{Coded, TokenCode};

/// The most bytes of a token request: each parameter at its longest, every byte of it escaped.
pub const LONGEST_FORM: usize = 8192;

/// The most bytes of `scope`; all scopes there are take some 300.
const LONGEST_SCOPE: usize = 1000;

/// A refusal as RFC 6749 §5.2 words it.
pub struct Refusal(pub TokenCode, pub String);

impl Refusal {
    /// The answer; the edge logs its code.
    pub fn response(self, request: &HttpRequest) -> HttpResponse {
        let word = self.0.as_str();
        mark::refused(request, word);
        let status = StatusCode::from_u16(self.0.status()).unwrap_or(StatusCode::BAD_REQUEST);
        let error =
            TokenError { error: word.to_owned(), error_description: self.1, code: word.to_owned(), request_id: RequestId::of(request) };
        let mut response = HttpResponse::build(status);
        if self.0 == TokenCode::InvalidClient {
            response
                .insert_header((header::WWW_AUTHENTICATE, HeaderValue::from_static("Basic realm=\"offre-bailleurs\", charset=\"UTF-8\"")));
        }
        response.insert_header((header::CACHE_CONTROL, HeaderValue::from_static("no-store"))).json(error)
    }
}

/// A token request, read.
pub struct Asked {
    pub client_id: String,
    pub client_secret: String,
    scope: Option<String>,
    pub landlord: Option<String>,
}

impl Asked {
    /// Reads the form, absent when it is too long, and the header.
    ///
    /// # Errors
    /// What is missing, repeated or contradictory.
    pub fn read(request: &HttpRequest, form: Option<&[u8]>) -> Result<Self, Refusal> {
        let invalid = |why: &str| Refusal(TokenCode::InvalidRequest, why.to_owned());
        if !media::is_one_of(request.headers(), &["application/x-www-form-urlencoded"]) {
            return Err(invalid("the body is a form: application/x-www-form-urlencoded"));
        }
        let Some(form) = form else { return Err(invalid("the form is too long")) };
        let mut members = std::collections::HashMap::new();
        for (name, value) in url::form_urlencoded::parse(form) {
            if value.contains('\0') || members.insert(name.to_string(), value.into_owned()).is_some() {
                return Err(invalid("a parameter is repeated or holds U+0000"));
            }
        }
        let (client_id, client_secret) = match basic(request)? {
            Some(_) if members.contains_key("client_secret") => return Err(invalid("the client authenticates twice")),
            Some((id, _)) if members.get("client_id").is_some_and(|other| *other != id) => {
                return Err(invalid("client_id is not the client that authenticates"));
            }
            Some(pair) => pair,
            None => match (members.remove("client_id"), members.remove("client_secret")) {
                (Some(id), Some(secret)) => (id, secret),
                _ => return Err(Refusal(TokenCode::InvalidClient, "the client does not authenticate".to_owned())),
            },
        };
        match members.remove("grant_type").as_deref() {
            Some("client_credentials") => {}
            None | Some("") => return Err(invalid("grant_type is missing")),
            Some(_) => return Err(Refusal(TokenCode::UnsupportedGrantType, "only client_credentials".to_owned())),
        }
        let filled = |value: Option<String>| value.filter(|value| !value.trim().is_empty());
        Ok(Self { client_id, client_secret, scope: filled(members.remove("scope")), landlord: filled(members.remove("landlord")) })
    }

    /// The scopes the token gets, each once: those asked for, else all that the client has.
    ///
    /// # Errors
    /// A scope that the client lacks, or too long a list.
    pub fn granted(&self, client: &Client) -> Result<String, Refusal> {
        let Some(asked) = &self.scope else { return Ok(scopes::distinct(&client.scopes)) };
        if asked.len() > LONGEST_SCOPE {
            return Err(Refusal(TokenCode::InvalidScope, format!("scope has more than {LONGEST_SCOPE} characters")));
        }
        for scope in asked.split_whitespace() {
            if !client.scopes.split(' ').any(|own| own == scope) {
                return Err(Refusal(TokenCode::InvalidScope, "a scope is unknown or not granted to this client".to_owned()));
            }
        }
        Ok(scopes::distinct(asked))
    }
}

/// The credentials of an HTTP Basic header; each part is form-encoded (RFC 6749 §2.3.1).
fn basic(request: &HttpRequest) -> Result<Option<(String, String)>, Refusal> {
    let mut headers = request.headers().get_all(header::AUTHORIZATION);
    let Some(header) = headers.next() else { return Ok(None) };
    if headers.next().is_some() {
        return Err(Refusal(TokenCode::InvalidRequest, "the client authenticates twice".to_owned()));
    }
    let pair = header.to_str().ok().and_then(|text| {
        let (scheme, encoded) = text.split_once(' ')?;
        if !scheme.eq_ignore_ascii_case("basic") {
            return None;
        }
        let decoded = String::from_utf8(STANDARD.decode(encoded.trim()).ok()?).ok()?;
        let (id, secret) = decoded.split_once(':')?;
        let plain = |part: &str| percent_decode_str(&part.replace('+', " ")).decode_utf8().ok().map(|text| text.into_owned());
        Some((plain(id)?, plain(secret)?))
    });
    match pair {
        Some((id, secret)) if !id.contains('\0') => Ok(Some((id, secret))),
        _ => Err(Refusal(TokenCode::InvalidClient, "the Authorization header is not HTTP Basic".to_owned())),
    }
}
