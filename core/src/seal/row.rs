//! What a seal binds together: a row's values in one canonical form, and the part that is hidden.

use zeroize::Zeroizing;

/// The form of seals that this program writes and reads. A step of the schema that covers more columns is a new version,
/// in which earlier seals are read as if those columns had their defaults; and since an earlier program takes what it
/// does not know for tampered, that step raises the file's oldest reader.
const VERSION: u8 = 1;
/// Bytes in front of the nonce: the version and the number of the data key.
const HEADER_BYTES: usize = 5;
/// Bytes of a digest, which comes first inside.
const DIGEST_BYTES: usize = 32;

/// The first bytes of a seal, in clear text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct SealedHeader {
    /// The data key under which the rest is encrypted.
    pub(crate) data_key: u32,
}

impl SealedHeader {
    pub(crate) const fn new(data_key: u32) -> Self {
        Self { data_key }
    }

    /// Returns the bytes, by which rows of another data key are found.
    pub(crate) const fn to_bytes(self) -> [u8; HEADER_BYTES] {
        let [a, b, c, d] = self.data_key.to_be_bytes();
        [VERSION, a, b, c, d]
    }

    /// Splits a seal into its header and what is encrypted. `None`: it is no seal of ours.
    pub(crate) fn split(seal: &[u8]) -> Option<(Self, &[u8])> {
        match seal {
            [VERSION, a, b, c, d, encrypted @ ..] => {
                Some((Self::new(u32::from_be_bytes([*a, *b, *c, *d])), encrypted))
            }
            _ => None,
        }
    }
}

/// A row's values in the one form that is authenticated: each with its kind and length, so that no two rows read alike.
pub(crate) struct AssociatedData(Vec<u8>);

impl AssociatedData {
    /// Begins with the version of the seal and the name of the table.
    pub(crate) fn new(table: &str) -> Self {
        let mut data = Self(Vec::with_capacity(512));
        data.0.push(VERSION);
        data.text(table.as_bytes());
        data
    }

    pub(crate) fn null(&mut self) {
        self.0.push(0);
    }

    pub(crate) fn integer(&mut self, number: i64) {
        self.0.push(1);
        self.0.extend_from_slice(&number.to_be_bytes());
    }

    pub(crate) fn text(&mut self, text: &[u8]) {
        self.bytes(2, text);
    }

    pub(crate) fn blob(&mut self, blob: &[u8]) {
        self.bytes(3, blob);
    }

    /// A kind of value that no column of ours holds. It must not read like one that does.
    pub(crate) fn real(&mut self, number: f64) {
        self.0.push(4);
        self.0.extend_from_slice(&number.to_be_bytes());
    }

    fn bytes(&mut self, kind: u8, bytes: &[u8]) {
        self.0.push(kind);
        self.0.extend_from_slice(&(bytes.len() as u64).to_be_bytes());
        self.0.extend_from_slice(bytes);
    }

    pub(super) fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

/// What stands inside a seal: the digest and the last four characters of a secret, or nothing for a row without one.
#[derive(Default)]
pub(crate) struct Inside(Zeroizing<Vec<u8>>);

impl Inside {
    pub(crate) fn new(digest: &[u8; DIGEST_BYTES], last_four: &str) -> Self {
        let mut bytes = Zeroizing::new(digest.to_vec());
        bytes.extend_from_slice(last_four.as_bytes());
        Self(bytes)
    }

    pub(super) fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// Returns the digest and the last four characters. `None`: it is the inside of a row without a secret.
    pub(crate) fn secret(&self) -> Option<([u8; DIGEST_BYTES], &str)> {
        let (digest, last_four) = self.0.split_first_chunk()?;
        Some((*digest, str::from_utf8(last_four).ok()?))
    }
}

impl From<Zeroizing<Vec<u8>>> for Inside {
    fn from(bytes: Zeroizing<Vec<u8>>) -> Self {
        Self(bytes)
    }
}

/// A row was changed by something else than Keywright.
#[derive(Debug, thiserror::Error)]
#[error("the seal of the row does not fit its values: {row}")]
pub(crate) struct TamperedRow {
    /// Such as `api_key:<id>` or `settings`.
    pub(crate) row: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two rows whose values stand side by side alike must not be one text.
    #[test]
    fn values_can_not_be_moved_from_one_column_to_the_next() {
        let data = |write: &dyn Fn(&mut AssociatedData)| {
            let mut data = AssociatedData::new("api_key");
            write(&mut data);
            data.0
        };
        let texts = [
            data(&|data| {
                data.text(b"ab");
                data.text(b"c");
            }),
            data(&|data| {
                data.text(b"a");
                data.text(b"bc");
            }),
            data(&|data| {
                data.text(b"abc");
                data.null();
            }),
            data(&|data| {
                data.null();
                data.text(b"abc");
            }),
            data(&|data| {
                data.blob(b"ab");
                data.text(b"c");
            }),
            data(&|data| {
                data.integer(0);
                data.text(b"abc");
            }),
            data(&|data| {
                data.real(0.0);
                data.text(b"abc");
            }),
            AssociatedData::new("api_keyabc").0,
        ];
        for (number, text) in texts.iter().enumerate() {
            assert_eq!(texts.iter().position(|other| other == text), Some(number));
        }
    }

    #[test]
    fn a_header_is_read_back_and_another_version_is_none() {
        let mut seal = SealedHeader::new(0x0102_0304).to_bytes().to_vec();
        seal.push(9);
        assert_eq!(SealedHeader::split(&seal), Some((SealedHeader::new(0x0102_0304), &[9][..])));
        assert_eq!(SealedHeader::split(&seal[..4]), None);
        seal[0] = 2;
        assert_eq!(SealedHeader::split(&seal), None);
        assert_eq!(SealedHeader::split(b""), None);
    }
}
