//! Where everything is kept: the only SQL of the project, behind one trait that speaks the domain's types.
//!
//! Nothing above this folder knows SQLite, and nothing in it knows a rule: rows go in and come out, and what they mean
//! is decided by the pure modules. Secrets never get here; digests and ids do.

mod backup;
#[cfg(test)]
pub(crate) mod by_hand;
mod columns;
mod error;
mod file_system;
mod follow;
mod fork;
mod key_ring;
mod migrations;
mod new_file;
mod open;
mod patience;
mod pragmas;
mod restore;
mod rows;
mod sqlite;
mod stamp;
mod tables;
mod usage;
mod watch;

use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;

pub(crate) use backup::{BackupFacts, Progress};
pub(crate) use follow::{ChangeLog, Changed, Changes, LogPosition};
pub(crate) use fork::{Forgetful, Held, register_calls, register_forgetful};
pub(crate) use key_ring::KeyRing;
pub(crate) use open::{OpenStore, migrate_file, open_file, open_in_memory};
pub(crate) use restore::{BackupFile, as_corrupt};
pub(crate) use sqlite::lock;

#[cfg(feature = "testing")]
pub use migrations::schema_text;
pub use patience::waiting_at_most;

use crate::clock::Timestamp;
use crate::error::{Error, ErrorCode};
use crate::key::{ApiKey, ApiKeyId, Generation, GenerationId, Position, WholeGeneration};
use crate::owner::{Owner, Team, TeamId, TeamMember, User, UserId};
use crate::permission::{PermissionDefinition, PermissionId};
use crate::seal::SealStatus;
use crate::settings::Settings;
use crate::signal::{NewSignal, Signal};
use crate::usage::{LastUse, Recorder, Retention, UsageCounts, Window};
use crate::verify::{Moment, Presented};

/// One store, open. Calls from any thread.
pub(crate) trait Store: Send + Sync {
    /// Makes sure, at most once a second, that the files are still those that were opened and our locks still stand. Takes the
    /// milliseconds that the wall clock shows.
    fn watch(&self, wall_ms: u64) -> Result<(), Error>;

    /// Returns the moment that the store is at, without a lock and without a system call. `None`: only a statement can tell, or
    /// [`watch`](Self::watch) has something to do first.
    fn moment(&self, wall_ms: u64) -> Option<Moment>;

    /// Runs reads on one snapshot.
    fn read(&self, work: &mut dyn FnMut(&dyn Rows) -> Result<(), Error>) -> Result<(), Error>;

    /// Runs a change as one transaction: committed and durable when `work` gives `Ok`, otherwise not there at all.
    fn write(&self, work: &mut dyn FnMut(&mut dyn Rows) -> Result<(), Error>) -> Result<(), Error>;

    /// Returns the settings as they stand now, without SQL while no process has committed a change.
    fn standing(&self) -> Result<Standing, Error>;

    /// Returns the settings and all that the gates read about a presented id, both of one moment: a key that was at no
    /// instant valid must not look so by what was true of one before and of the other after.
    fn presented(&self, id: GenerationId, now: Timestamp) -> Result<(Standing, Looked), Error>;

    /// Runs work with the change log. A connection is held meanwhile, so work takes no other, and one thread follows at a time.
    fn follow(
        &self,
        work: &mut dyn FnMut(&mut dyn ChangeLog) -> Result<(), Error>,
    ) -> Result<(), Error>;

    /// Returns about how many keys there may be, without reading them.
    fn estimated_keys(&self) -> usize;

    /// Returns whether rows are opened by a master key.
    fn is_sealed(&self) -> bool;

    /// Writes the file anew, without what was deleted or replaced in it. `false`: it may be left, since others were busy with
    /// the store or the disk has no room.
    fn rewrite(&self) -> Result<bool, Error>;

    /// Stays away from the store for as long as others who wait to write may need to notice that it is free.
    fn let_others_write(&self);

