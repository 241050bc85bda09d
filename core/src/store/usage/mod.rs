//! The file beside a store in which usage is kept.
//!
//! It is written behind and decides nothing: whatever befalls it, checks go on, counts stay in memory within their bound,
//! and `status()` tells. It is opened when there is something to write or to read, never before.

mod backup;
mod rows;
mod schema;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use rusqlite::Connection;
use rusqlite::config::DbConfig;

use super::fork::{Forgetful, Held};
use super::open::{beside, file_id, has_log, raw, refuse_lone_log, switch_on};
use super::pragmas::{Role, configure};
use super::sqlite::{Slot, lock};
use super::watch::Files;
use super::{StoreUsage, UsageHealth};
use crate::clock::Timestamp;
use crate::error::{Error, ErrorCode};
use crate::key::ApiKeyId;
use crate::usage::{LastUse, LockedRecorder, Recorder, Retention, UsageBatch, UsageCounts, Window};

/// What the name of the file adds to that of the store.
pub(crate) const SUFFIX: &str = "-usage";
/// Keys whose rows are dropped in one transaction, since each may have thousands.
const FORGOTTEN_AT_ONCE: usize = 100;
/// Keys that are looked at with each write, whether they still exist: about a millisecond.
const LOOKED_AT_ONCE: u32 = 32;
const DAY: Duration = Duration::from_secs(24 * 3600);

/// The file, and what is counted and not yet in it.
pub(crate) struct UsageFile {
    /// The store's own file; `None` for a store in memory, whose usage is kept in memory too.
    store: Option<PathBuf>,
    busy_time_out: Duration,
    /// The one connection. Whoever holds it may take the locks of `recorder` and `state`, never the other way round.
    pub(crate) slot: Mutex<Slot>,
    pub(crate) recorder: Arc<Recorder>,
    pub(crate) state: Arc<Mutex<State>>,
}

/// What this process knows of the file.
#[derive(Default)]
pub(crate) struct State {
    /// The file as the connection found it, and those beside it.
    files: Option<Files>,
    health: UsageHealth,
    /// How far the keys were looked at that are gone from the store.
    looked_at: Option<ApiKeyId>,
    /// When to begin again.
    rests_until: Option<Timestamp>,
}

impl UsageFile {
    pub(crate) fn new(store: Option<&Path>, busy_time_out: Duration) -> Self {
        Self {
            store: store.map(Path::to_owned),
            busy_time_out,
            slot: Mutex::default(),
            recorder: Arc::default(),
            state: Arc::default(),
        }
    }

    fn path(&self) -> Option<PathBuf> {
        self.store.as_deref().map(|store| beside(store, SUFFIX))
    }

