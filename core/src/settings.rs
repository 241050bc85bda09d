//! The project's switches, prefixes and caps.

use std::collections::BTreeSet;
use std::time::Duration;

use serde::{Serialize, Serializer};

use crate::error::Error;
use crate::owner::OwnerType;
use crate::permission::PermissionId;
use crate::token::Prefix;
use crate::usage::Retention;

/// How many prefixes a store accepts at once.
const MOST_PREFIXES: usize = 50;
/// The longest header name.
const LONGEST_HEADER: usize = 64;
/// The longest lifetime that can be set: a thousand years.
const LONGEST_LIFETIME: Duration = Duration::from_secs(1000 * 366 * 24 * 3600);
const MINUTE: Duration = Duration::from_secs(60);
const HOUR: Duration = Duration::from_secs(3600);
const DAY: Duration = Duration::from_secs(24 * 3600);
/// The shortest interval at which usage is written; the longest is an hour.
const SHORTEST_INTERVAL: Duration = Duration::from_millis(100);

/// The switches of one store. Nothing is limited unless someone asked for it.
///
/// # Examples
///
/// ```
/// use keywright::Keywright;
///
/// # let keywright = Keywright::open_in_memory()?;
/// let settings = keywright.settings()?;
/// assert!(settings.allow_user_api_keys && settings.allow_team_api_keys);
/// assert_eq!(settings.max_api_keys_per_user, None);
/// # Ok::<(), keywright::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Settings {
    /// Whether user keys verify and can be made. On at first.
    pub allow_user_api_keys: bool,
    /// Whether team keys verify and can be made. On at first.
    pub allow_team_api_keys: bool,
    /// The prefix of new keys, first, and the others that are accepted.
    pub prefixes: Vec<Prefix>,
    /// How many keys a user may have that are neither revoked nor expired.
    pub max_api_keys_per_user: Option<u32>,
    /// How many keys a team may have that are neither revoked nor expired.
    pub max_api_keys_per_team: Option<u32>,
    /// How long a key may live; keys without an end are then refused. As JSON it is `max_lifetime_ms`, a whole number.
    #[serde(rename = "max_lifetime_ms", serialize_with = "as_millis")]
    pub max_lifetime: Option<Duration>,
    /// A header of the project's own that carries a key, beside the usual three; in lower case.
    pub api_key_header: Option<String>,
    /// What a team's creator is granted.
    pub creator_permissions: BTreeSet<PermissionId>,
    /// What a new member is granted.
    pub member_permissions: BTreeSet<PermissionId>,
    /// How often the use of keys is written: what a killed process can lose of it. As JSON, like the following, a whole
    /// number of milliseconds with `_ms` at the end of its name.
    #[serde(rename = "usage_interval_ms", serialize_with = "whole_millis")]
    pub usage_interval: Duration,
    /// How long it is kept by the minute.
    #[serde(rename = "usage_minutes_kept_ms", serialize_with = "whole_millis")]
    pub usage_minutes_kept: Duration,
    /// How long it is kept by the hour.
    #[serde(rename = "usage_hours_kept_ms", serialize_with = "whole_millis")]
    pub usage_hours_kept: Duration,
    /// How long it is kept by the day; `None` is for ever.
    #[serde(rename = "usage_days_kept_ms", serialize_with = "as_millis")]
    pub usage_days_kept: Option<Duration>,
}

impl Settings {
    /// Returns the settings of a new store whose keys begin with `prefix`.
    pub(crate) fn new(prefix: Prefix) -> Self {
        let one = |id: &str| BTreeSet::from([PermissionId::of_our_own(id)]);
        Self {
            allow_user_api_keys: true,
            allow_team_api_keys: true,
            prefixes: vec![prefix],
            max_api_keys_per_user: None,
            max_api_keys_per_team: None,
            max_lifetime: None,
            api_key_header: None,
            creator_permissions: one("team_admin"),
            member_permissions: one("team_member"),
            usage_interval: Duration::from_secs(1),
            usage_minutes_kept: 2 * DAY,
            usage_hours_kept: 90 * DAY,
            usage_days_kept: None,
        }
    }

