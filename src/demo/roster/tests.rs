use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate};
use serde_json::Value;

use super::{keys, write};
use crate::http::judge::judge_of;
use crate::roster::kinds::Line;
use crate::values::iban::Iban;
use crate::values::legal_days::{is_working_day, next_working_day};
use crate::values::siret::Siret;

fn text() -> String {
    let mut bytes = Vec::new();
    write(&mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

fn lines() -> Vec<Value> {
    text().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn of_type<'a>(lines: &'a [Value], kind: &str) -> Vec<&'a Value> {
    lines.iter().filter(|line| line["type"] == kind).collect()
}

fn string<'a>(value: &'a Value, member: &str) -> &'a str {
    value[member].as_str().unwrap_or_else(|| panic!("{member} of {value}"))
}

fn cents(value: &Value, member: &str) -> i64 {
    value[member].as_i64().unwrap_or_else(|| panic!("{member} of {value}"))
}

fn date(value: &Value, member: &str) -> NaiveDate {
    string(value, member).parse().unwrap()
}

#[test]
fn two_runs_write_the_same_bytes_and_not_too_many() {
    let text = text();
    assert_eq!(text, self::text());
    assert!(text.ends_with("}\n"));
    assert!((1_000_000..5_000_000).contains(&text.len()), "{}", text.len());
}

#[test]
fn every_line_is_one_of_the_registry_and_a_line_of_each_kind_is_there() {
    let judge = judge_of::<Line>().unwrap();
    let lines = lines();
    for line in &lines {
        assert!(judge.accepts(line), "{line}");
        let read = Line::judged(line, line.to_string().as_bytes()).unwrap_or_else(|problem| panic!("{line}: {:?}", problem.errors()));
        assert_eq!(serde_json::to_value(&read).unwrap(), *line);
    }
    for word in Line::TYPES {
        assert!(!of_type(&lines, word).is_empty(), "{word}");
    }
}

#[test]
fn lines_refer_backwards_and_keys_are_unique_within_a_landlord() {
    let mut seen = BTreeSet::new();
    let mut references = BTreeMap::new();
    for line in lines() {
        let kind = string(&line, "type").to_owned();
        if kind == "campaign" {
            assert!(seen.insert((kind, String::new(), line["year"].to_string())));
            continue;
        }
        let key = string(&line, "key").to_owned();
        if kind == "landlord" {
            references.insert(key.clone(), line["references"].clone());
            assert!(seen.insert((kind, String::new(), key)));
            continue;
        }
        let owner = string(&line, "landlord").to_owned();
        let before = |kind: &str, key: &str| seen.contains(&(kind.to_owned(), owner.clone(), key.to_owned()));
        let has = |member: &str, value: &str| {
            let list = references[&owner].as_array().unwrap();
            list.iter().any(|r| r["reference"] == value || r["paying_body"][member] == value)
        };
        match kind.as_str() {
            "logement" => assert!(has("code", string(&line, "reference"))),
            "tenant" => {
                assert!(before("logement", string(&line, "logement")));
                assert!(has("code", string(&line, "paying_body")));
            }
            "payment" => {
                assert!(has("code", string(&line, "reference")));
                for item in line["lines"].as_array().unwrap() {
                    assert!(before("tenant", string(item, "tenant")));
                }
            }
            other => panic!("{other}"),
        }
        assert!(seen.insert((kind, owner, key)), "{line}");
    }
}

#[test]
fn g4_g5_g6_identifiers_are_valid_and_contacts_are_invented() {
    let lines = lines();
    for landlord in of_type(&lines, "landlord") {
        if let Some(siret) = landlord["siret"].as_str() {
            assert!(Siret::parse(siret).is_ok(), "{siret}");
        }
        if let Some(iban) = landlord["bank_account"]["iban"].as_str() {
            assert!(Iban::parse(iban).is_ok(), "{iban}");
        }
        assert!(string(landlord, "email").ends_with(".example"));
        let phone = string(landlord, "phone");
        assert!(phone.starts_with("+3346571") || phone.starts_with("+3363998"));
        assert_eq!(phone.len(), 12);
    }
    for tenant in of_type(&lines, "tenant") {
        let number = string(tenant, "beneficiary_number");
        assert!((1..=7).contains(&number.len()) && number.parse::<u32>().is_ok());
        assert!((1..=31).contains(&cents(&tenant["lease"], "due_day")));
        assert!(cents(&tenant["lease"], "rent_cents") >= 10_000, "{tenant}");
    }
}

