//! A store for tests, whose clock stands still until a test moves it.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use keywright::testing;

use crate::call::caught;
use crate::convert::timestamp;
use crate::error::KeywrightError;
use crate::keywright::Keywright;

/// The clock of a store for tests, with the store that it belongs to.
#[derive(uniffi::Object)]
pub struct TestClock(testing::TestStore);

#[uniffi::export]
impl TestClock {
    /// Opens a store in memory whose clock shows this instant until it is moved. It takes no path, so a real store can never
    /// get a movable clock.
    #[uniffi::constructor]
    pub fn open_for_tests(now: SystemTime) -> Result<Arc<Self>, KeywrightError> {
        caught(|| Ok(Arc::new(Self(testing::open_for_tests(timestamp(now)?)?))))
    }

    /// The handle on the store.
    pub fn keywright(&self) -> Arc<Keywright> {
        Keywright::new((*self.0).clone())
    }

    /// What the clock shows.
    pub fn now(&self) -> SystemTime {
        self.0.clock().now().into()
    }

    /// Moves the clock forward.
    pub fn advance(&self, duration: Duration) -> Result<(), KeywrightError> {
        caught(|| Ok(self.0.clock().advance(duration)?))
    }

    /// Makes the clock show an instant.
    pub fn set(&self, now: SystemTime) -> Result<(), KeywrightError> {
        caught(|| {
            self.0.clock().set(timestamp(now)?);
            Ok(())
        })
    }
}
