//! The handle on a store: how it is opened, narrowed and closed, and what it says about itself.

use std::ffi::OsString;
use std::path::PathBuf;

use keywright::{
    ActingAs, MasterKey, NewTeam, OpenOptions, PermissionUpdate, SettingsUpdate, VerifyOptions,
};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList};

use crate::api_key::ApiKeyHandle;
use crate::call::{call, quick};
use crate::convert::{HostId, KeyId, Size, Span, Texts, datetime, prefix};
use crate::kept::KeptVerdicts;
use crate::owner::{TeamHandle, UserHandle};
use crate::record::{self, Record, many};

/// The native half of `keywright.Keywright`.
#[pyclass(frozen, subclass, module = "keywright._keywright")]
pub(crate) struct Keywright {
    pub(crate) core: keywright::Keywright,
    pub(crate) kept: KeptVerdicts,
    /// What most checks ask beside the key.
    pub(crate) nothing_asked: VerifyOptions,
}

impl Keywright {
    pub(crate) fn new(core: keywright::Keywright) -> Self {
        let (kept, nothing_asked) = (KeptVerdicts::default(), VerifyOptions::new());
        Self { core, kept, nothing_asked }
    }
}

#[pymethods]
impl Keywright {
    /// Makes one of the package's handles from what a function of this module opened.
    #[new]
    fn of(opened: &Bound<'_, Self>) -> Self {
        Self::new(opened.get().core.clone())
    }

    fn _close(&self, py: Python<'_>) -> PyResult<()> {
        call(py, || {
            self.core.close();
            Ok(())
        })
    }

    fn _is_closed(&self) -> bool {
        self.core.is_closed()
    }

    fn _acting_as(
        &self,
        py: Python<'_>,
        user_id: HostId,
        team_permissions: Vec<(HostId, Texts)>,
        grantable_scopes: Texts,
    ) -> PyResult<Self> {
        let mut user = ActingAs::new(user_id.0).grantable_scopes(grantable_scopes.0);
        for (team, permissions) in team_permissions {
            user = user.team_permissions(team.0, permissions.0);
        }
        quick(py, self.core.acting_as(user)).map(Self::new)
    }

    fn _by(&self, py: Python<'_>, name: String) -> PyResult<Self> {
        quick(py, self.core.by(name)).map(Self::new)
    }

    fn _actor(&self) -> String {
        self.core.actor().to_string()
    }

    fn _now(&self) -> std::time::SystemTime {
        datetime(self.core.now())
    }

    fn _user(&self, id: HostId) -> UserHandle {
        UserHandle::new(&self.core, &id.0)
    }

    fn _team(&self, id: HostId) -> TeamHandle {
        TeamHandle::new(&self.core, &id.0)
    }

    fn _api_key(&self, id: KeyId) -> ApiKeyHandle {
        ApiKeyHandle::new(&self.core, id.0)
    }

