//! Users and teams, their members, and the keys that they own.

use keywright::{Metadata, TeamKeys, TeamUpdate, UserUpdate};
use napi_derive::napi;
use serde::Deserialize;
use serde_json::json;
use serde_json::value::RawValue;

use crate::api_key::{KeyFilter, NewKey};
use crate::call::{Promised, on_pool};
use crate::convert::{choice, created, given, metadata, read, write};
use crate::error::Failure;

/// The native half of `UserHandle`.
#[napi]
pub struct UserHandle {
    keywright: keywright::Keywright,
    core: keywright::UserHandle,
}

impl UserHandle {
    pub(crate) fn new(keywright: &keywright::Keywright, id: &str) -> Self {
        Self { keywright: keywright.clone(), core: keywright.user(id) }
    }
}

#[napi]
impl UserHandle {
    /// Changes the user.
    #[napi]
    pub fn update(&self, changes: String) -> Promised<String> {
        let core = self.core.clone();
        on_pool(move || {
            let changes: OwnerChanges = read(&changes)?;
            let mut update = UserUpdate::new();
            update = match changes.display_name {
                None => update,
                Some(None) => update.clear_display_name(),
                Some(Some(name)) => update.display_name(name),
            };
            update = match changes.primary_email {
                None => update,
                Some(None) => update.clear_primary_email(),
                Some(Some(email)) => update.primary_email(email),
            };
            if let Some(metadata) = owned(changes.metadata.as_deref())? {
                update = update.metadata(metadata);
            }
            write(&core.update(update)?)
        })
    }

    /// Deletes the user.
    #[napi]
    pub fn delete(&self) -> Promised<()> {
        let core = self.core.clone();
        on_pool(move || Ok(core.delete()?))
    }

    /// Suspends all keys of the user.
    #[napi]
    pub fn suspend(&self) -> Promised<String> {
        let core = self.core.clone();
        on_pool(move || write(&core.suspend()?))
    }

    /// Lifts that suspension.
    #[napi]
    pub fn resume(&self) -> Promised<String> {
        let core = self.core.clone();
        on_pool(move || write(&core.resume()?))
    }

    /// The teams that the user is in.
    #[napi]
    pub fn list_teams(&self) -> Promised<String> {
        let core = self.core.clone();
        on_pool(move || write(&core.list_teams()?))
    }

    /// Makes a key.
    #[napi]
    pub fn create_api_key(&self, new: String) -> Promised<String> {
        let core = self.core.clone();
        on_pool(move || {
            let new = read::<NewKey>(&new)?.into_core()?;
            write(&created(&core.create_api_key(new)?))
        })
    }

    /// Makes several keys.
    #[napi]
    pub fn create_api_keys(&self, new: String) -> Promised<String> {
        let core = self.core.clone();
        on_pool(move || {
            let made = core.create_api_keys(new_keys(&new)?)?;
            write(&made.iter().map(created).collect::<Vec<_>>())
        })
    }

    /// The keys of the user.
    #[napi]
    pub fn list_api_keys(&self, filter: String) -> Promised<String> {
        let (keywright, core) = (self.keywright.clone(), self.core.clone());
        on_pool(move || {
            let filter = read::<KeyFilter>(&filter)?.filter(&keywright)?.owner(core.owner()?);
            write(&keywright.list_api_keys(filter)?)
        })
    }
}

/// The native half of `TeamHandle`.
#[napi]
pub struct TeamHandle {
    keywright: keywright::Keywright,
    core: keywright::TeamHandle,
}

impl TeamHandle {
    pub(crate) fn new(keywright: &keywright::Keywright, id: &str) -> Self {
        Self { keywright: keywright.clone(), core: keywright.team(id) }
    }
}

#[napi]
impl TeamHandle {
    /// Changes the team.
    #[napi]
    pub fn update(&self, changes: String) -> Promised<String> {
        let core = self.core.clone();
        on_pool(move || {
            let changes: OwnerChanges = read(&changes)?;
            let mut update = TeamUpdate::new();
            update = match changes.display_name {
                None => update,
                Some(None) => update.clear_display_name(),
                Some(Some(name)) => update.display_name(name),
            };
            if let Some(metadata) = owned(changes.metadata.as_deref())? {
                update = update.metadata(metadata);
            }
            write(&core.update(update)?)
        })
    }

    /// Deletes the team.
    #[napi]
    pub fn delete(&self) -> Promised<()> {
        let core = self.core.clone();
        on_pool(move || Ok(core.delete()?))
    }

