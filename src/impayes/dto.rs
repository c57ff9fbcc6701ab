//! Arrears as they go over the wire.

mod input;
mod output;

pub use input::{CheckIn, ImpayeIn, MonthsIn, RecoveryKind, RecoveryStep, RepaymentPlanIn, SettlementIn, SimulationIn, WithdrawalIn};
pub use output::{
    AssessmentOut, CaseRule, FiguresOut, Impaye, ImpayeAnswer, ImpayeFilter, ImpayePage, NextDue, ReportedImpaye, StateMachine, StepOut,
    TransitionOut,
};
