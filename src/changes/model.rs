//! The rules of changes. Pure: facts and days go in; deadlines, effects and refusals come out.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::dto::DepartureIn;
use crate::law::{Law, formulas};
use crate::problem::Noted;
use crate::problem::{Code, EffectCode, FieldCode, FieldError, Problem, WarningCode};
use crate::tenancies::Tenancy;
use crate::values::aid::PaymentMode;
use crate::values::bounds;
use crate::values::legal_days::add_months;
use crate::values::text::Text;
use crate::values::text_sql::text_enum;
use crate::values::typed_id::{ChangeId, LogementId, TenantId};
use crate::values::words;

text_enum! {
    /// The kind of change.
    pub enum ChangeType {
        /// The landlord no longer manages a housing unit: sale, end of a mandate.
        EndOfManagement = "end_of_management",
        /// A tenant leaves: the household, or one co-holder.
        Departure = "departure",
        /// A lease gets another number of co-holders.
        Colocation = "colocation",
    }
}

text_enum! {
    /// Where a change stands.
    pub enum ChangeStatus {
        /// Received and applied; the paying body has not decided.
        Submitted = "submitted",
        /// Accepted by the paying body: what it did stays.
        Accepted = "accepted",
        /// Refused by the paying body: what it did is undone.
        Rejected = "rejected",
        /// A newer version replaced it.
        Superseded = "superseded",
        /// Cancelled by the landlord: what it did is undone.
        Cancelled = "cancelled",
    }
}

impl ChangeStatus {
    /// Whether the change applies.
    pub fn is_in_force(self) -> bool {
        matches!(self, Self::Submitted | Self::Accepted)
    }

    /// Of a change, in words: `accepté`; `accepted`.
    pub const fn words(self) -> Text {
        match self {
            Self::Submitted => Text::fixed("déposé", "submitted"),
            Self::Accepted => Text::fixed("accepté", "accepted"),
            Self::Rejected => Text::fixed("rejeté", "rejected"),
            Self::Superseded => Text::fixed("remplacé par un autre", "replaced by another"),
            Self::Cancelled => Text::fixed("annulé", "cancelled"),
        }
    }
}

text_enum! {
    /// Why the management ends.
    pub enum EndReason {
        /// The housing unit is sold.
        Sale = "sale",
        /// The mandate of the agency ended.
        MandateEnded = "mandate_ended",
        /// The owner died.
        OwnerDeath = "owner_death",
        /// Withdrawn from letting.
        Withdrawn = "withdrawn",
        /// Another reason.
        Other = "other",
    }
}

text_enum! {
    /// Who leaves.
    pub enum Leaving {
        /// Everybody who holds the lease.
        Household = "household",
        /// This co-holder alone.
        Coholder = "coholder",
    }
}

text_enum! {
    /// Why the tenant leaves.
    pub enum DepartureReason {
        /// The tenant moved out.
        Moved = "moved",
        /// The tenant died: entitlement ends too.
        Death = "death",
        /// The tenant was evicted.
        Evicted = "evicted",
        /// The reason is not known.
        Unknown = "unknown",
    }
}

/// Months ahead that a change may be announced (R40, R51).
const AHEAD: i32 = 3;

/// Something a change does, in both languages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Effect {
    /// A word of the table on the day of the change; one that has left the table still reads.
    pub code: String,
    pub fr: String,
    pub en: String,
    pub tenant_id: Option<TenantId>,
    pub logement_id: Option<LogementId>,
    pub effective_on: Option<NaiveDate>,
    pub coholders: Option<i32>,
}

impl Effect {
    fn new(code: EffectCode, effective_on: NaiveDate, fr: String, en: String) -> Self {
        Self {
            code: code.as_str().to_owned(),
            fr,
            en,
            tenant_id: None,
            logement_id: None,
            effective_on: Some(effective_on),
            coholders: None,
        }
    }

    fn on_tenant(mut self, tenant: &TenantId) -> Self {
        self.tenant_id = Some(tenant.clone());
        self
    }
}

