//! Every interleaving, and every order of memory that the language allows, of hits, fills and invalidations, and of calls
//! and closing: `make model`.
//!
//! `loom` runs each model again and again until it has seen all, with at most so many preemptions. What the models notice
//! was tried by breaking it: see the comment at each.

use std::time::Duration;

use loom::model::Builder;
use loom::sync::Arc;
use loom::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use loom::thread;

use super::*;

const ID: u128 = 0x0198_c7e2_5f7a_7b3c_9d5e_2f1a_6b8c_4d70;
const NOW_MS: u64 = 0;
/// Most bugs of this kind need one or two.
const PREEMPTIONS: usize = 2;
/// Some models have more interleavings than anybody waits for.
const LONGEST: Duration = Duration::from_secs(25);

/// The store with its one row, which is at first of version 1, and the table in front of it.
struct Process {
    table: Table,
    /// The change stamp: the number of the last commit, and the version of the row, which each commit moves on.
    stamp: AtomicU64,
    /// The call that took the rights away has returned.
    has_returned: AtomicBool,
}

fn moment(stamp: u64) -> Moment {
    Moment::new(stamp, !stamp)
}

fn digest(version: u64) -> [u8; 32] {
    [u8::try_from(version).unwrap(); 32]
}

impl Process {
    /// A table that is right for the row as it is; a full one holds it.
    fn new(is_full: bool) -> Arc<Self> {
        Self::of(Table::new(Mode::Bounded, vec![1], 0), is_full)
    }

    fn of(table: Table, is_full: bool) -> Arc<Self> {
        let process =
            Self { table, stamp: AtomicU64::new(1), has_returned: AtomicBool::new(false) };
        process.table.change().publish(moment(1));
        if is_full {
            assert_eq!(process.insert(1, 1), Placed::Kept);
        }
        Arc::new(process)
    }

    fn insert(&self, version: u64, read_at: u64) -> Placed {
        let record = version.to_le_bytes();
        let entry = Entry {
            id: ID,
            api_key_id: ID,
            generations: &[],
            owner: "user:alice",
            facts: Facts::new(
                Flags::default(),
                Some(version.cast_signed()),
                Some(version.cast_signed()),
            ),
            digest: DigestStart::of(&digest(version)),
            checksum: Checksum::Known(u32::try_from(version).unwrap()),
            record: &record,
        };
        self.table.insert(&entry, moment(read_at), NOW_MS)
    }

