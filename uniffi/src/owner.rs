//! Users and teams, their members, and the keys that they own.

use std::collections::HashMap;

use crate::api_key::{ApiKeyFilter, CreatedApiKey, NewApiKey};
use crate::call::caught;
use crate::convert::{metadata, texts};
use crate::error::KeywrightError;
use crate::record::{ApiKey, MemberPreview, Team, TeamMember, User, api_keys};
use crate::word::{Status, TeamKeys, TextChange};

/// What to change of a user. What is not given stays.
#[derive(Clone, Debug, Default, uniffi::Record)]
pub struct UserUpdate {
    /// A name for people.
    #[uniffi(default)]
    pub display_name: Option<TextChange>,
    /// An address for people.
    #[uniffi(default)]
    pub primary_email: Option<TextChange>,
    /// A JSON object of the host's own, as text.
    #[uniffi(default)]
    pub metadata: Option<String>,
}

/// What to change of a team. What is not given stays.
#[derive(Clone, Debug, Default, uniffi::Record)]
pub struct TeamUpdate {
    /// A name for people.
    #[uniffi(default)]
    pub display_name: Option<TextChange>,
    /// A JSON object of the host's own, as text.
    #[uniffi(default)]
    pub metadata: Option<String>,
}

/// A user, by id.
#[derive(uniffi::Object)]
pub struct UserHandle {
    keywright: keywright::Keywright,
    core: keywright::UserHandle,
}

impl UserHandle {
    pub(crate) fn new(keywright: &keywright::Keywright, id: &str) -> Self {
        Self { keywright: keywright.clone(), core: keywright.user(id) }
    }
}

#[uniffi::export]
impl UserHandle {
    /// The host's own id.
    pub fn id(&self) -> String {
        self.core.id().to_owned()
    }

    /// Changes the user, who comes into being by that.
    pub fn update(&self, update: UserUpdate) -> Result<User, KeywrightError> {
        caught(|| {
            let mut changes = keywright::UserUpdate::new();
            changes = match update.display_name.map(TextChange::text) {
                None => changes,
                Some(None) => changes.clear_display_name(),
                Some(Some(name)) => changes.display_name(name),
            };
            changes = match update.primary_email.map(TextChange::text) {
                None => changes,
                Some(None) => changes.clear_primary_email(),
                Some(Some(email)) => changes.primary_email(email),
            };
            if let Some(text) = update.metadata {
                changes = changes.metadata(metadata(&text)?);
            }
            Ok(self.core.update(changes)?.into())
        })
    }

    /// Deletes the user with all keys.
    pub fn delete(&self) -> Result<(), KeywrightError> {
        caught(|| Ok(self.core.delete()?))
    }

    /// Suspends all keys of the user.
    pub fn suspend(&self) -> Result<User, KeywrightError> {
        caught(|| Ok(self.core.suspend()?.into()))
    }

    /// Lifts that suspension.
    pub fn resume(&self) -> Result<User, KeywrightError> {
        caught(|| Ok(self.core.resume()?.into()))
    }

    /// Returns the teams that the user is in.
    pub fn list_teams(&self) -> Result<Vec<Team>, KeywrightError> {
        caught(|| Ok(self.core.list_teams()?.into_iter().map(Team::from).collect()))
    }

    /// Makes a key.
    pub fn create_api_key(&self, new: NewApiKey) -> Result<CreatedApiKey, KeywrightError> {
        caught(|| Ok(CreatedApiKey::new(self.core.create_api_key(new.into_core()?)?)))
    }

    /// Makes several keys: all, or none.
    pub fn create_api_keys(
        &self,
        new: Vec<NewApiKey>,
    ) -> Result<Vec<CreatedApiKey>, KeywrightError> {
        caught(|| {
            let made = self.core.create_api_keys(NewApiKey::all(new)?)?;
            Ok(made.into_iter().map(CreatedApiKey::new).collect())
        })
    }

    /// Returns the keys of the user, newest first.
    pub fn list_api_keys(
        &self,
        status: Option<Status>,
        search: Option<String>,
    ) -> Result<Vec<ApiKey>, KeywrightError> {
        caught(|| {
            let filter = ApiKeyFilter { owner: None, status, search }.into_core(&self.keywright)?;
            Ok(api_keys(self.keywright.list_api_keys(filter.owner(self.core.owner()?))?))
        })
    }
}

/// A team, by id.
#[derive(uniffi::Object)]
pub struct TeamHandle {
    keywright: keywright::Keywright,
    core: keywright::TeamHandle,
}

impl TeamHandle {
    pub(crate) fn new(keywright: &keywright::Keywright, id: &str) -> Self {
        Self { keywright: keywright.clone(), core: keywright.team(id) }
    }
}

#[uniffi::export]
impl TeamHandle {
    /// The host's own id.
    pub fn id(&self) -> String {
        self.core.id().to_owned()
    }

