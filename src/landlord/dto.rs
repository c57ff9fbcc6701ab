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
    /// The identifier of this reference, by which lists are filtered.
    pub id: ReferenceId,
    /// The paying body that gave it.
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
    /// Name of the holder of the account.
    #[schema(max_length = 200, example = "SCI Les Tilleuls")]
    pub holder: String,
    /// Country and last four characters of the IBAN.
    #[schema(max_length = 16, example = "FR…2606")]
    pub iban_masked: String,
    /// BIC of the bank (ISO 9362), 8 or 11 characters; null when not given.
    #[schema(max_length = 11, example = "PSSTFRPPMAR")]
    pub bic: Option<String>,
    /// First day on which payments go to this account.
    pub effective_on: NaiveDate,
}

/// The landlord.
#[derive(Debug, Serialize, ToSchema)]
pub struct Landlord {
    /// The identifier of the landlord.
    pub id: LandlordId,
    /// Whether the landlord is a person or a body with a SIRET, as loaded by the paying body.
    pub kind: LandlordKind,
    /// Name of the person or of the body, as loaded by the paying body.
    #[schema(max_length = 200, example = "SCI Les Tilleuls")]
    pub name: String,
    /// SIRET of the body; null for an individual, or when the paying body gave none.
    pub siret: Option<Siret>,
    /// E-mail address for contact; the landlord may change it.
    #[schema(format = "email", max_length = 254, example = "gestion@tilleuls.example")]
    pub email: String,
    /// Phone number in international form (E.164); null when none is known. The landlord may change it.
    #[schema(max_length = 20, example = "+33491000000")]
    pub phone: Option<String>,
    /// Postal address; the landlord may change it.
    pub address: Address,
    /// The landlord's references, in the order of the codes of the paying bodies.
    #[schema(max_items = 200)]
    pub references: Vec<Reference>,
    /// The account in force today; null when there is none.
    pub bank_account: Option<BankAccount>,
    /// The account that will take effect next, on a later day; null when none is pending.
    pub next_bank_account: Option<BankAccount>,
    /// When the landlord was first loaded (UTC).
    pub created_at: DateTime<Utc>,
    /// When identity, contact details or bank account last changed (UTC).
    pub updated_at: DateTime<Utc>,
}

/// What a landlord may change of the profile (merge patch).
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"phone": "+33491000000", "address": {"line2": "Bâtiment B"}}))]
pub struct LandlordPatch {
    /// E-mail address; unchanged when absent. Mandatory, so never null.
    #[schema(min_length = 3, max_length = 254, nullable = false, example = "gestion@tilleuls.example")]
    #[validate(email)]
    pub email: Option<String>,
    /// Phone number in international form (E.164); unchanged when absent, removed by null.
    #[schema(value_type = Option<String>, max_length = 20, pattern = r"^\+[1-9][0-9]{5,14}$", example = "+33491000000")]
    #[serde(default, deserialize_with = "present")]
    pub phone: Option<Option<String>>,
    /// Members of the postal address to change; the others stay.
    #[schema(nullable = false)]
    pub address: Option<AddressPatch>,
}

/// What to change of an address; the merged address is complete.
#[derive(Clone, Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct AddressPatch {
    /// Number and street; unchanged when absent.
    #[schema(min_length = 1, max_length = 200, nullable = false, example = "12 rue Paradis")]
    pub line1: Option<String>,
    /// Building, floor, care of; unchanged when absent, removed by null.
    #[schema(value_type = Option<String>, max_length = 200, example = "Bâtiment B")]
    #[serde(default, deserialize_with = "present")]
    pub line2: Option<Option<String>>,
    /// Postal code: five digits in France, removed elsewhere by null; unchanged when absent.
    #[schema(value_type = Option<String>, max_length = 20, example = "13001")]
    #[serde(default, deserialize_with = "present")]
    pub postal_code: Option<Option<String>>,
    /// Name of the municipality; unchanged when absent.
    #[schema(min_length = 1, max_length = 100, nullable = false, example = "Marseille")]
    pub city: Option<String>,
    /// INSEE code of the municipality, which differs from the postal code; unchanged when absent, removed
    /// by null.
    #[schema(value_type = Option<String>, max_length = 5, pattern = "^([0-9]{2}|2[AB])[0-9]{3}$", example = "13055")]
    #[serde(default, deserialize_with = "present")]
    pub insee_code: Option<Option<String>>,
    /// Country, ISO 3166-1 alpha-2; unchanged when absent.
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
    /// Name of the holder of the account.
    #[schema(min_length = 1, max_length = 70, example = "SCI Les Tilleuls")]
    pub holder: String,
    /// IBAN of a SEPA country (ISO 13616); spaces and lower case are accepted.
    #[schema(min_length = 15, max_length = 50, example = "FR14 2004 1010 0505 0001 3M02 606")]
    #[validate(custom(function = checks::iban))]
    #[serde(deserialize_with = "compacted")]
    pub iban: String,
    /// BIC of the bank (ISO 9362), 8 or 11 characters; null or absent when not known.
    #[schema(max_length = 11, example = "PSSTFRPPMAR")]
    #[validate(custom(function = checks::bic))]
    pub bic: Option<String>,
    /// First day on which payments go to this account, today at the earliest; today when absent.
    #[schema(example = "2027-01-01")]
    pub effective_on: Option<NaiveDate>,
}
