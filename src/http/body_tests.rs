//! What of a body is told, and how much.

use serde::Deserialize;
use utoipa::ToSchema;
use validator::Validate;

use super::body::decode;
use crate::problem::{At, Code, FieldError, MOST_ERRORS};
use crate::values::checks;
use crate::values::text::Language;

#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
struct Account {
    #[schema(min_length = 1, example = "SCI Les Tilleuls")]
    holder: String,
    #[schema(max_length = 50, example = "FR1420041010050500013M02606")]
    #[validate(custom(function = checks::iban))]
    iban: String,
    #[schema(max_length = 11)]
    #[validate(custom(function = checks::bic))]
    bic: Option<String>,
    #[validate(nested)]
    #[schema(max_items = 3)]
    #[serde(default)]
    others: Vec<Other>,
}

#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
struct Other {
    #[schema(example = "73282932000074")]
    #[validate(custom(function = checks::siret))]
    siret: String,
    #[schema(minimum = 1)]
    rank: i64,
}

const IBAN: &str = "FR1420041010050500013M02606";

fn refused(body: &str) -> Vec<(String, &'static str)> {
    let problem = decode::<Account>(body.as_bytes()).unwrap_err();
    let place = |fault: &FieldError| match &fault.at {
        At::Pointer(pointer) => pointer.clone(),
        other => panic!("{other:?}"),
    };
    problem.errors().iter().map(|fault| (place(fault), fault.code.as_str())).collect()
}

fn fault(place: &str, code: &'static str) -> (String, &'static str) {
    (place.to_owned(), code)
}

#[test]
fn what_has_no_fault_is_read() {
    let read =
        decode::<Account>(format!(r#"{{"holder":"x","iban":"{IBAN}","others":[{{"siret":"73282932000074","rank":1}}]}}"#).as_bytes());
    let read = read.unwrap();
    assert_eq!((read.holder.as_str(), read.iban.as_str(), read.bic, read.others[0].rank), ("x", IBAN, None, 1));
    assert_eq!(read.others[0].siret, "73282932000074");
}

#[test]
fn what_the_schema_refuses_hides_nothing() {
    let (iban, bic) = (fault("/iban", "invalid_iban"), fault("/bic", "too_long"));
    let long = "X".repeat(12);
    assert_eq!(refused(&format!(r#"{{"holder":"x","iban":"bad","bic":"{long}"}}"#)), [bic.clone(), iban.clone()]);
    assert_eq!(refused(r#"{"iban":"bad"}"#), [fault("/holder", "required"), iban.clone()]);
    assert_eq!(
        refused(r#"{"holder":1,"iban":"bad","bic":true}"#),
        [fault("/bic", "wrong_type"), fault("/holder", "wrong_type"), iban.clone()]
    );
    assert_eq!(refused(r#"{"holder":"x","iban":"bad","zz":1}"#), [iban.clone(), fault("/zz", "unknown_key")]);
    assert_eq!(
        refused(r#"{"holder":"x","iban":"bad","others":[{"siret":"1","rank":0},{"rank":1},{"siret":"2","rank":"a"}]}"#),
        [
            iban,
            fault("/others/0/rank", "out_of_range"),
            fault("/others/0/siret", "invalid_siret"),
            fault("/others/1/siret", "required"),
            fault("/others/2/rank", "wrong_type"),
            fault("/others/2/siret", "invalid_siret"),
        ]
    );
}

#[test]
fn a_key_given_twice_is_named() {
    assert_eq!(refused(&format!(r#"{{"holder":"x","iban":"{IBAN}","holder":"y"}}"#)), [fault("/holder", "duplicate")]);
    assert_eq!(
        refused(r#"{"iban":"bad","iban":"bad","others":[{"siret":"73282932000074","rank":1,"rank":2}]}"#),
        [fault("/holder", "required"), fault("/iban", "duplicate"), fault("/others/0/rank", "duplicate")]
    );
}

#[test]
fn nothing_is_descended_into_below_an_unknown_key() {
    let body = format!(r#"{{"holder":"x","iban":"{IBAN}","zz":{{"nir":1,"a":["\u0000"]}},"nir":{{"b":"\u0000"}}}}"#);
    assert_eq!(refused(&body), [fault("/nir", "nir_refused"), fault("/zz", "unknown_key")]);
    assert_eq!(refused(&format!(r#"{{"holder":{{"a":1}},"iban":"{IBAN}"}}"#)), [fault("/holder", "wrong_type")]);
    assert_eq!(refused(&format!(r#"{{"holder":"a\u0000","iban":"{IBAN}"}}"#)), [fault("/holder", "invalid_character")]);
}

#[test]
fn an_answer_is_bounded_whatever_is_sent() {
    let many = |part: &str, count: usize| vec![part; count].join(",");
    let keys = (0..30_000).map(|index| format!("\"{index}\":0")).collect::<Vec<_>>().join(",");
    for body in [
        format!(r#"{{"{}":[{}]}}"#, "k".repeat(120_000), many("\"\\u0000\"", 15_000)),
        format!(r#"{{"others":[{}]}}"#, many("{\"rank\":0}", 20_000)),
        format!(r#"{{"others":{{{keys}}}}}"#),
        format!("{{{keys}}}"),
        format!("[{}]", many("0", 100_000)),
        format!(r#"{{"holder":[{}]}}"#, many("[]", 50_000)),
        format!(r#"{{"{}":0,"others":[{{"{0}":1}}]}}"#, "~".repeat(100_000)),
        format!("{{{}}}", many("\"iban\":1", 20_000)),
    ] {
        let refused = decode::<Account>(body.as_bytes()).unwrap_err();
        assert!(!refused.errors().is_empty() && refused.errors().len() <= MOST_ERRORS, "{}", &body[..40]);
        let answer = crate::http::render::document(&refused, Language::French, "", "").to_string();
        assert!(answer.len() < 100_000, "{} bytes for {}", answer.len(), &body[..40]);
    }
}

#[test]
fn beyond_what_is_told_nobody_counts() {
    let keys = (0..MOST_ERRORS + 50).map(|index| format!("\"{index}\":0")).collect::<Vec<_>>().join(",");
    let refused = decode::<Account>(format!("{{{keys}}}").as_bytes()).unwrap_err();
    assert_eq!(refused.errors().len(), MOST_ERRORS);
    assert_eq!(refused.detail().en, "More than 100 errors in the request, to be corrected together.");
    assert_eq!(refused.detail().fr, "Plus de 100 erreurs dans la requête, à corriger ensemble.");
}

#[test]
fn what_is_no_json_says_where() {
    assert_eq!(decode::<Account>(b"{").unwrap_err().detail().en, "The body is not valid JSON (line 1, column 1).");
    assert_eq!(decode::<Account>(b"\"\xff\"").unwrap_err().detail().en, "The body is not valid UTF-8 (byte 1).");
    let deep = "[".repeat(200_000);
    assert_eq!(decode::<Account>(deep.as_bytes()).unwrap_err().code(), Code::MalformedRequest);
}
