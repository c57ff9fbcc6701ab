//! Loading a roster over HTTP: read line by line as it comes, never kept whole.

mod dto;

use actix_web::http::header::{ACCEPT, ACCEPT_ENCODING, CONTENT_ENCODING, HeaderValue};
use actix_web::web::{Data, Payload};
use actix_web::{HttpRequest, HttpResponse, post};

use super::room::Loads;
use super::{Acting, Loader, Packing, Report};
use crate::auth::PayingBodyCaller;
use crate::auth::scopes::{PayingBody, ScopeName};
use crate::db::Db;
use crate::http::Query;
use crate::http::limits::Traffic;
use crate::http::media;
use crate::http::pace::Paced;
use crate::http::query::NoParameters;
use crate::http::respond::JSON;
use crate::problem::{Code, Problem};
use crate::values::text::Text;
use crate::values::words;
use dto::LoadReport;

const NDJSON: &str = "application/x-ndjson";

/// Loads a roster.
///
/// One JSON object a line (campaign, landlord, logement, tenant, payment), upserted by `key`; loading
/// the same file again changes nothing. The good lines are kept, each bad one is reported. The file
/// may be of any size and compressed with gzip; if the connection breaks, the lines already loaded
/// stay and the file can be sent again.
#[utoipa::path(
    tag = "Paying body",
    operation_id = "loadRoster",
    security(("oauth2" = [PayingBody::NAME])),
    params(("Content-Encoding" = Option<String>, Header, description = "`gzip`, `identity` or absent.", max_length = 8, pattern = "^(gzip|identity)$", example = "identity")),
    request_body(
        content = String,
        content_type = "application/x-ndjson",
        description = "One JSON object a line.",
        example = "{\"type\":\"landlord\",\"key\":\"EXAMPLE-1\",\"kind\":\"individual\",\"name\":\"Claire Martin\",\"siret\":null,\"email\":\"claire.martin@example.org\",\"phone\":\"+33491000001\",\"address\":{\"line1\":\"3 rue Thiers\",\"postal_code\":\"13001\",\"city\":\"Marseille\",\"insee_code\":\"13055\",\"country\":\"FR\"},\"references\":[{\"paying_body\":{\"code\":\"131\",\"name\":\"CAF des Bouches-du-Rhône\"},\"reference\":\"B0099999\",\"label\":\"Marseille\",\"direct_payment\":true}]}\n"
    ),
    responses((status = 200, description = "What became of the lines.", body = LoadReport))
)]
#[post("/paying-body/load")]
pub async fn load_roster(
    request: HttpRequest,
    caller: PayingBodyCaller,
    _none: Query<NoParameters>,
    payload: Payload,
    db: Data<Db>,
    traffic: Data<Traffic>,
    loads: Data<Loads>,
) -> Result<HttpResponse, Problem> {
    let packing = packing_of(&request)?;
    let language = caller.language;
    let _place = loads.place(&caller.client)?;
    let body = Paced::new(payload.into_inner(), traffic.limits.load, &traffic);
    let report = load(body, Loader::within(&loads.room, db.get_ref().clone(), Acting::Body(caller.code), packing)).await?;
    let body = serde_json::to_vec(&LoadReport::of(&report, language)).map_err(Problem::internal)?;
    Ok(HttpResponse::Ok().insert_header((actix_web::http::header::CONTENT_TYPE, JSON)).body(body))
}

/// 415 unless the body is NDJSON in UTF-8, plain or compressed with gzip.
fn packing_of(request: &HttpRequest) -> Result<Packing, Problem> {
    if !media::is_one_of(request.headers(), &[NDJSON]) {
        let kind = words::quote(NDJSON);
        let text = Text::new(format!("Le type attendu est {}.", kind.fr), format!("The expected type is {}.", kind.en));
        return Err(Problem::new(Code::UnsupportedMediaType, text).with_header(ACCEPT, HeaderValue::from_static(NDJSON)));
    }
    let mut encodings = request.headers().get_all(CONTENT_ENCODING);
    let encoding = encodings.next().map_or(Some("identity"), |encoding| encoding.to_str().ok()).unwrap_or_default();
    match encoding.to_ascii_lowercase().as_str() {
        _ if encodings.next().is_some() => Err(unknown_encoding()),
        "identity" => Ok(Packing::Plain),
        "gzip" | "x-gzip" => Ok(Packing::Gzip),
        _ => Err(unknown_encoding()),
    }
}

fn unknown_encoding() -> Problem {
    let text = Text::fixed("Compression acceptée : gzip.", "Accepted compression: gzip.");
    Problem::new(Code::UnsupportedMediaType, text).with_header(ACCEPT_ENCODING, HeaderValue::from_static("gzip, identity"))
}

/// Loads the lines as they come. A body that breaks off leaves the lines that were whole.
async fn load(mut body: Paced, mut loader: Loader) -> Result<Report, Problem> {
    loop {
        match body.next().await {
            Ok(Some(bytes)) => loader.push(&bytes).await?,
            Ok(None) => return loader.finish().await,
            Err(problem) => return Err(loader.stopped(problem).await),
        }
    }
}
