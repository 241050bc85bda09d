//! The handle itself: what it holds, how it is narrowed to a user, and how it ends.

use std::fmt;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde::Serialize;

use super::acting::{ActingAs, Authority};
use super::flusher::{FlushInfo, Flusher, UsageWaits};
use super::kept::KeptKeys;
use super::open::OpenOptions;
use super::usage::UsageStatus;
use super::warm::MemoryInfo;
use crate::actor::{Actor, ActorName};
use crate::clock::{SteadyClock, Timestamp};
use crate::entropy::{Entropy, IdGenerator};
use crate::error::{Error, ErrorCode};
use crate::event::Event;
use crate::lane::Lane;
use crate::signal::Signal;
use crate::store::{Freshness, Store};
use crate::verify::{Call, CallsInFlight};

/// The most events or signals of one call.
const MOST_LISTED: u32 = 10_000;
/// How often closing looks whether the calls in flight have ended.
const POLL: Duration = Duration::from_micros(200);

/// The handle on one store. Cheap to clone, safe to use from any thread; clones share the store and are closed together.
///
/// A handle acts as the server, which may do everything, until [`Keywright::acting_as`] narrows it to a user whose rights
/// are checked at every step.
///
/// # Examples
///
/// ```
/// use keywright::{Keywright, NewApiKey, VerifyOptions};
///
/// let folder = tempfile::tempdir()?;
/// let keywright = Keywright::open(folder.path().join("keys.db"))?;
/// let created = keywright.user("alice").create_api_key(NewApiKey::new("laptop"))?;
/// println!("shown once: {}", created.value());
///
/// let verdict = keywright.verify(created.value(), &VerifyOptions::new())?;
/// assert_eq!(verdict.user_id().map(|id| id.as_str()), Some("alice"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Keywright {
    inner: Arc<Inner>,
    authority: Arc<Authority>,
}

/// The handle's life: it is closed when the last clone of the handle is dropped.
pub(super) struct Inner {
    shared: Arc<Shared>,
}

/// What a handle works with. The flusher's thread has a share in it, and none in the handle's life.
pub(super) struct Shared {
    pub(super) store: Arc<dyn Store>,
    pub(super) calls: Arc<CallsInFlight>,
    pub(super) clock: SteadyClock,
    pub(super) entropy: Arc<dyn Entropy>,
    pub(super) ids: IdGenerator,
    pub(super) flusher: Arc<Mutex<Flusher>>,
    pub(super) usage_waits: Arc<UsageWaits>,
    pub(super) kept: Arc<KeptKeys>,
}

impl Inner {
    pub(super) fn new(shared: Shared) -> Self {
        Self { shared: Arc::new(shared) }
    }

    fn close(&self) {
        if self.shared.calls.close(|| std::thread::park_timeout(POLL)) {
            self.shared.stop_flusher();
            // The last chance: what can not be written now is lost, and nobody is left to be told.
            drop(self.shared.flush());
            self.shared.store.release();
        }
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        self.close();
    }
}

impl Keywright {
    pub(super) fn new(inner: Arc<Inner>, authority: Authority) -> Self {
        Self { inner, authority: Arc::new(authority) }
    }

    /// Opens the store at a path, making it if it is missing, with the defaults of [`OpenOptions`].
    ///
    /// # Errors
    ///
    /// As [`OpenOptions::open`].
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{Keywright, NewApiKey};
    ///
    /// # let folder = tempfile::tempdir().expect("a folder");
    /// # let path = folder.path().join("keys.db");
    /// let keywright = Keywright::open(&path)?;
    /// let same = Keywright::open(&path)?; // shares the inner store
    /// keywright.user("alice").create_api_key(NewApiKey::new("CI"))?;
    /// assert_eq!(same.user("alice").list_api_keys()?.len(), 1);
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub fn open(path: impl AsRef<std::path::Path>) -> Result<Self, Error> {
        OpenOptions::new().open(path)
    }

