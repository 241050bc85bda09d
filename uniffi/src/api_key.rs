//! Keys: how they are made, listed, changed and ended.

use std::time::SystemTime;

use keywright::{ApiKeyId, PageRequest, RevokeOptions, UsageRange};

use crate::call::caught;
use crate::convert::{ip_allow_list, metadata, number, prefix, scopes, timestamp, whole_number};
use crate::error::KeywrightError;
use crate::keywright::Keywright;
use crate::record::{ApiKey, Owner, Page, Usage, api_keys};
use crate::word::{Expiry, Grace, Status, UsageStep};

/// A key to be made.
#[derive(Clone, Debug, uniffi::Record)]
pub struct NewApiKey {
    /// What it is for: 1 to 500 characters.
    pub description: String,
    /// When it ends; never, when nothing is said.
    #[uniffi(default)]
    pub expiry: Option<Expiry>,
    /// Whether it is for code that runs at the customer's.
    #[uniffi(default)]
    pub is_public: bool,
    /// What it may do.
    #[uniffi(default)]
    pub scopes: Vec<String>,
    /// A JSON object of the host's own, as text.
    #[uniffi(default)]
    pub metadata: Option<String>,
    /// The networks that it may be used from; from everywhere when there are none.
    #[uniffi(default)]
    pub ip_allow_list: Vec<String>,
}

impl NewApiKey {
    pub(crate) fn into_core(self) -> Result<keywright::NewApiKey, KeywrightError> {
        let mut new = keywright::NewApiKey::new(self.description)
            .scopes(scopes(&self.scopes)?)
            .ip_allow_list(ip_allow_list(&self.ip_allow_list)?);
        if let Some(expiry) = self.expiry {
            new = new.expiry(expiry.into_core()?);
        }
        if self.is_public {
            new = new.public();
        }
        if let Some(text) = self.metadata {
            new = new.metadata(metadata(&text)?);
        }
        Ok(new)
    }

    pub(crate) fn all(new: Vec<Self>) -> Result<Vec<keywright::NewApiKey>, KeywrightError> {
        new.into_iter().map(Self::into_core).collect()
    }
}

/// What to change of a key. What is not given stays.
#[derive(Clone, Debug, Default, uniffi::Record)]
pub struct ApiKeyUpdate {
    /// What it is for.
    #[uniffi(default)]
    pub description: Option<String>,
    /// When it ends.
    #[uniffi(default)]
    pub expiry: Option<Expiry>,
    /// What it may do.
    #[uniffi(default)]
    pub scopes: Option<Vec<String>>,
    /// A JSON object of the host's own, as text.
    #[uniffi(default)]
    pub metadata: Option<String>,
    /// The networks that it may be used from.
    #[uniffi(default)]
    pub ip_allow_list: Option<Vec<String>>,
}

impl ApiKeyUpdate {
    fn into_core(self) -> Result<keywright::ApiKeyUpdate, KeywrightError> {
        let mut update = keywright::ApiKeyUpdate::new();
        if let Some(description) = self.description {
            update = update.description(description);
        }
        if let Some(expiry) = self.expiry {
            update = update.expiry(expiry.into_core()?);
        }
        if let Some(texts) = self.scopes {
            update = update.scopes(scopes(&texts)?);
        }
        if let Some(text) = self.metadata {
            update = update.metadata(metadata(&text)?);
        }
        if let Some(texts) = self.ip_allow_list {
            update = update.ip_allow_list(ip_allow_list(&texts)?);
        }
        Ok(update)
    }
}

/// Which keys a list shows.
#[derive(Clone, Debug, Default, uniffi::Record)]
pub struct ApiKeyFilter {
    /// Whose.
    #[uniffi(default)]
    pub owner: Option<Owner>,
    /// In which state.
    #[uniffi(default)]
    pub status: Option<Status>,
    /// With this in the description, the owner or the end of the key.
    #[uniffi(default)]
    pub search: Option<String>,
}

impl ApiKeyFilter {
    pub(crate) fn into_core(
        self,
        keywright: &keywright::Keywright,
    ) -> Result<keywright::ApiKeyFilter, KeywrightError> {
        let mut filter = keywright::ApiKeyFilter::new();
        if let Some(owner) = self.owner {
            filter = filter.owner(owner.to_core(keywright)?);
        }
        if let Some(status) = self.status {
            filter = filter.status(status.into());
        }
        Ok(if let Some(text) = self.search { filter.search(text) } else { filter })
    }
}

/// Which keys to revoke at once: those that meet all of these.
#[derive(Clone, Debug, Default, uniffi::Record)]
pub struct RevokeAllConditions {
    /// Whose.
    #[uniffi(default)]
    pub owner: Option<Owner>,
    /// Made before this.
    #[uniffi(default)]
    pub created_before: Option<SystemTime>,
    /// Made by whom: `server`, `server:NAME` or `user:ID`.
    #[uniffi(default)]
    pub created_by: Option<String>,
    /// With this prefix.
    #[uniffi(default)]
    pub prefix: Option<String>,
    /// Why they are revoked.
    #[uniffi(default)]
    pub reason: Option<String>,
}

