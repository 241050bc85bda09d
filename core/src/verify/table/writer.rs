//! Everything that changes the table, under one lock that no reader takes.

use super::admission::Waiting;
use super::arena::{Blocks, LONGEST};
use super::atomics::{MutexGuard, Ordering};
use super::facts::Flags;
use super::record::{self, BEGIN, Begin};
use super::segment::{Free, Home, Search, Segment, WAYS};
use super::siblings::Siblings;
use super::slot::{Content, Slot, View};
use super::telling::{Gone, Left};
use super::usage::Uses;
use super::{Entry, Hit, Mode, Moment, Table};

/// Records that are looked at to make room for one.
const MOST_LOOKS: usize = 256;

/// What only the holder of the lock knows.
pub(super) struct Writer {
    pub(super) blocks: Blocks,
    pub(super) siblings: Siblings,
    pub(super) waiting: Waiting,
    /// Uses of what was dropped, not told yet.
    pub(super) left: Vec<Left>,
    /// How many slots of each segment are in use.
    pub(super) lengths: Vec<usize>,
    /// How often something got lost that a whole table would hold.
    pub(super) losses: u64,
    /// The latest time that was told.
    pub(super) now_ms: u64,
    /// Where the search for room goes on.
    pub(super) hand: usize,
    /// What a bounded table will grow to, in buckets: the next last.
    pub(super) sizes_to_come: Vec<usize>,
}

/// A key that wants a place.
struct Guest {
    home: Home,
    /// Unknown until somebody would have to go for it.
    has_waited: Option<bool>,
}

/// What became of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Placed {
    /// It is kept.
    Kept,
    /// It is not the time for it: the place it wants is taken by keys in use. It may come again.
    NotNow,
    /// The table has moved on to another moment, so nobody knows whether the row still reads like this.
    Moved,
    /// It is too large, or there is no room. The store answers for it.
    NoRoom,
}

impl Writer {
    pub(super) fn new(blocks: Blocks, buckets: usize, sizes_to_come: Vec<usize>) -> Self {
        Self {
            blocks,
            siblings: Siblings::default(),
            waiting: Waiting::new(buckets),
            left: Vec::new(),
            lengths: vec![0],
            losses: 0,
            now_ms: 0,
            hand: 0,
            sizes_to_come,
        }
    }
}

/// A change of the table. The table is right for the moment that [`Change::publish`] names; until then it is right for
/// the one before, so a change that is dropped half-way only costs the next reader another look at the store.
pub(crate) struct Change<'a> {
    pub(super) table: &'a Table,
    pub(super) writer: MutexGuard<'a, Writer>,
}

/// Where something stands.
#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    pub(super) segment: &'a Segment,
    pub(super) index: usize,
    pub(super) slot: Slot<'a>,
    pub(super) view: View,
}

impl<'a> Change<'a> {
    /// Says for which moment the table is right from now on: everything that changed up to it was dropped.
    pub(crate) fn publish(self, moment: Moment) {
        self.table.validated.0.set(moment);
    }

    /// Returns whether the table is right for a moment.
    pub(crate) fn is_validated(&self, moment: Moment) -> bool {
        self.table.validated.0.is(moment)
    }

    /// Drops a generation and, if it is one of several, its whole key, whose records all show it.
    pub(crate) fn forget_generation(&mut self, id: u128) {
        match self.writer.siblings.key_of(id) {
            Some(api_key_id) => self.forget_key(api_key_id),
            None => self.forget(id),
        }
    }

    /// Drops all generations of a key.
    pub(crate) fn forget_key(&mut self, api_key_id: u128) {
        // Its first generation has its id.
        self.forget(api_key_id);
        for generation in self.writer.siblings.of_key(api_key_id) {
            self.forget(generation);
        }
    }

    /// Drops all keys of an owner, and a few of others that share its cell, without touching them.
    pub(crate) fn forget_owner(&mut self, owner: &str) {
        if let Some(version) = self.table.owners.get(self.table.owner_cell(owner)) {
            let next = version.load(Ordering::Relaxed).wrapping_add(1);
            version.store(next, Ordering::Release);
            if next == 0 {
                // After four thousand million changes versions would come back, so nothing of them may be left.
                self.wipe();
            }
        }
    }

    /// Drops everything, without touching it.
    pub(crate) fn clear(&mut self) {
        // First: a table that holds nothing may still claim to hold every key there is.
        self.lose();
        if self.writer.lengths.iter().all(|length| *length == 0) {
            return;
        }
        let mut is_over = false;
        for version in &self.table.owners {
            let next = version.load(Ordering::Relaxed).wrapping_add(1);
            version.store(next, Ordering::Release);
            is_over |= next == 0;
        }
        if is_over {
            self.wipe();
        }
    }

