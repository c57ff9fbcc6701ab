//! Swagger UI from the binary itself: its own scripts and styles, and a page of ours that starts it.

use std::sync::Arc;

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use flate2::read::GzDecoder;
use serde_json::json;
use utoipa_swagger_ui::Config;

use super::kept::{Kept, Shelf};
use crate::http::Public;
use crate::problem::Problem;

/// Its files change with the binary alone.
const CACHE: &str = "public, no-cache";

const PAGE: &str = include_str!("ui/index.html");
const ICON: &str = include_str!("ui/icon.svg");
const INITIALIZER: &str = include_str!("ui/initializer.js");

/// Where the credentials of the demo's client go.
const NO_CLIENT: &str = "const CLIENT = null;";

/// The user interface, and those of its files that somebody asked for.
pub struct Ui {
    initializer: String,
    config: Arc<Config<'static>>,
    files: Shelf,
}

impl Ui {
    /// Offers the credentials of a client, in the demo alone: with them authorizations outlive a reload,
    /// kept by the browser, secret included.
    pub fn new(prefill: Option<(&str, &str)>) -> Self {
        let initializer = match prefill {
            None => INITIALIZER.to_owned(),
            Some((id, secret)) => {
                let client = json!({ "clientId": id, "clientSecret": secret });
                INITIALIZER.replace(NO_CLIENT, &format!("const CLIENT = {client};"))
            }
        };
        Self { initializer, config: Arc::default(), files: Shelf::default() }
    }

    fn file(&self, path: &str) -> Result<Option<Arc<Kept>>, Problem> {
        self.files.get(path, || {
            let Some((bytes, media_type)) = self.read(path)? else { return Ok(None) };
            Kept::new(bytes, media_type, CACHE).map(Some).map_err(Problem::internal)
        })
    }

    /// A file of ours, or of Swagger UI; its own page and start are not served.
    fn read(&self, path: &str) -> Result<Option<(Vec<u8>, String)>, Problem> {
        let own = match path {
            "" | "index.html" => Some((PAGE, "text/html; charset=utf-8")),
            "icon.svg" => Some((ICON, "image/svg+xml")),
            "initializer.js" => Some((self.initializer.as_str(), "text/javascript; charset=utf-8")),
            "swagger-initializer.js" => return Ok(None),
            _ => None,
        };
        if let Some((text, media_type)) = own {
            return Ok(Some((text.as_bytes().to_vec(), media_type.to_owned())));
        }
        let found = utoipa_swagger_ui::serve(path, Arc::clone(&self.config)).map_err(|error| Problem::internal(error.to_string()))?;
        let Some(file) = found else { return Ok(None) };
        let mut bytes = file.bytes.into_owned();
        if file.gzpipped {
            let mut plain = Vec::new();
            std::io::Read::read_to_end(&mut GzDecoder::new(bytes.as_slice()), &mut plain).map_err(Problem::internal)?;
            bytes = plain;
        }
        Ok(Some((bytes, file.content_type)))
    }
}

/// A file of the user interface.
///
/// # Errors
/// 404 when it has no such file.
pub async fn file(_public: Public, request: HttpRequest, path: Path<String>, ui: Data<Ui>) -> Result<HttpResponse, Problem> {
    Ok(ui.file(&path)?.ok_or_else(Problem::not_found)?.answer(&request))
}
