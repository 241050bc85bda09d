//! A store over SQLite: one writer, a few readers, each connection behind a lock of its own.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, TryLockError};
use std::time::Duration;

use rusqlite::{Connection, TransactionBehavior};

use super::backup::{BackupFacts, Progress, snapshot, write_backup};
use super::error::at;
use super::file_system::FileSystem;
use super::follow::{MOST_WAITING, append_commit, with_log};
use super::fork;
use super::migrations::{self, Identity, NewStore, RELEASED, Reach, Versions};
use super::open::{connect, replaced};
use super::patience;
use super::pragmas::Role;
use super::restore::{BackupFile, about_both};
use super::rows::{self, SqliteRows};
use super::stamp::{SharedIndex, Stamp, WalIndex, data_version};
use super::usage::UsageFile;
use super::watch::Watchdog;
use super::{
    ChangeLog, Freshness, KeyRing, Looked, Rows, SettingsRows as _, Standing, Store, StoreStatus,
    StoreUsage,
};
use crate::clock::Timestamp;
use crate::error::{Error, ErrorCode};
use crate::key::GenerationId;
use crate::lane::Lane;
use crate::settings::Settings;
use crate::verify::Moment;

/// Connections that read. More than the threads that read at once helps nobody.
const READERS: usize = 4;
/// Who waits for SQLite's write lock looks for it at least this often: the last and longest step of its own busy handler
/// (`sqliteDefaultBusyCallback`), and a little more.
const LONGEST_LOOK: Duration = Duration::from_millis(110);
/// What a key takes in the file, with its place in the lists, its event and its lines in the change log: about so much.
const BYTES_OF_KEY: usize = 640;

/// One connection, opened at its first use, and what was read through it.
#[derive(Default)]
pub(crate) struct Slot {
    // Declared before the connection, so that it is dropped before the mapping goes.
    pub(crate) index: Option<WalIndex>,
    pub(crate) settings: Option<(Stamp, Arc<Settings>)>,
    pub(crate) connection: Option<Connection>,
    /// How long the connection waits for other processes, if that is less than the store says.
    pub(crate) patience: Option<Duration>,
}

impl Slot {
    /// Closes the connection. The next use opens another one.
    pub(crate) fn clear(&mut self) {
        self.index = None;
        self.settings = None;
        self.connection = None;
        self.patience = None;
    }
}

/// Which file a store is, whatever it is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct FileId {
    pub(crate) device: u64,
    pub(crate) inode: u64,
}

/// Where a store lives.
#[derive(Clone, Debug)]
pub(crate) enum Place {
    Memory,
    File { path: PathBuf, id: FileId },
}

pub(crate) struct SqliteStore {
    pub(crate) place: Place,
    pub(crate) busy_time_out: Duration,
    /// `None`: opened without a master key.
    pub(crate) ring: Option<KeyRing>,
    /// Where the stamp is read without a lock: the mapping of whichever reader was opened last.
    pub(crate) index: SharedIndex,
    pub(crate) writer: Mutex<Slot>,
    pub(crate) readers: [Mutex<Slot>; READERS],
    /// Reads the change log. One of its own: whoever follows locks what memory keeps, and a reader must not wait for that.
    pub(crate) follower: Mutex<Slot>,
    /// The file beside it in which usage is kept.
    pub(crate) usage: UsageFile,
    pub(crate) watchdog: Watchdog,
    /// Handles that have the store open.
    pub(crate) handles: AtomicUsize,
    /// Commits so far, for a store in memory.
    commits: AtomicU64,
}

impl SqliteStore {
    pub(crate) fn new(
        place: Place,
        busy_time_out: Duration,
        ring: Option<KeyRing>,
        writer: Connection,
    ) -> Self {
        let path = match &place {
            Place::Memory => None,
            Place::File { path, .. } => Some(path.as_path()),
        };
        Self {
            usage: UsageFile::new(path, busy_time_out),
            place,
            busy_time_out,
            ring,
            index: SharedIndex::default(),
            writer: Mutex::new(Slot { connection: Some(writer), ..Slot::default() }),
            readers: Default::default(),
            follower: Mutex::default(),
            watchdog: Watchdog::default(),
            handles: AtomicUsize::new(0),
            commits: AtomicU64::new(0),
        }
    }

