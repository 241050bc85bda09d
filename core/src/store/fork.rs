//! What happens to open stores when the process forks, and the list of open stores that this needs.
//!
//! A child shares its parent's file descriptors but none of its locks, so an inherited SQLite connection reads and
//! writes without protection (tried: its view froze and its acknowledged write was lost). Therefore, by
//! `pthread_atfork(3)`:
//!
//! - *prepare* takes the lock of every connection, so that no statement and no transaction runs anywhere;
//! - *parent* lets go of them;
//! - *child*, before it opens anything, makes each inherited connection forget its file (`SQLITE_FCNTL_NULL_IO`) and
//!   closes it. The next use opens anew.
#![expect(
    unsafe_code,
    reason = "pthread_atfork and two calls into SQLite; the proof stands at each block"
)]

use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, MutexGuard, Weak};

use super::sqlite::{FileId, Place, SqliteStore, lock};
use crate::verify::CallsInFlight;

/// Every store and every handle that is open in this process, and what they keep in memory behind locks of their own.
#[derive(Default)]
pub(crate) struct Registry {
    stores: Vec<Weak<SqliteStore>>,
    calls: Vec<Weak<CallsInFlight>>,
    forgetful: Vec<Weak<dyn Forgetful>>,
}

static REGISTRY: Mutex<Registry> =
    Mutex::new(Registry { stores: Vec::new(), calls: Vec::new(), forgetful: Vec::new() });

/// A state in memory, behind a lock, that belongs to the process which gathered it: the child of a fork begins without.
///
/// Whoever holds a connection may take such a lock, never the other way round.
pub(crate) trait Forgetful: Send + Sync {
    /// Takes the lock, so that a fork finds the state whole and the child finds the lock free.
    fn hold(&self) -> Box<dyn Held + '_>;
}

/// A [`Forgetful`] state while its lock is held.
pub(crate) trait Held {
    /// Empties the state, in the child.
    fn forget(&mut self);
}

impl<T: Default + Send> Forgetful for Mutex<T> {
    fn hold(&self) -> Box<dyn Held + '_> {
        Box::new(lock(self))
    }
}

impl<T: Default> Held for MutexGuard<'_, T> {
    fn forget(&mut self) {
        **self = T::default();
    }
}

/// Lets forks know of a state that the child must not inherit.
pub(crate) fn register_forgetful(state: &Arc<impl Forgetful + 'static>) {
    registry().add_forgetful(state);
}

/// Locks the list. Whoever holds it may then lock a connection, never the other way round.
pub(crate) fn registry() -> MutexGuard<'static, Registry> {
    hook();
    lock(&REGISTRY)
}

impl Registry {
    pub(crate) fn add(&mut self, store: &Arc<SqliteStore>) {
        self.stores.retain(|store| store.strong_count() > 0);
        self.stores.push(Arc::downgrade(store));
        if matches!(store.place, Place::File { .. }) {
            self.add_forgetful(&store.usage.recorder);
            self.add_forgetful(&store.usage.state);
        }
    }

    fn add_forgetful(&mut self, state: &Arc<impl Forgetful + 'static>) {
        let state: Arc<dyn Forgetful> = Arc::clone(state) as _;
        self.forgetful.retain(|state| state.strong_count() > 0);
        self.forgetful.push(Arc::downgrade(&state));
    }

    /// Finds the open store of a file.
    pub(crate) fn find(&self, wanted: FileId) -> Option<Arc<SqliteStore>> {
        self.stores.iter().filter_map(Weak::upgrade).find(|store| {
            matches!(store.place, Place::File { id, .. } if id == wanted)
                && store.handles.load(Ordering::Acquire) > 0
        })
    }
}

/// Makes the counter of a handle's calls, and lets forks know of it.
pub(crate) fn register_calls() -> Arc<CallsInFlight> {
    let calls = Arc::<CallsInFlight>::default();
    let mut registry = registry();
    registry.calls.retain(|calls| calls.strong_count() > 0);
    registry.calls.push(Arc::downgrade(&calls));
    calls
}

#[cfg(not(unix))]
fn hook() {}

#[cfg(unix)]
use hooked::hook;

#[cfg(unix)]
mod hooked {
    use std::cell::RefCell;
    use std::ptr;
    use std::sync::Once;

    use rusqlite::{Connection, ffi};

    use super::{
        Arc, CallsInFlight, Forgetful, Held as HeldState, Mutex, MutexGuard, Place, REGISTRY,
        Registry, SqliteStore, Weak, lock,
    };
    use crate::store::sqlite::Slot;
    use crate::store::watch::Watch;

