//! Why there is no answer, as one flat error: its variants are the core's codes, its text is the core's message.

use keywright::{Error, ErrorCode};

use crate::record::HttpAnswer;

macro_rules! errors {
    ($($(#[doc = $doc:literal])* $name:ident,)*) => {
        /// Keywright could not answer, or did not do what was asked. A host that ignores it has not let anybody in.
        #[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, uniffi::Error)]
        #[uniffi(flat_error)]
        pub enum KeywrightError {
            $($(#[doc = $doc])* #[error("{0}")] $name(String),)*
        }

        impl From<Error> for KeywrightError {
            fn from(error: Error) -> Self {
                let text = error.to_string();
                match error.code() {
                    $(ErrorCode::$name => Self::$name(text),)*
                    // A code that is not in this list yet; `every_code_has_its_variant` fails then.
                    _ => Self::Internal(text),
                }
            }
        }

        impl KeywrightError {
            #[cfg(test)]
            fn name(&self) -> &'static str {
                match self {
                    $(Self::$name(_) => stringify!($name),)*
                }
            }
        }
    };
}

errors! {
    /// An argument breaks a rule; the text names it and the rule.
    InvalidArgument,
    /// What was asked for does not exist, or the acting user must not know that it does.
    NotFound,
    /// Something with this id exists.
    AlreadyExists,
    /// The acting user may not do this.
    PermissionDenied,
    /// The store was busy for longer than the time-out. The same call may succeed when it is made again.
    StorageBusy,
    /// The store could not be reached: a missing folder, a read-only file, an input or output error.
    StorageUnavailable,
    /// The disk is full; nothing was changed.
    StorageFull,
    /// The file is damaged, or is not a Keywright store; it was left as it is.
    StorageCorrupt,
    /// The file under an open store was replaced, or its locks were broken. Open it again.
    StoreReplaced,
    /// The store was written by a newer version; it was left as it is.
    SchemaTooNew,
    /// The store is sealed and no fitting master key was given; or one was given, and it is not sealed.
    MasterKey,
    /// A cap of the settings is reached.
    LimitReached,
    /// The settings switch keys of this owner type off.
    Disabled,
    /// The presented key was denied.
    Denied,
    /// The store was closed.
    Closed,
    /// A defect in Keywright. Report it with the text, which holds no secret.
    Internal,
}

impl KeywrightError {
    pub(crate) fn defect() -> Self {
        Self::Internal("a defect in Keywright; standard error has the details".to_owned())
    }

    pub(crate) fn invalid_argument(text: impl Into<String>) -> Self {
        Self::InvalidArgument(text.into())
    }

    /// A file that the caller named could not be opened or made.
    pub(crate) fn file(error: &std::io::Error) -> Self {
        match error.kind() {
            std::io::ErrorKind::AlreadyExists => Self::AlreadyExists(
                "there is a file already; name one that does not exist".to_owned(),
            ),
            std::io::ErrorKind::NotFound => {
                Self::NotFound("there is no such file or folder".to_owned())
            }
            _ => {
                Self::StorageUnavailable(format!("the file could not be read or written: {error}"))
            }
        }
    }
}

/// A code of an error, and what is to be known about it.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct ErrorWord {
    /// The stable text of the code.
    pub code: String,
    /// Whether the same call may succeed when it is made again unchanged.
    pub is_retryable: bool,
    /// How to answer a request whose key could not be checked.
    pub http: HttpAnswer,
}

/// Every code there is.
#[uniffi::export]
pub fn error_words() -> Vec<ErrorWord> {
    let words = ErrorCode::ALL.iter().map(|code| ErrorWord {
        code: code.as_str().to_owned(),
        is_retryable: code.is_retryable(),
        http: HttpAnswer::from(code.http()),
    });
    words.collect()
}

/// The text of the code of an error, as it is written in records.
pub(crate) fn code_text(code: Option<ErrorCode>) -> Option<String> {
    code.map(|code| code.as_str().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_its_variant() {
        // A panic aside, the core makes errors of these codes only by itself; so the names are compared.
        let names: Vec<String> = ErrorCode::ALL.iter().map(|code| format!("{code:?}")).collect();
        let text = String::new;
        let ours = [
            KeywrightError::InvalidArgument(text()),
            KeywrightError::NotFound(text()),
            KeywrightError::AlreadyExists(text()),
            KeywrightError::PermissionDenied(text()),
            KeywrightError::StorageBusy(text()),
            KeywrightError::StorageUnavailable(text()),
            KeywrightError::StorageFull(text()),
            KeywrightError::StorageCorrupt(text()),
            KeywrightError::StoreReplaced(text()),
            KeywrightError::SchemaTooNew(text()),
            KeywrightError::MasterKey(text()),
            KeywrightError::LimitReached(text()),
            KeywrightError::Disabled(text()),
            KeywrightError::Denied(text()),
            KeywrightError::Closed(text()),
            KeywrightError::Internal(text()),
        ];
        assert_eq!(ours.map(|error| error.name().to_owned()).to_vec(), names);
    }

    #[test]
    fn an_error_prints_as_the_message_of_the_core() {
        let error = keywright::Keywright::open_in_memory()
            .and_then(|keywright| {
                keywright.user("alice").create_api_key(keywright::NewApiKey::new(""))
            })
            .expect_err("no description");
        let text = error.to_string();
        assert_eq!(KeywrightError::from(error), KeywrightError::InvalidArgument(text));
    }
}
