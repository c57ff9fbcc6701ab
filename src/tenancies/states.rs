//! Which declarations count and which cases are open, in the words of the indexes.

use crate::db::literal::Literal;

/// The declarations that count: as the index `rent_declarations_counting_uq` has them.
pub const COUNTING: Literal = Literal("rent_declarations.status IN ('submitted', 'accepted')");

/// The open cases: as the index `impayes_open_uq` has them (R73).
pub const OPEN: Literal = Literal("impayes.status NOT IN ('settled', 'closed')");
