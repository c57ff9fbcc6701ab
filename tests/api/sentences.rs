//! Every sentence of a refusal, in both languages, where each place of a request holds what it should not.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use crate::support::sentences::{fault, is_a_sentence};
use crate::support::{Answer, TestApp};

#[test]
fn what_is_no_word_is_found_and_what_is_quoted_may_stand() {
    for bad in [
        "Forme attendue : ^[0-9]{3}$.",
        "Le départ du 2026-11-20.",
        "Versé pour 2026-11.",
        "Donnez rent_cents.",
        "Type attendu : integer.",
        "Un dossier accepted.",
        "Nommez-le dans `replaces`.",
        "string | null",
    ] {
        assert!(fault(bad, true).is_some(), "{bad}");
    }
    for good in [
        "Le 20\u{a0}novembre 2026.",
        "Loi 2023-668, CCH R.824-2.",
        "Valeurs possibles : «\u{a0}not_yet_due\u{a0}».",
        "De 1900 à 2199.",
        "Un plan.",
    ] {
        assert_eq!(fault(good, true), None, "{good}");
    }
    assert_eq!(fault("A case that is closed.", false), None);
}

/// What no place of a body should hold, whatever it is.
fn wrongs() -> [Value; 9] {
    [json!("?"), json!(-1), json!(1.5), json!(true), json!([]), json!({}), Value::Null, json!("x".repeat(2_000)), json!(9e15)]
}

/// Every pointer of a value, itself included.
fn pointers(value: &Value, at: &str, found: &mut Vec<String>) {
    found.push(at.to_owned());
    match value {
        Value::Object(members) => members.iter().for_each(|(key, member)| pointers(member, &format!("{at}/{key}"), found)),
        Value::Array(items) => items.iter().enumerate().for_each(|(index, item)| pointers(item, &format!("{at}/{index}"), found)),
        _ => {}
    }
}

/// The schema with its references followed, once.
fn followed<'d>(document: &'d Value, schema: &'d Value) -> &'d Value {
    schema["$ref"].as_str().and_then(|reference| document.pointer(reference.trim_start_matches('#'))).unwrap_or(schema)
}

/// Each member that a schema knows, in the example or not: the names alone, to be filled with what is wrong.
fn members(document: &Value, schema: &Value, found: &mut BTreeSet<String>) {
    let schema = followed(document, schema);
    for part in ["oneOf", "allOf", "anyOf"].iter().flat_map(|word| schema[*word].as_array().into_iter().flatten()) {
        members(document, part, found);
    }
    found.extend(schema["properties"].as_object().into_iter().flatten().map(|(name, _)| name.clone()));
}

/// The sentences of the faults of an answer, each with its code.
fn told(answer: &Answer, found: &mut BTreeSet<(String, String)>) {
    for error in answer.body["errors"].as_array().into_iter().flatten() {
        let text = |name: &str| error[name].as_str().unwrap().to_owned();
        found.insert((text("code"), text("detail")));
    }
}

/// The operations of the document with a body of JSON: method, path with its examples filled in, kind, schema and examples.
fn written(document: &Value) -> Vec<(String, String, String, &Value, Vec<Value>)> {
    let mut found = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            for (kind, content) in
                operation["requestBody"]["content"].as_object().into_iter().flatten().filter(|(kind, _)| kind.ends_with("json"))
            {
                let named = content["examples"].as_object().into_iter().flatten().map(|(_, one)| one["value"].clone());
                let examples: Vec<Value> = named.chain(content.get("example").cloned()).collect();
                found.push((method.to_uppercase(), path.clone(), kind.clone(), &content["schema"], examples));
            }
        }
    }
    found
}

/// Asks with the token of whoever may: each operation takes one of the two.
struct Asker {
    app: TestApp,
    body: String,
}

impl Asker {
    fn new() -> Self {
        let app = TestApp::demo();
        Self { body: app.token_for_body("131"), app }
    }

    fn ask(&self, language: &str, method: &str, path: &str, kind: &str, body: &str) -> Answer {
        let token = if path.contains("/paying-body/") { &self.body } else { self.app.token() };
        let headers = [("accept-language", language), ("if-match", "*")].map(|(name, value)| (name.to_owned(), value.to_owned()));
        self.app.call(method, path, kind, body, token, &headers)
    }
}

