//! Conditions without parameters.

use diesel::QueryResult;
use diesel::backend::Backend;
use diesel::expression::{AppearsOnTable, Expression, SelectableExpression, ValidGrouping, is_aggregate};
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::sql_types::Bool;

/// A condition written as it stands.
///
/// SQLite plans a statement anew whenever a parameter is bound that a partial index depends on, and
/// `diesel::dsl::sql` has it prepared anew at each use: either costs several times what the statement
/// does.
#[derive(Clone, Copy, Debug)]
pub struct Literal(pub &'static str);

impl Expression for Literal {
    type SqlType = Bool;
}

impl<DB: Backend> QueryFragment<DB> for Literal {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql(self.0);
        Ok(())
    }
}

/// The text tells two literals apart, their type does not.
impl QueryId for Literal {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<Source> AppearsOnTable<Source> for Literal {}
impl<Source> SelectableExpression<Source> for Literal {}

impl ValidGrouping<()> for Literal {
    type IsAggregate = is_aggregate::Never;
}
