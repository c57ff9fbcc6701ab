//! How many statements each operation takes, and how many round trips on PostgreSQL.

use std::collections::BTreeMap;

use offre_bailleurs::testing::demo::PAYING_BODY_CLIENT;

use crate::document::drive;
use crate::support::TestApp;

/// For each example of an operation: its statements, the same on both databases, and how often work on
/// PostgreSQL waits for answers meanwhile. Reads over shared connections wait beside the work, and are not
/// counted there; `BEGIN` and `COMMIT` go with other statements, and are none. What is not listed asks
/// the database nothing.
const SPENT: &[(&str, &[(u64, u64)])] = &[
    ("GET /v1/changes", &[(2, 0)]),
    ("GET /v1/changes/{id}", &[(1, 0)]),
    ("GET /v1/changes/{id}/receipt", &[(1, 0)]),
    ("GET /v1/impayes", &[(1, 0)]),
    ("GET /v1/impayes/{id}", &[(1, 0)]),
    ("GET /v1/impayes/{id}/receipt", &[(1, 0)]),
    ("GET /v1/landlord", &[(3, 0)]),
    ("GET /v1/landlord/todos", &[(2, 0)]),
    ("GET /v1/logements", &[(1, 0)]),
    ("GET /v1/logements/{id}", &[(1, 0)]),
    ("GET /v1/me", &[(2, 0)]),
    ("GET /v1/paying-body/inbox", &[(1, 0)]),
    ("GET /v1/paying-body/landlords/{landlord_id}/changes/{id}", &[(3, 0)]),
    ("GET /v1/paying-body/landlords/{landlord_id}/impayes/{id}", &[(2, 0)]),
    ("GET /v1/paying-body/landlords/{landlord_id}/rent-declarations/{id}", &[(2, 0)]),
    ("GET /v1/payment-lines", &[(2, 0)]),
    ("GET /v1/payments", &[(2, 0)]),
    ("GET /v1/payments/reconciliation", &[(6, 3)]),
    ("GET /v1/payments/summary", &[(2, 1)]),
    ("GET /v1/payments/{id}", &[(3, 3)]),
    ("GET /v1/payments/{id}/lines", &[(3, 0)]),
    ("GET /v1/rent-campaigns", &[(1, 0)]),
    ("GET /v1/rent-campaigns/{year}", &[(1, 0)]),
    ("GET /v1/rent-campaigns/{year}/tenants", &[(2, 0)]),
    ("GET /v1/rent-declarations", &[(1, 0)]),
    ("GET /v1/rent-declarations/{id}", &[(1, 0)]),
    ("GET /v1/rent-declarations/{id}/receipt", &[(1, 0)]),
    ("GET /v1/tenants", &[(1, 0)]),
    ("GET /v1/tenants/{id}", &[(1, 0)]),
    ("PATCH /v1/landlord", &[(8, 4)]),
    ("PATCH /v1/logements/{id}", &[(4, 2)]),
    ("PATCH /v1/tenants/{id}", &[(3, 2)]),
    ("POST /oauth/token", &[(1, 1), (1, 1), (1, 1), (1, 1)]),
    ("POST /v1/changes", &[(10, 8), (9, 7), (9, 7)]),
    ("POST /v1/changes/{id}/cancellation", &[(13, 11)]),
    ("POST /v1/impayes", &[(7, 5)]),
    ("POST /v1/impayes/{id}/checks", &[(7, 5)]),
    ("POST /v1/impayes/{id}/months", &[(6, 5)]),
    ("POST /v1/impayes/{id}/repayment-plans", &[(8, 5)]),
    ("POST /v1/impayes/{id}/settlement", &[(7, 5)]),
    ("POST /v1/impayes/{id}/withdrawal", &[(6, 4)]),
    ("POST /v1/paying-body/landlords/{landlord_id}/changes/{id}/decision", &[(9, 6)]),
    ("POST /v1/paying-body/landlords/{landlord_id}/impayes/{id}/transition", &[(7, 5)]),
    ("POST /v1/paying-body/landlords/{landlord_id}/rent-declarations/{id}/decision", &[(7, 5)]),
    ("POST /v1/paying-body/load", &[(5, 6)]),
    ("POST /v1/rent-declarations", &[(9, 2), (12, 3)]),
    ("PUT /v1/landlord/bank-account", &[(11, 7)]),
];

