//! What can be said to a caller: problems (RFC 9457), the faults of fields, warnings. How they are
//! shown, and that they are logged with their cause, is decided at the edge.

#[cfg(test)]
#[path = "captured_tests.rs"]
pub mod captured;
mod cause;
mod codes;
mod field;
pub mod members;
pub mod panic;
pub mod warning;

pub use cause::json_place;
pub use codes::{Code, Coded, EffectCode, FieldCode, Kind, LineCode, NoteCode, Row, TokenCode, WarningCode, every, every_problem};
pub use field::{At, FieldError, described};
pub use warning::{Noted, Warning};

use std::any::Any;
use std::fmt;
use std::sync::Arc;

use actix_web::http::header::{self, HeaderName, HeaderValue};
use serde_json::{Map, Value};

use crate::ids::Unnamed;
use crate::law::RuleRef;
use crate::values::text::Text;
use crate::values::words;

/// The most faults one answer tells. Beyond them nobody counts.
pub const MOST_ERRORS: usize = 100;

/// An error on its way to the caller. Its texts are chosen when it leaves the service.
#[derive(Clone, Debug)]
pub struct Problem(Box<Inner>);

#[derive(Clone, Debug)]
struct Inner {
    code: Code,
    detail: Text,
    errors: Vec<FieldError>,
    rule: Option<RuleRef>,
    members: Map<String, Value>,
    headers: Vec<(HeaderName, HeaderValue)>,
    cause: Option<String>,
    fault: Option<Arc<dyn Any + Send + Sync>>,
}

impl Problem {
    /// A problem of one code with its detail.
    pub fn new(code: Code, detail: Text) -> Self {
        Self(Box::new(Inner {
            code,
            detail,
            errors: Vec::new(),
            rule: None,
            members: Map::new(),
            headers: Vec::new(),
            cause: None,
            fault: None,
        }))
    }

    /// 422 with every fault of the fields, sorted by place so that the answer is stable.
    pub fn validation(mut errors: Vec<FieldError>) -> Self {
        errors.sort_by(|a, b| (&a.at, a.code.as_str()).cmp(&(&b.at, b.code.as_str())));
        let (fr, en) = if errors.len() > MOST_ERRORS { ("Plus de ", "More than ") } else { ("", "") };
        let count = words::count(errors.len().min(MOST_ERRORS) as u64, ("erreur", "erreurs"), ("error", "errors"));
        let mut problem = Self::new(
            Code::ValidationFailed,
            Text::new(
                format!("{fr}{} dans la requête, à corriger ensemble.", count.fr),
                format!("{en}{} in the request, to be corrected together.", count.en),
            ),
        );
        errors.truncate(MOST_ERRORS);
        problem.0.errors = errors;
        problem
    }

    /// 404 for something absent or not the caller's: both look alike.
    pub fn not_found() -> Self {
        Self::new(Code::NotFound, Text::fixed("Aucun objet à vous ne porte cet identifiant.", "No object of yours has this id."))
    }

    /// 404 for an id named in the body.
    pub fn not_found_at(pointer: &str) -> Self {
        let mut problem = Self::not_found();
        problem.0.errors.push(FieldError::pointer(
            pointer,
            FieldCode::NotFound,
            Text::fixed("Aucun objet à vous ne porte cet identifiant.", "No object of yours has this id."),
        ));
        problem
    }

    /// 401 for a token that no longer serves, with the challenge of RFC 6750 §3; `scope` is what the call needs.
    pub fn invalid_token(scope: Option<&'static str>) -> Self {
        let named = scope.map_or_else(String::new, |scope| format!(", scope=\"{scope}\""));
        let challenge = format!("Bearer realm=\"offre-bailleurs\", error=\"invalid_token\"{named}");
        let problem = Self::new(Code::InvalidToken, Text::fixed("Ce jeton est invalide ou expiré.", "This token is invalid or expired."));
        match HeaderValue::from_str(&challenge) {
            Ok(value) => problem.with_header(header::WWW_AUTHENTICATE, value),
            Err(error) => Self::internal(error),
        }
    }