    /// Returns how long each kind of bucket of usage is kept.
    pub(crate) const fn usage_retention(&self) -> Retention {
        Retention {
            minutes: self.usage_minutes_kept,
            hours: self.usage_hours_kept,
            days: self.usage_days_kept,
        }
    }

    /// Returns whether keys of this owner type are switched on.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{Keywright, OwnerType};
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// assert!(keywright.settings()?.allows(OwnerType::Team));
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub const fn allows(&self, owner_type: OwnerType) -> bool {
        self.switches().allow(owner_type)
    }

    pub(crate) const fn switches(&self) -> Switches {
        Switches { user: self.allow_user_api_keys, team: self.allow_team_api_keys }
    }

    /// Returns the cap on the number of keys for one owner of this type.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{Keywright, OwnerType, SettingsUpdate};
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// let settings = keywright.update_settings(SettingsUpdate::new().max_api_keys_per_team(Some(5)))?;
    /// assert_eq!(settings.max_api_keys(OwnerType::Team), Some(5));
    /// assert_eq!(settings.max_api_keys(OwnerType::User), None);
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub const fn max_api_keys(&self, owner_type: OwnerType) -> Option<u32> {
        match owner_type {
            OwnerType::User => self.max_api_keys_per_user,
            OwnerType::Team => self.max_api_keys_per_team,
        }
    }

    /// Returns the prefix of new keys.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{Keywright, Prefix};
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// assert_eq!(keywright.settings()?.prefix(), Prefix::default());
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub fn prefix(&self) -> Prefix {
        self.prefixes.first().cloned().unwrap_or_default()
    }

    pub(crate) fn accepts_prefix(&self, prefix: &str) -> bool {
        self.prefixes.iter().any(|accepted| accepted.as_str() == prefix)
    }
}

/// The two switches, which every check asks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Switches {
    user: bool,
    team: bool,
}

impl Switches {
    pub(crate) const fn allow(self, owner_type: OwnerType) -> bool {
        match owner_type {
            OwnerType::User => self.user,
            OwnerType::Team => self.team,
        }
    }
}

/// What to change about the settings; a field left out stays.
///
/// # Examples
///
/// ```
/// use keywright::{Keywright, SettingsUpdate};
///
/// let keywright = Keywright::open_in_memory()?;
/// let settings = keywright.update_settings(SettingsUpdate::new().prefix("acme".parse()?))?;
/// assert_eq!(settings.prefix().as_str(), "acme");
/// assert_eq!(settings.prefixes.len(), 2, "keys with the old prefix stay accepted");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct SettingsUpdate {
    allow_user_api_keys: Option<bool>,
    allow_team_api_keys: Option<bool>,
    prefix: Option<Prefix>,
    drop_prefix: Option<(Prefix, u64)>,
    max_api_keys_per_user: Option<Option<u32>>,
    max_api_keys_per_team: Option<Option<u32>>,
    max_lifetime: Option<Option<Duration>>,
    api_key_header: Option<Option<String>>,
    creator_permissions: Option<BTreeSet<PermissionId>>,
    member_permissions: Option<BTreeSet<PermissionId>>,
    usage_interval: Option<Duration>,
    usage_minutes_kept: Option<Duration>,
    usage_hours_kept: Option<Duration>,
    usage_days_kept: Option<Option<Duration>>,
}

impl SettingsUpdate {
    /// Changes nothing yet.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{Keywright, SettingsUpdate};
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// let before = keywright.settings()?;
    /// assert_eq!(keywright.update_settings(SettingsUpdate::new())?, *before);
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub fn new() -> Self {
        Self::default()
    }

