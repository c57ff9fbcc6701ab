//! Keyset pagination: a sealed cursor, bound to its list, filters and sort.

use std::sync::Arc;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::seal::CursorSeal;
use crate::problem::{Code, Problem};
use crate::values::text::Text;

/// Items on a page when the caller does not say.
pub const DEFAULT_LIMIT: i64 = 50;

/// The most items of one page.
pub const MAX_LIMIT: i64 = 200;

/// Items that an export reads and writes at once.
const EXPORT_LIMIT: i64 = 1_000;

/// How many items a page holds at most; 50 when absent.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[schema(value_type = i64, minimum = 1, maximum = 200, default = 50, example = 50)]
pub struct Limit(pub i64);

/// The `next_cursor` of the page before, with the same filters and order; absent for the first page.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[schema(value_type = String, max_length = 1000, min_length = 1)]
pub struct Cursor(pub String);

/// One page of a list.
#[derive(Debug, Serialize)]
pub struct Page<T> {
    /// The items, in the order of the list.
    pub data: Vec<T>,
    /// Where the next page starts; null on the last one.
    pub next_cursor: Option<String>,
}

/// What a list is asked for, apart from its filters.
#[derive(Clone, Debug)]
pub struct PageRequest {
    limit: i64,
    after: Option<Vec<u8>>,
    list: String,
    seal: Arc<CursorSeal>,
}

impl PageRequest {
    /// A page of one list: `list` is its path and what its filters and sort mean.
    ///
    /// # Errors
    /// 400 `invalid_cursor` when the cursor was not given out for this list.
    pub fn new(seal: Arc<CursorSeal>, owner: &str, list: &str, limit: Option<Limit>, cursor: Option<&Cursor>) -> Result<Self, Problem> {
        let list = format!("{owner}\n{list}");
        let after = cursor.map(|cursor| seal.open(&list, &cursor.0).ok_or_else(invalid_cursor)).transpose()?;
        Ok(Self { limit: limit.map_or(DEFAULT_LIMIT, |limit| limit.0), after, list, seal })
    }

    /// The first and longest page of the unfiltered list at another path, for an answer that holds
    /// the start of that list.
    pub fn first_of(seal: Arc<CursorSeal>, owner: &str, path: &str) -> Self {
        Self { limit: MAX_LIMIT, after: None, list: format!("{owner}\n{path}\n{{}}"), seal }
    }

    /// The same list from its start on, whatever page was asked for, in the pages that an export reads.
    #[must_use]
    pub fn whole(&self) -> Self {
        Self { limit: EXPORT_LIMIT, after: None, ..self.clone() }
    }

    /// The page after one of this list.
    ///
    /// # Errors
    /// 400 `invalid_cursor` when the cursor was not given out for this list.
    pub fn following(&self, cursor: &str) -> Result<Self, Problem> {
        let after = Some(self.seal.open(&self.list, cursor).ok_or_else(invalid_cursor)?);
        Ok(Self { after, ..self.clone() })
    }

    /// One more than the page holds, to know whether another page follows.
    pub fn probe(&self) -> i64 {
        self.limit + 1
    }

    /// The key after which the page starts; none on the first page.
    ///
    /// # Errors
    /// 400 `invalid_cursor` when another version of the service made the cursor.
    pub fn after<K: DeserializeOwned>(&self) -> Result<Option<K>, Problem> {
        let Some(key) = &self.after else { return Ok(None) };
        serde_json::from_slice(key).map(Some).map_err(|error| invalid_cursor().because(error))
    }

    /// Makes a page of the rows read with [`PageRequest::probe`].
    ///
    /// # Errors
    /// `internal_error` when the key cannot be written.
    pub fn page<R, K: Serialize, T>(&self, mut rows: Vec<R>, key: impl Fn(&R) -> K, item: impl FnMut(R) -> T) -> Result<Page<T>, Problem> {
        let limit = usize::try_from(self.limit).map_err(Problem::internal)?;
        let more = rows.len() > limit;
        rows.truncate(limit);
        let next_cursor = match rows.last() {
            Some(last) if more => {
                let key = serde_json::to_vec(&key(last)).map_err(Problem::internal)?;
                Some(self.seal.seal(&self.list, &key)?)
            }
            _ => None,
        };
        Ok(Page { data: rows.into_iter().map(item).collect(), next_cursor })
    }
}

fn invalid_cursor() -> Problem {
    Problem::new(
        Code::InvalidCursor,
        Text::fixed(
            "Ce curseur n'appartient pas à cette liste, avec ces filtres et ce tri.",
            "This cursor does not belong to this list with these filters and this sort.",
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(list: &str, cursor: Option<String>) -> Result<PageRequest, Problem> {
        let seal = CursorSeal::new(b"a secret of thirty-two bytes or more").unwrap();
        PageRequest::new(Arc::new(seal), "owner", list, Some(Limit(2)), cursor.map(Cursor).as_ref())
    }

    #[test]
    fn a_page_ends_where_the_next_one_starts() {
        let page = asked("/a\n{}", None).unwrap();
        assert_eq!((page.probe(), page.after::<i64>().unwrap()), (3, None));
        let first = page.page(vec![1, 2, 3], |row| *row, |row| row).unwrap();
        assert_eq!(first.data, [1, 2]);
        let next = asked("/a\n{}", first.next_cursor.clone()).unwrap();
        assert_eq!(next.after::<i64>().unwrap(), Some(2));
        assert!(next.page(vec![3, 4], |row| *row, |row| row).unwrap().next_cursor.is_none());
        assert_eq!(first.next_cursor, page.page(vec![1, 2, 3], |row| *row, |row| row).unwrap().next_cursor);
    }

    #[test]
    fn an_export_reads_every_page_whichever_was_asked_for() {
        let first = asked("/a\n{}", None).unwrap().page(vec![1, 2, 3], |row| *row, |row| row).unwrap();
        let mut next = asked("/a\n{}", first.next_cursor).unwrap().whole();
        assert_eq!((next.probe(), next.after::<i64>().unwrap()), (EXPORT_LIMIT + 1, None));
        let all = || 1..=2_500_i64;
        let mut found = Vec::new();
        loop {
            let after = next.after::<i64>().unwrap().unwrap_or(0);
            let rows = all().filter(|row| *row > after).take(usize::try_from(next.probe()).unwrap()).collect();
            let page = next.page(rows, |row| *row, |row| row).unwrap();
            found.extend(page.data);
            let Some(cursor) = page.next_cursor else { break };
            next = next.following(&cursor).unwrap();
        }
        assert!(found.into_iter().eq(all()));
        assert_eq!(asked("/b\n{}", None).unwrap().following("abc").unwrap_err().code().as_str(), "invalid_cursor");
    }

    #[test]
    fn a_cursor_of_another_list_or_key_is_invalid() {
        let cursor = asked("/a\n{}", None).unwrap().page(vec![1, 2, 3], |row| *row, |row| row).unwrap().next_cursor;
        let code = |problem: Problem| problem.code().as_str();
        assert_eq!(code(asked("/b\n{}", cursor.clone()).unwrap_err()), "invalid_cursor");
        assert_eq!(code(asked("/a\n{}", Some("abc".to_owned())).unwrap_err()), "invalid_cursor");
        assert_eq!(code(asked("/a\n{}", cursor).unwrap().after::<(String, i64)>().unwrap_err()), "invalid_cursor");
    }
}
