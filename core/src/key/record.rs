//! The stored record of a key, safe to show.

use std::fmt;

use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};

use super::id::{ApiKeyId, GenerationId};
use super::ip::IpAllowList;
use super::metadata::Metadata;
use super::scope::Scopes;
use crate::actor::Actor;
use crate::clock::Timestamp;
use crate::owner::{Owner, OwnerType, TeamId, UserId};
use crate::token::Prefix;

/// A key as it is stored: everything but its secret.
///
/// It is a snapshot: a change shows in the record that the change returns, not in this one. Two records are equal when
/// all they hold is equal. It never contains the secret, nor a digest of it.
///
/// # Examples
///
/// ```
/// use keywright::{Keywright, NewApiKey, Status};
///
/// # let keywright = Keywright::open_in_memory()?;
/// let created = keywright.user("alice").create_api_key(NewApiKey::new("CI"))?;
/// let key = created.api_key();
/// assert_eq!((key.status, key.description.as_str()), (Status::Active, "CI"));
/// assert_eq!(key.owner.to_string(), "user:alice");
/// # Ok::<(), keywright::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ApiKey {
    /// The id, the same for the key's whole life.
    pub id: ApiKeyId,
    /// The newest generations, at most 32 beside the first; the newest stands first, and there is at least one.
    pub generations: Vec<Generation>,
    /// The user or the team that the key belongs to.
    pub owner: Owner,
    /// What the key is for, in the words of who made it.
    pub description: String,
    /// Whether it is meant for code that runs at the customer's. A public key is no secret.
    pub is_public: bool,
    /// What it may be used for.
    pub scopes: Scopes,
    /// What the host remembers beside it.
    pub metadata: Metadata,
    /// From where it may be used.
    pub ip_allow_list: IpAllowList,
    /// When it was made. Information only: no check reads it.
    pub created_at: Timestamp,
    /// Who made it.
    pub created_by: Actor,
    /// Until when it is valid; `None` is for ever. At that very instant it is expired.
    pub expires_at: Option<Timestamp>,
    /// Since when it is suspended.
    pub suspended_at: Option<Timestamp>,
    /// Who suspended it.
    pub suspended_by: Option<Actor>,
    /// Why.
    pub suspend_reason: Option<String>,
    /// When it was revoked, for good.
    pub revoked_at: Option<Timestamp>,
    /// Who revoked it.
    pub revoked_by: Option<Actor>,
    /// Why.
    pub revoke_reason: Option<String>,
    /// Whether all keys of its owner are suspended.
    pub is_owner_suspended: bool,
    /// What it is as of the reading: the first of revoked, suspended, expired, active that holds.
    pub status: Status,
}

impl ApiKey {
    /// Returns whether it belongs to a user or to a team.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{Keywright, NewApiKey, OwnerType};
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// # let created = keywright.user("alice").create_api_key(NewApiKey::new("CI"))?;
    /// assert_eq!(created.api_key().owner_type(), OwnerType::User);
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub const fn owner_type(&self) -> OwnerType {
        self.owner.owner_type()
    }

    /// Returns the user that it belongs to, if it is a user's.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{Keywright, NewApiKey};
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// # let created = keywright.user("alice").create_api_key(NewApiKey::new("CI"))?;
    /// assert_eq!(created.api_key().user_id().map(|id| id.as_str()), Some("alice"));
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub const fn user_id(&self) -> Option<&UserId> {
        match &self.owner {
            Owner::User(id) => Some(id),
            Owner::Team(_) => None,
        }
    }

    /// Returns the team that it belongs to, if it is a team's.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{Keywright, NewApiKey};
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// let created = keywright.team("acme").create_api_key(NewApiKey::new("CI"))?;
    /// assert_eq!(created.api_key().team_id().map(|id| id.as_str()), Some("acme"));
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub const fn team_id(&self) -> Option<&TeamId> {
        match &self.owner {
            Owner::User(_) => None,
            Owner::Team(id) => Some(id),
        }
    }

    /// Returns the number of the newest generation, from 1.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{Keywright, NewApiKey};
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// # let created = keywright.user("alice").create_api_key(NewApiKey::new("CI"))?;
    /// assert_eq!(created.api_key().generation(), 1);
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub fn generation(&self) -> u32 {
        self.generations.first().map_or(1, |generation| generation.number)
    }

