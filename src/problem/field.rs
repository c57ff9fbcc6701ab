//! The faults of single fields.

use validator::ValidationError;

use super::FieldCode;
use crate::values::checks::Check;
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
    pub code: FieldCode,
    pub detail: Text,
}

impl FieldError {
    /// A fault in the body at a JSON pointer.
    pub fn pointer(pointer: impl Into<String>, code: FieldCode, detail: Text) -> Self {
        Self { at: At::Pointer(pointer.into()), code, detail }
    }

    /// A fault of a query parameter.
    pub fn parameter(name: impl Into<String>, code: FieldCode, detail: Text) -> Self {
        Self { at: At::Parameter(name.into()), code, detail }
    }

    /// A fault of a header.
    pub fn header(name: &'static str, code: FieldCode, detail: Text) -> Self {
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

/// The code and words of a fault that `validator` found.
pub fn described(error: &ValidationError) -> (FieldCode, Text) {
    let Some(check) = Check::of(&error.code) else {
        let word = &error.code;
        return (FieldCode::InvalidFormat, Text::new(format!("Valeur refusée ({word})."), format!("Value refused ({word}).")));
    };
    let code = match check {
        Check::Siret => FieldCode::InvalidSiret,
        Check::Iban => FieldCode::InvalidIban,
        Check::Bic => FieldCode::InvalidBic,
        Check::Email | Check::PostalCode => FieldCode::InvalidFormat,
        Check::Required | Check::Reason => FieldCode::Required,
        Check::ExactlyOne => FieldCode::ExactlyOne,
        Check::Order => FieldCode::OutOfOrder,
    };
    (code, check.text())
}
