//! What a check of a key asks, and what it answers.

mod explain;
mod gates;
mod kept;
mod options;
#[expect(unused_imports, reason = "the bench, which compiles the table by itself, takes them too")]
#[cfg_attr(
    not(test),
    expect(dead_code, reason = "all keys in memory, and uses counted in the slot, come next")
)]
mod table;
mod verdict;

pub use explain::{Explanation, GateReport};
pub use gates::Gate;
pub use options::{Accept, VerifyOptions};
pub use verdict::{Reason, Verdict};

#[cfg(feature = "testing")]
pub use verdict::denied_for;

pub(crate) use explain::explain;
pub(crate) use gates::{Presented, Question, Subject};
pub use kept::KeptId;
pub(crate) use kept::{KeptKey, with_entry};
pub(crate) use table::{Call, CallsInFlight, Change, Counted, Found, Hit, Moment, Secret, Table};
