//! From the content of a receipt to what its paper says.

use super::sheet::{Mark, Party, Section, Sheet};
use crate::receipts::dto::Receipt;
use crate::receipts::model::{Content, Landlord, Tenant};
use crate::values::address::Address;
use crate::values::legal_days::paris_day;
use crate::values::text::{Language, Text};
use crate::values::words;

/// What only the feature of an act knows of it, in the language of the paper.
#[derive(Debug)]
pub struct Told {
    /// What was received, as the title goes on: `loyer de juillet 2026`.
    pub subject: String,
    /// The housing unit, where the act is about no tenant.
    pub unit: Option<Address>,
    /// The article that the deadline rests on.
    pub article: Option<String>,
    pub sections: Vec<Section>,
}

/// The paper of a receipt.
pub fn sheet_of(receipt: &Receipt, content: &Content, told: Told, language: Language) -> Sheet {
    let text = |text: &Text| text.get(language).to_owned();
    let title = match language {
        Language::French => format!("Accusé de réception · {}", told.subject),
        Language::English => format!("Acknowledgement of receipt · {}", told.subject),
    };
    let received = words::instant(content.received_at, language);
    let intro = match language {
        Language::French => format!("Reçu {received}, heure de Paris."),
        Language::English => format!("Received {received}, Paris time."),
    };
    let mut parties: Vec<Party> = content.landlord.iter().map(|landlord| of_landlord(landlord, language)).collect();
    parties.extend(content.tenant.as_ref().map(|tenant| of_tenant(tenant, language)));
    if content.tenant.is_none() {
        parties.extend(told.unit.as_ref().map(|address| of_unit(address, language)));
    }
    let mut sections = told.sections;
    let (mark, deadline) = deadline(content, told.article.as_deref(), language);
    sections.extend(deadline);
    let foot = [
        (Text::fixed("Numéro", "Number"), receipt.number.clone()),
        (Text::fixed("Objet", "Object"), content.id.clone()),
        (Text::fixed("Bailleur", "Landlord"), content.landlord_id.to_string()),
        (Text::fixed("Client", "Client"), content.client_id.to_string()),
        (Text::fixed("Reçu (UTC)", "Received (UTC)"), content.received_at.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true)),
        (Text::fixed("Empreinte SHA-256", "SHA-256"), receipt.content_sha256.clone()),
    ];
    Sheet {
        language,
        title,
        at: content.received_at,
        intro,
        mark,
        parties,
        sections,
        foot: foot.into_iter().map(|(label, value)| (text(&label), value)).collect(),
        note: text(&covered(content)),
    }
}

/// What the hash is of.
fn covered(content: &Content) -> Text {
    if content.landlord.is_some() {
        Text::fixed(
            "L'empreinte est celle du contenu de cet accusé, que donne sa version JSON, sous sa forme canonique (RFC\u{a0}8785)\u{a0}: le bailleur, le \
             locataire, la déclaration, l'instant de sa réception et son délai.",
            "The hash is that of the content of this receipt, as its JSON version gives it, in canonical form (RFC 8785): the landlord, the \
             tenant, the declaration, the instant of its receipt and its deadline.",
        )
    } else {
        Text::fixed(
            "L'empreinte est celle du contenu de cet accusé, que donne sa version JSON, sous sa forme canonique (RFC\u{a0}8785)\u{a0}: la déclaration \
             et l'instant de sa réception.",
            "The hash is that of the content of this receipt, as its JSON version gives it, in canonical form (RFC 8785): the declaration \
             and the instant of its receipt.",
        )
    }
}

fn of_landlord(landlord: &Landlord, language: Language) -> Party {
    let Landlord { name, siret, reference, paying_body } = landlord;
    let (heading, its_reference) = match language {
        Language::French => ("Bailleur", "Référence"),
        Language::English => ("Landlord", "Reference"),
    };
    let mut lines: Vec<String> = siret.iter().map(|siret| format!("SIRET {}", grouped(siret.as_str()))).collect();
    lines.push(format!("{its_reference} {reference}"));
    lines.push(format!("{} ({})", paying_body.name, paying_body.code));
    Party { heading: heading.to_owned(), name: name.clone(), lines }
}

/// A SIRET as it is read: `732 829 320 00074`.
fn grouped(siret: &str) -> String {
    let mut shown = String::with_capacity(20);
    for (rank, digit) in siret.chars().enumerate() {
        if matches!(rank, 3 | 6 | 9) {
            shown.push('\u{a0}');
        }
        shown.push(digit);
    }
    shown
}

fn of_tenant(tenant: &Tenant, language: Language) -> Party {
    let Tenant { first_name, last_name, beneficiary_number, landlord_reference, address } = tenant;
    let (heading, number, reference) = match language {
        Language::French => ("Locataire", "Allocataire n°\u{a0}", "Votre référence"),
        Language::English => ("Tenant", "Beneficiary no.\u{a0}", "Your reference"),
    };
    let mut lines = vec![format!("{number}{beneficiary_number}")];
    lines.extend(landlord_reference.as_ref().map(|own| format!("{reference} {own}")));
    lines.extend(self::lines(address));
    Party { heading: heading.to_owned(), name: format!("{first_name} {last_name}"), lines }
}

fn of_unit(address: &Address, language: Language) -> Party {
    let heading = match language {
        Language::French => "Logement",
        Language::English => "Housing unit",
    };
    let mut lines = lines(address).into_iter();
    Party { heading: heading.to_owned(), name: lines.next().unwrap_or_default(), lines: lines.collect() }
}

/// An address as an envelope has it.
pub fn lines(address: &Address) -> Vec<String> {
    let Address { line1, line2, postal_code, city, insee_code: _, country } = address;
    let mut lines = vec![line1.clone()];
    lines.extend(line2.clone());
    lines.push(postal_code.as_ref().map_or_else(|| city.clone(), |code| format!("{code} {city}")));
    if country != "FR" {
        lines.push(country.clone());
    }
    lines
}

/// Whether it came in time: the word in the frame, and the day with its article.
fn deadline(content: &Content, article: Option<&str>, language: Language) -> (Option<Mark>, Option<Section>) {
    let Some(last) = content.deadline_on else { return (None, None) };
    let text = |text: Text| text.get(language).to_owned();
    let late = content.late.unwrap_or(false);
    let in_time = paris_day(content.received_at) <= last;
    let mut section = Section::new(&Text::fixed("Délai", "Deadline"), language);
    section.row(&text(Text::fixed("À envoyer au plus tard", "To be sent by")), words::day(last, language));
    section.row_if(&text(Text::fixed("Texte", "Article of law")), article.map(str::to_owned));
    let mark = if late {
        Some(Mark { text: text(Text::fixed("Reçu hors délai", "Received late")), late: true })
    } else if in_time {
        Some(Mark { text: text(Text::fixed("Reçu dans le délai", "Received in time")), late: false })
    } else {
        section.row(
            &text(Text::fixed("Reçu après ce jour", "Received after that day")),
            text(Text::fixed("Le délai n'oblige que le bailleur qui reçoit l'aide.", "It binds only a landlord who receives the aid.")),
        );
        None
    };
    (mark, Some(section))
}
