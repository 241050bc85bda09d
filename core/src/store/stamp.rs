//! The change stamp: whether any process has committed since, without a system call.
//!
//! SQLite's WAL index is a file that every process on the store maps into memory. Its header is rewritten by every
//! commit (<https://www.sqlite.org/walformat.html#walidxfmt>): the change counter at offset 8 goes up, and the checksum
//! at offset 40 covers the header's first 40 bytes. Both are read, never the counter alone, which starts again at 0
//! after a recovery.
#![expect(
    unsafe_code,
    reason = "reads SQLite's own shared-memory mapping; the proof stands at each block"
)]

use std::ffi::c_void;
use std::ptr::{self, NonNull};
use std::sync::atomic::{AtomicPtr, AtomicU32, AtomicU64, Ordering, fence};

use rusqlite::{Connection, ffi};

use crate::error::Error;
use crate::verify::Moment;

/// The only layout of the header that is understood.
const HEADER_VERSION: u32 = 3_007_000;
/// How much of the WAL index SQLite maps at a time.
const REGION_BYTES: i32 = 32 * 1024;
/// Where the change counter stands.
const CHANGE_OFFSET: usize = 8;
/// Where the header's checksum stands; it covers everything before it.
const CHECKSUM_OFFSET: usize = 40;

/// What was read at one moment. Equal stamps: no process has committed in between.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stamp {
    WalIndex { change: u32, checksum: u64 },
    DataVersion(i64),
    Counter(u64),
}

impl Stamp {
    /// Returns the stamp as the moment that memory keeps keys for. `None`: asking anew costs a statement, and then the row
    /// may as well be read.
    pub(crate) fn moment(self) -> Option<Moment> {
        match self {
            Self::WalIndex { change, checksum } => Some(Moment::new(change.into(), checksum)),
            Self::Counter(commits) => Some(Moment::new(commits, 0)),
            Self::DataVersion(_) => None,
        }
    }
}

/// The header of the WAL index, through the mapping of one connection.
///
/// It must be dropped before its connection is closed; [`Slot`](super::sqlite::Slot) owns both and sees to it.
pub(crate) struct WalIndex(NonNull<u8>);

// SAFETY: the pointer is only read, by atomic loads, and the mapping is shared memory that belongs to no thread.
unsafe impl Send for WalIndex {}

impl WalIndex {
    /// Finds the mapping of a connection that is in WAL mode and has read once. `None`: read `data_version` instead.
    pub(crate) fn of(connection: &Connection) -> Option<Self> {
        let mut file: *mut ffi::sqlite3_file = ptr::null_mut();
        // SAFETY: the handle is that of a live connection, which no other thread uses while we hold it; the name is a C
        // string; for FILE_POINTER SQLite writes one pointer to where the last argument points.
        let code = unsafe {
            ffi::sqlite3_file_control(
                connection.handle(),
                c"main".as_ptr(),
                ffi::SQLITE_FCNTL_FILE_POINTER,
                (&raw mut file).cast::<c_void>(),
            )
        };
        if code != ffi::SQLITE_OK || file.is_null() {
            return None;
        }
        // SAFETY: SQLite gave the file object of the connection, which lives as long as the connection; its method table
        // is constant. `xShmMap` exists from version 2 of the table on, which is checked before it is read.
        let map = unsafe {
            let methods = (*file).pMethods.as_ref()?;
            if methods.iVersion < 2 {
                return None;
            }
            methods.xShmMap?
        };
        let mut region: *mut c_void = ptr::null_mut();
        // SAFETY: region 0 with the size that SQLite itself uses, and no wish to extend: this returns the mapping that
        // the connection's own first read has made, or a null pointer.
        let code = unsafe { map(file, 0, REGION_BYTES, 0, (&raw mut region).cast()) };
        if code != ffi::SQLITE_OK {
            return None;
        }
        let index = Self(NonNull::new(region.cast::<u8>())?);
        index.is_understood().then_some(index)
    }

    /// Reads the stamp.
    #[inline]
    pub(crate) fn stamp(&self) -> Stamp {
        let change = self.word(CHANGE_OFFSET).load(Ordering::Acquire);
        // SAFETY: offset 40 lies within the region of 32 KiB and is a multiple of 8 from a page boundary, so it is
        // aligned; the memory stays mapped as long as the connection lives; other processes write it while we read,
        // which an atomic load allows.
        let checksum = unsafe { AtomicU64::from_ptr(self.0.as_ptr().add(CHECKSUM_OFFSET).cast()) }
            .load(Ordering::Acquire);
        Stamp::WalIndex { change, checksum }
    }

    fn word(&self, offset: usize) -> &AtomicU32 {
        debug_assert!(offset.is_multiple_of(4) && offset < CHECKSUM_OFFSET + 8);
        // SAFETY: as in `stamp`: callers pass multiples of 4 inside the header of 48 bytes.
        unsafe { AtomicU32::from_ptr(self.0.as_ptr().add(offset).cast()) }
    }

    /// Returns whether the header has the known version and the checksum that our own computation gives, tried again
    /// while another process may be writing it.
    fn is_understood(&self) -> bool {
        (0..100).any(|_| {
            let words: [u32; 12] =
                std::array::from_fn(|n| self.word(n * 4).load(Ordering::Acquire));
            fence(Ordering::Acquire);
            let [version, .., first, second] = words;
            version == HEADER_VERSION
                && words.get(..10).is_some_and(|covered| checksum(covered) == (first, second))
        })
    }
}

