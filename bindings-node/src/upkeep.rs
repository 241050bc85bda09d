//! What looks after a store: what it says about itself, backups, exports, seals, and how its keys are used.

use std::fs::{File, OpenOptions};
use std::io::BufReader;

use keywright::{ApiKeyId, ImportOptions, RestoreOptions, Warm};
use napi_derive::napi;

use crate::call::{Promised, on_pool};
use crate::convert::{OwnerLike, read, write};
use crate::error::Failure;
use crate::keywright::Keywright;

#[napi]
impl Keywright {
    /// What there is to know about the store itself.
    #[napi]
    pub fn status(&self) -> Promised<String> {
        let core = self.core.clone();
        on_pool(move || write(&core.status()?))
    }

    /// Loads keys into memory: all, or those of an owner.
    #[napi]
    pub fn warm(&self, owner: Option<String>) -> Promised<String> {
        let core = self.core.clone();
        on_pool(move || {
            let what = match owner {
                None => Warm::All,
                Some(owner) => Warm::Owner(read::<OwnerLike>(&owner)?.owner(&core)?),
            };
            write(&core.warm(&what)?)
        })
    }

    /// Looks at every page and row.
    #[napi]
    pub fn check_integrity(&self) -> Promised<String> {
        let core = self.core.clone();
        on_pool(move || write(&core.check_integrity()?))
    }

    /// Writes now what is written behind.
    #[napi]
    pub fn flush(&self) -> Promised<()> {
        let core = self.core.clone();
        on_pool(move || Ok(core.flush()?))
    }

    /// When keys were last valid.
    #[napi]
    pub fn last_used(&self, ids: Vec<String>) -> Promised<String> {
        let core = self.core.clone();
        on_pool(move || {
            let ids: Vec<ApiKeyId> =
                ids.iter().map(|id| id.parse()).collect::<Result<_, keywright::Error>>()?;
            let pairs: Vec<_> = core.last_used(&ids)?.into_iter().collect();
            write(&pairs)
        })
    }

    /// Copies the store into one new file.
    #[napi]
    pub fn backup(&self, path: String) -> Promised<String> {
        let core = self.core.clone();
        on_pool(move || write(&core.backup(path)?))
    }

    /// What `restore` would do.
    #[napi]
    pub fn preview_restore(&self, path: String) -> Promised<String> {
        let core = self.core.clone();
        on_pool(move || write(&core.preview_restore(path)?))
    }

    /// Makes the store what it was.
    #[napi]
    pub fn restore(&self, path: String, with_revoked: bool) -> Promised<String> {
        let core = self.core.clone();
        on_pool(move || {
            let options = RestoreOptions::new();
            let options = if with_revoked { options.with_revoked() } else { options };
            write(&core.restore(path, options)?)
        })
    }

    /// Writes the store into a new file for its owner alone.
    #[napi]
    pub fn export(&self, path: String) -> Promised<()> {
        let core = self.core.clone();
        on_pool(move || {
            let mut options = OpenOptions::new();
            options.write(true).create_new(true);
            #[cfg(unix)]
            std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
            let file = options.open(&path).map_err(Failure::File)?;
            let written = core
                .export(&file)
                .map_err(Failure::from)
                .and_then(|()| file.sync_all().map_err(Failure::File));
            if written.is_err() {
                // Half an export would look like a whole one. That it stays is the smaller trouble of the two.
                drop(std::fs::remove_file(&path));
            }
            written
        })
    }

    /// Adds what an export holds.
    #[napi]
    pub fn import(&self, path: String, dry_run: bool) -> Promised<String> {
        let core = self.core.clone();
        on_pool(move || {
            let options = ImportOptions::new();
            let options = if dry_run { options.dry_run() } else { options };
            let file = File::open(&path).map_err(Failure::File)?;
            write(&core.import(BufReader::new(file), options)?)
        })
    }

    /// How far the store is sealed.
    #[napi]
    pub fn seal_status(&self) -> Promised<String> {
        let core = self.core.clone();
        on_pool(move || write(&core.seal_status()?))
    }

    /// Seals every row.
    #[napi]
    pub fn seal(&self) -> Promised<String> {
        let core = self.core.clone();
        on_pool(move || write(&core.seal(|_| ())?))
    }

    /// Wraps the data keys anew.
    #[napi]
    pub fn rotate_master_key(&self) -> Promised<String> {
        let core = self.core.clone();
        on_pool(move || write(&core.rotate_master_key()?))
    }

    /// Seals every row with a new data key.
    #[napi]
    pub fn rekey(&self) -> Promised<String> {
        let core = self.core.clone();
        on_pool(move || write(&core.rekey(|_| ())?))
    }
}
