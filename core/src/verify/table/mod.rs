//! The table of keys in memory: what a check needs of a key, found without a lock and never stale.
//!
//! The table is right for one [`Moment`] of the store. A reader answers from it only when the store is still at that
//! moment; otherwise it first drops what has changed, inside a [`Change`], and publishes the new moment. A row that was
//! read is kept only if the moment that it was read at is still the table's, which is asked under the same lock: so a
//! slow reader never puts back what another has dropped.
//!
//! Readers take no lock and write nothing but the count of a use. A key is one [`slot`] of a cache line, found by its tag
//! (see [`segment`]), and a record in the next line (see [`record`]). Readers copy, and ask the slot's sequence afterwards
//! whether the copy is whole. Nothing moves and nothing is freed until the table is dropped.
//!
//! The keys of one owner are dropped together by moving the owner's version on, which each slot is compared with: no slot
//! is looked for. Owners share 16,384 versions, so a few keys of others are read again.
//!
//! This module knows neither SQL nor a clock nor what the bytes of a record mean (see [`packed`]).

mod admission;
mod arena;
mod atomics;
mod calls;
mod facts;
mod growth;
mod moment;
mod packed;
#[cfg(all(target_os = "linux", not(all(test, loom))))]
mod pages;
mod record;
mod segment;
mod siblings;
mod slot;
mod telling;
mod usage;
mod writer;

#[cfg(all(test, loom))]
mod model;
#[cfg(all(test, not(loom)))]
mod tests;

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::OnceLock;

use crate::lane::{LANES, Lane};
use arena::Arena;
use atomics::{
    AtomicBool, AtomicU32, AtomicU64, LINE, Mutex, Ordering, Padded, lock, try_lock, zeroed_halves,
};
use moment::Validated;
use record::BEGIN;
use segment::{Home, Search, Segment, WAYS};
use slot::{Head, Slot, View};
use telling::Left;
use usage::{Added, Cells};
use writer::{Place, Writer, split};

pub(crate) use calls::{Call, CallsInFlight};
pub(crate) use facts::{DigestStart, Facts, Flags};
pub(crate) use moment::Moment;
pub(crate) use packed::{PackedCreator, PackedGeneration, PackedKey};
pub(crate) use record::{Checksum, Record};
pub(crate) use writer::{Change, Placed};

/// The words of records in the arena for each slot of a bounded table. A typical key needs none.
const WORDS_EACH: usize = 2;
/// Segments that a table may add. In a resident one, each is half of what was there before.
const MOST_MORE: usize = 15;
/// Owners' versions, at most: few enough to stay in the caches of one processor, for each check reads one.
const MOST_VERSIONS: usize = 1 << 14;
const FEWEST_VERSIONS: usize = if cfg!(loom) { 2 } else { 64 };
/// Words of records in a resident table: 32 GiB, as many as a place can name.
const ALL_WORDS: u64 = u32::MAX as u64;

/// What a table does when it is full, and what it says of an id that it does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mode {
    /// Gives the place of keys that are used less to others.
    Bounded,
    /// Grows, and can hold every key there is.
    Resident,
}

impl Mode {
    /// How many buckets from where it belongs an id may stand.
    const fn reach(self) -> u8 {
        match self {
            Self::Bounded => 3,
            Self::Resident => u8::MAX,
        }
    }

    /// How many slots may be in use.
    const fn most_of(self, capacity: usize) -> usize {
        match self {
            Self::Bounded => capacity,
            // Beyond, ids stand further and further from where they belong.
            Self::Resident => capacity - capacity / 16,
        }
    }
}

/// The table. See the [module](self).
pub(crate) struct Table {
    mode: Mode,
    // Apart from what readers write, and from what writers write often.
    validated: Padded<Validated>,
    is_whole: AtomicBool,
    first: Segment,
    more: [OnceLock<Segment>; MOST_MORE],
    /// Which of these is looked into first: 0 for the first.
    newest: AtomicU32,
    arena: Arena,
    owners: Box<[AtomicU32]>,
    cells: Cells,
    /// Keys whose uses wait to be told although they have left their slots.
    left: AtomicU32,
    writer: Padded<Mutex<Writer>>,
}

/// What is kept of one generation of a key.
pub(crate) struct Entry<'a> {
    /// The id of the generation.
    pub(crate) id: u128,
    pub(crate) api_key_id: u128,
    /// All generations of the key that the record shows, if it has several.
    pub(crate) generations: &'a [u128],
    /// The owner, spelled as in [`Change::forget_owner`].
    pub(crate) owner: &'a str,
    pub(crate) facts: Facts,
    pub(crate) digest: DigestStart,
    pub(crate) checksum: Checksum,
    pub(crate) record: &'a [u8],
}

