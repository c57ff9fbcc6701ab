//! Each code of the table is raised here: a row that no answer carries fails, and so does a code in
//! an answer that has no row.

pub mod told;

use offre_bailleurs::testing::demo::{self, keys};
use offre_bailleurs::testing::{Kind, every_code};
use serde_json::{Value, json};

use crate::outcomes::{break_inserts, hold};
use crate::support::{Answer, TestApp, Wire};
use told::Told;

#[test]
fn each_code_of_the_table_is_raised_and_none_is_outside_it() {
    for (kind, language) in Kind::ALL.iter().flat_map(|kind| [(kind, "fr"), (kind, "en")]) {
        let told = Told::by(TestApp::demo(), language);
        match kind {
            Kind::Problem => problems(told),
            Kind::Field => fields(told),
            Kind::Warning => warnings(told),
            Kind::Effect => effects(told),
            Kind::Note => notes(told),
            Kind::Line => lines(told),
            Kind::Token => tokens(told),
        }
        .holds(*kind);
    }
}

#[test]
fn each_code_has_its_page_and_stands_in_the_index() {
    let app = TestApp::demo();
    let page = |path: &str, language: &str| {
        let answer = app.call("GET", path, "", "", "", &[("accept-language".to_owned(), language.to_owned())]);
        assert_eq!((answer.status, answer.header("content-type")), (200, "text/html; charset=utf-8"), "{path}");
        String::from_utf8(answer.bytes).unwrap()
    };
    let index = page("/problems", "fr");
    assert_eq!(index, page("/problems/", "fr"));
    let mut examples = 0;
    for row in every_code() {
        let path = format!("/problems/{}", row.word);
        assert!(index.contains(&format!("href=\"{path}\"")) && index.contains(&*row.meaning.fr), "{path}");
        for (language, meaning, remedy) in [("fr", &row.meaning.fr, &row.remedy.fr), ("en", &row.meaning.en, &row.remedy.en)] {
            let page = page(&path, language);
            assert!(page.contains(&**meaning) && page.contains(&**remedy), "{path} {language}");
            examples += usize::from(page.contains(&format!("\"code\": \"{}\"", row.word)));
        }
    }
    assert!(examples > 60, "only {examples} pages show an answer");
    assert_eq!(app.get("/problems/nothing_like_it").code(), "not_found");
}

fn rent(tenant: &str, year: i32, cents: i64) -> Value {
    json!({ "tenant_id": tenant, "campaign_year": year, "rent_cents": cents })
}

fn departure(tenant: &str, reason: &str, leaving: &str) -> Value {
    json!({ "type": "departure", "tenant_id": tenant, "departed_on": "2026-11-20", "lease_ended_on": "2026-11-22",
        "leaving": leaving, "reason": reason })
}

fn colocation(tenant: &str, coholders: i32) -> Value {
    json!({ "type": "colocation", "tenant_id": tenant, "effective_on": "2026-11-01", "coholders": coholders })
}

fn end_of_management(tenant: &str) -> Value {
    json!({ "type": "end_of_management", "tenant_id": tenant, "effective_on": "2026-12-31", "reason": "sale" })
}

fn arrears(tenant: &str, list: &[(&str, i64)], steps: usize) -> Value {
    let months: Vec<Value> = list.iter().map(|(month, cents)| json!({ "month": month, "unpaid_cents": cents })).collect();
    json!({ "tenant_id": tenant, "months": months, "recovery_steps": vec![json!({ "kind": "reminder", "done_on": "2026-11-02" }); steps] })
}