    /// Switches user keys on or off. Off, no user key verifies; back on restores all.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{ErrorCode, Keywright, NewApiKey, SettingsUpdate};
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// keywright.update_settings(SettingsUpdate::new().allow_user_api_keys(false))?;
    /// let error = keywright.user("alice").create_api_key(NewApiKey::new("CI")).unwrap_err();
    /// assert_eq!(error.code(), ErrorCode::Disabled);
    /// # Ok::<(), keywright::Error>(())
    /// ```
    #[must_use]
    pub const fn allow_user_api_keys(mut self, allow: bool) -> Self {
        self.allow_user_api_keys = Some(allow);
        self
    }

    /// Switches team keys on or off. Off, no team key verifies; back on restores all.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{Keywright, SettingsUpdate};
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// let settings = keywright.update_settings(SettingsUpdate::new().allow_team_api_keys(false))?;
    /// assert!(!settings.allow_team_api_keys && settings.allow_user_api_keys);
    /// # Ok::<(), keywright::Error>(())
    /// ```
    #[must_use]
    pub const fn allow_team_api_keys(mut self, allow: bool) -> Self {
        self.allow_team_api_keys = Some(allow);
        self
    }

    /// Sets the prefix of new keys. Keys with the earlier ones stay accepted.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{Keywright, Prefix, SettingsUpdate};
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// let prefix: Prefix = "acme".parse().expect("a prefix");
    /// let settings = keywright.update_settings(SettingsUpdate::new().prefix(prefix.clone()))?;
    /// assert_eq!(settings.prefixes, [prefix, Prefix::default()]);
    /// # Ok::<(), keywright::Error>(())
    /// ```
    #[must_use]
    pub fn prefix(mut self, prefix: Prefix) -> Self {
        self.prefix = Some(prefix);
        self
    }

    /// Accepts keys with this prefix no longer, which ends `ends` keys that would otherwise verify.
    ///
    /// The number is the caller's word that it knows; when it is another one, the update answers `invalid_argument`
    /// with the right number and changes nothing.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{Keywright, NewApiKey, Prefix, SettingsUpdate};
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// # let created = keywright.user("alice").create_api_key(NewApiKey::new("CI"))?;
    /// let acme = "acme".parse().expect("a prefix");
    /// keywright.update_settings(SettingsUpdate::new().prefix(acme))?;
    /// let drop = |ends| SettingsUpdate::new().drop_prefix(Prefix::default(), ends);
    /// assert!(keywright.update_settings(drop(0)).is_err(), "it ends one key");
    /// assert_eq!(keywright.update_settings(drop(1))?.prefixes.len(), 1);
    /// # Ok::<(), keywright::Error>(())
    /// ```
    #[must_use]
    pub fn drop_prefix(mut self, prefix: Prefix, ends: u64) -> Self {
        self.drop_prefix = Some((prefix, ends));
        self
    }

    /// Caps how many keys a user may have that are neither revoked nor expired; `None` lifts the cap.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{ErrorCode, Keywright, NewApiKey, SettingsUpdate};
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// # let created = keywright.user("alice").create_api_key(NewApiKey::new("CI"))?;
    /// keywright.update_settings(SettingsUpdate::new().max_api_keys_per_user(Some(1)))?;
    /// let error = keywright.user("alice").create_api_key(NewApiKey::new("second")).unwrap_err();
    /// assert_eq!(error.code(), ErrorCode::LimitReached);
    /// # Ok::<(), keywright::Error>(())
    /// ```
    #[must_use]
    pub const fn max_api_keys_per_user(mut self, most: Option<u32>) -> Self {
        self.max_api_keys_per_user = Some(most);
        self
    }

    /// Caps how many keys a team may have that are neither revoked nor expired; `None` lifts the cap.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{Keywright, SettingsUpdate};
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// let settings = keywright.update_settings(SettingsUpdate::new().max_api_keys_per_team(Some(20)))?;
    /// assert_eq!(settings.max_api_keys_per_team, Some(20));
    /// # Ok::<(), keywright::Error>(())
    /// ```
    #[must_use]
    pub const fn max_api_keys_per_team(mut self, most: Option<u32>) -> Self {
        self.max_api_keys_per_team = Some(most);
        self
    }

