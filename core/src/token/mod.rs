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

use sha2::compress256;

pub(crate) use generate::{GeneratedToken, generate_token};
pub use kind::TokenKind;
pub use parse::{Malformed, ParsedToken, parse};
pub(crate) use parse::{glance, has_shape};
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

/// What stands in front of the id and the secret when they are hashed.
const LABEL: &[u8; 3] = b"kw1";

/// The label, the id and the secret: 52 bytes, which SHA-256 takes as a single block.
const LABELLED: usize = LABEL.len() + DIGESTED_DIGITS;

/// Derives what the store keeps of a key: SHA-256 over a label, the id and the secret.
///
/// The secret has 160 random bits, so no slow hash is needed (NIST SP 800-63B and OWASP ASVS ask for 112). Three bytes stand in
/// front of the id and the secret, whatever they are: there is the room for the label.
///
/// The text is always as long, so its one block is laid out here (FIPS 180-4, section 5.1.1: a bit behind it, its length at the
/// end) and only the library's compression is called. Its hasher, which takes texts of any length, takes a fifth longer.
#[inline]
fn derive_digest(digits: &[u8; LABELLED]) -> [u8; 32] {
    // Where every hash begins (section 5.3.3).
    const START: [u32; 8] = [
        0x6a09_e667,
        0xbb67_ae85,
        0x3c6e_f372,
        0xa54f_f53a,
        0x510e_527f,
        0x9b05_688c,
        0x1f83_d9ab,
        0x5be0_cd19,
    ];
    // Sixteen bytes at a time, as the compression reads them: what is written in pieces must first leave the processor's
    // store buffer.
    let ([mut first, second, third], [a, b, c, d]) = in_sixteens(digits);
    for ((byte, label), is_kept) in first.iter_mut().zip(LABEL_LANE).zip(BEHIND_LABEL) {
        *byte = *byte & is_kept | label;
    }
    let [.., high, low] = (8 * LABELLED as u64).to_be_bytes();
    let last = [a, b, c, d, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, high, low];
    let block: [u8; 64] = bytemuck::cast([first, second, third, last]);
    let mut state = START;
    compress256(&mut state, &[block.into()]);
    bytemuck::cast(state.map(u32::to_be_bytes))
}

/// The label where it stands in the block, and what is kept behind it.
const LABEL_LANE: [u8; 16] = begun_with([0; 16], LABEL);
const BEHIND_LABEL: [u8; 16] = begun_with([0xff; 16], &[0; LABEL.len()]);

const fn begun_with(mut lane: [u8; 16], begin: &[u8; LABEL.len()]) -> [u8; 16] {
    let (place, _) = lane.split_at_mut(LABEL.len());
    place.copy_from_slice(begin);
    lane
}

/// Cuts 52 bytes.
#[inline]
fn in_sixteens(bytes: &[u8; LABELLED]) -> ([[u8; 16]; 3], [u8; 4]) {
    match bytes.as_chunks() {
        ([first, second, third], rest) => {
            ([*first, *second, *third], rest.try_into().unwrap_or_default())
        }
        _ => Default::default(),
    }
}
