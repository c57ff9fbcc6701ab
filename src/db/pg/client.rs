//! A client of PostgreSQL that sends diesel's statements without waiting for the answers of those
//! before: what diesel builds goes over the wire as prepared statements, and whoever holds the client
//! may have as many under way as it likes.
//!
//! A statement is prepared when it is first met and kept by its type, or by its text where the type
//! does not tell. The future of a statement that is prepared sends it at its first poll: polled in an
//! order, statements reach the server in that order.

use std::any::TypeId;
use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;

use diesel::deserialize::FromSqlRow;
use diesel::expression::QueryMetadata;
use diesel::pg::{Pg, PgMetadataLookup, PgQueryBuilder, PgTypeMetadata};
use diesel::query_builder::bind_collector::RawBytesBindCollector;
use diesel::query_builder::{AsQuery, QueryBuilder, QueryFragment, QueryId};
use diesel::query_dsl::CompatibleType;
use diesel::result::{Error, QueryResult};
use futures_util::TryStreamExt as _;
use tokio_postgres::types::private::BytesMut;
use tokio_postgres::types::{IsNull, ToSql, Type, to_sql_checked};

use super::fault::fault;
use super::row::{Oid, PgRow};
use crate::db::statements::{Sent, Statements};

/// Statements that a connection keeps by their text; beyond, they are prepared anew.
const KEPT: usize = 1_000;

/// The statements that the server knows, by their type, or by their text where the type does not tell.
#[derive(Default)]
struct Ready {
    by_type: HashMap<TypeId, Prepared>,
    by_text: HashMap<String, Prepared>,
}

/// What a statement is kept by.
enum Key {
    Type(TypeId),
    Text,
}

/// A statement that the server knows.
#[derive(Clone)]
pub struct Prepared {
    statement: tokio_postgres::Statement,
    types: Arc<[Oid]>,
    /// Where statements are kept.
    text: Option<Arc<str>>,
    /// Whether it changes nothing.
    pub reads: bool,
}

/// One connection's statements.
pub struct Client {
    inner: tokio_postgres::Client,
    prepared: RefCell<Ready>,
    statements: Statements,
    /// The first statement that was sent since somebody last waited, where statements are kept.
    first: RefCell<Option<Arc<str>>>,
}

/// A statement with its values, ready to be sent.
pub struct Bound {
    known: Known,
    types: Vec<Type>,
    values: Vec<Value>,
}

/// Whether the server knows a statement already.
enum Known {
    Yes(Prepared),
    /// Not yet: its text, and what it is kept by.
    No(String, Option<Key>),
}

/// A value as diesel wrote it.
#[derive(Debug)]
struct Value(Option<Vec<u8>>);

impl Value {
    /// Whether it can be an array without elements: no dimension, no null, the type of what is not there.
    fn is_nothing(&self) -> bool {
        self.0.as_ref().is_some_and(|bytes| bytes.len() == 12 && bytes[..8] == [0; 8])
    }
}

