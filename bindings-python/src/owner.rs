//! Users and teams, their members, and the keys that they own.

use keywright::{TeamKeys, TeamUpdate, UserUpdate};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList};

use crate::api_key::{NewKey, filter};
use crate::call::{call, quick};
use crate::convert::{HostId, Object, Texts, choice};
use crate::keywright::unknown;
use crate::record::{Record, many};

/// The native half of `keywright.UserHandle`.
#[pyclass(frozen, module = "keywright._keywright")]
pub(crate) struct UserHandle {
    keywright: keywright::Keywright,
    core: keywright::UserHandle,
}

impl UserHandle {
    pub(crate) fn new(keywright: &keywright::Keywright, id: &str) -> Self {
        Self { keywright: keywright.clone(), core: keywright.user(id) }
    }
}

#[pymethods]
impl UserHandle {
    fn id(&self) -> &str {
        self.core.id()
    }

    fn update<'py>(
        &self,
        py: Python<'py>,
        changes: &Bound<'py, PyDict>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let mut update = UserUpdate::new();
        for (name, value) in changes {
            update = match (name.extract::<String>()?.as_str(), value.is_none()) {
                ("display_name", true) => update.clear_display_name(),
                ("display_name", false) => update.display_name(value.extract::<String>()?),
                ("primary_email", true) => update.clear_primary_email(),
                ("primary_email", false) => update.primary_email(value.extract::<String>()?),
                ("metadata", _) => update.metadata(value.extract::<Object>()?.0),
                (other, _) => return Err(unknown(py, other)),
            };
        }
        call(py, || self.core.update(update))?.to_python(py, &self.keywright)
    }

    fn delete(&self, py: Python<'_>) -> PyResult<()> {
        call(py, || self.core.delete())
    }

    fn suspend<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        call(py, || self.core.suspend())?.to_python(py, &self.keywright)
    }

    fn resume<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        call(py, || self.core.resume())?.to_python(py, &self.keywright)
    }

    fn list_teams<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        many(py, &self.keywright, &call(py, || self.core.list_teams())?)
    }

    fn create_api_key<'py>(&self, py: Python<'py>, new: NewKey) -> PyResult<Bound<'py, PyAny>> {
        let new = new.into_core(py)?;
        call(py, || self.core.create_api_key(new))?.to_python(py, &self.keywright)
    }

    fn create_api_keys<'py>(
        &self,
        py: Python<'py>,
        new: Vec<NewKey>,
    ) -> PyResult<Bound<'py, PyList>> {
        let new = new.into_iter().map(|new| new.into_core(py)).collect::<PyResult<_>>()?;
        many(py, &self.keywright, &call(py, || self.core.create_api_keys(new))?)
    }

    fn list_api_keys<'py>(
        &self,
        py: Python<'py>,
        status: Option<&str>,
        search: Option<String>,
    ) -> PyResult<Bound<'py, PyList>> {
        let owner = quick(py, self.core.owner())?;
        let filter = filter(py, Some(owner), status, search)?;
        many(py, &self.keywright, &call(py, || self.keywright.list_api_keys(filter))?)
    }
}

/// The native half of `keywright.TeamHandle`.
#[pyclass(frozen, module = "keywright._keywright")]
pub(crate) struct TeamHandle {
    keywright: keywright::Keywright,
    core: keywright::TeamHandle,
}

impl TeamHandle {
    pub(crate) fn new(keywright: &keywright::Keywright, id: &str) -> Self {
        Self { keywright: keywright.clone(), core: keywright.team(id) }
    }
}

#[pymethods]
impl TeamHandle {
    fn id(&self) -> &str {
        self.core.id()
    }

