//! How a table becomes larger.
//!
//! A bounded table begins small and moves into a larger field of slots when its own is full, until it has its limit's size. A few
//! hot keys then lie close together, in few pages of memory, whatever the limit is; and who has few keys pays for few.
//!
//! A resident table, which may become any size, adds fields of slots beside those that it has, and looks into all.

use std::sync::OnceLock;

use super::Table;
use super::admission::Waiting;
use super::atomics::Ordering;
use super::facts::Flags;
use super::record::Begin;
use super::segment::{Home, Segment, WAYS};
use super::telling::Gone;
use super::usage::Uses;
use super::writer::{Change, Place};

/// How many times as large a bounded table becomes.
const STEP: usize = if cfg!(loom) { 2 } else { 16 };
/// The fewest buckets that a bounded table begins with, if it is not smaller for ever.
const FEWEST: usize = if cfg!(loom) { 1 } else { 32 };

/// The sizes that a bounded table has one after the other, in buckets: the last first. What it moves out of stays its memory, so
/// together they are no more than it may have.
pub(super) fn sizes(buckets: usize) -> Vec<usize> {
    let smaller = |size: &usize| Some(size / STEP).filter(|size| *size >= FEWEST);
    let has_several = smaller(&buckets).is_some();
    // 1 + 1/16 + 1/256 and so on are 16/15.
    let last = if has_several { buckets - buckets / STEP } else { buckets };
    std::iter::successors(Some(last), smaller).collect()
}

impl Table {
    /// The slots that are looked into first, and in a bounded table alone.
    #[inline(always)]
    pub(super) fn newest(&self) -> &Segment {
        // Acquire: what was moved there is seen.
        let number = self.newest.load(Ordering::Acquire) as usize;
        let added = number.checked_sub(1).and_then(|number| self.more.get(number)?.get());
        added.unwrap_or(&self.first)
    }

    /// All slots that there ever were.
    #[inline]
    pub(super) fn segments(&self) -> impl Iterator<Item = &Segment> {
        std::iter::once(&self.first).chain(self.more.iter().map_while(OnceLock::get))
    }

    /// The slots in which an id may stand, each with its number.
    pub(super) fn searched(&self) -> impl Iterator<Item = (usize, &Segment)> {
        let all = self.segments().enumerate();
        let newest = self.newest.load(Ordering::Relaxed) as usize;
        // A resident table never moves.
        all.skip(newest)
    }

    fn add(&self, buckets: usize) -> Option<&Segment> {
        let capacity: usize = self.segments().map(Segment::capacity).sum();
        let base = u32::try_from(capacity).ok()?;
        u32::try_from(capacity + buckets * WAYS).ok()?;
        let place = self.more.iter().find(|segment| segment.get().is_none())?;
        Some(place.get_or_init(|| Segment::new(buckets, base)))
    }
}

impl Change<'_> {
    /// Makes a resident table half as large again.
    pub(super) fn add_segment(&mut self) -> Option<()> {
        let capacity: usize = self.table.segments().map(Segment::capacity).sum();
        self.table.add((capacity / 2 / WAYS).max(16))?;
        self.writer.lengths.push(0);
        Some(())
    }

    /// Moves a bounded table into a larger field of slots. `None`: it may not become larger.
    pub(super) fn grow(&mut self) -> Option<()> {
        let table = self.table;
        let buckets = self.writer.sizes_to_come.pop()?;
        let old = table.newest();
        let new = table.add(buckets)?;
        self.writer.lengths.push(0);
        self.writer.waiting = Waiting::new(buckets);
        self.writer.hand = 0;
        let places = || (0..old.capacity()).filter_map(|index| Place::at(old, index));
        for place in places().filter(is_kept) {
            if self.carry_over(&place, new).is_none() {
                self.erase(&place);
            }
        }
        // Readers find what is in either; nothing is changed or dropped before they look into the new one. Release: what was
        // moved is seen there.
        let number = table.segments().count() - 1;
        table.newest.store(u32::try_from(number).unwrap_or_default(), Ordering::Release);
        for place in places().filter(is_kept) {
            // Its block and its siblings are the new one's.
            let gone = self.key_of(&place).map(|api_key_id| Gone { api_key_id });
            self.free(&place, gone);
        }
        Some(())
    }

    /// Writes into another field what stands in a slot. It counts its uses anew there; those of before are told by themselves.
    fn carry_over(&mut self, place: &Place<'_>, new: &Segment) -> Option<()> {
        let home = Home::of(place.view.low());
        let free = new.free_slot(home, self.table.mode.reach())?;
        let words = Begin::copy(place.segment.record(place.index)?);
        let to = Place::at(new, free.index)?;
        let heat = Uses(place.slot.usage().load(Ordering::Relaxed)).heat();
        let writing = to.slot.begin();
        new.write_record(to.index, &mut words.into_words().into_iter());
        let uses = Uses::none(writing.sequence(), heat, self.writer.now_ms);
        self.begin_uses(&to, uses, None);
        writing.finish(&place.view.content(place.view.flags()));
        self.show(new, home, &free);
        Some(())
    }
}

fn is_kept(place: &Place<'_>) -> bool {
    place.view.flags().has(Flags::KEPT)
}
