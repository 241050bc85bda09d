//! Which verdicts JavaScript has an object of: a hit hands out that object again, since a new one costs several times the check.
//!
//! The objects stand in an array of the TypeScript half, at the places that this table gives out. Both belong to one handle in
//! one thread of JavaScript, so neither needs a lock.

use keywright::KeptId;

/// The most objects that a handle keeps: a direct-mapped table, in which a key takes the place of another beyond this. Few in
/// builds for development, so that the tests see it happen.
const MOST: usize = if cfg!(debug_assertions) { 64 } else { 1 << 17 };

/// What memory holds of a key, by place.
#[derive(Default)]
pub(crate) struct KeptTable(Vec<Option<KeptId>>);

impl KeptTable {
    /// Where the object of a kept verdict belongs.
    pub(crate) const fn place(id: KeptId) -> usize {
        id.index() % MOST
    }

    /// Says whether the object at its place is the one of this very name.
    pub(crate) fn has(&self, id: KeptId) -> bool {
        self.0.get(Self::place(id)).is_some_and(|kept| *kept == Some(id))
    }

    /// Forgets what is at the place of a name. What comes next writes an object there, and might fail.
    pub(crate) fn vacate(&mut self, id: KeptId) {
        if let Some(kept) = self.0.get_mut(Self::place(id)) {
            *kept = None;
        }
    }

    /// Remembers that the object of this name is at its place.
    pub(crate) fn occupy(&mut self, id: KeptId) {
        let place = Self::place(id);
        if place >= self.0.len() {
            self.0.resize((place + 1).next_power_of_two(), None);
        }
        if let Some(kept) = self.0.get_mut(place) {
            *kept = Some(id);
        }
    }
}