/// What the server asks for itself, now and then.
const BESIDE: &[&str] =
    &["FROM signing_keys", "clients.revoked_at >=", "UPDATE client_secrets", "FROM rent_campaigns ORDER BY", "SELECT 1"];

/// What opens and ends a transaction or settles a connection is about nothing.
const WORDS: &[&str] = &["BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "SET ", "PRAGMA "];

type Times = BTreeMap<String, u64>;

/// What was asked meanwhile, and how often.
fn grown(before: &Times, after: &Times, without: &[&str]) -> Times {
    let own = |text: &str| {
        let text = text.replace(['"', '`'], "");
        !BESIDE.iter().any(|part| text.contains(part)) && !without.iter().any(|word| text.starts_with(word))
    };
    let more = after.iter().map(|(text, times)| (text.clone(), times - before.get(text).copied().unwrap_or(0)));
    more.filter(|(text, times)| own(text) && *times > 0).collect()
}

fn spent(app: &TestApp) -> (Times, Times) {
    (app.statements_said().into_iter().map(|(text, said)| (text, said.times)).collect(), app.trips())
}

/// A server that has noted the first use of the secrets, which it does behind the answer.
fn settled() -> TestApp {
    let app = TestApp::demo();
    app.token_of(PAYING_BODY_CLIENT);
    let noted = || {
        app.statements_said()
            .iter()
            .filter(|(text, _)| text.starts_with("UPDATE") && text.contains("client_secrets"))
            .map(|(_, said)| said.times)
            .sum::<u64>()
    };
    let mut tries = 0;
    while noted() < 2 || !app.trips().keys().any(|first| first.starts_with("COMMIT")) && app.database().starts_with("postgres") {
        tries += 1;
        assert!(tries < 1_000, "{} uses were noted", noted());
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    app
}

#[test]
fn each_operation_takes_the_statements_and_round_trips_that_are_written_here() {
    let app = settled();
    let mut counted: BTreeMap<String, Vec<(Times, Times)>> = BTreeMap::new();
    drive(&app, |operation, _, call| {
        let before = spent(&app);
        assert!(call().status < 300, "{} {}", operation.method, operation.path);
        let after = spent(&app);
        let one = (grown(&before.0, &after.0, WORDS), grown(&before.1, &after.1, &[]));
        counted.entry(format!("{} {}", operation.method, operation.path)).or_default().push(one);
    });
    let mut wrong = Vec::new();
    let sqlite = app.database().starts_with("sqlite");
    let mut written: BTreeMap<&str, Vec<(u64, u64)>> = SPENT.iter().map(|(name, spent)| (*name, spent.to_vec())).collect();
    for (name, counted) in &counted {
        let mut written = written.remove(name.as_str()).unwrap_or_else(|| vec![(0, 0); counted.len()]);
        if sqlite {
            written.iter_mut().for_each(|(_, trips)| *trips = 0);
        }
        let numbers: Vec<(u64, u64)> = counted.iter().map(|(said, trips)| (said.values().sum(), trips.values().sum())).collect();
        if numbers != written {
            wrong.push(format!("(\"{name}\", &{numbers:?}), not {written:?}: {counted:#?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(written.is_empty(), "no such operation: {written:?}");
}

#[test]
fn a_simulation_about_a_tenant_is_one_statement() {
    let app = TestApp::demo();
    let sent = serde_json::json!({ "tenant_id": app.tenant("eloise"), "months": [{ "month": "2026-10", "unpaid_cents": 1 }] });
    let before = spent(&app);
    app.post("/v1/impayes/simulations", &sent).expect(200);
    let after = spent(&app);
    assert_eq!(grown(&before.0, &after.0, WORDS).values().sum::<u64>(), 1);
    assert_eq!(grown(&before.1, &after.1, &[]), Times::new());
}
