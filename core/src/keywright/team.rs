//! What can be done with a team and its members.

use std::collections::{BTreeMap, BTreeSet};

use super::acting::{no_such_team, permissions_of};
use super::change::Change;
use super::handle::Keywright;
use super::user::owner_verdict;
use crate::actor::Actor;
use crate::error::{Error, ErrorCode};
use crate::event::NewEvent;
use crate::key::{ApiKey, ApiKeyFilter, CreatedApiKey, NewApiKey};
use crate::owner::{
    NewTeam, Owner, OwnerType, Team, TeamId, TeamMember, TeamUpdate, UserId, checked_display_name,
};
use crate::permission::{Definitions, PermissionId};
use crate::store::Rows;
use crate::verify::VerifyOptions;

/// The most members of one `set_members`.
const MOST_MEMBERS: usize = 100_000;

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
    keywright: Keywright,
    id: String,
}

/// What becomes of the team keys that a leaving member made.
///
/// # Examples
///
/// ```
/// use keywright::{ActingAs, Keywright, NewApiKey, Status, TeamKeys};
///
/// # let keywright = Keywright::open_in_memory()?;
/// # keywright.team("acme").add_member_with("bob", ["team_admin"])?;
/// let bob = keywright.acting_as(ActingAs::new("bob"))?;
/// bob.team("acme").create_api_key(NewApiKey::new("CI"))?;
/// keywright.team("acme").remove_member("bob", TeamKeys::Revoke)?;
/// assert_eq!(keywright.team("acme").list_api_keys()?[0].status, Status::Revoked);
/// # Ok::<(), keywright::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TeamKeys {
    /// They stay: they are the team's.
    #[default]
    Keep,
    /// They are revoked in the same transaction.
    Revoke,
}

