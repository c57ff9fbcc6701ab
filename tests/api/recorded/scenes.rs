//! What is shown besides the plain call of each operation: its other outcomes, and the problems that callers
//! meet most.

mod acts;
mod reads;

use serde_json::Value;

use super::Call;
use crate::document::{Operation, example, text};
use crate::support::TestApp;

/// A caller.
pub enum By {
    PayingBody,
    /// The landlord's client, with a token for less.
    Scopes(&'static str),
    /// Whoever has this for a token.
    Token(&'static str),
}

/// One call on fresh demo data, and how it ends.
#[derive(Default)]
pub struct Scene {
    pub operation: &'static str,
    pub name: &'static str,
    pub summary: &'static str,
    pub status: u16,
    /// The values of its path, where they are not those of the document.
    pub path: Vec<(&'static str, String)>,
    pub query: &'static str,
    pub body: Option<Value>,
    pub accept: String,
    pub headers: Vec<(String, String)>,
    /// Who calls, where it is not the client of the operation's scope.
    pub by: Option<By>,
    /// The instant at which it happens, where it is not the demo's first morning.
    pub at: Option<&'static str>,
    /// What the landlord sends before, with the same headers.
    pub before: Vec<(String, Value)>,
}

impl Scene {
    fn of(operation: &'static str, status: u16, name: &'static str, summary: &'static str) -> Self {
        Self { operation, name, summary, status, ..Self::default() }
    }

    fn body(self, body: Value) -> Self {
        Self { body: Some(body), ..self }
    }

    fn path(mut self, name: &'static str, value: &str) -> Self {
        self.path.push((name, value.to_owned()));
        self
    }

    fn query(self, query: &'static str) -> Self {
        Self { query, ..self }
    }

    fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    fn by(self, by: By) -> Self {
        Self { by: Some(by), ..self }
    }

    /// Whether it leaves something behind, or needs a demo where something was.
    pub fn writes(&self, method: &str) -> bool {
        let dry = method == "GET" || self.status >= 400 || self.query.contains("dry_run=true");
        !dry || self.at.is_some() || !self.before.is_empty()
    }

    fn after(mut self, path: &str, body: &Value) -> Self {
        self.before.push((path.to_owned(), body.clone()));
        self
    }

    pub fn call(&self, document: &Value, operation: &Operation) -> Call {
        let mut address = operation.path.clone();
        for parameter in operation.parameters("path") {
            let name = parameter["name"].as_str().unwrap();
            let own = self.path.iter().find(|(known, _)| *known == name).map(|(_, value)| value.clone());
            let value = own.unwrap_or_else(|| text(&example(document, parameter)));
            address = address.replace(&format!("{{{name}}}"), &value);
        }
        if !self.query.is_empty() {
            address = format!("{address}?{}", self.query);
        }
        let (kind, body) = match &self.body {
            // That of the document, if it has one.
            None => operation.bodies().into_iter().next().unwrap_or_default(),
            Some(Value::String(text)) => {
                let kind = operation.value["requestBody"]["content"].as_object().unwrap().keys().next().unwrap();
                (kind.clone(), text.clone())
            }
            Some(body) => ("application/json".to_owned(), body.to_string()),
        };
        Call { name: self.name.to_owned(), summary: self.summary.to_owned(), address, accept: self.accept.clone(), kind, body }
    }
}

/// The id of the first item of a list of which something holds.
fn id(app: &TestApp, list: &str, holds: impl Fn(&Value) -> bool) -> String {
    let all = app.get(&format!("{list}?limit=200")).expect(200);
    let found = all["data"].as_array().unwrap().iter().find(|item| holds(item));
    found.unwrap_or_else(|| panic!("{list} has no such item"))["id"].as_str().unwrap().to_owned()
}

/// All of them. What they speak of is looked up in a demo.
pub fn all(app: &TestApp) -> Vec<Scene> {
    [acts::rents(app), acts::changes(app), acts::impayes(app), acts::decisions(app), reads::all(app)].into_iter().flatten().collect()
}
