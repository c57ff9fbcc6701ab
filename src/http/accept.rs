//! What an answer may be made of: the `Accept` header against the media types of the document.

use actix_web::HttpRequest;
use actix_web::http::header::{ACCEPT, Accept, Header};

use crate::problem::Code;
use crate::problem::Problem;
use crate::values::text::Text;

/// The first of `offered` with the highest preference (RFC 9110 §12.5.1).
///
/// # Errors
/// 406 naming what is offered, when the caller takes none of it.
pub fn choose<'a>(request: &HttpRequest, offered: &[&'a str]) -> Result<&'a str, Problem> {
    let first = offered.first().copied().unwrap_or("application/json");
    if !request.headers().contains_key(ACCEPT) {
        return Ok(first);
    }
    // A header that does not parse says nothing: RFC 9110 lets it be ignored.
    let Ok(accept) = Accept::parse(request) else { return Ok(first) };
    let mut best: Option<(&'a str, f32)> = None;
    for candidate in offered {
        let quality = quality_of(&accept, candidate);
        if quality > 0.0 && best.is_none_or(|(_, top)| quality > top) {
            best = Some((candidate, quality));
        }
    }
    best.map(|(candidate, _)| candidate).ok_or_else(|| {
        let list = offered.join(", ");
        Problem::new(Code::NotAcceptable, Text::new(format!("Formats proposés : {list}."), format!("Media types offered: {list}.")))
    })
}

/// The quality of the most specific range that covers a media type; zero when none does.
fn quality_of(accept: &Accept, candidate: &str) -> f32 {
    let (kind, subtype) = candidate.split_once('/').unwrap_or((candidate, "*"));
    let mut found = (0, 0.0);
    for range in accept.iter() {
        let specificity = match (range.item.type_().as_str(), range.item.subtype().as_str()) {
            ("*", "*") => 1,
            (this, "*") if this == kind => 2,
            (this, that) if this == kind && that == subtype => 3,
            _ => continue,
        };
        if specificity > found.0 {
            found = (specificity, f32::from(u16::from(range.quality != actix_web::http::header::Quality::ZERO)) * quality(range.quality));
        }
    }
    found.1
}

fn quality(quality: actix_web::http::header::Quality) -> f32 {
    quality.to_string().parse().unwrap_or(1.0)
}
