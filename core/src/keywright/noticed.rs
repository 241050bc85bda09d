//! What checks noticed and the store does not know yet: merged, bounded, and lost with the process.

use std::collections::HashMap;

use serde_json::{Map, Value};

use crate::clock::Timestamp;
use crate::key::{ApiKeyId, GenerationId};
use crate::signal::{NewSignal, SignalKind};

/// The most that waits. What comes on top is dropped and counted: a check has no room to wait for the disk.
const MOST_WAITING: usize = 10_000;
/// The most signals of the last hours that are remembered, so that the same again costs no transaction.
const MOST_HEARD: usize = 10_000;
/// How often one notice is tried that fails by itself, before it is dropped.
const MOST_TRIES: u8 = 60;

/// What waits for the flusher. One more kind of notice is one more method here and one more arm where they are written.
#[derive(Default)]
pub(super) struct Noticed {
    waiting: HashMap<Subject, Waiting>,
    /// The hour in which a signal was last noticed. Also of those that are being written at this moment.
    heard: HashMap<(SignalKind, String), Timestamp>,
    dropped: u64,
}

/// What two notices have in common that are one.
#[derive(PartialEq, Eq, Hash)]
enum Subject {
    FirstUse(GenerationId),
    Signal(SignalKind, String, Timestamp),
}

/// One thing that was noticed.
pub(super) enum Notice {
    FirstUse(FirstUse),
    Signal(NewSignal),
}

/// A check accepted a generation that, by its row, nobody had used before.
pub(super) struct FirstUse {
    pub(super) api_key_id: ApiKeyId,
    pub(super) generation: GenerationId,
    pub(super) at: Timestamp,
}

/// A notice with what became of it so far.
pub(super) struct Waiting {
    pub(super) notice: Notice,
    tries: u8,
}

impl Noticed {
    /// Notes that a generation was accepted. Only the first use counts.
    pub(super) fn first_use(&mut self, first: FirstUse) {
        self.add(Waiting { notice: Notice::FirstUse(first), tries: 0 });
    }

    /// Notes that a stored row is not what Keywright wrote. The evidence holds no secret.
    pub(super) fn tampered(
        &mut self,
        about: impl Into<String>,
        at: Timestamp,
        evidence: Map<String, Value>,
    ) {
        self.signal(SignalKind::Tampered, about.into(), at, || evidence);
    }

    /// Notes a signal, unless the same was noticed in the same hour. The evidence is asked for only when it is needed.
    pub(super) fn signal(
        &mut self,
        kind: SignalKind,
        about: String,
        at: Timestamp,
        evidence: impl FnOnce() -> Map<String, Value>,
    ) {
        let hour = at.floor_to_hour();
        let subject = (kind, about);
        if self.heard.get(&subject) == Some(&hour) {
            return;
        }
        let signal = NewSignal { kind, about: subject.1.clone(), at, evidence: evidence() };
        if self.add(Waiting { notice: Notice::Signal(signal), tries: 0 }) {
            self.remember(subject, hour);
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.waiting.is_empty()
    }

    pub(super) fn len(&self) -> usize {
        self.waiting.len()
    }

    /// Returns how many notices were dropped so far.
    pub(super) const fn dropped(&self) -> u64 {
        self.dropped
    }

    /// Takes out all that waits, the earliest first.
    pub(super) fn take(&mut self) -> Vec<Waiting> {
        let mut batch: Vec<_> = self.waiting.drain().map(|(_, waiting)| waiting).collect();
        batch.sort_by_key(Waiting::at);
        batch
    }

    /// Lets wait again what could not be written.
    pub(super) fn put_back(&mut self, batch: Vec<Waiting>) {
        for waiting in batch {
            // What came meanwhile about the same came later.
            self.waiting.remove(&waiting.subject());
            if waiting.tries >= MOST_TRIES {
                self.dropped += 1;
                continue;
            }
            let signal = match &waiting.notice {
                Notice::Signal(signal) => Some((signal.kind, signal.about.clone())),
                Notice::FirstUse(_) => None,
            };
            // What found no room is noticed again when it is seen again.
            if !self.add(waiting)
                && let Some(signal) = signal
            {
                self.heard.remove(&signal);
            }
        }
    }

    /// Returns whether the notice waits now, or did already.
    fn add(&mut self, waiting: Waiting) -> bool {
        let subject = waiting.subject();
        let has_room = self.waiting.len() < MOST_WAITING;
        if self.waiting.contains_key(&subject) {
            return true;
        }
        if has_room {
            self.waiting.insert(subject, waiting);
        } else {
            self.dropped += 1;
        }
        has_room
    }

    fn remember(&mut self, subject: (SignalKind, String), hour: Timestamp) {
        if self.heard.len() >= MOST_HEARD {
            self.heard.retain(|_, heard| *heard >= hour);
        }
        if self.heard.len() >= MOST_HEARD {
            // The store still knows better; only the transaction that asks it is spent.
            self.heard.clear();
        }
        self.heard.insert(subject, hour);
    }
}

impl Waiting {
    /// Says that this notice, and no trouble of the whole store, was why it could not be written.
    pub(super) const fn count_failure(&mut self) {
        self.tries = self.tries.saturating_add(1);
    }

