//! A body with faults, read again beside its schema: what the schema does not know is told and left
//! out, so that the work that follows is bounded by what the contract can hold.

use serde::de::{DeserializeSeed, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use super::faults::{Faults, push_token};
use super::shape::{Member, Shape};
use crate::problem::{At, FieldCode, FieldError};
use crate::values::nir::is_nir_key;
use crate::values::text::Text;

/// The value without unknown keys and without more items than are looked at. Unknown keys, keys
/// given twice, keys named like a social-security number and U+0000 go to `faults`.
///
/// # Errors
/// When the text is no JSON.
pub fn sift(schema: &Value, text: &[u8], faults: &mut Faults) -> Result<Value, serde_json::Error> {
    let mut at = String::new();
    let seed = Seed { shape: Shape::of(schema), at: &mut at, faults };
    seed.deserialize(&mut serde_json::Deserializer::from_slice(text))
}

/// U+0000, which PostgreSQL cannot store and no schema refuses.
pub fn invalid_character(at: At) -> FieldError {
    let detail = Text::fixed("Le caractère U+0000 est refusé.", "The character U+0000 is refused.");
    FieldError { at, code: FieldCode::InvalidCharacter, detail }
}

/// A key named like a social-security number, which this service must never receive.
pub fn nir_refused(at: At) -> FieldError {
    let detail = Text::fixed("Le numéro de sécurité sociale ne doit jamais être envoyé.", "The social-security number must never be sent.");
    FieldError { at, code: FieldCode::NirRefused, detail }
}

struct Seed<'a, 's> {
    shape: Shape<'s>,
    at: &'a mut String,
    faults: &'a mut Faults,
}

impl Seed<'_, '_> {
    fn fault(&mut self, code: FieldCode, detail: Text) {
        self.faults.push(FieldError::pointer(self.at.as_str(), code, detail));
    }

    /// Does something one level deeper.
    fn under<R>(&mut self, token: &str, visit: impl FnOnce(&mut Self) -> R) -> R {
        let length = self.at.len();
        push_token(self.at, token);
        let done = visit(self);
        self.at.truncate(length);
        done
    }

    fn unknown(&mut self, key: &str) {
        self.under(key, |seed| {
            let fault = FieldError::pointer(
                seed.at.as_str(),
                FieldCode::UnknownKey,
                Text::fixed("Cette clé n'existe pas ici.", "There is no such key here."),
            );
            seed.faults.push(if is_nir_key(key) { nir_refused(fault.at) } else { fault });
        });
    }
}

impl<'de> DeserializeSeed<'de> for Seed<'_, '_> {
    type Value = Value;

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Seed<'_, '_> {
    type Value = Value;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Value, E> {
        if text.contains('\0') {
            self.faults.push(invalid_character(At::Pointer(self.at.clone())));
        }
        Ok(text.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut items: A) -> Result<Value, A::Error> {
        let (shape, most) = self.shape.items();
        let mut kept = Vec::new();
        while kept.len() < most {
            let index = kept.len().to_string();
            let item =
                self.under(&index, |seed| items.next_element_seed(Seed { shape: shape.clone(), at: seed.at, faults: seed.faults }))?;
            let Some(item) = item else { return Ok(Value::Array(kept)) };
            kept.push(item);
        }
        while items.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Value::Array(kept))
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut members: A) -> Result<Value, A::Error> {
        let mut kept = Map::new();
        while let Some(key) = members.next_key::<String>()? {
            match self.shape.member(&key) {
                Member::Known(shape) => {
                    let value = self.under(&key, |seed| {
                        if kept.contains_key(&key) {
                            seed.fault(FieldCode::Duplicate, Text::fixed("Cette clé est donnée deux fois.", "This key is given twice."));
                        }
                        members.next_value_seed(Seed { shape, at: seed.at, faults: seed.faults })
                    })?;
                    kept.insert(key, value);
                    continue;
                }
                Member::Unknown => self.unknown(&key),
                Member::Open | Member::Misplaced => {}
            }
            members.next_value::<IgnoredAny>()?;
        }
        Ok(Value::Object(kept))
    }
}
