//! Opening a store.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use serde::Serialize;

use super::acting::Authority;
use super::handle::{Inner, Keywright};
use crate::clock::{Clock, SteadyClock, SystemClock};
use crate::entropy::{Entropy, IdGenerator, SystemEntropy};
use crate::error::Error;
use crate::settings::Settings;
use crate::store::{self, CallCounter, OpenStore, Store};
use crate::token::Prefix;

/// The longest wait for another process's lock.
const LONGEST_WAIT: Duration = Duration::from_secs(3600);

/// How to open a store.
///
/// # Examples
///
/// ```
/// use keywright::OpenOptions;
///
/// let folder = tempfile::tempdir()?;
/// let path = folder.path().join("keys.db");
/// let keywright = OpenOptions::new().prefix("acme".parse()?).open(&path)?;
/// keywright.close();
///
/// assert!(OpenOptions::new().existing().open(folder.path().join("typo.db")).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct OpenOptions {
    is_existing: bool,
    is_any_file_system: bool,
    busy_time_out: Duration,
    prefix: Prefix,
    clock: Box<dyn Clock>,
    entropy: Box<dyn Entropy>,
}

impl Default for OpenOptions {
    fn default() -> Self {
        Self::new()
    }
}

impl OpenOptions {
    /// Makes a store that is missing, and waits up to 5 seconds for another process's lock.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::OpenOptions;
    ///
    /// let keywright = OpenOptions::new().open_in_memory()?;
    /// assert_eq!(keywright.settings()?.prefix().as_str(), "kw");
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub fn new() -> Self {
        Self {
            is_existing: false,
            is_any_file_system: false,
            busy_time_out: Duration::from_secs(5),
            prefix: Prefix::default(),
            clock: Box::new(SystemClock::new()),
            entropy: Box::new(SystemEntropy),
        }
    }

    /// Opens only a store that is there: a wrong path is an error and not a new, empty store.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::OpenOptions;
    ///
    /// # let folder = tempfile::tempdir().expect("a folder");
    /// # let path = folder.path().join("keys.db");
    /// assert!(OpenOptions::new().existing().open(&path).is_err());
    /// assert!(!path.exists(), "nothing was made");
    /// ```
    #[must_use]
    pub const fn existing(mut self) -> Self {
        self.is_existing = true;
        self
    }

