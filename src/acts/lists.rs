//! What lists of what landlords sent are restricted to, all alike. Macros, because a query under construction
//! has no type that could be written.

/// Restricts a query to what was received from one day to another, days of Paris, both included, and decided
/// since an instant: the members `from`, `to` and `decided_since` of a filter.
macro_rules! sent {
    ($query:ident, $table:ident, $filter:ident) => {
        if let Some(from) = $filter.from {
            $query = $query.filter($table::submitted_at.ge($crate::values::legal_days::start_of(from)));
        }
        if let Some(after) = $filter.to.and_then(|to| to.succ_opt()) {
            $query = $query.filter($table::submitted_at.lt($crate::values::legal_days::start_of(after)));
        }
        if let Some(since) = $filter.decided_since {
            $query = $query.filter($table::decided_at.ge(since.naive()));
        }
    };
}
pub(crate) use sent;
