//! The lines of a roster file, each judged by its schema like a body.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::landlord::model::LandlordKind;
use crate::logements::model::LogementKind;
use crate::payments::model::TransferKind;
use crate::values::address::Address;
use crate::values::aid::{AidType, PaymentMode};
use crate::values::beneficiary_number::BeneficiaryNumber;
use crate::values::checks;
use crate::values::month::Month;
use crate::values::paying_body::PayingBodyCode;

/// A line, told apart by its `type`.
pub enum Line {
    Campaign(CampaignLine),
    Landlord(Box<LandlordLine>),
    Logement(Box<LogementLine>),
    Tenant(Box<TenantLine>),
    Payment(PaymentLine),
}

/// A rent campaign.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct CampaignLine {
    #[expect(dead_code, reason = "tells serde and the schema what kind of line it is")]
    #[schema(max_length = 20)]
    pub r#type: String,
    #[schema(minimum = 1900, maximum = 2999)]
    pub year: i32,
    #[validate(custom(function = checks::day))]
    pub opens_on: NaiveDate,
    #[validate(custom(function = checks::day))]
    pub cutoff_on: NaiveDate,
}

/// A landlord with references, contact details and bank account.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct LandlordLine {
    #[expect(dead_code, reason = "tells serde and the schema what kind of line it is")]
    #[schema(max_length = 20)]
    pub r#type: String,
    #[schema(min_length = 1, max_length = 100)]
    pub key: String,
    pub kind: LandlordKind,
    #[schema(min_length = 1, max_length = 200, pattern = r"\S")]
    pub name: String,
    #[schema(max_length = 14)]
    #[validate(custom(function = checks::siret))]
    pub siret: Option<String>,
    #[schema(min_length = 3, max_length = 254)]
    #[validate(email)]
    pub email: String,
    #[schema(max_length = 20, pattern = r"^\+[1-9][0-9]{5,14}$")]
    pub phone: Option<String>,
    pub address: Address,
    #[schema(min_items = 1, max_items = 200)]
    pub references: Vec<ReferenceLine>,
    #[validate(nested)]
    pub bank_account: Option<BankAccountLine>,
}

/// A reference with a paying body.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReferenceLine {
    pub paying_body: PayingBodyLine,
    #[schema(min_length = 1, max_length = 50)]
    pub reference: String,
    #[schema(max_length = 200)]
    pub label: String,
    pub direct_payment: bool,
}

/// A paying body.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PayingBodyLine {
    pub code: PayingBodyCode,
    #[schema(min_length = 1, max_length = 200)]
    pub name: String,
}

/// A bank account.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct BankAccountLine {
    #[schema(min_length = 1, max_length = 70)]
    pub holder: String,
    #[schema(min_length = 15, max_length = 50)]
    #[validate(custom(function = checks::iban))]
    pub iban: String,
    #[schema(max_length = 11)]
    #[validate(custom(function = checks::bic))]
    pub bic: Option<String>,
    #[validate(custom(function = checks::day))]
    pub effective_on: NaiveDate,
}

/// A housing unit.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct LogementLine {
    #[expect(dead_code, reason = "tells serde and the schema what kind of line it is")]
    #[schema(max_length = 20)]
    pub r#type: String,
    #[schema(min_length = 1, max_length = 100)]
    pub landlord: String,
    #[schema(min_length = 1, max_length = 100)]
    pub key: String,
    #[schema(min_length = 1, max_length = 50)]
    pub reference: String,
    pub kind: LogementKind,
    pub furnished: bool,
    #[schema(minimum = 1, maximum = 100_000)]
    pub surface_m2: Option<i32>,
    #[schema(max_length = 250)]
    pub convention_number: Option<String>,
    pub decent: Option<bool>,
    #[validate(custom(function = checks::day))]
    pub managed_from: NaiveDate,
    #[validate(custom(function = checks::day))]
    pub managed_until: Option<NaiveDate>,
    pub address: Address,
}

