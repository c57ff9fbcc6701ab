//! The one table of the codes that a caller may receive, a file for each kind: it feeds the answers,
//! the pages under `/problems/`, the OpenAPI document and the test that every code is raised.
//!
//! A row has no optional text: one that says less does not compile. The kinds are types of their own,
//! so that a word outside the table cannot be sent.

mod effects;
mod fields;
mod lines;
mod notes;
mod problems;
mod tokens;
mod warnings;

pub use effects::EffectCode;
pub use fields::FieldCode;
pub use lines::LineCode;
pub use notes::NoteCode;
pub use problems::Code;
pub use tokens::TokenCode;
pub use warnings::WarningCode;

use crate::values::text::Text;

/// Where a caller meets a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// The `code` of a problem document.
    Problem,
    /// The `errors[].code` of a problem document.
    Field,
    /// `warnings[].code` of what was accepted.
    Warning,
    /// `effects[].code` of a change.
    Effect,
    /// `explanation[].code` of a reconciliation.
    Note,
    /// `errors[].code` and `warnings[].code` of a load, beside the codes of problems and fields.
    Line,
    /// The `error` of the token endpoint (RFC 6749 §5.2).
    Token,
}

impl Kind {
    /// Every kind, in the order of the index.
    pub const ALL: &'static [Self] = &[Self::Problem, Self::Field, Self::Warning, Self::Effect, Self::Note, Self::Line, Self::Token];

    /// Where its codes are met.
    pub fn place(self) -> Text {
        match self {
            Self::Problem => Text::fixed("Problème : membre code", "Problem: member code"),
            Self::Field => Text::fixed("Faute d'un champ : errors[].code", "Fault of a field: errors[].code"),
            Self::Warning => Text::fixed("Avertissement : warnings[].code", "Warning: warnings[].code"),
            Self::Effect => Text::fixed("Effet d'un changement : effects[].code", "Effect of a change: effects[].code"),
            Self::Note => {
                Text::fixed("Explication d'un rapprochement : explanation[].code", "Explanation of a reconciliation: explanation[].code")
            }
            Self::Line => {
                Text::fixed("Ligne d'un chargement : errors[].code, warnings[].code", "Line of a load: errors[].code, warnings[].code")
            }
            Self::Token => Text::fixed("Refus d'un jeton : membre error", "Refusal of a token: member error"),
        }
    }
}

/// A row of the table.
#[derive(Debug)]
pub struct Row {
    /// The code as it goes over the wire.
    pub word: &'static str,
    pub kind: Kind,
    /// The HTTP status it always comes with, and its title; nothing where it stands in an answer of
    /// another status.
    pub heading: Option<(u16, Text)>,
    /// What happened.
    pub meaning: Text,
    /// What the caller does about it.
    pub remedy: Text,
    /// Why nothing raises it yet; nothing for a code in use.
    pub later: Option<&'static str>,
}

/// A code of any kind.
pub trait Coded: Copy + 'static {
    /// Every code of its kind, in the order of the table.
    const ALL: &'static [Self];

    /// Its row.
    fn row(self) -> &'static Row;

    /// The HTTP status of a problem or of a refused token, whose rows all have one.
    fn status(self) -> u16 {
        self.row().heading.as_ref().map_or(500, |(status, _)| *status)
    }

    /// The title of a problem; what a code means where it has none.
    fn title(self) -> &'static Text {
        self.row().heading.as_ref().map_or(&self.row().meaning, |(_, title)| title)
    }
}

/// Every row, kind by kind.
pub fn every() -> impl Iterator<Item = &'static Row> {
    [Code::ROWS, FieldCode::ROWS, WarningCode::ROWS, EffectCode::ROWS, NoteCode::ROWS, LineCode::ROWS, TokenCode::ROWS]
        .into_iter()
        .flatten()
}

/// Every code of problem documents, in the order of the table.
pub fn every_problem() -> impl Iterator<Item = Code> {
    Code::ALL.iter().copied().filter(|code| code.row().later.is_none())
}

/// The type of one kind with its rows.
macro_rules! codes {
    (
        $(#[$doc:meta])* $name:ident is $kind:ident
        $($variant:ident {
            word: $word:literal,
            $(status: $status:literal, title_fr: $title_fr:literal, title_en: $title_en:literal,)?
            meaning_fr: $meaning_fr:literal, meaning_en: $meaning_en:literal,
            remedy_fr: $remedy_fr:literal, remedy_en: $remedy_en:literal,
            $(later: $later:literal,)?
        })*
    ) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum $name { $(#[doc = $meaning_en] $variant),* }

        static ROWS: &[super::Row] = &[$(super::Row {
            word: $name::$variant.as_str(),
            kind: super::Kind::$kind,
            heading: super::heading![$($status, $title_fr, $title_en)?],
            meaning: crate::values::text::Text::fixed($meaning_fr, $meaning_en),
            remedy: crate::values::text::Text::fixed($remedy_fr, $remedy_en),
            later: super::later![$($later)?],
        }),*];

        impl $name {
            /// The rows of this kind.
            pub(super) const ROWS: &'static [super::Row] = ROWS;

            /// The code as it goes over the wire.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),* }
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl super::Coded for $name {
            const ALL: &'static [Self] = &[$(Self::$variant),*];

            fn row(self) -> &'static super::Row {
                &ROWS[self as usize]
            }
        }
    };
}

macro_rules! heading {
    () => {
        None
    };
    ($status:literal, $fr:literal, $en:literal) => {
        Some(($status, crate::values::text::Text::fixed($fr, $en)))
    };
}

macro_rules! later {
    () => {
        None
    };
    ($reason:literal) => {
        Some($reason)
    };
}

use {codes, heading, later};

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn each_word_stands_once_in_its_kind_and_fits_its_page() {
        let mut seen = BTreeSet::new();
        for row in every() {
            assert!(seen.insert((row.kind, row.word)), "{}", row.word);
            assert!(row.word.len() <= 64 && row.word.bytes().all(|b| b.is_ascii_lowercase() || b == b'_'), "{}", row.word);
        }
        assert!(Kind::ALL.iter().all(|kind| every().any(|row| row.kind == *kind)));
    }

    #[test]
    fn each_row_says_all_in_both_languages() {
        for row in every() {
            assert_eq!(row.heading.is_some(), matches!(row.kind, Kind::Problem | Kind::Token), "{}", row.word);
            for text in [&row.meaning, &row.remedy] {
                assert!(text.fr.ends_with('.') && text.en.ends_with('.') && text.fr != text.en, "{}", row.word);
            }
        }
    }
}
