//! The store of `keywright/testing`, whose clock stands still until a test moves it.

use std::sync::Arc;

use keywright::{Timestamp, testing};
use napi::Env;
use napi_derive::napi;

use crate::call::at_once;
use crate::convert::{Instant, Span, read};
use crate::keywright::Keywright;

/// The native half of `Clock`, with the store that it belongs to.
#[napi]
pub struct TestClock(Arc<testing::TestStore>);

#[napi]
impl TestClock {
    /// The handle on the store.
    #[napi]
    pub fn keywright(&self) -> Keywright {
        Keywright::new((**self.0).clone(), None)
    }

    /// What the clock shows, in milliseconds.
    #[napi]
    pub fn now(&self) -> i64 {
        self.0.clock().now().as_millis()
    }

    /// Moves the clock forward.
    #[napi]
    pub fn advance(&self, env: Env, milliseconds: String) -> napi::Result<()> {
        at_once(&env, || Ok(self.0.clock().advance(read::<Span>(&milliseconds)?.duration())?))
    }

    /// Makes the clock show an instant.
    #[napi]
    pub fn set(&self, env: Env, now: String) -> napi::Result<()> {
        at_once(&env, || {
            self.0.clock().set(read::<Instant>(&now)?.timestamp()?);
            Ok(())
        })
    }
}

/// Opens a store in memory with a clock of its own.
#[napi]
pub fn open_for_tests(env: Env, now: i64) -> napi::Result<TestClock> {
    at_once(&env, || {
        Ok(TestClock(Arc::new(testing::open_for_tests(Timestamp::from_millis(now)?)?)))
    })
}
