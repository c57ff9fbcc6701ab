//! Keyset pagination: an opaque cursor bound to its list, filters and sort.

use actix_web::HttpRequest;
use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::problem::Code;
use crate::problem::Problem;
use crate::values::text::Text;

/// Items on a page when the caller does not say.
pub const DEFAULT_LIMIT: i64 = 50;

/// The most items of one page.
pub const MAX_LIMIT: i64 = 200;

/// How many items a page holds at most.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[schema(value_type = i64, minimum = 1, maximum = 200, default = 50, example = 50)]
pub struct Limit(pub i64);

/// Where the page before ended, as that page gave it.
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
    cursor: Option<String>,
    binding: String,
}

#[derive(Serialize, Deserialize)]
struct Token<K>(String, K);

impl PageRequest {
    /// Binds a page to its list: the path and every parameter but `cursor` and `limit`.
    pub fn new(request: &HttpRequest, owner: &str, limit: Option<Limit>, cursor: Option<Cursor>) -> Self {
        let mut pairs: Vec<&str> = request
            .query_string()
            .split('&')
            .filter(|pair| !pair.is_empty() && !pair.starts_with("cursor=") && !pair.starts_with("limit="))
            .collect();
        pairs.sort_unstable();
        let binding = bound_to(owner, request.path(), &pairs.join("&"));
        Self { limit: limit.map_or(DEFAULT_LIMIT, |limit| limit.0), cursor: cursor.map(|cursor| cursor.0), binding }
    }

    /// The first and longest page of the unfiltered list at another path, for an answer that holds
    /// the start of that list.
    pub fn first_of(path: &str, owner: &str) -> Self {
        Self { limit: MAX_LIMIT, cursor: None, binding: bound_to(owner, path, "") }
    }

    /// One more than the page holds, to know whether another page follows.
    pub fn probe(&self) -> i64 {
        self.limit + 1
    }

    /// The key after which the page starts; none on the first page.
    ///
    /// # Errors
    /// 400 `invalid_cursor` when the cursor is not one of this list.
    pub fn after<K: DeserializeOwned>(&self) -> Result<Option<K>, Problem> {
        let Some(cursor) = &self.cursor else { return Ok(None) };
        let token = URL_SAFE_NO_PAD.decode(cursor).ok().and_then(|bytes| {
            // A key with U+0000 was never given out, and PostgreSQL could not compare it.
            let text = String::from_utf8(bytes).ok()?;
            if text.contains("\\u0000") { None } else { serde_json::from_str::<Token<K>>(&text).ok() }
        });
        match token {
            Some(Token(binding, key)) if binding == self.binding => Ok(Some(key)),
            _ => Err(Problem::new(
                Code::InvalidCursor,
                Text::fixed(
                    "Ce curseur n'appartient pas à cette liste, avec ces filtres et ce tri.",
                    "This cursor does not belong to this list with these filters and this sort.",
                ),
            )),
        }
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
            Some(last) if more => Some(self.cursor_at(key(last))?),
            _ => None,
        };
        Ok(Page { data: rows.into_iter().map(item).collect(), next_cursor })
    }

    fn cursor_at<K: Serialize>(&self, key: K) -> Result<String, Problem> {
        let text = serde_json::to_vec(&Token(self.binding.clone(), key)).map_err(Problem::internal)?;
        Ok(URL_SAFE_NO_PAD.encode(text))
    }
}

fn bound_to(owner: &str, path: &str, parameters: &str) -> String {
    let text = format!("{owner}\n{path}\n{parameters}");
    hex::encode(&digest(&SHA256, text.as_bytes()).as_ref()[..8])
}
