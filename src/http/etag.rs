//! Entity tags (RFC 9110 §8.8): strong, a hash of the uncompressed body.

use actix_web::http::header::{self, HeaderMap};
use aws_lc_rs::digest::{SHA256, digest};

use crate::problem::Code;
use crate::problem::{FieldCode, FieldError, Problem};
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

    /// Compares with what is there now.
    ///
    /// # Errors
    /// As [`Self::check`].
    pub fn judge<T: serde::Serialize>(&self, current: &T) -> Result<(), Problem> {
        self.check(&serde_json::to_vec(current).map_err(Problem::internal)?)
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
                FieldCode::Required,
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

#[cfg(test)]
mod tests {
    use header::{HeaderValue, IF_MATCH, IF_NONE_MATCH};

    use super::*;

    fn headers(name: header::HeaderName, values: &[&str]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        values.iter().for_each(|value| headers.append(name.clone(), HeaderValue::from_str(value).unwrap()));
        headers
    }

    #[test]
    fn a_tag_is_of_the_body() {
        assert_eq!((of(b"a"), of(b"a").len()), (of(b"a"), 34));
        assert_ne!(of(b"a"), of(b"b"));
    }

    #[test]
    fn what_a_caller_has_is_compared_weakly() {
        let tag = of(b"a");
        let known = |values: &[&str]| none_match(&headers(IF_NONE_MATCH, values), &tag);
        assert!(known(&[&tag]) && known(&[&format!("W/{tag}")]) && known(&["*"]) && known(&["\"x\"", &format!("\"y\" , {tag}")]));
        assert!(!known(&[]) && !known(&[""]) && !known(&["\"x\""]) && !known(&[tag.trim_matches('"')]));
    }

    #[test]
    fn what_a_change_demands_is_compared_strongly() {
        let tag = of(b"a");
        let checked = |values: &[&str]| IfMatch::of(&headers(IF_MATCH, values)).check(b"a").map_err(|problem| problem.code().as_str());
        assert_eq!(checked(&[&format!("\"x\", {tag}")]), Ok(()));
        assert_eq!(checked(&["*"]), Ok(()));
        assert_eq!(checked(&[]), Err("precondition_required"));
        for stale in [format!("W/{tag}"), "\"x\"".to_owned(), String::new()] {
            assert_eq!(checked(&[&stale]), Err("precondition_failed"), "{stale}");
        }
    }
}
