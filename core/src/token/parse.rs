//! Reading a key: from the right, without allocation, and without trust.

use std::fmt;

use thiserror::Error;
use uuid::Uuid;

use crate::token::digits::{self, Alphabet};
use crate::token::{
    ALL_DIGITS, CHECKSUM_DIGITS, DIGESTED_DIGITS, ID_DIGITS, LABELLED, SECRET_DIGITS, TokenKind,
    derive_digest, prefix,
};

/// The longest text that is looked at, in bytes. No key has more than 84; the rest is room for a
/// longer prefix one day.
const LONGEST: usize = 128;

/// A well-formed key, read in place.
///
/// It says what the text says and no more: whether this project knows the prefix, and whether such
/// a key was ever made, is for the store to tell. It borrows the text. `Debug` leaves the secret and
/// the checksum out. There is no comparison, because comparing secrets byte by byte tells, by the
/// time it takes, how much of a guess is right.
///
/// # Examples
///
/// ```
/// use keywright::{TokenKind, parse};
///
/// let token = parse(b"kw_usk_0322SbK0Nv8TMFuW8dBN7ST7qbusUJtbKl2O2oizvZUePUB8A3v888y")?;
/// assert_eq!(token.prefix(), "kw");
/// assert_eq!(token.kind(), TokenKind::UserSecret);
/// assert_eq!(token.id().to_string(), "019b76da-a800-7123-b387-6a6e7506f842");
/// # Ok::<(), keywright::Malformed>(())
/// ```
#[derive(Clone, Copy)]
pub struct ParsedToken<'a> {
    /// ASCII, if it is as the rules of a prefix ask.
    prefix: &'a [u8],
    kind: TokenKind,
    id: Uuid,
    /// The id and the secret, and the three bytes in front of them.
    digits: &'a [u8; LABELLED],
    /// Everything in front of the checksum.
    signed: &'a [u8],
    checksum: u32,
    last_four: &'a [u8; 4],
}

impl<'a> ParsedToken<'a> {
    /// Returns the prefix: the brand of the project that made the key.
    ///
    /// # Examples
    ///
    /// ```
    /// # let text = b"kw_usk_0322SbK0Nv8TMFuW8dBN7ST7qbusUJtbKl2O2oizvZUePUB8A3v888y";
    /// assert_eq!(keywright::parse(text)?.prefix(), "kw");
    /// # Ok::<(), keywright::Malformed>(())
    /// ```
    #[must_use]
    pub const fn prefix(&self) -> &'a str {
        as_text(self.prefix)
    }

    /// The same as bytes.
    pub(crate) const fn prefix_bytes(&self) -> &'a [u8] {
        self.prefix
    }

    /// Returns the kind of the key.
    ///
    /// # Examples
    ///
    /// ```
    /// # let text = b"kw_usk_0322SbK0Nv8TMFuW8dBN7ST7qbusUJtbKl2O2oizvZUePUB8A3v888y";
    /// assert!(!keywright::parse(text)?.kind().is_public());
    /// # Ok::<(), keywright::Malformed>(())
    /// ```
    #[must_use]
    pub const fn kind(&self) -> TokenKind {
        self.kind
    }

    /// Returns the id of the key's generation, which is no secret.
    ///
    /// Keys that Keywright makes have a UUIDv7; here any 128 bits are taken.
    ///
    /// # Examples
    ///
    /// ```
    /// # let text = b"kw_usk_0322SbK0Nv8TMFuW8dBN7ST7qbusUJtbKl2O2oizvZUePUB8A3v888y";
    /// let id = keywright::parse(text)?.id();
    /// assert_eq!(id.to_string(), "019b76da-a800-7123-b387-6a6e7506f842");
    /// # Ok::<(), keywright::Malformed>(())
    /// ```
    #[must_use]
    pub const fn id(&self) -> Uuid {
        self.id
    }

    /// Returns when the key was made, in milliseconds since 1970, as its id tells.
    ///
    /// It is what the text claims and can be off by what the clock was off. It means nothing when
    /// the id is no UUIDv7.
    ///
    /// # Examples
    ///
    /// ```
    /// # let text = b"kw_usk_0322SbK0Nv8TMFuW8dBN7ST7qbusUJtbKl2O2oizvZUePUB8A3v888y";
    /// assert_eq!(keywright::parse(text)?.created_at_ms(), 1_767_225_600_000);
    /// # Ok::<(), keywright::Malformed>(())
    /// ```
    #[must_use]
    pub const fn created_at_ms(&self) -> u64 {
        let [a, b, c, d, e, f, ..] = *self.id.as_bytes();
        u64::from_be_bytes([0, 0, a, b, c, d, e, f])
    }

    /// Returns the checksum: the CRC-32 of everything in front of it.
    ///
    /// It finds typing errors. It is not security: everybody can compute one.
    ///
    /// # Examples
    ///
    /// ```
    /// # let text = b"kw_usk_0322SbK0Nv8TMFuW8dBN7ST7qbusUJtbKl2O2oizvZUePUB8A3v888y";
    /// assert_eq!(keywright::parse(text)?.checksum(), 0xd622_893c);
    /// # Ok::<(), keywright::Malformed>(())
    /// ```
    #[must_use]
    pub const fn checksum(&self) -> u32 {
        self.checksum
    }

    /// Returns the digest of the id and the secret: what a store keeps instead of the key.
    ///
    /// It covers neither the prefix nor the kind. Compare digests in constant time.
    ///
    /// # Examples
    ///
    /// ```
    /// # let text = b"kw_usk_0322SbK0Nv8TMFuW8dBN7ST7qbusUJtbKl2O2oizvZUePUB8A3v888y";
    /// let [first, ..] = keywright::parse(text)?.digest();
    /// assert_eq!(first, 0xb2);
    /// # Ok::<(), keywright::Malformed>(())
    /// ```
    #[must_use]
    pub fn digest(&self) -> [u8; 32] {
        derive_digest(self.digits)
    }

    /// Returns the last four characters of the text, by which people tell their keys apart.
    ///
    /// They belong to the checksum.
    ///
    /// # Examples
    ///
    /// ```
    /// # let text = b"kw_usk_0322SbK0Nv8TMFuW8dBN7ST7qbusUJtbKl2O2oizvZUePUB8A3v888y";
    /// assert_eq!(keywright::parse(text)?.last_four(), "888y");
    /// # Ok::<(), keywright::Malformed>(())
    /// ```
    #[must_use]
    pub const fn last_four(&self) -> &'a str {
        as_text(self.last_four)
    }

    /// The same as bytes.
    pub(crate) const fn last_four_bytes(&self) -> [u8; 4] {
        *self.last_four
    }

    /// Tells whether a text that [`glance`] took breaks no rule.
    pub(crate) fn is_well_formed(&self) -> bool {
        let (_, secret) = self.digits.split_at(LABELLED - SECRET_DIGITS);
        prefix::check(self.prefix).is_ok()
            && Alphabet::of(secret) == Alphabet::Digits
            && crc32fast::hash(self.signed) == self.checksum
    }
}

