//! What can be done with a team.

use super::acting::no_such_team;
use super::handle::Keywright;
use super::user::owner_verdict;
use crate::error::{Error, ErrorCode};
use crate::event::NewEvent;
use crate::key::{ApiKey, ApiKeyFilter, CreatedApiKey, NewApiKey};
use crate::owner::{
    NewTeam, Owner, OwnerType, Team, TeamId, TeamUpdate, UserId, checked_display_name,
};
use crate::verify::VerifyOptions;

/// A team, by the host's id: free to make, and nothing is read or written until a method is called.
///
/// # Examples
///
/// ```
/// use keywright::{Keywright, NewApiKey};
///
/// # let keywright = Keywright::open_in_memory()?;
/// let acme = keywright.team("acme");
/// assert!(acme.list_api_keys()?.is_empty());
/// assert!(keywright.get_team("acme")?.is_none(), "reading made nothing");
/// acme.create_api_key(NewApiKey::new("CI"))?;
/// assert!(keywright.get_team("acme")?.is_some());
/// # Ok::<(), keywright::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct TeamHandle {
    pub(super) keywright: Keywright,
    id: String,
}

impl Keywright {
    /// Returns the handle of a team. An id that breaks the rules of [`TeamId`] is told by the first call.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::Keywright;
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// assert_eq!(keywright.team("acme").id(), "acme");
    /// assert!(keywright.team("").list_api_keys().is_err());
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub fn team(&self, id: impl Into<String>) -> TeamHandle {
        TeamHandle { keywright: self.clone(), id: id.into() }
    }

    /// Makes a team. Its creator becomes a member with the creator's permissions of the settings.
    ///
    /// Under `acting_as` the actor is the creator, and the id is made by Keywright: a user who could choose it could take
    /// the name of a team that the host keeps itself.
    ///
    /// # Errors
    ///
    /// `already_exists`; `invalid_argument` when a value breaks its rule; `permission_denied`; storage errors.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{ErrorCode, Keywright, NewTeam};
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// let new = NewTeam::new("Acme Inc.").id("acme").creator("alice");
    /// assert_eq!(keywright.create_team(new.clone())?.id.as_str(), "acme");
    /// assert_eq!(keywright.create_team(new).unwrap_err().code(), ErrorCode::AlreadyExists);
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub fn create_team(&self, new: NewTeam) -> Result<Team, Error> {
        let display_name = checked_display_name(&new.display_name)?;
        let creator = new.creator.map(UserId::new).transpose()?;
        let creator = match self.authority().user_id() {
            None => creator,
            Some(_) if new.id.is_some() => {
                return Err(Error::permission_denied(
                    "only the server itself may choose a team's id",
                ));
            }
            Some(acting) => {
                if let Some(creator) = &creator {
                    self.authority().require_self(creator)?;
                }
                Some(acting.clone())
            }
        };
        let id = match new.id {
            Some(id) => TeamId::new(id)?,
            None => TeamId::new(self.generate_id(self.now())?.hyphenated().to_string())?,
        };
        self.change(|change| {
            if change.rows.team(&id)?.is_some() {
                return Err(Error::new(
                    ErrorCode::AlreadyExists,
                    format!("a team with this id exists. team_id=`{id}`"),
                ));
            }
            let mut team = Team::new(id.clone(), change.now);
            team.display_name = Some(display_name);
            change.rows.save_team(&team)?;
            change.record(
                NewEvent::new("team.created")
                    .with("team_id", &id)
                    .with("display_name", &team.display_name)
                    .with("creator", &creator),
            )?;
            if let Some(creator) = creator {
                let permissions = change.settings.creator_permissions.clone();
                change.put_member(&id, &creator, permissions)?;
            }
            Ok(team)
        })
    }

    /// Returns a team as the store knows it, or `None` if it has not heard of one with this id.
    ///
    /// When acting as a user, only the teams which that user is in, or for which the host stated permissions.
    ///
    /// # Errors
    ///
    /// `invalid_argument` when the id breaks the rules of [`TeamId`]; storage errors.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::Keywright;
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// assert!(keywright.get_team("acme")?.is_none());
    /// keywright.team("acme").add_member("alice")?;
    /// assert!(keywright.get_team("acme")?.is_some());
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub fn get_team(&self, id: impl AsRef<str>) -> Result<Option<Team>, Error> {
        let id = TeamId::new(id)?;
        self.read(|rows| match self.authority().require_membership(rows, &id) {
            Ok(()) => rows.team(&id),
            Err(error) if error.code() == ErrorCode::NotFound => Ok(None),
            Err(error) => Err(error),
        })
    }

