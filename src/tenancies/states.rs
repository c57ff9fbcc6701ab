//! Which declarations count and which cases are open, in the words of the indexes.

use crate::db::literal::literal;

literal!(
    /// The declarations that count: as the index `rent_declarations_counting_uq` has them.
    Counting,
    "rent_declarations.status IN ('submitted', 'accepted')"
);

literal!(
    /// The open cases: as the index `impayes_open_uq` has them (R73).
    Open,
    "impayes.status NOT IN ('settled', 'closed')"
);
