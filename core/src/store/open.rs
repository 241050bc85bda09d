//! Opening: which file it is, whether it is ours, and one inner store for one file.

use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use super::Store;
use super::error::at;
use super::file_system::FileSystem;
use super::fork;
use super::key_ring::{KeyRing, require_unsealed};
use super::migrations::{Identity, NewStore, RELEASED, Reach, Versions, identify, migrate};
use super::pragmas::{Role, configure, wait_for_locks};
use super::sqlite::{FileId, Place, SqliteStore};
use crate::clock::Timestamp;
use crate::error::{Error, ErrorCode};
use crate::settings::Settings;

/// How long to wait between two tries to switch a file to the write-ahead log.
const SWITCH_INTERVAL: Duration = Duration::from_millis(5);

/// What opening a store needs to know.
pub(crate) struct OpenStore<'a> {
    /// The master keys of the caller, when there are any.
    pub(crate) ring: Option<KeyRing>,
    /// Whether the file must be there.
    pub(crate) is_existing: bool,
    /// Whether a file system is taken on which locks may not hold.
    pub(crate) is_any_file_system: bool,
    /// How long to wait for another process's lock.
    pub(crate) busy_time_out: Duration,
    /// The settings of a new store.
    pub(crate) new_settings: &'a Settings,
    pub(crate) now: Timestamp,
}

impl OpenStore<'_> {
    const fn new_store(&self) -> NewStore<'_> {
        NewStore { settings: self.new_settings, ring: self.ring.as_ref(), now: self.now }
    }
}

/// Opens a store in memory.
pub(crate) fn open_in_memory(options: OpenStore<'_>) -> Result<Arc<dyn Store>, Error> {
    // Held from before SQLite is called: a fork waits for whoever is inside, because SQLite's own locks would stay taken in
    // the child for ever.
    let mut registry = fork::registry();
    let mut connection = Connection::open_in_memory()?;
    configure(&connection, Role::Writer, false)?;
    migrate(&mut connection, Reach::Additive, &options.new_store())?;
    let store =
        Arc::new(SqliteStore::new(Place::Memory, options.busy_time_out, options.ring, connection));
    store.handles.fetch_add(1, Ordering::AcqRel);
    registry.add(&store);
    Ok(store)
}

/// Opens the store at a path, making it if that is allowed. A file that is open in this process is shared.
pub(crate) fn open_file(path: &Path, options: OpenStore<'_>) -> Result<Arc<dyn Store>, Error> {
    open_shared(path, Reach::Additive, options)
        .map(|(store, _)| store as Arc<dyn Store>)
        .map_err(at(Some(path)))
}

/// Takes every step that the store at a path lacks, also those that shut older programs out, and returns its numbers
/// before and after.
pub(crate) fn migrate_file(
    path: &Path,
    options: OpenStore<'_>,
) -> Result<(Versions, Versions), Error> {
    let (settings, now) = (options.new_settings.clone(), options.now);
    let (store, before) = open_shared(path, Reach::Everything, options).map_err(at(Some(path)))?;
    let migrated = (|| {
        // Where the file was open in this process, nothing has been taken yet.
        let before = before.map_or_else(|| store.versions(), Ok)?;
        Ok((before, store.migrate(&settings, now)?))
    })();
    store.release();
    migrated.map_err(at(Some(path)))
}

/// Returns the store, with the numbers that its file had unless it was open in this process.
fn open_shared(
    path: &Path,
    reach: Reach,
    options: OpenStore<'_>,
) -> Result<(Arc<SqliteStore>, Option<Versions>), Error> {
    // Held until the store is known: two threads that open one file get one store, and a fork waits for both.
    let mut registry = fork::registry();
    if !options.is_any_file_system
        && let Some(file_system) = FileSystem::of(path).or_else(|| FileSystem::of(folder(path)))
    {
        // Before a file is made and before the log is switched on.
        file_system.require_local()?;
    }
    require_short(path)?;
    refuse_lone_log(path)?;
    let id = if options.is_existing { file_id(path)? } else { make_file(path)? };
    if let Some(store) = registry.find(id) {
        // SQLite gives a second connection in this process the same broken files.
        store.watchdog.require_whole()?;
        store.join(options.ring.as_ref())?;
        store.handles.fetch_add(1, Ordering::AcqRel);
        return Ok((store, None));
    }
    require_one_name(path)?;
    let place = Place::File { path: absolute(path), id };
    let (writer, before) = prepare(path, &place, reach, &options)?;
    let store = Arc::new(SqliteStore::new(place, options.busy_time_out, options.ring, writer));
    store.arm()?;
    store.handles.fetch_add(1, Ordering::AcqRel);
    registry.add(&store);
    Ok((store, Some(before)))
}

