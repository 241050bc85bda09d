//! Counting uses without a write to the store and without a line that all threads write to.
//!
//! Every slot has a word of its own for it. A key that several threads use at once would make them pass that line back
//! and forth, though, and readers of the slot with them. So such a key moves to a cell of the thread's lane: the slot's
//! line is then only read. A cell is emptied into its slot from time to time, so the slot's word stays right about how
//! recently the key was used.

use super::atomics::{AtomicU64, LINE, Lines, Ordering};
use super::lane::{LANES, Lane};

/// Cells of one lane.
const CELLS: usize = if cfg!(loom) { LINE } else { 256 };
/// Two uses by two lanes within so many milliseconds make a key a shared one.
const TOGETHER_MS: u64 = 8;
const COUNT_BITS: u32 = 26;
const TIME_BITS: u32 = 26;
const MOST: u64 = (1 << COUNT_BITS) - 1;
const TIMES: u64 = (1 << TIME_BITS) - 1;
const MOST_HEAT: u64 = 3;
const MOST_IN_CELL: u64 = (1 << 12) - 1;
const CELL_TIMES: u64 = (1 << 14) - 1;
/// A cell is emptied into its slot when time passes a multiple of so many milliseconds, in powers of two.
const EMPTIED_SHIFT: u32 = 7;

/// The word of uses in a slot: count (26 bits), time in milliseconds (26, so it must be told at least every 18 hours),
/// lane of the last use (4), heat (2), and the end of the slot's sequence (6).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Uses(pub(super) u64);

impl Uses {
    pub(super) const fn none(sequence: u64, heat: u64, now_ms: u64) -> Self {
        Self::new(0, now_ms, 0, heat, sequence >> 1)
    }

    const fn new(count: u64, time: u64, lane: u64, heat: u64, sequence: u64) -> Self {
        Self(
            count
                | (time & TIMES) << COUNT_BITS
                | lane << (COUNT_BITS + TIME_BITS)
                | heat << (COUNT_BITS + TIME_BITS + 4)
                | sequence << 58,
        )
    }

    pub(super) const fn count(self) -> u64 {
        self.0 & MOST
    }

    const fn time(self) -> u64 {
        self.0 >> COUNT_BITS & TIMES
    }

    const fn lane(self) -> u64 {
        self.0 >> (COUNT_BITS + TIME_BITS) & 0xf
    }

    /// How much use it has seen lately, from 0 to 3.
    pub(super) const fn heat(self) -> u64 {
        self.0 >> (COUNT_BITS + TIME_BITS + 4) & 3
    }

    pub(super) const fn is_of(self, sequence: u64) -> bool {
        self.0 >> 58 == (sequence >> 1) & 0x3f
    }

    /// The time since the last use, in milliseconds.
    pub(super) const fn age(self, now_ms: u64) -> u64 {
        now_ms.wrapping_sub(self.time()) & TIMES
    }

    /// Counts more uses, the last of them at a time that may be a little before that of others.
    #[must_use]
    const fn more(self, uses: u64, lane: Lane, at_ms: u64) -> Self {
        let count = self.count() + uses;
        let heat = if self.heat() < MOST_HEAT { self.heat() + 1 } else { MOST_HEAT };
        let is_later = at_ms.wrapping_sub(self.time()) & TIMES <= TIMES / 2;
        // At its most the count stands still: it never runs into the time.
        Self::new(
            if count < MOST { count } else { MOST },
            if is_later { at_ms } else { self.time() },
            lane.index() as u64,
            heat,
            self.0 >> 58,
        )
    }

    /// Counts what a cell held. The slot's time is never far from its cells', so it tells what theirs means.
    #[must_use]
    pub(super) const fn with(self, lane: Lane, held: InCell) -> Self {
        let later = held.time().wrapping_sub(self.time()) & CELL_TIMES;
        let at_ms = if later <= CELL_TIMES / 2 { self.time() + later } else { self.time() };
        self.more(held.count(), lane, at_ms)
    }

    #[must_use]
    pub(super) const fn told(self) -> Self {
        Self(self.0 & !MOST)
    }

    #[must_use]
    pub(super) const fn cooler(self) -> Self {
        let heat = self.heat().saturating_sub(1);
        Self::new(self.count(), self.time(), self.lane(), heat, self.0 >> 58)
    }
}

/// What counting in a slot came to.
pub(super) enum Added {
    /// `is_first`: the slot had nothing to tell before. `is_shared`: another thread used the key just now.
    Done { is_first: bool, is_shared: bool },
    /// The slot has been written since.
    Gone,
}

/// Adds uses to a slot's word, unless it has another sequence by now.
#[inline]
pub(super) fn add(word: &AtomicU64, sequence: u64, uses: u64, lane: Lane, now_ms: u64) -> Added {
    change(word, sequence, lane, now_ms, |before| before.more(uses, lane, now_ms))
}

/// Adds what a cell held to its slot's word.
pub(super) fn add_held(word: &AtomicU64, lane: Lane, held: InCell) -> Added {
    change(word, held.sequence(), lane, 0, |before| before.with(lane, held))
}

