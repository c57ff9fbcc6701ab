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

/// Rooms with handlers that lack one of the files, and why.
const WITHOUT: &[(&str, &str)] = &[
    ("auth", "model.rs"),    // Tokens and keys are its rules, each in a file of its own.
    ("http", "*"),           // What the routes of all features are made of.
    ("impayes", "model.rs"), // Several files: how they are judged, how they live, how they are repaid.
    ("rules", "model.rs"),   // The law is its model,
    ("rules", "queries.rs"), // and no database holds it.
    ("service", "*"),        // Around the API, not a resource of it.
];

#[test]
fn each_feature_has_the_same_files() {
    let source = Path::new(ROOT).join("src");
    let rooms = std::fs::read_dir(&source).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let features: Vec<String> = rooms.filter(|room| source.join(room).join("routes.rs").exists()).collect();
    assert!(features.len() > 10, "{features:?}");
    for feature in &features {
        for file in ["mod.rs", "dto.rs", "model.rs", "queries.rs", "routes.rs"] {
            let without = WITHOUT.iter().any(|(room, other)| room == feature && (*other == "*" || *other == file));
            assert!(without || source.join(feature).join(file).exists(), "src/{feature} has no {file}");
        }
    }
}

fn read(file: &str) -> String {
    std::fs::read_to_string(Path::new(ROOT).join(file)).unwrap()
}

#[test]
fn one_version_of_rust_everywhere() {
    let toolchain = read("rust-toolchain.toml");
    let version = toolchain.split("channel = \"").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
    let least = version.rsplit_once('.').unwrap().0;
    assert!(read("Cargo.toml").contains(&format!("rust-version = \"{least}\"")), "Cargo.toml is not at {least}");
    assert!(read("Dockerfile").contains(&format!("FROM rust:{version}-")), "the image is not built by {version}");
}

/// What stands between backticks in a page.
fn quoted(page: &str) -> Vec<&str> {
    page.lines().filter(|line| !line.starts_with("```")).flat_map(|line| line.split('`').skip(1).step_by(2)).collect()
}

#[test]
fn the_checklist_names_tests_that_exist() {
    let page = read("README.md");
    let checklist = page.split("### To add a resource").nth(1).and_then(|rest| rest.split("\n## ").next()).unwrap();
    let words = quoted(checklist).into_iter().filter(|word| !word.starts_with('#'));
    let named: Vec<(&str, &str)> = words.filter_map(|word| word.split_once("::")).collect();
    assert!(named.len() > 10, "{named:?}");
    for (file, test) in named {
        let text = read(&format!("tests/api/{file}.rs"));
        assert!(text.contains(&format!("#[test]\nfn {test}()")), "the checklist names {file}::{test}, which is not there");
    }
    for step in checklist.lines().filter(|line| line.starts_with(|first: char| first.is_ascii_digit())) {
        assert!(step.contains("::"), "a step without its test: {step}");
    }
}

#[test]
fn pages_name_files_that_exist() {
    let decisions = std::fs::read_dir(Path::new(ROOT).join("docs/decisions")).unwrap();
    let decisions = decisions.map(|entry| format!("docs/decisions/{}", entry.unwrap().file_name().to_str().unwrap()));
    let listed = read("docs/decisions/README.md");
    let mut pages: Vec<String> =
        ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs/scaling.md", "docs/roster.md", "docs/operations.md", "docs/glossary.md"]
            .map(str::to_owned)
            .into();
    for page in decisions {
        let name = page.rsplit('/').next().unwrap().to_owned();
        assert!(name == "README.md" || listed.contains(&name), "the list of decisions has no {name}");
        pages.push(page);
    }
    for page in pages {
        for word in quoted(&read(&page)) {
            let path = word.split_whitespace().next().unwrap_or_default();
            let rooted =
                ["src/", "tests/", "docs/", ".ci/", ".cargo/", "migrations/", "openapi/"].iter().any(|root| path.starts_with(root));
            let exact = rooted && !path.contains(['{', '<', '*', '…']);
            assert!(!exact || Path::new(ROOT).join(path).exists(), "{page} names {path}, which is not there");
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
        } else if let Some(name) = line.strip_prefix("DROP TABLE ") {
            let name = name.trim_end_matches(';');
            tables.remove(name);
            tables.entry("indexes".to_owned()).or_default().retain(|index| !index.contains(&format!(" ON {name} (")));
        } else if let Some((name, rest)) = line.strip_prefix("ALTER TABLE ").and_then(|line| line.split_once(" DROP CONSTRAINT ")) {
            let dropped = format!("CONSTRAINT {} ", rest.trim_end_matches(';'));
            tables.entry(name.to_owned()).or_default().retain(|line| !line.starts_with(&dropped));
        } else if let Some((name, rest)) = line.strip_prefix("ALTER TABLE ").and_then(|line| line.split_once(" RENAME COLUMN ")) {
            let (before, after) = rest.trim_end_matches(';').split_once(" TO ").unwrap();
            let its = format!(" ON {name} (");
            let columns = tables.remove(name).unwrap_or_default().iter().map(|line| line.replace(before, after)).collect();
            tables.insert(name.to_owned(), columns);
            for index in tables.entry("indexes".to_owned()).or_default().iter_mut().filter(|index| index.contains(&its)) {
                *index = index.replace(before, after);
            }
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
    tables.entry("indexes".to_owned()).or_default().sort();
    tables
}

/// One dialect for both: the collation and the names of two types differ.
fn plain(line: &str) -> String {
    line.trim_end_matches([',', ';']).replace(" COLLATE \"C\"", "").replace("BYTEA", "BLOB")
}

pub fn migrations(backend: &str) -> Vec<(String, String)> {
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
        // The inbox and the names of landlords alone are read across landlords.
        if !["inbox", "landlord_names"].contains(&table.as_str()) && lines.iter().any(|line| line.starts_with("landlord_id TEXT NOT NULL"))
        {
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
        // Kept answers belong to whoever acts.
        let owned = index.contains("(landlord_id") || index.contains(" idempotency_keys (owner_id");
        assert!(owned || shared, "{index}");
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
