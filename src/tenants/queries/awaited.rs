//! July rents that are awaited: the to-dos of tenancies (R33).

use chrono::NaiveDate;
use diesel::prelude::*;

use crate::db::among::among;
use crate::db::ask::{Limited, statement};
use crate::db::schema::{logements, rent_declarations, tenants};
use crate::rent_campaigns::model::Campaign;
use crate::tenancies::joins::{counting_declaration, in_july, last_rejected, listed, logement_of_tenant, managed, sought};
use crate::tenancies::{Sought, TenantSummary};
use crate::values::typed_id::{LandlordId, LogementId, ReferenceId, RentDeclarationId};

statement! {
    /// The landlord's tenancies whose July rent a campaign awaits, in the order of their ids.
    pub fn RentsAwaited {
        landlord: LandlordId,
        campaign: Campaign,
        today: NaiveDate,
        references: Vec<ReferenceId>,
        logement_ids: Vec<LogementId>,
        named: Sought,
        after: Option<String>,
        limit: i64,
    } -> (TenantSummary, LogementId, ReferenceId, Option<RentDeclarationId>);
    {
        let mut query = tenants::table
            .inner_join(logement_of_tenant!())
            .left_join(counting_declaration!(campaign.year))
            .filter(tenants::landlord_id.eq(landlord.clone()))
            .select((<TenantSummary as SelectableHelper<DB>>::as_select(), tenants::logement_id, tenants::reference_id, last_rejected!(landlord, campaign.year)))
            .into_boxed::<DB>();
        if let Some(id) = after {
            query = query.filter(tenants::id.gt(id));
        }
        among!(query, tenants::reference_id, references);
        among!(query, tenants::logement_id, logement_ids);
        sought!(query, named);
        query = query.filter(listed!(campaign.starts_on, campaign.ends_on)).filter(rent_declarations::id.nullable().is_null());
        query = query.filter(in_july!(campaign.july_from, campaign.july_until)).filter(managed!(today));
        Limited(query.order(tenants::id), limit)
    }
}