impl fmt::Debug for ParsedToken<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ParsedToken")
            .field("prefix", &self.prefix())
            .field("kind", &self.kind)
            .field("id", &self.id)
            .field("secret", &format_args!("[redacted]"))
            .finish()
    }
}

/// The first rule that a text breaks, so that it is no key.
///
/// The rules are checked in the order of [`ALL`](Self::ALL). The sentences never repeat the text: it
/// may be a key with one typing error.
///
/// # Examples
///
/// ```
/// use keywright::{Malformed, parse};
///
/// let reason = parse(b"Bearer kw_usk_0322SbK0Nv8TMFuW8dBN7S").unwrap_err();
/// assert_eq!(reason, Malformed::Alphabet);
/// assert_eq!(reason.as_str(), "alphabet");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Error)]
#[non_exhaustive]
pub enum Malformed {
    /// There is no text.
    #[error("the key is empty")]
    Empty,
    /// The text has more than 128 bytes; nothing else was looked at.
    #[error("the key is too long, it must have at most 128 bytes")]
    TooLong,
    /// A byte is neither an ASCII letter or figure nor an underscore: often a space or a line end.
    #[error("the key must have only ASCII letters, figures and underscores")]
    Alphabet,
    /// The text is not three parts with underscores between them, the last one of 55 digits.
    #[error("the key must be a prefix, a kind and 55 digits with underscores between them")]
    Shape,
    /// The part in front of the digits is no kind.
    #[error("the kind of the key must be usk, tsk, upk or tpk")]
    Kind,
    /// The part in front of the kind breaks a rule of prefixes.
    #[error("the prefix of the key breaks the rules of prefixes")]
    Prefix,
    /// The id is a number of 2^128 or more.
    #[error("the id in the key does not fit in 128 bits")]
    Id,
    /// The checksum is not that of the text in front of it: most often a typing error.
    #[error("the checksum of the key is wrong, a character may be mistyped or missing")]
    Checksum,
}

impl Malformed {
    /// Every reason there is, in the order in which the rules are checked.
    pub const ALL: [Self; 8] = [
        Self::Empty,
        Self::TooLong,
        Self::Alphabet,
        Self::Shape,
        Self::Kind,
        Self::Prefix,
        Self::Id,
        Self::Checksum,
    ];

    /// Returns the reason in one word that stays the same for ever.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(keywright::Malformed::TooLong.as_str(), "too_long");
    /// ```
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::TooLong => "too_long",
            Self::Alphabet => "alphabet",
            Self::Shape => "shape",
            Self::Kind => "kind",
            Self::Prefix => "prefix",
            Self::Id => "id",
            Self::Checksum => "checksum",
        }
    }
}

