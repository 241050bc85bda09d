//! For tests of your own code: a store in memory whose clock stands still until you move it.

use std::ops::Deref;
use std::sync::Arc;

use crate::clock::{TestClock, Timestamp};
use crate::error::Error;
use crate::keywright::{Keywright, OpenOptions};

/// A store in memory with a clock that a test moves. It takes no path, so a real store can never get one.
///
/// # Examples
///
/// ```
/// use std::time::Duration;
/// use keywright::{testing, NewApiKey, Reason, Timestamp, VerifyOptions};
///
/// let store = testing::open_for_tests(Timestamp::from_millis(1_800_000_000_000)?)?;
/// let new = NewApiKey::new("trial").expires_in(Duration::from_secs(90 * 24 * 3600));
/// let created = store.user("alice").create_api_key(new)?;
///
/// store.clock().advance(Duration::from_secs(91 * 24 * 3600))?;
/// let verdict = store.verify(created.value(), &VerifyOptions::new())?;
/// assert_eq!(verdict.reason(), Some(Reason::Expired));
/// # Ok::<(), keywright::Error>(())
/// ```
#[derive(Debug)]
pub struct TestStore {
    keywright: Keywright,
    clock: Arc<TestClock>,
}

/// Opens a store in memory whose clock shows `now` until it is moved.
///
/// # Errors
///
/// As [`Keywright::open_in_memory`].
///
/// # Examples
///
/// ```
/// use keywright::{Timestamp, testing};
///
/// let start = Timestamp::from_millis(1_800_000_000_000)?;
/// let store = testing::open_for_tests(start)?;
/// assert_eq!(store.now(), start);
/// # Ok::<(), keywright::Error>(())
/// ```
pub fn open_for_tests(now: Timestamp) -> Result<TestStore, Error> {
    let clock = Arc::new(TestClock::new(now));
    let keywright = OpenOptions::new().test_clock(Arc::clone(&clock)).open_in_memory()?;
    Ok(TestStore { keywright, clock })
}

/// Makes a clock for `OpenOptions::clock`: a store on disk whose time a test of this workspace moves. Not in a release.
///
/// # Examples
///
/// ```
/// use keywright::{OpenOptions, Timestamp, testing};
///
/// let start = Timestamp::from_millis(1_800_000_000_000)?;
/// let clock = testing::test_clock(start);
/// let keywright = OpenOptions::new().clock(clock).open_in_memory()?;
/// assert_eq!(keywright.now(), start);
/// # Ok::<(), keywright::Error>(())
/// ```
#[cfg(feature = "testing")]
#[must_use]
pub fn test_clock(now: Timestamp) -> Arc<TestClock> {
    Arc::new(TestClock::new(now))
}

/// Writes what a handle has counted about the use of keys, as it happens at the end of each interval. Not in a release.
///
/// # Errors
///
/// As the file of usage answers; the counts stay in memory then.
///
/// # Examples
///
/// ```
/// use keywright::{Keywright, NewApiKey, VerifyOptions, testing};
///
/// let keywright = Keywright::open_in_memory()?;
/// let created = keywright.user("alice").create_api_key(NewApiKey::new("CI"))?;
/// assert!(keywright.verify(created.value(), &VerifyOptions::new())?.is_valid());
/// testing::flush_usage(&keywright)?;
/// assert_eq!(keywright.status()?.usage.writes, 1);
/// # Ok::<(), keywright::Error>(())
/// ```
#[cfg(feature = "testing")]
pub fn flush_usage(keywright: &Keywright) -> Result<(), Error> {
    keywright.flush_usage()
}

impl TestStore {
    /// Returns the clock.
    ///
    /// # Examples
    ///
    /// ```
    /// use std::time::Duration;
    /// use keywright::{Timestamp, testing};
    ///
    /// let store = testing::open_for_tests(Timestamp::from_millis(0)?)?;
    /// store.clock().advance(Duration::from_secs(1))?;
    /// assert_eq!(store.now().as_millis(), 1000);
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub fn clock(&self) -> &TestClock {
        &self.clock
    }
}

impl Deref for TestStore {
    type Target = Keywright;

    fn deref(&self) -> &Keywright {
        &self.keywright
    }
}
