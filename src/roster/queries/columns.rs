//! Every column of a table that a load writes is somebody's.

use std::collections::BTreeSet;

use super::rows::{
    BankAccountRow, CampaignRow, LandlordRow, LogementRow, NameRow, PayingBodyRow, PaymentLineRow, PaymentRow, ReferenceRow, TenantRow,
};

/// The columns of a row and those of its table.
pub struct Columns {
    pub table: &'static str,
    /// Those of the row.
    pub own: &'static [&'static str],
    /// Those that are not the load's, each with the reason.
    pub apart: &'static [(&'static str, &'static str)],
    /// Those of the table, as its schema has them.
    pub there: fn() -> BTreeSet<String>,
}

/// The columns that a statement selects.
pub fn names(select: &str) -> BTreeSet<String> {
    select.split("`.`").skip(1).filter_map(|rest| rest.split('`').next()).map(str::to_owned).collect()
}

const WRITTEN: &[Columns] = &[
    PayingBodyRow::COLUMNS,
    CampaignRow::COLUMNS,
    LandlordRow::COLUMNS,
    NameRow::COLUMNS,
    ReferenceRow::COLUMNS,
    BankAccountRow::COLUMNS,
    LogementRow::COLUMNS,
    TenantRow::COLUMNS,
    PaymentRow::COLUMNS,
    PaymentLineRow::COLUMNS,
];

#[test]
fn every_column_of_a_table_is_loaded_or_kept_apart_for_a_reason() {
    for columns in WRITTEN {
        let listed: Vec<&str> = columns.own.iter().chain(columns.apart.iter().map(|(name, _)| name)).copied().collect();
        let known: BTreeSet<String> = listed.iter().map(|name| (*name).to_owned()).collect();
        assert_eq!(known.len(), listed.len(), "{}: a column is listed twice", columns.table);
        assert_eq!(known, (columns.there)(), "{}: a load must own each column or say why not", columns.table);
        assert!(columns.apart.iter().all(|(_, why)| why.len() > 20), "{}", columns.table);
    }
    assert_eq!(names("SELECT `a`.`id`, `a`.`end_id` FROM `a` -- binds: []").into_iter().collect::<Vec<_>>(), ["end_id", "id"]);
}