    /// Takes note that the store has no row for an id, as read at a moment.
    pub(crate) fn settle_absent(&mut self, id: u128, moment: Moment) {
        let (high, low) = split(id);
        if !self.is_validated(moment) {
            return;
        }
        let Some(place) = self.table.place_of(low) else { return };
        let is_the_only_one = !place.view.flags().has(Flags::SHARED);
        if is_the_only_one && place.view.high() == high {
            self.erase(&place);
        }
    }

    /// Keeps an entry; the caller has seen that it is of the table's moment.
    pub(super) fn put(&mut self, entry: &Entry<'_>, now_ms: u64) -> Placed {
        self.writer.now_ms = self.writer.now_ms.max(now_ms);
        let (high, low) = split(entry.id);
        let home = Home::of(low);
        let is_rotated = entry.generations.len() > 1;
        let flags = (entry.facts.flags())
            .with(Flags::KEPT, true)
            .with(Flags::ROTATED, is_rotated)
            .with(Flags::HAS_CHECKSUM, entry.checksum.known().is_some());
        let more = record::words(entry.record.len(), flags).saturating_sub(BEGIN);
        let existing = self.table.place_of(low);
        let is_shared = existing.is_some_and(|place| is_shared(&place, high));
        let gone = existing.and_then(|place| self.let_go(&place));
        let mut guest = Guest { home, has_waited: None };
        let Some(record) = self.room_for(more, &mut guest) else {
            self.leave_to_the_store(entry.id, existing, gone, is_shared);
            // In a bounded table one of the others may go for it, later.
            let may_come_again = more <= LONGEST && self.table.mode == Mode::Bounded;
            return if may_come_again { Placed::NotNow } else { Placed::NoRoom };
        };
        let (place, free) = match existing {
            Some(place) => (place, None),
            None => match self.free_place(&mut guest) {
                Some((place, free)) => (place, Some(free)),
                None => {
                    self.writer.blocks.give_back(record, more);
                    if self.table.mode == Mode::Bounded {
                        return Placed::NotNow;
                    }
                    self.leave_to_the_store(entry.id, None, None, false);
                    return Placed::NoRoom;
                }
            },
        };
        let owner = self.table.owner_cell(entry.owner);
        let api_key_id = is_rotated.then_some(entry.api_key_id);
        let writing = place.slot.begin();
        let [expires, retires] = entry.facts.ends();
        let retires = flags.has(Flags::RETIRES).then_some(retires);
        let checksum = entry.checksum.word();
        let mut words = record::record_words(checksum, retires, api_key_id, entry.record);
        place.segment.write_record(place.index, &mut words);
        self.table.arena.write(record, words);
        let uses = Uses::none(writing.sequence(), u64::from(existing.is_some()), now_ms);
        self.begin_uses(&place, uses, gone);
        writing.finish(&Content {
            flags: flags.with(Flags::SHARED, is_shared),
            owner: u16::try_from(owner).unwrap_or_default(),
            version: self.table.version(owner),
            low,
            high,
            digest: entry.digest.0,
            expires,
            record,
        });
        if is_rotated {
            self.writer.siblings.keep(entry.api_key_id, entry.generations);
        }
        if let Some(free) = free {
            self.show(place.segment, home, &free);
        }
        Placed::Kept
    }

    pub(super) fn learn_checksum(&mut self, hit: &Hit<'_>, checksum: u32) {
        let Some((segment, _)) = self.table.numbered(hit.number) else { return };
        let place = segment.index(hit.number).and_then(|index| Place::at(segment, index));
        let Some(place) = place.filter(|place| place.slot.is_still(hit.head)) else { return };
        let writing = place.slot.begin();
        let mut words = Begin::copy(hit.begin).with_checksum(checksum).into_iter();
        place.segment.write_record(place.index, &mut words);
        let uses = Uses::none(writing.sequence(), 1, self.writer.now_ms);
        let gone = self.key_of(&place).map(|api_key_id| Gone { api_key_id });
        self.begin_uses(&place, uses, gone);
        writing.finish(&place.view.content(place.view.flags().with(Flags::HAS_CHECKSUM, true)));
    }

