//! The brand in front of a key.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::token::TokenKind;

/// The longest prefix, in bytes.
const LONGEST: usize = 24;

/// The project's brand at the start of its keys, such as `kw` or `acme_test`.
///
/// One or more segments of lower-case letters and figures with one underscore between them, 1 to 24
/// bytes in all. The first character is a letter, and no segment is the text of a
/// [`TokenKind`], so that a key has one reading only. Prints, compares, sorts and serializes as its
/// text. The default is `kw`.
///
/// # Examples
///
/// ```
/// use keywright::{Prefix, PrefixError};
///
/// let prefix: Prefix = "acme_test".parse()?;
/// assert_eq!(prefix.as_str(), "acme_test");
/// assert_eq!("Acme".parse::<Prefix>(), Err(PrefixError::Start));
/// assert_eq!(Prefix::default().as_str(), "kw");
/// # Ok::<(), PrefixError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Prefix(String);

impl Prefix {
    /// Returns the text of the prefix.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(keywright::Prefix::default().as_str(), "kw");
    /// ```
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Default for Prefix {
    fn default() -> Self {
        Self(String::from("kw"))
    }
}

impl fmt::Display for Prefix {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl FromStr for Prefix {
    type Err = PrefixError;

    fn from_str(text: &str) -> Result<Self, PrefixError> {
        check(text.as_bytes())?;
        Ok(Self(String::from(text)))
    }
}

impl TryFrom<String> for Prefix {
    type Error = PrefixError;

    fn try_from(text: String) -> Result<Self, PrefixError> {
        check(text.as_bytes())?;
        Ok(Self(text))
    }
}

impl From<Prefix> for String {
    fn from(prefix: Prefix) -> Self {
        prefix.0
    }
}

/// The rule that a text breaks, so that it is no [`Prefix`].
///
/// # Examples
///
/// ```
/// use keywright::{Prefix, PrefixError};
///
/// assert_eq!("acme__test".parse::<Prefix>(), Err(PrefixError::Separator));
/// assert_eq!("acme_usk".parse::<Prefix>(), Err(PrefixError::Kind));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum PrefixError {
    /// There is no text.
    #[error("the prefix is empty, it must have 1 to 24 bytes")]
    Empty,
    /// The text has more than 24 bytes.
    #[error("the prefix is too long, it must have at most 24 bytes")]
    TooLong,
    /// The first character is not one of `a` to `z`.
    #[error("the prefix must start with a lower-case letter, a to z")]
    Start,
    /// A character is none of `a` to `z`, `0` to `9` and `_`.
    #[error("the prefix must have only lower-case letters, figures and underscores")]
    Character,
    /// Two underscores stand side by side, or one stands at the end.
    #[error("each underscore of the prefix must have a letter or figure on both sides")]
    Separator,
    /// A segment is the text of a kind.
    #[error("no part of the prefix between underscores may be usk, tsk, upk or tpk")]
    Kind,
}

/// Checks the rules of a prefix without keeping it.
pub(super) fn check(text: &[u8]) -> Result<(), PrefixError> {
    let Some(first) = text.first() else { return Err(PrefixError::Empty) };
    if text.len() > LONGEST {
        return Err(PrefixError::TooLong);
    }
    if !first.is_ascii_lowercase() {
        return Err(PrefixError::Start);
    }
    if !text.iter().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_')) {
        return Err(PrefixError::Character);
    }
    for segment in text.split(|byte| *byte == b'_') {
        if segment.is_empty() {
            return Err(PrefixError::Separator);
        }
        if segment.try_into().ok().and_then(TokenKind::from_bytes).is_some() {
            return Err(PrefixError::Kind);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{Prefix, PrefixError};

    #[test]
    fn prefix_of_the_rules_is_taken() {
        for text in ["k", "kw", "k9", "acme_test", "a_1", "a_b_c_d_e_f_g_h_i_j_k_l", "us_k"] {
            let prefix: Prefix = text.parse().expect(text);
            assert_eq!(prefix.as_str(), text);
            assert_eq!(prefix.to_string(), text);
        }
        assert!("a".repeat(24).parse::<Prefix>().is_ok());
        // Only a whole segment is a kind.
        for text in ["usks", "xusk", "usk1_x", "x_utsk"] {
            assert!(text.parse::<Prefix>().is_ok(), "{text}");
        }
    }

    #[test]
    fn each_broken_rule_has_its_own_reason() {
        let too_long = "a".repeat(25);
        for (text, reason) in [
            ("", PrefixError::Empty),
            (too_long.as_str(), PrefixError::TooLong),
            ("9kw", PrefixError::Start),
            ("_kw", PrefixError::Start),
            ("Kw", PrefixError::Start),
            (" kw", PrefixError::Start),
            ("\u{e4}cme", PrefixError::Start),
            ("kW", PrefixError::Character),
            ("k-w", PrefixError::Character),
            ("kw ", PrefixError::Character),
            ("kw\0", PrefixError::Character),
            ("k\u{e9}", PrefixError::Character),
            ("kw_", PrefixError::Separator),
            ("k__w", PrefixError::Separator),
            ("usk", PrefixError::Kind),
            ("kw_tsk", PrefixError::Kind),
            ("upk_kw", PrefixError::Kind),
            ("kw_tpk_x", PrefixError::Kind),
        ] {
            assert_eq!(text.parse::<Prefix>(), Err(reason), "{text:?}");
            assert_eq!(Prefix::try_from(String::from(text)), Err(reason), "{text:?}");
        }
    }

    #[test]
    fn serializes_as_its_text_and_is_checked_on_the_way_back() {
        let prefix: Prefix = "acme_test".parse().expect("a prefix");
        let json = serde_json::to_string(&prefix).expect("a text");
        assert_eq!(json, "\"acme_test\"");
        assert_eq!(serde_json::from_str::<Prefix>(&json).expect("a prefix"), prefix);
        assert!(serde_json::from_str::<Prefix>("\"acme_usk\"").is_err());
    }
}
