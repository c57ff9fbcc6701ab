//! The NIR (social security number) must never come in (G7): it is refused by the name of its
//! key and scrubbed from logs by its shape.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Names that mean a NIR when they are one word of the key (`tenant_nir`, `ssnLocataire`).
const WORDS: [&str; 4] = ["nir", "nirpp", "ssn", "nss"];

/// Names that mean a NIR when they are the whole key, once its separators are gone.
const WHOLE: [&str; 8] = ["secu", "securitesociale", "socialsecurity", "vitale", "numeross", "numss", "noss", "nss"];

/// What the number is a number of; beside one of `NUMBERS` it means a NIR.
const SUBJECTS: [&str; 5] = ["securitesociale", "socialsecurity", "secu", "assuresocial", "cartevitale"];

/// How a key says "number", longest first.
const NUMBERS: [&str; 5] = ["numero", "number", "num", "no", "n"];

/// Whether a JSON key is named like a NIR, whatever its case, accents and separators (G7).
/// `insee_number` is one; `insee_code`, the code of a commune, is not.
pub fn is_nir_key(key: &str) -> bool {
    let plain: String = key.nfkd().filter(|c| !is_combining_mark(*c)).collect();
    let squashed: String = plain.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    WHOLE.contains(&squashed.as_str())
        || WORDS.contains(&squashed.as_str())
        || words(&plain).iter().any(|word| WORDS.contains(&word.as_str()))
        || names_insee_number(&squashed)
        || SUBJECTS.iter().any(|subject| names_number_of(&squashed, subject))
}

/// The words of a key, lower case: cut at separators and where camelCase turns.
fn words(key: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut after_lower = false;
    for c in key.chars() {
        let turn = after_lower && c.is_uppercase();
        after_lower = c.is_lowercase() || c.is_numeric();
        if turn || !c.is_alphanumeric() {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut().filter(|_| c.is_alphanumeric()) {
            word.extend(c.to_lowercase());
        }
    }
    words
}

/// `insee` alone also names communes and registers, so the number must be what the key ends on.
fn names_insee_number(squashed: &str) -> bool {
    NUMBERS.iter().any(|number| {
        let orders = [format!("{number}insee"), format!("insee{number}")];
        // The short words end or begin too many others: alone with `insee`, or not at all.
        orders.iter().any(|name| squashed == name || number.len() > 2 && squashed.ends_with(name))
    })
}

/// Whether a word for "number" stands just before the subject (`num_secu`, `numero_de_securite_
/// sociale`) or just after it (`social_security_number`).
fn names_number_of(squashed: &str, subject: &str) -> bool {
    squashed.match_indices(subject).any(|(at, _)| {
        let (before, after) = (&squashed[..at], &squashed[at + subject.len()..]);
        let before = ["dela", "de", "d"].iter().find_map(|of| before.strip_suffix(of)).unwrap_or(before);
        // `security` is an English word of its own (`security_deposit_number`).
        let another_word = subject == "secu" && after.starts_with("rit");
        !another_word
            && NUMBERS.iter().any(|number| match number.len() {
                // The short words end or begin too many others.
                1 | 2 => before == *number || after == *number,
                _ => before.ends_with(number) || after.starts_with(number),
            })
    })
}

/// Replaces every text shaped like a NIR by `[nir]` (G7): 13 characters, or 15 with the key, be
/// they spaced or not, that no digit touches. The key is not checked: a NIR with a typing error
/// is still one. Linear in the length of the text, each attempt being bounded.
pub fn scrub(text: &str) -> Cow<'_, str> {
    let mut clean = String::new();
    let mut kept = 0;
    let mut at = 0;
    let mut after_digit = false;
    while let Some(c) = text[at..].chars().next() {
        let end = if after_digit { None } else { nir_end(&text[at..]).map(|length| at + length) };
        if let Some(end) = end {
            clean.push_str(&text[kept..at]);
            clean.push_str("[nir]");
            (kept, at) = (end, end);
            after_digit = true;
        } else {
            at += c.len_utf8();
            after_digit = c.is_ascii_digit();
        }
    }
    if kept == 0 {
        return Cow::Borrowed(text);
    }
    clean.push_str(&text[kept..]);
    Cow::Owned(clean)
}

/// The length in bytes of the NIR that `text` begins with.
fn nir_end(text: &str) -> Option<usize> {
    let mut nir = [0u8; 15];
    let mut count = 0;
    let mut short = None;
    let mut separated = true; // No separator before the first character.
    for (at, c) in text.char_indices() {
        match u8::try_from(c).ok().filter(|byte| may_stand(*byte, count)) {
            Some(byte) if count < 15 => {
                nir[count] = byte;
                count += 1;
                separated = false;
                let free = !text[at + 1..].starts_with(|next: char| next.is_ascii_digit());
                match count {
                    13 if !has_nir_fields(&nir) => return None,
                    13 if free => short = Some(at + 1),
                    15 if free => return Some(at + 1),
                    15 => return short,
                    _ => {}
                }
            }
            _ if !separated && is_separator(c, count) => separated = true,
            _ => return short,
        }
    }
    short
}

