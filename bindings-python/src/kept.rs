//! The verdicts that a handle hands out again, so that a check of a key in use makes no object.

use std::sync::{Mutex, PoisonError};

use keywright::KeptId;
use pyo3::prelude::*;

use crate::verdict::Verdict;

/// How many. A verdict takes about half a KiB, and a program has few keys in use at a time.
const PLACES: usize = 1024;

/// A verdict, and the name of what it says.
type Place = Option<(KeptId, Py<Verdict>)>;

/// One place for each small number; whoever comes later takes it. A verdict is handed out again only for the same name, which
/// nothing else has.
///
/// The lock is never waited for: it is taken with the GIL held, and nothing is done meanwhile that lets go of the GIL.
#[derive(Default)]
pub(crate) struct KeptVerdicts(Mutex<Vec<Place>>);

impl KeptVerdicts {
    pub(crate) fn get(&self, py: Python<'_>, id: KeptId) -> Option<Py<Verdict>> {
        let places = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match places.get(id.index() % PLACES)? {
            Some((of, verdict)) if *of == id => Some(verdict.clone_ref(py)),
            _ => None,
        }
    }

    pub(crate) fn put(&self, py: Python<'_>, id: KeptId, verdict: &Py<Verdict>) {
        let new = Some((id, verdict.clone_ref(py)));
        let mut places = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if places.is_empty() {
            places.resize_with(PLACES, || None);
        }
        let before =
            places.get_mut(id.index() % PLACES).and_then(|place| std::mem::replace(place, new));
        drop(places);
        // Only now: what is dropped may be the last of its kind, and Python then does as it likes.
        drop(before);
    }
}
