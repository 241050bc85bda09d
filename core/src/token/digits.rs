//! The one alphabet of keys: numbers and randomness as digits, and back.
//!
//! The 62 digits stand in ASCII order, so texts of the same length sort like their numbers.

use zeroize::Zeroizing;

use crate::entropy::{Entropy, EntropyError};

/// Digits of a 128-bit number, zero padded.
pub(crate) const U128_DIGITS: usize = 22;

/// Digits of a 32-bit number, zero padded.
pub(crate) const U32_DIGITS: usize = 6;

/// How many values a digit has.
const BASE: u8 = 62;

/// The digits in the order of their values.
const ALPHABET: &[u8; BASE as usize] =
    b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// What [`CLASSES`] says of the underscore: part of a key, but no digit.
const SEPARATOR: u8 = 0x40;

/// What [`CLASSES`] says of a byte that no key contains.
const FOREIGN: u8 = 0x80;

/// The value of each byte that is a digit, and a bit above all values for each that is none.
///
/// A table and no comparisons: digits are random, so every branch on one is a coin toss for the
/// processor. Values use the lower six bits, so the classes of a whole text can be OR-ed together
/// and looked at once.
const CLASSES: [u8; 256] = classes();

/// What stands in a text, as far as a key is concerned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Alphabet {
    /// Digits only.
    Digits,
    /// Digits and underscores.
    DigitsAndSeparators,
    /// At least one byte that no key contains.
    Foreign,
}

impl Alphabet {
    /// Returns the narrowest of the three that `text` fits in.
    pub(crate) fn of(text: &[u8]) -> Self {
        let seen = text.iter().fold(0, |seen, byte| seen | class(*byte));
        if seen & FOREIGN != 0 {
            Self::Foreign
        } else if seen & SEPARATOR != 0 {
            Self::DigitsAndSeparators
        } else {
            Self::Digits
        }
    }
}

/// Tells whether `byte` is a digit.
pub(crate) const fn is_digit(byte: u8) -> bool {
    class(byte) < SEPARATOR
}

/// Writes `value` in 22 digits.
pub(crate) fn encode_u128(value: u128) -> [u8; U128_DIGITS] {
    encode(value)
}

/// Reads 22 digits; `None` when one is no digit or the number does not fit in 128 bits.
pub(crate) fn decode_u128(digits: &[u8; U128_DIGITS]) -> Option<u128> {
    // In pieces that fit in 64 bits, which are much faster to multiply than 128.
    const PIECE: u128 = (BASE as u128).pow(10);
    let (high, rest) = digits.split_at(2);
    let (middle, low) = rest.split_at(10);
    let lower_twenty = u128::from(decode(middle)?) * PIECE + u128::from(decode(low)?);
    u128::from(decode(high)?).checked_mul(PIECE * PIECE)?.checked_add(lower_twenty)
}

/// Writes `value` in 6 digits.
pub(crate) fn encode_u32(value: u32) -> [u8; U32_DIGITS] {
    encode(u128::from(value))
}

/// Reads 6 digits; `None` when one is no digit or the number does not fit in 32 bits.
///
/// Every number has exactly one text: zeros in front are part of it, and no text wraps around.
pub(crate) fn decode_u32(digits: &[u8; U32_DIGITS]) -> Option<u32> {
    decode(digits).and_then(|value| u32::try_from(value).ok())
}

/// Generates `N` digits, each of the 62 equally likely.
///
/// # Errors
///
/// [`EntropyError`] when `entropy` fails, or gives four times in a row almost nothing but bytes of
/// 248 and above. A working generator does this in fewer than one of 10^30 draws for 27 digits; one
/// that is stuck at 255 must not turn into an endless loop.
pub(crate) fn generate<const N: usize>(
    entropy: &dyn Entropy,
) -> Result<Zeroizing<[u8; N]>, EntropyError> {
    // The greatest multiple of 62 in a byte. The bytes above it are thrown away: folding them in
    // would make the first eight digits likelier than the others.
    const LIMIT: u8 = u8::MAX / BASE * BASE;

    let mut digits = Zeroizing::new([0; N]);
    let mut missing = digits.iter_mut();
    for _ in 0..4 {
        let mut bytes = Zeroizing::new([0; 64]);
        entropy.fill(&mut *bytes)?;
        for byte in bytes.iter().filter(|byte| **byte < LIMIT) {
            match missing.next() {
                Some(place) => *place = digit(*byte),
                None => return Ok(digits),
            }
        }
    }
    if missing.len() == 0 { Ok(digits) } else { Err(EntropyError::Unusable) }
}

