//! The flusher: what was noticed gets into the store without anybody asking, and what stands in its way loses nothing.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use keywright::{
    CreatedApiKey, ErrorCode, FlushInfo, Grace, Keywright, NewApiKey, OpenOptions, Reason,
    TestClock, Timestamp, VerifyOptions, testing,
};
use rusqlite::Connection;
use tempfile::TempDir;

/// After so many milliseconds what should have happened never will.
const PATIENCE_MS: u32 = 30_000;

/// The threads of this process are counted: one test at a time has some.
fn alone() -> MutexGuard<'static, ()> {
    static ALONE: Mutex<()> = Mutex::new(());
    ALONE.lock().unwrap_or_else(PoisonError::into_inner)
}

fn new_path() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("keys.db");
    (folder, path)
}

fn open_still(path: &Path) -> (Keywright, Arc<TestClock>) {
    let clock = testing::test_clock(Timestamp::from_millis(1_800_000_000_000).unwrap());
    let options = OpenOptions::new().clock(Arc::clone(&clock));
    (options.busy_time_out(Duration::ZERO).open(path).unwrap(), clock)
}

fn reason(keywright: &Keywright, value: &str) -> Option<Reason> {
    keywright.verify(value, &VerifyOptions::new()).unwrap().reason()
}

/// A key whose first secret waits for the use of its second.
fn waiting(keywright: &Keywright) -> (CreatedApiKey, CreatedApiKey) {
    let old = keywright.user("alice").create_api_key(NewApiKey::new("CI")).unwrap();
    let new = keywright.api_key(old.api_key().id).rotate(Grace::UntilUsed).unwrap();
    (old, new)
}

/// Whether a secret that waited has its end, asked without a use.
fn has_ended(keywright: &Keywright, old: &CreatedApiKey) -> bool {
    let record = keywright.api_key(old.api_key().id).get().unwrap();
    record.generations.last().is_some_and(|first| first.retires_at.is_some())
}

fn flush_of(keywright: &Keywright) -> FlushInfo {
    keywright.status().unwrap().flush
}

fn wait_until(what: &str, is_so: impl Fn() -> bool) {
    for _ in 0..PATIENCE_MS {
        if is_so() {
            return;
        }
        std::thread::park_timeout(Duration::from_millis(1));
    }
    assert!(is_so(), "{what}");
}

/// Returns how many threads of this process are the library's.
fn flusher_threads() -> usize {
    let tasks = std::fs::read_dir("/proc/self/task").unwrap();
    // A thread that ends while it is looked at is none.
    tasks
        .filter_map(|task| std::fs::read_to_string(task.unwrap().path().join("comm")).ok())
        .filter(|name| name.trim_end() == "keywright-flush")
        .count()
}

#[test]
fn without_a_call_what_was_noticed_is_written_a_little_later() {
    let _alone = alone();
    let (_folder, path) = new_path();
    let keywright = Keywright::open(&path).unwrap();
    let (old, new) = waiting(&keywright);
    assert_eq!(reason(&keywright, new.value()), None);
    // Seen by another handle, which has noticed nothing itself.
    let other = Keywright::open(&path).unwrap();
    wait_until("the end is written", || has_ended(&other, &old));
    // The thread has gone to rest, and is woken by the next.
    assert_eq!(reason(&keywright, old.value()), Some(Reason::Rotated));
    wait_until("the signal is written", || other.signals(0, 10).unwrap().len() == 1);
    wait_until("the status tells", || flush_of(&keywright).last_flush_at.is_some());
    assert_eq!(flush_of(&keywright).last_error, None);
}

