//! The flusher: writes behind what checks noticed, since a check itself never writes the store.

use std::mem::ManuallyDrop;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::slice;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use serde::Serialize;

use super::acting::Authority;
use super::change::Change;
use super::handle::Shared;
use super::noticed::{FirstUse, Notice, Noticed, Waiting};
use crate::actor::ActorName;
use crate::clock::Timestamp;
use crate::error::{Error, ErrorCode};
use crate::event::NewEvent;
use crate::store::{self, Forgetful, Held, lock};

/// How long notices gather before they are written in one transaction.
const INTERVAL: Duration = Duration::from_secs(1);
/// How long counts of use gather when the settings can not be read.
const USAGE_INTERVAL: Duration = Duration::from_secs(1);
/// How long to wait before asking again whether another thread's flush is over.
const POLL: Duration = Duration::from_micros(200);

/// What one handle noticed, and the thread that writes it. It stands behind one lock, which a fork's child finds empty:
/// what the parent noticed is the parent's to write.
///
/// Never locked while a connection is taken: a fork takes the connections first.
#[derive(Default)]
pub(super) struct Flusher {
    noticed: Noticed,
    /// Never dropped but joined: in a child there is no such thread, and its handle must not be touched.
    worker: Option<ManuallyDrop<JoinHandle<()>>>,
    /// Somebody has taken what waited and is writing it.
    is_flushing: bool,
    is_closing: bool,
    last_flush_at: Option<Timestamp>,
    last_error: Option<ErrorCode>,
}

/// Whether counts of use wait to be written. Beside the lock, since nearly every check counts and finds that they do.
#[derive(Default)]
pub(super) struct UsageWaits {
    waits: AtomicBool,
    /// So much waits that the interval is not waited for.
    is_much: AtomicBool,
}

impl Forgetful for UsageWaits {
    fn hold(&self) -> Box<dyn Held + '_> {
        Box::new(self)
    }
}

impl Held for &UsageWaits {
    /// What the parent counted is the parent's to write.
    fn forget(&mut self) {
        self.waits.store(false, Ordering::Relaxed);
        self.is_much.store(false, Ordering::Relaxed);
    }
}

/// What is written behind: how much waits, and how the last flush went.
///
/// # Examples
///
/// ```
/// use keywright::{Grace, Keywright, NewApiKey, Timestamp, VerifyOptions, testing};
///
/// let store = testing::open_for_tests(Timestamp::from_millis(1_800_000_000_000)?)?;
/// let old = store.user("alice").create_api_key(NewApiKey::new("CI"))?;
/// let new = store.api_key(old.api_key().id).rotate(Grace::UntilUsed)?;
/// assert!(store.verify(new.value(), &VerifyOptions::new())?.is_valid());
/// assert_eq!(store.status()?.flush.waiting, 1);
///
/// store.flush()?;
/// let flush = store.status()?.flush;
/// assert_eq!((flush.waiting, flush.last_flush_at), (0, Some(store.now())));
/// # Ok::<(), keywright::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct FlushInfo {
    /// How many things wait to be written.
    pub waiting: u64,
    /// How many were dropped since the handle was opened: there was no room, or they failed too often.
    pub dropped: u64,
    /// When something was last written; `None` when there was nothing to write.
    pub last_flush_at: Option<Timestamp>,
    /// Why the last try failed; `None` when it went well.
    pub last_error: Option<ErrorCode>,
}

impl Shared {
    /// Remembers what a check noticed. Touches no store and waits for nobody who does.
    pub(super) fn notice(self: &Arc<Self>, note: impl FnOnce(&mut Noticed)) {
        let mut flusher = lock(&self.flusher);
        let was_empty = flusher.noticed.is_empty();
        note(&mut flusher.noticed);
        if was_empty && !flusher.noticed.is_empty() {
            flusher.wake(self);
        }
    }

    /// Remembers that a use was counted, and whether so much waits by now that it should be written at once.
    pub(super) fn notice_count(self: &Arc<Self>, is_much: bool) {
        let usage = &self.usage_waits;
        if is_much {
            usage.is_much.store(true, Ordering::Relaxed);
        } else if usage.waits.load(Ordering::Relaxed) {
            return;
        }
        // Whoever changes it wakes the thread; all others have only looked.
        if !usage.waits.swap(true, Ordering::SeqCst) || is_much {
            lock(&self.flusher).wake(self);
        }
    }

