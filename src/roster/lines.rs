//! The lines of a roster file: what a load reads, each judged by its schema like a body, and what the
//! demo writes.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::kinds::{CampaignTag, LandlordTag, LogementTag, PaymentTag, TenantTag};
use crate::http::body::present;
use crate::landlord::model::LandlordKind;
use crate::logements::model::LogementKind;
use crate::payments::model::TransferKind;
use crate::values::address::Address;
use crate::values::aid::{AidType, PaymentMode};
use crate::values::beneficiary_number::BeneficiaryNumber;
use crate::values::checks;
use crate::values::month::Month;
use crate::values::paying_body::PayingBodyCode;
use crate::values::plain_text::{compacted, compacted_if_any};

/// A rent campaign.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct CampaignLine {
    /// The kind of line.
    pub r#type: CampaignTag,
    /// Its year, which is its key.
    #[schema(minimum = 1900, maximum = 2199)]
    pub year: i32,
    /// The day from which July rents may be declared.
    pub opens_on: NaiveDate,
    /// The last day on which a declaration is not late (R28).
    pub cutoff_on: NaiveDate,
}

/// A landlord with references, contact details and bank account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct LandlordLine {
    /// The kind of line.
    pub r#type: LandlordTag,
    /// Names the landlord in every load.
    #[schema(min_length = 1, max_length = 100)]
    pub key: String,
    pub kind: LandlordKind,
    /// Name or company name.
    #[schema(min_length = 1, max_length = 200)]
    pub name: String,
    /// SIRET of 14 digits; left out, the one known stays.
    #[schema(max_length = 30)]
    #[validate(custom(function = checks::siret))]
    #[serde(default, deserialize_with = "compacted_if_any")]
    pub siret: Option<String>,
    /// E-mail address.
    #[schema(min_length = 3, max_length = 254)]
    #[validate(email)]
    pub email: String,
    /// Telephone number in the form of E.164.
    #[schema(max_length = 20, pattern = r"^\+[1-9][0-9]{5,14}$")]
    pub phone: Option<String>,
    #[validate(nested)]
    pub address: Address,
    /// References with paying bodies; those of another paying body are ignored.
    #[schema(min_items = 1, max_items = 200)]
    pub references: Vec<ReferenceLine>,
    /// The account aid is paid to.
    #[validate(nested)]
    pub bank_account: Option<BankAccountLine>,
}

/// A reference with a paying body.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReferenceLine {
    pub paying_body: PayingBodyLine,
    /// The reference, unique within the landlord.
    #[schema(min_length = 1, max_length = 50)]
    pub reference: String,
    /// What the landlord calls it.
    #[schema(max_length = 200)]
    pub label: String,
    /// Whether the paying body pays aid to the landlord under it.
    pub direct_payment: bool,
}

/// A paying body.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PayingBodyLine {
    pub code: PayingBodyCode,
    /// Its name.
    #[schema(min_length = 1, max_length = 200)]
    pub name: String,
}

/// A bank account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct BankAccountLine {
    /// Name of the holder.
    #[schema(min_length = 1, max_length = 70)]
    pub holder: String,
    /// IBAN of the SEPA area.
    #[schema(min_length = 15, max_length = 50)]
    #[validate(custom(function = checks::iban))]
    #[serde(deserialize_with = "compacted")]
    pub iban: String,
    /// BIC of 8 or 11 characters.
    #[schema(max_length = 11)]
    #[validate(custom(function = checks::bic))]
    pub bic: Option<String>,
    /// The day from which transfers go to it.
    pub effective_on: NaiveDate,
}

/// A housing unit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct LogementLine {
    /// The kind of line.
    pub r#type: LogementTag,
    /// Key of its landlord.
    #[schema(min_length = 1, max_length = 100)]
    pub landlord: String,
    /// Names the unit within its landlord in every load.
    #[schema(min_length = 1, max_length = 100)]
    pub key: String,
    /// The reference under which it is known.
    #[schema(min_length = 1, max_length = 50)]
    pub reference: String,
    /// The landlord's own reference; left out, the one known stays, and null says that it has none.
    #[schema(value_type = Option<String>, max_length = 50)]
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub landlord_reference: Option<Option<String>>,
    pub kind: LogementKind,
    /// Whether it is let furnished.
    pub furnished: bool,
    /// Surface in whole square metres.
    #[schema(minimum = 1, maximum = 100_000)]
    pub surface_m2: Option<i32>,
    /// Number of its APL agreement; without one it has none.
    #[schema(max_length = 250)]
    pub convention_number: Option<String>,
    /// Whether it is decent; null when unknown.
    pub decent: Option<bool>,
    /// The first day the landlord manages it.
    pub managed_from: NaiveDate,
    /// The last day the landlord manages it.
    pub managed_until: Option<NaiveDate>,
    #[validate(nested)]
    pub address: Address,
}