    /// Opens the connection if there is none. Where the file must be there and is not, the answer is `None`.
    fn connection<'a>(
        &self,
        slot: &'a mut Slot,
        is_made: bool,
        now: Timestamp,
    ) -> Result<Option<&'a mut Connection>, Error> {
        // Somebody may have moved a damaged file away, or put an older one back: what is written must go where it is read.
        let is_other = || lock(&self.state).files.as_ref().is_some_and(|files| !files.are_same());
        if slot.connection.is_some() && is_other() {
            slot.clear();
        }
        if slot.connection.is_none() {
            let Some(store) = &self.store else {
                let mut connection = Connection::open_in_memory()?;
                configure(&connection, Role::Writer, false)?;
                schema::migrate(&mut connection, now)?;
                return Ok(Some(slot.connection.insert(connection)));
            };
            let path = beside(store, SUFFIX);
            if !is_made && !may_hold_something(&path)? {
                return Ok(None);
            }
            let connection = self.open(store, &path, now)?;
            slot.connection = Some(connection);
        }
        Ok(slot.connection.as_mut())
    }

    /// Opens the file, making it if it is missing: looks before it touches, then sets up and migrates.
    fn open(&self, store: &Path, path: &Path, now: Timestamp) -> Result<Connection, Error> {
        refuse_lone_log(path)?;
        make_like(store, path)?;
        let id = file_id(path)?;
        let mut connection = raw(path, self.busy_time_out)?;
        // The last connection on a database moves its log into its file when it closes. What is not ours stays as it is.
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, has_log(path))?;
        let needs_steps = schema::needs_steps(&connection)?;
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false)?;
        switch_on(&connection, self.busy_time_out)?;
        if needs_steps {
            schema::migrate(&mut connection, now)?;
        }
        // Once something was read, the files beside it are there.
        rows::probe(&connection)?;
        lock(&self.state).files = Some(Files::new(path, id));
        Ok(connection)
    }

    /// Says in words of this file what went wrong with it.
    fn explained(&self, error: Error) -> Error {
        let Some(path) = self.path() else { return error };
        let message = match error.code() {
            ErrorCode::StorageFull => {
                "the disk is full; usage waits in memory and is written once there is space"
            }
            ErrorCode::StorageCorrupt => {
                "the usage file is damaged or is not Keywright's, and was left as it is; move it away, and a new one is begun"
            }
            ErrorCode::StorageUnavailable => {
                "the usage file can not be opened or written; check the owner and the mode of it and its folder"
            }
            ErrorCode::StorageBusy => {
                "the usage file was busy for longer than the time-out; it is tried again"
            }
            _ => return error.about(&format!("usage=`{}`", path.display())),
        };
        Error::new(error.code(), message)
            .about(&format!("usage=`{}`", path.display()))
            .with_source(error)
    }

    fn note(&self, result: &Result<(), Error>) {
        lock(&self.state).health.fault = result.as_ref().err().map(as_fault);
    }

    /// Reads from the file; `None` where there is none yet.
    fn read<T>(
        &self,
        slot: &mut Slot,
        now: Timestamp,
        work: impl FnOnce(&Connection) -> Result<T, Error>,
    ) -> Result<Option<T>, Error> {
        let result = self.connection(slot, false, now).and_then(|connection| {
            let Some(connection) = connection else { return Ok(None) };
            let transaction = connection.transaction()?;
            let value = work(&transaction)?;
            transaction.commit()?;
            Ok(Some(value))
        });
        self.settle(slot, result)
    }

    /// A connection that failed is closed: the next use looks at the file anew, which may have been mended. One that only
    /// found no space still reads, and a new one might not.
    fn settle<T>(&self, slot: &mut Slot, result: Result<T, Error>) -> Result<T, Error> {
        result.map_err(|error| {
            let is_well = [ErrorCode::StorageBusy, ErrorCode::StorageFull].contains(&error.code());
            if self.store.is_some() && !is_well {
                slot.clear();
            }
            self.explained(error)
        })
    }

    fn write_batch(
        &self,
        slot: &mut Slot,
        batch: &mut UsageBatch,
        kept: &Retention,
        now: Timestamp,
    ) -> Result<(), Error> {
        let connection = self
            .connection(slot, true, now)?
            .ok_or_else(|| Error::internal("the usage file was not opened"))?;
        let mut gone = batch.take_forgotten();
        let mut is_counted = false;
        let nothing = UsageBatch::with_room(0);
        loop {
            let rest = gone.iter().nth(FORGOTTEN_AT_ONCE).copied();
            let later = rest.map(|id| gone.split_off(&id)).unwrap_or_default();
            let counts = if is_counted { &nothing } else { &*batch };
            if let Err(error) = rows::write(connection, counts, &gone, kept, now) {
                gone.extend(later);
                if is_counted {
                    // What is written must not be counted again.
                    *batch = nothing;
                }
                batch.forget(gone);
                return Err(error);
            }
            if !is_counted {
                let mut state = lock(&self.state);
                state.health.written_at = Some(now);
                state.health.writes += 1;
                state.health.lost = state.health.lost.saturating_add(batch.lost());
            }
            is_counted = true;
            gone = later;
            if gone.is_empty() {
                return Ok(());
            }
        }
    }
}

impl StoreUsage for UsageFile {
    fn recorder(&self) -> &Arc<Recorder> {
        &self.recorder
    }

    fn write(&self, kept: &Retention, now: Timestamp) -> Result<(), Error> {
        let mut slot = lock(&self.slot);
        // Taken only behind the wait for the connection: what is counted is always either in memory or written for who
        // asks, who waits here too.
        let mut batch = self.recorder.take_batch();
        if batch.is_empty() {
            return Ok(());
        }
        let result = self.write_batch(&mut slot, &mut batch, kept, now);
        if result.is_err() {
            self.recorder.put_back(batch);
        }
        let result = self.settle(&mut slot, result);
        self.note(&result);
        result
    }

    fn series(
        &self,
        id: &ApiKeyId,
        window: &Window,
        now: Timestamp,
    ) -> Result<(Vec<UsageCounts>, Option<LastUse>), Error> {
        let mut slot = lock(&self.slot);
        let written = self.read(&mut slot, now, |connection| {
            Ok((rows::series(connection, id, window)?, rows::last_use(connection, id)?))
        })?;
        let (mut points, last_use) =
            written.unwrap_or_else(|| (vec![UsageCounts::default(); window.points()], None));
        self.recorder.gather(now);
        let waiting = self.recorder.of_key(id);
        waiting.add_to(window, &mut points);
        Ok((points, last_use.max(waiting.last_use)))
    }