/// What the table knows of an id.
pub(crate) enum Found<'a> {
    /// It holds it.
    Hit(Hit<'a>),
    /// It holds every key there is, and none with this id.
    NoSuchKey,
    /// The store must be read.
    Unknown,
}

/// A generation that the table holds, or one whose id has the same lower half: its digest tells.
pub(crate) struct Hit<'a> {
    table: &'a Table,
    slot: Slot<'a>,
    begin: &'a [AtomicU64; BEGIN],
    head: Head,
    number: u32,
}

/// What a use of a key was counted as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub(crate) enum Counted {
    /// The table will tell it.
    Here,
    /// So many uses of this key, the last of them at this time in milliseconds, are the caller's to tell: this one, because
    /// the key has left its slot since, or those that were counted before in another minute.
    Elsewhere { count: u64, last_used_ms: u64 },
}

/// Uses of one generation since they were last told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Used {
    pub(crate) api_key_id: u128,
    pub(crate) count: u64,
    /// Milliseconds, as counted.
    pub(crate) last_used_ms: u64,
}

/// The loading of all keys into a resident table.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Loading {
    losses: u64,
}

impl Table {
    /// Makes a table that takes about so many bytes when it is full. It begins smaller, see [`growth`].
    pub(crate) fn bounded(bytes: usize) -> Self {
        // A slot with its record and its mark; the tags and the waiting list.
        let bucket = WAYS * ((LINE + BEGIN + WORDS_EACH) * 8 + 1) + 16;
        let buckets = (bytes / bucket).clamp(1, u32::MAX as usize / (2 * WAYS));
        Self::new(Mode::Bounded, growth::sizes(buckets), (buckets * WAYS * WORDS_EACH) as u64)
    }

    /// Makes a table for so many keys, which grows when there are more.
    pub(crate) fn resident(keys: usize) -> Self {
        let keys = keys.clamp(1, u32::MAX as usize / 4);
        // Nine of ten slots in use: few ids stand far from where they belong, and few slots are empty.
        let buckets = (keys + keys / 9).div_ceil(WAYS) + 1;
        Self::new(Mode::Resident, vec![buckets], ALL_WORDS)
    }

    /// Makes a table of the last of these sizes; those before it are the ones that it grows to.
    fn new(mode: Mode, mut sizes: Vec<usize>, words: u64) -> Self {
        let (arena, blocks) = Arena::new(words);
        let largest = sizes.first().copied().unwrap_or(1);
        let buckets = sizes.pop().unwrap_or(1);
        let versions =
            (largest * WAYS / 8).next_power_of_two().clamp(FEWEST_VERSIONS, MOST_VERSIONS);
        let waiting = if mode == Mode::Bounded { buckets } else { 0 };
        Self {
            mode,
            validated: Padded::default(),
            is_whole: AtomicBool::new(false),
            first: Segment::new(buckets, 0),
            more: [const { OnceLock::new() }; MOST_MORE],
            newest: AtomicU32::new(0),
            arena,
            owners: zeroed_halves(versions),
            cells: Cells::new(),
            left: AtomicU32::new(0),
            writer: Padded(Mutex::new(Writer::new(blocks, waiting, sizes))),
        }
    }

    /// Returns whether the table is right for a moment. Whoever reads the moment, gets a yes, looks into the table, and
    /// then finds the store at the same moment still, has an answer of this moment.
    #[inline]
    pub(crate) fn is_validated(&self, moment: Moment) -> bool {
        self.validated.0.is(moment)
    }

    /// Returns a number that stays the same for as long as the table is right for a moment without a break. Whoever gets the
    /// same before and after the look into the table has an answer of this moment, also if the store has moved on.
    #[inline]
    pub(crate) fn validated_since(&self, moment: Moment) -> Option<u64> {
        self.validated.0.since(moment)
    }

