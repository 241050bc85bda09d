//! The one error type: what it means when Keywright could not answer.
//!
//! "This key is revoked" is not an error; it is the [`Verdict`] of a check that worked (ADR-0001). Everything
//! here means that a question stayed open or a change did not happen, and is therefore never a yes.

use std::error::Error as StdError;
use std::fmt;

use serde::{Serialize, Serializer};

use crate::seal::TamperedRow;
use crate::verify::Verdict;

type BoxError = Box<dyn StdError + Send + Sync + 'static>;

/// Writes the codes once: the enum and its documentation, the list, the texts, and what a caller does next.
macro_rules! error_codes {
    ($($name:ident = $text:literal { meaning: $meaning:literal, remedy: $remedy:literal, })*) => {
        /// What kind of error it is: the stable part, for programs.
        ///
        /// The text of a code never changes. A code exists only where a caller would do something different.
        ///
        /// # Examples
        ///
        /// ```
        /// use keywright::ErrorCode;
        ///
        /// assert_eq!(ErrorCode::StorageBusy.as_str(), "storage_busy");
        /// assert!(ErrorCode::StorageBusy.is_retryable());
        /// assert!(!ErrorCode::NotFound.is_retryable());
        /// ```
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum ErrorCode {
            $(#[doc = $meaning] $name,)*
        }

        impl ErrorCode {
            /// All codes, in the order of the documentation.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// Returns the stable text of the code.
            ///
            /// # Examples
            ///
            /// ```
            /// use keywright::ErrorCode;
            ///
            /// assert_eq!(ErrorCode::NotFound.as_str(), "not_found");
            /// ```
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name => $text,)*
                }
            }

            /// Returns one sentence on what the code means.
            ///
            /// # Examples
            ///
            /// ```
            /// use keywright::ErrorCode;
            ///
            /// assert_eq!(ErrorCode::Closed.meaning(), "The store was closed.");
            /// ```
            pub const fn meaning(self) -> &'static str {
                match self {
                    $(Self::$name => $meaning,)*
                }
            }

            /// Returns one sentence on what the caller does next.
            ///
            /// # Examples
            ///
            /// ```
            /// use keywright::ErrorCode;
            ///
            /// assert_eq!(ErrorCode::Closed.remedy(), "Open the store again.");
            /// ```
            pub const fn remedy(self) -> &'static str {
                match self {
                    $(Self::$name => $remedy,)*
                }
            }
        }
    };
}

error_codes! {
    InvalidArgument = "invalid_argument" {
        meaning: "An argument breaks a rule; the message names it and the rule.",
        remedy: "Correct the argument.",
    }
    NotFound = "not_found" {
        meaning: "What was asked for does not exist, or the acting user must not know that it does.",
        remedy: "Check the id and, under `acting_as`, the user's permissions.",
    }
    AlreadyExists = "already_exists" {
        meaning: "Something with this id exists.",
        remedy: "Take another id, or change what exists.",
    }
    PermissionDenied = "permission_denied" {
        meaning: "The acting user may not do this.",
        remedy: "Let a user with the right do it, or the server itself.",
    }
    StorageBusy = "storage_busy" {
        meaning: "The store was busy for longer than the time-out.",
        remedy: "Try again; if it stays, look for a long transaction of another program on the file.",
    }
    StorageUnavailable = "storage_unavailable" {
        meaning: "The store could not be reached: a missing folder, a read-only file, an input or output error.",
        remedy: "Check the folder, the owner and the mode of the file; answer 503 meanwhile.",
    }
    StorageFull = "storage_full" {
        meaning: "The disk is full; nothing was changed.",
        remedy: "Make space; no restart is needed.",
    }
    StorageCorrupt = "storage_corrupt" {
        meaning: "The file is damaged, or is not a Keywright store; it was left as it is.",
        remedy: "Run `keywright doctor`; restore a backup. Nothing was deleted.",
    }
    StoreReplaced = "store_replaced" {
        meaning: "The file under an open store was replaced, or its locks were broken.",
        remedy: "Open the store again.",
    }
    SchemaTooNew = "schema_too_new" {
        meaning: "The store was written by a newer version; it was left as it is.",
        remedy: "Upgrade this program.",
    }
    MasterKey = "master_key" {
        meaning: "The store is sealed and no fitting master key was given; or one was given, and it is not sealed.",
        remedy: "Give the master key that the store was sealed with; seal a store that is not with `keywright seal apply`.",
    }
    LimitReached = "limit_reached" {
        meaning: "A cap of the settings is reached.",
        remedy: "Revoke something, shorten the lifetime, or raise the cap in the settings.",
    }
    Disabled = "disabled" {
        meaning: "The settings switch keys of this owner type off.",
        remedy: "Switch the owner type on in the settings.",
    }
    Denied = "denied" {
        meaning: "The presented key was denied; the error carries the verdict.",
        remedy: "Answer the request as the verdict's `http()` says.",
    }
    Closed = "closed" {
        meaning: "The store was closed.",
        remedy: "Open the store again.",
    }
    Internal = "internal" {
        meaning: "A defect in Keywright.",
        remedy: "Report it with the text of the error, which holds no secret.",
    }
}

