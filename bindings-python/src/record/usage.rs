//! How keys are used.

use keywright::{LastUse, Usage, UsageCounts};
use pyo3::IntoPyObjectExt as _;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList, PyTuple};

use super::{Record, at, json_module, member, plain, plain_records, values};
use crate::convert::{datetime, uuid};

plain_records! {
    LastUse |last, py, _keywright| (datetime(last.at), last.ip);
    UsageCounts |counts, py, _keywright| (
        counts.valid(),
        denials(py, counts)?,
        counts.wrong_secrets(),
        counts.unknown(),
    );
    Usage |usage, py, keywright| (
        uuid(py, usage.api_key_id.as_uuid())?,
        member(py, "UsageStep", usage.step.as_str())?,
        points(py, keywright, usage)?,
        usage.total.to_python(py, keywright)?,
        at(usage.last_used_at),
        usage.last_used_ip,
        at(usage.kept_since),
    );
}

fn denials<'py>(py: Python<'py>, counts: &UsageCounts) -> PyResult<Bound<'py, PyAny>> {
    let denied = PyDict::new(py);
    for (reason, count) in counts.reasons() {
        denied.set_item(member(py, "Reason", reason.as_str())?, count)?;
    }
    json_module(py)?.call_method1(intern!(py, "read_only"), (denied,))
}

fn points<'py>(
    py: Python<'py>,
    keywright: &keywright::Keywright,
    usage: &Usage,
) -> PyResult<Bound<'py, PyTuple>> {
    let points = PyList::empty(py);
    for point in &usage.points {
        let counts = point.counts.to_python(py, keywright)?;
        points.append(plain(py, "UsagePoint", values![py; datetime(point.start), counts])?)?;
    }
    Ok(points.to_tuple())
}
