//! Which verdicts the JVM has an object of: a hit hands out that object again, since a new one costs many times the check.
//!
//! The objects stand in an array on the other side, which many threads read while others write. So what crosses is a name that is
//! never given out twice: an object that bears it is the verdict of this very thing in memory, whoever put it there and when.

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};

use keywright::KeptId;

/// The most verdicts that a handle keeps: a direct-mapped table, in which a key takes the place of another beyond this. Few in
/// builds for development, so that the tests see it happen.
const MOST: usize = if cfg!(debug_assertions) { 64 } else { 1 << 17 };

/// Places that are made at once, when the first of them is needed.
const AT_ONCE: usize = 64;

/// What memory holds of a key, and the name that it was given.
type Place = Mutex<Option<(KeptId, i64)>>;

/// The names that were given out, by place.
pub(crate) struct KeptTable {
    places: Box<[OnceLock<Box<[Place]>>]>,
    /// How many names there were. A name is this number times the size of the table, plus a place.
    given: AtomicI64,
}

impl Default for KeptTable {
    fn default() -> Self {
        let places = (0..MOST / AT_ONCE).map(|_| OnceLock::new()).collect();
        Self { places, given: AtomicI64::new(0) }
    }
}

impl KeptTable {
    /// Returns the name of what memory holds of a key: the one that it has, or a new one. The other side finds the place of the
    /// object by the remainder.
    pub(crate) fn name(&self, id: KeptId) -> i64 {
        let index = id.index() % MOST;
        let made = || (0..AT_ONCE).map(|_| Mutex::new(None)).collect();
        let places = self.places.get(index / AT_ONCE).map(|places| places.get_or_init(made));
        let Some(place) = places.and_then(|places| places.get(index % AT_ONCE)) else {
            // The division and the remainder leave nothing out; and a new name is never wrong.
            return self.new_name(index);
        };
        // Nothing between lock and unlock can panic.
        let mut place = place.lock().unwrap_or_else(PoisonError::into_inner);
        match &*place {
            Some((kept, name)) if *kept == id => *name,
            _ => {
                let name = self.new_name(index);
                *place = Some((id, name));
                name
            }
        }
    }

    fn new_name(&self, index: usize) -> i64 {
        let most = i64::try_from(MOST).unwrap_or(i64::MAX);
        let given = self.given.fetch_add(1, Ordering::Relaxed);
        given.wrapping_mul(most).wrapping_add(i64::try_from(index).unwrap_or(0))
    }
}

/// How many verdicts the other side has room for.
#[uniffi::export]
pub fn most_kept() -> i64 {
    i64::try_from(MOST).unwrap_or(i64::MAX)
}
