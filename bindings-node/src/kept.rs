//! Which verdicts JavaScript has an object of: a hit hands out that object again, since a new one costs several times the check.
//!
//! The objects stand in an array of the TypeScript half, at the places that this table gives out. Both belong to one handle in
//! one thread of JavaScript, so neither needs a lock.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use keywright::KeptId;

/// The most objects that a handle keeps; beyond this each new one takes the place of the oldest. Few in builds for development,
/// so that the tests see it happen.
const MOST: usize = if cfg!(debug_assertions) { 64 } else { 1 << 17 };

/// What memory holds of keys, and where their objects are.
///
/// The core's numbers are scattered over its whole table. The places are given out one after another instead: as many keys as are
/// in use, so many objects stand close together, and keys do not push each other out before all places are taken.
#[derive(Default)]
pub(crate) struct KeptTable {
    by_number: HashMap<usize, Kept, BuildHasherDefault<NumberHasher>>,
    /// The number of the key whose object was last written to a place.
    numbers: Vec<usize>,
    /// The place that is given out next when all are taken.
    oldest: usize,
}

/// The name of a verdict that there is an object of, and where that is.
struct Kept {
    id: KeptId,
    place: u32,
}

impl KeptTable {
    /// Says where the object of this very name is.
    #[inline]
    pub(crate) fn place(&self, id: KeptId) -> Option<u32> {
        let kept = self.by_number.get(&id.index())?;
        (kept.id == id).then_some(kept.place)
    }

    /// Gives out a place for the object of a name, and forgets whose is there. What comes next writes an object there, and might
    /// fail.
    pub(crate) fn vacate(&mut self, id: KeptId) -> Option<u32> {
        if let Some(before) = self.by_number.remove(&id.index()) {
            return Some(before.place);
        }
        let place = if self.numbers.len() < MOST {
            self.numbers.len()
        } else {
            let oldest = self.oldest;
            self.oldest = (oldest + 1) % MOST;
            oldest
        };
        let place = u32::try_from(place).ok()?;
        self.forget(place);
        Some(place)
    }

    /// Remembers that the object of this name is at its place.
    pub(crate) fn occupy(&mut self, id: KeptId, place: u32) {
        // Two names with one place would hand out each other's object, so this does not count on the order of the calls.
        self.forget(place);
        let Ok(at) = usize::try_from(place) else { return };
        if at == self.numbers.len() {
            self.numbers.push(id.index());
        } else if let Some(number) = self.numbers.get_mut(at) {
            *number = id.index();
        } else {
            return;
        }
        self.by_number.insert(id.index(), Kept { id, place });
    }

    /// Forgets whose object is at a place.
    fn forget(&mut self, place: u32) {
        let number = usize::try_from(place).ok().and_then(|place| self.numbers.get(place));
        if let Some(number) = number
            && self.by_number.get(number).is_some_and(|kept| kept.place == place)
        {
            self.by_number.remove(number);
        }
    }
}

/// Spreads the core's numbers. They are its own, so nobody outside can choose ones that collide.
#[derive(Default)]
struct NumberHasher(u64);

impl Hasher for NumberHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_usize(usize::from(*byte));
        }
    }

    fn write_usize(&mut self, number: usize) {
        // By the golden ratio: neighbours come to lie far apart, and both ends of the result are spread.
        self.0 = (self.0 ^ number as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }
}