    pub(crate) fn path(&self) -> Option<&Path> {
        match &self.place {
            Place::Memory => None,
            Place::File { path, .. } => Some(path),
        }
    }

    /// Locks a reader, or the one connection of a store in memory, preferring one that is free.
    fn reader(&self) -> Result<MutexGuard<'_, Slot>, Error> {
        if matches!(self.place, Place::Memory) {
            return patience::lock_in_time(&self.writer);
        }
        // So that each thread finds its reader free.
        let first = Lane::current().index();
        for offset in 0..READERS {
            match self.readers.get((first + offset) % READERS).map(Mutex::try_lock) {
                Some(Ok(slot)) => return Ok(slot),
                Some(Err(TryLockError::Poisoned(poisoned))) => return Ok(poisoned.into_inner()),
                _ => {}
            }
        }
        let [only, ..] = &self.readers;
        patience::lock_in_time(self.readers.get(first % READERS).unwrap_or(only))
    }

    /// Opens the connection of a slot if it has none: at first use, and in a child after a fork.
    fn connection<'a>(&self, slot: &'a mut Slot, role: Role) -> Result<&'a mut Connection, Error> {
        if slot.connection.is_none() {
            let connection = connect(&self.place, role, patience::within(self.busy_time_out))?;
            // First: a connection that stands in its slot is one whose files are watched.
            self.arm()?;
            slot.index = if role == Role::Reader { WalIndex::of(&connection) } else { None };
            if let Some(index) = &slot.index {
                self.index.show(index);
            }
            slot.connection = Some(connection);
            slot.patience = patience::left();
        }
        patience::apply(slot, self.busy_time_out)?;
        slot.connection.as_mut().ok_or_else(|| Error::internal("a connection is missing"))
    }

    pub(super) fn read_connection<'a>(
        &self,
        slot: &'a mut Slot,
    ) -> Result<&'a mut Connection, Error> {
        let role = if matches!(self.place, Place::Memory) { Role::Writer } else { Role::Reader };
        self.connection(slot, role)
    }

    pub(super) fn stamp(&self, slot: &Slot) -> Result<Stamp, Error> {
        match (&self.place, &slot.index, &slot.connection) {
            (Place::Memory, ..) => Ok(Stamp::Counter(self.commits.load(Ordering::Acquire))),
            (_, Some(index), _) => Ok(index.stamp()),
            (_, None, Some(connection)) => data_version(connection),
            (_, None, None) => Err(Error::internal("a connection is missing")),
        }
    }

    /// Returns the settings and the stamp at which they were right, without SQL while nobody has committed.
    fn kept_settings(&self, slot: &mut Slot) -> Result<(Stamp, Arc<Settings>), Error> {
        // The stamp is read before the settings: a commit in between makes them look older than they are, never newer.
        let stamp = self.stamp(slot)?;
        if let Some((known, settings)) = &slot.settings
            && *known == stamp
        {
            return Ok((stamp, Arc::clone(settings)));
        }
        let settings = {
            let connection = self.read_connection(slot)?;
            Arc::new(self.rows(connection).settings()?)
        };
        slot.settings = Some((stamp, Arc::clone(&settings)));
        Ok((stamp, settings))
    }

    /// Returns the moment of a stamp, unless somebody has committed since it was read: what was read after it is then not
    /// known to be of this moment.
    fn moment_of(&self, slot: &Slot, stamp: Stamp) -> Result<Option<Moment>, Error> {
        let Some(moment) = stamp.moment() else { return Ok(None) };
        Ok((self.stamp(slot)? == stamp).then_some(moment))
    }

    /// Lets one more handle use the store, if it brings what the store is sealed with.
    pub(crate) fn join(&self, brought: Option<&KeyRing>) -> Result<(), Error> {
        let mut slot = lock(&self.writer);
        let connection = self.connection(&mut slot, Role::Writer)?;
        match (&self.ring, brought) {
            (Some(ring), Some(brought)) => ring.join(brought, connection),
            (None, None) => Ok(()),
            (Some(_), None) => Err(Error::new(
                ErrorCode::MasterKey,
                "the store is open in this process with a master key; give it here too",
            )),
            (None, Some(_)) => Err(Error::new(
                ErrorCode::MasterKey,
                "the store is open in this process without a master key; close that handle first",
            )),
        }
    }

    fn rows<'a>(&'a self, connection: &'a Connection) -> SqliteRows<'a> {
        SqliteRows::new(connection, self.ring.as_ref())
    }

    /// Remembers which files are open, once a connection has opened them.
    pub(crate) fn arm(&self) -> Result<(), Error> {
        match &self.place {
            Place::Memory => Ok(()),
            Place::File { path, id } => self.watchdog.arm(path, *id),
        }
    }

    /// Returns the two numbers of the file.
    pub(crate) fn versions(&self) -> Result<Versions, Error> {
        versions(self.read_connection(&mut *self.reader()?)?)
    }

    /// Takes every step that the file lacks, and returns the numbers that it has then.
    pub(crate) fn migrate(
        &self,
        new_settings: &Settings,
        now: Timestamp,
    ) -> Result<Versions, Error> {
        let mut slot = lock(&self.writer);
        let connection = self.connection(&mut slot, Role::Writer)?;
        let before = versions(connection)?;
        if RELEASED.is_settled(before, Reach::Everything) {
            return Ok(before);
        }
        let new = NewStore { settings: new_settings, ring: self.ring.as_ref(), now };
        Ok(migrations::migrate(connection, Reach::Everything, &new)?.1)
    }

    fn read_in(
        &self,
        slot: &mut Slot,
        work: &mut dyn FnMut(&dyn Rows) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let connection = self.read_connection(slot)?;
        let transaction = connection.transaction()?;
        work(&self.rows(&transaction))?;
        // Nothing was written; ending it by name reports an error that a drop would swallow.
        Ok(transaction.commit()?)
    }

    fn write_in(
        &self,
        slot: &mut Slot,
        work: &mut dyn FnMut(&mut dyn Rows) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let connection = self.connection(slot, Role::Writer)?;
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        // Behind the wait for the lock, during which much can happen.
        self.watchdog.compare()?;
        let before = transaction.total_changes();
        work(&mut self.rows(&transaction))?;
        let is_changed = transaction.total_changes() != before;
        if is_changed {
            // Behind all that the change logs by itself: see `follow`.
            append_commit(&transaction)?;
            rows::trim_changes(&transaction, MOST_WAITING)?;
        }
        transaction.commit()?;
        // A change is acknowledged as durable: one that went into a file which nobody will ever read again is not.
        self.watchdog.compare()?;
        if is_changed && matches!(self.place, Place::Memory) {
            self.commits.fetch_add(1, Ordering::Release);
        }
        Ok(())
    }

    /// Opens a backup for a caller who holds a connection.
    fn open_backup(&self, path: &Path, now: Timestamp) -> Result<BackupFile, Error> {
        BackupFile::open(path, &self.place, self.ring.as_ref(), now)
            .map_err(|error| error.about(&format!("backup=`{}`", path.display())))
    }

    fn with_path<T>(&self, result: Result<T, Error>) -> Result<T, Error> {
        result
            .inspect_err(patience::is_over)
            .map_err(|error| self.find_cause(error))
            .map_err(at(self.path()))
    }

    /// Says why a statement failed that can not fail: another database was restored over the open store through SQLite,
    /// which changes neither a file nor a lock and so passes by the watchdog.
    fn find_cause(&self, error: Error) -> Error {
        if error.code() != ErrorCode::Internal || matches!(self.place, Place::Memory) {
            return error;
        }
        let is_ours = match (|| migrations::identify(self.read_connection(&mut *self.reader()?)?))()
        {
            Ok(Identity::Store(versions)) => RELEASED.is_settled(versions, Reach::Additive),
            Ok(Identity::Empty) => false,
            Err(error) => !matches!(
                error.code(),
                ErrorCode::StorageCorrupt | ErrorCode::SchemaTooNew | ErrorCode::StoreReplaced
            ),
        };
        if is_ours {
            return error;
        }
        self.watchdog.give_up();
        replaced()
    }
}

