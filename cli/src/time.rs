//! Durations and instants as people write them.

use std::time::Duration;

use keywright::{Expiry, Grace, Timestamp};

/// Seconds in each unit; a year is 365 days.
const UNITS: [(char, u64); 6] =
    [('s', 1), ('m', 60), ('h', 3600), ('d', 86_400), ('w', 604_800), ('y', 31_536_000)];

/// Reads `90d`, `12h`, `30m`, `45s`, `1w` or `1y`.
pub(crate) fn parse_duration(text: &str) -> Result<Duration, String> {
    let wrong = || "a duration is a number and a unit: `45s`, `30m`, `12h`, `90d`, `1w`, `1y`";
    let unit = text.chars().next_back().and_then(|last| UNITS.iter().find(|unit| unit.0 == last));
    let (letter, seconds) = unit.ok_or_else(wrong)?;
    let number = text.strip_suffix(*letter).ok_or_else(wrong)?;
    if number.is_empty() || !number.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(wrong().to_owned());
    }
    number
        .parse::<u64>()
        .ok()
        .and_then(|number| number.checked_mul(*seconds))
        .map(Duration::from_secs)
        .ok_or_else(|| "the duration is longer than any calendar".to_owned())
}

/// Reads `never`, a duration from now, or an instant.
pub(crate) fn parse_expiry(text: &str) -> Result<Expiry, String> {
    if text == "never" {
        return Ok(Expiry::Never);
    }
    if let Ok(instant) = text.parse::<Timestamp>() {
        return Ok(Expiry::At(instant));
    }
    parse_duration(text).map(Expiry::In).map_err(|_| {
        "an expiry is `never`, a duration such as `90d` or `12h`, or an instant such as `2030-01-31T00:00:00Z`"
            .to_owned()
    })
}

/// Reads for how long a replaced secret is still accepted.
pub(crate) fn parse_grace(text: &str) -> Result<Grace, String> {
    if text == "until-used" {
        return Ok(Grace::UntilUsed);
    }
    parse_duration(text)
        .map(Grace::For)
        .map_err(|_| "a grace is `until-used`, or a duration such as `24h` or `7d`".to_owned())
}

/// Reads an instant.
pub(crate) fn parse_instant(text: &str) -> Result<Timestamp, String> {
    text.parse().map_err(|error: keywright::Error| error.to_string())
}

/// Writes an instant to the second.
pub(crate) fn instant(at: Timestamp) -> String {
    let text = at.to_string();
    match text.split_once('.') {
        Some((second, _)) => format!("{second}Z"),
        None => text,
    }
}

/// Writes the day of an instant.
pub(crate) fn day(at: Timestamp) -> String {
    let text = at.to_string();
    text.split_once('T').map_or_else(|| text.clone(), |(day, _)| day.to_owned())
}

/// Writes a duration with the largest unit that divides it.
pub(crate) fn duration(length: Duration) -> String {
    let seconds = length.as_secs();
    let (letter, unit) = UNITS
        .iter()
        .filter(|(letter, _)| !matches!(letter, 'w' | 'y'))
        .rfind(|(_, unit)| seconds.is_multiple_of(*unit))
        .unwrap_or(&('s', 1));
    format!("{}{letter}", seconds / unit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_take_one_number_and_one_unit() {
        for (text, seconds) in [
            ("45s", 45),
            ("30m", 1800),
            ("12h", 43_200),
            ("90d", 7_776_000),
            ("1w", 604_800),
            ("1y", 31_536_000),
        ] {
            assert_eq!(parse_duration(text), Ok(Duration::from_secs(seconds)), "{text}");
        }
        for text in [
            "",
            "d",
            "90",
            "90D",
            "-1d",
            "+1d",
            "1.5h",
            "1d12h",
            "90 d",
            "٣d",
            "99999999999999999999y",
        ] {
            assert!(parse_duration(text).is_err(), "{text:?}");
        }
        assert!(parse_duration(&format!("{}y", u64::MAX)).is_err());
    }

    #[test]
    fn durations_print_as_they_are_written() {
        for (text, printed) in
            [("90d", "90d"), ("36h", "36h"), ("48h", "2d"), ("61s", "61s"), ("1y", "365d")]
        {
            assert_eq!(duration(parse_duration(text).unwrap()), printed);
        }
    }

    #[test]
    fn a_grace_is_a_duration_or_lasts_until_the_new_secret_is_used() {
        assert_eq!(parse_grace("24h"), Ok(Grace::For(Duration::from_secs(86_400))));
        assert_eq!(parse_grace("until-used"), Ok(Grace::UntilUsed));
        for text in ["", "until_used", "never", "24"] {
            assert!(parse_grace(text).is_err(), "{text:?}");
        }
    }

    #[test]
    fn an_expiry_is_never_a_duration_or_an_instant() {
        assert_eq!(parse_expiry("never"), Ok(Expiry::Never));
        assert_eq!(parse_expiry("1h"), Ok(Expiry::In(Duration::from_secs(3600))));
        let at = "2030-01-31T00:00:00Z".parse().unwrap();
        assert_eq!(parse_expiry("2030-01-31T00:00:00Z"), Ok(Expiry::At(at)));
        assert!(parse_expiry("2030-01-31").is_err());
        assert_eq!(
            instant(Timestamp::from_millis(1_700_000_000_123).unwrap()),
            "2023-11-14T22:13:20Z"
        );
        assert_eq!(day(at), "2030-01-31");
    }
}
