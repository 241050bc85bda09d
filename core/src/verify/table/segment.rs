//! A field of slots, found by their tags.
//!
//! Slots stand in buckets of seven. The bucket's word of tags has one byte for each: 0 for a free slot, else eight bits of
//! its id's hash. Seven tags are compared in one step, so a look-up touches the slot that it wants and hardly another.
//! The eighth byte of the bucket in which an id belongs says how many buckets further its like may stand.

use super::atomics::{AtomicU64, LINE, Lines, Ordering, Words, zeroed};
use super::record::BEGIN;
use super::slot::{Head, Slot};

/// Slots of one bucket.
pub(super) const WAYS: usize = 7;
/// How often a slot that is being written is looked at again. A reader then goes to the store rather than wait.
const TRIES: usize = if cfg!(loom) { 1 } else { 64 };
const EVERY_BYTE: u64 = 0x0101_0101_0101_0101;
const HIGH_BITS: u64 = 0x0080_8080_8080_8080;

/// Slots with their tags, made once and never moved.
pub(super) struct Segment {
    tags: Words,
    /// Each slot in one line, and the beginning of its record in the next.
    slots: Lines,
    /// One bit for each slot that has uses to be told, in words of 64.
    pub(super) used: Box<[AtomicU64]>,
    /// The number of its first slot in the whole table.
    pub(super) base: u32,
}

/// Where an id belongs.
#[derive(Clone, Copy)]
pub(super) struct Home {
    hash: u64,
}

/// What a look for an id came to.
pub(super) enum Search<'a> {
    Found {
        slot: Slot<'a>,
        head: Head,
        index: usize,
    },
    Absent,
    /// It was being written again and again.
    Busy,
}

impl Home {
    /// The hash of the lower half of an id. Ids are random already; those that somebody wrote by hand need not be.
    #[inline]
    pub(super) fn of(low: u64) -> Self {
        let (high, low) = multiplied(low ^ 0x9e37_79b9_7f4a_7c15, 0xd6e8_feb8_6659_fd93);
        Self { hash: high ^ low }
    }

    fn tag(self) -> u8 {
        self.hash.to_le_bytes().first().copied().unwrap_or(1).max(1)
    }

    /// Where in its bucket an id stands if it can.
    const fn way(self) -> usize {
        let [_, _, _, a, b, ..] = self.hash.to_le_bytes();
        (u16::from_le_bytes([a, b]) as usize * WAYS) >> 16
    }

    /// Whether the slot there has the tag of this id.
    fn is_tagged(self, tags: u64) -> bool {
        tags >> (8 * self.way()) & 0xff == u64::from(self.tag())
    }

    /// Sixteen bits that have nothing to do with the tag and little with the bucket.
    pub(super) const fn fingerprint(self) -> u16 {
        let [_, a, b, ..] = self.hash.to_le_bytes();
        u16::from_le_bytes([a, b])
    }
}

impl Segment {
    pub(super) fn new(buckets: usize, base: u32) -> Self {
        let buckets = buckets.max(1);
        Self {
            tags: Words::zeroed(buckets),
            slots: Lines::zeroed(buckets * WAYS * 2),
            used: zeroed((buckets * WAYS).div_ceil(64)),
            base,
        }
    }

    pub(super) fn capacity(&self) -> usize {
        self.tags.len() * WAYS
    }

    pub(super) fn bytes(&self) -> usize {
        8 * (self.tags.len() * (1 + WAYS * (LINE + BEGIN)) + self.used.len())
    }

