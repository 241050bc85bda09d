//! Taking backups.

use std::path::{Path, PathBuf};

use serde::{Serialize, Serializer};

use super::handle::Keywright;
use crate::clock::Timestamp;
use crate::error::Error;

impl Keywright {
    /// Copies the store as it is now into a new file, while this process and others go on working, and tells what is in it.
    /// Only the server may.
    ///
    /// The backup is one file, a store like the one that it is of, with mode 0600. It gets its name once it is whole, checked
    /// and on the disk; a file that has this name already is never overwritten. It is as sensitive as the store, and sealed if
    /// the store is. A fork of this process waits until the copy is done.
    ///
    /// # Errors
    ///
    /// `already_exists` when there is something at the path; `invalid_argument` for a path that belongs to the store;
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
        Ok(Backup { path: path.to_owned(), bytes: facts.bytes, api_keys: facts.api_keys, taken_at })
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
