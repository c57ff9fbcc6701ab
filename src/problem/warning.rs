//! Warnings: what is accepted and explained. They are stored in both languages, so that a reading
//! years later says what was said.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Problem, WarningCode};
use crate::law::Rule;
use crate::values::text::{Language, Text};
use crate::values::words;

/// A warning on its way into the database.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Noted {
    /// A word of the table on the day it was raised; one that has left the table still reads.
    pub code: String,
    pub pointer: Option<String>,
    pub fr: String,
    pub en: String,
    /// The rule it was raised with, kept as it was; nothing for a warning that rests on none.
    #[serde(default)]
    pub rule: Option<WarningRule>,
}

impl Noted {
    /// A warning about one field, or about the whole.
    pub fn new(code: WarningCode, pointer: Option<&str>, text: &Text) -> Self {
        Self {
            code: code.as_str().to_owned(),
            pointer: pointer.map(str::to_owned),
            fr: text.fr.to_string(),
            en: text.en.to_string(),
            rule: None,
        }
    }

    /// The same warning, resting on a legal rule.
    #[must_use]
    pub fn with_rule(mut self, rule: &Rule) -> Self {
        self.rule = Some(WarningRule::of(rule));
        self
    }

    /// As the caller reads it.
    pub fn shown(&self, language: Language) -> Warning {
        // Texts stored before days were put in words hold `2026-11-30`.
        let detail = words::days_in(language.of(&self.fr, &self.en), language);
        Warning { code: self.code.clone(), detail, pointer: self.pointer.clone(), rule: self.rule.clone() }
    }
}

/// Something accepted that deserves a look.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Warning {
    /// A stable code; more may come.
    #[schema(max_length = 64, example = "rent_changed_a_lot")]
    pub code: String,
    /// What to look at, in the caller's language.
    #[schema(max_length = 2000, example = "Le loyer déclaré s'écarte de plus de 50 % du précédent.")]
    pub detail: String,
    /// The field of the request it is about (RFC 6901); null when it is about the whole.
    #[schema(max_length = 200, example = "/rent_cents")]
    pub pointer: Option<String>,
    /// The legal rule it rests on; null where there is none.
    pub rule: Option<WarningRule>,
}

/// A legal rule, as the catalogue has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct WarningRule {
    /// The identifier of the rule in the catalogue of rules.
    #[schema(max_length = 64, example = "rent_reference")]
    pub id: String,
    /// The article of law.
    #[schema(max_length = 200, example = "CCH R.823-6")]
    pub article: String,
    /// Where to read the article that is cited first; null where its address is not known.
    #[schema(format = "uri", max_length = 500, example = "https://www.legifrance.gouv.fr/codes/article_lc/LEGIARTI000041419232")]
    pub url: Option<String>,
}

impl WarningRule {
    /// A row of the table.
    pub fn of(rule: &Rule) -> Self {
        Self { id: rule.id.to_owned(), article: rule.article.to_owned(), url: rule.url.map(str::to_owned) }
    }
}

/// Warnings as their column holds them.
///
/// # Errors
/// When they cannot be written as JSON, which they can.
pub fn to_column(warnings: &[Noted]) -> Result<String, Problem> {
    serde_json::to_string(warnings).map_err(Problem::internal)
}

/// Warnings of a column, as the caller reads them.
///
/// # Errors
/// When the column does not hold warnings.
pub fn from_column(column: &str, language: Language) -> Result<Vec<Warning>, Problem> {
    let noted: Vec<Noted> = serde_json::from_str(column).map_err(Problem::internal)?;
    Ok(noted.iter().map(|warning| warning.shown(language)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::law::Law;

    #[test]
    fn r86_a_stored_warning_keeps_the_rule_it_was_raised_with() {
        let rule = Law::current().rule("impaye_two_months_of_rent").unwrap();
        let noted = Noted::new(WarningCode::AidUnknown, None, &Text::fixed("fr", "en")).with_rule(rule);
        let read = from_column(&to_column(&[noted]).unwrap(), Language::French).unwrap();
        let kept = read[0].rule.as_ref().unwrap();
        assert_eq!((kept.id.as_str(), kept.article.as_str(), kept.url.as_deref()), (rule.id, rule.article, rule.url));
    }

    #[test]
    fn a_warning_stored_without_a_rule_is_still_read() {
        let read = from_column(r#"[{"code":"x","pointer":null,"fr":"a","en":"b"}]"#, Language::English).unwrap();
        assert!(read[0].rule.is_none() && read[0].detail == "b");
    }
}
