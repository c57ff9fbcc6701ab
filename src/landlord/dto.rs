//! The profile as it goes over the wire.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::model::LandlordKind;
use crate::http::body::{checked_under, present};
use crate::problem::Problem;
use crate::values::address::Address;
use crate::values::checks;
use crate::values::paying_body::PayingBody;
use crate::values::plain_text::compacted;
use crate::values::siret::Siret;
use crate::values::typed_id::{LandlordId, ReferenceId};

/// A landlord's reference with a paying body.
#[derive(Debug, Serialize, ToSchema)]
pub struct Reference {
    pub id: ReferenceId,
    pub paying_body: PayingBody,
    /// The reference the paying body gave.
    #[schema(max_length = 50, example = "B0012345")]
    pub reference: String,
    /// A name for people.
    #[schema(max_length = 200, example = "Marseille")]
    pub label: String,
    /// Whether the aid is paid to the landlord under this reference.
    pub direct_payment: bool,
}

/// A bank account; the IBAN is never shown whole.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct BankAccount {
    #[schema(max_length = 200, example = "SCI Les Tilleuls")]
    pub holder: String,
    /// Country and last four characters.
    #[schema(max_length = 16, example = "FR…2606")]
    pub iban_masked: String,
    #[schema(max_length = 11, example = "PSSTFRPPMAR")]
    pub bic: Option<String>,
    /// First day on which payments go to this account.
    pub effective_on: NaiveDate,
}

/// The landlord.
#[derive(Debug, Serialize, ToSchema)]
pub struct Landlord {
    pub id: LandlordId,
    pub kind: LandlordKind,
    #[schema(max_length = 200, example = "SCI Les Tilleuls")]
    pub name: String,
    /// Null for an individual.
    pub siret: Option<Siret>,
    #[schema(format = "email", max_length = 254, example = "gestion@tilleuls.example")]
    pub email: String,
    /// International form (E.164).
    #[schema(max_length = 20, example = "+33491000000")]
    pub phone: Option<String>,
    pub address: Address,
    #[schema(max_items = 200)]
    pub references: Vec<Reference>,
    /// The account in force today.
    pub bank_account: Option<BankAccount>,
    /// The account that will take effect next.
    pub next_bank_account: Option<BankAccount>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

/// What a landlord may change of the profile (merge patch).
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"phone": "+33491000000", "address": {"line2": "Bâtiment B"}}))]
pub struct LandlordPatch {
    /// E-mail address; mandatory, so never null.
    #[schema(min_length = 3, max_length = 254, nullable = false, example = "gestion@tilleuls.example")]
    #[validate(email)]
    pub email: Option<String>,
    /// International form (E.164); null removes it.
    #[schema(value_type = Option<String>, max_length = 20, pattern = r"^\+[1-9][0-9]{5,14}$", example = "+33491000000")]
    #[serde(default, deserialize_with = "present")]
    pub phone: Option<Option<String>>,
    /// Merged member by member.
    #[schema(nullable = false)]
    pub address: Option<AddressPatch>,
}

/// What to change of an address; the merged address is complete.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct AddressPatch {
    #[schema(min_length = 1, max_length = 200, nullable = false, example = "12 rue Paradis")]
    pub line1: Option<String>,
    /// Null removes it.
    #[schema(value_type = Option<String>, max_length = 200, example = "Bâtiment B")]
    #[serde(default, deserialize_with = "present")]
    pub line2: Option<Option<String>>,
    /// Five digits in France; null removes it elsewhere.
    #[schema(value_type = Option<String>, max_length = 20, example = "13001")]
    #[serde(default, deserialize_with = "present")]
    pub postal_code: Option<Option<String>>,
    #[schema(min_length = 1, max_length = 100, nullable = false, example = "Marseille")]
    pub city: Option<String>,
    /// Null removes it.
    #[schema(value_type = Option<String>, max_length = 5, pattern = "^([0-9]{2}|2[AB])[0-9]{3}$", example = "13055")]
    #[serde(default, deserialize_with = "present")]
    pub insee_code: Option<Option<String>>,
    #[schema(max_length = 2, nullable = false, pattern = "^[A-Z]{2}$", example = "FR")]
    pub country: Option<String>,
}

impl AddressPatch {
    /// The address with these changes.
    ///
    /// # Errors
    /// 422 when its postal code and its country, one of them changed, do not go together.
    pub fn merged(self, old: Address) -> Result<Address, Problem> {
        let judged = self.postal_code.is_some() || self.country.is_some();
        let address = Address {
            line1: self.line1.unwrap_or(old.line1),
            line2: self.line2.unwrap_or(old.line2),
            postal_code: self.postal_code.unwrap_or(old.postal_code),
            city: self.city.unwrap_or(old.city),
            insee_code: self.insee_code.unwrap_or(old.insee_code),
            country: self.country.unwrap_or(old.country),
        };
        if judged { checked_under("/address", address) } else { Ok(address) }
    }
}

/// A new bank account.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"holder": "SCI Les Tilleuls", "iban": "FR1420041010050500013M02606", "bic": "PSSTFRPPMAR", "effective_on": "2027-01-01"}))]
pub struct BankAccountIn {
    #[schema(min_length = 1, max_length = 70, example = "SCI Les Tilleuls")]
    pub holder: String,
    /// IBAN of a SEPA country (ISO 13616); spaces and lower case are accepted.
    #[schema(min_length = 15, max_length = 50, example = "FR14 2004 1010 0505 0001 3M02 606")]
    #[validate(custom(function = checks::iban))]
    #[serde(deserialize_with = "compacted")]
    pub iban: String,
    /// BIC (ISO 9362), 8 or 11 characters.
    #[schema(max_length = 11, example = "PSSTFRPPMAR")]
    #[validate(custom(function = checks::bic))]
    pub bic: Option<String>,
    /// First day on which payments go to this account; today when absent.
    #[schema(example = "2027-01-01")]
    pub effective_on: Option<NaiveDate>,
}
