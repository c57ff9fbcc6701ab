//! What is wanted at a place of a body or of the parameters, in words: never the words of a schema.

use serde_json::Value;

use super::shape::Shape;
use crate::values::money::{euros_en, euros_fr};
use crate::values::month::MONTH_PATTERN;
use crate::values::text::Text;
use crate::values::words;

/// Said where nothing better can be.
pub const UNFIT: Text = Text::fixed("Cette valeur n'est pas acceptée ici.", "This value is not accepted here.");

/// What the identifiers of each prefix are of.
const IDENTIFIED: &[(&str, &str, &str)] = &[
    ("lld", "d'un bailleur", "a landlord"),
    ("ref", "d'une référence de bailleur", "a landlord's reference"),
    ("log", "d'un logement", "a housing unit"),
    ("ten", "d'un locataire", "a tenant"),
    ("rdc", "d'une déclaration de loyer", "a rent declaration"),
    ("chg", "d'un changement", "a change"),
    ("imp", "d'un dossier d'impayé", "an arrears case"),
    ("pay", "d'un versement", "a payment"),
    ("pln", "d'une ligne de versement", "a line of a payment"),
    ("cli", "d'un client", "a client"),
];

/// The texts of the patterns that are no identifiers.
const PATTERNS: &[(&str, Text)] = &[
    (MONTH_PATTERN, Text::fixed("Un mois est attendu, sous la forme AAAA-MM.", "A month is expected, as YYYY-MM.")),
    (
        "^[A-Z]{2}$",
        Text::fixed("Un code de pays est attendu : 2 majuscules, comme FR.", "A country code is expected: 2 capitals, such as FR."),
    ),
    (
        "^([0-9]{2}|2[AB])[0-9]{3}$",
        Text::fixed(
            "Un code Insee de commune est attendu : 5 caractères, comme 13055 ou 2A004.",
            "An INSEE code of a town is expected: 5 characters, such as 13055 or 2A004.",
        ),
    ),
    (
        r"^\+[1-9][0-9]{5,14}$",
        Text::fixed(
            "Un numéro de téléphone est attendu, avec son pays et sans espace, comme +33491000000.",
            "A phone number is expected, with its country and no space, such as +33491000000.",
        ),
    ),
    ("^[0-9]{14}$", Text::fixed("Un SIRET est attendu : 14 chiffres.", "A SIRET is expected: 14 digits.")),
    (
        "^[0-9]{1,7}$",
        Text::fixed("Un numéro d'allocataire est attendu : 7 chiffres au plus.", "A beneficiary number is expected: 7 digits at most."),
    ),
    ("^[0-9]{3}$", Text::fixed("Un code d'organisme payeur est attendu : 3 chiffres.", "A paying body's code is expected: 3 digits.")),
];

/// What a value of this shape is, as its sender should write it. `name` is that of the member.
pub fn sentence(shape: &Shape<'_>, name: &str) -> Text {
    let choices: Vec<String> = shape.schemas().flat_map(choices).collect();
    if !choices.is_empty() {
        return offered(&choices);
    }
    shape.schemas().find(|schema| schema["type"] != "null").map_or(UNFIT, |schema| of_schema(schema, name))
}

/// The values that a schema lists, none for one that lists none.
fn choices(schema: &Value) -> Vec<String> {
    let listed = schema["enum"].as_array().into_iter().flatten().chain(schema.get("const"));
    listed.filter(|value| !value.is_null()).map(|value| value.as_str().map_or_else(|| value.to_string(), str::to_owned)).collect()
}

/// What may be sent, word for word.
pub fn offered(choices: &[String]) -> Text {
    let words = words::quoted(choices);
    if choices.len() == 1 {
        return Text::new(format!("La seule valeur possible est {}.", words.fr), format!("The only possible value is {}.", words.en));
    }
    Text::new(format!("Valeurs possibles : {}.", words.fr), format!("Possible values: {}.", words.en))
}

fn of_schema(schema: &Value, name: &str) -> Text {
    // OpenAPI 3.1 writes a type that may be null as a list.
    let kind = match &schema["type"] {
        Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).find(|kind| *kind != "null"),
        only => only.as_str(),
    };
    match kind {
        Some("integer" | "number") if is_amount(name) => Text::fixed(
            "Un montant entier en centimes est attendu, par exemple 43050 pour 430,50 €.",
            "A whole amount in cents is expected, such as 43050 for €430.50.",
        ),
        Some("integer") => Text::fixed("Un nombre entier est attendu.", "A whole number is expected."),
        Some("number") => Text::fixed("Un nombre est attendu.", "A number is expected."),
        Some("boolean") => {
            Text::fixed("Oui ou non est attendu : true ou false, sans guillemets.", "Yes or no is expected: true or false, without quotes.")
        }
        Some("array") => Text::fixed("Une liste est attendue.", "A list is expected."),
        Some("object") => Text::fixed("Un objet avec ses champs est attendu.", "An object with its fields is expected."),
        Some("string") => of_text(schema),
        _ => UNFIT,
    }
}