#[test]
fn each_place_of_each_body_says_in_words_what_it_wants() {
    let asker = Asker::new();
    let document = offre_bailleurs::testing::document().unwrap();
    let mut sentences = BTreeSet::new();
    let mut tried = 0;
    for (method, path, kind, schema, examples) in written(&document).iter().filter(|(_, path, ..)| !path.ends_with("/load")) {
        let path = path.replace("{id}", "none").replace("{landlord_id}", "none");
        for example in examples {
            let mut places = Vec::new();
            pointers(example, "", &mut places);
            let mut bodies = Vec::new();
            for (place, wrong) in places.iter().flat_map(|place| wrongs().map(|wrong| (place, wrong))) {
                let mut body = example.clone();
                *body.pointer_mut(place).unwrap() = wrong;
                bodies.push(body);
            }
            let mut names = BTreeSet::new();
            members(&document, schema, &mut names);
            for wrong in wrongs() {
                let all: Map<String, Value> = names.iter().map(|name| (name.clone(), wrong.clone())).collect();
                bodies.push(Value::Object(all));
                bodies.extend(example.as_object().map(|own| {
                    let mut more = own.clone();
                    names.iter().filter(|name| !own.contains_key(*name)).for_each(|name| drop(more.insert(name.clone(), wrong.clone())));
                    Value::Object(more)
                }));
            }
            for (body, language) in bodies.iter().flat_map(|body| [(body, "fr"), (body, "en")]) {
                told(&asker.ask(language, method, &path, kind, &body.to_string()), &mut sentences);
                tried += 1;
            }
        }
    }
    assert!(tried > 2_000, "{tried} bodies");
    hold(&sentences, 60);
}

/// All of them sentences, none of which gives up: so many of them.
fn hold(sentences: &BTreeSet<(String, String)>, least: usize) {
    for (code, text) in sentences {
        assert!(is_a_sentence(text), "{code}: {text}");
        let given_up = ["n'est pas acceptée ici", "is not accepted here", "n'a pas la forme attendue", "the expected form"];
        assert!(given_up.iter().all(|words| !text.contains(words)), "{code}: {text}");
    }
    assert!(sentences.len() >= least, "{} sentences: {sentences:#?}", sentences.len());
}

#[test]
fn each_parameter_of_each_list_says_in_words_what_it_wants() {
    let asker = Asker::new();
    let document = offre_bailleurs::testing::document().unwrap();
    let mut sentences = BTreeSet::new();
    let wrongs = ["%3F", "-1", "1.5", "99999999999", "1850-01-01", "2026-13", &"x".repeat(2_000)];
    for (path, item) in document["paths"].as_object().unwrap() {
        for parameter in item["get"]["parameters"].as_array().into_iter().flatten().filter(|parameter| parameter["in"] == "query") {
            let name = parameter["name"].as_str().unwrap();
            let path = path.replace("{id}", "none").replace("{year}", "2026").replace("{landlord_id}", "none");
            for (wrong, language) in wrongs.iter().flat_map(|wrong| [(wrong, "fr"), (wrong, "en")]) {
                told(&asker.ask(language, "GET", &format!("{path}?{name}={wrong}"), "", ""), &mut sentences);
            }
        }
    }
    hold(&sentences, 20);
}

#[test]
fn each_member_of_each_line_of_a_roster_says_in_words_what_it_wants() {
    let app = TestApp::demo();
    let mut roster = Vec::new();
    offre_bailleurs::testing::demo::write_roster(&mut roster).unwrap();
    let roster = String::from_utf8(roster).unwrap();
    let mut kinds = BTreeSet::new();
    let mut lines = Vec::new();
    for line in roster.lines().map(|line| serde_json::from_str::<Value>(line).unwrap()) {
        if !kinds.insert(line["type"].as_str().unwrap().to_owned()) {
            continue;
        }
        let mut places = Vec::new();
        pointers(&line, "", &mut places);
        for (place, wrong) in places.iter().flat_map(|place| wrongs().map(|wrong| (place, wrong))) {
            let mut body = line.clone();
            *body.pointer_mut(place).unwrap() = wrong;
            lines.push(body.to_string());
        }
    }
    assert_eq!(kinds.len(), 5);
    let mut sentences = BTreeSet::new();
    let body = app.token_for_body("131");
    for (part, language) in lines.chunks(200).flat_map(|part| [(part, "fr"), (part, "en")]) {
        let headers = [("content-type", "application/x-ndjson"), ("accept-language", language)];
        told(&app.load(&body, &headers, part.join("\n").into()), &mut sentences);
    }
    hold(&sentences, 40);
}
