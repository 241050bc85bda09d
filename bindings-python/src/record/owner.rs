//! Users, teams, members and permissions.

use keywright::{MemberPreview, PermissionDefinition, Team, TeamMember, User};
use pyo3::IntoPyObjectExt as _;
use pyo3::prelude::*;

use super::{Record, at, metadata, plain, plain_records, text, texts, tuple, values, with_handle};
use crate::convert::datetime;
use crate::owner::{TeamHandle, UserHandle};

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
}
