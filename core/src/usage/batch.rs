//! Counts on their way from the checks to the file, within a bound.
//!
//! When the file can not be written for long, counts gather here. At the bound they first lose their resolution, minutes
//! becoming hours and hours days, and only keys for which even that leaves no room are not counted; how often that
//! happened is counted.

use std::collections::{BTreeSet, HashMap};
use std::hash::{BuildHasherDefault, Hasher};
use std::net::IpAddr;

use super::bucket::UsageStep;
use super::counts::{Outcome, UsageCounts};
use super::series::{LastUse, Window};
use crate::clock::Timestamp;
use crate::key::ApiKeyId;

/// Keys to forget that are remembered; what goes beyond is found by the sweep for keys that are gone.
const MOST_FORGOTTEN: usize = 100_000;

/// So many of one outcome in one bucket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) start: Timestamp,
    pub(crate) step: UsageStep,
    pub(crate) outcome: Outcome,
    pub(crate) count: u64,
}

impl Entry {
    /// Returns the same count in a bucket at least so long.
    fn in_bucket_of(self, step: UsageStep) -> Self {
        let step = step.max(self.step);
        Self { start: step.start_of(self.start), step, ..self }
    }
}

/// What was counted about one key.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct KeyUse {
    pub(crate) entries: Vec<Entry>,
    pub(crate) last_use: Option<LastUse>,
}

impl KeyUse {
    /// Adds to an entry that is there, or says that there is none.
    fn bump(&mut self, entry: Entry) -> bool {
        // From the end: time goes on, so what is counted now is what was counted last.
        let found = self.entries.iter_mut().rev().find(|known| {
            known.start == entry.start && known.step == entry.step && known.outcome == entry.outcome
        });
        match found {
            Some(known) => {
                known.count = known.count.saturating_add(entry.count);
                true
            }
            None => false,
        }
    }

    fn add(&mut self, entry: Entry) {
        if !self.bump(entry) {
            self.entries.push(entry);
        }
    }

    fn used(&mut self, last_use: Option<LastUse>) {
        if self.last_use < last_use {
            self.last_use = last_use;
        }
    }

    pub(crate) fn merge(&mut self, other: Self) {
        for entry in other.entries {
            self.add(entry);
        }
        self.used(other.last_use);
    }

    /// Adds what lies in a window to its points. What has lost its resolution lies in no shorter bucket.
    pub(crate) fn add_to(&self, window: &Window, points: &mut [UsageCounts]) {
        for entry in self.entries.iter().filter(|entry| entry.step <= window.step()) {
            if let Some(point) =
                window.point_of(entry.start).and_then(|index| points.get_mut(index))
            {
                point.add(Some(entry.outcome), entry.count);
            }
        }
    }
}

/// Takes the last eight bytes of an id for its hash.
///
/// They are drawn at random (UUIDv7), so mixing them, as the standard hash does, would only cost time at every check.
#[derive(Default)]
pub(crate) struct IdHasher(u64);

impl Hasher for IdHasher {
    fn write(&mut self, bytes: &[u8]) {
        if let Some(last) = bytes.last_chunk::<8>() {
            self.0 = u64::from_le_bytes(*last);
        }
    }

    // The length that a slice writes first.
    fn write_usize(&mut self, _length: usize) {}

    fn finish(&self) -> u64 {
        self.0
    }
}

/// Counts of many keys.
#[derive(Clone, Debug)]
// A lane of its own in the processor's cache for each, since threads write them at the same time.
#[repr(align(128))]
pub(crate) struct UsageBatch {
    keys: HashMap<ApiKeyId, KeyUse, BuildHasherDefault<IdHasher>>,
    /// Entries of all keys.
    entries: usize,
    /// The most entries.
    room: usize,
    /// The step at which is counted: longer than a minute once room ran out.
    step: UsageStep,
    /// Checks for which there was no room.
    lost: u64,
    /// Keys that were deleted, whose counts go too.
    forgotten: BTreeSet<ApiKeyId>,
}

impl UsageBatch {
    /// Nothing yet, and room for so many entries.
    pub(crate) fn with_room(room: usize) -> Self {
        Self {
            keys: HashMap::default(),
            entries: 0,
            room,
            step: UsageStep::Minute,
            lost: 0,
            forgotten: BTreeSet::new(),
        }
    }

    /// Returns how many keys something was counted of.
    pub(crate) fn len(&self) -> usize {
        self.keys.len()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.keys.is_empty() && self.forgotten.is_empty() && self.lost == 0
    }

