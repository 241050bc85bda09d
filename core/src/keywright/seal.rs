//! Sealing what is there, changing the master key, and changing the data key.

use super::handle::Keywright;
use crate::error::Error;
use crate::event::NewEvent;
use crate::seal::{SealProgress, SealReport, SealStatus};
use crate::store::SealPosition;

/// How many rows one transaction seals: others wait for their turn no longer than that takes.
const BATCH: u32 = 10_000;

impl Keywright {
    /// Returns what is sealed in the store, and under which keys. It counts the rows, which takes a second for a million.
    ///
    /// # Errors
    ///
    /// `permission_denied` when acting as a user; storage errors.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{MasterKey, NewApiKey, OpenOptions};
    ///
    /// let options = OpenOptions::new().master_keys([MasterKey::generate()?]);
    /// let keywright = options.open_in_memory()?;
    /// keywright.user("alice").create_api_key(NewApiKey::new("CI"))?;
    /// let status = keywright.seal_status()?;
    /// assert_eq!((status.sealed_rows, status.unsealed_rows), (3, 0), "settings, owner and key");
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub fn seal_status(&self) -> Result<SealStatus, Error> {
        self.authority().require_server("ask about seals")?;
        self.read(|rows| rows.seal_status())
    }

    /// Seals every row that is not sealed yet, in transactions of 10,000 rows between which others get their turn, and then
    /// rewrites the file, so that no old digest is left in it.
    ///
    /// The handle needs a master key and [`accept_unsealed`](crate::OpenOptions::accept_unsealed). Other processes may go on, if they
    /// have both as well; one without the master key answers `master_key` from here on. Done again, it does the rest.
    ///
    /// # Errors
    ///
    /// `permission_denied` when acting as a user; `master_key` on a handle without one; storage errors, after which what is
    /// sealed stays sealed.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{Keywright, MasterKey, NewApiKey, OpenOptions, VerifyOptions};
    ///
    /// # let folder = tempfile::tempdir().expect("a folder");
    /// # let path = folder.path().join("keys.db");
    /// let keywright = Keywright::open(&path)?;
    /// let created = keywright.user("alice").create_api_key(NewApiKey::new("CI"))?;
    /// keywright.close();
    ///
    /// let options = OpenOptions::new().master_keys([MasterKey::generate()?]).accept_unsealed();
    /// let keywright = options.open(&path)?;
    /// let report = keywright.seal(|progress| println!("{} of {}", progress.done, progress.total))?;
    /// assert_eq!((report.sealed, report.is_residue_left), (3, false));
    /// assert!(keywright.verify(created.value(), &VerifyOptions::new())?.is_valid());
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub fn seal(&self, progress: impl FnMut(SealProgress)) -> Result<SealReport, Error> {
        self.authority().require_server("seal the store")?;
        self.change(|change| {
            if change.rows.begin_sealing(change.now)? {
                change.record(NewEvent::new("store.sealing_began"))?;
            }
            Ok(())
        })?;
        let mut report = self.seal_others(progress)?;
        report.is_residue_left = !self.rewrite()?;
        Ok(report)
    }

    /// Wraps the store's data keys under the first of the handle's master keys, and returns how many were wrapped under
    /// another. No row is written anew and no key is issued anew.
    ///
    /// The order is: start every process with both keys, the new one first; call this; start every process with the new
    /// one alone. A process that still runs with only the old one goes on until it is started again or the store is re-keyed.
    ///
    /// # Errors
    ///
    /// `permission_denied` when acting as a user; `master_key` on a handle without one; storage errors.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{MasterKey, OpenOptions};
    ///
    /// # let folder = tempfile::tempdir().expect("a folder");
    /// # let path = folder.path().join("keys.db");
    /// let (old, new) = (MasterKey::generate()?, MasterKey::generate()?);
    /// OpenOptions::new().master_keys([old.clone()]).open(&path)?.close();
    ///
    /// let keywright = OpenOptions::new().master_keys([new.clone(), old.clone()]).open(&path)?;
    /// assert_eq!(keywright.rotate_master_key()?, 1);
    /// keywright.close();
    /// assert!(OpenOptions::new().master_keys([old]).open(&path).is_err());
    /// assert!(OpenOptions::new().master_keys([new]).open(&path).is_ok());
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub fn rotate_master_key(&self) -> Result<u64, Error> {
        self.authority().require_server("change the master key")?;
        self.change(|change| {
            let count = change.rows.rewrap_data_keys()?;
            if count > 0 {
                change.record(NewEvent::new("store.master_key_rotated"))?;
            }
            Ok(count)
        })
    }

    /// Makes a new data key and seals every row anew under it, in transactions of 10,000 rows between which others get their turn;
    /// then forgets the old one. For when the old data key, or a process that held it, is no longer trusted.
    ///
    /// Every process that has the store open must hold the master key that wraps the new data key. When it is cut off, all keys go on verifying, and the next call
    /// goes on where it stopped.
    ///
    /// # Errors
    ///
    /// `permission_denied` when acting as a user; `master_key` on a handle without one, or whose store is not sealed yet;
    /// storage errors.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{MasterKey, NewApiKey, OpenOptions};
    ///
    /// let options = OpenOptions::new().master_keys([MasterKey::generate()?]);
    /// let keywright = options.open_in_memory()?;
    /// keywright.user("alice").create_api_key(NewApiKey::new("CI"))?;
    /// assert_eq!(keywright.rekey(|_| ())?.sealed, 3);
    /// assert_eq!(keywright.seal_status()?.data_keys, [2]);
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub fn rekey(&self, progress: impl FnMut(SealProgress)) -> Result<SealReport, Error> {
        self.authority().require_server("make a new data key")?;
        self.change(|change| {
            if change.rows.begin_rekey(change.now)? {
                change.record(NewEvent::new("store.rekey_began"))?;
            }
            Ok(())
        })?;
        let mut report = self.seal_others(progress)?;
        self.change(|change| {
            let forgotten = change.rows.forget_data_keys(report.tampered)?;
            let tampered = (report.tampered > 0).then_some(report.tampered);
            if forgotten > 0 {
                change.record(NewEvent::new("store.rekeyed").with("tampered_rows", tampered))?;
            }
            Ok(())
        })?;
        report.is_residue_left = !self.rewrite()?;
        Ok(report)
    }

    /// Seals what is not sealed under the newest data key, batch after batch.
    fn seal_others(&self, mut progress: impl FnMut(SealProgress)) -> Result<SealReport, Error> {
        let total = self.read(|rows| rows.count_rows_to_seal())?;
        let mut report = SealReport { sealed: 0, tampered: 0, is_residue_left: false };
        let mut position = Some(SealPosition::default());
        progress(SealProgress { done: 0, total });
        while let Some(from) = position {
            position = self.change(|change| {
                let batch = change.rows.seal_batch(&from, BATCH)?;
                if batch.sealed > 0 {
                    let rows = batch.sealed;
                    change.record(NewEvent::new("store.rows_sealed").with("rows", rows))?;
                }
                report.sealed += batch.sealed;
                report.tampered += batch.tampered;
                Ok(batch.next)
            })?;
            let done = report.sealed + report.tampered;
            // Rows that others wrote meanwhile are sealed already, and some that were counted may be gone.
            let total = if position.is_none() { done } else { total.max(done) };
            progress(SealProgress { done, total });
            if position.is_some() {
                self.store().let_others_write();
            }
        }
        Ok(report)
    }

    /// Writes the file anew without what was deleted or replaced in it. `false`: others were using it.
    fn rewrite(&self) -> Result<bool, Error> {
        let _call = self.enter()?;
        self.store().rewrite()
    }
}
