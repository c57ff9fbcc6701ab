//! How a value that is one text crosses the service's borders: a column, JSON, the document.
//!
//! The service runs on two databases through diesel's `MultiConnection`, whose backend is known
//! only to that derive: every impl is therefore generic over the backend and borrows the text.

/// Why a text is not a value of its type. It says what was expected and never repeats the text,
/// so that it can go into an answer or a log whatever the text was (G8).
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected {0}")]
pub struct Invalid(pub &'static str);

/// As [`Invalid`], of a stored text and the type that does not read it.
#[derive(Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("stored {0}: {1}")]
pub struct Stored(pub &'static str, pub Invalid);

/// As it is told: diesel's errors show their parts by it.
impl std::fmt::Debug for Stored {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        std::fmt::Display::fmt(self, f)
    }
}

/// Makes a type an expression and a row value of SQL type `Text`; its `ToSql` and `FromSql` are
/// for the caller to give, or `text_sql!` gives them too.
macro_rules! text_columns {
    ($name:ident) => {
        const _: () = {
            #[derive(diesel::expression::AsExpression, diesel::deserialize::FromSqlRow)]
            #[diesel(foreign_derive)]
            #[diesel(sql_type = diesel::sql_types::Text)]
            #[expect(dead_code, reason = "diesel reads the type of the field; nobody makes a value")]
            struct Column($name);
        };
    };
}

/// Stores a type as `Text` on any backend, from its `as_str(&self) -> &str` and its `FromStr`.
/// A text that does not parse is an error of the query: the database never yields a wrong value.
macro_rules! text_sql {
    ($name:ident) => {
        $crate::values::text_sql::text_columns!($name);

        impl<DB: diesel::backend::Backend> diesel::serialize::ToSql<diesel::sql_types::Text, DB> for $name
        where
            str: diesel::serialize::ToSql<diesel::sql_types::Text, DB>,
        {
            fn to_sql<'b>(&'b self, out: &mut diesel::serialize::Output<'b, '_, DB>) -> diesel::serialize::Result {
                <str as diesel::serialize::ToSql<diesel::sql_types::Text, DB>>::to_sql(self.as_str(), out)
            }
        }

        impl<DB: diesel::backend::Backend> diesel::deserialize::FromSql<diesel::sql_types::Text, DB> for $name
        where
            String: diesel::deserialize::FromSql<diesel::sql_types::Text, DB>,
        {
            fn from_sql(value: DB::RawValue<'_>) -> diesel::deserialize::Result<Self> {
                use diesel::deserialize::FromSql;
                let text: String = FromSql::<diesel::sql_types::Text, DB>::from_sql(value)?;
                Ok(text.parse::<Self>().map_err(|why| $crate::values::text_sql::Stored(stringify!($name), why))?)
            }
        }
    };
}

/// Gives a type that has `Display` and `FromStr` its JSON form: one string.
macro_rules! text_serde {
    ($name:ident) => {
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = <String as serde::Deserialize>::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}

/// Describes a text type in the document: a named string schema with its pattern.
macro_rules! text_schema {
    ($name:ident, $description:expr, $pattern:expr, $max_length:expr, $example:expr) => {
        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
                utoipa::openapi::schema::ObjectBuilder::new()
                    .schema_type(utoipa::openapi::schema::Type::String)
                    .description(Some($description))
                    .pattern(Some($pattern))
                    .max_length(Some($max_length))
                    .examples([$example])
                    .into()
            }
        }

        impl utoipa::ToSchema for $name {
            fn name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }
        }
    };
}

/// What an enum is, then what each of its words means.
pub fn explained(lines: &[&str], values: &[(&str, &[&str])]) -> String {
    let mut told = lines.join("\n");
    told.push('\n');
    for (word, meaning) in values {
        let meaning: Vec<&str> = meaning.iter().map(|line| line.trim()).collect();
        told.push_str(&format!("\n- `{word}`: {}", meaning.join(" ")));
    }
    told
}

