//! How keys are used: counting, writing behind, and the answers.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::path::PathBuf;

use serde::{Serialize, Serializer};

use super::api_key::{ApiKeyHandle, require_key};
use super::change::require_switched_on_for_users;
use super::handle::{Keywright, Shared};
use crate::clock::Timestamp;
use crate::error::{Error, ErrorCode};
use crate::key::ApiKeyId;
use crate::lane::Lane;
use crate::store::{self, UsageHealth};
use crate::usage::{LastUse, Outcome, Usage, UsageRange};
use crate::verify::{Counted, Gate, Hit, Verdict};

/// The most keys of one call.
const MOST_KEYS: usize = 10_000;

impl ApiKeyHandle {
    /// Returns how the key was used: counts in buckets of a minute, an hour or a day, their sum, and the last use.
    ///
    /// What this process has counted is in the answer at once; what others have, once they have written it (after a second,
    /// unless the settings say otherwise).
    ///
    /// # Errors
    ///
    /// `invalid_argument` when the range is empty or has more than 10,000 buckets; otherwise as [`Keywright::get_api_key`].
    /// Where the file of usage can not be read, that is the error and never a series of zeros.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{Keywright, NewApiKey, Timestamp, UsageRange, UsageStep, VerifyOptions, testing};
    ///
    /// let keywright = testing::open_for_tests("2027-01-31T12:30:00Z".parse()?)?;
    /// let created = keywright.user("alice").create_api_key(NewApiKey::new("CI"))?;
    /// for _ in 0..3 {
    ///     assert!(keywright.verify(created.value(), &VerifyOptions::new())?.is_valid());
    /// }
    /// let range = UsageRange::last(24, UsageStep::Hour, keywright.now())?;
    /// let usage = keywright.api_key(created.api_key().id).usage(range)?;
    /// assert_eq!(usage.points[23].start.to_string(), "2027-01-31T12:00:00Z");
    /// assert_eq!(usage.points[23].counts.valid(), 3);
    /// assert_eq!(usage.last_used_at, Some(keywright.now()));
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub fn usage(&self, range: UsageRange) -> Result<Usage, Error> {
        let window = range.check()?;
        let (id, keywright) = (self.id(), self.keywright());
        // The right first, as for the key itself.
        keywright.get_api_key(id)?;
        let _call = keywright.enter()?;
        let now = keywright.now();
        let kept_since =
            keywright.store().standing()?.settings.usage_retention().kept_since(range.step, now);
        let (points, last_use) = keywright.store().usage().series(&id, &window, now)?;
        Ok(Usage::new(id, &window, points, last_use, kept_since))
    }
}

impl Keywright {
    /// Returns when each of these keys was last valid, and from where: what a list shows beside its keys. Keys that were
    /// never used are left out, and so are those that do not exist or that the acting user may not see.
    ///
    /// # Errors
    ///
    /// `invalid_argument` for more than 10,000 keys; `disabled` when acting as a user and the type of a key is switched off;
    /// storage errors.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{Keywright, NewApiKey, VerifyOptions};
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// let alice = keywright.user("alice");
    /// let used = alice.create_api_key(NewApiKey::new("used"))?;
    /// alice.create_api_key(NewApiKey::new("never used"))?;
    /// assert!(keywright.verify(used.value(), &VerifyOptions::new())?.is_valid());
    ///
    /// let ids: Vec<_> = alice.list_api_keys()?.iter().map(|key| key.id).collect();
    /// let last_used = keywright.last_used(&ids)?;
    /// assert!(last_used.keys().eq([&used.api_key().id]));
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub fn last_used(&self, ids: &[ApiKeyId]) -> Result<BTreeMap<ApiKeyId, LastUse>, Error> {
        if ids.len() > MOST_KEYS {
            return Err(Error::invalid_argument(format!(
                "the last use is told of at most {MOST_KEYS} keys at once. keys=`{}`",
                ids.len()
            )));
        }
        let now = self.now();
        let seen = self.read(|rows| {
            let mut seen = Vec::new();
            for id in ids {
                let Some(key) = rows.api_key(id, now)? else { continue };
                match require_key(self.authority(), rows, &key) {
                    Ok(()) => {}
                    Err(error)
                        if [ErrorCode::NotFound, ErrorCode::PermissionDenied]
                            .contains(&error.code()) =>
                    {
                        continue;
                    }
                    Err(error) => return Err(error),
                }
                require_switched_on_for_users(self.authority(), rows, key.owner_type())?;
                seen.push(*id);
            }
            Ok(seen)
        })?;
        let _call = self.enter()?;
        let last_uses = self.store().usage().last_uses(&seen, now)?;
        let pairs = seen.into_iter().zip(last_uses);
        Ok(pairs.filter_map(|(id, last)| Some((id, last?))).collect())
    }

    /// Counts what a check came to, in memory.
    pub(super) fn count(
        &self,
        id: ApiKeyId,
        failed: Option<Gate>,
        at: Timestamp,
        ip: Option<IpAddr>,
    ) {
        let outcome = match failed {
            None => Outcome::Valid,
            Some(Gate::Secret) => Outcome::WrongSecret,
            Some(gate) => Outcome::Denied(gate.reason()),
        };
        let is_much = self.store().usage().recorder().record(id, outcome, at, ip);
        self.shared().notice_count(is_much);
    }

