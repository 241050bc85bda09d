//! What sealing tells.

use serde::Serialize;

/// How far sealing has come.
///
/// # Examples
///
/// ```
/// use keywright::{Keywright, MasterKey, OpenOptions};
///
/// let options = OpenOptions::new().master_keys([MasterKey::generate()?]);
/// let keywright = options.open_in_memory()?;
/// let mut last = None;
/// keywright.rekey(|progress| last = Some(progress))?;
/// let last = last.expect("at least one step");
/// assert_eq!(last.done, last.total);
/// # Ok::<(), keywright::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SealProgress {
    /// Rows that were looked after so far.
    pub done: u64,
    /// Rows that there were to do at the beginning.
    pub total: u64,
}

/// What sealing did.
///
/// # Examples
///
/// ```
/// use keywright::{MasterKey, OpenOptions};
///
/// let options = OpenOptions::new().master_keys([MasterKey::generate()?]);
/// let report = options.open_in_memory()?.rekey(|_| ())?;
/// assert_eq!((report.tampered, report.is_residue_left), (0, false));
/// # Ok::<(), keywright::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct SealReport {
    /// Rows that were sealed.
    pub sealed: u64,
    /// Rows that were passed over, because something else than Keywright had changed them. No check accepts them.
    pub tampered: u64,
    /// Whether old values may still stand in the files, since others were using the store: do it again when it is quiet.
    pub is_residue_left: bool,
}

/// What is sealed in a store, and under which keys.
///
/// # Examples
///
/// ```
/// use keywright::{Keywright, MasterKey, OpenOptions};
///
/// assert!(!Keywright::open_in_memory()?.seal_status()?.is_sealed);
/// let master_key = MasterKey::generate()?;
/// let sealed = OpenOptions::new().master_keys([master_key.clone()]).open_in_memory()?;
/// assert_eq!(sealed.seal_status()?.sealed_with, Some(master_key.id()));
/// # Ok::<(), keywright::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct SealStatus {
    /// Whether the store has a data key, so that what is written is sealed.
    pub is_sealed: bool,
    /// The id of the master key that wraps the newest data key.
    pub sealed_with: Option<String>,
    /// The numbers of the data keys, lowest first. More than one: a re-key was begun and not finished.
    pub data_keys: Vec<u32>,
    /// Rows with a seal.
    pub sealed_rows: u64,
    /// Rows without one.
    pub unsealed_rows: u64,
    /// Whether this handle takes rows without a seal.
    pub accepts_unsealed: bool,
}
