//! One slot: a cache line of eight words that readers copy without a lock.
//!
//! | word | holds |
//! | --- | --- |
//! | 0 | sequence (32 bits, odd while the slot is written), flags (16), the owner's cell (16) |
//! | 1 | the lower half of the generation's id; in a UUIDv7 it is random |
//! | 2 | its upper half |
//! | 3, 4 | the first half of the digest |
//! | 5 | when the key expires |
//! | 6 | where the record goes on (32 bits), the owner's version (32) |
//! | 7 | uses, see [`usage`](super::usage) |
//!
//! A reader takes the sequence, the words, and the sequence again; what was written in between makes the two differ. The
//! words are relaxed atomics, so a torn copy is no undefined behaviour; the fences see to it that it is noticed.

use super::atomics::{AtomicU64, LINE, Ordering, fence};
use super::facts::Flags;

const SEQUENCE: u64 = 0xffff_ffff;

/// The words of one slot.
#[derive(Clone, Copy)]
pub(super) struct Slot<'a>(pub(super) &'a [AtomicU64; LINE]);

/// The first word of a slot: its sequence, its flags and its owner's cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Head(u64);

/// A copy of a slot, for the holder of the writer's lock.
#[derive(Clone, Copy)]
pub(super) struct View {
    head: Head,
    low: u64,
    high: u64,
    digest: [u64; 2],
    expires: u64,
    place: u64,
}

/// What a slot is to hold.
pub(super) struct Content {
    pub(super) flags: Flags,
    /// Where the owner's version stands.
    pub(super) owner: u16,
    /// The owner's version.
    pub(super) version: u32,
    pub(super) low: u64,
    pub(super) high: u64,
    pub(super) digest: [u64; 2],
    pub(super) expires: u64,
    /// Where the record goes on.
    pub(super) record: u32,
}

impl Head {
    #[inline(always)]
    pub(super) const fn flags(self) -> Flags {
        let [_, _, _, _, low, high, _, _] = self.0.to_le_bytes();
        Flags::from_bits(u16::from_le_bytes([low, high]))
    }

    #[inline(always)]
    pub(super) const fn owner(self) -> u16 {
        let [.., low, high] = self.0.to_le_bytes();
        u16::from_le_bytes([low, high])
    }

    #[inline(always)]
    pub(super) const fn sequence(self) -> u32 {
        let [sequence, _] = halves(self.0);
        sequence
    }
}

impl<'a> Slot<'a> {
    /// Reads the first word; `None` when the slot is being written. What is read behind it is of one moment with it if the
    /// slot [is still](Self::is_still) the same afterwards.
    #[inline(always)]
    pub(super) fn head(self) -> Option<Head> {
        let [head, ..] = self.0;
        // Acquire: the words of this sequence, and the record that they lead to, are seen.
        let head = head.load(Ordering::Acquire);
        (head & 1 == 0).then_some(Head(head))
    }

    /// Returns whether nothing was written since the first word was read, neither to the slot nor to its record. All that
    /// was read in between was then of that moment.
    #[inline(always)]
    pub(super) fn is_still(self, before: Head) -> bool {
        // What was read before stays before the second look; pairs with the fence in `begin`.
        fence(Ordering::Acquire);
        let [head, ..] = self.0;
        head.load(Ordering::Relaxed) == before.0
    }

    /// Looks whether the slot holds this lower half of an id. `None`: it was written meanwhile.
    #[inline(always)]
    pub(super) fn holds(self, wanted: u64) -> Option<(bool, Head)> {
        let head = self.head()?;
        let [_, low, ..] = self.0;
        if low.load(Ordering::Relaxed) == wanted && head.flags().has(Flags::KEPT) {
            return Some((true, head));
        }
        // That it holds something else must be of one moment. Who goes on to read what was sought asks anyway.
        self.is_still(head).then_some((false, head))
    }

    #[inline(always)]
    pub(super) fn digest(self) -> [u64; 2] {
        let [_, _, _, first, second, ..] = self.0;
        [first.load(Ordering::Relaxed), second.load(Ordering::Relaxed)]
    }

    #[inline(always)]
    pub(super) fn expires(self) -> u64 {
        let [.., expires, _, _] = self.0;
        expires.load(Ordering::Relaxed)
    }

