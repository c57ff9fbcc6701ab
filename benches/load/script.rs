//! Statements as they were sent, turned into what `pgbench` and bare connections run.

use offre_bailleurs::testing::Sent;

/// Days and microseconds of PostgreSQL begin here.
const EPOCH: chrono::NaiveDate = chrono::NaiveDate::from_ymd_opt(2000, 1, 1).unwrap();

/// A value as text, which PostgreSQL reads as the type it has.
fn text_of(kind: &str, bytes: &[u8]) -> String {
    let number = || match bytes.len() {
        2 => i64::from(i16::from_be_bytes(bytes.try_into().unwrap())),
        4 => i64::from(i32::from_be_bytes(bytes.try_into().unwrap())),
        _ => i64::from_be_bytes(bytes.try_into().unwrap()),
    };
    match kind {
        "text" | "varchar" => std::str::from_utf8(bytes).unwrap().to_owned(),
        "int2" | "int4" | "int8" => number().to_string(),
        "bool" => (bytes[0] != 0).to_string(),
        "date" => (EPOCH + chrono::TimeDelta::days(number())).to_string(),
        "timestamp" => (EPOCH.and_time(chrono::NaiveTime::MIN) + chrono::TimeDelta::microseconds(number())).to_string(),
        other => panic!("a statement has a value of type {other}, which this bench cannot write yet"),
    }
}

fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// A statement with something in place of each `$1`, `$2`, … of it.
fn with_values(text: &str, mut value: impl FnMut(usize) -> String) -> String {
    let mut parts = text.split('$');
    let mut written = parts.next().unwrap().to_owned();
    for part in parts {
        let digits = part.chars().take_while(char::is_ascii_digit).count();
        let number: usize = part[..digits].parse().unwrap_or_else(|_| panic!("a $ that is no parameter: {text}"));
        written.push_str(&value(number - 1));
        written.push_str(&part[digits..]);
    }
    written
}

/// A read with its values in its text, for a bare connection.
pub fn written_out(sent: &Sent) -> String {
    match sent.text.split_once(" -- binds: ") {
        Some((text, shown)) => {
            let values = shown_values(shown);
            assert_eq!(text.matches('?').count(), values.len(), "{}", sent.text);
            let mut parts = text.split('?');
            let first = parts.next().unwrap().to_owned();
            parts.zip(values).fold(first, |written, (part, value)| written + &value + part)
        }
        None => with_values(&sent.text, |place| {
            let (kind, value) = &sent.values[place];
            value.as_ref().map_or_else(|| format!("NULL::{kind}"), |bytes| format!("{}::{kind}", quoted(&text_of(kind, bytes))))
        }),
    }
}

/// The values that diesel shows behind a statement: `[LandlordId("lld_…"), 2026, 2026-11-23]`.
fn shown_values(shown: &str) -> Vec<String> {
    let inner = shown.trim().strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap();
    let value = |one: &str| {
        let bare = one.rsplit('(').next().unwrap().trim_end_matches(')');
        match bare.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
            Some(text) => quoted(text),
            None if bare.parse::<i64>().is_ok() => bare.to_owned(),
            None if bare.parse::<chrono::NaiveDate>().is_ok() => quoted(bare),
            None => panic!("diesel shows a value that this bench cannot write yet: {one}"),
        }
    };
    inner.split(", ").filter(|one| !one.is_empty()).map(value).collect()
}

/// A script of `pgbench`, with the variables it is run with.
#[derive(Clone, Debug, Default)]
pub struct Script {
    pub text: String,
    pub variables: Vec<(String, String)>,
    /// Whether the service has the server plan it once for all.
    pub generic: bool,
}

/// The statements as a script, which gives each value as a parameter, as the service does. `counted`
/// gives the expression for a value that must be another one each time.
pub fn script(sent: &[Sent], counted: impl Fn(&str) -> Option<String>) -> Script {
    let mut script = Script { text: String::new(), variables: Vec::new(), generic: false };
    for (number, one) in sent.iter().enumerate() {
        let text = if one.values.is_empty() {
            // What settles a transaction is settled for the connection: it would cost a round trip.
            script.generic |= one.text.contains("force_generic_plan");
            one.text.split(';').next().unwrap().to_owned()
        } else {
            with_values(&one.text, |place| {
                let (kind, value) = &one.values[place];
                let Some(bytes) = value else { return format!("NULL::{kind}") };
                let value = text_of(kind, bytes);
                counted(&value).unwrap_or_else(|| {
                    let name = format!("s{number}p{place}");
                    if script.variables.iter().all(|(known, _)| *known != name) {
                        script.variables.push((name.clone(), value));
                    }
                    format!(":{name}::{kind}")
                })
            })
        };
        script.text.push_str(&text);
        script.text.push_str(";\n");
    }
    script
}
