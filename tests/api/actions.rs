//! R18: what a tenant's detail says may be declared, against the act itself.

use serde_json::{Value, json};

use crate::support::{Answer, TestApp};

/// The days of a tenant on which something could have happened, today at the latest.
fn days(tenant: &Value, logement: &Value, today: &str) -> Vec<String> {
    let lease = &tenant["lease"];
    let known = [&lease["started_on"], &lease["ended_on"], &logement["managed_from"], &logement["managed_until"]];
    let mut days: Vec<String> = known.iter().filter_map(|day| day.as_str()).map(str::to_owned).collect();
    days.push(today.to_owned());
    days.retain(|day| day.as_str() <= today);
    days.sort();
    days.dedup();
    days
}

/// The bodies of an action, with facts of those days.
fn bodies(name: &str, tenant: &Value, days: &[String], year: i32) -> Vec<Value> {
    let id = &tenant["id"];
    let each = |body: &dyn Fn(&str) -> Value| -> Vec<Value> { days.iter().map(|day| body(day)).collect() };
    let more = tenant["lease"]["coholders"].as_i64().unwrap() + 7;
    // The month of each day and the one before: that of the last day may be due after it.
    let debt = |day: &str, back: u32| {
        let (year, month): (i32, u32) = (day[..4].parse().unwrap(), day[5..7].parse().unwrap());
        let (year, month) = if month > back { (year, month - back) } else { (year - 1, 12) };
        json!([{ "month": format!("{year}-{month:02}"), "unpaid_cents": 100_000_000, "includes_adjustment": true }])
    };
    let debts: Vec<Value> = days.iter().flat_map(|day| [debt(day, 0), debt(day, 1)]).collect();
    match name {
        "declare_rent" => vec![json!({ "tenant_id": id, "campaign_year": year, "rent_cents": 50_000 })],
        "declare_departure" => {
            each(&|day: &str| json!({ "type": "departure", "tenant_id": id, "departed_on": day, "leaving": "coholder", "reason": "moved" }))
        }
        "declare_colocation" => each(&|day: &str| json!({ "type": "colocation", "tenant_id": id, "effective_on": day, "coholders": more })),
        "declare_end_of_management" => {
            each(&|day: &str| json!({ "type": "end_of_management", "tenant_id": id, "effective_on": day, "reason": "sale" }))
        }
        "report_impaye" => {
            let steps = json!([{ "kind": "reminder", "done_on": days.last() }]);
            debts.iter().map(|months| json!({ "tenant_id": id, "months": months, "recovery_steps": steps })).collect()
        }
        "add_impaye_months" => debts.iter().map(|months| json!({ "months": months })).collect(),
        unknown => panic!("{unknown} has no body"),
    }
}

/// Sends every body of every action of every tenant, and gives where the detail tells otherwise.
fn differences(app: &TestApp, today: &str) -> Vec<String> {
    let landlord = app.landlord();
    let year = app.get("/v1/rent-campaigns").expect(200)["data"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|one| one["opens_on"].as_str().unwrap() <= today)
        .map(|one| i32::try_from(one["year"].as_i64().unwrap()).unwrap())
        .max()
        .unwrap();
    let mut found = Vec::new();
    for listed in landlord.get("/v1/tenants?limit=200").expect(200)["data"].as_array().unwrap() {
        let tenant = app.read_tenant(listed["id"].as_str().unwrap());
        let logement = landlord.get(&format!("/v1/logements/{}", tenant["logement"]["id"].as_str().unwrap())).expect(200);
        let days = days(&tenant, &logement, today);
        for action in tenant["actions"].as_array().unwrap() {
            let (name, href) = (action["name"].as_str().unwrap(), action["href"].as_str().unwrap());
            // A template names no case; months are added for good, as no later action depends on them.
            let path = if name == "add_impaye_months" { href.replace("{id}", "none") } else { format!("{href}?dry_run=true") };
            let answers: Vec<Answer> = bodies(name, &tenant, &days, year).iter().map(|body| landlord.post(&path, body)).collect();
            let accepted = answers.iter().any(|answer| answer.status < 300);
            let codes: Vec<&str> = answers.iter().filter(|answer| answer.status >= 300).map(Answer::code).collect();
            let told = action["reason"].as_str();
            if action["allowed"] != accepted || told.is_some_and(|code| !codes.contains(&code)) || told.is_none() != accepted {
                found.push(format!("{today} {} {name}: told {told:?}, answered {accepted} {codes:?}", tenant["last_name"]));
            }
        }
    }
    found
}

#[test]
fn r18_what_may_be_declared_is_what_the_act_itself_accepts() {
    let mut app = TestApp::demo();
    let change = |app: &TestApp, search: &str, mut sent: Value| {
        sent["tenant_id"] = json!(app.tenant(search));
        app.post("/v1/changes", &sent).expect(201);
    };
    let leaves = |day: &str| json!({ "type": "departure", "departed_on": day, "leaving": "household", "reason": "moved" });
    let ends = |day: &str| json!({ "type": "end_of_management", "effective_on": day, "reason": "sale" });
    change(&app, "eloise", leaves("2026-12-15"));
    change(&app, "eloise", ends("2026-12-10"));
    change(&app, "nguyen", ends("2026-10-31"));
    change(&app, "charpentier", ends("2026-11-20"));
    let mut found = differences(&app, "2026-11-23");
    app.at("2027-01-16T09:00:00Z");
    found.extend(differences(&app, "2027-01-16"));
    assert!(found.is_empty(), "{}", found.join("\n"));
}
