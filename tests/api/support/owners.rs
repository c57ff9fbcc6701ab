//! Reads a statement and says which tables of landlords it does not bind to their owner.
//!
//! In each block (a `SELECT`, be it a sub-query, an `UPDATE`, a `DELETE`) each owned table must have its
//! owner's column equal to a parameter, or equal to that of another table of the same block which has:
//! of these the database makes one class, and knows the owner of all of them. What a sub-query takes
//! from outside is not known within: there the parameter itself must stand. Under an `OR`, a `NOT` or
//! in a `CASE` nothing is bound. What is inserted names its owner among its columns.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};

use offre_bailleurs::testing::Db;

const SCHEMA: &str = include_str!("../../../src/db/schema.rs");

/// The tables that belong to owners, with the column that says whose a row is: the first of their key.
pub fn owned() -> BTreeMap<&'static str, &'static str> {
    let tables = SCHEMA.lines().filter_map(|line| line.strip_prefix("    ")?.strip_suffix(") {")?.split_once(" ("));
    tables
        .map(|(table, key)| (table, key.split(", ").next().unwrap()))
        .filter(|(_, first)| ["landlord_id", "owner_id"].contains(first))
        .collect()
}

/// The owned tables that a statement names without their owner; empty when all is well.
pub fn unbound(text: &str) -> BTreeSet<String> {
    let mut tokens = tokens(text).into_iter().peekable();
    let mut found = BTreeSet::new();
    judge(&tree(&mut tokens), &owned(), &mut found);
    found
}

/// The owned tables that a statement names.
pub fn named(text: &str) -> BTreeSet<&'static str> {
    let words: BTreeSet<String> =
        tokens(text).into_iter().filter_map(|token| if let Token::Name(name) = token { Some(name) } else { None }).collect();
    owned().into_keys().filter(|table| words.contains(*table)).collect()
}

/// Every statement that a database was asked is one owner's, and none is about an empty list.
pub fn check(db: &Db) {
    static GOOD: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());
    let mut good = GOOD.lock().unwrap_or_else(PoisonError::into_inner);
    let mut bad = Vec::new();
    for (text, said) in db.statements().said() {
        if said.of_nothing > 0 {
            bad.push(format!("about an empty list: {text}"));
        }
        if !good.contains(&text) {
            let unbound = unbound(&text);
            if unbound.is_empty() || across(&text) {
                good.insert(text);
            } else {
                bad.push(format!("{unbound:?} without its owner: {text}"));
            }
        }
    }
    drop(good);
    assert!(bad.is_empty(), "{}", bad.join("\n"));
}

/// Whether a statement is one of those that are about several owners.
pub fn across(text: &str) -> bool {
    ACROSS.iter().any(|(part, _)| text.replace(['"', '`'], "").contains(part))
}

/// What is about several owners, and why.
pub const ACROSS: &[(&str, &str)] = &[
    ("FROM inbox WHERE (inbox.paying_body_code", "what awaits a paying body, of all landlords, in the order it came"),
    ("FROM inbox WHERE ((inbox.paying_body_code", "the same, of one kind, or after one item"),
    ("FROM inbox WHERE (((inbox.paying_body_code", "the same, of one kind and after one item"),
    ("FROM inbox WHERE ((((inbox.paying_body_code", "the same, of one kind and after one item"),
    ("FROM landlords WHERE (landlords.landlord_id = ANY(", "the landlords that a chunk of a roster names"),
    ("FROM landlords WHERE (landlords.landlord_id IN (", "the same, on SQLite"),
    ("FROM landlord_references WHERE (landlord_references.landlord_id = ANY(", "the references of these landlords"),
    ("FROM landlord_references WHERE (landlord_references.landlord_id IN (", "the same, on SQLite"),
    ("FROM bank_accounts WHERE (bank_accounts.landlord_id = ANY(", "the bank accounts of these landlords"),
    ("FROM bank_accounts WHERE (bank_accounts.landlord_id IN (", "the same, on SQLite"),
    (".key) IN (SELECT * FROM unnest(", "units, tenancies and transfers of a chunk, by landlord and key"),
    (".key) IN (SELECT value->>0, value->>1 FROM json_each(", "the same, on SQLite"),
];

#[derive(Clone, Debug, PartialEq)]
enum Token {
    Name(String),
    Word(String),
    Parameter,
    Mark(char),
}

enum Node {
    One(Token),
    Group(Vec<Node>),
}

/// Names are quoted; conditions that are written out have theirs bare, in small letters.
fn tokens(text: &str) -> Vec<Token> {
    let mut all = Vec::new();
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        let mut taken = |first: String, good: &dyn Fn(char) -> bool| {
            let mut word = first;
            while let Some(next) = rest.next_if(|next| good(*next)) {
                word.push(next);
            }
            word
        };
        match c {
            '"' | '`' => {
                all.push(Token::Name(taken(String::new(), &|next| next != c)));
                rest.next();
            }
            '\'' => {
                taken(String::new(), &|next| next != '\'');
                rest.next();
                all.push(Token::Mark('\''));
            }
            '$' => {
                taken(String::new(), &|next| next.is_ascii_digit());
                all.push(Token::Parameter);
            }
            '?' => all.push(Token::Parameter),
            c if c.is_alphabetic() || c == '_' => {
                let word = taken(c.to_string(), &|next| next.is_alphanumeric() || next == '_');
                let name = word.chars().all(|c| c.is_lowercase() || c == '_' || c.is_numeric());
                all.push(if name { Token::Name(word) } else { Token::Word(word) });
            }
            c if c.is_whitespace() => {}
            c => all.push(Token::Mark(c)),
        }
    }
    all
}