    /// Suspends all keys of the team.
    #[napi]
    pub fn suspend(&self) -> Promised<String> {
        let core = self.core.clone();
        on_pool(move || write(&core.suspend()?))
    }

    /// Lifts that suspension.
    #[napi]
    pub fn resume(&self) -> Promised<String> {
        let core = self.core.clone();
        on_pool(move || write(&core.resume()?))
    }

    /// Makes a key.
    #[napi]
    pub fn create_api_key(&self, new: String) -> Promised<String> {
        let core = self.core.clone();
        on_pool(move || {
            let new = read::<NewKey>(&new)?.into_core()?;
            write(&created(&core.create_api_key(new)?))
        })
    }

    /// Makes several keys.
    #[napi]
    pub fn create_api_keys(&self, new: String) -> Promised<String> {
        let core = self.core.clone();
        on_pool(move || {
            let made = core.create_api_keys(new_keys(&new)?)?;
            write(&made.iter().map(created).collect::<Vec<_>>())
        })
    }

    /// The keys of the team.
    #[napi]
    pub fn list_api_keys(&self, filter: String) -> Promised<String> {
        let (keywright, core) = (self.keywright.clone(), self.core.clone());
        on_pool(move || {
            let filter = read::<KeyFilter>(&filter)?.filter(&keywright)?.owner(core.owner()?);
            write(&keywright.list_api_keys(filter)?)
        })
    }

    /// The members.
    #[napi]
    pub fn list_members(&self) -> Promised<String> {
        let core = self.core.clone();
        on_pool(move || write(&core.list_members()?))
    }

    /// Adds a member with the permissions of the settings, or with these.
    #[napi]
    pub fn add_member(&self, user: String, permissions: Option<Vec<String>>) -> Promised<String> {
        let core = self.core.clone();
        on_pool(move || {
            write(&match permissions {
                None => core.add_member(user)?,
                Some(permissions) => core.add_member_with(user, permissions)?,
            })
        })
    }

    /// Makes these the members.
    #[napi]
    pub fn set_members(&self, members: String) -> Promised<String> {
        let core = self.core.clone();
        on_pool(move || write(&core.set_members(read::<Vec<(String, Vec<String>)>>(&members)?)?))
    }

    /// Takes a member out of the team.
    #[napi]
    pub fn remove_member(&self, user: String, team_keys: String) -> Promised<()> {
        let core = self.core.clone();
        on_pool(move || {
            let named = |keys| if keys == TeamKeys::Revoke { "revoke" } else { "keep" };
            let all = [TeamKeys::Keep, TeamKeys::Revoke];
            Ok(core.remove_member(user, choice("teamKeys", &team_keys, &all, named)?)?)
        })
    }

    /// Which keys would be revoked with a member.
    #[napi]
    pub fn preview_remove_member(&self, user: String) -> Promised<String> {
        let core = self.core.clone();
        on_pool(move || {
            let preview = core.preview_remove_member(user)?;
            write(&json!({ "member": preview.member, "api_keys": preview.api_keys }))
        })
    }

    /// Gives a member a permission.
    #[napi]
    pub fn grant_permission(&self, user: String, permission: String) -> Promised<String> {
        let core = self.core.clone();
        on_pool(move || write(&core.grant_permission(user, permission)?))
    }

    /// Takes a permission away.
    #[napi]
    pub fn revoke_permission(&self, user: String, permission: String) -> Promised<String> {
        let core = self.core.clone();
        on_pool(move || write(&core.revoke_permission(user, permission)?))
    }

    /// Whether a user holds a permission.
    #[napi]
    pub fn has_permission(&self, user: String, permission: String) -> Promised<bool> {
        let core = self.core.clone();
        on_pool(move || Ok(core.has_permission(user, permission)?))
    }

    /// All permissions that a user holds.
    #[napi]
    pub fn list_permissions(&self, user: String) -> Promised<String> {
        let core = self.core.clone();
        on_pool(move || write(&core.list_permissions(user)?))
    }
}

/// What is to change of a user or a team. Null clears.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct OwnerChanges {
    #[serde(default, deserialize_with = "given")]
    display_name: Option<Option<String>>,
    #[serde(default, deserialize_with = "given")]
    primary_email: Option<Option<String>>,
    metadata: Option<Box<RawValue>>,
}

fn owned(text: Option<&RawValue>) -> Result<Option<Metadata>, Failure> {
    text.map(metadata).transpose()
}

fn new_keys(text: &str) -> Result<Vec<keywright::NewApiKey>, Failure> {
    read::<Vec<NewKey>>(text)?.into_iter().map(NewKey::into_core).collect()
}
