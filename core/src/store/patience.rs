//! How long the calls of a thread wait for what others hold, where that is less than the store itself would wait.

use std::cell::Cell;
use std::sync::{Mutex, MutexGuard, TryLockError};
use std::thread;
use std::time::Duration;

use super::pragmas::wait_for_locks;
use super::sqlite::{Slot, lock};
use crate::error::{Error, ErrorCode};

/// How long a thread sleeps before it looks again whether a lock is free.
const NAP: Duration = Duration::from_millis(1);
/// How often it looks before it sleeps: nearly every lock is held for some microseconds.
const LOOKS: usize = 64;

thread_local! {
    static LEFT: Cell<Option<Duration>> = const { Cell::new(None) };
}

/// Makes calls of Keywright that wait at most so long for what others hold: the lock of another process, or a call of another
/// thread. Then they are `storage_busy`. Without, they wait as [`OpenOptions::busy_time_out`](crate::OpenOptions::busy_time_out)
/// says.
///
/// It is for those who must answer soon, such as an event loop that had to call [`Keywright::verify`](crate::Keywright::verify)
/// since memory had no answer. It holds for reading, on this thread; the time that a disk takes, or a busy processor, is not
/// in it.
///
/// # Examples
///
/// ```
/// use std::time::Duration;
///
/// use keywright::{Keywright, VerifyOptions, waiting_at_most};
///
/// let keywright = Keywright::open_in_memory()?;
/// let verdict = waiting_at_most(Duration::from_millis(50), || {
///     keywright.verify("not a key", &VerifyOptions::new())
/// })?;
/// assert!(!verdict.is_valid());
/// # Ok::<(), keywright::Error>(())
/// ```
pub fn waiting_at_most<T>(longest: Duration, work: impl FnOnce() -> T) -> T {
    let _restored = Restored(LEFT.replace(Some(longest)));
    work()
}

/// Puts back what held before, also when a call panics.
struct Restored(Option<Duration>);

impl Drop for Restored {
    fn drop(&mut self) {
        LEFT.set(self.0);
    }
}

/// How long this thread may wait; `None` where nobody said.
pub(crate) fn left() -> Option<Duration> {
    LEFT.get()
}

/// How long this thread waits, where it would wait so long by itself.
pub(crate) fn within(longest: Duration) -> Duration {
    left().map_or(longest, |left| left.min(longest))
}

/// Makes the connection of a slot wait no longer than this thread may.
pub(crate) fn apply(slot: &mut Slot, longest: Duration) -> Result<(), Error> {
    if let Some(connection) = &slot.connection
        && slot.patience != left()
    {
        wait_for_locks(connection, within(longest))?;
        slot.patience = left();
    }
    Ok(())
}

/// Takes note that the time is over, if that is what an error says: what follows in the same call would wait anew.
pub(crate) fn is_over(error: &Error) {
    if error.code() == ErrorCode::StorageBusy && left().is_some() {
        LEFT.set(Some(Duration::ZERO));
    }
}

/// Locks, within the time that this thread may wait.
pub(crate) fn lock_in_time<T>(mutex: &Mutex<T>) -> Result<MutexGuard<'_, T>, Error> {
    let Some(left) = left() else { return Ok(lock(mutex)) };
    // Naps are counted, and not the time on a clock: a thread that the processor has no time for has not waited for a lock.
    for nap in 0..=left.as_millis() / NAP.as_millis() {
        if nap > 0 {
            // Whoever unparks this thread cuts it short, and then it waits a little less.
            thread::park_timeout(NAP);
        }
        for _ in 0..LOOKS {
            match mutex.try_lock() {
                Ok(guard) => return Ok(guard),
                Err(TryLockError::Poisoned(poisoned)) => return Ok(poisoned.into_inner()),
                Err(TryLockError::WouldBlock) => thread::yield_now(),
            }
        }
    }
    Err(Error::new(
        ErrorCode::StorageBusy,
        "another call of this process keeps the store to itself; try again",
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lock_is_waited_for_only_so_long_and_only_within() {
        let mutex = Mutex::new(());
        let held = lock(&mutex);
        for longest in [Duration::ZERO, Duration::from_millis(3)] {
            let error = waiting_at_most(longest, || lock_in_time(&mutex).map(drop)).unwrap_err();
            assert_eq!(error.code(), ErrorCode::StorageBusy);
        }
        drop(held);
        assert!(waiting_at_most(Duration::ZERO, || lock_in_time(&mutex).is_ok()));
        assert_eq!(left(), None);
    }

    #[test]
    fn what_holds_within_is_over_with_the_call_also_when_it_panics() {
        waiting_at_most(Duration::from_secs(1), || {
            let busy = Error::new(ErrorCode::StorageBusy, "of the test");
            waiting_at_most(Duration::from_secs(2), || is_over(&busy));
            assert_eq!(left(), Some(Duration::from_secs(1)), "only the inner time was used up");
            is_over(&Error::new(ErrorCode::Closed, "of the test"));
            assert_eq!(left(), Some(Duration::from_secs(1)), "another error says nothing of it");
            is_over(&busy);
            assert_eq!(left(), Some(Duration::ZERO));
        });
        let panicked = std::panic::catch_unwind(|| waiting_at_most(NAP, || panic!("on purpose")));
        assert!(panicked.is_err());
        assert_eq!(left(), None);
    }
}