    /// Commits the next version, takes it into the table and returns.
    fn change_row(&self, drop: impl FnOnce(&mut Change<'_>)) {
        let stamp = self.stamp.load(Ordering::Relaxed) + 1;
        self.stamp.store(stamp, Ordering::Release);
        let mut change = self.table.change();
        drop(&mut change);
        change.publish(moment(stamp));
        self.has_returned.store(true, Ordering::Release);
    }

    /// A miss: the stamp, then the row, then the table.
    fn fill(&self) {
        let read_at = self.stamp.load(Ordering::Acquire);
        let version = self.stamp.load(Ordering::Acquire);
        let _ = self.insert(version, read_at);
    }

    /// A check. What it accepts is whole, and not older than what had returned before it began.
    fn check(&self) -> bool {
        let least = if self.has_returned.load(Ordering::Acquire) { 2 } else { 1 };
        let before = self.stamp.load(Ordering::Acquire);
        if !self.table.is_validated(moment(before)) {
            return false;
        }
        let Found::Hit(hit) = self.table.get(ID) else { return false };
        let mut record = Record::empty();
        let Some((facts, kept)) = hit.copy(&mut record) else { return false };
        if self.stamp.load(Ordering::Acquire) != before {
            return false;
        }
        let version = u64::from(record.checksum().known().unwrap());
        assert_eq!(record.bytes(), version.to_le_bytes(), "a torn record");
        assert_eq!(facts.retires_at_us(), Some(version.cast_signed()), "facts of another version");
        assert_eq!(facts.expires_at_us(), Some(version.cast_signed()), "an end of another version");
        assert!(kept.begins(&digest(version)), "a digest of another version");
        assert!(version >= least, "an old version after the change had returned");
        true
    }
}

/// Tries all, or as many as there is time for. What a model was seen to find, it found within a second or two.
///
/// Whoever reads does so on a thread of its own: loom lets nobody come in between the steps of the first one here.
fn explore(model: impl Fn() + Sync + Send + 'static) {
    let mut builder = Builder::new();
    builder.preemption_bound = Some(PREEMPTIONS);
    builder.max_duration = Some(LONGEST);
    builder.check(model);
}

/// Found when `publish` came before the dropping, and when `Validated::set` published without `Release`.
#[test]
fn a_hit_never_gives_what_a_change_that_has_returned_took_away() {
    explore(|| {
        let process = Process::new(true);
        let changing = {
            let process = Arc::clone(&process);
            thread::spawn(move || process.change_row(|change| change.forget_generation(ID)))
        };
        let checking = {
            let process = Arc::clone(&process);
            thread::spawn(move || process.check())
        };
        checking.join().unwrap();
        changing.join().unwrap();
        assert!(!process.check());
    });
}

/// Found when `forget_owner` moved the version on after `publish`.
#[test]
fn nor_when_the_owner_was_dropped_without_touching_the_slot() {
    explore(|| {
        let process = Process::new(true);
        let changing = {
            let process = Arc::clone(&process);
            thread::spawn(move || process.change_row(|change| change.forget_owner("user:alice")))
        };
        let checking = {
            let process = Arc::clone(&process);
            thread::spawn(move || process.check())
        };
        checking.join().unwrap();
        changing.join().unwrap();
        assert!(!process.check());
    });
}

/// Found when `insert` did not ask for the moment.
#[test]
fn a_slow_fill_never_puts_back_what_was_dropped() {
    explore(|| {
        let process = Process::new(false);
        let filling = {
            let process = Arc::clone(&process);
            thread::spawn(move || process.fill())
        };
        let changing = {
            let process = Arc::clone(&process);
            thread::spawn(move || process.change_row(|change| change.forget_generation(ID)))
        };
        let checking = {
            let process = Arc::clone(&process);
            thread::spawn(move || process.check())
        };
        checking.join().unwrap();
        changing.join().unwrap();
        filling.join().unwrap();
        process.check();
    });
}

/// Found when the fence of `Slot::begin` or that of `Slot::is_still` was gone, or when `Writing::finish` had no `Release`.
#[test]
fn a_record_that_is_replaced_while_it_is_read_is_never_taken_for_whole() {
    explore(|| {
        let process = Process::new(true);
        let replacing = {
            let process = Arc::clone(&process);
            thread::spawn(move || {
                process.stamp.store(2, Ordering::Release);
                process.table.change().publish(moment(2));
                let _ = process.insert(2, 2);
            })
        };
        let reading = {
            let process = Arc::clone(&process);
            thread::spawn(move || {
                // Not asking for the moment: the slot alone has to keep the versions apart.
                if let Found::Hit(hit) = process.table.get(ID) {
                    let mut record = Record::empty();
                    if let Some((facts, kept)) = hit.copy(&mut record) {
                        let version = u64::from(record.checksum().known().unwrap());
                        assert_eq!(record.bytes(), version.to_le_bytes(), "a torn record");
                        // The one stands in the record, the other in the slot; both and the digest are of one writing.
                        assert_eq!(facts.retires_at_us(), Some(version.cast_signed()));
                        assert_eq!(facts.expires_at_us(), Some(version.cast_signed()));
                        assert!(kept.begins(&digest(version)), "a digest of another version");
                    }
                }
            })
        };
        reading.join().unwrap();
        replacing.join().unwrap();
    });
}

/// Found when readers went on looking into the slots of before, which kept what they held.
#[test]
fn a_table_that_grows_gives_nothing_that_a_change_took_away_and_no_key_torn() {
    explore(|| {
        let process = Process::of(Table::new(Mode::Bounded, vec![2, 1], 0), true);
        let changing = {
            let process = Arc::clone(&process);
            thread::spawn(move || {
                process.table.change().grow().unwrap();
                process.change_row(|change| change.forget_generation(ID));
            })
        };
        let checking = {
            let process = Arc::clone(&process);
            thread::spawn(move || process.check())
        };
        checking.join().unwrap();
        changing.join().unwrap();
        assert!(!process.check());
    });
}

/// Found when the table was made whole after the search had begun, that is when `get` asked for it last.
#[test]
fn a_key_that_is_loaded_is_never_said_not_to_exist() {
    explore(|| {
        let process = Arc::new(Process {
            table: Table::new(Mode::Resident, vec![1], 0),
            stamp: AtomicU64::new(1),
            has_returned: AtomicBool::new(false),
        });
        process.table.change().publish(moment(1));
        let loading = {
            let process = Arc::clone(&process);
            thread::spawn(move || {
                let loading = process.table.begin_loading();
                assert_eq!(process.insert(1, 1), Placed::Kept);
                assert!(process.table.finish_loading(loading));
            })
        };
        let asking = {
            let process = Arc::clone(&process);
            thread::spawn(move || matches!(process.table.get(ID), Found::NoSuchKey))
        };
        assert!(!asking.join().unwrap());
        loading.join().unwrap();
        assert!(matches!(process.table.get(ID), Found::Hit(_)));
    });
}

/// Found when `Call` ended without `Release`, and when `close` took no notice of the second lane.
#[test]
fn closing_goes_on_only_after_every_call_and_no_call_begins_after_it() {
    explore(|| {
        let calls = Arc::new(CallsInFlight::default());
        let done = Arc::new([AtomicU64::new(0), AtomicU64::new(0)]);
        let callers: Vec<_> = (0..2)
            .map(|lane| {
                let (calls, done) = (Arc::clone(&calls), Arc::clone(&done));
                thread::spawn(move || {
                    let call = calls.enter(Lane::number(lane));
                    let has_entered = call.is_some();
                    if has_entered {
                        done[lane].store(1, Ordering::Relaxed);
                    }
                    drop(call);
                    has_entered
                })
            })
            .collect();
        assert!(calls.close(thread::yield_now));
        let seen: Vec<_> = done.iter().map(|done| done.load(Ordering::Relaxed) == 1).collect();
        assert!(calls.enter(Lane::number(0)).is_none(), "a call after the closing");
        let entered: Vec<_> = callers.into_iter().map(|caller| caller.join().unwrap()).collect();
        assert_eq!(seen, entered, "closing did not wait for a call");
    });
}

/// Found when the sweep set a slot's word by a load and a store.
#[test]
fn a_use_is_told_once_whether_the_slot_is_swept_or_given_away_meanwhile() {
    explore(|| {
        let process = Process::new(true);
        let sweeping = {
            let process = Arc::clone(&process);
            thread::spawn(move || {
                let mut told = 0;
                process.table.tell_uses(NOW_MS, usize::MAX, |used| told += used.count);
                process.table.change().forget_generation(ID);
                told
            })
        };
        let counting = {
            let process = Arc::clone(&process);
            thread::spawn(move || {
                let Found::Hit(hit) = process.table.get(ID) else { return 0 };
                let count = || u64::from(hit.count(Lane::number(0), NOW_MS) == Counted::Here);
                count() + count()
            })
        };
        let counted = counting.join().unwrap();
        let mut told = sweeping.join().unwrap();
        process.table.tell_uses(NOW_MS, usize::MAX, |used| told += used.count);
        assert_eq!(told, counted);
    });
}
