//! The rules of a July rent. Pure: what is known goes in, a declaration or a refusal comes out.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::dto::RentDeclarationIn;
use crate::law::Law;
use crate::problem::Noted;
use crate::problem::{Code, Problem, WarningCode};
use crate::values::money::{euros_en, euros_fr};
use crate::values::text::Text;
use crate::values::text_sql::text_enum;
use crate::values::typed_id::{RentDeclarationId, TenantId};

text_enum! {
    /// Where a declaration stands.
    pub enum DeclarationStatus {
        /// Received; the paying body has not decided.
        Submitted = "submitted",
        /// Accepted by the paying body: it counts.
        Accepted = "accepted",
        /// Refused by the paying body: it no longer counts.
        Rejected = "rejected",
        /// A newer version replaced it.
        Superseded = "superseded",
    }
}

impl DeclarationStatus {
    /// Of a declaration, in words: `acceptée`; `accepted`.
    pub const fn words(self) -> Text {
        match self {
            Self::Submitted => Text::fixed("déposée", "submitted"),
            Self::Accepted => Text::fixed("acceptée", "accepted"),
            Self::Rejected => Text::fixed("rejetée", "rejected"),
            Self::Superseded => Text::fixed("remplacée par une autre", "replaced by another"),
        }
    }
}

/// A declaration with its defaults filled in: what the receipt is of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Declaration {
    pub tenant_id: TenantId,
    pub campaign_year: i32,
    pub rent_cents: i64,
    pub charges_cents: Option<i64>,
    pub furnished: bool,
    pub coholders: i32,
    pub tenant_up_to_date: Option<bool>,
    pub decent: Option<bool>,
    pub comment: Option<String>,
    pub replaces: Option<RentDeclarationId>,
}

/// What stands already for the tenancy and campaign.
#[derive(Clone, Debug, Default)]
pub struct Standing {
    /// The version that counts.
    pub current: Option<RentDeclarationId>,
    /// The number of the latest version, whatever became of it.
    pub latest_version: i32,
}

/// What the warnings compare with.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// The July rent known before this campaign, in cents.
    pub previous_rent_cents: Option<i64>,
    /// A whole rent that another tenancy of the same lease declared in this campaign, if different.
    pub other_rent_cents: Option<i64>,
}

/// Fills in the defaults of what was sent.
pub fn filled(sent: &RentDeclarationIn, furnished: bool, coholders: i32) -> Declaration {
    Declaration {
        tenant_id: sent.tenant_id.clone(),
        campaign_year: sent.campaign_year,
        rent_cents: sent.rent_cents,
        charges_cents: sent.charges_cents,
        furnished: sent.furnished.unwrap_or(furnished),
        coholders: sent.coholders.unwrap_or(coholders),
        tenant_up_to_date: sent.tenant_up_to_date,
        decent: sent.decent,
        comment: sent.comment.clone(),
        replaces: sent.replaces.clone(),
    }
}

/// The number of the next version (R27).
///
/// # Errors
/// 409 `already_declared` when one counts already and is not the one to be replaced, or when the
/// one to be replaced does not count; it names the one that does.
pub fn next_version(standing: &Standing, replaces: Option<&RentDeclarationId>) -> Result<i32, Problem> {
    if standing.current.as_ref() == replaces {
        return Ok(standing.latest_version + 1);
    }
    let text = match replaces {
        None => Text::fixed(
            "Le loyer de ce locataire est déjà déclaré pour cette campagne. Pour le corriger, nommez la déclaration à remplacer.",
            "This tenant's rent is already declared for this campaign. To correct it, name the declaration to be replaced.",
        ),
        Some(_) => Text::fixed(
            "La déclaration à remplacer n'est pas celle qui compte pour ce locataire et cette campagne.",
            "The declaration to be replaced is not the one that counts for this tenant and campaign.",
        ),
    };
    Err(Problem::new(Code::AlreadyDeclared, text).with("current_id", standing.current.as_ref().map(|id| id.as_str().to_owned())))
}

/// What deserves a look (R25, R30), by the law of the day.
pub fn warnings(law: &Law, declaration: &Declaration, known: &Known, today: NaiveDate) -> Vec<Noted> {
    let mut found = Vec::new();
    if let Some(previous) = known.previous_rent_cents
        && changed_a_lot(declaration.rent_cents, previous)
    {
        let text = Text::new(
            format!("Le loyer déclaré s'écarte de plus de 50 % du précédent ({}). Vérifiez-le.", euros_fr(previous)),
            format!("The declared rent is more than 50 % away from the previous one ({}). Check it.", euros_en(previous)),
        );
        found.push(Noted::new(WarningCode::RentChangedALot, Some("/rent_cents"), &text).with_rule(law.rent_reference.on(today)));
    }
    if let Some(other) = known.other_rent_cents {
        let text = Text::new(
            format!("Un cotitulaire du même bail a un loyer déclaré différent ({}). Le loyer se déclare entier.", euros_fr(other)),
            format!("A co-holder of the same lease has a different declared rent ({}). The rent is declared whole.", euros_en(other)),
        );
        found.push(Noted::new(WarningCode::ColocationRentDiffers, Some("/rent_cents"), &text).with_rule(law.rent_share.on(today)));
    }
    found
}

/// More than 50 % above or below; exactly 50 % is not (R30).
fn changed_a_lot(rent: i64, previous: i64) -> bool {
    2 * (rent - previous).abs() > previous
}

#[cfg(test)]
mod tests {
    use super::changed_a_lot;

    #[test]
    fn r30_half_more_or_less_is_not_a_lot_and_one_cent_beyond_is() {
        assert!(!changed_a_lot(63_000, 42_000));
        assert!(changed_a_lot(63_001, 42_000));
        assert!(!changed_a_lot(21_000, 42_000));
        assert!(changed_a_lot(20_999, 42_000));
    }
}
