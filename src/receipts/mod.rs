//! Receipts: the proof of what was received (R106). A receipt says who sent what and when; its
//! `content_sha256` is the SHA-256 of the RFC 8785 form of its content, so that anyone can check it.

mod answer;
pub mod dto;
mod model;
mod paper;
mod queries;
mod received;

pub use answer::answer;
pub use dto::{Receipt, ReceiptRef};
pub use model::{Body, Content, Landlord, ReceiptKind, Tenant, fingerprint};
pub use paper::sheet::{Item, Section};
pub use paper::{Told, lines};
pub use queries::{KEPT, Kept, shown};
pub(crate) use received::received;
