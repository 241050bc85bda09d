//! A store over SQLite: one writer, a few readers, each connection behind a lock of its own.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, TryLockError};
use std::time::Duration;

use rusqlite::{Connection, Transaction, TransactionBehavior};

use super::backup::{BackupFacts, Progress, write_backup};
use super::error::at;
use super::file_system::FileSystem;
use super::fork;
use super::migrations::{self, Identity, RELEASED, Reach, Versions};
use super::open::{connect, replaced};
use super::pragmas::Role;
use super::restore::BackupFile;
use super::rows::{self, SqliteRows};
use super::stamp::{Stamp, WalIndex, data_version};
use super::watch::Watch;
use super::{Freshness, Rows, Store, StoreStatus};
use crate::clock::Timestamp;
use crate::error::{Error, ErrorCode};
use crate::key::GenerationId;
use crate::settings::Settings;
use crate::verify::Presented;

/// Connections that read. More than the threads that read at once helps nobody.
const READERS: usize = 4;
/// Rows of the change log that stay when it is trimmed.
const CHANGES_KEPT: u32 = 10_000;
/// How long a store may be somebody else's before a check notices.
const WATCH_INTERVAL_MS: u64 = 1000;

/// One connection, opened at its first use, and what was read through it.
#[derive(Default)]
pub(crate) struct Slot {
    // Declared before the connection, so that it is dropped before the mapping goes.
    pub(crate) index: Option<WalIndex>,
    pub(crate) settings: Option<(Stamp, Arc<Settings>)>,
    pub(crate) connection: Option<Connection>,
}

impl Slot {
    /// Closes the connection. The next use opens another one.
    pub(crate) fn clear(&mut self) {
        self.index = None;
        self.settings = None;
        self.connection = None;
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
    pub(crate) writer: Mutex<Slot>,
    pub(crate) readers: [Mutex<Slot>; READERS],
    /// What the files were when they were opened; `None` for a store in memory, and in a child before its first use.
    pub(crate) watch: Mutex<Option<Watch>>,
    /// When that was last compared, in milliseconds of the steady clock.
    watched_at_ms: AtomicU64,
    /// Once the files are no longer the same, nothing is answered until the store is opened again.
    is_replaced: AtomicBool,
    /// Handles that have the store open.
    pub(crate) handles: AtomicUsize,
    /// Commits so far, for a store in memory.
    commits: AtomicU64,
}

impl SqliteStore {
    pub(crate) fn new(place: Place, busy_time_out: Duration, writer: Connection) -> Self {
        Self {
            place,
            busy_time_out,
            writer: Mutex::new(Slot { connection: Some(writer), ..Slot::default() }),
            readers: Default::default(),
            watch: Mutex::new(None),
            watched_at_ms: AtomicU64::new(0),
            is_replaced: AtomicBool::new(false),
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
    fn reader(&self) -> MutexGuard<'_, Slot> {
        if matches!(self.place, Place::Memory) {
            return lock(&self.writer);
        }
        let first = lane();
        for offset in 0..READERS {
            match self.readers.get((first + offset) % READERS).map(Mutex::try_lock) {
                Some(Ok(slot)) => return slot,
                Some(Err(TryLockError::Poisoned(poisoned))) => return poisoned.into_inner(),
                _ => {}
            }
        }
        let [only, ..] = &self.readers;
        lock(self.readers.get(first % READERS).unwrap_or(only))
    }

    /// Opens the connection of a slot if it has none: at first use, and in a child after a fork.
    fn connection<'a>(&self, slot: &'a mut Slot, role: Role) -> Result<&'a mut Connection, Error> {
        if slot.connection.is_none() {
            let connection = connect(&self.place, role, self.busy_time_out)?;
            // First: a connection that stands in its slot is one whose files are watched.
            self.arm()?;
            slot.index = if role == Role::Reader { WalIndex::of(&connection) } else { None };
            slot.connection = Some(connection);
        }
        slot.connection.as_mut().ok_or_else(|| Error::internal("a connection is missing"))
    }

    fn read_connection<'a>(&self, slot: &'a mut Slot) -> Result<&'a mut Connection, Error> {
        let role = if matches!(self.place, Place::Memory) { Role::Writer } else { Role::Reader };
        self.connection(slot, role)
    }

    fn stamp(&self, slot: &Slot) -> Result<Stamp, Error> {
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
        let settings = Arc::new(rows::settings(self.read_connection(slot)?)?);
        slot.settings = Some((stamp, Arc::clone(&settings)));
        Ok((stamp, settings))
    }

    /// Remembers which files are open, once a connection has opened them.
    pub(crate) fn arm(&self) -> Result<(), Error> {
        let Place::File { path, id } = &self.place else { return Ok(()) };
        let mut watch = lock(&self.watch);
        if watch.is_none() {
            *watch = Some(Watch::new(path, *id)?);
        }
        Ok(())
    }

    /// Refuses to go on with a store whose files were found to be others.
    pub(crate) fn require_whole(&self) -> Result<(), Error> {
        if self.is_replaced.load(Ordering::Acquire) { Err(replaced()) } else { Ok(()) }
    }

    /// Compares the files with those that were opened. Where nothing is watched, nothing is open: a store in memory, or a
    /// child before its first use.
    fn compare(&self, watch: &Option<Watch>) -> Result<(), Error> {
        if watch.as_ref().is_some_and(|watch| !watch.is_whole()) {
            self.is_replaced.store(true, Ordering::Release);
        }
        self.require_whole()
    }

    /// Returns the two numbers of the file.
    pub(crate) fn versions(&self) -> Result<Versions, Error> {
        versions(self.read_connection(&mut self.reader())?)
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
        Ok(migrations::migrate(connection, Reach::Everything, new_settings, now)?.1)
    }

    fn read_in(
        &self,
        slot: &mut Slot,
        work: &mut dyn FnMut(&dyn Rows) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let connection = self.read_connection(slot)?;
        let transaction = connection.transaction()?;
        work(&SqliteRows::new(&transaction))?;
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
        self.compare(&lock(&self.watch))?;
        work(&mut SqliteRows::new(&transaction))?;
        rows::trim_changes(&transaction, CHANGES_KEPT)?;
        transaction.commit()?;
        // A change is acknowledged as durable: one that went into a file which nobody will ever read again is not.
        self.compare(&lock(&self.watch))?;
        if matches!(self.place, Place::Memory) {
            self.commits.fetch_add(1, Ordering::Release);
        }
        Ok(())
    }

    /// Opens a backup for a caller who holds a connection.
    fn open_backup(&self, path: &Path, now: Timestamp) -> Result<BackupFile, Error> {
        BackupFile::open(path, &self.place, now)
            .map_err(|error| error.about(&format!("backup=`{}`", path.display())))
    }

    fn with_path<T>(&self, result: Result<T, Error>) -> Result<T, Error> {
        result.map_err(at(self.path()))
    }
}

