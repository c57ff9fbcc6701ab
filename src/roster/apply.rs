//! One chunk: read, judged and applied in the order of its lines, then written.

use chrono::Datelike;

use super::context::{Applied, Context};
use super::cutter::RawLine;
use super::kinds::Line;
use super::lines::CampaignLine;
use super::queries::rows::CampaignRow;
use super::report::{LineFault, Report};
use super::state::State;
use super::{Acting, landlords, logements, payments, queries, tenants};
use crate::db::{Conn, Moment};
use crate::problem::{FieldCode, LineCode, Problem};
use crate::rent_campaigns::model::Campaign;

/// A line that could be read.
pub struct ReadLine {
    /// Its number, from 1.
    pub number: u64,
    pub line: Line,
}

/// Reads the lines of a chunk, which needs no database; those that cannot be read are reported, with
/// `most` faults at most.
pub fn read(raw: Vec<RawLine>, most: usize) -> (Vec<ReadLine>, Report) {
    let mut report = Report::keeping(most);
    let mut lines = Vec::with_capacity(raw.len());
    for RawLine { number, text } in raw {
        match text.as_deref().map(Line::read) {
            Some(Ok(line)) => lines.push(ReadLine { number, line }),
            Some(Err(problem)) => report.reject(LineFault::of(number, &problem)),
            None => report.reject(vec![LineFault::too_long(number)]),
        }
    }
    (lines, report)
}

/// Loads lines in the transaction of `conn`; the report keeps `most` faults at most.
///
/// # Errors
/// When the database refuses; nothing of them is then kept.
pub fn apply(conn: &mut Conn, moment: &Moment, acting: &Acting, lines: &[ReadLine], most: usize) -> Result<Report, Problem> {
    let mut report = Report::keeping(most);
    let mut state = queries::fetch(conn, lines.iter().map(|read| &read.line))?;
    for ReadLine { number, line } in lines {
        let context = Context { moment, acting, line: *number };
        match one(&mut state, &context, line)? {
            Ok((changed, warnings)) => {
                if changed {
                    report.accepted += 1;
                } else {
                    report.unchanged += 1;
                }
                warnings.into_iter().for_each(|warning| report.warn(warning));
            }
            Err(faults) => report.reject(faults),
        }
    }
    queries::write(conn, moment, &state)?;
    Ok(report)
}

fn one<'a>(state: &mut State<'a>, context: &Context<'_>, line: &'a Line) -> Result<Applied, Problem> {
    match line {
        Line::Campaign(line) => Ok(campaign(state, context, line)),
        Line::Landlord(line) => landlords::landlord(state, context, line),
        Line::Logement(line) => logements::logement(state, context, line),
        Line::Tenant(line) => tenants::tenant(state, context, line),
        Line::Payment(line) => payments::payment(state, context, line),
    }
}

/// Campaigns are national: the operator alone writes them. A paying body's file may hold those that are
/// there, as they are.
fn campaign(state: &mut State<'_>, context: &Context<'_>, line: &CampaignLine) -> Applied {
    let row = Campaign::new(context.moment.law, line.year, line.opens_on, line.cutoff_on).map(|campaign| CampaignRow::of(&campaign));
    if *context.acting != Acting::All {
        let (fr, en) =
            ("Les campagnes sont nationales : l'exploitant seul les écrit.", "Campaigns are national: the operator alone writes them.");
        let same = row.is_some() && row.as_ref() == state.campaigns.get(&line.year);
        return if same { Ok((false, Vec::new())) } else { Err(vec![context.fault("/type", LineCode::OperatorOnly, fr, en)]) };
    }
    let mut faults = Vec::new();
    if line.opens_on.year() != line.year {
        let (fr, en) = ("Une campagne ouvre dans son année.", "A campaign opens in its year.");
        faults.push(context.fault("/opens_on", FieldCode::OutOfRange, fr, en));
    }
    if line.cutoff_on < line.opens_on {
        let (fr, en) = ("La date limite précède l'ouverture.", "The cut-off day comes before the opening.");
        faults.push(context.fault("/cutoff_on", FieldCode::OutOfOrder, fr, en));
    } else if line.cutoff_on.year() > line.year + 1 {
        let (fr, en) = ("La date limite est avant la fin de l'année suivante.", "The cut-off day comes before the end of the next year.");
        faults.push(context.fault("/cutoff_on", FieldCode::OutOfRange, fr, en));
    }
    match row {
        Some(row) if faults.is_empty() => Ok((state.campaigns.put(line.year, row), Vec::new())),
        _ => Err(faults),
    }
}
