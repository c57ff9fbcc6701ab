//! Where a tenancy stands in a campaign, as a table.

use super::NotConcernedReason::{ArrivedAfterJuly, LeftBeforeJuly, ManagementEnded};
use super::RentStatus::{Declared, NotConcerned, Overdue, ToDeclare};
use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// The campaign of 2026, when that of 2027 is known.
fn campaign() -> Campaign {
    let alone = Campaign::new(Law::current(), 2026, day("2026-07-15"), day("2027-01-15")).unwrap();
    Campaign { next_opens_on: Some(day("2027-07-15")), ..alone }
}

fn term(started: &str, ended: &str, managed: &str) -> Term {
    let or_open = |text: &str| (text != "-").then(|| day(text));
    Term { started_on: day(started), ended_on: or_open(ended), managed_until: or_open(managed) }
}

/// Days of the table: before the opening, open, the cut-off day, after it, when the next is open.
const BEFORE: &str = "2026-07-14";
const OPEN: &str = "2026-11-23";
const CUT_OFF: &str = "2027-01-15";
const AFTER: &str = "2027-01-16";
const NEXT: &str = "2027-08-01";

type Line = (&'static str, &'static str, &'static str, &'static str, bool, (RentStatus, Option<NotConcernedReason>), &'static str);

const NO: &str = "tenant_not_concerned";
const ENDED: &str = "management_ended";
const UPCOMING: &str = "campaign_not_open";

/// Started, ended, managed until, today, declared: the standing, its reason, and what `accept` says.
const TABLE: &[Line] = &[
    // The year before, and still there: only the day of the campaign decides.
    ("2021-09-01", "-", "-", BEFORE, false, (ToDeclare, None), UPCOMING),
    ("2021-09-01", "-", "-", OPEN, false, (ToDeclare, None), "ok"),
    ("2021-09-01", "-", "-", CUT_OFF, false, (ToDeclare, None), "ok"),
    ("2021-09-01", "-", "-", AFTER, false, (Overdue, None), "ok"),
    ("2021-09-01", "-", "-", NEXT, false, (Overdue, None), "ok"),
    ("2021-09-01", "-", "-", OPEN, true, (Declared, None), "ok"),
    ("2021-09-01", "-", "-", AFTER, true, (Declared, None), "ok"),
    // A day of July is enough.
    ("2026-07-31", "-", "-", OPEN, false, (ToDeclare, None), "ok"),
    ("2021-09-01", "2026-07-01", "-", OPEN, false, (ToDeclare, None), "ok"),
    ("2026-07-10", "2026-07-10", "-", AFTER, false, (Overdue, None), "ok"),
    ("2021-09-01", "2026-12-01", "-", OPEN, false, (ToDeclare, None), "ok"),
    // No day of July.
    ("2026-08-01", "-", "-", OPEN, false, (NotConcerned, Some(ArrivedAfterJuly)), NO),
    ("2026-08-01", "-", "-", AFTER, false, (NotConcerned, Some(ArrivedAfterJuly)), NO),
    ("2026-08-01", "-", "-", BEFORE, false, (NotConcerned, Some(ArrivedAfterJuly)), UPCOMING),
    ("2021-09-01", "2026-06-30", "-", OPEN, false, (NotConcerned, Some(LeftBeforeJuly)), NO),
    ("2021-09-01", "2026-06-30", "-", AFTER, false, (NotConcerned, Some(LeftBeforeJuly)), NO),
    // What counts stays declared, whatever days came later.
    ("2021-09-01", "2026-06-30", "-", OPEN, true, (Declared, None), NO),
    ("2026-08-01", "-", "-", OPEN, true, (Declared, None), NO),
    ("2021-09-01", "-", "2026-11-01", OPEN, true, (Declared, None), ENDED),
    // The last day of management still asks, the day after does not.
    ("2021-09-01", "-", OPEN, OPEN, false, (ToDeclare, None), "ok"),
    ("2021-09-01", "-", "2026-11-22", OPEN, false, (NotConcerned, Some(ManagementEnded)), ENDED),
    ("2021-09-01", "-", "2026-03-01", OPEN, false, (NotConcerned, Some(ManagementEnded)), ENDED),
    ("2021-09-01", "-", "2027-01-10", AFTER, false, (NotConcerned, Some(ManagementEnded)), ENDED),
    ("2021-09-01", "-", "2026-03-01", BEFORE, false, (NotConcerned, Some(ManagementEnded)), UPCOMING),
    // It ends while this campaign is the current one, and stays so once the next is open.
    ("2021-09-01", "-", "2027-07-14", NEXT, false, (NotConcerned, Some(ManagementEnded)), ENDED),
    // It ends once the next is the current one: the rent was overdue, stays so and is accepted.
    ("2021-09-01", "-", "2027-07-15", NEXT, false, (Overdue, None), "ok"),
    ("2021-09-01", "-", "2027-07-31", NEXT, false, (Overdue, None), "ok"),
    ("2021-09-01", "-", "2027-07-31", NEXT, true, (Declared, None), "ok"),
    // The calendar comes before the end of management.
    ("2026-08-01", "-", "2026-11-01", OPEN, false, (NotConcerned, Some(ArrivedAfterJuly)), NO),
    ("2021-09-01", "2026-06-30", "2026-11-01", OPEN, false, (NotConcerned, Some(LeftBeforeJuly)), NO),
];

#[test]
fn r22_r28_r29_r44_r48_where_a_tenancy_stands_is_this_table() {
    for (started, ended, managed, today, declared, standing, accepted) in TABLE {
        let (campaign, term, today) = (campaign(), term(started, ended, managed), day(today));
        let line = format!("{started} {ended} {managed} {today} {declared}");
        assert_eq!(campaign.standing(&term, *declared, today), *standing, "{line}");
        let told = campaign.accept(Law::current(), &term, today).map_or_else(|problem| problem.code().as_str(), |()| "ok");
        assert_eq!(told, *accepted, "{line}");
    }
}

#[test]
fn r48_without_a_next_campaign_this_one_is_the_current_one() {
    let last = Campaign { next_opens_on: None, ..campaign() };
    let ended = term("2021-09-01", "-", "2027-07-31");
    assert_eq!(last.standing(&ended, false, day(NEXT)), (NotConcerned, Some(ManagementEnded)));
}

#[test]
fn r22_a_refusal_tells_why_and_r21_when_it_opens() {
    let refused = |term: Term, today: &str| campaign().accept(Law::current(), &term, day(today)).unwrap_err();
    assert_eq!(refused(term("2026-08-01", "-", "-"), OPEN).members()["reason"], "arrived_after_july");
    assert_eq!(refused(term("2021-09-01", "2026-06-30", "-"), OPEN).members()["reason"], "left_before_july");
    assert_eq!(refused(term("2021-09-01", "-", "2026-11-22"), OPEN).members()["managed_until"], "2026-11-22");
    assert_eq!(refused(term("2021-09-01", "-", "-"), BEFORE).members()["opens_on"], "2026-07-15");
}

#[test]
fn r20_r28_a_campaign_is_of_july_opens_on_its_day_and_is_late_after_its_cut_off_day() {
    let campaign = campaign();
    assert_eq!(campaign.reference_month().to_string(), "2026-07");
    let at = |today: &str| (campaign.status(day(today)), campaign.is_late(day(today)));
    assert_eq!(at(BEFORE), (CampaignStatus::Upcoming, false));
    assert_eq!(at("2026-07-15"), (CampaignStatus::Open, false));
    assert_eq!(at(CUT_OFF), (CampaignStatus::Open, false));
    assert_eq!(at(AFTER), (CampaignStatus::AfterCutoff, true));
}

#[test]
fn r22_r29_a_campaign_lists_the_tenancies_with_a_day_in_its_year_and_what_counts() {
    let listed = |started: &str, ended: &str| [false, true].map(|declared| campaign().lists(&term(started, ended, "-"), declared));
    for (started, ended) in [("2026-12-31", "-"), ("2021-09-01", "2026-01-01"), ("2021-09-01", "-")] {
        assert_eq!(listed(started, ended), [true, true], "{started} {ended}");
    }
    for (started, ended) in [("2027-01-01", "-"), ("2021-09-01", "2025-12-31"), ("2021-09-01", "2021-09-01")] {
        assert_eq!(listed(started, ended), [false, true], "{started} {ended}");
    }
}
