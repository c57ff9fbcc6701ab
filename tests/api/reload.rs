//! A roster loaded over an older one: every member that may change does.

use offre_bailleurs::testing::demo::keys;
use serde_json::{Value, json};

use crate::roster::{LISTS, bare, load_for_all, walk};
use crate::support::TestApp;

/// A roster of one landlord.
fn old() -> [Value; 5] {
    [
        json!({ "type": "campaign", "year": 2026, "opens_on": "2026-07-01", "cutoff_on": "2027-01-10" }),
        json!({
            "type": "landlord", "key": keys::SCI, "kind": "individual", "name": "Ancien nom", "siret": "73282932000074",
            "email": "old@example.org", "phone": "+33491000001",
            "address": { "line1": "1 rue A", "line2": "Bât. A", "postal_code": "13001", "city": "Marseille", "insee_code": "13055", "country": "FR" },
            "references": [
                { "paying_body": { "code": "131", "name": "Ancienne CAF" }, "reference": "B1", "label": "Ancien", "direct_payment": false },
                { "paying_body": { "code": "841", "name": "CAF 84" }, "reference": "V1", "label": "Avignon", "direct_payment": true },
            ],
            "bank_account": { "holder": "SCI", "iban": "FR1420041010050500013M02606", "bic": null, "effective_on": "2020-01-01" },
        }),
        json!({
            "type": "logement", "landlord": keys::SCI, "key": "A1", "reference": "B1", "landlord_reference": "U-1", "kind": "apartment", "furnished": false, "surface_m2": 48,
            "convention_number": null, "decent": true, "managed_from": "2019-04-01", "managed_until": null,
            "address": { "line1": "3 rue Thiers", "postal_code": "13001", "city": "Marseille" },
        }),
        json!({
            "type": "tenant", "landlord": keys::SCI, "key": "T1", "logement": "A1", "paying_body": "131", "beneficiary_number": "0001234",
            "first_name": "Éloïse", "last_name": "D'Aubigné", "landlord_reference": "L-1",
            "lease": { "started_on": "2021-09-01", "ended_on": null, "rent_cents": 43_000, "charges_cents": 9_000, "furnished": false, "coholders": 1, "due_day": 5 },
            "aid": { "type": "als", "payment_mode": "landlord", "last_amount_cents": 20_000, "last_month": "2026-09" },
            "previous_july_rent_cents": 42_000,
        }),
        json!({
            "type": "payment", "landlord": keys::SCI, "key": "P1", "paying_body": "131", "reference": "B1", "paid_on": "2026-10-05", "remittance": null, "lines": [{
                "key": "1", "tenant": "T1", "aid_type": "als", "entitlement_month": "2026-09", "kind": "current",
                "gross_cents": 20_100, "crds_cents": 100, "rls_cents": 0, "net_cents": 20_000, "corrects_month": null,
            }],
        }),
    ]
}

/// Every member that may change, by line, with its new value.
fn changes() -> [Vec<(&'static str, Value)>; 5] {
    [
        vec![("/opens_on", json!("2026-07-15")), ("/cutoff_on", json!("2027-01-15"))],
        vec![
            ("/kind", json!("company")),
            ("/name", json!("SCI")),
            ("/email", json!("new@example.org")),
            ("/phone", json!("+33491000002")),
            ("/address/line1", json!("2 rue B")),
            ("/references/0/paying_body/name", json!("CAF")),
            ("/references/0/label", json!("Marseille")),
            ("/references/0/direct_payment", json!(true)),
        ],
        vec![
            ("/reference", json!("V1")),
            ("/landlord_reference", json!("U-2")),
            ("/kind", json!("house")),
            ("/furnished", json!(true)),
            ("/surface_m2", json!(90)),
            ("/convention_number", json!("13.D.04.0001")),
            ("/decent", json!(false)),
            ("/managed_from", json!("2019-03-01")),
            ("/managed_until", json!("2026-12-31")),
            ("/address/line1", json!("4 rue Thiers")),
        ],
        vec![
            ("/paying_body", json!("841")),
            ("/beneficiary_number", json!("7654321")),
            ("/first_name", json!("Zoé")),
            ("/last_name", json!("Zola")),
            ("/landlord_reference", json!("L-2")),
            ("/lease/ended_on", json!("2026-12-31")),
            ("/lease/rent_cents", json!(44_000)),
            ("/lease/charges_cents", json!(8_000)),
            ("/lease/furnished", json!(true)),
            ("/lease/coholders", json!(2)),
            ("/lease/due_day", json!(10)),
            ("/aid/type", json!("apl")),
            ("/aid/payment_mode", json!("tenant")),
            ("/aid/last_amount_cents", json!(21_000)),
            ("/aid/last_month", json!("2026-10")),
            ("/previous_july_rent_cents", json!(42_500)),
        ],
        vec![
            ("/paying_body", json!("841")),
            ("/reference", json!("V1")),
            ("/paid_on", json!("2026-11-05")),
            ("/remittance", json!("CAF 84 AL 10/2026")),
            ("/lines/0/net_cents", json!(19_000)),
        ],
    ]
}

#[test]
fn r48_a_roster_loaded_over_another_gives_what_it_gives_alone() {
    let mut lines = old();
    let text = |lines: &[Value]| lines.iter().map(|line| format!("{line}\n")).collect::<String>();
    let old = text(&lines);
    for (line, changed) in lines.iter_mut().zip(changes()) {
        changed.into_iter().for_each(|(pointer, value)| *line.pointer_mut(pointer).unwrap() = value);
    }
    let new = text(&lines);
    let (over, alone) = (TestApp::empty(), TestApp::empty());
    for (app, roster) in [(&over, &old), (&over, &new), (&alone, &new)] {
        let report = load_for_all(app.database(), roster);
        assert_eq!((report.accepted, report.rejected), (5, 0), "{:?}", report.errors);
    }
    let read = |app: &TestApp| {
        let token = app.token_for(keys::SCI);
        let mut profile = bare(&app.call("GET", "/v1/landlord", "", "", &token, &[]).expect(200));
        profile["references"].as_array_mut().unwrap().sort_by_key(ToString::to_string);
        LISTS.iter().flat_map(|path| walk(app, &token, path)).chain([profile.to_string()]).collect::<Vec<_>>()
    };
    assert_eq!(read(&over), read(&alone));
    assert_eq!(load_for_all(over.database(), &new).unchanged, 5);
}
