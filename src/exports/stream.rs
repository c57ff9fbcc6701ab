//! From the pages of a list to the bytes of a file.

use std::collections::{BTreeSet, HashMap};

use actix_web::HttpResponse;
use actix_web::http::header;
use actix_web::web::Bytes;
use futures_util::stream::{Stream, try_unfold};

use super::{Exported, FileName, PaidUnder};
use crate::columns::Style;
use crate::db::{Actor, Db, Reader};
use crate::http::compress::Compressible;
use crate::http::{Page, PageRequest};
use crate::problem::Problem;
use crate::values::text::Language;
use crate::values::typed_id::ReferenceId;

/// The whole export of a list. Its first rows are read before the answer starts, so that what is refused
/// is refused with a problem document. `asked` is the page that was asked for: of it, only the list counts.
///
/// # Errors
/// What the list says, and 503 when the database cannot be reached in time.
pub async fn answer<T, L>(db: &Db, actor: Actor, name: FileName, asked: &PageRequest, list: L) -> Result<HttpResponse, Problem>
where
    T: Exported,
    L: AsyncFn(&Reader<'_>, &PageRequest) -> Result<Page<T>, Problem> + 'static,
{
    let language = actor.language;
    let mut source = Source { db: db.clone(), actor, list, next: Some(asked.whole()) };
    let first = source.rows().await?;
    let name = format!("attachment; filename=\"{}.csv\"", name.get(language));
    let mut response = HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "text/csv; charset=utf-8; header=present"))
        .insert_header((header::CONTENT_DISPOSITION, name))
        .insert_header((header::CONTENT_LANGUAGE, language.tag()))
        .insert_header((header::VARY, "Accept"))
        .streaming(stream(head::<T>(language)?, first, source));
    response.extensions_mut().insert(Compressible);
    Ok(response)
}

/// Where an export is.
struct Source<L> {
    db: Db,
    actor: Actor,
    list: L,
    next: Option<PageRequest>,
}

impl<L> Source<L> {
    /// The bytes of the next rows; none after the last ones.
    async fn rows<T>(&mut self) -> Result<Option<Bytes>, Problem>
    where
        T: Exported,
        L: AsyncFn(&Reader<'_>, &PageRequest) -> Result<Page<T>, Problem>,
    {
        let Some(asked) = self.next.take() else { return Ok(None) };
        let reader = self.db.patient_reader(&self.actor);
        let Page { data, next_cursor } = (self.list)(&reader, &asked).await?;
        let ids: BTreeSet<&ReferenceId> = data.iter().map(Exported::reference_id).collect();
        let references = reader.paid_under(ids.into_iter().cloned().collect()).await?;
        self.next = next_cursor.map(|cursor| asked.following(&cursor)).transpose()?;
        // An empty chunk of a body would end it.
        if data.is_empty() { Ok(None) } else { rows(&data, &references.into_iter().collect(), self.actor.language).map(Some) }
    }
}

fn stream<T, L>(head: Bytes, first: Option<Bytes>, source: Source<L>) -> impl Stream<Item = Result<Bytes, Problem>>
where
    T: Exported,
    L: AsyncFn(&Reader<'_>, &PageRequest) -> Result<Page<T>, Problem>,
{
    let ready = std::iter::once(head).chain(first);
    try_unfold((ready, source), |(mut ready, mut source)| async move {
        let bytes = match ready.next() {
            Some(bytes) => Some(bytes),
            None => source.rows().await?,
        };
        Ok(bytes.map(|bytes| (bytes, (ready, source))))
    })
}

/// The first bytes.
fn head<T: Exported>(language: Language) -> Result<Bytes, Problem> {
    let mut writer = writer(language, Style::of(language).mark.into());
    writer.write_record(T::COLUMNS.iter().map(|(column, _)| column.header(language))).map_err(Problem::internal)?;
    finished(writer)
}

/// The bytes of some items, one row each.
///
/// # Errors
/// When a reference is not among those given, or a row cannot be written, which memory does not refuse.
pub fn rows<T: Exported>(items: &[T], references: &HashMap<ReferenceId, PaidUnder>, language: Language) -> Result<Bytes, Problem> {
    let mut writer = writer(language, Vec::with_capacity(items.len() * 256));
    for item in items {
        let reference = references.get(item.reference_id()).ok_or_else(|| Problem::internal("a row without its reference"))?;
        for (_, cell) in T::COLUMNS {
            writer.write_field(cell(item, reference).shown(language).as_bytes()).map_err(Problem::internal)?;
        }
        writer.write_record(None::<&[u8]>).map_err(Problem::internal)?;
    }
    finished(writer)
}

fn writer(language: Language, start: Vec<u8>) -> csv::Writer<Vec<u8>> {
    // Every cell is quoted (R108). A text that holds the other language's separator stays one cell;
    // and LibreOffice opens a file with commas and semicolons both ticked as separators: an amount
    // with a decimal comma stays one cell, and a number, only between quotes.
    csv::WriterBuilder::new()
        .delimiter(Style::of(language).separator)
        .quote_style(csv::QuoteStyle::Always)
        .terminator(csv::Terminator::CRLF)
        .from_writer(start)
}

fn finished(writer: csv::Writer<Vec<u8>>) -> Result<Bytes, Problem> {
    writer.into_inner().map(Bytes::from).map_err(Problem::internal)
}

#[cfg(test)]
#[path = "stream_tests.rs"]
mod tests;
