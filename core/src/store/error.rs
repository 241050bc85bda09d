//! From SQLite's errors to ours: they never cross this folder.

use std::path::Path;

use rusqlite::ffi::{self, ErrorCode as Sql};

use crate::error::{Error, ErrorCode};

/// What SQLite said: its code and the fixed text of that code, without the statement or its values.
#[derive(Debug, thiserror::Error)]
#[error("{text} (SQLite code {code})")]
pub(crate) struct SqliteError {
    code: i32,
    text: &'static str,
}

/// A value in the file that Keywright does not write.
#[derive(Debug, thiserror::Error)]
#[error("a stored value can not be read: {what}")]
pub(crate) struct UnreadableValue {
    pub(crate) what: &'static str,
}

impl From<UnreadableValue> for Error {
    fn from(error: UnreadableValue) -> Self {
        Self::new(
            ErrorCode::StorageCorrupt,
            "the store holds a value that Keywright does not write; run `keywright doctor`",
        )
        .with_source(error)
    }
}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        let Some(failure) = error.sqlite_error().copied() else {
            return match error {
                rusqlite::Error::FromSqlConversionFailure(..)
                | rusqlite::Error::IntegralValueOutOfRange(..)
                | rusqlite::Error::Utf8Error(..)
                | rusqlite::Error::InvalidColumnType(..) => {
                    UnreadableValue { what: "a column is of another type" }.into()
                }
                _ => Self::internal("the store was used in a wrong way"),
            };
        };
        let (code, message) = match failure.code {
            Sql::DatabaseBusy | Sql::DatabaseLocked => (
                ErrorCode::StorageBusy,
                "the store was busy for longer than the time-out; try again",
            ),
            Sql::DiskFull => (
                ErrorCode::StorageFull,
                "the disk is full; nothing was changed, and work goes on once there is space",
            ),
            // The WAL index could not grow: the same remedy, told by another code.
            _ if failure.extended_code == ffi::SQLITE_IOERR_SHMSIZE => (
                ErrorCode::StorageFull,
                "the disk is full; nothing was changed, and work goes on once there is space",
            ),
            Sql::DatabaseCorrupt => {
                (ErrorCode::StorageCorrupt, "the store's file is damaged; it was left as it is")
            }
            Sql::NotADatabase => (
                ErrorCode::StorageCorrupt,
                "the file is no SQLite database, and so no Keywright store; it was left as it is",
            ),
            Sql::ReadOnly => (
                ErrorCode::StorageUnavailable,
                "the store can not be written; check the owner and the mode of the file and its folder",
            ),
            Sql::CannotOpen | Sql::PermissionDenied => (
                ErrorCode::StorageUnavailable,
                "the store can not be opened; check that its folder exists, and owner and mode of both",
            ),
            _ if matches!(
                failure.extended_code,
                ffi::SQLITE_IOERR_WRITE | ffi::SQLITE_IOERR_FSYNC | ffi::SQLITE_IOERR_TRUNCATE
            ) =>
            {
                // A full quota and a limit on the size of files are told apart from a failing disk by nobody.
                (
                    ErrorCode::StorageUnavailable,
                    "the store's file could not be written; check the quota, the limit on the size of files and the disk",
                )
            }
            Sql::SystemIoFailure => {
                (ErrorCode::StorageUnavailable, "the store's file could not be read or written")
            }
            _ => (ErrorCode::Internal, "the store refused the operation"),
        };
        let text = ffi::code_to_str(failure.extended_code);
        Self::new(code, message).with_source(SqliteError { code: failure.extended_code, text })
    }
}

/// Names the file in the message of an error about it.
pub(crate) fn at(path: Option<&Path>) -> impl Fn(Error) -> Error {
    move |error| match (path, error.code()) {
        (
            Some(path),
            ErrorCode::StorageBusy
            | ErrorCode::StorageUnavailable
            | ErrorCode::StorageFull
            | ErrorCode::StorageCorrupt
            | ErrorCode::SchemaTooNew
            | ErrorCode::StoreReplaced
            | ErrorCode::MasterKey,
        ) => error.about(&format!("store=`{}`", path.display())),
        _ => error,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_statement_reaches_an_error() {
        let connection = rusqlite::Connection::open_in_memory().unwrap();
        let error =
            Error::from(connection.execute("SELECT secret_column FROM nowhere", []).unwrap_err());
        assert_eq!(error.code(), ErrorCode::Internal);
        assert!(!format!("{error:?} {error}").contains("secret_column"));
    }
}