impl Store for SqliteStore {
    #[inline]
    fn watch(&self, wall_ms: u64) -> Result<(), Error> {
        if self.watchdog.is_at_rest(wall_ms) {
            return Ok(());
        }
        self.with_path(self.watchdog.look(wall_ms))
    }

    #[inline]
    fn moment(&self, wall_ms: u64) -> Option<Moment> {
        if !self.watchdog.is_at_rest(wall_ms) {
            return None;
        }
        match &self.place {
            Place::Memory => Stamp::Counter(self.commits.load(Ordering::Acquire)).moment(),
            Place::File { .. } => self.index.stamp()?.moment(),
        }
    }

    fn read(&self, work: &mut dyn FnMut(&dyn Rows) -> Result<(), Error>) -> Result<(), Error> {
        self.with_path((|| self.read_in(&mut *self.reader()?, work))())
    }

    fn write(&self, work: &mut dyn FnMut(&mut dyn Rows) -> Result<(), Error>) -> Result<(), Error> {
        self.with_path(self.write_in(&mut lock(&self.writer), work))
    }

    fn read_beside(
        &self,
        backup: &Path,
        now: Timestamp,
        work: &mut dyn FnMut(&dyn Rows, &BackupFile) -> Result<(), Error>,
    ) -> Result<(), Error> {
        // Held while the backup is open: a fork waits, as it must while SQLite is inside.
        let mut slot = self.reader()?;
        let file = self.open_backup(backup, now)?;
        self.with_path(self.read_in(&mut slot, &mut |rows| work(rows, &file)))
            .map_err(about_both(backup))
    }

