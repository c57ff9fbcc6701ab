//! What an answer may be made of: the `Accept` header against the media types of the document.

use actix_web::HttpRequest;
use actix_web::http::header::ACCEPT;

use super::weighted::{self, Weighted};
use crate::problem::Code;
use crate::problem::Problem;
use crate::values::text::Text;
use crate::values::words;

/// The first of `offered` with the highest preference (RFC 9110 §12.5.1).
///
/// # Errors
/// 406 naming what is offered, when the caller takes none of it.
pub fn choose<'a>(request: &HttpRequest, offered: &[&'a str]) -> Result<&'a str, Problem> {
    let first = offered.first().copied().unwrap_or("application/json");
    let Some(ranges) = weighted::elements(request.headers(), &ACCEPT).filter(|ranges| ranges.iter().all(is_range)) else {
        return Ok(first);
    };
    let mut best: Option<(&'a str, f32)> = None;
    for candidate in offered {
        let quality = quality_of(&ranges, candidate);
        if quality > 0.0 && best.is_none_or(|(_, top)| quality > top) {
            best = Some((candidate, quality));
        }
    }
    best.map(|(candidate, _)| candidate).ok_or_else(|| {
        let list = words::quoted(offered);
        Problem::new(
            Code::NotAcceptable,
            Text::new(format!("Formats possibles : {}.", list.fr), format!("Possible media types: {}.", list.en)),
        )
    })
}

/// `type/subtype`, `type/*`, `*/*`, or the bare `*` of Java's default.
fn is_range(range: &Weighted) -> bool {
    match range.name.split_once('/') {
        Some((kind, subtype)) => !kind.is_empty() && !subtype.is_empty() && !subtype.contains('/') && (kind != "*" || subtype == "*"),
        None => range.name == "*",
    }
}

/// The quality of the most specific range that covers a media type; zero when none does.
fn quality_of(ranges: &[Weighted], candidate: &str) -> f32 {
    let (kind, subtype) = candidate.split_once('/').unwrap_or((candidate, "*"));
    let mut found = (0, 0.0);
    for range in ranges {
        let specificity = match range.name.split_once('/').unwrap_or(("*", "*")) {
            ("*", "*") => 1,
            (this, "*") if this == kind => 2,
            (this, that) if this == kind && that == subtype => 3,
            _ => continue,
        };
        if specificity > found.0 {
            found = (specificity, range.quality);
        }
    }
    found.1
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    const OFFERED: [&str; 2] = ["application/json", "text/csv"];

    fn chosen(accept: &str) -> Option<&'static str> {
        choose(&TestRequest::default().insert_header((ACCEPT, accept)).to_http_request(), &OFFERED).ok()
    }

    #[test]
    fn the_most_specific_range_counts_and_the_highest_weight_wins() {
        for (accept, expected) in [
            ("text/csv", "text/csv"),
            ("*/*", "application/json"),
            ("text/*, */*;q=0.1", "text/csv"),
            ("text/csv;q=0.2, application/json;q=0.3", "application/json"),
            ("*/*;q=0.9, application/json;q=0.1", "text/csv"),
            ("APPLICATION/JSON;charset=utf-8", "application/json"),
            ("application/*;q=0, */*", "text/csv"),
        ] {
            assert_eq!(chosen(accept), Some(expected), "{accept}");
        }
        for accept in ["text/html", "application/xml, image/*", "application/json;q=0", "*/*;q=0"] {
            assert_eq!(chosen(accept), None, "{accept}");
        }
    }

    #[test]
    fn what_java_sends_and_nothing_at_all_are_taken() {
        for accept in
            ["text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2", "", " ", ",", "text/html, garbage", "text/csv;q=two", "*/json"]
        {
            assert_eq!(chosen(accept), Some("application/json"), "{accept}");
        }
        assert_eq!(choose(&TestRequest::default().to_http_request(), &OFFERED).ok(), Some("application/json"));
    }
}
