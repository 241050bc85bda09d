//! The verdicts that a handle hands out again, so that a check of a key in use makes no object.

use std::sync::{Mutex, MutexGuard, PoisonError};

use keywright::KeptId;
use pyo3::prelude::*;

use crate::verdict::Verdict;

/// How many pairs of places. A verdict takes about half a KiB, and a program has few keys in use at a time.
const PAIRS: usize = 2048;

/// A verdict, and the name of what it says.
type Place = Option<(KeptId, Py<Verdict>)>;

/// A pair of places for each small number, on a line of the processor's cache. The names of keys are scattered over the numbers,
/// so of 256 keys one in five would share a single place with another, of which each then drives the other out; three in a
/// pair are rare.
#[derive(Default)]
#[repr(align(64))]
struct Pair([Place; 2]);

/// What is known of a pair. All of them together stay in the cache: of most keys of which nothing is kept no more than this is
/// looked at.
#[derive(Clone, Copy)]
struct Head {
    /// The numbers of the keys.
    numbers: [u32; 2],
    /// What was handed out again since it was last asked who could go.
    is_used: [bool; 2],
    /// How many were turned away since then.
    turned_away: u8,
}

/// Stands where no key is. No table has so many.
const NOBODY: u32 = u32::MAX;

/// Where both places are taken, so many are turned away before one that was not used meanwhile must go. A key of which there
/// are a hundred thousand is seldom seen again, and its verdict had better die at once, while the processor has it at hand.
const TURNED_AWAY: u8 = 15;

#[derive(Default)]
struct Table {
    heads: Vec<Head>,
    pairs: Vec<Pair>,
}

/// A verdict is handed out again only for the same name, which nothing else has. The lock is never waited for: it is taken with
/// the GIL held, and nothing is done meanwhile that lets go of the GIL.
#[derive(Default)]
pub(crate) struct KeptVerdicts(Mutex<Table>);

impl KeptVerdicts {
    pub(crate) fn get(&self, py: Python<'_>, id: KeptId) -> Option<Py<Verdict>> {
        let mut table = self.table();
        let Table { heads, pairs } = &mut *table;
        let index = id.index() % PAIRS;
        let head = heads.get_mut(index)?;
        let place = head.numbers.iter().position(|of| *of == number(id))?;
        let Pair(places) = pairs.get(index)?;
        match places.get(place)? {
            Some((of, verdict)) if *of == id => {
                *head.is_used.get_mut(place)? = true;
                Some(verdict.clone_ref(py))
            }
            _ => None,
        }
    }

    /// Keeps a verdict, if there is a place for it.
    pub(crate) fn put(&self, py: Python<'_>, id: KeptId, verdict: &Py<Verdict>) {
        let mut table = self.table();
        let before = table.put(py, id, verdict);
        drop(table);
        // Only now: what is dropped may be the last of its kind, and Python then does as it likes.
        drop(before);
    }

    fn table(&self) -> MutexGuard<'_, Table> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Table {
    /// Returns what stood in the place before.
    fn put(&mut self, py: Python<'_>, id: KeptId, verdict: &Py<Verdict>) -> Place {
        if self.pairs.is_empty() {
            self.heads.resize(PAIRS, Head::EMPTY);
            self.pairs.resize_with(PAIRS, Default::default);
        }
        let index = id.index() % PAIRS;
        let place = self.heads.get_mut(index)?.place_for(number(id))?;
        let Pair(places) = self.pairs.get_mut(index)?;
        places.get_mut(place)?.replace((id, verdict.clone_ref(py)))
    }
}

impl Head {
    const EMPTY: Self = Self { numbers: [NOBODY; 2], is_used: [false; 2], turned_away: 0 };

    /// Finds a place for a key and gives it to it. A key has one place: what is said of it anew takes that of what was said
    /// before.
    fn place_for(&mut self, number: u32) -> Option<usize> {
        let place_of = |wanted| self.numbers.iter().position(|of| *of == wanted);
        let place = match place_of(number).or_else(|| place_of(NOBODY)) {
            Some(place) => place,
            None => self.make_room()?,
        };
        *self.numbers.get_mut(place)? = number;
        *self.is_used.get_mut(place)? = false;
        Some(place)
    }

    fn make_room(&mut self) -> Option<usize> {
        if self.turned_away < TURNED_AWAY {
            self.turned_away += 1;
            return None;
        }
        self.turned_away = 0;
        let unused = self.is_used.iter().position(|is_used| !is_used);
        self.is_used = [false; 2];
        unused
    }
}

/// The number of a key, which no other has at this moment.
fn number(id: KeptId) -> u32 {
    u32::try_from(id.index()).unwrap_or(NOBODY)
}
