//! The bytes of a record: what a verdict shows of a key and no gate asks, as short as it can be.
//!
//! A key with an owner and a description of eleven letters each takes 31 bytes. What most keys do not have takes none.

/// What a record holds. Texts are as the store has them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct PackedKey<'a> {
    pub(crate) owner_id: &'a str,
    pub(crate) description: &'a str,
    /// The prefix of the presented generation.
    pub(crate) prefix: &'a str,
    /// Microseconds.
    pub(crate) created_at_us: i64,
    pub(crate) created_by: PackedCreator<'a>,
    pub(crate) scopes: &'a str,
    pub(crate) ip_allow_list: &'a str,
    /// A JSON object.
    pub(crate) metadata: &'a str,
    /// When the only generation was first used; of several, each tells it.
    pub(crate) first_used_at_us: Option<i64>,
    /// All, newest first, if there are several.
    pub(crate) generations: Vec<PackedGeneration<'a>>,
}

/// Who made a key.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum PackedCreator<'a> {
    #[default]
    Server,
    /// The owner, a user.
    Owner,
    /// Whoever the text names.
    Other(&'a str),
}

/// One of several generations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct PackedGeneration<'a> {
    pub(crate) id: u128,
    pub(crate) number: u32,
    pub(crate) last_four: &'a str,
    pub(crate) prefix: &'a str,
    pub(crate) created_at_us: i64,
    pub(crate) first_used_at_us: Option<i64>,
    pub(crate) retires_at_us: Option<i64>,
    pub(crate) retires_when_used: bool,
}

const EMPTY_OBJECT: &str = "{}";
// What the first byte says.
const MADE_LATER: u8 = 1;
const MADE_BY_OWNER: u8 = 1 << 1;
const MADE_BY_OTHER: u8 = 1 << 2;
const HAS_SCOPES: u8 = 1 << 3;
const HAS_IP_LIST: u8 = 1 << 4;
const HAS_METADATA: u8 = 1 << 5;
const HAS_GENERATIONS: u8 = 1 << 6;
const WAS_USED: u8 = 1 << 7;

impl<'a> PackedKey<'a> {
    /// Writes the bytes. `id` is the key's: it tells about when the key was made.
    pub(crate) fn write(&self, id: u128, bytes: &mut Vec<u8>) {
        let made_later = self.created_at_us.checked_sub(instant_of(id));
        let made_later = made_later.and_then(|later| u16::try_from(later).ok());
        let first = [
            (made_later.is_none(), MADE_LATER),
            (self.created_by == PackedCreator::Owner, MADE_BY_OWNER),
            (matches!(self.created_by, PackedCreator::Other(_)), MADE_BY_OTHER),
            (!self.scopes.is_empty(), HAS_SCOPES),
            (!self.ip_allow_list.is_empty(), HAS_IP_LIST),
            (self.metadata != EMPTY_OBJECT, HAS_METADATA),
            (!self.generations.is_empty(), HAS_GENERATIONS),
            (self.first_used_at_us.is_some(), WAS_USED),
        ];
        bytes.push(first.iter().filter(|(is_so, _)| *is_so).map(|(_, bit)| bit).sum());
        match made_later {
            Some(later) => bytes.extend(later.to_le_bytes()),
            None => bytes.extend(self.created_at_us.to_le_bytes()),
        }
        write_text(self.owner_id, bytes);
        write_text(self.description, bytes);
        write_text(self.prefix, bytes);
        if let PackedCreator::Other(text) = self.created_by {
            write_text(text, bytes);
        }
        for text in [self.scopes, self.ip_allow_list] {
            if !text.is_empty() {
                write_text(text, bytes);
            }
        }
        if self.metadata != EMPTY_OBJECT {
            write_text(self.metadata, bytes);
        }
        if let Some(instant) = self.first_used_at_us {
            bytes.extend(instant.to_le_bytes());
        }
        if !self.generations.is_empty() {
            write_length(self.generations.len(), bytes);
            for generation in &self.generations {
                generation.write(bytes);
            }
        }
    }

