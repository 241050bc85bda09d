//! Time: one integer, one source that tests can hold still.

use std::fmt;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use jiff::SignedDuration;
use jiff::civil::DateTime;
use jiff::fmt::temporal::Pieces;
use serde::{Serialize, Serializer};

use crate::error::Error;

/// Where the microseconds begin to count.
const UNIX_EPOCH_DATE: DateTime = DateTime::constant(1970, 1, 1, 0, 0, 0, 0);
/// The last instant that Keywright takes: the end of the year 9999.
const LAST_US: i64 = 253_402_300_799_999_999;
/// The first: the beginning of the year 1.
const FIRST_US: i64 = -62_135_596_800_000_000;

const HOUR_US: i64 = 3_600_000_000;

/// An instant in UTC, stored as whole microseconds since 1970.
///
/// Instants that a host sets are rounded down to whole milliseconds, so that the date type of every language
/// holds them exactly. It prints as RFC 3339 and lies in the years 1 to 9999.
///
/// # Examples
///
/// ```
/// use keywright::Timestamp;
///
/// let instant = Timestamp::from_millis(1_700_000_000_123)?;
/// assert_eq!(instant.to_string(), "2023-11-14T22:13:20.123Z");
/// # Ok::<(), keywright::Error>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(i64);

impl Timestamp {
    /// Returns the instant that lies this many milliseconds after 1970 in UTC.
    ///
    /// # Errors
    ///
    /// `invalid_argument` outside the years 1 to 9999.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::Timestamp;
    ///
    /// assert_eq!(Timestamp::from_millis(0)?.to_string(), "1970-01-01T00:00:00Z");
    /// assert!(Timestamp::from_millis(i64::MAX).is_err());
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub fn from_millis(milliseconds: i64) -> Result<Self, Error> {
        milliseconds.checked_mul(1000).and_then(Self::checked_from_micros).ok_or_else(out_of_range)
    }

    pub(crate) const fn checked_from_micros(microseconds: i64) -> Option<Self> {
        if microseconds < FIRST_US || microseconds > LAST_US {
            None
        } else {
            Some(Self(microseconds))
        }
    }

    /// Returns an instant of so many milliseconds since 1970, at most the last that there is.
    pub(crate) fn from_unsigned_millis(millis: u64) -> Self {
        let micros = i64::try_from(millis).map_or(LAST_US, |millis| millis.saturating_mul(1000));
        Self(micros.min(LAST_US))
    }

    /// Returns the milliseconds since 1970, rounded down.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::Timestamp;
    ///
    /// let instant: Timestamp = "1970-01-01T00:00:01Z".parse()?;
    /// assert_eq!(instant.as_millis(), 1000);
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub const fn as_millis(self) -> i64 {
        self.0.div_euclid(1000)
    }

    /// Returns the microseconds since 1970.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::Timestamp;
    ///
    /// assert_eq!(Timestamp::from_millis(5)?.as_micros(), 5000);
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub const fn as_micros(self) -> i64 {
        self.0
    }

    /// Returns the instant this much later.
    ///
    /// # Errors
    ///
    /// `invalid_argument` when that lies after the year 9999.
    ///
    /// # Examples
    ///
    /// ```
    /// use std::time::Duration;
    /// use keywright::Timestamp;
    ///
    /// let instant = Timestamp::from_millis(0)?.checked_add(Duration::from_secs(60))?;
    /// assert_eq!(instant.as_millis(), 60_000);
    /// assert!(instant.checked_add(Duration::MAX).is_err());
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub fn checked_add(self, duration: Duration) -> Result<Self, Error> {
        i64::try_from(duration.as_micros())
            .ok()
            .and_then(|micros| self.0.checked_add(micros))
            .and_then(Self::checked_from_micros)
            .ok_or_else(out_of_range)
    }

    /// Returns the time from `earlier` to this instant, and zero when it lies before.
    ///
    /// # Examples
    ///
    /// ```
    /// use std::time::Duration;
    /// use keywright::Timestamp;
    ///
    /// let (earlier, later) = (Timestamp::from_millis(0)?, Timestamp::from_millis(250)?);
    /// assert_eq!(later.saturating_since(earlier), Duration::from_millis(250));
    /// assert_eq!(earlier.saturating_since(later), Duration::ZERO);
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub fn saturating_since(self, earlier: Self) -> Duration {
        Duration::from_micros(u64::try_from(self.0.saturating_sub(earlier.0)).unwrap_or(0))
    }

