//! The core's records as the dataclasses of the package.
//!
//! A dataclass takes its values by position, in the order in which it lists its fields; the tests read every field of every
//! record. The three that have methods also get the native handle that these methods call.

use keywright::{
    ApiKey, Backup, CreatedApiKey, Event, Explanation, Generation, HttpAnswer, ImportCounts,
    ImportReport, Integrity, LastUse, MemberPreview, Metadata, Migrated, Owner, Page, ParsedToken,
    PermissionDefinition, RestoreReport, SealReport, SealStatus, Settings, Signal, StoreInfo, Team,
    TeamMember, Timestamp, Usage, UsageCounts, User,
};
use pyo3::IntoPyObjectExt as _;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList, PyModule, PyTuple};

use crate::api_key::ApiKeyHandle;
use crate::convert::{datetime, uuid};
use crate::owner::{TeamHandle, UserHandle};

/// A value of the core that Python shows as a dataclass. `keywright` is the handle that it came from.
pub(crate) trait Record {
    fn to_python<'py>(
        &self,
        py: Python<'py>,
        keywright: &keywright::Keywright,
    ) -> PyResult<Bound<'py, PyAny>>;
}

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

/// Collects values of different types: there may be more of them than a tuple of Rust takes.
macro_rules! values {
    ($py:expr; $($value:expr),* $(,)?) => {
        vec![$($value.into_bound_py_any($py)?),*]
    };
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

impl Record for User {
    fn to_python<'py>(
        &self,
        py: Python<'py>,
        keywright: &keywright::Keywright,
    ) -> PyResult<Bound<'py, PyAny>> {
        let values = values![
            py;
            UserHandle::new(keywright, self.id.as_str()),
            self.id.as_str(),
            &self.display_name,
            &self.primary_email,
            metadata(py, &self.metadata)?,
            datetime(self.created_at),
            at(self.suspended_at),
            text(self.suspended_by.as_ref()),
        ];
        with_handle(py, "User", values)
    }
}

impl Record for Team {
    fn to_python<'py>(
        &self,
        py: Python<'py>,
        keywright: &keywright::Keywright,
    ) -> PyResult<Bound<'py, PyAny>> {
        let values = values![
            py;
            TeamHandle::new(keywright, self.id.as_str()),
            self.id.as_str(),
            &self.display_name,
            metadata(py, &self.metadata)?,
            datetime(self.created_at),
            at(self.suspended_at),
            text(self.suspended_by.as_ref()),
        ];
        with_handle(py, "Team", values)
    }
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

plain_records! {
    TeamMember |member, py, _keywright| (
        member.team_id.as_str(),
        member.user_id.as_str(),
        texts(py, &member.permissions)?,
        datetime(member.created_at),
    );
    MemberPreview |preview, py, keywright| (
        preview.member.to_python(py, keywright)?,
        tuple(py, keywright, &preview.api_keys)?,
    );
    PermissionDefinition |definition, py, _keywright| (
        definition.id.as_str(),
        &definition.description,
        texts(py, &definition.contains)?,
    );
    Settings |settings, py, _keywright| (
        settings.allow_user_api_keys,
        settings.allow_team_api_keys,
        texts(py, &settings.prefixes)?,
        settings.max_api_keys_per_user,
        settings.max_api_keys_per_team,
        settings.max_lifetime,
        &settings.api_key_header,
        texts(py, &settings.creator_permissions)?,
        texts(py, &settings.member_permissions)?,
        settings.usage_interval,
        settings.usage_minutes_kept,
        settings.usage_hours_kept,
        settings.usage_days_kept,
    );
    Event |event, py, _keywright| (
        event.number,
        datetime(event.at),
        &event.verb,
        object(py, &json(&event.payload))?,
    );
    Signal |signal, py, _keywright| (
        signal.number,
        member(py, "SignalKind", signal.kind.as_str())?,
        &signal.about,
        datetime(signal.at),
        object(py, &json(&signal.evidence))?,
    );
    Integrity |integrity, py, _keywright| (PyTuple::new(py, &integrity.problems)?,);
    StoreInfo |info, py, _keywright| (
        &info.path,
        info.schema,
        info.oldest_reader,
        member(py, "Freshness", info.freshness.as_str())?,
        &info.file_system,
        info.sqlite_version,
        info.keywright_version,
        info.last_signal,
        plain(py, "FlushInfo", values![py;
            info.flush.waiting,
            info.flush.dropped,
            at(info.flush.last_flush_at),
            info.flush.last_error.map(|code| code.as_str()),
        ])?,
        plain(py, "UsageStatus", values![py;
            &info.usage.path,
            at(info.usage.written_at),
            info.usage.writes,
            info.usage.waiting,
            info.usage.lost,
            info.usage.error.map(|code| code.as_str()),
            &info.usage.error_message,
        ])?,
    );
    Backup |backup, py, _keywright| (
        &backup.path,
        backup.bytes,
        backup.api_keys,
        datetime(backup.taken_at),
    );
    RestoreReport |report, py, keywright| (
        report.api_keys,
        report.users,
        report.teams,
        report.api_keys_made_since,
        tuple(py, keywright, &report.revoked_since)?,
        tuple(py, keywright, &report.deleted_since)?,
        tuple(py, keywright, &report.tampered_since)?,
        tuple(py, keywright, &report.rotated_since)?,
        tuple(py, keywright, &report.suspended_since)?,
        owners(py, &report.owners_suspended_since)?,
    );
    ImportCounts |counts, py, _keywright| (
        counts.settings,
        counts.permissions,
        counts.users,
        counts.teams,
        counts.members,
        counts.api_keys,
    );
    ImportReport |report, py, keywright| (
        report.is_dry_run,
        report.added.to_python(py, keywright)?,
        report.unchanged.to_python(py, keywright)?,
        report.differs.to_python(py, keywright)?,
        report.deleted_before,
        texts(py, &report.unaccepted_prefixes)?,
    );
    SealReport |report, py, _keywright| (report.sealed, report.tampered, report.is_residue_left);
    SealStatus |status, py, _keywright| (
        status.is_sealed,
        &status.sealed_with,
        PyTuple::new(py, &status.data_keys)?,
        status.sealed_rows,
        status.unsealed_rows,
        status.accepts_unsealed,
    );
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

fn json(map: &impl serde::Serialize) -> String {
    // A map that came out of JSON goes back into it.
    serde_json::to_string(map).unwrap_or_default()
}

fn owners<'py>(py: Python<'py>, owners: &[Owner]) -> PyResult<Bound<'py, PyTuple>> {
    let pairs: Vec<_> = owners.iter().map(ToString::to_string).collect();
    PyTuple::new(py, pairs)
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

pub(crate) fn migrated(py: Python<'_>, migrated: Migrated) -> PyResult<Bound<'_, PyAny>> {
    let Migrated { schema_before, schema_after, oldest_reader_before, oldest_reader_after, .. } =
        migrated;
    plain(
        py,
        "Migrated",
        values![py; schema_before, schema_after, oldest_reader_before, oldest_reader_after],
    )
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
