//! The verdicts that a handle hands out again, so that a check of a key in use makes no object.

use std::sync::{Mutex, MutexGuard, PoisonError};

use keywright::KeptId;
use pyo3::prelude::*;

use crate::verdict::Verdict;

/// How many pairs of places. A verdict takes about half a KiB, and a program has few keys in use at a time.
const PAIRS: usize = 2048;

/// A verdict, and the name of what it says.
type Place = Option<(KeptId, Py<Verdict>)>;

/// A pair of places for each small number, the newer first, on a line of the processor's cache. The names of keys are scattered
/// over the numbers, so of 256 keys one in five would share a single place with another, of which each then drives the other
/// out; three in a pair are rare.
#[derive(Default)]
#[repr(align(64))]
struct Pair([Place; 2]);

/// Where both places are taken, so many are turned away before one drives the older out. A key of which there are a hundred
/// thousand is seldom seen again, and its verdict had better die at once, while the processor has it at hand.
const TURNED_AWAY: u8 = 15;

/// Stands where no key is. No table has so many.
const NOBODY: u32 = u32::MAX;

#[derive(Default)]
struct Table {
    /// The numbers of the keys at each pair. They are a tenth of the whole and stay in the cache: of most keys of which nothing
    /// is kept no more than this is looked at.
    numbers: Vec<[u32; 2]>,
    pairs: Vec<Pair>,
    /// How many were turned away at each pair since the last one was let in.
    turned_away: Vec<u8>,
}

/// A verdict is handed out again only for the same name, which nothing else has. The lock is never waited for: it is taken with
/// the GIL held, and nothing is done meanwhile that lets go of the GIL.
#[derive(Default)]
pub(crate) struct KeptVerdicts(Mutex<Table>);

impl KeptVerdicts {
    pub(crate) fn get(&self, py: Python<'_>, id: KeptId) -> Option<Py<Verdict>> {
        let table = self.table();
        let index = id.index() % PAIRS;
        let place = table.numbers.get(index)?.iter().position(|of| *of == number(id))?;
        let Pair(places) = table.pairs.get(index)?;
        match places.get(place)? {
            Some((of, verdict)) if *of == id => Some(verdict.clone_ref(py)),
            _ => None,
        }
    }

    /// Keeps a verdict in a free place, or sometimes in that of the older one of two.
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
            self.numbers.resize(PAIRS, [NOBODY; 2]);
            self.pairs.resize_with(PAIRS, Default::default);
            self.turned_away.resize(PAIRS, 0);
        }
        let index = id.index() % PAIRS;
        let numbers = self.numbers.get_mut(index)?;
        let Pair(places) = self.pairs.get_mut(index)?;
        let turned_away = self.turned_away.get_mut(index)?;
        let new = Some((id, verdict.clone_ref(py)));
        // A key has one place: what is said of it anew takes that of what was said before.
        if let Some(place) = numbers.iter().position(|of| *of == number(id)) {
            return std::mem::replace(places.get_mut(place)?, new);
        }
        let [newer, older] = places;
        if older.is_some() && *turned_away < TURNED_AWAY {
            *turned_away += 1;
            return new;
        }
        *turned_away = 0;
        *numbers = [number(id), numbers[0]];
        std::mem::replace(older, std::mem::replace(newer, new))
    }
}

/// The number of a key, which no other has at this moment.
fn number(id: KeptId) -> u32 {
    u32::try_from(id.index()).unwrap_or(NOBODY)
}