fn of_text(schema: &Value) -> Text {
    if let Some(pattern) = schema["pattern"].as_str() {
        return PATTERNS
            .iter()
            .find(|(known, _)| *known == pattern)
            .map(|(_, text)| text.clone())
            .or_else(|| identifier(pattern))
            .unwrap_or(UNFIT);
    }
    match schema["format"].as_str() {
        Some("date") => {
            Text::fixed("Un jour qui existe est attendu, sous la forme AAAA-MM-JJ.", "A day that exists is expected, as YYYY-MM-DD.")
        }
        Some("date-time") => Text::fixed(
            "Un instant est attendu, avec son fuseau, sous la forme AAAA-MM-JJThh:mm:ssZ.",
            "An instant is expected, with its zone, as YYYY-MM-DDThh:mm:ssZ.",
        ),
        _ => Text::fixed("Un texte est attendu.", "A text is expected."),
    }
}

fn identifier(pattern: &str) -> Option<Text> {
    let (prefix, fr, en) = IDENTIFIED.iter().find(|(prefix, ..)| pattern.strip_prefix('^').is_some_and(|rest| rest.starts_with(prefix)))?;
    let start = words::quote(format_args!("{prefix}_"));
    Some(Text::new(
        format!("L'identifiant {fr} est attendu : {} suivi de 26 caractères.", start.fr),
        format!("The identifier of {en} is expected: {} and 26 characters.", start.en),
    ))
}

/// Whether a member holds cents, which its name says.
fn is_amount(name: &str) -> bool {
    name.ends_with("_cents")
}

/// Which end a number is beyond.
#[derive(Clone, Copy)]
pub enum End {
    Least,
    Most,
}

/// Said of a number that is too small or too large.
pub fn beyond(end: End, limit: &Value, name: &str) -> Text {
    let (feminine, masculine, en) = match end {
        End::Least => ("minimale", "minimal", "minimum"),
        End::Most => ("maximale", "maximal", "maximum"),
    };
    let Some(cents) = limit.as_i64().filter(|_| is_amount(name)) else {
        return Text::new(format!("La valeur {feminine} est {limit}."), format!("The {en} is {limit}."));
    };
    let (in_fr, in_en) = (euros_fr(cents), euros_en(cents));
    Text::new(
        format!("Le montant {masculine} est {cents} en centimes, soit {in_fr}."),
        format!("The {en} is {cents} in cents, which is {in_en}."),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn told(schema: &Value, name: &str) -> (String, String) {
        let text = sentence(&Shape::of(schema), name);
        (text.fr.into_owned(), text.en.into_owned())
    }

    #[test]
    fn r4_what_is_wanted_is_said_without_the_words_of_a_schema() {
        for (schema, name, part) in [
            (json!({ "type": "integer" }), "rent_cents", "43050"),
            (json!({ "type": ["integer", "null"] }), "rent_cents", "43050"),
            (json!({ "oneOf": [{ "type": "null" }, { "type": "integer" }] }), "count", "Un nombre entier"),
            (json!({ "type": "string", "format": "date" }), "paid_on", "AAAA-MM-JJ"),
            (json!({ "type": "string", "pattern": MONTH_PATTERN }), "month", "AAAA-MM."),
            (json!({ "type": "string", "pattern": "^ten_[0-7][0-9a-z]{25}$" }), "tenant_id", "L'identifiant d'un locataire"),
            (json!({ "enum": ["a", "b", null] }), "x", "«\u{a0}a\u{a0}» ou «\u{a0}b\u{a0}»"),
            (json!({ "const": "a" }), "x", "La seule valeur possible"),
            (json!({ "type": "string", "pattern": "^[^x]*$" }), "x", "n'est pas acceptée"),
            (json!({ "type": "string" }), "x", "Un texte"),
            (json!(true), "x", "n'est pas acceptée"),
        ] {
            let (fr, en) = told(&schema, name);
            assert!(fr.contains(part) && fr.ends_with('.') && en.ends_with('.'), "{schema}: {fr}");
        }
    }

    #[test]
    fn r4_a_bound_of_an_amount_is_said_in_euros_too() {
        let text = beyond(End::Least, &json!(100), "rent_cents");
        assert!(text.fr.contains("100 en centimes, soit 1,00") && text.en.contains("€1.00"), "{text:?}");
        assert_eq!(beyond(End::Least, &json!(1), "count").fr, "La valeur minimale est 1.");
    }
}