    /// Lets the thread look what there is to do.
    pub(super) fn wake_flusher(self: &Arc<Self>) {
        lock(&self.flusher).wake(self);
    }

    pub(super) fn is_closing(&self) -> bool {
        lock(&self.flusher).is_closing
    }

    /// Writes what was noticed and counted up to now.
    pub(super) fn flush(&self) -> Result<(), Error> {
        let noticed = self.flush_noticed();
        // Each is tried, whatever became of the other.
        self.flush_counted().and(noticed)
    }

    /// Writes the counts of use. What can not be written is tried again.
    fn flush_counted(&self) -> Result<(), Error> {
        self.usage_waits.is_much.store(false, Ordering::Relaxed);
        // Before the counts are taken: one that comes meanwhile is told of anew.
        self.usage_waits.waits.store(false, Ordering::SeqCst);
        let result = self.flush_usage();
        if result.is_err() {
            self.usage_waits.waits.store(true, Ordering::SeqCst);
        }
        result
    }

    /// Writes what was noticed up to now, also by another thread that is writing it.
    fn flush_noticed(&self) -> Result<(), Error> {
        let Some(batch) = self.take() else { return Ok(()) };
        let (left, result) = self.write(batch);
        let mut flusher = lock(&self.flusher);
        flusher.noticed.put_back(left);
        flusher.is_flushing = false;
        match &result {
            Ok(()) => {
                flusher.last_flush_at = Some(self.clock.now());
                flusher.last_error = None;
            }
            Err(error) => flusher.last_error = Some(error.code()),
        }
        result
    }

    /// Ends the thread, if there is one, and waits until it is gone. No other will be started.
    pub(super) fn stop_flusher(&self) {
        let worker = {
            let mut flusher = lock(&self.flusher);
            flusher.is_closing = true;
            flusher.worker.take()
        };
        if let Some(worker) = worker {
            worker.thread().unpark();
            // It can not have panicked: what may panic in it is caught.
            drop(ManuallyDrop::into_inner(worker).join());
        }
    }

    pub(super) fn flush_info(&self) -> FlushInfo {
        let flusher = lock(&self.flusher);
        FlushInfo {
            waiting: flusher.noticed.len() as u64,
            dropped: flusher.noticed.dropped(),
            last_flush_at: flusher.last_flush_at,
            last_error: flusher.last_error,
        }
    }

    /// Takes what waits, once nobody else is writing.
    fn take(&self) -> Option<Vec<Waiting>> {
        loop {
            let mut flusher = lock(&self.flusher);
            if !flusher.is_flushing {
                let batch = flusher.noticed.take();
                flusher.is_flushing = !batch.is_empty();
                return flusher.is_flushing.then_some(batch);
            }
            drop(flusher);
            // No condition variable: a fork's child would inherit one with waiters that it does not have.
            thread::park_timeout(POLL);
        }
    }

    /// Writes a batch, and returns what of it is still to be written and why.
    fn write(&self, mut batch: Vec<Waiting>) -> (Vec<Waiting>, Result<(), Error>) {
        let Err(error) = self.write_at_once(&batch) else { return (Vec::new(), Ok(())) };
        if is_of_the_store(error.code()) {
            return (batch, Err(error));
        }
        // One of them may stand in the way of all: a row that can not be read, say.
        let mut result = Ok(());
        batch.retain_mut(|waiting| match self.write_at_once(slice::from_ref(waiting)) {
            Ok(()) => false,
            Err(error) => {
                if !is_of_the_store(error.code()) {
                    waiting.count_failure();
                }
                result = Err(error);
                true
            }
        });
        (batch, result)
    }

    /// Writes all in one transaction or nothing. A panic is an error like another, so that nothing that waits is lost.
    fn write_at_once(&self, batch: &[Waiting]) -> Result<(), Error> {
        let work = || {
            store::write(&*self.store, |rows| {
                self.change_in(rows, &Authority::Server(Some(ActorName::keywright())), |change| {
                    batch.iter().try_for_each(|waiting| match &waiting.notice {
                        Notice::FirstUse(first) => change.record_first_use(first),
                        Notice::Signal(_) => Ok(()),
                    })
                })?;
                // Behind the change, which insists on an event for what it writes: a signal has changed nothing.
                batch.iter().try_for_each(|waiting| match &waiting.notice {
                    Notice::Signal(signal) => rows.append_signal(signal),
                    Notice::FirstUse(_) => Ok(()),
                })
            })
        };
        catch_unwind(AssertUnwindSafe(work))
            .unwrap_or_else(|_| Err(Error::internal("the flusher has panicked; it goes on")))
    }
}