/// What a member's leaving would touch.
///
/// # Examples
///
/// ```
/// use keywright::{ActingAs, Keywright, NewApiKey};
///
/// # let keywright = Keywright::open_in_memory()?;
/// # keywright.team("acme").add_member_with("bob", ["team_admin"])?;
/// let bob = keywright.acting_as(ActingAs::new("bob"))?;
/// bob.team("acme").create_api_key(NewApiKey::new("CI"))?;
/// let preview = keywright.team("acme").preview_remove_member("bob")?;
/// assert_eq!(preview.member.user_id.as_str(), "bob");
/// assert_eq!(preview.api_keys.len(), 1);
/// # Ok::<(), keywright::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct MemberPreview {
    /// The membership that would end.
    pub member: TeamMember,
    /// The keys of the team that this member made and that are not revoked, newest first.
    pub api_keys: Vec<ApiKey>,
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

    fn team_id(&self) -> Result<TeamId, Error> {
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
    /// `not_found` when the store has not heard of the team, or without the right; storage errors.
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
        self.keywright.change(|change| {
            change.authority.require_permission(change.rows, &id, "$delete_team")?;
            change.rows.team(&id)?.ok_or_else(no_such_team)?;
            let owner = Owner::Team(id.clone());
            let api_key_ids = change.key_ids(&owner)?;
            change.rows.delete_owner(&owner)?;
            change.record(
                NewEvent::new("team.deleted").with("team_id", &id).with("api_key_ids", api_key_ids),
            )
        })
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

    /// Returns the members, by user id. Under `acting_as` this takes `$read_members`.
    ///
    /// # Errors
    ///
    /// `not_found` without the right; storage errors.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::Keywright;
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// let acme = keywright.team("acme");
    /// acme.add_member("bob")?;
    /// acme.add_member("alice")?;
    /// let members = acme.list_members()?;
    /// assert_eq!(members[0].user_id.as_str(), "alice", "by id");
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub fn list_members(&self) -> Result<Vec<TeamMember>, Error> {
        let id = self.team_id()?;
        self.keywright.read(|rows| {
            self.keywright.authority().require_permission(rows, &id, "$read_members")?;
            rows.members(&id)
        })
    }

    /// Adds a user with the permissions that the settings give to new members. Adding twice changes nothing.
    ///
    /// Under `acting_as` this takes `$invite_members`.
    ///
    /// # Errors
    ///
    /// `not_found` without the right; `invalid_argument`; storage errors.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::Keywright;
    ///
    /// let keywright = Keywright::open_in_memory()?;
    /// let acme = keywright.team("acme");
    /// acme.add_member("bob")?;
    /// assert!(acme.has_permission("bob", "$read_members")?);
    /// assert!(!acme.has_permission("bob", "$manage_api_keys")?);
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub fn add_member(&self, user_id: impl AsRef<str>) -> Result<TeamMember, Error> {
        let (id, user) = (self.team_id()?, UserId::new(user_id)?);
        self.keywright.change(|change| {
            change.authority.require_permission(change.rows, &id, "$invite_members")?;
            if let Some(member) = change.rows.member(&id, &user)? {
                return Ok(member);
            }
            let permissions = change.settings.member_permissions.clone();
            change.put_member(&id, &user, permissions)
        })
    }

    /// Adds a user with these permissions, or sets those of a member. Only the server may.
    ///
    /// # Errors
    ///
    /// `not_found` when a permission is not defined; `invalid_argument`; `permission_denied`; storage errors.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::Keywright;
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// let acme = keywright.team("acme");
    /// acme.add_member_with("alice", ["team_admin"])?;
    /// assert!(acme.has_permission("alice", "$delete_team")?);
    /// assert!(acme.add_member_with("alice", ["unheard_of"]).is_err());
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub fn add_member_with<T: AsRef<str>>(
        &self,
        user_id: impl AsRef<str>,
        permissions: impl IntoIterator<Item = T>,
    ) -> Result<TeamMember, Error> {
        let (id, user) = (self.team_id()?, UserId::new(user_id)?);
        self.keywright.authority().require_server("choose the permissions of a member")?;
        let permissions = permission_ids(permissions)?;
        self.keywright.change(|change| {
            change.require_known(&permissions)?;
            change.set_member(&id, &user, permissions)
        })
    }

    /// Makes these the members, each with these permissions, in one transaction: who is not named leaves. Only the server
    /// may. Team keys that a leaving member made are kept.
    ///
    /// # Errors
    ///
    /// `not_found` when a permission is not defined; `invalid_argument`, also for more than 100,000 members;
    /// `permission_denied`; storage errors.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::Keywright;
    ///
    /// let keywright = Keywright::open_in_memory()?;
    /// let acme = keywright.team("acme");
    /// acme.set_members([("alice", vec!["team_admin"]), ("bob", vec!["team_member"])])?;
    /// acme.set_members([("alice", vec!["team_admin"])])?;
    /// assert_eq!(acme.list_members()?.len(), 1);
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub fn set_members<U: AsRef<str>, P: AsRef<str>>(
        &self,
        members: impl IntoIterator<Item = (U, impl IntoIterator<Item = P>)>,
    ) -> Result<Vec<TeamMember>, Error> {
        let id = self.team_id()?;
        self.keywright.authority().require_server("set the members of a team")?;
        let mut wanted = BTreeMap::new();
        for (user, permissions) in members {
            if wanted.len() == MOST_MEMBERS {
                return Err(Error::invalid_argument(format!("more than {MOST_MEMBERS} members")));
            }
            wanted.insert(UserId::new(user)?, permission_ids(permissions)?);
        }
        self.keywright.change(|change| {
            for permissions in wanted.values() {
                change.require_known(permissions)?;
            }
            change.bring_team(&id)?;
            for member in change.rows.members(&id)? {
                if !wanted.contains_key(&member.user_id) {
                    change.end_member(&member)?;
                }
            }
            for (user, permissions) in wanted {
                change.set_member(&id, &user, permissions)?;
            }
            change.rows.members(&id)
        })
    }

    /// Removes a member, who loses the rights in the team at once. Under `acting_as` this takes `$remove_members`, but
    /// everybody may leave; revoking the keys that the member made takes `$manage_api_keys` on top.
    ///
    /// # Errors
    ///
    /// `not_found` when the user is no member, or without the right; storage errors.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{Keywright, TeamKeys};
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// let acme = keywright.team("acme");
    /// acme.add_member("bob")?;
    /// acme.remove_member("bob", TeamKeys::Keep)?;
    /// assert!(acme.list_members()?.is_empty());
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub fn remove_member(
        &self,
        user_id: impl AsRef<str>,
        team_keys: TeamKeys,
    ) -> Result<(), Error> {
        let (id, user) = (self.team_id()?, UserId::new(user_id)?);
        self.keywright.change(|change| {
            if change.authority.user_id() != Some(&user) {
                change.authority.require_permission(change.rows, &id, "$remove_members")?;
            }
            let owner = Owner::Team(id.clone());
            if team_keys == TeamKeys::Revoke {
                change.authority.require_keys_of(change.rows, &owner)?;
            }
            let member = change.rows.member(&id, &user)?.ok_or_else(no_such_member)?;
            if team_keys == TeamKeys::Revoke {
                let made_by = Actor::User(user.clone());
                change.revoke_matching(
                    Some(&owner),
                    |key| key.created_by == made_by,
                    Some("the member who made it left the team"),
                )?;
            }
            change.end_member(&member)
        })
    }

    /// Shows what [`TeamHandle::remove_member`] would touch, and changes nothing.
    ///
    /// # Errors
    ///
    /// As [`TeamHandle::remove_member`] with [`TeamKeys::Revoke`].
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::Keywright;
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// let acme = keywright.team("acme");
    /// acme.add_member("bob")?;
    /// assert!(acme.preview_remove_member("bob")?.api_keys.is_empty());
    /// assert_eq!(acme.list_members()?.len(), 1, "nothing changed");
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub fn preview_remove_member(&self, user_id: impl AsRef<str>) -> Result<MemberPreview, Error> {
        let (id, user) = (self.team_id()?, UserId::new(user_id)?);
        let now = self.keywright.now();
        self.keywright.read(|rows| {
            let owner = Owner::Team(id.clone());
            let authority = self.keywright.authority();
            if authority.user_id() != Some(&user) {
                authority.require_permission(rows, &id, "$remove_members")?;
            }
            authority.require_keys_of(rows, &owner)?;
            let member = rows.member(&id, &user)?.ok_or_else(no_such_member)?;
            let made_by = Actor::User(user.clone());
            let mut api_keys = Vec::new();
            rows.each_api_key(Some(&owner), None, now, &mut |key| {
                if key.created_by == made_by && key.revoked_at.is_none() {
                    api_keys.push(key);
                }
                Ok(std::ops::ControlFlow::Continue(()))
            })?;
            Ok(MemberPreview { member, api_keys })
        })
    }

    /// Grants a member a permission directly. Granting twice changes nothing. Only the server may.
    ///
    /// # Errors
    ///
    /// `not_found` when the user is no member or the permission is not defined; `permission_denied`; storage errors.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::Keywright;
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// let acme = keywright.team("acme");
    /// acme.add_member("bob")?;
    /// acme.grant_permission("bob", "$manage_api_keys")?;
    /// assert!(acme.has_permission("bob", "$manage_api_keys")?);
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub fn grant_permission(
        &self,
        user_id: impl AsRef<str>,
        permission: impl AsRef<str>,
    ) -> Result<TeamMember, Error> {
        let (id, user) = (self.team_id()?, UserId::new(user_id)?);
        self.keywright.authority().require_server("grant a permission")?;
        let permission = PermissionId::new(permission)?;
        self.keywright.change(|change| {
            let mut member = change.rows.member(&id, &user)?.ok_or_else(no_such_member)?;
            change.require_known(&BTreeSet::from([permission.clone()]))?;
            if member.permissions.insert(permission.clone()) {
                change.rows.save_member(&member)?;
                change.record(
                    NewEvent::new("team.permission_granted")
                        .with("team_id", &id)
                        .with("user_id", &user)
                        .with("permission", &permission),
                )?;
            }
            Ok(member)
        })
    }

    /// Takes a directly granted permission away. Only the server may.
    ///
    /// # Errors
    ///
    /// `not_found` when the user is no member, or does not hold the permission directly; `permission_denied`; storage
    /// errors.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::Keywright;
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// let acme = keywright.team("acme");
    /// acme.add_member_with("bob", ["team_admin"])?;
    /// assert!(acme.revoke_permission("bob", "$update_team").is_err(), "contained, not granted");
    /// acme.revoke_permission("bob", "team_admin")?;
    /// assert!(acme.list_permissions("bob")?.is_empty());
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub fn revoke_permission(
        &self,
        user_id: impl AsRef<str>,
        permission: impl AsRef<str>,
    ) -> Result<TeamMember, Error> {
        let (id, user) = (self.team_id()?, UserId::new(user_id)?);
        self.keywright.authority().require_server("revoke a permission")?;
        let permission = PermissionId::new(permission)?;
        self.keywright.change(|change| {
            let mut member = change.rows.member(&id, &user)?.ok_or_else(no_such_member)?;
            if !member.permissions.remove(&permission) {
                return Err(Error::not_found(format!(
                    "the member does not hold this permission directly. permission=`{permission}`"
                )));
            }
            change.rows.save_member(&member)?;
            change.record(
                NewEvent::new("team.permission_revoked")
                    .with("team_id", &id)
                    .with("user_id", &user)
                    .with("permission", &permission),
            )?;
            Ok(member)
        })
    }

    /// Returns whether a user holds a permission in the team, directly or contained. Under `acting_as` a user may ask about
    /// itself, and about others with `$read_members`.
    ///
    /// # Errors
    ///
    /// `not_found` without the right; `invalid_argument`; storage errors.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::Keywright;
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// let acme = keywright.team("acme");
    /// acme.add_member("bob")?;
    /// assert!(acme.has_permission("bob", "$read_members")?);
    /// assert!(!acme.has_permission("nobody", "$read_members")?);
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub fn has_permission(
        &self,
        user_id: impl AsRef<str>,
        permission: impl AsRef<str>,
    ) -> Result<bool, Error> {
        let permission = PermissionId::new(permission)?;
        Ok(self.list_permissions(user_id)?.contains(&permission))
    }

    /// Returns all that a user holds in the team, contained permissions included; nothing for who is not in it.
    ///
    /// # Errors
    ///
    /// As [`TeamHandle::has_permission`].
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::Keywright;
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// let acme = keywright.team("acme");
    /// acme.add_member("bob")?;
    /// let held = acme.list_permissions("bob")?;
    /// assert_eq!(held.len(), 3, "team_member and the two that it contains");
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub fn list_permissions(
        &self,
        user_id: impl AsRef<str>,
    ) -> Result<BTreeSet<PermissionId>, Error> {
        let (id, user) = (self.team_id()?, UserId::new(user_id)?);
        let authority = self.keywright.authority();
        self.keywright.read(|rows| {
            if authority.user_id() == Some(&user) {
                return authority.own_permissions(rows, &id);
            }
            authority.require_permission(rows, &id, "$read_members")?;
            permissions_of(rows, &id, &user)
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

impl Change<'_> {
    /// Writes a new membership.
    fn put_member(
        &mut self,
        team: &TeamId,
        user: &UserId,
        permissions: BTreeSet<PermissionId>,
    ) -> Result<TeamMember, Error> {
        self.bring_team(team)?;
        self.bring_user(user)?;
        // Ids that nothing defines any more are skipped, so that a deleted definition stops nobody from joining.
        let definitions = Definitions::new(self.rows.permission_definitions()?);
        let permissions = permissions.into_iter().filter(|id| definitions.is_known(id)).collect();
        let member = TeamMember {
            team_id: team.clone(),
            user_id: user.clone(),
            permissions,
            created_at: self.now,
        };
        self.rows.save_member(&member)?;
        self.record(
            NewEvent::new("team.member_added")
                .with("team_id", team)
                .with("user_id", user)
                .with("permissions", &member.permissions),
        )?;
        Ok(member)
    }

    /// Writes a membership, new or not, with exactly these permissions.
    fn set_member(
        &mut self,
        team: &TeamId,
        user: &UserId,
        permissions: BTreeSet<PermissionId>,
    ) -> Result<TeamMember, Error> {
        let Some(mut member) = self.rows.member(team, user)? else {
            return self.put_member(team, user, permissions);
        };
        if member.permissions != permissions {
            member.permissions = permissions;
            self.rows.save_member(&member)?;
            self.record(
                NewEvent::new("team.member_updated")
                    .with("team_id", team)
                    .with("user_id", user)
                    .with("permissions", &member.permissions),
            )?;
        }
        Ok(member)
    }

    fn end_member(&mut self, member: &TeamMember) -> Result<(), Error> {
        self.rows.delete_member(&member.team_id, &member.user_id)?;
        self.record(
            NewEvent::new("team.member_removed")
                .with("team_id", &member.team_id)
                .with("user_id", &member.user_id),
        )
    }

    /// Refuses permissions that nothing defines.
    pub(super) fn require_known<'a>(
        &self,
        permissions: impl IntoIterator<Item = &'a PermissionId>,
    ) -> Result<(), Error> {
        require_known(self.rows, permissions)
    }
}

fn require_known<'a>(
    rows: &dyn Rows,
    permissions: impl IntoIterator<Item = &'a PermissionId>,
) -> Result<(), Error> {
    let definitions = Definitions::new(rows.permission_definitions()?);
    match permissions.into_iter().find(|id| !definitions.is_known(id)) {
        None => Ok(()),
        Some(id) => Err(Error::not_found(format!(
            "no permission with this id is defined. permission=`{id}`"
        ))),
    }
}

fn permission_ids<T: AsRef<str>>(
    texts: impl IntoIterator<Item = T>,
) -> Result<BTreeSet<PermissionId>, Error> {
    const MOST_PERMISSIONS: usize = 200;
    let mut ids = BTreeSet::new();
    for text in texts {
        ids.insert(PermissionId::new(text)?);
        if ids.len() > MOST_PERMISSIONS {
            return Err(Error::invalid_argument(format!(
                "more than {MOST_PERMISSIONS} permissions for one member"
            )));
        }
    }
    Ok(ids)
}

fn no_such_member() -> Error {
    Error::not_found("the user is no member of this team")
}