/// A tenancy.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct TenantLine {
    #[expect(dead_code, reason = "tells serde and the schema what kind of line it is")]
    #[schema(max_length = 20)]
    pub r#type: String,
    #[schema(min_length = 1, max_length = 100)]
    pub landlord: String,
    #[schema(min_length = 1, max_length = 100)]
    pub key: String,
    #[schema(min_length = 1, max_length = 100)]
    pub logement: String,
    pub paying_body: PayingBodyCode,
    pub beneficiary_number: BeneficiaryNumber,
    #[schema(min_length = 1, max_length = 100)]
    pub first_name: String,
    #[schema(min_length = 1, max_length = 100)]
    pub last_name: String,
    #[schema(max_length = 50)]
    pub landlord_reference: Option<String>,
    #[validate(nested)]
    pub lease: LeaseLine,
    pub aid: AidLine,
    #[schema(minimum = 1, maximum = 100_000_000)]
    pub previous_july_rent_cents: Option<i64>,
}

/// A lease.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[validate(schema(function = lease_order))]
pub struct LeaseLine {
    #[validate(custom(function = checks::day))]
    pub started_on: NaiveDate,
    #[validate(custom(function = checks::day))]
    pub ended_on: Option<NaiveDate>,
    #[schema(minimum = 1, maximum = 100_000_000)]
    pub rent_cents: i64,
    #[schema(minimum = 0, maximum = 100_000_000)]
    pub charges_cents: Option<i64>,
    pub furnished: bool,
    #[schema(minimum = 1, maximum = 50)]
    pub coholders: i32,
    #[schema(minimum = 1, maximum = 31)]
    pub due_day: i32,
}

fn lease_order(lease: &LeaseLine) -> Result<(), validator::ValidationError> {
    match lease.ended_on {
        Some(ended) if ended < lease.started_on => Err(checks::fault("out_of_order", "ended_on")),
        _ => Ok(()),
    }
}

/// A housing aid.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AidLine {
    pub r#type: AidType,
    pub payment_mode: PaymentMode,
    #[schema(minimum = 0, maximum = 100_000_000)]
    pub last_amount_cents: Option<i64>,
    pub last_month: Option<Month>,
}

/// The most lines of a transfer, as its schema has it.
pub const MOST_TRANSFER_LINES: usize = 100_000;

/// A transfer; its lines are one value, replaced as a whole.
#[derive(Debug, PartialEq, Deserialize, Serialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct PaymentLine {
    #[schema(max_length = 20)]
    pub r#type: String,
    #[schema(min_length = 1, max_length = 100)]
    pub landlord: String,
    #[schema(min_length = 1, max_length = 100)]
    pub key: String,
    pub paying_body: PayingBodyCode,
    #[schema(min_length = 1, max_length = 50)]
    pub reference: String,
    #[validate(custom(function = checks::day))]
    pub paid_on: NaiveDate,
    #[schema(max_items = 100_000)]
    pub lines: Vec<TransferLine>,
}

/// A line of a transfer.
#[derive(Debug, PartialEq, Deserialize, Serialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct TransferLine {
    #[schema(min_length = 1, max_length = 100)]
    pub key: String,
    #[schema(min_length = 1, max_length = 100)]
    pub tenant: String,
    pub aid_type: AidType,
    pub entitlement_month: Month,
    pub kind: TransferKind,
    #[schema(minimum = -100_000_000, maximum = 100_000_000)]
    pub gross_cents: i64,
    #[schema(minimum = -100_000_000, maximum = 100_000_000)]
    pub crds_cents: i64,
    #[schema(minimum = -100_000_000, maximum = 100_000_000)]
    pub rls_cents: i64,
    #[schema(minimum = -100_000_000, maximum = 100_000_000)]
    pub net_cents: i64,
    pub corrects_month: Option<Month>,
}