    /// Copies the store as it is at one moment into a new file, while others go on writing.
    fn backup(&self, target: &Path, progress: Progress<'_>) -> Result<BackupFacts, Error>;

    /// Runs reads on one snapshot, beside a backup.
    fn read_beside(
        &self,
        backup: &Path,
        now: Timestamp,
        work: &mut dyn FnMut(&dyn Rows, &BackupFile) -> Result<(), Error>,
    ) -> Result<(), Error>;

    /// Runs a change as [`Store::write`] does, beside a backup.
    fn write_beside(
        &self,
        backup: &Path,
        now: Timestamp,
        work: &mut dyn FnMut(&mut dyn Rows, &BackupFile) -> Result<(), Error>,
    ) -> Result<(), Error>;

    /// Returns what there is to know about the store itself.
    fn status(&self) -> Result<StoreStatus, Error>;

    /// Returns where usage is counted and kept.
    fn usage(&self) -> &dyn StoreUsage;

    /// Lets go of the store for one handle; the last one closes its files.
    fn release(&self);
}

/// The settings, and the moment of the store that they are of.
pub(crate) struct Standing {
    pub(crate) settings: Arc<Settings>,
    /// `None`: nobody can say, because a change came in between, or because this store tells moments only by a statement.
    pub(crate) moment: Option<Moment>,
}

/// A generation as it is read without a text of it.
pub(crate) struct OfGeneration {
    pub(crate) id: GenerationId,
    /// The last four characters of its text, and all that the gates need about it. `None`: its row can not be believed.
    pub(crate) row: Option<(String, Presented)>,
}

/// What there is under a presented id.
pub(crate) enum Looked {
    /// No key.
    Nothing,
    /// A row that was changed by something else than Keywright, and whose.
    Tampered {
        api_key_id: ApiKeyId,
        row: String,
    },
    Found(Box<Presented>),
}

/// Where the use of keys is counted, and kept beside the store. It decides nothing, so what befalls it stops no check.
pub(crate) trait StoreUsage: Send + Sync {
    /// Returns what counts in memory until it is written.
    fn recorder(&self) -> &Arc<Recorder>;

    /// Writes all that was counted, in one transaction, and clears what is older than it is kept. What can not be written
    /// stays in memory.
    fn write(&self, kept: &Retention, now: Timestamp) -> Result<(), Error>;

    /// Returns the counts of a key in each bucket of a window, and its last use: what is written and what waits.
    fn series(
        &self,
        id: &ApiKeyId,
        window: &Window,
        now: Timestamp,
    ) -> Result<(Vec<UsageCounts>, Option<LastUse>), Error>;

    /// Returns the last use of each key.
    fn last_uses(&self, ids: &[ApiKeyId], now: Timestamp) -> Result<Vec<Option<LastUse>>, Error>;

    /// Returns some keys about which something is written, and others at the next call until all had their turn, once a
    /// day. A key that was deleted while nobody could write the file, or by hand, is found so.
    fn keys_to_look_at(&self, now: Timestamp) -> Result<Vec<ApiKeyId>, Error>;

    /// Copies what is written into a file beside a backup, and returns its length. `None`: there is nothing.
    fn backup(&self, backup: &Path, now: Timestamp) -> Result<Option<u64>, Error>;

    /// Looks whether the usage beside a backup can be restored, and returns its length.
    fn look_into_backup(&self, backup: &Path, now: Timestamp) -> Result<Option<u64>, Error>;

    /// Adds the usage beside a backup to what is written, each count once, and returns the length of its file.
    fn restore(&self, backup: &Path, now: Timestamp) -> Result<Option<u64>, Error>;

    /// Returns how the writing goes.
    fn health(&self, now: Timestamp) -> UsageHealth;
}

/// How the writing of usage goes in this process.
#[derive(Clone, Debug, Default)]
pub(crate) struct UsageHealth {
    pub(crate) path: Option<std::path::PathBuf>,
    pub(crate) written_at: Option<Timestamp>,
    pub(crate) writes: u64,
    pub(crate) waiting: u64,
    pub(crate) lost: u64,
    pub(crate) fault: Option<(ErrorCode, String)>,
}

/// What the store says about itself.
pub(crate) struct StoreStatus {
    pub(crate) path: Option<std::path::PathBuf>,
    pub(crate) schema: u32,
    pub(crate) oldest_reader: u32,
    pub(crate) freshness: Freshness,
    pub(crate) sqlite_version: &'static str,
    pub(crate) file_system: Option<String>,
    /// The number of the newest signal; 0 when there is none.
    pub(crate) last_signal: u64,
}

/// How a process learns that another one has committed a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Freshness {
    /// By two fields of SQLite's WAL index, in memory: about a nanosecond.
    WalIndex,
    /// By `PRAGMA data_version`, where the WAL index can not be read: some microseconds.
    DataVersion,
    /// By a counter of this process, for a store in memory.
    Counter,
}

