use super::*;
use crate::columns::{Cell, Column};
use crate::exports::Of;

struct Named(ReferenceId, &'static str, i64);

impl Exported for Named {
    const COLUMNS: &'static [Of<Self>] = &[
        (Column::TenantName, |named, _| Cell::text(named.1)),
        (Column::Net, |named, _| Cell::Cents(named.2)),
        (Column::Reference, |_, reference| Cell::text(&reference.reference)),
        (Column::PayingBody, |_, reference| Cell::Plain(reference.paying_body.as_str())),
    ];

    fn reference_id(&self) -> &ReferenceId {
        &self.0
    }
}

fn id(last: char) -> ReferenceId {
    format!("ref_01k8m3q6z5e7v9r2t4w6x8y0a{last}").parse().unwrap()
}

fn written(name: &'static str, cents: i64, language: Language) -> String {
    let reference = PaidUnder { paying_body: "131".parse().unwrap(), reference: "@B1".to_owned() };
    let bytes = rows(&[Named(id('a'), name, cents)], &HashMap::from([(id('a'), reference)]), language).unwrap();
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[test]
fn r108_an_exported_text_is_never_a_formula_and_amounts_keep_their_sign() {
    let row = written("=cmd|' /C calc'!A0", -1_250, Language::English);
    assert_eq!(row, "\"'=cmd|' /C calc'!A0\",\"-12.50\",\"'@B1\",\"131\"\r\n");
}

#[test]
fn r108_every_cell_is_quoted_in_both_languages() {
    for (language, separator, amount) in [(Language::French, ';', "-12,50"), (Language::English, ',', "-12.50")] {
        let row = written("a;=1+1", -1_250, language);
        assert_eq!(row, format!("\"a;'=1+1\"{separator}\"{amount}\"{separator}\"'@B1\"{separator}\"131\"\r\n"));
    }
}

#[test]
fn r108_the_french_export_is_for_a_french_spreadsheet() {
    let head = |language| String::from_utf8(head::<Named>(language).unwrap().to_vec()).unwrap();
    assert_eq!(head(Language::French), "\u{feff}\"Locataire\";\"Net\";\"Référence bailleur\";\"Code CAF\"\r\n");
    assert_eq!(head(Language::English), "\"tenant_name\",\"net\",\"reference\",\"paying_body\"\r\n");
}

#[test]
fn a_row_whose_reference_is_not_known_is_an_error_and_not_an_empty_cell() {
    assert!(rows(&[Named(id('b'), "", 0)], &HashMap::new(), Language::French).is_err());
}