/// Declares an enum without fields, its words on the wire and what each means, once: the words on the wire, once: the words are what JSON,
/// the database and the document hold. The order of the variants is the order of the values.
///
/// ```ignore
/// text_enum! {
///     /// The three housing aids (CCH L.821-1).
///     pub enum AidType {
///         /// Aide personnalisée au logement.
///         Apl = "apl",
///     }
/// }
/// ```
macro_rules! text_enum {
    (
        $(#[doc = $doc:literal])*
        pub enum $name:ident {
            $($(#[doc = $variant_doc:literal])+ $variant:ident = $word:literal),+ $(,)?
        }
    ) => {
        $(#[doc = $doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $($(#[doc = $variant_doc])+ $variant),+
        }

        impl $name {
            /// Every value, in order.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// Its word, as in JSON, in the database and in the document.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $word),+
                }
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::values::text_sql::Invalid;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                match text {
                    $($word => Ok(Self::$variant),)+
                    _ => Err($crate::values::text_sql::Invalid(concat!("one of", $(" ", $word),+))),
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
                let lines: &[&str] = &[$($doc),*];
                let lines: Vec<&str> = lines.iter().map(|line| line.trim()).collect();
                let values: &[(&str, &[&str])] = &[$(($word, &[$($variant_doc),+])),+];
                utoipa::openapi::schema::ObjectBuilder::new()
                    .schema_type(utoipa::openapi::schema::Type::String)
                    .description(Some($crate::values::text_sql::explained(&lines, values)))
                    .enum_values(Some([$($word),+]))
                    .into()
            }
        }

        impl utoipa::ToSchema for $name {
            fn name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }
        }

        $crate::values::text_sql::text_serde!($name);
        $crate::values::text_sql::text_sql!($name);
    };
}

pub(crate) use {text_columns, text_enum, text_schema, text_serde, text_sql};

#[cfg(test)]
mod tests {
    use diesel::connection::SimpleConnection;
    use diesel::prelude::*;
    use utoipa::{PartialSchema, ToSchema};

    use crate::values::month::Month;

    text_enum! {
        /// The kind of a test.
        /// It has two lines.
        pub enum Kind {
            /// The first.
            Apl = "apl",
            /// The second.
            Alf = "alf",
        }
    }

    diesel::table! {
        things (kind) {
            kind -> Text,
            month -> Text,
            other -> Nullable<Text>,
        }
    }

    #[derive(Insertable, Queryable, Selectable, Debug, PartialEq)]
    #[diesel(table_name = things)]
    struct Thing {
        kind: Kind,
        month: Month,
        other: Option<Kind>,
    }

    /// As the service's own connection: the backend is the derive's, neither of the two known ones.
    #[derive(diesel::MultiConnection)]
    enum AnyConnection {
        Sqlite(SqliteConnection),
    }

    fn connection() -> AnyConnection {
        let mut sqlite = SqliteConnection::establish(":memory:").unwrap();
        sqlite.batch_execute("CREATE TABLE things (kind TEXT PRIMARY KEY, month TEXT NOT NULL, other TEXT)").unwrap();
        AnyConnection::Sqlite(sqlite)
    }

    #[test]
    fn g3_values_cross_a_generic_backend() {
        let mut connection = connection();
        let month: Month = "2026-10".parse().unwrap();
        let thing = Thing { kind: Kind::Alf, month, other: Some(Kind::Apl) };
        diesel::insert_into(things::table).values(&thing).execute(&mut connection).unwrap();
        let found: Vec<Thing> = things::table
            .filter(things::kind.eq_any([Kind::Alf, Kind::Apl]))
            .filter(things::month.ge(month))
            .filter(things::other.eq(Kind::Apl))
            .select(Thing::as_select())
            .load(&mut connection)
            .unwrap();
        assert_eq!(found, [thing]);
    }

    #[test]
    fn g3_a_wrong_stored_text_is_an_error() {
        let mut connection = connection();
        connection.batch_execute("INSERT INTO things VALUES ('nope', '2026-10', NULL)").unwrap();
        let found = things::table.select(things::kind).first::<Kind>(&mut connection);
        let why = format!("{:?}", found.unwrap_err());
        assert!(why.contains("stored Kind: expected one of apl alf"), "{why}");
        assert!(!why.contains("nope"), "{why}");
    }

    #[test]
    fn g3_an_enum_speaks_its_words_everywhere() {
        assert_eq!(Kind::ALL, [Kind::Apl, Kind::Alf]);
        assert_eq!(serde_json::to_string(&Kind::Alf).unwrap(), "\"alf\"");
        assert_eq!(serde_json::from_str::<Kind>("\"apl\"").unwrap(), Kind::Apl);
        assert_eq!(serde_json::from_str::<Kind>("\"APL\"").unwrap_err().classify(), serde_json::error::Category::Data);
        assert_eq!(Kind::name(), "Kind");
        assert_eq!(
            serde_json::to_value(Kind::schema()).unwrap(),
            serde_json::json!({
                "type": "string",
                "description": "The kind of a test.\nIt has two lines.\n\n- `apl`: The first.\n- `alf`: The second.",
                "enum": ["apl", "alf"],
            })
        );
    }
}
