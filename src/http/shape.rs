//! Walking a value beside the schema that judges it.

use serde_json::{Map, Value};

/// The schemas that one place of a value may have: references followed, unions opened.
#[derive(Clone)]
pub struct Shape<'s> {
    root: &'s Value,
    branches: Vec<&'s Value>,
}

/// What a schema says of a key.
pub enum Member<'s> {
    Known(Shape<'s>),
    /// The object takes any key.
    Open,
    /// The object is closed and has no such key.
    Unknown,
    /// There should be no object.
    Misplaced,
}

impl<'s> Shape<'s> {
    /// The shape of a whole value.
    pub fn of(root: &'s Value) -> Self {
        let mut branches = Vec::new();
        open(root, root, &mut branches);
        Self { root, branches }
    }

    /// The shape at a pointer of a value; what an object's `type` rules out is left aside.
    pub fn at(self, value: &Value, pointer: &str) -> Option<Self> {
        let (mut shape, mut here) = (self, Some(value));
        for token in pointer.split('/').skip(1) {
            let key = token.replace("~1", "/").replace("~0", "~");
            match here {
                Some(Value::Array(list)) => {
                    shape = shape.items().0;
                    here = key.parse().ok().and_then(|index: usize| list.get(index));
                }
                _ => {
                    if let Some(Value::Object(members)) = here {
                        shape = shape.meant(members);
                    }
                    let Member::Known(inner) = shape.member(&key) else { return None };
                    shape = inner;
                    here = here.and_then(|value| value.get(&key));
                }
            }
        }
        Some(shape)
    }

    /// The schemas of what may stand here.
    pub fn schemas(&self) -> impl Iterator<Item = &'s Value> {
        self.branches.iter().copied()
    }

    fn inner(&self, schemas: impl Iterator<Item = &'s Value>) -> Self {
        let mut branches = Vec::new();
        schemas.for_each(|schema| open(self.root, schema, &mut branches));
        Self { root: self.root, branches }
    }

    /// What stands under a key.
    pub fn member(&self, key: &str) -> Member<'s> {
        let known: Vec<&Value> = self.branches.iter().filter_map(|branch| branch["properties"].get(key)).collect();
        if !known.is_empty() {
            return Member::Known(self.inner(known.into_iter()));
        }
        let objects: Vec<&Value> = self.branches.iter().copied().filter(|branch| takes(branch, "object")).collect();
        match objects.as_slice() {
            [] => Member::Misplaced,
            some if some.iter().all(|branch| branch["additionalProperties"] == false) => Member::Unknown,
            _ => Member::Open,
        }
    }

    /// What stands in a list, and how many items are looked at: one more than is allowed, so that
    /// too many are still too many.
    pub fn items(&self) -> (Self, usize) {
        let lists = || self.branches.iter().copied().filter(|branch| takes(branch, "array"));
        let most = lists().map(|list| list["maxItems"].as_u64().and_then(|most| usize::try_from(most).ok()).unwrap_or(usize::MAX - 1));
        let most = most.max().map_or(0, |most| most + 1);
        (self.inner(lists().filter_map(|list| list.get("items"))), most)
    }

    /// Only the branches that an object means by its `type`.
    pub fn meant(mut self, object: &Map<String, Value>) -> Self {
        let Some(kind) = object.get("type") else { return self };
        let says = |branch: &&Value| {
            let own = self.inner(branch["properties"].get("type").into_iter());
            own.branches.iter().any(|own| own["const"] == *kind || own["enum"].as_array().is_some_and(|all| all.contains(kind)))
        };
        let kept: Vec<&Value> = self.branches.iter().copied().filter(|branch| says(branch)).collect();
        if !kept.is_empty() {
            self.branches = kept;
        }
        self
    }

    /// A value of this shape: its example, or the plainest one.
    pub fn sample(&self) -> Value {
        let named = |branch: &&'s Value| {
            let listed = branch.get("examples").or_else(|| branch.get("enum")).and_then(|all| all.get(0));
            branch.get("example").or(listed).or_else(|| branch.get("const")).cloned()
        };
        if let Some(example) = self.branches.iter().find_map(named) {
            return example;
        }
        let Some(branch) = self.branches.iter().find(|branch| !takes(branch, "null")) else { return Value::Null };
        match branch["type"].as_str() {
            Some("object") => {
                let required = branch["required"].as_array().into_iter().flatten().filter_map(Value::as_str);
                let member = |name: &str| Some((name.to_owned(), self.inner(branch["properties"].get(name).into_iter()).sample()));
                Value::Object(required.filter_map(member).collect())
            }
            Some("array") => Value::Array(Vec::new()),
            Some("integer" | "number") => branch.get("minimum").cloned().unwrap_or_else(|| 0.into()),
            Some("boolean") => false.into(),
            _ if branch["format"] == "date" => "2026-01-01".into(),
            _ => String::new().into(),
        }
    }
}

fn open<'s>(root: &'s Value, schema: &'s Value, found: &mut Vec<&'s Value>) {
    if let Some(target) = schema["$ref"].as_str().and_then(|reference| root.pointer(reference.trim_start_matches('#'))) {
        open(root, target, found);
        return;
    }
    let mut union = false;
    for word in ["oneOf", "anyOf", "allOf"] {
        for branch in schema[word].as_array().into_iter().flatten() {
            union = true;
            open(root, branch, found);
        }
    }
    if !union || schema.get("properties").is_some() {
        found.push(schema);
    }
}

/// Whether a schema takes values of a kind; one that names no kind takes all.
fn takes(schema: &Value, kind: &str) -> bool {
    match &schema["type"] {
        Value::String(only) => only == kind,
        Value::Array(kinds) => kinds.iter().any(|one| one == kind),
        _ => true,
    }
}
