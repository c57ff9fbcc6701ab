//! A body whose faults are out of the way, so that the rest of it can still be checked.

use serde_json::Value;

use super::shape::{Member, Shape};

/// The value with an example at each place of `pointers`; what cannot be reached stays.
pub fn mended(schema: &Value, mut value: Value, pointers: &[String]) -> Value {
    for pointer in pointers {
        let keys: Vec<String> = pointer.split('/').skip(1).map(|key| key.replace("~1", "/").replace("~0", "~")).collect();
        mend(&Shape::of(schema), &mut value, &keys);
    }
    value
}

fn mend(shape: &Shape<'_>, value: &mut Value, keys: &[String]) {
    let Some((key, rest)) = keys.split_first() else { return };
    match value {
        Value::Object(members) => {
            let Member::Known(inner) = shape.clone().meant(members).member(key) else {
                members.remove(key);
                return;
            };
            if rest.is_empty() {
                members.insert(key.clone(), inner.sample());
            } else if let Some(member) = members.get_mut(key) {
                mend(&inner, member, rest);
            }
        }
        Value::Array(items) => {
            let (inner, _most) = shape.items();
            match key.parse::<usize>().ok().and_then(|index| items.get_mut(index)) {
                Some(item) if rest.is_empty() => *item = inner.sample(),
                Some(item) => mend(&inner, item, rest),
                None => {}
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_at_fault_or_missing_takes_its_example() {
        let schema = json!({
            "oneOf": [
                { "type": "object", "properties": { "type": { "enum": ["a"] }, "on": { "type": "string", "format": "date" } } },
                { "type": "object", "properties": { "type": { "enum": ["b"] }, "on": { "type": "integer", "minimum": 3 },
                  "list": { "type": "array", "items": { "$ref": "#/components/schemas/Item" } } } },
            ],
            "components": { "schemas": { "Item": { "type": "object", "required": ["id"], "properties": { "id": { "type": "string", "example": "x" } } } } },
        });
        let pointers = ["/on", "/list/0/id", "/list/1", "/zz", "/on/deeper", "/list/9"].map(str::to_owned);
        let value = json!({ "type": "b", "on": false, "list": [{ "id": 1 }, 2], "zz": 1 });
        assert_eq!(mended(&schema, value, &pointers), json!({ "type": "b", "on": 3, "list": [{ "id": "x" }, { "id": "x" }] }));
        assert_eq!(mended(&schema, json!({ "type": "a" }), &pointers[..1]), json!({ "type": "a", "on": "2026-01-01" }));
    }
}