impl RevokeAllConditions {
    fn into_core(
        self,
        keywright: &keywright::Keywright,
    ) -> Result<keywright::RevokeAll, KeywrightError> {
        let mut which = keywright::RevokeAll::new();
        if let Some(owner) = self.owner {
            which = which.owner(owner.to_core(keywright)?);
        }
        if let Some(instant) = self.created_before {
            which = which.created_before(timestamp(instant)?);
        }
        if let Some(text) = self.created_by {
            which = which.created_by(text.parse()?);
        }
        if let Some(text) = self.prefix {
            which = which.prefix(prefix(&text)?);
        }
        if let Some(reason) = self.reason {
            which = which.reason(reason);
        }
        Ok(which)
    }
}

/// The first view of a key, and the only one with its secret.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
pub struct CreatedApiKey {
    /// What is stored.
    pub api_key: ApiKey,
    /// The whole text of the key: bytes, so that no debug print shows it. Show it once, and keep it nowhere.
    pub value: Vec<u8>,
}

impl CreatedApiKey {
    pub(crate) fn new(created: keywright::CreatedApiKey) -> Self {
        let (api_key, value) = created.into_parts();
        // EXPOSE: the first view is where the key is handed out; the other language redacts it in whatever it prints.
        Self { api_key: api_key.into(), value: value.expose().as_bytes().to_vec() }
    }
}

/// A key, by id.
#[derive(uniffi::Object)]
pub struct ApiKeyHandle {
    keywright: keywright::Keywright,
    core: keywright::ApiKeyHandle,
}

impl ApiKeyHandle {
    pub(crate) fn new(keywright: &keywright::Keywright, id: ApiKeyId) -> Self {
        Self { keywright: keywright.clone(), core: keywright.api_key(id) }
    }
}

#[uniffi::export]
impl ApiKeyHandle {
    /// The id, as it is written.
    pub fn id(&self) -> String {
        self.core.id().to_string()
    }

    /// Returns the key as stored.
    pub fn get(&self) -> Result<ApiKey, KeywrightError> {
        caught(|| Ok(self.core.get()?.into()))
    }

    /// Changes the key.
    pub fn update(&self, update: ApiKeyUpdate) -> Result<ApiKey, KeywrightError> {
        caught(|| Ok(self.core.update(update.into_core()?)?.into()))
    }

    /// Suspends the key until it is resumed.
    pub fn suspend(&self, reason: Option<String>) -> Result<ApiKey, KeywrightError> {
        caught(|| Ok(self.core.suspend(reason.as_deref())?.into()))
    }

    /// Lifts the suspension.
    pub fn resume(&self) -> Result<ApiKey, KeywrightError> {
        caught(|| Ok(self.core.resume()?.into()))
    }

    /// Ends the key for good. A second time changes nothing.
    pub fn revoke(&self, reason: Option<String>) -> Result<ApiKey, KeywrightError> {
        caught(|| {
            let options = RevokeOptions::new();
            let options = match reason {
                Some(reason) => options.reason(reason),
                None => options,
            };
            Ok(self.core.revoke(options)?.into())
        })
    }

    /// Gives the key another secret, and the one that it replaces an end.
    pub fn rotate(&self, grace: Grace) -> Result<CreatedApiKey, KeywrightError> {
        caught(|| Ok(CreatedApiKey::new(self.core.rotate(grace.into())?)))
    }

    /// Deletes the key with its history.
    pub fn purge(&self) -> Result<(), KeywrightError> {
        caught(|| Ok(self.core.purge()?))
    }

    /// Returns how the key was used between two instants.
    pub fn usage(
        &self,
        start: SystemTime,
        end: SystemTime,
        step: UsageStep,
    ) -> Result<Usage, KeywrightError> {
        caught(|| {
            let range = UsageRange::new(timestamp(start)?, timestamp(end)?, step.into());
            self.core.usage(range)?.try_into()
        })
    }

    /// Returns how the key was used in the last minutes, hours or days.
    pub fn usage_of_last(&self, buckets: i64, step: UsageStep) -> Result<Usage, KeywrightError> {
        caught(|| {
            let buckets = number("buckets", buckets)?;
            let range = UsageRange::last(buckets, step.into(), self.keywright.now())?;
            self.core.usage(range)?.try_into()
        })
    }
}

#[uniffi::export]
impl Keywright {
    /// Returns a key as stored.
    pub fn get_api_key(&self, id: String) -> Result<ApiKey, KeywrightError> {
        caught(|| Ok(self.core.get_api_key(crate::convert::api_key_id(&id)?)?.into()))
    }

    /// Returns keys, newest first.
    pub fn list_api_keys(&self, filter: ApiKeyFilter) -> Result<Vec<ApiKey>, KeywrightError> {
        caught(|| Ok(api_keys(self.core.list_api_keys(filter.into_core(&self.core)?)?)))
    }

    /// Returns keys page by page, newest first.
    pub fn page_api_keys(
        &self,
        filter: ApiKeyFilter,
        limit: i64,
        cursor: Option<String>,
    ) -> Result<Page, KeywrightError> {
        caught(|| {
            let request = PageRequest::new(filter.into_core(&self.core)?);
            let request = request.limit(number("limit", limit)?);
            let request = match cursor {
                Some(cursor) => request.cursor(cursor),
                None => request,
            };
            Ok(self.core.page_api_keys(request)?.into())
        })
    }

    /// Revokes every key that meets all conditions, and returns how many there were.
    pub fn revoke_all(&self, conditions: RevokeAllConditions) -> Result<i64, KeywrightError> {
        caught(|| Ok(whole_number(self.core.revoke_all(conditions.into_core(&self.core)?)?)))
    }
}
