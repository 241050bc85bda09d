//! The key under which rows are sealed, and how a master key wraps it.

use std::fmt;

use zeroize::Zeroizing;

use super::cipher::{Cipher, ID_BYTES, KEY_BYTES, KeyBytes, derive_bytes, derive_key};
use super::master_key::MasterKey;
use super::row::{AssociatedData, Inside, SealedHeader};
use crate::entropy::Entropy;
use crate::error::Error;

/// A data key of a store, unwrapped.
pub(crate) struct DataKey {
    number: u32,
    id: [u8; ID_BYTES],
    bytes: KeyBytes,
    rows: Cipher,
}

impl DataKey {
    /// Generates the data key with this number.
    pub(crate) fn generate(number: u32, entropy: &dyn Entropy) -> Result<Self, Error> {
        let mut bytes = Zeroizing::new([0; KEY_BYTES]);
        entropy.fill(&mut *bytes)?;
        Self::new(number, bytes)
    }

    fn new(number: u32, bytes: KeyBytes) -> Result<Self, Error> {
        let rows = Cipher::new(&derive_key(&bytes, "keywright 1 rows")?)?;
        let mut id = [0; ID_BYTES];
        // EXPOSE: eight derived bytes, from which the key can not be found.
        derive_bytes(&*bytes, &[], b"keywright 1 data key id", &mut id)?;
        Ok(Self { number, id, bytes, rows })
    }

    /// Returns the number that stands in every seal under this key.
    pub(crate) const fn number(&self) -> u32 {
        self.number
    }

    /// Returns eight bytes by which the key is told from another that has its number.
    pub(crate) const fn id(&self) -> [u8; ID_BYTES] {
        self.id
    }

    /// Encrypts the key under a master key, bound to its number.
    pub(crate) fn wrap(
        &self,
        master_key: &MasterKey,
        entropy: &dyn Entropy,
    ) -> Result<Vec<u8>, Error> {
        let mut wrapped = Vec::new();
        let associated = wrapping_of(self.number);
        // EXPOSE: into its own encryption.
        master_key.wrapping()?.encrypt(&*self.bytes, &associated, entropy, &mut wrapped)?;
        Ok(wrapped)
    }

    /// Decrypts a key with the master key that fits. `None`: none does.
    pub(crate) fn unwrap(
        number: u32,
        wrapped: &[u8],
        master_keys: &[MasterKey],
    ) -> Result<Option<Self>, Error> {
        for master_key in master_keys {
            let Some(text) = master_key.wrapping()?.decrypt(wrapped, &wrapping_of(number)) else {
                continue;
            };
            let Ok(bytes) = <[u8; KEY_BYTES]>::try_from(text.as_slice()) else { continue };
            return Self::new(number, Zeroizing::new(bytes)).map(Some);
        }
        Ok(None)
    }

    /// Seals what must not be read of a row, bound to all that may be.
    pub(crate) fn seal(
        &self,
        inside: &Inside,
        associated: &AssociatedData,
        entropy: &dyn Entropy,
    ) -> Result<Vec<u8>, Error> {
        let mut sealed = SealedHeader::new(self.number).to_bytes().to_vec();
        self.rows.encrypt(inside.as_bytes(), associated.as_bytes(), entropy, &mut sealed)?;
        Ok(sealed)
    }

    /// Opens a seal behind its header. `None`: the row is not what was sealed.
    pub(crate) fn open(&self, encrypted: &[u8], associated: &AssociatedData) -> Option<Inside> {
        self.rows.decrypt(encrypted, associated.as_bytes()).map(Inside::from)
    }
}

impl fmt::Debug for DataKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DataKey({})", self.number)
    }
}

fn wrapping_of(number: u32) -> Vec<u8> {
    let mut text = b"data_key".to_vec();
    text.extend_from_slice(&number.to_be_bytes());
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entropy::SeededEntropy;

    #[test]
    fn a_data_key_is_unwrapped_by_its_number_and_its_master_key_only() {
        let entropy = SeededEntropy::new(1);
        let (right, wrong) = (MasterKey::generate().unwrap(), MasterKey::generate().unwrap());
        let key = DataKey::generate(3, &entropy).unwrap();
        let wrapped = key.wrap(&right, &entropy).unwrap();
        let unwrap = |number, keys: &[&MasterKey]| {
            let keys: Vec<_> = keys.iter().copied().cloned().collect();
            DataKey::unwrap(number, &wrapped, &keys).unwrap()
        };
        assert!(unwrap(3, &[&right]).is_some_and(|again| again.bytes == key.bytes));
        assert!(unwrap(3, &[&wrong, &right]).is_some());
        assert!(unwrap(3, &[&wrong]).is_none());
        assert!(unwrap(4, &[&right]).is_none());
        assert!(unwrap(3, &[]).is_none());
        assert!(DataKey::unwrap(3, b"", &[right]).unwrap().is_none());
    }

    #[test]
    fn no_two_wraps_and_no_two_seals_are_alike() {
        let entropy = SeededEntropy::new(1);
        let master_key = MasterKey::generate().unwrap();
        let key = DataKey::generate(1, &entropy).unwrap();
        let wrap = || key.wrap(&master_key, &entropy).unwrap();
        assert_ne!(wrap(), wrap());
        let seal = || key.seal(&Inside::default(), &AssociatedData::new("t"), &entropy).unwrap();
        assert_ne!(seal(), seal());
    }

    #[test]
    fn debug_shows_the_number_only() {
        let key = DataKey::generate(7, &SeededEntropy::new(1)).unwrap();
        assert_eq!(format!("{key:?}"), "DataKey(7)");
    }
}
