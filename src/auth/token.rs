//! Access tokens: RFC 9068 JWTs signed with Ed25519, judged by wall time, which no sandbox moves.

use chrono::{DateTime, Utc};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, decode_header, encode};
use serde::{Deserialize, Serialize};

use crate::problem::Problem;
use crate::values::paying_body::PayingBodyCode;
use crate::values::typed_id::{ClientId, LandlordId};

/// Seconds a token lives.
pub const LIFETIME: i64 = 900;

/// The most bytes of a token; a longer one is refused unread. Ours have some 800.
pub const LONGEST: usize = 4096;

/// Seconds by which another node's clock may run ahead.
const SKEW: i64 = 5;

/// The `typ` of an access token, which may also be written in full (RFC 9068 §2.1, RFC 7515 §4.1.9).
const TYPE: &str = "at+jwt";
const TYPE_IN_FULL: &str = "application/at+jwt";

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
    /// Ours have none; one that has is not yet valid before it (RFC 7519 §4.1.5).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nbf: Option<i64>,
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

    /// Whether the token is in its time, which is never longer than [`LIFETIME`].
    pub fn is_current(&self, now: DateTime<Utc>) -> bool {
        let now = now.timestamp();
        let begun = self.iat.max(self.nbf.unwrap_or(self.iat)) <= now + SKEW;
        begun && now < self.exp && self.exp.checked_sub(self.iat).is_some_and(|life| life <= LIFETIME)
    }

    /// Some bytes more than what it takes in memory.
    pub fn weight(&self) -> u32 {
        let texts = [self.iss.len(), self.aud.len(), self.sub.len(), self.jti.len(), self.scope.len()];
        let owner = self.landlord.as_ref().or(self.paying_body.as_ref()).map_or(0, String::len);
        u32::try_from(texts.iter().sum::<usize>() + owner).unwrap_or(u32::MAX).saturating_add(512)
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
    let is_access = |typ: &str| typ.eq_ignore_ascii_case(TYPE) || typ.eq_ignore_ascii_case(TYPE_IN_FULL);
    // No extension is known here, so none that must be understood is (RFC 7515 §4.1.11).
    let ours = header.alg == Algorithm::EdDSA && header.typ.as_deref().is_some_and(is_access) && header.crit.is_none();
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

#[cfg(test)]
mod tests {
    use super::*;

    fn claims(iat: i64, exp: i64, nbf: Option<i64>) -> Claims {
        Claims {
            iss: "https://bailleurs.example".to_owned(),
            aud: AUDIENCE.to_owned(),
            sub: "cli_01k8m3q6z5e7v9r2t4w6x8y0d1".to_owned(),
            client_id: "cli_01k8m3q6z5e7v9r2t4w6x8y0d1".parse().unwrap(),
            iat,
            exp,
            nbf,
            jti: "one".to_owned(),
            scope: "tenants:read".to_owned(),
            landlord: None,
            paying_body: Some("131".to_owned()),
        }
    }

    #[test]
    fn a_token_is_current_from_its_issue_to_its_end_and_never_for_longer_than_its_life() {
        let at = |second| DateTime::from_timestamp(second, 0).unwrap();
        let current = |iat, exp, nbf, now| claims(iat, exp, nbf).is_current(at(now));
        for (now, valid) in [(994, false), (995, true), (1_000, true), (1_899, true), (1_900, false)] {
            assert_eq!(current(1_000, 1_900, None, now), valid, "{now}");
        }
        assert!(!current(1_000, 1_901, None, 1_000), "a life beyond 900 s");
        assert!(!current(i64::MIN, i64::MAX, None, 1_000), "a life without end");
        assert!(!current(1_000, 1_900, Some(1_100), 1_000) && current(1_000, 1_900, Some(1_100), 1_100));
    }

    #[test]
    fn a_header_is_ours_by_type_and_algorithm_and_asks_for_no_extension() {
        let key = EncodingKey::from_ed_der(
            aws_lc_rs::signature::Ed25519KeyPair::generate_pkcs8v1(&aws_lc_rs::rand::SystemRandom::new()).unwrap().as_ref(),
        );
        let signed = |typ: &str, crit: Option<Vec<String>>| {
            let mut header = Header::new(Algorithm::EdDSA);
            header.typ = Some(typ.to_owned());
            header.kid = Some("k".to_owned());
            header.crit = crit;
            encode(&header, &claims(1_000, 1_900, None), &key).unwrap()
        };
        for typ in ["at+jwt", "AT+JWT", "application/at+jwt"] {
            assert_eq!(key_id(&signed(typ, None)).as_deref(), Some("k"), "{typ}");
        }
        assert_eq!(key_id(&signed("receipt+jws", None)), None);
        assert_eq!(key_id(&signed("at+jwt", Some(vec!["exp".to_owned()]))), None);
    }
}
