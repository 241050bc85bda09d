//! What went wrong, as a person and as a program read it.

use std::error::Error as _;

use keywright::{Error, ErrorCode};
use serde::Serialize;

use crate::exit::Exit;

/// Why a command did not do what it was asked.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) exit: Exit,
    pub(crate) code: &'static str,
    pub(crate) message: String,
    /// What the core's error was caused by, in the words of who caused it.
    pub(crate) cause: Option<String>,
    /// What to do next.
    pub(crate) hint: Option<String>,
}

impl Failure {
    /// The call itself was wrong.
    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Self {
            exit: Exit::Refused,
            code: ErrorCode::InvalidArgument.as_str(),
            message: message.into(),
            cause: None,
            hint: None,
        }
    }

    /// What was asked for is not there.
    pub(crate) fn not_found(message: impl Into<String>) -> Self {
        Self { code: ErrorCode::NotFound.as_str(), ..Self::usage(message) }
    }

    /// Something stands where something new was to be made.
    pub(crate) fn already_exists(message: impl Into<String>) -> Self {
        Self { code: ErrorCode::AlreadyExists.as_str(), ..Self::usage(message) }
    }

    /// The acting user may not do it.
    pub(crate) fn permission_denied(message: impl Into<String>) -> Self {
        Self { code: ErrorCode::PermissionDenied.as_str(), ..Self::usage(message) }
    }

    /// The store, or the place where the answer goes, can not be reached.
    pub(crate) fn unavailable(message: impl Into<String>) -> Self {
        Self {
            exit: Exit::Unanswered,
            code: ErrorCode::StorageUnavailable.as_str(),
            ..Self::usage(message)
        }
    }

    /// The answer could not be written.
    pub(crate) fn unwritten(error: &std::io::Error) -> Self {
        Self::unavailable(format!("the output could not be written: {error}"))
    }

    #[must_use]
    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    pub(crate) fn to_json(&self) -> impl Serialize {
        #[derive(Serialize)]
        struct Body {
            code: &'static str,
            message: String,
            #[serde(skip_serializing_if = "Option::is_none")]
            cause: Option<String>,
            #[serde(skip_serializing_if = "Option::is_none")]
            hint: Option<String>,
        }
        #[derive(Serialize)]
        struct Document {
            error: Body,
        }
        Document {
            error: Body {
                code: self.code,
                message: self.message.clone(),
                cause: self.cause.clone(),
                hint: self.hint.clone(),
            },
        }
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        let code = error.code();
        Self {
            exit: exit(code),
            code: code.as_str(),
            message: error.to_string(),
            cause: error.source().map(ToString::to_string),
            hint: hint(code).map(as_hint),
        }
    }
}

const fn exit(code: ErrorCode) -> Exit {
    match code {
        ErrorCode::InvalidArgument
        | ErrorCode::NotFound
        | ErrorCode::AlreadyExists
        | ErrorCode::PermissionDenied
        | ErrorCode::LimitReached
        | ErrorCode::Disabled => Exit::Refused,
        ErrorCode::Denied => Exit::Denied,
        _ => Exit::Unanswered,
    }
}

/// The remedies are written for programs; where they do not help at a terminal, this says something that does.
const fn hint(code: ErrorCode) -> Option<&'static str> {
    match code {
        ErrorCode::InvalidArgument | ErrorCode::NotFound | ErrorCode::AlreadyExists => None,
        ErrorCode::StorageUnavailable => Some("`keywright doctor` shows what is in the way"),
        ErrorCode::Disabled => {
            Some("`keywright settings set --user-keys on` (or `--team-keys on`) switches them on")
        }
        ErrorCode::StorageCorrupt => Some(
            "if this is not the file that you meant, name another by --store; if it is, restore a backup. Nothing was deleted",
        ),
        ErrorCode::Denied => None,
        other => Some(other.remedy()),
    }
}

/// A hint begins in lower case and has no full stop, like the message above it.
fn as_hint(sentence: &str) -> String {
    let mut characters = sentence.trim_end_matches('.').chars();
    characters
        .next()
        .map_or_else(String::new, |first| first.to_lowercase().chain(characters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_the_exit_that_the_help_promises() {
        for code in ErrorCode::ALL.iter().copied() {
            let expected = match code.as_str() {
                "denied" => 1,
                "invalid_argument" | "not_found" | "already_exists" | "permission_denied"
                | "limit_reached" | "disabled" => 2,
                _ => 3,
            };
            assert_eq!(exit(code).code(), expected, "{code}");
        }
    }
}
