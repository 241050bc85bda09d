//! What is counted about the use of keys: by key, outcome and time.
//!
//! Pure: counts are gathered in memory, merged, and read as a series. Nothing here decides about a key, and nothing here
//! writes; `store/usage` keeps what is gathered in a file of its own.

mod batch;
mod bucket;
mod counts;
mod recorder;
mod series;

pub(crate) use batch::UsageBatch;
#[cfg(test)]
pub(crate) use batch::{Entry, KeyUse};
pub(crate) use bucket::Retention;
pub use bucket::UsageStep;
pub(crate) use counts::Outcome;
pub use counts::UsageCounts;
pub(crate) use recorder::{LockedRecorder, Recorder, UsageSource};
pub(crate) use series::Window;
pub use series::{LastUse, Usage, UsagePoint, UsageRange};

#[cfg(test)]
mod tests;
