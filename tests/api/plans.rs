//! What the databases make of the statements: each owned table is reached by an index that begins with its
//! owner, and a sub-query knows its owner by itself.

use diesel::connection::SimpleConnection;
use diesel::{Connection, RunQueryDsl, SqliteConnection, sql_query};
use offre_bailleurs::testing::demo::keys;
use offre_bailleurs::testing::{PgConnection, Said};
use serde_json::Value;

use crate::document::drive;
use crate::support::TestApp;
use crate::support::owners::{across, named, owned};

/// Copies of all that an agency has: for itself and for a second landlord as large.
const LARGE: &str = include_str!("support/large.sql");

#[derive(diesel::QueryableByName)]
struct Line {
    #[diesel(sql_type = diesel::sql_types::Text)]
    line: String,
}

/// The statements about owned tables that the examples and some pages of a large landlord take, without
/// those that only insert.
fn statements(app: &TestApp) -> Vec<(String, Said)> {
    drive(app, |_, _, call| assert!(call().status < 300));
    let token = app.token_for(keys::AGENCY);
    let agency = app.caller(&token);
    for list in [
        "tenants",
        "logements",
        "rent-campaigns/2026/tenants",
        "rent-declarations",
        "changes",
        "impayes",
        "payments",
        "payment-lines",
        "landlord/todos",
    ] {
        let page = agency.get(&format!("/v1/{list}?limit=20")).expect(200);
        if let Some(cursor) = page["next_cursor"].as_str() {
            agency.get(&format!("/v1/{list}?limit=20&cursor={cursor}")).expect(200);
        }
    }
    // What was received in a month, and decided since an instant.
    for list in ["rent-declarations", "changes", "impayes"] {
        for filter in ["from=2026-11-01&to=2026-11-30", "decided_since=2026-11-01T00:00:00Z"] {
            agency.get(&format!("/v1/{list}?{filter}")).expect(200);
        }
    }
    // What stands in one state or another.
    for filtered in [
        "tenants?aid_type=apl&aid_type=als&rent_declaration=declared&rent_declaration=to_declare",
        "rent-campaigns/2026/tenants?status=declared&status=not_concerned",
        "rent-declarations?status=submitted&status=rejected",
        "changes?type=departure&type=colocation&status=submitted",
        "impayes?status=reported&status=monitored",
        "logements?kind=house&kind=room&status=managed",
        "payment-lines?kind=recovery&kind=adjustment",
        "landlord/todos?kind=plan_due&kind=check_due",
    ] {
        agency.get(&format!("/v1/{filtered}")).expect(200);
    }
    // What a landlord asks for by its own keys, and those of many.
    let sci = app.caller(app.token());
    for list in crate::finding::addresses(&sci) {
        for filter in ["landlord_reference=LOC-0042", "beneficiary_number=1234567", "search=eloise"] {
            sci.get(&format!("{list}{filter}")).expect(200);
        }
    }
    for list in crate::finding::addresses(&agency) {
        agency.get(&format!("{list}search=a&limit=5")).expect(200);
    }
    let said =
        app.statements_said().into_iter().filter(|(text, _)| !text.starts_with("INSERT") && !named(text).is_empty() && !across(text));
    said.collect()
}

/// What is wrong with a node of a plan and those below it.
fn judge(node: &Value, within: bool, wrong: &mut Vec<String>) {
    let text = |name: &str| node[name].as_str().unwrap_or_default();
    let within = within || text("Parent Relationship") == "SubPlan";
    let owner = owned().get(text("Relation Name")).copied();
    if let Some(owner) = owner
        && text("Node Type") == "Seq Scan"
    {
        wrong.push(format!("{} is read whole, whoever the {owner}", text("Relation Name")));
    }
    if !text("Index Name").is_empty() {
        let condition = text("Index Cond").replace(['(', ')'], "");
        let shared = ["paying_bodies", "rent_campaigns", "clients", "landlord_names", "settings"]
            .iter()
            .any(|table| text("Index Name").starts_with(table));
        let bound = |owner: &str| condition.contains(&format!("{owner} = $"));
        if !shared && !bound("landlord_id") && !bound("owner_id") {
            wrong.push(format!("{} is not entered by the owner: {condition}", text("Index Name")));
        }
        if within && condition.contains(".landlord_id") {
            wrong.push(format!("{} takes its owner from outside: {condition}", text("Index Name")));
        }
    }
    for below in node["Plans"].as_array().into_iter().flatten() {
        judge(below, within, wrong);
    }
}