/// A tenancy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct TenantLine {
    /// The kind of line.
    pub r#type: TenantTag,
    /// Key of the landlord.
    #[schema(min_length = 1, max_length = 100)]
    pub landlord: String,
    /// Names the tenancy within its landlord in every load.
    #[schema(min_length = 1, max_length = 100)]
    pub key: String,
    /// Key of the housing unit.
    #[schema(min_length = 1, max_length = 100)]
    pub logement: String,
    pub paying_body: PayingBodyCode,
    pub beneficiary_number: BeneficiaryNumber,
    /// First name.
    #[schema(min_length = 1, max_length = 100)]
    pub first_name: String,
    /// Last name.
    #[schema(min_length = 1, max_length = 100)]
    pub last_name: String,
    /// The landlord's own reference.
    #[schema(max_length = 50)]
    pub landlord_reference: Option<String>,
    #[validate(nested)]
    pub lease: LeaseLine,
    pub aid: AidLine,
    /// Rent of July of the year before, without charges, in cents.
    #[schema(minimum = 1, maximum = 100_000_000)]
    pub previous_july_rent_cents: Option<i64>,
}

/// A lease.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[validate(schema(function = lease_order))]
pub struct LeaseLine {
    /// The day it starts.
    pub started_on: NaiveDate,
    /// The day it ends; null while it runs.
    pub ended_on: Option<NaiveDate>,
    /// Monthly rent of the whole lease without charges, in cents.
    #[schema(minimum = 1, maximum = 100_000_000)]
    pub rent_cents: i64,
    /// Monthly charges, in cents; null when unknown.
    #[schema(minimum = 0, maximum = 100_000_000)]
    pub charges_cents: Option<i64>,
    /// Whether it is a furnished let.
    pub furnished: bool,
    /// How many hold it together.
    #[schema(minimum = 1, maximum = 50)]
    pub coholders: i32,
    /// The day of the month on which the rent falls due; the last day of a shorter month.
    #[schema(minimum = 1, maximum = 31)]
    pub due_day: i32,
}

fn lease_order(lease: &LeaseLine) -> Result<(), validator::ValidationError> {
    match lease.ended_on {
        Some(ended) if ended < lease.started_on => Err(checks::fault(checks::Check::Order, "ended_on")),
        _ => Ok(()),
    }
}

/// A housing aid.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AidLine {
    pub r#type: AidType,
    pub payment_mode: PaymentMode,
    /// Amount last paid for a month, in cents.
    #[schema(minimum = 0, maximum = 100_000_000)]
    pub last_amount_cents: Option<i64>,
    /// The last month of entitlement that was paid.
    pub last_month: Option<Month>,
}

/// The most lines of a transfer, as its schema has it.
pub const MOST_TRANSFER_LINES: usize = 100_000;

/// A transfer; its lines are one value, replaced as a whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct PaymentLine {
    /// The kind of line.
    pub r#type: PaymentTag,
    /// Key of the landlord.
    #[schema(min_length = 1, max_length = 100)]
    pub landlord: String,
    /// Names the transfer within its landlord in every load.
    #[schema(min_length = 1, max_length = 100)]
    pub key: String,
    pub paying_body: PayingBodyCode,
    /// The reference under which it was paid.
    #[schema(min_length = 1, max_length = 50)]
    pub reference: String,
    /// The day it was paid.
    pub paid_on: NaiveDate,
    // Left out of what a transfer is known again by where there is none: it came later.
    /// The text of the transfer, as the bank shows it to the landlord (ISO 20022, unstructured remittance
    /// information).
    #[schema(max_length = 140, example = "CAF AL 10/2026 B0012345")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remittance: Option<String>,
    /// Its lines, whose sum it is (R93).
    #[schema(max_items = 100_000)]
    pub lines: Vec<TransferLine>,
}

/// A line of a transfer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct TransferLine {
    /// Names the line within its transfer.
    #[schema(min_length = 1, max_length = 100)]
    pub key: String,
    /// Key of the tenancy.
    #[schema(min_length = 1, max_length = 100)]
    pub tenant: String,
    pub aid_type: AidType,
    /// The month the aid is for.
    pub entitlement_month: Month,
    pub kind: TransferKind,
    /// Before CRDS and RLS, in cents.
    #[schema(minimum = -100_000_000, maximum = 100_000_000)]
    pub gross_cents: i64,
    /// CRDS withheld, in cents.
    #[schema(minimum = -100_000_000, maximum = 100_000_000)]
    pub crds_cents: i64,
    /// Rent reduction (RLS), in cents.
    #[schema(minimum = -100_000_000, maximum = 100_000_000)]
    pub rls_cents: i64,
    /// What was paid, in cents.
    #[schema(minimum = -100_000_000, maximum = 100_000_000)]
    pub net_cents: i64,
    /// The month that a correction corrects.
    pub corrects_month: Option<Month>,
}