fn problems(mut told: Told) -> Told {
    let plain = told.app.tenant("eloise");
    for (method, path, kind, body, headers) in [
        ("GET", "/nowhere", "", "", &[][..]),
        ("DELETE", "/v1/tenants", "", "", &[]),
        ("GET", "/v1/logements", "", "", &[("accept", "text/csv")]),
        ("POST", "/v1/changes", "application/json", "{", &[]),
        ("POST", "/v1/changes", "text/plain", "{}", &[]),
        ("POST", "/v1/changes", "application/json", &" ".repeat(300_000), &[]),
        ("GET", "/v1/tenants?cursor=abc", "", "", &[]),
        ("GET", "/v1/tenants?limit=0", "", "", &[]),
        ("PATCH", "/v1/landlord", "application/merge-patch+json", "{}", &[]),
        ("PATCH", "/v1/landlord", "application/merge-patch+json", "{}", &[("if-match", "\"old\"")]),
    ] {
        told.call(method, path, kind, body, headers);
    }
    let mut wire = Wire::to(told.app.host());
    let caller = format!("authorization: Bearer {}", told.app.token());
    wire.head(&["POST /v1/changes HTTP/1.1", "content-type: application/json", "content-length: 9", &caller]);
    let (status, _, body) = wire.answer();
    told.keep(Answer { status, headers: Vec::new(), bytes: Vec::new(), body });
    let narrow = told.app.token_with(demo::LANDLORD_CLIENT, "tenants:read");
    told.call_by("", "GET", "/v1/me", "", "", &[]);
    told.call_by(&narrow, "GET", "/v1/payments", "", "", &[]);
    told.post("/v1/rent-declarations", &rent(&plain, 2027, 43_000));
    for search in ["dellova", "benali"] {
        let line = told.app.get(&format!("/v1/rent-campaigns/2026/tenants?search={search}")).expect(200)["data"][0].clone();
        told.post("/v1/rent-declarations", &rent(line["tenant"]["id"].as_str().unwrap(), 2026, 43_000));
    }
    told.post("/v1/changes", &colocation(&plain, 1));
    for (cents, steps) in [(31_999, 1), (32_000, 0), (32_000, 1), (32_000, 1)] {
        told.post("/v1/impayes", &arrears(&plain, &[("2026-09", 32_000), ("2026-10", cents)], steps));
    }
    let case = told.app.read_tenant(&plain)["open_impaye_id"].as_str().unwrap().to_owned();
    let check = json!({ "checked_on": "2026-11-20", "plan_kept": true, "current_rent_paid": true });
    told.post(&format!("/v1/impayes/{case}/checks"), &check);
    let key = [("idempotency-key", "k")];
    for cents in [43_000, 44_000] {
        let body = rent(&plain, 2026, cents).to_string();
        told.call("POST", "/v1/rent-declarations", "application/json", &body, &key);
    }
    told.post("/v1/rent-declarations", &rent(&plain, 2026, 43_000));
    decided_twice(&mut told);
    for _ in 0..2 {
        told.post("/v1/changes", &departure(&plain, "moved", "household"));
    }
    busy(&mut told);
    break_inserts(told.app.database(), "rent_declarations");
    let open = told.app.get("/v1/tenants?rent_declaration=to_declare&limit=1").expect(200)["data"][0]["id"].clone();
    told.post("/v1/rent-declarations", &rent(open.as_str().unwrap(), 2026, 43_000));
    told
}

fn decided_twice(told: &mut Told) {
    let body = told.app.token_of(demo::PAYING_BODY_CLIENT);
    let inbox = told.call_by(&body, "GET", "/v1/paying-body/inbox?kind=rent_declaration&limit=1", "", "", &[]);
    let path = format!("{}/decision", inbox["data"][0]["href"].as_str().unwrap());
    for _ in 0..2 {
        told.call_by(&body, "POST", &path, "application/json", "{\"decision\":\"accepted\"}", &[]);
    }
}

/// A landlord whose data somebody else holds, once with a key and once without.
fn busy(told: &mut Told) {
    let open = told.app.get("/v1/tenants?rent_declaration=to_declare&limit=1").expect(200)["data"][0]["id"].clone();
    let body = rent(open.as_str().unwrap(), 2026, 43_000).to_string();
    let ((release, released), (held, holding)) = (std::sync::mpsc::channel(), std::sync::mpsc::channel());
    let app = &told.app;
    let post = |key: &[(String, String)]| app.call("POST", "/v1/rent-declarations", "application/json", &body, app.token(), key);
    let answers = std::thread::scope(|scope| {
        scope.spawn(move || hold(app.database(), &released, &held));
        holding.recv().unwrap();
        let keyed = scope.spawn(|| post(&[("idempotency-key".to_owned(), "busy".to_owned())]));
        let answers = [post(&[]), keyed.join().unwrap()];
        release.send(()).unwrap();
        answers
    });
    answers.into_iter().for_each(|answer| drop(told.keep(answer)));
}