impl ToSql for Value {
    fn to_sql(&self, _: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        Ok(match &self.0 {
            None => IsNull::Yes,
            Some(bytes) => {
                out.extend_from_slice(bytes);
                IsNull::No
            }
        })
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

/// The service has no SQL type of its own: nothing is ever looked up.
pub(super) struct NoOwnTypes;

impl PgMetadataLookup for NoOwnTypes {
    fn lookup_type(&mut self, _: &str, _: Option<&str>) -> PgTypeMetadata {
        PgTypeMetadata::new(0, 0)
    }
}

fn text_of<Q: QueryFragment<Pg>>(query: &Q) -> QueryResult<String> {
    let mut builder = PgQueryBuilder::default();
    query.to_sql(&mut builder, &Pg)?;
    Ok(builder.finish())
}

fn type_of(metadata: &PgTypeMetadata) -> QueryResult<Type> {
    let oid = metadata.oid().map_err(|error| Error::SerializationError(Box::new(error)))?;
    Type::from_oid(oid).ok_or_else(|| Error::SerializationError(format!("no type has the number {oid}").into()))
}

impl Client {
    /// A client over a connection that somebody drives.
    pub fn new(inner: tokio_postgres::Client) -> Self {
        Self { inner, prepared: RefCell::default(), statements: Statements::default(), first: RefCell::default() }
    }

    /// Has every statement kept, for the tests.
    pub fn tell(&mut self, statements: Statements) {
        self.statements = statements;
    }

    /// Whether the server left.
    pub fn is_closed(&self) -> bool {
        self.inner.is_closed()
    }

    /// Writes a statement's values, and its text where the server does not know it yet.
    ///
    /// # Errors
    /// When a value cannot be written.
    pub fn bound<Q: QueryFragment<Pg> + QueryId>(&self, query: &Q) -> QueryResult<Bound> {
        let mut collector = RawBytesBindCollector::<Pg>::new();
        query.collect_binds(&mut collector, &mut NoOwnTypes, &Pg)?;
        let types = collector.metadata.iter().map(type_of).collect::<QueryResult<_>>()?;
        let values = collector.binds.into_iter().map(Value).collect();
        let kept = self.prepared.borrow();
        let id = Q::query_id();
        let known = match id.and_then(|id| kept.by_type.get(&id)) {
            Some(prepared) => Known::Yes(prepared.clone()),
            None => {
                let text = text_of(query)?;
                match kept.by_text.get(&text) {
                    Some(prepared) => Known::Yes(prepared.clone()),
                    None => Known::No(text, query.is_safe_to_cache_prepared(&Pg)?.then(|| id.map_or(Key::Text, Key::Type))),
                }
            }
        };
        Ok(Bound { known, types, values })
    }

    /// Makes the server know a statement.
    ///
    /// # Errors
    /// What the server says.
    pub async fn prepare(&self, bound: &Bound) -> QueryResult<Prepared> {
        let (text, key) = match &bound.known {
            Known::Yes(prepared) => return Ok(prepared.clone()),
            Known::No(text, key) => (text, key),
        };
        let statement = self.inner.prepare_typed(text, &bound.types).await.map_err(fault)?;
        self.statements.prepared(text, bound.types.iter().map(Type::name));
        let types = statement.columns().iter().map(|column| Oid::of(column.type_())).collect::<Option<_>>();
        let types = types.ok_or_else(|| Error::DeserializationError("a column without a type".into()))?;
        let text_kept = self.statements.are_kept().then(|| text.as_str().into());
        let prepared = Prepared { statement, types, text: text_kept, reads: text.starts_with("SELECT ") };
        let kept = &mut *self.prepared.borrow_mut();
        match key {
            None => {}
            Some(Key::Type(id)) => {
                kept.by_type.insert(*id, prepared.clone());
            }
            Some(Key::Text) => {
                // Types are as many as the code has; texts vary with what is asked.
                if kept.by_text.len() >= KEPT {
                    kept.by_text.clear();
                }
                kept.by_text.insert(text.clone(), prepared.clone());
            }
        }
        Ok(prepared)
    }

    /// Sends a prepared statement and gathers its rows.
    ///
    /// # Errors
    /// What the server says.
    pub async fn rows(&self, prepared: Prepared, bound: Bound) -> QueryResult<Vec<PgRow>> {
        self.told(prepared.text.as_ref(), &bound.types, &bound.values);
        let stream = self.inner.query_raw(&prepared.statement, bound.values).await.map_err(fault)?;
        let types = prepared.types;
        stream.map_ok(|row| PgRow::new(row, Arc::clone(&types))).try_collect().await.map_err(fault)
    }

    /// Sends a prepared statement and says how many rows it touched.
    ///
    /// # Errors
    /// What the server says.
    pub async fn count(&self, prepared: Prepared, bound: Bound) -> QueryResult<usize> {
        self.told(prepared.text.as_ref(), &bound.types, &bound.values);
        let touched = self.inner.execute_raw(&prepared.statement, bound.values).await.map_err(fault)?;
        usize::try_from(touched).map_err(|error| Error::DeserializationError(Box::new(error)))
    }

    /// Sends words without parameters or answers, such as `BEGIN`.
    ///
    /// # Errors
    /// What the server says.
    pub async fn say(&self, words: &str) -> QueryResult<()> {
        self.told(self.statements.are_kept().then(|| words.into()).as_ref(), &[], &[]);
        self.inner.batch_execute(words).await.map_err(fault)
    }

    /// Runs a query and reads its rows.
    ///
    /// # Errors
    /// What the server says, or when a row is not what it should be.
    pub async fn load<Q, U, ST>(&self, query: Q) -> QueryResult<Vec<U>>
    where
        Q: AsQuery,
        Q::Query: QueryFragment<Pg> + QueryId,
        Q::SqlType: CompatibleType<U, Pg, SqlType = ST>,
        U: FromSqlRow<ST, Pg>,
        Pg: QueryMetadata<Q::SqlType>,
    {
        let bound = self.bound(&query.as_query())?;
        let prepared = self.prepare(&bound).await?;
        let rows = self.rows(prepared, bound).await?;
        rows.iter().map(|row| U::build_from_row(row).map_err(Error::DeserializationError)).collect()
    }

    /// Says that all that was sent is answered.
    pub fn waited(&self) {
        if let Some(first) = self.first.take() {
            self.statements.waited(&first);
        }
    }

    fn told(&self, text: Option<&Arc<str>>, types: &[Type], values: &[Value]) {
        if let Some(text) = text {
            self.statements.write_down(|| Sent {
                text: text.to_string(),
                values: types.iter().zip(values).map(|(one, value)| (one.name().to_owned(), value.0.clone())).collect(),
            });
            self.first.borrow_mut().get_or_insert_with(|| Arc::clone(text));
            self.statements.say(text, text.contains("ANY(") && values.iter().any(Value::is_nothing));
        }
    }
}
