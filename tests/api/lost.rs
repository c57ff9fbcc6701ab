//! A database server that leaves and comes back.

use diesel::connection::SimpleConnection;
use diesel::{Connection, IntoSql, RunQueryDsl, sql_query};
use offre_bailleurs::testing::PgConnection;
use serde_json::json;

use crate::support::{Database, TestApp};

/// Ends every session of the server's on PostgreSQL; says whether there was any.
fn sessions_end(url: &str) -> bool {
    if url.starts_with("sqlite") {
        return false;
    }
    let others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()";
    sql_query(others).execute(&mut PgConnection::establish(url).unwrap()).unwrap() > 0
}

#[test]
fn sessions_that_the_server_ended_are_opened_anew_unseen() {
    let app = TestApp::demo();
    let tenant = app.get("/v1/tenants?rent_declaration=to_declare&limit=1").expect(200)["data"][0]["id"].clone();
    let path = format!("/v1/tenants/{}", tenant.as_str().unwrap());
    let body = json!({ "tenant_id": tenant, "campaign_year": 2026, "rent_cents": 43_000 });
    app.get(&path).expect(200);
    app.post("/v1/rent-declarations?dry_run=true", &body).expect(200);
    // On SQLite there is no server to leave: the same calls are answered all the same.
    let ended = sessions_end(app.database_url());
    assert_eq!(ended, !app.database_url().starts_with("sqlite"));
    app.get(&path).expect(200);
    app.get("/v1/tenants?search=aubigne").expect(200);
    std::thread::sleep(std::time::Duration::from_millis(1100));
    app.get("/v1/landlord/todos").expect(200);
    app.post("/v1/rent-declarations", &body).expect(201);
}

#[test]
fn r102_nothing_is_committed_before_what_was_sent_along_is_judged() {
    let database = Database::empty();
    // SQLite sends nothing along: each statement is judged where it is made.
    if database.url.starts_with("sqlite") {
        return;
    }
    let mut conn = PgConnection::establish(&database.url).unwrap();
    conn.begin("BEGIN");
    let refused = |_rows: Vec<bool>| Err(diesel::result::Error::RollbackTransaction);
    conn.once_if("a test".to_owned(), &diesel::select(true.into_sql::<diesel::sql_types::Bool>()), refused).unwrap();
    conn.later(&sql_query("CREATE TABLE never (n integer)")).unwrap();
    conn.commit().unwrap_err();
    conn.rollback().unwrap();
    assert!(!database.tables().contains(&"never".to_owned()));
}

/// Has every session that begins from now on refuse to write, or write again; those there are end.
fn read_only(url: &str, on: bool) {
    let (_, name) = url.rsplit_once('/').unwrap();
    let mut conn = PgConnection::establish(url).unwrap();
    conn.batch_execute("SET default_transaction_read_only = off").unwrap();
    let word = if on { "SET default_transaction_read_only = on" } else { "RESET default_transaction_read_only" };
    conn.batch_execute(&format!("ALTER DATABASE {name} {word}")).unwrap();
}

#[test]
fn a_primary_turned_read_only_refuses_writes_and_they_come_back_by_themselves() {
    let app = TestApp::demo();
    // SQLite has no primary.
    if app.database_url().starts_with("sqlite") {
        return;
    }
    let tenant = app.get("/v1/tenants?rent_declaration=to_declare&limit=1").expect(200)["data"][0]["id"].clone();
    let body = json!({ "tenant_id": tenant, "campaign_year": 2026, "rent_cents": 43_000 });
    let over_a_second = || std::thread::sleep(std::time::Duration::from_millis(1100));
    app.post("/v1/rent-declarations?dry_run=true", &body).expect(200);
    app.get("/health/ready").expect(200);
    read_only(app.database_url(), true);
    sessions_end(app.database_url());
    over_a_second();
    for _ in 0..3 {
        let refused = app.post("/v1/rent-declarations", &body);
        assert_eq!((refused.status, refused.code(), refused.header("retry-after")), (503, "unavailable", "1"), "{}", refused.body);
        assert!(refused.body["detail"].as_str().unwrap().contains("Rien n'a été écrit"), "{}", refused.body);
        assert_eq!(refused.body["outcome"], json!(null));
    }
    app.get(&format!("/v1/tenants/{}", tenant.as_str().unwrap())).expect(200);
    let away = app.get("/health/ready");
    assert_eq!((away.status, away.code()), (503, "unavailable"));
    read_only(app.database_url(), false);
    app.post("/v1/rent-declarations", &body).expect(201);
    over_a_second();
    app.get("/health/ready").expect(200);
}

#[test]
fn what_the_server_refuses_is_told_as_its_state_means_and_leaves_nothing_behind() {
    let app = TestApp::demo();
    // A file has no roles.
    if app.database_url().starts_with("sqlite") {
        return;
    }
    let tenant = app.get("/v1/tenants?rent_declaration=to_declare&limit=1").expect(200)["data"][0]["id"].clone();
    let body = json!({ "tenant_id": tenant, "campaign_year": 2026, "rent_cents": 43_000 });
    let mut admin = PgConnection::establish(app.database_url()).unwrap();
    // The tests' own role is above all rights: a trigger says what PostgreSQL says of one that is not.
    admin
        .batch_execute(
            "CREATE FUNCTION denied() RETURNS trigger LANGUAGE plpgsql AS \
             $$ BEGIN RAISE EXCEPTION 'permission denied' USING ERRCODE = TG_ARGV[0]; END $$",
        )
        .unwrap();
    for (state, expected) in
        [("42501", 503), ("53100", 503), ("40P01", 503), ("57014", 503), ("57P01", 503), ("42P01", 500), ("XX000", 503)]
    {
        admin
            .batch_execute(&format!(
                "CREATE TRIGGER denied BEFORE INSERT ON rent_declarations FOR EACH ROW EXECUTE FUNCTION denied('{state}')"
            ))
            .unwrap();
        let refused = app.post("/v1/rent-declarations", &body);
        assert_eq!(refused.status, expected, "{state}: {}", refused.body);
        assert_eq!(refused.body["outcome"], json!(null), "{state}: the server answered, and undid it");
        admin.batch_execute("DROP TRIGGER denied ON rent_declarations").unwrap();
        app.post("/v1/rent-declarations?dry_run=true", &body).expect(200);
    }
    app.post("/v1/rent-declarations", &body).expect(201);
}
