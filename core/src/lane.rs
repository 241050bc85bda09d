//! A number for each thread, so that threads which work at the same time keep out of each other's way.

use std::sync::atomic::{AtomicUsize, Ordering};

/// Returns a number that differs from thread to thread.
pub(crate) fn lane() -> usize {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    thread_local! {
        static LANE: usize = NEXT.fetch_add(1, Ordering::Relaxed);
    }
    LANE.try_with(|lane| *lane).unwrap_or(0)
}
