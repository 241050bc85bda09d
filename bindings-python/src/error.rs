//! From the core's errors to the exceptions of `keywright.exceptions`.

use std::error::Error as StdError;

use keywright::ErrorCode;
use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyDict;

use crate::record::http_answer;
use crate::verdict::Verdict;

/// Makes the exception whose class has the error's code.
pub(crate) fn to_exception(py: Python<'_>, error: &keywright::Error) -> PyErr {
    let verdict = error.verdict().map(|verdict| Verdict::detached(py, verdict.clone()));
    let exception = exception(py, error.code().as_str(), &error.to_string(), verdict);
    exception.set_cause(py, cause(py, error));
    exception
}

/// How to answer a request that an error of this code kept from being checked.
#[pyfunction]
pub(crate) fn error_http<'py>(py: Python<'py>, code: &str) -> PyResult<Bound<'py, PyAny>> {
    let code = ErrorCode::ALL.iter().find(|one| one.as_str() == code);
    // A class of the caller's own may have another code; what it stopped is a check that has no answer all the same.
    http_answer(py, code.copied().unwrap_or(ErrorCode::Internal).http())
}

/// An argument that does not even reach the core.
pub(crate) fn invalid_argument(py: Python<'_>, message: &str) -> PyErr {
    exception(py, "invalid_argument", message, None)
}

/// A defect of this crate or of the core.
pub(crate) fn internal(py: Python<'_>, message: &str) -> PyErr {
    exception(py, "internal", message, None)
}

fn exception(py: Python<'_>, code: &str, message: &str, verdict: Option<Verdict>) -> PyErr {
    static CLASSES: PyOnceLock<Py<PyDict>> = PyOnceLock::new();
    let make = || {
        let classes = CLASSES.get_or_try_init(py, || {
            let classes = py.import("keywright.exceptions")?.getattr("BY_CODE")?;
            Ok::<_, PyErr>(classes.cast_into::<PyDict>()?.unbind())
        })?;
        // The test of the error codes proves that every code has its class.
        let class = classes.bind(py).as_any().get_item(code)?;
        match verdict {
            None => class.call1((message,)),
            Some(verdict) => class.call1((message, verdict)),
        }
    };
    make().map_or_else(|failure| failure, PyErr::from_value)
}

/// The chain of sources, as the causes of one another.
fn cause(py: Python<'_>, error: &dyn StdError) -> Option<PyErr> {
    let source = error.source()?;
    let cause_of_this = PyRuntimeError::new_err(source.to_string());
    cause_of_this.set_cause(py, cause(py, source));
    Some(cause_of_this)
}
