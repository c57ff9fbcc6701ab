//! What the edge logs about a request beside its route.

use crate::values::typed_id::ClientId;

/// Marks a request with the client that sent it, for the log.
#[derive(Clone)]
pub struct ClientMark(pub ClientId);
