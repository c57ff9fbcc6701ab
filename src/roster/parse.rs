//! From the text of a line to the line; a long transfer in parts.

use std::fmt;

use serde::de::{SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::value::RawValue;

use super::kinds::Line;
use super::lines::{MOST_TRANSFER_LINES, PaymentLine, TransferLine};
use crate::http::body::{decode, parse};
use crate::problem::{FieldCode, FieldError, MOST_ERRORS, Problem};
use crate::values::text::Text;

/// Bytes beyond which a transfer is read in parts.
const LONG: usize = 16 * 1024;

/// Bytes beyond which no line but a transfer is read: one of another kind has some 60 KiB at its longest,
/// and the JSON value of a text takes up to thirty times its memory.
const LONGEST_WHOLE: usize = 256 * 1024;

impl Line {
    /// Reads a line.
    ///
    /// # Errors
    /// Every fault of the line; of a transfer beyond [`LONGEST_WHOLE`], those that its parts have each by
    /// itself; a longer line that is no transfer is too long.
    pub fn read(text: &[u8]) -> Result<Self, Problem> {
        if text.len() <= LONG {
            return Self::read_whole(text);
        }
        match payment_in_parts(text) {
            Some(Ok(payment)) => Ok(payment.into()),
            Some(Err(faults)) if text.len() > LONGEST_WHOLE => Err(faults),
            None if text.len() > LONGEST_WHOLE => Err(no_transfer()),
            _ => Self::read_whole(text),
        }
    }

    fn read_whole(text: &[u8]) -> Result<Self, Problem> {
        Self::judged(&parse(text)?, text)
    }
}

fn no_transfer() -> Problem {
    let text = Text::new(
        format!("Au-delà de {LONGEST_WHOLE} octets, une ligne ne peut être qu'un virement, avec ses membres et eux seuls."),
        format!("Beyond {LONGEST_WHOLE} bytes a line can only be a transfer, with its members and no others."),
    );
    Problem::validation(vec![FieldError::pointer(String::new(), FieldCode::TooLong, text)])
}

/// A transfer whose values are still text.
#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Parts<'a> {
    #[serde(borrow)]
    r#type: &'a RawValue,
    #[serde(borrow)]
    landlord: &'a RawValue,
    #[serde(borrow)]
    key: &'a RawValue,
    #[serde(borrow)]
    paying_body: &'a RawValue,
    #[serde(borrow)]
    reference: &'a RawValue,
    #[serde(borrow)]
    paid_on: &'a RawValue,
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    remittance: Option<&'a RawValue>,
    #[serde(borrow)]
    lines: Lines<'a>,
}

/// The lines of a transfer as text; more than it may have are not gathered.
#[derive(Default, Serialize)]
struct Lines<'a>(Vec<&'a RawValue>);

impl<'de: 'a, 'a> Deserialize<'de> for Lines<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(Gather)
    }
}

struct Gather;

impl<'de> Visitor<'de> for Gather {
    type Value = Lines<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{MOST_TRANSFER_LINES} lines at most")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Lines<'de>, A::Error> {
        let mut lines = Vec::new();
        while let Some(line) = items.next_element()? {
            if lines.len() >= MOST_TRANSFER_LINES {
                return Err(serde::de::Error::invalid_length(lines.len() + 1, &self));
            }
            lines.push(line);
        }
        Ok(Lines(lines))
    }
}

/// A transfer, read one of its lines at a time: the JSON value of the whole would take ten times the
/// memory of its text. Nothing when it has not the form of one.
fn payment_in_parts(text: &[u8]) -> Option<Result<PaymentLine, Problem>> {
    let mut parts: Parts<'_> = serde_json::from_slice(text).ok()?;
    let lines = std::mem::take(&mut parts.lines).0;
    let head = serde_json::to_vec(&parts).ok()?;
    if head.len() > LONGEST_WHOLE || lines.iter().any(|line| line.get().len() > LONGEST_WHOLE) {
        return None;
    }
    Some(put_together(&head, &lines))
}

fn put_together(head: &[u8], lines: &[&RawValue]) -> Result<PaymentLine, Problem> {
    let mut faults = Vec::new();
    let head = decode::<PaymentLine>(head).map_err(|problem| faults.extend(errors(problem, "")));
    let mut read: Vec<TransferLine> = Vec::with_capacity(lines.len());
    for (index, line) in lines.iter().enumerate() {
        match decode(line.get().as_bytes()) {
            Ok(line) => read.push(line),
            Err(problem) => faults.extend(errors(problem, &format!("/lines/{index}"))),
        }
        if faults.len() >= MOST_ERRORS {
            break;
        }
    }
    match head {
        Ok(head) if faults.is_empty() => Ok(PaymentLine { lines: read, ..head }),
        _ => Err(Problem::validation(faults)),
    }
}