/// Opens the first connection: looks before it touches, then sets up and migrates. Returns the numbers of before.
fn prepare(
    path: &Path,
    place: &Place,
    reach: Reach,
    options: &OpenStore<'_>,
) -> Result<(Connection, Versions), Error> {
    let mut connection = raw(path, options.busy_time_out)?;
    // The last connection on a database moves its log into its file when it closes. What is not ours must stay as it is.
    let is_log_kept = has_log(path);
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, is_log_kept)?;
    let identity = identify(&connection)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false)?;
    if identity == Identity::Empty && fs::metadata(path).is_ok_and(|metadata| metadata.len() == 1) {
        // SQLite takes one byte for none: its workaround for a file system of old (os_unix.c, `unixFileSize`).
        return Err(Error::new(
            ErrorCode::StorageCorrupt,
            "the file is no SQLite database, and so no Keywright store; it was left as it is",
        ));
    }
    if identity == Identity::Empty && options.is_existing {
        return Err(Error::not_found(
            "the file is empty and no store yet; run `keywright init` on it",
        )
        .about(&format!("store=`{}`", path.display())));
    }
    switch_on(&connection, options.busy_time_out)?;
    // With nothing to migrate there is nothing to write: opening waits for no other process's change.
    let before = match identity {
        Identity::Store(versions) if RELEASED.is_settled(versions, reach) => versions,
        _ => migrate(&mut connection, reach, &options.new_store())?.0,
    };
    match &options.ring {
        Some(ring) => ring.require_fit(&connection)?,
        None => require_unsealed(&connection)?,
    }
    // A file that was just switched to the log has none before the first read, and its files are remembered next.
    identify(&connection)?;
    check_is_same(place)?;
    Ok((connection, before))
}

/// Sets up the first connection, which may have to switch the file to the write-ahead log.
pub(super) fn switch_on(connection: &Connection, busy_time_out: Duration) -> Result<(), Error> {
    // Several processes that make the same new file meet here: the switch takes an exclusive lock for which SQLite does not
    // always wait. So the waiting is ours alone, and lasts no longer than was asked for.
    wait_for_locks(connection, Duration::ZERO)?;
    let mut left = busy_time_out;
    loop {
        match configure(connection, Role::Writer, true) {
            Err(error) if error.is_retryable() && !left.is_zero() => {
                std::thread::park_timeout(SWITCH_INTERVAL);
                left = left.saturating_sub(SWITCH_INTERVAL);
            }
            Err(error) => return Err(error),
            Ok(()) => return wait_for_locks(connection, busy_time_out),
        }
    }
}

/// Opens one more connection to a store that is open.
pub(crate) fn connect(
    place: &Place,
    role: Role,
    busy_time_out: Duration,
) -> Result<Connection, Error> {
    let Place::File { path, .. } = place else {
        return Err(Error::new(ErrorCode::Closed, "the store in memory is gone"));
    };
    check_is_same(place)?;
    let connection = raw(path, busy_time_out)?;
    match identify(&connection)? {
        Identity::Store(versions) if RELEASED.is_settled(versions, Reach::Additive) => {}
        _ => return Err(replaced()),
    }
    configure(&connection, role, true)?;
    check_is_same(place)?;
    Ok(connection)
}

/// A connection to a file that exists, not yet set up.
pub(super) fn raw(path: &Path, busy_time_out: Duration) -> Result<Connection, Error> {
    // Without CREATE, so that a file which has gone away is an error and not a new empty store. Every connection is behind
    // a lock of ours.
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    // The bundled SQLite is built with SQLITE_USE_URI, so leaving the flag out is not enough: a path must not begin with
    // `file:` or be `:memory:`, and one from the root does neither.
    let connection = Connection::open_with_flags(absolute(path), flags)?;
    wait_for_locks(&connection, busy_time_out)?;
    if connection.is_readonly("main")? {
        return Err(Error::new(
            ErrorCode::StorageUnavailable,
            "the store can not be written; check the owner and the mode of the file and its folder",
        ));
    }
    Ok(connection)
}

