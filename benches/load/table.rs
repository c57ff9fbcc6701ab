//! The table: what was found beside what the machine could do, what was wanted, and whether it is met.

use crate::drive::Timed;

/// What a figure is judged by.
#[derive(Clone, Copy)]
pub enum Target {
    /// Figure over floor, at least.
    RatioFrom(f64),
    /// Figure over floor, at most.
    RatioUpTo(f64),
    /// The figure itself, at most.
    UpTo(f64),
    /// It is shown only.
    None,
}

/// A row.
pub struct Row {
    what: String,
    figure: f64,
    floor: Option<f64>,
    unit: &'static str,
    target: Target,
    calls: Option<Timed>,
}

impl Row {
    /// A figure with its unit, judged by a target.
    pub fn new(what: impl Into<String>, figure: f64, unit: &'static str, target: Target) -> Self {
        Self { what: what.into(), figure, floor: None, unit, target, calls: None }
    }

    /// With its floor, in the same unit.
    #[must_use]
    pub fn beside(self, floor: f64) -> Self {
        Self { floor: Some(floor), ..self }
    }

    /// With the calls that gave it.
    #[must_use]
    pub fn of(self, calls: Timed) -> Self {
        Self { calls: Some(calls), ..self }
    }

    fn ratio(&self) -> Option<f64> {
        self.floor.map(|floor| self.figure / floor)
    }

    fn met(&self) -> Option<bool> {
        match self.target {
            Target::RatioFrom(least) => self.ratio().map(|ratio| ratio >= least),
            Target::RatioUpTo(most) => self.ratio().map(|ratio| ratio <= most),
            Target::UpTo(most) => Some(self.figure <= most),
            Target::None => None,
        }
    }

    fn shown(&self) -> String {
        let number = |value: f64| if value < 100.0 { format!("{value:.2}") } else { format!("{value:.0}") };
        let target = match self.target {
            Target::RatioFrom(least) => format!("≥ {least:.2}"),
            Target::RatioUpTo(most) => format!("≤ {most:.2}"),
            Target::UpTo(most) => format!("≤ {most:.0} {}", self.unit),
            Target::None => String::new(),
        };
        let percentile = |hundredths| self.calls.as_ref().map(|calls| format!("{:.2}", calls.percentile(hundredths))).unwrap_or_default();
        format!(
            "| {} | {} {} | {} | {} | {target} | {} | {} | {} | {} |",
            self.what,
            number(self.figure),
            self.unit,
            self.floor.map(number).unwrap_or_default(),
            self.ratio().map(|ratio| format!("{ratio:.3}")).unwrap_or_default(),
            self.met().map(|met| if met { "yes" } else { "no" }).unwrap_or_default(),
            percentile(50),
            percentile(95),
            percentile(99),
        )
    }
}

/// The rows, told one by one to standard error and together to standard output.
#[derive(Default)]
pub struct Table {
    lines: Vec<String>,
    met: usize,
    missed: usize,
}

impl Table {
    /// Adds a row.
    pub fn add(&mut self, row: &Row) {
        match row.met() {
            Some(true) => self.met += 1,
            Some(false) => self.missed += 1,
            None => {}
        }
        self.line(row.shown());
    }

    /// Adds a row for what could not be measured, with the reason.
    pub fn without(&mut self, what: &str, why: &str) {
        self.line(format!("| {what} | not measured: {why} | | | | | | | |"));
    }

    fn line(&mut self, line: String) {
        eprintln!("{line}");
        self.lines.push(line);
    }

    /// Prints all of it, in Markdown.
    pub fn print(&self) {
        println!("| what, against its floor | figure | floor | ratio | target | met | p50 ms | p95 ms | p99 ms |");
        println!("|---|---|---|---|---|---|---|---|---|");
        for line in &self.lines {
            println!("{line}");
        }
        println!("\n{} targets met, {} not. Jobs have no row: the service has none yet.", self.met, self.missed);
    }
}
