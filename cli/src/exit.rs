//! How the program ends.

use std::process::ExitCode;

/// How the program ends: the numbers are documented and stay.
///
/// # Examples
///
/// ```
/// use keywright_cli::{Exit, run};
///
/// assert_eq!(run(["keywright", "--version"]), Exit::Done);
/// assert_eq!(run(["keywright", "no-such-verb"]).code(), 2);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Exit {
    /// It was done; a checked key is valid.
    Done,
    /// The checked key is denied.
    Denied,
    /// The call was wrong, or what it asks is refused.
    Refused,
    /// There is no answer: the store could not be read or written.
    Unanswered,
}

impl Exit {
    /// Returns the number: 0, 1, 2 or 3.
    #[must_use]
    pub const fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Denied => 1,
            Self::Refused => 2,
            Self::Unanswered => 3,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.code())
    }
}
