//! Whether the store is whole.

use super::handle::Keywright;
use crate::error::Error;
use crate::integrity::Integrity;

impl Keywright {
    /// Looks at every page and row of the store, in one snapshot, and says what is wrong with it.
    ///
    /// The answer is about the file and not about keys: a store that was changed by hand can be whole. It takes seconds for
    /// a million keys, stops no check and no change, and keeps the log from being folded into the store meanwhile.
    ///
    /// # Errors
    ///
    /// `permission_denied` when acting as a user; `storage_corrupt` when the damage does not even let it look; other
    /// storage errors.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{Keywright, NewApiKey};
    ///
    /// # let folder = tempfile::tempdir().expect("a folder");
    /// # let path = folder.path().join("keys.db");
    /// let keywright = Keywright::open(&path)?;
    /// keywright.user("alice").create_api_key(NewApiKey::new("CI"))?;
    /// assert!(keywright.check_integrity()?.is_whole());
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub fn check_integrity(&self) -> Result<Integrity, Error> {
        self.authority().require_server("check the store")?;
        Ok(Integrity { problems: self.read(|rows| rows.problems())? })
    }
}
