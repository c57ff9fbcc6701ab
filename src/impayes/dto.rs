//! Arrears as they go over the wire.

mod input;
mod output;

pub use input::{
    CheckIn, ImpayeIn, MonthChange, MonthsIn, RecoveryKind, RecoveryStep, RepaymentPlanIn, SettlementIn, SimulationIn, WithdrawalIn,
};
pub use output::{
    AssessmentOut, FiguresOut, Impaye, ImpayeFilter, ImpayePage, ImpayePreview, ImpayeStep, MonthOut, NextDue, StateMachine, StepOut,
    TransitionOut,
};
