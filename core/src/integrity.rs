//! What is wrong with a store's file, if anything is.

use serde::Serialize;

/// What a look at every page and row of a store has found.
///
/// # Examples
///
/// ```
/// use keywright::Keywright;
///
/// let integrity = Keywright::open_in_memory()?.check_integrity()?;
/// assert!(integrity.is_whole());
/// assert!(integrity.problems.is_empty());
/// # Ok::<(), keywright::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Integrity {
    /// What is wrong, one sentence each, never a stored value; at most a hundred of the pages.
    pub problems: Vec<String>,
}

impl Integrity {
    /// Returns whether nothing is wrong.
    ///
    /// # Examples
    ///
    /// ```
    /// # let keywright = keywright::Keywright::open_in_memory()?;
    /// assert!(keywright.check_integrity()?.is_whole());
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub const fn is_whole(&self) -> bool {
        self.problems.is_empty()
    }
}
