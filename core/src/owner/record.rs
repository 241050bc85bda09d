//! Users, teams and members as they are stored and shown.

use std::collections::BTreeSet;

use serde::Serialize;

use super::id::{TeamId, UserId};
use crate::actor::Actor;
use crate::clock::Timestamp;
use crate::error::Error;
use crate::key::Metadata;
use crate::permission::PermissionId;

/// The longest display name, in characters.
const LONGEST_NAME: usize = 255;
/// The longest e-mail address (RFC 5321, 4.5.3.1).
const LONGEST_EMAIL: usize = 254;

/// A user as the store knows it.
///
/// A user comes into being at its first change (a key, a membership, a profile), so no user table has to be copied.
///
/// # Examples
///
/// ```
/// use keywright::{Keywright, NewApiKey};
///
/// # let keywright = Keywright::open_in_memory()?;
/// # let created = keywright.user("alice").create_api_key(NewApiKey::new("CI"))?;
/// let user = keywright.get_user("alice")?.expect("a key made it known");
/// assert_eq!((user.id.as_str(), user.display_name), ("alice", None));
/// # Ok::<(), keywright::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct User {
    /// The host's id.
    pub id: UserId,
    /// A name to show.
    pub display_name: Option<String>,
    /// Where mail about keys goes.
    pub primary_email: Option<String>,
    /// What else the host wants to remember.
    pub metadata: Metadata,
    /// When the store first heard of the user.
    pub created_at: Timestamp,
    /// Since when all keys of the user are suspended.
    pub suspended_at: Option<Timestamp>,
    /// Who suspended them.
    pub suspended_by: Option<Actor>,
}

impl User {
    pub(crate) fn new(id: UserId, created_at: Timestamp) -> Self {
        Self {
            id,
            display_name: None,
            primary_email: None,
            metadata: Metadata::default(),
            created_at,
            suspended_at: None,
            suspended_by: None,
        }
    }
}

/// A team as the store knows it.
///
/// # Examples
///
/// ```
/// use keywright::{Keywright, NewTeam};
///
/// # let keywright = Keywright::open_in_memory()?;
/// let team = keywright.create_team(NewTeam::new("Acme Inc."))?;
/// assert_eq!(team.display_name.as_deref(), Some("Acme Inc."));
/// assert_eq!(team.id.as_str().len(), 36, "a UUID, since no id was given");
/// # Ok::<(), keywright::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Team {
    /// The host's id, or one that Keywright made.
    pub id: TeamId,
    /// A name to show.
    pub display_name: Option<String>,
    /// What else the host wants to remember.
    pub metadata: Metadata,
    /// When the store first heard of the team.
    pub created_at: Timestamp,
    /// Since when all keys of the team are suspended.
    pub suspended_at: Option<Timestamp>,
    /// Who suspended them.
    pub suspended_by: Option<Actor>,
}

impl Team {
    pub(crate) fn new(id: TeamId, created_at: Timestamp) -> Self {
        Self {
            id,
            display_name: None,
            metadata: Metadata::default(),
            created_at,
            suspended_at: None,
            suspended_by: None,
        }
    }
}

/// A user in a team, with the permissions that were granted directly.
///
/// # Examples
///
/// ```
/// use keywright::Keywright;
///
/// # let keywright = Keywright::open_in_memory()?;
/// let member = keywright.team("acme").add_member("bob")?;
/// assert!(member.permissions.contains("team_member"));
/// # Ok::<(), keywright::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct TeamMember {
    /// The team.
    pub team_id: TeamId,
    /// The user.
    pub user_id: UserId,
    /// What was granted directly; contained permissions come on top.
    pub permissions: BTreeSet<PermissionId>,
    /// When the user joined.
    pub created_at: Timestamp,
}

