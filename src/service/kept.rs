//! What is the same for all who ask: packed and tagged once, and answered from memory.

use std::collections::HashMap;
use std::convert::Infallible;
use std::io::{self, Write as _};
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};

use actix_web::body::{BodySize, MessageBody};
use actix_web::http::header::{self, ContentEncoding, HeaderValue};
use actix_web::web::Bytes;
use actix_web::{HttpRequest, HttpResponse};
use flate2::Compression;
use flate2::write::GzEncoder;

use crate::http::compress::takes_gzip;
use crate::http::etag;
use crate::problem::Problem;

/// A page, a document or a script, as it stands and packed with gzip.
#[derive(Debug)]
pub struct Kept {
    media_type: String,
    cache: &'static str,
    plain: (Bytes, String),
    packed: Option<(Bytes, String)>,
}

impl Kept {
    /// Packs and tags it; `cache` is its `Cache-Control`.
    ///
    /// # Errors
    /// When the packer does not pack.
    pub fn new(text: impl Into<Bytes>, media_type: impl Into<String>, cache: &'static str) -> io::Result<Self> {
        let plain = text.into();
        let tag = etag::of(&plain);
        let mut packer = GzEncoder::new(Vec::new(), Compression::best());
        packer.write_all(&plain)?;
        // Another representation has another tag (RFC 9110 §8.8.3).
        let packed = (Bytes::from(packer.finish()?), format!("{}-gzip\"", tag.trim_end_matches('"')));
        let worthwhile = packed.0.len() < plain.len();
        Ok(Self { media_type: media_type.into(), cache, plain: (plain, tag), packed: worthwhile.then_some(packed) })
    }

    /// The answer: that it has not changed, or the bytes that the caller prefers.
    pub fn answer(&self, request: &HttpRequest) -> HttpResponse {
        let packed = self.packed.as_ref();
        let known = [Some(&self.plain), packed].into_iter().flatten().find(|(_, tag)| etag::none_match(request.headers(), tag));
        let packed = packed.filter(|_| takes_gzip(request));
        let (bytes, tag) = packed.unwrap_or(&self.plain);
        let mut answer = if known.is_some() { HttpResponse::NotModified() } else { HttpResponse::Ok() };
        answer
            .insert_header((header::ETAG, known.map_or(tag, |(_, tag)| tag).as_str()))
            .insert_header((header::CACHE_CONTROL, self.cache))
            .insert_header((header::VARY, HeaderValue::from_static("Accept-Encoding")));
        if known.is_some() {
            return answer.finish();
        }
        if packed.is_some() {
            answer.insert_header((header::CONTENT_ENCODING, ContentEncoding::Gzip));
        }
        answer.insert_header((header::CONTENT_TYPE, self.media_type.as_str())).body(Pieces(bytes.clone()))
    }
}

/// Bytes of one piece of an answer.
const PIECE: usize = 8 * 1024;

/// Shared bytes, piece by piece: the server copies what it sends next, and a caller who takes nothing
/// holds one copy of a piece, not of the whole.
struct Pieces(Bytes);

impl MessageBody for Pieces {
    type Error = Infallible;

    fn size(&self) -> BodySize {
        BodySize::Sized(self.0.len() as u64)
    }

    fn poll_next(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Bytes, Infallible>>> {
        let rest = &mut self.get_mut().0;
        let piece = rest.split_to(rest.len().min(PIECE));
        Poll::Ready((!piece.is_empty()).then_some(Ok(piece)))
    }
}

/// What was asked for once, by name. Only names that exist are kept: their number is that of the pages.
#[derive(Debug, Default)]
pub struct Shelf(Mutex<HashMap<String, Arc<Kept>>>);

impl Shelf {
    /// What has this name, made the first time; nothing when there is none.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn get(&self, name: &str, make: impl FnOnce() -> Result<Option<Kept>, Problem>) -> Result<Option<Arc<Kept>>, Problem> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = kept.get(name) {
            return Ok(Some(Arc::clone(known)));
        }
        // Made while others wait: they would make the same.
        let made = make()?.map(Arc::new);
        if let Some(made) = &made {
            kept.insert(name.to_owned(), Arc::clone(made));
        }
        Ok(made)
    }
}