    /// Returns the last four characters of the newest generation's text, by which people know it again.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{Keywright, NewApiKey};
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// # let created = keywright.user("alice").create_api_key(NewApiKey::new("CI"))?;
    /// assert!(created.value().ends_with(created.api_key().last_four()));
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub fn last_four(&self) -> &str {
        self.generations.first().map_or("", |generation| &generation.last_four)
    }

    /// Returns what it is at an instant: the first of revoked, suspended, expired, active that holds.
    ///
    /// # Examples
    ///
    /// ```
    /// use std::time::Duration;
    /// use keywright::{Keywright, NewApiKey, Status};
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// let new = NewApiKey::new("trial").expires_in(Duration::from_secs(60));
    /// let created = keywright.user("alice").create_api_key(new)?;
    /// let tomorrow = keywright.now().checked_add(Duration::from_secs(86_400))?;
    /// assert_eq!(created.api_key().status_at(tomorrow), Status::Expired);
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub fn status_at(&self, now: Timestamp) -> Status {
        if self.revoked_at.is_some() {
            Status::Revoked
        } else if self.suspended_at.is_some() || self.is_owner_suspended {
            Status::Suspended
        } else if self.is_expired_at(now) {
            Status::Expired
        } else {
            Status::Active
        }
    }

    /// Returns why it is not valid at an instant, or `None` when it is.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{InvalidReason, Keywright, NewApiKey, RevokeOptions};
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// # let created = keywright.user("alice").create_api_key(NewApiKey::new("CI"))?;
    /// let key = keywright.api_key(created.api_key().id).revoke(RevokeOptions::new())?;
    /// assert_eq!(key.why_invalid_at(keywright.now()), Some(InvalidReason::ManuallyRevoked));
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub fn why_invalid_at(&self, now: Timestamp) -> Option<InvalidReason> {
        self.status_at(now).why_invalid_at(self.expires_at, now)
    }

    pub(crate) fn is_expired_at(&self, now: Timestamp) -> bool {
        is_over(self.expires_at, now)
    }

    /// Returns whether it counts against a cap: it verifies, or would once a suspension is lifted.
    pub(crate) fn counts_at(&self, now: Timestamp) -> bool {
        self.revoked_at.is_none() && !self.is_expired_at(now)
    }
}

/// Whether an end has come. At the very instant it has.
pub(crate) fn is_over(end: Option<Timestamp>, now: Timestamp) -> bool {
    end.is_some_and(|end| now >= end)
}

impl Serialize for ApiKey {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut record = serializer.serialize_struct("ApiKey", 23)?;
        record.serialize_field("id", &self.id)?;
        record.serialize_field("type", &self.owner_type())?;
        record.serialize_field("user_id", &self.user_id())?;
        record.serialize_field("team_id", &self.team_id())?;
        record.serialize_field("description", &self.description)?;
        record.serialize_field("status", &self.status)?;
        record.serialize_field("is_public", &self.is_public)?;
        record.serialize_field("last_four", self.last_four())?;
        record.serialize_field("scopes", &self.scopes)?;
        record.serialize_field("metadata", &self.metadata)?;
        record.serialize_field("ip_allow_list", &self.ip_allow_list)?;
        record.serialize_field("created_at", &self.created_at)?;
        record.serialize_field("created_by", &self.created_by)?;
        record.serialize_field("expires_at", &self.expires_at)?;
        record.serialize_field("suspended_at", &self.suspended_at)?;
        record.serialize_field("suspended_by", &self.suspended_by)?;
        record.serialize_field("suspend_reason", &self.suspend_reason)?;
        record.serialize_field("is_owner_suspended", &self.is_owner_suspended)?;
        record.serialize_field("revoked_at", &self.revoked_at)?;
        record.serialize_field("revoked_by", &self.revoked_by)?;
        record.serialize_field("revoke_reason", &self.revoke_reason)?;
        record.serialize_field("generation", &self.generation())?;
        record.serialize_field("generations", &self.generations)?;
        record.end()
    }
}

