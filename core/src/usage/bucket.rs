//! The buckets that counts go into: minutes, hours and days of UTC.

use std::fmt;
use std::time::Duration;

use serde::{Serialize, Serializer};

use crate::clock::Timestamp;

/// How long one bucket of a series is. Buckets begin at whole minutes, hours and days of UTC, which knows no summer time.
///
/// # Examples
///
/// ```
/// use keywright::{Timestamp, UsageStep};
///
/// let at: Timestamp = "2027-01-31T23:59:59.999Z".parse()?;
/// assert_eq!(UsageStep::Hour.start_of(at).to_string(), "2027-01-31T23:00:00Z");
/// # Ok::<(), keywright::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum UsageStep {
    /// A minute; kept for 48 hours unless the settings say otherwise.
    Minute,
    /// An hour; kept for 90 days unless the settings say otherwise.
    Hour,
    /// A day; kept for ever unless the settings say otherwise.
    Day,
}

impl UsageStep {
    /// All steps, the shortest first.
    pub const ALL: &'static [Self] = &[Self::Minute, Self::Hour, Self::Day];

    /// Returns `minute`, `hour` or `day`.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::UsageStep;
    ///
    /// assert_eq!(UsageStep::Day.as_str(), "day");
    /// ```
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Minute => "minute",
            Self::Hour => "hour",
            Self::Day => "day",
        }
    }

    /// Returns how long a bucket is.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::UsageStep;
    ///
    /// assert_eq!(UsageStep::Hour.duration().as_secs(), 3600);
    /// ```
    pub const fn duration(self) -> Duration {
        Duration::from_secs(self.seconds().unsigned_abs())
    }

    /// Returns the beginning of the bucket that an instant falls into.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{Timestamp, UsageStep};
    ///
    /// let at: Timestamp = "1969-12-31T23:59:59.999Z".parse()?;
    /// assert_eq!(UsageStep::Day.start_of(at).to_string(), "1969-12-31T00:00:00Z");
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub const fn start_of(self, at: Timestamp) -> Timestamp {
        let start = at.as_micros().div_euclid(self.micros()) * self.micros();
        // The first instant of the calendar begins a day, so every bucket lies inside of it.
        match Timestamp::checked_from_micros(start) {
            Some(start) => start,
            None => at,
        }
    }

    /// Returns the next longer step.
    pub(crate) const fn longer(self) -> Option<Self> {
        match self {
            Self::Minute => Some(Self::Hour),
            Self::Hour => Some(Self::Day),
            Self::Day => None,
        }
    }

    pub(crate) const fn seconds(self) -> i64 {
        match self {
            Self::Minute => 60,
            Self::Hour => 3600,
            Self::Day => 86_400,
        }
    }

    pub(crate) const fn micros(self) -> i64 {
        self.seconds() * 1_000_000
    }
}

impl fmt::Display for UsageStep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl Serialize for UsageStep {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// How long buckets are kept; `None` is for ever.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Retention {
    pub(crate) minutes: Duration,
    pub(crate) hours: Duration,
    pub(crate) days: Option<Duration>,
}

impl Retention {
    /// Returns the beginning of the oldest bucket that is kept, or `None` where all are.
    pub(crate) fn kept_since(&self, step: UsageStep, now: Timestamp) -> Option<Timestamp> {
        let kept = match step {
            UsageStep::Minute => Some(self.minutes),
            UsageStep::Hour => Some(self.hours),
            UsageStep::Day => self.days,
        }?;
        let micros = i64::try_from(kept.as_micros()).ok()?;
        // What reaches back beyond the calendar keeps everything.
        let since = Timestamp::checked_from_micros(now.as_micros().checked_sub(micros)?)?;
        Some(step.start_of(since))
    }
}