impl ErrorCode {
    /// Returns whether the same call may succeed when it is made again unchanged.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::ErrorCode;
    ///
    /// let retryable: Vec<_> = ErrorCode::ALL.iter().filter(|code| code.is_retryable()).collect();
    /// assert_eq!(retryable, [&ErrorCode::StorageBusy]);
    /// ```
    pub const fn is_retryable(self) -> bool {
        matches!(self, Self::StorageBusy)
    }
}

impl fmt::Display for ErrorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for ErrorCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// Keywright could not answer, or did not do what was asked.
///
/// It prints as its message: one sentence in lower case, what was wrong and what would be right, never a secret.
/// [`Error::code`] is for programs. A host that catches and ignores it has not let anybody in.
///
/// # Examples
///
/// ```
/// use keywright::{ErrorCode, Keywright, NewApiKey};
///
/// let keywright = Keywright::open_in_memory()?;
/// let error = keywright.user("alice").create_api_key(NewApiKey::new("")).unwrap_err();
/// assert_eq!(error.code(), ErrorCode::InvalidArgument);
/// assert_eq!(error.to_string(), "the description is empty; it takes 1 to 500 characters");
/// # Ok::<(), keywright::Error>(())
/// ```
pub struct Error {
    code: ErrorCode,
    message: String,
    source: Option<BoxError>,
    verdict: Option<Box<Verdict>>,
}

impl Error {
    pub(crate) fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), source: None, verdict: None }
    }

    pub(crate) fn invalid_argument(message: impl Into<String>) -> Self {
        Self::new(ErrorCode::InvalidArgument, message)
    }

    pub(crate) fn not_found(message: impl Into<String>) -> Self {
        Self::new(ErrorCode::NotFound, message)
    }

    pub(crate) fn permission_denied(message: impl Into<String>) -> Self {
        Self::new(ErrorCode::PermissionDenied, message)
    }

    pub(crate) fn internal(message: impl Into<String>) -> Self {
        Self::new(ErrorCode::Internal, message)
    }

    pub(crate) fn denied(verdict: Verdict) -> Self {
        let message = format!("the key was denied. reason=`{}`", verdict.public_reason());
        let mut error = Self::new(ErrorCode::Denied, message);
        error.verdict = Some(Box::new(verdict));
        error
    }

    /// Adds a variable at the end of the message, once.
    #[must_use]
    pub(crate) fn about(mut self, variable: &str) -> Self {
        if !self.message.ends_with(variable) {
            self.message = format!("{}. {variable}", self.message);
        }
        self
    }

    #[must_use]
    pub(crate) fn with_source(mut self, source: impl Into<BoxError>) -> Self {
        self.source = Some(source.into());
        self
    }

    #[must_use]
    pub(crate) fn with_verdict(mut self, verdict: Verdict) -> Self {
        self.verdict = Some(Box::new(verdict));
        self
    }

    /// Returns which row it is about, when a sealed row was changed by something else than Keywright.
    pub(crate) fn tampered_row(&self) -> Option<&str> {
        self.source.as_ref()?.downcast_ref::<TamperedRow>().map(|tampered| tampered.row.as_str())
    }

    /// Returns the stable code.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{ErrorCode, Keywright};
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// let error = keywright.user("").list_api_keys().unwrap_err();
    /// assert_eq!(error.code(), ErrorCode::InvalidArgument);
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub const fn code(&self) -> ErrorCode {
        self.code
    }

    /// Returns the verdict, when the error says that a presented key was denied.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{Keywright, Reason, VerifyOptions};
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// let error = keywright.require_valid("not a key", &VerifyOptions::new()).unwrap_err();
    /// assert_eq!(error.verdict().and_then(|verdict| verdict.reason()), Some(Reason::Malformed));
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub fn verdict(&self) -> Option<&Verdict> {
        self.verdict.as_deref()
    }

    /// Returns whether the same call may succeed when it is made again unchanged.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::Keywright;
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// keywright.close();
    /// assert!(!keywright.settings().unwrap_err().is_retryable());
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub const fn is_retryable(&self) -> bool {
        self.code.is_retryable()
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("Error");
        debug.field("code", &self.code).field("message", &self.message);
        if let Some(source) = &self.source {
            debug.field("source", source);
        }
        debug.finish()
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source.as_ref().map(|source| source.as_ref() as &(dyn StdError + 'static))
    }
}

impl From<crate::entropy::EntropyError> for Error {
    fn from(error: crate::entropy::EntropyError) -> Self {
        Self::internal("the system's random generator gave no bytes").with_source(error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn display_is_the_message_and_debug_adds_code_and_source() {
        let error = Error::new(ErrorCode::StorageFull, "the disk is full")
            .with_source(std::io::Error::other("no space"));
        assert_eq!(error.to_string(), "the disk is full");
        assert_eq!(
            format!("{error:?}"),
            r#"Error { code: StorageFull, message: "the disk is full", source: Custom { kind: Other, error: "no space" } }"#
        );
        assert_eq!(StdError::source(&error).map(ToString::to_string).as_deref(), Some("no space"));
    }

    #[test]
    fn every_code_stands_in_the_list_once_and_reads_as_snake_case() {
        let mut texts: Vec<_> = ErrorCode::ALL.iter().map(|code| code.as_str()).collect();
        texts.sort_unstable();
        let count = texts.len();
        texts.dedup();
        assert_eq!(texts.len(), count);
        assert!(texts.iter().all(|text| text.chars().all(|c| c.is_ascii_lowercase() || c == '_')));
    }
}
