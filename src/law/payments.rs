//! What is paid, and when.

use super::figures::{AlPaymentDay, AplPaymentDay, ExcessToTenant, MinimumPayment, Stated};
use super::periods::Always;
use super::rule::{Notion, Rule, Severity};
use crate::values::text::Text;

pub static PAYMENT_DAY_APL: Always<AplPaymentDay> = Always {
    first: Rule {
        id: "payment_day_apl",
        notion: Notion::PaymentDayApl,
        valid_from: None,
        valid_until: None,
        figures: AplPaymentDay { delay_months: 0, day_of_month: 25 },
        article: "CCH R.823-8",
        url: Some("https://www.legifrance.gouv.fr/codes/article_lc/LEGIARTI000038878925"),
        severity: Severity::Information,
        text: Text::fixed(
            "L'APL d'un mois est versée au bailleur le 25 de ce mois, ou le jour ouvré suivant.",
            "The APL of a month is paid to the landlord on the 25th of that month, or on the next working day.",
        ),
        example: None,
    },
    later: &[],
};

pub static PAYMENT_DAY_AL: Always<AlPaymentDay> = Always {
    first: Rule {
        id: "payment_day_al",
        notion: Notion::PaymentDayAl,
        valid_from: None,
        valid_until: None,
        figures: AlPaymentDay { delay_months: 1, day_of_month: 5 },
        article: "CCH R.823-8",
        url: Some("https://www.legifrance.gouv.fr/codes/article_lc/LEGIARTI000038878925"),
        severity: Severity::Information,
        text: Text::fixed(
            "L'ALF ou l'ALS d'un mois est versée à terme échu, vers le 5 du mois suivant, ou le jour ouvré d'après.",
            "The ALF or ALS of a month is paid afterwards, around the 5th of the next month, or on the next working day.",
        ),
        example: None,
    },
    later: &[],
};

pub static MINIMUM_PAYMENT_APL: Always<MinimumPayment> = Always {
    first: Rule {
        id: "minimum_payment_apl",
        notion: Notion::MinimumPaymentApl,
        valid_from: None,
        valid_until: None,
        figures: MinimumPayment { amount_at_least_cents: 0 },
        article: "Arrêté du 27 septembre 2019, art. 12",
        url: Some("https://www.legifrance.gouv.fr/loda/article_lc/LEGIARTI000039160749"),
        severity: Severity::Information,
        text: Text::fixed("L'APL est versée quel que soit son montant.", "APL is paid whatever its amount."),
        example: None,
    },
    later: &[],
};

pub static MINIMUM_PAYMENT_AL: Always<MinimumPayment> = Always {
    first: Rule {
        id: "minimum_payment_al",
        notion: Notion::MinimumPaymentAl,
        valid_from: None,
        valid_until: None,
        figures: MinimumPayment { amount_at_least_cents: 1_000 },
        article: "Arrêté du 27 septembre 2019, art. 12",
        url: Some("https://www.legifrance.gouv.fr/loda/article_lc/LEGIARTI000039160749"),
        severity: Severity::Warning,
        text: Text::fixed(
            "Une ALF ou une ALS de moins de 10 € par mois n'est pas versée au bénéficiaire ni au bailleur.",
            "An ALF or ALS below €10 a month is paid neither to the beneficiary nor to the landlord.",
        ),
        example: None,
    },
    later: &[],
};

pub static OVERPAYMENT_RECOVERY: Always<Stated> = Always {
    first: Rule {
        id: "overpayment_recovery",
        notion: Notion::OverpaymentRecovery,
        valid_from: None,
        valid_until: None,
        figures: Stated {},
        article: "CCH R.823-23",
        url: Some("https://www.legifrance.gouv.fr/codes/article_lc/LEGIARTI000038878887"),
        severity: Severity::Information,
        text: Text::fixed(
            "Une aide versée à tort se récupère auprès du bailleur, sauf s'il prouve qu'il l'a déduite du loyer. La ligne est négative \
         et nomme le mois qu'elle corrige.",
            "Aid paid by mistake is recovered from the landlord, unless they prove that they deducted it from the rent. The line is \
         negative and names the month it corrects.",
        ),
        example: None,
    },
    later: &[],
};

pub static EXCESS_TO_TENANT: Always<ExcessToTenant> = Always {
    first: Rule {
        id: "excess_to_tenant",
        notion: Notion::ExcessToTenant,
        valid_from: None,
        valid_until: None,
        figures: ExcessToTenant {},
        article: "CCH L.832-2, L.842-1",
        url: Some("https://www.legifrance.gouv.fr/codes/article_lc/LEGIARTI000038814874"),
        severity: Severity::Effect,
        text: Text::fixed(
            "Quand l'aide dépasse le loyer et les charges, le bailleur rend la différence au locataire.",
            "When the aid exceeds the rent and charges, the landlord gives the difference back to the tenant.",
        ),
        example: None,
    },
    later: &[],
};
