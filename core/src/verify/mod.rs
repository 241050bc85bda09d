//! What a check of a key asks, and what it answers.

mod explain;
mod gates;
mod kept;
mod options;
#[expect(unused_imports, reason = "the bench, which compiles the table by itself, takes them too")]
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
pub(crate) use kept::{KeptKey, KeyText, with_entry};
pub(crate) use table::{
    Call, CallsInFlight, Change, Checksum, Counted, Found, Hit, Loading, Moment, Placed, Table,
};
