//! The table.

use chrono::NaiveDate;

use super::{Notion, Rule, changes, impayes, impayes_2027, payments, rents};

/// Every rule, by subject, the periods of one notion in order.
pub static RULES: &[&Rule] = &[
    &rents::REFERENCE,
    &rents::BASE,
    &rents::CONCERNED,
    &rents::CUTOFF,
    &rents::SHARE,
    &rents::FURNISHED,
    &changes::DEPARTURE_DEADLINE,
    &changes::DEPARTURE_ENTITLEMENT_END,
    &changes::DEATH_ENTITLEMENT_END,
    &changes::MANAGEMENT_PAYEE,
    &changes::COLOCATION_COHOLDERS,
    &impayes::TWO_MONTHS_OF_RENT,
    &impayes_2027::AMOUNT_OR_THREE_MONTHS,
    &impayes_2027::TRANSITION,
    &impayes::DUTY,
    &impayes::REPORT_DEADLINE,
    &impayes_2027::REPORT_DEADLINE,
    &impayes::PENALTY,
    &impayes::RECOVERY_STEPS,
    &impayes::SIMPLIFIED_PROCEDURE,
    &impayes::PLAN_REQUEST_DELAY,
    &impayes::DEFAULT_PLAN,
    &impayes_2027::DEFAULT_PLAN,
    &impayes::PLAN_SIGNATURE,
    &impayes::PLAN_CHECK_INTERVAL,
    &impayes_2027::CCAPEX_DECISION,
    &impayes_2027::CCAPEX_SUSPENSION_EFFECT,
    &payments::PAYMENT_DAY_APL,
    &payments::PAYMENT_DAY_AL,
    &payments::MINIMUM_PAYMENT_APL,
    &payments::MINIMUM_PAYMENT_AL,
    &payments::OVERPAYMENT_RECOVERY,
    &payments::EXCESS_TO_TENANT,
];

/// The rule of an id.
pub fn rule(id: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|rule| rule.id == id)
}

/// The rule that a warning rests on; nothing for one that only asks to look again.
pub fn behind_warning(code: &str) -> Option<&'static Rule> {
    Some(match code {
        "rent_changed_a_lot" => &rents::REFERENCE,
        "colocation_rent_differs" | "declare_colocation" => &rents::SHARE,
        "departure_dates_differ" => &changes::DEPARTURE_DEADLINE,
        "charges_unknown" | "aid_unknown" | "unpaid_above_due" => &impayes::TWO_MONTHS_OF_RENT,
        "constituted_under_previous_regime" => &impayes_2027::TRANSITION,
        _ => return None,
    })
}

/// The rules of a notion, one per period, in order of time.
pub fn rules_of(notion: Notion) -> impl Iterator<Item = &'static Rule> {
    RULES.iter().copied().filter(move |rule| rule.notion == notion)
}

/// What the law says of a notion on a day; nothing when it says nothing then.
pub fn rule_at(notion: Notion, day: NaiveDate) -> Option<&'static Rule> {
    rules_of(notion).find(|rule| rule.holds_on(day))
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::law::Severity;
    use crate::law::regime::Regime;

    #[test]
    fn r86_every_rule_is_complete() {
        let mut ids = HashSet::new();
        for rule in RULES {
            assert!(ids.insert(rule.id), "{} stands twice", rule.id);
            assert!(rule.article.len() > 3 && !rule.text.fr.is_empty() && !rule.text.en.is_empty(), "{}", rule.id);
            assert!(rule.url.starts_with("https://www.legifrance.gouv.fr/codes/"), "{}", rule.id);
            let names: HashSet<_> = rule.figures.iter().map(|figure| figure.name).collect();
            assert_eq!(names.len(), rule.figures.len(), "{}", rule.id);
            assert_eq!(self::rule(rule.id).map(|found| found.id), Some(rule.id));
        }
        assert!(rule("nothing").is_none());
    }

    #[test]
    fn r86_the_periods_of_a_notion_neither_overlap_nor_leave_a_gap() {
        for notion in Notion::ALL {
            let periods: Vec<_> = rules_of(*notion).collect();
            assert!(!periods.is_empty(), "{notion} has no rule");
            for period in &periods {
                assert!(period.valid_from.is_none_or(|from| period.valid_until.is_none_or(|until| from <= until)));
            }
            for pair in periods.windows(2) {
                let end = pair[0].valid_until.expect("only the last period is open");
                assert_eq!(end.succ_opt(), pair[1].valid_from, "{notion}");
            }
        }
    }

    #[test]
    fn r86_every_example_is_json_and_of_a_kind_that_can_be_run() {
        for rule in RULES {
            let Some(example) = rule.example else { continue };
            assert!(serde_json::from_str::<serde_json::Value>(example.body).is_ok(), "{}", rule.id);
            for (pointer, value) in example.shows {
                assert!(pointer.starts_with('/') && serde_json::from_str::<serde_json::Value>(value).is_ok(), "{}", rule.id);
            }
        }
        assert!(RULES.iter().any(|rule| rule.severity == Severity::Flag && rule.example.is_some()));
    }

    #[test]
    fn r85_the_regime_follows_the_day_of_the_report() {
        let day = |text: &str| text.parse().unwrap();
        assert_eq!(Regime::on(day("2026-12-31")), Regime::TwoMonthsOfRent);
        assert_eq!(Regime::on(day("2027-01-01")), Regime::AmountOrThreeMonths);
        assert_eq!(Regime::on(day("1990-01-01")), Regime::TwoMonthsOfRent);
        for regime in Regime::ALL {
            let own = regime.rule_for(Notion::ImpayeConstitution);
            assert_eq!(own.map(|rule| rule.id), Some(regime.rule().id));
        }
        assert!(Regime::AmountOrThreeMonths.rule_for(Notion::PlanRequestDelay).is_none());
        assert!(Regime::TwoMonthsOfRent.rule_for(Notion::CcapexDecision).is_none());
    }
}
