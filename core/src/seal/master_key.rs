//! The key that the host keeps, and the store never does.

use std::fmt;
use std::str::FromStr;

use base64::Engine as _;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use zeroize::{Zeroize as _, Zeroizing};

use super::cipher::{Cipher, ID_BYTES, KEY_BYTES, KeyBytes, derive_bytes, derive_key};
use crate::entropy::{Entropy as _, SystemEntropy};
use crate::error::Error;
use crate::secret::SecretText;

/// The longest text that is looked at: 32 bytes in base64, and room for white space around it.
const LONGEST_TEXT: usize = 256;

/// Both alphabets, with and without the padding at the end: people paste what their tool gave them.
const STANDARD: GeneralPurpose = engine(&alphabet::STANDARD);
const URL_SAFE: GeneralPurpose = engine(&alphabet::URL_SAFE);

const fn engine(alphabet: &alphabet::Alphabet) -> GeneralPurpose {
    let config =
        GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
    GeneralPurpose::new(alphabet, config)
}

/// A master key: 32 random bytes that the host keeps outside the store, such as in its secrets manager.
///
/// With it, a store is sealed: who holds the file alone can neither confirm a guessed key nor change what a check answers.
/// As text it is base64. Its bytes are wiped when it is dropped, and `Debug` shows only its id, which tells nothing about
/// the key.
///
/// # Examples
///
/// ```
/// use keywright::{Keywright, MasterKey, OpenOptions};
///
/// let folder = tempfile::tempdir()?;
/// let path = folder.path().join("keys.db");
/// let master_key = MasterKey::generate()?;
/// OpenOptions::new().master_keys([master_key.clone()]).open(&path)?.close();
///
/// assert_eq!(Keywright::open(&path).unwrap_err().code(), keywright::ErrorCode::MasterKey);
/// let text = master_key.to_text(); // for your secrets manager
/// let same: MasterKey = text.expose().parse()?;
/// assert!(OpenOptions::new().master_keys([same]).open(&path).is_ok());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct MasterKey(KeyBytes);

impl MasterKey {
    /// Generates a new one with the system's random generator.
    ///
    /// # Errors
    ///
    /// `internal` when the system has no random bytes.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::MasterKey;
    ///
    /// assert_ne!(MasterKey::generate()?.id(), MasterKey::generate()?.id());
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub fn generate() -> Result<Self, Error> {
        let mut bytes = Zeroizing::new([0; KEY_BYTES]);
        SystemEntropy.fill(&mut *bytes)?;
        Ok(Self(bytes))
    }

    /// Returns the key as text, to be kept outside the store: 44 characters of base64.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::MasterKey;
    ///
    /// assert_eq!(MasterKey::generate()?.to_text().expose().len(), 44);
    /// # Ok::<(), keywright::Error>(())
    /// ```
    #[must_use]
    pub fn to_text(&self) -> SecretText {
        SecretText::from(base64::prelude::BASE64_STANDARD.encode(&*self.0))
    }

    /// Returns an id by which people tell master keys apart: 16 hexadecimal digits. It is no secret.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::MasterKey;
    ///
    /// let key: MasterKey = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=".parse()?;
    /// assert_eq!(key.id().len(), 16);
    /// assert_eq!(format!("{key:?}"), format!("MasterKey({})", key.id()));
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub fn id(&self) -> String {
        self.id_bytes().iter().map(|byte| format!("{byte:02x}")).collect()
    }

    pub(crate) fn id_bytes(&self) -> [u8; ID_BYTES] {
        let mut id = [0; ID_BYTES];
        // EXPOSE: eight derived bytes, from which the key can not be found.
        let derived = derive_bytes(&*self.0, &[], b"keywright 1 master key id", &mut id);
        debug_assert!(derived.is_ok(), "eight bytes are within what HKDF gives");
        id
    }

    /// Returns the cipher that wraps data keys.
    pub(super) fn wrapping(&self) -> Result<Cipher, Error> {
        // EXPOSE: the one use of the key itself.
        Cipher::new(&derive_key(&self.0, "keywright 1 data key wrapping")?)
    }
}

impl FromStr for MasterKey {
    type Err = Error;

    /// Reads base64 of 32 bytes: the standard or the URL-safe alphabet, padded or not, white space around it ignored.
    fn from_str(text: &str) -> Result<Self, Error> {
        let refused = || {
            Error::invalid_argument(
                "a master key is 32 random bytes in base64; make one with `keywright seal new-key`",
            )
        };
        let text = text.trim();
        if text.len() > LONGEST_TEXT {
            return Err(refused());
        }
        let decoded = STANDARD.decode(text).or_else(|_| URL_SAFE.decode(text));
        let mut bytes = decoded.map_err(|_| refused())?;
        let key = <[u8; KEY_BYTES]>::try_from(bytes.as_slice()).map(Zeroizing::new);
        bytes.zeroize();
        key.map(Self).map_err(|_| refused())
    }
}

impl fmt::Debug for MasterKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "MasterKey({})", self.id())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_alphabets_are_read_with_and_without_padding() {
        let bytes = [0xfb; KEY_BYTES];
        let key = MasterKey(Zeroizing::new(bytes));
        for text in [
            "+/v7+/v7+/v7+/v7+/v7+/v7+/v7+/v7+/v7+/v7+/s=",
            "+/v7+/v7+/v7+/v7+/v7+/v7+/v7+/v7+/v7+/v7+/s",
            "-_v7-_v7-_v7-_v7-_v7-_v7-_v7-_v7-_v7-_v7-_s",
            "\n +/v7+/v7+/v7+/v7+/v7+/v7+/v7+/v7+/v7+/v7+/s=\r\n",
        ] {
            assert_eq!(text.parse::<MasterKey>().unwrap().id(), key.id(), "{text}");
        }
        // EXPOSE: a key made for this test.
        assert_eq!(key.to_text().expose().parse::<MasterKey>().unwrap().id(), key.id());
    }

    #[test]
    fn what_is_not_32_bytes_is_refused_without_being_repeated() {
        let short = "c2VjcmV0c2VjcmV0c2VjcmV0";
        let long = "A".repeat(10_000);
        for text in ["", "?", short, &long, "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=="] {
            let error = text.parse::<MasterKey>().unwrap_err();
            assert_eq!(error.code(), crate::ErrorCode::InvalidArgument);
            assert!(text.is_empty() || text == "?" || !format!("{error:?}").contains(text));
        }
    }
}
