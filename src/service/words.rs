//! The codes beside those of problems: of fields, warnings, effects, notes and lines. Each kind is a text
//! with a name, since more may come; its description says what each means.

use serde_json::{Map, Value, json};

use super::components::PLACE;
use crate::problem::{Kind, every};
use crate::values::text::Language;

/// The schema whose `code` is of a kind, the name of the kind, and what it is.
const KINDS: &[(&str, &str, Kind, &str)] = &[
    ("FieldError", "FieldCode", Kind::Field, "What is wrong with a field, a parameter or a header."),
    ("Warning", "WarningCode", Kind::Warning, "Why what was accepted deserves a look."),
    ("EffectOut", "EffectCode", Kind::Effect, "What a change does."),
    ("ReconciliationNote", "NoteCode", Kind::Note, "What explains a reconciliation."),
    ("LineFaultOut", "LineCode", Kind::Line, "What is wrong with a line of a roster, beside the codes of fields and problems."),
];

/// Gives each kind its schema, and refers to it.
pub fn name(schemas: &mut Map<String, Value>) {
    for (holder, name, kind, meaning) in KINDS {
        let Some(code) = schemas.get_mut(*holder).and_then(|schema| schema.pointer_mut("/properties/code")) else { continue };
        let description = code["description"].take();
        *code = json!({ "$ref": format!("{PLACE}{name}"), "description": description });
        schemas.insert((*name).to_owned(), schema(*kind, meaning));
    }
}

fn schema(kind: Kind, meaning: &str) -> Value {
    let rows = || every().filter(|row| row.kind == kind && row.later.is_none());
    let lines: Vec<String> = rows().map(|row| format!("- `{}`: {}", row.word, row.meaning.get(Language::English))).collect();
    json!({
        "type": "string",
        "maxLength": 64,
        "description": format!("{meaning} More may come; each has its page under `/problems/`.\n\n{}", lines.join("\n")),
        "examples": rows().map(|row| row.word).collect::<Vec<_>>(),
    })
}
