//! What one check came to, and how often each of it happened.

use serde::ser::SerializeStruct as _;
use serde::{Serialize, Serializer};

use crate::verify::Reason;

/// How many reasons there are.
const REASONS: usize = Reason::ALL.len();

/// What one check came to, for the key that it was about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Outcome {
    Valid,
    Denied(Reason),
    /// The id is a key's and the secret is not: somebody has the id, which is no secret, and guesses.
    WrongSecret,
}

impl Outcome {
    /// Returns the text under which it is stored.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Valid => "valid",
            Self::Denied(reason) => reason.as_str(),
            Self::WrongSecret => "wrong_secret",
        }
    }

    /// Reads the stored text; `None` for one that a newer version writes.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        match text {
            "valid" => Some(Self::Valid),
            "wrong_secret" => Some(Self::WrongSecret),
            _ => {
                Reason::ALL.iter().find(|reason| reason.as_str() == text).copied().map(Self::Denied)
            }
        }
    }
}

/// How often a key was checked, by what came of it.
///
/// Wrong secrets are no denials of the key: they come from who knows its id, which is not secret, and stand apart.
///
/// # Examples
///
/// ```
/// use keywright::{Keywright, NewApiKey, Reason, UsageRange, UsageStep, VerifyOptions};
///
/// let keywright = Keywright::open_in_memory()?;
/// let created = keywright.user("alice").create_api_key(NewApiKey::new("CI"))?;
/// let key = keywright.api_key(created.api_key().id);
/// let options = VerifyOptions::new();
/// assert!(keywright.verify(created.value(), &options)?.is_valid());
/// key.revoke(Default::default())?;
/// assert!(!keywright.verify(created.value(), &options)?.is_valid());
///
/// let day = UsageRange::last(1, UsageStep::Day, keywright.now())?;
/// let counts = key.usage(day)?.total;
/// assert_eq!((counts.valid(), counts.denied(), counts.of(Reason::Revoked)), (1, 1, 1));
/// # Ok::<(), keywright::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UsageCounts {
    valid: u64,
    /// In the order of [`Reason::ALL`].
    denied: [u64; REASONS],
    wrong_secrets: u64,
    unknown: u64,
}

impl UsageCounts {
    /// Returns how often the key was valid.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(keywright::UsageCounts::default().valid(), 0);
    /// ```
    pub const fn valid(&self) -> u64 {
        self.valid
    }

    /// Returns how often the key was denied, its secret being right.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(keywright::UsageCounts::default().denied(), 0);
    /// ```
    pub fn denied(&self) -> u64 {
        self.denied.iter().fold(0, |sum, count| sum.saturating_add(*count))
    }

    /// Returns how often the key was denied for one reason.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{Reason, UsageCounts};
    ///
    /// assert_eq!(UsageCounts::default().of(Reason::Expired), 0);
    /// ```
    pub fn of(&self, reason: Reason) -> u64 {
        self.reasons().find(|(known, _)| *known == reason).map_or(0, |(_, count)| count)
    }

    /// Returns each reason for which the key was denied, with how often, in the order of the gates.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(keywright::UsageCounts::default().reasons().count(), 0);
    /// ```
    pub fn reasons(&self) -> impl Iterator<Item = (Reason, u64)> + '_ {
        Reason::ALL.iter().copied().zip(self.denied).filter(|(_, count)| *count > 0)
    }

    /// Returns how often somebody presented the key's id with a secret that is not the key's.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(keywright::UsageCounts::default().wrong_secrets(), 0);
    /// ```
    pub const fn wrong_secrets(&self) -> u64 {
        self.wrong_secrets
    }

    /// Returns how often something happened that a newer version counted and this one has no word for.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(keywright::UsageCounts::default().unknown(), 0);
    /// ```
    pub const fn unknown(&self) -> u64 {
        self.unknown
    }

    /// Returns how often the key was checked at all.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(keywright::UsageCounts::default().total(), 0);
    /// ```
    pub fn total(&self) -> u64 {
        [self.denied(), self.wrong_secrets, self.unknown]
            .iter()
            .fold(self.valid, |sum, count| sum.saturating_add(*count))
    }

    /// Adds what happened `count` times; `None` stands for what this version has no word for.
    pub(crate) fn add(&mut self, outcome: Option<Outcome>, count: u64) {
        let place = match outcome {
            Some(Outcome::Valid) => &mut self.valid,
            Some(Outcome::WrongSecret) => &mut self.wrong_secrets,
            Some(Outcome::Denied(reason)) => {
                let found =
                    Reason::ALL.iter().zip(&mut self.denied).find(|(known, _)| **known == reason);
                match found {
                    Some((_, place)) => place,
                    None => &mut self.unknown,
                }
            }
            None => &mut self.unknown,
        };
        *place = place.saturating_add(count);
    }

    pub(crate) fn merge(&mut self, other: &Self) {
        self.add(Some(Outcome::Valid), other.valid);
        for (reason, count) in other.reasons() {
            self.add(Some(Outcome::Denied(reason)), count);
        }
        self.add(Some(Outcome::WrongSecret), other.wrong_secrets);
        self.add(None, other.unknown);
    }
}

/// The reasons that occurred, as an object.
struct Denied<'a>(&'a UsageCounts);

impl Serialize for Denied<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.reasons().map(|(reason, count)| (reason.as_str(), count)))
    }
}

impl Serialize for UsageCounts {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut record = serializer.serialize_struct("UsageCounts", 4)?;
        record.serialize_field("valid", &self.valid)?;
        record.serialize_field("denied", &Denied(self))?;
        record.serialize_field("wrong_secrets", &self.wrong_secrets)?;
        record.serialize_field("unknown", &self.unknown)?;
        record.end()
    }
}
