//! Lines made by the service itself, for its demo.

use super::kinds::TenantTag;
use super::lines::{AidLine, LeaseLine, TenantLine};
use crate::values::beneficiary_number::BeneficiaryNumber;
use crate::values::paying_body::PayingBodyCode;

/// Whose tenancy it is.
pub struct Beneficiary {
    pub paying_body: PayingBodyCode,
    pub number: BeneficiaryNumber,
    pub first_name: String,
    pub last_name: String,
}

impl TenantLine {
    /// A tenancy of which nothing is told that may be left out.
    pub fn bare(landlord: &str, key: String, logement: String, whose: Beneficiary, lease: LeaseLine, aid: AidLine) -> Self {
        Self {
            r#type: TenantTag::Tag,
            landlord: landlord.to_owned(),
            key,
            logement,
            paying_body: whose.paying_body,
            beneficiary_number: whose.number,
            first_name: whose.first_name,
            last_name: whose.last_name,
            landlord_reference: None,
            lease,
            aid,
            previous_july_rent_cents: None,
        }
    }
}
