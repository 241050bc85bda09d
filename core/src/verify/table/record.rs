//! The copy of a record that a reader takes, and how a record stands in the table.
//!
//! It begins with the checksum (32 bits) and the length in bytes. Then comes when the generation retires, if it does; then,
//! of a rotated key, the key's id in two words; then the bytes. The first words fill the cache line behind the slot's, so a
//! reader's processor fetches both at once. What is longer goes on in the arena.

use super::atomics::{AtomicU64, LINE, Ordering};
use super::facts::Flags;
use super::slot::halves;

/// The words of the beginning, which are all that most records have.
pub(super) const BEGIN: usize = LINE;
/// A copy up to this many words needs no allocation. It is part of every verdict, which should stay small.
const INLINE: usize = BEGIN;

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

/// The beginning of a record, which is all of it for most. For the holder of the writer's lock.
#[derive(Clone, Copy)]
pub(super) struct Begin([u64; BEGIN]);

impl Begin {
    pub(super) fn copy(words: &[AtomicU64; BEGIN]) -> Self {
        Self(words.each_ref().map(|word| word.load(Ordering::Relaxed)))
    }

    pub(super) const fn into_words(self) -> [u64; BEGIN] {
        self.0
    }

    /// The id of a key that was rotated.
    pub(super) fn rotated_api_key_id(self, flags: Flags) -> Option<u128> {
        rotated_api_key_id(&self.0, flags)
    }

    /// The same with a checksum.
    #[must_use]
    pub(super) const fn with_checksum(self, checksum: u32) -> [u64; BEGIN] {
        let mut words = self.0;
        let [first, ..] = &mut words;
        let [_, length] = halves(*first);
        *first = joined(checksum, length);
        words
    }

    /// The words of the whole record.
    pub(super) const fn words(self, flags: Flags) -> usize {
        let Self([first, ..]) = self;
        let [_, length] = halves(first);
        words(length as usize, flags)
    }
}

/// The words that a record of so many bytes takes.
pub(super) const fn words(bytes: usize, flags: Flags) -> usize {
    begin(flags) + bytes.div_ceil(8)
}

/// The words before the bytes.
const fn begin(flags: Flags) -> usize {
    let retires = if flags.has(Flags::RETIRES) { 1 } else { 0 };
    let rotated = if flags.has(Flags::ROTATED) { 2 } else { 0 };
    1 + retires + rotated
}

fn rotated_api_key_id(words: &[u64], flags: Flags) -> Option<u128> {
    if !flags.has(Flags::ROTATED) {
        return None;
    }
    let (_, id) = words.get(..begin(flags))?.split_last_chunk()?;
    Some(bytemuck::cast::<[u64; 2], u128>(*id))
}

const fn joined(low: u32, high: u32) -> u64 {
    (high as u64) << 32 | low as u64
}

/// The words of a record. `retires` and `api_key_id` stand there as the flags of the slot say.
pub(super) fn record_words<'a>(
    checksum: u32,
    retires: Option<u64>,
    api_key_id: Option<u128>,
    bytes: &'a [u8],
) -> impl Iterator<Item = u64> + 'a {
    let first = joined(checksum, u32::try_from(bytes.len()).unwrap_or_default());
    let id = api_key_id.map(bytemuck::cast::<u128, [u64; 2]>).into_iter().flatten();
    let (whole, rest) = bytes.as_chunks::<8>();
    let mut last = [0; 8];
    for (to, from) in last.iter_mut().zip(rest) {
        *to = *from;
    }
    let last = (!rest.is_empty()).then_some(last);
    let words = whole.iter().copied().chain(last).map(u64::from_ne_bytes);
    [first].into_iter().chain(retires).chain(id).chain(words)
}

impl Record {
    pub(crate) const fn empty() -> Self {
        Self { inline: [0; INLINE], spilled: Vec::new(), flags: Flags::from_bits(0) }
    }

    /// Takes a copy of a record. What is copied may be torn: the caller asks the slot afterwards.
    #[inline(always)]
    pub(super) fn copy<'a>(
        &mut self,
        begin: &[AtomicU64; BEGIN],
        flags: Flags,
        rest: impl FnOnce() -> &'a [AtomicU64],
    ) -> Option<()> {
        self.flags = flags;
        // All of it, whatever the length is: a copy whose length depends on what was copied makes the processor guess, and
        // a wrong guess costs as much as a cache miss.
        for (to, from) in self.inline.iter_mut().zip(begin) {
            *to = from.load(Ordering::Relaxed);
        }
        let [_, length] = self.checksum_and_length();
        let words = words(length as usize, flags);
        if words > BEGIN {
            self.spill(rest().get(..words - BEGIN)?);
        } else if !self.spilled.is_empty() {
            self.spilled.clear();
        }
        Some(())
    }

    #[inline(never)]
    fn spill(&mut self, rest: &[AtomicU64]) {
        self.spilled.clear();
        self.spilled.extend(self.inline);
        self.spilled.extend(rest.iter().map(|word| word.load(Ordering::Relaxed)));
    }

    /// When the generation retires, if the flags say that it does.
    #[inline(always)]
    pub(super) const fn retires(&self) -> u64 {
        let [_, retires, ..] = self.inline;
        retires
    }

    /// What is known of the checksum at the end of the key's text.
    #[inline]
    pub(crate) fn checksum(&self) -> Checksum {
        let [word, _] = self.checksum_and_length();
        if self.flags.has(Flags::HAS_CHECKSUM) {
            Checksum::Known(word)
        } else {
            Checksum::Unknown { last_four: word.to_le_bytes() }
        }
    }

    /// The id of a key that was rotated; of every other it is that of its generation.
    pub(crate) fn rotated_api_key_id(&self) -> Option<u128> {
        rotated_api_key_id(&self.inline, self.flags)
    }

    /// The bytes that were handed in with the entry.
    #[inline]
    pub(crate) fn bytes(&self) -> &[u8] {
        let [_, length] = self.checksum_and_length();
        let all = if self.spilled.is_empty() { &self.inline } else { self.spilled.as_slice() };
        let words = all.get(begin(self.flags)..).unwrap_or_default();
        let bytes: &[u8] = bytemuck::cast_slice(words);
        bytes.get(..length as usize).unwrap_or_default()
    }

    const fn checksum_and_length(&self) -> [u32; 2] {
        let [word, ..] = self.inline;
        halves(word)
    }
}