impl Freshness {
    /// Returns `wal_index`, `data_version` or `counter`.
    ///
    /// # Examples
    ///
    /// ```
    /// let keywright = keywright::Keywright::open_in_memory()?;
    /// assert_eq!(keywright.status()?.freshness.as_str(), "counter");
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::WalIndex => "wal_index",
            Self::DataVersion => "data_version",
            Self::Counter => "counter",
        }
    }
}

/// Whom [`ApiKeyRows::each_api_key`] hands its keys, until it breaks off. An error is a key whose row somebody else changed;
/// no check accepts it, so what counts or ends keys passes over it.
pub(crate) type Visit<'a> =
    &'a mut dyn FnMut(Result<ApiKey, Error>) -> Result<ControlFlow<()>, Error>;

/// All rows of one snapshot or one transaction. What changes rows needs `&mut`, which only a transaction gives.
pub(crate) trait Rows:
    SettingsRows
    + OwnerRows
    + MemberRows
    + PermissionRows
    + ApiKeyRows
    + ExportRows
    + EventRows
    + IntegrityRows
    + SealRows
    + SignalRows
{
    /// Returns how many rows were changed through this connection so far.
    fn changed_rows(&self) -> u64;
    /// Returns when the store was made.
    fn made_at(&self) -> Result<Timestamp, Error>;
    /// Makes all rows those of a backup, but the audit log and what tells of the file itself.
    fn replace(&mut self, backup: &BackupFile) -> Result<(), Error>;
}

pub(crate) trait SettingsRows {
    fn settings(&self) -> Result<Settings, Error>;
    fn save_settings(&mut self, settings: &Settings) -> Result<(), Error>;
}

pub(crate) trait OwnerRows {
    fn user(&self, id: &UserId) -> Result<Option<User>, Error>;
    fn team(&self, id: &TeamId) -> Result<Option<Team>, Error>;
    /// Hands out all users, in the order of their ids.
    fn each_user(&self, visit: &mut dyn FnMut(User) -> Result<(), Error>) -> Result<(), Error>;
    /// Hands out all teams, in the order of their ids.
    fn each_team(&self, visit: &mut dyn FnMut(Team) -> Result<(), Error>) -> Result<(), Error>;
    fn save_user(&mut self, user: &User) -> Result<(), Error>;
    fn save_team(&mut self, team: &Team) -> Result<(), Error>;
    /// Deletes the owner with its keys and memberships.
    fn delete_owner(&mut self, owner: &Owner) -> Result<(), Error>;
}

pub(crate) trait MemberRows {
    fn member(&self, team: &TeamId, user: &UserId) -> Result<Option<TeamMember>, Error>;
    fn members(&self, team: &TeamId) -> Result<Vec<TeamMember>, Error>;
    /// Returns every membership: for the rare change that touches all of them.
    fn all_members(&self) -> Result<Vec<TeamMember>, Error>;
    fn teams_of(&self, user: &UserId) -> Result<Vec<Team>, Error>;
    fn save_member(&mut self, member: &TeamMember) -> Result<(), Error>;
    fn delete_member(&mut self, team: &TeamId, user: &UserId) -> Result<(), Error>;
}

pub(crate) trait PermissionRows {
    fn permission_definitions(&self) -> Result<Vec<PermissionDefinition>, Error>;
    fn save_permission_definition(
        &mut self,
        definition: &PermissionDefinition,
    ) -> Result<(), Error>;
    fn delete_permission_definition(&mut self, id: &PermissionId) -> Result<(), Error>;
}