/// What to change about a user; a field left out stays.
///
/// # Examples
///
/// ```
/// use keywright::{Keywright, UserUpdate};
///
/// let keywright = Keywright::open_in_memory()?;
/// let user = keywright.user("alice").update(UserUpdate::new().display_name("Alice"))?;
/// assert_eq!(user.display_name.as_deref(), Some("Alice"));
/// # Ok::<(), keywright::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct UserUpdate {
    pub(crate) display_name: Option<Option<String>>,
    pub(crate) primary_email: Option<Option<String>>,
    pub(crate) metadata: Option<Metadata>,
}

impl UserUpdate {
    /// Changes nothing yet.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{Keywright, UserUpdate};
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// let user = keywright.user("alice").update(UserUpdate::new())?;
    /// assert_eq!(user.display_name, None);
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the name to show, 1 to 255 characters.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{Keywright, UserUpdate};
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// let user = keywright.user("alice").update(UserUpdate::new().display_name("Alice"))?;
    /// assert_eq!(user.display_name.as_deref(), Some("Alice"));
    /// # Ok::<(), keywright::Error>(())
    /// ```
    #[must_use]
    pub fn display_name(mut self, name: impl Into<String>) -> Self {
        self.display_name = Some(Some(name.into()));
        self
    }

    /// Takes the name away.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{Keywright, UserUpdate};
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// let user = keywright.user("alice").update(UserUpdate::new().clear_display_name())?;
    /// assert_eq!(user.display_name, None);
    /// # Ok::<(), keywright::Error>(())
    /// ```
    #[must_use]
    pub fn clear_display_name(mut self) -> Self {
        self.display_name = Some(None);
        self
    }

    /// Sets the address for mail about keys, at most 254 bytes. Only the server may.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{Keywright, UserUpdate};
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// let user = keywright.user("alice").update(UserUpdate::new().primary_email("alice@example.com"))?;
    /// assert_eq!(user.primary_email.as_deref(), Some("alice@example.com"));
    /// # Ok::<(), keywright::Error>(())
    /// ```
    #[must_use]
    pub fn primary_email(mut self, email: impl Into<String>) -> Self {
        self.primary_email = Some(Some(email.into()));
        self
    }

    /// Takes the address away. Only the server may.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{Keywright, UserUpdate};
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// let user = keywright.user("alice").update(UserUpdate::new().clear_primary_email())?;
    /// assert_eq!(user.primary_email, None);
    /// # Ok::<(), keywright::Error>(())
    /// ```
    #[must_use]
    pub fn clear_primary_email(mut self) -> Self {
        self.primary_email = Some(None);
        self
    }

    /// Replaces the metadata. Only the server may.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{Keywright, Metadata, UserUpdate};
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// let user = keywright.user("alice").update(UserUpdate::new().metadata(Metadata::parse(r#"{"plan": "pro"}"#)?))?;
    /// assert_eq!(user.metadata.to_map()["plan"], "pro");
    /// # Ok::<(), keywright::Error>(())
    /// ```
    #[must_use]
    pub fn metadata(mut self, metadata: Metadata) -> Self {
        self.metadata = Some(metadata);
        self
    }
}

/// What to change about a team; a field left out stays.
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
#[derive(Clone, Debug, Default)]
pub struct TeamUpdate {
    pub(crate) display_name: Option<Option<String>>,
    pub(crate) metadata: Option<Metadata>,
}

impl TeamUpdate {
    /// Changes nothing yet.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{Keywright, TeamUpdate};
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// let team = keywright.team("acme").update(TeamUpdate::new())?;
    /// assert_eq!(team.display_name, None);
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the name to show, 1 to 255 characters.
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
    #[must_use]
    pub fn display_name(mut self, name: impl Into<String>) -> Self {
        self.display_name = Some(Some(name.into()));
        self
    }