impl Flusher {
    /// Lets the thread look, and starts it if there is none. Under a clock that stands still a second never passes: then
    /// `flush` and `close` are all there is.
    fn wake(&mut self, shared: &Arc<Shared>) {
        if self.is_closing || !shared.clock.runs() {
            return;
        }
        match &self.worker {
            Some(worker) => worker.thread().unpark(),
            None => self.start(shared),
        }
    }

    fn start(&mut self, shared: &Arc<Shared>) {
        let shared = Arc::clone(shared);
        let thread = thread::Builder::new().name("keywright-flush".to_owned());
        match thread.spawn(move || run(&shared)) {
            Ok(worker) => self.worker = Some(ManuallyDrop::new(worker)),
            // The system gives no thread: what waits is written by the next that it gives, by `flush` or by `close`.
            Err(_) => self.last_error = Some(ErrorCode::Internal),
        }
    }
}

/// The thread. It holds what the handle works with and not the handle, which ends when its last owner drops it.
fn run(shared: &Shared) {
    let usage = &shared.usage_waits;
    let mut counted_at = shared.clock.elapsed();
    let mut loader = None;
    loop {
        let is_idle = {
            let flusher = lock(&shared.flusher);
            if flusher.is_closing {
                return;
            }
            flusher.noticed.is_empty()
                && !usage.waits.load(Ordering::SeqCst)
                && !shared.kept.is_loading_asked()
                && loader.is_none()
        };
        // Whoever changes what was asked above unparks this thread after it, so none of it is slept through.
        if is_idle {
            thread::park();
            continue;
        }
        let usage_interval =
            shared.store.standing().map_or(USAGE_INTERVAL, |now| now.settings.usage_interval);
        let interval = INTERVAL.min(usage_interval);
        if loader.is_some() || shared.kept.is_loading_asked() {
            shared.kept.begin_loading();
            // What failed is asked for again by the next check that has to read the store.
            loader = shared.load_for(interval, loader.take()).unwrap_or_default();
        } else if !usage.is_much.load(Ordering::Relaxed) {
            thread::park_timeout(interval);
        }
        if lock(&shared.flusher).is_closing {
            return;
        }
        // Whatever the interval of writing: what is counted in memory has room for little more than a second of it.
        shared.store.usage().recorder().gather(shared.clock.now());
        // What failed waits for the next round, and stands in the status.
        drop(shared.flush_noticed());
        let now = shared.clock.elapsed();
        let is_due = now.saturating_sub(counted_at) >= usage_interval;
        if is_due || usage.is_much.load(Ordering::Relaxed) {
            counted_at = now;
            drop(shared.flush_counted());
        }
    }
}

/// Whether an error says that the store takes no change at all at this moment, whatever is written.
const fn is_of_the_store(code: ErrorCode) -> bool {
    matches!(
        code,
        ErrorCode::StorageBusy
            | ErrorCode::StorageFull
            | ErrorCode::StorageUnavailable
            | ErrorCode::StoreReplaced
    )
}

