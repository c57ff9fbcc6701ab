//! The clients of the demo. Their secrets are public: the document shows with them how a token is got.

/// The landlord's client, offered in Swagger UI: id and secret.
pub const LANDLORD_CLIENT: (&str, &str) = ("cli_01k8m3q6z5e7v9r2t4w6x8y0d1", "demo-secret-of-the-landlord-client-0001");

/// The paying body's client: id and secret.
pub const PAYING_BODY_CLIENT: (&str, &str) = ("cli_01k8m3q6z5e7v9r2t4w6x8y0d2", "demo-secret-of-the-paying-body-client-2");
