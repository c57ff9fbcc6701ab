//! How a reader of the document comes to a first answer: who can authorize, and with what.

use serde_json::{Map, Value, json};

use crate::auth::demo::{LANDLORD_CLIENT, PAYING_BODY_CLIENT};
use crate::auth::scopes;

/// The paragraph of the document's description.
pub fn first_call() -> String {
    format!(
        "**First call.** Authorize with a client's id and secret, tick no scope (the token then has all of the client's), \
and try `GET /v1/me`. A token lives 15 minutes and Swagger UI does not renew it: authorize again when a call answers 401.\n\n{}",
        demo_clients()
    )
}

/// The clients of the demo, as a table for people.
fn demo_clients() -> String {
    let row = |side: &str, (id, secret): (&str, &str)| format!("| {side} | `{id}` | `{secret}` |");
    let (landlord, paying_body) = (row("Landlord", LANDLORD_CLIENT), row("Paying body", PAYING_BODY_CLIENT));
    format!("| In the demo | client_id | client_secret |\n|---|---|---|\n{landlord}\n{paying_body}")
}

/// What the window says in which one authorizes; the demo's landlord is filled in there.
fn authorizing() -> String {
    let ((landlord, _), (paying_body, secret)) = (LANDLORD_CLIENT, PAYING_BODY_CLIENT);
    format!(
        "Client credentials (RFC 6749 §4.4). Tick no scope: the token then has all of the client's. Tokens are JWTs made and \
read as RFC8725 asks; one lives 900 seconds and Swagger UI does not renew it.\n\nThe demo's landlord is `{landlord}`, \
its paying body `{paying_body}` with `{secret}`."
    )
}

/// Both ways of authenticating.
pub fn security_schemes() -> Value {
    let words: Map<String, Value> = scopes::ALL.iter().map(|(name, meaning)| ((*name).to_owned(), json!(meaning))).collect();
    json!({
        "oauth2": {
            "type": "oauth2",
            "description": authorizing(),
            "flows": { "clientCredentials": { "tokenUrl": "/oauth/token", "scopes": words } },
        },
        // Swagger UI sorts by name: whoever authorizes meets the other one first.
        "token_endpoint": { "type": "http", "scheme": "basic",
            "description": "The client's id and secret, for the token endpoint alone: nothing else takes them." },
    })
}