/// What the rules say of a change that is accepted.
#[derive(Clone, Debug, Default)]
pub struct Judged {
    pub late: bool,
    pub deadline_on: Option<NaiveDate>,
    pub effects: Vec<Effect>,
    pub warnings: Vec<Noted>,
}

/// A day that must lie between two others (R40, R51).
///
/// # Errors
/// 422 `validation_failed` at the field.
pub fn between(pointer: &str, day: NaiveDate, first: NaiveDate, last: NaiveDate) -> Result<(), Problem> {
    if day >= first && day <= last {
        return Ok(());
    }
    Err(Problem::validation(vec![FieldError::pointer(pointer, FieldCode::OutOfRange, bounds::from_to(first, last))]))
}

/// The last day that may be announced.
pub fn horizon(today: NaiveDate) -> NaiveDate {
    add_months(today, AHEAD)
}

/// A departure in force of somebody who holds a lease.
pub struct InForce {
    pub id: ChangeId,
    pub tenant_id: TenantId,
    pub departed_on: NaiveDate,
    pub leaving: Leaving,
}

/// The departure that ends a tenancy: the earliest of its own and of those of the household, which end
/// every tenancy of the lease that has not ended by their day. `loaded` is the end that the roster gave.
pub fn ending<'a>(tenant: &TenantId, loaded: Option<NaiveDate>, departures: &'a [InForce]) -> Option<&'a InForce> {
    let own = |one: &InForce| one.tenant_id == *tenant;
    let runs_on = |day: NaiveDate| loaded.is_none_or(|ended| ended > day);
    let ends = departures.iter().filter(|one| own(one) || (one.leaving == Leaving::Household && runs_on(one.departed_on)));
    ends.min_by_key(|one| (one.departed_on, !own(one)))
}

/// Judges a departure (R40, R41, R46, R47). `ended` are the tenancies it ends.
///
/// # Errors
/// 422 when a day is out of its bounds.
pub fn departure(law: &Law, sent: &DepartureIn, tenancy: &Tenancy, ended: &[TenantId], today: NaiveDate) -> Result<Judged, Problem> {
    between("/departed_on", sent.departed_on, tenancy.term.started_on, horizon(today))?;
    if let Some(lease_ended_on) = sent.lease_ended_on {
        between("/lease_ended_on", lease_ended_on, tenancy.term.started_on, sent.departed_on.max(horizon(today)))?;
    }
    let counts_from = formulas::departure_counts_from(sent.departed_on, sent.lease_ended_on);
    let rule = law.departure_deadline.on(counts_from);
    let deadline = formulas::departure_deadline(rule.figures, counts_from, sent.late_justification.is_some());
    let mut effects: Vec<Effect> = ended.iter().map(|tenant| tenancy_ended(tenant, sent.departed_on)).collect();
    if sent.reason == DepartureReason::Death {
        effects.push(entitlement_ended(law, &tenancy.id, sent.departed_on));
    }
    let mut warnings = Vec::new();
    if sent.lease_ended_on.is_some_and(|ended| ended != sent.departed_on) {
        let text = Text::fixed(
            "Le départ et la fin du bail diffèrent : le délai est compté de la plus tardive, mais la première peut être retenue.",
            "The departure and the end of the lease differ: the deadline counts from the later, but the earlier may be retained.",
        );
        warnings.push(Noted::new(WarningCode::DepartureDatesDiffer, Some("/lease_ended_on"), &text).with_rule(rule));
    }
    if sent.leaving == Leaving::Coholder {
        let text = Text::fixed(
            "Déclarez aussi le nouveau nombre de cotitulaires du bail, par un changement de colocation.",
            "Also declare the new number of co-holders of the lease, by a change of the shared tenancy.",
        );
        warnings.push(Noted::new(WarningCode::DeclareColocation, Some("/leaving"), &text).with_rule(law.rent_share.on(today)));
    }
    // The duty binds only the landlord who receives the aid (CCH L.823-6).
    let late = tenancy.payment_mode == PaymentMode::Landlord && today > deadline;
    Ok(Judged { late, deadline_on: Some(deadline), effects, warnings })
}