    /// Counts a valid check of a key that is kept in memory, where it is kept.
    #[inline]
    pub(super) fn count_kept(&self, hit: &Hit<'_>, verdict: &Verdict, now: Timestamp) {
        let now_ms = u64::try_from(now.as_millis()).unwrap_or_default();
        let is_much = match hit.count(Lane::current(), now_ms) {
            Counted::Here => false,
            Counted::Elsewhere { count, last_used_ms } => {
                let at = Timestamp::from_unsigned_millis(last_used_ms);
                verdict
                    .api_key_id()
                    .is_some_and(|id| self.store().usage().recorder().record_uses(id, count, at))
            }
        };
        self.shared().notice_count(is_much);
    }

    /// Drops what is known about the use of keys that were deleted. What is written of them goes with the next writing; if
    /// this process dies before, the sweep of another one finds it.
    pub(super) fn forget_usage(&self, ids: &[ApiKeyId]) {
        let recorder = self.store().usage().recorder();
        // First, so that less of it comes late.
        recorder.gather(self.now());
        recorder.forget(ids);
    }

    /// Writes what was counted now and not at the end of the interval.
    #[cfg(feature = "testing")]
    pub(crate) fn flush_usage(&self) -> Result<(), Error> {
        let _call = self.enter()?;
        self.shared().flush_usage()
    }
}

impl Shared {
    /// Writes what was counted. What can not be written stays in memory.
    pub(super) fn flush_usage(&self) -> Result<(), Error> {
        while !self.flush_some_usage()? {}
        Ok(())
    }

    /// Writes as many counts as are gathered at once, and returns whether those were all.
    fn flush_some_usage(&self) -> Result<bool, Error> {
        let usage = self.store.usage();
        let now = self.clock.now();
        let is_all = usage.recorder().gather(now);
        if usage.recorder().is_empty() {
            return Ok(true);
        }
        // A store whose file is another one by now is not this one, and its usage file neither.
        self.store.watch(self.clock.look().wall_ms)?;
        let kept = self.store.standing()?.settings.usage_retention();
        // What goes wrong here goes wrong again in the writing, which tells.
        let looked_at = usage.keys_to_look_at(now).unwrap_or_default();
        if let Ok(gone) = self.gone(&looked_at, now) {
            usage.recorder().forget(&gone);
        }
        usage.write(&kept, now)?;
        Ok(is_all)
    }

    /// Returns those of some keys that the store does not hold any more.
    fn gone(&self, ids: &[ApiKeyId], now: Timestamp) -> Result<Vec<ApiKeyId>, Error> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        store::read(&*self.store, |rows| {
            let gone = ids.iter().filter(|id| matches!(rows.api_key(id, now), Ok(None)));
            Ok(gone.copied().collect())
        })
    }
}

/// How the writing of usage goes in this process, as [`Keywright::status`] tells it.
///
/// # Examples
///
/// ```
/// use keywright::{Keywright, NewApiKey, VerifyOptions};
///
/// let keywright = Keywright::open_in_memory()?;
/// let created = keywright.user("alice").create_api_key(NewApiKey::new("CI"))?;
/// assert!(keywright.verify(created.value(), &VerifyOptions::new())?.is_valid());
/// let usage = keywright.status()?.usage;
/// assert_eq!((usage.lost, usage.error), (0, None));
/// # Ok::<(), keywright::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct UsageStatus {
    /// Where the file is; `None` for a store in memory.
    pub path: Option<PathBuf>,
    /// When it was last written.
    pub written_at: Option<Timestamp>,
    /// How often it was written.
    pub writes: u64,
    /// How many checks are counted in memory and not written yet.
    pub waiting: u64,
    /// How many checks are in no series, because the file could not be written for so long that memory had no room left.
    pub lost: u64,
    /// What is wrong with the file, when something is. Checks go on all the same.
    pub error: Option<ErrorCode>,
    /// The same in words.
    pub error_message: Option<String>,
}

impl From<UsageHealth> for UsageStatus {
    fn from(health: UsageHealth) -> Self {
        let (error, error_message) = health.fault.unzip();
        Self {
            path: health.path,
            written_at: health.written_at,
            writes: health.writes,
            waiting: health.waiting,
            lost: health.lost,
            error,
            error_message,
        }
    }
}

impl Serialize for UsageStatus {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct as _;
        let mut record = serializer.serialize_struct("UsageStatus", 7)?;
        record
            .serialize_field("path", &self.path.as_ref().map(|path| path.display().to_string()))?;
        record.serialize_field("written_at", &self.written_at)?;
        record.serialize_field("writes", &self.writes)?;
        record.serialize_field("waiting", &self.waiting)?;
        record.serialize_field("lost", &self.lost)?;
        record.serialize_field("error", &self.error.map(ErrorCode::as_str))?;
        record.serialize_field("error_message", &self.error_message)?;
        record.end()
    }
}