    pub(crate) const fn floor_to_millis(self) -> Self {
        Self(self.0.div_euclid(1000) * 1000)
    }

    /// Returns the beginning of the hour in UTC.
    pub(crate) const fn floor_to_hour(self) -> Self {
        Self(self.0.div_euclid(HOUR_US) * HOUR_US)
    }
}

fn out_of_range() -> Error {
    Error::invalid_argument("the instant lies outside the years 1 to 9999; give it in UTC")
}

impl TryFrom<SystemTime> for Timestamp {
    type Error = Error;

    fn try_from(time: SystemTime) -> Result<Self, Error> {
        let micros = match time.duration_since(UNIX_EPOCH) {
            Ok(after) => i64::try_from(after.as_micros()).ok(),
            // Rounded away from 1970, so that an instant is never later than what was given.
            Err(before) => i64::try_from(before.duration().as_nanos().div_ceil(1000))
                .ok()
                .map(|micros| -micros),
        };
        micros.and_then(Self::checked_from_micros).ok_or_else(out_of_range)
    }
}

impl From<Timestamp> for SystemTime {
    fn from(timestamp: Timestamp) -> Self {
        let distance = Duration::from_micros(timestamp.0.unsigned_abs());
        if timestamp.0 < 0 { UNIX_EPOCH - distance } else { UNIX_EPOCH + distance }
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match UNIX_EPOCH_DATE.checked_add(SignedDuration::from_micros(self.0)) {
            Ok(date_time) => write!(f, "{date_time}Z"),
            // Unreachable by the range of the type; a number is still right.
            Err(_) => write!(f, "{} µs", self.0),
        }
    }
}

impl fmt::Debug for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl std::str::FromStr for Timestamp {
    type Err = Error;

    /// Reads RFC 3339, such as `2027-01-31T00:00:00Z`, rounded down to whole milliseconds.
    fn from_str(text: &str) -> Result<Self, Error> {
        if text.len() > 64 {
            return Err(not_rfc3339());
        }
        let micros = match text.parse::<jiff::Timestamp>() {
            Ok(timestamp) => timestamp.as_microsecond(),
            Err(error) => {
                last_day(text).ok_or_else(|| not_rfc3339().with_source(error))?.as_micros()
            }
        };
        Self::from_millis(micros.div_euclid(1000))
    }
}

/// Reads an instant of the last two days of the year 9999, which hosts write for "never".
///
/// The crate's own type ends 26 hours before the calendar does, so that every offset of a time zone fits behind it.
fn last_day(text: &str) -> Option<Timestamp> {
    let pieces = Pieces::parse(text).ok()?;
    let (date, time, offset) = (pieces.date(), pieces.time()?, pieces.to_numeric_offset()?);
    if date.year() != 9999 {
        return None;
    }
    let since_1970 = date.to_datetime(time).duration_since(UNIX_EPOCH_DATE);
    let micros = i64::try_from(since_1970.as_micros()).ok()?;
    Timestamp::checked_from_micros(micros - i64::from(offset.seconds()) * 1_000_000)
}

fn not_rfc3339() -> Error {
    Error::invalid_argument("the instant is not RFC 3339 text such as `2027-01-31T00:00:00Z`")
}

/// Where the time comes from.
pub(crate) trait Clock: Send + Sync {
    /// Returns the wall clock's time.
    fn now(&self) -> Timestamp;

    /// Returns the time since some moment, by a clock that nobody sets.
    fn elapsed(&self) -> Duration;

    /// Takes the quick look that every check takes.
    fn look(&self) -> Look;

    /// Returns whether time passes by itself, so that waiting for it makes sense.
    fn runs(&self) -> bool {
        true
    }
}

/// A quick look at the wall clock: late by a step of the system's coarse clock, 4 to 10 ms, and never early.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Look {
    /// The time, which never goes back within this process.
    pub(crate) now: Timestamp,
    /// Milliseconds as the clock shows them at this moment, also after somebody has set it.
    pub(crate) wall_ms: u64,
}

/// The clocks of the machine.
pub(crate) struct SystemClock {
    started: Instant,
}

impl SystemClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the one place that reads the steady clock"
    )]
    pub(crate) fn new() -> Self {
        // One for the process: what a handle notes about a shared store must mean the same to another.
        static STARTED: OnceLock<Instant> = OnceLock::new();
        Self { started: *STARTED.get_or_init(Instant::now) }
    }
}

