//! The copy of a record that a reader takes, and how a record stands in the table.
//!
//! It holds the upper half of the generation's id, then the checksum (32 bits) and the length in bytes, then, of a rotated
//! key, the key's id in two words, then the bytes. The beginning stands beside the slot, in a place that the slot's number
//! tells: so a reader's processor fetches both at once. What is longer goes on in the arena.

use super::atomics::{AtomicU64, Ordering};
use super::facts::Flags;
use super::slot::halves;

/// Words before the bytes; two more of a rotated key.
const HEADER: usize = 2;
/// The words of the beginning, which are all that most records have. All are copied whatever the length is: a copy whose
/// length depends on what was copied makes the processor guess, and a wrong guess costs as much as a cache miss.
pub(super) const BEGIN: usize = 6;
/// A copy up to this many words needs no allocation.
const INLINE: usize = 16;

/// A reader's copy of a record. One can be used for many hits; most records fit into it without an allocation.
#[derive(Clone)]
pub(crate) struct Record {
    inline: [u64; INLINE],
    /// For the longer ones.
    spilled: Vec<u64>,
    flags: Flags,
}

/// What is known of the checksum at the end of a key's text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Checksum {
    /// The key was presented.
    Known(u32),
    /// It was loaded and not presented since; nothing stored tells more than the last four digits. See
    /// [`Table::learn_checksum`](super::Table::learn_checksum).
    Unknown { last_four: [u8; 4] },
}

impl Checksum {
    /// The word that it takes in a record, where a flag of the slot says which of the two it is.
    pub(super) const fn word(self) -> u32 {
        match self {
            Self::Known(checksum) => checksum,
            Self::Unknown { last_four } => u32::from_le_bytes(last_four),
        }
    }

    pub(crate) const fn known(self) -> Option<u32> {
        match self {
            Self::Known(checksum) => Some(checksum),
            Self::Unknown { .. } => None,
        }
    }
}

/// The beginning of a record, which is all of it for most.
#[derive(Clone, Copy)]
pub(super) struct Begin([u64; BEGIN]);

impl Begin {
    /// Copies it. It may be torn: the caller asks the slot afterwards.
    #[inline(always)]
    pub(super) fn copy(words: &[AtomicU64; BEGIN]) -> Self {
        let [a, b, c, d, e, f] = words;
        let load = |word: &AtomicU64| word.load(Ordering::Relaxed);
        Self([load(a), load(b), load(c), load(d), load(e), load(f)])
    }

    /// The upper half of the id of the generation.
    pub(super) const fn high(self) -> u64 {
        let Self([high, ..]) = self;
        high
    }

    /// The id of the key, if it was rotated.
    pub(super) fn rotated_api_key_id(self) -> Option<u128> {
        let id: [u64; 2] = *self.0.get(HEADER..)?.first_chunk()?;
        Some(bytemuck::cast(id))
    }

    const fn checksum_and_length(self) -> [u32; 2] {
        let Self([_, second, ..]) = self;
        halves(second)
    }

    /// The same with a checksum.
    #[must_use]
    pub(super) fn with_checksum(self, checksum: u32) -> [u64; BEGIN] {
        let [_, length] = self.checksum_and_length();
        let mut words = self.0;
        let [_, second, ..] = &mut words;
        *second = u64::from(length) << 32 | u64::from(checksum);
        words
    }

    /// The words of the whole record.
    pub(super) const fn words(self, is_rotated: bool) -> usize {
        let [_, length] = self.checksum_and_length();
        words(length as usize, is_rotated)
    }
}

/// The words that a record of so many bytes takes.
pub(super) const fn words(bytes: usize, is_rotated: bool) -> usize {
    begin(is_rotated) + bytes.div_ceil(8)
}

const fn begin(is_rotated: bool) -> usize {
    if is_rotated { HEADER + 2 } else { HEADER }
}

/// The words of a record.
pub(super) fn record_words<'a>(
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

impl Default for Record {
    fn default() -> Self {
        Self { inline: [0; INLINE], spilled: Vec::new(), flags: Flags::default() }
    }
}

impl Record {
    /// Takes a copy of a record, of which the beginning was copied before and the rest, if any, stands in a block. What is
    /// copied may be torn: the caller asks the slot afterwards.
    #[inline(always)]
    pub(super) fn copy(&mut self, begin: Begin, block: &[AtomicU64], flags: Flags) -> Option<()> {
        self.flags = flags;
        let words = begin.words(flags.has(Flags::ROTATED));
        for (to, from) in self.inline.iter_mut().zip(begin.0) {
            *to = from;
        }
        if words > BEGIN {
            self.copy_more(block.get(..words - BEGIN)?);
        } else if !self.spilled.is_empty() {
            self.spilled.clear();
        }
        Some(())
    }

    fn copy_more(&mut self, more: &[AtomicU64]) {
        self.spilled.clear();
        if BEGIN + more.len() > INLINE {
            self.spilled.extend(self.inline.iter().take(BEGIN));
            self.spilled.resize(BEGIN + more.len(), 0);
        }
        let all = if self.spilled.is_empty() {
            self.inline.as_mut_slice()
        } else {
            self.spilled.as_mut_slice()
        };
        for (to, from) in all.iter_mut().skip(BEGIN).zip(more) {
            *to = from.load(Ordering::Relaxed);
        }
    }

    /// What is known of the checksum at the end of the key's text.
    #[inline]
    pub(crate) fn checksum(&self) -> Checksum {
        let [word, _] = self.begin().checksum_and_length();
        if self.flags.has(Flags::HAS_CHECKSUM) {
            Checksum::Known(word)
        } else {
            Checksum::Unknown { last_four: word.to_le_bytes() }
        }
    }

    /// The id of a key that was rotated; of every other it is that of its generation.
    pub(crate) fn rotated_api_key_id(&self) -> Option<u128> {
        if self.flags.has(Flags::ROTATED) { self.begin().rotated_api_key_id() } else { None }
    }

    /// The bytes that were handed in with the entry.
    #[inline]
    pub(crate) fn bytes(&self) -> &[u8] {
        let [_, length] = self.begin().checksum_and_length();
        let words = self.words().get(begin(self.flags.has(Flags::ROTATED))..).unwrap_or_default();
        let bytes: &[u8] = bytemuck::cast_slice(words);
        bytes.get(..length as usize).unwrap_or_default()
    }

    fn begin(&self) -> Begin {
        Begin(self.inline.first_chunk().copied().unwrap_or_default())
    }

    fn words(&self) -> &[u64] {
        if self.spilled.is_empty() { &self.inline } else { &self.spilled }
    }
}
