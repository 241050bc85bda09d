//! The core's records as the dataclasses of the package.
//!
//! A dataclass takes its values by position, in the order in which it lists its fields; the tests read every field of every
//! record. The three that have methods also get the native handle that these methods call.

mod api_key;
mod owner;
mod store;
mod transfer;
mod usage;

use keywright::{HttpAnswer, Metadata, Timestamp};
use pyo3::IntoPyObjectExt as _;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyList, PyModule, PyTuple};

use crate::convert::datetime;

pub(crate) use api_key::{explanation, parsed};
pub(crate) use transfer::migrated;

/// A value of the core that Python shows as a dataclass. `keywright` is the handle that it came from.
pub(crate) trait Record {
    fn to_python<'py>(
        &self,
        py: Python<'py>,
        keywright: &keywright::Keywright,
    ) -> PyResult<Bound<'py, PyAny>>;
}

/// Collects values of different types: there may be more of them than a tuple of Rust takes.
macro_rules! values {
    ($py:expr; $($value:expr),* $(,)?) => {
        vec![$($value.into_bound_py_any($py)?),*]
    };
}

/// Writes the conversion of records that are nothing but data.
macro_rules! plain_records {
    ($($type:ident |$record:ident, $py:ident, $keywright:ident| ($($value:expr),* $(,)?);)*) => {
        $(impl Record for $type {
            fn to_python<'py>(
                &self,
                $py: Python<'py>,
                $keywright: &keywright::Keywright,
            ) -> PyResult<Bound<'py, PyAny>> {
                let $record = self;
                plain($py, stringify!($type), values![$py; $($value),*])
            }
        })*
    };
}

use {plain_records, values};

/// The Python half of the package, which has the classes.
fn package(py: Python<'_>) -> PyResult<Bound<'_, PyModule>> {
    py.import(intern!(py, "keywright"))
}

/// The file of the Python half that knows JSON.
pub(crate) fn json_module(py: Python<'_>) -> PyResult<Bound<'_, PyModule>> {
    py.import(intern!(py, "keywright._json"))
}

/// Makes a record of plain data.
fn plain<'py>(
    py: Python<'py>,
    class: &str,
    values: Vec<Bound<'py, PyAny>>,
) -> PyResult<Bound<'py, PyAny>> {
    package(py)?.getattr(class)?.call1(PyTuple::new(py, values)?)
}

/// Makes a record whose methods call a native handle.
fn with_handle<'py>(
    py: Python<'py>,
    class: &str,
    values: Vec<Bound<'py, PyAny>>,
) -> PyResult<Bound<'py, PyAny>> {
    package(py)?.getattr(class)?.call_method1(intern!(py, "_of"), PyTuple::new(py, values)?)
}

pub(crate) fn many<'py, R: Record>(
    py: Python<'py>,
    keywright: &keywright::Keywright,
    records: &[R],
) -> PyResult<Bound<'py, PyList>> {
    let list = PyList::empty(py);
    for record in records {
        list.append(record.to_python(py, keywright)?)?;
    }
    Ok(list)
}

fn tuple<'py, R: Record>(
    py: Python<'py>,
    keywright: &keywright::Keywright,
    records: &[R],
) -> PyResult<Bound<'py, PyTuple>> {
    Ok(many(py, keywright, records)?.to_tuple())
}

/// A tuple of what prints as text.
fn texts<'py>(
    py: Python<'py>,
    items: impl IntoIterator<Item = impl ToString>,
) -> PyResult<Bound<'py, PyTuple>> {
    PyTuple::new(py, items.into_iter().map(|item| item.to_string()).collect::<Vec<_>>())
}

fn text(item: Option<&impl ToString>) -> Option<String> {
    item.map(ToString::to_string)
}

fn at(timestamp: Option<Timestamp>) -> Option<std::time::SystemTime> {
    timestamp.map(datetime)
}

/// A member of one of the package's enums.
pub(crate) fn member<'py>(
    py: Python<'py>,
    class: &str,
    value: &str,
) -> PyResult<Bound<'py, PyAny>> {
    package(py)?.getattr(class)?.call1((value,))
}

/// A read-only JSON object.
fn object<'py>(py: Python<'py>, json: &str) -> PyResult<Bound<'py, PyAny>> {
    json_module(py)?.call_method1(intern!(py, "read_json"), (json,))
}

fn metadata<'py>(py: Python<'py>, metadata: &Metadata) -> PyResult<Bound<'py, PyAny>> {
    object(py, metadata.as_str())
}

/// Status, headers and body of an HTTP answer.
pub(crate) fn http_answer<'py>(py: Python<'py>, answer: HttpAnswer) -> PyResult<Bound<'py, PyAny>> {
    plain(py, "HttpAnswer", values![py; answer.status, answer.headers, answer.body])
}
