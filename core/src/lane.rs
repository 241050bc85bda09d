//! Lanes: each thread counts in a place of its own, so that two threads do not wait for one cache line.

use std::cell::Cell;
use std::sync::atomic::{AtomicUsize, Ordering};

/// How many lanes there are. With more threads some share a lane, which costs time and changes no number.
pub(crate) const LANES: usize = if cfg!(loom) { 2 } else { 16 };

/// The place in which one thread counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Lane(usize);

impl Lane {
    /// Returns the lane of this thread. Threads are given them in turn.
    pub(crate) fn current() -> Self {
        const NONE: usize = usize::MAX;
        static NEXT: AtomicUsize = AtomicUsize::new(0);
        thread_local! {
            static MINE: Cell<usize> = const { Cell::new(NONE) };
        }
        let lane = MINE.get();
        if lane != NONE {
            return Self(lane);
        }
        let given = Self::number(NEXT.fetch_add(1, Ordering::Relaxed));
        MINE.set(given.0);
        given
    }

    /// Returns the lane of a number.
    pub(crate) const fn number(number: usize) -> Self {
        Self(number % LANES)
    }

    pub(crate) const fn index(self) -> usize {
        self.0
    }
}

#[cfg(all(test, not(loom)))]
mod tests {
    use super::*;

    #[test]
    fn a_thread_keeps_its_lane_and_the_next_gets_another() {
        let mine = Lane::current();
        assert_eq!(mine, Lane::current());
        // Other tests start threads meanwhile, so the lane of one new thread may be ours by chance; not of each.
        let others: Vec<_> =
            (0..3).map(|_| std::thread::spawn(Lane::current).join().unwrap()).collect();
        assert!(others.iter().any(|other| *other != mine));
    }
}
