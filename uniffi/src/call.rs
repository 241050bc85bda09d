//! The way into the core, with a net below it.

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::error::KeywrightError;

/// Calls the core.
///
/// uniffi catches a panic as well, and then hands out what it says. Nobody proved that this is safe to show, so the net is here.
pub(crate) fn caught<T>(
    work: impl FnOnce() -> Result<T, KeywrightError>,
) -> Result<T, KeywrightError> {
    // The core holds no state of ours, and its own locks are taken again after a panic.
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| Err(KeywrightError::defect()))
}

/// Panics where the core would: the tests prove with it what a panic becomes. It is in every build, since what is generated from
/// one has to fit the other, and panics in builds for development only.
#[uniffi::export]
pub fn panic_for_tests() -> Result<(), KeywrightError> {
    caught(panics)
}

#[cfg(debug_assertions)]
#[expect(clippy::panic, reason = "that is its purpose")]
fn panics() -> Result<(), KeywrightError> {
    panic!("a test wants to see what becomes of a panic")
}

#[cfg(not(debug_assertions))]
fn panics() -> Result<(), KeywrightError> {
    Err(KeywrightError::invalid_argument("this build does not panic"))
}