    fn last_uses(&self, ids: &[ApiKeyId], now: Timestamp) -> Result<Vec<Option<LastUse>>, Error> {
        let mut slot = lock(&self.slot);
        let written = self.read(&mut slot, now, |connection| {
            ids.iter().map(|id| rows::last_use(connection, id)).collect::<Result<Vec<_>, _>>()
        })?;
        let written = written.unwrap_or_else(|| vec![None; ids.len()]);
        self.recorder.gather(now);
        let pairs = ids.iter().zip(written);
        Ok(pairs.map(|(id, written)| written.max(self.recorder.of_key(id).last_use)).collect())
    }

    fn keys_to_look_at(&self, now: Timestamp) -> Result<Vec<ApiKeyId>, Error> {
        let mut slot = lock(&self.slot);
        let (behind, rests_until) = {
            let state = lock(&self.state);
            (state.looked_at, state.rests_until)
        };
        if rests_until.is_some_and(|until| now < until) {
            return Ok(Vec::new());
        }
        let ids = self.read(&mut slot, now, |connection| {
            rows::known_keys(connection, behind, LOOKED_AT_ONCE)
        })?;
        let ids = ids.unwrap_or_default();
        let mut state = lock(&self.state);
        state.looked_at = ids.last().copied();
        state.rests_until = if ids.is_empty() { now.checked_add(DAY).ok() } else { None };
        Ok(ids)
    }

    fn backup(&self, backup: &Path, now: Timestamp) -> Result<Option<u64>, Error> {
        self.copy_beside(backup, now)
    }

    fn look_into_backup(&self, backup: &Path, now: Timestamp) -> Result<Option<u64>, Error> {
        self.look_beside(backup, now)
    }

    fn restore(&self, backup: &Path, now: Timestamp) -> Result<Option<u64>, Error> {
        self.merge_beside(backup, now)
    }

    fn health(&self, now: Timestamp) -> UsageHealth {
        // Who asks about a store that nobody has used yet wants to know whether its file is well. While it is in use, the
        // last use tells.
        let fault = match self.slot.try_lock() {
            Ok(mut slot) if slot.connection.is_none() => {
                self.read(&mut slot, now, rows::probe).err().as_ref().map(as_fault)
            }
            _ => None,
        };
        self.recorder.gather(now);
        let (waiting, lost) = self.recorder.waiting_and_lost();
        let mut health = lock(&self.state).health.clone();
        health.fault = health.fault.or(fault);
        health.path = self.path();
        health.waiting = waiting;
        health.lost = health.lost.saturating_add(lost);
        health
    }
}

/// The child of a fork begins without its parent's counts.
impl Held for LockedRecorder<'_> {
    fn forget(&mut self) {
        self.clear();
    }
}

impl Forgetful for Recorder {
    fn hold(&self) -> Box<dyn Held + '_> {
        Box::new(self.lock_all())
    }
}

fn as_fault(error: &Error) -> (ErrorCode, String) {
    (error.code(), error.to_string())
}

/// Returns whether there is anything to read: on a full disk a file may have been made and hold nothing yet.
fn may_hold_something(path: &Path) -> Result<bool, Error> {
    refuse_lone_log(path)?;
    match fs::metadata(path) {
        Ok(metadata) => Ok(metadata.len() > 0),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        // Whoever opens it is told what is in the way.
        Err(_) => Ok(true),
    }
}

/// Makes the file with the owner and the mode of the store, unless it is there.
fn make_like(store: &Path, path: &Path) -> Result<(), Error> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let file = match options.open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => return Ok(()),
        Err(error) => return Err(super::open::cannot_open(error)),
    };
    #[cfg(unix)]
    {
        use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, fchown};
        let store = fs::metadata(store).map_err(super::open::cannot_open)?;
        let own = file.metadata().map_err(super::open::cannot_open)?;
        if (own.uid(), own.gid()) != (store.uid(), store.gid()) {
            // Only root may give a file away. Where we may not, the file stays ours, as SQLite does with its own.
            drop(fchown(&file, Some(store.uid()), Some(store.gid())));
        }
        let mode = fs::Permissions::from_mode(store.mode() & 0o777);
        file.set_permissions(mode).map_err(super::open::cannot_open)?;
    }
    #[cfg(not(unix))]
    let _ = (store, file);
    Ok(())
}
