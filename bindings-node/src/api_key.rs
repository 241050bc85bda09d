//! Keys: how they are made, listed, changed and ended.

use keywright::{
    ApiKeyFilter, ApiKeyId, ApiKeyUpdate, Grace, NewApiKey, PageRequest, RevokeAll, RevokeOptions,
    UsageRange,
};
use napi_derive::napi;
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::call::{Promised, on_pool};
use crate::convert::{
    End, Instant, OwnerLike, Span, choice, created, ip_allow_list, metadata, prefix, read, scopes,
    status, usage_step, write,
};
use crate::error::Failure;
use crate::keywright::Keywright;

/// The native half of `ApiKeyHandle`.
#[napi]
pub struct ApiKeyHandle {
    keywright: keywright::Keywright,
    core: keywright::ApiKeyHandle,
}

impl ApiKeyHandle {
    pub(crate) fn new(keywright: &keywright::Keywright, id: ApiKeyId) -> Self {
        Self { keywright: keywright.clone(), core: keywright.api_key(id) }
    }
}

#[napi]
impl ApiKeyHandle {
    /// The id, as it is written.
    #[napi]
    pub fn id(&self) -> String {
        self.core.id().to_string()
    }

    /// The key as stored.
    #[napi]
    pub fn get(&self) -> Promised<String> {
        let core = self.core.clone();
        on_pool(move || write(&core.get()?))
    }

    /// Changes the key.
    #[napi]
    pub fn update(&self, changes: String) -> Promised<String> {
        let core = self.core.clone();
        on_pool(move || write(&core.update(read::<KeyChanges>(&changes)?.update()?)?))
    }

    /// Suspends the key.
    #[napi]
    pub fn suspend(&self, reason: Option<String>) -> Promised<String> {
        let core = self.core.clone();
        on_pool(move || write(&core.suspend(reason.as_deref())?))
    }

    /// Lifts the suspension.
    #[napi]
    pub fn resume(&self) -> Promised<String> {
        let core = self.core.clone();
        on_pool(move || write(&core.resume()?))
    }

    /// Ends the key for good.
    #[napi]
    pub fn revoke(&self, reason: Option<String>) -> Promised<String> {
        let core = self.core.clone();
        on_pool(move || {
            let options = RevokeOptions::new();
            let options = match reason {
                Some(reason) => options.reason(reason),
                None => options,
            };
            write(&core.revoke(options)?)
        })
    }

    /// Gives the key another secret.
    #[napi]
    pub fn rotate(&self, grace: String) -> Promised<String> {
        let core = self.core.clone();
        on_pool(move || write(&created(&core.rotate(read::<Period>(&grace)?.grace()?)?)))
    }

    /// Deletes the key.
    #[napi]
    pub fn purge(&self) -> Promised<()> {
        let core = self.core.clone();
        on_pool(move || Ok(core.purge()?))
    }

    /// How the key was used.
    #[napi]
    pub fn usage(&self, start: i64, end: i64, step: String) -> Promised<String> {
        let core = self.core.clone();
        on_pool(move || {
            let at = keywright::Timestamp::from_millis;
            write(&core.usage(UsageRange::new(at(start)?, at(end)?, usage_step(&step)?))?)
        })
    }

    /// The same of the last buckets.
    #[napi]
    pub fn usage_of_last(&self, buckets: u32, step: String) -> Promised<String> {
        let (keywright, core) = (self.keywright.clone(), self.core.clone());
        on_pool(move || {
            let range = UsageRange::last(buckets, usage_step(&step)?, keywright.now())?;
            write(&core.usage(range)?)
        })
    }
}

#[napi]
impl Keywright {
    /// Lists keys.
    #[napi]
    pub fn list_api_keys(&self, filter: String) -> Promised<String> {
        let core = self.core.clone();
        on_pool(move || write(&core.list_api_keys(read::<KeyFilter>(&filter)?.filter(&core)?)?))
    }