    /// Caps how long a new key may live, at least a second; `None` lifts the cap. Keys that exist keep their end.
    ///
    /// # Examples
    ///
    /// ```
    /// use std::time::Duration;
    /// use keywright::{ErrorCode, Keywright, NewApiKey, SettingsUpdate};
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// let year = Duration::from_secs(365 * 24 * 3600);
    /// keywright.update_settings(SettingsUpdate::new().max_lifetime(Some(year)))?;
    /// let error = keywright.user("alice").create_api_key(NewApiKey::new("for ever")).unwrap_err();
    /// assert_eq!(error.code(), ErrorCode::LimitReached);
    /// # Ok::<(), keywright::Error>(())
    /// ```
    #[must_use]
    pub const fn max_lifetime(mut self, longest: Option<Duration>) -> Self {
        self.max_lifetime = Some(longest);
        self
    }

    /// Sets a header of the project's own that carries a key; `None` takes it away.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{Keywright, NewApiKey, SettingsUpdate, VerifyOptions};
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// # let created = keywright.user("alice").create_api_key(NewApiKey::new("CI"))?;
    /// let header = Some("X-Acme-Key".to_owned());
    /// keywright.update_settings(SettingsUpdate::new().api_key_header(header))?;
    /// let headers = [("x-acme-key", created.value())];
    /// assert!(keywright.authenticate(headers, &VerifyOptions::new())?.is_valid());
    /// # Ok::<(), keywright::Error>(())
    /// ```
    #[must_use]
    pub fn api_key_header(mut self, name: Option<String>) -> Self {
        self.api_key_header = Some(name);
        self
    }

    /// Sets what a team's creator is granted. Who is in a team already is not touched.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{Keywright, NewTeam, PermissionId, SettingsUpdate};
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// let ids = [PermissionId::new("$manage_api_keys")?];
    /// keywright.update_settings(SettingsUpdate::new().creator_permissions(ids))?;
    /// keywright.create_team(NewTeam::new("Acme Inc.").id("acme").creator("alice"))?;
    /// assert!(!keywright.team("acme").has_permission("alice", "$delete_team")?);
    /// # Ok::<(), keywright::Error>(())
    /// ```
    #[must_use]
    pub fn creator_permissions(mut self, ids: impl IntoIterator<Item = PermissionId>) -> Self {
        self.creator_permissions = Some(ids.into_iter().collect());
        self
    }

    /// Sets what a new member is granted. Who is in a team already is not touched.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{Keywright, SettingsUpdate};
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// keywright.update_settings(SettingsUpdate::new().member_permissions([]))?;
    /// assert!(keywright.team("acme").add_member("bob")?.permissions.is_empty());
    /// # Ok::<(), keywright::Error>(())
    /// ```
    #[must_use]
    pub fn member_permissions(mut self, ids: impl IntoIterator<Item = PermissionId>) -> Self {
        self.member_permissions = Some(ids.into_iter().collect());
        self
    }

    /// Sets how often the use of keys is written, from 100 milliseconds to an hour: what a killed process can lose of it.
    ///
    /// # Examples
    ///
    /// ```
    /// use std::time::Duration;
    /// use keywright::{Keywright, SettingsUpdate};
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// let every = |interval| SettingsUpdate::new().usage_interval(interval);
    /// let settings = keywright.update_settings(every(Duration::from_secs(10)))?;
    /// assert_eq!(settings.usage_interval, Duration::from_secs(10));
    /// assert!(keywright.update_settings(every(Duration::ZERO)).is_err());
    /// # Ok::<(), keywright::Error>(())
    /// ```
    #[must_use]
    pub const fn usage_interval(mut self, interval: Duration) -> Self {
        self.usage_interval = Some(interval);
        self
    }

