//! The moment of the store that the table is right for.

use std::num::NonZeroU64;

use super::atomics::{AtomicU64, Ordering, fence};

/// One state of the store, told by two words that no other state has: the change stamp of the store, as words.
///
/// One of them is not zero, so that a moment that may be missing fits into two registers: by way of memory it costs a check as
/// much as a gate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Moment(NonZeroU64, u64);

impl Moment {
    /// The first word counts something and never comes to its end.
    #[inline]
    pub(crate) const fn new(first: u64, second: u64) -> Self {
        Self(NonZeroU64::MIN.saturating_add(first), second)
    }

    const fn words(self) -> [u64; 2] {
        [self.0.get(), self.1]
    }
}

/// The moment up to which every change is taken into the table, for readers that take no lock.
pub(super) struct Validated {
    /// Odd while the words are being written. 0: there was no moment yet.
    sequence: AtomicU64,
    words: [AtomicU64; 2],
}

impl Default for Validated {
    fn default() -> Self {
        Self { sequence: AtomicU64::new(0), words: [AtomicU64::new(0), AtomicU64::new(0)] }
    }
}

impl Validated {
    /// Returns whether the table is right for a moment. Whoever gets a yes sees all that was dropped before.
    #[inline]
    pub(super) fn is(&self, moment: Moment) -> bool {
        self.since(moment).is_some()
    }

    /// Returns a number for as long as the table is right for a moment without a break. A moment that comes back has another.
    #[inline]
    pub(super) fn since(&self, moment: Moment) -> Option<u64> {
        let before = self.sequence.load(Ordering::Acquire);
        let words = self.words.each_ref().map(|word| word.load(Ordering::Relaxed));
        // The words are read before the second look at the sequence; pairs with the fence in `set`.
        fence(Ordering::Acquire);
        let is_right = before != 0
            && before & 1 == 0
            && self.sequence.load(Ordering::Relaxed) == before
            && words == moment.words();
        is_right.then_some(before)
    }

    /// Only the holder of the writer's lock may call this.
    pub(super) fn set(&self, moment: Moment) {
        let before = self.sequence.load(Ordering::Relaxed);
        self.sequence.store(before.wrapping_add(1), Ordering::Relaxed);
        // Whoever sees one of the words sees the odd sequence too.
        fence(Ordering::Release);
        for (word, value) in self.words.iter().zip(moment.words()) {
            word.store(value, Ordering::Relaxed);
        }
        // Release: all that was dropped from the table for this moment is seen by whoever sees it.
        self.sequence.store(before.wrapping_add(2), Ordering::Release);
    }
}
