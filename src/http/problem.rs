//! Problem documents (RFC 9457): the only form an error takes, whoever raised it.

use std::fmt;

use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderName, HeaderValue};
use actix_web::{HttpResponse, ResponseError};
use serde_json::{Map, Value, json};

use super::codes::Code;
use super::language::{Language, Text};

/// The media type of every error.
pub const PROBLEM_JSON: &str = "application/problem+json";

/// The most faults one answer tells; the count in its `detail` is that of all.
const MOST_ERRORS: usize = 1000;

/// Where in a request a fault lies.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum At {
    /// A JSON pointer into the body (RFC 6901).
    Pointer(String),
    /// The name of a query parameter.
    Parameter(String),
    /// The name of a header.
    Header(&'static str),
}

/// One fault of one field.
#[derive(Clone, Debug)]
pub struct FieldError {
    pub at: At,
    pub code: &'static str,
    pub detail: Text,
}

impl FieldError {
    /// A fault in the body at a JSON pointer.
    pub fn pointer(pointer: impl Into<String>, code: &'static str, detail: Text) -> Self {
        Self { at: At::Pointer(pointer.into()), code, detail }
    }

    /// A fault of a query parameter.
    pub fn parameter(name: impl Into<String>, code: &'static str, detail: Text) -> Self {
        Self { at: At::Parameter(name.into()), code, detail }
    }

    /// A fault of a header.
    pub fn header(name: &'static str, code: &'static str, detail: Text) -> Self {
        Self { at: At::Header(name), code, detail }
    }

    /// The same fault of a value that stands elsewhere in the body.
    pub fn under(mut self, from: &str, to: &str) -> Self {
        if let At::Pointer(pointer) = &mut self.at
            && let Some(rest) = pointer.strip_prefix(from)
        {
            *pointer = format!("{to}{rest}");
        }
        self
    }

    fn render(&self, language: Language) -> Value {
        let (kind, place) = match &self.at {
            At::Pointer(pointer) => ("pointer", pointer.as_str()),
            At::Parameter(name) => ("parameter", name.as_str()),
            At::Header(name) => ("header", *name),
        };
        json!({ kind: place, "code": self.code, "detail": self.detail.get(language) })
    }
}

/// The legal rule an answer rests on.
#[derive(Clone, Copy, Debug)]
pub struct RuleRef {
    pub id: &'static str,
    pub article: &'static str,
    pub url: &'static str,
}

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
}

impl Problem {
    /// A problem of one code with its detail.
    pub fn new(code: Code, detail: Text) -> Self {
        Self(Box::new(Inner { code, detail, errors: Vec::new(), rule: None, members: Map::new(), headers: Vec::new() }))
    }

    /// 422 with every fault of the fields, sorted by place so that the answer is stable.
    pub fn validation(mut errors: Vec<FieldError>) -> Self {
        errors.sort_by(|a, b| (&a.at, a.code).cmp(&(&b.at, b.code)));
        let count = errors.len();
        let mut problem = Self::new(
            Code::ValidationFailed,
            Text::new(
                format!("{count} erreur(s) dans la requête ; voyez `errors`."),
                format!("{count} error(s) in the request; see `errors`."),
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
            "not_found",
            Text::fixed("Aucun objet à vous ne porte cet identifiant.", "No object of yours has this id."),
        ));
        problem
    }

    /// 400 for what cannot be read at all.
    pub fn malformed(detail: Text) -> Self {
        Self::new(Code::MalformedRequest, detail)
    }

    /// 503 with a delay in seconds after which another try makes sense.
    pub fn unavailable(cause: impl fmt::Display) -> Self {
        tracing::warn!(%cause, "unavailable");
        Self::new(
            Code::Unavailable,
            Text::fixed(
                "Le service ne peut pas répondre pour l'instant. Rien n'a été écrit.",
                "The service cannot answer for now. Nothing was written.",
            ),
        )
        .with_header(header::RETRY_AFTER, HeaderValue::from_static("1"))
    }

    /// What a 503 says when another write of the same landlord takes too long.
    pub const LANDLORD_BUSY: Text = Text::fixed(
        "Une autre écriture de ce bailleur est en cours. Rien n'a été écrit.",
        "Another write of this landlord is in progress. Nothing was written.",
    );

    /// 503 because another write of the same landlord takes too long.
    pub fn landlord_busy(cause: impl fmt::Display) -> Self {
        let mut problem = Self::unavailable(cause);
        problem.0.detail = Self::LANDLORD_BUSY;
        problem
    }

    /// 500; the cause goes to the log and never to the caller.
    pub fn internal(cause: impl fmt::Display) -> Self {
        tracing::error!(%cause, "internal error");
        Self::new(
            Code::InternalError,
            Text::fixed("Erreur imprévue, consignée sous ce `request_id`.", "Unexpected error, recorded under this `request_id`."),
        )
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

    /// The document as JSON, for an answer or for one line of a report.
    pub fn document(&self, language: Language, base: &str, request_id: &str) -> Value {
        let mut body = Map::new();
        let code = self.0.code;
        body.insert("type".into(), format!("{base}/problems/{}", code.as_str()).into());
        body.insert("title".into(), code.title().get(language).into());
        body.insert("status".into(), code.status().into());
        body.insert("detail".into(), self.0.detail.get(language).into());
        body.insert("code".into(), code.as_str().into());
        body.insert("request_id".into(), request_id.into());
        if !self.0.errors.is_empty() {
            let errors: Vec<Value> = self.0.errors.iter().map(|error| error.render(language)).collect();
            body.insert("errors".into(), errors.into());
        }
        if let Some(rule) = self.0.rule {
            body.insert("rule".into(), json!({ "id": rule.id, "article": rule.article, "url": rule.url }));
        }
        for (name, value) in &self.0.members {
            body.entry(name.clone()).or_insert_with(|| value.clone());
        }
        Value::Object(body)
    }

    /// The whole answer in one language.
    pub fn response(&self, language: Language, base: &str, request_id: &str) -> HttpResponse {
        let mut response = HttpResponse::build(self.status_code());
        response.insert_header((header::CONTENT_TYPE, PROBLEM_JSON));
        response.insert_header((header::CONTENT_LANGUAGE, language.tag()));
        for (name, value) in &self.0.headers {
            response.insert_header((name.clone(), value.clone()));
        }
        response.body(self.document(language, base, request_id).to_string())
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.code.as_str())
    }
}

impl std::error::Error for Problem {}

/// The outermost middleware renders the document with the request's language and id; what is made
/// here only serves an error that escapes it.
impl ResponseError for Problem {
    fn status_code(&self) -> StatusCode {
        StatusCode::from_u16(self.0.code.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    fn error_response(&self) -> HttpResponse {
        self.response(Language::default(), "", "")
    }
}
