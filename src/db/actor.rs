//! Who acts on the data.

use crate::values::text::Language;
use crate::values::typed_id::{ClientId, LandlordId};

/// Who acts on one landlord's data, and in which language they read.
#[derive(Clone, Debug)]
pub struct Actor {
    pub landlord: LandlordId,
    pub client: ClientId,
    pub language: Language,
}
