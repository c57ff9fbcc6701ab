//! Headers that list what a caller takes, with weights (RFC 9110 §12.4.2).

use actix_web::http::header::{HeaderMap, HeaderName};

/// One element: what it names, in lower case and without parameters, and its weight.
#[derive(Clone, Debug, PartialEq)]
pub struct Weighted {
    pub name: String,
    pub quality: f32,
}

/// The elements of a header in their order. Nothing when it is absent or empty, and when a part of it
/// cannot be read: RFC 9110 lets such a header be ignored, and half of one would say what the caller
/// did not. Weights such as `.2` are read, since Java sends them.
pub fn elements(headers: &HeaderMap, name: &HeaderName) -> Option<Vec<Weighted>> {
    let mut found = Vec::new();
    for value in headers.get_all(name) {
        for element in split(value.to_str().ok()?, ',') {
            if !element.trim().is_empty() {
                found.push(element_of(element)?);
            }
        }
    }
    if found.is_empty() { None } else { Some(found) }
}

fn element_of(text: &str) -> Option<Weighted> {
    let mut parts = split(text, ';').into_iter().map(str::trim);
    let name = parts.next()?.to_ascii_lowercase();
    let readable = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_graphic() && !b"\"(),:;<=>?@[\\]{}".contains(&byte));
    let mut quality = 1.0;
    for part in parts.filter(|part| !part.is_empty()) {
        let (key, value) = part.split_once('=')?;
        if key.trim().eq_ignore_ascii_case("q") {
            quality = weight(value.trim())?;
        }
    }
    readable.then_some(Weighted { name, quality })
}

fn weight(text: &str) -> Option<f32> {
    let plain = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let weight = text.parse::<f32>().ok().filter(|_| plain)?;
    (0.0..=1.0).contains(&weight).then_some(weight)
}

/// The parts between separators that stand outside quotes.
fn split(text: &str, separator: char) -> Vec<&str> {
    let (mut parts, mut start, mut quoted, mut escaped) = (Vec::new(), 0, false, false);
    for (at, character) in text.char_indices() {
        match character {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            _ if character == separator && !quoted => {
                parts.push(&text[start..at]);
                start = at + character.len_utf8();
            }
            _ => {}
        }
    }
    parts.push(&text[start..]);
    parts
}

#[cfg(test)]
mod tests {
    use actix_web::http::header::{ACCEPT, HeaderValue};

    use super::*;

    fn read(values: &[&str]) -> Option<Vec<(String, f32)>> {
        let mut headers = HeaderMap::new();
        values.iter().for_each(|value| headers.append(ACCEPT, HeaderValue::from_str(value).unwrap()));
        elements(&headers, &ACCEPT).map(|all| all.into_iter().map(|one| (one.name, one.quality)).collect())
    }

    fn named(name: &str, quality: f32) -> (String, f32) {
        (name.to_owned(), quality)
    }

    #[test]
    fn weights_are_read_as_callers_write_them() {
        assert_eq!(read(&["a/b, */*; q=.2", ", *;Q=0.5;"]).unwrap(), [named("a/b", 1.0), named("*/*", 0.2), named("*", 0.5)]);
        assert_eq!(read(&["A/B;x=\"1,\\\";2\";q=1.000, c/d;q=0"]).unwrap(), [named("a/b", 1.0), named("c/d", 0.0)]);
    }

    #[test]
    fn an_unreadable_header_says_nothing_rather_than_half() {
        for text in ["", " , ,", "a/b, c d", "a/b;q=2", "a/b;q=x", "a/b;q=-1", "a/b;q=1e0", "a/b;q", "a/b, =;q=1", "a/b, é"] {
            assert_eq!(read(&[text]), None, "{text}");
        }
        assert_eq!(read(&[]), None);
    }
}