impl Change<'_> {
    /// Notes the first use of a generation, and ends the earlier ones that wait for it.
    ///
    /// The use has happened, so it counts whatever became of the key since: a key that was suspended comes back with its old
    /// secrets ended, a revoked one stays revoked. Of a key that was purged nothing is left to write.
    fn record_first_use(&mut self, first: &FirstUse) -> Result<(), Error> {
        let Some(key) = self.rows.api_key(&first.api_key_id, self.now)? else { return Ok(()) };
        let mut open = self.rows.open_generations(&key)?;
        // Not there when another process was the first to write it, and then it has ended the earlier ones as well.
        let Some(used) = open.iter_mut().find(|generation| generation.id == first.generation)
        else {
            return Ok(());
        };
        let number = used.number;
        if used.first_used_at.is_none() {
            used.first_used_at = Some(first.at);
            self.rows.save_generation(used)?;
            self.record(
                NewEvent::new("api_key.generation_used")
                    .with("api_key_id", key.id)
                    .with("owner", key.owner.to_string())
                    .with("generation", number)
                    .with("first_used_at", first.at),
            )?;
        }
        let mut ended = Vec::new();
        for earlier in &mut open {
            if earlier.number < number && earlier.retires_when_used {
                earlier.retires_when_used = false;
                // Now and not when the other was used: until now it was accepted. An end once given stays.
                earlier.retires_at = earlier.retires_at.or(Some(self.now));
                self.rows.save_generation(earlier)?;
                ended.push(earlier.number);
            }
        }
        if ended.is_empty() {
            return Ok(());
        }
        self.record(
            NewEvent::new("api_key.generation_ended")
                .with("api_key_id", key.id)
                .with("owner", key.owner.to_string())
                .with("generations", ended)
                .with("used_generation", number),
        )
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;
    use std::sync::Mutex;

    use super::*;
    use crate::key::{GenerationId, Grace, NewApiKey};
    use crate::keywright::handle::{Inner, Keywright};
    use crate::keywright::kept::Memory;
    use crate::store::{
        BackupFacts, BackupFile, ChangeLog, Looked, Progress, Rows, Standing, Store, StoreStatus,
        StoreUsage,
    };
    use crate::testing::open_for_tests;
    use crate::verify::{Moment, VerifyOptions};

    /// What a store answers to changes.
    #[derive(Clone, Copy, PartialEq)]
    enum Mood {
        Well,
        Panics,
        Fails(ErrorCode),
        /// Takes no transaction in which signals are written.
        FailsForSignals,
    }

    /// A store that may refuse changes.
    struct Moody {
        store: Arc<dyn Store>,
        mood: Arc<Mutex<Mood>>,
    }

    impl Store for Moody {
        fn watch(&self, wall_ms: u64) -> Result<(), Error> {
            self.store.watch(wall_ms)
        }

        fn estimated_keys(&self) -> usize {
            self.store.estimated_keys()
        }

        fn moment(&self, wall_ms: u64) -> Option<Moment> {
            self.store.moment(wall_ms)
        }

        fn read(&self, work: &mut dyn FnMut(&dyn Rows) -> Result<(), Error>) -> Result<(), Error> {
            self.store.read(work)
        }

        fn write(
            &self,
            work: &mut dyn FnMut(&mut dyn Rows) -> Result<(), Error>,
        ) -> Result<(), Error> {
            let mood = *lock(&self.mood);
            self.store.write(&mut |rows| {
                let before = rows.signals(0, 100)?.len();
                work(rows)?;
                match mood {
                    Mood::Panics => panic!("a defect"),
                    Mood::Fails(code) => Err(Error::new(code, "a failure")),
                    Mood::FailsForSignals if rows.signals(0, 100)?.len() > before => {
                        Err(Error::internal("a failure"))
                    }
                    Mood::Well | Mood::FailsForSignals => Ok(()),
                }
            })
        }

        fn follow(
            &self,
            work: &mut dyn FnMut(&mut dyn ChangeLog) -> Result<(), Error>,
        ) -> Result<(), Error> {
            self.store.follow(work)
        }

        fn standing(&self) -> Result<Standing, Error> {
            self.store.standing()
        }

        fn presented(&self, id: GenerationId, now: Timestamp) -> Result<(Standing, Looked), Error> {
            self.store.presented(id, now)
        }

        fn usage(&self) -> &dyn StoreUsage {
            self.store.usage()
        }

        fn is_sealed(&self) -> bool {
            self.store.is_sealed()
        }

        fn rewrite(&self) -> Result<bool, Error> {
            self.store.rewrite()
        }

        fn let_others_write(&self) {
            self.store.let_others_write();
        }

        fn backup(&self, target: &Path, progress: Progress<'_>) -> Result<BackupFacts, Error> {
            self.store.backup(target, progress)
        }

        fn read_beside(
            &self,
            backup: &Path,
            now: Timestamp,
            work: &mut dyn FnMut(&dyn Rows, &BackupFile) -> Result<(), Error>,
        ) -> Result<(), Error> {
            self.store.read_beside(backup, now, work)
        }

        fn write_beside(
            &self,
            backup: &Path,
            now: Timestamp,
            work: &mut dyn FnMut(&mut dyn Rows, &BackupFile) -> Result<(), Error>,
        ) -> Result<(), Error> {
            self.store.write_beside(backup, now, work)
        }

        fn status(&self) -> Result<StoreStatus, Error> {
            self.store.status()
        }

        /// The handle that opened the store lets go of it.
        fn release(&self) {}
    }

    /// A handle that has noticed a first use and a retired one, on a store in a mood.
    fn noticed(then: impl FnOnce(&Keywright, &Mutex<Mood>)) {
        let clean = open_for_tests(Timestamp::from_millis(1_800_000_000_000).unwrap()).unwrap();
        let mood = Arc::new(Mutex::new(Mood::Well));
        let shared = clean.shared();
        let store = Arc::new(Moody { store: Arc::clone(&shared.store), mood: Arc::clone(&mood) });
        let inner = Inner::new(Shared {
            store,
            calls: store::register_calls(),
            clock: crate::clock::SteadyClock::new(Box::new(Arc::new(
                crate::clock::TestClock::new(clean.now()),
            ))),
            entropy: Arc::new(crate::entropy::SystemEntropy),
            ids: crate::entropy::IdGenerator::new(),
            flusher: Arc::default(),
            usage_waits: Arc::default(),
            kept: crate::keywright::kept::KeptKeys::register(
                Memory::Bounded(1 << 20),
                &*shared.store,
            ),
        });
        let keywright = Keywright::new(Arc::new(inner), Authority::Server(None));
        let old = keywright.user("alice").create_api_key(NewApiKey::new("CI")).unwrap();
        let key = keywright.api_key(old.api_key().id);
        let second = key.rotate(Grace::UntilUsed).unwrap();
        let third = key.rotate(Grace::Now).unwrap();
        for (value, is_valid) in [(second.value(), false), (third.value(), true)] {
            let verdict = keywright.verify(value, &VerifyOptions::new()).unwrap();
            assert_eq!(verdict.is_valid(), is_valid);
        }
        assert_eq!(keywright.status().unwrap().flush.waiting, 2);
        then(&keywright, &mood);
    }

    fn is_waiting(keywright: &Keywright) -> bool {
        let keys = keywright.user("alice").list_api_keys().unwrap();
        keys.iter().flat_map(|key| &key.generations).any(|one| one.retires_when_used)
    }

    #[test]
    fn a_panic_or_an_error_writes_nothing_and_keeps_what_waits() {
        for (failing, code) in [
            (Mood::Panics, ErrorCode::Internal),
            (Mood::Fails(ErrorCode::StorageFull), ErrorCode::StorageFull),
            (Mood::Fails(ErrorCode::Internal), ErrorCode::Internal),
        ] {
            noticed(|keywright, mood| {
                *lock(mood) = failing;
                for _ in 0..3 {
                    assert_eq!(keywright.flush().unwrap_err().code(), code);
                    let flush = keywright.status().unwrap().flush;
                    assert_eq!((flush.waiting, flush.last_error), (2, Some(code)));
                    assert!(is_waiting(keywright));
                }
                *lock(mood) = Mood::Well;
                keywright.flush().unwrap();
                assert!(!is_waiting(keywright));
                assert_eq!(keywright.signals(0, 10).unwrap().len(), 1);
                let flush = keywright.status().unwrap().flush;
                assert_eq!((flush.waiting, flush.last_error, flush.dropped), (0, None, 0));
            });
        }
    }

    #[test]
    fn one_notice_that_fails_by_itself_does_not_keep_the_others() {
        noticed(|keywright, mood| {
            *lock(mood) = Mood::FailsForSignals;
            assert_eq!(keywright.flush().unwrap_err().code(), ErrorCode::Internal);
            assert!(!is_waiting(keywright));
            assert_eq!(keywright.status().unwrap().flush.waiting, 1);
            *lock(mood) = Mood::Well;
            keywright.flush().unwrap();
            assert_eq!(keywright.signals(0, 10).unwrap().len(), 1);
        });
    }

    #[test]
    fn a_panic_at_the_close_is_not_the_closers() {
        noticed(|keywright, mood| {
            *lock(mood) = Mood::Panics;
            keywright.close();
            assert!(keywright.is_closed());
        });
    }
}
