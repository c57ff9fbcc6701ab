//! One chunk: read, judged and applied in the order of its lines, then written.

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

/// Reads the lines of a chunk, which needs no database; those that cannot be read are reported.
pub fn read(raw: Vec<RawLine>) -> (Vec<ReadLine>, Report) {
    let mut report = Report::default();
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

/// Loads lines in the transaction of `conn`.
///
/// # Errors
/// When the database refuses; nothing of them is then kept.
pub fn apply(conn: &mut Conn, moment: &Moment, acting: &Acting, lines: &[ReadLine]) -> Result<Report, Problem> {
    let mut report = Report::default();
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

/// A client creates campaigns and changes only those it created.
fn campaign(state: &mut State<'_>, context: &Context<'_>, line: &CampaignLine) -> Applied {
    let Some(campaign) =
        Campaign::new(context.moment.law, line.year, line.opens_on, line.cutoff_on).filter(|_| line.opens_on <= line.cutoff_on)
    else {
        return Err(vec![context.fault(
            "/cutoff_on",
            FieldCode::OutOfOrder,
            "La date limite précède l'ouverture.",
            "The cut-off day comes before the opening.",
        )]);
    };
    let own = match context.acting {
        Acting::All => None,
        Acting::Body(code) => Some(code.to_string()),
    };
    let known = state.campaigns.get(&line.year);
    let row = CampaignRow::of(&campaign, known.map_or_else(|| own.clone(), |known| known.created_by.clone()));
    if known.is_some_and(|known| *known != row && own.is_some() && known.created_by != own) {
        return Err(vec![context.fault(
            "/year",
            LineCode::ForeignCampaign,
            "Cette campagne a été créée par quelqu'un d'autre.",
            "This campaign was created by someone else.",
        )]);
    }
    Ok((state.campaigns.put(line.year, row), Vec::new()))
}