    /// Sets how long the use of keys is kept by the minute, at least one.
    ///
    /// # Examples
    ///
    /// ```
    /// use std::time::Duration;
    /// use keywright::{Keywright, SettingsUpdate};
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// let hour = Duration::from_secs(3600);
    /// let settings = keywright.update_settings(SettingsUpdate::new().usage_minutes_kept(hour))?;
    /// assert_eq!(settings.usage_minutes_kept, hour);
    /// # Ok::<(), keywright::Error>(())
    /// ```
    #[must_use]
    pub const fn usage_minutes_kept(mut self, kept: Duration) -> Self {
        self.usage_minutes_kept = Some(kept);
        self
    }

    /// Sets how long the use of keys is kept by the hour, at least one.
    ///
    /// # Examples
    ///
    /// ```
    /// use std::time::Duration;
    /// use keywright::{Keywright, SettingsUpdate};
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// let week = Duration::from_secs(7 * 24 * 3600);
    /// let settings = keywright.update_settings(SettingsUpdate::new().usage_hours_kept(week))?;
    /// assert_eq!(settings.usage_hours_kept, week);
    /// # Ok::<(), keywright::Error>(())
    /// ```
    #[must_use]
    pub const fn usage_hours_kept(mut self, kept: Duration) -> Self {
        self.usage_hours_kept = Some(kept);
        self
    }

    /// Sets how long the use of keys is kept by the day, at least one; `None` keeps it for ever.
    ///
    /// # Examples
    ///
    /// ```
    /// use std::time::Duration;
    /// use keywright::{Keywright, SettingsUpdate};
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// let year = Some(Duration::from_secs(365 * 24 * 3600));
    /// let settings = keywright.update_settings(SettingsUpdate::new().usage_days_kept(year))?;
    /// assert_eq!(settings.usage_days_kept, year);
    /// # Ok::<(), keywright::Error>(())
    /// ```
    #[must_use]
    pub const fn usage_days_kept(mut self, kept: Option<Duration>) -> Self {
        self.usage_days_kept = Some(kept);
        self
    }

    /// Returns the permission ids that the update names, which must exist.
    pub(crate) fn named_permissions(&self) -> impl Iterator<Item = &PermissionId> {
        self.creator_permissions.iter().chain(&self.member_permissions).flatten()
    }

    /// Returns the prefix to drop and how many keys the caller says that ends.
    pub(crate) const fn dropped_prefix(&self) -> Option<&(Prefix, u64)> {
        self.drop_prefix.as_ref()
    }

