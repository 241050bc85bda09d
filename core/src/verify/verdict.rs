//! The answer of a check: valid with the record, or denied with one reason.

use std::fmt;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use super::gates::Subject as _;
use super::kept::{KeptId, KeptKey};
use crate::error::Error;
use crate::key::{ApiKey, ApiKeyId, Scopes};
use crate::owner::{Owner, OwnerType, TeamId, UserId};
use crate::request::{self, HttpAnswer};

/// Why a key was denied: the first gate that failed.
///
/// # Examples
///
/// ```
/// use keywright::{Keywright, Reason, VerifyOptions};
///
/// # let keywright = Keywright::open_in_memory()?;
/// let verdict = keywright.verify("not a key", &VerifyOptions::new())?;
/// assert_eq!(verdict.reason(), Some(Reason::Malformed));
/// assert_eq!(Reason::ALL.len(), 14);
/// # Ok::<(), keywright::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Reason {
    /// No key was presented.
    Missing,
    /// The text is no key of this store: size, alphabet, shape, checksum or prefix is wrong.
    Malformed,
    /// The store knows no such key.
    NotFound,
    /// The stored row was changed by something else than Keywright. Told to the outside as `not_found`.
    Tampered,
    /// The key is of another owner type, or public where only secret ones are taken.
    WrongType,
    /// The settings switch keys of this owner type off.
    Disabled,
    /// The key was revoked.
    Revoked,
    /// The key was rotated and this generation has ended.
    Rotated,
    /// The key or its owner is suspended.
    Suspended,
    /// The key's end has come.
    Expired,
    /// The request comes from a network that the key does not allow, or from an unknown one.
    IpDenied,
    /// The key does not hold the scopes that were asked for.
    InsufficientScope,
    /// A rate limit is reached.
    RateLimited,
    /// A quota is used up.
    QuotaExceeded,
}