    /// Takes a file system that is not known to be local, on the caller's word that its locks and its shared memory work.
    /// Where they do not, changes are lost and revoked keys are accepted.
    ///
    /// # Examples
    ///
    /// ```
    /// # let folder = tempfile::tempdir()?;
    /// # let path = folder.path().join("keys.db");
    /// let keywright = keywright::OpenOptions::new().any_file_system().open(&path)?;
    /// assert!(keywright.status()?.path.is_some());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn any_file_system(mut self) -> Self {
        self.is_any_file_system = true;
        self
    }

    /// Waits this long, at most an hour, for another process's lock before it is `storage_busy`.
    ///
    /// # Examples
    ///
    /// ```
    /// use std::time::Duration;
    /// use keywright::OpenOptions;
    ///
    /// # let folder = tempfile::tempdir().expect("a folder");
    /// # let path = folder.path().join("keys.db");
    /// let keywright = OpenOptions::new().busy_time_out(Duration::from_millis(200)).open(&path)?;
    /// assert!(!keywright.is_closed());
    /// # Ok::<(), keywright::Error>(())
    /// ```
    #[must_use]
    pub fn busy_time_out(mut self, time_out: Duration) -> Self {
        self.busy_time_out = time_out.min(LONGEST_WAIT);
        self
    }

    /// Lets the keys of a new store begin with this; a store that is there keeps its own.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{NewApiKey, OpenOptions};
    ///
    /// let prefix = "acme_test".parse().expect("a prefix");
    /// let keywright = OpenOptions::new().prefix(prefix).open_in_memory()?;
    /// let created = keywright.user("alice").create_api_key(NewApiKey::new("CI"))?;
    /// assert!(created.value().starts_with("acme_test_usk_"));
    /// # Ok::<(), keywright::Error>(())
    /// ```
    #[must_use]
    pub fn prefix(mut self, prefix: Prefix) -> Self {
        self.prefix = prefix;
        self
    }

    /// Takes the time from a clock that tests move. Not in a release.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{OpenOptions, Timestamp, testing};
    ///
    /// let start = Timestamp::from_millis(1_800_000_000_000)?;
    /// let keywright = OpenOptions::new().clock(testing::test_clock(start)).open_in_memory()?;
    /// assert_eq!(keywright.now(), start);
    /// # Ok::<(), keywright::Error>(())
    /// ```
    #[cfg(feature = "testing")]
    #[must_use]
    pub fn clock(mut self, clock: Arc<crate::clock::TestClock>) -> Self {
        self.clock = Box::new(clock);
        self
    }

    /// Takes random bytes from a seed, so that a test can be run again. Not in a release.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::OpenOptions;
    ///
    /// let keywright = OpenOptions::new().seed(7).open_in_memory()?;
    /// assert!(!keywright.is_closed());
    /// # Ok::<(), keywright::Error>(())
    /// ```
    #[cfg(feature = "testing")]
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.entropy = Box::new(crate::entropy::SeededEntropy::new(seed));
        self
    }

    pub(crate) fn test_clock(mut self, clock: Arc<crate::clock::TestClock>) -> Self {
        self.clock = Box::new(clock);
        self
    }

    /// Opens the store at a path.
    ///
    /// The folder must exist; a new file is made for its owner alone (mode 0600). Opening one file twice in a process
    /// shares one inner store.
    ///
    /// # Errors
    ///
    /// `storage_unavailable` (no such folder, no right, read-only, a network or shared-folder file system), `storage_corrupt` (damaged, or not a store: the file
    /// is left as it is), `schema_too_new`, `storage_busy`, `storage_full`, `master_key`; `not_found` for an empty file
    /// that had to be a store.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{Freshness, OpenOptions};
    ///
    /// # let folder = tempfile::tempdir().expect("a folder");
    /// # let path = folder.path().join("keys.db");
    /// OpenOptions::new().open(&path)?.close();
    /// let keywright = OpenOptions::new().existing().open(&path)?;
    /// assert_eq!(keywright.status()?.freshness, Freshness::WalIndex);
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub fn open(self, path: impl AsRef<Path>) -> Result<Keywright, Error> {
        self.open_with(|options| store::open_file(path.as_ref(), options))
    }

    /// Opens a store that lives in memory and is gone when its last handle is.
    ///
    /// # Errors
    ///
    /// `internal` when SQLite can not.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::OpenOptions;
    ///
    /// let keywright = OpenOptions::new().open_in_memory()?;
    /// assert_eq!(keywright.status()?.path, None);
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub fn open_in_memory(self) -> Result<Keywright, Error> {
        self.open_with(store::open_in_memory)
    }

    /// Takes every step that the schema of the store at a path lacks, and tells its two numbers before and after. The store
    /// must be there.
    ///
    /// [`OpenOptions::open`] takes by itself what only adds, so that programs of the previous version go on working on the
    /// file. A step that shuts them out is taken here and nowhere else: run it once every process has the new version.
    ///
    /// # Errors
    ///
    /// As [`OpenOptions::open`].
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{Keywright, OpenOptions};
    ///
    /// # let folder = tempfile::tempdir().expect("a folder");
    /// # let path = folder.path().join("keys.db");
    /// Keywright::open(&path)?.close();
    /// let migrated = OpenOptions::new().migrate(&path)?;
    /// assert_eq!(migrated.schema_before, migrated.schema_after, "it was new already");
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub fn migrate(mut self, path: impl AsRef<Path>) -> Result<Migrated, Error> {
        self.is_existing = true;
        let now = SteadyClock::new(self.clock).now();
        let (before, after) = store::migrate_file(
            path.as_ref(),
            &OpenStore {
                is_existing: self.is_existing,
                is_any_file_system: self.is_any_file_system,
                busy_time_out: self.busy_time_out,
                new_settings: &Settings::new(self.prefix),
                now,
            },
        )?;
        Ok(Migrated {
            schema_before: before.schema,
            schema_after: after.schema,
            oldest_reader_before: before.oldest_reader,
            oldest_reader_after: after.oldest_reader,
        })
    }

    fn open_with(
        self,
        open: impl FnOnce(&OpenStore<'_>) -> Result<Arc<dyn Store>, Error>,
    ) -> Result<Keywright, Error> {
        let clock = SteadyClock::new(self.clock);
        let store = open(&OpenStore {
            is_existing: self.is_existing,
            is_any_file_system: self.is_any_file_system,
            busy_time_out: self.busy_time_out,
            new_settings: &Settings::new(self.prefix),
            now: clock.now(),
        })?;
        let inner = Arc::new(Inner {
            store,
            calls: CallCounter::register(),
            clock,
            entropy: self.entropy,
            ids: IdGenerator::new(),
        });
        // The settings row is the first that a seal covers: a store that needs a master key is known here.
        let keywright = Keywright::new(inner, Authority::Server(None));
        keywright.settings()?;
        Ok(keywright)
    }
}

/// The two numbers of a store's file before and after [`OpenOptions::migrate`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Migrated {
    /// The schema number that the file had.
    pub schema_before: u32,
    /// The schema number that it has now.
    pub schema_after: u32,
    /// The lowest schema number whose programs could work on the file.
    pub oldest_reader_before: u32,
    /// The lowest schema number whose programs can work on the file now.
    pub oldest_reader_after: u32,
}