fn encode<const N: usize>(mut value: u128) -> [u8; N] {
    let mut digits = [0; N];
    for place in digits.iter_mut().rev() {
        let [remainder, ..] = (value % u128::from(BASE)).to_le_bytes();
        *place = digit(remainder);
        value /= u128::from(BASE);
    }
    digits
}

/// Reads at most ten digits, which always fit in 64 bits.
fn decode(digits: &[u8]) -> Option<u64> {
    debug_assert!(digits.len() <= 10, "eleven digits can overflow 64 bits");
    const PAIR: u64 = BASE as u64 * BASE as u64;
    // Two at a time: each multiplication waits for the one before, and so there are half as many.
    let (pairs, rest) = digits.as_chunks::<2>();
    let (mut value, mut seen) = (0_u64, 0);
    for [first, second] in pairs {
        let [first, second] = [class(*first), class(*second)];
        seen |= first | second;
        let pair = u64::from(first) * u64::from(BASE) + u64::from(second);
        value = value.wrapping_mul(PAIR).wrapping_add(pair);
    }
    for byte in rest {
        let class = class(*byte);
        seen |= class;
        value = value.wrapping_mul(u64::from(BASE)).wrapping_add(u64::from(class));
    }
    (seen < SEPARATOR).then_some(value)
}

#[expect(clippy::indexing_slicing, reason = "a remainder of 62 is below 62, the array's length")]
const fn digit(value: u8) -> u8 {
    ALPHABET[(value % BASE) as usize]
}

#[expect(clippy::indexing_slicing, reason = "a byte is below 256, the array's length")]
const fn class(byte: u8) -> u8 {
    CLASSES[byte as usize]
}

