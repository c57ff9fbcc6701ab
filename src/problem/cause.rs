//! What may be said of a cause in the log: never a value of a landlord or a tenant.

use std::any::Any;
use std::fmt::Display;

use serde_json::error::Category;

use crate::values::nir::scrub;

/// The words of a cause that the log may hold.
pub(super) fn told<C: Display + Any>(cause: &C) -> String {
    let any: &dyn Any = cause;
    if let Some(json) = any.downcast_ref::<serde_json::Error>() {
        return json_place(json);
    }
    if let Some(json) = any.downcast_ref::<serde_path_to_error::Error<serde_json::Error>>() {
        return json_place(json.inner());
    }
    scrub(&cause.to_string()).into_owned()
}

/// The kind and place of an error of JSON. Its own words may quote the value that did not fit.
pub fn json_place(error: &serde_json::Error) -> String {
    let kind = match error.classify() {
        Category::Io => "input or output",
        Category::Syntax => "syntax",
        Category::Data => "data of another form",
        Category::Eof => "unexpected end",
    };
    format!("JSON: {kind}, line {}, column {}", error.line(), error.column())
}

#[cfg(test)]
mod tests {
    use crate::problem::Problem;

    #[derive(Debug, serde::Deserialize)]
    struct Stored {
        #[expect(dead_code, reason = "it is never read: the text does not fit")]
        months: u32,
    }

    const NAME: &str = r#"{ "months": "D'Aubigné" }"#;

    #[test]
    fn r107_an_error_of_json_names_its_place_and_no_value() {
        let error = serde_json::from_str::<Stored>(NAME).unwrap_err();
        assert!(error.to_string().contains("Aubigné"), "serde does quote it: {error}");
        let problem = Problem::internal(error);
        assert_eq!(problem.cause(), Some("JSON: data of another form, line 1, column 24"));
        assert!(!format!("{problem} {problem:?}").contains("Aubigné"));
    }

    #[test]
    fn r107_nor_does_one_that_knows_its_path() {
        let mut reader = serde_json::Deserializer::from_str(NAME);
        let error = serde_path_to_error::deserialize::<_, Stored>(&mut reader).unwrap_err();
        assert_eq!(Problem::internal(error).cause(), Some("JSON: data of another form, line 1, column 24"));
    }

    #[test]
    fn g7_a_cause_is_scrubbed() {
        let problem = Problem::internal("no tenant 1 84 12 76 451 089 46 here");
        assert_eq!(problem.to_string(), "internal_error: no tenant [nir] here");
    }

    #[test]
    fn a_fault_is_known_again() {
        let problem = Problem::unavailable().with_fault(std::fmt::Error);
        assert_eq!(problem.fault::<std::fmt::Error>(), Some(&std::fmt::Error));
        assert!(problem.fault::<String>().is_none());
    }
}
