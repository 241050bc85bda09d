//! Keys, what a check of one explains, and what their text tells.

use keywright::{ApiKey, CreatedApiKey, Explanation, Generation, Page, ParsedToken};
use pyo3::IntoPyObjectExt as _;
use pyo3::prelude::*;
use pyo3::types::PyList;

use super::{Record, at, member, metadata, plain, text, texts, tuple, values, with_handle};
use crate::api_key::ApiKeyHandle;
use crate::convert::{datetime, uuid};

impl Record for ApiKey {
    fn to_python<'py>(
        &self,
        py: Python<'py>,
        keywright: &keywright::Keywright,
    ) -> PyResult<Bound<'py, PyAny>> {
        let handle = ApiKeyHandle::of_record(keywright, self);
        let values = values![
            py;
            handle,
            uuid(py, self.id.as_uuid())?,
            member(py, "OwnerType", self.owner_type().as_str())?,
            text(self.user_id()),
            text(self.team_id()),
            &self.description,
            member(py, "Status", self.status.as_str())?,
            self.is_public,
            self.last_four(),
            texts(py, self.scopes.iter())?,
            metadata(py, &self.metadata)?,
            texts(py, self.ip_allow_list.iter())?,
            datetime(self.created_at),
            self.created_by.to_string(),
            at(self.expires_at),
            at(self.suspended_at),
            text(self.suspended_by.as_ref()),
            &self.suspend_reason,
            self.is_owner_suspended,
            at(self.revoked_at),
            text(self.revoked_by.as_ref()),
            &self.revoke_reason,
            self.generation(),
            tuple(py, keywright, &self.generations)?,
        ];
        with_handle(py, "ApiKey", values)
    }
}

impl Record for Generation {
    fn to_python<'py>(
        &self,
        py: Python<'py>,
        _keywright: &keywright::Keywright,
    ) -> PyResult<Bound<'py, PyAny>> {
        plain(
            py,
            "Generation",
            values![
                py;
                uuid(py, self.id.as_uuid())?,
                self.number,
                &self.last_four,
                self.prefix.as_str(),
                datetime(self.created_at),
                at(self.first_used_at),
                at(self.retires_at),
                self.retires_when_used,
            ],
        )
    }
}

impl Record for CreatedApiKey {
    fn to_python<'py>(
        &self,
        py: Python<'py>,
        keywright: &keywright::Keywright,
    ) -> PyResult<Bound<'py, PyAny>> {
        let record = self.api_key().to_python(py, keywright)?;
        // EXPOSE: the first view is where the key is handed out; Python's own redacts it in its repr.
        plain(py, "CreatedApiKey", values![py; record, self.value()])
    }
}

impl Record for Page {
    fn to_python<'py>(
        &self,
        py: Python<'py>,
        keywright: &keywright::Keywright,
    ) -> PyResult<Bound<'py, PyAny>> {
        plain(py, "Page", values![py; tuple(py, keywright, &self.items)?, &self.next_cursor])
    }
}

/// What a program that explains a denial shows: the verdict, and every gate with what it saw.
pub(crate) fn explanation<'py>(
    py: Python<'py>,
    explanation: &Explanation,
    verdict: Bound<'py, PyAny>,
) -> PyResult<Bound<'py, PyAny>> {
    let gates = PyList::empty(py);
    for report in &explanation.gates {
        let gate = member(py, "Gate", report.gate.as_str())?;
        gates.append(plain(py, "GateReport", values![py; gate, report.passed, &report.saw])?)?;
    }
    plain(py, "Explanation", values![py; verdict, gates.to_tuple()])
}

pub(crate) fn parsed<'py>(py: Python<'py>, token: &ParsedToken<'_>) -> PyResult<Bound<'py, PyAny>> {
    plain(
        py,
        "ParsedToken",
        values![
                py;
            token.prefix(),
            member(py, "TokenKind", token.kind().as_str())?,
            uuid(py, &token.id())?,
            token.created_at_ms(),
            token.checksum(),
            token.last_four(),
        ],
    )
}
