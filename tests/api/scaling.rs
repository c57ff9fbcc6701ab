//! The page about scaling is true: its statements name every table, and leave the schema as it was.

use std::collections::BTreeSet;

use diesel::connection::SimpleConnection;
use diesel::{Connection, RunQueryDsl, sql_query};
use offre_bailleurs::testing::PgConnection;

use crate::support::Database;
use crate::support::owners::owned;

const PAGE: &str = include_str!("../../docs/scaling.md");

/// The two functions of Citus, made up: they note what they are told, and refuse what Citus refuses.
const MADE_UP: &str = "
CREATE TABLE spread (name text, owner text);
CREATE FUNCTION create_reference_table(name text) RETURNS void LANGUAGE plpgsql AS $$ BEGIN
    IF EXISTS (SELECT 1 FROM pg_constraint WHERE contype = 'f' AND conrelid = name::regclass) THEN RAISE '% has foreign keys', name; END IF;
    INSERT INTO spread VALUES (name, NULL);
END $$;
CREATE FUNCTION create_distributed_table(name text, owner text, colocate_with text DEFAULT NULL) RETURNS void LANGUAGE plpgsql AS $$ BEGIN
    IF EXISTS (SELECT 1 FROM pg_constraint WHERE contype = 'f' AND name::regclass IN (conrelid, confrelid)) THEN
        RAISE '% has foreign keys', name;
    END IF;
    IF NOT EXISTS (SELECT 1 FROM spread WHERE spread.name = colocate_with) AND EXISTS (SELECT 1 FROM spread WHERE spread.owner IS NOT NULL)
    THEN RAISE '% is not where the others are', name; END IF;
    IF EXISTS (
        SELECT 1 FROM pg_index JOIN pg_attribute ON attrelid = indrelid AND attname = owner
        WHERE indrelid = name::regclass AND indisunique AND NOT attnum = ANY (indkey)
    ) THEN RAISE '% has a unique key that would hold within one shard alone', name; END IF;
    INSERT INTO spread VALUES (name, owner);
END $$;";

#[derive(diesel::QueryableByName, Debug, PartialEq, PartialOrd, Eq, Ord)]
struct Word {
    #[diesel(sql_type = diesel::sql_types::Text)]
    word: String,
}

fn statements() -> &'static str {
    PAGE.split("```sql\n").nth(1).and_then(|rest| rest.split("\n```").next()).unwrap()
}

#[test]
fn the_page_spreads_each_table_of_an_owner_by_its_owner_and_no_other() {
    let told = |function: &str| -> Vec<(&str, Option<&str>)> {
        let calls = statements().lines().filter_map(|line| line.strip_prefix("SELECT ")?.strip_prefix(function)?.strip_prefix("('"));
        calls.map(|rest| (rest.split('\'').next().unwrap(), rest.split('\'').nth(2))).collect()
    };
    let spread: BTreeSet<(&str, &str)> = told("create_distributed_table").into_iter().map(|(name, owner)| (name, owner.unwrap())).collect();
    assert_eq!(spread, owned().into_iter().collect());
    let everywhere: BTreeSet<&str> = told("create_reference_table").into_iter().map(|(name, _)| name).collect();
    let here = ["settings", "signing_keys", "__diesel_schema_migrations"];
    let all: BTreeSet<String> = Database::empty().tables().into_iter().collect();
    let named = spread.iter().map(|(name, _)| *name).chain(everywhere.iter().copied()).chain(here);
    assert_eq!(named.map(str::to_owned).collect::<BTreeSet<_>>(), all);
    for stays in ["settings", "signing_keys"] {
        assert!(PAGE.contains(&format!("`{stays}`")), "{stays}");
    }
}

#[test]
fn the_statements_of_the_page_run_in_their_order_and_give_back_each_foreign_key() {
    let database = Database::demo();
    if database.url.starts_with("sqlite") {
        // One file is not spread: what is said of it is one sentence.
        assert!(PAGE.contains("SQLite is for one node."));
        return;
    }
    let mut conn = PgConnection::establish(&database.url).unwrap();
    let words = |conn: &mut PgConnection, query: &str| -> Vec<Word> {
        let mut words: Vec<Word> = sql_query(query).load(conn).unwrap();
        words.sort();
        words
    };
    let foreign =
        "SELECT conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) AS word FROM pg_constraint WHERE contype = 'f'";
    let before = words(&mut conn, foreign);
    assert!(before.len() > 20, "{before:?}");
    conn.batch_execute(MADE_UP).unwrap();
    conn.batch_execute(statements()).unwrap();
    assert_eq!(words(&mut conn, foreign), before);
    // Between two spread tables a foreign key begins with the owner on both sides; from a shared one none leads to them.
    let crossing = "SELECT conname::text AS word FROM pg_constraint
        JOIN spread AS made_on ON made_on.name = conrelid::regclass::text JOIN spread AS to_table ON to_table.name = confrelid::regclass::text
        WHERE contype = 'f' AND to_table.owner IS NOT NULL AND (made_on.owner IS NULL
            OR made_on.owner <> (SELECT attname FROM pg_attribute WHERE attrelid = conrelid AND attnum = conkey[1])
            OR to_table.owner <> (SELECT attname FROM pg_attribute WHERE attrelid = confrelid AND attnum = confkey[1]))";
    assert_eq!(words(&mut conn, crossing), Vec::new());
}