/// A text in the shape of a key, its digits not yet read.
struct Shape<'a> {
    prefix: &'a str,
    digits: &'a [u8; ALL_DIGITS],
}

impl<'a> Shape<'a> {
    fn of(text: &'a [u8]) -> Result<Self, Malformed> {
        if text.is_empty() {
            return Err(Malformed::Empty);
        }
        if text.len() > LONGEST {
            return Err(Malformed::TooLong);
        }
        if Alphabet::of(text) == Alphabet::Foreign {
            return Err(Malformed::Alphabet);
        }
        let text = str::from_utf8(text).map_err(|_| Malformed::Alphabet)?;
        let (head, digits) = text.as_bytes().split_last_chunk().ok_or(Malformed::Shape)?;
        if Alphabet::of(digits) != Alphabet::Digits {
            return Err(Malformed::Shape);
        }
        // From the right, because a prefix may have underscores of its own.
        let head = text.get(..head.len()).and_then(|head| head.strip_suffix('_'));
        let (prefix, kind) = head.and_then(|head| head.rsplit_once('_')).ok_or(Malformed::Shape)?;
        TokenKind::from_text(kind).ok_or(Malformed::Kind)?;
        prefix::check(prefix.as_bytes()).map_err(|_| Malformed::Prefix)?;
        Ok(Self { prefix, digits })
    }
}

/// Reads a key.
///
/// Nothing is trimmed and no case is folded: one character more or less, and it is another text.
/// It allocates nothing, and looks at no byte of a text of more than 128.
///
/// # Errors
///
/// [`Malformed`], the first rule that the text breaks.
///
/// # Examples
///
/// ```
/// use keywright::{Malformed, parse};
///
/// let text = "kw_usk_0322SbK0Nv8TMFuW8dBN7ST7qbusUJtbKl2O2oizvZUePUB8A3v888y";
/// assert_eq!(parse(text.as_bytes())?.last_four(), "888y");
///
/// let mistyped = text.replace("usk_0322", "usk_0332");
/// assert_eq!(parse(mistyped.as_bytes()).unwrap_err(), Malformed::Checksum);
/// # Ok::<(), Malformed>(())
/// ```
pub fn parse(text: &[u8]) -> Result<ParsedToken<'_>, Malformed> {
    let token = glance(text).filter(ParsedToken::is_well_formed);
    token.ok_or_else(|| first_broken_rule(text))
}

/// A piece of a key, which is ASCII.
const fn as_text(piece: &[u8]) -> &str {
    match str::from_utf8(piece) {
        Ok(text) => text,
        Err(_) => "",
    }
}

/// Reads what may be a key: its pieces, by their places. `None` when it is none.
///
/// The prefix, the secret and the checksum may break rules; [`ParsedToken::is_well_formed`] tells, and is to be asked before
/// anything is concluded. Only who holds the key and finds every piece to be that of the key need not ask: most checks, and it
/// takes as long as half of a hash.
#[inline]
pub(crate) fn glance(text: &[u8]) -> Option<ParsedToken<'_>> {
    if text.len() > LONGEST {
        return None;
    }
    let (signed, checksum) = text.split_last_chunk::<CHECKSUM_DIGITS>()?;
    let (head, id_and_secret) = signed.split_last_chunk::<DIGESTED_DIGITS>()?;
    let (prefix, [b'_', kind @ .., b'_']) = head.split_last_chunk::<5>()? else { return None };
    let kind = TokenKind::from_bytes(kind)?;
    let digits = signed.last_chunk()?;
    let (id, _) = id_and_secret.split_first_chunk::<ID_DIGITS>()?;
    let id = digits::decode_u128(id).map(Uuid::from_u128)?;
    let (_, last_four) = checksum.split_last_chunk()?;
    let checksum = digits::decode_u32(checksum)?;
    Some(ParsedToken { prefix, kind, id, digits, signed, checksum, last_four })
}

/// Returns the first rule that a text breaks, in the order of [`Malformed::ALL`].
#[cold]
fn first_broken_rule(text: &[u8]) -> Malformed {
    match Shape::of(text) {
        Err(malformed) => malformed,
        Ok(shape) => {
            let id = shape.digits.first_chunk::<ID_DIGITS>().and_then(digits::decode_u128);
            if id.is_none() { Malformed::Id } else { Malformed::Checksum }
        }
    }
}

/// Returns the prefix when `text` is a key but for its id and checksum, which may be anything.
///
/// It tells a mistyped key from a text that never was one, such as a session's JWT.
pub(crate) fn has_shape(text: &[u8]) -> Option<&str> {
    Shape::of(text).ok().map(|shape| shape.prefix)
}
