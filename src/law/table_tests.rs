use std::collections::HashSet;

use chrono::NaiveDate;

use super::*;
use crate::law::regime::Regime;
use crate::law::{Notion, Severity};

fn law() -> &'static Law {
    Law::current()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

#[test]
fn r86_every_rule_is_complete() {
    let mut ids = HashSet::new();
    for rule in law().rules() {
        assert!(ids.insert(rule.id), "{} stands twice", rule.id);
        assert!(rule.article.len() > 3 && !rule.text.fr.is_empty() && !rule.text.en.is_empty(), "{}", rule.id);
        let figures = rule.figures.named();
        let names: HashSet<_> = figures.iter().map(|figure| figure.name).collect();
        assert_eq!(names.len(), figures.len(), "{}", rule.id);
        assert_eq!(law().rule(rule.id).map(|found| found.id), Some(rule.id));
    }
    assert!(law().rule("nothing").is_none());
}

#[test]
fn r86_a_link_is_of_one_article_and_never_of_a_whole_code() {
    let mut linked = 0;
    for rule in law().rules() {
        let Some(url) = rule.url else { continue };
        let places = ["https://www.legifrance.gouv.fr/codes/article_lc/", "https://www.legifrance.gouv.fr/loda/article_lc/"];
        let id = places.iter().find_map(|place| url.strip_prefix(place)).unwrap_or_else(|| panic!("{}: {url}", rule.id));
        let number = id.strip_prefix("LEGIARTI").unwrap();
        assert!(number.len() == 12 && number.bytes().all(|byte| byte.is_ascii_digit()), "{}: {url}", rule.id);
        linked += 1;
    }
    assert!(linked >= 25, "{linked} links");
    // The same article has the same link, wherever it is cited first.
    for one in law().rules() {
        let cited_first = |rule: &Rule| rule.article.split(',').next().unwrap().to_owned();
        for other in law().rules() {
            assert!(cited_first(one) != cited_first(other) || one.url == other.url, "{} and {}", one.id, other.id);
        }
    }
}

#[test]
fn r86_the_periods_of_a_notion_neither_overlap_nor_leave_a_gap() {
    let all = law().rules();
    for notion in Notion::ALL {
        let periods: Vec<_> = all.iter().filter(|rule| rule.notion == *notion).collect();
        assert!(!periods.is_empty(), "{notion} has no rule");
        for period in &periods {
            assert!(period.valid_from.is_none_or(|from| period.valid_until.is_none_or(|until| from <= until)));
        }
        for pair in periods.windows(2) {
            let end = pair[0].valid_until.expect("only the last period is open");
            assert_eq!(end.succ_opt(), pair[1].valid_from, "{notion}");
        }
    }
    // The rows of a notion stand together, so each list of rows is of one notion.
    let mut order: Vec<Notion> = all.iter().map(|rule| rule.notion).collect();
    order.dedup();
    assert_eq!(order.len(), Notion::ALL.len());
}

#[test]
fn r86_what_always_has_a_rule_has_one_from_the_beginning_and_without_end() {
    assert!(law().always().len() > 20);
    for rows in law().always() {
        assert!(rows.first().unwrap().valid_from.is_none(), "{}", rows[0].id);
        assert!(rows.last().unwrap().valid_until.is_none(), "{}: a closed row has a next one", rows[0].id);
    }
}

#[test]
fn r86_every_example_is_json_and_of_a_kind_that_can_be_run() {
    for rule in law().rules() {
        let Some(example) = rule.example else { continue };
        assert!(serde_json::from_str::<serde_json::Value>(example.body).is_ok(), "{}", rule.id);
        for (pointer, value) in example.shows {
            assert!(pointer.starts_with('/') && serde_json::from_str::<serde_json::Value>(value).is_ok(), "{}", rule.id);
        }
    }
    assert!(law().rules().iter().any(|rule| rule.severity == Severity::Flag && rule.example.is_some()));
}

#[test]
fn r85_the_regime_follows_the_day_of_the_report() {
    let regime = |text: &str| law().impaye_constitution.on(day(text)).figures.regime();
    assert_eq!(regime("2026-12-31"), Regime::TwoMonthsOfRent);
    assert_eq!(regime("2027-01-01"), Regime::AmountOrThreeMonths);
    assert_eq!(regime("1990-01-01"), Regime::TwoMonthsOfRent);
    assert!(law().plan_request_delay.on(day("2026-12-31")).is_some() && law().plan_request_delay.on(day("2027-01-01")).is_none());
    assert!(law().ccapex_decision.on(day("2026-12-31")).is_none() && law().ccapex_decision.on(day("2027-01-01")).is_some());
}
