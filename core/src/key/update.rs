//! What to change about a key, and about many at once.

use std::time::Duration;

use super::ip::IpAllowList;
use super::metadata::Metadata;
use super::new::Expiry;
use super::scope::Scopes;
use crate::actor::Actor;
use crate::clock::Timestamp;
use crate::error::Error;
use crate::owner::Owner;
use crate::token::Prefix;

/// What to change about a key; a field left out stays.
///
/// # Examples
///
/// ```
/// use std::time::Duration;
/// use keywright::{ApiKeyUpdate, Expiry, Keywright, NewApiKey};
///
/// let keywright = Keywright::open_in_memory()?;
/// let created = keywright.user("alice").create_api_key(NewApiKey::new("CI"))?;
/// let key = keywright.api_key(created.api_key().id);
/// let updated = key.update(ApiKeyUpdate::new().expiry(Expiry::In(Duration::from_secs(3600))))?;
/// assert!(updated.expires_at.is_some());
/// # Ok::<(), keywright::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct ApiKeyUpdate {
    pub(crate) description: Option<String>,
    pub(crate) expiry: Option<Expiry>,
    pub(crate) scopes: Option<Scopes>,
    pub(crate) metadata: Option<Metadata>,
    pub(crate) ip_allow_list: Option<IpAllowList>,
}

impl ApiKeyUpdate {
    /// Changes nothing yet.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{ApiKeyUpdate, Keywright, NewApiKey};
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// # let created = keywright.user("alice").create_api_key(NewApiKey::new("CI"))?;
    /// let key = keywright.api_key(created.api_key().id);
    /// assert_eq!(key.update(ApiKeyUpdate::new())?, key.get()?, "nothing changed");
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the description, by the rules of [`NewApiKey::new`](crate::NewApiKey::new).
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{ApiKeyUpdate, Keywright, NewApiKey};
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// # let created = keywright.user("alice").create_api_key(NewApiKey::new("CI"))?;
    /// let key = keywright.api_key(created.api_key().id);
    /// let updated = key.update(ApiKeyUpdate::new().description("build server"))?;
    /// assert_eq!(updated.description, "build server");
    /// # Ok::<(), keywright::Error>(())
    /// ```
    #[must_use]
    pub fn description(mut self, description: impl Into<String>) -> Self {
        self.description = Some(description.into());
        self
    }

    /// Sets until when the key is valid.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{ApiKeyUpdate, Expiry, Keywright, NewApiKey, Timestamp};
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// # let created = keywright.user("alice").create_api_key(NewApiKey::new("CI"))?;
    /// let key = keywright.api_key(created.api_key().id);
    /// let end: Timestamp = "2099-01-01T00:00:00Z".parse()?;
    /// let updated = key.update(ApiKeyUpdate::new().expiry(Expiry::At(end)))?;
    /// assert_eq!(updated.expires_at, Some(end));
    /// # Ok::<(), keywright::Error>(())
    /// ```
    #[must_use]
    pub const fn expiry(mut self, expiry: Expiry) -> Self {
        self.expiry = Some(expiry);
        self
    }

    /// Replaces what it may be used for. Under `acting_as` what goes beyond the present ones must be
    /// grantable.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{ApiKeyUpdate, Keywright, NewApiKey, Scopes};
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// # let created = keywright.user("alice").create_api_key(NewApiKey::new("CI"))?;
    /// let key = keywright.api_key(created.api_key().id);
    /// let updated = key.update(ApiKeyUpdate::new().scopes(Scopes::parse(["a:read"])?))?;
    /// assert_eq!(updated.scopes.to_string(), "a:read");
    /// # Ok::<(), keywright::Error>(())
    /// ```
    #[must_use]
    pub fn scopes(mut self, scopes: Scopes) -> Self {
        self.scopes = Some(scopes);
        self
    }

    /// Replaces what the host remembers beside it. Only the server may.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{ApiKeyUpdate, Keywright, Metadata, NewApiKey};
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// # let created = keywright.user("alice").create_api_key(NewApiKey::new("CI"))?;
    /// let key = keywright.api_key(created.api_key().id);
    /// let metadata = Metadata::parse(r#"{"plan": "pro"}"#)?;
    /// assert_eq!(key.update(ApiKeyUpdate::new().metadata(metadata.clone()))?.metadata, metadata);
    /// # Ok::<(), keywright::Error>(())
    /// ```
    #[must_use]
    pub fn metadata(mut self, metadata: Metadata) -> Self {
        self.metadata = Some(metadata);
        self
    }