    /// Opens a store that lives in memory and is gone when its last handle is.
    ///
    /// # Errors
    ///
    /// As [`OpenOptions::open_in_memory`].
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::Keywright;
    ///
    /// let keywright = Keywright::open_in_memory()?;
    /// assert!(keywright.status()?.path.is_none());
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub fn open_in_memory() -> Result<Self, Error> {
        OpenOptions::new().open_in_memory()
    }

    /// Closes the store: refuses new calls, waits for those in flight, writes what checks noticed and counted, and closes the
    /// files if this was the last handle on them. Closing twice is fine; what reads or changes the store afterwards answers
    /// `closed`.
    ///
    /// Dropping the last clone of a handle does the same. What can not be written now is lost: to hear of it,
    /// call [`flush`](Self::flush) before.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{ErrorCode, Keywright};
    ///
    /// let keywright = Keywright::open_in_memory()?;
    /// keywright.close();
    /// keywright.close();
    /// assert_eq!(keywright.settings().unwrap_err().code(), ErrorCode::Closed);
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub fn close(&self) {
        self.inner.close();
    }

    /// Returns whether the store was closed.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::Keywright;
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// assert!(!keywright.is_closed());
    /// keywright.clone().close();
    /// assert!(keywright.is_closed(), "clones are closed together");
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub fn is_closed(&self) -> bool {
        self.shared().calls.is_closed()
    }

    /// Returns a handle that acts as a user, with the same methods, each of which checks that user's rights.
    ///
    /// Own user keys only; team keys only with `$manage_api_keys` in that team, otherwise the answer is `not_found`, so
    /// that a team's existence does not leak; what belongs to another user, and what only the server may do, is
    /// `permission_denied`.
    ///
    /// # Errors
    ///
    /// `invalid_argument` when an id, a permission or a scope breaks its rules; `permission_denied` on a handle that acts
    /// as a user already.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{ActingAs, ErrorCode, Keywright, NewApiKey};
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// let alice = keywright.acting_as(ActingAs::new("alice"))?;
    /// alice.user("alice").create_api_key(NewApiKey::new("laptop"))?;
    /// let refused = alice.user("bob").list_api_keys().unwrap_err();
    /// assert_eq!(refused.code(), ErrorCode::PermissionDenied);
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub fn acting_as(&self, user: ActingAs) -> Result<Self, Error> {
        self.authority.require_server("choose on whose behalf to act")?;
        let authority = Authority::User(user.check()?);
        Ok(Self { inner: Arc::clone(&self.inner), authority: Arc::new(authority) })
    }

    /// Returns a handle that acts as the server and says in whose name, such as `support:bob`.
    ///
    /// # Errors
    ///
    /// `invalid_argument` when the name is empty, longer than 100 characters or holds a control character;
    /// `permission_denied` on a handle that acts as a user.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::Keywright;
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// let support = keywright.by("support:bob")?;
    /// assert_eq!(support.user("alice").suspend()?.suspended_by, Some(support.actor()));
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub fn by(&self, name: impl Into<String>) -> Result<Self, Error> {
        self.authority.require_server("name who acts")?;
        let authority = Authority::Server(Some(ActorName::new(name)?));
        Ok(Self { inner: Arc::clone(&self.inner), authority: Arc::new(authority) })
    }

    /// Returns who acts through this handle.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{Actor, Keywright};
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// assert_eq!(keywright.actor(), Actor::Server(None));
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub fn actor(&self) -> Actor {
        self.authority.actor()
    }

    /// Returns the store's time, which never goes back within this process.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{Timestamp, testing};
    ///
    /// let start = Timestamp::from_millis(1_800_000_000_000)?;
    /// assert_eq!(testing::open_for_tests(start)?.now(), start);
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub fn now(&self) -> Timestamp {
        self.shared().clock.now()
    }

