//! The way into the core: without the GIL, and with a net under it.

use std::panic::{AssertUnwindSafe, catch_unwind};

use pyo3::prelude::*;

use crate::error::{internal, to_exception};

/// Calls the core without the GIL, so that other threads of Python run while this one waits for a disk or a lock.
///
/// A panic becomes `InternalError`. pyo3 would raise a `PanicException`, which `except Exception` does not catch and which
/// would end a worker.
pub(crate) fn call<T: Send>(
    py: Python<'_>,
    work: impl FnOnce() -> Result<T, keywright::Error> + Send,
) -> PyResult<T> {
    // The core holds no state of ours, and its own locks are taken again after a panic.
    match py.detach(|| catch_unwind(AssertUnwindSafe(work))) {
        Ok(Ok(answer)) => Ok(answer),
        Ok(Err(error)) => Err(to_exception(py, &error)),
        Err(_) => Err(panicked(py)),
    }
}

/// Calls the core with the GIL held: what answers from memory takes less time than letting go of the GIL and taking it again.
///
/// An error is boxed on its way through the net, where even an answer is written and read again: a small one is as quick as
/// none, a large one takes ten nanoseconds.
#[inline]
pub(crate) fn at_once<T>(py: Python<'_>, work: impl FnOnce() -> PyResult<T>) -> PyResult<T> {
    match catch_unwind(AssertUnwindSafe(|| work().map_err(Box::new))) {
        Ok(answer) => answer.map_err(|error| *error),
        Err(_) => Err(panicked(py)),
    }
}

/// What the panic says is not passed on: it is on standard error, and nobody proved that it is safe to show.
fn panicked(py: Python<'_>) -> PyErr {
    internal(py, "a defect in Keywright; standard error has the details")
}

/// Calls what neither waits nor fails for long: nothing of it touches a disk or a lock.
pub(crate) fn quick<T>(py: Python<'_>, result: Result<T, keywright::Error>) -> PyResult<T> {
    result.map_err(|error| to_exception(py, &error))
}

/// Panics where the core would. Only in builds for development: the tests prove with it what a panic becomes.
#[cfg(debug_assertions)]
#[pyfunction]
#[expect(clippy::panic, reason = "that is its purpose")]
pub(crate) fn panic_inside(py: Python<'_>) -> PyResult<()> {
    call(py, || panic!("a test wants to see what becomes of a panic"))
}
