//! The rules as they go over the wire.

use chrono::NaiveDate;
use serde::Serialize;
use serde_json::{Map, Value, json};
use utoipa::ToSchema;

use crate::law::{Measure, Notion, Rule, Severity};
use crate::problem::Problem;

/// A rule in both languages.
#[derive(Debug, Serialize, ToSchema)]
pub struct RuleText {
    /// The rule in French.
    #[schema(max_length = 1000, example = "L'impayé est constitué quand la dette dépasse 450 euros.")]
    pub fr: String,
    /// The rule in English.
    #[schema(max_length = 1000, example = "Arrears are constituted when the debt exceeds 450 euros.")]
    pub en: String,
}

/// The body of a request, as it is sent.
#[derive(Debug, Serialize, ToSchema)]
#[schema(value_type = Object, example = json!({"rent_cents": 43_000, "months": []}))]
pub struct ExampleBody(pub Value);

/// A request that triggers a rule.
#[derive(Debug, Serialize, ToSchema)]
pub struct RuleExample {
    /// The HTTP method of the request.
    #[schema(max_length = 8, example = "POST")]
    pub method: String,
    /// The address of the request.
    #[schema(max_length = 200, example = "/v1/impayes/simulations")]
    pub path: String,
    /// The body to send.
    pub body: ExampleBody,
    /// The warning or problem code that the answer carries; null when it carries none.
    #[schema(max_length = 64, example = "charges_unknown")]
    pub code: Option<String>,
    /// The HTTP status of the answer.
    #[schema(minimum = 200, maximum = 599, example = 200)]
    pub status: u16,
}

/// A legal rule during one period.
#[derive(Debug, Serialize, ToSchema)]
pub struct RuleOut {
    /// The stable name of the rule, as problem documents and warnings give it.
    #[schema(max_length = 64, example = "impaye_amount_or_three_months")]
    pub id: String,
    /// What it is about; the rules of one notion follow each other in time.
    pub notion: Notion,
    /// What the rule says.
    pub text: RuleText,
    /// The article of law it comes from.
    #[schema(max_length = 200, example = "CCH R.824-2 (décret 2026-84)")]
    pub article: String,
    /// Where to read the article that is cited first; null where its address is not known.
    #[schema(format = "uri", max_length = 500, example = "https://www.legifrance.gouv.fr/codes/article_lc/LEGIARTI000038878877")]
    pub url: Option<String>,
    /// First day in force; null when it was in force before this service.
    pub valid_from: Option<NaiveDate>,
    /// Last day in force; null while no end is known.
    pub valid_until: Option<NaiveDate>,
    /// What the rule does to what is sent.
    pub severity: Severity,
    /// Its figures by name: `{cents}`, `{months}`, `{count}` or `{numerator, denominator}`.
    #[schema(value_type = Object, example = json!({"amount_exceeded": {"cents": 45_000}}))]
    pub figures: Map<String, Value>,
    /// The name of the function that computes it; null when nothing is computed.
    #[schema(max_length = 64, example = "amount_or_three_months")]
    pub formula: Option<String>,
    /// A request that triggers it; null where there is none.
    pub example: Option<RuleExample>,
}

/// The rules, all on one page.
#[derive(Debug, Serialize, ToSchema)]
pub struct RulePage {
    /// Every rule, in the order of the catalogue.
    #[schema(max_items = 200)]
    pub data: Vec<RuleOut>,
    /// Always null: there is one page.
    #[schema(max_length = 1000)]
    pub next_cursor: Option<String>,
}

impl RuleOut {
    /// A row of the table.
    ///
    /// # Errors
    /// When an example is not JSON, which a test rules out.
    pub fn of(rule: &Rule) -> Result<Self, Problem> {
        let example = match rule.example {
            None => None,
            Some(example) => Some(RuleExample {
                method: example.method.to_owned(),
                path: example.path.to_owned(),
                body: ExampleBody(serde_json::from_str(example.body).map_err(Problem::internal)?),
                code: example.code.map(str::to_owned),
                status: example.status,
            }),
        };
        Ok(Self {
            id: rule.id.to_owned(),
            notion: rule.notion,
            text: RuleText { fr: rule.text.fr.to_string(), en: rule.text.en.to_string() },
            article: rule.article.to_owned(),
            url: rule.url.map(str::to_owned),
            valid_from: rule.valid_from,
            valid_until: rule.valid_until,
            severity: rule.severity,
            figures: rule.figures.named().iter().map(|figure| (figure.name.as_str().to_owned(), measure(figure.measure))).collect(),
            formula: rule.figures.formula().map(str::to_owned),
            example,
        })
    }
}

fn measure(of: Measure) -> Value {
    match of {
        Measure::Cents(cents) => json!({ "cents": cents }),
        Measure::Months(months) => json!({ "months": months }),
        Measure::Count(count) => json!({ "count": count }),
        Measure::Ratio(part) => json!({ "numerator": part.numerator, "denominator": part.denominator }),
    }
}