    /// Returns entries of the audit log with a number above `after`, oldest first, at most `limit` of 1 to 10,000.
    ///
    /// # Errors
    ///
    /// `permission_denied` when acting as a user; `invalid_argument` for another limit; storage errors.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{Keywright, NewApiKey};
    ///
    /// let keywright = Keywright::open_in_memory()?;
    /// keywright.user("alice").create_api_key(NewApiKey::new("CI"))?;
    /// let verbs: Vec<_> = keywright.events(0, 100)?.into_iter().map(|event| event.verb).collect();
    /// assert_eq!(verbs, ["user.created", "api_key.created"]);
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub fn events(&self, after: u64, limit: u32) -> Result<Vec<Event>, Error> {
        self.authority.require_server("read the audit log")?;
        require_limit(limit)?;
        self.read(|rows| rows.events(after, limit))
    }

    /// Returns what there is to know about the store itself: what a log would tell.
    ///
    /// # Errors
    ///
    /// `permission_denied` when acting as a user; storage errors.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{Freshness, Keywright};
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// let status = keywright.status()?;
    /// assert_eq!(status.freshness, Freshness::Counter);
    /// assert!(status.oldest_reader <= status.schema);
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub fn status(&self) -> Result<StoreInfo, Error> {
        self.authority.require_server("ask about the store")?;
        let _call = self.enter()?;
        let status = self.store().status()?;
        Ok(StoreInfo {
            path: status.path,
            schema: status.schema,
            oldest_reader: status.oldest_reader,
            freshness: status.freshness,
            sqlite_version: status.sqlite_version,
            file_system: status.file_system,
            usage: self.store().usage().health(self.now()).into(),
            keywright_version: env!("CARGO_PKG_VERSION"),
            last_signal: status.last_signal,
            flush: self.shared().flush_info(),
            memory: self.shared().kept.info(),
        })
    }

    /// Returns signals with a number above `after`, oldest first, at most `limit` of 1 to 10,000.
    ///
    /// They are written about a second after what they tell of; [`flush`](Self::flush) does so at once.
    ///
    /// # Errors
    ///
    /// `permission_denied` when acting as a user; `invalid_argument` for another limit; storage errors.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{Grace, Keywright, NewApiKey, SignalKind, VerifyOptions};
    ///
    /// let keywright = Keywright::open_in_memory()?;
    /// let leaked = keywright.user("alice").create_api_key(NewApiKey::new("CI"))?;
    /// keywright.api_key(leaked.api_key().id).rotate(Grace::Now)?;
    /// for _ in 0..100 {
    ///     assert!(!keywright.verify(leaked.value(), &VerifyOptions::new())?.is_valid());
    /// }
    ///
    /// keywright.flush()?;
    /// let signals = keywright.signals(0, 100)?;
    /// assert_eq!(signals.first().map(|signal| signal.kind), Some(SignalKind::RotatedKeyUsed));
    /// assert!(keywright.signals(signals[signals.len() - 1].number, 100)?.is_empty());
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub fn signals(&self, after: u64, limit: u32) -> Result<Vec<Signal>, Error> {
        self.authority.require_server("read signals")?;
        require_limit(limit)?;
        self.read(|rows| rows.signals(after, limit))
    }

    /// Writes what checks noticed and the store does not know yet: signals, and first uses of rotated secrets.
    ///
    /// A check never writes the store. What it notices is written about a second later by a thread that this handle starts
    /// when it is first needed, and when the handle is closed. Call this before you read what is written behind, or to hear
    /// why it can not be written. Under a clock of [`testing`](crate::testing) no thread runs, and this is how the second
    /// passes.
    ///
    /// # Errors
    ///
    /// `permission_denied` when acting as a user; storage errors, after which what waits goes on waiting.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{Grace, Keywright, NewApiKey, Reason, VerifyOptions};
    ///
    /// let keywright = Keywright::open_in_memory()?;
    /// let old = keywright.user("alice").create_api_key(NewApiKey::new("CI"))?;
    /// let new = keywright.api_key(old.api_key().id).rotate(Grace::UntilUsed)?;
    /// let options = VerifyOptions::new();
    /// assert!(keywright.verify(old.value(), &options)?.is_valid());
    /// assert!(keywright.verify(new.value(), &options)?.is_valid());
    ///
    /// keywright.flush()?;
    /// assert_eq!(keywright.verify(old.value(), &options)?.reason(), Some(Reason::Rotated));
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub fn flush(&self) -> Result<(), Error> {
        self.authority.require_server("write what checks noticed")?;
        let _call = self.enter()?;
        self.shared().flush()
    }

