//! What a client may do, each scope written once.

/// A scope as a type: the parameter type of a handler says what it demands.
pub trait ScopeName: 'static {
    /// The scope as it goes over the wire.
    const NAME: &'static str;
}

macro_rules! scopes {
    ($($($type:ident =)? $name:literal, $fr:literal;)*) => {
        $($(#[doc = $fr] pub enum $type {} impl ScopeName for $type { const NAME: &'static str = $name; })?)*

        /// Every scope with its meaning, in the order of the document.
        pub const ALL: &[(&str, &str)] = &[$(($name, $fr)),*];
    };
}

scopes! {
    LandlordRead = "landlord:read", "Read the landlord's profile and to-dos";
    LandlordWrite = "landlord:write", "Change the landlord's contact details and its own references";
    BankWrite = "bank:write", "Change the landlord's bank account";
    LogementsRead = "logements:read", "Read the housing units";
    TenantsRead = "tenants:read", "Read the tenants";
    RentDeclarationsRead = "rent-declarations:read", "Read rent campaigns and rent declarations";
    RentDeclarationsWrite = "rent-declarations:write", "Declare July rents";
    ChangesRead = "changes:read", "Read declared changes";
    ChangesWrite = "changes:write", "Declare departures, shared tenancies and ends of management";
    ImpayesRead = "impayes:read", "Read arrears cases and simulate them";
    ImpayesWrite = "impayes:write", "Report arrears and keep their cases up to date";
    PaymentsRead = "payments:read", "Read direct payments";
    "events:read", "Read events";
    "webhooks:manage", "Manage webhook endpoints";
    MandatesManage = "mandates:manage", "Manage mandates and clients";
    PayingBody = "paying-body", "Act as a paying body";
}

/// The scope of a paying body's clients; no landlord's client can have it.
pub const PAYING_BODY: &str = PayingBody::NAME;

/// What can be given to a landlord's client.
pub fn of_landlords() -> Vec<&'static str> {
    ALL.iter().map(|(name, _)| *name).filter(|name| *name != PAYING_BODY).collect()
}

/// What can be given to a vendor's client: who acts under a mandate gives none, and makes no clients.
pub fn of_vendors() -> Vec<&'static str> {
    of_landlords().into_iter().filter(|name| *name != MandatesManage::NAME).collect()
}

/// What a client gets of these when nothing is asked: all but `bank:write`, because a change of bank
/// account is what a fraudster wants.
pub fn by_default(possible: &[&'static str]) -> Vec<&'static str> {
    possible.iter().copied().filter(|name| *name != BankWrite::NAME).collect()
}

/// Scopes separated by spaces, each once, in the order in which they first come.
pub fn distinct(scopes: &str) -> String {
    let mut once: Vec<&str> = Vec::new();
    for scope in scopes.split_whitespace() {
        if !once.contains(&scope) {
            once.push(scope);
        }
    }
    once.join(" ")
}
