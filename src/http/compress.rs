//! Compression of lists and exports. Single resources are never compressed: their `ETag` is that of the
//! one representation they have. What the service publishes of itself is packed once, in `service`.

use actix_http::encoding::Encoder;
use actix_web::HttpRequest;
use actix_web::body::{BodySize, BoxBody, MessageBody};
use actix_web::dev::ServiceResponse;
use actix_web::http::header::{self, ContentEncoding, HeaderValue};

use super::weighted;

/// Marks an answer that may be compressed.
#[derive(Clone, Copy)]
pub struct Compressible;

/// Bytes below which compression costs more than it saves.
const WORTHWHILE: u64 = 1024;

/// Compresses an answer when it may be and the caller takes gzip.
pub fn compress(response: ServiceResponse<BoxBody>) -> ServiceResponse<BoxBody> {
    let marked = response.response().extensions().get::<Compressible>().is_some();
    if !marked {
        return response;
    }
    let gzip = takes_gzip(response.request());
    let long = match response.response().body().size() {
        BodySize::Sized(length) => length >= WORTHWHILE,
        BodySize::Stream => true,
        BodySize::None => false,
    };
    let mut response = response;
    response.headers_mut().append(header::VARY, HeaderValue::from_static("Accept-Encoding"));
    if !gzip || !long {
        return response;
    }
    // Another representation needs another tag (RFC 9110 §8.8.3).
    let tag =
        response.headers().get(header::ETAG).and_then(|tag| tag.to_str().ok()).map(|tag| format!("{}-gzip\"", tag.trim_end_matches('"')));
    if let Some(tag) = tag.and_then(|tag| HeaderValue::from_str(&tag).ok()) {
        response.headers_mut().insert(header::ETAG, tag);
    }
    response
        .map_body(|head, body| {
            let encoded = Encoder::response(ContentEncoding::Gzip, head, body);
            head.headers_mut().remove(header::CONTENT_LENGTH);
            encoded
        })
        .map_into_boxed_body()
}

/// Whether gzip is preferred to the plain body (RFC 9110 §12.5.3).
pub fn takes_gzip(request: &HttpRequest) -> bool {
    let Some(codings) = weighted::elements(request.headers(), &header::ACCEPT_ENCODING) else { return false };
    let weight = |names: &[&str]| codings.iter().find(|coding| names.contains(&coding.name.as_str())).map(|coding| coding.quality);
    let gzip = weight(&["gzip", "x-gzip"]).or_else(|| weight(&["*"])).unwrap_or(0.0);
    gzip > 0.0 && gzip >= weight(&["identity"]).unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    #[test]
    fn gzip_is_sent_to_who_prefers_it() {
        let takes = |codings: &str| takes_gzip(&TestRequest::default().insert_header((header::ACCEPT_ENCODING, codings)).to_http_request());
        for codings in ["gzip", "br, gzip, deflate", "*", "gzip;q=.5", "x-gzip", "identity;q=0.5, gzip;q=1.0", "*;q=0.1"] {
            assert!(takes(codings), "{codings}");
        }
        for codings in ["", "br", "gzip;q=0", "identity, gzip;q=0.5", "*, gzip;q=0", "gzip;q=9"] {
            assert!(!takes(codings), "{codings}");
        }
        assert!(!takes_gzip(&TestRequest::default().to_http_request()));
    }
}
