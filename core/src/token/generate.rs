//! Making a new key.

use std::fmt;

use uuid::Uuid;
use zeroize::Zeroizing;

use crate::entropy::{Entropy, EntropyError};
use crate::secret::SecretText;
use crate::token::{
    ALL_DIGITS, LABEL, LABELLED, Prefix, SECRET_DIGITS, TokenKind, derive_digest, digits,
};

/// A new key: its whole text, shown once, and what the store keeps of it.
///
/// `Debug` shows none of the three.
pub(crate) struct GeneratedToken {
    /// The whole key.
    pub(crate) text: SecretText,
    /// What [`ParsedToken::digest`](crate::ParsedToken::digest) says of the text.
    pub(crate) digest: [u8; 32],
    /// The last four characters of the text.
    pub(crate) last_four: String,
}

impl fmt::Debug for GeneratedToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("GeneratedToken([redacted])")
    }
}

/// Generates a key with a new secret.
///
/// # Errors
///
/// [`EntropyError`] when `entropy` has nothing to give.
pub(crate) fn generate_token(
    prefix: &Prefix,
    kind: TokenKind,
    id: Uuid,
    entropy: &dyn Entropy,
) -> Result<GeneratedToken, EntropyError> {
    let id = digits::encode_u128(id.as_u128());
    let secret = digits::generate::<SECRET_DIGITS>(entropy)?;

    let mut labelled = Zeroizing::new([0; LABELLED]);
    let digits = LABEL.iter().chain(&id).chain(secret.iter());
    for (place, digit) in labelled.iter_mut().zip(digits) {
        *place = *digit;
    }

    // As long as the whole text: a string that grows leaves its old bytes behind, unwiped.
    let length = prefix.as_str().len() + 1 + kind.as_str().len() + 1 + ALL_DIGITS;
    let mut text = Zeroizing::new(String::with_capacity(length));
    text.push_str(prefix.as_str());
    text.push('_');
    text.push_str(kind.as_str());
    text.push('_');
    text.extend(id.iter().chain(secret.iter()).copied().map(char::from));
    let checksum = digits::encode_u32(crc32fast::hash(text.as_bytes())).map(char::from);
    text.extend(checksum);

    let [.., a, b, c, d] = checksum;
    Ok(GeneratedToken {
        digest: derive_digest(&labelled),
        last_four: String::from_iter([a, b, c, d]),
        text: SecretText::from(std::mem::take(&mut *text)),
    })
}
