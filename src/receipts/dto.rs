//! Receipts as they go over the wire.

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

/// A receipt in a few words, as part of what it is the receipt of.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ReceiptRef {
    /// The number of the receipt, unique in this service.
    #[schema(max_length = 40, example = "AR-01KB2X8M5EZJ3T9N4Q6W7V8Y0A")]
    pub number: String,
    /// When what it is the receipt of was received (UTC).
    pub received_at: DateTime<Utc>,
    /// SHA-256, in hexadecimal, of the RFC 8785 form of the receipt's content.
    #[schema(
        min_length = 64,
        max_length = 64,
        pattern = "^[0-9a-f]{64}$",
        example = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
    )]
    pub content_sha256: String,
}

/// A receipt with its content.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Receipt {
    /// The number of the receipt, unique in this service.
    #[schema(max_length = 40, example = "AR-01KB2X8M5EZJ3T9N4Q6W7V8Y0A")]
    pub number: String,
    /// When what it is the receipt of was received (UTC).
    pub received_at: DateTime<Utc>,
    /// SHA-256, in hexadecimal, of the RFC 8785 form of `content`.
    #[schema(
        min_length = 64,
        max_length = 64,
        pattern = "^[0-9a-f]{64}$",
        example = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
    )]
    pub content_sha256: String,
    /// `{kind, id, landlord_id, client_id, received_at, declaration, landlord {name, siret, reference,
    /// paying_body {code, name}}, tenant {first_name, last_name, beneficiary_number, landlord_reference,
    /// address}, deadline_on, late}`: the declaration with its defaults filled in, landlord and tenant as
    /// known at receipt. `tenant` is null when it is about a housing unit alone, `deadline_on` where no day
    /// is set. A receipt issued before the last four members existed is without them.
    #[schema(value_type = Object, example = json!({"kind": "rent_declaration", "declaration": {"rent_cents": 43_000}}))]
    pub content: Value,
}