    /// Drops one generation: from a bounded table it goes, in a resident one its slot says from now on that the store
    /// must be read. So does a new slot for an id that the table did not know.
    pub(super) fn forget(&mut self, id: u128) {
        let (high, low) = split(id);
        match (self.table.place_of(low), self.table.mode) {
            (Some(place), Mode::Bounded) => self.erase(&place),
            (Some(place), Mode::Resident) => {
                let is_shared = is_shared(&place, high);
                let gone = self.let_go(&place);
                self.mark_changed(&place, (high, low), is_shared, gone);
            }
            (None, Mode::Bounded) => {}
            (None, Mode::Resident) => {
                let home = Home::of(low);
                let mut guest = Guest { home, has_waited: None };
                let Some((place, free)) = self.free_place(&mut guest) else { return self.lose() };
                self.mark_changed(&place, (high, low), false, None);
                self.show(place.segment, home, &free);
            }
        }
    }

    /// The table no longer holds all keys.
    fn lose(&mut self) {
        self.writer.losses += 1;
        self.table.is_whole.store(false, Ordering::Release);
    }

    /// Says of an entry that finds no room that the store must be read. What stood in its place was let go.
    fn leave_to_the_store(
        &mut self,
        id: u128,
        existing: Option<Place<'a>>,
        gone: Option<Gone>,
        is_shared: bool,
    ) {
        match (existing, self.table.mode) {
            (Some(place), Mode::Resident) => self.mark_changed(&place, split(id), is_shared, gone),
            (Some(place), Mode::Bounded) => self.free(&place, gone),
            (None, Mode::Resident) => self.forget(id),
            (None, Mode::Bounded) => {}
        }
    }

    /// Takes a slot, and what belongs to it, out of the table.
    pub(super) fn erase(&mut self, place: &Place<'_>) {
        let gone = self.let_go(place);
        self.free(place, gone);
    }

    pub(super) fn free(&mut self, place: &Place<'_>, gone: Option<Gone>) {
        place.segment.hide(place.index);
        let writing = place.slot.begin();
        self.begin_uses(place, Uses::none(writing.sequence(), 0, 0), gone);
        writing.empty();
        self.count_length(place.segment, false);
    }

    /// Gives back what belongs to the content of a slot, which is to be written next: readers take it for whole until
    /// then, and rightly, since blocks are written only inside the writing of a slot, which comes later.
    fn let_go(&mut self, place: &Place<'_>) -> Option<Gone> {
        let flags = place.view.flags();
        if flags.has(Flags::CHANGED) {
            return None;
        }
        let begin = self.begin_of(place)?;
        let api_key_id = self.key_of(place)?;
        if flags.has(Flags::ROTATED) {
            self.writer.siblings.drop_one(api_key_id);
        }
        let more = begin.words(flags).saturating_sub(BEGIN);
        self.writer.blocks.give_back(place.view.record(), more);
        Some(Gone { api_key_id })
    }

    fn mark_changed(
        &mut self,
        place: &Place<'_>,
        (high, low): (u64, u64),
        is_shared: bool,
        gone: Option<Gone>,
    ) {
        let writing = place.slot.begin();
        self.begin_uses(place, Uses::none(writing.sequence(), 0, 0), gone);
        writing.finish(&Content {
            flags: Flags::KEPT.with(Flags::CHANGED, true).with(Flags::SHARED, is_shared),
            owner: 0,
            version: 0,
            low,
            high,
            digest: [0; 2],
            expires: 0,
            record: 0,
        });
    }

    /// Finds a free slot, and takes one from another key if need be.
    fn free_place(&mut self, guest: &mut Guest) -> Option<(Place<'a>, Free)> {
        let reach = self.table.mode.reach();
        loop {
            for (number, segment) in self.table.searched() {
                let length = self.writer.lengths.get(number).copied().unwrap_or_default();
                if length >= self.table.mode.most_of(segment.capacity()) {
                    continue;
                }
                if let Some(free) = segment.free_slot(guest.home, reach) {
                    let place = Place::at(segment, free.index)?;
                    return Some((place, free));
                }
            }
            match self.table.mode {
                Mode::Resident => self.add_segment()?,
                Mode::Bounded => self.grow().or_else(|| self.push_out(guest))?,
            }
        }
    }

