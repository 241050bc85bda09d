//! Lists of keys: what to show, and from where to go on.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Serialize;
use uuid::Uuid;

use super::id::ApiKeyId;
use super::record::{ApiKey, Status};
use crate::error::Error;
use crate::owner::Owner;

/// The most keys on one page.
const MOST_PER_PAGE: u32 = 1000;
/// The longest text to search for, in bytes.
const LONGEST_SEARCH: usize = 200;

/// Which keys a list shows: those that match all that is set.
///
/// # Examples
///
/// ```
/// use keywright::{ApiKeyFilter, Keywright, NewApiKey};
///
/// # let keywright = Keywright::open_in_memory()?;
/// let alice = keywright.user("alice");
/// alice.create_api_keys(vec![NewApiKey::new("laptop"), NewApiKey::new("phone")])?;
/// let filter = ApiKeyFilter::new().owner(alice.owner()?).search("LAP");
/// assert_eq!(keywright.list_api_keys(filter)?.len(), 1);
/// # Ok::<(), keywright::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct ApiKeyFilter {
    pub(crate) owner: Option<Owner>,
    pub(crate) status: Option<Status>,
    pub(crate) search: Option<String>,
}

impl ApiKeyFilter {
    /// Shows all.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{ApiKeyFilter, Keywright, NewApiKey};
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// # let created = keywright.user("alice").create_api_key(NewApiKey::new("CI"))?;
    /// assert_eq!(keywright.list_api_keys(ApiKeyFilter::new())?.len(), 1);
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub fn new() -> Self {
        Self::default()
    }

    /// Shows one owner's keys.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{ApiKeyFilter, Keywright, NewApiKey};
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// # let created = keywright.user("alice").create_api_key(NewApiKey::new("CI"))?;
    /// let of_bob = ApiKeyFilter::new().owner(keywright.user("bob").owner()?);
    /// assert!(keywright.list_api_keys(of_bob)?.is_empty());
    /// # Ok::<(), keywright::Error>(())
    /// ```
    #[must_use]
    pub fn owner(mut self, owner: Owner) -> Self {
        self.owner = Some(owner);
        self
    }

    /// Shows the keys of one status.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{ApiKeyFilter, Keywright, NewApiKey, Status};
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// # let created = keywright.user("alice").create_api_key(NewApiKey::new("CI"))?;
    /// assert!(keywright.list_api_keys(ApiKeyFilter::new().status(Status::Revoked))?.is_empty());
    /// # Ok::<(), keywright::Error>(())
    /// ```
    #[must_use]
    pub const fn status(mut self, status: Status) -> Self {
        self.status = Some(status);
        self
    }

    /// Shows the keys whose description contains this text (case does not count), or whose id it is; at most 200 bytes.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{ApiKeyFilter, Keywright, NewApiKey};
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// let created = keywright.user("alice").create_api_key(NewApiKey::new("CI"))?;
    /// let by_id = ApiKeyFilter::new().search(created.api_key().id.to_string());
    /// assert_eq!(keywright.list_api_keys(by_id)?.len(), 1);
    /// # Ok::<(), keywright::Error>(())
    /// ```
    #[must_use]
    pub fn search(mut self, text: impl Into<String>) -> Self {
        self.search = Some(text.into());
        self
    }

    /// Returns whether a key is to be shown. The owner is the store's part.
    pub(crate) fn shows(&self, key: &ApiKey) -> bool {
        self.status.is_none_or(|status| status == key.status)
            && self.search.as_ref().is_none_or(|text| {
                key.id.to_string() == *text
                    || key.description.to_lowercase().contains(&text.to_lowercase())
            })
    }

    pub(crate) fn check(&self) -> Result<(), Error> {
        match &self.search {
            Some(text) if text.len() > LONGEST_SEARCH => Err(Error::invalid_argument(format!(
                "the text to search for is longer than {LONGEST_SEARCH} bytes"
            ))),
            _ => Ok(()),
        }
    }
}

/// Which page of which keys.
///
/// # Examples
///
/// ```
/// use keywright::{ApiKeyFilter, Keywright, NewApiKey, PageRequest};
///
/// let keywright = Keywright::open_in_memory()?;
/// let alice = keywright.user("alice");
/// alice.create_api_keys(vec![NewApiKey::new("one"), NewApiKey::new("two"), NewApiKey::new("three")])?;
/// let filter = ApiKeyFilter::new().owner(alice.owner()?);
/// let first = keywright.page_api_keys(PageRequest::new(filter.clone()).limit(2))?;
/// assert_eq!(first.items.len(), 2);
/// let cursor = first.next_cursor.expect("a third key");
/// let second = keywright.page_api_keys(PageRequest::new(filter).limit(2).cursor(cursor))?;
/// assert_eq!(second.items.len(), 1);
/// # Ok::<(), keywright::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct PageRequest {
    pub(crate) filter: ApiKeyFilter,
    pub(crate) limit: u32,
    pub(crate) cursor: Option<String>,
}

