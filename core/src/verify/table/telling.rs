//! What was counted in the slots on its way out: told from time to time, and when a slot is given to another key.

use super::atomics::Ordering;
use super::facts::Flags;
use super::segment::Segment;
use super::usage::{self, Added, InCell, Uses};
use super::writer::{Change, Place, joined};
use super::{Lane, Used};

/// Keys that have left their slots and whose uses are kept until they are told: 32 MB.
const MOST_LEFT: usize = 1_000_000;

/// Uses that were taken out of a slot and are still to be told.
pub(super) struct Left {
    api_key_id: u128,
    uses: Uses,
}

impl Left {
    pub(super) const fn used(&self, now_ms: u64) -> Used {
        Used {
            api_key_id: self.api_key_id,
            count: self.uses.count(),
            last_used_ms: self.uses.last_used_ms(now_ms),
        }
    }
}

/// A generation whose place is given to something else.
#[derive(Clone, Copy)]
pub(super) struct Gone {
    pub(super) api_key_id: u128,
}

impl Change<'_> {
    /// Begins to count anew in a slot that is being written, and keeps what was counted for what stood there. From here on
    /// nobody can count for that any more.
    pub(super) fn begin_uses(&mut self, place: &Place<'_>, uses: Uses, gone: Option<Gone>) {
        let before = Uses(place.slot.usage().swap(uses.0, Ordering::Relaxed));
        let Some(Gone { api_key_id }) = gone else { return };
        let number = place.segment.number(place.index);
        let mut uses = before;
        // Whoever fills the table sees that much waits and has it told. Where nobody can, the table keeps to its bounds.
        let has_room = self.writer.left.len() < MOST_LEFT;
        for (lane, held) in self.table.cells.take_of(number, place.view.sequence()) {
            let (sum, over) = uses.with(lane, held);
            self.writer.left.extend(over.map(|uses| Left { api_key_id, uses }));
            uses = sum;
        }
        if uses.count() > 0 && has_room {
            self.writer.left.push(Left { api_key_id, uses });
        }
        self.show_left();
    }

    /// Takes the uses of what has left its slot, of so many keys at most.
    pub(super) fn take_left(&mut self, most: usize) -> Vec<Left> {
        let rest = self.writer.left.len().saturating_sub(most);
        let taken = self.writer.left.split_off(rest);
        self.show_left();
        taken
    }

    fn show_left(&self) {
        let left = u32::try_from(self.writer.left.len()).unwrap_or(u32::MAX);
        self.table.left.store(left, Ordering::Relaxed);
    }

    /// Takes what was counted in a slot.
    pub(super) fn take_uses(&self, segment: &Segment, index: usize) -> Option<Left> {
        let place = Place::at(segment, index)?;
        let api_key_id = self.key_of(&place)?;
        let told = |uses| Some(Uses(uses).told().0);
        let before =
            place.slot.usage().fetch_update(Ordering::Relaxed, Ordering::Relaxed, told).ok()?;
        let uses = Uses(before);
        (uses.count() > 0).then_some(Left { api_key_id, uses })
    }

    /// Puts what a cell held into the slot that it was for, and returns what stood there of another minute.
    pub(super) fn add_held(&self, lane: Lane, held: InCell) -> Option<Left> {
        let (segment, _) = self.table.numbered(held.number())?;
        let place = Place::at(segment, segment.index(held.number())?)?;
        let Added::Done { is_first, over, .. } = usage::add_held(place.slot.usage(), lane, held)
        else {
            return None;
        };
        if is_first {
            segment.mark_used(place.index);
        }
        Some(Left { api_key_id: self.key_of(&place)?, uses: over? })
    }

    /// Forgets what was counted and not told: in the child of a fork it is the parent's to tell.
    pub(crate) fn forget_uses(&mut self) {
        self.table.cells.take_all().for_each(drop);
        self.writer.left.clear();
        self.show_left();
        for segment in self.table.segments() {
            for (number, word) in segment.used.iter().enumerate() {
                let mut marks = word.swap(0, Ordering::Relaxed);
                while marks != 0 {
                    let index = number * 64 + marks.trailing_zeros() as usize;
                    marks &= marks - 1;
                    let _parents = self.take_uses(segment, index);
                }
            }
        }
    }

    /// The id of the key in a slot, whose generation has the same unless the key was rotated.
    pub(super) fn key_of(&self, place: &Place<'_>) -> Option<u128> {
        let flags = place.view.flags();
        if flags.has(Flags::ROTATED) {
            self.begin_of(place)?.rotated_api_key_id(flags)
        } else {
            Some(joined(place.view.high(), place.view.low()))
        }
    }
}
