//! The atomics that the table is made of: the standard library's, or those of `loom`, which tries every interleaving.

#[cfg(all(test, loom))]
pub(super) use loom::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering, fence};
#[cfg(all(test, loom))]
pub(super) use loom::sync::{Mutex, MutexGuard};
#[cfg(not(all(test, loom)))]
pub(super) use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering, fence};
#[cfg(not(all(test, loom)))]
pub(super) use std::sync::{Mutex, MutexGuard};

use std::ops::Deref;
use std::sync::{PoisonError, TryLockError};

/// How many words one cache line holds.
pub(super) const LINE: usize = 8;

/// Something that shares its cache lines with nothing else. Two of them, because processors fetch lines in pairs.
#[derive(Default)]
#[repr(align(128))]
pub(super) struct Padded<T>(pub(super) T);

/// Words that were zeros when they were made, and stay where they are.
pub(super) enum Words {
    Small(Box<[AtomicU64]>),
    #[cfg(all(target_os = "linux", not(all(test, loom))))]
    Large(super::pages::Pages),
}

impl Words {
    /// Makes so many. The system gives the memory as it is first written to.
    pub(super) fn zeroed(words: usize) -> Self {
        #[cfg(all(target_os = "linux", not(all(test, loom))))]
        if words >= super::pages::Pages::LARGE
            && let Some(pages) = super::pages::Pages::zeroed(words)
        {
            return Self::Large(pages);
        }
        Self::Small(zeroed(words))
    }
}

impl Deref for Words {
    type Target = [AtomicU64];

    #[inline(always)]
    fn deref(&self) -> &[AtomicU64] {
        match self {
            Self::Small(words) => words,
            #[cfg(all(target_os = "linux", not(all(test, loom))))]
            Self::Large(pages) => pages.words(),
        }
    }
}

/// Cache lines of eight words. The first begins at an address that is a multiple of 128, since processors fetch lines in pairs.
pub(super) struct Lines {
    words: Words,
    /// The first word that lies at such an address.
    first: usize,
}

impl Lines {
    pub(super) fn zeroed(lines: usize) -> Self {
        let words = Words::zeroed(lines.saturating_add(2).saturating_mul(LINE));
        let first = words.as_ptr().align_offset(128).min(2 * LINE);
        Self { words, first }
    }

    #[inline]
    pub(super) fn line(&self, number: usize) -> Option<&[AtomicU64; LINE]> {
        self.words.get(self.first + number * LINE..)?.first_chunk()
    }
}

/// Returns so many zeros. The system gives the memory page by page as it is first written to.
#[cfg(not(all(test, loom)))]
pub(super) fn zeroed(words: usize) -> Box<[AtomicU64]> {
    bytemuck::zeroed_slice_box(words)
}

/// As [`zeroed`], of half the size.
#[cfg(not(all(test, loom)))]
pub(super) fn zeroed_halves(halves: usize) -> Box<[AtomicU32]> {
    bytemuck::zeroed_slice_box(halves)
}

#[cfg(all(test, loom))]
pub(super) fn zeroed(words: usize) -> Box<[AtomicU64]> {
    (0..words).map(|_| AtomicU64::new(0)).collect()
}

#[cfg(all(test, loom))]
pub(super) fn zeroed_halves(halves: usize) -> Box<[AtomicU32]> {
    (0..halves).map(|_| AtomicU32::new(0)).collect()
}

/// Takes a lock. What it guards is whole at every step, so a panic of another thread leaves nothing half done.
pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Takes a lock if it is free.
pub(super) fn try_lock<T>(mutex: &Mutex<T>) -> Option<MutexGuard<'_, T>> {
    match mutex.try_lock() {
        Ok(guard) => Some(guard),
        Err(TryLockError::Poisoned(poisoned)) => Some(poisoned.into_inner()),
        Err(TryLockError::WouldBlock) => None,
    }
}
