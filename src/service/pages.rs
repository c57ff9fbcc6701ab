//! The pages that explain the codes. Every text comes from the table of codes, every example from the
//! recorded answers of the demo: nothing of a request is shown.

use super::recorded;
use crate::problem::{Kind, Problem, Row, every};
use crate::values::text::Language;

const STYLE: &str = "body{font-family:system-ui,sans-serif;max-width:40rem;margin:3rem auto;padding:0 1rem;line-height:1.5;color:#1e1e1e;background:#fff}\
code{background:#eee;padding:.1rem .3rem}\
pre{background:#eee;padding:.6rem;overflow-x:auto}";

/// A word as a page, with each kind that it stands in; nothing when no code is spelt so.
///
/// # Errors
/// When the recorded answers are none.
pub fn code(word: &str, language: Language) -> Result<Option<String>, Problem> {
    let rows: Vec<&Row> = every().filter(|row| row.word == word).collect();
    let Some(first) = rows.first() else { return Ok(None) };
    let title = first.heading.as_ref().map_or(word, |(_, title)| title.get(language));
    let mut body = String::new();
    for row in &rows {
        body.push_str(&section(row, language)?);
    }
    let (index, docs) = match language {
        Language::French => ("Tous les codes", "Documentation de l'API"),
        Language::English => ("All codes", "API documentation"),
    };
    body.push_str(&format!("<p><a href=\"/problems\">{index}</a> · <a href=\"/docs/\">{docs}</a></p>\n"));
    Ok(Some(page(title, &body, language)))
}

fn section(row: &Row, language: Language) -> Result<String, Problem> {
    let status = row.heading.as_ref().map_or_else(String::new, |(status, _)| format!(" · HTTP {status}"));
    let (place, meaning, remedy) = (row.kind.place(), &row.meaning, &row.remedy);
    let (when, doing) = language.of(("Quand :", "Que faire :"), ("When:", "What to do:"));
    Ok(format!(
        "<p><code>{word}</code>{status}<br>{place}</p>\n<p>{when} {meaning}</p>\n<p>{doing} {remedy}</p>\n{example}",
        word = row.word,
        place = place.get(language),
        meaning = meaning.get(language),
        remedy = remedy.get(language),
        example = example(row, language)?,
    ))
}

/// What the demo answered; nothing for a code that no recorded answer carries.
fn example(row: &Row, language: Language) -> Result<String, Problem> {
    let Some(told) = recorded::told(row.kind, row.word).map_err(Problem::internal)? else { return Ok(String::new()) };
    let title = language.of("Exemple, tel que la démonstration le répond en anglais :", "Example, as the demo answers it:");
    let shown = format!("{told:#}").replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    Ok(format!("<p>{title}</p>\n<pre>{shown}</pre>\n"))
}

/// Every code, kind by kind.
pub fn index(language: Language) -> String {
    let mut body = String::new();
    for kind in Kind::ALL {
        body.push_str(&format!("<h2>{}</h2>\n<ul>\n", kind.place().get(language)));
        for row in every().filter(|row| row.kind == *kind) {
            let (word, meaning) = (row.word, row.meaning.get(language));
            body.push_str(&format!("<li><a href=\"/problems/{word}\"><code>{word}</code></a> {meaning}</li>\n"));
        }
        body.push_str("</ul>\n");
    }
    let title = match language {
        Language::French => "Codes de l'API",
        Language::English => "Codes of the API",
    };
    page(title, &body, language)
}

fn page(title: &str, body: &str, language: Language) -> String {
    format!(
        "<!doctype html>\n<html lang=\"{lang}\">\n<head>\n<meta charset=\"utf-8\">\n\
<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title} · Offre bailleurs</title>\n\
<style>{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n{body}</main>\n</body>\n</html>\n",
        lang = language.tag(),
    )
}
