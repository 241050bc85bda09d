//! Counting uses without a write to the store and without a line that all threads write to.
//!
//! Every slot has a word of its own for it. A key that several threads use at once would make them pass that line back
//! and forth, though, and readers of the slot with them. So such a key moves to a cell of the thread's lane: the slot's
//! line is then only read. A cell is emptied into its slot from time to time, so the slot's word stays right about how
//! recently the key was used.
//!
//! A word holds the uses of one minute. Whoever uses the key in another takes them out and tells them, so a count stands in
//! the minute that it belongs to, however late it is told.

use super::atomics::{AtomicU64, LINE, Lines, Ordering};
use crate::lane::{LANES, Lane};

/// Cells of one lane.
const CELLS: usize = if cfg!(loom) { LINE } else { 256 };
/// Two uses by two lanes within so many milliseconds make a key a shared one.
const TOGETHER_MS: u64 = 8;
const COUNT_BITS: u32 = 14;
const TIME_BITS: u32 = 38;
const MOST: u64 = (1 << COUNT_BITS) - 1;
const TIMES: u64 = (1 << TIME_BITS) - 1;
const MOST_HEAT: u64 = 3;
const MOST_IN_CELL: u64 = (1 << 8) - 1;
const CELL_TIME_BITS: u32 = 18;
const CELL_TIMES: u64 = (1 << CELL_TIME_BITS) - 1;
/// A cell is emptied into its slot when time passes a multiple of so many milliseconds, in powers of two.
const EMPTIED_SHIFT: u32 = 7;
const MINUTE_MS: u64 = 60_000;
/// Where the minute stands in a time; the milliseconds within it have the bits below.
const MINUTE_SHIFT: u32 = 16;

/// A time in milliseconds as it is kept: the minute, and the milliseconds within it. So its lower bits tell of each other
/// whether they are of one minute, which is what uses are counted by.
const fn kept_time(at_ms: u64) -> u64 {
    ((at_ms / MINUTE_MS) << MINUTE_SHIFT) | (at_ms % MINUTE_MS)
}

/// The word of uses in a slot: count (14 bits), time (38, eight years of minutes and milliseconds), lane of the last use
/// (4), heat (2), and the end of the slot's sequence (6). All that is counted in it was of one minute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Uses(pub(super) u64);

