//! A database server that leaves and comes back.

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