    /// Where the record goes on, and the owner's version.
    #[inline(always)]
    pub(super) fn record_and_version(self) -> [u32; 2] {
        let [.., place, _] = self.0;
        let [version, record] = halves(place.load(Ordering::Relaxed));
        [record, version]
    }

    /// Copies the slot for the holder of the writer's lock, under whom nothing moves.
    pub(super) fn peek(self) -> View {
        let [head, low, high, digest_0, digest_1, expires, place, _] = self.0;
        let load = |word: &AtomicU64| word.load(Ordering::Relaxed);
        View {
            head: Head(load(head)),
            low: load(low),
            high: load(high),
            digest: [load(digest_0), load(digest_1)],
            expires: load(expires),
            place: load(place),
        }
    }

    /// Begins to write; only the holder of the writer's lock may. A slot whose writing never ends is read from the store
    /// for ever.
    pub(super) fn begin(self) -> Writing<'a> {
        let [head, ..] = self.0;
        let before = head.load(Ordering::Relaxed);
        head.store(with_sequence(before, before + 1), Ordering::Relaxed);
        // Whoever sees one of the words written from here on sees the odd sequence too.
        fence(Ordering::Release);
        Writing { slot: self, sequence: before.wrapping_add(2) & SEQUENCE }
    }

    /// The word of uses.
    pub(super) fn usage(self) -> &'a AtomicU64 {
        let [.., usage] = self.0;
        usage
    }
}

impl View {
    pub(super) const fn head(&self) -> Head {
        self.head
    }

    pub(super) const fn flags(&self) -> Flags {
        self.head.flags()
    }

    pub(super) const fn sequence(&self) -> u64 {
        self.head.0 & SEQUENCE
    }

    pub(super) const fn version(&self) -> u32 {
        let [version, _] = halves(self.place);
        version
    }

    pub(super) const fn record(&self) -> u32 {
        let [_, record] = halves(self.place);
        record
    }

    pub(super) const fn low(&self) -> u64 {
        self.low
    }

    pub(super) const fn high(&self) -> u64 {
        self.high
    }

    /// What was copied, to be written again with other flags.
    pub(super) const fn content(&self, flags: Flags) -> Content {
        Content {
            flags,
            owner: self.head.owner(),
            version: self.version(),
            low: self.low,
            high: self.high,
            digest: self.digest,
            expires: self.expires,
            record: self.record(),
        }
    }
}

/// A slot that is being written.
pub(super) struct Writing<'a> {
    slot: Slot<'a>,
    sequence: u64,
}

impl Writing<'_> {
    /// The sequence that the slot will have.
    pub(super) const fn sequence(&self) -> u64 {
        self.sequence
    }

    pub(super) fn finish(self, content: &Content) {
        let [head, low, high, digest_0, digest_1, expires, place, _] = self.slot.0;
        let [new_digest_0, new_digest_1] = content.digest;
        for (word, value) in [
            (low, content.low),
            (high, content.high),
            (digest_0, new_digest_0),
            (digest_1, new_digest_1),
            (expires, content.expires),
            (place, u64::from(content.record) << 32 | u64::from(content.version)),
        ] {
            word.store(value, Ordering::Relaxed);
        }
        let upper = u64::from(content.flags.bits()) | u64::from(content.owner) << 16;
        // Release: whoever sees the new sequence sees the words and the record.
        head.store(with_sequence(upper << 32, self.sequence), Ordering::Release);
    }

    /// Leaves the slot free.
    pub(super) fn empty(self) {
        self.finish(&Content {
            flags: Flags::default(),
            owner: 0,
            version: 0,
            low: 0,
            high: 0,
            digest: [0; 2],
            expires: 0,
            record: 0,
        });
    }
}

const fn with_sequence(head: u64, sequence: u64) -> u64 {
    head & !SEQUENCE | sequence & SEQUENCE
}

/// The lower and the upper half of a word.
pub(super) const fn halves(word: u64) -> [u32; 2] {
    let [a, b, c, d, e, f, g, h] = word.to_le_bytes();
    [u32::from_le_bytes([a, b, c, d]), u32::from_le_bytes([e, f, g, h])]
}