    /// 400 for what cannot be read at all.
    pub fn malformed(detail: Text) -> Self {
        Self::new(Code::MalformedRequest, detail)
    }

    /// 503 with a delay in seconds after which another try makes sense. Nothing was written.
    pub fn unavailable() -> Self {
        Self::unavailable_because(Text::fixed(
            "Le service ne peut pas répondre pour l'instant. Rien n'a été écrit.",
            "The service cannot answer for now. Nothing was written.",
        ))
    }

    /// As [`Problem::unavailable`], where more can be told.
    pub fn unavailable_because(detail: Text) -> Self {
        Self::new(Code::Unavailable, detail).with_header(header::RETRY_AFTER, HeaderValue::from_static("1"))
    }

    /// 500; the cause goes to the log and never to the caller.
    pub fn internal(cause: impl fmt::Display + Any) -> Self {
        Self::new(
            Code::InternalError,
            Text::fixed(
                "Erreur imprévue, consignée sous l'identifiant de cette requête.",
                "Unexpected error, recorded under the identifier of this request.",
            ),
        )
        .because(cause)
    }

    /// Says for the log, and for it alone, what led here. A number shaped like a NIR is scrubbed
    /// (G7), and of an error of JSON only the kind and the place are kept, since its words may quote
    /// a name.
    pub fn because(mut self, cause: impl fmt::Display + Any) -> Self {
        self.0.cause = Some(cause::told(&cause));
        self
    }

    /// As [`Problem::because`], where code below the edge must know the fault again.
    pub fn with_fault(mut self, fault: impl fmt::Display + Any + Send + Sync) -> Self {
        self.0.cause = Some(cause::told(&fault));
        self.0.fault = Some(Arc::new(fault));
        self
    }

    /// Adds a member of its own to the document, such as the id of what stands in the way.
    pub fn with(mut self, member: &str, value: impl Into<Value>) -> Self {
        self.0.members.insert(member.to_owned(), value.into());
        self
    }

    /// Adds one field error.
    pub fn with_error(mut self, error: FieldError) -> Self {
        self.0.errors.push(error);
        self
    }

    /// Says otherwise what happened.
    pub fn with_detail(mut self, detail: Text) -> Self {
        self.0.detail = detail;
        self
    }

    /// Says more of what happened, behind what is said already.
    pub fn saying(mut self, more: Text) -> Self {
        let said = &self.0.detail;
        self.0.detail = Text::new(format!("{} {}", said.fr, more.fr), format!("{} {}", said.en, more.en));
        self
    }

    /// Names the legal rule the refusal rests on.
    pub fn with_rule(mut self, rule: RuleRef) -> Self {
        self.0.rule = Some(rule);
        self
    }

    /// Adds a header to the answer.
    pub fn with_header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.0.headers.push((name, value));
        self
    }

    /// The stable code.
    pub fn code(&self) -> Code {
        self.0.code
    }

    /// The faults of the fields.
    pub fn errors(&self) -> &[FieldError] {
        &self.0.errors
    }

    /// What happened, in both languages.
    pub fn detail(&self) -> &Text {
        &self.0.detail
    }

    /// The legal rule the refusal rests on.
    pub fn rule(&self) -> Option<RuleRef> {
        self.0.rule
    }

    /// Members of the document beside the usual ones.
    pub fn members(&self) -> &Map<String, Value> {
        &self.0.members
    }

    /// What led here, for the log.
    pub fn cause(&self) -> Option<&str> {
        self.0.cause.as_deref()
    }

    /// The fault it was made from, if it was one of this type.
    pub fn fault<F: Any>(&self) -> Option<&F> {
        self.0.fault.as_deref().and_then(|fault| fault.downcast_ref())
    }

    /// Headers of the answer.
    pub fn headers(&self) -> &[(HeaderName, HeaderValue)] {
        &self.0.headers
    }
}

/// For operators and the log: callers get the document that the edge makes.
impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.code.as_str())?;
        self.cause().map_or(Ok(()), |cause| write!(f, ": {cause}"))
    }
}

impl std::error::Error for Problem {}

impl From<Unnamed> for Problem {
    fn from(cause: Unnamed) -> Self {
        Self::internal(cause)
    }
}