    fn write_beside(
        &self,
        backup: &Path,
        now: Timestamp,
        work: &mut dyn FnMut(&mut dyn Rows, &BackupFile) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let mut slot = lock(&self.writer);
        let file = self.open_backup(backup, now)?;
        self.with_path(self.write_in(&mut slot, &mut |rows| work(rows, &file)))
            .map_err(about_both(backup))
    }

    fn standing(&self) -> Result<Standing, Error> {
        self.with_path((|| {
            let mut slot = self.reader()?;
            self.read_connection(&mut slot)?;
            let (stamp, settings) = self.kept_settings(&mut slot)?;
            Ok(Standing { settings, moment: self.moment_of(&slot, stamp)? })
        })())
    }

    fn presented(&self, id: GenerationId, now: Timestamp) -> Result<(Standing, Looked), Error> {
        self.with_path((|| {
            let mut slot = self.reader()?;
            self.read_connection(&mut slot)?;
            let (stamp, settings) = self.kept_settings(&mut slot)?;
            let looked = self.rows(self.read_connection(&mut slot)?).presented(id, now)?;
            if self.stamp(&slot)? == stamp {
                // Nobody has committed since the settings were right, so both are of one moment.
                return Ok((Standing { settings, moment: stamp.moment() }, looked));
            }
            let transaction = self.read_connection(&mut slot)?.transaction()?;
            let settings = Arc::new(self.rows(&transaction).settings()?);
            let looked = self.rows(&transaction).presented(id, now)?;
            transaction.commit()?;
            Ok((Standing { settings, moment: None }, looked))
        })())
    }

    fn follow(
        &self,
        work: &mut dyn FnMut(&mut dyn ChangeLog) -> Result<(), Error>,
    ) -> Result<(), Error> {
        self.with_path(with_log(self, work))
    }

