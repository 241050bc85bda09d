//! The key as text: `<prefix>_<kind>_<id><secret><checksum>`.
//!
//! Everything here is pure. Whether a prefix is one of this project's, and whether a key exists, is
//! decided elsewhere.

mod digits;
mod generate;
mod kind;
mod parse;
mod prefix;
mod redact;
#[cfg(test)]
mod tests;

use sha2::{Digest as _, Sha256};

pub(crate) use generate::{GeneratedToken, generate_token};
pub use kind::TokenKind;
pub use parse::{Malformed, ParsedToken, parse};
pub(crate) use parse::{has_shape, parse_unchecked};
pub use prefix::{Prefix, PrefixError};
pub use redact::redact;

/// Digits of the id: a UUID.
const ID_DIGITS: usize = digits::U128_DIGITS;

/// Digits of the secret: 27 of 62 values each are 160 bits.
const SECRET_DIGITS: usize = 27;

/// Digits of the checksum: a CRC-32.
const CHECKSUM_DIGITS: usize = digits::U32_DIGITS;

/// Digits that the digest covers, side by side in the text.
const DIGESTED_DIGITS: usize = ID_DIGITS + SECRET_DIGITS;

/// Digits after the last underscore.
const ALL_DIGITS: usize = DIGESTED_DIGITS + CHECKSUM_DIGITS;

/// Derives what the store keeps of a key: SHA-256 over a label, the id and the secret.
///
/// The label and the 49 digits are 52 bytes, which SHA-256 takes as a single block. The secret has
/// 160 random bits, so no slow hash is needed (NIST SP 800-63B and OWASP ASVS ask for 112).
#[inline]
fn derive_digest(id_and_secret: &[u8; DIGESTED_DIGITS]) -> [u8; 32] {
    const LABEL: &[u8; 3] = b"kw1";

    // In one piece: a hasher that is fed twice takes a fifth longer.
    let mut text = [0; LABEL.len() + DIGESTED_DIGITS];
    let (label, digits) = text.split_at_mut(LABEL.len());
    label.copy_from_slice(LABEL);
    digits.copy_from_slice(id_and_secret);
    Sha256::digest(text).into()
}
