//! Items and decisions as they go over the wire.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::{Validate, ValidationError};

use crate::changes::dto::{Change, Colocation, Departure, EndOfManagement};
use crate::http::submission::Previewed;
use crate::impayes::dto::Impaye;
use crate::rent_declarations::dto::RentDeclaration;
use crate::values::checks;
use crate::values::siret::Siret;
use crate::values::text_sql::text_enum;
use crate::values::typed_id::LandlordId;

text_enum! {
    /// What is decided.
    pub enum Verdict {
        /// It counts, and what it did stays.
        Accepted = "accepted",
        /// It no longer counts, and what it did is undone.
        Rejected = "rejected",
    }
}

/// A decision.
#[derive(Clone, Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[validate(schema(function = reasoned))]
#[schema(example = json!({"decision": "accepted"}))]
pub struct DecisionIn {
    /// What is decided.
    pub decision: Verdict,
    /// Said to the landlord; required to reject, null or absent when there is nothing to say.
    #[schema(max_length = 1000, example = "Le montant ne correspond pas au bail.")]
    pub reason: Option<String>,
}

/// Whoever is refused is told why.
fn reasoned(sent: &DecisionIn) -> Result<(), ValidationError> {
    let said = sent.reason.as_deref().is_some_and(|reason| !reason.trim().is_empty());
    if sent.decision == Verdict::Rejected && !said { Err(checks::fault(checks::Check::Reason, "reason")) } else { Ok(()) }
}

/// Whose item it is.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ItemLandlord {
    /// The identifier of the landlord.
    pub id: LandlordId,
    /// Name of the person or of the body.
    #[schema(max_length = 200, example = "SCI Les Tilleuls")]
    pub name: String,
    /// SIRET of the body; null for an individual, or when the paying body gave none.
    pub siret: Option<Siret>,
}

/// A July rent with its landlord and tenant.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct RentDeclarationItem {
    #[serde(flatten)]
    pub declaration: RentDeclaration,
    /// The landlord who sent it.
    pub landlord: ItemLandlord,
}

impl Previewed for RentDeclarationItem {
    fn preview(&self) -> impl Serialize {
        self
    }
}

/// Declares a change with its landlord.
macro_rules! change_items {
    ($($(#[doc = $doc:literal])* $name:ident of $change:ident;)*) => {$(
        $(#[doc = $doc])*
        #[derive(Clone, Debug, Serialize, ToSchema)]
        pub struct $name {
            #[serde(flatten)]
            pub change: $change,
            /// The landlord who sent it.
            pub landlord: ItemLandlord,
        }
    )*};
}

change_items! {
    /// An end of management with its landlord and tenant.
    EndOfManagementItem of EndOfManagement;
    /// A departure with its landlord and tenant.
    DepartureItem of Departure;
    /// A shared tenancy with its landlord and tenant.
    ColocationItem of Colocation;
}

/// A change with its landlord and tenant, told apart by `type`.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(untagged)]
#[schema(discriminator(property_name = "type", mapping(
    ("end_of_management" = "#/components/schemas/EndOfManagementItem"),
    ("departure" = "#/components/schemas/DepartureItem"),
    ("colocation" = "#/components/schemas/ColocationItem")
)))]
pub enum ChangeItem {
    EndOfManagement(EndOfManagementItem),
    Departure(DepartureItem),
    Colocation(ColocationItem),
}

impl ChangeItem {
    /// A change with its landlord.
    pub fn new(change: Change, landlord: ItemLandlord) -> Self {
        match change {
            Change::EndOfManagement(change) => Self::EndOfManagement(EndOfManagementItem { change, landlord }),
            Change::Departure(change) => Self::Departure(DepartureItem { change, landlord }),
            Change::Colocation(change) => Self::Colocation(ColocationItem { change, landlord }),
        }
    }
}

impl Previewed for ChangeItem {
    fn preview(&self) -> impl Serialize {
        self
    }
}

/// An arrears case with its landlord and tenant.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ImpayeItem {
    #[serde(flatten)]
    pub case: Impaye,
    /// The landlord who sent it.
    pub landlord: ItemLandlord,
}

impl Previewed for ImpayeItem {
    fn preview(&self) -> impl Serialize {
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(decision: Verdict, reason: Option<&str>) -> bool {
        DecisionIn { decision, reason: reason.map(str::to_owned) }.validate().is_err()
    }

    #[test]
    fn r27_a_rejection_needs_a_reason_and_an_acceptance_none() {
        assert!(faults(Verdict::Rejected, None));
        assert!(faults(Verdict::Rejected, Some("  ")));
        assert!(!faults(Verdict::Rejected, Some("Le montant ne correspond pas au bail.")));
        assert!(!faults(Verdict::Accepted, None));
    }
}
