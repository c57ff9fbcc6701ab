//! What is learnt of a request on its way, for the one line that the edge logs of it.

use std::cell::OnceCell;
use std::rc::Rc;

use actix_web::{HttpMessage, HttpRequest};

use crate::values::typed_id::ClientId;

/// Shared by the edge and the handlers of one request.
#[derive(Clone, Default)]
pub struct Mark(Rc<Learnt>);

#[derive(Default)]
struct Learnt {
    client: OnceCell<ClientId>,
    refusal: OnceCell<&'static str>,
}

impl Mark {
    /// The client that sent it; empty when unknown.
    pub fn client(&self) -> &str {
        self.0.client.get().map_or("", ClientId::as_str)
    }

    /// The code of a refusal that is not a problem document.
    pub fn refusal(&self) -> Option<&'static str> {
        self.0.refusal.get().copied()
    }
}

/// Notes the client that sent a request. The first one noted stays.
pub fn client(request: &HttpRequest, id: &ClientId) {
    if let Some(mark) = request.extensions().get::<Mark>() {
        mark.0.client.get_or_init(|| id.clone());
    }
}

/// Notes the code of a refusal that is not a problem document. The first one noted stays.
pub fn refused(request: &HttpRequest, code: &'static str) {
    if let Some(mark) = request.extensions().get::<Mark>() {
        mark.0.refusal.get_or_init(|| code);
    }
}