fn tree(tokens: &mut std::iter::Peekable<std::vec::IntoIter<Token>>) -> Vec<Node> {
    let mut nodes = Vec::new();
    while let Some(token) = tokens.next() {
        match token {
            Token::Mark('(') => nodes.push(Node::Group(tree(tokens))),
            Token::Mark(')') => break,
            token => nodes.push(Node::One(token)),
        }
    }
    nodes
}

fn is_word(node: Option<&Node>, words: &[&str]) -> bool {
    matches!(node, Some(Node::One(Token::Word(word))) if words.contains(&word.as_str()))
}

fn name(node: Option<&Node>) -> Option<&str> {
    if let Some(Node::One(Token::Name(name))) = node { Some(name) } else { None }
}

fn is_mark(node: Option<&Node>, mark: char) -> bool {
    matches!(node, Some(Node::One(Token::Mark(there))) if *there == mark)
}

/// What a block says: its tables by the name they bear, whose owner is a parameter, whose are the same.
#[derive(Default)]
struct Block {
    tables: BTreeMap<String, String>,
    bound: BTreeSet<String>,
    same: Vec<(String, String)>,
}

fn judge(nodes: &[Node], owned: &BTreeMap<&str, &str>, found: &mut BTreeSet<String>) {
    let mut block = Block::default();
    read(nodes, owned, true, &mut block, found);
    let mut grown = true;
    while grown {
        grown = false;
        for (one, other) in &block.same {
            for (from, to) in [(one, other), (other, one)] {
                grown |= block.tables.contains_key(from) && block.bound.contains(from) && block.bound.insert(to.clone());
            }
        }
    }
    found.extend(
        block
            .tables
            .iter()
            .filter(|(name, table)| owned.contains_key(table.as_str()) && !block.bound.contains(*name))
            .map(|(_, table)| table.clone()),
    );
}

/// Reads one level of a block; `counts` says whether an equality on it holds for the whole block.
fn read(nodes: &[Node], owned: &BTreeMap<&str, &str>, counts: bool, block: &mut Block, found: &mut BTreeSet<String>) {
    let counts = counts && !(0..nodes.len()).any(|at| is_word(nodes.get(at), &["OR"]));
    for at in 0..nodes.len() {
        let before = at.checked_sub(1).and_then(|before| nodes.get(before));
        match &nodes[at] {
            Node::Group(inner) if is_word(inner.first(), &["SELECT"]) => judge(inner, owned, found),
            Node::Group(inner) => {
                if is_word(before, &["FROM", "JOIN"]) {
                    table(inner, 0, block);
                }
                read(inner, owned, counts && !is_word(before, &["NOT", "WHEN"]), block, found);
            }
            Node::One(Token::Name(_)) if is_word(before, &["INTO"]) => inserted(nodes, at, owned, found),
            Node::One(Token::Name(_)) if is_word(before, &["FROM", "JOIN"]) || (at == 1 && is_word(before, &["UPDATE"])) => {
                table(nodes, at, block)
            }
            Node::One(Token::Name(_)) if counts => equality(nodes, at, owned, block),
            Node::One(_) => {}
        }
    }
}

fn table(nodes: &[Node], at: usize, block: &mut Block) {
    match nodes.get(at) {
        Some(Node::One(Token::Name(table))) => {
            let alias = if is_word(nodes.get(at + 1), &["AS"]) { name(nodes.get(at + 2)) } else { None };
            block.tables.insert(alias.unwrap_or(table).to_owned(), table.clone());
        }
        // Joins within joins.
        Some(Node::Group(inner)) if !is_word(inner.first(), &["SELECT"]) => table(inner, 0, block),
        _ => {}
    }
}

fn inserted(nodes: &[Node], at: usize, owned: &BTreeMap<&str, &str>, found: &mut BTreeSet<String>) {
    let Some((table, owner)) = name(nodes.get(at)).and_then(|table| Some((table, owned.get(table)?))) else { return };
    let named = matches!(nodes.get(at + 1), Some(Node::Group(columns)) if columns.iter().any(|column| name(Some(column)) == Some(owner)));
    if !named {
        found.insert(table.to_owned());
    }
}

/// `table.owner = parameter`, or `table.owner = other.owner`.
fn equality(nodes: &[Node], at: usize, owned: &BTreeMap<&str, &str>, block: &mut Block) {
    let column = |at: usize| -> Option<(&str, &str)> {
        let dotted = is_mark(nodes.get(at + 1), '.');
        Some((name(nodes.get(at))?, if dotted { name(nodes.get(at + 2))? } else { return None }))
    };
    let is_owner = |column: &str| owned.values().any(|owner| *owner == column);
    let Some((one, own)) = column(at).filter(|(_, own)| is_owner(own)) else { return };
    if !is_mark(nodes.get(at + 3), '=') {
        return;
    }
    match nodes.get(at + 4) {
        Some(Node::One(Token::Parameter)) => {
            block.bound.insert(one.to_owned());
        }
        _ => {
            if let Some((other, _)) = column(at + 4).filter(|(_, other)| *other == own) {
                block.same.push((one.to_owned(), other.to_owned()));
            }
        }
    }
}
