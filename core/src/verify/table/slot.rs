//! One slot: a cache line of eight words that readers copy without a lock.
//!
//! | word | holds |
//! | --- | --- |
//! | 0 | sequence (32 bits, odd while the slot is written), flags (16), the owner's cell (16) |
//! | 1 | the lower half of the generation's id; in a UUIDv7 it is random |
//! | 2, 3 | the first half of the digest; of a changed key, word 2 is the upper half of the id |
//! | 4, 5 | when the key expires and the generation retires |
//! | 6 | where the record stands (32 bits), the owner's version (32) |
//! | 7 | uses, see [`usage`](super::usage) |
//!
//! A reader takes the sequence, the words, and the sequence again; what was written in between makes the two differ. The
//! words are relaxed atomics, so a torn copy is no undefined behaviour; the fences see to it that it is noticed.

use super::atomics::{AtomicU64, LINE, Ordering, fence};
use super::facts::{Facts, Flags};

const SEQUENCE: u64 = 0xffff_ffff;

/// The words of one slot.
#[derive(Clone, Copy)]
pub(super) struct Slot<'a>(pub(super) &'a [AtomicU64; LINE]);

/// A copy of a slot, all of one moment.
#[derive(Clone, Copy)]
pub(super) struct View {
    head: u64,
    low: u64,
    digest: [u64; 2],
    ends: [u64; 2],
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
    pub(super) digest: [u64; 2],
    pub(super) ends: [u64; 2],
    /// Where the record stands.
    pub(super) record: u32,
}

impl<'a> Slot<'a> {
    /// Copies the slot; `None` when it was being written.
    #[inline(always)]
    pub(super) fn read(self) -> Option<View> {
        // Acquire: the words of this sequence, and the record that they lead to, are seen.
        let view = self.view(Ordering::Acquire);
        (view.head & 1 == 0 && self.is_still(&view)).then_some(view)
    }

    /// Returns whether nothing was written since the copy was made, neither to the slot nor to the record that it leads
    /// to. All that was read before this call was then of that moment.
    #[inline(always)]
    pub(super) fn is_still(self, view: &View) -> bool {
        // What was read before stays before the second look; pairs with the fence in `begin`.
        fence(Ordering::Acquire);
        let [head, ..] = self.0;
        head.load(Ordering::Relaxed) == view.head
    }

    /// Copies the slot for the holder of the writer's lock, under whom nothing moves.
    pub(super) fn peek(self) -> View {
        self.view(Ordering::Relaxed)
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

    #[inline(always)]
    fn view(self, order: Ordering) -> View {
        let [head, low, digest_0, digest_1, expires, retires, place, _] = self.0;
        let head = head.load(order);
        let load = |word: &AtomicU64| word.load(Ordering::Relaxed);
        View {
            head,
            low: load(low),
            digest: [load(digest_0), load(digest_1)],
            ends: [load(expires), load(retires)],
            place: load(place),
        }
    }
}

impl View {
    pub(super) const fn flags(&self) -> Flags {
        let [_, _, _, _, low, high, _, _] = self.head.to_le_bytes();
        Flags::from_bits(u16::from_le_bytes([low, high]))
    }

    pub(super) const fn owner(&self) -> u16 {
        let [.., low, high] = self.head.to_le_bytes();
        u16::from_le_bytes([low, high])
    }

    pub(super) const fn version(&self) -> u32 {
        let [low, _] = halves(self.place);
        low
    }

    pub(super) const fn record(&self) -> u32 {
        let [_, high] = halves(self.place);
        high
    }

    pub(super) const fn low(&self) -> u64 {
        self.low
    }

    /// The upper half of the id, in a slot whose key has changed.
    pub(super) const fn changed_high(&self) -> u64 {
        let [high, _] = self.digest;
        high
    }

    /// The part of the sequence that stands in the word of uses.
    pub(super) const fn sequence(&self) -> u64 {
        self.head & SEQUENCE
    }

    /// What was copied, to be written again with other flags.
    pub(super) const fn content(&self, flags: Flags) -> Content {
        Content {
            flags,
            owner: self.owner(),
            version: self.version(),
            low: self.low,
            digest: self.digest,
            ends: self.ends,
            record: self.record(),
        }
    }

    pub(super) fn facts(&self) -> Facts {
        Facts::from_words(self.flags(), self.digest, self.ends)
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
        let [head, low, digest_0, digest_1, expires, retires, place, _] = self.slot.0;
        let [[new_digest_0, new_digest_1], [new_expires, new_retires]] =
            [content.digest, content.ends];
        for (word, value) in [
            (low, content.low),
            (digest_0, new_digest_0),
            (digest_1, new_digest_1),
            (expires, new_expires),
            (retires, new_retires),
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
            digest: [0; 2],
            ends: [0; 2],
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
