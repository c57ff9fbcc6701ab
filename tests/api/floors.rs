//! The floors of the house: each room stands on those below it, and only queries speak SQL.

use std::collections::BTreeSet;

use crate::system::every_source;

/// Rooms from the ground up. A room names rooms of lower floors only, and those of its own floor not
/// at all.
const FLOORS: &[&[&str]] = &[
    &["values"],
    &["clock", "ids", "columns"],
    &["law"],
    &["problem"],
    &["db"],
    &["http"],
    &["auth", "receipts", "tenancies", "inbox", "exports"],
    &["acts"],
    &["landlord", "logements", "rent_campaigns", "changes", "payments", "rules"],
    &["tenants", "rent_declarations", "impayes"],
    &["todos", "paying_body", "roster"],
    &["service"],
    &["api"],
    &["config"],
    &["app"],
    &["demo"],
    &["commands"],
    &["lib", "main"],
];

fn floor_of(room: &str) -> usize {
    FLOORS.iter().position(|floor| floor.contains(&room)).unwrap_or_else(|| panic!("{room} stands on no floor: give it one"))
}

fn room_of(file: &str) -> &str {
    file.split('/').next().unwrap().trim_end_matches(".rs")
}

/// The code without its comments, where a link may point anywhere.
fn code(text: &str) -> String {
    text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

/// The rooms that a text names by `crate::…`.
fn named(text: &str) -> BTreeSet<String> {
    let word = |text: &str| text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
    let mut rooms = BTreeSet::new();
    for (at, found) in text.match_indices("crate::") {
        let rest = &text[at + found.len()..];
        match rest.strip_prefix('{') {
            Some(list) => {
                let mut depth = 1;
                let mut start = 0;
                for (index, c) in list.char_indices() {
                    match c {
                        '{' => depth += 1,
                        '}' => depth -= 1,
                        _ => {}
                    }
                    if (c == ',' && depth == 1) || depth == 0 {
                        rooms.insert(word(list[start..index].trim_start()));
                        start = index + 1;
                    }
                    if depth == 0 {
                        break;
                    }
                }
            }
            None => {
                rooms.insert(word(rest));
            }
        }
    }
    rooms.remove("");
    // Made by `#[macro_export]`, which puts it at the root; it stands in `http/query.rs`.
    if rooms.remove("query_parameters") {
        rooms.insert("http".to_owned());
    }
    rooms
}

#[test]
fn each_room_stands_on_lower_floors() {
    let mut rooms = BTreeSet::new();
    for (file, text) in every_source() {
        let room = room_of(&file);
        rooms.insert(room.to_owned());
        for other in named(&code(&text)) {
            assert!(other == room || floor_of(&other) < floor_of(room), "src/{file} reaches up or across, to {other}");
        }
    }
    assert_eq!(rooms.len(), FLOORS.iter().map(|floor| floor.len()).sum::<usize>(), "a floor names a room that is not there");
}

#[test]
fn an_import_is_found_however_it_is_written() {
    let text = "use crate::db::Scope;\nuse crate::{auth::{Caller, scopes}, tenants,\n    values::month::Month};\nfn f() -> crate::http::Page { $crate::law::RULES }";
    let found = named(text);
    assert_eq!(found.into_iter().collect::<Vec<_>>(), ["auth", "db", "http", "law", "tenants", "values"]);
    assert!(floor_of("values") < floor_of("http"));
}

#[test]
fn only_queries_and_the_database_speak_sql() {
    for (file, text) in every_source() {
        let speaks = file.ends_with("queries.rs") || file.contains("/queries/") || file.starts_with("db/");
        let text = code(&text);
        // A value says how it is stored, and a shared join is part of a query.
        let stores = speaks || file.starts_with("values/") || file == "tenancies/joins.rs";
        assert!(stores || !text.contains("diesel::"), "src/{file} names diesel");
        assert!(speaks || !text.contains(".conn()"), "src/{file} takes the connection");
    }
}

/// The tables of acts; `declarations` is how queries call the July rents.
const ACTS: &[&str] = &["rent_declarations", "declarations", "changes", "impayes"];

/// Each writing statement of a text: what it does, to which table, in a function of which signature.
fn writes(text: &str) -> Vec<(&'static str, String, &str)> {
    let mut found = Vec::new();
    for verb in ["insert_into(", "update(", "delete("] {
        for (at, _) in text.match_indices(&format!("diesel::{verb}")) {
            let rest = text[at + "diesel::".len() + verb.len()..].trim_start();
            let table = rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            let function = text[..at].rfind("fn ").unwrap_or(0);
            let signature = text[function..].split('{').next().unwrap();
            found.push((verb, table, signature));
        }
    }
    found
}

#[test]
fn an_act_is_stored_only_with_the_entry_that_its_door_gives() {
    let mut seen = BTreeSet::new();
    for (file, text) in every_source() {
        for (verb, table, signature) in writes(&code(&text)) {
            if ACTS.contains(&table.as_str()) {
                assert!(signature.contains("&Entry"), "src/{file}: `{verb}{table}` in `{signature}` passes no door");
                seen.insert((file.clone(), verb));
            }
        }
    }
    assert!(seen.len() >= 6, "the statements that store acts are no longer found: {seen:?}");
}

#[test]
fn only_the_doors_issue_receipts_and_fill_the_inbox() {
    for (file, text) in every_source() {
        let text = code(&text);
        for (verb, table, _) in writes(&text) {
            // What awaits a decision follows its tenancy to another paying body; it is not another act.
            let follows = file.starts_with("roster/") && (verb, table.as_str()) == ("update(", "inbox");
            let theirs = matches!(table.as_str(), "receipts" | "inbox");
            assert!(!theirs || file == "acts/queries.rs" || follows, "src/{file}: `{verb}{table}` goes around the doors");
        }
        let made = text.contains("Entry(())");
        assert!(!made || file == "acts/queries.rs", "src/{file} makes an entry without a door");
    }
}

#[test]
fn an_act_stands_in_a_file_of_its_own_and_passes_the_door() {
    let mut acts = 0;
    for (file, text) in every_source() {
        let text = code(&text);
        let sent = file.ends_with("/submit.rs") || file.contains("/submit/");
        let decided = file.ends_with("/decision.rs");
        assert_eq!(text.contains(".received("), sent, "src/{file}: what is received passes the door in submit.rs, and there only");
        assert_eq!(text.contains(".decided("), decided, "src/{file}: what is decided passes the door in decision.rs, and there only");
        acts += usize::from(sent) + usize::from(decided);
    }
    assert!(acts >= 7, "{acts} files of acts");
}

#[test]
fn a_write_is_found_with_the_function_it_stands_in() {
    let text = "fn a(&mut self) -> X { diesel::insert_into(changes::table) }\nfn b(&mut self, _entry: &Entry) {\n diesel::update(\n  impayes::table.find(1)) }";
    let found = writes(text);
    assert_eq!(found.len(), 2);
    assert_eq!((found[0].0, found[0].1.as_str(), found[0].2.contains("&Entry")), ("insert_into(", "changes", false));
    assert_eq!((found[1].0, found[1].1.as_str(), found[1].2.contains("&Entry")), ("update(", "impayes", true));
}