#[inline]
fn change(
    word: &AtomicU64,
    sequence: u64,
    lane: Lane,
    now_ms: u64,
    after: impl Fn(Uses) -> Uses,
) -> Added {
    let mut before = Uses(word.load(Ordering::Relaxed));
    loop {
        if !before.is_of(sequence) {
            return Added::Gone;
        }
        let (current, new) = (before.0, after(before).0);
        match word.compare_exchange_weak(current, new, Ordering::Relaxed, Ordering::Relaxed) {
            Ok(_) => {
                return Added::Done {
                    is_first: before.count() == 0,
                    is_shared: before.lane() != lane.index() as u64
                        && before.count() > 0
                        && before.age(now_ms) <= TOGETHER_MS,
                };
            }
            Err(changed) => before = Uses(changed),
        }
    }
}

/// A cell: slot (32 bits), end of the slot's sequence (6), time in milliseconds (14), count (12). 0: free.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct InCell(u64);

impl InCell {
    const fn new(number: u32, sequence: u64, now_ms: u64, count: u64) -> Self {
        let time = (now_ms & CELL_TIMES) << 12;
        Self((number as u64) << 32 | (sequence >> 1 & 0x3f) << 26 | time | count)
    }

    pub(super) const fn number(self) -> u32 {
        let [_, number] = super::slot::halves(self.0);
        number
    }

    pub(super) const fn count(self) -> u64 {
        self.0 & MOST_IN_CELL
    }

    const fn time(self) -> u64 {
        self.0 >> 12 & CELL_TIMES
    }

    /// A sequence that ends as that of the slot did.
    const fn sequence(self) -> u64 {
        (self.0 >> 26 & 0x3f) << 1
    }

    const fn is_of(self, number: u32, sequence: u64) -> bool {
        self.0 >> 26 == Self::new(number, sequence, 0, 0).0 >> 26 && self.0 != 0
    }

    const fn is_recent(self, now_ms: u64) -> bool {
        self.time() >> EMPTIED_SHIFT == (now_ms & CELL_TIMES) >> EMPTIED_SHIFT
    }
}

/// The cells of all lanes.
pub(super) struct Cells(Lines);

impl Cells {
    pub(super) fn new() -> Self {
        Self(Lines::zeroed(LANES * CELLS / LINE))
    }

    pub(super) const fn bytes() -> usize {
        LANES * CELLS * 8
    }

    /// Counts a use of a slot that has a cell here. `None`: it has none. What a cell held too long is handed back, to be
    /// put into the slot.
    #[inline]
    pub(super) fn count(&self, lane: Lane, number: u32, sequence: u64, now_ms: u64) -> Option<u64> {
        let cell = self.cell(lane, number)?;
        let before = InCell(cell.load(Ordering::Relaxed));
        if !before.is_of(number, sequence) {
            return None;
        }
        let count = before.count() + 1;
        let (kept, over) =
            if before.is_recent(now_ms) && count < MOST_IN_CELL { (count, 0) } else { (0, count) };
        let after = InCell::new(number, sequence, now_ms, kept);
        swap(cell, before, after).then_some(over)
    }

    /// Gives a slot a cell, unless it is busy with another. What the cell held is handed back.
    pub(super) fn give(
        &self,
        lane: Lane,
        number: u32,
        sequence: u64,
        now_ms: u64,
    ) -> Option<InCell> {
        let cell = self.cell(lane, number)?;
        let before = InCell(cell.load(Ordering::Relaxed));
        let is_free = before.0 == 0 || !before.is_recent(now_ms);
        (is_free && swap(cell, before, InCell::new(number, sequence, now_ms, 0))).then_some(before)
    }

    /// Empties the cells of one slot and returns what they held for this sequence.
    pub(super) fn take_of(
        &self,
        number: u32,
        sequence: u64,
    ) -> impl Iterator<Item = (Lane, InCell)> {
        (0..LANES).map(Lane::number).filter_map(move |lane| {
            let cell = self.cell(lane, number)?;
            let take = |held| InCell(held).is_of(number, sequence).then_some(0);
            let held = cell.fetch_update(Ordering::Relaxed, Ordering::Relaxed, take).ok()?;
            Some((lane, InCell(held)))
        })
    }

    /// Takes what every cell holds, with its lane. The cells stay with their slots.
    pub(super) fn take_all(&self) -> impl Iterator<Item = (Lane, InCell)> {
        let cells = (0..LANES).flat_map(|lane| (0..CELLS).map(move |cell| (lane, cell)));
        cells.filter_map(|(lane, number)| {
            let cell = self.cell(Lane::number(lane), u32::try_from(number).ok()?)?;
            let held = InCell(cell.fetch_and(!MOST_IN_CELL, Ordering::Relaxed));
            (held.count() > 0).then_some((Lane::number(lane), held))
        })
    }

    #[inline]
    fn cell(&self, lane: Lane, number: u32) -> Option<&AtomicU64> {
        let cell = lane.index() * CELLS + number as usize % CELLS;
        self.0.line(cell / LINE)?.get(cell % LINE)
    }
}

fn swap(cell: &AtomicU64, before: InCell, after: InCell) -> bool {
    cell.compare_exchange(before.0, after.0, Ordering::Relaxed, Ordering::Relaxed).is_ok()
}
