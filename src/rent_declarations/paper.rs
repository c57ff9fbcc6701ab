//! What the paper of a July rent says.

use super::model::Declaration;
use crate::law::Law;
use crate::problem::Problem;
use crate::receipts::{Content, Item, ReceiptKind, Section, Told};
use crate::values::money;
use crate::values::month::Month;
use crate::values::text::{Language, Text};
use crate::values::typed_id::RentDeclarationId;
use crate::values::words;

/// Tells what was declared, with its version.
///
/// # Errors
/// When the receipt is not of a July rent.
pub fn told(content: &Content, version: i32, law: &Law, language: Language) -> Result<Told, Problem> {
    match content.kind {
        ReceiptKind::RentDeclaration => rent(&content.declared()?, version, law, language),
        ReceiptKind::Change
        | ReceiptKind::Cancellation
        | ReceiptKind::Impaye
        | ReceiptKind::ImpayeMonths
        | ReceiptKind::RepaymentPlan
        | ReceiptKind::Check
        | ReceiptKind::Settlement
        | ReceiptKind::Withdrawal => Err(Problem::internal(format!("a July rent with a receipt of a {}", content.kind))),
    }
}

fn rent(sent: &Declaration, version: i32, law: &Law, language: Language) -> Result<Told, Problem> {
    let month = law.reference_month(sent.campaign_year).ok_or_else(|| Problem::internal("a campaign without a month"))?;
    let said = |yes: bool| words::yes_or_no(yes, language);
    let mut declared = Section::new(&Text::fixed("Loyer déclaré", "Declared rent"), language);
    declared.strong(language.of("Loyer hors charges", "Rent without charges"), words::euros(sent.rent_cents, language));
    declared.row(
        language.of("Charges", "Charges"),
        sent.charges_cents.map_or_else(|| language.of("non indiquées", "not given").to_owned(), |cents| words::euros(cents, language)),
    );
    if sent.coholders > 1 {
        let share = money::share(sent.rent_cents, sent.coholders.unsigned_abs());
        declared.row(language.of("Cotitulaires du bail", "Co-holders of the lease"), sent.coholders.to_string());
        declared.row(language.of("Part du locataire", "Share of the tenant"), words::euros(share, language));
    }
    declared.row(language.of("Logement meublé", "Furnished"), said(sent.furnished));
    declared.row_if(language.of("Locataire à jour", "Tenant up to date"), sent.tenant_up_to_date.map(said));
    declared.row_if(language.of("Logement décent", "Decent housing"), sent.decent.map(said));
    declared.row_if(language.of("Commentaire", "Comment"), sent.comment.clone());
    let stands = Section::version(version, sent.replaces.as_ref().map(RentDeclarationId::as_str), language);
    Ok(Told {
        subject: subject(month, language),
        unit: None,
        article: Month::new(sent.campaign_year + 1, 1)
            .map(|january| law.rent_declaration_cutoff.on(january.first_day()).article.to_owned()),
        sections: vec![declared, effects(month, sent.campaign_year, law, language), stands],
    })
}

fn subject(month: Month, language: Language) -> String {
    let name = words::month(month, language);
    let of = if name.starts_with(['a', 'o']) { "d'" } else { "de " };
    language.of(format!("loyer {of}{name}"), format!("rent for {name}"))
}

/// R20: what the rent is for.
fn effects(month: Month, year: i32, law: &Law, language: Language) -> Section {
    let mut effects = Section::new(&Text::fixed("Effet", "Effect"), language);
    if let Some(january) = Month::new(year + 1, 1) {
        let (from, article) = (words::day(january.first_day(), language), law.rent_reference.on(month.first_day()).article);
        effects.items.push(Item::Text(language.of(
            format!("Ce loyer sert au calcul de l'aide à partir du {from} ({article})."),
            format!("This rent is what the aid is computed on from {from} ({article})."),
        )));
    }
    effects
}
