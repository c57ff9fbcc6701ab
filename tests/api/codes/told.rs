//! What the answers of one server carried.

use std::collections::BTreeSet;

use offre_bailleurs::testing::demo;
use offre_bailleurs::testing::{Kind, every_code};
use serde_json::Value;

use crate::support::{Answer, TestApp};

/// A server, and each code of its answers under the kind that its place says.
pub struct Told {
    pub app: TestApp,
    language: &'static str,
    seen: BTreeSet<(Kind, String)>,
}

impl Told {
    /// A server that is asked in a language.
    pub fn by(app: TestApp, language: &'static str) -> Self {
        Self { app, language, seen: BTreeSet::new() }
    }

    /// Keeps the codes of an answer, and gives its body.
    pub fn keep(&mut self, answer: Answer) -> Value {
        let body = answer.body;
        let word = |value: &Value| value.as_str().map(str::to_owned);
        if body["type"].is_string() && body["request_id"].is_string() {
            self.seen.extend(word(&body["code"]).map(|code| (Kind::Problem, code)));
            self.of_list(&body["errors"], Kind::Field);
        } else if let Some(error) = word(&body["error"]) {
            assert_eq!(body["code"], error);
            self.seen.insert((Kind::Token, error));
        } else if body["rejected"].is_u64() {
            self.of_list(&body["errors"], Kind::Line);
            self.of_list(&body["warnings"], Kind::Line);
        } else {
            self.walk(&body);
        }
        body
    }

    fn walk(&mut self, value: &Value) {
        match value {
            Value::Array(items) => items.iter().for_each(|item| self.walk(item)),
            Value::Object(members) => {
                for (name, kind) in [("warnings", Kind::Warning), ("effects", Kind::Effect), ("explanation", Kind::Note)] {
                    self.of_list(&value[name], kind);
                }
                members.values().for_each(|member| self.walk(member));
            }
            _ => {}
        }
    }

    fn of_list(&mut self, list: &Value, kind: Kind) {
        let items = list.as_array().into_iter().flatten();
        self.seen.extend(items.filter_map(|item| Some((kind, item["code"].as_str()?.to_owned()))));
    }

    pub fn call_by(&mut self, token: &str, method: &str, path: &str, kind: &str, body: &str, headers: &[(&str, &str)]) -> Value {
        let language = ("accept-language", self.language);
        let headers: Vec<_> = headers.iter().chain([&language]).map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let answer = self.app.call(method, path, kind, body, token, &headers);
        self.keep(answer)
    }

    pub fn call(&mut self, method: &str, path: &str, kind: &str, body: &str, headers: &[(&str, &str)]) -> Value {
        let token = self.app.token().to_owned();
        self.call_by(&token, method, path, kind, body, headers)
    }

    pub fn get(&mut self, path: &str) -> Value {
        self.call("GET", path, "", "", &[])
    }

    pub fn post(&mut self, path: &str, body: &Value) -> Value {
        self.call("POST", path, "application/json", &body.to_string(), &[])
    }

    /// Loads roster lines as the demo's paying body.
    pub fn load(&mut self, lines: &[Value]) -> Value {
        let token = self.app.token_of(demo::PAYING_BODY_CLIENT);
        self.load_by(&token, lines)
    }

    pub fn load_by(&mut self, token: &str, lines: &[Value]) -> Value {
        let roster: String = lines.iter().map(|line| format!("{line}\n")).collect();
        let answer = self.app.load(token, &[("content-type", "application/x-ndjson"), ("accept-language", self.language)], roster.into());
        self.keep(answer)
    }

    /// Every code of a kind was told, and whatever was told stands in the table.
    pub fn holds(&self, kind: Kind) {
        // SQLite has one writer for all: the same key waits for it as everybody does.
        let spared = |word: &str| word == "idempotency_in_progress" && self.app.database().starts_with("sqlite");
        let missing: Vec<&str> = every_code()
            .filter(|row| row.kind == kind && row.later.is_none() && !spared(row.word))
            .filter(|row| !self.seen.contains(&(kind, row.word.to_owned())))
            .map(|row| row.word)
            .collect();
        assert!(missing.is_empty(), "no answer carries these codes of {kind:?}: {missing:?}");
        let known = |kind: Kind, word: &str| every_code().any(|row| row.kind == kind && row.word == word && row.later.is_none());
        for (kind, word) in &self.seen {
            // A line is told of faults of its fields and of problems with the whole of it, too.
            let at_line = *kind == Kind::Line && (known(Kind::Field, word) || known(Kind::Problem, word));
            assert!(known(*kind, word) || at_line, "{word} ({kind:?}) has no row");
        }
    }
}

/// A line of the demo's roster.
pub fn line(kind: &str, key: &str) -> Value {
    let mut text = Vec::new();
    demo::write_roster(&mut text).unwrap();
    let text = String::from_utf8(text).unwrap();
    let lines = text.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    lines.into_iter().find(|line| line["type"] == kind && line["key"] == key).unwrap()
}
