//! What the paper of arrears says, and that of each act on the case.

use chrono::NaiveDate;

use super::assess::debt;
use super::dto::{CheckIn, ImpayeIn, MonthsIn, RecoveryKind, RepaymentPlanIn, SettlementIn, WithdrawalIn};
use crate::law::Law;
use crate::problem::Problem;
use crate::receipts::{Content, Item, ReceiptKind, Section, Told};
use crate::values::month::Month;
use crate::values::text::{Language, Text};
use crate::values::words;

/// What is kept of a case beside its receipts, and never changes.
pub struct Beside {
    /// The day of the report.
    pub reported_on: NaiveDate,
    /// The article it was judged by.
    pub article: &'static str,
    pub threshold_cents: i64,
    pub constituted_on: NaiveDate,
}

/// Tells what was reported, or done with the case.
///
/// # Errors
/// When the receipt is not of arrears.
pub fn told(content: &Content, beside: &Beside, law: &Law, language: Language) -> Result<Told, Problem> {
    let say = |fr: &'static str, en: &'static str| language.of(fr, en).to_owned();
    let (subject, article, sections) = match content.kind {
        ReceiptKind::Impaye => {
            let rule = law.impaye_report_deadline.on(beside.reported_on);
            (say("impayé de loyer", "rent arrears"), Some(rule.article), report(&content.declared()?, beside, language))
        }
        ReceiptKind::ImpayeMonths => {
            (say("mois d'un impayé", "months of arrears"), None, vec![months(&content.declared()?, language), case(beside, language)])
        }
        ReceiptKind::RepaymentPlan => {
            let rule = law.plan_request_delay.on(beside.reported_on);
            let sections = vec![plan(&content.declared()?, language), case(beside, language)];
            (say("plan d'apurement", "repayment plan"), rule.map(|rule| rule.article), sections)
        }
        ReceiptKind::Check => {
            let rule = law.plan_check_interval.on(beside.reported_on);
            let sections = vec![check(&content.declared()?, language), case(beside, language)];
            (say("suivi du plan d'apurement", "check of the plan"), rule.map(|rule| rule.article), sections)
        }
        ReceiptKind::Settlement => {
            (say("dette soldée", "debt settled"), None, vec![settlement(&content.declared()?, language), case(beside, language)])
        }
        ReceiptKind::Withdrawal => (
            say("retrait d'un signalement", "withdrawn report"),
            None,
            vec![withdrawal(&content.declared()?, language), case(beside, language)],
        ),
        ReceiptKind::RentDeclaration | ReceiptKind::Change | ReceiptKind::Cancellation => {
            return Err(Problem::internal(format!("arrears with a receipt of a {}", content.kind)));
        }
    };
    Ok(Told { subject, unit: None, article: article.map(str::to_owned), sections })
}

fn report(sent: &ImpayeIn, beside: &Beside, language: Language) -> Vec<Section> {
    let mut months = Section::new(&Text::fixed("Impayé signalé", "Reported arrears"), language);
    months.row_if(language.of("Depuis le", "Since"), sent.started_on.map(|day| words::day(day, language)));
    let rows = sent.months.iter().map(|one| unpaid(one.month, one.unpaid_cents, one.includes_adjustment, language)).collect();
    let total = (language.of("Dette", "Debt").to_owned(), words::euros(debt(&sent.months), language));
    months.items.push(Item::Amounts { rows, total: Some(total) });
    let mut judged = Section::new(&Text::fixed("Constitution de l'impayé", "When the arrears were constituted"), language);
    judged.row(language.of("Constitué le", "Constituted on"), words::day(beside.constituted_on, language));
    judged.row(language.of("Seuil", "Threshold"), words::euros(beside.threshold_cents, language));
    judged.row(language.of("Texte", "Article of law"), beside.article);
    let mut situation = Section::new(&Text::fixed("Démarches et situation", "Steps and situation"), language);
    for step in &sent.recovery_steps {
        let kind = match step.kind {
            RecoveryKind::Reminder => language.of("Relance", "Reminder"),
            RecoveryKind::FormalNotice => language.of("Mise en demeure", "Formal notice"),
            RecoveryKind::BailiffOrder => language.of("Commandement de payer", "Bailiff's order to pay"),
            RecoveryKind::GuarantorCalled => language.of("Appel à la caution", "Guarantor called"),
        };
        situation.row(kind, words::day(step.done_on, language));
    }
    situation.row_if(language.of("Charges du bail", "Charges of the lease"), sent.charges_cents.map(|cents| words::euros(cents, language)));
    let resumed = sent.current_rent_resumed.map(|yes| words::yes_or_no(yes, language));
    situation.row_if(language.of("Loyer courant repris", "Current rent resumed"), resumed);
    situation.row_if(language.of("Locataire présent", "Tenant in place"), sent.tenant_in_place.map(|yes| words::yes_or_no(yes, language)));
    situation.row_if(language.of("Commentaire", "Comment"), sent.comment.clone());
    vec![months, judged, situation]
}

