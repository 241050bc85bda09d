//! What a check of a key asks, and what it answers.

mod explain;
mod gates;
mod options;
#[expect(dead_code, unused_imports, reason = "verify is wired to it next")]
mod table;
mod verdict;

pub use explain::{Explanation, GateReport};
pub use gates::Gate;
pub use options::{Accept, VerifyOptions};
pub use verdict::{Reason, Verdict};

#[cfg(feature = "testing")]
pub use verdict::denied_for;

pub(crate) use explain::explain;
pub(crate) use gates::{Facts, Presented, judge};
