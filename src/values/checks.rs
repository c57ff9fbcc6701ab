//! What a schema cannot say of a field, for `#[validate(custom(...))]`, and the words for it.

use std::borrow::Cow;

use validator::ValidationError;

use super::iban::{Bic, Iban};
use super::siret::Siret;
use super::text::Text;

/// A SIRET whose check digit is right.
pub fn siret(text: &str) -> Result<(), ValidationError> {
    text.parse::<Siret>().map(|_right| ()).ok().ok_or_else(|| ValidationError::new("invalid_siret"))
}

/// An IBAN whose check digits are right.
pub fn iban(text: &str) -> Result<(), ValidationError> {
    text.parse::<Iban>().map(|_right| ()).ok().ok_or_else(|| ValidationError::new("invalid_iban"))
}

/// A BIC.
pub fn bic(text: &str) -> Result<(), ValidationError> {
    text.parse::<Bic>().map(|_right| ()).ok().ok_or_else(|| ValidationError::new("invalid_bic"))
}

/// A fault of one member of the object that is being checked.
pub fn fault(code: &'static str, member: &'static str) -> ValidationError {
    let mut error = ValidationError::new(code);
    error.add_param(Cow::Borrowed("member"), &member);
    error
}

const WORDS: &[(&str, Text)] = &[
    (
        "invalid_siret",
        Text::fixed("SIRET invalide : 14 chiffres dont la clé est juste.", "Invalid SIRET: 14 digits with a right check digit."),
    ),
    (
        "invalid_iban",
        Text::fixed(
            "IBAN invalide : clé fausse ou pays hors de l'espace SEPA.",
            "Invalid IBAN: wrong check digits or a country outside SEPA.",
        ),
    ),
    ("invalid_bic", Text::fixed("BIC invalide : 8 ou 11 caractères.", "Invalid BIC: 8 or 11 characters.")),
    ("email", Text::fixed("Adresse électronique invalide.", "Invalid e-mail address.")),
    ("required", Text::fixed("Ce champ est obligatoire.", "This field is required.")),
    ("exactly_one", Text::fixed("Donnez exactement l'un des deux.", "Give exactly one of the two.")),
    ("too_few_keys", Text::fixed("Donnez au moins un champ à modifier.", "Give at least one field to change.")),
    ("null_refused", Text::fixed("Ce champ ne peut pas être supprimé.", "This field cannot be removed.")),
    ("postal_code_format", Text::fixed("En France, un code postal a cinq chiffres.", "In France a postal code has five digits.")),
    ("out_of_order", Text::fixed("La fin précède le début.", "The end comes before the start.")),
    ("reason_required", Text::fixed("Un motif est obligatoire pour rejeter.", "A reason is required to reject.")),
];

/// The code and words of a fault that `validator` found.
pub fn describe(error: &ValidationError) -> (&'static str, Text) {
    let known = WORDS.iter().find(|(code, _)| *code == error.code);
    match known {
        Some(("email" | "postal_code_format", text)) => ("invalid_format", text.clone()),
        Some(("reason_required", text)) => ("required", text.clone()),
        Some((code, text)) => (code, text.clone()),
        None => ("invalid_value", Text::new(format!("Valeur refusée ({}).", error.code), format!("Value refused ({}).", error.code))),
    }
}