fn fields(mut told: Told) -> Told {
    let plain = told.app.tenant("eloise");
    let wrong = json!({ "tenant_id": "x", "campaign_year": "2026", "rent_cents": -1, "comment": "a\u{0}b", "nir": "1", "zz": 1 });
    told.post("/v1/rent-declarations?nope=1", &wrong);
    told.post("/v1/rent-declarations", &json!({ "comment": "x".repeat(1_001) }));
    told.call("POST", "/v1/rent-declarations", "application/json", "{\"rent_cents\":1,\"rent_cents\":1}", &[]);
    told.post("/v1/rent-declarations", &rent("ten_01m83t4cm0000000000000000z", 2026, 43_000));
    told.post("/v1/changes", &json!({ "type": "x" }));
    let mut end = end_of_management(&plain);
    end["successor"] = json!({ "name": "Agence", "siret": "35600000049838", "email": "a" });
    told.post("/v1/changes", &end);
    let account = json!({ "holder": "SCI", "iban": "FR1420041010050500013M02607", "bic": "PSST" }).to_string();
    told.call("PUT", "/v1/landlord/bank-account", "application/json", &account, &[("if-match", "*")]);
    told.post("/v1/impayes/simulations", &json!({ "months": [] }));
    told.post("/v1/impayes/simulations", &json!({ "months": [{ "month": "2026-10", "unpaid_cents": 1 }] }));
    told.post("/v1/impayes", &arrears(&plain, &[("2026-10", 32_001), ("2026-09", 1)], 1));
    told.post("/v1/impayes", &arrears(&plain, &[("2026-10", 1)], 51));
    let case = told.post("/v1/impayes", &arrears(&plain, &[("2026-09", 32_000), ("2026-10", 32_000)], 1));
    let path = |step: &str| format!("/v1/impayes/{}/{step}", case["id"].as_str().unwrap());
    let none = json!({ "months": [{ "month": "2026-09", "unpaid_cents": 0 }, { "month": "2026-10", "unpaid_cents": 0 }] });
    told.post(&path("months"), &none);
    let plan =
        json!({ "signed_on": "2026-11-20", "first_due_on": "2026-12-01", "instalments": [{ "due_on": "2026-12-02", "amount_cents": 1 }] });
    told.post(&path("repayment-plans"), &plan);
    let landlord = told.app.get("/v1/landlord").expect(200)["id"].as_str().unwrap().to_owned();
    let path = format!("/v1/paying-body/landlords/{landlord}/impayes/{}/transition", case["id"].as_str().unwrap());
    let body = told.app.token_of(demo::PAYING_BODY_CLIENT);
    told.call_by(&body, "POST", &path, "application/json", "{\"status\":\"closed\",\"due_on\":\"2026-12-01\"}", &[]);
    told
}

fn warnings(mut told: Told) -> Told {
    let (plain, shared) = (told.app.tenant("eloise"), told.app.tenant("boeuf"));
    told.post("/v1/rent-declarations?dry_run=true", &rent(&plain, 2026, 63_001));
    told.get(&format!("/v1/rent-declarations?tenant_id={shared}"));
    told.post("/v1/changes?dry_run=true", &departure(&plain, "moved", "coholder"));
    let figures = json!({ "rent_cents": 15_000, "aid_cents": 5_000, "payment_mode": "tenant", "due_day": 5, "reported_on": "2026-12-10",
        "months": [{ "month": "2026-11", "unpaid_cents": 70_000 }, { "month": "2026-12", "unpaid_cents": 15_000 }] });
    told.post("/v1/impayes/simulations", &figures);
    let mut later = figures;
    later["reported_on"] = json!("2027-01-10");
    later["charges_cents"] = json!(0);
    later["months"][0]["unpaid_cents"] = json!(15_000);
    told.post("/v1/impayes/simulations", &later);
    let mut charged = arrears(&plain, &[("2026-09", 32_000), ("2026-10", 32_000)], 1);
    charged["charges_cents"] = json!(1);
    let case = told.post("/v1/impayes", &charged);
    told.post(&format!("/v1/impayes/{}/withdrawal", case["id"].as_str().unwrap()), &json!({ "reason": "erreur" }));
    let mut line = told::line("tenant", keys::PLAIN);
    line["aid"]["last_amount_cents"] = Value::Null;
    told.load(&[line]);
    told.post("/v1/impayes/simulations", &json!({ "tenant_id": plain, "months": [{ "month": "2021-08", "unpaid_cents": 1 }] }));
    let mut sold = end_of_management(&plain);
    sold["effective_on"] = json!("2026-10-31");
    told.post("/v1/changes", &sold);
    told.post("/v1/impayes/simulations", &json!({ "tenant_id": plain, "months": [{ "month": "2026-11", "unpaid_cents": 1 }] }));
    told
}

fn effects(mut told: Told) -> Told {
    let plain = told.app.tenant("eloise");
    for change in [departure(&plain, "death", "household"), colocation(&plain, 2), end_of_management(&plain)] {
        told.post("/v1/changes?dry_run=true", &change);
    }
    told
}