    /// Reads what [`PackedKey::write`] wrote; `None` when it did not.
    pub(crate) fn read(id: u128, bytes: &'a [u8]) -> Option<Self> {
        let mut rest = bytes;
        let [first] = take(&mut rest)?;
        let has = |bit| first & bit != 0;
        let created_at_us = if has(MADE_LATER) {
            i64::from_le_bytes(take(&mut rest)?)
        } else {
            instant_of(id) + i64::from(u16::from_le_bytes(take(&mut rest)?))
        };
        let owner_id = read_text(&mut rest)?;
        let description = read_text(&mut rest)?;
        let prefix = read_text(&mut rest)?;
        let created_by = if has(MADE_BY_OTHER) {
            PackedCreator::Other(read_text(&mut rest)?)
        } else if has(MADE_BY_OWNER) {
            PackedCreator::Owner
        } else {
            PackedCreator::Server
        };
        let mut text = |bit, otherwise| {
            if has(bit) { read_text(&mut rest) } else { Some(otherwise) }
        };
        let [scopes, ip_allow_list] = [text(HAS_SCOPES, "")?, text(HAS_IP_LIST, "")?];
        let metadata = text(HAS_METADATA, EMPTY_OBJECT)?;
        let first_used_at_us =
            if has(WAS_USED) { Some(i64::from_le_bytes(take(&mut rest)?)) } else { None };
        let count = if has(HAS_GENERATIONS) { read_length(&mut rest)? } else { 0 };
        let generations =
            (0..count).map(|_| PackedGeneration::read(&mut rest)).collect::<Option<_>>()?;
        rest.is_empty().then_some(Self {
            owner_id,
            description,
            prefix,
            created_at_us,
            created_by,
            scopes,
            ip_allow_list,
            metadata,
            first_used_at_us,
            generations,
        })
    }

    /// Reads the owner alone, which nearly every caller asks for.
    #[inline]
    pub(crate) fn read_owner_id(bytes: &'a [u8]) -> Option<&'a str> {
        let (first, _) = bytes.split_first()?;
        let mut rest = bytes.get(if first & MADE_LATER == 0 { 3 } else { 9 }..)?;
        read_text(&mut rest)
    }

    /// Returns whether this is the prefix, without reading the rest.
    #[inline]
    pub(crate) fn has_prefix(bytes: &[u8], prefix: &[u8]) -> bool {
        let read = || {
            let (first, _) = bytes.split_first()?;
            let mut rest = bytes.get(if first & MADE_LATER == 0 { 3 } else { 9 }..)?;
            take_bytes(&mut rest)?;
            take_bytes(&mut rest)?;
            take_bytes(&mut rest)
        };
        read() == Some(prefix)
    }
}

impl<'a> PackedGeneration<'a> {
    fn write(&self, bytes: &mut Vec<u8>) {
        bytes.extend(self.id.to_le_bytes());
        bytes.extend(self.number.to_le_bytes());
        bytes.extend(self.created_at_us.to_le_bytes());
        write_text(self.last_four, bytes);
        write_text(self.prefix, bytes);
        for instant in [self.first_used_at_us, self.retires_at_us] {
            bytes.push(instant.is_some().into());
            bytes.extend(instant.iter().flat_map(|instant| instant.to_le_bytes()));
        }
        bytes.push(self.retires_when_used.into());
    }

    fn read(rest: &mut &'a [u8]) -> Option<Self> {
        let instant = |rest: &mut &'a [u8]| match take(rest)? {
            [0] => Some(None),
            _ => Some(Some(i64::from_le_bytes(take(rest)?))),
        };
        Some(Self {
            id: u128::from_le_bytes(take(rest)?),
            number: u32::from_le_bytes(take(rest)?),
            created_at_us: i64::from_le_bytes(take(rest)?),
            last_four: read_text(rest)?,
            prefix: read_text(rest)?,
            first_used_at_us: instant(rest)?,
            retires_at_us: instant(rest)?,
            retires_when_used: take(rest)? != [0],
        })
    }
}

/// The instant in an id, in microseconds: the first 48 bits of a UUIDv7 are milliseconds.
fn instant_of(id: u128) -> i64 {
    i64::try_from((id >> 80) * 1000).unwrap_or_default()
}

fn write_text(text: &str, bytes: &mut Vec<u8>) {
    write_length(text.len(), bytes);
    bytes.extend(text.as_bytes());
}

fn read_text<'a>(rest: &mut &'a [u8]) -> Option<&'a str> {
    str::from_utf8(take_bytes(rest)?).ok()
}

/// Takes the bytes of a text.
#[inline]
fn take_bytes<'a>(rest: &mut &'a [u8]) -> Option<&'a [u8]> {
    let length = read_length(rest)?;
    let (bytes, behind) = rest.split_at_checked(length)?;
    *rest = behind;
    Some(bytes)
}