/// The secret part of a generation, as far as the store may know it.
pub(crate) struct NewGeneration {
    pub(crate) digest: [u8; 32],
}

/// When a generation ends, if it does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Retirement {
    pub(crate) id: GenerationId,
    pub(crate) at: Option<Timestamp>,
}

pub(crate) trait ApiKeyRows {
    fn api_key(&self, id: &ApiKeyId, now: Timestamp) -> Result<Option<ApiKey>, Error>;
    /// Returns a key whose owner's row can not be believed. Whether the owner is suspended is not known then.
    fn api_key_without_owner(&self, id: &ApiKeyId, now: Timestamp)
    -> Result<Option<ApiKey>, Error>;
    /// Hands out keys, newest first, from behind a position.
    fn each_api_key(
        &self,
        owner: Option<&Owner>,
        behind: Option<Position>,
        now: Timestamp,
        visit: Visit<'_>,
    ) -> Result<(), Error>;
    /// Hands out what the gates need about each generation of keys, newest key first, from behind a position. A key whose row
    /// somebody else changed comes as its generations' ids alone.
    fn each_presented(
        &self,
        owner: Option<&Owner>,
        behind: Option<Position>,
        now: Timestamp,
        visit: &mut dyn FnMut(ApiKeyId, Vec<OfGeneration>) -> ControlFlow<()>,
    ) -> Result<(), Error>;
    /// Hands out the ids of all generations that rotation added.
    fn each_later_generation(&self, visit: &mut dyn FnMut(GenerationId)) -> Result<(), Error>;
    /// Writes a new key with its first generation.
    fn insert_api_key(&mut self, key: &ApiKey, generation: &NewGeneration) -> Result<(), Error>;
    /// Writes the newest generation of a key that was rotated, what the one before it got for an end, and their count.
    fn insert_generation(&mut self, key: &ApiKey, generation: &NewGeneration) -> Result<(), Error>;
    /// Returns the generations of a key that a use can still change, newest first: those that were not used yet, those that
    /// wait for the use of a later one, and always the first. However many there are, unlike in the record.
    fn open_generations(&self, key: &ApiKey) -> Result<Vec<Generation>, Error>;
    /// Writes what can change about a generation: its first use and its end.
    fn save_generation(&mut self, generation: &Generation) -> Result<(), Error>;
    /// Writes what can change about a key; its generations are not touched.
    fn save_api_key(&mut self, key: &ApiKey) -> Result<(), Error>;
    /// Returns when each generation of a key ends, however many there are, in the order of their numbers.
    fn retirements(&self, id: &ApiKeyId) -> Result<Vec<Retirement>, Error>;
    /// Writes when a generation ends.
    fn save_retirement(&mut self, id: &ApiKeyId, retirement: Retirement) -> Result<(), Error>;
    fn delete_api_key(&mut self, id: &ApiKeyId) -> Result<(), Error>;
}

pub(crate) trait ExportRows {
    /// Returns all generations of a key, however many there are, oldest first.
    fn whole_generations(&self, id: &ApiKeyId) -> Result<Vec<WholeGeneration>, Error>;
    /// Returns whether a key or a generation has this id.
    fn is_id_taken(&self, id: &GenerationId) -> Result<bool, Error>;
    /// Writes a key of an export as it was.
    fn insert_whole_api_key(
        &mut self,
        key: &ApiKey,
        generations: &[WholeGeneration],
    ) -> Result<(), Error>;
}

/// One entry of the audit log before it has a number.
pub(crate) struct EventRow {
    pub(crate) at: Timestamp,
    pub(crate) verb: &'static str,
    pub(crate) payload: String,
}

pub(crate) trait EventRows {
    fn append_event(&mut self, event: &EventRow) -> Result<(), Error>;
    /// Returns entries with a number above `after`, oldest first.
    fn events(&self, after: u64, limit: u32) -> Result<Vec<crate::event::Event>, Error>;
}

/// Where sealing row after row has come to.
#[derive(Default)]
pub(crate) struct SealPosition(rows::SealPlace);

