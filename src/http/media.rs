//! The media type of a body, as RFC 9110 §8.3.1 lets it be written: in any case, with spaces around
//! what separates its parameters.

use actix_web::http::header::{CONTENT_TYPE, HeaderMap};

/// Whether the body is of one of the types, in UTF-8. Two headers name two types, and none is believed.
pub fn is_one_of(headers: &HeaderMap, accepted: &[&str]) -> bool {
    let mut sent = headers.get_all(CONTENT_TYPE);
    let Some(text) = sent.next().filter(|_| sent.next().is_none()).and_then(|value| value.to_str().ok()) else { return false };
    let mut parts = text.split(';').map(str::trim);
    let known = parts.next().is_some_and(|name| accepted.iter().any(|one| one.eq_ignore_ascii_case(name)));
    known && parts.filter(|part| !part.is_empty()).all(is_utf8_or_no_charset)
}

fn is_utf8_or_no_charset(parameter: &str) -> bool {
    let Some((name, value)) = parameter.split_once('=') else { return false };
    !name.eq_ignore_ascii_case("charset") || ["utf-8", "utf8"].iter().any(|one| value.trim_matches('"').eq_ignore_ascii_case(one))
}

#[cfg(test)]
mod tests {
    use actix_web::http::header::HeaderValue;

    use super::*;

    fn taken(values: &[&str]) -> bool {
        let mut headers = HeaderMap::new();
        values.iter().for_each(|value| headers.append(CONTENT_TYPE, HeaderValue::from_str(value).unwrap()));
        is_one_of(&headers, &["application/json"])
    }

    #[test]
    fn a_type_is_read_in_every_spelling() {
        for text in [
            "application/json",
            "Application/JSON",
            "application/json;charset=utf-8",
            "application/json ; charset=UTF-8",
            " application/json;\tcharset=\"utf-8\" ; x=1;",
            "application/json;version=1",
        ] {
            assert!(taken(&[text]), "{text}");
        }
        for text in
            ["", "application/jsonp", "text/plain", "application/json;charset=latin1", "application/json; charset", "a,application/json"]
        {
            assert!(!taken(&[text]), "{text}");
        }
        assert!(!taken(&[]) && !taken(&["application/json", "text/plain"]));
    }
}
