//! Filters of several values.

/// Restricts a query to the rows whose column holds one of some values; to none where there are none. One
/// value alone is compared as such: an index that goes on with the order of the list then serves it.
macro_rules! among {
    ($query:ident, $column:expr, $values:expr) => {
        let mut values = $values;
        if values.len() == 1
            && let Some(one) = values.pop()
        {
            $query = $query.filter($column.eq(one));
        } else if !values.is_empty() {
            $query = $query.filter($column.eq_any(values));
        }
    };
}
pub(crate) use among;

/// The only value that is asked for, of an enumeration of two; none where both are, or nothing is.
pub fn only<T: Copy + PartialEq>(asked: &[T]) -> Option<T> {
    asked.first().copied().filter(|one| asked.iter().all(|other| other == one))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_of_two_is_the_only_one_however_often_it_is_asked_for() {
        assert_eq!([only(&[1, 1]), only(&[1]), only(&[1, 2, 1]), only::<i32>(&[])], [Some(1), Some(1), None, None]);
    }
}
