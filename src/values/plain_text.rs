//! What a text of an input may be made of (G9, G10), and the spaces that groups of digits may have
//! between them (G5).

/// Members that may hold several lines; every other text is of one line.
const SEVERAL_LINES: [&str; 3] = ["comment", "reason", "late_justification"];

/// Whether a text is nothing but white space, which is no text (G9).
pub fn is_blank(text: &str) -> bool {
    text.chars().all(char::is_whitespace)
}

/// The first character that the text of this member may not hold (G10): controls, what turns the
/// direction of writing, and what nobody sees. They let a text show as another one, or break the
/// lines of a log, of a letter or of a terminal.
pub fn refused_character(member: &str, text: &str) -> Option<char> {
    let several = SEVERAL_LINES.contains(&member);
    text.chars().find(|c| !(several && is_welcome_in_comments(*c)) && is_refused(*c))
}

/// Line breaks, and the choice between the two shapes of an emoji.
fn is_welcome_in_comments(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{fe0e}' | '\u{fe0f}')
}

/// Unicode's `Cc`, `Cf`, `Zl` and `Zp`, its `Default_Ignorable_Code_Point`, and the blank of Braille.
fn is_refused(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{600}'..='\u{605}' | '\u{61c}' | '\u{6dd}' | '\u{70f}' | '\u{890}' | '\u{891}' | '\u{8e2}'
            | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
            | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{110bd}' | '\u{110cd}' | '\u{13430}'..='\u{1343f}'
            | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

/// A number without the spaces between its groups, in upper case (G5): ordinary, no-break, thin and
/// narrow ones, as printed forms and web pages have them.
pub fn compact(text: &str) -> String {
    text.chars().filter(|c| !matches!(c, ' ' | '\u{a0}' | '\u{2009}' | '\u{202f}')).map(|c| c.to_ascii_uppercase()).collect()
}

/// For a member that holds such a number: kept compact, whatever its spelling.
///
/// # Errors
/// When the member is not a text.
pub fn compacted<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    <String as serde::Deserialize>::deserialize(deserializer).map(|text| compact(&text))
}

/// As [`compacted`], for a member that may be null.
///
/// # Errors
/// When the member is neither a text nor null.
pub fn compacted_if_any<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    <Option<String> as serde::Deserialize>::deserialize(deserializer).map(|text| text.as_deref().map(compact))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn g9_white_space_is_no_text() {
        for blank in ["", " ", "\u{a0}\u{202f}", "\t\r\n", "\u{2009}\u{3000}\u{85}"] {
            assert!(is_blank(blank), "{blank:?}");
        }
        assert!(!is_blank(" a "));
    }

    #[test]
    fn g10_one_line_is_one_line_and_what_it_shows() {
        let refused = "\0\u{1b}\n\r\t\u{7f}\u{85}\u{ad}\u{61c}\u{200b}\u{200c}\u{200d}\u{200e}\u{200f}\u{2028}\u{2029}\u{202a}\u{202b}\u{202c}\u{202d}\u{202e}\u{2060}\u{2066}\u{2067}\u{2068}\u{2069}\u{3164}\u{fe0f}\u{feff}\u{e0041}";
        for c in refused.chars() {
            assert_eq!(refused_character("name", &format!("a{c}b")), Some(c), "{c:?}");
            let welcome = matches!(c, '\n' | '\r' | '\u{fe0f}');
            assert_eq!(refused_character("comment", &format!("a{c}b")), (!welcome).then_some(c), "{c:?}");
        }
        for text in ["D’Aubigné", "Zoe\u{308}", "12\u{a0}rue", "Łódź", "Μαρία", "محمد", "山田", "☀", "👋"] {
            assert_eq!(refused_character("name", text), None, "{text}");
        }
    }

    #[test]
    fn g5_spaces_between_groups_vanish() {
        assert_eq!(compact(" fr14\u{a0}2004\u{202f}1010\u{2009}0505 "), "FR14200410100505");
        assert_eq!(compact("1\t2"), "1\t2");
    }
}