#[test]
fn r14_apl_goes_with_a_convention_and_only_apl() {
    let lines = lines();
    let conventions: BTreeMap<_, _> = of_type(&lines, "logement")
        .into_iter()
        .map(|l| ((string(l, "landlord"), string(l, "key")), l["convention_number"].is_string()))
        .collect();
    for tenant in of_type(&lines, "tenant") {
        let logement = (string(tenant, "landlord"), string(tenant, "logement"));
        assert_eq!(conventions[&logement], tenant["aid"]["type"] == "apl", "{tenant}");
    }
}

#[test]
fn r91_transfers_are_paid_on_the_working_day_of_their_aid() {
    for payment in of_type(&lines(), "payment") {
        let paid_on = date(payment, "paid_on");
        assert!(is_working_day(paid_on) && paid_on.to_string().as_str() < super::TODAY);
        for line in payment["lines"].as_array().unwrap() {
            let month: NaiveDate = format!("{}-01", string(line, "entitlement_month")).parse().unwrap();
            let nominal =
                if line["aid_type"] == "apl" { month.with_day(25).unwrap() } else { (month + chrono::Months::new(1)).with_day(5).unwrap() };
            assert_eq!(paid_on, next_working_day(nominal), "{payment}");
        }
    }
}

#[test]
fn r92_r93_lines_add_up_and_corrections_name_their_month() {
    for payment in of_type(&lines(), "payment") {
        let mut total = 0;
        for line in payment["lines"].as_array().unwrap() {
            let [gross, crds, rls, net] = ["gross_cents", "crds_cents", "rls_cents", "net_cents"].map(|member| cents(line, member));
            assert_eq!(net, gross - crds - rls, "{line}");
            assert_eq!(crds, gross / 200, "{line}");
            assert!(line["aid_type"] == "apl" || gross.abs() >= 1_000, "{line}");
            assert_eq!(line["kind"] == "current", line["corrects_month"].is_null(), "{line}");
            assert!(line["kind"] != "recovery" || net < 0, "{line}");
            total += net;
        }
        assert!(total > 0, "{payment}");
    }
}

#[test]
fn payments_go_to_tenants_in_direct_payment_during_their_tenancy() {
    let lines = lines();
    let tenants: BTreeMap<_, _> = of_type(&lines, "tenant").into_iter().map(|t| ((string(t, "landlord"), string(t, "key")), t)).collect();
    for payment in of_type(&lines, "payment") {
        for line in payment["lines"].as_array().unwrap() {
            let tenant = tenants[&(string(payment, "landlord"), string(line, "tenant"))];
            assert_eq!(tenant["aid"]["payment_mode"], "landlord");
            assert_eq!(tenant["aid"]["type"], line["aid_type"]);
            assert_eq!(tenant["paying_body"], payment["paying_body"]);
            let month = string(line, "entitlement_month");
            assert!(string(&tenant["lease"], "started_on")[..7] < *month, "{line}");
            let last = line["kind"] == "current" && tenant["aid"]["last_month"] == month;
            if last {
                assert_eq!(line["net_cents"], tenant["aid"]["last_amount_cents"], "{line}");
            }
        }
    }
}

#[test]
fn every_situation_is_there() {
    let lines = lines();
    let tenants = of_type(&lines, "tenant");
    let own = |landlord: &str| tenants.iter().filter(|t| t["landlord"] == landlord).count();
    assert_eq!(own(keys::SCI), 29);
    assert_eq!(own(keys::INDIVIDUAL), 2);
    assert_eq!(own(keys::FARM), 3);
    assert_eq!(own(keys::AGENCY), 1_000);
    let sci = |key: &str| *tenants.iter().find(|t| t["landlord"] == keys::SCI && t["key"] == key).unwrap();
    let (first, second) = (sci(keys::COLOCATION_FIRST), sci(keys::COLOCATION_SECOND));
    assert_eq!(first["logement"], second["logement"]);
    assert_eq!(first["lease"]["started_on"], second["lease"]["started_on"]);
    assert!(sci(keys::CHARGES_UNKNOWN)["lease"]["charges_cents"].is_null());
    assert!(sci(keys::NO_PREVIOUS_RENT)["previous_july_rent_cents"].is_null());
    assert_eq!(date(&sci(keys::LEFT_DURING_JULY)["lease"], "ended_on").month(), 7);
    assert_eq!(sci(keys::APL_CONVENTION)["beneficiary_number"], "0012345");
    let excess = sci(keys::EXCESS);
    let due = cents(&excess["lease"], "rent_cents") + cents(&excess["lease"], "charges_cents");
    assert_eq!(cents(&excess["aid"], "last_amount_cents") - due, 1_500);
    for key in keys::TO_DECLARE {
        assert!(sci(key)["lease"]["ended_on"].is_null());
    }
    let payments = of_type(&lines, "payment");
    assert!(payments.iter().any(|p| p["landlord"] == keys::SCI && p["key"] == keys::PAYMENT));
}