    fn subject(&self) -> Subject {
        match &self.notice {
            Notice::FirstUse(first) => Subject::FirstUse(first.generation),
            Notice::Signal(signal) => {
                Subject::Signal(signal.kind, signal.about.clone(), signal.at.floor_to_hour())
            }
        }
    }

    fn at(&self) -> Timestamp {
        match &self.notice {
            Notice::FirstUse(first) => first.at,
            Notice::Signal(signal) => signal.at,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    const HOUR: Duration = Duration::from_secs(3600);

    fn start() -> Timestamp {
        Timestamp::from_millis(1_800_000_000_000).unwrap().floor_to_hour()
    }

    fn after(duration: Duration) -> Timestamp {
        start().checked_add(duration).unwrap()
    }

    fn first_use(number: u128, at: Timestamp) -> FirstUse {
        let id = uuid::Uuid::from_u128(number);
        FirstUse { api_key_id: id.into(), generation: id.into(), at }
    }

    #[test]
    fn the_same_signal_waits_once_an_hour_also_after_it_was_taken() {
        let mut noticed = Noticed::default();
        for minute in 0..180 {
            noticed.tampered("settings", after(Duration::from_secs(60 * minute)), Map::new());
            noticed.tampered("api_key:1", after(Duration::from_secs(60 * minute)), Map::new());
            if minute % 7 == 0 {
                let taken = noticed.take();
                assert!(taken.len() <= 2);
                // A flush that fails every second time.
                if minute % 2 == 0 {
                    noticed.put_back(taken);
                }
            }
        }
        assert_eq!(noticed.heard.len(), 2);
        let hours: Vec<_> = noticed.take().iter().map(|one| one.at().floor_to_hour()).collect();
        assert!(hours.len() <= 2 && hours.iter().all(|hour| *hour == after(HOUR * 2)));
        assert_eq!(noticed.dropped(), 0);
    }

    #[test]
    fn of_two_uses_the_first_counts_also_when_it_comes_back_from_a_failed_flush() {
        let mut noticed = Noticed::default();
        noticed.first_use(first_use(1, start()));
        noticed.first_use(first_use(1, after(HOUR)));
        let taken = noticed.take();
        noticed.first_use(first_use(1, after(HOUR * 2)));
        noticed.put_back(taken);
        assert!(noticed.take().iter().map(Waiting::at).eq([start()]));
    }

    #[test]
    fn what_waits_is_bounded_and_what_was_dropped_is_counted() {
        let mut noticed = Noticed::default();
        let most = u32::try_from(MOST_WAITING).unwrap();
        for number in 0..most + 5 {
            noticed.first_use(first_use(number.into(), after(Duration::from_secs(number.into()))));
        }
        noticed.tampered("settings", start(), Map::new());
        assert_eq!((noticed.len(), noticed.dropped()), (MOST_WAITING, 6));
        let taken = noticed.take();
        assert!(taken.is_sorted_by_key(Waiting::at));
        for number in most..most + 5 {
            noticed.first_use(first_use(number.into(), start()));
        }
        noticed.tampered("settings", start(), Map::new());
        assert_eq!(noticed.len(), 6, "a signal that was dropped is noticed again");
        noticed.put_back(taken);
        assert_eq!((noticed.len(), noticed.dropped()), (MOST_WAITING, 12));

        let mut noticed = Noticed::default();
        for number in 0..3 * MOST_HEARD {
            noticed.tampered(number.to_string(), start(), Map::new());
            noticed.take();
        }
        assert!(noticed.heard.len() <= MOST_HEARD);
    }

    #[test]
    fn a_notice_that_always_fails_is_given_up() {
        let mut noticed = Noticed::default();
        noticed.first_use(first_use(1, start()));
        for _ in 0..MOST_TRIES {
            let mut taken = noticed.take();
            assert_eq!(taken.len(), 1);
            taken.iter_mut().for_each(Waiting::count_failure);
            noticed.put_back(taken);
        }
        assert_eq!((noticed.len(), noticed.dropped()), (0, 1));
    }
}
