//! What is asked about the use of a key, and the answer.

use std::net::IpAddr;

use serde::Serialize;

use super::bucket::UsageStep;
use super::counts::UsageCounts;
use crate::clock::Timestamp;
use crate::error::Error;
use crate::key::ApiKeyId;

/// The most points of one answer.
const MOST_POINTS: i64 = 10_000;

/// Which part of a key's history to answer, and how finely.
///
/// # Examples
///
/// ```
/// use keywright::{UsageRange, UsageStep};
///
/// let (from, to) = ("2027-01-01T00:00:00Z".parse()?, "2027-02-01T00:00:00Z".parse()?);
/// let january = UsageRange::new(from, to, UsageStep::Day);
/// assert_eq!(january.step, UsageStep::Day);
/// # Ok::<(), keywright::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct UsageRange {
    /// The first instant. The answer begins with the bucket that holds it.
    pub from: Timestamp,
    /// The end: a bucket that begins then, or later, is not in the answer.
    pub to: Timestamp,
    /// How long a bucket is.
    pub step: UsageStep,
}

impl UsageRange {
    /// From one instant to another, the end not included.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{ErrorCode, Keywright, NewApiKey, UsageRange, UsageStep};
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// # let created = keywright.user("alice").create_api_key(NewApiKey::new("CI"))?;
    /// let (from, to) = ("2027-01-01T00:00:00Z".parse()?, "2027-01-02T00:00:00Z".parse()?);
    /// let key = keywright.api_key(created.api_key().id);
    /// assert_eq!(key.usage(UsageRange::new(from, to, UsageStep::Hour))?.points.len(), 24);
    /// let turned_round = key.usage(UsageRange::new(to, from, UsageStep::Hour)).unwrap_err();
    /// assert_eq!(turned_round.code(), ErrorCode::InvalidArgument);
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub const fn new(from: Timestamp, to: Timestamp, step: UsageStep) -> Self {
        Self { from, to, step }
    }

    /// The last so many buckets, of which the last holds `now`.
    ///
    /// # Errors
    ///
    /// `invalid_argument` for no bucket, for more than 10,000, or where they leave the calendar.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{UsageRange, UsageStep};
    ///
    /// let range = UsageRange::last(24, UsageStep::Hour, "2027-01-31T12:30:00Z".parse()?)?;
    /// assert_eq!(range.from.to_string(), "2027-01-30T13:00:00Z");
    /// assert_eq!(range.to.to_string(), "2027-01-31T13:00:00Z");
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub fn last(buckets: u32, step: UsageStep, now: Timestamp) -> Result<Self, Error> {
        if !(1..=MOST_POINTS).contains(&i64::from(buckets)) {
            return Err(Error::invalid_argument(format!(
                "a series takes 1 to {MOST_POINTS} buckets. buckets=`{buckets}`"
            )));
        }
        let to = step.start_of(now).checked_add(step.duration())?;
        let from =
            Timestamp::checked_from_micros(to.as_micros() - i64::from(buckets) * step.micros())
                .ok_or_else(|| Error::invalid_argument("the buckets begin before the year 1"))?;
        Ok(Self { from, to, step })
    }

    /// Checks the range and returns the buckets that it names.
    pub(crate) fn check(self) -> Result<Window, Error> {
        if self.from >= self.to {
            return Err(Error::invalid_argument(format!(
                "the range ends before it begins. from=`{}`, to=`{}`",
                self.from, self.to
            )));
        }
        let first = self.step.start_of(self.from);
        let span = self.to.as_micros() - first.as_micros();
        // Rounded up: the last bucket may reach beyond the end.
        let points = (span + self.step.micros() - 1) / self.step.micros();
        if points > MOST_POINTS {
            return Err(Error::invalid_argument(format!(
                "the range has {points} buckets; ask for at most {MOST_POINTS}, or for a longer step. step=`{}`",
                self.step
            )));
        }
        let points = usize::try_from(points).unwrap_or(0);
        Ok(Window { first, step: self.step, points })
    }
}

/// A range that was checked: buckets without a gap.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Window {
    first: Timestamp,
    step: UsageStep,
    points: usize,
}

impl Window {
    pub(crate) const fn first(&self) -> Timestamp {
        self.first
    }

