//! Conditions and sums without parameters.

/// Declares a condition that is written into the statement as it stands, with a type of its own; with
/// `of` and a type of SQL, an aggregate.
///
/// SQLite plans a statement anew whenever a parameter is bound that a partial index depends on, and
/// `diesel::dsl::sql` has its text built and prepared anew at each use: either costs several times what
/// the statement does.
macro_rules! literal {
    ($(#[$doc:meta])* $name:ident, $text:literal) => {
        $crate::db::literal::literal!($(#[$doc])* $name, diesel::sql_types::Bool, Never, $text);
    };
    ($(#[$doc:meta])* $name:ident of $type:ty, $text:literal) => {
        $crate::db::literal::literal!($(#[$doc])* $name, $type, Yes, $text);
    };
    ($(#[$doc:meta])* $name:ident, $type:ty, $aggregate:ident, $text:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, diesel::QueryId)]
        pub struct $name;

        impl diesel::expression::Expression for $name {
            type SqlType = $type;
        }

        impl<DB: diesel::backend::Backend> diesel::query_builder::QueryFragment<DB> for $name {
            fn walk_ast<'b>(&'b self, mut out: diesel::query_builder::AstPass<'_, 'b, DB>) -> diesel::QueryResult<()> {
                out.push_sql($text);
                Ok(())
            }
        }

        impl<Source> diesel::expression::AppearsOnTable<Source> for $name {}
        impl<Source> diesel::expression::SelectableExpression<Source> for $name {}

        impl<Grouping> diesel::expression::ValidGrouping<Grouping> for $name {
            type IsAggregate = diesel::expression::is_aggregate::$aggregate;
        }
    };
}
pub(crate) use literal;
