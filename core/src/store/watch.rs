//! The watchdog: are the files under an open store still those that were opened, and do our locks still stand?
//!
//! A file moved over the open one, a removed `-shm` and a second copy of SQLite in this process that closes the store
//! all leave our connections with a view that no longer moves: they would answer with rights that were taken away, and
//! acknowledge changes that nobody ever reads (tried, each of them). SQLite itself does not notice.

use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use super::open::{beside, file_id, replaced};
use super::sqlite::{FileId, lock};
use crate::error::Error;

/// How long a store may be somebody else's before a check notices: a second, together with what follows.
const INTERVAL_MS: u64 = 900;
/// How far a clock may have been set back without a look at the files. Two threads see it a step apart.
const BACK_MS: u64 = 100;

/// Looks at the files of one open store from time to time.
#[derive(Default)]
pub(crate) struct Watchdog {
    /// What the files were when they were opened; `None` for a store in memory, and in a child before its first use.
    pub(crate) watch: Mutex<Option<Watch>>,
    /// When that was last compared, in milliseconds of the wall clock.
    looked_at_ms: AtomicU64,
    /// Once the files are no longer the same, nothing is answered until the store is opened again.
    is_replaced: AtomicBool,
}

impl Watchdog {
    /// Remembers which files are open, once a connection has opened them.
    pub(crate) fn arm(&self, path: &Path, id: FileId) -> Result<(), Error> {
        let mut watch = lock(&self.watch);
        if watch.is_none() {
            *watch = Some(Watch::new(path, id)?);
        }
        Ok(())
    }

    /// Forgets the files, which are closed.
    pub(crate) fn rest(&self) {
        *lock(&self.watch) = None;
    }

    /// Whether there is nothing to do: the files were looked at within the last second and were right.
    #[inline]
    pub(crate) fn is_at_rest(&self, wall_ms: u64) -> bool {
        !self.is_due(wall_ms) && !self.is_replaced.load(Ordering::Acquire)
    }

    /// Compares the files, unless somebody has done so within the last second.
    pub(crate) fn look(&self, wall_ms: u64) -> Result<(), Error> {
        self.require_whole()?;
        // Whoever comes at the same moment waits for the answer and does not go past it.
        let watch = lock(&self.watch);
        if self.is_due(wall_ms) {
            self.compare_with(&watch)?;
            self.looked_at_ms.store(wall_ms, Ordering::Relaxed);
        }
        self.require_whole()
    }

    /// Compares the files with those that were opened.
    pub(crate) fn compare(&self) -> Result<(), Error> {
        self.compare_with(&lock(&self.watch))
    }

    /// Refuses to go on with a store whose files were found to be others.
    pub(crate) fn require_whole(&self) -> Result<(), Error> {
        if self.is_replaced.load(Ordering::Acquire) { Err(replaced()) } else { Ok(()) }
    }

    /// Takes note that they are others.
    pub(crate) fn give_up(&self) {
        self.is_replaced.store(true, Ordering::Release);
    }

    /// Where nothing is watched, nothing is open: a store in memory, or a child before its first use.
    fn compare_with(&self, watch: &Option<Watch>) -> Result<(), Error> {
        if watch.as_ref().is_some_and(|watch| !watch.is_whole()) {
            self.give_up();
        }
        self.require_whole()
    }

    /// Whether a second is over since the last look, or the clock was set, after which nobody knows.
    #[inline]
    fn is_due(&self, wall_ms: u64) -> bool {
        let at_ms = self.looked_at_ms.load(Ordering::Relaxed);
        wall_ms >= at_ms.saturating_add(INTERVAL_MS) || wall_ms < at_ms.saturating_sub(BACK_MS)
    }
}

/// A database and the files that SQLite keeps beside it, as they were when it was opened.
pub(crate) struct Files([(PathBuf, Option<FileId>); 3]);

impl Files {
    /// Remembers the files. A connection must have them open already.
    pub(crate) fn new(path: &Path, id: FileId) -> Self {
        let [wal, shm] = ["-wal", "-shm"].map(|suffix| {
            let path = beside(path, suffix);
            let id = file_id(&path).ok();
            (path, id)
        });
        Self([(path.to_owned(), Some(id)), wal, shm])
    }

    /// Returns whether each path still leads to the same file.
    pub(crate) fn are_same(&self) -> bool {
        self.0.iter().all(|(path, id)| file_id(path).ok() == *id)
    }
}

/// The files of an open store as they were when it was opened.
pub(crate) struct Watch {
    files: Files,
    #[cfg(target_os = "linux")]
    probe: probe::Probe,
}

impl Watch {
    /// Remembers the files. A connection must have them open already.
    pub(crate) fn new(path: &Path, id: FileId) -> Result<Self, Error> {
        let files = Files::new(path, id);
        #[cfg(target_os = "linux")]
        let probe = probe::Probe::open(&beside(path, "-shm"))?;
        Ok(Self {
            files,
            #[cfg(target_os = "linux")]
            probe,
        })
    }

    /// Returns whether everything is still as it was.
    pub(crate) fn is_whole(&self) -> bool {
        #[cfg(target_os = "linux")]
        let is_locked = self.probe.is_locked();
        #[cfg(not(target_os = "linux"))]
        let is_locked = true;
        self.files.are_same() && is_locked
    }
}

#[cfg(target_os = "linux")]
mod probe {
    use std::fs::{File, OpenOptions};
    use std::path::Path;

    use nix::fcntl::{FcntlArg, fcntl};
    use nix::libc;

    use crate::error::{Error, ErrorCode};

    /// The byte of `-shm` on which every connection holds a shared lock as long as it is open: SQLite's "dead man switch".
    const DEAD_MAN_SWITCH: libc::off_t = 128;

    /// A descriptor of our own on `-shm`, to ask about locks.
    ///
    /// Closing it drops every POSIX lock that this process holds on the file (fcntl(2)), so it is opened after SQLite's own
    /// and closed after it.
    pub(crate) struct Probe(File);

    impl Probe {
        pub(crate) fn open(shm: &Path) -> Result<Self, Error> {
            OpenOptions::new().read(true).write(true).open(shm).map(Self).map_err(|error| {
                let message = "the shared memory of the store can not be opened";
                Error::new(ErrorCode::StorageUnavailable, message).with_source(error)
            })
        }

        /// Returns whether the lock stands.
        ///
        /// An open-file-description lock conflicts with the POSIX locks of our own process, which is why it can see them. One
        /// conflicting lock is reported: where it is another process's, that process keeps the file from being reset, and
        /// what it does when it closes shows in the files.
        pub(crate) fn is_locked(&self) -> bool {
            let mut lock = libc::flock {
                l_type: lock_type(libc::F_WRLCK),
                l_whence: lock_type(libc::SEEK_SET),
                l_start: DEAD_MAN_SWITCH,
                l_len: 1,
                l_pid: 0,
            };
            match fcntl(&self.0, FcntlArg::F_OFD_GETLK(&mut lock)) {
                Ok(_) => lock.l_type != lock_type(libc::F_UNLCK),
                // A kernel or file system that does not know the question: the files alone must tell.
                Err(_) => true,
            }
        }
    }

    #[expect(clippy::cast_possible_truncation, reason = "small constants of the C library")]
    const fn lock_type(value: i32) -> i16 {
        value as i16
    }
}
