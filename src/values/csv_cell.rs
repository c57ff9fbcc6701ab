//! Text cells of CSV exports (R108).

use std::borrow::Cow;

/// A text that no spreadsheet takes for a formula: one that starts with `=`, `+`, `-`, `@`, a tab
/// or a carriage return gets a leading apostrophe (R108, after OWASP's "CSV injection"). For
/// cells of text only: amounts and dates are the service's own and keep their sign.
pub fn neutralise(text: &str) -> Cow<'_, str> {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn r108_formulas_become_text() {
        for text in ["=1+1", "+33 1", "-5", "@SUM(A1)", "\tx", "\rx"] {
            assert_eq!(neutralise(text), format!("'{text}"));
        }
        for text in ["", "Martin", "1-2", "a=b", "'x", " =1"] {
            assert_eq!(neutralise(text), text);
        }
    }

    proptest! {
        #[test]
        fn r108_no_cell_starts_a_formula(text in "[-=+@\t\ra]{0,5}") {
            prop_assert!(!neutralise(&text).starts_with(['=', '+', '-', '@', '\t', '\r']));
            prop_assert!(neutralise(&text).ends_with(&text));
        }
    }
}
