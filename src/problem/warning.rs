//! Warnings: what is accepted and explained. They are stored in both languages, so that a reading
//! years later says what was said.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Problem;
use crate::law;
use crate::law::Rule;
use crate::values::text::{Language, Text};

/// A warning on its way into the database.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Noted {
    pub code: String,
    pub pointer: Option<String>,
    pub fr: String,
    pub en: String,
}

impl Noted {
    /// A warning about one field, or about the whole.
    pub fn new(code: &str, pointer: Option<&str>, text: &Text) -> Self {
        Self { code: code.to_owned(), pointer: pointer.map(str::to_owned), fr: text.fr.to_string(), en: text.en.to_string() }
    }

    /// As the caller reads it.
    pub fn shown(&self, language: Language) -> Warning {
        let detail = match language {
            Language::French => &self.fr,
            Language::English => &self.en,
        };
        let rule = law::behind_warning(&self.code).map(WarningRule::of);
        Warning { code: self.code.clone(), detail: detail.clone(), pointer: self.pointer.clone(), rule }
    }
}

/// Something accepted that deserves a look.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Warning {
    /// A stable code; more may come.
    #[schema(max_length = 64, example = "rent_changed_a_lot")]
    pub code: String,
    /// What to look at.
    #[schema(max_length = 2000, example = "Le loyer déclaré s'écarte de plus de 50 % du précédent.")]
    pub detail: String,
    /// The field it is about (RFC 6901), if one.
    #[schema(max_length = 200, example = "/rent_cents")]
    pub pointer: Option<String>,
    /// The legal rule it rests on, where there is one.
    pub rule: Option<WarningRule>,
}

/// A legal rule, as the catalogue has it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct WarningRule {
    #[schema(max_length = 64, example = "rent_reference")]
    pub id: String,
    #[schema(max_length = 200, example = "CCH R.823-6")]
    pub article: String,
    #[schema(format = "uri", max_length = 500, example = "https://www.legifrance.gouv.fr/codes/texte_lc/LEGITEXT000006074096")]
    pub url: String,
}

impl WarningRule {
    fn of(rule: &Rule) -> Self {
        Self { id: rule.id.to_owned(), article: rule.article.to_owned(), url: rule.url.to_owned() }
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
