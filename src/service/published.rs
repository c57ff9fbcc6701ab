//! What the service publishes of itself.

use std::io;
use std::sync::Arc;

use super::kept::{Kept, Shelf};
use super::pages;
use crate::problem::Problem;
use crate::values::text::Language;

/// The document, written once at start, and the pages of the codes that somebody asked for.
#[derive(Debug)]
pub struct Published {
    pub json: Kept,
    pub yaml: Kept,
    /// The schema of a line of a roster.
    pub roster: Kept,
    pages: Shelf,
}

impl Published {
    /// The document in both forms, and the schema of a roster's lines.
    ///
    /// # Errors
    /// When it cannot be packed.
    pub fn new(json: String, yaml: String, roster: String) -> io::Result<Self> {
        Ok(Self {
            json: Kept::new(json, "application/json; charset=utf-8", "public, no-cache")?,
            yaml: Kept::new(yaml, "application/yaml; charset=utf-8", "public, no-cache")?,
            roster: Kept::new(roster, "application/schema+json", "public, max-age=3600")?,
            pages: Shelf::default(),
        })
    }

    /// The page of a code; nothing when there is no such code.
    ///
    /// # Errors
    /// When it cannot be packed.
    pub fn code(&self, word: &str, language: Language) -> Result<Option<Arc<Kept>>, Problem> {
        self.pages.get(&format!("{word}/{}", language.tag()), || pages::code(word, language)?.map(page).transpose())
    }

    /// The list of the codes.
    ///
    /// # Errors
    /// As [`Published::code`].
    pub fn index(&self, language: Language) -> Result<Option<Arc<Kept>>, Problem> {
        self.pages.get(language.tag(), || page(pages::index(language)).map(Some))
    }
}

fn page(text: String) -> Result<Kept, Problem> {
    Kept::new(text, "text/html; charset=utf-8", "public, max-age=3600").map_err(Problem::internal)
}
