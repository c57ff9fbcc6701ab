//! Tests of the system: each fails when somebody forgets something.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use offre_bailleurs::testing::migrate;

use crate::support::Database;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|kind| kind == "rs") {
            found.push(path);
        }
    }
}

pub fn every_source() -> Vec<(String, String)> {
    let root = Path::new(ROOT).join("src");
    let mut found = Vec::new();
    sources(&root, &mut found);
    found
        .into_iter()
        .map(|path| (path.strip_prefix(&root).unwrap().to_str().unwrap().to_owned(), std::fs::read_to_string(&path).unwrap()))
        .collect()
}

#[test]
fn files_are_short_and_nothing_is_swallowed() {
    for (name, text) in every_source() {
        let lines = text.lines().count();
        // The tables are declared in one place, however many there are.
        assert!(lines <= 300 || name == "db/schema.rs", "{name} has {lines} lines");
        let code = text.split("#[cfg(test)]").next().unwrap();
        if name.ends_with("_tests.rs") || name.ends_with("tests.rs") {
            continue;
        }
        for forbidden in [".unwrap()", ".expect(\"", "let _ = ", "map_err(|_|", "todo!(", "Utc::now()"] {
            assert!(!code.contains(forbidden) || name == "clock.rs", "{name} holds {forbidden}");
        }
    }
}

#[test]
fn each_feature_has_the_same_files() {
    for feature in ["landlord", "logements", "tenants", "rent_campaigns", "rent_declarations", "changes", "impayes"] {
        for file in ["mod.rs", "dto.rs", "model.rs", "queries.rs", "routes.rs"] {
            // The model of arrears is several files: how they are judged, how they live, how they are repaid.
            let split = feature == "impayes" && file == "model.rs";
            assert!(split || Path::new(ROOT).join("src").join(feature).join(file).exists(), "{feature}/{file}");
        }
    }
    // What a landlord declares is judged and stored by one verb, what is decided of it beside.
    for feature in ["rent_declarations", "changes", "impayes"] {
        let read = |file: &str| std::fs::read_to_string(Path::new(ROOT).join("src").join(feature).join(file)).unwrap();
        assert!(read("submit.rs").contains("pub fn submit(scope: &mut Scope<'_>, sent: &"), "{feature}/submit.rs");
        assert!(read("decision.rs").contains("scope: &mut Scope<'_>,"), "{feature}/decision.rs");
    }
}

fn columns(sql: &str) -> BTreeMap<String, Vec<String>> {
    let mut tables: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut table = String::new();
    for line in sql.lines().map(str::trim) {
        if let Some(name) = line.strip_prefix("CREATE TABLE ") {
            name.trim_end_matches(" (").clone_into(&mut table);
        } else if line.starts_with(");") {
            table.clear();
        } else if let Some((name, rest)) = line.strip_prefix("ALTER TABLE ").and_then(|line| line.split_once(" ADD COLUMN ")) {
            tables.entry(name.to_owned()).or_default().push(plain(rest));
        } else if let Some((name, rest)) = line.strip_prefix("ALTER TABLE ").and_then(|line| line.split_once(" DROP COLUMN ")) {
            let dropped = format!("{} ", rest.trim_end_matches(';'));
            tables.entry(name.to_owned()).or_default().retain(|column| !column.starts_with(&dropped));
        } else if !table.is_empty() {
            tables.entry(table.clone()).or_default().push(plain(line));
        } else if line.starts_with("CREATE") && line.contains("INDEX") && !line.contains("_search_ix") {
            let searched = line.replace(", search_key)", ")");
            tables.entry("indexes".to_owned()).or_default().push(searched);
        }
    }
    tables
}

/// One dialect for both: the collation and the names of two types differ.
fn plain(line: &str) -> String {
    line.trim_end_matches([',', ';']).replace(" COLLATE \"C\"", "").replace("BYTEA", "BLOB")
}

fn migrations(backend: &str) -> Vec<(String, String)> {
    let folder = Path::new(ROOT).join("migrations").join(backend);
    let mut names: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    names.sort();
    names
        .into_iter()
        .map(|path| (path.file_name().unwrap().to_str().unwrap().to_owned(), std::fs::read_to_string(path.join("up.sql")).unwrap()))
        .collect()
}

#[test]
fn both_databases_have_the_same_tables_columns_and_named_constraints() {
    let (sqlite, postgres) = (migrations("sqlite"), migrations("postgres"));
    let names = |all: &[(String, String)]| all.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
    assert_eq!(names(&sqlite), names(&postgres));
    let text = |all: &[(String, String)]| all.iter().map(|(_, sql)| sql.as_str()).collect::<Vec<_>>().join("\n");
    let (sqlite, postgres) = (columns(&text(&sqlite)), columns(&text(&postgres)));
    assert_eq!(sqlite, postgres);
    assert!(sqlite.len() > 15);
    let schema = std::fs::read_to_string(Path::new(ROOT).join("src/db/schema.rs")).unwrap();
    for (table, lines) in sqlite.iter().filter(|(table, _)| *table != "indexes") {
        let block = schema.split(&format!("    {table} (")).nth(1).unwrap_or_else(|| panic!("schema.rs has no {table}"));
        let block = block.split("\n}\n").next().unwrap();
        let declared =
            lines.iter().filter(|line| !line.starts_with("CONSTRAINT") && !line.starts_with("(") && !line.starts_with("OR")).count();
        assert_eq!(block.matches(" -> ").count(), lines.iter().filter(|line| is_column(line)).count(), "{table} {declared}");
        // What a landlord owns is addressed under its landlord, so that each query stays local to one.
        // The inbox alone is read across landlords.
        if table != "inbox" && lines.iter().any(|line| line.starts_with("landlord_id TEXT NOT NULL")) {
            let key = lines.iter().find(|line| line.contains("PRIMARY KEY")).unwrap();
            assert!(key.contains("(landlord_id"), "{table}: {key}");
            for line in
                lines.iter().filter(|line| line.contains("FOREIGN KEY (") && !line.contains("paying_bod") && !line.contains("campaign"))
            {
                assert!(line.contains("FOREIGN KEY (landlord_id"), "{table}: {line}");
            }
        }
    }
    for index in &sqlite["indexes"] {
        // Clients belong to the operator: every node looks for the latest revocations.
        let shared = index.contains(" inbox ") || index.contains(" clients (revoked_at)");
        assert!(index.contains("(landlord_id") || shared, "{index}");
    }
}

#[test]
fn every_migration_can_be_undone_and_run_again() {
    let database = Database::empty();
    let target = database.url.parse().unwrap();
    let all = database.tables();
    assert!(all.len() > 15, "{all:?}");
    migrate::revert_all(&target).unwrap();
    assert_eq!(database.tables(), ["__diesel_schema_migrations"]);
    migrate::run(&target).unwrap();
    assert_eq!(database.tables(), all);
}

fn is_column(line: &str) -> bool {
    let kind = line.split_whitespace().nth(1).unwrap_or_default();
    ["TEXT", "INTEGER", "BIGINT", "BOOLEAN", "DATE", "TIMESTAMP", "BLOB"].contains(&kind)
}