impl Reason {
    /// All reasons, in the order of the gates.
    pub const ALL: &'static [Self] = &[
        Self::Missing,
        Self::Malformed,
        Self::NotFound,
        Self::Tampered,
        Self::WrongType,
        Self::Disabled,
        Self::Revoked,
        Self::Rotated,
        Self::Suspended,
        Self::Expired,
        Self::IpDenied,
        Self::InsufficientScope,
        Self::RateLimited,
        Self::QuotaExceeded,
    ];

    /// Returns the stable text of the reason.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::Reason;
    ///
    /// assert_eq!(Reason::InsufficientScope.as_str(), "insufficient_scope");
    /// ```
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Malformed => "malformed",
            Self::NotFound => "not_found",
            Self::Tampered => "tampered",
            Self::WrongType => "wrong_type",
            Self::Disabled => "disabled",
            Self::Revoked => "revoked",
            Self::Rotated => "rotated",
            Self::Suspended => "suspended",
            Self::Expired => "expired",
            Self::IpDenied => "ip_denied",
            Self::InsufficientScope => "insufficient_scope",
            Self::RateLimited => "rate_limited",
            Self::QuotaExceeded => "quota_exceeded",
        }
    }

    /// Returns one sentence for the person whose request was denied.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::Reason;
    ///
    /// assert_eq!(Reason::Tampered.sentence(), Reason::NotFound.sentence());
    /// ```
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::Missing => "This request needs an API key.",
            Self::Malformed => "This is not an API key of this service.",
            Self::NotFound | Self::Tampered => "This API key does not exist.",
            Self::WrongType => "This API key is of another type than this request takes.",
            Self::Disabled => "API keys of this type are switched off.",
            Self::Revoked => "This API key was revoked.",
            Self::Rotated => "This API key was replaced by a newer one.",
            Self::Suspended => "This API key is suspended.",
            Self::Expired => "This API key has expired.",
            Self::IpDenied => "This API key may not be used from this address.",
            Self::InsufficientScope => {
                "This API key does not hold the scope that this request needs."
            }
            Self::RateLimited => "Too many requests with this API key.",
            Self::QuotaExceeded => "The quota of this API key is used up.",
        }
    }

    /// Returns the reason as the outside may know it.
    pub(crate) const fn public(self) -> Self {
        match self {
            Self::Tampered => Self::NotFound,
            other => other,
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// The answer of a check. A value, never an error: an error means that there is no answer, and is never a yes.
///
/// A denied verdict carries neither the record nor the owner, so that nothing can be done with it by mistake; only the
/// key's id, for logs.
///
/// # Examples
///
/// ```
/// use keywright::{Keywright, NewApiKey, Reason, VerifyOptions};
///
/// let keywright = Keywright::open_in_memory()?;
/// let created = keywright.user("alice").create_api_key(NewApiKey::new("CI"))?;
///
/// let verdict = keywright.verify(created.value(), &VerifyOptions::new())?;
/// assert_eq!(verdict.user_id().map(|id| id.as_str()), Some("alice"));
///
/// keywright.api_key(created.api_key().id).revoke(Default::default())?;
/// let verdict = keywright.verify(created.value(), &VerifyOptions::new())?;
/// assert_eq!(verdict.reason(), Some(Reason::Revoked));
/// assert!(verdict.user_id().is_none());
/// # Ok::<(), keywright::Error>(())
/// ```
#[derive(Clone)]
#[must_use]
pub struct Verdict {
    outcome: Outcome,
    /// What memory told, where the outcome is `Kept`; else it means nothing.
    kept: KeptKey,
    /// The record of a valid key. Of one that is kept it is made when somebody asks for it.
    api_key: OnceLock<Option<Arc<ApiKey>>>,
}

#[derive(Clone)]
enum Outcome {
    /// Read from the store.
    Valid,
    /// Found in memory.
    Kept,
    /// Not answered yet, which is a no.
    Unanswered,
    Denied(Denial),
}

/// What an unanswered verdict says.
static UNANSWERED: Denial =
    Denial { reason: Reason::NotFound, api_key_id: None, wanted: None, is_ambiguous: false };

/// Why, and what may be said about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Denial {
    pub(crate) reason: Reason,
    /// Only once the secret was right, or the row is tampered with.
    pub(crate) api_key_id: Option<ApiKeyId>,
    /// What was asked for, where the reason is `insufficient_scope`. Boxed, since it would make every verdict larger.
    pub(crate) wanted: Option<Box<Scopes>>,
    /// Two different keys came with one request.
    pub(crate) is_ambiguous: bool,
}

impl Denial {
    #[inline(always)]
    fn new(reason: Reason) -> Self {
        Self { reason, api_key_id: None, wanted: None, is_ambiguous: false }
    }
}

impl Verdict {
    pub(crate) fn valid(api_key: ApiKey) -> Self {
        let api_key = OnceLock::from(Some(Arc::new(api_key)));
        Self { outcome: Outcome::Valid, kept: KeptKey::room(), api_key }
    }

    /// Makes room for a key that memory may answer with. Until it is accepted the verdict is no.
    ///
    /// Filled where the caller gets it: a key in hand is large enough for each move to cost as much as a gate.
    #[inline(always)]
    pub(crate) const fn room() -> Self {
        Self { outcome: Outcome::Unanswered, kept: KeptKey::room(), api_key: OnceLock::new() }
    }

    /// The room for a key.
    #[inline(always)]
    pub(crate) const fn room_mut(&mut self) -> &mut KeptKey {
        &mut self.kept
    }

    /// Says yes to the key that the room was filled with: it passed every gate.
    #[inline(always)]
    pub(crate) fn accept(&mut self) {
        self.outcome = Outcome::Kept;
    }

    /// Says no, for a reason that has nothing to do with the key that the room may hold.
    #[inline(always)]
    pub(crate) fn refuse(&mut self, reason: Reason) {
        self.outcome = Outcome::Denied(Denial::new(reason));
    }

    #[inline(always)]
    pub(crate) fn denied(reason: Reason) -> Self {
        Self::denied_for(Denial::new(reason))
    }

    pub(crate) fn denied_key(reason: Reason, api_key_id: ApiKeyId) -> Self {
        Self::denied_for(Denial { api_key_id: Some(api_key_id), ..Denial::new(reason) })
    }

    pub(crate) fn insufficient_scope(api_key_id: ApiKeyId, wanted: Scopes) -> Self {
        let denial = Denial::new(Reason::InsufficientScope);
        let wanted = Some(Box::new(wanted));
        Self::denied_for(Denial { api_key_id: Some(api_key_id), wanted, ..denial })
    }

    pub(crate) fn ambiguous() -> Self {
        Self::denied_for(Denial { is_ambiguous: true, ..Denial::new(Reason::Malformed) })
    }

    #[inline(always)]
    const fn denied_for(denial: Denial) -> Self {
        Self { outcome: Outcome::Denied(denial), kept: KeptKey::room(), api_key: OnceLock::new() }
    }

    /// Returns whether the key may be used.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{Keywright, NewApiKey, VerifyOptions};
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// # let created = keywright.user("alice").create_api_key(NewApiKey::new("CI"))?;
    /// let verdict = keywright.verify(created.value(), &VerifyOptions::new())?;
    /// assert!(verdict.is_valid());
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub const fn is_valid(&self) -> bool {
        matches!(self.outcome, Outcome::Valid | Outcome::Kept)
    }

    /// Returns why not, or `None` when it is valid.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{Keywright, Reason, VerifyOptions};
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// let verdict = keywright.verify("not a key", &VerifyOptions::new())?;
    /// assert_eq!(verdict.reason(), Some(Reason::Malformed));
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub const fn reason(&self) -> Option<Reason> {
        match self.denial() {
            None => None,
            Some(denial) => Some(denial.reason),
        }
    }

    /// Returns the record of a valid key.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{Keywright, NewApiKey, VerifyOptions};
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// # let created = keywright.user("alice").create_api_key(NewApiKey::new("CI"))?;
    /// let verdict = keywright.verify(created.value(), &VerifyOptions::new())?;
    /// assert_eq!(verdict.api_key(), Some(created.api_key()));
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub fn api_key(&self) -> Option<&ApiKey> {
        match &self.outcome {
            Outcome::Valid => self.api_key.get().and_then(Option::as_deref),
            Outcome::Kept => {
                self.api_key.get_or_init(|| self.kept.to_api_key().map(Arc::new)).as_deref()
            }
            Outcome::Unanswered | Outcome::Denied(_) => None,
        }
    }

    /// Returns the id of the key: of a valid one, and for logs of a denied one whose secret was right.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{Keywright, NewApiKey, VerifyOptions};
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// # let created = keywright.user("alice").create_api_key(NewApiKey::new("CI"))?;
    /// keywright.user("alice").suspend()?;
    /// let verdict = keywright.verify(created.value(), &VerifyOptions::new())?;
    /// assert!(verdict.api_key().is_none());
    /// assert_eq!(verdict.api_key_id(), Some(created.api_key().id), "for logs");
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub fn api_key_id(&self) -> Option<ApiKeyId> {
        match &self.outcome {
            Outcome::Valid => self.api_key().map(|api_key| api_key.id),
            Outcome::Kept => Some(self.kept.api_key_id()),
            Outcome::Unanswered => None,
            Outcome::Denied(denial) => denial.api_key_id,
        }
    }

    /// Returns what names the record of a valid key that memory answered for. `None`: the store was read, or the key is denied.
    ///
    /// # Examples
    ///
    /// As for [`KeptId`].
    pub const fn kept_id(&self) -> Option<KeptId> {
        match &self.outcome {
            Outcome::Kept => Some(self.kept.kept_id()),
            Outcome::Valid | Outcome::Unanswered | Outcome::Denied(_) => None,
        }
    }

    /// Returns the owner of a valid key.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{Keywright, NewApiKey, VerifyOptions};
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// # let created = keywright.user("alice").create_api_key(NewApiKey::new("CI"))?;
    /// let verdict = keywright.verify(created.value(), &VerifyOptions::new())?;
    /// assert_eq!(verdict.owner().map(|owner| owner.to_string()).as_deref(), Some("user:alice"));
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub fn owner(&self) -> Option<&Owner> {
        self.api_key().map(|api_key| &api_key.owner)
    }

    /// Returns the user that a valid key belongs to.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{Keywright, NewApiKey, VerifyOptions};
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// # let created = keywright.user("alice").create_api_key(NewApiKey::new("CI"))?;
    /// let verdict = keywright.verify(created.value(), &VerifyOptions::new())?;
    /// assert_eq!(verdict.user_id().map(|id| id.as_str()), Some("alice"));
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub fn user_id(&self) -> Option<&UserId> {
        self.api_key().and_then(ApiKey::user_id)
    }

    /// Returns the team that a valid key belongs to.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{Keywright, NewApiKey, VerifyOptions};
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// # let created = keywright.user("alice").create_api_key(NewApiKey::new("CI"))?;
    /// let verdict = keywright.verify(created.value(), &VerifyOptions::new())?;
    /// assert!(verdict.team_id().is_none(), "it is a user's key");
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub fn team_id(&self) -> Option<&TeamId> {
        self.api_key().and_then(ApiKey::team_id)
    }

    /// Returns whether a valid key is a public one, which is known to everybody.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{Keywright, NewApiKey, VerifyOptions};
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// # let created = keywright.user("alice").create_api_key(NewApiKey::new("CI"))?;
    /// let verdict = keywright.verify(created.value(), &VerifyOptions::new())?;
    /// assert!(!verdict.is_public());
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub fn is_public(&self) -> bool {
        match &self.outcome {
            Outcome::Valid => self.api_key().is_some_and(|api_key| api_key.is_public),
            Outcome::Kept => self.kept.is_public(),
            Outcome::Unanswered | Outcome::Denied(_) => false,
        }
    }

    /// Returns whether a valid key belongs to a user or to a team. Allocates nothing.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{Keywright, NewApiKey, OwnerType, VerifyOptions};
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// # let created = keywright.user("alice").create_api_key(NewApiKey::new("CI"))?;
    /// let verdict = keywright.verify(created.value(), &VerifyOptions::new())?;
    /// assert_eq!(verdict.owner_type(), Some(OwnerType::User));
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub fn owner_type(&self) -> Option<OwnerType> {
        match &self.outcome {
            Outcome::Valid => self.api_key().map(ApiKey::owner_type),
            Outcome::Kept => Some(self.kept.owner_type()),
            Outcome::Unanswered | Outcome::Denied(_) => None,
        }
    }

    /// Returns the id of the user or team that a valid key belongs to. Allocates nothing: the whole record of a key that was
    /// found in memory is made only when it is asked for.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{Keywright, NewApiKey, VerifyOptions};
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// # let created = keywright.user("alice").create_api_key(NewApiKey::new("CI"))?;
    /// let verdict = keywright.verify(created.value(), &VerifyOptions::new())?;
    /// assert_eq!(verdict.owner_id(), Some("alice"));
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub fn owner_id(&self) -> Option<&str> {
        match &self.outcome {
            Outcome::Valid => self.api_key().map(|api_key| api_key.owner.id()),
            Outcome::Kept => self.kept.owner_id(),
            Outcome::Unanswered | Outcome::Denied(_) => None,
        }
    }

    /// Returns the verdict if it is valid, and else the error that [`Keywright::require_valid`](crate::Keywright::require_valid)
    /// gives.
    ///
    /// # Errors
    ///
    /// `denied` with the verdict.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{ErrorCode, Keywright, VerifyOptions};
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// let verdict = keywright.verify("not a key", &VerifyOptions::new())?;
    /// assert_eq!(verdict.require_valid().unwrap_err().code(), ErrorCode::Denied);
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub fn require_valid(self) -> Result<Self, Error> {
        if self.is_valid() { Ok(self) } else { Err(Error::denied(self)) }
    }

    /// Returns after which time the same request may pass, when a limit denied it.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{Keywright, NewApiKey, VerifyOptions};
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// # let created = keywright.user("alice").create_api_key(NewApiKey::new("CI"))?;
    /// let verdict = keywright.verify(created.value(), &VerifyOptions::new())?;
    /// assert_eq!(verdict.retry_after(), None);
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub const fn retry_after(&self) -> Option<Duration> {
        None
    }

    /// Returns how to answer a request that used the key as its credential: status, headers and problem body.
    ///
    /// A valid verdict is 200 with no body: the host's own answer takes its place.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{Keywright, VerifyOptions};
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// let verdict = keywright.verify("not a key", &VerifyOptions::new())?;
    /// assert_eq!(verdict.http().status, 401);
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub fn http(&self) -> HttpAnswer {
        request::answer_as_credential(self)
    }

    /// Returns how to answer a request that asks about the key (Stack Auth's `check`).
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{Keywright, VerifyOptions};
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// let verdict = keywright.verify("not a key", &VerifyOptions::new())?;
    /// assert_eq!(verdict.check_http().status, 404, "it is asked about, not presented");
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub fn check_http(&self) -> HttpAnswer {
        request::answer_as_subject(self)
    }

    pub(crate) const fn denial(&self) -> Option<&Denial> {
        match &self.outcome {
            Outcome::Valid | Outcome::Kept => None,
            Outcome::Unanswered => Some(&UNANSWERED),
            Outcome::Denied(denial) => Some(denial),
        }
    }

    pub(crate) fn public_reason(&self) -> &'static str {
        self.reason().map_or("none", |reason| reason.public().as_str())
    }
}

/// Verdicts are equal when they say the same; from where the record came is none of it.
impl PartialEq for Verdict {
    fn eq(&self, other: &Self) -> bool {
        self.denial() == other.denial() && self.api_key() == other.api_key()
    }
}

impl Eq for Verdict {}

impl fmt::Debug for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut print = f.debug_struct("Verdict");
        match self.denial() {
            None => print.field("api_key", &self.api_key()),
            Some(denial) => print.field("denial", denial),
        };
        print.finish()
    }
}

impl Serialize for Verdict {
    /// Writes `valid`, `reason`, `api_key_id` and, when valid, the owner and the record.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("valid", &self.is_valid())?;
        map.serialize_entry("reason", &self.reason())?;
        map.serialize_entry("api_key_id", &self.api_key_id())?;
        map.serialize_entry("user_id", &self.user_id())?;
        map.serialize_entry("team_id", &self.team_id())?;
        map.serialize_entry("is_public", &self.is_public())?;
        map.serialize_entry("api_key", &self.api_key())?;
        map.end()
    }
}

/// Makes a denied verdict out of nothing, for the lists of what each reason answers. Not in a release.
#[cfg(feature = "testing")]
pub fn denied_for(reason: Reason) -> Verdict {
    Verdict::denied(reason)
}
