//! What the authentication endpoints say.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::demo::LANDLORD_CLIENT;

/// A token request (RFC 6749 §4.4.2), sent as a form. The client's id and secret may come by HTTP
/// Basic instead.
#[derive(Debug, Deserialize, ToSchema)]
#[expect(dead_code, reason = "describes the form; the handler reads its members one by one")]
pub struct TokenRequest {
    /// Always `client_credentials`.
    #[schema(max_length = 64, example = "client_credentials")]
    pub grant_type: String,
    /// Scopes separated by spaces; absent or empty, all that the client has.
    #[schema(max_length = 1000, nullable = false, example = "")]
    pub scope: Option<String>,
    /// For a vendor's client: the id or SIRET of the landlord it acts for.
    #[schema(max_length = 64, nullable = false, example = "")]
    pub landlord: Option<String>,
    /// The client's id, unless it comes by HTTP Basic.
    #[schema(max_length = 64, nullable = false, example = json!(LANDLORD_CLIENT.0))]
    pub client_id: Option<String>,
    /// The client's secret, unless it comes by HTTP Basic.
    #[schema(max_length = 200, nullable = false, format = Password, example = json!(LANDLORD_CLIENT.1))]
    pub client_secret: Option<String>,
}

/// An access token.
#[derive(Debug, Serialize, ToSchema)]
pub struct TokenOut {
    /// A signed JWT (RFC 9068), to be sent as `Authorization: Bearer`.
    #[schema(max_length = 4000)]
    pub access_token: String,
    /// Always `Bearer`.
    #[schema(max_length = 16, example = "Bearer")]
    pub token_type: &'static str,
    /// Seconds the token lives.
    #[schema(minimum = 1, maximum = 900, example = 900)]
    pub expires_in: i64,
    /// The scopes granted, separated by spaces.
    #[schema(max_length = 1000)]
    pub scope: String,
}

/// A refusal of the token endpoint (RFC 6749 §5.2).
#[derive(Debug, Serialize, ToSchema)]
pub struct TokenError {
    /// The error word of RFC 6749.
    #[schema(max_length = 64, example = "invalid_client")]
    pub error: String,
    /// What is wrong.
    #[schema(max_length = 500)]
    pub error_description: String,
    /// The same word, as in every other error of this service.
    #[schema(max_length = 64, example = "invalid_client")]
    pub code: String,
    /// The id of the request, for support.
    #[schema(max_length = 36)]
    pub request_id: String,
}

/// Public keys that verify the tokens (RFC 7517).
#[derive(Debug, Serialize, ToSchema)]
pub struct JwkSetOut {
    /// The current key and those whose tokens may still live, the newest first.
    #[schema(max_items = 100)]
    pub keys: Vec<JwkOut>,
}

/// An Ed25519 public key (RFC 8037).
#[derive(Debug, Serialize, ToSchema)]
pub struct JwkOut {
    /// The id of the key: its RFC 7638 thumbprint.
    #[schema(max_length = 64)]
    pub kid: String,
    /// Always `OKP`.
    #[schema(max_length = 8, example = "OKP")]
    pub kty: String,
    /// Always `Ed25519`.
    #[schema(max_length = 16, example = "Ed25519")]
    pub crv: String,
    /// The public key, base64url.
    #[schema(max_length = 64)]
    pub x: String,
    /// Always `EdDSA`.
    #[schema(max_length = 16, example = "EdDSA")]
    pub alg: String,
    /// Always `sig`.
    #[schema(rename = "use", max_length = 8, example = "sig")]
    pub r#use: String,
}

/// Authorization server metadata (RFC 8414).
#[derive(Debug, Serialize, ToSchema)]
pub struct MetadataOut {
    /// The address of this service, and the issuer of its tokens.
    #[schema(format = "uri", max_length = 500)]
    pub issuer: String,
    /// Where tokens are asked for.
    #[schema(format = "uri", max_length = 500)]
    pub token_endpoint: String,
    /// Where the public keys that verify the tokens are.
    #[schema(format = "uri", max_length = 500)]
    pub jwks_uri: String,
    /// Every scope of this service.
    #[schema(max_items = 50)]
    pub scopes_supported: Vec<&'static str>,
    /// Empty: there is no authorization endpoint.
    #[schema(max_items = 0)]
    pub response_types_supported: Vec<&'static str>,
    /// The grants of the token endpoint: client credentials alone.
    #[schema(max_items = 5)]
    pub grant_types_supported: Vec<&'static str>,
    /// How a client may authenticate at the token endpoint: HTTP Basic, or in the form.
    #[schema(max_items = 5)]
    pub token_endpoint_auth_methods_supported: Vec<&'static str>,
    /// The documentation for people.
    #[schema(format = "uri", max_length = 500)]
    pub service_documentation: String,
}

/// Who the caller is to the service.
#[derive(Debug, Serialize, ToSchema)]
pub struct Me {
    /// The client that holds the token.
    pub client: MeClient,
    /// The landlord it acts for; null for a paying body.
    pub landlord: Option<MeLandlord>,
    /// The paying body it acts for; null for a landlord.
    pub paying_body: Option<MePayingBody>,
    /// The scopes of the token.
    #[schema(max_items = 50)]
    pub scopes: Vec<String>,
    /// The mandate by which a vendor acts; null when the client is the landlord's or the paying body's own.
    pub mandate: Option<MeMandate>,
    /// The limits that apply to the caller.
    pub limits: MeLimits,
    /// The service's legal day, in Europe/Paris.
    pub server_date: NaiveDate,
    /// The service's instant (UTC), which a sandbox may have moved.
    pub server_time: DateTime<Utc>,
}

/// A client.
#[derive(Debug, Serialize, ToSchema)]
pub struct MeClient {
    /// The identifier of the client.
    pub id: crate::values::typed_id::ClientId,
    /// The name it was given when it was created.
    #[schema(max_length = 200)]
    pub name: String,
}

/// A landlord.
#[derive(Debug, Serialize, ToSchema)]
pub struct MeLandlord {
    /// The identifier of the landlord.
    pub id: crate::values::typed_id::LandlordId,
    /// Name of the person or of the body.
    #[schema(max_length = 200)]
    pub name: String,
    /// SIRET of the body; null for an individual, or when the paying body gave none.
    pub siret: Option<crate::values::siret::Siret>,
}

/// A paying body.
#[derive(Debug, Serialize, ToSchema)]
pub struct MePayingBody {
    /// Its code, 3 digits.
    pub code: crate::values::paying_body::PayingBodyCode,
    /// Its name, as its roster gives it; its code while no roster did.
    #[schema(max_length = 200)]
    pub name: String,
}

/// A mandate.
#[derive(Debug, Serialize, ToSchema)]
pub struct MeMandate {
    /// The identifier of the mandate.
    #[schema(max_length = 64)]
    pub id: String,
}

/// The limits of a call.
#[derive(Debug, Serialize, ToSchema)]
pub struct MeLimits {
    /// The most items of one page.
    #[schema(minimum = 1, maximum = 1000, example = 200)]
    pub page_size: i64,
    /// The most bytes of a JSON body.
    #[schema(minimum = 1, maximum = 100_000_000, example = 262_144)]
    pub body_bytes: i64,
    /// Seconds a token lives.
    #[schema(minimum = 1, maximum = 900, example = 900)]
    pub token_seconds: i64,
}
