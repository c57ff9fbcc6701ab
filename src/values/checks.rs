//! What a schema cannot say of a field, for `#[validate(custom(...))]`, and the words for it.
//! What a caller is told of each is decided above, where the codes are.

use std::borrow::Cow;

use validator::ValidationError;

use super::iban::{Bic, Iban};
use super::siret::Siret;
use super::text::Text;

/// What is checked. `validator` carries a fault of it as a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Check {
    Siret,
    Iban,
    Bic,
    /// A check of `validator` itself.
    Email,
    Required,
    ExactlyOne,
    PostalCode,
    Order,
    /// A reason for a rejection.
    Reason,
}

impl Check {
    const ALL: &'static [Self] =
        &[Self::Siret, Self::Iban, Self::Bic, Self::Email, Self::Required, Self::ExactlyOne, Self::PostalCode, Self::Order, Self::Reason];

    const fn word(self) -> &'static str {
        match self {
            Self::Siret => "siret",
            Self::Iban => "iban",
            Self::Bic => "bic",
            Self::Email => "email",
            Self::Required => "required",
            Self::ExactlyOne => "exactly_one",
            Self::PostalCode => "postal_code",
            Self::Order => "order",
            Self::Reason => "reason",
        }
    }

    /// The check of a word.
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|check| check.word() == word)
    }

    /// What the caller reads.
    pub const fn text(self) -> Text {
        match self {
            Self::Siret => {
                Text::fixed("SIRET invalide : 14 chiffres dont la clé est juste.", "Invalid SIRET: 14 digits with a right check digit.")
            }
            Self::Iban => Text::fixed(
                "IBAN invalide : clé fausse ou pays hors de l'espace SEPA.",
                "Invalid IBAN: wrong check digits or a country outside SEPA.",
            ),
            Self::Bic => Text::fixed("BIC invalide : 8 ou 11 caractères.", "Invalid BIC: 8 or 11 characters."),
            Self::Email => Text::fixed("Adresse électronique invalide.", "Invalid e-mail address."),
            Self::Required => Text::fixed("Ce champ est obligatoire.", "This field is required."),
            Self::ExactlyOne => Text::fixed("Donnez exactement l'un des deux.", "Give exactly one of the two."),
            Self::PostalCode => Text::fixed("En France, un code postal a cinq chiffres.", "In France a postal code has five digits."),
            Self::Order => Text::fixed("La fin précède le début.", "The end comes before the start."),
            Self::Reason => Text::fixed("Un motif est obligatoire pour rejeter.", "A reason is required to reject."),
        }
    }
}

/// A SIRET whose check digit is right.
pub fn siret(text: &str) -> Result<(), ValidationError> {
    text.parse::<Siret>().map(|_right| ()).ok().ok_or_else(|| ValidationError::new(Check::Siret.word()))
}

/// An IBAN whose check digits are right.
pub fn iban(text: &str) -> Result<(), ValidationError> {
    text.parse::<Iban>().map(|_right| ()).ok().ok_or_else(|| ValidationError::new(Check::Iban.word()))
}

/// A BIC.
pub fn bic(text: &str) -> Result<(), ValidationError> {
    text.parse::<Bic>().map(|_right| ()).ok().ok_or_else(|| ValidationError::new(Check::Bic.word()))
}

/// A fault of one member of the object that is being checked.
pub fn fault(check: Check, member: &'static str) -> ValidationError {
    let mut error = ValidationError::new(check.word());
    error.add_param(Cow::Borrowed("member"), &member);
    error
}
