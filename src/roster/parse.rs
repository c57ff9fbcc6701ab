//! From the text of a line to the line; a long transfer in parts.

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::kinds::Line;
use super::lines::{MOST_TRANSFER_LINES, PaymentLine, TransferLine};
use crate::http::body::{decode, parse};
use crate::problem::Problem;

/// Bytes beyond which a transfer is read in parts.
const LONG: usize = 16 * 1024;

impl Line {
    /// Reads a line.
    ///
    /// # Errors
    /// Every fault of the line.
    pub fn read(text: &[u8]) -> Result<Self, Problem> {
        if text.len() > LONG
            && let Some(payment) = payment_in_parts(text)
        {
            return Ok(payment.into());
        }
        Self::read_whole(text)
    }

    fn read_whole(text: &[u8]) -> Result<Self, Problem> {
        Self::judged(&parse(text)?, text)
    }
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
    #[serde(borrow)]
    lines: Vec<&'a RawValue>,
}

/// A transfer without fault, read one of its lines at a time: the JSON value of the whole would take
/// ten times the memory of its text. Anything else is left to be read whole, which tells its faults.
fn payment_in_parts(text: &[u8]) -> Option<PaymentLine> {
    let mut parts: Parts<'_> = serde_json::from_slice(text).ok()?;
    let lines = std::mem::take(&mut parts.lines);
    if lines.len() > MOST_TRANSFER_LINES {
        return None;
    }
    let head: PaymentLine = decode(&serde_json::to_vec(&parts).ok()?).ok()?;
    let lines: Option<Vec<TransferLine>> = lines.into_iter().map(|line| decode(line.get().as_bytes()).ok()).collect();
    Some(PaymentLine { lines: lines?, ..head })
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
        let parts = payment_in_parts(text.as_bytes()).unwrap();
        let Ok(Line::Payment(whole)) = Line::read_whole(text.as_bytes()) else { panic!("the transfer does not read") };
        assert_eq!((parts.lines.len(), &parts.lines[0].tenant), (300, &"Té1".to_owned()));
        assert_eq!(parts, *whole);
    }

    #[test]
    fn the_faults_of_a_long_transfer_are_those_of_the_whole() {
        let text = payment(Some(120));
        assert!(payment_in_parts(text.as_bytes()).is_none());
        let errors = Line::read(text.as_bytes()).err().unwrap();
        assert_eq!(errors.errors().len(), 1);
        assert!(format!("{:?}", errors.errors()[0].at).contains("/lines/120/net_cents"));
        for (from, to) in [("\"type\":\"payment\"", "\"type\":\"landlord\""), ("\"key\":\"P1\"", "\"key\":\"P1\",\"key\":\"P2\"")] {
            let text = payment(None).replace(from, to);
            assert!(payment_in_parts(text.as_bytes()).is_none() && Line::read(text.as_bytes()).is_err(), "{to}");
        }
    }
}
