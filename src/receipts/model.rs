//! What a receipt is made of.

use aws_lc_rs::digest::{SHA256, digest};
use chrono::{DateTime, NaiveDate, Utc};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::problem::Problem;
use crate::values::address::Address;
use crate::values::beneficiary_number::BeneficiaryNumber;
use crate::values::paying_body::PayingBodyCode;
use crate::values::siret::Siret;
use crate::values::text_sql::text_enum;
use crate::values::typed_id::{ClientId, LandlordId};

text_enum! {
    /// What was received.
    pub enum ReceiptKind {
        /// A July rent.
        RentDeclaration = "rent_declaration",
        /// A change.
        Change = "change",
        /// A report of arrears.
        Impaye = "impaye",
        /// Months of a case.
        ImpayeMonths = "impaye_months",
        /// A repayment plan.
        RepaymentPlan = "repayment_plan",
        /// How a plan is kept.
        Check = "check",
        /// That a debt is paid.
        Settlement = "settlement",
        /// The withdrawal of a report.
        Withdrawal = "withdrawal",
        /// The cancellation of a change.
        Cancellation = "cancellation",
    }
}

/// The content of a receipt (R106), which its hash is of. A member is added, never renamed, and what was
/// issued stays as it was: the members that were added later are absent from the receipts issued before.
#[derive(Clone, Debug, Deserialize)]
pub struct Content {
    pub kind: ReceiptKind,
    /// The object that was made or moved.
    pub id: String,
    pub landlord_id: LandlordId,
    pub client_id: ClientId,
    pub received_at: DateTime<Utc>,
    /// What was sent, with its defaults filled in.
    pub declaration: Value,
    /// The landlord as known at receipt.
    #[serde(default)]
    pub landlord: Option<Landlord>,
    /// The tenant as known at receipt; none when the act is about a housing unit alone.
    #[serde(default)]
    pub tenant: Option<Tenant>,
    /// The last day to send it in time; none where no day is set.
    #[serde(default)]
    pub deadline_on: Option<NaiveDate>,
    /// Whether it came later, from a landlord whom that day binds.
    #[serde(default)]
    pub late: Option<bool>,
}

/// Who declares.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Landlord {
    pub name: String,
    pub siret: Option<Siret>,
    /// What the paying body calls the landlord.
    pub reference: String,
    pub paying_body: Body,
}

/// The paying body that decides.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Body {
    pub code: PayingBodyCode,
    pub name: String,
}

/// Of whom it is declared, with the address of the housing unit.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Tenant {
    pub first_name: String,
    pub last_name: String,
    pub beneficiary_number: BeneficiaryNumber,
    /// What the landlord calls the tenant.
    pub landlord_reference: Option<String>,
    pub address: Address,
}

impl Content {
    /// The content of a receipt, whenever it was issued.
    ///
    /// # Errors
    /// When it is not one.
    pub fn of(content: &Value) -> Result<Self, Problem> {
        Self::deserialize(content).map_err(Problem::internal)
    }

    /// What was sent.
    ///
    /// # Errors
    /// When it is of another kind.
    pub fn declared<D: DeserializeOwned>(&self) -> Result<D, Problem> {
        D::deserialize(&self.declaration).map_err(Problem::internal)
    }
}

/// SHA-256, in hexadecimal, of the RFC 8785 form of a content.
///
/// # Errors
/// When the content has no canonical form, which integers and texts always have.
pub fn fingerprint(content: &Value) -> Result<(String, String), Problem> {
    let canonical = serde_json_canonicalizer::to_string(content).map_err(Problem::internal)?;
    let hash = hex::encode(digest(&SHA256, canonical.as_bytes()));
    Ok((canonical, hash))
}