/// What one step of it did.
pub(crate) struct SealBatch {
    pub(crate) sealed: u64,
    /// Rows that somebody else changed, and that stay as they are.
    pub(crate) tampered: u64,
    /// `None`: nothing is left.
    pub(crate) next: Option<SealPosition>,
}

/// Sealing as a whole. All but the status need a store that was opened with a master key.
pub(crate) trait SealRows {
    fn seal_status(&self) -> Result<SealStatus, Error>;
    /// Makes the first data key. `false`: there is one.
    fn begin_sealing(&mut self, now: Timestamp) -> Result<bool, Error>;
    /// Makes one more data key. `false`: an earlier one is not finished yet, and is gone on with.
    fn begin_rekey(&mut self, now: Timestamp) -> Result<bool, Error>;
    /// Counts the rows that are not sealed under the newest data key.
    fn count_rows_to_seal(&self) -> Result<u64, Error>;
    /// Seals so many of them, in a fixed order.
    fn seal_batch(&mut self, from: &SealPosition, most: u32) -> Result<SealBatch, Error>;
    /// Wraps all data keys under the newest master key, and returns how many were not.
    fn rewrap_data_keys(&mut self) -> Result<u64, Error>;
    /// Forgets all data keys but the newest, unless more than so many rows still need them, and returns how many.
    fn forget_data_keys(&mut self, tampered: u64) -> Result<u64, Error>;
}

pub(crate) trait SignalRows {
    /// Writes a signal, unless there is one of its kind about the same in the same hour.
    fn append_signal(&mut self, signal: &NewSignal) -> Result<(), Error>;
    /// Returns signals with a number above `after`, oldest first.
    fn signals(&self, after: u64, limit: u32) -> Result<Vec<Signal>, Error>;
}

pub(crate) trait IntegrityRows {
    /// Looks at every page and row, and says what is wrong.
    fn problems(&self) -> Result<Vec<String>, Error>;
}

/// Runs reads on one snapshot and returns what they give.
pub(crate) fn read<T>(
    store: &dyn Store,
    work: impl FnOnce(&dyn Rows) -> Result<T, Error>,
) -> Result<T, Error> {
    let (mut work, mut result) = (Some(work), None);
    store.read(&mut |rows| {
        if let Some(work) = work.take() {
            result = Some(work(rows)?);
        }
        Ok(())
    })?;
    result.ok_or_else(|| Error::internal("a read ended without an answer"))
}

/// Runs a change as one transaction and returns what it gives.
pub(crate) fn write<T>(
    store: &dyn Store,
    work: impl FnOnce(&mut dyn Rows) -> Result<T, Error>,
) -> Result<T, Error> {
    let (mut work, mut result) = (Some(work), None);
    store.write(&mut |rows| {
        if let Some(work) = work.take() {
            result = Some(work(rows)?);
        }
        Ok(())
    })?;
    result.ok_or_else(|| Error::internal("a change ended without an answer"))
}

/// Runs reads on one snapshot, beside a backup, and returns what they give.
pub(crate) fn read_beside<T>(
    store: &dyn Store,
    backup: &Path,
    now: Timestamp,
    work: impl FnOnce(&dyn Rows, &BackupFile) -> Result<T, Error>,
) -> Result<T, Error> {
    let (mut work, mut result) = (Some(work), None);
    store.read_beside(backup, now, &mut |rows, backup| {
        if let Some(work) = work.take() {
            result = Some(work(rows, backup)?);
        }
        Ok(())
    })?;
    result.ok_or_else(|| Error::internal("a read ended without an answer"))
}

/// Runs a change as one transaction, beside a backup, and returns what it gives.
pub(crate) fn write_beside<T>(
    store: &dyn Store,
    backup: &Path,
    now: Timestamp,
    work: impl FnOnce(&mut dyn Rows, &BackupFile) -> Result<T, Error>,
) -> Result<T, Error> {
    let (mut work, mut result) = (Some(work), None);
    store.write_beside(backup, now, &mut |rows, backup| {
        if let Some(work) = work.take() {
            result = Some(work(rows, backup)?);
        }
        Ok(())
    })?;
    result.ok_or_else(|| Error::internal("a change ended without an answer"))
}
