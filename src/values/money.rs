//! Money: integer euro cents, never a float (G3).

const NARROW_SPACE: char = '\u{202f}';
const NO_BREAK_SPACE: char = '\u{a0}';

/// An amount for a French reader, as `1 040,00 €`: U+202F between thousands and U+00A0 before
/// the sign, as the Imprimerie nationale and CLDR have it.
pub fn euros_fr(cents: i64) -> String {
    let (sign, euros, rest) = split(cents);
    format!("{sign}{},{rest:02}{NO_BREAK_SPACE}€", grouped(euros, NARROW_SPACE))
}

/// An amount for an English reader, as `€1,040.00`.
pub fn euros_en(cents: i64) -> String {
    let (sign, euros, rest) = split(cents);
    format!("{sign}€{}.{rest:02}", grouped(euros, ','))
}

/// An amount in euros for a machine, as `-12,50`: 2 decimals after `separator`, no thousands.
pub fn decimal(cents: i64, separator: char) -> String {
    let (sign, euros, rest) = split(cents);
    format!("{sign}{euros}{separator}{rest:02}")
}

/// Sign, euros, cents.
fn split(cents: i64) -> (&'static str, u64, u64) {
    let size = cents.unsigned_abs();
    (if cents < 0 { "-" } else { "" }, size / 100, size % 100)
}

fn grouped(euros: u64, separator: char) -> String {
    let digits = euros.to_string();
    let mut text = String::with_capacity(digits.len() * 2);
    for (rank, digit) in digits.char_indices() {
        if rank > 0 && (digits.len() - rank).is_multiple_of(3) {
            text.push(separator);
        }
        text.push(digit);
    }
    text
}

/// The share of one of `n` lease co-holders, in cents: the whole divided and rounded down (R25).
/// Zero co-holders count as one.
pub fn share(cents: i64, n: u32) -> i64 {
    cents.div_euclid(i64::from(n.max(1)))
}

/// A repayment plan of `count` instalments, in cents, that sum exactly to the debt (R77): all are
/// the debt divided and rounded up, except the last, which is what remains. `None` when the last
/// would not be above zero, and for a debt or a count of zero.
pub fn instalments(total_cents: i64, count: u32) -> Option<Vec<i64>> {
    let before_last = count.checked_sub(1)?;
    if total_cents <= 0 {
        return None;
    }
    // Dividing the opposite, which rounds down, rounds the debt up.
    let each = -(-total_cents).div_euclid(i64::from(count));
    let last = total_cents.checked_sub(each.checked_mul(i64::from(before_last))?)?;
    if last <= 0 {
        return None;
    }
    let mut plan = vec![each; usize::try_from(before_last).ok()?];
    plan.push(last);
    Some(plan)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn g3_writes_amounts() {
        assert_eq!(euros_fr(104_000), "1\u{202f}040,00\u{a0}€");
        assert_eq!(euros_fr(-1_250), "-12,50\u{a0}€");
        assert_eq!(euros_fr(100_000_000), "1\u{202f}000\u{202f}000,00\u{a0}€");
        assert_eq!(euros_en(104_000), "€1,040.00");
        assert_eq!(euros_en(-5), "-€0.05");
        assert_eq!(decimal(-1_250, ','), "-12,50");
        assert_eq!(decimal(104_000, '.'), "1040.00");
        assert_eq!(decimal(i64::MIN, '.'), "-92233720368547758.08");
    }

    #[test]
    fn r25_a_share_is_rounded_down() {
        assert_eq!(share(90_000, 3), 30_000);
        assert_eq!(share(100_000, 3), 33_333);
        assert_eq!(share(100, 0), 100);
    }

    #[test]
    fn r77_thirty_six_instalments_sum_to_the_debt() {
        let plan = instalments(100_000, 36).unwrap();
        assert_eq!(plan.len(), 36);
        assert!(plan[..35].iter().all(|each| *each == 2_778));
        assert_eq!(plan[35], 2_770);
        assert_eq!(instalments(37, 36), None);
        assert_eq!(instalments(0, 36), None);
        assert_eq!(instalments(100, 0), None);
        assert_eq!(instalments(100, 1), Some(vec![100]));
        assert_eq!(instalments(-100, 2), None);
        assert_eq!(instalments(i64::MIN, 2), None);
        assert_eq!(instalments(i64::MAX, 7).map(|plan| plan.len()), Some(7));
        assert_eq!(instalments(36, 36), Some(vec![1; 36]));
    }

    proptest! {
        #[test]
        fn r77_plans_sum_exactly(total in 1..=100_000_000i64, count in 1u32..=120) {
            if let Some(plan) = instalments(total, count) {
                prop_assert_eq!(plan.len(), count as usize);
                prop_assert_eq!(plan.iter().sum::<i64>(), total);
                prop_assert!(plan.iter().all(|each| *each > 0));
                prop_assert!(plan.windows(2).all(|two| two[0] >= two[1]));
            }
        }

        #[test]
        fn r25_shares_never_exceed_the_whole(cents in 0..=100_000_000i64, n in 1u32..50) {
            let whole = share(cents, n) * i64::from(n);
            prop_assert!(whole <= cents && cents - whole < i64::from(n));
        }
    }
}
