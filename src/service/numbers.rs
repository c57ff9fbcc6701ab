//! The whole numbers that recur, under one name each: a client gets one type with one set of bounds,
//! and a description that says the unit.

use serde_json::{Value, json};

/// A whole number with a name: the properties that bear one of the words at the end of their own name
/// and have these bounds.
struct Number {
    name: &'static str,
    words: &'static [&'static str],
    minimum: i64,
    maximum: i64,
    meaning: &'static str,
    example: i64,
}

const fn cents(name: &'static str, minimum: i64, maximum: i64, meaning: &'static str, example: i64) -> Number {
    Number { name, words: &["cents"], minimum, maximum, meaning, example }
}

const NUMBERS: &[Number] = &[
    cents("Cents", 0, 100_000_000, "An amount in euro cents, which may be nothing.", 9_000),
    cents("PositiveCents", 1, 100_000_000, "An amount in euro cents, one cent or more.", 43_000),
    cents("SignedCents", -100_000_000, 100_000_000, "An amount in euro cents; below zero when it is taken back.", 20_000),
    cents("TotalCents", -10_000_000_000_000, 10_000_000_000_000, "A sum of amounts in euro cents.", 412_300),
    Number { name: "Year", words: &["year"], minimum: 1900, maximum: 2199, meaning: "A calendar year.", example: 2026 },
    Number {
        name: "Version",
        words: &["version"],
        minimum: 1,
        maximum: 100_000,
        meaning: "The rank of a version: 1, then one more for each correction.",
        example: 1,
    },
    Number {
        name: "Coholders",
        words: &["coholders"],
        minimum: 1,
        maximum: 50,
        meaning: "Households that hold a lease together (CCH R.821-4).",
        example: 1,
    },
    Number { name: "DayOfMonth", words: &["due_day"], minimum: 1, maximum: 31, meaning: "A day of the month.", example: 5 },
];

impl Number {
    fn schema(&self) -> Value {
        let mut schema = json!({
            "type": "integer",
            "description": self.meaning,
            "minimum": self.minimum,
            "maximum": self.maximum,
            "examples": [self.example],
        });
        format(&mut schema);
        schema
    }

    fn is(&self, name: &str, schema: &Value) -> bool {
        let called = |word: &&str| name.strip_suffix(word).is_some_and(|rest| rest.is_empty() || rest.ends_with('_'));
        self.words.iter().any(called)
            && schema["type"] == "integer"
            && schema["minimum"] == self.minimum
            && schema["maximum"] == self.maximum
    }
}

/// The format of an integer: 32 bits where its bounds fit.
pub fn format(schema: &mut Value) {
    let fits = |bound: &Value| bound.as_i64().is_some_and(|bound| i32::try_from(bound).is_ok());
    let format = if fits(&schema["minimum"]) && fits(&schema["maximum"]) { "int32" } else { "int64" };
    schema["format"] = json!(format);
}

/// Refers to the named numbers wherever they stand: in the properties of a schema and in parameters.
pub fn name(document: &mut Value) {
    visit(document);
    if let Some(schemas) = document["components"]["schemas"].as_object_mut() {
        schemas.extend(NUMBERS.iter().map(|number| (number.name.to_owned(), number.schema())));
    }
}

fn visit(value: &mut Value) {
    if value["in"].is_string()
        && let Some(name) = value["name"].as_str().map(str::to_owned)
    {
        refer(&name, &mut value["schema"]);
    }
    for (name, property) in value.get_mut("properties").and_then(Value::as_object_mut).into_iter().flatten() {
        refer(name, property);
    }
    match value {
        Value::Object(members) => {
            members.iter_mut().filter(|(key, _)| !["example", "examples"].contains(&key.as_str())).for_each(|(_, member)| visit(member));
        }
        Value::Array(items) => items.iter_mut().for_each(visit),
        _ => {}
    }
}

fn refer(name: &str, schema: &mut Value) {
    let Some(number) = NUMBERS.iter().find(|number| number.is(name, schema)) else { return };
    let Some(members) = schema.as_object_mut() else { return };
    members.retain(|key, _| ["description", "example", "examples", "default"].contains(&key.as_str()));
    members.insert("$ref".to_owned(), json!(format!("#/components/schemas/{}", number.name)));
}