    /// `SQLITE_FCNTL_NULL_IO`, which the bindings do not name yet.
    const NULL_IO: i32 = 43;

    /// Everything that a fork holds still, in the order in which it is let go.
    struct Held {
        // Borrow from `forgetful` and `stores`, and are declared first so that they go first.
        states: Vec<Box<dyn HeldState>>,
        slots: Vec<MutexGuard<'static, Slot>>,
        watches: Vec<MutexGuard<'static, Option<Watch>>>,
        files: Vec<bool>,
        calls: Vec<Arc<CallsInFlight>>,
        forgetful: Vec<Arc<dyn Forgetful>>,
        stores: Vec<Arc<SqliteStore>>,
        registry: MutexGuard<'static, Registry>,
    }

    impl Held {
        fn let_go(self) {
            drop(self.states);
            drop(self.slots);
            drop(self.watches);
            drop(self.forgetful);
            drop(self.stores);
            drop(self.registry);
        }
    }

    thread_local! {
        // The three hooks run on the thread that forks, so this is where one finds what the other took.
        static HELD: RefCell<Option<Held>> = const { RefCell::new(None) };
    }

    /// Registers the hooks, once per process.
    pub(crate) fn hook() {
        static ONCE: Once = Once::new();
        ONCE.call_once(|| {
            // SAFETY: the three functions are `extern "C"`, never unwind (they neither index nor unwrap) and live as
            // long as the process: a library with this code must not be unloaded, and neither Python nor Node does.
            unsafe { libc::pthread_atfork(Some(prepare), Some(parent), Some(child)) };
        });
    }

    extern "C" fn prepare() {
        let registry = lock(&REGISTRY);
        let stores: Vec<_> = registry.stores.iter().filter_map(Weak::upgrade).collect();
        let calls = registry.calls.iter().filter_map(Weak::upgrade).collect();
        let (mut slots, mut files, mut watches) = (Vec::new(), Vec::new(), Vec::new());
        for store in &stores {
            // In this order. Whoever holds one and takes another (to find the cause of an error) takes a reader.
            let first = [&store.writer, &store.usage.slot, &store.follower];
            for mutex in first.into_iter().chain(&store.readers) {
                // SAFETY: the mutex lives in an `Arc` that `Held` keeps; `Held` drops the guard before the `Arc`.
                let mutex: &'static Mutex<Slot> = unsafe { &*ptr::from_ref(mutex) };
                slots.push(lock(mutex));
                files.push(matches!(store.place, Place::File { .. }));
            }
            // SAFETY: as above.
            let watch: &'static Mutex<Option<Watch>> =
                unsafe { &*ptr::from_ref(&store.watchdog.watch) };
            watches.push(lock(watch));
        }
        let forgetful: Vec<_> = registry.forgetful.iter().filter_map(Weak::upgrade).collect();
        let mut states = Vec::new();
        for state in &forgetful {
            // SAFETY: the state lives in an `Arc` that `Held` keeps; `Held` drops the guard before the `Arc`.
            let state: &'static dyn Forgetful =
                unsafe { &*ptr::from_ref::<dyn Forgetful>(&**state) };
            states.push(state.hold());
        }
        let held = Held { states, slots, files, watches, calls, forgetful, stores, registry };
        // A thread whose locals are gone already forks without this; then nothing is held and nothing is repaired.
        let _ = HELD.try_with(|place| place.replace(Some(held)));
    }

    extern "C" fn parent() {
        if let Ok(Some(held)) = HELD.try_with(RefCell::take) {
            held.let_go();
        }
    }

    extern "C" fn child() {
        let Ok(Some(mut held)) = HELD.try_with(RefCell::take) else { return };
        for store in &held.stores {
            store.index.hide();
        }
        for (slot, is_file) in held.slots.iter_mut().zip(&held.files) {
            if *is_file {
                if let Some(connection) = &slot.connection {
                    forget_file(connection);
                }
                slot.clear();
            }
        }
        // After the connections, and before any new one: closing the probe drops locks, and the child has none yet.
        for watch in &mut held.watches {
            **watch = None;
        }
        for state in &mut held.states {
            state.forget();
        }
        // The calls in flight were other threads', and those are not in the child.
        for calls in &held.calls {
            calls.forget();
        }
        held.let_go();
    }

    /// Cuts an inherited connection off from its file, so that closing it neither writes nor takes or drops a lock.
    fn forget_file(connection: &Connection) {
        // SAFETY: the handle is that of a live connection whose lock this thread holds; NULL_IO takes no argument.
        unsafe {
            ffi::sqlite3_file_control(
                connection.handle(),
                c"main".as_ptr(),
                NULL_IO,
                ptr::null_mut(),
            );
        }
    }
}
