//! The verdicts that a handle hands out again, so that a check of a key in use makes no object.

use std::sync::{Mutex, MutexGuard, PoisonError};

use keywright::KeptId;
use pyo3::prelude::*;

use crate::verdict::Verdict;

/// How many pairs of places. A verdict takes about half a KiB, and a program has few keys in use at a time.
const PAIRS: usize = 2048;

/// A verdict, and the name of what it says.
type Place = Option<(KeptId, Py<Verdict>)>;

/// A pair of places for each small number. The names of keys are scattered over the numbers, so of 256 keys one in five would
/// share a single place with another, of which each then drives the other out; three in a pair are rare.
///
/// A verdict is handed out again only for the same name, which nothing else has. The lock is never waited for: it is taken with
/// the GIL held, and nothing is done meanwhile that lets go of the GIL.
#[derive(Default)]
pub(crate) struct KeptVerdicts(Mutex<Vec<[Place; 2]>>);

impl KeptVerdicts {
    pub(crate) fn get(&self, py: Python<'_>, id: KeptId) -> Option<Py<Verdict>> {
        let pairs = self.pairs();
        let pair = pairs.get(id.index() % PAIRS)?.iter().flatten();
        pair.into_iter().find(|(of, _)| *of == id).map(|(_, verdict)| verdict.clone_ref(py))
    }

    /// Keeps a verdict in the place of the older one of two.
    pub(crate) fn put(&self, py: Python<'_>, id: KeptId, verdict: &Py<Verdict>) {
        let new = Some((id, verdict.clone_ref(py)));
        let mut pairs = self.pairs();
        if pairs.is_empty() {
            pairs.resize_with(PAIRS, Default::default);
        }
        let oldest = pairs.get_mut(id.index() % PAIRS).and_then(|[newer, older]| {
            let newer = std::mem::replace(newer, new);
            std::mem::replace(older, newer)
        });
        drop(pairs);
        // Only now: what is dropped may be the last of its kind, and Python then does as it likes.
        drop(oldest);
    }

    fn pairs(&self) -> MutexGuard<'_, Vec<[Place; 2]>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