    fn _get_user<'py>(&self, py: Python<'py>, id: HostId) -> PyResult<Option<Bound<'py, PyAny>>> {
        let user = call(py, || self.core.get_user(id.0))?;
        user.map(|user| user.to_python(py, &self.core)).transpose()
    }

    fn _get_team<'py>(&self, py: Python<'py>, id: HostId) -> PyResult<Option<Bound<'py, PyAny>>> {
        let team = call(py, || self.core.get_team(id.0))?;
        team.map(|team| team.to_python(py, &self.core)).transpose()
    }

    fn _create_team<'py>(
        &self,
        py: Python<'py>,
        display_name: String,
        id: Option<HostId>,
        creator: Option<HostId>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let mut new = NewTeam::new(display_name);
        if let Some(HostId(id)) = id {
            new = new.id(id);
        }
        if let Some(HostId(creator)) = creator {
            new = new.creator(creator);
        }
        call(py, || self.core.create_team(new))?.to_python(py, &self.core)
    }

    fn _settings<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        call(py, || self.core.settings())?.to_python(py, &self.core)
    }

    fn _update_settings<'py>(
        &self,
        py: Python<'py>,
        changes: &Bound<'py, PyDict>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let update = settings_update(py, changes)?;
        call(py, || self.core.update_settings(update))?.to_python(py, &self.core)
    }

    fn _preview_drop_prefix(&self, py: Python<'_>, text: &str) -> PyResult<u64> {
        let prefix = prefix(py, text)?;
        call(py, || self.core.preview_drop_prefix(&prefix))
    }

    fn _define_permission<'py>(
        &self,
        py: Python<'py>,
        id: String,
        contains: Texts,
        description: Option<String>,
        refuse_existing: bool,
    ) -> PyResult<Bound<'py, PyAny>> {
        let mut update = PermissionUpdate::new();
        if let Some(description) = description {
            update = update.description(description);
        }
        if refuse_existing {
            update = update.refuse_existing();
        }
        call(py, || self.core.define_permission(id, contains.0, update))?.to_python(py, &self.core)
    }

    fn _rename_permission<'py>(
        &self,
        py: Python<'py>,
        id: String,
        new_id: String,
    ) -> PyResult<Bound<'py, PyAny>> {
        call(py, || self.core.rename_permission(id, new_id))?.to_python(py, &self.core)
    }

    fn _delete_permission(&self, py: Python<'_>, id: String) -> PyResult<()> {
        call(py, || self.core.delete_permission(id))
    }

    fn _list_permission_definitions<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        let definitions = call(py, || self.core.list_permission_definitions())?;
        many(py, &self.core, &definitions)
    }

    fn _events<'py>(
        &self,
        py: Python<'py>,
        after: u64,
        limit: u32,
    ) -> PyResult<Bound<'py, PyList>> {
        many(py, &self.core, &call(py, || self.core.events(after, limit))?)
    }

    fn _signals<'py>(
        &self,
        py: Python<'py>,
        after: u64,
        limit: u32,
    ) -> PyResult<Bound<'py, PyList>> {
        many(py, &self.core, &call(py, || self.core.signals(after, limit))?)
    }
}

/// Reads what of the settings is to change. None is a value of its own where the core has one.
fn settings_update(py: Python<'_>, changes: &Bound<'_, PyDict>) -> PyResult<SettingsUpdate> {
    let mut update = SettingsUpdate::new();
    for (name, value) in changes {
        let permissions = |value: Bound<'_, PyAny>| {
            let Texts(ids) = value.extract()?;
            quick(py, ids.iter().map(keywright::PermissionId::new).collect::<Result<Vec<_>, _>>())
        };
        let span = |value: Bound<'_, PyAny>| value.extract().map(|Span(duration)| duration);
        let maybe_span = |value: Bound<'_, PyAny>| {
            value.extract().map(|span: Option<Span>| span.map(|Span(duration)| duration))
        };
        update = match name.extract::<String>()?.as_str() {
            "allow_user_api_keys" => update.allow_user_api_keys(value.extract()?),
            "allow_team_api_keys" => update.allow_team_api_keys(value.extract()?),
            "prefix" => update.prefix(prefix(py, value.extract()?)?),
            "drop_prefix" => {
                let (text, ends): (String, u64) = value.extract()?;
                update.drop_prefix(prefix(py, &text)?, ends)
            }
            "max_api_keys_per_user" => update.max_api_keys_per_user(value.extract()?),
            "max_api_keys_per_team" => update.max_api_keys_per_team(value.extract()?),
            "max_lifetime" => update.max_lifetime(maybe_span(value)?),
            "api_key_header" => update.api_key_header(value.extract()?),
            "creator_permissions" => update.creator_permissions(permissions(value)?),
            "member_permissions" => update.member_permissions(permissions(value)?),
            "usage_interval" => update.usage_interval(span(value)?),
            "usage_minutes_kept" => update.usage_minutes_kept(span(value)?),
            "usage_hours_kept" => update.usage_hours_kept(span(value)?),
            "usage_days_kept" => update.usage_days_kept(maybe_span(value)?),
            other => return Err(unknown(py, other)),
        };
    }
    Ok(update)
}

