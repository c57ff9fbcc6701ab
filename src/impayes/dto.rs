//! Arrears as they go over the wire.

mod input;
mod output;

pub use input::{CheckIn, ImpayeIn, MonthsIn, RecoveryKind, RecoveryStep, RepaymentPlanIn, SettlementIn, SimulationIn, WithdrawalIn};
pub use output::{
    AssessmentOut, CaseRule, FiguresOut, Impaye, ImpayeFilter, ImpayePage, ImpayePreview, ImpayeStep, NextDue, StateMachine, StepOut,
    TransitionOut,
};