    /// Replaces from where it may be used.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{ApiKeyUpdate, IpAllowList, Keywright, NewApiKey};
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// # let created = keywright.user("alice").create_api_key(NewApiKey::new("CI"))?;
    /// let key = keywright.api_key(created.api_key().id);
    /// let list = IpAllowList::parse(["192.0.2.0/24"])?;
    /// assert_eq!(key.update(ApiKeyUpdate::new().ip_allow_list(list.clone()))?.ip_allow_list, list);
    /// # Ok::<(), keywright::Error>(())
    /// ```
    #[must_use]
    pub fn ip_allow_list(mut self, list: IpAllowList) -> Self {
        self.ip_allow_list = Some(list);
        self
    }
}

/// How to revoke a key.
///
/// # Examples
///
/// ```
/// use keywright::{Keywright, NewApiKey, RevokeOptions};
///
/// # let keywright = Keywright::open_in_memory()?;
/// # let created = keywright.user("alice").create_api_key(NewApiKey::new("CI"))?;
/// let key = keywright.api_key(created.api_key().id);
/// let revoked = key.revoke(RevokeOptions::new().reason("laptop lost"))?;
/// assert_eq!(revoked.revoke_reason.as_deref(), Some("laptop lost"));
/// # Ok::<(), keywright::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct RevokeOptions {
    pub(crate) reason: Option<String>,
}

impl RevokeOptions {
    /// Revokes without a reason.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{Keywright, NewApiKey, RevokeOptions};
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// # let created = keywright.user("alice").create_api_key(NewApiKey::new("CI"))?;
    /// let key = keywright.api_key(created.api_key().id);
    /// assert_eq!(key.revoke(RevokeOptions::new())?.revoke_reason, None);
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub fn new() -> Self {
        Self::default()
    }

    /// Says why: 1 to 500 characters without control characters.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{Keywright, NewApiKey, RevokeOptions};
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// # let created = keywright.user("alice").create_api_key(NewApiKey::new("CI"))?;
    /// let key = keywright.api_key(created.api_key().id);
    /// assert!(key.revoke(RevokeOptions::new().reason("")).is_err());
    /// assert!(key.revoke(RevokeOptions::new().reason("left the company")).is_ok());
    /// # Ok::<(), keywright::Error>(())
    /// ```
    #[must_use]
    pub fn reason(mut self, reason: impl Into<String>) -> Self {
        self.reason = Some(reason.into());
        self
    }
}

/// How long the secret that a rotation replaces is still accepted.
///
/// An end that was given once is not moved: a generation that an earlier rotation gave a day keeps that day.
///
/// # Examples
///
/// ```
/// use std::time::Duration;
/// use keywright::{Grace, Keywright, NewApiKey};
///
/// # let keywright = Keywright::open_in_memory()?;
/// # let created = keywright.user("alice").create_api_key(NewApiKey::new("CI"))?;
/// let key = keywright.api_key(created.api_key().id);
/// let rotated = key.rotate(Grace::For(Duration::from_secs(3600)))?;
/// assert!(rotated.api_key().generations[1].retires_at.is_some());
/// # Ok::<(), keywright::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Grace {
    /// Not at all. For a secret that leaked, unless an earlier one is still in its own grace; then revoke the key.
    #[default]
    Now,
    /// For this long, so that both work while the new one is put in place.
    For(Duration),
    /// Until the new one, or one that comes after it, is first accepted by a check, plus the second or so after which
    /// what checks noticed is written. For a change-over whose length nobody knows: a secret that is never put in place
    /// ends nothing. A check that denies the new one ends nothing either.
    UntilUsed,
}

impl Grace {
    /// Returns from when the replaced secret is denied, rounded down to whole milliseconds; `None` when that is not known
    /// yet.
    pub(crate) fn ends_at(self, now: Timestamp) -> Result<Option<Timestamp>, Error> {
        match self {
            Self::Now => Ok(Some(now)),
            Self::For(duration) => Ok(Some(now.checked_add(duration)?.floor_to_millis())),
            Self::UntilUsed => Ok(None),
        }
    }
}

