//! The faults of single fields.

use crate::values::text::Text;

/// Where in a request a fault lies.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum At {
    /// A JSON pointer into the body (RFC 6901).
    Pointer(String),
    /// The name of a query parameter.
    Parameter(String),
    /// The name of a header.
    Header(&'static str),
}

/// One fault of one field.
#[derive(Clone, Debug)]
pub struct FieldError {
    pub at: At,
    pub code: &'static str,
    pub detail: Text,
}

impl FieldError {
    /// A fault in the body at a JSON pointer.
    pub fn pointer(pointer: impl Into<String>, code: &'static str, detail: Text) -> Self {
        Self { at: At::Pointer(pointer.into()), code, detail }
    }

    /// A fault of a query parameter.
    pub fn parameter(name: impl Into<String>, code: &'static str, detail: Text) -> Self {
        Self { at: At::Parameter(name.into()), code, detail }
    }

    /// A fault of a header.
    pub fn header(name: &'static str, code: &'static str, detail: Text) -> Self {
        Self { at: At::Header(name), code, detail }
    }

    /// The same fault of a value that stands elsewhere in the body.
    pub fn under(mut self, from: &str, to: &str) -> Self {
        if let At::Pointer(pointer) = &mut self.at
            && let Some(rest) = pointer.strip_prefix(from)
        {
            *pointer = format!("{to}{rest}");
        }
        self
    }
}
