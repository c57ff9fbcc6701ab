//! The end of a tenancy under a shared lease, whichever departures of the lease are in force.

use serde_json::{Value, json};

use crate::support::{Answer, TestApp};

/// The two tenancies of one lease of the demo.
struct Lease {
    app: TestApp,
    landlord: String,
    one: String,
    other: String,
}

impl Lease {
    fn new() -> Self {
        let app = TestApp::demo();
        let landlord = app.get("/v1/landlord").expect(200)["id"].as_str().unwrap().to_owned();
        let (one, other) = (app.tenant("ferrand"), app.tenant("gwenaelle"));
        Self { app, landlord, one, other }
    }

    fn declare(&self, tenant: &str, leaving: &str, on: &str, replaces: Option<&str>) -> Answer {
        let sent = json!({ "type": "departure", "tenant_id": tenant, "departed_on": on, "leaving": leaving, "reason": "moved",
            "replaces": replaces });
        self.app.post("/v1/changes", &sent)
    }

    fn declared(&self, tenant: &str, leaving: &str, on: &str, replaces: Option<&str>) -> String {
        self.declare(tenant, leaving, on, replaces).expect(201)["id"].as_str().unwrap().to_owned()
    }

    /// Undoes a departure: the landlord cancels it, or the paying body refuses it.
    fn undo(&self, id: &str, cancelled: bool) {
        if cancelled {
            self.app.post(&format!("/v1/changes/{id}/cancellation"), &json!({})).expect(200);
        } else {
            let path = format!("/v1/paying-body/landlords/{}/changes/{id}/decision", self.landlord);
            self.app.paying_body().post(&path, &json!({ "decision": "rejected", "reason": "Non." })).expect(200);
        }
    }

    /// When the two end.
    fn ends(&self) -> (Value, Value) {
        let end = |tenant: &str| self.app.read_tenant(tenant)["lease"]["ended_on"].clone();
        (end(&self.one), end(&self.other))
    }
}

fn earlier(own: &str, household: &str) -> Value {
    json!(own.min(household))
}

#[test]
fn r53_a_household_departure_ends_each_tenancy_that_none_of_its_own_ends_earlier_and_undone_it_leaves_what_was() {
    let lease = Lease::new();
    let running = (Value::Null, Value::Null);
    for household in ["2026-10-20", "2026-11-10", "2026-11-20", "2026-12-10"] {
        for (own, own_first, cancelled) in [("2026-11-10", true, true), ("2026-11-10", false, true), ("2026-11-10", true, false)] {
            let case = format!("{household} {own} {own_first} {cancelled}");
            let departure = lease.declared(&lease.other, "coholder", own, None);
            assert_eq!(lease.ends(), (Value::Null, json!(own)), "{case}");
            let made = lease.declare(&lease.one, "household", household, None).expect(201);
            let both = made["id"].as_str().unwrap().to_owned();
            let expected = (json!(household), earlier(own, household));
            assert_eq!(lease.ends(), expected, "{case}");
            let named = made["effects"].as_array().unwrap().iter().any(|effect| effect["tenant_id"] == lease.other.as_str());
            assert_eq!(named, household < own, "{case}: {made}");
            if own_first {
                lease.undo(&departure, cancelled);
                assert_eq!(lease.ends(), (json!(household), json!(household)), "{case}");
                lease.undo(&both, cancelled);
            } else {
                lease.undo(&both, cancelled);
                assert_eq!(lease.ends(), (Value::Null, json!(own)), "{case}");
                lease.undo(&departure, cancelled);
            }
            assert_eq!(lease.ends(), running, "{case}");
        }
    }
}

#[test]
fn r43_r53_a_departure_that_is_replaced_counts_beside_that_of_the_household() {
    let lease = Lease::new();
    let mut own = lease.declared(&lease.other, "coholder", "2026-11-10", None);
    let mut both = lease.declared(&lease.one, "household", "2026-11-15", None);
    for (departed, is_own) in [
        ("2026-11-20", true),
        ("2026-11-12", true),
        ("2026-11-15", true),
        ("2026-11-05", false),
        ("2026-12-05", false),
        ("2026-11-15", false),
        ("2026-11-10", true),
    ] {
        if is_own {
            own = lease.declared(&lease.other, "coholder", departed, Some(&own));
        } else {
            both = lease.declared(&lease.one, "household", departed, Some(&both));
        }
        let on = |id: &str| lease.app.get(&format!("/v1/changes/{id}")).expect(200)["departed_on"].as_str().unwrap().to_owned();
        let (own_on, both_on) = (on(&own), on(&both));
        assert_eq!(lease.ends(), (json!(both_on), earlier(&own_on, &both_on)), "{departed} {is_own}");
    }
    // A second one is refused all the same, whoever ended the tenancy.
    for tenant in [&lease.one, &lease.other] {
        let refused = lease.declare(tenant, "coholder", "2026-11-01", None);
        assert_eq!((refused.status, refused.code()), (409, "departure_already_declared"));
    }
    lease.undo(&own, true);
    let refused = lease.declare(&lease.other, "coholder", "2026-11-01", None);
    assert_eq!((refused.code(), &refused.body["current_id"]), ("departure_already_declared", &json!(both)));
    lease.undo(&both, true);
    assert_eq!(lease.ends(), (Value::Null, Value::Null));
}