impl Uses {
    pub(super) const fn none(sequence: u64, heat: u64, now_ms: u64) -> Self {
        Self::new(0, kept_time(now_ms), 0, heat, sequence >> 1)
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

    /// How long ago the last use was: within a minute in milliseconds, and beyond good for comparing only.
    pub(super) const fn age(self, now_ms: u64) -> u64 {
        kept_time(now_ms).wrapping_sub(self.time()) & TIMES
    }

    /// The time of the last use in milliseconds, given another that is less than eight years away.
    pub(super) const fn last_used_ms(self, now_ms: u64) -> u64 {
        let age = self.age(now_ms);
        if age > TIMES / 2 {
            // By the clock of another processor, a little later than now.
            return now_ms;
        }
        let time = kept_time(now_ms).saturating_sub(age);
        (time >> MINUTE_SHIFT) * MINUTE_MS + (time & ((1 << MINUTE_SHIFT) - 1))
    }

    /// Counts more uses, the last of them at a time that may be a little before that of others. What was counted before in
    /// another minute, or has no room, comes back beside and is to be told by itself.
    #[must_use]
    const fn more(self, uses: u64, lane: Lane, time: u64) -> (Self, Option<Self>) {
        let heat = if self.heat() < MOST_HEAT { self.heat() + 1 } else { MOST_HEAT };
        let is_later = time.wrapping_sub(self.time()) & TIMES <= TIMES / 2;
        let time = if is_later { time & TIMES } else { self.time() };
        let is_other_minute = time >> MINUTE_SHIFT != self.time() >> MINUTE_SHIFT;
        let is_over = self.count() > 0 && (is_other_minute || self.count() + uses > MOST);
        let (count, over) = if is_over { (uses, Some(self)) } else { (self.count() + uses, None) };
        (Self::new(count, time, lane.index() as u64, heat, self.0 >> 58), over)
    }

    /// Counts what a cell held. The slot's time is never far from its cells', so it tells what theirs means.
    #[must_use]
    pub(super) const fn with(self, lane: Lane, held: InCell) -> (Self, Option<Self>) {
        let later = held.time().wrapping_sub(self.time()) & CELL_TIMES;
        let time = if later <= CELL_TIMES / 2 { self.time() + later } else { self.time() };
        self.more(held.count(), lane, time)
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
    Done {
        /// The slot had nothing to tell before.
        is_first: bool,
        /// Another thread used the key just now.
        is_shared: bool,
        /// What the slot held and is to be told by itself.
        over: Option<Uses>,
    },
    /// The slot has been written since.
    Gone,
}

/// Whether a slot has uses to tell.
pub(super) fn has_uses(word: &AtomicU64) -> bool {
    Uses(word.load(Ordering::Relaxed)).count() > 0
}

/// Adds a use to a slot's word, unless it has another sequence by now.
#[inline]
pub(super) fn add(word: &AtomicU64, sequence: u64, lane: Lane, now_ms: u64) -> Added {
    let time = kept_time(now_ms);
    change(word, sequence, lane, now_ms, |before| before.more(1, lane, time))
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
    after: impl Fn(Uses) -> (Uses, Option<Uses>),
) -> Added {
    let mut before = Uses(word.load(Ordering::Relaxed));
    loop {
        if !before.is_of(sequence) {
            return Added::Gone;
        }
        let (new, over) = after(before);
        // Release: whoever sees the use, as the child of a fork may, sees the mark that was set before it.
        match word.compare_exchange_weak(before.0, new.0, Ordering::Release, Ordering::Relaxed) {
            Ok(_) => {
                return Added::Done {
                    is_first: before.count() == 0,
                    is_shared: before.lane() != lane.index() as u64
                        && before.count() > 0
                        && before.age(now_ms) <= TOGETHER_MS,
                    over,
                };
            }
            Err(changed) => before = Uses(changed),
        }
    }
}

/// A cell: slot (32 bits), end of the slot's sequence (6), the lower bits of the time (18), count (8). 0: free.
///
/// Its time is known within four minutes of the slot's. It is emptied whenever uses are told, which is every second.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct InCell(u64);

impl InCell {
    const fn new(number: u32, sequence: u64, time: u64, count: u64) -> Self {
        let time = (time & CELL_TIMES) << 8;
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
        self.0 >> 8 & CELL_TIMES
    }

    /// A sequence that ends as that of the slot did.
    const fn sequence(self) -> u64 {
        (self.0 >> 26 & 0x3f) << 1
    }

    const fn is_of(self, number: u32, sequence: u64) -> bool {
        self.0 >> 26 == Self::new(number, sequence, 0, 0).0 >> 26 && self.0 != 0
    }

    /// Whether no such multiple has passed since. None passes without the last of a minute.
    const fn is_recent(self, time: u64) -> bool {
        self.time() >> EMPTIED_SHIFT == (time & CELL_TIMES) >> EMPTIED_SHIFT
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
    pub(super) fn count(
        &self,
        lane: Lane,
        number: u32,
        sequence: u64,
        now_ms: u64,
    ) -> Option<Option<InCell>> {
        let cell = self.cell(lane, number)?;
        let before = InCell(cell.load(Ordering::Relaxed));
        if !before.is_of(number, sequence) {
            return None;
        }
        let time = kept_time(now_ms);
        let count = before.count();
        let goes_on = before.is_recent(time) && count < MOST_IN_CELL;
        let after = InCell::new(number, sequence, time, if goes_on { count + 1 } else { 1 });
        let over = (!goes_on && count > 0).then_some(before);
        swap(cell, before, after).then_some(over)
    }

    /// Gives a slot a cell, unless it holds uses of another.
    pub(super) fn give(&self, lane: Lane, number: u32, sequence: u64, now_ms: u64) {
        if let Some(cell) = self.cell(lane, number) {
            let before = InCell(cell.load(Ordering::Relaxed));
            if before.count() == 0 {
                swap(cell, before, InCell::new(number, sequence, kept_time(now_ms), 0));
            }
        }
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