    /// Returns the team that a presented key belongs to, or `None` when the key is denied.
    ///
    /// # Errors
    ///
    /// As [`Keywright::get_user_by_api_key`].
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{Keywright, NewApiKey, VerifyOptions};
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// let created = keywright.team("acme").create_api_key(NewApiKey::new("CI"))?;
    /// let team = keywright.get_team_by_api_key(created.value(), &VerifyOptions::new())?;
    /// assert_eq!(team.map(|team| team.id.to_string()).as_deref(), Some("acme"));
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub fn get_team_by_api_key(
        &self,
        value: impl AsRef<[u8]>,
        options: &VerifyOptions,
    ) -> Result<Option<Team>, Error> {
        let options = options.clone().owner_type(OwnerType::Team);
        let verdict = owner_verdict(self.verify(value, &options)?)?;
        match verdict.team_id() {
            None => Ok(None),
            Some(id) => self.read(|rows| rows.team(id)),
        }
    }
}

impl TeamHandle {
    /// Returns the id as it was given.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::Keywright;
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// assert_eq!(keywright.team("acme").id(), "acme");
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Returns the team as the owner of keys.
    ///
    /// # Errors
    ///
    /// `invalid_argument` when the id breaks the rules of [`TeamId`].
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::Keywright;
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// assert_eq!(keywright.team("acme").owner()?.to_string(), "team:acme");
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub fn owner(&self) -> Result<Owner, Error> {
        Ok(Owner::Team(self.team_id()?))
    }

    pub(super) fn team_id(&self) -> Result<TeamId, Error> {
        TeamId::new(&self.id)
    }

    /// Changes the profile and returns it. Under `acting_as` this takes `$update_team`, and metadata is the server's.
    ///
    /// # Errors
    ///
    /// `not_found` without the right; `invalid_argument` when a value breaks its rule; `permission_denied`; storage errors.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{Keywright, TeamUpdate};
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// let team = keywright.team("acme").update(TeamUpdate::new().display_name("Acme Inc."))?;
    /// assert_eq!(team.display_name.as_deref(), Some("Acme Inc."));
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub fn update(&self, update: TeamUpdate) -> Result<Team, Error> {
        let id = self.team_id()?;
        if update.metadata.is_some() {
            self.keywright.authority().require_server("set metadata")?;
        }
        let display_name = update
            .display_name
            .map(|name| name.as_deref().map(checked_display_name).transpose())
            .transpose()?;
        self.keywright.change(|change| {
            change.authority.require_permission(change.rows, &id, "$update_team")?;
            let before = change.bring_team(&id)?;
            let mut team = before.clone();
            team.display_name = display_name.unwrap_or(team.display_name);
            team.metadata = update.metadata.unwrap_or(team.metadata);
            if team != before {
                change.rows.save_team(&team)?;
                change.record(
                    NewEvent::new("team.updated")
                        .with("team_id", &id)
                        .with(
                            "display_name",
                            (team.display_name != before.display_name)
                                .then_some(&team.display_name),
                        )
                        .with(
                            "metadata_changed",
                            (team.metadata != before.metadata).then_some(true),
                        ),
                )?;
            }
            Ok(team)
        })
    }

    /// Deletes the team with its keys and memberships. To keep a history, revoke instead. Under `acting_as` this takes
    /// `$delete_team`.
    ///
    /// # Errors
    ///
    /// `not_found` when the store has not heard of the team, or without the right; `permission_denied` when acting as a user
    /// and the team is suspended; storage errors.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{Keywright, NewApiKey};
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// let acme = keywright.team("acme");
    /// acme.create_api_key(NewApiKey::new("CI"))?;
    /// acme.delete()?;
    /// assert!(keywright.get_team("acme")?.is_none());
    /// assert!(acme.list_api_keys()?.is_empty());
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub fn delete(&self) -> Result<(), Error> {
        let id = self.team_id()?;
        let api_key_ids = self.keywright.change(|change| {
            change.authority.require_permission(change.rows, &id, "$delete_team")?;
            let team = change.rows.team(&id)?.ok_or_else(no_such_team)?;
            if team.suspended_at.is_some() {
                // A team that came into being again would not be suspended.
                change.authority.require_server("delete a team that is suspended")?;
            }
            let owner = Owner::Team(id.clone());
            let api_key_ids = change.key_ids(&owner)?;
            change.rows.delete_owner(&owner)?;
            change.record(
                NewEvent::new("team.deleted")
                    .with("team_id", &id)
                    .with("api_key_ids", &api_key_ids),
            )?;
            Ok(api_key_ids)
        })?;
        self.keywright.forget_usage(&api_key_ids);
        Ok(())
    }

