//! The bytes of request bodies: read once the caller is known, within limits of length and time.

use std::future::Future;
use std::ops::Deref;
use std::pin::Pin;

use actix_web::http::header::{self, HeaderValue};
use actix_web::web::{Buf, BytesMut};
use actix_web::{FromRequest, HttpRequest, dev};

use super::gate;
use super::limits::{Share, Traffic};
use super::media;
use super::pace::Paced;
use crate::problem::{Code, Problem};
use crate::values::text::Text;
use crate::values::words;

/// The most bytes a JSON body may have: 256 KiB.
pub const JSON_LIMIT: usize = 256 * 1024;

const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// What an extractor gives in time.
pub type Pending<T> = Pin<Box<dyn Future<Output = Result<T, Problem>>>>;

/// The bytes of a body, counted among those of all callers until they are judged.
pub struct Held {
    bytes: BytesMut,
    share: Share,
}

impl Deref for Held {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.bytes
    }
}

/// The bytes of a body whose media type is one of `accepted`, up to [`JSON_LIMIT`], once the caller is
/// known.
///
/// # Errors
/// 415, 413, 408 when it comes too slowly, 400 when it breaks off, 503 when too many come at once.
pub fn read_json(request: &HttpRequest, payload: &mut dev::Payload, accepted: &'static [&'static str]) -> Pending<Held> {
    let request = request.clone();
    let payload = payload.take();
    Box::pin(async move {
        gate::passed(&request).await?;
        media_type(&request, accepted)?;
        too_long(&request)?;
        let mut body = whole(&request, payload, JSON_LIMIT).await?.ok_or_else(|| payload_too_large(JSON_LIMIT))?;
        // RFC 8259 §8.1 lets a reader ignore it, and some editors and libraries write it.
        if body.starts_with(BYTE_ORDER_MARK) {
            body.bytes.advance(BYTE_ORDER_MARK.len());
        }
        Ok(body)
    })
}

/// The bytes of a form, whatever its media type, up to `MOST`; nothing when there are more.
pub struct Form<const MOST: usize>(pub Option<Held>);

impl<const MOST: usize> FromRequest for Form<MOST> {
    type Error = Problem;
    type Future = Pending<Self>;

    fn from_request(request: &HttpRequest, payload: &mut dev::Payload) -> Self::Future {
        let request = request.clone();
        let payload = payload.take();
        Box::pin(async move {
            gate::passed(&request).await?;
            whole(&request, payload, MOST).await.map(Self)
        })
    }
}

/// A body to its end; nothing when it is longer than `most`.
async fn whole(request: &HttpRequest, payload: dev::Payload, most: usize) -> Result<Option<Held>, Problem> {
    let traffic = Traffic::of(request)?;
    let mut body = Paced::new(payload, traffic.limits.body, traffic);
    let mut held = Held { bytes: BytesMut::new(), share: traffic.bodies.share() };
    while let Some(chunk) = body.next().await? {
        let length = held.bytes.len() + chunk.len();
        if length > most {
            return Ok(None);
        }
        held.share.hold(length)?;
        held.bytes.extend_from_slice(&chunk);
    }
    Ok(Some(held))
}

/// 413 naming the limit in bytes.
pub fn payload_too_large(limit: usize) -> Problem {
    Problem::new(
        Code::PayloadTooLarge,
        Text::new(format!("Le corps ne peut dépasser {limit} octets."), format!("The body may not exceed {limit} bytes.")),
    )
    .with("limit_bytes", limit)
}

/// A body that broke off or did not decode.
pub fn unreadable(cause: actix_web::error::PayloadError) -> Problem {
    Problem::malformed(Text::fixed("Le corps n'a pas pu être lu jusqu'au bout.", "The body could not be read to its end.")).because(cause)
}

fn too_long(request: &HttpRequest) -> Result<(), Problem> {
    let declared = request.headers().get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
    match declared {
        Some(length) if length > JSON_LIMIT as u64 => Err(payload_too_large(JSON_LIMIT)),
        _ => Ok(()),
    }
}

/// 415 unless the body's media type is one of `accepted`.
pub fn media_type(request: &HttpRequest, accepted: &'static [&'static str]) -> Result<(), Problem> {
    let plain = !request.headers().contains_key(header::CONTENT_ENCODING);
    if media::is_one_of(request.headers(), accepted) && plain {
        return Ok(());
    }
    let accept = HeaderValue::from_str(&accepted.join(", ")).map_err(Problem::internal)?;
    let list = words::quoted(accepted);
    let text = Text::new(format!("Types possibles : {}.", list.fr), format!("Possible types: {}.", list.en));
    Err(Problem::new(Code::UnsupportedMediaType, text).with_header(header::ACCEPT, accept))
}