    /// Makes a slot free where an id belongs, unless it has not waited for it or the others are in use.
    fn push_out(&mut self, guest: &mut Guest) -> Option<()> {
        let segment = self.table.newest();
        let bucket = segment.bucket(guest.home);
        let now_ms = self.writer.now_ms;
        let places: Vec<_> =
            (0..WAYS).filter_map(|way| Place::at(segment, bucket * WAYS + way)).collect();
        let is_outdated =
            |place: &Place<'_>| !self.table.is_current(place.view.head(), place.view.version());
        if let Some(place) = places.iter().find(|place| is_outdated(place)) {
            self.erase(place);
            return Some(());
        }
        if !self.has_waited(guest) {
            return None;
        }
        let uses = |place: &Place<'_>| Uses(place.slot.usage().load(Ordering::Relaxed));
        let coldest = places.iter().min_by_key(|place| {
            let uses = uses(place);
            (uses.heat(), u64::MAX - uses.age(now_ms))
        })?;
        let is_in_use = uses(coldest).heat() > 0;
        for place in &places {
            cool(place);
        }
        if is_in_use {
            return None;
        }
        self.erase(coldest);
        Some(())
    }

    /// Takes a block, and the block of another key if need be.
    fn room_for(&mut self, words: usize, guest: &mut Guest) -> Option<u32> {
        let table = self.table;
        if let Some(block) = table.arena.take(&mut self.writer.blocks, words) {
            return Some(block);
        }
        if table.mode == Mode::Resident || words > LONGEST || !self.has_waited(guest) {
            return None;
        }
        let segment = table.newest();
        for _ in 0..MOST_LOOKS {
            let index = self.writer.hand;
            self.writer.hand = (index + 1) % segment.capacity();
            let Some(place) = Place::at(segment, index) else { continue };
            if !place.view.flags().has(Flags::KEPT) {
                continue;
            }
            let Some(begin) = self.begin_of(&place) else { continue };
            if !Blocks::fits(begin.words(place.view.flags()).saturating_sub(BEGIN), words) {
                continue;
            }
            if Uses(place.slot.usage().load(Ordering::Relaxed)).heat() > 0 {
                cool(&place);
                continue;
            }
            self.erase(&place);
            return table.arena.take(&mut self.writer.blocks, words);
        }
        None
    }

    /// Whether a key has asked for its place before, lately. Asked once for each time that it comes.
    fn has_waited(&mut self, guest: &mut Guest) -> bool {
        let bucket = self.table.newest().bucket(guest.home);
        let waiting = &mut self.writer.waiting;
        *guest.has_waited.get_or_insert_with(|| waiting.was_here(bucket, guest.home))
    }

    pub(super) fn show(&mut self, segment: &Segment, home: Home, free: &Free) {
        segment.show(home, free);
        self.count_length(segment, true);
    }

    fn count_length(&mut self, segment: &Segment, is_more: bool) {
        let number = self.table.segments().position(|other| other.base == segment.base);
        if let Some(length) = number.and_then(|number| self.writer.lengths.get_mut(number)) {
            *length = if is_more { *length + 1 } else { length.saturating_sub(1) };
        }
    }

    /// Empties every slot, one by one.
    fn wipe(&mut self) {
        self.lose();
        for segment in self.table.segments() {
            for index in 0..segment.capacity() {
                if let Some(place) = Place::at(segment, index)
                    && place.view.flags().has(Flags::KEPT)
                {
                    self.erase(&place);
                }
            }
        }
    }

    pub(super) fn begin_of(&self, place: &Place<'_>) -> Option<Begin> {
        place.segment.record(place.index).map(Begin::copy)
    }
}

impl<'a> Place<'a> {
    pub(super) fn at(segment: &'a Segment, index: usize) -> Option<Self> {
        let slot = segment.slot(index)?;
        Some(Self { segment, index, slot, view: slot.peek() })
    }
}

impl Table {
    /// Finds an id for the holder of the lock, under whom no slot is being written.
    pub(super) fn place_of(&self, low: u64) -> Option<Place<'_>> {
        let home = Home::of(low);
        self.searched().find_map(|(_, segment)| match segment.search(home, low) {
            Search::Found { index, .. } => Place::at(segment, index),
            Search::Absent | Search::Busy => None,
        })
    }
}

/// Whether a slot has met another id than this one.
fn is_shared(place: &Place<'_>, high: u64) -> bool {
    place.view.flags().has(Flags::SHARED) || place.view.high() != high
}

fn cool(place: &Place<'_>) {
    let cooler = |uses| Some(Uses(uses).cooler().0);
    let _ = place.slot.usage().fetch_update(Ordering::Relaxed, Ordering::Relaxed, cooler);
}

/// The upper and the lower half of an id.
pub(super) fn split(id: u128) -> (u64, u64) {
    let half = |word: u128| u64::try_from(word & u128::from(u64::MAX)).unwrap_or_default();
    (half(id >> 64), half(id))
}

/// The id of two halves.
pub(super) const fn joined(high: u64, low: u64) -> u128 {
    (high as u128) << 64 | low as u128
}
