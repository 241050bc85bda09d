//! Taking backups.

use std::path::{Path, PathBuf};

use serde::{Serialize, Serializer};

use super::handle::Keywright;
use crate::clock::Timestamp;
use crate::error::{Error, ErrorCode};
use crate::store::BackupFacts;

impl Keywright {
    /// Copies the store as it is now into a new file, while this process and others go on working, and tells what is in it.
    /// Only the server may.
    ///
    /// The backup is one file, a store like the one that it is of, with mode 0600. It gets its name once it is whole, checked
    /// and on the disk; a file that has this name already is never overwritten. It is as sensitive as the store, and sealed if
    /// the store is. A fork of this process waits until the copy is done.
    ///
    /// How keys are used is copied into a second file, whose name is that of the backup and `-usage`. Without it a backup
    /// is still a whole one: what goes wrong there is told in [`Backup::usage`] and is no error.
    ///
    /// # Errors
    ///
    /// `already_exists` when there is something at the path or where its usage belongs; `invalid_argument` for a path that belongs to the store;
    /// `storage_full` and `storage_unavailable` for the place of the backup; `permission_denied` when acting as a user; storage
    /// errors.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{ErrorCode, Keywright, NewApiKey};
    ///
    /// let folder = tempfile::tempdir()?;
    /// let keywright = Keywright::open(folder.path().join("keys.db"))?;
    /// keywright.user("alice").create_api_key(NewApiKey::new("CI"))?;
    ///
    /// let path = folder.path().join("monday.backup");
    /// let backup = keywright.backup(&path)?;
    /// assert_eq!(backup.api_keys, 1);
    /// assert_eq!(keywright.backup(&path).unwrap_err().code(), ErrorCode::AlreadyExists);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn backup(&self, path: impl AsRef<Path>) -> Result<Backup, Error> {
        self.backup_with_progress(path, |_| ())
    }

    /// Does what [`Keywright::backup`] does, and tells how far it is. What is told runs while a connection is in use: it must
    /// not ask the store for anything.
    ///
    /// # Errors
    ///
    /// As [`Keywright::backup`].
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::Keywright;
    ///
    /// # let folder = tempfile::tempdir()?;
    /// # let keywright = Keywright::open(folder.path().join("keys.db"))?;
    /// let mut last = 0;
    /// let path = folder.path().join("monday.backup");
    /// let backup = keywright.backup_with_progress(path, |progress| last = progress.done_bytes)?;
    /// assert_eq!(last, backup.bytes);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn backup_with_progress(
        &self,
        path: impl AsRef<Path>,
        mut progress: impl FnMut(BackupProgress),
    ) -> Result<Backup, Error> {
        self.authority().require_server("back the store up")?;
        let _call = self.enter()?;
        let path = path.as_ref();
        // Before the snapshot: whatever was acknowledged until then is in it.
        let taken_at = self.now();
        let facts = self.store().backup(path, &mut |done_bytes, total_bytes| {
            progress(BackupProgress { done_bytes, total_bytes });
        })?;
        let usage = self.copy_usage(path);
        let BackupFacts { bytes, api_keys } = facts;
        Ok(Backup { path: path.to_owned(), bytes, api_keys, taken_at, usage })
    }

    /// Copies the usage beside a backup, with what still waited in memory. It decides nothing, and so stops no backup.
    fn copy_usage(&self, backup: &Path) -> BackupUsage {
        let flushed = self.shared().flush_usage();
        let copied = self.store().usage().backup(backup, self.now());
        BackupUsage::of(copied).or_fault(flushed)
    }
}

/// A backup that was taken.
///
/// # Examples
///
/// ```
/// use keywright::Keywright;
///
/// # let folder = tempfile::tempdir()?;
/// # let keywright = Keywright::open(folder.path().join("keys.db"))?;
/// let backup = keywright.backup(folder.path().join("monday.backup"))?;
/// println!("{} bytes at {}", backup.bytes, backup.path.display());
/// assert_eq!(backup.api_keys, 0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Backup {
    /// Where it is.
    #[serde(serialize_with = "as_shown")]
    pub path: PathBuf,
    /// The length of the file.
    pub bytes: u64,
    /// How many keys are in it, whatever their status.
    pub api_keys: u64,
    /// Every change that was acknowledged before this instant is in it.
    pub taken_at: Timestamp,
    /// What became of the usage, which stands in a second file.
    pub usage: BackupUsage,
}

/// The usage beside a backup: the file whose name is that of the backup and `-usage`.
///
/// # Examples
///
/// ```
/// use keywright::{Keywright, NewApiKey, VerifyOptions};
///
/// # let folder = tempfile::tempdir()?;
/// # let keywright = Keywright::open(folder.path().join("keys.db"))?;
/// let created = keywright.user("alice").create_api_key(NewApiKey::new("CI"))?;
/// assert!(keywright.verify(created.value(), &VerifyOptions::new())?.is_valid());
/// let backup = keywright.backup(folder.path().join("monday.backup"))?;
/// assert!(backup.usage.bytes > 0 && folder.path().join("monday.backup-usage").exists());
/// assert_eq!(backup.usage.error, None);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct BackupUsage {
    /// The length of the file; 0 where there is none, because nothing was counted or because of the error.
    pub bytes: u64,
    /// Why the usage was not copied, or not all of it, or can not be restored. The backup of the store is whole all the same.
    pub error: Option<ErrorCode>,
    /// The same in words.
    pub error_message: Option<String>,
}

impl BackupUsage {
    pub(super) fn of(result: Result<Option<u64>, Error>) -> Self {
        match result {
            Ok(bytes) => Self { bytes: bytes.unwrap_or(0), ..Self::default() },
            Err(error) => {
                Self { bytes: 0, error: Some(error.code()), error_message: Some(error.to_string()) }
            }
        }
    }

    /// Tells also that what waited in memory could not be written, unless there is something worse to tell.
    pub(super) fn or_fault(self, flushed: Result<(), Error>) -> Self {
        match flushed {
            Err(error) if self.error.is_none() => {
                Self { bytes: self.bytes, ..Self::of(Err(error)) }
            }
            _ => self,
        }
    }
}

impl Serialize for BackupUsage {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct as _;
        let mut record = serializer.serialize_struct("BackupUsage", 3)?;
        record.serialize_field("bytes", &self.bytes)?;
        record.serialize_field("error", &self.error.map(ErrorCode::as_str))?;
        record.serialize_field("error_message", &self.error_message)?;
        record.end()
    }
}

/// How far a backup is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct BackupProgress {
    /// What was copied.
    pub done_bytes: u64,
    /// What there is to copy.
    pub total_bytes: u64,
}

fn as_shown<S: Serializer>(path: &Path, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(&path.display())
}
