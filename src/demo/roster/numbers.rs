//! Invented identifiers whose keys are right (G4, G5).

/// A SIRET of an invented company: its SIREN starts with 000, which INSEE gives to nobody, so
/// that no real company is named by chance. Both the SIREN and the SIRET satisfy Luhn.
pub fn siret(number: i64) -> String {
    let siren = with_luhn_key(&format!("000{:05}", number.rem_euclid(100_000)));
    with_luhn_key(&format!("{siren}0001"))
}

fn with_luhn_key(digits: &str) -> String {
    let sum: u32 = digits
        .chars()
        .rev()
        .filter_map(|c| c.to_digit(10))
        .enumerate()
        .map(|(rank, digit)| match (rank % 2, digit) {
            (0, 5..) => digit * 2 - 9,
            (0, _) => digit * 2,
            _ => digit,
        })
        .sum();
    format!("{digits}{}", (10 - sum % 10) % 10)
}

/// A French IBAN: bank and branch of five digits each, account of eleven, RIB key and IBAN key
/// computed.
pub fn french_iban(bank: i64, branch: i64, account: i64) -> String {
    let rib_key = 97 - (89 * bank + 15 * branch + 3 * account).rem_euclid(97);
    let bban = format!("{bank:05}{branch:05}{account:011}{rib_key:02}");
    // ISO 13616: the country (F is 15, R is 27) and 00 go to the end; the key makes it 1 modulo 97.
    let rest = format!("{bban}152700").bytes().fold(0, |rest, digit| (rest * 10 + i64::from(digit - b'0')) % 97);
    format!("FR{:02}{bban}", 98 - rest)
}

/// A telephone number of the south-east of France in the range that the numbering plan of ARCEP
/// keeps for works of fiction (04 65 71 00 00 to 04 65 71 99 99).
pub fn fiction_phone(number: i64) -> String {
    format!("+3346571{:04}", number.rem_euclid(10_000))
}

/// A mobile number of the range kept for works of fiction (06 39 98 00 00 to 06 39 98 99 99).
pub fn fiction_mobile(number: i64) -> String {
    format!("+3363998{:04}", number.rem_euclid(10_000))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::values::iban::Iban;
    use crate::values::siret::Siret;

    #[test]
    fn g4_g5_invented_numbers_have_right_keys() {
        for number in [0, 7, 42, 4_711, 99_999] {
            assert!(Siret::parse(&siret(number)).is_ok(), "{}", siret(number));
            let iban = french_iban(30_004, number, number * 31);
            assert!(Iban::parse(&iban).is_ok(), "{iban}");
        }
        assert_eq!(french_iban(30_006, 1, 12_345_678_901), "FR7630006000011234567890189");
    }
}