    /// Looks for a generation without a lock. To be asked between two looks at the store's moment.
    #[inline(always)]
    pub(crate) fn get(&self, id: u128) -> Found<'_> {
        // Before the search: what made the table whole is then seen by the search.
        let is_whole = self.is_whole.load(Ordering::Acquire);
        let (_, low) = split(id);
        let home = Home::of(low);
        let mut segment = self.newest();
        let mut found = segment.search(home, low);
        if matches!(found, Search::Absent)
            && self.has_more()
            && let Some(other) = self.search_more(home, low)
        {
            (segment, found) = other;
        }
        let (slot, head, index) = match found {
            Search::Found { slot, head, index } => (slot, head, index),
            Search::Busy => return Found::Unknown,
            Search::Absent if is_whole => return Found::NoSuchKey,
            Search::Absent => return Found::Unknown,
        };
        let Some(begin) = segment.record(index) else { return Found::Unknown };
        let [_, version] = slot.record_and_version();
        if !self.is_current(head, version) {
            return Found::Unknown;
        }
        Found::Hit(Hit { table: self, slot, begin, head, number: segment.number(index) })
    }

    /// Whether an id may stand in another segment than the newest.
    #[inline(always)]
    fn has_more(&self) -> bool {
        let [second, ..] = &self.more;
        self.mode == Mode::Resident && second.get().is_some()
    }

    /// Looks in the segments that were added.
    #[inline(never)]
    fn search_more(&self, home: Home, low: u64) -> Option<(&Segment, Search<'_>)> {
        let more = self.more.iter().map_while(OnceLock::get);
        let mut found = more.map(|segment| (segment, segment.search(home, low)));
        found.find(|(_, found)| !matches!(found, Search::Absent))
    }

    /// Keeps what was read from the store, unless the table is no longer right for the moment that was read before the
    /// row was.
    pub(crate) fn insert(&self, entry: &Entry<'_>, moment: Moment, now_ms: u64) -> Placed {
        let mut change = self.change();
        if !change.is_validated(moment) {
            return Placed::Moved;
        }
        change.put(entry, now_ms)
    }

    /// Keeps the checksum of a key that was loaded without, once it was presented with the right secret and the right
    /// checksum. Nothing happens if the slot was written since.
    pub(crate) fn learn_checksum(&self, hit: &Hit<'_>, checksum: u32) {
        // Not waited for: it is learnt at one of the next hits.
        if let Some(mut change) = self.try_change() {
            change.learn_checksum(hit, checksum);
        }
    }

    /// Begins to change the table: takes the lock of writers.
    pub(crate) fn change(&self) -> Change<'_> {
        Change { table: self, writer: lock(&self.writer.0) }
    }

    /// Begins to change the table, unless somebody else is changing it.
    fn try_change(&self) -> Option<Change<'_>> {
        Some(Change { table: self, writer: try_lock(&self.writer.0)? })
    }

    /// Begins to load every key there is into a resident table.
    pub(crate) fn begin_loading(&self) -> Loading {
        Loading { losses: self.change().writer.losses }
    }

    /// Keeps one of the keys that are being loaded. If it cannot be kept as it was read, the table knows that there is
    /// something to read.
    pub(crate) fn load(&self, entry: &Entry<'_>, moment: Moment, now_ms: u64) -> Placed {
        let mut change = self.change();
        if change.is_validated(moment) {
            return change.put(entry, now_ms);
        }
        change.forget(entry.id);
        Placed::Moved
    }

    /// Takes note of an id that the store must be read for, unless the table holds it.
    pub(crate) fn leave_to_the_store(&self, id: u128) {
        if !matches!(self.get(id), Found::Hit(_)) {
            self.change().forget(id);
        }
    }

    /// Says that every key was loaded that was there when the loading began. Returns whether the table is whole now: not
    /// when something was lost on the way.
    pub(crate) fn finish_loading(&self, loading: Loading) -> bool {
        let change = self.change();
        let is_whole = self.mode == Mode::Resident && change.writer.losses == loading.losses;
        if is_whole {
            self.is_whole.store(true, Ordering::Release);
        }
        is_whole
    }

    /// Whether the table is to hold every key there is.
    pub(crate) fn is_resident(&self) -> bool {
        self.mode == Mode::Resident
    }

    /// Whether an id that the table does not hold is no key.
    pub(crate) fn is_whole(&self) -> bool {
        self.is_whole.load(Ordering::Acquire)
    }

    /// Slots in use. Those of an owner that was dropped are among them until they are read again.
    pub(crate) fn len(&self) -> usize {
        self.change().writer.lengths.iter().sum()
    }

    /// The memory that the table takes, or will take once its slots are in use.
    pub(crate) fn bytes(&self) -> usize {
        let change = self.change();
        let writer = &change.writer;
        let records = usize::try_from(writer.blocks.used_words()).unwrap_or(usize::MAX) * 8;
        self.segments().map(Segment::bytes).sum::<usize>()
            + records
            + self.owners.len() * size_of::<AtomicU32>()
            + Cells::bytes()
            + writer.siblings.bytes()
            + writer.waiting.bytes()
    }

    /// Keys whose uses wait to be told although they have left their slots.
    pub(crate) fn left(&self) -> u32 {
        self.left.load(Ordering::Relaxed)
    }

    /// Tells the uses since they were last told, of about so many keys at most. Returns `false` when there are more. The lock of
    /// writers is held for a few keys at a time, and never while telling.
    pub(crate) fn tell_uses(&self, now_ms: u64, most: usize, mut tell: impl FnMut(Used)) -> bool {
        let mut told = 0;
        let mut tell = |left: Left| {
            told += 1;
            tell(left.used(now_ms));
            told < most
        };
        for (lane, held) in self.cells.take_all() {
            // When the slot holds another key by now, the cell was emptied with it.
            let over = self.change().add_held(lane, held);
            over.map(&mut tell);
        }
        loop {
            let left = self.change().take_left(most);
            if left.is_empty() {
                break;
            }
            let has_room = left.into_iter().fold(true, |_, left| tell(left));
            if !has_room {
                return false;
            }
        }
        let mut found = Vec::with_capacity(64);
        for segment in self.segments() {
            for (number, word) in segment.used.iter().enumerate() {
                if word.load(Ordering::Relaxed) == 0 {
                    continue;
                }
                // Held, so that no slot is given to another key between its id and its uses; but not while telling.
                let change = self.change();
                let mut marks = word.swap(0, Ordering::Relaxed);
                while marks != 0 {
                    let index = number * 64 + marks.trailing_zeros() as usize;
                    marks &= marks - 1;
                    found.extend(change.take_uses(segment, index));
                }
                drop(change);
                let has_room = found.drain(..).fold(true, |_, left| tell(left));
                if !has_room {
                    return false;
                }
            }
        }
        true
    }

    #[inline(always)]
    fn is_current(&self, head: Head, version: u32) -> bool {
        !head.flags().has(Flags::CHANGED) && self.version(head.owner().into()) == version
    }

    #[inline]
    fn version(&self, owner: usize) -> u32 {
        self.owners.get(owner).map_or(0, |version| version.load(Ordering::Acquire))
    }

    /// Where the version of an owner stands.
    fn owner_cell(&self, owner: &str) -> usize {
        let mut hasher = DefaultHasher::new();
        owner.hash(&mut hasher);
        let [a, b, ..] = hasher.finish().to_le_bytes();
        usize::from(u16::from_le_bytes([a, b])) & (self.owners.len() - 1)
    }

    fn numbered(&self, number: u32) -> Option<(&Segment, Slot<'_>)> {
        self.segments().find_map(|segment| Some((segment, segment.slot(segment.index(number)?)?)))
    }

    fn mark_used(&self, number: u32) {
        let place = |segment: &'_ Segment| segment.index(number);
        if let Some((segment, index)) =
            self.segments().find_map(|segment| Some((segment, place(segment)?)))
        {
            segment.mark_used(index);
        }
    }
}

