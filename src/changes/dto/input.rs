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
    ($($(#[doc = $doc:literal])* $name:ident = $word:tt;)*) => {$(
        $(#[doc = $doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
        pub enum $name { #[serde(rename = $word)] Tag }
    )*};
}

tags! {
    /// Always `end_of_management`.
    EndOfManagementTag = "end_of_management";
    /// Always `departure`.
    DepartureTag = "departure";
    /// Always `colocation`.
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
    /// Name of the person or body that manages the unit next.
    #[schema(min_length = 1, max_length = 200, example = "Agence de la Gare")]
    pub name: String,
    /// SIRET of the successor, spaces left out; null or absent for a person, or when unknown.
    #[schema(max_length = 30, example = "35600000049837")]
    #[validate(custom(function = checks::siret))]
    #[serde(default, deserialize_with = "compacted_if_any")]
    pub siret: Option<String>,
    /// E-mail address of the successor; null or absent when unknown.
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
    /// The housing unit; null or absent when one of its tenants is named.
    #[serde(default)]
    pub logement_id: Option<LogementId>,
    /// A tenant of the housing unit; null or absent when the unit is named.
    #[serde(default)]
    pub tenant_id: Option<TenantId>,
    /// Last day on which the landlord manages the unit: from the first day of management to three months
    /// ahead.
    pub effective_on: NaiveDate,
    /// Why the management ends.
    pub reason: EndReason,
    /// Who manages the housing unit next; null or absent when unknown.
    #[validate(nested)]
    #[serde(default)]
    pub successor: Option<Successor>,
    /// The end of management this one corrects; null or absent for a first one.
    #[serde(default)]
    pub replaces: Option<ChangeId>,
}

fn one_object(sent: &EndOfManagementIn) -> Result<(), validator::ValidationError> {
    match (&sent.logement_id, &sent.tenant_id) {
        (Some(_), Some(_)) => Err(checks::fault(checks::Check::ExactlyOne, "tenant_id")),
        (None, None) => Err(checks::fault(checks::Check::ExactlyOne, "logement_id")),
        _ => Ok(()),
    }
}

/// A departure.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct DepartureIn {
    #[schema(inline)]
    pub r#type: DepartureTag,
    /// The tenant who leaves.
    pub tenant_id: TenantId,
    /// The day the keys were handed over: from the first day of the lease to three months ahead.
    pub departed_on: NaiveDate,
    /// The day the lease ended, if it is another one: from its first day to three months ahead. The
    /// deadline counts from the later of the two (CCH D.823-15).
    #[serde(default)]
    pub lease_ended_on: Option<NaiveDate>,
    /// Whether the rent of the last month was paid in full; null or absent is not said.
    #[serde(default)]
    pub last_month_paid_in_full: Option<bool>,
    /// Where the tenant went; null or absent when unknown.
    #[validate(nested)]
    #[serde(default)]
    pub new_address: Option<Address>,
    /// Whether the whole household of the lease leaves, or this co-holder alone.
    pub leaving: Leaving,
    /// Why the tenant leaves.
    pub reason: DepartureReason,
    /// Why it could not be reported in time; it gives one more month (CCH D.823-15). Null or absent when
    /// there is nothing to justify.
    #[schema(min_length = 1, max_length = 1000, example = "Hospitalisation du bailleur.")]
    #[serde(default)]
    pub late_justification: Option<String>,
    /// The departure this one corrects; null or absent for a first one.
    #[serde(default)]
    pub replaces: Option<ChangeId>,
}

/// A shared tenancy: the number of households that hold the lease from a day on.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct ColocationIn {
    #[schema(inline)]
    pub r#type: ColocationTag,
    /// A tenant of the lease; the number holds for every tenancy of it.
    pub tenant_id: TenantId,
    /// The first day of the new number: from the first day of the lease to three months ahead, or to the
    /// last day of the tenancy if that is sooner.
    pub effective_on: NaiveDate,
    /// Households that hold the lease together from then on (CCH R.821-4); 1 ends the shared tenancy.
    #[schema(minimum = 1, maximum = 50, example = 2)]
    pub coholders: i32,
    /// The change of number this one corrects; null or absent for a first one.
    #[serde(default)]
    pub replaces: Option<ChangeId>,
}

/// A cancellation.
#[derive(Clone, Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"reason": "Le locataire reste finalement."}))]
pub struct CancellationIn {
    /// Why it is cancelled; null or absent when not said.
    #[schema(max_length = 1000, example = "Le locataire reste finalement.")]
    pub reason: Option<String>,
}
