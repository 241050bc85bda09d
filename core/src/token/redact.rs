//! Taking the secrets out of a longer text.

use crate::token::{ID_DIGITS, TokenKind, digits};

/// What stands in the place of a secret.
const REDACTED: &str = "[redacted]";

/// Replaces the secret of every key in `text` by `[redacted]`.
///
/// Prefix, kind and id stay, so that the key can still be found and revoked. Where it is doubtful
/// whether something is a key, the secret goes: a log line with a word too few does less harm than
/// one with a key in it. So the prefix and the checksum are not checked, letters before and after
/// do not matter, the case of the kind does not either, and a key that was cut off within its secret
/// loses what is left of it. A kind, an underscore and 23 digits are enough; everything from the
/// 23rd digit to the last goes.
///
/// A key that another character breaks in two (a line end, a hyphen) is not recognized behind the
/// break. The time it takes grows with the length of the text and with nothing else. Redacting twice
/// changes nothing.
///
/// # Examples
///
/// ```
/// let line = "401 for kw_usk_0322SbK0Nv8TMFuW8dBN7ST7qbusUJtbKl2O2oizvZUePUB8A3v888y, again";
/// assert_eq!(
///     keywright::redact(line),
///     "401 for kw_usk_0322SbK0Nv8TMFuW8dBN7S[redacted], again",
/// );
/// ```
#[must_use]
pub fn redact(text: &str) -> String {
    let mut redacted = String::with_capacity(text.len());
    // Digits never hold an underscore, so each piece is looked at once, and the kind in front of it
    // is read from the text as it was: two keys glued together are both found.
    let mut pieces = text.split('_');
    let mut before = pieces.next().unwrap_or_default();
    redacted.push_str(before);
    for piece in pieces {
        redacted.push('_');
        match split_secret(before, piece) {
            Some((id, rest)) => {
                redacted.push_str(id);
                redacted.push_str(REDACTED);
                redacted.push_str(rest);
            }
            None => redacted.push_str(piece),
        }
        before = piece;
    }
    redacted
}

/// Returns what is in front of and behind the secret in `piece`, or `None` when it holds none.
fn split_secret<'a>(before: &str, piece: &'a str) -> Option<(&'a str, &'a str)> {
    if !ends_with_kind(before) {
        return None;
    }
    let end = piece.bytes().position(|byte| !digits::is_digit(byte)).unwrap_or(piece.len());
    if end <= ID_DIGITS {
        return None;
    }
    Some((piece.get(..ID_DIGITS)?, piece.get(end..)?))
}

