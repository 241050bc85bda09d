//! Opening a store.

use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde::Serialize;

use super::acting::Authority;
use super::flusher::{Flusher, UsageWaits};
use super::handle::{Inner, Keywright, Shared};
use super::kept::{KeptKeys, MEMORY_LIMIT, Memory};
use super::kept_settings::KeptSettings;
use crate::clock::{Clock, SteadyClock, SystemClock};
use crate::entropy::{Entropy, IdGenerator, SystemEntropy};
use crate::error::Error;
use crate::seal::MasterKey;
use crate::settings::Settings;
use crate::store::{self, KeyRing, OpenStore, Store};
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
    memory: Memory,
    clock: Box<dyn Clock>,
    entropy: Arc<dyn Entropy>,
    master_keys: Vec<MasterKey>,
    accepts_unsealed: bool,
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
            memory: Memory::Bounded(MEMORY_LIMIT),
            clock: Box::new(SystemClock::new()),
            entropy: Arc::new(SystemEntropy),
            master_keys: Vec::new(),
            accepts_unsealed: false,
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

    /// Lets this handle keep every key of the store in memory, about 100 bytes each, instead of those that are used most. An
    /// unknown key is then refused without a look at the store, so nobody's guesses cost a read.
    ///
    /// Opening does not wait for the keys: they are loaded behind, and until all are there the store answers for the rest.
    /// [`Keywright::warm`] waits. They are loaded anew after a change that may concern any of them, such as one of the settings.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{OpenOptions, Warm};
    ///
    /// let keywright = OpenOptions::new().resident().open_in_memory()?;
    /// keywright.warm(&Warm::All)?;
    /// assert!(keywright.status()?.memory.is_whole);
    /// # Ok::<(), keywright::Error>(())
    /// ```
    #[must_use]
    pub fn resident(mut self) -> Self {
        self.memory = Memory::Resident;
        self
    }

    /// Lets this handle keep keys in memory, up to so many bytes; 0 keeps none. 64 MiB unless said, which is room for about
    /// 400,000 keys, and is taken as keys are checked.
    ///
    /// What is kept is never stale: every check first asks whether any process has committed a change since.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{NewApiKey, OpenOptions, VerifyOptions};
    ///
    /// let keywright = OpenOptions::new().memory_limit(8 << 20).open_in_memory()?;
    /// let created = keywright.user("alice").create_api_key(NewApiKey::new("CI"))?;
    /// for _ in 0..2 {
    ///     assert!(keywright.verify(created.value(), &VerifyOptions::new())?.is_valid());
    /// }
    /// keywright.api_key(created.api_key().id).revoke(Default::default())?;
    /// assert!(!keywright.verify(created.value(), &VerifyOptions::new())?.is_valid());
    /// # Ok::<(), keywright::Error>(())
    /// ```
    #[must_use]
    pub const fn memory_limit(mut self, bytes: usize) -> Self {
        self.memory = Memory::Bounded(bytes);
        self
    }

    /// Seals the store with master keys, newest first: who holds the file alone can then neither confirm a guessed key nor
    /// change what a check answers.
    ///
    /// A new store is sealed from its first row on. One that is there must be sealed already, with one of these keys; to
    /// begin sealing it, see [`accept_unsealed`](Self::accept_unsealed). All that is written is sealed under the store's
    /// data key, which the first of these keys wraps. Several are for the days in which processes change from one to the
    /// next. Without this call, a store in a file takes its master keys from the environment variable
    /// `KEYWRIGHT_MASTER_KEY`, or from the file that `KEYWRIGHT_MASTER_KEY_FILE` names; a store in memory takes none.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{ErrorCode, MasterKey, OpenOptions};
    ///
    /// # let folder = tempfile::tempdir().expect("a folder");
    /// # let path = folder.path().join("keys.db");
    /// let master_key = MasterKey::generate()?;
    /// OpenOptions::new().master_keys([master_key]).open(&path)?.close();
    /// let other = OpenOptions::new().master_keys([MasterKey::generate()?]).open(&path);
    /// assert_eq!(other.unwrap_err().code(), ErrorCode::MasterKey);
    /// # Ok::<(), keywright::Error>(())
    /// ```
    #[must_use]
    pub fn master_keys(mut self, newest_first: impl IntoIterator<Item = MasterKey>) -> Self {
        self.master_keys = newest_first.into_iter().collect();
        self
    }

    /// Takes rows that are not sealed as they stand, for the days of first sealing. Otherwise, with a master key, such a
    /// row is `tampered`: whether rows must be sealed is told by the caller, and never by the file.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{ErrorCode, Keywright, MasterKey, OpenOptions};
    ///
    /// # let folder = tempfile::tempdir().expect("a folder");
    /// # let path = folder.path().join("keys.db");
    /// Keywright::open(&path)?.close(); // unsealed
    /// let master_key = MasterKey::generate()?;
    /// let strict = OpenOptions::new().master_keys([master_key.clone()]);
    /// assert_eq!(strict.open(&path).unwrap_err().code(), ErrorCode::MasterKey);
    ///
    /// let keywright = OpenOptions::new().master_keys([master_key]).accept_unsealed().open(&path)?;
    /// keywright.seal(|_| ())?;
    /// assert_eq!(keywright.seal_status()?.unsealed_rows, 0);
    /// # Ok::<(), keywright::Error>(())
    /// ```
    #[must_use]
    pub const fn accept_unsealed(mut self) -> Self {
        self.accepts_unsealed = true;
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
        self.entropy = Arc::new(crate::entropy::SeededEntropy::new(seed));
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
    /// is left as it is), `schema_too_new`, `storage_busy`, `storage_full`; `master_key` for a sealed store without its key, and
    /// for one that is not sealed with one; `invalid_argument` for what the environment gives as a master key and is none;
    /// `not_found` for an empty file that had to be a store.
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
        self.with_environment()?.open_with(|options| store::open_file(path.as_ref(), options))
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
        let options = self.with_environment()?;
        let ring = options.ring()?;
        let (before, after) = store::migrate_file(
            path.as_ref(),
            OpenStore {
                ring,
                is_existing: options.is_existing,
                is_any_file_system: options.is_any_file_system,
                busy_time_out: options.busy_time_out,
                new_settings: &Settings::new(options.prefix),
                now: SteadyClock::new(options.clock).now(),
            },
        )?;
        Ok(Migrated {
            schema_before: before.schema,
            schema_after: after.schema,
            oldest_reader_before: before.oldest_reader,
            oldest_reader_after: after.oldest_reader,
        })
    }

    /// Takes the master keys of the environment, when the caller gave none.
    fn with_environment(mut self) -> Result<Self, Error> {
        if self.master_keys.is_empty() {
            self.master_keys = MasterKey::from_environment()?;
        }
        Ok(self)
    }

    fn ring(&self) -> Result<Option<KeyRing>, Error> {
        if self.accepts_unsealed && self.master_keys.is_empty() {
            return Err(Error::invalid_argument(
                "`accept_unsealed` without a master key; give the key that the store is to be sealed with",
            ));
        }
        Ok((!self.master_keys.is_empty()).then(|| {
            let entropy = Arc::clone(&self.entropy);
            KeyRing::new(self.master_keys.clone(), self.accepts_unsealed, entropy)
        }))
    }

    fn open_with(
        self,
        open: impl FnOnce(OpenStore<'_>) -> Result<Arc<dyn Store>, Error>,
    ) -> Result<Keywright, Error> {
        let ring = self.ring()?;
        let clock = SteadyClock::new(self.clock);
        let store = open(OpenStore {
            ring,
            is_existing: self.is_existing,
            is_any_file_system: self.is_any_file_system,
            busy_time_out: self.busy_time_out,
            new_settings: &Settings::new(self.prefix),
            now: clock.now(),
        })?;
        let flusher = Arc::<Mutex<Flusher>>::default();
        let usage_waits = Arc::<UsageWaits>::default();
        store::register_forgetful(&flusher);
        store::register_forgetful(&usage_waits);
        let kept = KeptKeys::register(self.memory, &*store);
        let inner = Inner::new(Shared {
            store,
            calls: store::register_calls(),
            clock,
            entropy: self.entropy,
            ids: IdGenerator::new(),
            flusher,
            usage_waits,
            kept,
            kept_settings: KeptSettings::default(),
        });
        let keywright = Keywright::new(Arc::new(inner), Authority::Server(None));
        if keywright.shared().kept.ask_for_loading() {
            keywright.shared().wake_flusher();
        }
        match keywright.settings() {
            // A store in which somebody changed them denies every key; but it can be looked into, and a backup restored.
            Err(error) if error.tampered_row().is_none() => Err(error),
            _ => Ok(keywright),
        }
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