fn tenancy_ended(tenant: &TenantId, on: NaiveDate) -> Effect {
    let day = words::of_day(on);
    let (fr, en) = (format!("Le bail prend fin le {}.", day.fr), format!("The tenancy ends on {}.", day.en));
    Effect::new(EffectCode::TenancyEnded, on, fr, en).on_tenant(tenant)
}

fn entitlement_ended(law: &Law, tenant: &TenantId, died_on: NaiveDate) -> Effect {
    let (on, article) = (formulas::death_entitlement_end(died_on), law.death_entitlement_end.on(died_on).article);
    let day = words::of_day(on);
    let fr = format!("Le droit à l'aide cesse le {} : premier jour du mois qui suit le décès ({article}).", day.fr);
    let en = format!("Entitlement ends on {}: the first day of the month after the death ({article}).", day.en);
    Effect::new(EffectCode::EntitlementEnded, on, fr, en).on_tenant(tenant)
}

/// What an end of management does (R48, R49): it closes no tenancy.
pub fn management_ended(logement: &LogementId, until: NaiveDate) -> Judged {
    let day = words::of_day(until);
    let fr = format!("La gestion prend fin le {} : les faits postérieurs seront refusés. Aucun bail n'est clos.", day.fr);
    let en = format!("Management ends on {}: later facts will be refused. No tenancy is closed.", day.en);
    let mut effect = Effect::new(EffectCode::ManagementEnded, until, fr, en);
    effect.logement_id = Some(logement.clone());
    Judged { effects: vec![effect], ..Judged::default() }
}

/// Judges a new number of co-holders (R51). The tenancy has those in force on the day; `sharing` are
/// the tenancies of the lease.
///
/// # Errors
/// 422 `colocation_unchanged`, or when the day is out of its bounds.
pub fn colocation(
    effective_on: NaiveDate,
    coholders: i32,
    tenancy: &Tenancy,
    sharing: &[TenantId],
    today: NaiveDate,
) -> Result<Judged, Problem> {
    let last = tenancy.term.ended_on.map_or(horizon(today), |ended| ended.min(horizon(today)));
    between("/effective_on", effective_on, tenancy.term.started_on, last)?;
    let in_force = tenancy.coholders;
    let on = words::of_day(effective_on);
    if coholders == in_force {
        let held = number_of_coholders(in_force);
        return Err(Problem::new(
            Code::ColocationUnchanged,
            Text::new(format!("Le {}, le bail a déjà {}.", on.fr, held.fr), format!("On {}, the lease already has {}.", on.en, held.en)),
        )
        .with("coholders", in_force));
    }
    let held = number_of_coholders(coholders);
    let effects = sharing
        .iter()
        .map(|tenant| {
            let fr = format!("À partir du {}, le bail a {}.", on.fr, held.fr);
            let en = format!("From {} on, the lease has {}.", on.en, held.en);
            let mut effect = Effect::new(EffectCode::CoholdersChanged, effective_on, fr, en).on_tenant(tenant);
            effect.coholders = Some(coholders);
            effect
        })
        .collect();
    Ok(Judged { effects, ..Judged::default() })
}

fn number_of_coholders(number: i32) -> Text {
    words::count(number.unsigned_abs().into(), ("cotitulaire", "cotitulaires"), ("co-holder", "co-holders"))
}

/// A declaration that stands in the way of another.
pub fn already(code: Code, current: Option<&ChangeId>) -> Problem {
    let text = if code == Code::DepartureAlreadyDeclared {
        Text::fixed(
            "Un départ est déjà déclaré pour ce bail. Pour le corriger, déclarez le nouveau en nommant celui qu'il remplace.",
            "A departure is already declared for this tenancy. To correct it, declare the new one and name the one it replaces.",
        )
    } else {
        Text::fixed(
            "Le changement à remplacer doit être la version en cours d'un changement de même nature sur le même objet.",
            "The change to be replaced must be the current version of a change of the same kind on the same object.",
        )
    };
    Problem::new(code, text).with("current_id", current.map(|id| id.as_str().to_owned()))
}