fn ends_with_kind(text: &str) -> bool {
    text.as_bytes().last_chunk::<3>().is_some_and(|last| {
        TokenKind::ALL.iter().any(|kind| kind.as_str().as_bytes().eq_ignore_ascii_case(last))
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, prop_assert, prop_assert_eq, proptest};

    use super::redact;

    const ID: &str = "0322SbK0Nv8TMFuW8dBN7S";
    const SECRET: &str = "T7qbusUJtbKl2O2oizvZUePUB8A3v888y";

    #[test]
    fn keys_lose_their_secret_and_keep_their_id() {
        let redacted = format!("{ID}[redacted]");
        for (before, after) in [
            ("", ""),
            ("\"", "\""),
            ("Authorization: Bearer ", "\r\n"),
            ("https://example.com/?key=", "&x=1"),
            ("\u{1f511}", "\u{1f511}"),
            ("glued", " in front"),
            ("glued_", "_behind"),
            ("a\0", "\0b"),
        ] {
            for prefix in ["kw", "acme_test", "a", "other9", "UPPER", ""] {
                for kind in ["usk", "tsk", "upk", "tpk", "USK", "Tpk"] {
                    let text = format!("{before}{prefix}_{kind}_{ID}{SECRET}{after}");
                    let expected = format!("{before}{prefix}_{kind}_{redacted}{after}");
                    assert_eq!(redact(&text), expected, "{text:?}");
                }
            }
        }
    }

    #[test]
    fn key_without_prefix_or_with_letters_behind_is_redacted_too() {
        assert_eq!(redact(&format!("usk_{ID}{SECRET}")), format!("usk_{ID}[redacted]"));
        assert_eq!(redact(&format!("kw_usk_{ID}{SECRET}n")), format!("kw_usk_{ID}[redacted]"));
    }

    #[test]
    fn keys_glued_together_are_both_redacted() {
        let key = format!("kw_usk_{ID}{SECRET}");
        assert_eq!(
            redact(&format!("{key}{key}")),
            format!("kw_usk_{ID}[redacted]_usk_{ID}[redacted]")
        );
        let bare = format!("usk_{ID}{SECRET}");
        assert_eq!(redact(&format!("{bare}{bare}")), format!("usk_{ID}[redacted]_{ID}[redacted]"));
    }

    #[test]
    fn key_cut_off_within_its_secret_loses_the_rest_of_it() {
        for length in 1..SECRET.len() {
            let (kept, _) = SECRET.split_at(length);
            let cut_off = format!("kw_usk_{ID}{kept}\u{2026}");
            assert_eq!(redact(&cut_off), format!("kw_usk_{ID}[redacted]\u{2026}"));
        }
    }

    #[test]
    fn what_has_no_secret_is_left_alone() {
        for text in [
            "",
            "_",
            "usk_",
            "kw_usk_",
            "nothing to see",
            "kw_usk_0322SbK0Nv8TMFuW8dBN7S",
            "kw_usk_0322SbK0Nv8TMFuW8dBN7S[redacted]",
            "kw_usk_0322SbK0-Nv8TMFuW8dBN7ST7qbusUJtbKl2O2oizvZUePUB8A3v888y",
            "kw_xsk_0322SbK0Nv8TMFuW8dBN7ST7qbusUJtbKl2O2oizvZUePUB8A3v888y",
            "sk_0322SbK0Nv8TMFuW8dBN7ST7qbusUJtbKl2O2oizvZUePUB8A3v888y",
            "019b76da-a800-7123-b387-6a6e7506f842",
            "\u{e9}_\u{e9}_usk_\u{e9}",
        ] {
            assert_eq!(redact(text), text);
        }
    }

    #[test]
    fn ten_megabytes_of_kinds_and_nothing_else_are_copied_once() {
        // With work that grew with the square of this, the test would run for hours.
        for hostile in ["kw_usk_", "usk_", "_", "0", "usk_0123456789abcdefghijkl-"] {
            let text = hostile.repeat(10_000_000 / hostile.len());
            assert!(redact(&text) == text, "{hostile}");
        }
    }

    #[test]
    fn ten_megabytes_of_keys_grow_by_a_third_at_most() {
        let smallest = "usk_0123456789abcdefghijklm";
        let text = format!("{smallest}-").repeat(10_000_000 / 28);
        let redacted = redact(&text);
        assert_eq!(redacted.len(), 10_000_000 / 28 * (28 + 9));
        assert!(redacted.ends_with("usk_0123456789abcdefghijkl[redacted]-"));
    }

    proptest! {
        #[test]
        fn no_secret_survives_and_a_second_time_changes_nothing(
            before in any::<String>(),
            between in "[ -~]{0,8}",
            after in any::<String>(),
        ) {
            let key = format!("kw_tsk_{ID}{SECRET}");
            let redacted = redact(&format!("{before}{key}{between}{key}{after}"));
            prop_assert!(!redacted.contains(SECRET));
            prop_assert_eq!(redact(&redacted), redacted);
        }

        #[test]
        fn hostile_mixtures_come_through(text in "([kuts_]|usk_|[0-9A-Za-z]{22}|\u{e9}){0,200}") {
            let redacted = redact(&text);
            prop_assert_eq!(redact(&redacted), redacted);
        }
    }
}