/// Which keys to revoke at once: those that match all that is set. At least one must be.
///
/// # Examples
///
/// ```
/// use keywright::{Keywright, NewApiKey, RevokeAll};
///
/// let keywright = Keywright::open_in_memory()?;
/// let alice = keywright.user("alice");
/// alice.create_api_key(NewApiKey::new("laptop"))?;
/// alice.create_api_key(NewApiKey::new("phone"))?;
/// let revoked = keywright.revoke_all(RevokeAll::new().owner(alice.owner()?).reason("laptop stolen"))?;
/// assert_eq!(revoked, 2);
/// # Ok::<(), keywright::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct RevokeAll {
    pub(crate) owner: Option<Owner>,
    pub(crate) created_before: Option<Timestamp>,
    pub(crate) created_by: Option<Actor>,
    pub(crate) prefix: Option<Prefix>,
    pub(crate) reason: Option<String>,
}

impl RevokeAll {
    /// Names nothing yet.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{Keywright, RevokeAll};
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// assert!(keywright.revoke_all(RevokeAll::new()).is_err(), "nothing named would be every key");
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub fn new() -> Self {
        Self::default()
    }

    /// The keys of one owner.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{Keywright, NewApiKey, RevokeAll};
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// # let created = keywright.user("alice").create_api_key(NewApiKey::new("CI"))?;
    /// let of_alice = RevokeAll::new().owner(keywright.user("alice").owner()?);
    /// assert_eq!(keywright.revoke_all(of_alice)?, 1);
    /// # Ok::<(), keywright::Error>(())
    /// ```
    #[must_use]
    pub fn owner(mut self, owner: Owner) -> Self {
        self.owner = Some(owner);
        self
    }

    /// The keys made before an instant.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{Keywright, NewApiKey, RevokeAll};
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// # let created = keywright.user("alice").create_api_key(NewApiKey::new("CI"))?;
    /// let ancient = RevokeAll::new().created_before("2001-01-01T00:00:00Z".parse()?);
    /// assert_eq!(keywright.revoke_all(ancient)?, 0);
    /// # Ok::<(), keywright::Error>(())
    /// ```
    #[must_use]
    pub const fn created_before(mut self, instant: Timestamp) -> Self {
        self.created_before = Some(instant);
        self
    }

    /// The keys that this actor made.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{Actor, Keywright, NewApiKey, RevokeAll};
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// # let created = keywright.user("alice").create_api_key(NewApiKey::new("CI"))?;
    /// assert_eq!(keywright.revoke_all(RevokeAll::new().created_by(Actor::Server(None)))?, 1);
    /// # Ok::<(), keywright::Error>(())
    /// ```
    #[must_use]
    pub fn created_by(mut self, actor: Actor) -> Self {
        self.created_by = Some(actor);
        self
    }

    /// The keys of which a generation begins with this prefix.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{Keywright, NewApiKey, Prefix, RevokeAll};
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// # let created = keywright.user("alice").create_api_key(NewApiKey::new("CI"))?;
    /// assert_eq!(keywright.revoke_all(RevokeAll::new().prefix(Prefix::default()))?, 1);
    /// # Ok::<(), keywright::Error>(())
    /// ```
    #[must_use]
    pub fn prefix(mut self, prefix: Prefix) -> Self {
        self.prefix = Some(prefix);
        self
    }

    /// Says why, by the rules of [`RevokeOptions::reason`].
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{Keywright, NewApiKey, Prefix, RevokeAll};
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// # let created = keywright.user("alice").create_api_key(NewApiKey::new("CI"))?;
    /// let all = RevokeAll::new().prefix(Prefix::default()).reason("the backup was public");
    /// keywright.revoke_all(all)?;
    /// let key = keywright.get_api_key(created.api_key().id)?;
    /// assert_eq!(key.revoke_reason.as_deref(), Some("the backup was public"));
    /// # Ok::<(), keywright::Error>(())
    /// ```
    #[must_use]
    pub fn reason(mut self, reason: impl Into<String>) -> Self {
        self.reason = Some(reason.into());
        self
    }

    pub(crate) const fn names_nothing(&self) -> bool {
        self.owner.is_none()
            && self.created_before.is_none()
            && self.created_by.is_none()
            && self.prefix.is_none()
    }
}
