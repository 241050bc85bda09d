//! On whose behalf a handle acts, and what that one may do.

use std::collections::{BTreeMap, BTreeSet};

use crate::actor::{Actor, ActorName};
use crate::error::Error;
use crate::key::Scopes;
use crate::owner::{Owner, TeamId, UserId};
use crate::permission::{Definitions, PermissionId};
use crate::store::Rows;

/// The most teams for which permissions are stated in one call.
const MOST_TEAMS: usize = 1000;
/// The most scopes of one list.
const MOST_SCOPES: usize = 100;
/// The most permissions that are stated for one team.
const MOST_PERMISSIONS: usize = 200;

/// A user on whose behalf to act, and what the host states about that user for this call. Nothing of it is stored.
///
/// # Examples
///
/// ```
/// use keywright::{ActingAs, Keywright, NewApiKey};
///
/// let keywright = Keywright::open_in_memory()?;
/// // The host keeps teams and roles itself: it says what holds, and nothing is copied.
/// let alice = keywright
///     .acting_as(ActingAs::new("alice").team_permissions("acme", ["$manage_api_keys"]))?;
/// alice.team("acme").create_api_key(NewApiKey::new("CI"))?;
///
/// let bob = keywright.acting_as(ActingAs::new("bob"))?;
/// assert_eq!(bob.team("acme").list_api_keys().unwrap_err().code().as_str(), "not_found");
/// # Ok::<(), keywright::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct ActingAs {
    user_id: String,
    team_permissions: BTreeMap<String, Vec<String>>,
    grantable_scopes: Vec<String>,
}

impl ActingAs {
    /// The user who asks, as the host's own sign-in knows it: never an id that the request brings along.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{ActingAs, Keywright};
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// let alice = keywright.acting_as(ActingAs::new("alice"))?;
    /// assert_eq!(alice.actor().to_string(), "user:alice");
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub fn new(user_id: impl Into<String>) -> Self {
        Self {
            user_id: user_id.into(),
            team_permissions: BTreeMap::new(),
            grantable_scopes: Vec::new(),
        }
    }

    /// States what the user holds in a team of the host's, in place of what the store knows about that team.
    ///
    /// Contained permissions come on top, as usual.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{ActingAs, Keywright};
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// let user = ActingAs::new("alice").team_permissions("acme", ["team_admin"]);
    /// let alice = keywright.acting_as(user)?;
    /// assert!(alice.team("acme").has_permission("alice", "$manage_api_keys")?);
    /// # Ok::<(), keywright::Error>(())
    /// ```
    #[must_use]
    pub fn team_permissions<T: Into<String>>(
        mut self,
        team_id: impl Into<String>,
        permissions: impl IntoIterator<Item = T>,
    ) -> Self {
        let permissions = permissions.into_iter().take(MOST_PERMISSIONS + 1).map(Into::into);
        self.team_permissions.insert(team_id.into(), permissions.collect());
        self
    }

    /// Offers scopes that the user may give to keys; without this, none.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{ActingAs, Keywright, NewApiKey, Scopes};
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// let alice = keywright.acting_as(ActingAs::new("alice").grantable_scopes(["invoices:read"]))?;
    /// let with = |scope| Ok::<_, keywright::Error>(NewApiKey::new("CI").scopes(Scopes::parse([scope])?));
    /// assert!(alice.user("alice").create_api_key(with("invoices:read")?).is_ok());
    /// assert!(alice.user("alice").create_api_key(with("invoices:write")?).is_err());
    /// # Ok::<(), keywright::Error>(())
    /// ```
    #[must_use]
    pub fn grantable_scopes<T: Into<String>>(
        mut self,
        scopes: impl IntoIterator<Item = T>,
    ) -> Self {
        // One more than a list of scopes takes, which is then refused.
        self.grantable_scopes = scopes.into_iter().take(MOST_SCOPES + 1).map(Into::into).collect();
        self
    }

    pub(super) fn check(self) -> Result<CheckedUser, Error> {
        if self.team_permissions.len() > MOST_TEAMS {
            return Err(Error::invalid_argument(format!(
                "permissions are stated for more than {MOST_TEAMS} teams"
            )));
        }
        let mut team_permissions = BTreeMap::new();
        for (team, permissions) in self.team_permissions {
            if permissions.len() > MOST_PERMISSIONS {
                return Err(Error::invalid_argument(format!(
                    "more than {MOST_PERMISSIONS} permissions are stated for one team"
                )));
            }
            let permissions =
                permissions.iter().map(PermissionId::new).collect::<Result<_, Error>>()?;
            team_permissions.insert(TeamId::new(team)?, permissions);
        }
        Ok(CheckedUser {
            id: UserId::new(self.user_id)?,
            team_permissions,
            grantable_scopes: Scopes::parse(self.grantable_scopes)?,
        })
    }
}