fn tokens(mut told: Told) -> Told {
    let (id, secret) = demo::LANDLORD_CLIENT;
    let own = format!("client_id={id}&client_secret={secret}");
    for form in [
        own.clone(),
        format!("grant_type=client_credentials&client_id={id}&client_secret=wrong"),
        format!("{own}&grant_type=password"),
        format!("{own}&grant_type=client_credentials&scope=nope"),
        format!("{own}&grant_type=client_credentials&landlord=73282932000079"),
    ] {
        told.call_by("", "POST", "/oauth/token", "application/x-www-form-urlencoded", &form, &[]);
    }
    told
}

/// A transfer of one line in October for the plain tenant, with what differs.
fn transfer(key: &str, differs: &[(&str, Value)]) -> Value {
    let mut payment = json!({ "type": "payment", "landlord": keys::SCI, "key": key, "paying_body": "131", "reference": "B0012345",
        "paid_on": "2026-11-20", "lines": [{ "key": "1", "tenant": keys::PLAIN, "aid_type": "als", "entitlement_month": "2026-10",
        "kind": "current", "gross_cents": 20_000, "crds_cents": 0, "rls_cents": 0, "net_cents": 20_000 }] });
    for (member, value) in differs {
        let holder = if payment.get(*member).is_some() { &mut payment } else { &mut payment["lines"][0] };
        holder[*member] = value.clone();
    }
    payment
}

fn notes(mut told: Told) -> Told {
    told.load(&[transfer(
        "P-MORE",
        &[("kind", json!("adjustment")), ("corrects_month", json!("2026-10")), ("entitlement_month", json!("2026-11"))],
    )]);
    let mut line = told::line("tenant", keys::APL_CONVENTION);
    line["aid"]["last_amount_cents"] = Value::Null;
    let mut moved = told::line("tenant", keys::EXCESS);
    moved["aid"]["payment_mode"] = json!("tenant");
    told.load(&[line, moved]);
    told.app.at("2027-03-20T09:00:00Z");
    let agency = told.app.token_for(keys::AGENCY);
    for month in ["2027-03", "2027-02", "2026-12", "2026-11", "2026-10", "2026-09", "2026-08", "2026-07", "2026-06", "2026-05", "2026-04"] {
        let path = format!("/v1/payments/reconciliation?month={month}&limit=200");
        told.get(&path);
        told.call_by(&agency, "GET", &path, "", "", &[]);
    }
    told
}

fn lines(mut told: Told) -> Told {
    let changed = |kind: &str, key: &str, member: &str, value: Value| {
        let mut line = told::line(kind, key);
        *line.pointer_mut(member).unwrap() = value;
        line
    };
    let mut stranger = told::line("landlord", keys::SCI);
    stranger["key"] = json!("STRANGER");
    stranger["references"][1] = stranger["references"][0].clone();
    let mut planted = told::line("tenant", keys::PLAIN);
    planted["key"] = json!("PLANTED");
    planted["logement"] = told::line("tenant", keys::SAME_NUMBER_ELSEWHERE)["logement"].clone();
    told.load(&[
        planted,
        transfer("P-1", &[("landlord", json!("NOBODY"))]),
        transfer("P-2", &[("reference", json!("NONE"))]),
        transfer("P-3", &[("tenant", json!("NONE"))]),
        transfer("P-4", &[("paying_body", json!("841"))]),
        transfer("P-5", &[("kind", json!("recovery")), ("net_cents", json!(1))]),
        transfer("P-6", &[("entitlement_month", json!("2026-08")), ("gross_cents", json!(900)), ("net_cents", json!(900))]),
        changed("tenant", keys::PLAIN, "/landlord", json!(keys::FARM)),
        changed("tenant", keys::PLAIN, "/lease/started_on", json!("2022-09-01")),
        changed("tenant", keys::PLAIN, "/aid/type", json!("apl")),
        changed("tenant", keys::APL_CONVENTION, "/aid/type", json!("als")),
        changed("landlord", keys::SCI, "/siret", json!("35600000049837")),
        told::line("landlord", keys::SCI),
        stranger,
        json!({ "type": "campaign", "year": 2026, "opens_on": "2026-07-16", "cutoff_on": "2027-01-15" }),
    ]);
    let elsewhere = told.app.token_for_body("841");
    told.load_by(&elsewhere, &[changed("landlord", keys::SCI, "/email", json!("autre@example.org"))]);
    break_inserts(told.app.database(), "payments");
    told.load(&[transfer("P-7", &[])]);
    told
}
