//! What the HTTP server refuses before there is a request: a line that is not HTTP, a head that is too
//! large or too slow. It answers 400, 431 or 408 by itself, with an empty body, and offers no hook: no
//! middleware sees these. So the answer is known by its bytes, on their way out, and gets the problem
//! document and the line of log of every other refusal. Who sent it said no language: it is French.

use std::sync::Arc;

use super::render::{PROBLEM_JSON, document};
use crate::ids::random_bytes;
use crate::problem::{Code, Problem};
use crate::values::text::{Language, Text};

/// How the server's own refusals begin. Every answer of this service has an id of its request.
const REFUSALS: [(&[u8], u16); 3] = [(b"HTTP/1.1 400 ", 400), (b"HTTP/1.1 408 ", 408), (b"HTTP/1.1 431 ", 431)];

const EMPTY: &str = "content-length: 0\r\n";
const ID: &str = "request-id: ";

/// Tells the refusals of the HTTP server as those of the service.
#[derive(Debug)]
pub struct Unparsed {
    base: String,
}

impl Unparsed {
    /// `base` is the address under which callers know the service.
    pub fn new(base: &str) -> Arc<Self> {
        Arc::new(Self { base: base.to_owned() })
    }

    /// The answer that goes out in place of one of the server's own, which is then logged; nothing for
    /// every other one.
    pub fn instead(&self, written: &[u8]) -> Option<Vec<u8>> {
        let (_, status) = REFUSALS.iter().find(|(begins, _)| written.starts_with(begins))?;
        let head = std::str::from_utf8(written).ok().filter(|head| head.ends_with("\r\n\r\n") && !head.contains(ID))?;
        let (before, after) = head.split_once(EMPTY)?;
        let id = uuid::Builder::from_random_bytes(random_bytes::<16>().ok()?).into_uuid();
        let problem = problem(*status);
        let mut told = document(&problem, Language::French, &self.base, &id.to_string());
        // The status is the answer's: a head that is too large has no code of its own.
        told["status"] = (*status).into();
        let body = told.to_string();
        tracing::info!(route = "unparsed", status, code = problem.code().as_str(), request_id = %id, "answered");
        let (length, language) = (body.len(), Language::French.tag());
        let headers = format!(
            "content-length: {length}\r\ncontent-type: {PROBLEM_JSON}\r\ncontent-language: {language}\r\n{ID}{id}\r\n\
             x-content-type-options: nosniff\r\ncache-control: private, no-cache\r\n"
        );
        Some([before, &headers, after, &body].concat().into_bytes())
    }
}

fn problem(status: u16) -> Problem {
    match status {
        408 => Problem::new(
            Code::RequestTimeout,
            Text::fixed("L'en-tête de la requête n'est pas venu à temps.", "The head of the request did not come in time."),
        ),
        431 => Problem::malformed(Text::fixed("L'en-tête de la requête est trop grand.", "The head of the request is too large.")),
        _ => Problem::malformed(Text::fixed("Ce n'est pas une requête HTTP lisible.", "This is no HTTP request that can be read.")),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    #[test]
    fn the_server_s_own_refusals_get_a_body_and_nothing_else_does() {
        let unparsed = Unparsed::new("https://bailleurs.example");
        let own = |line: &str, more: &str| format!("HTTP/1.1 {line}\r\n{more}connection: close\r\ndate: now\r\n\r\n");
        for (line, status, code) in [
            ("400 Bad Request", 400, "malformed_request"),
            ("408 Request Timeout", 408, "request_timeout"),
            ("431 Request Header Fields Too Large", 431, "malformed_request"),
        ] {
            let told = String::from_utf8(unparsed.instead(own(line, EMPTY).as_bytes()).unwrap()).unwrap();
            let (head, body) = told.split_once("\r\n\r\n").unwrap();
            let document: Value = serde_json::from_str(body).unwrap();
            assert!(head.starts_with(&format!("HTTP/1.1 {line}\r\ncontent-length: {}\r\n", body.len())), "{head}");
            assert!(head.contains(&format!("\r\nrequest-id: {}\r\n", document["request_id"].as_str().unwrap())), "{head}");
            assert!(head.contains("content-type: application/problem+json") && head.ends_with("connection: close\r\ndate: now"), "{head}");
            assert_eq!((&document["status"], &document["code"]), (&status.into(), &code.into()));
            assert_eq!(document["type"], format!("https://bailleurs.example/problems/{code}"));
        }
        for other in [
            own("404 Not Found", EMPTY),
            own("400 Bad Request", "content-length: 12\r\n"),
            own("400 Bad Request", "content-length: 0\r\nrequest-id: x\r\n"),
            own("400 Bad Request", EMPTY) + "more",
            own("200 OK", EMPTY),
            String::new(),
        ] {
            assert!(unparsed.instead(other.as_bytes()).is_none(), "{other}");
        }
    }
}
