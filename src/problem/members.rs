//! The members that a problem document has beside the usual ones, code by code: what the document types,
//! and what `tests/api/support/contract.rs` holds every refusal against.

use super::Code;

/// What a member holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// The faults of fields.
    Errors,
    /// A legal rule.
    Rule,
    /// An identifier.
    Id,
    /// A civil day.
    Day,
    /// An amount in cents, which may be below zero.
    Cents,
    /// A number of things.
    Count,
    /// A word of a table, or a short text.
    Text,
    /// Words of a table.
    Words,
}

/// A member of a problem document.
#[derive(Clone, Copy, Debug)]
pub struct Member {
    pub name: &'static str,
    pub shape: Shape,
    /// Whether it may be null.
    pub nullable: bool,
    pub meaning: &'static str,
    /// As JSON.
    pub example: &'static str,
}

const fn member(name: &'static str, shape: Shape, meaning: &'static str, example: &'static str) -> Member {
    Member { name, shape, nullable: false, meaning, example }
}

const fn nullable(member: Member) -> Member {
    Member { nullable: true, ..member }
}

const ERRORS: Member = member(
    "errors",
    Shape::Errors,
    "The faults of the request, sorted by place.",
    r#"[{"pointer":"/rent_cents","code":"out_of_range","detail":"The minimum is 1."}]"#,
);
const MISSING_HEADER: Member = member(
    "errors",
    Shape::Errors,
    "The header that is missing.",
    r#"[{"header":"If-Match","code":"required","detail":"This header is required."}]"#,
);
const UNKNOWN_ID: Member = member(
    "errors",
    Shape::Errors,
    "The place of the id, where the body names it; absent when the address does.",
    r#"[{"pointer":"/tenant_id","code":"not_found","detail":"No object of yours has this id."}]"#,
);
const RULE: Member = member(
    "rule",
    Shape::Rule,
    "The legal rule that the refusal rests on.",
    r#"{"id":"impaye_amount_or_three_months","article":"CCH R.824-1","url":null}"#,
);
const CURRENT: Member = member(
    "current_id",
    Shape::Id,
    "What stands in the way: the declaration or change that counts, or the open case.",
    "\"rdc_01kb2x8m5e0000000000000000\"",
);
const STATUS_NOW: Member = member("current_status", Shape::Text, "Where the object stands.", "\"closed\"");
const LEGAL: Member = member(
    "legal",
    Shape::Words,
    "What the state allows: actions of a landlord, states for the paying body.",
    r#"["withdrawal","months"]"#,
);

/// The lines of a load that were done when it stopped.
pub const DONE: &[Member] = &[
    member("accepted", Shape::Count, "Lines of the load that are written, and stay.", "1200"),
    member("unchanged", Shape::Count, "Lines of the load that changed nothing.", "300"),
    member("rejected", Shape::Count, "Lines of the load that were refused.", "2"),
];

/// The members of a code.
pub fn members(code: Code) -> &'static [Member] {
    match code {
        Code::ValidationFailed => &[ERRORS, RULE],
        Code::NotFound => &[UNKNOWN_ID],
        Code::PreconditionRequired => &[MISSING_HEADER],
        Code::InsufficientScope => const { &[member("scope", Shape::Text, "The scope that the call needs.", "\"tenants:read\"")] },
        Code::PayloadTooLarge => const { &[member("limit_bytes", Shape::Count, "The most bytes that the body may have.", "262144")] },
        Code::CampaignNotOpen => const { &[member("opens_on", Shape::Day, "The first day of the campaign.", "\"2027-07-15\"")] },
        Code::TenantNotConcerned => {
            const { &[member("reason", Shape::Text, "Why the tenancy is not concerned.", "\"arrived_after_july\""), RULE] }
        }
        Code::AlreadyDeclared | Code::DepartureAlreadyDeclared => const { &[nullable(CURRENT)] },
        Code::ImpayeAlreadyOpen => &[CURRENT],
        Code::ManagementEnded => {
            const { &[nullable(member("managed_until", Shape::Day, "The last day of management.", "\"2026-10-31\""))] }
        }
        Code::IllegalTransition => &[STATUS_NOW, LEGAL],
        Code::AlreadyDecided => &[STATUS_NOW],
        Code::ImpayeNotConstituted => NOT_CONSTITUTED,
        Code::RecoveryStepsRequired => &[ERRORS, RULE],
        Code::ColocationUnchanged => const { &[member("coholders", Shape::Count, "The number of co-holders in force.", "2")] },
        Code::Unavailable => {
            const {
                &[member(
                    "outcome",
                    Shape::Text,
                    "`unknown` when what was sent may have been written after all; else absent, and nothing was.",
                    "\"unknown\"",
                )]
            }
        }
        _ => &[],
    }
}

const NOT_CONSTITUTED: &[Member] = &[
    RULE,
    member("regime", Shape::Text, "The regime that judged the debt.", "\"amount_or_three_months\""),
    member("debt_cents", Shape::Cents, "The debt, in euro cents.", "31999"),
    member("threshold_cents", Shape::Cents, "The debt from which arrears are constituted, in euro cents.", "64000"),
    member("formula", Shape::Text, "How the threshold is computed, in words.", "\"2 × (rent + charges − aid)\""),
    member("missing_cents", Shape::Cents, "What is missing to the threshold, in euro cents.", "32001"),
    nullable(member(
        "three_months_on",
        Shape::Day,
        "The day on which three months of debt constitute arrears whatever their amount; null when the regime knows none.",
        "\"2027-02-05\"",
    )),
];