    pub(crate) const fn step(&self) -> UsageStep {
        self.step
    }

    pub(crate) const fn points(&self) -> usize {
        self.points
    }

    /// Returns the beginning of the last bucket.
    pub(crate) fn last(&self) -> Timestamp {
        self.start_of(self.points.saturating_sub(1))
    }

    /// Returns which bucket an instant falls into.
    pub(crate) fn point_of(&self, at: Timestamp) -> Option<usize> {
        let behind = at.as_micros() - self.first.as_micros();
        usize::try_from(behind.div_euclid(self.step.micros()))
            .ok()
            .filter(|index| *index < self.points)
    }

    fn start_of(&self, index: usize) -> Timestamp {
        let behind = i64::try_from(index).unwrap_or(0) * self.step.micros();
        // Every bucket begins before the range's end, which is an instant of the calendar.
        Timestamp::checked_from_micros(self.first.as_micros() + behind).unwrap_or(self.first)
    }
}

/// When a key was last valid, and from where.
///
/// # Examples
///
/// ```
/// use keywright::{Keywright, NewApiKey, VerifyOptions};
///
/// let keywright = Keywright::open_in_memory()?;
/// let created = keywright.user("alice").create_api_key(NewApiKey::new("CI"))?;
/// let id = created.api_key().id;
/// assert!(keywright.last_used(&[id])?.is_empty());
///
/// let options = VerifyOptions::new().ip("192.0.2.7".parse()?);
/// assert!(keywright.verify(created.value(), &options)?.is_valid());
/// assert_eq!(keywright.last_used(&[id])?[&id].ip, Some("192.0.2.7".parse()?));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
// Ordered by the time, so that the greater of two is the later.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[non_exhaustive]
pub struct LastUse {
    /// When.
    pub at: Timestamp,
    /// From which address, where the check was told.
    pub ip: Option<IpAddr>,
}

/// One bucket of a series.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct UsagePoint {
    /// When the bucket begins.
    pub start: Timestamp,
    /// What was counted in it.
    pub counts: UsageCounts,
}

/// How a key was used: a series to plot, its sum, and the last use.
///
/// # Examples
///
/// ```
/// use keywright::{Keywright, NewApiKey, UsageRange, UsageStep, VerifyOptions};
///
/// let keywright = Keywright::open_in_memory()?;
/// let created = keywright.user("alice").create_api_key(NewApiKey::new("CI"))?;
/// assert!(keywright.verify(created.value(), &VerifyOptions::new())?.is_valid());
///
/// let range = UsageRange::last(60, UsageStep::Minute, keywright.now())?;
/// let usage = keywright.api_key(created.api_key().id).usage(range)?;
/// assert_eq!((usage.points.len(), usage.total.valid()), (60, 1));
/// assert!(usage.last_used_at.is_some() && usage.last_used_ip.is_none());
/// # Ok::<(), keywright::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Usage {
    /// The key.
    pub api_key_id: ApiKeyId,
    /// How long each bucket is.
    pub step: UsageStep,
    /// Every bucket of the range, the oldest first; empty ones hold zeros.
    pub points: Vec<UsagePoint>,
    /// The sum of the points.
    pub total: UsageCounts,
    /// When the key was last valid, also outside of the range.
    pub last_used_at: Option<Timestamp>,
    /// From which address, where that check was told.
    pub last_used_ip: Option<IpAddr>,
    /// From when on buckets of this step are kept: what lies before is zero because it was cleared. `None` where all are.
    pub kept_since: Option<Timestamp>,
}

impl Usage {
    pub(crate) fn new(
        api_key_id: ApiKeyId,
        window: &Window,
        points: Vec<UsageCounts>,
        last_use: Option<LastUse>,
        kept_since: Option<Timestamp>,
    ) -> Self {
        let mut total = UsageCounts::default();
        for counts in &points {
            total.merge(counts);
        }
        let points = points.into_iter().enumerate();
        Self {
            api_key_id,
            step: window.step,
            points: points
                .map(|(index, counts)| UsagePoint { start: window.start_of(index), counts })
                .collect(),
            total,
            last_used_at: last_use.map(|last| last.at),
            last_used_ip: last_use.and_then(|last| last.ip),
            kept_since,
        }
    }
}
