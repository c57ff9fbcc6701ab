//! Access tokens: RFC 9068 JWTs signed with Ed25519, judged by the service's own clock.

use chrono::{DateTime, Utc};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, decode_header, encode};
use serde::{Deserialize, Serialize};

use crate::problem::Problem;
use crate::values::paying_body::PayingBodyCode;
use crate::values::typed_id::{ClientId, LandlordId};

/// Seconds a token lives.
pub const LIFETIME: i64 = 900;

/// Seconds by which another node's clock may run ahead.
const SKEW: i64 = 5;

/// The `typ` of an access token (RFC 9068 §2.1).
const TYPE: &str = "at+jwt";

/// Who the tokens are for.
pub const AUDIENCE: &str = "offre-bailleurs";

/// Whom a token acts for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Principal {
    Landlord(LandlordId),
    PayingBody(PayingBodyCode),
}

/// What a token says.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Claims {
    pub iss: String,
    pub aud: String,
    pub sub: String,
    pub client_id: ClientId,
    pub iat: i64,
    pub exp: i64,
    pub jti: String,
    pub scope: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub landlord: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub paying_body: Option<String>,
}

impl Claims {
    /// Whether the token carries a scope.
    pub fn has(&self, scope: &str) -> bool {
        self.scope.split(' ').any(|one| one == scope)
    }

    /// Whom it acts for; nothing when the claims are not ours.
    pub fn principal(&self) -> Option<Principal> {
        match (&self.landlord, &self.paying_body) {
            (Some(landlord), None) => landlord.parse().ok().map(Principal::Landlord),
            (None, Some(code)) => code.parse().ok().map(Principal::PayingBody),
            _ => None,
        }
    }

    /// Whether the token is in its time.
    pub fn is_current(&self, now: DateTime<Utc>) -> bool {
        let now = now.timestamp();
        self.iat <= now + SKEW && now < self.exp
    }
}

/// Signs claims.
///
/// # Errors
/// When the key does not sign.
pub fn sign(claims: &Claims, kid: &str, key: &EncodingKey) -> Result<String, Problem> {
    let mut header = Header::new(Algorithm::EdDSA);
    header.typ = Some(TYPE.to_owned());
    header.kid = Some(kid.to_owned());
    encode(&header, claims, key).map_err(Problem::internal)
}

/// The id of the key that a token says signed it, when its header is one of ours.
pub fn key_id(token: &str) -> Option<String> {
    let header = decode_header(token).ok()?;
    let ours = header.alg == Algorithm::EdDSA && header.typ.as_deref().is_some_and(|typ| typ.eq_ignore_ascii_case(TYPE));
    if ours { header.kid } else { None }
}

/// Verifies the signature, issuer and audience; time is judged apart, at every use.
pub fn verify(token: &str, key: &DecodingKey, issuer: &str) -> Option<Claims> {
    let mut validation = Validation::new(Algorithm::EdDSA);
    validation.validate_exp = false;
    validation.set_required_spec_claims(&["exp", "iss", "aud", "sub"]);
    validation.set_issuer(&[issuer]);
    validation.set_audience(&[AUDIENCE]);
    decode::<Claims>(token, key, &validation).ok().map(|data| data.claims)
}
