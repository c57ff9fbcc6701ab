//! What else diesel wants of a connection: to stand in a pool, to migrate, to be one of several kinds.

use std::any::Any;

use diesel::connection::{AnsiTransactionManager, MultiConnectionHelper, SimpleConnection as _, TransactionManager as _};
use diesel::pg::{Pg, PgMetadataLookup};
use diesel::result::QueryResult;

use super::PgConnection;
use super::client::NoOwnTypes;

impl diesel::r2d2::R2D2Connection for PgConnection {
    fn ping(&mut self) -> QueryResult<()> {
        self.batch_execute("SELECT 1")
    }

    fn is_broken(&mut self) -> bool {
        self.lost || self.transaction.open || self.client.is_closed() || AnsiTransactionManager::is_broken_transaction_manager(self)
    }
}

impl diesel::migration::MigrationConnection for PgConnection {
    fn setup(&mut self) -> QueryResult<usize> {
        self.batch_execute(diesel::migration::CREATE_MIGRATIONS_TABLE).map(|()| 0)
    }
}

impl MultiConnectionHelper for PgConnection {
    fn to_any<'a>(_: &mut <Pg as diesel::sql_types::TypeMetadata>::MetadataLookup) -> &mut (dyn Any + 'a) {
        // Of no size: nothing is allocated, nothing leaks.
        Box::leak(Box::new(NoOwnTypes))
    }

    fn from_any(lookup: &mut dyn Any) -> Option<&mut <Pg as diesel::sql_types::TypeMetadata>::MetadataLookup> {
        lookup.downcast_mut::<NoOwnTypes>().map(|none| none as &mut dyn PgMetadataLookup)
    }
}