/// A user whose rights are checked at every step.
#[derive(Clone, Debug)]
pub(super) struct CheckedUser {
    id: UserId,
    team_permissions: BTreeMap<TeamId, BTreeSet<PermissionId>>,
    grantable_scopes: Scopes,
}

/// On whose behalf a handle acts.
#[derive(Clone, Debug)]
pub(super) enum Authority {
    Server(Option<ActorName>),
    User(CheckedUser),
}

/// What a right is asked for.
const MANAGE_API_KEYS: &str = "$manage_api_keys";

impl Authority {
    pub(super) fn actor(&self) -> Actor {
        match self {
            Self::Server(name) => Actor::Server(name.clone()),
            Self::User(user) => Actor::User(user.id.clone()),
        }
    }

    pub(super) const fn is_server(&self) -> bool {
        matches!(self, Self::Server(_))
    }

    pub(super) const fn user_id(&self) -> Option<&UserId> {
        match self {
            Self::Server(_) => None,
            Self::User(user) => Some(&user.id),
        }
    }

    /// Lets only the server pass.
    pub(super) fn require_server(&self, what: &str) -> Result<(), Error> {
        match self {
            Self::Server(_) => Ok(()),
            Self::User(_) => {
                Err(Error::permission_denied(format!("only the server itself may {what}")))
            }
        }
    }

    /// Lets the server and this user itself pass.
    pub(super) fn require_self(&self, user: &UserId) -> Result<(), Error> {
        match self {
            Self::User(acting) if acting.id != *user => {
                Err(Error::permission_denied("a user may only manage what is its own"))
            }
            _ => Ok(()),
        }
    }

    /// Lets the server pass, and users who hold a permission in a team; to all others there is no such team.
    pub(super) fn require_permission(
        &self,
        rows: &dyn Rows,
        team: &TeamId,
        permission: &str,
    ) -> Result<(), Error> {
        if self.is_server() || self.own_permissions(rows, team)?.contains(permission) {
            return Ok(());
        }
        Err(no_such_team())
    }

    /// Lets a right count only if it is stored: what the host states for one call must not become a membership that lasts.
    pub(super) fn require_not_stated(&self, team: &TeamId) -> Result<(), Error> {
        match self {
            Self::User(user) if user.team_permissions.contains_key(team) => {
                Err(Error::permission_denied(
                    "stated permissions hold for a call and add no members; add them where the host keeps its own",
                ))
            }
            _ => Ok(()),
        }
    }

    /// Lets the server pass, and users who are in a team.
    pub(super) fn require_membership(&self, rows: &dyn Rows, team: &TeamId) -> Result<(), Error> {
        match self {
            Self::Server(_) => Ok(()),
            Self::User(user) => {
                if user.team_permissions.contains_key(team)
                    || rows.member(team, &user.id)?.is_some()
                {
                    Ok(())
                } else {
                    Err(no_such_team())
                }
            }
        }
    }

    /// Lets pass who may manage the keys of an owner.
    pub(super) fn require_keys_of(&self, rows: &dyn Rows, owner: &Owner) -> Result<(), Error> {
        match owner {
            Owner::User(id) => self.require_self(id),
            Owner::Team(id) => self.require_permission(rows, id, MANAGE_API_KEYS),
        }
    }

    /// Lets only scopes pass that the host offered to this user.
    pub(super) fn require_grantable(&self, wanted: &Scopes) -> Result<(), Error> {
        let Self::User(user) = self else { return Ok(()) };
        match user.grantable_scopes.first_uncovered(wanted) {
            None => Ok(()),
            Some(scope) => Err(Error::permission_denied(format!(
                "this scope is not among those that the user may grant. scope=`{scope}`"
            ))),
        }
    }

    /// Returns what the acting user holds in a team, as stated by the host or else as stored.
    pub(super) fn own_permissions(
        &self,
        rows: &dyn Rows,
        team: &TeamId,
    ) -> Result<BTreeSet<PermissionId>, Error> {
        let Self::User(user) = self else { return Ok(BTreeSet::new()) };
        match user.team_permissions.get(team) {
            Some(stated) => Ok(Definitions::new(rows.permission_definitions()?).resolve(stated)),
            None => permissions_of(rows, team, &user.id),
        }
    }
}

/// Returns what a member holds in a team, contained permissions included; nothing for who is not in it.
pub(super) fn permissions_of(
    rows: &dyn Rows,
    team: &TeamId,
    user: &UserId,
) -> Result<BTreeSet<PermissionId>, Error> {
    match rows.member(team, user)? {
        None => Ok(BTreeSet::new()),
        Some(member) => {
            Ok(Definitions::new(rows.permission_definitions()?).resolve(&member.permissions))
        }
    }
}

pub(super) fn no_such_team() -> Error {
    Error::not_found("there is no such team, or the acting user must not know of it")
}
