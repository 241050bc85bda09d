//! The copy of a record that a reader takes, and how a record stands in its block.
//!
//! A block holds the upper half of the generation's id, then the checksum (32 bits) and the length in bytes, then, of a
//! rotated key, the key's id in two words, then the bytes.

use super::atomics::{AtomicU64, Ordering};
use super::slot::halves;

/// Words before the bytes; two more of a rotated key.
const HEADER: usize = 2;
/// A copy up to this many words needs no allocation.
const INLINE: usize = 32;

/// A reader's copy of a record. One can be used for many hits; most records fit into it without an allocation.
#[derive(Default)]
pub(crate) struct Record {
    inline: [u64; INLINE],
    /// For the longer ones.
    spilled: Vec<u64>,
    header: Header,
    is_rotated: bool,
}

/// What stands before the bytes.
#[derive(Clone, Copy, Default)]
pub(super) struct Header {
    pub(super) high: u64,
    pub(super) checksum: u32,
    length: u32,
}

impl Header {
    pub(super) fn read(words: &[AtomicU64]) -> Option<Self> {
        let [high, second, ..] = words else { return None };
        let [checksum, length] = halves(second.load(Ordering::Relaxed));
        Some(Self { high: high.load(Ordering::Relaxed), checksum, length })
    }

    /// The words of the whole block.
    pub(super) const fn words(self, is_rotated: bool) -> usize {
        words(self.length as usize, is_rotated)
    }
}

/// The words that a block for so many bytes takes.
pub(super) const fn words(bytes: usize, is_rotated: bool) -> usize {
    begin(is_rotated) + bytes.div_ceil(8)
}

const fn begin(is_rotated: bool) -> usize {
    if is_rotated { HEADER + 2 } else { HEADER }
}

/// The words of a block.
pub(super) fn block<'a>(
    high: u64,
    checksum: u32,
    api_key_id: Option<u128>,
    bytes: &'a [u8],
) -> impl Iterator<Item = u64> + 'a {
    let length = u64::try_from(bytes.len()).unwrap_or_default() << 32;
    let id = api_key_id.map(bytemuck::cast::<u128, [u64; 2]>).into_iter().flatten();
    let (whole, rest) = bytes.as_chunks::<8>();
    let mut last = [0; 8];
    for (to, from) in last.iter_mut().zip(rest) {
        *to = *from;
    }
    let last = (!rest.is_empty()).then_some(last);
    let words = whole.iter().copied().chain(last).map(u64::from_ne_bytes);
    [high, length | u64::from(checksum)].into_iter().chain(id).chain(words)
}

impl Record {
    /// Copies a block. What is copied may be torn: the caller asks the slot afterwards.
    pub(super) fn copy(&mut self, block: &[AtomicU64], is_rotated: bool) -> Option<()> {
        self.header = Header::read(block)?;
        self.is_rotated = is_rotated;
        let block = block.get(HEADER..self.header.words(is_rotated))?;
        let to = if block.len() <= INLINE {
            self.spilled.clear();
            self.inline.as_mut_slice()
        } else {
            self.spilled.resize(block.len(), 0);
            self.spilled.as_mut_slice()
        };
        for (to, from) in to.iter_mut().zip(block) {
            *to = from.load(Ordering::Relaxed);
        }
        Some(())
    }

    /// The checksum at the end of the key's text.
    pub(crate) const fn checksum(&self) -> u32 {
        self.header.checksum
    }

    /// The upper half of the id of the generation.
    pub(super) const fn high(&self) -> u64 {
        self.header.high
    }

    /// The id of a key that was rotated; of every other it is that of its generation.
    pub(crate) fn rotated_api_key_id(&self) -> Option<u128> {
        let id: [u64; 2] = *self.words().first_chunk()?;
        self.is_rotated.then(|| bytemuck::cast(id))
    }

    /// The bytes that were handed in with the entry.
    pub(crate) fn bytes(&self) -> &[u8] {
        let words = self.words().get(begin(self.is_rotated) - HEADER..).unwrap_or_default();
        let bytes: &[u8] = bytemuck::cast_slice(words);
        bytes.get(..self.header.length as usize).unwrap_or_default()
    }

    fn words(&self) -> &[u64] {
        if self.spilled.is_empty() { &self.inline } else { &self.spilled }
    }
}