/// One byte for most lengths, else 255 and four more.
fn write_length(length: usize, bytes: &mut Vec<u8>) {
    match u8::try_from(length) {
        Ok(short) if short < u8::MAX => bytes.push(short),
        _ => {
            bytes.push(u8::MAX);
            bytes.extend(u32::try_from(length).unwrap_or(u32::MAX).to_le_bytes());
        }
    }
}

fn read_length(rest: &mut &[u8]) -> Option<usize> {
    match take(rest)? {
        [u8::MAX] => usize::try_from(u32::from_le_bytes(take(rest)?)).ok(),
        [short] => Some(short.into()),
    }
}

fn take<const N: usize>(rest: &mut &[u8]) -> Option<[u8; N]> {
    let (taken, behind) = rest.split_first_chunk()?;
    *rest = behind;
    Some(*taken)
}

#[cfg(all(test, not(loom)))]
mod tests {
    use proptest::prelude::*;

    use super::{PackedCreator, PackedGeneration, PackedKey, instant_of};

    const ID: u128 = 0x0198_c7e2_5f7a_7b3c_9d5e_2f1a_6b8c_4d70;

    fn typical() -> PackedKey<'static> {
        PackedKey {
            owner_id: "user-123456",
            description: "nightly CI",
            prefix: "kw",
            created_at_us: instant_of(ID) + 617,
            metadata: "{}",
            ..PackedKey::default()
        }
    }

    fn written(key: &PackedKey<'_>) -> Vec<u8> {
        let mut bytes = Vec::new();
        key.write(ID, &mut bytes);
        bytes
    }

    #[test]
    fn a_typical_key_takes_four_words() {
        assert!(written(&typical()).len() <= 32, "{}", written(&typical()).len());
    }

    #[test]
    fn bytes_that_are_cut_or_longer_are_refused_and_never_panic() {
        let mut key = typical();
        key.created_by = PackedCreator::Other("server:support:bob");
        key.scopes = "invoices:read";
        key.generations = vec![PackedGeneration {
            id: ID,
            number: 2,
            last_four: "0abc",
            prefix: "kw",
            created_at_us: 5,
            first_used_at_us: Some(-1),
            retires_at_us: None,
            retires_when_used: true,
        }];
        let mut bytes = written(&key);
        assert_eq!(PackedKey::read(ID, &bytes), Some(key));
        for length in 0..bytes.len() {
            assert_eq!(PackedKey::read(ID, &bytes[..length]), None, "{length} bytes");
        }
        bytes.push(0);
        assert_eq!(PackedKey::read(ID, &bytes), None);
    }

    prop_compose! {
        fn texts()(texts in proptest::array::uniform7("\\PC{0,300}")) -> [String; 7] { texts }
    }

    proptest! {
        #[test]
        fn every_key_comes_back(
            [owner_id, description, prefix, by, scopes, ips, metadata] in texts(),
            created_at_us in prop_oneof![any::<i64>(), (0..70_000_i64).prop_map(|n| instant_of(ID) + n)],
            who in 0..3_u8,
            first_used_at_us in any::<Option<i64>>(),
            instants in proptest::collection::vec(any::<(i64, Option<i64>, Option<i64>)>(), 0..4),
        ) {
            let created_by = match who {
                0 => PackedCreator::Server,
                1 => PackedCreator::Owner,
                _ => PackedCreator::Other(&by),
            };
            let generation = |(number, (created_at_us, first_used_at_us, retires_at_us))| PackedGeneration {
                id: ID + u128::from(number), number, last_four: &by, prefix: &prefix,
                created_at_us, first_used_at_us, retires_at_us,
                retires_when_used: number % 2 == 0,
            };
            let key = PackedKey {
                owner_id: &owner_id, description: &description, prefix: &prefix, created_at_us,
                created_by, scopes: &scopes, ip_allow_list: &ips, metadata: &metadata,
                first_used_at_us,
                generations: (0..).zip(instants).map(generation).collect(),
            };
            let bytes = written(&key);
            prop_assert_eq!(PackedKey::read_owner_id(&bytes), Some(&*owner_id));
            prop_assert!(PackedKey::has_prefix(&bytes, prefix.as_bytes()));
            let longer = format!("{}x", prefix);
            prop_assert!(!PackedKey::has_prefix(&bytes, longer.as_bytes()));
            prop_assert_eq!(PackedKey::read(ID, &bytes), Some(key));
        }

        #[test]
        fn foreign_bytes_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = PackedKey::read(ID, &bytes);
            let _ = PackedKey::read_owner_id(&bytes);
            let _ = PackedKey::has_prefix(&bytes, b"kw");
        }
    }
}
