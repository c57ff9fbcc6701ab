//! The export of payment lines as CSV (R108): read and sent in chunks, so that its memory does not
//! grow with the number of lines.

use actix_web::HttpResponse;
use actix_web::http::header;
use actix_web::web::Bytes;
use chrono::NaiveDate;
use futures_util::stream::{Stream, try_unfold};

use super::dto::{PaidLine, PaymentFilter};
use crate::db::Actor;
use crate::db::Db;
use crate::http::compress::Compressible;
use crate::problem::Problem;
use crate::values::csv_cell::neutralise;
use crate::values::money::decimal;
use crate::values::text::Language;
use crate::values::typed_id::PaymentLineId;

/// Lines of one statement.
const CHUNK: i64 = 1_000;

/// The columns, by their French and English names; amounts are in euros.
const COLUMNS: [(&str, &str); 16] = [
    ("Identifiant de la ligne", "payment_line_id"),
    ("Identifiant du virement", "payment_id"),
    ("Date du virement", "paid_on"),
    ("Identifiant de la référence", "reference_id"),
    ("Identifiant du locataire", "tenant_id"),
    ("Locataire", "tenant_name"),
    ("Identifiant du logement", "logement_id"),
    ("Aide", "aid_type"),
    ("Mois de droit", "entitlement_month"),
    ("Nature", "kind"),
    ("Brut", "gross"),
    ("CRDS", "crds"),
    ("RLS", "rls"),
    ("Net", "net"),
    ("Mois corrigé", "corrects_month"),
    ("Excédent à reverser au locataire", "excess_to_tenant"),
];

/// Where an export is.
struct Progress {
    db: Db,
    actor: Actor,
    filter: PaymentFilter,
    next: Next,
}

/// What is to be sent next.
enum Next {
    Ready(Vec<PaidLine>),
    After(NaiveDate, PaymentLineId),
    Nothing,
}

/// The whole export. Its first lines are read before the answer starts, so that what is refused is
/// refused with a problem document.
///
/// # Errors
/// 503 when the database cannot be reached in time.
pub async fn answer(db: Db, actor: Actor, filter: PaymentFilter) -> Result<HttpResponse, Problem> {
    let first = chunk(&db, &actor, &filter, None).await?;
    let head = head(actor.language)?;
    let body = stream(head, Progress { db, actor, filter, next: Next::Ready(first) });
    let mut response = HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "text/csv; charset=utf-8; header=present"))
        .insert_header((header::CONTENT_DISPOSITION, "attachment; filename=\"payment-lines.csv\""))
        .insert_header((header::VARY, "Accept"))
        .streaming(body);
    response.extensions_mut().insert(Compressible);
    Ok(response)
}

async fn chunk(
    db: &Db,
    actor: &Actor,
    filter: &PaymentFilter,
    after: Option<(NaiveDate, PaymentLineId)>,
) -> Result<Vec<PaidLine>, Problem> {
    let filter = filter.clone();
    db.read(actor, move |scope| scope.paid_lines_after(&filter, after, CHUNK)).await
}

fn stream(head: Bytes, progress: Progress) -> impl Stream<Item = Result<Bytes, Problem>> {
    try_unfold((Some(head), progress), |(head, mut progress)| async move {
        if let Some(head) = head {
            return Ok(Some((head, (None, progress))));
        }
        let lines = match progress.next {
            Next::Ready(lines) => lines,
            Next::After(day, id) => chunk(&progress.db, &progress.actor, &progress.filter, Some((day, id))).await?,
            Next::Nothing => return Ok(None),
        };
        // An empty chunk of a body would end it.
        let Some(last) = lines.last() else { return Ok(None) };
        let full = i64::try_from(lines.len()).is_ok_and(|count| count == CHUNK);
        progress.next = if full { Next::After(last.paid_on, last.line.id.clone()) } else { Next::Nothing };
        let bytes = rows(&lines, progress.actor.language)?;
        Ok(Some((bytes, (None, progress))))
    })
}

/// The first bytes: a French spreadsheet knows UTF-8 by its mark.
fn head(language: Language) -> Result<Bytes, Problem> {
    let mut writer = writer(language, if language == Language::French { "\u{feff}".into() } else { Vec::new() });
    let names = COLUMNS.map(|(french, english)| if language == Language::French { french } else { english });
    writer.write_record(names).map_err(Problem::internal)?;
    finished(writer)
}