impl PageRequest {
    /// The first page, of at most 50 keys.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{ApiKeyFilter, Keywright, NewApiKey, PageRequest};
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// # let created = keywright.user("alice").create_api_key(NewApiKey::new("CI"))?;
    /// let page = keywright.page_api_keys(PageRequest::new(ApiKeyFilter::new()))?;
    /// assert_eq!((page.items.len(), page.next_cursor), (1, None));
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub const fn new(filter: ApiKeyFilter) -> Self {
        Self { filter, limit: 50, cursor: None }
    }

    /// Takes at most this many keys, 1 to 1000.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{ApiKeyFilter, Keywright, PageRequest};
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// let request = PageRequest::new(ApiKeyFilter::new()).limit(0);
    /// assert!(keywright.page_api_keys(request).is_err());
    /// # Ok::<(), keywright::Error>(())
    /// ```
    #[must_use]
    pub const fn limit(mut self, limit: u32) -> Self {
        self.limit = limit;
        self
    }

    /// Goes on where a page ended. A cursor is a position and nothing more: the filter and the rights are this call's.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{ApiKeyFilter, Keywright, PageRequest};
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// let request = PageRequest::new(ApiKeyFilter::new()).cursor("made up");
    /// assert!(keywright.page_api_keys(request).is_err());
    /// # Ok::<(), keywright::Error>(())
    /// ```
    #[must_use]
    pub fn cursor(mut self, cursor: impl Into<String>) -> Self {
        self.cursor = Some(cursor.into());
        self
    }

    pub(crate) fn check(&self) -> Result<Option<Position>, Error> {
        self.filter.check()?;
        if !(1..=MOST_PER_PAGE).contains(&self.limit) {
            return Err(Error::invalid_argument(format!(
                "the limit takes 1 to {MOST_PER_PAGE}. limit=`{}`",
                self.limit
            )));
        }
        self.cursor.as_deref().map(Position::decode).transpose()
    }
}

/// One page of a list.
///
/// # Examples
///
/// ```
/// use keywright::{ApiKeyFilter, Keywright, NewApiKey, PageRequest};
///
/// # let keywright = Keywright::open_in_memory()?;
/// # let alice = keywright.user("alice");
/// # alice.create_api_keys(vec![NewApiKey::new("one"), NewApiKey::new("two")])?;
/// let page = keywright.page_api_keys(PageRequest::new(ApiKeyFilter::new()).limit(1))?;
/// assert_eq!(page.items.len(), 1);
/// assert!(page.next_cursor.is_some());
/// # Ok::<(), keywright::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Page {
    /// The keys, newest first.
    pub items: Vec<ApiKey>,
    /// Where the next page begins; `None` on the last.
    pub next_cursor: Option<String>,
}

impl Page {
    /// Cuts a list that was read with one key more than the page holds.
    pub(crate) fn cut(mut items: Vec<ApiKey>, limit: u32) -> Self {
        let limit = limit as usize;
        let has_more = items.len() > limit;
        items.truncate(limit);
        let next_cursor =
            if has_more { items.last().map(|key| Position(key.id).encode()) } else { None };
        Self { items, next_cursor }
    }
}

/// A place in a list: behind the key with this id. Ids are UUIDv7, so their order is the order of creation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Position(pub(crate) ApiKeyId);

impl Position {
    fn encode(self) -> String {
        URL_SAFE_NO_PAD.encode(self.0.as_uuid().as_bytes())
    }

    fn decode(text: &str) -> Result<Self, Error> {
        let mut bytes = [0; 16];
        match URL_SAFE_NO_PAD.decode_slice(text, &mut bytes) {
            Ok(16) => Ok(Self(Uuid::from_bytes(bytes).into())),
            _ => Err(Error::invalid_argument("the cursor is none that a page gave")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_round_trips_and_anything_else_is_refused() {
        let position = Position(Uuid::from_u128(u128::MAX / 3).into());
        let text = position.encode();
        assert_eq!(Position::decode(&text).unwrap(), position);
        let cut = text.get(1..).unwrap();
        let long = URL_SAFE_NO_PAD.encode([0x7f; 24]);
        for bad in [
            "",
            "x",
            cut,
            &format!("{text}="),
            &format!("{text}A"),
            &long,
            "ü",
            &"A".repeat(1 << 20),
        ] {
            assert!(Position::decode(bad).is_err(), "{}", bad.len());
        }
    }
}
