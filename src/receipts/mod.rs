//! Receipts: the proof of what was received (R106). A receipt says who sent what and when; its
//! `content_sha256` is the SHA-256 of the RFC 8785 form of its content, so that anyone can check it.

pub mod dto;
mod model;
pub mod pdf;
mod queries;

pub use dto::{Receipt, ReceiptRef};
pub use model::{ReceiptKind, answer, fingerprint};
pub use queries::{KEPT, Kept, shown};
