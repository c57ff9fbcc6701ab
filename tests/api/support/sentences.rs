//! What people read in an answer is words: no pattern, no name of a type, no day or month of a machine, no
//! value of an enumeration unless it is quoted to be typed.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use offre_bailleurs::testing::{Kind, every_code};
use serde_json::Value;

use super::Answer;

/// The members that hold a sentence, wherever they stand.
const SENTENCES: &[&str] = &["title", "detail", "step"];

/// Words of schemas and programs.
const TECHNICAL: &[&str] = &["integer", "string", "boolean", "null", "regex", "pattern", "minLength", "maxItems"];

/// Values of enumerations that are words of French too.
const FRENCH: &[&str] = &["plan", "information", "standard", "transition", "colocation"];

/// The values of the document's enumerations that no French sentence holds.
static ENGLISH_VALUES: LazyLock<BTreeSet<String>> = LazyLock::new(|| {
    let mut found = BTreeSet::new();
    enumerated(&offre_bailleurs::testing::document().unwrap(), &mut found);
    found.retain(|word| word.len() > 3 && !FRENCH.contains(&word.as_str()) && word.bytes().all(|byte| byte.is_ascii_lowercase()));
    assert!(found.len() > 30 && found.contains("accepted"), "{found:?}");
    found
});

fn enumerated(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| enumerated(item, found)),
        Value::Object(members) => {
            let listed = members.get("enum").and_then(Value::as_array).into_iter().flatten();
            found.extend(listed.filter_map(Value::as_str).map(str::to_owned));
            members.values().for_each(|member| enumerated(member, found));
        }
        _ => {}
    }
}

/// Fails at a sentence that holds what is no word. The document is for developers: its examples are in both
/// languages, and name members.
pub fn hold(answer: &Answer, french: bool) {
    if answer.header("content-type").contains("json") && answer.body["openapi"].is_null() {
        visit(&answer.body, french);
    }
}

fn visit(value: &Value, french: bool) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| visit(item, french)),
        Value::Object(members) => {
            if let (Some(_), Some(reason)) = (members.get("allowed"), members.get("reason").and_then(Value::as_str)) {
                let coded = every_code().any(|row| row.kind == Kind::Problem && row.word == reason && row.later.is_none());
                assert!(coded, "an action is refused for a reason that is no code: {reason}");
            }
            for (name, member) in members {
                match member.as_str().filter(|_| SENTENCES.contains(&name.as_str())) {
                    Some(text) => assert_eq!(fault(text, french), None, "{name}: {text}"),
                    None => visit(member, french),
                }
            }
        }
        _ => {}
    }
}

/// What a sentence holds that is no word, if it does. What is quoted is left aside.
pub fn fault(sentence: &str, french: bool) -> Option<String> {
    let (mut plain, mut quoted) = (String::new(), false);
    for c in sentence.chars() {
        match c {
            '«' | '“' => quoted = true,
            '»' | '”' => quoted = false,
            _ if !quoted => plain.push(c),
            _ => {}
        }
    }
    if let Some(sign) = plain.chars().find(|c| "^$|\\{}[]*`<>_".contains(*c)) {
        return Some(format!("the sign {sign}"));
    }
    let words = || plain.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    if let Some(word) = words().find(|word| TECHNICAL.contains(word) || (french && ENGLISH_VALUES.contains(*word))) {
        return Some(format!("the word {word}"));
    }
    plain.split(|c: char| !c.is_ascii_digit() && c != '-').find(|number| is_machine_day(number)).map(|day| format!("the day {day}"))
}

/// `2026-11` or `2026-11-20`, and not `2023-668`, a law.
fn is_machine_day(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let of =
        |part: &str, digits: usize, most: u32| part.len() == digits && part.parse().is_ok_and(|number: u32| (1..=most).contains(&number));
    matches!(parts.as_slice(), [year, month] if of(year, 4, 9999) && of(month, 2, 12))
        || matches!(parts.as_slice(), [year, month, day] if of(year, 4, 9999) && of(month, 2, 12) && of(day, 2, 31))
}

/// Whether a text says something in words, and nothing else.
pub fn is_a_sentence(text: &str) -> bool {
    text.chars().next().is_some_and(|first| first.is_uppercase() || first.is_numeric()) && text.ends_with('.')
}
