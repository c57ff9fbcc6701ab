//! Rows as the server sends them, in the form in which diesel reads them.

use std::num::NonZeroU32;
use std::ops::Range;
use std::sync::Arc;

use diesel::pg::{Pg, PgValue, TypeOidLookup};
use diesel::row::{Field, PartialRow, Row, RowIndex, RowSealed};
use tokio_postgres::types::{FromSql, Type};

type Fault = Box<dyn std::error::Error + Send + Sync>;

/// The type of a column.
#[derive(Clone, Copy, Debug)]
pub struct Oid(NonZeroU32);

impl Oid {
    /// The type's number; nothing for the number no type has.
    pub fn of(kind: &Type) -> Option<Self> {
        NonZeroU32::new(kind.oid()).map(Self)
    }
}

impl TypeOidLookup for Oid {
    fn lookup(&self) -> NonZeroU32 {
        self.0
    }
}

/// One row of an answer; the types of its columns are those of its statement.
pub struct PgRow {
    row: tokio_postgres::Row,
    types: Arc<[Oid]>,
}

impl PgRow {
    pub(super) fn new(row: tokio_postgres::Row, types: Arc<[Oid]>) -> Self {
        Self { row, types }
    }
}

/// One value of a row.
pub struct PgField<'a> {
    row: &'a PgRow,
    index: usize,
}

/// Bytes that nobody has read yet.
struct Raw<'a>(&'a [u8]);

impl<'a> FromSql<'a> for Raw<'a> {
    fn from_sql(_: &Type, bytes: &'a [u8]) -> Result<Self, Fault> {
        Ok(Self(bytes))
    }

    fn accepts(_: &Type) -> bool {
        true
    }
}

impl RowSealed for PgRow {}

impl<'a> Row<'a, Pg> for PgRow {
    type InnerPartialRow = Self;
    type Field<'f>
        = PgField<'f>
    where
        'a: 'f,
        Self: 'f;

    fn field_count(&self) -> usize {
        self.types.len()
    }

    fn get<'b, I>(&'b self, index: I) -> Option<PgField<'b>>
    where
        'a: 'b,
        Self: RowIndex<I>,
    {
        let index = self.idx(index)?;
        Some(PgField { row: self, index })
    }

    fn partial_row(&self, range: Range<usize>) -> PartialRow<'_, Self> {
        PartialRow::new(self, range)
    }
}

impl RowIndex<usize> for PgRow {
    fn idx(&self, index: usize) -> Option<usize> {
        (index < self.types.len()).then_some(index)
    }
}

impl<'a> RowIndex<&'a str> for PgRow {
    fn idx(&self, name: &'a str) -> Option<usize> {
        self.row.columns().iter().position(|column| column.name() == name)
    }
}

impl<'a> Field<'a, Pg> for PgField<'a> {
    fn field_name(&self) -> Option<&str> {
        self.row.row.columns().get(self.index).map(tokio_postgres::Column::name)
    }

    fn value(&self) -> Option<PgValue<'_>> {
        // Whatever the type, bytes can be taken as they are: nothing here can fail but the index.
        let raw: Option<Raw<'_>> = self.row.row.try_get(self.index).ok()?;
        raw.map(|raw| PgValue::new(raw.0, &self.row.types[self.index]))
    }
}