/// Whether a byte may be the character of rank `rank`: digits, and the letters of 2A and 2B.
fn may_stand(byte: u8, rank: usize) -> bool {
    byte.is_ascii_digit() || rank == 6 && matches!(byte, b'A' | b'B' | b'a' | b'b')
}

/// A space anywhere; a dot or a hyphen only between the fields of the number.
fn is_separator(c: char, rank: usize) -> bool {
    matches!(c, ' ' | '\u{a0}' | '\u{2009}' | '\u{202f}') || matches!(c, '.' | '-') && matches!(rank, 1 | 3 | 5 | 7 | 10 | 13)
}

/// Sex (3, 4, 7 and 8 are provisional), month (20, 30 to 42 and 50 to 99 stand for an unknown
/// one) and département (2A, 2B, 97 to 99 overseas and abroad included) of the first 13.
fn has_nir_fields(nir: &[u8; 15]) -> bool {
    let two = |at: usize| (nir[at].wrapping_sub(b'0'), nir[at + 1].wrapping_sub(b'0'));
    let (month, month_unit) = two(3);
    let month = month * 10 + month_unit;
    let department = match (nir[5], nir[6]) {
        (tens, b'A' | b'B' | b'a' | b'b') => tens == b'2',
        (tens, units) => (tens, units) != (b'0', b'0'),
    };
    matches!(nir[0], b'1'..=b'4' | b'7' | b'8') && matches!(month, 1..=12 | 20 | 30..=42 | 50..=99) && department
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn g7_keys_named_like_a_nir() {
        let keys = "nir NIR n_i_r tenant_nir nirLocataire tenantNIR ssn SSN tenant-ssn nss numero_ss \
            numero_securite_sociale numéro_sécurité_sociale numeroSecuriteSociale num_secu numSecu \
            numero_de_securite_sociale numero-de-la-securite-sociale no_secu n_secu tenant_num_secu \
            secu_number social_security_number socialSecurityNo insee_number numero_insee num_insee \
            tenant_insee_number securite_sociale numero_carte_vitale";
        for key in keys.split_whitespace().chain(["numéro sécu"]) {
            assert!(is_nir_key(key), "{key}");
        }
    }

    #[test]
    fn g7_harmless_keys() {
        let keys = "_ insee_code code_insee region_insee class_name className address_number avenir \
            souvenir_date security_deposit_number social_landlord number numero reference_number \
            beneficiary_number lessor address siret caisse_securite_sociale logement_id departed_on \
            unpaid_cents";
        for key in keys.split_whitespace().chain([""]) {
            assert!(!is_nir_key(key), "{key}");
        }
    }

    #[test]
    fn g7_scrubs_every_spelling() {
        for nir in [
            "1841276451089",
            "184127645108946",
            "1 84 12 76 451 089 46",
            "1 84 12 76 451 089",
            "2 84 12 2A 451 089 46",
            "284122B451089",
            "1.84.12.76.451.089.46",
            "784209943108946",
            "1\u{a0}84\u{a0}12\u{a0}76\u{a0}451\u{a0}089\u{a0}46",
            "184 127 645 108 946",
        ] {
            assert_eq!(scrub(nir), "[nir]", "{nir}");
            assert_eq!(scrub(&format!("le NIR{nir}, né à Évry")), "le NIR[nir], né à Évry");
            assert_eq!(scrub(&format!("a {nir} b {nir}")), "a [nir] b [nir]");
        }
        assert_eq!(scrub("184127645108946 12"), "[nir] 12");
    }

    #[test]
    fn g7_leaves_other_numbers() {
        for text in [
            "",
            "73282932000074",
            "732 829 320 00074",
            "FR1420041010050500013M02606",
            "0123456",
            "2026-10-12T23:59:59.123456Z",
            "019aafe0-1234-7abc-8def-0123456789ab",
            "184127645108",
            "1841276451089461",
            "9841276451089",
            "1841376451089",
            "1 840 000 €",
            "184122C451089",
            "1  84 12 76 451 089",
        ] {
            assert_eq!(scrub(text), text);
            assert!(matches!(scrub(text), Cow::Borrowed(_)));
        }
    }

    proptest! {
        #[test]
        fn g7_any_text_is_scrubbed_once_for_all(text in "[0-9A-C. é-]{0,80}") {
            let once = scrub(&text).into_owned();
            prop_assert_eq!(scrub(&once), once.as_str());
        }

        #[test]
        fn g7_a_nir_never_passes(sex in "[12]", year in "[0-9]{2}", rest in "[0-9]{6}", left in "[a-z ]{0,5}") {
            let text = format!("{left}{sex}{year}0875{rest}");
            prop_assert_eq!(scrub(&text), format!("{left}[nir]"));
        }
    }
}