    /// Looks for an id without a lock.
    #[inline(always)]
    pub(super) fn search(&self, home: Home, low: u64) -> Search<'_> {
        let mut bucket = self.bucket(home);
        // Acquire: a slot whose tag is seen is seen.
        let Some(mut tags) = self.tags.get(bucket).map(|tags| tags.load(Ordering::Acquire)) else {
            return Search::Absent;
        };
        let index = bucket * WAYS + home.way();
        // Where most stand. The processor expects it and fetches the slot along with the tags, not behind them.
        if home.is_tagged(tags)
            && let Some(slot) = self.slot(index)
            && let Some((true, head)) = slot.holds(low)
        {
            return Search::Found { slot, head, index };
        }
        let wanted = EVERY_BYTE * u64::from(home.tag());
        for _ in 0..=distance(tags) {
            let differences = tags ^ wanted;
            // The bits of bytes that are zero, and perhaps one too many: the slot itself is asked anyway.
            let mut candidates = differences.wrapping_sub(EVERY_BYTE) & !differences & HIGH_BITS;
            while candidates != 0 {
                let way = candidates.trailing_zeros() as usize / 8;
                candidates &= candidates - 1;
                let index = bucket * WAYS + way;
                let Some(slot) = self.slot(index) else { continue };
                match (0..TRIES).find_map(|_| slot.holds(low)) {
                    Some((true, head)) => return Search::Found { slot, head, index },
                    Some((false, _)) => {}
                    None => return Search::Busy,
                }
            }
            bucket = self.next(bucket);
            tags = self.tags.get(bucket).map_or(0, |tags| tags.load(Ordering::Acquire));
        }
        Search::Absent
    }

    #[inline(always)]
    pub(super) fn slot(&self, index: usize) -> Option<Slot<'_>> {
        self.slots.line(2 * index).map(Slot)
    }

    /// The beginning of the record of a slot.
    #[inline(always)]
    pub(super) fn record(&self, index: usize) -> Option<&[AtomicU64; BEGIN]> {
        self.slots.line(2 * index + 1)
    }

    /// Writes the beginning of a record. Only inside the writing of its slot.
    pub(super) fn write_record(&self, index: usize, words: &mut impl Iterator<Item = u64>) {
        for word in self.record(index).into_iter().flatten() {
            word.store(words.next().unwrap_or_default(), Ordering::Relaxed);
        }
    }

    #[inline]
    pub(super) fn bucket(&self, home: Home) -> usize {
        // The hash, scaled to the number of buckets.
        let (bucket, _) = multiplied(home.hash, self.tags.len() as u64);
        usize::try_from(bucket).unwrap_or_default()
    }

    /// Finds a free slot for an id, at most so many buckets from where it belongs. For the holder of the writer's lock.
    pub(super) fn free_slot(&self, home: Home, reach: u8) -> Option<Free> {
        let mut bucket = self.bucket(home);
        let first = self.tags.get(bucket)?.load(Ordering::Relaxed).to_le_bytes();
        if first.get(home.way()) == Some(&0) {
            return Some(Free { index: bucket * WAYS + home.way(), distance: 0 });
        }
        for distance in 0..=reach {
            let tags = self.tags.get(bucket)?.load(Ordering::Relaxed).to_le_bytes();
            if let Some(way) = tags.iter().take(WAYS).position(|tag| *tag == 0) {
                return Some(Free { index: bucket * WAYS + way, distance });
            }
            bucket = self.next(bucket);
        }
        None
    }

    /// Shows a slot, written already, to readers.
    pub(super) fn show(&self, home: Home, free: &Free) {
        self.set_tag(free.index, home.tag());
        if let Some(tags) = self.tags.get(self.bucket(home)) {
            let mut bytes = tags.load(Ordering::Relaxed).to_le_bytes();
            let [.., reached] = &mut bytes;
            *reached = (*reached).max(free.distance);
            tags.store(u64::from_le_bytes(bytes), Ordering::Release);
        }
    }

    /// Takes a slot away from readers.
    pub(super) fn hide(&self, index: usize) {
        self.set_tag(index, 0);
    }

    pub(super) fn mark_used(&self, index: usize) {
        let mark = 1 << (index % 64);
        if let Some(word) = self.used.get(index / 64)
            && word.load(Ordering::Relaxed) & mark == 0
        {
            word.fetch_or(mark, Ordering::Relaxed);
        }
    }

    pub(super) fn index(&self, number: u32) -> Option<usize> {
        let index = usize::try_from(number.checked_sub(self.base)?).ok()?;
        (index < self.capacity()).then_some(index)
    }

    pub(super) fn number(&self, index: usize) -> u32 {
        // A table with more slots than numbers is never made.
        self.base.wrapping_add(u32::try_from(index).unwrap_or(u32::MAX))
    }

    fn next(&self, bucket: usize) -> usize {
        if bucket + 1 < self.tags.len() { bucket + 1 } else { 0 }
    }

    fn set_tag(&self, index: usize, tag: u8) {
        let Some(tags) = self.tags.get(index / WAYS) else { return };
        let mut bytes = tags.load(Ordering::Relaxed).to_le_bytes();
        if let Some(byte) = bytes.get_mut(index % WAYS) {
            *byte = tag;
        }
        // Release: the slot that the tag leads to is written.
        tags.store(u64::from_le_bytes(bytes), Ordering::Release);
    }
}

/// A free slot and how far from home it is, in buckets.
pub(super) struct Free {
    pub(super) index: usize,
    distance: u8,
}

/// The upper and the lower half of a product.
fn multiplied(a: u64, b: u64) -> (u64, u64) {
    let product = u128::from(a) * u128::from(b);
    (u64::try_from(product >> 64).unwrap_or_default(), a.wrapping_mul(b))
}

const fn distance(tags: u64) -> u8 {
    let [.., distance] = tags.to_le_bytes();
    distance
}
