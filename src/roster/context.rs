//! What a line is applied with, and what comes of it.

use super::Acting;
use super::report::LineFault;
use crate::db::Moment;
use crate::problem::{Coded, LineCode};
use crate::values::text::Text;

/// What became of a line: whether it changed anything, with its warnings; or its faults.
pub type Applied = Result<(bool, Vec<LineFault>), Vec<LineFault>>;

/// Everything a line is applied with.
pub struct Context<'a> {
    pub moment: &'a Moment,
    pub acting: &'a Acting,
    /// The number of the line at hand.
    pub line: u64,
}

impl Context<'_> {
    /// A fault of the line at hand.
    pub fn fault(&self, pointer: &str, code: impl Coded, fr: &'static str, en: &'static str) -> LineFault {
        LineFault::new(self.line, pointer, code, Text::fixed(fr, en))
    }

    /// Whether the load may touch what carries a paying body's code.
    pub fn may_touch(&self, code: &str) -> bool {
        match self.acting {
            Acting::All => true,
            Acting::Body(own) => own.as_str() == code,
        }
    }

    /// The refusal of another paying body's code.
    pub fn foreign(&self, pointer: &str) -> Vec<LineFault> {
        vec![self.fault(
            pointer,
            LineCode::ForeignPayingBody,
            "Cet objet relève d'un autre organisme payeur.",
            "This object belongs to another paying body.",
        )]
    }
}
