//! The store of `keywright.testing`, whose clock stands still until a test moves it.

use std::sync::Arc;

use keywright::testing;
use pyo3::prelude::*;

use crate::call::{call, quick};
use crate::convert::{Instant, Span, datetime};
use crate::keywright::Keywright;

/// The native half of `keywright.testing.Clock`.
#[pyclass(frozen, module = "keywright._keywright")]
pub(crate) struct TestClock(Arc<testing::TestStore>);

#[pymethods]
impl TestClock {
    fn now(&self) -> std::time::SystemTime {
        datetime(self.0.clock().now())
    }

    fn advance(&self, py: Python<'_>, duration: Span) -> PyResult<()> {
        quick(py, self.0.clock().advance(duration.0))
    }

    fn set(&self, now: Instant) {
        self.0.clock().set(now.0);
    }
}

/// Opens a store in memory with a clock of its own.
#[pyfunction]
pub(crate) fn open_for_tests(py: Python<'_>, now: Instant) -> PyResult<(Keywright, TestClock)> {
    let store = Arc::new(call(py, || testing::open_for_tests(now.0))?);
    let keywright = Keywright::new((**store).clone());
    Ok((keywright, TestClock(store)))
}