impl Clock for SystemClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the one place that reads the wall clock"
    )]
    fn now(&self) -> Timestamp {
        never_back(&LATEST_US, within_calendar(SystemTime::now()))
    }

    fn elapsed(&self) -> Duration {
        self.started.elapsed()
    }

    fn look(&self) -> Look {
        let now_us = coarse_us();
        Look {
            now: never_back(&LATEST_US, Timestamp(now_us.clamp(FIRST_US, LAST_US))),
            wall_ms: u64::try_from(now_us / 1000).unwrap_or(0),
        }
    }
}

/// One for the process, since two handles on one store must not disagree after the clock was set back.
static LATEST_US: AtomicI64 = AtomicI64::new(FIRST_US);

/// A machine whose clock stands outside the years 1 to 9999 is in the year 9999: no panic, and keys are expired rather than
/// kept.
fn within_calendar(time: SystemTime) -> Timestamp {
    time.try_into().unwrap_or(Timestamp(LAST_US))
}

/// Returns the later of a time and of the latest before. Written only when it is later: all threads look here.
#[inline]
fn never_back(latest_us: &AtomicI64, now: Timestamp) -> Timestamp {
    let latest = latest_us.load(Ordering::Relaxed);
    if now.0 <= latest {
        return Timestamp(latest);
    }
    Timestamp(now.0.max(latest_us.fetch_max(now.0, Ordering::Relaxed)))
}

/// Microseconds since 1970 by the clock that moves in steps.
#[cfg(target_os = "linux")]
#[inline]
fn coarse_us() -> i64 {
    use nix::time::{ClockId, clock_gettime};

    // It can not fail for a clock that every Linux has; if it did, keys would be expired rather than kept.
    clock_gettime(ClockId::CLOCK_REALTIME_COARSE).map_or(LAST_US, |time| {
        time.tv_sec().saturating_mul(1_000_000).saturating_add(time.tv_nsec() / 1000)
    })
}

#[cfg(not(target_os = "linux"))]
#[expect(
    clippy::disallowed_methods,
    reason = "where there is no such clock, the exact one is looked at"
)]
fn coarse_us() -> i64 {
    within_calendar(SystemTime::now()).as_micros()
}

/// A clock that never goes back within this process, over one that may.
pub(crate) struct SteadyClock {
    clock: Box<dyn Clock>,
    latest_us: AtomicI64,
}

impl SteadyClock {
    pub(crate) fn new(clock: Box<dyn Clock>) -> Self {
        Self { clock, latest_us: AtomicI64::new(FIRST_US) }
    }

    pub(crate) fn now(&self) -> Timestamp {
        never_back(&self.latest_us, self.clock.now())
    }

    #[inline]
    pub(crate) fn look(&self) -> Look {
        let look = self.clock.look();
        Look { now: never_back(&self.latest_us, look.now), ..look }
    }

    pub(crate) fn elapsed(&self) -> Duration {
        self.clock.elapsed()
    }

    pub(crate) fn runs(&self) -> bool {
        self.clock.runs()
    }
}

/// A clock that stands still until a test moves it.
///
/// It belongs to an in-memory store made by [`open_for_tests`](crate::testing::open_for_tests); a store on disk
/// can not get one.
///
/// # Examples
///
/// ```
/// use std::time::Duration;
/// use keywright::{testing, Timestamp};
///
/// let store = testing::open_for_tests(Timestamp::from_millis(0)?)?;
/// store.clock().advance(Duration::from_secs(60))?;
/// assert_eq!(store.clock().now(), Timestamp::from_millis(60_000)?);
/// # Ok::<(), keywright::Error>(())
/// ```
#[derive(Debug)]
pub struct TestClock(AtomicI64);

impl TestClock {
    pub(crate) const fn new(now: Timestamp) -> Self {
        Self(AtomicI64::new(now.0))
    }

    /// Returns the time that the clock shows.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{Timestamp, testing};
    ///
    /// let start = Timestamp::from_millis(1_800_000_000_000)?;
    /// let store = testing::open_for_tests(start)?;
    /// assert_eq!(store.clock().now(), start);
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub fn now(&self) -> Timestamp {
        Timestamp(self.0.load(Ordering::SeqCst))
    }

