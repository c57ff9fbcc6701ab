//! Text cells of CSV exports (R108).

use std::borrow::Cow;

/// What makes a spreadsheet read a cell as a formula: the signs, also in full width, and what it
/// skips before them.
const STARTS: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

/// What a spreadsheet may take for the end of a cell.
const ENDS: [char; 5] = [';', ',', '\t', '\r', '\n'];

/// A text that no spreadsheet takes for a formula: one that starts with `=`, `+`, `-`, `@`, a tab
/// or a line break gets a leading apostrophe (R108, after OWASP's "CSV injection"). So does what
/// follows a separator within it: a program that splits the line at another separator than the
/// file's does not heed the quotes, and `a;=1+1` would become two cells. For cells of text only:
/// amounts and dates are the service's own and keep their sign.
pub fn neutralise(text: &str) -> Cow<'_, str> {
    let starts_a_formula = |at: usize| {
        let before = text[..at].chars().next_back();
        text[at..].starts_with(STARTS) && before.is_none_or(|before| ENDS.contains(&before))
    };
    if !text.char_indices().any(|(at, _)| starts_a_formula(at)) {
        return Cow::Borrowed(text);
    }
    let mut safe = String::with_capacity(text.len() + 4);
    for (at, c) in text.char_indices() {
        if starts_a_formula(at) {
            safe.push('\'');
        }
        safe.push(c);
    }
    Cow::Owned(safe)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn r108_formulas_become_text() {
        for text in ["=1+1", "+33 1", "-5", "@SUM(A1)", "\tx", "\rx", "\nx", "＝1", "＋1", "－1", "＠x"] {
            assert_eq!(neutralise(text), format!("'{text}"));
        }
        for text in ["", "Martin", "1-2", "a=b", "'x", " =1"] {
            assert_eq!(neutralise(text), text);
        }
        assert_eq!(neutralise("a;=1+1;b,＠x"), "a;'=1+1;b,'＠x");
        assert_eq!(neutralise("\t=1"), "'\t'=1");
    }

    proptest! {
        #[test]
        fn r108_no_cell_starts_a_formula(text in "[-=+@＝－\t\r\n;,a]{0,6}") {
            let safe = neutralise(&text);
            prop_assert!(safe.split(ENDS).all(|cell| !cell.starts_with(STARTS)));
            prop_assert!(!safe.starts_with(STARTS));
            prop_assert_eq!(safe.replace('\'', ""), text);
        }
    }
}