#[cfg(target_os = "linux")]
#[test]
fn a_thread_begins_with_the_first_notice_and_is_gone_when_close_returns() {
    let _alone = alone();
    let (_folder, path) = new_path();
    for _ in 0..10 {
        let (keywright, clone) = (Keywright::open(&path).unwrap(), Keywright::open(&path).unwrap());
        let (old, new) = waiting(&keywright);
        wait_until("nothing was noticed and nothing counted, so there is none", || {
            flusher_threads() == 0
        });
        assert_eq!(reason(&keywright, old.value()), None);
        assert_eq!(reason(&keywright, new.value()), None);
        assert_eq!(reason(&clone, new.value()), None);
        wait_until("one for each handle", || flusher_threads() == 2);
        keywright.close();
        // The list may show a thread for a moment longer than one can wait for it.
        wait_until("the closed handle's is gone", || flusher_threads() == 1);
        drop(clone);
        wait_until("so is the dropped one's", || flusher_threads() == 0);
        let again = Keywright::open(&path).unwrap();
        assert_eq!(reason(&again, old.value()), Some(Reason::Rotated), "close has written it");
    }
    wait_until("also of the one that was dropped with something to write", || {
        flusher_threads() == 0
    });
}

#[cfg(target_os = "linux")]
#[test]
fn under_a_clock_that_stands_still_there_is_no_thread() {
    let _alone = alone();
    let (_folder, path) = new_path();
    let (keywright, clock) = open_still(&path);
    let (old, new) = waiting(&keywright);
    assert_eq!(reason(&keywright, new.value()), None);
    clock.advance(Duration::from_secs(3600)).unwrap();
    assert_eq!(reason(&keywright, old.value()), None);
    // One that began would wait for ever, since no second passes.
    wait_until("there is none", || flusher_threads() == 0);
    assert_eq!(flush_of(&keywright).waiting, 1);
    keywright.flush().unwrap();
    assert_eq!(reason(&keywright, old.value()), Some(Reason::Rotated));
}

#[test]
fn a_handle_that_is_dropped_writes_what_it_noticed_also_when_its_thread_is_at_work() {
    let _alone = alone();
    for round in 0..20 {
        let (_folder, path) = new_path();
        let keywright = Keywright::open(&path).unwrap();
        let (old, new) = waiting(&keywright);
        assert_eq!(reason(&keywright, new.value()), None);
        if round % 2 == 0 {
            let noun = keywright.user("alice");
            drop(keywright);
            drop(noun);
        } else {
            std::thread::spawn(move || drop(keywright)).join().unwrap();
        }
        assert!(!path.with_file_name("keys.db-wal").exists(), "round {round}: it is closed");
        let again = Keywright::open(&path).unwrap();
        assert_eq!(reason(&again, old.value()), Some(Reason::Rotated), "round {round}");
    }
}

#[test]
fn what_a_busy_store_does_not_take_waits_and_the_status_says_so() {
    let (_folder, path) = new_path();
    let (keywright, clock) = open_still(&path);
    let (old, new) = waiting(&keywright);
    assert_eq!(flush_of(&keywright), FlushInfo::default());
    assert_eq!(reason(&keywright, new.value()), None);
    let other = Connection::open(&path).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    for _ in 0..200 {
        assert_eq!(keywright.flush().unwrap_err().code(), ErrorCode::StorageBusy);
        let flush = flush_of(&keywright);
        assert_eq!((flush.waiting, flush.dropped), (1, 0), "it is kept however often that is so");
        assert_eq!((flush.last_error, flush.last_flush_at), (Some(ErrorCode::StorageBusy), None));
        assert_eq!(reason(&keywright, new.value()), None, "a check goes on");
    }
    other.execute_batch("ROLLBACK").unwrap();
    clock.advance(Duration::from_secs(1)).unwrap();
    keywright.flush().unwrap();
    let flush = flush_of(&keywright);
    assert_eq!((flush.waiting, flush.dropped, flush.last_error), (0, 0, None));
    assert_eq!(flush.last_flush_at, Some(keywright.now()));
    assert!(has_ended(&keywright, &old));
    clock.advance(Duration::from_secs(1)).unwrap();
    keywright.flush().unwrap();
    assert_eq!(flush_of(&keywright), flush, "with nothing to write nothing is done");
}