impl Hit<'_> {
    /// The number of the slot and how often it was written: together they name what stands in it.
    #[inline(always)]
    pub(crate) const fn place(&self) -> (u32, u32) {
        (self.number, self.head.sequence())
    }

    /// Copies what the table holds, and returns the digest to compare. `None`: it was written since the look-up, and the
    /// answer must come from the store.
    #[must_use]
    #[inline(always)]
    pub(crate) fn copy(&self, record: &mut Record) -> Option<(Facts, DigestStart)> {
        let (flags, digest, expires) = (self.head.flags(), self.slot.digest(), self.slot.expires());
        record.copy(self.begin, flags, || {
            let [rest, _] = self.slot.record_and_version();
            self.table.arena.words_at(rest).unwrap_or_default()
        })?;
        let facts = Facts::from_words(flags, expires, record.retires());
        self.slot.is_still(self.head).then_some((facts, DigestStart(digest)))
    }

    /// Counts a use at a time in milliseconds.
    #[inline]
    pub(crate) fn count(&self, lane: Lane, now_ms: u64) -> Counted {
        let (number, sequence) = (self.number, self.head.sequence().into());
        let word = self.slot.usage();
        let in_cell = self.table.cells.count(lane, number, sequence, now_ms);
        if in_cell == Some(None) {
            return Counted::Here;
        }
        // Before it is counted, so that a fork between the two leaves the child no use that it takes for its own.
        if !usage::has_uses(word) {
            self.table.mark_used(number);
        }
        let (added, elsewhere) = match in_cell.flatten() {
            Some(held) => (usage::add_held(word, lane, held), held.count()),
            None => (usage::add(word, sequence, lane, now_ms), 1),
        };
        let Added::Done { is_first, is_shared, over } = added else {
            return Counted::Elsewhere { count: elsewhere, last_used_ms: now_ms };
        };
        // And after it: whoever tells may have taken the mark meanwhile, and found nothing yet.
        if is_first {
            self.table.mark_used(number);
        }
        if is_shared {
            self.table.cells.give(lane, number, sequence, now_ms);
        }
        match over {
            None => Counted::Here,
            Some(uses) => {
                Counted::Elsewhere { count: uses.count(), last_used_ms: uses.last_used_ms(now_ms) }
            }
        }
    }
}
