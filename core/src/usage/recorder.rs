//! Where checks are counted: in memory, without a lock that two threads share.

use std::net::IpAddr;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::batch::{KeyUse, UsageBatch};
use super::counts::Outcome;
use crate::clock::Timestamp;
use crate::key::ApiKeyId;
use crate::lane::lane;

/// Threads that count at the same time without waiting for each other.
const LANES: usize = 16;
/// Entries (of one key, minute and outcome) that a lane takes.
const ROOM_OF_A_LANE: usize = 8192;
/// Entries that wait because they could not be written. Some 100 bytes each, so all of it stays within 30 MB.
const ROOM_OF_WAITING: usize = LANES * ROOM_OF_A_LANE;

/// Counts of one store and process that are not written yet.
#[derive(Debug)]
pub(crate) struct Recorder {
    lanes: [Mutex<UsageBatch>; LANES],
    /// What could not be written.
    waiting: Mutex<UsageBatch>,
}

impl Default for Recorder {
    fn default() -> Self {
        Self {
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
        let own = self.lanes.get(lane() % LANES).unwrap_or(&self.waiting);
        lock(own).record(id, outcome, at, ip)
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
    pub(crate) fn lock_all(&self) -> Vec<MutexGuard<'_, UsageBatch>> {
        self.batches().map(lock).collect()
    }

    fn batches(&self) -> impl Iterator<Item = &Mutex<UsageBatch>> {
        self.lanes.iter().chain([&self.waiting])
    }
}

/// A panic while a batch was locked has counted or has not; the batch is whole.
fn lock(batch: &Mutex<UsageBatch>) -> MutexGuard<'_, UsageBatch> {
    batch.lock().unwrap_or_else(PoisonError::into_inner)
}