    /// Changes the team, which comes into being by that.
    pub fn update(&self, update: TeamUpdate) -> Result<Team, KeywrightError> {
        caught(|| {
            let mut changes = keywright::TeamUpdate::new();
            changes = match update.display_name.map(TextChange::text) {
                None => changes,
                Some(None) => changes.clear_display_name(),
                Some(Some(name)) => changes.display_name(name),
            };
            if let Some(text) = update.metadata {
                changes = changes.metadata(metadata(&text)?);
            }
            Ok(self.core.update(changes)?.into())
        })
    }

    /// Deletes the team with all keys and memberships.
    pub fn delete(&self) -> Result<(), KeywrightError> {
        caught(|| Ok(self.core.delete()?))
    }

    /// Suspends all keys of the team.
    pub fn suspend(&self) -> Result<Team, KeywrightError> {
        caught(|| Ok(self.core.suspend()?.into()))
    }

    /// Lifts that suspension.
    pub fn resume(&self) -> Result<Team, KeywrightError> {
        caught(|| Ok(self.core.resume()?.into()))
    }

    /// Makes a key.
    pub fn create_api_key(&self, new: NewApiKey) -> Result<CreatedApiKey, KeywrightError> {
        caught(|| Ok(CreatedApiKey::new(self.core.create_api_key(new.into_core()?)?)))
    }

    /// Makes several keys: all, or none.
    pub fn create_api_keys(
        &self,
        new: Vec<NewApiKey>,
    ) -> Result<Vec<CreatedApiKey>, KeywrightError> {
        caught(|| {
            let made = self.core.create_api_keys(NewApiKey::all(new)?)?;
            Ok(made.into_iter().map(CreatedApiKey::new).collect())
        })
    }

    /// Returns the keys of the team, newest first.
    pub fn list_api_keys(
        &self,
        status: Option<Status>,
        search: Option<String>,
    ) -> Result<Vec<ApiKey>, KeywrightError> {
        caught(|| {
            let filter = ApiKeyFilter { owner: None, status, search }.into_core(&self.keywright)?;
            Ok(api_keys(self.keywright.list_api_keys(filter.owner(self.core.owner()?))?))
        })
    }

    /// Returns the members, by user id.
    pub fn list_members(&self) -> Result<Vec<TeamMember>, KeywrightError> {
        caught(|| Ok(self.core.list_members()?.into_iter().map(TeamMember::from).collect()))
    }

    /// Adds a member with these permissions, or with those of the settings.
    pub fn add_member(
        &self,
        user_id: String,
        permissions: Option<Vec<String>>,
    ) -> Result<TeamMember, KeywrightError> {
        caught(|| {
            Ok(match permissions {
                None => self.core.add_member(user_id)?,
                Some(permissions) => self.core.add_member_with(user_id, permissions)?,
            }
            .into())
        })
    }

    /// Makes these the members, each with its permissions, in one transaction.
    pub fn set_members(
        &self,
        members: HashMap<String, Vec<String>>,
    ) -> Result<Vec<TeamMember>, KeywrightError> {
        caught(|| Ok(self.core.set_members(members)?.into_iter().map(TeamMember::from).collect()))
    }

    /// Takes a member out of the team.
    pub fn remove_member(
        &self,
        user_id: String,
        team_keys: TeamKeys,
    ) -> Result<(), KeywrightError> {
        caught(|| Ok(self.core.remove_member(user_id, team_keys.into())?))
    }

    /// Tells which keys of the team a leaving member made.
    pub fn preview_remove_member(&self, user_id: String) -> Result<MemberPreview, KeywrightError> {
        caught(|| Ok(self.core.preview_remove_member(user_id)?.into()))
    }

    /// Gives a member a permission.
    pub fn grant_permission(
        &self,
        user_id: String,
        permission: String,
    ) -> Result<TeamMember, KeywrightError> {
        caught(|| Ok(self.core.grant_permission(user_id, permission)?.into()))
    }

    /// Takes a permission away from a member.
    pub fn revoke_permission(
        &self,
        user_id: String,
        permission: String,
    ) -> Result<TeamMember, KeywrightError> {
        caught(|| Ok(self.core.revoke_permission(user_id, permission)?.into()))
    }

    /// Says whether a user holds a permission in the team, directly or contained in another.
    pub fn has_permission(
        &self,
        user_id: String,
        permission: String,
    ) -> Result<bool, KeywrightError> {
        caught(|| Ok(self.core.has_permission(user_id, permission)?))
    }

    /// Returns all permissions that a user holds in the team.
    pub fn list_permissions(&self, user_id: String) -> Result<Vec<String>, KeywrightError> {
        caught(|| Ok(texts(self.core.list_permissions(user_id)?)))
    }
}