    fn estimated_keys(&self) -> usize {
        let bytes = self.path().and_then(|path| std::fs::metadata(path).ok());
        bytes.and_then(|file| usize::try_from(file.len()).ok()).unwrap_or(0) / BYTES_OF_KEY
    }

    fn is_sealed(&self) -> bool {
        self.ring.is_some()
    }

    fn rewrite(&self) -> Result<bool, Error> {
        self.with_path((|| {
            let mut slot = lock(&self.writer);
            let connection = self.connection(&mut slot, Role::Writer)?;
            let is_done = connection.execute_batch("VACUUM").and_then(|()| {
                // The log holds what stood in the file before, until it is cut off.
                connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| {
                    row.get::<_, i64>(0).map(|busy| busy == 0)
                })
            });
            match is_done.map_err(Error::from) {
                Err(error)
                    if matches!(error.code(), ErrorCode::StorageBusy | ErrorCode::StorageFull) =>
                {
                    Ok(false)
                }
                is_done => is_done,
            }
        })())
    }

    fn let_others_write(&self) {
        if matches!(self.place, Place::File { .. }) {
            // Whoever unparks this thread cuts it short, and then somebody else waits a little longer.
            std::thread::park_timeout(LONGEST_LOOK);
        }
    }

    fn backup(&self, target: &Path, progress: Progress<'_>) -> Result<BackupFacts, Error> {
        // The reader is held to the end: a fork waits, as it must while SQLite is inside.
        let mut slot = self.reader()?;
        let connection = self.with_path(self.read_connection(&mut slot))?;
        self.with_path(self.watchdog.compare())?;
        let transaction = self.with_path(snapshot(connection))?;
        let facts = write_backup(&transaction, &self.place, target, progress)
            .map_err(|error| error.about(&format!("backup=`{}`", target.display())))?;
        drop(transaction);
        // Of a file that was replaced meanwhile, nobody wants a backup to rely on.
        self.with_path(self.watchdog.compare())?;
        Ok(facts)
    }

    fn status(&self) -> Result<StoreStatus, Error> {
        self.with_path((|| {
            let mut slot = self.reader()?;
            let connection = self.read_connection(&mut slot)?;
            let last_signal = rows::last_signal(connection)?;
            let versions = versions(connection)?;
            let freshness = match (&self.place, &slot.index) {
                (Place::Memory, _) => Freshness::Counter,
                (_, Some(_)) => Freshness::WalIndex,
                (_, None) => Freshness::DataVersion,
            };
            Ok(StoreStatus {
                path: self.path().map(Into::into),
                schema: versions.schema,
                oldest_reader: versions.oldest_reader,
                freshness,
                sqlite_version: rusqlite::version(),
                file_system: self.path().and_then(FileSystem::of).map(|found| found.name),
                last_signal,
            })
        })())
    }

    fn usage(&self) -> &dyn StoreUsage {
        &self.usage
    }

    fn release(&self) {
        // Held so that nobody opens the file again between SQLite's closing and the probe's: closing the probe would drop the
        // locks of the new connections.
        let _registry = fork::registry();
        if self.handles.fetch_sub(1, Ordering::AcqRel) == 1 {
            // No call is in flight on any handle, so nobody reads the mapping that goes now.
            self.index.hide();
            // Readers first: the connection closed last runs the checkpoint, and that is the writer's.
            for reader in self.readers.iter().chain([&self.follower]) {
                lock(reader).clear();
            }
            lock(&self.writer).clear();
            lock(&self.usage.slot).clear();
            self.watchdog.rest();
        }
    }
}

fn versions(connection: &Connection) -> Result<Versions, Error> {
    match migrations::identify(connection)? {
        Identity::Store(versions) => Ok(versions),
        Identity::Empty => Err(Error::new(ErrorCode::StorageCorrupt, "the store's file is empty")),
    }
}

/// A panic while a lock was held has rolled its transaction back; the connection is as good as before.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
