//! Entity tags (RFC 9110 §8.8): strong, a hash of the uncompressed body.

use actix_web::http::header::{self, HeaderMap};
use aws_lc_rs::digest::{SHA256, digest};

use crate::problem::Code;
use crate::problem::{FieldError, Problem};
use crate::values::text::Text;

/// The tag of a body, quotes included.
pub fn of(body: &[u8]) -> String {
    let hash = digest(&SHA256, body);
    format!("\"{}\"", hex::encode(&hash.as_ref()[..16]))
}

/// Whether `If-None-Match` names this tag, by weak comparison (RFC 9110 §13.1.2).
pub fn none_match(headers: &HeaderMap, tag: &str) -> bool {
    listed(headers, header::IF_NONE_MATCH)
        .is_some_and(|tags| tags.iter().any(|one| one == "*" || one.strip_prefix("W/").unwrap_or(one) == tag))
}

/// What a change demands of the version it changes: the value of `If-Match`.
#[derive(Clone, Debug)]
pub struct IfMatch(Option<Vec<String>>);

impl IfMatch {
    /// Reads the header; its absence is judged only where the resource is at hand.
    pub fn of(headers: &HeaderMap) -> Self {
        Self(listed(headers, header::IF_MATCH))
    }

    /// Compares with the current representation, by strong comparison (RFC 9110 §13.1.1).
    ///
    /// # Errors
    /// 428 without the header, 412 when no tag matches.
    pub fn check(&self, current: &[u8]) -> Result<(), Problem> {
        let Some(tags) = &self.0 else {
            return Err(Problem::new(
                Code::PreconditionRequired,
                Text::fixed("L'en-tête If-Match est obligatoire ici.", "The If-Match header is required here."),
            )
            .with_error(FieldError::header(
                "If-Match",
                "required",
                Text::fixed("Cet en-tête est obligatoire.", "This header is required."),
            )));
        };
        let tag = of(current);
        if tags.iter().any(|one| one == "*" || *one == tag) {
            return Ok(());
        }
        Err(Problem::new(
            Code::PreconditionFailed,
            Text::fixed("La ressource a changé depuis votre lecture.", "The resource changed since you read it."),
        ))
    }
}

fn listed(headers: &HeaderMap, name: header::HeaderName) -> Option<Vec<String>> {
    let mut tags = None;
    for value in headers.get_all(name) {
        let tags = tags.get_or_insert_with(Vec::new);
        let text = String::from_utf8_lossy(value.as_bytes());
        tags.extend(text.split(',').map(|tag| tag.trim().to_owned()).filter(|tag| !tag.is_empty()));
    }
    tags
}
