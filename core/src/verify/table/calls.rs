//! The calls in flight on one handle, counted by lane.

use super::atomics::{AtomicU64, Ordering, Padded};
use crate::lane::{LANES, Lane};

/// Stands in every lane's word once no call may begin any more; below it is the count.
const CLOSED: u64 = 1 << 63;

/// Counts the calls in flight, so that closing can wait for them.
///
/// Whether it is closed stands in the same word as the count: a call that begins changes and asks in one step, and
/// needs no order between two words.
#[derive(Default)]
pub(crate) struct CallsInFlight {
    lanes: [Padded<AtomicU64>; LANES],
}

impl CallsInFlight {
    /// Begins a call; `None` when closed.
    pub(crate) fn enter(&self, lane: Lane) -> Option<Call<'_>> {
        let word = self.word(lane)?;
        // Acquire: what the closing thread did before is seen by a call that is refused.
        let before = word.fetch_add(1, Ordering::Acquire);
        let call = Call(word);
        (before & CLOSED == 0).then_some(call)
    }

    /// Refuses further calls and calls `wait` until those in flight have ended. Returns `false` when it was closed
    /// before, without waiting.
    pub(crate) fn close(&self, mut wait: impl FnMut()) -> bool {
        let mut is_first = true;
        for Padded(word) in &self.lanes {
            is_first &= word.fetch_or(CLOSED, Ordering::AcqRel) & CLOSED == 0;
        }
        if !is_first {
            return false;
        }
        for Padded(word) in &self.lanes {
            // A call that is being refused is counted for a moment too, and waiting for it does no harm. Acquire: what
            // the calls did is done before what follows the closing.
            while word.load(Ordering::Acquire) != CLOSED {
                wait();
            }
        }
        true
    }

    pub(crate) fn is_closed(&self) -> bool {
        self.lanes.iter().any(|Padded(word)| word.load(Ordering::Acquire) & CLOSED != 0)
    }

    /// Forgets the calls in flight: in the child of a fork they are another process's.
    pub(crate) fn forget(&self) {
        for Padded(word) in &self.lanes {
            word.fetch_and(CLOSED, Ordering::AcqRel);
        }
    }

    fn word(&self, lane: Lane) -> Option<&AtomicU64> {
        self.lanes.get(lane.index()).map(|Padded(word)| word)
    }
}

/// One call in flight; it ends when this is dropped.
pub(crate) struct Call<'a>(&'a AtomicU64);

impl Drop for Call<'_> {
    fn drop(&mut self) {
        // In a child the count begins at 0 again, also under a call that forked by code of the caller's. Release: what
        // the call did happens before the closing that waits for it goes on.
        let less = |word: u64| (word & !CLOSED != 0).then(|| word - 1);
        let _ = self.0.fetch_update(Ordering::Release, Ordering::Relaxed, less);
    }
}

#[cfg(all(test, not(loom)))]
mod tests {
    use std::sync::mpsc;

    use super::*;

    #[test]
    fn closing_waits_for_the_calls_of_every_lane_and_refuses_the_next() {
        let calls = CallsInFlight::default();
        let mut open: Vec<_> = (0..LANES).map(|lane| calls.enter(Lane::number(lane))).collect();
        assert!(open.iter().all(Option::is_some));
        let mut waits = 0;
        assert!(calls.close(|| {
            waits += 1;
            assert!(calls.enter(Lane::number(waits)).is_none());
            open.pop();
        }));
        assert_eq!(waits, LANES);
        assert!(calls.is_closed());
        assert!(!calls.close(|| unreachable!("a second closing does not wait")));
    }

    #[test]
    fn a_call_that_a_child_inherited_ends_without_being_counted() {
        let calls = CallsInFlight::default();
        let inherited = calls.enter(Lane::number(3));
        calls.forget();
        drop(inherited);
        let _call = calls.enter(Lane::number(3)).expect("open");
        calls.forget();
        assert!(calls.close(|| unreachable!("nothing is in flight")));
    }

    #[test]
    fn no_call_runs_once_closing_has_returned() {
        let calls = CallsInFlight::default();
        let is_done = std::sync::atomic::AtomicBool::new(false);
        let (began, begin) = mpsc::channel();
        std::thread::scope(|scope| {
            for lane in 0..4 {
                let (calls, is_done, began) = (&calls, &is_done, began.clone());
                scope.spawn(move || {
                    let mut told = Some(began);
                    while let Some(_call) = calls.enter(Lane::number(lane)) {
                        assert!(!is_done.load(Ordering::SeqCst), "a call after the closing");
                        told.take().map(|told| told.send(()));
                    }
                });
            }
            (0..4).for_each(|_| begin.recv().unwrap());
            assert!(calls.close(std::thread::yield_now));
            is_done.store(true, Ordering::SeqCst);
        });
    }
}
