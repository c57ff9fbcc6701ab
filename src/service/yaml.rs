//! The document as YAML that YAML 1.1 and 1.2 read alike. Many generators read 1.1, to which a plain `on`
//! is true and a plain `2026-11-20` is a day: every text is quoted, and every key that is not a mere word.

use std::fmt::{self, Write};

use serde_json::{Map, Value};

/// Words that YAML 1.1 does not read as texts.
const NOT_TEXTS: &[&str] = &["y", "n", "yes", "no", "on", "off", "true", "false", "null"];

/// Writes a value.
///
/// # Errors
/// When a text cannot be written as JSON, which every text can.
pub fn written(value: &Value) -> Result<String, fmt::Error> {
    let mut out = String::new();
    block(&mut out, value, 0)?;
    Ok(out)
}

/// A value on lines of its own; the cursor stands where its first line begins.
fn block(out: &mut String, value: &Value, depth: usize) -> fmt::Result {
    match value {
        Value::Object(members) if !members.is_empty() => object(out, members, depth),
        Value::Array(items) if !items.is_empty() => {
            for (index, item) in items.iter().enumerate() {
                indent(out, index, depth);
                out.push_str("- ");
                block(out, item, depth + 1)?;
            }
            Ok(())
        }
        Value::String(text) => {
            quoted(out, text)?;
            out.push('\n');
            Ok(())
        }
        // Numbers, words and what is empty are written as in JSON.
        other => writeln!(out, "{other}"),
    }
}

fn object(out: &mut String, members: &Map<String, Value>, depth: usize) -> fmt::Result {
    for (index, (key, value)) in members.iter().enumerate() {
        indent(out, index, depth);
        if is_word(key) {
            out.push_str(key)
        } else {
            quoted(out, key)?
        }
        let nested =
            matches!(value, Value::Object(inner) if !inner.is_empty()) || matches!(value, Value::Array(inner) if !inner.is_empty());
        out.push_str(if nested { ":\n" } else { ": " });
        if nested {
            indent(out, 1, depth + 1);
        }
        block(out, value, depth + 1)?;
    }
    Ok(())
}

/// The first line of a block stands where the cursor is.
fn indent(out: &mut String, line: usize, depth: usize) {
    if line > 0 {
        out.extend(std::iter::repeat_n("  ", depth));
    }
}

fn is_word(key: &str) -> bool {
    let plain = key.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    plain && key.starts_with(|c: char| c.is_ascii_alphabetic()) && !NOT_TEXTS.iter().any(|word| key.eq_ignore_ascii_case(word))
}

/// A double-quoted text: its escapes are JSON's, and what YAML would take for the end of a line or refuse
/// to read is escaped too.
fn quoted(out: &mut String, text: &str) -> fmt::Result {
    for c in serde_json::to_string(text).map_err(|_unwritable| fmt::Error)?.chars() {
        match c {
            '\u{7f}'..='\u{9f}' | '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}' => write!(out, "\\u{:04x}", u32::from(c))?,
            other => out.push(other),
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_another_reading_would_change_is_quoted() {
        let value = json!({
            "on": "2026-11-20", "y": 1, "200": { "No": null, "a": [] }, "$ref": "#/x", "title": "é \u{2028}\u{85}\"\n",
            "list": [{ "a": 1.5, "b": {} }, ["x", true], -1],
        });
        let expected = "\"$ref\": \"#/x\"\n\"200\":\n  \"No\": null\n  a: []\nlist:\n  - a: 1.5\n    b: {}\n  - - \"x\"\n    - true\n  - -1\n\
                        \"on\": \"2026-11-20\"\ntitle: \"é \\u2028\\u0085\\\"\\n\"\n\"y\": 1\n";
        let written = written(&value).unwrap();
        assert_eq!(written, expected);
        assert_eq!(yaml_serde::from_str::<Value>(&written).unwrap(), value);
    }
}
