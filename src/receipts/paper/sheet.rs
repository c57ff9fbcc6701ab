//! What a receipt says on paper, from top to bottom.

use chrono::{DateTime, Utc};

use crate::values::text::{Language, Text};

/// A receipt, ready to be laid out.
#[derive(Clone, Debug)]
pub struct Sheet {
    pub language: Language,
    /// The heading, which is also the title of the document.
    pub title: String,
    /// The date of the document.
    pub at: DateTime<Utc>,
    /// The line under the title.
    pub intro: String,
    /// Whether it came in time, where a day was set for it.
    pub mark: Option<Mark>,
    /// Who declares, and about whom: side by side.
    pub parties: Vec<Party>,
    pub sections: Vec<Section>,
    /// What identifies it, in small print: labels and their values.
    pub foot: Vec<(String, String)>,
    /// How to check it, below.
    pub note: String,
}

/// A word in a frame.
#[derive(Clone, Debug)]
pub struct Mark {
    pub text: String,
    /// Whether it is bad news.
    pub late: bool,
}

/// One of those that the act is about.
#[derive(Clone, Debug)]
pub struct Party {
    pub heading: String,
    pub name: String,
    pub lines: Vec<String>,
}

/// A part with a heading. One without items is not shown.
#[derive(Clone, Debug)]
pub struct Section {
    pub heading: String,
    pub items: Vec<Item>,
}

/// What stands in a part.
#[derive(Clone, Debug)]
pub enum Item {
    /// A label and its value.
    Row { label: String, value: String, strong: bool },
    /// A paragraph.
    Text(String),
    /// A paragraph with a dot before it.
    Point(String),
    /// Lines with an amount each, and their sum.
    Amounts { rows: Vec<(String, String)>, total: Option<(String, String)> },
}

impl Section {
    /// A part to be filled.
    pub fn new(heading: &Text, language: Language) -> Self {
        Self { heading: heading.get(language).to_owned(), items: Vec::new() }
    }

    /// Which version of its object an act makes. What is replaced is what counted: the version just before.
    pub fn version(version: i32, replaces: Option<&str>, language: Language) -> Self {
        let mut section = Self::new(&Text::fixed("Version", "Version"), language);
        let before = version - 1;
        section.items.push(Item::Text(match replaces {
            None => format!("Version {version}."),
            Some(replaced) => language.of(
                format!("Version {version}, qui remplace la version {before} ({replaced})."),
                format!("Version {version}, which replaces version {before} ({replaced})."),
            ),
        }));
        section
    }

    /// Adds a label with its value.
    pub fn row(&mut self, label: &str, value: impl Into<String>) {
        self.items.push(Item::Row { label: label.to_owned(), value: value.into(), strong: false });
    }

    /// Adds the value that matters most.
    pub fn strong(&mut self, label: &str, value: impl Into<String>) {
        self.items.push(Item::Row { label: label.to_owned(), value: value.into(), strong: true });
    }

    /// Adds a label with its value, if there is one.
    pub fn row_if(&mut self, label: &str, value: Option<String>) {
        if let Some(value) = value {
            self.row(label, value);
        }
    }
}