    /// Moves the clock forward.
    ///
    /// # Errors
    ///
    /// `invalid_argument` when that leaves the year 9999.
    ///
    /// # Examples
    ///
    /// ```
    /// use std::time::Duration;
    /// use keywright::{Timestamp, testing};
    ///
    /// let store = testing::open_for_tests(Timestamp::from_millis(0)?)?;
    /// store.clock().advance(Duration::from_millis(1500))?;
    /// assert_eq!(store.now().as_millis(), 1500);
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub fn advance(&self, duration: Duration) -> Result<(), Error> {
        self.set(self.now().checked_add(duration)?);
        Ok(())
    }

    /// Sets the clock. A store under it never sees time go back: an earlier instant holds its time still.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{Timestamp, testing};
    ///
    /// let store = testing::open_for_tests(Timestamp::from_millis(2000)?)?;
    /// store.clock().set(Timestamp::from_millis(1000)?);
    /// assert_eq!(store.now().as_millis(), 2000, "it never goes back");
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub fn set(&self, now: Timestamp) {
        self.0.store(now.0, Ordering::SeqCst);
    }
}

impl Clock for std::sync::Arc<TestClock> {
    fn now(&self) -> Timestamp {
        TestClock::now(self)
    }

    fn elapsed(&self) -> Duration {
        Duration::from_micros(u64::try_from(TestClock::now(self).0).unwrap_or(0))
    }

    fn look(&self) -> Look {
        let now = TestClock::now(self);
        Look { now, wall_ms: u64::try_from(now.as_millis()).unwrap_or(0) }
    }

    fn runs(&self) -> bool {
        false
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    #[test]
    fn instants_outside_the_calendar_are_refused() {
        for millis in [i64::MIN, i64::MAX, LAST_US / 1000 + 1, FIRST_US / 1000 - 1] {
            assert!(Timestamp::from_millis(millis).is_err(), "{millis}");
        }
        for millis in [LAST_US / 1000, FIRST_US / 1000, 0, -1] {
            assert_eq!(Timestamp::from_millis(millis).unwrap().as_millis(), millis);
        }
    }

    #[test]
    fn system_time_round_trips_and_rounds_down_before_1970() {
        let time = UNIX_EPOCH - Duration::from_nanos(1);
        assert_eq!(Timestamp::try_from(time).unwrap().as_micros(), -1);
        let instant = Timestamp::from_millis(-1500).unwrap();
        assert_eq!(Timestamp::try_from(SystemTime::from(instant)).unwrap(), instant);
    }

    #[test]
    fn a_clock_that_steps_back_holds_still() {
        let clock = Arc::new(TestClock::new(Timestamp(5_000_000)));
        let steady = SteadyClock::new(Box::new(Arc::clone(&clock)));
        assert_eq!(steady.now(), Timestamp(5_000_000));
        clock.set(Timestamp(1_000_000));
        assert_eq!(steady.now(), Timestamp(5_000_000));
        assert_eq!(Timestamp(1).saturating_since(Timestamp(2)), Duration::ZERO);
    }

    #[test]
    fn text_round_trips() {
        let instant: Timestamp = "2027-01-31T00:00:00.123456Z".parse().unwrap();
        assert_eq!(instant.to_string(), "2027-01-31T00:00:00.123Z");
        for text in ["tomorrow", "9999-12-31", "9999-12-31T23:59:59", "9999-12-31T23:59:59-00:01"] {
            assert!(text.parse::<Timestamp>().is_err(), "{text}");
        }
        assert!("9".repeat(1 << 20).parse::<Timestamp>().is_err());
    }

    #[test]
    fn the_whole_calendar_reads_as_it_prints() {
        for text in [
            "0001-01-01T00:00:00Z",
            "1969-12-31T23:59:59.999Z",
            "9999-12-30T22:00:00Z",
            "9999-12-30T22:00:01Z",
            "9999-12-31T23:59:59.999Z",
        ] {
            assert_eq!(text.parse::<Timestamp>().unwrap().to_string(), text);
        }
        let last = Timestamp(LAST_US).to_string();
        assert_eq!(last, "9999-12-31T23:59:59.999999Z");
        // As Python writes it, and with an offset.
        for text in ["9999-12-31T23:59:59.999999+00:00", "9999-12-31T22:59:59.999-01:00"] {
            assert_eq!(text.parse::<Timestamp>().unwrap().as_millis(), LAST_US / 1000, "{text}");
        }
    }
}
