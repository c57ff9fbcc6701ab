//! What a row of a load is: every column of its table stands in one list, from which come how the row
//! is read, how it is inserted and what an update changes.

/// Rows of one insert at most: 29 columns times this stay under SQLite's 32,766 parameters.
pub const BATCH: usize = 500;

/// Declares a row of a table, read whole and compared whole. `keys` tell rows apart, `made` is written
/// once, `loaded` is inserted and then updated by every load that changes it; `apart` is not the
/// load's, for the reason given. With nothing `loaded`, rows are only ever inserted.
macro_rules! row {
    (
        $(#[doc = $doc:literal])* $name:ident of $table:ident
        keys { $($key:ident: $key_type:ty,)+ }
        made { $($made:ident: $made_type:ty,)* }
        loaded { $($loaded:ident: $loaded_type:ty,)* }
        apart { $($apart:ident: $why:literal,)* }
    ) => {
        $(#[doc = $doc])*
        #[derive(Clone, Debug, PartialEq, Queryable, Selectable, Insertable)]
        #[diesel(table_name = $table, check_for_backend(MultiBackend), treat_none_as_default_value = false)]
        pub struct $name {
            $(pub $key: $key_type,)+
            $(pub $made: $made_type,)*
            $(pub $loaded: $loaded_type,)*
        }

        impl $name {
            /// Writes rows, those that are there already included.
            ///
            /// # Errors
            /// When the database refuses.
            pub fn write(conn: &mut Conn, rows: &[&Self]) -> Result<(), Problem> {
                for batch in rows.chunks(BATCH) {
                    let batch = batch.to_vec();
                    match conn {
                        Conn::Pg(pg) => insertion!($table, batch, ($($key),+), ($($loaded),*)).execute(pg)?,
                        Conn::Sqlite(sqlite) => insertion!($table, batch, ($($key),+), ($($loaded),*)).execute(sqlite)?,
                    };
                }
                Ok(())
            }
        }

        #[cfg(test)]
        impl $name {
            pub const COLUMNS: Columns = Columns {
                table: stringify!($table),
                own: &[$(stringify!($key),)+ $(stringify!($made),)* $(stringify!($loaded),)*],
                apart: &[$((stringify!($apart), $why),)*],
                there: || names(&debug_query::<Sqlite, _>(&$table::table.select($table::all_columns)).to_string()),
            };
        }
    };
    // A row that is only inserted and borrows what it is made of.
    (
        $(#[doc = $doc:literal])* $name:ident<$life:lifetime> of $table:ident
        made { $($made:ident: $made_type:ty,)+ }
    ) => {
        $(#[doc = $doc])*
        #[derive(Insertable)]
        #[diesel(table_name = $table, check_for_backend(MultiBackend), treat_none_as_default_value = false)]
        pub struct $name<$life> { $(pub $made: $made_type,)+ }

        #[cfg(test)]
        impl $name<'_> {
            pub const COLUMNS: Columns = Columns {
                table: stringify!($table),
                own: &[$(stringify!($made),)+],
                apart: &[],
                there: || names(&debug_query::<Sqlite, _>(&$table::table.select($table::all_columns)).to_string()),
            };
        }
    };
}

/// The insert of a batch, which updates what is loaded of the rows that are there.
macro_rules! insertion {
    ($table:ident, $batch:ident, ($($key:ident),+), ()) => {
        diesel::insert_into($table::table).values($batch)
    };
    ($table:ident, $batch:ident, ($($key:ident),+), ($($loaded:ident),+)) => {
        diesel::insert_into($table::table)
            .values($batch)
            .on_conflict(($($table::$key),+))
            .do_update()
            .set(($($table::$loaded.eq(excluded($table::$loaded))),+))
    };
}

pub(super) use {insertion, row};
