//! What looks after a store: what it says about itself, backups, exports, seals, and how its keys are used.

use std::collections::HashMap;
use std::fs::{File, OpenOptions};
use std::io::BufReader;

use keywright::{ImportOptions, RestoreOptions, Warm};

use crate::call::caught;
use crate::convert::{api_key_id, whole_number};
use crate::error::KeywrightError;
use crate::keywright::Keywright;
use crate::record::{
    Backup, ImportReport, Integrity, LastUse, Owner, RestoreReport, SealReport, SealStatus,
    StoreInfo, Warmed,
};

#[uniffi::export]
impl Keywright {
    /// Returns what there is to know about the store itself, for a log.
    pub fn status(&self) -> Result<StoreInfo, KeywrightError> {
        caught(|| self.core.status()?.try_into())
    }

    /// Loads keys into memory before anybody presents them: all, or those of one owner.
    pub fn warm(&self, owner: Option<Owner>) -> Result<Warmed, KeywrightError> {
        caught(|| {
            let what = match owner {
                None => Warm::All,
                Some(owner) => Warm::Owner(owner.to_core(&self.core)?),
            };
            Ok(self.core.warm(&what)?.into())
        })
    }

    /// Looks at every page and row of the store.
    pub fn check_integrity(&self) -> Result<Integrity, KeywrightError> {
        caught(|| Ok(self.core.check_integrity()?.into()))
    }

    /// Writes now what is written behind.
    pub fn flush(&self) -> Result<(), KeywrightError> {
        caught(|| Ok(self.core.flush()?))
    }

    /// Returns when keys were last valid, by their ids. A key that never was is not there.
    pub fn last_used(&self, ids: Vec<String>) -> Result<HashMap<String, LastUse>, KeywrightError> {
        caught(|| {
            let ids = ids.iter().map(|id| api_key_id(id)).collect::<Result<Vec<_>, _>>()?;
            let used = self.core.last_used(&ids)?.into_iter();
            Ok(used.map(|(id, last)| (id.to_string(), last.into())).collect())
        })
    }

    /// Copies the store and its usage into one new file, while it is in use.
    pub fn backup(&self, path: String) -> Result<Backup, KeywrightError> {
        caught(|| Ok(self.core.backup(path)?.into()))
    }

    /// Tells what a restore would do.
    pub fn preview_restore(&self, path: String) -> Result<RestoreReport, KeywrightError> {
        caught(|| Ok(self.core.preview_restore(path)?.into()))
    }

    /// Makes the store what it was when the backup was taken. Keys that were revoked since stay revoked, unless
    /// `with_revoked` says otherwise.
    pub fn restore(
        &self,
        path: String,
        with_revoked: bool,
    ) -> Result<RestoreReport, KeywrightError> {
        caught(|| {
            let options = RestoreOptions::new();
            let options = if with_revoked { options.with_revoked() } else { options };
            Ok(self.core.restore(path, options)?.into())
        })
    }

    /// Writes the store into a new file of JSON lines, which only its owner can read.
    pub fn export(&self, path: String) -> Result<(), KeywrightError> {
        caught(|| {
            let mut options = OpenOptions::new();
            options.write(true).create_new(true);
            #[cfg(unix)]
            std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
            let file = options.open(&path).map_err(|error| KeywrightError::file(&error))?;
            let written = self
                .core
                .export(&file)
                .map_err(KeywrightError::from)
                .and_then(|()| file.sync_all().map_err(|error| KeywrightError::file(&error)));
            if written.is_err() {
                // Half an export would look like a whole one. That it stays is the smaller trouble of the two.
                drop(std::fs::remove_file(&path));
            }
            written
        })
    }

    /// Adds what an export holds. What is there already stays as it is.
    pub fn import(&self, path: String, dry_run: bool) -> Result<ImportReport, KeywrightError> {
        caught(|| {
            let options = ImportOptions::new();
            let options = if dry_run { options.dry_run() } else { options };
            let file = File::open(&path).map_err(|error| KeywrightError::file(&error))?;
            Ok(self.core.import(BufReader::new(file), options)?.into())
        })
    }

    /// Tells how far the store is sealed.
    pub fn seal_status(&self) -> Result<SealStatus, KeywrightError> {
        caught(|| Ok(self.core.seal_status()?.into()))
    }

    /// Seals every row under the master key that the store was opened with.
    pub fn seal(&self) -> Result<SealReport, KeywrightError> {
        caught(|| Ok(self.core.seal(|_| ())?.into()))
    }

    /// Wraps the data keys under the newest master key, and returns how many there were.
    pub fn rotate_master_key(&self) -> Result<i64, KeywrightError> {
        caught(|| Ok(whole_number(self.core.rotate_master_key()?)))
    }

    /// Makes a new data key and seals every row with it.
    pub fn rekey(&self) -> Result<SealReport, KeywrightError> {
        caught(|| Ok(self.core.rekey(|_| ())?.into()))
    }
}
