//! Which language a request asks for.

use actix_web::HttpRequest;
use actix_web::http::header::ACCEPT_LANGUAGE;

use super::weighted::{self, Weighted};
use crate::values::text::Language;

/// The better of the two for a request, by its `Accept-Language` (RFC 9110 §12.5.4): the one with the
/// higher weight, of two alike the one named first. French for who says neither, or nothing readable.
pub fn of(request: &HttpRequest) -> Language {
    let Some(ranges) = weighted::elements(request.headers(), &ACCEPT_LANGUAGE) else { return Language::default() };
    let of = |language: Language| -> (f32, usize) {
        let named = ranges.iter().enumerate().filter(|(_, range)| primary(range) == language.tag());
        let best = named.reduce(|best, next| if next.1.quality > best.1.quality { next } else { best });
        let other = || ranges.iter().enumerate().find(|(_, range)| range.name == "*");
        best.or_else(other).map_or((0.0, usize::MAX), |(at, range)| (range.quality, at))
    };
    let (french, english) = (of(Language::French), of(Language::English));
    let named_first = english.0 == french.0 && english.0 > 0.0 && english.1 < french.1;
    if english.0 > french.0 || named_first { Language::English } else { Language::French }
}

/// `fr` of `fr-CA`.
fn primary(range: &Weighted) -> &str {
    range.name.split(['-', '_']).next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    #[test]
    fn the_heavier_of_the_two_is_spoken_and_an_unreadable_header_says_nothing() {
        let spoken = |text: &str| of(&TestRequest::default().insert_header((ACCEPT_LANGUAGE, text)).to_http_request());
        for text in [
            "en",
            "en-GB, fr;q=0.8",
            "de, en;q=.5",
            "fr;q=0.2, en;q=0.3",
            "fr;q=0, *",
            "EN_us",
            "es, fr;q=0, en;q=0.1",
            "en, fr",
            "*;q=0.5, en",
        ] {
            assert_eq!(spoken(text), Language::English, "{text}");
        }
        for text in
            ["", "fr", "fr-CA", "de", "*", "fr, en", "en;q=0", "en;q=0, *", "en, ?", "en;q=9", "en;q=0.5, fr", "de, *;q=0.1", "en;q=0.5, *"]
        {
            assert_eq!(spoken(text), Language::French, "{text}");
        }
        assert_eq!(of(&TestRequest::default().to_http_request()), Language::French);
    }
}
