//! What each address accepts and produces, taken from the finished document: it answers 404, 405
//! with `Allow`, and OPTIONS, and tells which media types an operation produces.

use std::collections::HashMap;

use actix_web::dev::{ResourceDef, ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::http::header::{ALLOW, HeaderValue};
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use serde_json::Value;

use crate::problem::Code;
use crate::problem::Problem;
use crate::values::text::Text;

const METHODS: &[&str] = &["get", "put", "post", "delete", "patch"];

/// The routes of the document.
pub struct RouteTable {
    routes: Vec<Route>,
    literal: HashMap<String, String>,
    produced: HashMap<(String, Method), Vec<String>>,
}

struct Route {
    pattern: ResourceDef,
    allow: String,
}

impl RouteTable {
    /// Reads a document; `extra` are addresses outside it, with their `Allow`.
    pub fn of(document: &Value, extra: &[(&str, &str)]) -> Self {
        let mut table = Self { routes: Vec::new(), literal: HashMap::new(), produced: HashMap::new() };
        for (path, item) in document["paths"].as_object().into_iter().flatten() {
            let mut allow = Vec::new();
            for name in METHODS {
                let Some(operation) = item.get(*name) else { continue };
                let method = name.to_ascii_uppercase();
                if let Ok(method) = method.parse::<Method>() {
                    table.produced.insert((path.clone(), method), produced(operation));
                }
                allow.push(method.clone());
                if method == "GET" {
                    allow.push("HEAD".to_owned());
                }
            }
            allow.push("OPTIONS".to_owned());
            if !path.contains('{') {
                table.literal.insert(path.clone(), allow.join(", "));
            }
            table.routes.push(Route { pattern: ResourceDef::new(path.as_str()), allow: allow.join(", ") });
        }
        for (path, allow) in extra {
            if !path.contains('{') {
                table.literal.insert((*path).to_owned(), (*allow).to_owned());
            }
            table.routes.push(Route { pattern: ResourceDef::new(*path), allow: (*allow).to_owned() });
        }
        // Literal addresses before those with a variable part, so that the exact one answers.
        table.routes.sort_by_key(|route| route.pattern.pattern().is_some_and(|pattern| pattern.contains('{')));
        table
    }

    fn allow(&self, path: &str) -> Option<&str> {
        self.route(path).map(|route| route.allow.as_str())
    }

    fn route(&self, path: &str) -> Option<&Route> {
        self.routes.iter().find(|route| route.pattern.is_match(path))
    }

    /// The template of an address, for the log: an address itself may hold what must not go there.
    pub fn template(&self, path: &str) -> Option<&str> {
        self.route(path).and_then(|route| route.pattern.pattern())
    }

    /// The methods of a literal address that does not take this one: without this, an address such
    /// as `/v1/impayes/simulations` would be read as an id by another method's `/v1/impayes/{id}`.
    pub fn refused(&self, path: &str, method: &Method) -> Option<&str> {
        let allow = self.literal.get(path)?;
        let known = allow.split(", ").any(|one| one == method.as_str());
        if known { None } else { Some(allow) }
    }

    /// The media types of the success answers of the operation a request reached.
    pub fn produced(&self, request: &HttpRequest) -> Option<Vec<&str>> {
        let pattern = request.match_pattern()?;
        let types = self.produced.get(&(pattern, request.method().clone()))?;
        Some(types.iter().map(String::as_str).collect())
    }
}

fn produced(operation: &Value) -> Vec<String> {
    let mut types = Vec::new();
    for (status, response) in operation["responses"].as_object().into_iter().flatten() {
        if status.starts_with('2') {
            for media_type in response["content"].as_object().into_iter().flat_map(|content| content.keys()) {
                if !types.contains(media_type) {
                    types.push(media_type.clone());
                }
            }
        }
    }
    // JSON is what a caller gets who does not say.
    types.sort_by_key(|media_type| media_type != "application/json");
    types
}

/// Answers what no route does.
///
/// # Errors
/// None: a refusal is an answer, so that the edge still knows the request.
pub async fn unmatched(request: ServiceRequest) -> Result<ServiceResponse, actix_web::Error> {
    let allow = request.app_data::<Data<RouteTable>>().and_then(|table| table.allow(request.path()).map(str::to_owned));
    let response = match allow {
        None => {
            let nothing = Problem::new(Code::NotFound, Text::fixed("Rien à cette adresse.", "Nothing at this address."));
            return Ok(request.error_response(nothing));
        }
        Some(allow) if request.method() == Method::OPTIONS => match HeaderValue::from_str(&allow) {
            Ok(header) => HttpResponse::NoContent().insert_header((ALLOW, header)).finish(),
            Err(error) => return Ok(request.error_response(Problem::internal(error))),
        },
        Some(allow) => return Ok(request.error_response(not_allowed(&allow))),
    };
    Ok(request.into_response(response))
}

/// 405 with the methods that are.
pub fn not_allowed(allow: &str) -> Problem {
    let problem =
        Problem::new(Code::MethodNotAllowed, Text::new(format!("Méthodes permises : {allow}."), format!("Methods allowed: {allow}.")));
    match HeaderValue::from_str(allow) {
        Ok(header) => problem.with_header(ALLOW, header),
        Err(error) => Problem::internal(error),
    }
}
