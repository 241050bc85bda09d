//! What a key is for: whose it is, and where it may be seen.

use std::fmt;

/// The kind of a key, as its text tells it.
///
/// Prints and compares as its three letters; there will be no fifth, since it is two questions with
/// two answers each: is the owner a user or a team, and is the key secret or public? A public key
/// is for code that runs at the customer's, where everybody can read it.
///
/// # Examples
///
/// ```
/// use keywright::TokenKind;
///
/// let kind = TokenKind::TeamPublic;
/// assert_eq!(kind.as_str(), "tpk");
/// assert!(kind.is_team() && kind.is_public());
/// assert_eq!(TokenKind::from_text("tpk"), Some(kind));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TokenKind {
    /// A user's secret key, `usk`.
    UserSecret,
    /// A team's secret key, `tsk`.
    TeamSecret,
    /// A user's public key, `upk`.
    UserPublic,
    /// A team's public key, `tpk`.
    TeamPublic,
}

impl TokenKind {
    /// Every kind there is.
    pub const ALL: [Self; 4] =
        [Self::UserSecret, Self::TeamSecret, Self::UserPublic, Self::TeamPublic];

    /// Returns the kind of a team's or user's, public or secret key.
    pub(crate) const fn new(is_team: bool, is_public: bool) -> Self {
        match (is_team, is_public) {
            (false, false) => Self::UserSecret,
            (true, false) => Self::TeamSecret,
            (false, true) => Self::UserPublic,
            (true, true) => Self::TeamPublic,
        }
    }

    /// Returns the kind with these three letters, or `None` when there is none.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::TokenKind;
    ///
    /// assert_eq!(TokenKind::from_text("usk"), Some(TokenKind::UserSecret));
    /// assert_eq!(TokenKind::from_text("USK"), None);
    /// ```
    #[must_use]
    pub fn from_text(text: &str) -> Option<Self> {
        text.as_bytes().try_into().ok().and_then(Self::from_bytes)
    }

    #[inline]
    pub(super) const fn from_bytes(text: &[u8; 3]) -> Option<Self> {
        match text {
            b"usk" => Some(Self::UserSecret),
            b"tsk" => Some(Self::TeamSecret),
            b"upk" => Some(Self::UserPublic),
            b"tpk" => Some(Self::TeamPublic),
            _ => None,
        }
    }

    /// Returns the three letters that stand in a key of this kind.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(keywright::TokenKind::UserSecret.as_str(), "usk");
    /// ```
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::UserSecret => "usk",
            Self::TeamSecret => "tsk",
            Self::UserPublic => "upk",
            Self::TeamPublic => "tpk",
        }
    }

    /// Tells whether a key of this kind may be seen by everybody.
    ///
    /// # Examples
    ///
    /// ```
    /// assert!(keywright::TokenKind::UserPublic.is_public());
    /// ```
    #[must_use]
    pub const fn is_public(self) -> bool {
        matches!(self, Self::UserPublic | Self::TeamPublic)
    }

    /// Tells whether the owner of a key of this kind is a team and no user.
    ///
    /// # Examples
    ///
    /// ```
    /// assert!(!keywright::TokenKind::UserPublic.is_team());
    /// ```
    #[must_use]
    pub const fn is_team(self) -> bool {
        matches!(self, Self::TeamSecret | Self::TeamPublic)
    }
}

impl fmt::Display for TokenKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::TokenKind;

    #[test]
    fn every_kind_comes_back_from_its_text_and_from_its_two_answers() {
        for kind in TokenKind::ALL {
            assert_eq!(TokenKind::from_text(kind.as_str()), Some(kind));
            assert_eq!(TokenKind::new(kind.is_team(), kind.is_public()), kind);
            assert_eq!(kind.to_string(), kind.as_str());
        }
    }

    #[test]
    fn letters_are_u_or_t_then_s_or_p_then_k() {
        for kind in TokenKind::ALL {
            let owner = if kind.is_team() { "t" } else { "u" };
            let secrecy = if kind.is_public() { "p" } else { "s" };
            assert_eq!(kind.as_str(), format!("{owner}{secrecy}k"));
        }
    }

    #[test]
    fn other_texts_are_no_kind() {
        for text in ["", "us", "uskk", "USK", "Usk", " usk", "skt", "\u{443}sk"] {
            assert_eq!(TokenKind::from_text(text), None, "{text:?}");
        }
    }
}
