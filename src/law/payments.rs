//! What is paid, and when.

use super::rule::FigureName::{AmountAtLeast, DayOfMonth, Delay};
use super::rule::{CCH, Notion, Rule, Severity, cents, count, formula, months};
use crate::values::text::Text;

pub static PAYMENT_DAY_APL: Rule = Rule {
    id: "payment_day_apl",
    notion: Notion::PaymentDayApl,
    valid_from: None,
    valid_until: None,
    figures: &[months(Delay, 0), count(DayOfMonth, 25)],
    formula: formula!(apl_paid_on),
    article: "CCH R.823-8",
    url: CCH,
    severity: Severity::Information,
    text: Text::fixed(
        "L'APL d'un mois est versée au bailleur le 25 de ce mois, ou le jour ouvré suivant.",
        "The APL of a month is paid to the landlord on the 25th of that month, or on the next working day.",
    ),
    example: None,
};

pub static PAYMENT_DAY_AL: Rule = Rule {
    id: "payment_day_al",
    notion: Notion::PaymentDayAl,
    valid_from: None,
    valid_until: None,
    figures: &[months(Delay, 1), count(DayOfMonth, 5)],
    formula: formula!(al_paid_on),
    article: "CCH R.823-8",
    url: CCH,
    severity: Severity::Information,
    text: Text::fixed(
        "L'ALF ou l'ALS d'un mois est versée à terme échu, vers le 5 du mois suivant, ou le jour ouvré d'après.",
        "The ALF or ALS of a month is paid afterwards, around the 5th of the next month, or on the next working day.",
    ),
    example: None,
};

pub static MINIMUM_PAYMENT_APL: Rule = Rule {
    id: "minimum_payment_apl",
    notion: Notion::MinimumPaymentApl,
    valid_from: None,
    valid_until: None,
    figures: &[cents(AmountAtLeast, 0)],
    formula: formula!(minimum_payment_cents),
    article: "Arrêté du 27 septembre 2019, art. 12",
    url: CCH,
    severity: Severity::Information,
    text: Text::fixed("L'APL est versée quel que soit son montant.", "APL is paid whatever its amount."),
    example: None,
};

pub static MINIMUM_PAYMENT_AL: Rule = Rule {
    id: "minimum_payment_al",
    notion: Notion::MinimumPaymentAl,
    valid_from: None,
    valid_until: None,
    figures: &[cents(AmountAtLeast, 1_000)],
    formula: formula!(minimum_payment_cents),
    article: "Arrêté du 27 septembre 2019, art. 12",
    url: CCH,
    severity: Severity::Warning,
    text: Text::fixed(
        "Une ALF ou une ALS de moins de 10 € par mois n'est pas versée au bénéficiaire ni au bailleur.",
        "An ALF or ALS below €10 a month is paid neither to the beneficiary nor to the landlord.",
    ),
    example: None,
};

pub static OVERPAYMENT_RECOVERY: Rule = Rule {
    id: "overpayment_recovery",
    notion: Notion::OverpaymentRecovery,
    valid_from: None,
    valid_until: None,
    figures: &[],
    formula: None,
    article: "CCH R.823-23",
    url: CCH,
    severity: Severity::Information,
    text: Text::fixed(
        "Une aide versée à tort se récupère auprès du bailleur, sauf s'il prouve qu'il l'a déduite du loyer. La ligne est négative \
         et nomme le mois qu'elle corrige.",
        "Aid paid by mistake is recovered from the landlord, unless they prove that they deducted it from the rent. The line is \
         negative and names the month it corrects.",
    ),
    example: None,
};

pub static EXCESS_TO_TENANT: Rule = Rule {
    id: "excess_to_tenant",
    notion: Notion::ExcessToTenant,
    valid_from: None,
    valid_until: None,
    figures: &[],
    formula: formula!(excess_to_tenant_cents),
    article: "CCH L.832-2, L.842-1",
    url: CCH,
    severity: Severity::Effect,
    text: Text::fixed(
        "Quand l'aide dépasse le loyer et les charges, le bailleur rend la différence au locataire.",
        "When the aid exceeds the rent and charges, the landlord gives the difference back to the tenant.",
    ),
    example: None,
};
