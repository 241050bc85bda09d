//! What can be done with the members of a team and their permissions.

use std::collections::{BTreeMap, BTreeSet};

use super::acting::permissions_of;
use super::change::{Change, require_switched_on_for_users};
use super::team::TeamHandle;
use crate::actor::Actor;
use crate::error::{Error, ErrorCode};
use crate::event::NewEvent;
use crate::key::ApiKey;
use crate::owner::{Owner, OwnerType, TeamId, TeamMember, UserId};
use crate::permission::{Definitions, PermissionId};

/// The most members of one `set_members`.
const MOST_MEMBERS: usize = 100_000;

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

impl TeamHandle {
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
    /// Under `acting_as` this takes `$invite_members`, as stored: a permission that the host states for a call adds nobody.
    ///
    /// # Errors
    ///
    /// `not_found` without the right; `permission_denied` when it is only stated; `already_exists` for a member, to who may not
    /// read the members; `invalid_argument`; storage errors.
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
            change.authority.require_not_stated(&id)?;
            if let Some(member) = change.rows.member(&id, &user)? {
                // What a member holds is for those to see who may read the members.
                return match change.authority.require_permission(change.rows, &id, "$read_members")
                {
                    Ok(()) => Ok(member),
                    Err(error) if error.code() == ErrorCode::NotFound => Err(Error::new(
                        ErrorCode::AlreadyExists,
                        "the user is a member of this team",
                    )),
                    // No answer about the right is no answer about the member.
                    Err(error) => Err(error),
                };
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
        for (count, (user, permissions)) in members.into_iter().enumerate() {
            if count == MOST_MEMBERS {
                return Err(Error::invalid_argument(format!("more than {MOST_MEMBERS} members")));
            }
            wanted.insert(UserId::new(user)?, permission_ids(permissions)?);
        }
        self.keywright.change(|change| {
            change.require_known(wanted.values().flatten())?;
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
                change.require_switched_on_for_users(OwnerType::Team)?;
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
            require_switched_on_for_users(authority, rows, OwnerType::Team)?;
            let member = rows.member(&id, &user)?.ok_or_else(no_such_member)?;
            let made_by = Actor::User(user.clone());
            let mut api_keys = Vec::new();
            rows.each_api_key(Some(&owner), None, now, &mut |key| {
                let Ok(key) = key else { return Ok(std::ops::ControlFlow::Continue(())) };
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
            change.require_known([&permission])?;
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
}

impl Change<'_> {
    /// Writes a new membership.
    pub(super) fn put_member(
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
}

fn permission_ids<T: AsRef<str>>(
    texts: impl IntoIterator<Item = T>,
) -> Result<BTreeSet<PermissionId>, Error> {
    const MOST_PERMISSIONS: usize = 200;
    let mut ids = BTreeSet::new();
    for (count, text) in texts.into_iter().enumerate() {
        if count == MOST_PERMISSIONS {
            return Err(Error::invalid_argument(format!(
                "more than {MOST_PERMISSIONS} permissions for one member"
            )));
        }
        ids.insert(PermissionId::new(text)?);
    }
    Ok(ids)
}

fn no_such_member() -> Error {
    Error::not_found("the user is no member of this team")
}
