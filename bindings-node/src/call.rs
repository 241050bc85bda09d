//! The way into the core: on the event loop for what answers at once, on libuv's pool for what can wait. Each has a net.

use std::panic::{AssertUnwindSafe, catch_unwind};

use napi::bindgen_prelude::{AsyncTask, ToNapiValue, TypeName};
use napi::{Env, Task};

use crate::error::Failure;

/// What a promise answers with.
pub type Promised<T> = AsyncTask<CoreCall<T>>;

/// A call that waits for a disk or a lock, as a task of libuv's pool.
///
/// napi's own error can neither carry a code of ours nor survive a panic in `compute`, which would end the process. So the
/// failure is kept aside, and becomes an object of JavaScript only on the thread that may make one.
pub struct CoreCall<T> {
    work: Option<Box<dyn FnOnce() -> Result<T, Failure> + Send>>,
    failure: Option<Failure>,
}

/// Calls the core on libuv's pool.
pub(crate) fn on_pool<T>(work: impl FnOnce() -> Result<T, Failure> + Send + 'static) -> Promised<T>
where
    T: Send + 'static + ToNapiValue + TypeName,
{
    AsyncTask::new(CoreCall { work: Some(Box::new(work)), failure: None })
}

impl<T: Send + 'static + ToNapiValue + TypeName> Task for CoreCall<T> {
    type Output = T;
    type JsValue = T;

    fn compute(&mut self) -> napi::Result<T> {
        let answer = self.work.take().map_or(Err(Failure::DEFECT), caught);
        answer.map_err(|failure| {
            self.failure = Some(failure);
            napi::Error::from_status(napi::Status::GenericFailure)
        })
    }

    fn resolve(&mut self, _env: Env, answer: T) -> napi::Result<T> {
        Ok(answer)
    }

    fn reject(&mut self, env: Env, error: napi::Error) -> napi::Result<T> {
        // Without a failure of ours it is libuv or Node that could not run the task.
        Err(self.failure.take().map_or(error, |failure| failure.to_javascript(&env)))
    }
}

/// Calls the core on the event loop: checks, which memory answers, and what touches neither a disk nor a lock.
pub(crate) fn at_once<T>(env: &Env, work: impl FnOnce() -> Result<T, Failure>) -> napi::Result<T> {
    caught(work).map_err(|failure| failure.to_javascript(env))
}

fn caught<T>(work: impl FnOnce() -> Result<T, Failure>) -> Result<T, Failure> {
    // The core holds no state of ours, and its own locks are taken again after a panic. What the panic says is not passed
    // on: it is on standard error, and nobody proved that it is safe to show.
    catch_unwind(AssertUnwindSafe(work)).unwrap_or(Err(Failure::DEFECT))
}

/// Panics on the pool where the core would. Only in builds for development: the tests prove with it what a panic becomes.
#[cfg(debug_assertions)]
#[napi_derive::napi]
pub fn panic_on_pool() -> Promised<()> {
    on_pool(panics)
}

/// Panics on the event loop where the core would. Only in builds for development.
#[cfg(debug_assertions)]
#[napi_derive::napi]
pub fn panic_at_once(env: Env) -> napi::Result<()> {
    at_once(&env, panics)
}

#[cfg(debug_assertions)]
#[expect(clippy::panic, reason = "that is its purpose")]
fn panics() -> Result<(), Failure> {
    panic!("a test wants to see what becomes of a panic")
}