#[expect(clippy::indexing_slicing, reason = "the compiler runs it: out of range does not build")]
const fn classes() -> [u8; 256] {
    let mut classes = [FOREIGN; 256];
    classes[b'_' as usize] = SEPARATOR;
    let mut value = 0;
    while value < BASE {
        classes[digit(value) as usize] = value;
        value += 1;
    }
    classes
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, prop_assert_eq, proptest};

    use super::{
        ALPHABET, Alphabet, decode_u32, decode_u128, encode_u32, encode_u128, generate, is_digit,
    };
    use crate::entropy::{Entropy, EntropyError, SeededEntropy};

    /// Fills everything with one byte, as a broken generator does.
    struct Stuck(u8);

    impl Entropy for Stuck {
        fn fill(&self, bytes: &mut [u8]) -> Result<(), EntropyError> {
            bytes.fill(self.0);
            Ok(())
        }
    }

    proptest! {
        #[test]
        fn every_u128_comes_back(value in any::<u128>()) {
            prop_assert_eq!(decode_u128(&encode_u128(value)), Some(value));
        }

        #[test]
        fn every_u32_comes_back(value in any::<u32>()) {
            prop_assert_eq!(decode_u32(&encode_u32(value)), Some(value));
        }

        #[test]
        fn texts_sort_like_their_numbers(a in any::<u128>(), b in any::<u128>()) {
            prop_assert_eq!(a.cmp(&b), encode_u128(a).cmp(&encode_u128(b)));
        }

        #[test]
        fn six_digits_are_read_as_their_number_or_refused(digits in "[0-9A-Za-z]{6}") {
            let digits: [u8; 6] = digits.as_bytes().try_into()?;
            if let Some(value) = decode_u32(&digits) {
                prop_assert_eq!(encode_u32(value), digits);
            } else {
                proptest::prop_assert!(digits > encode_u32(u32::MAX));
            }
        }

        #[test]
        fn twenty_two_digits_are_read_as_their_number_or_refused(digits in "[0-9A-Za-z]{22}") {
            let digits: [u8; 22] = digits.as_bytes().try_into()?;
            if let Some(value) = decode_u128(&digits) {
                prop_assert_eq!(encode_u128(value), digits);
            } else {
                proptest::prop_assert!(digits > encode_u128(u128::MAX));
            }
        }
    }

    #[test]
    fn alphabet_is_the_sixty_two_letters_and_figures_in_ascii_order() {
        assert!(ALPHABET.is_sorted_by(|a, b| a < b));
        for byte in 0..=u8::MAX {
            assert_eq!(is_digit(byte), byte.is_ascii_alphanumeric(), "byte {byte}");
            assert_eq!(ALPHABET.contains(&byte), byte.is_ascii_alphanumeric(), "byte {byte}");
        }
    }

    #[test]
    fn alphabet_of_a_text_is_that_of_its_worst_byte() {
        for (text, expected) in [
            ("", Alphabet::Digits),
            ("09AZaz", Alphabet::Digits),
            ("kw_usk", Alphabet::DigitsAndSeparators),
            ("_", Alphabet::DigitsAndSeparators),
            ("kw-usk", Alphabet::Foreign),
            ("a_b\0", Alphabet::Foreign),
            ("\u{e9}", Alphabet::Foreign),
        ] {
            assert_eq!(Alphabet::of(text.as_bytes()), expected, "{text:?}");
        }
    }

    #[test]
    fn two_to_the_128_and_everything_above_is_refused() {
        // 2^128 - 1 in base 62, worked out apart from this code.
        let greatest = *b"7n42DGM5Tflk9n8mt7Fhc7";
        assert_eq!(encode_u128(u128::MAX), greatest);
        assert_eq!(decode_u128(&greatest), Some(u128::MAX));
        let too_great: [&[u8; 22]; 4] = [
            b"7n42DGM5Tflk9n8mt7Fhc8",
            b"7n42DGM5Tflk9n8mt7FhcA",
            b"8000000000000000000000",
            b"zzzzzzzzzzzzzzzzzzzzzz",
        ];
        for too_great in too_great {
            assert_eq!(decode_u128(too_great), None);
        }
    }

    #[test]
    fn two_to_the_32_and_everything_above_is_refused() {
        assert_eq!(encode_u32(u32::MAX), *b"4gfFC3");
        assert_eq!(decode_u32(b"4gfFC3"), Some(u32::MAX));
        for too_great in [b"4gfFC4", b"4gfFD0", b"500000", b"zzzzzz"] {
            assert_eq!(decode_u32(too_great), None);
        }
    }

    #[test]
    fn one_foreign_byte_anywhere_is_refused() {
        for place in 0..22 {
            for byte in [0, b' ', b'-', b'/', b':', b'@', b'[', b'_', b'`', b'{', 0x80, 0xff] {
                let mut digits = [b'0'; 22];
                digits[place] = byte;
                assert_eq!(decode_u128(&digits), None, "byte {byte} at {place}");
            }
        }
    }

    #[test]
    fn random_digits_are_uniform() -> Result<(), EntropyError> {
        let entropy = SeededEntropy::new(11);
        let mut counts = [0_u32; 256];
        for _ in 0..10_000 {
            for byte in *generate::<62>(&entropy)? {
                counts[usize::from(byte)] += 1;
            }
        }
        // 10,000 of each are expected, with a standard deviation of 99. Folding 248..=255 in would
        // give the first eight digits 11,900.
        for byte in *ALPHABET {
            let count = counts[usize::from(byte)];
            assert!((9_500..=10_500).contains(&count), "{}: {count}", char::from(byte));
        }
        Ok(())
    }

    #[test]
    fn byte_247_is_the_last_that_counts() {
        assert_eq!(*generate::<3>(&Stuck(0)).expect("zero is a digit"), *b"000");
        assert_eq!(*generate::<3>(&Stuck(247)).expect("247 is 3 * 62 + 61"), *b"zzz");
        assert!(matches!(generate::<3>(&Stuck(248)), Err(EntropyError::Unusable)));
        assert!(matches!(generate::<3>(&Stuck(255)), Err(EntropyError::Unusable)));
    }

    #[test]
    fn last_digit_may_come_from_the_last_byte() {
        assert_eq!(*generate::<256>(&Stuck(10)).expect("four times 64 bytes"), [b'A'; 256]);
        assert!(matches!(generate::<257>(&Stuck(10)), Err(EntropyError::Unusable)));
    }
}