/// Returns the folder of a file, which for a bare name is the current one.
pub(crate) fn folder(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Refuses a path that SQLite would refuse after the file was made.
#[cfg(unix)]
fn require_short(path: &Path) -> Result<(), Error> {
    /// `MAX_PATHNAME` of os_unix.c, less the longest ending of a file beside the store.
    const LONGEST_PATH: usize = 512 - "-journal".len();
    /// `NAME_MAX` of every file system in use, less the same.
    const LONGEST_NAME: usize = 255 - "-journal".len();
    let name = path.file_name().unwrap_or_default();
    // Where no folder is, the file can not be made either.
    let whole = fs::canonicalize(folder(path)).unwrap_or_default().join(name);
    if name.len() <= LONGEST_NAME && whole.as_os_str().len() <= LONGEST_PATH {
        return Ok(());
    }
    Err(Error::new(
        ErrorCode::StorageUnavailable,
        format!(
            "the path is too long; it takes {LONGEST_PATH} bytes, of which {LONGEST_NAME} are the file's name"
        ),
    ))
}

#[cfg(not(unix))]
fn require_short(_path: &Path) -> Result<(), Error> {
    Ok(())
}

/// Refuses a file with several names. SQLite keeps a log beside the name that it was given, so two processes that use two
/// names would each have changes that the other never sees.
#[cfg(unix)]
fn require_one_name(path: &Path) -> Result<(), Error> {
    use std::os::unix::fs::MetadataExt as _;
    let names = fs::metadata(path).map_err(cannot_open)?.nlink();
    if names <= 1 {
        return Ok(());
    }
    Err(Error::new(
        ErrorCode::StorageUnavailable,
        format!(
            "the file has other names (hard links), and SQLite would keep a log beside each; remove the others, or put a copy in the place of this one. names=`{names}`"
        ),
    ))
}

#[cfg(not(unix))]
fn require_one_name(_path: &Path) -> Result<(), Error> {
    Ok(())
}

/// Returns whether changes wait in the write-ahead log beside a database.
pub(super) fn has_log(path: &Path) -> bool {
    fs::metadata(beside(path, "-wal")).is_ok_and(|metadata| metadata.len() > 0)
}

/// Refuses a log whose database is empty or gone. SQLite takes such a log for a left-over and deletes it, and with it
/// whatever was changed since the file was last whole.
pub(super) fn refuse_lone_log(path: &Path) -> Result<(), Error> {
    // A store that is being made has its first page before it has a log. One byte is none to SQLite.
    if fs::metadata(path).is_ok_and(|metadata| metadata.len() > 1) || !has_log(path) {
        return Ok(());
    }
    Err(Error::new(
        ErrorCode::StorageCorrupt,
        "the file is empty or gone, but changes wait in the `-wal` beside it; put the file back, or move both away to begin anew",
    ))
}

/// Returns the path of one of the files that SQLite keeps beside a database: not where a link to it lies.
pub(crate) fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = OsString::from(fs::canonicalize(path).unwrap_or_else(|_| path.to_owned()));
    name.push(suffix);
    name.into()
}

/// The file under an open store must be the one that was opened.
fn check_is_same(place: &Place) -> Result<(), Error> {
    match place {
        Place::File { path, id } if file_id(path).ok() != Some(*id) => Err(replaced()),
        _ => Ok(()),
    }
}

pub(crate) fn replaced() -> Error {
    Error::new(
        ErrorCode::StoreReplaced,
        "the file under the open store was replaced, or its locks were broken; close every handle on it and open it again",
    )
}

/// Makes the file if there is none, for its owner alone, and tells which file it is.
fn make_file(path: &Path) -> Result<FileId, Error> {
    // Only a file that this call itself makes is ever opened and closed outside SQLite: nobody can hold a lock on it yet,
    // and closing any other file of ours would drop the process's locks (fcntl(2), "advisory record locking").
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Ok(_) => file_id(path),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => file_id(path),
        Err(error) => Err(cannot_open(error)),
    }
}

pub(crate) fn file_id(path: &Path) -> Result<FileId, Error> {
    let metadata = fs::metadata(path).map_err(cannot_open)?;
    if metadata.is_dir() {
        return Err(Error::new(
            ErrorCode::StorageUnavailable,
            "the path is a folder; name the file of the store in it",
        ));
    }
    if !metadata.is_file() {
        // SQLite would take `/dev/null` for an empty database, and put its log beside it.
        return Err(Error::new(
            ErrorCode::StorageUnavailable,
            "the path is a device, a pipe or a socket; name a file",
        ));
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt as _;
        Ok(FileId { device: metadata.dev(), inode: metadata.ino() })
    }
    #[cfg(not(unix))]
    {
        // No stable number without the handle: the canonical path stands in.
        use std::hash::{DefaultHasher, Hash as _, Hasher as _};
        let mut hasher = DefaultHasher::new();
        fs::canonicalize(path).map_err(cannot_open)?.hash(&mut hasher);
        Ok(FileId { device: 0, inode: hasher.finish() })
    }
}

pub(super) fn cannot_open(error: io::Error) -> Error {
    let (code, message) = match error.kind() {
        io::ErrorKind::NotFound => (
            ErrorCode::StorageUnavailable,
            "there is no such file or folder; make the folder first, or run `keywright init`",
        ),
        io::ErrorKind::PermissionDenied => (
            ErrorCode::StorageUnavailable,
            "the store can not be opened; check the owner and the mode of the file and its folder",
        ),
        io::ErrorKind::ReadOnlyFilesystem => {
            (ErrorCode::StorageUnavailable, "the file system is read-only; put the store elsewhere")
        }
        io::ErrorKind::StorageFull => {
            (ErrorCode::StorageFull, "the disk is full; no store was made")
        }
        _ => (ErrorCode::StorageUnavailable, "the store can not be opened"),
    };
    Error::new(code, message).with_source(error)
}

/// So that a process which changes its folder later still finds the file.
pub(crate) fn absolute(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
}
