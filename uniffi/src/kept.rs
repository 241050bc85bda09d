//! Which verdicts the JVM has an object of: a hit hands out that object again, since a new one costs many times the check.
//!
//! The objects stand in an array on the other side, which many threads read while others write. So what crosses is a name that is
//! never given out twice: an object that bears it is the verdict of this very thing in memory, whoever put it there and when.
//! Other answers wait here, under a ticket, until the thread that asked has fetched them.

use std::collections::HashMap;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

use keywright::KeptId;

use crate::error::KeywrightError;
use crate::verdict::Verdict;

/// The most verdicts that a handle keeps: a direct-mapped table, in which a key takes the place of another beyond this. Few in
/// builds for development, so that the tests see it happen.
const MOST: usize = if cfg!(debug_assertions) { 64 } else { 1 << 17 };

/// Places that are made at once, when the first of them is needed.
const AT_ONCE: usize = 64;

/// What memory holds of a key, the name that it was given, and whether the other side has its object.
struct Kept {
    id: KeptId,
    name: i64,
    is_told: bool,
}

type Place = Mutex<Option<Kept>>;

/// What a call came to that has no object on the other side.
pub(crate) type Answer = Result<Verdict, KeywrightError>;

/// The names that were given out, by place, and the answers that wait.
pub(crate) struct KeptTable {
    places: Box<[OnceLock<Box<[Place]>>]>,
    /// How many names there were. A name is this number times the size of the table, plus a place.
    names: AtomicI64,
    tickets: AtomicI64,
    waiting: Mutex<HashMap<i64, Answer>>,
}

impl Default for KeptTable {
    fn default() -> Self {
        Self {
            places: (0..MOST / AT_ONCE).map(|_| OnceLock::new()).collect(),
            names: AtomicI64::new(0),
            tickets: AtomicI64::new(-1),
            waiting: Mutex::default(),
        }
    }
}

impl KeptTable {
    /// Returns the name of what memory holds of a key, if the other side has its object.
    pub(crate) fn told(&self, id: KeptId) -> Option<i64> {
        let place = self.place(id.index())?;
        place.as_ref().filter(|kept| kept.id == id && kept.is_told).map(|kept| kept.name)
    }

    /// Gives what memory holds of a key a name, which the other side is to be told with the verdict.
    pub(crate) fn name(&self, id: KeptId) -> Option<i64> {
        let mut place = self.place(id.index())?;
        if let Some(kept) = place.as_ref().filter(|kept| kept.id == id) {
            return Some(kept.name);
        }
        let most = i64::try_from(MOST).ok()?;
        let number = self.names.fetch_add(1, Ordering::Relaxed);
        let index = i64::try_from(id.index() % MOST).ok()?;
        let name = number.checked_mul(most)?.checked_add(index)?;
        *place = Some(Kept { id, name, is_told: false });
        Some(name)
    }

    /// Takes note that the object of this name is at its place now, and answers whether that is still true: another key may
    /// have taken the place since. Whoever calls this holds the lock of the other side's array.
    pub(crate) fn tell(&self, name: i64) -> bool {
        let Some(mut place) = usize::try_from(name).ok().and_then(|name| self.place(name)) else {
            return false;
        };
        match place.as_mut() {
            Some(kept) if kept.name == name => {
                kept.is_told = true;
                true
            }
            _ => false,
        }
    }

    /// Keeps an answer until it is fetched, and returns its ticket: a negative number.
    pub(crate) fn wait(&self, answer: Answer) -> i64 {
        let ticket = self.tickets.fetch_sub(1, Ordering::Relaxed);
        self.waiting().insert(ticket, answer);
        ticket
    }

    /// Fetches an answer.
    pub(crate) fn take(&self, ticket: i64) -> Option<Answer> {
        self.waiting().remove(&ticket)
    }

    /// Puts an answer back that the one who fetched it could not use.
    pub(crate) fn put_back(&self, ticket: i64, answer: Answer) {
        self.waiting().insert(ticket, answer);
    }

    fn waiting(&self) -> MutexGuard<'_, HashMap<i64, Answer>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn place(&self, index: usize) -> Option<MutexGuard<'_, Option<Kept>>> {
        let index = index % MOST;
        let made = || (0..AT_ONCE).map(|_| Mutex::new(None)).collect();
        let places = self.places.get(index / AT_ONCE)?.get_or_init(made);
        // What is done under the lock cannot leave half of it.
        Some(places.get(index % AT_ONCE)?.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// How many verdicts the other side has room for.
#[uniffi::export]
pub fn most_kept() -> i64 {
    i64::try_from(MOST).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use keywright::{Keywright, NewApiKey, VerifyOptions};

    use super::*;

    fn kept_ids(keywright: &Keywright, count: usize) -> Vec<KeptId> {
        let alice = keywright.user("alice");
        let keys = (0..count).map(|number| {
            let created =
                alice.create_api_key(NewApiKey::new(format!("key {number}"))).expect("made");
            let verify =
                || keywright.verify(created.value(), &VerifyOptions::new()).expect("checked");
            drop(verify());
            verify().kept_id().expect("kept")
        });
        keys.collect()
    }

    #[test]
    fn a_name_is_told_only_after_the_object_is_at_its_place() {
        let keywright = Keywright::open_in_memory().expect("opened");
        let id = kept_ids(&keywright, 1)[0];
        let table = KeptTable::default();
        assert_eq!(table.told(id), None);
        let name = table.name(id).expect("a name");
        assert_eq!((table.told(id), table.name(id)), (None, Some(name)));
        assert!(table.tell(name));
        assert_eq!(table.told(id), Some(name));
    }

    #[test]
    fn a_key_that_takes_anothers_place_takes_its_name_away() {
        let keywright = Keywright::open_in_memory().expect("opened");
        let ids = kept_ids(&keywright, MOST + 1);
        let same = |one: &KeptId, other: &KeptId| one.index() % MOST == other.index() % MOST;
        let (first, second) = ids
            .iter()
            .enumerate()
            .find_map(|(at, one)| {
                ids[at + 1..].iter().find(|other| same(one, other)).map(|other| (*one, *other))
            })
            .expect("more keys than places");
        let table = KeptTable::default();
        let name = table.name(first).expect("a name");
        assert!(table.tell(name));
        let other = table.name(second).expect("a name");
        assert_ne!(name, other);
        assert!(!table.tell(name), "its place is another's now");
        assert_eq!((table.told(first), table.told(second)), (None, None));
    }

    #[test]
    fn an_answer_is_fetched_once() {
        let table = KeptTable::default();
        let ticket = table.wait(Err(KeywrightError::defect()));
        assert!(ticket < 0);
        assert_eq!(table.take(ticket), Some(Err(KeywrightError::defect())));
        assert_eq!(table.take(ticket), None);
    }
}
