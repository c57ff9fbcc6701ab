//! Whom a list is about, by what its landlord knows the tenants by. Pure.

use crate::values::beneficiary_number::BeneficiaryNumber;
use crate::values::landlord_reference::LandlordReference;
use crate::values::search_key::query_words;
use crate::values::typed_id::{LogementId, TenantId};

/// The tenants that a filter asks for; each part that is empty asks for all.
#[derive(Clone, Debug, Default)]
pub struct Sought {
    /// Words that must all be found (R13).
    pub words: Vec<String>,
    /// Exact references of the landlord's own.
    pub references: Vec<LandlordReference>,
    /// Beneficiary numbers, each in every spelling (G6).
    pub numbers: Vec<BeneficiaryNumber>,
    pub tenant: Option<TenantId>,
    pub logements: Vec<LogementId>,
    /// A search for nothing but hyphens and apostrophes finds nobody rather than everybody.
    pub is_nobody: bool,
}

impl Sought {
    /// Those that a search, references and numbers leave.
    pub fn of(search: Option<&str>, references: &[LandlordReference], numbers: &[BeneficiaryNumber]) -> Self {
        let words = search.map(query_words);
        Self {
            is_nobody: words.as_ref().is_some_and(Vec::is_empty),
            words: words.unwrap_or_default(),
            references: references.to_vec(),
            numbers: numbers.iter().flat_map(BeneficiaryNumber::spellings).collect(),
            ..Self::default()
        }
    }

    /// Of these, one tenant, or those of housing units.
    #[must_use]
    pub fn among(mut self, tenant: Option<&TenantId>, logements: &[LogementId]) -> Self {
        self.tenant = tenant.cloned();
        self.logements = logements.to_vec();
        self
    }

    /// Whether it asks for all.
    pub fn is_plain(&self) -> bool {
        let Self { words, references, numbers, tenant, logements, is_nobody } = self;
        let named = !words.is_empty() || !references.is_empty() || !numbers.is_empty() || *is_nobody;
        !named && tenant.is_none() && logements.is_empty()
    }
}

/// Declares filters that find tenants by what their landlord knows them by: to the members of each, `search`
/// among them, come those that name tenants exactly.
macro_rules! sought_by {
    ($($(#[$meta:meta])* pub struct $filter:ident { $($own:tt)* })+) => {$(
        $(#[$meta])*
        pub struct $filter {
            $($own)*
            /// Only tenants that have one of these references of the landlord's own, exactly; repeatable.
            #[schema(max_items = 200)]
            #[serde(default)]
            pub landlord_reference: Vec<$crate::values::landlord_reference::LandlordReference>,
            /// Only tenants that have one of these numbers with their paying body, leading zeros aside;
            /// repeatable.
            #[schema(max_items = 200)]
            #[serde(default)]
            pub beneficiary_number: Vec<$crate::values::beneficiary_number::BeneficiaryNumber>,
        }

        impl $filter {
            /// The tenants that it asks for, by what their landlord knows them by.
            pub fn sought(&self) -> $crate::tenancies::Sought {
                $crate::tenancies::Sought::of(self.search.as_deref(), &self.landlord_reference, &self.beneficiary_number)
            }
        }
    )+};
}
pub(crate) use sought_by;
