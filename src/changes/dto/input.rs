//! Changes to declare.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::{Validate, ValidationErrors};

use crate::changes::model::{DepartureReason, EndReason, Leaving};
use crate::values::address::Address;
use crate::values::checks;
use crate::values::plain_text::compacted_if_any;
use crate::values::typed_id::{ChangeId, LogementId, TenantId};

/// Declares the one-word enumerations that tell the branches of the union apart.
macro_rules! tags {
    ($($name:ident = $word:tt;)*) => {$(
        /// The kind of change.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
        pub enum $name { #[serde(rename = $word)] Tag }
    )*};
}

tags! {
    EndOfManagementTag = "end_of_management";
    DepartureTag = "departure";
    ColocationTag = "colocation";
}

/// A change to declare.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(untagged)]
#[schema(discriminator(property_name = "type", mapping(
    ("end_of_management" = "#/components/schemas/EndOfManagementIn"),
    ("departure" = "#/components/schemas/DepartureIn"),
    ("colocation" = "#/components/schemas/ColocationIn")
)))]
pub enum ChangeIn {
    EndOfManagement(EndOfManagementIn),
    Departure(DepartureIn),
    Colocation(ColocationIn),
}

impl Validate for ChangeIn {
    fn validate(&self) -> Result<(), ValidationErrors> {
        match self {
            Self::EndOfManagement(sent) => sent.validate(),
            Self::Departure(sent) => sent.validate(),
            Self::Colocation(sent) => sent.validate(),
        }
    }
}

/// Who manages the housing unit next.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct Successor {
    #[schema(min_length = 1, max_length = 200, example = "Agence de la Gare")]
    pub name: String,
    /// Spaces are accepted and left out.
    #[schema(max_length = 30, example = "35600000049837")]
    #[validate(custom(function = checks::siret))]
    #[serde(default, deserialize_with = "compacted_if_any")]
    pub siret: Option<String>,
    #[schema(min_length = 3, max_length = 254, example = "contact@agence.example")]
    #[validate(email)]
    #[serde(default)]
    pub email: Option<String>,
}

/// The landlord no longer manages a housing unit. The tenants stay: no tenancy is ended.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[validate(schema(function = one_object))]
pub struct EndOfManagementIn {
    #[schema(inline)]
    pub r#type: EndOfManagementTag,
    /// The unit; or name one of its tenants.
    #[serde(default)]
    pub logement_id: Option<LogementId>,
    /// A tenant of the unit; or name the unit.
    #[serde(default)]
    pub tenant_id: Option<TenantId>,
    /// Last day of management.
    pub effective_on: NaiveDate,
    pub reason: EndReason,
    #[validate(nested)]
    #[serde(default)]
    pub successor: Option<Successor>,
    /// The change this one corrects.
    #[serde(default)]
    pub replaces: Option<ChangeId>,
}

fn one_object(sent: &EndOfManagementIn) -> Result<(), validator::ValidationError> {
    match (&sent.logement_id, &sent.tenant_id) {
        (Some(_), Some(_)) => Err(checks::fault("exactly_one", "tenant_id")),
        (None, None) => Err(checks::fault("exactly_one", "logement_id")),
        _ => Ok(()),
    }
}

/// A departure.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct DepartureIn {
    #[schema(inline)]
    pub r#type: DepartureTag,
    pub tenant_id: TenantId,
    /// The day the keys were handed over; at most three months ahead.
    pub departed_on: NaiveDate,
    /// The day the lease ended, if it is another one.
    #[serde(default)]
    pub lease_ended_on: Option<NaiveDate>,
    /// Whether the rent of the last month was paid in full.
    #[serde(default)]
    pub last_month_paid_in_full: Option<bool>,
    /// Where the tenant went, if known.
    #[validate(nested)]
    #[serde(default)]
    pub new_address: Option<Address>,
    /// Whether the whole household of the lease leaves, or this co-holder alone.
    pub leaving: Leaving,
    pub reason: DepartureReason,
    /// Why it could not be reported in time; it gives one more month (CCH D.823-15).
    #[schema(min_length = 1, max_length = 1000, example = "Hospitalisation du bailleur.")]
    #[serde(default)]
    pub late_justification: Option<String>,
    /// The change this one corrects.
    #[serde(default)]
    pub replaces: Option<ChangeId>,
}

/// A shared tenancy: the number of households that hold the lease from a day on.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct ColocationIn {
    #[schema(inline)]
    pub r#type: ColocationTag,
    pub tenant_id: TenantId,
    /// The first day of the new number; from the start of the lease to three months ahead.
    pub effective_on: NaiveDate,
    /// Co-holders of the lease; 1 ends the shared tenancy.
    #[schema(minimum = 1, maximum = 50, example = 2)]
    pub coholders: i32,
    /// The change this one corrects.
    #[serde(default)]
    pub replaces: Option<ChangeId>,
}

/// A cancellation.
#[derive(Clone, Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"reason": "Le locataire reste finalement."}))]
pub struct CancellationIn {
    /// Why.
    #[schema(max_length = 1000, example = "Le locataire reste finalement.")]
    pub reason: Option<String>,
}
