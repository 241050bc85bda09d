//! A key to be made, and the first view of it.

use std::fmt;
use std::time::Duration;

use super::ip::IpAllowList;
use super::metadata::Metadata;
use super::record::ApiKey;
use super::scope::Scopes;
use crate::clock::Timestamp;
use crate::error::Error;
use crate::secret::SecretText;

/// The longest description and the longest reason, in characters.
const LONGEST_TEXT: usize = 500;

/// Until when a key is valid.
///
/// # Examples
///
/// ```
/// use std::time::Duration;
/// use keywright::{Expiry, Keywright, NewApiKey, Timestamp};
///
/// # let keywright = Keywright::open_in_memory()?;
/// let alice = keywright.user("alice");
/// let new = NewApiKey::new("trial").expiry(Expiry::In(Duration::from_secs(3600)));
/// assert!(alice.create_api_key(new)?.api_key().expires_at.is_some());
/// // A past end is refused: it is nearly always seconds where milliseconds were meant.
/// let past = NewApiKey::new("old").expiry(Expiry::At(Timestamp::from_millis(1_700_000_000)?));
/// assert!(alice.create_api_key(past).is_err());
/// # Ok::<(), keywright::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Expiry {
    /// For ever.
    #[default]
    Never,
    /// Until this instant, which is rounded down to whole milliseconds. At that very instant the key is expired.
    At(Timestamp),
    /// For this long from now.
    In(Duration),
}

impl Expiry {
    /// Returns the instant to store.
    pub(crate) fn resolve(self, now: Timestamp) -> Result<Option<Timestamp>, Error> {
        let expires_at = match self {
            Self::Never => return Ok(None),
            Self::At(instant) => instant.floor_to_millis(),
            Self::In(duration) => now.checked_add(duration)?.floor_to_millis(),
        };
        if expires_at <= now {
            return Err(Error::invalid_argument(format!(
                "the expiry is not in the future (are these seconds where milliseconds were meant?). expires_at=`{expires_at}`"
            )));
        }
        Ok(Some(expires_at))
    }
}

/// A key to be made.
///
/// Only the description is required. A key made from nothing else never expires, is secret, has no scopes and may be
/// used from everywhere.
///
/// # Examples
///
/// ```
/// use std::time::Duration;
/// use keywright::{Keywright, NewApiKey, Scopes};
///
/// let keywright = Keywright::open_in_memory()?;
/// let created = keywright.user("alice").create_api_key(
///     NewApiKey::new("nightly export")
///         .expires_in(Duration::from_secs(90 * 24 * 3600))
///         .scopes(Scopes::parse(["invoices:read"])?),
/// )?;
/// assert_eq!(created.api_key().description, "nightly export");
/// # Ok::<(), keywright::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct NewApiKey {
    pub(crate) description: String,
    pub(crate) expiry: Expiry,
    pub(crate) is_public: bool,
    pub(crate) scopes: Scopes,
    pub(crate) metadata: Metadata,
    pub(crate) ip_allow_list: IpAllowList,
}

impl NewApiKey {
    /// A key with a description: 1 to 500 characters once white space around it is cut off, no control characters.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{Keywright, NewApiKey};
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// let created = keywright.user("alice").create_api_key(NewApiKey::new("  laptop "))?;
    /// assert_eq!(created.api_key().description, "laptop");
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub fn new(description: impl Into<String>) -> Self {
        Self {
            description: description.into(),
            expiry: Expiry::Never,
            is_public: false,
            scopes: Scopes::default(),
            metadata: Metadata::default(),
            ip_allow_list: IpAllowList::default(),
        }
    }

    /// Sets until when it is valid.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{Expiry, Keywright, NewApiKey};
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// let new = NewApiKey::new("CI").expiry(Expiry::Never);
    /// assert_eq!(keywright.user("alice").create_api_key(new)?.api_key().expires_at, None);
    /// # Ok::<(), keywright::Error>(())
    /// ```
    #[must_use]
    pub const fn expiry(mut self, expiry: Expiry) -> Self {
        self.expiry = expiry;
        self
    }

    /// Lets it expire this long from now.
    ///
    /// # Examples
    ///
    /// ```
    /// use std::time::Duration;
    /// use keywright::{Keywright, NewApiKey};
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// let new = NewApiKey::new("CI").expires_in(Duration::from_secs(90 * 24 * 3600));
    /// assert!(keywright.user("alice").create_api_key(new)?.api_key().expires_at.is_some());
    /// # Ok::<(), keywright::Error>(())
    /// ```
    #[must_use]
    pub const fn expires_in(self, duration: Duration) -> Self {
        self.expiry(Expiry::In(duration))
    }

    /// Lets it expire at an instant in the future.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{Keywright, NewApiKey, Timestamp};
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// let end: Timestamp = "2099-01-01T00:00:00Z".parse()?;
    /// let created = keywright.user("alice").create_api_key(NewApiKey::new("CI").expires_at(end))?;
    /// assert_eq!(created.api_key().expires_at, Some(end));
    /// # Ok::<(), keywright::Error>(())
    /// ```
    #[must_use]
    pub const fn expires_at(self, instant: Timestamp) -> Self {
        self.expiry(Expiry::At(instant))
    }