fn on_postgres(app: &TestApp) -> Vec<String> {
    let mut conn = PgConnection::establish(app.database()).unwrap();
    let all = statements(app);
    conn.batch_execute(LARGE).unwrap();
    conn.batch_execute("SET plan_cache_mode = force_generic_plan").unwrap();
    let (mut wrong, mut judged) = (Vec::new(), 0);
    for (text, Said { types, .. }) in all {
        let values = vec!["NULL"; (1..).take_while(|number| text.contains(&format!("${number}"))).count()].join(", ");
        let types = if types.is_empty() { types } else { format!("({})", types.replace("_text", "text[]").replace("_int4", "int4[]")) };
        conn.batch_execute(&format!("PREPARE asked{types} AS {text}")).unwrap();
        // As text: the plan is one document.
        let plan: Vec<Line> = sql_query(format!("SELECT plan_of('EXECUTE asked({values})')::text AS line")).load(&mut conn).unwrap();
        conn.batch_execute("DEALLOCATE asked").unwrap();
        let plan: Value = serde_json::from_str(&plan[0].line).unwrap();
        let mut own = Vec::new();
        judge(&plan[0]["Plan"], false, &mut own);
        wrong.extend(own.into_iter().map(|why| format!("{why}\n    {text}")));
        judged += 1;
    }
    assert!(judged > 40, "{judged} statements");
    wrong
}

fn on_sqlite(app: &TestApp) -> Vec<String> {
    #[derive(diesel::QueryableByName)]
    struct Step {
        #[diesel(sql_type = diesel::sql_types::Text)]
        detail: String,
    }
    let all = statements(app);
    let mut conn = SqliteConnection::establish(app.database().trim_start_matches("sqlite://")).unwrap();
    let (mut wrong, mut judged) = (Vec::new(), 0);
    for (text, _) in all {
        let plan: Vec<Step> = sql_query(format!("EXPLAIN QUERY PLAN {text}")).load(&mut conn).unwrap();
        for Step { detail } in plan {
            let mut words = detail.split_whitespace();
            let (step, table) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
            let owner = owned().get(if table == "own" { "tenants" } else { table }).copied();
            let entered = owner.is_none_or(|owner| detail.contains(&format!("({owner}=?")));
            if ["SCAN", "SEARCH"].contains(&step) && !entered {
                wrong.push(format!("{detail}\n    {text}"));
            }
        }
        judged += 1;
    }
    assert!(judged > 40, "{judged} statements");
    wrong
}

#[test]
fn each_owned_table_is_entered_by_its_owner() {
    let app = TestApp::demo();
    let wrong = if app.database().starts_with("sqlite") { on_sqlite(&app) } else { on_postgres(&app) };
    assert!(wrong.is_empty(), "{} of them\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn a_plan_that_takes_its_owner_from_outside_is_found() {
    let scan = |kind: &str, relation: &str, condition: &str| {
        serde_json::json!({
            "Node Type": "Index Scan", "Relation Name": relation, "Index Name": format!("{relation}_pk"), "Index Cond": condition,
            "Parent Relationship": kind,
        })
    };
    let told = |node: &Value| {
        let mut wrong = Vec::new();
        judge(node, false, &mut wrong);
        wrong.len()
    };
    assert_eq!(told(&scan("Outer", "tenants", "((landlord_id = ($1)::text) AND (id = $2))")), 0);
    assert_eq!(told(&scan("SubPlan", "coholder_counts", "((landlord_id = $1) AND (tenant_id = tenants.id))")), 0);
    assert_eq!(told(&scan("SubPlan", "coholder_counts", "((landlord_id = tenants.landlord_id) AND (tenant_id = tenants.id))")), 2);
    assert_eq!(told(&scan("Outer", "tenants", "(id = $1)")), 1);
    assert_eq!(told(&serde_json::json!({ "Node Type": "Seq Scan", "Relation Name": "tenants" })), 1);
    assert_eq!(told(&serde_json::json!({ "Node Type": "Seq Scan", "Relation Name": "paying_bodies" })), 0);
}