    fn update<'py>(
        &self,
        py: Python<'py>,
        changes: &Bound<'py, PyDict>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let mut update = TeamUpdate::new();
        for (name, value) in changes {
            update = match (name.extract::<String>()?.as_str(), value.is_none()) {
                ("display_name", true) => update.clear_display_name(),
                ("display_name", false) => update.display_name(value.extract::<String>()?),
                ("metadata", _) => update.metadata(value.extract::<Object>()?.0),
                (other, _) => return Err(unknown(py, other)),
            };
        }
        call(py, || self.core.update(update))?.to_python(py, &self.keywright)
    }

    fn delete(&self, py: Python<'_>) -> PyResult<()> {
        call(py, || self.core.delete())
    }

    fn suspend<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        call(py, || self.core.suspend())?.to_python(py, &self.keywright)
    }

    fn resume<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        call(py, || self.core.resume())?.to_python(py, &self.keywright)
    }

    fn create_api_key<'py>(&self, py: Python<'py>, new: NewKey) -> PyResult<Bound<'py, PyAny>> {
        let new = new.into_core(py)?;
        call(py, || self.core.create_api_key(new))?.to_python(py, &self.keywright)
    }

    fn create_api_keys<'py>(
        &self,
        py: Python<'py>,
        new: Vec<NewKey>,
    ) -> PyResult<Bound<'py, PyList>> {
        let new = new.into_iter().map(|new| new.into_core(py)).collect::<PyResult<_>>()?;
        many(py, &self.keywright, &call(py, || self.core.create_api_keys(new))?)
    }

    fn list_api_keys<'py>(
        &self,
        py: Python<'py>,
        status: Option<&str>,
        search: Option<String>,
    ) -> PyResult<Bound<'py, PyList>> {
        let owner = quick(py, self.core.owner())?;
        let filter = filter(py, Some(owner), status, search)?;
        many(py, &self.keywright, &call(py, || self.keywright.list_api_keys(filter))?)
    }

    fn list_members<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        many(py, &self.keywright, &call(py, || self.core.list_members())?)
    }

    /// Adds a member with the permissions of the settings, or with these.
    fn add_member<'py>(
        &self,
        py: Python<'py>,
        user: HostId,
        permissions: Option<Texts>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let member = call(py, || match permissions {
            None => self.core.add_member(user.0),
            Some(Texts(permissions)) => self.core.add_member_with(user.0, permissions),
        })?;
        member.to_python(py, &self.keywright)
    }

    fn set_members<'py>(
        &self,
        py: Python<'py>,
        members: Vec<(HostId, Texts)>,
    ) -> PyResult<Bound<'py, PyList>> {
        let members = members.into_iter().map(|(user, permissions)| (user.0, permissions.0));
        let members: Vec<_> = members.collect();
        many(py, &self.keywright, &call(py, || self.core.set_members(members))?)
    }

    fn remove_member(&self, py: Python<'_>, user: HostId, team_keys: &str) -> PyResult<()> {
        let named = |keys| if keys == TeamKeys::Revoke { "revoke" } else { "keep" };
        let all = [TeamKeys::Keep, TeamKeys::Revoke];
        let team_keys = choice(py, "team_keys", team_keys, &all, named)?;
        call(py, || self.core.remove_member(user.0, team_keys))
    }

    fn preview_remove_member<'py>(
        &self,
        py: Python<'py>,
        user: HostId,
    ) -> PyResult<Bound<'py, PyAny>> {
        call(py, || self.core.preview_remove_member(user.0))?.to_python(py, &self.keywright)
    }

    fn grant_permission<'py>(
        &self,
        py: Python<'py>,
        user: HostId,
        permission: &str,
    ) -> PyResult<Bound<'py, PyAny>> {
        call(py, || self.core.grant_permission(user.0, permission))?.to_python(py, &self.keywright)
    }

    fn revoke_permission<'py>(
        &self,
        py: Python<'py>,
        user: HostId,
        permission: &str,
    ) -> PyResult<Bound<'py, PyAny>> {
        call(py, || self.core.revoke_permission(user.0, permission))?.to_python(py, &self.keywright)
    }

    fn has_permission(&self, py: Python<'_>, user: HostId, permission: &str) -> PyResult<bool> {
        call(py, || self.core.has_permission(user.0, permission))
    }

    fn list_permissions(&self, py: Python<'_>, user: HostId) -> PyResult<Vec<String>> {
        let permissions = call(py, || self.core.list_permissions(user.0))?;
        Ok(permissions.iter().map(ToString::to_string).collect())
    }
}