/// One secret of a key. Rotation adds one; the key's id, limits, scopes and history stay.
///
/// # Examples
///
/// ```
/// use keywright::{Keywright, NewApiKey};
///
/// # let keywright = Keywright::open_in_memory()?;
/// # let created = keywright.user("alice").create_api_key(NewApiKey::new("CI"))?;
/// let generation = &created.api_key().generations[0];
/// assert_eq!((generation.number, generation.prefix.as_str()), (1, "kw"));
/// assert_eq!(generation.id.as_uuid(), created.api_key().id.as_uuid());
/// # Ok::<(), keywright::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Generation {
    /// The id that stands in the key's text.
    pub id: GenerationId,
    /// The number, from 1.
    pub number: u32,
    /// The last four characters of its text.
    pub last_four: String,
    /// The prefix that its text begins with.
    pub prefix: Prefix,
    /// When it was made.
    pub created_at: Timestamp,
    /// When a check first accepted it; known of those that rotation added.
    pub first_used_at: Option<Timestamp>,
    /// From when it is no longer accepted; `None` while that is not known, or while it is not to end.
    pub retires_at: Option<Timestamp>,
    /// Whether it is to end once a later one is used. Its end is then in `retires_at`, and this is false again.
    pub retires_when_used: bool,
}

/// What a key is: the first of revoked, suspended, expired, active that holds.
///
/// # Examples
///
/// ```
/// use keywright::{Keywright, NewApiKey, Status};
///
/// # let keywright = Keywright::open_in_memory()?;
/// # let created = keywright.user("alice").create_api_key(NewApiKey::new("CI"))?;
/// assert_eq!(created.api_key().status, Status::Active);
/// assert_eq!(Status::ALL.first(), Some(&Status::Revoked), "the strongest");
/// # Ok::<(), keywright::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Ended for good.
    Revoked,
    /// Out of use until it is resumed; also when its owner is suspended.
    Suspended,
    /// Past its end.
    Expired,
    /// None of these.
    Active,
}

impl Status {
    /// All of them, the strongest first.
    pub const ALL: &'static [Self] = &[Self::Revoked, Self::Suspended, Self::Expired, Self::Active];

    /// Returns `revoked`, `suspended`, `expired` or `active`.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::Status;
    ///
    /// assert_eq!(Status::Suspended.as_str(), "suspended");
    /// ```
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Revoked => "revoked",
            Self::Suspended => "suspended",
            Self::Expired => "expired",
            Self::Active => "active",
        }
    }

    /// Returns why a key that was read with this status and this end is not valid at `now`, or `None` when it is.
    ///
    /// For bindings whose records are plain data: a snapshot changes by its end alone.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{InvalidReason, Status, Timestamp};
    ///
    /// let (end, now) = (Timestamp::from_millis(1_000)?, Timestamp::from_millis(2_000)?);
    /// assert_eq!(Status::Active.why_invalid_at(Some(end), now), Some(InvalidReason::Expired));
    /// assert_eq!(Status::Active.why_invalid_at(None, now), None);
    /// assert_eq!(Status::Revoked.why_invalid_at(None, now), Some(InvalidReason::ManuallyRevoked));
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub fn why_invalid_at(
        self,
        expires_at: Option<Timestamp>,
        now: Timestamp,
    ) -> Option<InvalidReason> {
        match self {
            Self::Revoked => Some(InvalidReason::ManuallyRevoked),
            Self::Suspended => Some(InvalidReason::Suspended),
            Self::Expired | Self::Active => {
                is_over(expires_at, now).then_some(InvalidReason::Expired)
            }
        }
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// Why a stored key is not valid, in the texts of Stack Auth.
///
/// # Examples
///
/// ```
/// use keywright::InvalidReason;
///
/// assert_eq!(InvalidReason::ManuallyRevoked.to_string(), "manually-revoked");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum InvalidReason {
    /// `manually-revoked`
    ManuallyRevoked,
    /// `suspended`
    Suspended,
    /// `expired`
    Expired,
}

impl InvalidReason {
    /// Returns the text, the same in every language.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::InvalidReason;
    ///
    /// assert_eq!(InvalidReason::Expired.as_str(), "expired");
    /// ```
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ManuallyRevoked => "manually-revoked",
            Self::Suspended => "suspended",
            Self::Expired => "expired",
        }
    }
}

impl fmt::Display for InvalidReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
