//! The tenants that a filter leaves: a few are named by their ids, whose index leads to what is about
//! them; of many, what is about them is dense, and is walked in its own order.

use diesel::prelude::*;

use crate::db::ask::{Limited, statement};
use crate::db::schema::tenants;
use crate::db::{Reader, Scope};
use crate::problem::Problem;
use crate::tenancies::Sought;
use crate::tenancies::joins::tenants_sought;
use crate::values::typed_id::{LandlordId, TenantId};

/// The most tenants that are named by their ids.
const FEW: usize = 500;

/// The tenants that a filter leaves.
#[derive(Clone, Debug)]
pub enum Chosen {
    Everybody,
    These(Vec<TenantId>),
    Many(Sought),
}

statement! {
    /// The landlord's tenants that are sought, in no order.
    fn TenantsSought { landlord: LandlordId, sought: Sought, limit: i64 } -> TenantId;
    { Limited(tenants_sought!(DB, landlord, sought), limit) }
}

/// What is known without asking.
fn known(sought: &Sought) -> Option<Chosen> {
    if sought.is_nobody {
        return Some(Chosen::These(Vec::new()));
    }
    let Sought { words, references, numbers, tenant, logements, .. } = sought;
    match tenant {
        _ if sought.is_plain() => Some(Chosen::Everybody),
        Some(tenant) if words.is_empty() && references.is_empty() && numbers.is_empty() && logements.is_empty() => {
            Some(Chosen::These(vec![tenant.clone()]))
        }
        _ => None,
    }
}

fn few(found: Vec<TenantId>, sought: Sought) -> Chosen {
    if found.len() > FEW { Chosen::Many(sought) } else { Chosen::These(found) }
}

impl Chosen {
    /// Whether it leaves anybody.
    pub fn is_somebody(&self) -> bool {
        !matches!(self, Self::These(ids) if ids.is_empty())
    }

    /// Whether it leaves all.
    pub fn is_everybody(&self) -> bool {
        matches!(self, Self::Everybody)
    }
}

impl Reader<'_> {
    /// The tenants that a filter leaves.
    pub(crate) async fn chosen(&self, sought: Sought) -> Result<Chosen, Problem> {
        if let Some(chosen) = known(&sought) {
            return Ok(chosen);
        }
        let asked = TenantsSought { landlord: self.landlord(), sought: sought.clone(), limit: FEW as i64 + 1 };
        Ok(few(self.ask(asked).await?, sought))
    }
}

impl Scope<'_> {
    /// The tenants that a filter leaves.
    pub(crate) fn chosen(&mut self, sought: Sought) -> Result<Chosen, Problem> {
        if let Some(chosen) = known(&sought) {
            return Ok(chosen);
        }
        let asked = TenantsSought { landlord: self.landlord().clone(), sought: sought.clone(), limit: FEW as i64 + 1 };
        Ok(few(self.ask(asked)?, sought))
    }
}