/// The faults of a part, where it stands in the whole.
fn errors(problem: Problem, at: &str) -> Vec<FieldError> {
    if problem.errors().is_empty() {
        return vec![FieldError::pointer(at.to_owned(), FieldCode::InvalidFormat, problem.detail().clone())];
    }
    problem.errors().iter().map(|error| error.clone().under("", at)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn payment(break_at: Option<usize>) -> String {
        let line = |number: usize| {
            let net = if break_at == Some(number) { "\"much\"".to_owned() } else { number.to_string() };
            format!(
                r#"{{"key":"{number}","tenant":"T\u00e91","aid_type":"als","entitlement_month":"2026-10","kind":"current","gross_cents":1,"crds_cents":0,"rls_cents":0,"net_cents":{net}}}"#
            )
        };
        let lines: Vec<String> = (0..300).map(line).collect();
        format!(
            r#"{{"type":"payment","landlord":"L1","key":"P1","paying_body":"131","reference":"B1","paid_on":"2026-11-05","lines":[{}]}}"#,
            lines.join(",")
        )
    }

    #[test]
    fn a_long_transfer_is_the_same_in_parts_and_whole() {
        let text = payment(None);
        assert!(text.len() > LONG);
        let parts = payment_in_parts(text.as_bytes()).unwrap().unwrap();
        let Ok(Line::Payment(whole)) = Line::read_whole(text.as_bytes()) else { panic!("the transfer does not read") };
        assert_eq!((parts.lines.len(), &parts.lines[0].tenant), (300, &"Té1".to_owned()));
        assert_eq!(parts, *whole);
    }

    #[test]
    fn what_a_long_transfer_may_leave_out_is_read_in_parts_too() {
        for (given, expected) in [("\"CAF \\u00e9\"", Some("CAF é")), ("null", None)] {
            let text = payment(None).replace("\"lines\":[", &format!("\"remittance\":{given},\"lines\":["));
            let parts = payment_in_parts(text.as_bytes()).unwrap().unwrap();
            let Ok(Line::Payment(whole)) = Line::read_whole(text.as_bytes()) else { panic!("the transfer does not read") };
            assert_eq!((parts.remittance.as_deref(), &parts), (expected, &*whole));
        }
    }

    #[test]
    fn the_faults_of_a_long_transfer_are_those_of_the_whole() {
        let text = payment(Some(120));
        assert!(payment_in_parts(text.as_bytes()).unwrap().is_err());
        let errors = Line::read(text.as_bytes()).err().unwrap();
        assert_eq!(errors.errors().len(), 1);
        assert!(format!("{:?}", errors.errors()[0].at).contains("/lines/120/net_cents"));
        for (from, to) in [("\"type\":\"payment\"", "\"type\":\"landlord\""), ("\"key\":\"P1\"", "\"key\":\"P1\",\"key\":\"P2\"")] {
            let text = payment(None).replace(from, to);
            assert!(!matches!(payment_in_parts(text.as_bytes()), Some(Ok(_))) && Line::read(text.as_bytes()).is_err(), "{to}");
        }
    }

    /// The faults of a transfer whose text was changed at one place, as a line beyond what is read whole
    /// tells them and as one read whole does.
    fn both_ways(from: &str, to: &str) -> [Vec<(String, &'static str)>; 2] {
        let short = payment(None).replacen(from, to, 1);
        let (head, tail) = short.rsplit_once("]}").unwrap();
        let filled = format!("{head}{}]}}{tail}", " ".repeat(LONGEST_WHOLE));
        assert!(filled.len() > LONGEST_WHOLE && short.len() < LONGEST_WHOLE);
        [filled, short].map(|text| {
            let problem = Line::read(text.as_bytes()).err().unwrap();
            problem.errors().iter().map(|error| (format!("{:?}", error.at), error.code.as_str())).collect()
        })
    }

    #[test]
    fn a_transfer_too_long_to_be_read_whole_tells_the_same_faults() {
        for (from, to) in [
            ("\"paid_on\":\"2026-11-05\"", "\"paid_on\":\"soon\""),
            ("\"paid_on\":", &format!("\"remittance\":\"{}\",\"paid_on\":", "x".repeat(141))),
            ("\"key\":\"200\"", "\"key\":\"\""),
            ("\"gross_cents\":1,", "\"gross_cents\":1.5,"),
            ("\"gross_cents\":1,", ""),
            ("\"gross_cents\":1,", "\"gross_cents\":1,\"nope\":1,"),
        ] {
            let [parts, whole] = both_ways(from, to);
            assert!(!whole.is_empty() && parts == whole, "{to}: {parts:?}, not {whole:?}");
        }
        let many = payment(None).replace("\"kind\":\"current\"", "\"kind\":1");
        let many = many.replace("\"lines\":[", &format!("\"lines\":[{}", " ".repeat(LONGEST_WHOLE)));
        assert!(Line::read(many.as_bytes()).err().unwrap().errors().len() <= MOST_ERRORS + 1);
    }

    #[test]
    fn a_line_that_no_transfer_is_has_a_length() {
        let ones = format!("[{}1]", "1,".repeat(LONGEST_WHOLE));
        for text in [
            ones.clone(),
            payment(None).replace("\"key\":\"P1\"", &format!("\"key\":{ones}")),
            payment(None).replace("\"key\":\"7\"", &format!("\"key\":{ones}")),
            payment(None).replace("\"key\":\"P1\"", &format!("\"key\":\"P1\",\"nope\":{ones}")),
            format!("{{\"type\":\"landlord\",\"name\":{ones}}}"),
        ] {
            let problem = Line::read(text.as_bytes()).err().unwrap();
            assert_eq!(problem.errors().iter().map(|error| error.code.as_str()).collect::<Vec<_>>(), ["too_long"]);
        }
        let crowd = payment(None).replace("\"lines\":[", &format!("\"lines\":[{}", "1,".repeat(MOST_TRANSFER_LINES)));
        assert!(payment_in_parts(crowd.as_bytes()).is_none());
    }
}