    /// Takes the name away.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{Keywright, TeamUpdate};
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// let team = keywright.team("acme").update(TeamUpdate::new().clear_display_name())?;
    /// assert_eq!(team.display_name, None);
    /// # Ok::<(), keywright::Error>(())
    /// ```
    #[must_use]
    pub fn clear_display_name(mut self) -> Self {
        self.display_name = Some(None);
        self
    }

    /// Replaces the metadata. Only the server may.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{Keywright, Metadata, TeamUpdate};
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// let team = keywright.team("acme").update(TeamUpdate::new().metadata(Metadata::parse(r#"{"plan": "pro"}"#)?))?;
    /// assert_eq!(team.metadata.to_map()["plan"], "pro");
    /// # Ok::<(), keywright::Error>(())
    /// ```
    #[must_use]
    pub fn metadata(mut self, metadata: Metadata) -> Self {
        self.metadata = Some(metadata);
        self
    }
}

/// A team to be made.
///
/// # Examples
///
/// ```
/// use keywright::{Keywright, NewTeam};
///
/// let keywright = Keywright::open_in_memory()?;
/// let team = keywright.create_team(NewTeam::new("Acme Inc.").id("acme").creator("alice"))?;
/// assert!(keywright.team("acme").has_permission("alice", "$manage_api_keys")?);
/// assert_eq!(team.display_name.as_deref(), Some("Acme Inc."));
/// # Ok::<(), keywright::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct NewTeam {
    pub(crate) id: Option<String>,
    pub(crate) display_name: String,
    pub(crate) creator: Option<String>,
}

impl NewTeam {
    /// A team with a name to show, 1 to 255 characters.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{Keywright, NewTeam};
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// let team = keywright.create_team(NewTeam::new(" Acme Inc. "))?;
    /// assert_eq!(team.display_name.as_deref(), Some("Acme Inc."));
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub fn new(display_name: impl Into<String>) -> Self {
        Self { id: None, display_name: display_name.into(), creator: None }
    }

    /// Takes the host's id; without one the team gets a UUIDv7. Only the server may choose.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{Keywright, NewTeam};
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// assert_eq!(keywright.create_team(NewTeam::new("Acme Inc.").id("acme"))?.id.as_str(), "acme");
    /// # Ok::<(), keywright::Error>(())
    /// ```
    #[must_use]
    pub fn id(mut self, id: impl Into<String>) -> Self {
        self.id = Some(id.into());
        self
    }

    /// Makes this user the first member, with the creator's permissions. Under `acting_as` it is the acting user.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{Keywright, NewTeam};
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// keywright.create_team(NewTeam::new("Acme Inc.").id("acme").creator("alice"))?;
    /// assert!(keywright.team("acme").has_permission("alice", "team_admin")?);
    /// # Ok::<(), keywright::Error>(())
    /// ```
    #[must_use]
    pub fn creator(mut self, user_id: impl Into<String>) -> Self {
        self.creator = Some(user_id.into());
        self
    }
}

pub(crate) fn checked_display_name(name: &str) -> Result<String, Error> {
    let name = name.trim();
    let length = name.chars().take(LONGEST_NAME + 1).count();
    if !(1..=LONGEST_NAME).contains(&length) || name.chars().any(char::is_control) {
        return Err(Error::invalid_argument(format!(
            "the display name takes 1 to {LONGEST_NAME} characters without control characters"
        )));
    }
    Ok(name.to_owned())
}

/// Refuses only what can not be an address; whether mail arrives is for the host to find out.
pub(crate) fn checked_email(email: &str) -> Result<String, Error> {
    let halves =
        email.rsplit_once('@').map(|(local, domain)| !local.is_empty() && !domain.is_empty());
    if email.len() > LONGEST_EMAIL
        || halves != Some(true)
        || email.chars().any(|c| c.is_control() || c.is_whitespace())
    {
        return Err(Error::invalid_argument(format!(
            "the primary e-mail is no address of at most {LONGEST_EMAIL} bytes such as `name@example.com`"
        )));
    }
    Ok(email.to_owned())
}
