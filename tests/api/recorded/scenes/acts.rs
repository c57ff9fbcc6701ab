//! What is declared and decided.

use offre_bailleurs::testing::demo;
use serde_json::{Value, json};

use super::{Scene, id};
use crate::support::TestApp;

/// After the cut-off day of the campaign of 2026.
const AFTER_CUTOFF: &str = "2027-01-20T09:00:00Z";

fn rent(tenant: &str, year: i32, cents: i64) -> Value {
    json!({ "tenant_id": tenant, "campaign_year": year, "rent_cents": cents })
}

pub fn rents(app: &TestApp) -> Vec<Scene> {
    let scene = |status, name, summary| Scene::of("createRentDeclaration", status, name, summary);
    let (plain, left, declared) = (app.tenant("eloise"), app.tenant("dellova"), app.tenant("nguyen"));
    let sent = rent(&plain, 2026, 43_000);
    vec![
        Scene { at: Some(AFTER_CUTOFF), ..scene(201, "late", "After the cut-off day: flagged late").body(sent.clone()) },
        scene(201, "with_warning", "Accepted, and worth a second look").body(rent(&plain, 2026, 86_000)),
        scene(200, "dry_run", "Nothing is written").query("dry_run=true").body(sent.clone()),
        scene(409, "already_declared", "").body(rent(&declared, 2026, 28_500)),
        scene(409, "tenant_not_concerned", "").body(rent(&left, 2026, 43_000)),
        scene(409, "campaign_not_open", "").body(rent(&plain, 2027, 43_000)),
        scene(422, "validation_failed", "").body(json!({ "tenant_id": plain, "campaign_year": 2026, "rent_cents": 0, "loyer": 1 })),
        scene(422, "idempotency_key_reused", "")
            .header("idempotency-key", "3f0c9b64-2026")
            .after("/v1/rent-declarations", &sent)
            .body(rent(&plain, 2026, 44_000)),
    ]
}

fn departure(tenant: &str, day: &str) -> Value {
    json!({ "type": "departure", "tenant_id": tenant, "departed_on": day, "leaving": "household", "reason": "moved" })
}

pub fn changes(app: &TestApp) -> Vec<Scene> {
    let scene = |status, name, summary| Scene::of("createChange", status, name, summary);
    let (plain, ended) = (app.tenant("eloise"), app.tenant("benali"));
    let colocation =
        |coholders: i32| json!({ "type": "colocation", "tenant_id": plain, "effective_on": "2026-11-01", "coholders": coholders });
    let sale = json!({ "type": "end_of_management", "tenant_id": ended, "effective_on": "2026-12-31", "reason": "sale" });
    let cancelled = id(app, "/v1/changes", |one| one["status"] == "cancelled");
    vec![
        scene(201, "departure_late", "A departure told too late: flagged, with the effects").body(departure(&plain, "2026-08-31")),
        scene(200, "departure", "Dry run of a departure: nothing is written").query("dry_run=true").body(departure(&plain, "2026-11-20")),
        scene(200, "colocation", "Dry run of a shared tenancy").query("dry_run=true").body(colocation(2)),
        scene(409, "departure_already_declared", "")
            .after("/v1/changes", &departure(&plain, "2026-11-20"))
            .body(departure(&plain, "2026-11-20")),
        scene(409, "management_ended", "").body(sale),
        scene(422, "colocation_unchanged", "").body(colocation(1)),
        Scene::of("cancelChange", 409, "illegal_transition", "").path("id", &cancelled).body(json!({ "reason": "Erreur." })),
    ]
}

fn arrears(tenant: &str, cents: i64, steps: usize) -> Value {
    json!({ "tenant_id": tenant, "months": [{ "month": "2026-09", "unpaid_cents": 32_000 }, { "month": "2026-10", "unpaid_cents": cents }],
        "recovery_steps": vec![json!({ "kind": "reminder", "done_on": "2026-11-02" }); steps] })
}

pub fn impayes(app: &TestApp) -> Vec<Scene> {
    let scene = |status, name, summary| Scene::of("createImpaye", status, name, summary);
    let plain = app.tenant("eloise");
    let reported = id(app, "/v1/impayes", |one| one["status"] == "reported");
    let check = json!({ "checked_on": "2026-11-20", "plan_kept": true, "current_rent_paid": true });
    vec![
        scene(201, "constituted", "Constituted and reported").body(arrears(&plain, 32_000, 1)),
        scene(200, "dry_run", "Nothing is written").query("dry_run=true").body(arrears(&plain, 32_000, 1)),
        scene(422, "impaye_not_constituted", "").body(arrears(&plain, 31_900, 1)),
        scene(422, "recovery_steps_required", "").body(arrears(&plain, 32_000, 0)),
        scene(409, "impaye_already_open", "").after("/v1/impayes", &arrears(&plain, 32_000, 1)).body(arrears(&plain, 32_000, 1)),
        Scene::of("createPlanCheck", 409, "illegal_transition", "").path("id", &reported).body(check),
    ]
}

pub fn decisions(app: &TestApp) -> Vec<Scene> {
    let rent = |status, name, summary| Scene::of("decideRentDeclaration", status, name, summary);
    let rejection = json!({ "decision": "rejected", "reason": "Le loyer déclaré ne correspond pas au bail." });
    let accepted = json!({ "decision": "accepted" });
    let decided = id(app, "/v1/rent-declarations", |one| one["status"] == "accepted" && one["campaign_year"] == 2026);
    let change = |name, summary| Scene::of("decideChange", 200, name, summary);
    let case = |name, summary| Scene::of("moveImpaye", 200, name, summary);
    let reviewed = id(app, "/v1/impayes", |one| one["status"] == "under_review");
    let asked = json!({ "status": "plan_requested", "reason": "Dossier complet.", "due_on": "2027-05-23", "basis": "standard" });
    vec![
        rent(200, "accepted", "The rent counts").body(accepted.clone()),
        rent(200, "rejected", "The landlord is to declare again").body(rejection.clone()),
        rent(409, "already_decided", "").path("id", &decided).body(accepted.clone()),
        rent(422, "validation_failed", "").body(json!({ "decision": "rejected" })),
        change("accepted", "The change takes effect").body(accepted),
        change("rejected", "The change has no effect").body(rejection),
        case("plan_approved", "The plan of the landlord is approved")
            .body(json!({ "status": "plan_approved", "reason": "Plan conforme." })),
        case("plan_requested", "A plan is asked for, until a day").path("id", &reviewed).body(asked),
    ]
}

/// The secret of nobody.
pub fn forged() -> String {
    format!("grant_type=client_credentials&client_id={}&client_secret=wrong", demo::LANDLORD_CLIENT.0)
}
