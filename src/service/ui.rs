//! Swagger UI from the binary itself.

use std::sync::Arc;

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use flate2::read::GzDecoder;
use utoipa_swagger_ui::{Config, oauth};

use super::kept::{Kept, Shelf};
use crate::auth::scopes;
use crate::http::Public;
use crate::problem::Problem;

/// Its files change with the binary alone.
const CACHE: &str = "public, no-cache";

/// The user interface, and those of its files that somebody asked for.
pub struct Ui {
    config: Arc<Config<'static>>,
    files: Shelf,
}

impl Ui {
    /// Offers the credentials of a client, in the demo alone: with them authorizations outlive a reload,
    /// kept by the browser, secret included.
    pub fn new(prefill: Option<(&str, &str)>) -> Self {
        let document = ["/openapi.json"];
        let config = match prefill {
            None => Config::new(document),
            Some((client_id, client_secret)) => {
                let offered: Vec<String> = scopes::of_landlords().into_iter().map(str::to_owned).collect();
                let client = oauth::Config::new().client_id(client_id).client_secret(client_secret).scopes(offered);
                Config::with_oauth_config(document, client)
            }
        };
        let config = config
            .persist_authorization(prefill.is_some())
            .try_it_out_enabled(true)
            .filter(true)
            .deep_linking(true)
            .display_request_duration(true)
            .validator_url("none");
        Self { config: Arc::new(config), files: Shelf::default() }
    }

    fn file(&self, path: &str) -> Result<Option<Arc<Kept>>, Problem> {
        self.files.get(path, || {
            let found = utoipa_swagger_ui::serve(path, Arc::clone(&self.config)).map_err(|error| Problem::internal(error.to_string()))?;
            let Some(file) = found else { return Ok(None) };
            let mut bytes = file.bytes.into_owned();
            if file.gzpipped {
                let mut plain = Vec::new();
                std::io::Read::read_to_end(&mut GzDecoder::new(bytes.as_slice()), &mut plain).map_err(Problem::internal)?;
                bytes = plain;
            }
            Kept::new(bytes, file.content_type, CACHE).map(Some).map_err(Problem::internal)
        })
    }
}

/// A file of the user interface.
///
/// # Errors
/// 404 when it has no such file.
pub async fn file(_public: Public, request: HttpRequest, path: Path<String>, ui: Data<Ui>) -> Result<HttpResponse, Problem> {
    Ok(ui.file(&path)?.ok_or_else(Problem::not_found)?.answer(&request))
}
