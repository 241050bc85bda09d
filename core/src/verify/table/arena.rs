//! The memory of the longer records: words in blocks of a few sizes, given back to lists by size.
//!
//! Chunks are made once and never moved or freed, so a reader needs no lock to look at a block, whoever owns it by now.
//! That it copied the block it meant is told by the sequence of the slot that led there.

use std::sync::OnceLock;

use super::atomics::{AtomicU64, Ordering, zeroed};

/// The sizes of blocks, in words. Small ones are exact; above, at most a quarter of a block is lost.
const SIZES: [usize; 37] = [
    1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 20, 24, 28, 32, 40, 48, 56, 64, 80, 96,
    112, 128, 160, 192, 224, 256, 320, 384, 448, 512, 640,
];
/// The longest block, in words.
pub(super) const LONGEST: usize = if cfg!(loom) { 16 } else { 640 };
/// A chunk has at most 2 to the power of so many words. Its pages cost memory only once they are used.
const LARGEST_SHIFT: u32 = 20;

/// The words, for readers.
pub(super) struct Arena {
    chunks: Box<[OnceLock<Box<[AtomicU64]>>]>,
    shift: u32,
}

/// Which blocks are free, for the holder of the writer's lock.
pub(super) struct Blocks {
    /// By size.
    free: Vec<Vec<u32>>,
    /// The first word that was never used.
    top: u64,
    limit: u64,
}

impl Arena {
    /// Makes an arena of at most so many words.
    pub(super) fn new(words: u64) -> (Self, Blocks) {
        let limit = words.clamp(LONGEST as u64, u64::from(u32::MAX));
        let shift = limit.next_power_of_two().trailing_zeros().min(LARGEST_SHIFT);
        let chunks = (0..limit.div_ceil(1 << shift)).map(|_| OnceLock::new()).collect();
        let blocks = Blocks { free: vec![Vec::new(); SIZES.len()], top: 0, limit };
        (Self { chunks, shift }, blocks)
    }

    /// The words from a place on, to the end of their chunk.
    #[inline]
    pub(super) fn words_at(&self, place: u32) -> Option<&[AtomicU64]> {
        let place = place as usize;
        let chunk = self.chunks.get(place >> self.shift)?.get()?;
        chunk.get(place & ((1 << self.shift) - 1)..)
    }

    /// Writes a record. Only inside the writing of the slot that owns the block.
    pub(super) fn write(&self, place: u32, record: impl Iterator<Item = u64>) {
        for (word, value) in self.words_at(place).unwrap_or_default().iter().zip(record) {
            word.store(value, Ordering::Relaxed);
        }
    }

    /// Takes a block for so many words, which for none is no block; `None` when there is no room.
    pub(super) fn take(&self, blocks: &mut Blocks, words: usize) -> Option<u32> {
        if words == 0 {
            return Some(0);
        }
        let size = size_of(words)?;
        if let Some(place) = blocks.free.get_mut(size)?.pop() {
            return Some(place);
        }
        let length = *SIZES.get(size)? as u64;
        let chunk_words = 1 << self.shift;
        let left = chunk_words - blocks.top % chunk_words;
        if left < length {
            blocks.give_up(left);
        }
        if blocks.top + length > blocks.limit {
            return None;
        }
        let place = u32::try_from(blocks.top).ok()?;
        let chunk = self.chunks.get(place as usize >> self.shift)?;
        chunk.get_or_init(|| zeroed(1 << self.shift));
        blocks.top += length;
        Some(place)
    }
}

impl Blocks {
    /// Gives a block of so many words back.
    pub(super) fn give_back(&mut self, place: u32, words: usize) {
        if words == 0 {
            return;
        }
        if let Some(list) = size_of(words).and_then(|size| self.free.get_mut(size)) {
            list.push(place);
        }
    }

    /// The words that were ever used.
    pub(super) const fn used_words(&self) -> u64 {
        self.top
    }

    /// Whether a block given back by a record of so many words serves one of so many.
    pub(super) fn fits(given: usize, wanted: usize) -> bool {
        given > 0 && size_of(given) == size_of(wanted)
    }

    /// Makes the end of a chunk, too short for what is wanted, a block of the largest size that it has room for.
    fn give_up(&mut self, left: u64) {
        let end = self.top + left;
        if let Some(size) = SIZES.iter().rposition(|size| *size as u64 <= left)
            && let (Some(list), Ok(place)) = (self.free.get_mut(size), u32::try_from(self.top))
            && end <= self.limit
        {
            list.push(place);
        }
        self.top = end;
    }
}

fn size_of(words: usize) -> Option<usize> {
    (words <= LONGEST).then(|| SIZES.partition_point(|size| *size < words))
}