    pub(super) fn shared(&self) -> &Arc<Shared> {
        &self.inner.shared
    }

    pub(super) fn enter(&self) -> Result<Call<'_>, Error> {
        let closed = || Error::new(ErrorCode::Closed, "the store was closed; open it again");
        self.shared().calls.enter(Lane::current()).ok_or_else(closed)
    }

    /// Makes sure, at most once a second, that the store's files are still those that were opened.
    pub(super) fn watch(&self) -> Result<(), Error> {
        self.store().watch(self.shared().clock.look().wall_ms)
    }

    pub(super) fn store(&self) -> &dyn Store {
        &*self.shared().store
    }

    pub(super) fn authority(&self) -> &Authority {
        &self.authority
    }

    pub(super) fn entropy(&self) -> &dyn Entropy {
        &*self.shared().entropy
    }

    /// Makes an id that comes after all that this handle made before.
    pub(super) fn generate_id(&self, now: Timestamp) -> Result<uuid::Uuid, Error> {
        let now_ms = u64::try_from(now.as_millis()).unwrap_or(0);
        Ok(self.shared().ids.generate(now_ms, self.entropy())?)
    }
}

impl fmt::Debug for Keywright {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Keywright")
            .field("actor", &self.actor().to_string())
            .field("is_closed", &self.is_closed())
            .finish()
    }
}

fn require_limit(limit: u32) -> Result<(), Error> {
    if (1..=MOST_LISTED).contains(&limit) {
        return Ok(());
    }
    Err(Error::invalid_argument(format!("the limit takes 1 to {MOST_LISTED}. limit=`{limit}`")))
}

/// What a store says about itself. Hosts log it; `keywright doctor` shows it.
///
/// # Examples
///
/// ```
/// use keywright::Keywright;
///
/// # let folder = tempfile::tempdir().expect("a folder");
/// # let path = folder.path().join("keys.db");
/// let status = Keywright::open(&path)?.status()?;
/// println!("{:?}, SQLite {}", status.path, status.sqlite_version);
/// assert_eq!(status.schema, 2);
/// # Ok::<(), keywright::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct StoreInfo {
    /// Where the file is; `None` for a store in memory.
    pub path: Option<PathBuf>,
    /// The schema number of the file.
    pub schema: u32,
    /// The lowest schema number whose programs may work on the file.
    pub oldest_reader: u32,
    /// How changes by other processes are noticed.
    pub freshness: Freshness,
    /// The kind of file system that holds the file, where the system tells.
    pub file_system: Option<String>,
    /// How the writing of usage goes.
    pub usage: UsageStatus,
    /// The version of SQLite inside.
    pub sqlite_version: &'static str,
    /// The version of this library.
    pub keywright_version: &'static str,
    /// The number of the newest signal, and 0 when there is none: `signals` from there on are news.
    pub last_signal: u64,
    /// What this handle writes behind, and how that went.
    pub flush: FlushInfo,
    /// What this handle keeps in memory.
    pub memory: MemoryInfo,
}

impl Serialize for StoreInfo {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeMap as _;
        let mut map = serializer.serialize_map(Some(11))?;
        map.serialize_entry("path", &self.path.as_ref().map(|path| path.display().to_string()))?;
        map.serialize_entry("schema", &self.schema)?;
        map.serialize_entry("oldest_reader", &self.oldest_reader)?;
        map.serialize_entry("freshness", self.freshness.as_str())?;
        map.serialize_entry("file_system", &self.file_system)?;
        map.serialize_entry("usage", &self.usage)?;
        map.serialize_entry("sqlite_version", self.sqlite_version)?;
        map.serialize_entry("keywright_version", self.keywright_version)?;
        map.serialize_entry("last_signal", &self.last_signal)?;
        map.serialize_entry("flush", &self.flush)?;
        map.serialize_entry("memory", &self.memory)?;
        map.end()
    }
}
