//! What the database is asked, for the tests: that no read grows with the number of rows, that every
//! statement names its owner, that none asks of an empty list. Nothing is kept unless a test asks for it.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// The statements of every connection of a database, or nothing.
#[derive(Clone, Debug, Default)]
pub struct Statements {
    kept: Option<Arc<Kept>>,
    /// Whether they are what the service asks for itself, beside what it is asked.
    beside: bool,
}

#[derive(Debug, Default)]
struct Kept {
    count: AtomicU64,
    said: Mutex<BTreeMap<String, Said>>,
    trips: Mutex<BTreeMap<String, u64>>,
    /// Each statement as it was sent, in the order of sending, where that is asked for.
    sent: Option<Mutex<Vec<Sent>>>,
}

/// A statement as it was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sent {
    /// Its text; on SQLite with what diesel shows of its values behind it.
    pub text: String,
    /// Its values on PostgreSQL: the name of the type, and the bytes that go over the wire, none for NULL.
    pub values: Vec<(String, Option<Vec<u8>>)>,
}

/// How often one statement was started.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Said {
    /// How often for a caller.
    pub times: u64,
    /// How often for the service itself.
    pub beside: u64,
    /// How often with a list that was empty.
    pub of_nothing: u64,
    /// The types of its parameters on PostgreSQL, with commas between.
    pub types: String,
}

impl Statements {
    /// One that keeps them.
    pub fn counted() -> Self {
        Self { kept: Some(Arc::default()), beside: false }
    }

    /// One that keeps them with their values, in their order: for the benches, which do the same without
    /// the service.
    pub fn written_down() -> Self {
        Self { kept: Some(Arc::new(Kept { sent: Some(Mutex::default()), ..Kept::default() })), beside: false }
    }

    /// The same, for connections on which the service asks for itself.
    #[must_use]
    pub(super) fn beside(self) -> Self {
        Self { beside: true, ..self }
    }

    /// Whether they are kept.
    pub fn are_kept(&self) -> bool {
        self.kept.is_some()
    }

    /// How many statements were started so far; zero when nobody counts.
    pub fn count(&self) -> u64 {
        self.kept.as_ref().map_or(0, |kept| kept.count.load(Ordering::Relaxed))
    }

    /// How often work on PostgreSQL waited for answers, by the first statement that it waited for.
    pub fn trips(&self) -> BTreeMap<String, u64> {
        self.kept.as_ref().map_or_else(BTreeMap::new, |kept| kept.trips.lock().unwrap_or_else(PoisonError::into_inner).clone())
    }

    /// Each statement that was started, by its text, in which a list of values stands as one value.
    pub fn said(&self) -> BTreeMap<String, Said> {
        self.kept.as_ref().map_or_else(BTreeMap::new, |kept| kept.said.lock().unwrap_or_else(PoisonError::into_inner).clone())
    }

    /// What was sent for callers since this was last asked.
    pub fn sent(&self) -> Vec<Sent> {
        let sent = self.kept.as_ref().and_then(|kept| kept.sent.as_ref());
        sent.map_or_else(Vec::new, |sent| std::mem::take(&mut *sent.lock().unwrap_or_else(PoisonError::into_inner)))
    }

    /// Writes one down that is sent, where they are; what it is made of is asked for there only.
    pub(super) fn write_down(&self, sent: impl FnOnce() -> Sent) {
        if let Some(all) = self.kept.as_ref().and_then(|kept| kept.sent.as_ref()).filter(|_| !self.beside) {
            all.lock().unwrap_or_else(PoisonError::into_inner).push(sent());
        }
    }

    /// Keeps one that starts; `of_nothing` says that a list it is about is empty.
    pub(super) fn say(&self, text: &str, of_nothing: bool) {
        let Some(kept) = &self.kept else { return };
        kept.count.fetch_add(1, Ordering::Relaxed);
        let text = plain(text);
        // A list of nothing has no values that SQLite could be given: the condition is written out.
        let of_nothing = of_nothing || text.contains("1=0") || text.contains("0=1");
        let mut said = kept.said.lock().unwrap_or_else(PoisonError::into_inner);
        let said = said.entry(text).or_default();
        if self.beside {
            said.beside += 1;
        } else {
            said.times += 1;
        }
        said.of_nothing += u64::from(of_nothing);
    }

    /// Keeps the types of the parameters of a statement that is prepared.
    pub(super) fn prepared<'t>(&self, text: &str, types: impl Iterator<Item = &'t str>) {
        let Some(kept) = &self.kept else { return };
        let types: Vec<&str> = types.collect();
        kept.said.lock().unwrap_or_else(PoisonError::into_inner).entry(plain(text)).or_default().types = types.join(",");
    }

    /// Keeps that answers were waited for, this statement's first.
    pub(super) fn waited(&self, first: &str) {
        if let Some(kept) = self.kept.as_ref().filter(|_| !self.beside) {
            *kept.trips.lock().unwrap_or_else(PoisonError::into_inner).entry(plain(first)).or_default() += 1;
        }
    }
}

/// The text of a statement of diesel's, without the values that are shown with it.
pub(super) fn text_of(shown: &dyn fmt::Display) -> String {
    let text = shown.to_string();
    text.split_once(" -- binds: ").map_or_else(|| text.clone(), |(sql, _values)| sql.to_owned())
}

/// Lists and rows of values as one: how many there are does not make another statement.
fn plain(text: &str) -> String {
    let text = text.replace(", ?", "").replace(", (?)", "");
    match text.split_once(" VALUES (").and_then(|(before, rows)| Some((before, rows.split_once("), (")?))) {
        Some((before, (first, others))) => {
            let after = others.rfind(" ON CONFLICT").map_or("", |at| &others[at..]);
            format!("{before} VALUES ({first}){after}")
        }
        None => text,
    }
}
