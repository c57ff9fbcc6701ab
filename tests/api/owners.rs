//! Every statement is one owner's: it names that owner for each owned table, in each of its parts.

use std::collections::BTreeSet;

use serde_json::json;

use crate::document::drive;
use crate::support::owners::{named, owned, unbound};
use crate::support::{self, TestApp};

#[test]
fn the_owner_is_missed_wherever_it_is_missing() {
    assert!(owned().len() > 12 && owned()["idempotency_keys"] == "owner_id" && owned()["tenants"] == "landlord_id");
    for shared in ["clients", "landlord_names", "rent_campaigns", "paying_bodies", "settings", "signing_keys", "client_secrets"] {
        assert!(!owned().contains_key(shared), "{shared}");
    }
    for good in [
        r#"SELECT "a" FROM "tenants" WHERE (("tenants"."landlord_id" = $1) AND ("tenants"."id" = $2))"#,
        "SELECT `a` FROM `tenants` WHERE ((`tenants`.`landlord_id` = ?) AND (`tenants`.`id` = ?)) LIMIT 51",
        r#"SELECT 1 FROM ("tenants" INNER JOIN "logements" ON (("logements"."landlord_id" = "tenants"."landlord_id") AND ("logements"."id" = "tenants"."logement_id"))) WHERE ("tenants"."landlord_id" = $1)"#,
        r#"SELECT (SELECT COUNT(*) FROM "tenants" WHERE ("tenants"."landlord_id" = $1)) FROM "logements" WHERE ("logements"."landlord_id" = $2)"#,
        r#"SELECT 1 FROM ("tenants" AS "own" INNER JOIN "tenants" ON ("tenants"."landlord_id" = "own"."landlord_id")) WHERE ("own"."landlord_id" = $1)"#,
        r#"SELECT "name" FROM "paying_bodies""#,
        r#"INSERT INTO "receipts" ("landlord_id", "number") VALUES ($1, $2)"#,
        r#"UPDATE "changes" SET "status" = $1 WHERE (("changes"."landlord_id" = $2) AND ("changes"."id" = $3))"#,
        r#"DELETE FROM "idempotency_keys" WHERE (("idempotency_keys"."owner_id" = $1) AND ("idempotency_keys"."created_at" < $2))"#,
        r#"SELECT 1 FROM "landlords" WHERE ("landlords"."landlord_id" = $1) FOR NO KEY UPDATE"#,
    ] {
        assert!(unbound(good).is_empty(), "{good}: {:?}", unbound(good));
    }
    for (bad, table) in [
        (r#"SELECT "a" FROM "tenants" WHERE ("tenants"."id" = $1)"#, "tenants"),
        (r#"SELECT "a" FROM "tenants" WHERE (("tenants"."landlord_id" = $1) OR ("tenants"."id" = $2))"#, "tenants"),
        (r#"SELECT "a" FROM "tenants" WHERE NOT (("tenants"."landlord_id" = $1))"#, "tenants"),
        (r#"SELECT "a" FROM "tenants" WHERE ("tenants"."landlord_id" = ANY($1))"#, "tenants"),
        ("SELECT `a` FROM `tenants` WHERE (`tenants`.`landlord_id` IN (?))", "tenants"),
        (
            r#"SELECT 1 FROM ("tenants" INNER JOIN "logements" ON ("logements"."id" = "tenants"."logement_id")) WHERE ("tenants"."landlord_id" = $1)"#,
            "logements",
        ),
        (
            r#"SELECT (SELECT COUNT(*) FROM "tenants" WHERE ("tenants"."landlord_id" = "logements"."landlord_id")) FROM "logements" WHERE ("logements"."landlord_id" = $2)"#,
            "tenants",
        ),
        (
            r#"SELECT 1 FROM "logements" WHERE (("logements"."landlord_id" = $2) AND EXISTS (SELECT 1 FROM "tenants" WHERE ("tenants"."logement_id" = "logements"."id")))"#,
            "tenants",
        ),
        (
            r#"SELECT 1 FROM ("tenants" AS "own" INNER JOIN "tenants" ON ("tenants"."logement_id" = "own"."logement_id")) WHERE ("own"."landlord_id" = $1)"#,
            "tenants",
        ),
        (r#"INSERT INTO "receipts" ("number") VALUES ($1)"#, "receipts"),
        (r#"UPDATE "changes" SET "landlord_id" = $1 WHERE ("changes"."id" = $3)"#, "changes"),
        (r#"DELETE FROM "idempotency_keys" WHERE ("idempotency_keys"."created_at" < $2)"#, "idempotency_keys"),
        (r#"SELECT CASE WHEN ("tenants"."landlord_id" = $1) THEN 1 END FROM "tenants""#, "tenants"),
        ("SELECT count(*) FROM impayes WHERE status = 'x'", "impayes"),
    ] {
        assert_eq!(unbound(bad).into_iter().collect::<Vec<_>>(), [table], "{bad}");
    }
}

/// What every server of the suite is asked for when it stops is asked for here on purpose: that each
/// operation of the document has spoken, and of each table.
#[test]
fn each_statement_of_each_operation_names_its_owner_for_each_table() {
    let app = TestApp::demo();
    drive(&app, |operation, _, call| assert!(call().status < 300, "{} {}", operation.method, operation.path));
    // A key is no example: the answer that is kept for it is asked for beside.
    let waiting = app.get("/v1/tenants?rent_declaration=to_declare&limit=1").expect(200);
    let rent = json!({ "tenant_id": waiting["data"][0]["id"], "campaign_year": 2026, "rent_cents": 43_000 });
    app.landlord().header("idempotency-key", "kept").post("/v1/rent-declarations", &rent).expect(201);
    let said = app.statements_said();
    let named: BTreeSet<&str> = said.keys().flat_map(|text| named(text)).collect();
    assert_eq!(named, owned().into_keys().collect(), "an owned table is in no statement");
    let across: Vec<&String> = said.keys().filter(|text| !unbound(text).is_empty()).collect();
    assert!(across.iter().all(|text| support::owners::across(text)), "{across:#?}");
    let several = across.iter().filter(|text| text.contains("inbox")).count();
    assert!(several > 0 && across.len() < said.len() / 4, "{} of {}", across.len(), said.len());
}