impl Store for SqliteStore {
    fn watch(&self, elapsed: Duration) -> Result<(), Error> {
        self.with_path((|| {
            self.require_whole()?;
            let now_ms = u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX);
            let is_over = || {
                let at_ms = self.watched_at_ms.load(Ordering::Relaxed);
                // Either way: another handle's clock may have begun earlier, and what it noted stands in the future here.
                now_ms.abs_diff(at_ms) >= WATCH_INTERVAL_MS
            };
            if !is_over() {
                return Ok(());
            }
            // Whoever comes at the same moment waits for the answer and does not go past it.
            let watch = lock(&self.watch);
            if is_over() {
                self.compare(&watch)?;
                self.watched_at_ms.store(now_ms, Ordering::Relaxed);
            }
            self.require_whole()
        })())
    }

    fn read(&self, work: &mut dyn FnMut(&dyn Rows) -> Result<(), Error>) -> Result<(), Error> {
        self.with_path(self.read_in(&mut self.reader(), work))
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
        let mut slot = self.reader();
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

    fn settings(&self) -> Result<Arc<Settings>, Error> {
        self.with_path((|| {
            let mut slot = self.reader();
            self.read_connection(&mut slot)?;
            Ok(self.kept_settings(&mut slot)?.1)
        })())
    }

    fn presented(
        &self,
        id: GenerationId,
        now: Timestamp,
    ) -> Result<(Arc<Settings>, Option<Presented>), Error> {
        self.with_path((|| {
            let mut slot = self.reader();
            self.read_connection(&mut slot)?;
            let (stamp, settings) = self.kept_settings(&mut slot)?;
            let presented = rows::presented(self.read_connection(&mut slot)?, id, now)?;
            if self.stamp(&slot)? == stamp {
                // Nobody has committed since the settings were right, so both are of one moment.
                return Ok((settings, presented));
            }
            let transaction = self.read_connection(&mut slot)?.transaction()?;
            let settings = Arc::new(rows::settings(&transaction)?);
            let presented = rows::presented(&transaction, id, now)?;
            transaction.commit()?;
            Ok((settings, presented))
        })())
    }

    fn backup(&self, target: &Path, progress: Progress<'_>) -> Result<BackupFacts, Error> {
        // The reader is held to the end: a fork waits, as it must while SQLite is inside.
        let mut slot = self.reader();
        let connection = self.with_path(self.read_connection(&mut slot))?;
        self.with_path(self.compare(&lock(&self.watch)))?;
        let transaction = self.with_path(snapshot(connection))?;
        let facts = write_backup(&transaction, &self.place, target, progress)
            .map_err(|error| error.about(&format!("backup=`{}`", target.display())))?;
        drop(transaction);
        // Of a file that was replaced meanwhile, nobody wants a backup to rely on.
        self.with_path(self.compare(&lock(&self.watch)))?;
        Ok(facts)
    }

    fn status(&self) -> Result<StoreStatus, Error> {
        self.with_path((|| {
            let mut slot = self.reader();
            let versions = versions(self.read_connection(&mut slot)?)?;
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
            })
        })())
    }

    fn release(&self) {
        // Held so that nobody opens the file again between SQLite's closing and the probe's: closing the probe would drop the
        // locks of the new connections.
        let _registry = fork::registry();
        if self.handles.fetch_sub(1, Ordering::AcqRel) == 1 {
            // Readers first: the connection closed last runs the checkpoint, and that is the writer's.
            for reader in &self.readers {
                lock(reader).clear();
            }
            lock(&self.writer).clear();
            *lock(&self.watch) = None;
        }
    }
}

/// Names the backup beside the store in the message about a value that may stand in either.
fn about_both(backup: &Path) -> impl Fn(Error) -> Error {
    move |error| match error.code() {
        ErrorCode::StorageCorrupt => error.about(&format!("backup=`{}`", backup.display())),
        _ => error,
    }
}

/// Begins to read at one moment, which SQLite only settles at the first read.
fn snapshot(connection: &Connection) -> Result<Transaction<'_>, Error> {
    let transaction = connection.unchecked_transaction()?;
    transaction.query_row("SELECT id FROM store", [], |_| Ok(()))?;
    Ok(transaction)
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

/// Returns a number that differs from thread to thread, so that each finds its reader free.
fn lane() -> usize {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    thread_local! {
        static LANE: usize = NEXT.fetch_add(1, Ordering::Relaxed);
    }
    LANE.try_with(|lane| *lane).unwrap_or(0)
}
