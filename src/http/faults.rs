//! The faults of one request, in bounded number and size whatever was sent.

use crate::problem::{At, FieldError, MOST_ERRORS};

/// The most characters that a key has in a pointer.
const KEY: usize = 64;

/// The most bytes of a pointer.
const POINTER: usize = 256;

/// Faults as they are found: all that are told and one more, which says that there are others.
#[derive(Default)]
pub struct Faults(Vec<FieldError>);

impl Faults {
    /// Whether nothing more would be told.
    pub fn full(&self) -> bool {
        self.0.len() > MOST_ERRORS
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Keeps a fault, unless it stands there already or enough are kept.
    pub fn push(&mut self, fault: FieldError) {
        if !self.full() && !self.0.iter().any(|known| known.at == fault.at && known.code == fault.code) {
            self.0.push(fault);
        }
    }

    /// Keeps a fault of a place that has none yet.
    pub fn push_elsewhere(&mut self, fault: FieldError) {
        if !self.0.iter().any(|known| known.at == fault.at) {
            self.push(fault);
        }
    }

    /// The pointers at fault.
    pub fn pointers(&self) -> Vec<String> {
        let pointer = |fault: &FieldError| if let At::Pointer(pointer) = &fault.at { Some(pointer.clone()) } else { None };
        self.0.iter().filter_map(pointer).collect()
    }

    /// All of them.
    pub fn told(self) -> Vec<FieldError> {
        self.0
    }
}

/// Appends one reference token to a JSON pointer (RFC 6901 §3), both cut with `…` where a sender
/// made them long.
pub fn push_token(pointer: &mut String, token: &str) {
    if pointer.len() > POINTER || pointer.ends_with('…') {
        return;
    }
    pointer.push('/');
    for (index, character) in token.chars().enumerate() {
        if index == KEY || pointer.len() > POINTER {
            pointer.push('…');
            return;
        }
        match character {
            '~' => pointer.push_str("~0"),
            '/' => pointer.push_str("~1"),
            other => pointer.push(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::FieldCode;
    use crate::values::text::Text;

    #[test]
    fn a_pointer_is_cut_wherever_it_grows() {
        let mut pointer = String::new();
        push_token(&mut pointer, "a/b~c");
        assert_eq!(pointer, "/a~1b~0c");
        push_token(&mut pointer, &"é".repeat(100_000));
        assert_eq!(pointer, format!("/a~1b~0c/{}…", "é".repeat(64)));
        for _ in 0..1000 {
            push_token(&mut pointer, "deeper");
        }
        assert!(pointer.len() < 300);
        let mut deep = String::new();
        (0..1000).for_each(|_| push_token(&mut deep, "deeper"));
        assert!(deep.len() < 300);
    }

    #[test]
    fn faults_stop_at_one_more_than_is_told() {
        let mut faults = Faults::default();
        let fault = |place: &str, code| FieldError::pointer(place, code, Text::fixed("a", "a"));
        faults.push(fault("/a", FieldCode::Required));
        faults.push(fault("/a", FieldCode::Required));
        faults.push(fault("/a", FieldCode::WrongType));
        faults.push_elsewhere(fault("/a", FieldCode::Duplicate));
        assert_eq!(faults.pointers(), ["/a", "/a"]);
        (0..1000).for_each(|index| faults.push(fault(&index.to_string(), FieldCode::Required)));
        assert!(faults.full());
        assert_eq!(faults.told().len(), MOST_ERRORS + 1);
    }
}
