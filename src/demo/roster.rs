//! The demo roster: everything the demo's paying bodies have loaded, as a roster file.
//!
//! It is the same at every run. Four landlords, each for a reason of its own: SCI Les Tilleuls,
//! for which the documentation's client acts and where every situation has its tenant; Éloïse
//! Garnier, a private person without direct payment; an agency with a thousand tenants; a farm
//! with a reference of the MSA and no bank account. All of them are invented.

use std::io::{self, Write};

use chrono::NaiveDate;

use crate::law::Law;
use crate::roster::kinds::{CampaignTag, Line};
use crate::roster::lines::CampaignLine;

mod agency;
mod communes;
mod fixed;
pub mod keys;
mod landlords;
mod names;
mod numbers;
mod payments;
mod portfolio;
mod random;
#[cfg(test)]
mod tests;

/// The day on which the sandbox's clock starts; the roster knows nothing later.
const TODAY: &str = "2026-11-23";
/// The first day from which the agency may manage a logement.
const FIRST_DAY: &str = "2012-01-01";
/// The last month of entitlement that was paid on that day, whatever the aid (R91).
const LAST_PAID_MONTH: &str = "2026-10";
/// The campaigns, the last one upcoming.
const CAMPAIGNS: std::ops::RangeInclusive<i32> = 2024..=2027;

/// Writes the whole roster, one JSON object a line, each referring only to lines before it.
///
/// # Errors
/// When `out` fails, or a table of the demo does not hold together.
pub fn write(out: &mut dyn Write) -> io::Result<()> {
    for year in CAMPAIGNS {
        write_line(out, &campaign(year)?.into())?;
    }
    let communes = communes::all()?;
    for landlord in [landlords::sci()?, landlords::individual()?, landlords::farm()?] {
        for line in fixed::portfolio(landlord, &communes)?.lines() {
            write_line(out, &line)?;
        }
    }
    for line in agency::portfolio(&communes)?.lines() {
        write_line(out, &line)?;
    }
    out.flush()
}

/// A campaign that opens in the middle of July and ends on the day that the law gives.
fn campaign(year: i32) -> io::Result<CampaignLine> {
    let cutoff_on = Law::current().cutoff(year).ok_or_else(|| wrong("year", &year.to_string()))?;
    Ok(CampaignLine { r#type: CampaignTag::Tag, year, opens_on: day(&format!("{year}-07-15"))?, cutoff_on })
}

fn write_line(out: &mut dyn Write, line: &Line) -> io::Result<()> {
    serde_json::to_writer(&mut *out, line)?;
    out.write_all(b"\n")
}

fn day(text: &str) -> io::Result<NaiveDate> {
    text.parse().map_err(|_invalid| wrong("day", text))
}

/// The fault of a table of the demo that does not hold together.
fn wrong(what: &str, value: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, format!("demo data: unknown {what} {value}"))
}
