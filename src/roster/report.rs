//! What became of the lines.

use serde::Serialize;
use utoipa::ToSchema;

use crate::problem::{At, Coded, FieldCode, FieldError, LineCode, Problem, Row};
use crate::values::text::{Language, Text};

/// Faults kept at most unless said otherwise, and as many warnings.
pub const KEPT: usize = 1000;

/// A fault or warning of one line.
#[derive(Clone, Debug)]
pub struct LineFault {
    pub line: u64,
    pub pointer: String,
    /// Of a line, of a field of it, or of a problem with the whole of it.
    pub code: &'static Row,
    pub detail: Text,
}

impl LineFault {
    /// A fault at a place of a line.
    pub fn new(line: u64, pointer: impl Into<String>, code: impl Coded, detail: Text) -> Self {
        Self { line, pointer: pointer.into(), code: code.row(), detail }
    }

    pub(super) fn too_long(line: u64) -> Self {
        Self::new(line, "", FieldCode::TooLong, Text::fixed("Cette ligne est trop longue.", "This line is too long."))
    }

    pub(super) fn refused(line: u64) -> Self {
        Self::new(
            line,
            "",
            LineCode::Refused,
            Text::fixed("La base de données refuse cette ligne ; voyez le journal.", "The database refuses this line; see the log."),
        )
    }

    /// Every fault of a problem, on one line.
    pub(super) fn of(line: u64, problem: &Problem) -> Vec<Self> {
        let errors = problem.errors();
        if errors.is_empty() {
            return vec![Self::new(line, "", problem.code(), problem.detail().clone())];
        }
        errors.iter().map(|error| Self::new(line, pointer_of(error), error.code, error.detail.clone())).collect()
    }

    /// As the caller reads it.
    pub fn shown(&self, language: Language) -> LineFaultOut {
        LineFaultOut {
            line: self.line,
            pointer: self.pointer.clone(),
            code: self.code.word.to_owned(),
            detail: self.detail.get(language).to_owned(),
        }
    }
}

fn pointer_of(error: &FieldError) -> String {
    match &error.at {
        At::Pointer(pointer) => pointer.clone(),
        At::Parameter(_) | At::Header(_) => String::new(),
    }
}

/// A fault or warning as it goes over the wire.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct LineFaultOut {
    /// The number of the line, from 1.
    #[schema(minimum = 1, maximum = 10_000_000_000_i64, example = 3)]
    pub line: u64,
    /// JSON pointer into the line (RFC 6901); empty when it is about the whole line.
    #[schema(max_length = 500, example = "/lease/rent_cents")]
    pub pointer: String,
    /// A stable code; more may come.
    #[schema(max_length = 64, example = "out_of_range")]
    pub code: String,
    /// What is wrong, or what to look at, in the caller's language.
    #[schema(max_length = 2000, example = "La valeur minimale est 1.")]
    pub detail: String,
}

/// What became of a load. Each line counts once; a warning changes no count.
#[derive(Clone, Debug)]
pub struct Report {
    /// Faults kept at most, and as many warnings.
    pub most: usize,
    pub accepted: u64,
    pub unchanged: u64,
    pub rejected: u64,
    pub errors: Vec<LineFault>,
    pub warnings: Vec<LineFault>,
    /// Faults beyond those that are kept.
    pub errors_left_out: u64,
    pub warnings_left_out: u64,
}

impl Default for Report {
    fn default() -> Self {
        Self::keeping(KEPT)
    }
}

impl Report {
    /// An empty one that keeps so many faults, and as many warnings.
    pub fn keeping(most: usize) -> Self {
        Self {
            most,
            accepted: 0,
            unchanged: 0,
            rejected: 0,
            errors: Vec::new(),
            warnings: Vec::new(),
            errors_left_out: 0,
            warnings_left_out: 0,
        }
    }

    /// Counts a line that is refused, with its faults.
    pub fn reject(&mut self, faults: Vec<LineFault>) {
        self.rejected += 1;
        for fault in faults {
            keep(self.most, &mut self.errors, &mut self.errors_left_out, fault);
        }
    }

    /// Keeps a warning.
    pub fn warn(&mut self, warning: LineFault) {
        keep(self.most, &mut self.warnings, &mut self.warnings_left_out, warning);
    }

    /// Sorts what is kept by the numbers of the lines.
    pub fn in_order(&mut self) {
        self.errors.sort_by_key(|fault| fault.line);
        self.warnings.sort_by_key(|fault| fault.line);
    }

    /// Adds the report of further lines.
    pub fn add(&mut self, other: Self) {
        self.accepted += other.accepted;
        self.unchanged += other.unchanged;
        self.rejected += other.rejected;
        self.errors_left_out += other.errors_left_out;
        self.warnings_left_out += other.warnings_left_out;
        other.errors.into_iter().for_each(|fault| keep(self.most, &mut self.errors, &mut self.errors_left_out, fault));
        other.warnings.into_iter().for_each(|fault| keep(self.most, &mut self.warnings, &mut self.warnings_left_out, fault));
    }
}

fn keep(most: usize, kept: &mut Vec<LineFault>, left_out: &mut u64, fault: LineFault) {
    if kept.len() < most { kept.push(fault) } else { *left_out += 1 }
}