/// A name that the Python half passes on and this half does not know: a defect that the tests would show.
pub(crate) fn unknown(py: Python<'_>, name: &str) -> PyErr {
    crate::error::internal(
        py,
        &format!("the native half knows no field of this name. field=`{name}`"),
    )
}

fn options(
    py: Python<'_>,
    prefix_text: Option<&str>,
    busy_time_out: Option<Span>,
    memory_limit: Option<Size>,
    is_resident: bool,
    master_keys: Texts,
    accept_unsealed: bool,
) -> PyResult<OpenOptions> {
    let mut options = OpenOptions::new();
    if let Some(Size(bytes)) = memory_limit {
        options = options.memory_limit(bytes);
    }
    if is_resident {
        options = options.resident();
    }
    if let Some(text) = prefix_text {
        options = options.prefix(prefix(py, text)?);
    }
    if let Some(Span(time_out)) = busy_time_out {
        options = options.busy_time_out(time_out);
    }
    let keys = master_keys.0.iter().map(|text| text.parse::<MasterKey>());
    options = options.master_keys(quick(py, keys.collect::<Result<Vec<_>, _>>())?);
    Ok(if accept_unsealed { options.accept_unsealed() } else { options })
}

/// Opens a store on disk.
#[pyfunction]
#[expect(clippy::too_many_arguments, reason = "the Python half names them")]
pub(crate) fn open_file(
    py: Python<'_>,
    path: PathBuf,
    existing: bool,
    any_file_system: bool,
    prefix: Option<&str>,
    busy_time_out: Option<Span>,
    memory_limit: Option<Size>,
    resident: bool,
    master_keys: Texts,
    accept_unsealed: bool,
) -> PyResult<Keywright> {
    let mut options =
        options(py, prefix, busy_time_out, memory_limit, resident, master_keys, accept_unsealed)?;
    if existing {
        options = options.existing();
    }
    if any_file_system {
        options = options.any_file_system();
    }
    call(py, || options.open(path)).map(Keywright::new)
}

/// Opens a store in memory.
#[pyfunction]
pub(crate) fn open_in_memory(
    py: Python<'_>,
    prefix: Option<&str>,
    memory_limit: Option<Size>,
    resident: bool,
    master_keys: Texts,
    accept_unsealed: bool,
) -> PyResult<Keywright> {
    let options = options(py, prefix, None, memory_limit, resident, master_keys, accept_unsealed)?;
    call(py, || options.open_in_memory()).map(Keywright::new)
}

/// Takes a store's file to the schema of this version.
#[pyfunction]
pub(crate) fn migrate(
    py: Python<'_>,
    path: PathBuf,
    any_file_system: bool,
    master_keys: Texts,
) -> PyResult<Bound<'_, PyAny>> {
    let mut options = options(py, None, None, None, false, master_keys, false)?;
    if any_file_system {
        options = options.any_file_system();
    }
    record::migrated(py, call(py, || options.migrate(path))?)
}

/// Makes the text of a new master key.
#[pyfunction]
pub(crate) fn generate_master_key(py: Python<'_>) -> PyResult<String> {
    // EXPOSE: this is how a master key is made; its text is what the caller asked for.
    Ok(quick(py, MasterKey::generate())?.to_text().expose().to_owned())
}

/// Reads a key's text. None when it is malformed, with the reason beside it.
#[pyfunction]
pub(crate) fn parse<'py>(
    py: Python<'py>,
    text: crate::convert::Presented,
) -> PyResult<(Option<Bound<'py, PyAny>>, Option<&'static str>)> {
    match keywright::parse(text.as_ref()) {
        Ok(token) => Ok((Some(record::parsed(py, &token)?), None)),
        Err(malformed) => Ok((None, Some(malformed.as_str()))),
    }
}

/// Hides the secrets of all keys in a text.
#[pyfunction]
pub(crate) fn redact(text: &str) -> String {
    keywright::redact(text)
}

/// Runs the command line with these arguments, the first of which is its own name, and returns its exit code.
#[pyfunction]
pub(crate) fn run(py: Python<'_>, arguments: Vec<OsString>) -> PyResult<u8> {
    call(py, || Ok(keywright_cli::run(arguments).code()))
}