    /// Suspends all keys of the team at once, those made later included. Suspending twice keeps the first time. Only the
    /// server may.
    ///
    /// # Errors
    ///
    /// `permission_denied`; storage errors.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{Keywright, NewApiKey, Reason, VerifyOptions};
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// let acme = keywright.team("acme");
    /// let created = acme.create_api_key(NewApiKey::new("CI"))?;
    /// acme.suspend()?;
    /// let verdict = keywright.verify(created.value(), &VerifyOptions::new())?;
    /// assert_eq!(verdict.reason(), Some(Reason::Suspended));
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub fn suspend(&self) -> Result<Team, Error> {
        let id = self.team_id()?;
        self.keywright.authority().require_server("suspend a team")?;
        self.keywright.change(|change| {
            let mut team = change.bring_team(&id)?;
            if team.suspended_at.is_none() {
                team.suspended_at = Some(change.now);
                team.suspended_by = Some(change.actor());
                change.rows.save_team(&team)?;
                change.record(NewEvent::new("team.suspended").with("team_id", &id))?;
            }
            Ok(team)
        })
    }

    /// Lets the keys of a suspended team verify again, each as far as it is valid itself. Only the server may.
    ///
    /// # Errors
    ///
    /// `not_found` when the store has not heard of the team; `permission_denied`; storage errors.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::Keywright;
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// let acme = keywright.team("acme");
    /// acme.suspend()?;
    /// assert_eq!(acme.resume()?.suspended_at, None);
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub fn resume(&self) -> Result<Team, Error> {
        let id = self.team_id()?;
        self.keywright.authority().require_server("resume a team")?;
        self.keywright.change(|change| {
            let mut team = change.rows.team(&id)?.ok_or_else(no_such_team)?;
            if team.suspended_at.take().is_some() {
                team.suspended_by = None;
                change.rows.save_team(&team)?;
                change.record(NewEvent::new("team.resumed").with("team_id", &id))?;
            }
            Ok(team)
        })
    }

    /// Makes a key for the team and returns it with its value, which is shown this one time. Under `acting_as` this takes
    /// `$manage_api_keys`.
    ///
    /// # Errors
    ///
    /// `not_found` without the right; `invalid_argument` when a field breaks its rule; `disabled` when team keys are
    /// switched off; `limit_reached` when a cap is; `permission_denied`; storage errors.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{Keywright, NewApiKey};
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// let acme = keywright.team("acme");
    /// let created = acme.create_api_key(NewApiKey::new("CI"))?;
    /// assert!(created.value().starts_with("kw_tsk_"));
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub fn create_api_key(&self, new: NewApiKey) -> Result<CreatedApiKey, Error> {
        self.keywright.create_one(&self.owner()?, new)
    }

    /// Makes many keys in one transaction, at most 100,000: all of them or none.
    ///
    /// # Errors
    ///
    /// As [`TeamHandle::create_api_key`].
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{Keywright, NewApiKey};
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// let acme = keywright.team("acme");
    /// let created = acme.create_api_keys(vec![NewApiKey::new("CI"); 3])?;
    /// assert_eq!(created.len(), 3);
    /// assert!(acme.create_api_keys(vec![NewApiKey::new("CI"), NewApiKey::new("")]).is_err());
    /// assert_eq!(acme.list_api_keys()?.len(), 3, "all or none");
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub fn create_api_keys(&self, new: Vec<NewApiKey>) -> Result<Vec<CreatedApiKey>, Error> {
        self.keywright.create_many(&self.owner()?, new)
    }

    /// Returns all keys of the team, newest first, also those that are revoked or expired.
    ///
    /// [`Keywright::list_api_keys`] filters by status and text.
    ///
    /// # Errors
    ///
    /// `not_found` without the right when acting as a user; `disabled` when acting as one and team keys are switched off;
    /// storage errors.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{Keywright, NewApiKey};
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// let acme = keywright.team("acme");
    /// acme.create_api_key(NewApiKey::new("first"))?;
    /// acme.create_api_key(NewApiKey::new("second"))?;
    /// assert_eq!(acme.list_api_keys()?[0].description, "second");
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub fn list_api_keys(&self) -> Result<Vec<ApiKey>, Error> {
        self.keywright.list_api_keys(ApiKeyFilter::new().owner(self.owner()?))
    }
}