#[test]
fn a_thread_whose_store_is_busy_tries_again() {
    let _alone = alone();
    let (_folder, path) = new_path();
    let options = OpenOptions::new().busy_time_out(Duration::ZERO);
    let keywright = options.open(&path).unwrap();
    let (old, new) = waiting(&keywright);
    let other = Connection::open(&path).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    assert_eq!(reason(&keywright, new.value()), None);
    wait_until("a try has failed", || flush_of(&keywright).last_error.is_some());
    other.execute_batch("ROLLBACK").unwrap();
    wait_until("a later one has not", || flush_of(&keywright).last_flush_at.is_some());
    assert_eq!(reason(&keywright, old.value()), Some(Reason::Rotated));
}

#[test]
fn one_row_that_can_not_be_read_does_not_stand_in_the_way_of_the_others_and_is_given_up_in_the_end()
{
    let (_folder, path) = new_path();
    let (keywright, _) = open_still(&path);
    let pairs: Vec<_> = (0..5).map(|_| waiting(&keywright)).collect();
    for (_, new) in &pairs {
        assert_eq!(reason(&keywright, new.value()), None);
    }
    let (broken, others) = pairs.split_first().unwrap();
    let outside = Connection::open(&path).unwrap();
    let id = broken.0.api_key().id;
    let sql = "UPDATE api_key SET created_by = 'nobody' WHERE id = ?1";
    assert_eq!(outside.execute(sql, [id.as_uuid().as_bytes()]).unwrap(), 1);
    assert_eq!(keywright.flush().unwrap_err().code(), ErrorCode::StorageCorrupt);
    assert!(others.iter().all(|(old, _)| has_ended(&keywright, old)));
    let flush = flush_of(&keywright);
    assert_eq!((flush.waiting, flush.last_error), (1, Some(ErrorCode::StorageCorrupt)));
    let mut tries = 1;
    while flush_of(&keywright).waiting > 0 {
        assert!(keywright.flush().is_err());
        tries += 1;
        assert!(tries < 1000, "it is tried for ever");
    }
    assert!(tries > 10);
    assert_eq!(flush_of(&keywright).dropped, 1);
}

struct Over<'a>(&'a AtomicBool);

impl Drop for Over<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

#[test]
fn flushes_of_many_threads_and_a_close_in_the_middle_write_everything_once() {
    let _alone = alone();
    for round in 0..10 {
        let (_folder, path) = new_path();
        let keywright = Keywright::open(&path).unwrap();
        let pairs: Vec<_> = (0..20).map(|_| waiting(&keywright)).collect();
        let is_over = AtomicBool::new(false);
        std::thread::scope(|scope| {
            for _ in 0..3 {
                scope.spawn(|| {
                    while !is_over.load(Ordering::Relaxed) {
                        match keywright.flush() {
                            Ok(()) => {}
                            Err(error) => assert_eq!(error.code(), ErrorCode::Closed),
                        }
                    }
                });
            }
            // Also when this thread fails: the others would go on for ever.
            let _over = Over(&is_over);
            for (_, new) in &pairs {
                assert_eq!(reason(&keywright, new.value()), None);
                if round % 2 == 0 {
                    // What was noticed before the call is written when it returns, whoever has written it.
                    keywright.flush().unwrap();
                    assert!(has_ended(&keywright, new));
                }
            }
            keywright.close();
        });
        let again = Keywright::open(&path).unwrap();
        for (old, new) in &pairs {
            assert_eq!(reason(&again, old.value()), Some(Reason::Rotated), "round {round}");
            assert_eq!(reason(&again, new.value()), None);
        }
        let events = again.events(0, 1000).unwrap();
        let ended = events.iter().filter(|event| event.verb == "api_key.generation_ended");
        assert_eq!(ended.count(), pairs.len());
    }
}
