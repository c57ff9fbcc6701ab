//! The texts of a body, whatever its type: a blank one is none (G9), and none holds a character that
//! shows it as another one (G10).

use std::borrow::Cow;

use serde_json::Value;

use super::faults::{Faults, push_token};
use crate::problem::{At, FieldCode, FieldError};
use crate::values::plain_text::{is_blank, refused_character};
use crate::values::text::Text;

/// The value with null in place of each text of nothing but white space.
pub fn without_blanks(value: &Value) -> Cow<'_, Value> {
    if !holds_blank(value) {
        return Cow::Borrowed(value);
    }
    let mut copy = value.clone();
    remove_blanks(&mut copy);
    Cow::Owned(copy)
}

fn holds_blank(value: &Value) -> bool {
    match value {
        Value::String(text) => is_blank(text),
        Value::Array(items) => items.iter().any(holds_blank),
        Value::Object(members) => members.values().any(holds_blank),
        _ => false,
    }
}

fn remove_blanks(value: &mut Value) {
    match value {
        Value::String(text) if is_blank(text) => *value = Value::Null,
        Value::Array(items) => items.iter_mut().for_each(remove_blanks),
        Value::Object(members) => members.values_mut().for_each(remove_blanks),
        _ => {}
    }
}

/// The fault of a body judged without its blanks, in the words of what was sent: a blank where null is
/// refused is a text that is missing.
pub fn of_what_was_sent(sent: &Value, fault: FieldError) -> FieldError {
    match &fault.at {
        At::Pointer(pointer) if sent.pointer(pointer).and_then(Value::as_str).is_some_and(is_blank) => {
            FieldError::pointer(pointer.as_str(), FieldCode::Required, Text::fixed("Ce champ est obligatoire.", "This field is required."))
        }
        _ => fault,
    }
}

/// Whether some text holds a character it may not hold.
pub fn holds_refused(value: &Value) -> bool {
    let mut found = Faults::default();
    refuse_characters(value, &mut found);
    !found.is_empty()
}

/// Every text that holds a character it may not hold. U+0000 is told where it is refused in
/// parameters too.
pub fn refuse_characters(value: &Value, found: &mut Faults) {
    visit(value, "", &mut String::new(), found);
}

fn visit(value: &Value, member: &str, at: &mut String, found: &mut Faults) {
    let length = at.len();
    match value {
        _ if found.full() => {}
        Value::String(text) => {
            if let Some(c) = refused_character(member, text).filter(|c| *c != '\0') {
                let name = format!("U+{:04X}", u32::from(c));
                found.push(FieldError::pointer(
                    at.as_str(),
                    FieldCode::InvalidCharacter,
                    Text::new(format!("Le caractère {name} est refusé ici."), format!("The character {name} is refused here.")),
                ));
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                push_token(at, &index.to_string());
                visit(item, member, at, found);
                at.truncate(length);
            }
        }
        Value::Object(members) => {
            for (key, one) in members {
                push_token(at, key);
                visit(one, key, at, found);
                at.truncate(length);
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn g9_blanks_are_null_at_any_depth() {
        let sent = json!({ "a": " ", "b": [{ "c": "\u{a0}" }, "x"], "d": 1 });
        assert_eq!(*without_blanks(&sent), json!({ "a": null, "b": [{ "c": null }, "x"], "d": 1 }));
        assert!(matches!(without_blanks(&json!({ "a": "x" })), Cow::Borrowed(_)));
    }

    #[test]
    fn g10_what_is_told_is_bounded() {
        let mut found = Faults::default();
        refuse_characters(&json!({ "comment": "a\nb", "names": vec!["\u{202e}"; 15_000] }), &mut found);
        assert!(found.full());
        assert_eq!(found.pointers()[0], "/names/0");
    }
}
