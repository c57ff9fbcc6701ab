//! Which language a request asks for.

use actix_web::HttpRequest;
use actix_web::http::header::{ACCEPT_LANGUAGE, AcceptLanguage, Header};

use crate::values::text::Language;

/// The best of the two for a request, by its `Accept-Language` (RFC 9110 §12.5.4).
pub fn of(request: &HttpRequest) -> Language {
    if !request.headers().contains_key(ACCEPT_LANGUAGE) {
        return Language::French;
    }
    let Ok(accepted) = AcceptLanguage::parse(request) else { return Language::French };
    accepted
        .ranked()
        .iter()
        .find_map(|preference| match preference.item() {
            None => Some(Language::French),
            Some(tag) => match tag.primary_language() {
                "fr" => Some(Language::French),
                "en" => Some(Language::English),
                _ => None,
            },
        })
        .unwrap_or_default()
}