    /// Counts one check. Returns `true` once half the room is taken: to write now keeps the resolution.
    pub(crate) fn record(
        &mut self,
        id: ApiKeyId,
        outcome: Outcome,
        at: Timestamp,
        ip: Option<IpAddr>,
    ) -> bool {
        let last_use = (outcome == Outcome::Valid).then_some(LastUse { at, ip });
        self.record_many(id, outcome, at, 1, last_use)
    }

    /// Counts valid checks, the last of them at a time. Otherwise as [`record`](Self::record).
    pub(crate) fn record_uses(&mut self, id: ApiKeyId, count: u64, at: Timestamp) -> bool {
        self.record_many(id, Outcome::Valid, at, count, Some(LastUse { at, ip: None }))
    }

    fn record_many(
        &mut self,
        id: ApiKeyId,
        outcome: Outcome,
        at: Timestamp,
        count: u64,
        last_use: Option<LastUse>,
    ) -> bool {
        if !self.forgotten.is_empty() && self.forgotten.contains(&id) {
            return false;
        }
        let entry = Entry { start: self.step.start_of(at), step: self.step, outcome, count };
        // Nearly always the key is there and so is its minute: one look-up, about a third of the time of a SHA-256.
        if let Some(key) = self.keys.get_mut(&id)
            && key.bump(entry)
        {
            key.used(last_use);
            return false;
        }
        let before = self.entries;
        self.add(id, entry);
        if let Some(key) = self.keys.get_mut(&id) {
            key.used(last_use);
        }
        before < self.room / 2 && self.entries >= self.room / 2
    }

    /// Adds all of another batch. The order in which batches are merged makes no difference while there is room.
    pub(crate) fn merge(&mut self, other: Self) {
        self.lost = self.lost.saturating_add(other.lost);
        self.forget(other.forgotten);
        for (id, other) in other.keys {
            if self.forgotten.contains(&id) {
                continue;
            }
            for entry in other.entries {
                self.add(id, entry);
            }
            if let Some(key) = self.keys.get_mut(&id) {
                key.used(other.last_use);
            }
        }
    }

    /// Drops what is known of keys, and remembers to drop what is written of them.
    pub(crate) fn forget(&mut self, ids: impl IntoIterator<Item = ApiKeyId>) {
        for id in ids {
            if let Some(key) = self.keys.remove(&id) {
                self.entries -= key.entries.len();
            }
            if self.forgotten.len() < MOST_FORGOTTEN {
                self.forgotten.insert(id);
            }
        }
    }

    /// Takes everything out and leaves the room.
    pub(crate) fn take(&mut self) -> Self {
        std::mem::replace(self, Self::with_room(self.room))
    }

    /// Takes the keys out that are to be forgotten.
    pub(crate) fn take_forgotten(&mut self) -> BTreeSet<ApiKeyId> {
        std::mem::take(&mut self.forgotten)
    }

    pub(crate) fn keys(&self) -> impl Iterator<Item = (&ApiKeyId, &KeyUse)> {
        self.keys.iter()
    }

    pub(crate) fn key(&self, id: &ApiKeyId) -> Option<&KeyUse> {
        self.keys.get(id)
    }

    /// Returns the number of entries, a measure of the work that writing them is.
    pub(crate) const fn entries(&self) -> usize {
        self.entries
    }

    /// Returns how many checks are counted in it.
    pub(crate) fn checks(&self) -> u64 {
        let entries = self.keys.values().flat_map(|key| &key.entries);
        entries.fold(0, |sum, entry| sum.saturating_add(entry.count))
    }

    pub(crate) const fn lost(&self) -> u64 {
        self.lost
    }

    fn add(&mut self, id: ApiKeyId, entry: Entry) {
        let entry = entry.in_bucket_of(self.step);
        if self.bump(&id, entry) {
            return;
        }
        if self.entries < self.room {
            self.keys.entry(id).or_default().entries.push(entry);
            self.entries += 1;
            return;
        }
        if self.coarsen() {
            self.add(id, entry);
        } else {
            self.lost = self.lost.saturating_add(entry.count);
        }
    }

    fn bump(&mut self, id: &ApiKeyId, entry: Entry) -> bool {
        self.keys.get_mut(id).is_some_and(|key| key.bump(entry))
    }

    /// Goes on at the next longer step, or says that there is none.
    fn coarsen(&mut self) -> bool {
        let Some(step) = self.step.longer() else { return false };
        self.step = step;
        self.entries = 0;
        for key in self.keys.values_mut() {
            for entry in std::mem::take(&mut key.entries) {
                key.add(entry.in_bucket_of(step));
            }
            key.entries.shrink_to_fit();
            self.entries += key.entries.len();
        }
        true
    }
}
