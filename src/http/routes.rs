//! What the routes of a feature are.

use actix_web::dev::HttpServiceFactory;
use utoipa_actix_web::OpenApiFactory;

/// Routes that are in the document.
pub trait Routes: HttpServiceFactory + OpenApiFactory + 'static {}
impl<T: HttpServiceFactory + OpenApiFactory + 'static> Routes for T {}