/// The bytes of some lines, one row each.
///
/// # Errors
/// When a row cannot be written, which memory does not refuse.
pub fn rows(lines: &[PaidLine], language: Language) -> Result<Bytes, Problem> {
    let separator = if language == Language::French { ',' } else { '.' };
    let euros = |cents| decimal(cents, separator);
    let mut writer = writer(language, Vec::with_capacity(lines.len() * 256));
    for paid in lines {
        let line = &paid.line;
        let record: [&str; COLUMNS.len()] = [
            line.id.as_str(),
            paid.payment_id.as_str(),
            &paid.paid_on.to_string(),
            line.reference_id.as_str(),
            line.tenant_id.as_str(),
            &neutralise(&line.tenant_name),
            line.logement_id.as_str(),
            line.aid_type.as_str(),
            &line.entitlement_month.to_string(),
            line.kind.as_str(),
            &euros(line.gross_cents),
            &euros(line.crds_cents),
            &euros(line.rls_cents),
            &euros(line.net_cents),
            &line.corrects_month.map(|month| month.to_string()).unwrap_or_default(),
            &line.excess_to_tenant_cents.map(euros).unwrap_or_default(),
        ];
        writer.write_record(record).map_err(Problem::internal)?;
    }
    finished(writer)
}

fn writer(language: Language, start: Vec<u8>) -> csv::Writer<Vec<u8>> {
    let separator = if language == Language::French { b';' } else { b',' };
    // Every cell is quoted (R108). A text that holds the other language's separator stays one cell;
    // and LibreOffice opens a file with commas and semicolons both ticked as separators: an amount
    // with a decimal comma stays one cell, and a number, only between quotes.
    csv::WriterBuilder::new().delimiter(separator).quote_style(csv::QuoteStyle::Always).terminator(csv::Terminator::CRLF).from_writer(start)
}

fn finished(writer: csv::Writer<Vec<u8>>) -> Result<Bytes, Problem> {
    writer.into_inner().map(Bytes::from).map_err(Problem::internal)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::payments::dto::PaymentLine;
    use crate::payments::model::TransferKind;
    use crate::tenancies::TenantSummary;
    use crate::values::aid::AidType;

    fn paid(tenant_name: &str) -> PaidLine {
        let id = "01k8m3q6z5e7v9r2t4w6x8y0ab";
        PaidLine {
            line: PaymentLine {
                id: format!("pln_{id}").parse().unwrap(),
                tenant_id: format!("ten_{id}").parse().unwrap(),
                tenant: TenantSummary {
                    id: format!("ten_{id}").parse().unwrap(),
                    first_name: String::new(),
                    last_name: tenant_name.to_owned(),
                    beneficiary_number: "0012345".parse().unwrap(),
                    landlord_reference: None,
                },
                tenant_name: tenant_name.to_owned(),
                reference_id: format!("ref_{id}").parse().unwrap(),
                logement_id: format!("log_{id}").parse().unwrap(),
                aid_type: AidType::Als,
                entitlement_month: "2026-10".parse().unwrap(),
                kind: TransferKind::Recovery,
                gross_cents: -1_256,
                crds_cents: -6,
                rls_cents: 0,
                net_cents: -1_250,
                corrects_month: Some("2026-09".parse().unwrap()),
                excess_to_tenant_cents: None,
            },
            payment_id: format!("pay_{id}").parse().unwrap(),
            paid_on: NaiveDate::from_ymd_opt(2026, 11, 5).unwrap(),
        }
    }

    fn text(bytes: &Bytes) -> String {
        String::from_utf8(bytes.to_vec()).unwrap()
    }

    #[test]
    fn r108_an_exported_name_is_never_a_formula_and_amounts_keep_their_sign() {
        let row = text(&rows(&[paid("=cmd|' /C calc'!A0")], Language::English).unwrap());
        assert!(row.contains(",\"'=cmd|' /C calc'!A0\","), "{row}");
        assert!(row.ends_with(",\"als\",\"2026-10\",\"recovery\",\"-12.56\",\"-0.06\",\"0.00\",\"-12.50\",\"2026-09\",\"\"\r\n"), "{row}");
    }

    #[test]
    fn r108_every_text_is_quoted_in_both_languages() {
        for (language, separator) in [(Language::French, ';'), (Language::English, ',')] {
            let row = text(&rows(&[paid("a;=1+1")], language).unwrap());
            assert!(row.contains(&format!("{separator}\"a;'=1+1\"{separator}")), "{row}");
            let cells = text(&head(language).unwrap()) + &row;
            let mut lines = cells.lines().map(|line| line.trim_start_matches('\u{feff}'));
            assert!(
                lines.all(|line| line.starts_with('"') && line.ends_with('"') && line.matches('"').count() == 2 * COLUMNS.len()),
                "{cells}"
            );
        }
    }

    #[test]
    fn r108_the_french_export_is_for_a_french_spreadsheet() {
        let head = text(&head(Language::French).unwrap());
        assert!(head.starts_with("\u{feff}\"Identifiant de la ligne\";") && head.contains(";\"Mois corrigé\";"), "{head}");
        let row = text(&rows(&[paid("Zoé ; Dell'Ova")], Language::French).unwrap());
        assert!(row.contains(";\"Zoé ; Dell'Ova\";"), "{row}");
        assert!(row.ends_with(";\"-12,56\";\"-0,06\";\"0,00\";\"-12,50\";\"2026-09\";\"\"\r\n"), "{row}");
    }
}