    /// Returns the settings after the update.
    pub(crate) fn apply(self, mut settings: Settings) -> Result<Settings, Error> {
        self.check_usage()?;
        if let Some(prefix) = self.prefix {
            settings.prefixes.retain(|accepted| *accepted != prefix);
            settings.prefixes.insert(0, prefix);
        }
        if let Some((prefix, _)) = self.drop_prefix {
            if settings.prefix() == prefix {
                return Err(Error::invalid_argument(format!(
                    "new keys begin with this prefix; set another one first. prefix=`{prefix}`"
                )));
            }
            let accepted = settings.prefixes.len();
            settings.prefixes.retain(|accepted| *accepted != prefix);
            if settings.prefixes.len() == accepted {
                return Err(Error::not_found(format!(
                    "the store does not accept this prefix. prefix=`{prefix}`"
                )));
            }
        }
        if settings.prefixes.len() > MOST_PREFIXES {
            return Err(Error::invalid_argument(format!(
                "more than {MOST_PREFIXES} prefixes; drop one that is no longer used"
            )));
        }
        if let Some(Some(longest)) = self.max_lifetime
            && !(Duration::from_secs(1)..=LONGEST_LIFETIME).contains(&longest)
        {
            return Err(Error::invalid_argument(
                "the longest lifetime takes 1 second to 1000 years",
            ));
        }
        if let Some(Some(name)) = &self.api_key_header {
            check_header(name)?;
        }
        if self.max_api_keys_per_user == Some(Some(0))
            || self.max_api_keys_per_team == Some(Some(0))
        {
            return Err(Error::invalid_argument(
                "a cap of 0 keys; to switch keys off, set `allow_user_api_keys` or `allow_team_api_keys`",
            ));
        }
        Ok(Settings {
            allow_user_api_keys: self.allow_user_api_keys.unwrap_or(settings.allow_user_api_keys),
            allow_team_api_keys: self.allow_team_api_keys.unwrap_or(settings.allow_team_api_keys),
            prefixes: settings.prefixes,
            max_api_keys_per_user: self
                .max_api_keys_per_user
                .unwrap_or(settings.max_api_keys_per_user),
            max_api_keys_per_team: self
                .max_api_keys_per_team
                .unwrap_or(settings.max_api_keys_per_team),
            max_lifetime: self
                .max_lifetime
                .map_or(settings.max_lifetime, |longest| longest.map(floor_to_micros)),
            api_key_header: self
                .api_key_header
                .map_or(settings.api_key_header, |name| name.map(|name| name.to_ascii_lowercase())),
            creator_permissions: self.creator_permissions.unwrap_or(settings.creator_permissions),
            member_permissions: self.member_permissions.unwrap_or(settings.member_permissions),
            usage_interval: floor_to_micros(self.usage_interval.unwrap_or(settings.usage_interval)),
            usage_minutes_kept: floor_to_micros(
                self.usage_minutes_kept.unwrap_or(settings.usage_minutes_kept),
            ),
            usage_hours_kept: floor_to_micros(
                self.usage_hours_kept.unwrap_or(settings.usage_hours_kept),
            ),
            usage_days_kept: self
                .usage_days_kept
                .map_or(settings.usage_days_kept, |kept| kept.map(floor_to_micros)),
        })
    }

    fn check_usage(&self) -> Result<(), Error> {
        if let Some(interval) = self.usage_interval
            && !(SHORTEST_INTERVAL..=HOUR).contains(&interval)
        {
            return Err(Error::invalid_argument(
                "the interval at which usage is written takes 100 milliseconds to an hour",
            ));
        }
        let is_wrong = |kept: Option<Duration>, shortest| {
            kept.is_some_and(|kept| !(shortest..=LONGEST_LIFETIME).contains(&kept))
        };
        if is_wrong(self.usage_minutes_kept, MINUTE)
            || is_wrong(self.usage_hours_kept, HOUR)
            || is_wrong(self.usage_days_kept.flatten(), DAY)
        {
            return Err(Error::invalid_argument(
                "usage is kept for at least one minute, hour or day, and at most 1000 years",
            ));
        }
        Ok(())
    }
}

/// Stored times are whole microseconds, so what is told must be too.
const fn floor_to_micros(duration: Duration) -> Duration {
    Duration::new(duration.as_secs(), duration.subsec_micros() * 1000)
}

/// Writes a duration as every language reads one; serde's own form is an object of seconds and nanoseconds.
fn as_millis<S: Serializer>(duration: &Option<Duration>, serializer: S) -> Result<S::Ok, S::Error> {
    let millis = duration.map(|duration| u64::try_from(duration.as_millis()).unwrap_or(u64::MAX));
    millis.serialize(serializer)
}

fn whole_millis<S: Serializer>(duration: &Duration, serializer: S) -> Result<S::Ok, S::Error> {
    as_millis(&Some(*duration), serializer)
}

/// A header name is an RFC 9110 token; `Authorization` and `Cookie` mean something else already.
fn check_header(name: &str) -> Result<(), Error> {
    let is_token = (1..=LONGEST_HEADER).contains(&name.len())
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&b));
    if !is_token || ["authorization", "cookie"].contains(&name.to_ascii_lowercase().as_str()) {
        return Err(Error::invalid_argument(format!(
            "the header takes 1 to {LONGEST_HEADER} characters of an HTTP token, such as `X-Acme-Key`, and is not `Authorization` or `Cookie`"
        )));
    }
    Ok(())
}