/// The same header for threads that hold no connection.
///
/// SQLite keeps one mapping for all connections of a process on a file, and takes it away with the last of them
/// (`unixShmPurge` in `os_unix.c`) or when one leaves WAL mode, which ours never do. Two things close them: the release of
/// the last handle, once no call is in flight on any, and the child of a fork, in which no other thread runs. Both
/// [`hide`](Self::hide) the header before. Whoever reads it is inside a call.
#[derive(Default)]
pub(crate) struct SharedIndex(AtomicPtr<u8>);

impl SharedIndex {
    /// Lets calls read the header.
    pub(crate) fn show(&self, index: &WalIndex) {
        self.0.store(index.0.as_ptr(), Ordering::Release);
    }

    /// Ends that.
    pub(crate) fn hide(&self) {
        self.0.store(ptr::null_mut(), Ordering::Release);
    }

    /// Reads the stamp. To be called inside a call on a handle of the store; `None` while no connection is open.
    #[inline]
    pub(crate) fn stamp(&self) -> Option<Stamp> {
        // The pointer is that of a `WalIndex` whose mapping stands, as said above, so reading through it is as in there.
        NonNull::new(self.0.load(Ordering::Acquire)).map(|header| WalIndex(header).stamp())
    }
}

/// The checksum of the WAL format (<https://www.sqlite.org/fileformat2.html#checksum_algorithm>), in native byte order.
fn checksum(words: &[u32]) -> (u32, u32) {
    let (mut first, mut second) = (0_u32, 0_u32);
    for pair in words.chunks_exact(2) {
        if let [one, two] = pair {
            first = first.wrapping_add(*one).wrapping_add(second);
            second = second.wrapping_add(*two).wrapping_add(first);
        }
    }
    (first, second)
}

/// Asks SQLite whether another connection has committed: right everywhere, and a few microseconds slower.
pub(crate) fn data_version(connection: &Connection) -> Result<Stamp, Error> {
    let version =
        connection.prepare_cached("PRAGMA data_version")?.query_row([], |row| row.get(0))?;
    Ok(Stamp::DataVersion(version))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn open(path: &std::path::Path) -> Connection {
        let connection = Connection::open(path).unwrap();
        connection.pragma_update(None, "journal_mode", "WAL").unwrap();
        connection.execute_batch("CREATE TABLE IF NOT EXISTS t (v)").unwrap();
        let _: i64 = connection.query_row("SELECT count(*) FROM t", [], |row| row.get(0)).unwrap();
        connection
    }

    #[test]
    fn every_commit_of_another_connection_moves_the_stamp_and_nothing_else_does() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("t");
        let (reader, writer) = (open(&path), open(&path));
        let index = WalIndex::of(&reader).expect("a mapping");
        for round in 0..50 {
            let before = index.stamp();
            writer.execute_batch("BEGIN IMMEDIATE; INSERT INTO t VALUES (1); ROLLBACK").unwrap();
            assert_eq!(index.stamp(), before, "a rollback, round {round}");
            writer.execute("INSERT INTO t VALUES (?1)", [round]).unwrap();
            assert_ne!(index.stamp(), before, "a commit, round {round}");
        }
        for kind in ["PASSIVE", "FULL", "RESTART", "TRUNCATE"] {
            writer.query_row(&format!("PRAGMA wal_checkpoint({kind})"), [], |_| Ok(())).unwrap();
            let before = index.stamp();
            writer.execute("INSERT INTO t VALUES (1)", []).unwrap();
            assert_ne!(index.stamp(), before, "a commit after a {kind} checkpoint");
        }
    }

    #[test]
    fn a_recovery_that_resets_the_counter_is_seen_by_the_checksum() {
        let folder = tempfile::tempdir().unwrap();
        let (reader, writer) = (open(&folder.path().join("t")), open(&folder.path().join("t")));
        let index = WalIndex::of(&reader).expect("a mapping");
        for n in 0..5 {
            writer.execute("INSERT INTO t VALUES (?1)", [n]).unwrap();
        }
        let before = index.stamp();
        let Stamp::WalIndex { change, .. } = before else { panic!("the WAL index") };
        // A writer that died between the header's two copies leaves them different; the next one recovers.
        // SAFETY: a test of its own file; the word lies in the second copy of the header.
        unsafe { index.0.as_ptr().add(48 + 16).cast::<u32>().write_volatile(9999) };
        let mut is_counter_back = false;
        for n in 0..20 {
            writer.execute("INSERT INTO t VALUES (?1)", [n]).unwrap();
            let Stamp::WalIndex { change: now, .. } = index.stamp() else {
                panic!("the WAL index")
            };
            is_counter_back |= now == change;
            assert_ne!(index.stamp(), before);
        }
        assert!(is_counter_back, "the counter alone would have been fooled");
    }

    #[test]
    fn without_a_wal_there_is_no_mapping_and_data_version_serves() {
        let connection = Connection::open_in_memory().unwrap();
        assert!(WalIndex::of(&connection).is_none());
        assert!(data_version(&connection).is_ok());
    }
}
