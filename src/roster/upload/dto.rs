//! The report of a load as it goes over the wire.

use serde::Serialize;
use utoipa::ToSchema;

use crate::roster::{LineFault, LineFaultOut, Report};
use crate::values::text::Language;

/// What became of the lines. Each counts once; a warning changes no count.
#[derive(Debug, Serialize, ToSchema)]
pub struct LoadReport {
    /// Lines that changed something.
    #[schema(minimum = 0, maximum = 10_000_000_000_i64, example = 1)]
    pub accepted: u64,
    /// Lines that said what was known already.
    #[schema(minimum = 0, maximum = 10_000_000_000_i64, example = 0)]
    pub unchanged: u64,
    /// Lines that were refused.
    #[schema(minimum = 0, maximum = 10_000_000_000_i64, example = 0)]
    pub rejected: u64,
    /// The first 1,000 faults, in the order of the lines.
    #[schema(max_items = 1000)]
    pub errors: Vec<LineFaultOut>,
    /// The first 1,000 warnings, in the order of the lines.
    #[schema(max_items = 1000)]
    pub warnings: Vec<LineFaultOut>,
    /// Whether there are more faults than shown.
    #[schema(example = false)]
    pub errors_truncated: bool,
    /// Whether there are more warnings than shown.
    #[schema(example = false)]
    pub warnings_truncated: bool,
}

impl LoadReport {
    /// A report as the caller reads it.
    pub fn of(report: &Report, language: Language) -> Self {
        let shown = |faults: &[LineFault]| faults.iter().map(|fault| fault.shown(language)).collect();
        Self {
            accepted: report.accepted,
            unchanged: report.unchanged,
            rejected: report.rejected,
            errors: shown(&report.errors),
            warnings: shown(&report.warnings),
            errors_truncated: report.errors_left_out > 0,
            warnings_truncated: report.warnings_left_out > 0,
        }
    }
}
