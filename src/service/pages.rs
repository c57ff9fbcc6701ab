//! The pages that explain problem codes to a person.

use crate::problem::Code;
use crate::values::text::Language;

/// One code as a page. Every text comes from the table of codes: nothing of a request is shown.
pub fn problem(code: Code, language: Language) -> String {
    let (title, help) = (code.title(), code.help());
    let (title, help) = (title.get(language), help.get(language));
    let back = match language {
        Language::French => "Documentation de l'API",
        Language::English => "API documentation",
    };
    format!(
        "<!doctype html>\n<html lang=\"{lang}\">\n<head>\n<meta charset=\"utf-8\">\n\
<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{code} · Offre bailleurs</title>\n\
<style>body{{font-family:system-ui,sans-serif;max-width:40rem;margin:3rem auto;padding:0 1rem;line-height:1.5;color:#1e1e1e;background:#fff}}\
code{{background:#eee;padding:.1rem .3rem}}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n\
<p><code>{code}</code> · HTTP {status}</p>\n<p>{help}</p>\n<p><a href=\"/docs/\">{back}</a></p>\n</main>\n</body>\n</html>\n",
        lang = language.tag(),
        code = code.as_str(),
        status = code.status(),
    )
}