    /// Lists keys page by page.
    #[napi]
    pub fn page_api_keys(
        &self,
        filter: String,
        limit: u32,
        cursor: Option<String>,
    ) -> Promised<String> {
        let core = self.core.clone();
        on_pool(move || {
            let filter = read::<KeyFilter>(&filter)?.filter(&core)?;
            let request = PageRequest::new(filter).limit(limit);
            let request = match cursor {
                Some(cursor) => request.cursor(cursor),
                None => request,
            };
            write(&core.page_api_keys(request)?)
        })
    }

    /// Revokes every key that the conditions name.
    #[napi]
    pub fn revoke_all(&self, conditions: String) -> Promised<String> {
        let core = self.core.clone();
        on_pool(move || {
            let which = read::<Conditions>(&conditions)?.which(&core)?;
            write(&core.revoke_all(which)?)
        })
    }
}

/// Which keys a list shows.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct KeyFilter {
    owner: Option<OwnerLike>,
    status: Option<String>,
    search: Option<String>,
}

impl KeyFilter {
    pub(crate) fn filter(self, keywright: &keywright::Keywright) -> Result<ApiKeyFilter, Failure> {
        let mut filter = ApiKeyFilter::new();
        if let Some(owner) = self.owner {
            filter = filter.owner(owner.owner(keywright)?);
        }
        if let Some(text) = self.status {
            filter = filter.status(status(&text)?);
        }
        Ok(if let Some(text) = self.search { filter.search(text) } else { filter })
    }
}

/// Which keys `revokeAll` hits.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Conditions {
    owner: Option<OwnerLike>,
    created_before: Option<Instant>,
    created_by: Option<String>,
    prefix: Option<String>,
    reason: Option<String>,
}

impl Conditions {
    fn which(self, keywright: &keywright::Keywright) -> Result<RevokeAll, Failure> {
        let mut which = RevokeAll::new();
        if let Some(owner) = self.owner {
            which = which.owner(owner.owner(keywright)?);
        }
        if let Some(instant) = self.created_before {
            which = which.created_before(instant.timestamp()?);
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

/// A key to be made.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct NewKey {
    description: String,
    end: End,
    is_public: bool,
    scopes: Vec<String>,
    metadata: Option<Box<RawValue>>,
    ip_allow_list: Vec<String>,
}

impl NewKey {
    pub(crate) fn into_core(self) -> Result<NewApiKey, Failure> {
        let mut new = NewApiKey::new(self.description)
            .expiry(self.end.expiry()?)
            .scopes(scopes(&self.scopes)?)
            .ip_allow_list(ip_allow_list(&self.ip_allow_list)?);
        if self.is_public {
            new = new.public();
        }
        if let Some(text) = self.metadata {
            new = new.metadata(metadata(&text)?);
        }
        Ok(new)
    }
}

/// What is to change of a key.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct KeyChanges {
    description: Option<String>,
    end: Option<End>,
    scopes: Option<Vec<String>>,
    metadata: Option<Box<RawValue>>,
    ip_allow_list: Option<Vec<String>>,
}

impl KeyChanges {
    fn update(self) -> Result<ApiKeyUpdate, Failure> {
        let mut update = ApiKeyUpdate::new();
        if let Some(description) = self.description {
            update = update.description(description);
        }
        if let Some(end) = self.end {
            update = update.expiry(end.expiry()?);
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

/// How long a replaced secret is accepted: `now` for not at all, `until_used`, or a duration.
#[derive(Deserialize)]
#[serde(untagged)]
enum Period {
    Named(String),
    For(Span),
}

impl Period {
    fn grace(self) -> Result<Grace, Failure> {
        let named = |grace| if grace == Grace::UntilUsed { "until_used" } else { "now" };
        match self {
            Self::For(span) => Ok(Grace::For(span.duration())),
            Self::Named(text) => choice("grace", &text, &[Grace::Now, Grace::UntilUsed], named),
        }
    }
}
