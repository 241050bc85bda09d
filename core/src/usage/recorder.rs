//! Where checks are counted: in memory, without a lock that two threads share.

use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use super::batch::{KeyUse, UsageBatch};
use super::counts::Outcome;
use crate::clock::Timestamp;
use crate::key::ApiKeyId;
use crate::lane::{LANES, Lane};

/// Entries (of one key, minute and outcome) that a lane takes.
const ROOM_OF_A_LANE: usize = 8192;
/// Entries that wait because they could not be written. Some 100 bytes each, so all of it stays within 30 MB.
const ROOM_OF_WAITING: usize = LANES * ROOM_OF_A_LANE;

/// Keys that are gathered at once, so that there is room for them with the resolution they have.
const MOST_GATHERED: usize = ROOM_OF_WAITING / 2;

/// Where valid checks are counted first, because it costs least there: what a handle keeps in memory.
pub(crate) trait UsageSource: Send + Sync {
    /// Tells the uses since they were last told, of about so many keys at most. Returns `false` when there are more.
    fn tell_uses(
        &self,
        now: Timestamp,
        most: usize,
        tell: &mut dyn FnMut(ApiKeyId, u64, Timestamp),
    ) -> bool;
}

/// Counts of one store and process that are not written yet.
pub(crate) struct Recorder {
    /// Held while uses are on their way from there to here, so that whoever reads misses none.
    sources: Mutex<Vec<Weak<dyn UsageSource>>>,
    lanes: [Mutex<UsageBatch>; LANES],
    /// What could not be written.
    waiting: Mutex<UsageBatch>,
}

impl Default for Recorder {
    fn default() -> Self {
        Self {
            sources: Mutex::default(),
            lanes: std::array::from_fn(|_| Mutex::new(UsageBatch::with_room(ROOM_OF_A_LANE))),
            waiting: Mutex::new(UsageBatch::with_room(ROOM_OF_WAITING)),
        }
    }
}

impl Recorder {
    /// Counts one check. Returns `true` when it is time to write, whatever the interval says.
    pub(crate) fn record(
        &self,
        id: ApiKeyId,
        outcome: Outcome,
        at: Timestamp,
        ip: Option<IpAddr>,
    ) -> bool {
        let own = self.lanes.get(Lane::current().index()).unwrap_or(&self.waiting);
        lock(own).record(id, outcome, at, ip)
    }

    /// Counts valid checks, the last of them at a time.
    pub(crate) fn record_uses(&self, id: ApiKeyId, count: u64, last_used_at: Timestamp) -> bool {
        let own = self.lanes.get(Lane::current().index()).unwrap_or(&self.waiting);
        lock(own).record_uses(id, count, last_used_at)
    }

    pub(crate) fn add_source(&self, source: &Arc<impl UsageSource + 'static>) {
        let source: Arc<dyn UsageSource> = Arc::clone(source) as _;
        let mut sources = lock(&self.sources);
        sources.retain(|source| source.strong_count() > 0);
        sources.push(Arc::downgrade(&source));
    }

    /// Takes over what the sources have counted. Returns `false` when they have more, for which there is no room before this is
    /// written.
    pub(crate) fn gather(&self, now: Timestamp) -> bool {
        let sources = lock(&self.sources);
        let mut room = MOST_GATHERED.saturating_sub(lock(&self.waiting).len());
        sources.iter().filter_map(Weak::upgrade).fold(true, |is_all, source| {
            let is_told = room > 0
                && source.tell_uses(now, room, &mut |id, count, at| {
                    room = room.saturating_sub(1);
                    lock(&self.waiting).record_uses(id, count, at);
                });
            is_all && is_told
        })
    }

    /// Takes everything that was counted and is not written.
    pub(crate) fn take_batch(&self) -> UsageBatch {
        let mut batch = lock(&self.waiting).take();
        for lane in &self.lanes {
            // Taken first and merged second: a check never waits for the merging.
            let taken = lock(lane).take();
            batch.merge(taken);
        }
        batch
    }

    /// Takes back what could not be written.
    pub(crate) fn put_back(&self, batch: UsageBatch) {
        lock(&self.waiting).merge(batch);
    }

    /// Drops what is known of keys that were deleted, and what comes late about them.
    pub(crate) fn forget(&self, ids: &[ApiKeyId]) {
        if !ids.is_empty() {
            lock(&self.waiting).forget(ids.iter().copied());
        }
    }

    /// Returns whether there is nothing to write.
    pub(crate) fn is_empty(&self) -> bool {
        self.batches().all(|batch| lock(batch).is_empty())
    }

    /// Returns what was counted about a key and is not written.
    pub(crate) fn of_key(&self, id: &ApiKeyId) -> KeyUse {
        let mut sum = KeyUse::default();
        for batch in self.batches() {
            if let Some(key) = lock(batch).key(id) {
                sum.merge(key.clone());
            }
        }
        sum
    }

    /// Returns how many checks wait to be written, and how many found no room.
    pub(crate) fn waiting_and_lost(&self) -> (u64, u64) {
        self.batches().fold((0, 0), |(waiting, lost), batch| {
            let batch = lock(batch);
            (batch.checks().saturating_add(waiting), batch.lost().saturating_add(lost))
        })
    }

    /// Takes every lock: for a fork, whose child begins without counts, since those are its parent's.
    pub(crate) fn lock_all(&self) -> LockedRecorder<'_> {
        // In this order, as `gather` does.
        let sources = lock(&self.sources);
        LockedRecorder { _sources: sources, batches: self.batches().map(lock).collect() }
    }

    fn batches(&self) -> impl Iterator<Item = &Mutex<UsageBatch>> {
        self.lanes.iter().chain([&self.waiting])
    }
}

/// A recorder that nobody can count in.
pub(crate) struct LockedRecorder<'a> {
    _sources: MutexGuard<'a, Vec<Weak<dyn UsageSource>>>,
    batches: Vec<MutexGuard<'a, UsageBatch>>,
}

impl LockedRecorder<'_> {
    /// Drops what was counted.
    pub(crate) fn clear(&mut self) {
        for batch in &mut self.batches {
            drop(batch.take());
        }
    }
}

/// A panic while a batch was locked has counted or has not; the batch is whole.
fn lock<T>(batch: &Mutex<T>) -> MutexGuard<'_, T> {
    batch.lock().unwrap_or_else(PoisonError::into_inner)
}
