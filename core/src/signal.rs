//! Signals: something to look at that changed nothing.

use std::fmt;

use serde::Serialize;
use serde_json::{Map, Value};

use crate::clock::Timestamp;

/// Something to look at that changed nothing: a retired secret that somebody still uses, a row that somebody edited.
///
/// A check notices it and answers at once; the signal is written a second or so later, at most one for each subject, kind
/// and hour. It is not part of the audit log, where only changes stand. It never contains a secret.
///
/// # Examples
///
/// ```
/// use keywright::{Grace, Keywright, NewApiKey, SignalKind, VerifyOptions};
///
/// let keywright = Keywright::open_in_memory()?;
/// let old = keywright.user("alice").create_api_key(NewApiKey::new("CI"))?;
/// let id = old.api_key().id;
/// keywright.api_key(id).rotate(Grace::Now)?;
/// assert!(!keywright.verify(old.value(), &VerifyOptions::new())?.is_valid());
///
/// keywright.flush()?;
/// let signals = keywright.signals(0, 10)?;
/// let signal = signals.first().expect("a signal");
/// assert_eq!(signal.kind, SignalKind::RotatedKeyUsed);
/// assert_eq!(signal.about, format!("api_key:{id}"));
/// assert_eq!(signal.evidence["generation"], 1);
/// # Ok::<(), keywright::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Signal {
    /// The number, ascending and never given twice.
    pub number: u64,
    /// What it is.
    pub kind: SignalKind,
    /// What it concerns, such as `api_key:<id>` or `settings`.
    pub about: String,
    /// When it was first seen in its hour.
    pub at: Timestamp,
    /// What was seen then; never a secret.
    pub evidence: Map<String, Value>,
}

/// What there is to look at.
///
/// # Examples
///
/// ```
/// use keywright::SignalKind;
///
/// assert_eq!(SignalKind::RotatedKeyUsed.as_str(), "rotated_key_used");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum SignalKind {
    /// A stored row is not what Keywright wrote.
    Tampered,
    /// A secret was used, the right one, that rotation has ended: an old copy is still in use somewhere, or was stolen.
    RotatedKeyUsed,
}

impl SignalKind {
    /// All of them.
    pub const ALL: &'static [Self] = &[Self::Tampered, Self::RotatedKeyUsed];

    /// Returns the kind's name in `snake_case`.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::SignalKind;
    ///
    /// let names: Vec<_> = SignalKind::ALL.iter().map(|kind| kind.as_str()).collect();
    /// assert_eq!(names, ["tampered", "rotated_key_used"]);
    /// ```
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Tampered => "tampered",
            Self::RotatedKeyUsed => "rotated_key_used",
        }
    }
}

impl fmt::Display for SignalKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// A signal before it has a number.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct NewSignal {
    pub(crate) kind: SignalKind,
    pub(crate) about: String,
    pub(crate) at: Timestamp,
    pub(crate) evidence: Map<String, Value>,
}