fn unpaid(month: Month, cents: i64, adjusted: bool, language: Language) -> (String, String) {
    let with = language.of(" (avec une régularisation)", " (with an adjustment)");
    let name = words::capital(&words::month(month, language));
    (if adjusted { name + with } else { name }, words::euros(cents, language))
}

fn months(sent: &MonthsIn, language: Language) -> Section {
    let mut section = Section::new(&Text::fixed("Mois ajoutés, corrigés ou retirés", "Months added, corrected or removed"), language);
    let rows = sent.months.iter().map(|one| match one.unpaid_cents {
        0 => (words::capital(&words::month(one.month, language)), language.of("retiré", "removed").to_owned()),
        _ => unpaid(one.month, one.unpaid_cents, one.includes_adjustment, language),
    });
    section.items.push(Item::Amounts { rows: rows.collect(), total: None });
    section
}

fn plan(sent: &RepaymentPlanIn, language: Language) -> Section {
    let mut section = Section::new(&Text::fixed("Plan signé par le locataire", "Plan signed by the tenant"), language);
    section.row(language.of("Signé le", "Signed on"), words::day(sent.signed_on, language));
    section.row_if(language.of("Première échéance", "First instalment"), sent.first_due_on.map(|day| words::day(day, language)));
    let count = sent.instalments.as_ref().map_or(sent.count.map(|count| count as usize), |list| Some(list.len()));
    section.row_if(language.of("Nombre d'échéances", "Number of instalments"), count.map(|count| count.to_string()));
    if let Some(list) = &sent.instalments {
        let rows = list.iter().map(|one| (words::day(one.due_on, language), words::euros(one.amount_cents, language))).collect();
        let sum = list.iter().map(|one| one.amount_cents).sum();
        let total = (language.of("Total", "Total").to_owned(), words::euros(sum, language));
        section.items.push(Item::Amounts { rows, total: Some(total) });
    }
    section
}

fn check(sent: &CheckIn, language: Language) -> Section {
    let mut section = Section::new(&Text::fixed("Suivi du plan", "How the plan is kept"), language);
    section.row(language.of("Constaté le", "Checked on"), words::day(sent.checked_on, language));
    section.strong(language.of("Plan respecté", "Plan kept"), words::yes_or_no(sent.plan_kept, language));
    section.strong(language.of("Loyer courant payé", "Current rent paid"), words::yes_or_no(sent.current_rent_paid, language));
    section
}

fn settlement(sent: &SettlementIn, language: Language) -> Section {
    let mut section = Section::new(&Text::fixed("Paiement de la dette", "Payment of the debt"), language);
    section.strong(language.of("Dette soldée le", "Debt settled on"), words::day(sent.settled_on, language));
    section
}

fn withdrawal(sent: &WithdrawalIn, language: Language) -> Section {
    let mut section = Section::new(&Text::fixed("Signalement retiré", "Withdrawn report"), language);
    section.row(language.of("Motif", "Reason"), sent.reason.clone());
    section
}

/// Which case an act is on.
fn case(beside: &Beside, language: Language) -> Section {
    let mut section = Section::new(&Text::fixed("Dossier d'impayé", "Arrears case"), language);
    section.row(language.of("Signalé le", "Reported on"), words::day(beside.reported_on, language));
    section.row(language.of("Constitué le", "Constituted on"), words::day(beside.constituted_on, language));
    section.row(language.of("Texte", "Article of law"), beside.article);
    section
}