    /// Makes it a public key, for code that runs at the customer's: a leak report does not revoke it, and a check
    /// that accepts only secret keys refuses it.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{Keywright, NewApiKey};
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// let created = keywright.user("alice").create_api_key(NewApiKey::new("widget").public())?;
    /// assert!(created.value().starts_with("kw_upk_"));
    /// # Ok::<(), keywright::Error>(())
    /// ```
    #[must_use]
    pub const fn public(mut self) -> Self {
        self.is_public = true;
        self
    }

    /// Sets what it may be used for. Under `acting_as` only what the host offered as grantable.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{Keywright, NewApiKey, Scopes};
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// let new = NewApiKey::new("CI").scopes(Scopes::parse(["builds:start"])?);
    /// let created = keywright.user("alice").create_api_key(new)?;
    /// assert_eq!(created.api_key().scopes.to_string(), "builds:start");
    /// # Ok::<(), keywright::Error>(())
    /// ```
    #[must_use]
    pub fn scopes(mut self, scopes: Scopes) -> Self {
        self.scopes = scopes;
        self
    }

    /// Sets what the host remembers beside it. Only the server may.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{Keywright, Metadata, NewApiKey};
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// let new = NewApiKey::new("CI").metadata(Metadata::parse(r#"{"order": 7}"#)?);
    /// let created = keywright.user("alice").create_api_key(new)?;
    /// assert_eq!(created.api_key().metadata.to_map()["order"], 7);
    /// # Ok::<(), keywright::Error>(())
    /// ```
    #[must_use]
    pub fn metadata(mut self, metadata: Metadata) -> Self {
        self.metadata = metadata;
        self
    }

    /// Sets from where it may be used.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{IpAllowList, Keywright, NewApiKey};
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// let new = NewApiKey::new("office").ip_allow_list(IpAllowList::parse(["192.0.2.0/24"])?);
    /// let created = keywright.user("alice").create_api_key(new)?;
    /// assert_eq!(created.api_key().ip_allow_list.to_string(), "192.0.2.0/24");
    /// # Ok::<(), keywright::Error>(())
    /// ```
    #[must_use]
    pub fn ip_allow_list(mut self, list: IpAllowList) -> Self {
        self.ip_allow_list = list;
        self
    }
}

/// The first view of a key: its record and, this one time, its whole text.
///
/// Show [`CreatedApiKey::value`] to the person who asked for the key, once. It can not be had again; its `Debug` print
/// hides it.
///
/// # Examples
///
/// ```
/// use keywright::{Keywright, NewApiKey};
///
/// # let keywright = Keywright::open_in_memory()?;
/// let created = keywright.user("alice").create_api_key(NewApiKey::new("CI"))?;
/// assert!(created.value().ends_with(created.api_key().last_four()));
/// assert!(!format!("{created:?}").contains(created.value()));
/// # Ok::<(), keywright::Error>(())
/// ```
pub struct CreatedApiKey {
    api_key: ApiKey,
    value: SecretText,
}

impl CreatedApiKey {
    pub(crate) const fn new(api_key: ApiKey, value: SecretText) -> Self {
        Self { api_key, value }
    }

    /// Returns the record.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{Keywright, NewApiKey};
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// let created = keywright.user("alice").create_api_key(NewApiKey::new("CI"))?;
    /// assert_eq!(created.api_key().description, "CI");
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub const fn api_key(&self) -> &ApiKey {
        &self.api_key
    }

    /// Returns the whole key, to be shown once.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{Keywright, NewApiKey, VerifyOptions};
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// let created = keywright.user("alice").create_api_key(NewApiKey::new("CI"))?;
    /// assert!(keywright.verify(created.value(), &VerifyOptions::new())?.is_valid());
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub fn value(&self) -> &str {
        // EXPOSE: the first view is where the key is handed out.
        self.value.expose()
    }

    /// Takes the two apart.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{Keywright, NewApiKey};
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// let created = keywright.user("alice").create_api_key(NewApiKey::new("CI"))?;
    /// let (record, value) = created.into_parts();
    /// assert!(value.expose().ends_with(record.last_four()));
    /// assert_eq!(format!("{value:?}"), "SecretText([redacted])");
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub fn into_parts(self) -> (ApiKey, SecretText) {
        (self.api_key, self.value)
    }
}

impl fmt::Debug for CreatedApiKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CreatedApiKey")
            .field("api_key", &self.api_key)
            .field("value", &self.value)
            .finish()
    }
}

pub(crate) fn checked_description(description: &str) -> Result<String, Error> {
    checked_text("description", description)
}

pub(crate) fn checked_reason(reason: Option<&str>) -> Result<Option<String>, Error> {
    reason.map(|reason| checked_text("reason", reason)).transpose()
}

fn checked_text(what: &str, text: &str) -> Result<String, Error> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Error::invalid_argument(format!(
            "the {what} is empty; it takes 1 to {LONGEST_TEXT} characters"
        )));
    }
    if text.chars().take(LONGEST_TEXT + 1).count() > LONGEST_TEXT {
        return Err(Error::invalid_argument(format!(
            "the {what} is longer than {LONGEST_TEXT} characters"
        )));
    }
    if text.chars().any(char::is_control) {
        return Err(Error::invalid_argument(format!("the {what} holds a control character")));
    }
    Ok(text.to_owned())
}
