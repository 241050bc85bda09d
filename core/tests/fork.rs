//! A process that forks with stores open: both sides go on, and neither writes or reads without a lock.
#![cfg(unix)]
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]
#![expect(unsafe_code, reason = "fork(2) itself; the proof stands at each block")]

mod long;
mod sealed;

use std::io::{BufRead, BufReader, PipeReader, PipeWriter, Write as _};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::{Path, PathBuf};
use std::process::{ChildStdin, ChildStdout, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError, mpsc};
use std::time::Duration;

use keywright::{
    CreatedApiKey, ErrorCode, Freshness, Grace, Keywright, NewApiKey, OpenOptions, Reason,
    RevokeOptions, Timestamp, UsageRange, UsageStep, VerifyOptions, testing,
};
use tempfile::TempDir;

use long::{report, rounds};

/// Says that this process is the one outside, and where the store is.
const OUTSIDE: &str = "KEYWRIGHT_TEST_OUTSIDE";
/// After this many seconds a child is stuck.
const PATIENCE: u32 = 20;

fn open(path: &Path) -> Keywright {
    let clock = testing::test_clock(Timestamp::from_millis(1_800_000_000_000).unwrap());
    OpenOptions::new().clock(clock).open(path).unwrap()
}

fn reason(keywright: &Keywright, value: &str) -> Option<Reason> {
    keywright.verify(value, &VerifyOptions::new()).unwrap().reason()
}

fn create(keywright: &Keywright, name: &str) -> CreatedApiKey {
    keywright.user("alice").create_api_key(NewApiKey::new(name)).unwrap()
}

/// A store on disk with a key in it, for one test at a time: a fork copies what the others have open.
struct World {
    _alone: MutexGuard<'static, ()>,
    _folder: TempDir,
    path: PathBuf,
    keywright: Keywright,
    key: CreatedApiKey,
}

impl World {
    fn new() -> Self {
        static ALONE: Mutex<()> = Mutex::new(());
        let alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("keys.db");
        let keywright = open(&path);
        let key = create(&keywright, "CI");
        assert_eq!(reason(&keywright, key.value()), None);
        Self { _alone: alone, _folder: folder, path, keywright, key }
    }

    /// Checks and changes here, under our own locks.
    fn assert_works(&self) {
        assert_eq!(reason(&self.keywright, self.key.value()), None);
        let made = create(&self.keywright, "more");
        assert_eq!(reason(&self.keywright, made.value()), None);
        assert_is_locked(&self.path);
    }
}

/// A child of a fork, which ends by itself or is ended.
struct Child(libc::pid_t);

/// Forks. The child does its work and ends; what it panics with is printed.
fn fork(work: impl FnOnce()) -> Child {
    // SAFETY: no signal handler runs here; glibc makes its own locks usable in the child, our hooks make the store's,
    // and the child takes no other lock that a thread of the parent may have held: it ends with `_exit`.
    match unsafe { libc::fork() } {
        -1 => panic!("fork: {}", std::io::Error::last_os_error()),
        0 => {
            // SAFETY: sets a timer of this process; the default action of its signal ends it.
            unsafe { libc::alarm(PATIENCE) };
            let code = match catch_unwind(AssertUnwindSafe(work)) {
                Ok(()) => 0,
                Err(panic) => {
                    let text = panic.downcast_ref::<String>().map(String::as_str);
                    let text = text.or_else(|| panic.downcast_ref::<&str>().copied());
                    let text = format!("child: {}\n", text.unwrap_or("a panic without a text"));
                    // SAFETY: the pointer and the length are those of a living string.
                    unsafe { libc::write(2, text.as_ptr().cast(), text.len()) };
                    1
                }
            };
            // SAFETY: ends the process without running what the parent registered for its own end.
            unsafe { libc::_exit(code) }
        }
        pid => Child(pid),
    }
}

impl Child {
    /// Waits for the child's end, which must be a good one and come in time.
    fn assert_ends_well(self) {
        // The child's own alarm does not cover the hook that runs before it is set.
        for _ in 0..(PATIENCE + 5) * 1000 {
            let mut status = 0;
            // SAFETY: the process is our child, not waited for yet; the status is a local variable.
            match unsafe { libc::waitpid(self.0, &raw mut status, libc::WNOHANG) } {
                0 => std::thread::park_timeout(Duration::from_millis(1)),
                pid if pid == self.0 => {
                    assert_eq!(status, 0, "the child's status; 14 is its alarm, so it was stuck");
                    return;
                }
                _ => panic!("waitpid: {}", std::io::Error::last_os_error()),
            }
        }
        // SAFETY: the process is our child and not waited for yet, so the number is still its own.
        unsafe { libc::kill(self.0, libc::SIGKILL) };
        panic!("the child is stuck");
    }
}

fn tell(pipe: &mut PipeWriter, text: &str) {
    writeln!(pipe, "{text}").unwrap();
}

fn hear(pipe: &mut BufReader<PipeReader>) -> String {
    let mut line = String::new();
    assert_ne!(pipe.read_line(&mut line).unwrap(), 0, "the other side has ended");
    line.trim_end().to_owned()
}

fn pipe() -> (BufReader<PipeReader>, PipeWriter) {
    let (reader, writer) = std::io::pipe().unwrap();
    (BufReader::new(reader), writer)
}

/// This process holds SQLite's locks on the store: the shared one on the file, and the one that keeps `-shm` alive.
fn assert_is_locked(path: &Path) {
    #[cfg(target_os = "linux")]
    {
        use std::os::unix::fs::MetadataExt as _;
        let process = std::process::id().to_string();
        let shm = format!("{}-shm", path.display());
        // SQLite's SHARED_FIRST, and its dead man switch.
        for (file, first) in [(path, 1_073_741_826), (Path::new(&shm), 128)] {
            let end = format!(":{}", std::fs::metadata(file).unwrap().ino());
            let mut locks = String::new();
            // The list may leave out a lock while others come and go, and never shows one that is not there.
            let is_locked = (0..100).any(|_| {
                locks = std::fs::read_to_string("/proc/locks").unwrap();
                locks.lines().any(|line| {
                    let words: Vec<_> = line.split_whitespace().collect();
                    matches!(words[..], [_, "POSIX", _, "READ", pid, id, from, _]
                        if pid == process && id.ends_with(&end) && from.parse() == Ok(first))
                })
            });
            assert!(is_locked, "no lock of ours on {}:\n{locks}", file.display());
        }
    }
    #[cfg(not(target_os = "linux"))]
    let _ = path;
}

/// A process that has the store open and was never part of a fork of this one.
struct Outside {
    process: std::process::Child,
    orders: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl Outside {
    fn start(path: &Path) -> Self {
        let mut process = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "the_process_outside_obeys", "--nocapture", "--test-threads=1"])
            .env(OUTSIDE, path)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let orders = process.stdin.take().unwrap();
        let answers = BufReader::new(process.stdout.take().unwrap());
        Self { process, orders, answers }
    }

    fn ask(&mut self, order: &str) -> String {
        writeln!(self.orders, "{order}").unwrap();
        loop {
            let mut line = String::new();
            assert_ne!(self.answers.read_line(&mut line).unwrap(), 0, "it has ended");
            if let Some(answer) = line.strip_prefix("> ") {
                return answer.trim_end().to_owned();
            }
        }
    }
}

impl Drop for Outside {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

#[test]
fn the_process_outside_obeys() {
    let Some(path) = std::env::var_os(OUTSIDE) else { return };
    let keywright = open(Path::new(&path));
    // The harness has begun a line.
    writeln!(std::io::stdout()).unwrap();
    for order in std::io::stdin().lines() {
        let order = order.unwrap();
        let answer = match order.split_once(' ').unwrap() {
            ("verify", value) => {
                reason(&keywright, value).map_or("valid", |reason| reason.as_str())
            }
            ("revoke", id) => {
                keywright.api_key(id.parse().unwrap()).revoke(RevokeOptions::new()).unwrap();
                "ok"
            }
            _ => panic!("unknown order: {order}"),
        };
        writeln!(std::io::stdout(), "> {answer}").unwrap();
    }
}

/// Runs threads that check without a pause and change a few times whenever `work` says so.
///
/// Who changes without a pause leaves another process no moment in which to: SQLite's lock knows no queue.
fn under_load(world: &World, writers: usize, work: impl FnOnce(&dyn Fn())) {
    let is_over = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let (mut starts, mut threads) = (Vec::new(), Vec::new());
        for _ in 0..writers {
            let (start, started) = mpsc::channel::<()>();
            starts.push(start);
            threads.push(scope.spawn(move || {
                let rounds = started.iter().flat_map(|()| 0..5);
                rounds.map(|_| create(&world.keywright, "under load")).collect::<Vec<_>>()
            }));
        }
        scope.spawn(|| {
            while !is_over.load(Ordering::Relaxed) {
                assert_eq!(reason(&world.keywright, world.key.value()), None);
            }
        });
        let burst = || starts.iter().for_each(|start| start.send(()).unwrap());
        let result = catch_unwind(AssertUnwindSafe(|| work(&burst)));
        is_over.store(true, Ordering::Relaxed);
        starts.clear();
        for thread in threads {
            for key in thread.join().unwrap() {
                assert_eq!(reason(&world.keywright, key.value()), None, "acknowledged and lost");
            }
        }
        if let Err(panic) = result {
            resume_unwind(panic);
        }
    });
}

#[test]
fn parent_and_child_go_on_checking_and_changing_while_other_threads_are_at_it() {
    let forks = rounds("KEYWRIGHT_FORKS", 100, 1000);
    let world = World::new();
    let mut outside = Outside::start(&world.path);
    under_load(&world, 1, |burst| {
        for _ in 0..forks {
            let (mut from_child, mut to_parent) = pipe();
            let (world, keywright) = (&world, &world.keywright);
            burst();
            let child = fork(move || {
                assert_eq!(reason(keywright, world.key.value()), None);
                assert_is_locked(&world.path);
                let made = create(keywright, "by the child");
                assert_eq!(reason(keywright, made.value()), None);
                assert_is_locked(&world.path);
                tell(&mut to_parent, made.value());
                assert_eq!(keywright.status().unwrap().freshness, Freshness::WalIndex);
            });
            let made = hear(&mut from_child);
            world.assert_works();
            assert_eq!(outside.ask(&format!("verify {made}")), "valid");
            assert_eq!(reason(keywright, &made), None);
            child.assert_ends_well();
        }
    });
    world.assert_works();
    let check = rusqlite::Connection::open(&world.path).unwrap();
    let integrity: String =
        check.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
    assert_eq!(integrity, "ok");
    report(
        "forks while other threads check and change",
        &format!("{forks} forks"),
        "0 hangs; each child held its own locks, and what it wrote was found outside",
    );
}

#[test]
fn a_child_that_lives_on_after_its_parent_closed_sees_what_others_revoke() {
    let forks = rounds("KEYWRIGHT_FORKS", 25, 1000);
    let world = World::new();
    let mut outside = Outside::start(&world.path);
    world.keywright.close();
    for round in 0..forks {
        let keywright = open(&world.path);
        let key = create(&keywright, "of this round");
        assert_outlives_its_parent(&world.path, &keywright, &key, &mut outside);
        let again = open(&world.path);
        assert_eq!(reason(&again, key.value()), Some(Reason::Revoked), "round {round}");
    }
    report(
        "forks whose parent closes the store under load and goes on",
        &format!("{forks} forks"),
        "0 hangs; each child saw what was revoked outside, and what it wrote was found outside",
    );
}

/// Forks while threads check and change, closes here, revokes outside, and looks from all three sides.
fn assert_outlives_its_parent(
    path: &Path,
    keywright: &Keywright,
    key: &CreatedApiKey,
    outside: &mut Outside,
) {
    let (mut from_child, mut to_parent) = pipe();
    let (mut from_parent, mut to_child) = pipe();
    std::thread::scope(|scope| {
        let until_closed = |call: &dyn Fn() -> Result<(), keywright::Error>| {
            let error = (0..).find_map(|_| call().err()).unwrap();
            assert_eq!(error.code(), ErrorCode::Closed);
        };
        scope.spawn(move || {
            until_closed(&|| keywright.verify(key.value(), &VerifyOptions::new()).map(drop));
        });
        scope.spawn(move || {
            // A few: who changes without a pause leaves another process no moment in which to.
            for _ in 0..3 {
                if keywright.user("busy").create_api_key(NewApiKey::new("under load")).is_err() {
                    break;
                }
            }
            until_closed(&|| keywright.user("busy").list_api_keys().map(drop));
        });
        let child = fork(move || {
            assert_eq!(reason(keywright, key.value()), None);
            tell(&mut to_parent, "checked");
            assert_eq!(hear(&mut from_parent), "closed and revoked");
            assert_eq!(reason(keywright, key.value()), Some(Reason::Revoked));
            assert_is_locked(path);
            let made = create(keywright, "by the child");
            tell(&mut to_parent, made.value());
            assert_eq!(hear(&mut from_parent), "done");
        });
        let result = catch_unwind(AssertUnwindSafe(|| {
            assert_eq!(hear(&mut from_child), "checked");
            keywright.close();
            assert_eq!(outside.ask(&format!("revoke {}", key.api_key().id)), "ok");
            tell(&mut to_child, "closed and revoked");
            let made = hear(&mut from_child);
            assert_eq!(outside.ask(&format!("verify {made}")), "valid");
            let again = open(path);
            assert_eq!(reason(&again, &made), None);
            tell(&mut to_child, "done");
            child.assert_ends_well();
            assert_eq!(reason(&again, &made), None);
        }));
        // So that the threads end also when something was wrong.
        keywright.close();
        if let Err(panic) = result {
            resume_unwind(panic);
        }
    });
}

#[test]
fn a_store_in_memory_goes_on_in_the_child_as_its_own_copy() {
    let world = World::new();
    let memory = Keywright::open_in_memory().unwrap();
    let before = create(&memory, "before");
    let (mut from_child, mut to_parent) = pipe();
    let child = fork(|| {
        assert_eq!(reason(&memory, before.value()), None);
        memory.api_key(before.api_key().id).revoke(RevokeOptions::new()).unwrap();
        assert_eq!(reason(&memory, before.value()), Some(Reason::Revoked));
        let made = create(&memory, "by the child");
        assert_eq!(reason(&memory, made.value()), None);
        tell(&mut to_parent, made.value());
        memory.close();
        assert_eq!(memory.settings().unwrap_err().code(), ErrorCode::Closed);
        let another = Keywright::open_in_memory().unwrap();
        assert_eq!(reason(&another, create(&another, "new").value()), None);
    });
    let made = hear(&mut from_child);
    child.assert_ends_well();
    assert_eq!(reason(&memory, before.value()), None, "the child's change is the child's");
    assert_eq!(reason(&memory, &made), Some(Reason::NotFound));
    world.assert_works();
}

#[test]
fn closing_in_the_child_ends_and_leaves_the_parent_as_it_was() {
    let world = World::new();
    for is_used_first in [false, true] {
        let child = fork(|| {
            if is_used_first {
                world.assert_works();
            }
            world.keywright.close();
            assert!(world.keywright.is_closed());
            assert_eq!(world.keywright.settings().unwrap_err().code(), ErrorCode::Closed);
            let again = open(&world.path);
            assert_eq!(reason(&again, world.key.value()), None);
            assert_is_locked(&world.path);
            again.close();
        });
        child.assert_ends_well();
        assert!(world.path.with_file_name("keys.db-wal").exists(), "the parent still needs it");
        world.assert_works();
    }
}

#[test]
fn a_handle_that_other_threads_were_using_can_be_closed_in_the_child() {
    let world = World::new();
    // Of three threads that change, two wait for the third: some call is always in flight.
    under_load(&world, 3, |burst| {
        for round in 0..20 {
            burst();
            let child = fork(|| {
                if round % 2 == 0 {
                    assert_eq!(reason(&world.keywright, world.key.value()), None);
                }
                world.keywright.close();
                let again = open(&world.path);
                assert_eq!(reason(&again, world.key.value()), None);
                again.close();
            });
            child.assert_ends_well();
            world.assert_works();
        }
    });
}

#[test]
fn a_fork_while_other_threads_open_and_close_stores_leaves_a_child_that_can_do_so_too() {
    let world = World::new();
    let is_over = AtomicBool::new(false);
    std::thread::scope(|scope| {
        for number in 0..2 {
            let path = world.path.with_file_name(format!("other-{number}.db"));
            let is_over = &is_over;
            scope.spawn(move || {
                while !is_over.load(Ordering::Relaxed) {
                    let (disk, memory) = (open(&path), Keywright::open_in_memory().unwrap());
                    assert!(disk.settings().is_ok() && memory.settings().is_ok());
                }
            });
        }
        let result = catch_unwind(AssertUnwindSafe(|| {
            for _ in 0..50 {
                let child = fork(|| {
                    let memory = Keywright::open_in_memory().unwrap();
                    assert_eq!(reason(&memory, create(&memory, "CI").value()), None);
                    let disk = open(&world.path.with_file_name("other-0.db"));
                    assert!(disk.settings().is_ok());
                    world.assert_works();
                });
                child.assert_ends_well();
            }
        }));
        is_over.store(true, Ordering::Relaxed);
        if let Err(panic) = result {
            resume_unwind(panic);
        }
    });
}

#[test]
fn a_child_of_a_child_goes_on_as_well() {
    let world = World::new();
    let child = fork(|| {
        world.assert_works();
        let grandchild = fork(|| world.assert_works());
        grandchild.assert_ends_well();
        world.assert_works();
    });
    child.assert_ends_well();
    world.assert_works();
}

/// A secret that rotation has ended, of a new key: its use is a signal.
fn retired(keywright: &Keywright) -> CreatedApiKey {
    let key = create(keywright, "rotated");
    keywright.api_key(key.api_key().id).rotate(Grace::Now).unwrap();
    key
}

fn use_retired(keywright: &Keywright, key: &CreatedApiKey) {
    assert_eq!(reason(keywright, key.value()), Some(Reason::Rotated));
}

/// What signals there are about, in their order.
fn signalled(keywright: &Keywright) -> Vec<String> {
    let signals = keywright.signals(0, 10_000).unwrap();
    signals.into_iter().map(|signal| signal.about).collect()
}

fn about(key: &CreatedApiKey) -> String {
    format!("api_key:{}", key.api_key().id)
}

#[test]
fn what_the_parent_noticed_is_the_parents_to_write_and_what_the_child_did_the_childs() {
    let world = World::new();
    let keywright = &world.keywright;
    let [of_parent, of_child, of_both] = [0; 3].map(|_| retired(keywright));
    let waiting = |keywright: &Keywright| keywright.status().unwrap().flush.waiting;
    use_retired(keywright, &of_parent);
    use_retired(keywright, &of_both);
    assert_eq!(waiting(keywright), 2);
    let child = fork(|| {
        assert_eq!(waiting(keywright), 0, "inherited");
        keywright.flush().unwrap();
        assert_eq!(signalled(keywright), [""; 0]);
        // Whether the parent has told of it the child can not know.
        use_retired(keywright, &of_both);
        use_retired(keywright, &of_child);
        assert_eq!(waiting(keywright), 2);
        let grandchild = fork(|| {
            assert_eq!(waiting(keywright), 0, "inherited");
            keywright.close();
        });
        grandchild.assert_ends_well();
        keywright.close();
    });
    child.assert_ends_well();
    assert_eq!(waiting(keywright), 2, "the child has taken nothing from here");
    let told = signalled(keywright);
    assert_eq!(told.len(), 2);
    assert!(told.contains(&about(&of_both)) && told.contains(&about(&of_child)));
    keywright.flush().unwrap();
    let told = signalled(keywright);
    assert_eq!(told.len(), 3, "what both had noticed is told once");
    assert!(told.contains(&about(&of_parent)));
    world.assert_works();
}

/// Waits until the thread behind a handle has written what was noticed.
fn wait_for_signal(keywright: &Keywright, key: &CreatedApiKey) {
    for _ in 0..PATIENCE * 1000 {
        if signalled(keywright).contains(&about(key)) {
            return;
        }
        std::thread::park_timeout(Duration::from_millis(1));
    }
    panic!("it was never written");
}

#[test]
fn the_thread_that_writes_behind_is_in_the_parent_and_the_child_starts_its_own() {
    let world = World::new();
    let keywright = &Keywright::open(&world.path).unwrap();
    let keys = &[0; 4].map(|_| retired(keywright));
    let [before, of_child, of_parent, at_close] = keys;
    use_retired(keywright, before);
    let child = fork(|| {
        use_retired(keywright, of_child);
        wait_for_signal(keywright, of_child);
        use_retired(keywright, at_close);
        keywright.close();
        let again = open(&world.path);
        assert!(signalled(&again).contains(&about(at_close)));
    });
    use_retired(keywright, of_parent);
    wait_for_signal(keywright, of_parent);
    child.assert_ends_well();
    let told = signalled(keywright);
    assert!(keys.iter().all(|key| told.contains(&about(key))), "{told:?}");
    assert_eq!(told.len(), keys.len());
    keywright.close();
    world.assert_works();
}

#[test]
fn a_fork_in_the_middle_of_flushes_leaves_a_child_that_can_flush_and_close() {
    let world = World::new();
    let threaded = Keywright::open(&world.path).unwrap();
    // Each by its own clock, of which one stands still.
    let handles = [&world.keywright, &threaded].map(|keywright| (keywright, retired(keywright)));
    let is_over = AtomicBool::new(false);
    std::thread::scope(|scope| {
        // By both kinds of handle: one is flushed by calls only, the other has its thread as well.
        for (keywright, _) in &handles {
            let is_over = &is_over;
            scope.spawn(move || {
                let key = create(keywright, "under load");
                while !is_over.load(Ordering::Relaxed) {
                    let new = keywright.api_key(key.api_key().id).rotate(Grace::UntilUsed).unwrap();
                    assert_eq!(reason(keywright, new.value()), None);
                    keywright.flush().unwrap();
                    // So that others, of another process, get a turn.
                    std::thread::park_timeout(Duration::from_millis(10));
                }
            });
        }
        let result = catch_unwind(AssertUnwindSafe(|| {
            for round in 0..20 {
                let child = fork(|| {
                    for (keywright, ended) in &handles {
                        use_retired(keywright, ended);
                        if round % 2 == 0 {
                            keywright.flush().unwrap();
                            assert!(signalled(keywright).contains(&about(ended)));
                        }
                        keywright.close();
                    }
                    assert_eq!(signalled(&open(&world.path)).len(), 2);
                });
                child.assert_ends_well();
            }
        }));
        is_over.store(true, Ordering::Relaxed);
        if let Err(panic) = result {
            resume_unwind(panic);
        }
    });
    assert_eq!(signalled(&world.keywright).len(), 2);
    world.assert_works();
}

/// What a store's usage file holds of a key, as a process that opens the store now reads it.
fn counted(path: &Path, key: &CreatedApiKey) -> u64 {
    let keywright = open(path);
    let range = UsageRange::last(1, UsageStep::Day, keywright.now()).unwrap();
    keywright.api_key(key.api_key().id).usage(range).unwrap().total.valid()
}

#[test]
fn a_child_begins_without_its_parents_counts_and_each_counts_its_own_once() {
    let world = World::new();
    let (path, key) = (world.path.with_file_name("usage.db"), &world.key);
    let keywright = open(&path);
    let made = create(&keywright, "counted");
    let verify = |times: usize| {
        (0..times).for_each(|_| assert_eq!(reason(&keywright, made.value()), None));
    };
    for is_open_before in [false, true] {
        if is_open_before {
            testing::flush_usage(&keywright).unwrap();
        }
        let before = {
            let range = UsageRange::last(1, UsageStep::Day, keywright.now()).unwrap();
            keywright.api_key(made.api_key().id).usage(range).unwrap().total.valid()
        };
        verify(3);
        let child = fork(|| {
            verify(2);
            testing::flush_usage(&keywright).unwrap();
            verify(1);
            keywright.close();
        });
        child.assert_ends_well();
        verify(1);
        testing::flush_usage(&keywright).unwrap();
        assert_is_locked(&path.with_file_name("usage.db-usage"));
        let range = UsageRange::last(1, UsageStep::Day, keywright.now()).unwrap();
        let usage = keywright.api_key(made.api_key().id).usage(range).unwrap();
        assert_eq!(usage.total.valid(), before + 7, "the child's three and the parent's four");
    }
    keywright.close();
    assert_eq!(counted(&path, &made), 14);
    assert_eq!(reason(&world.keywright, key.value()), None);
}

#[test]
fn a_fork_while_other_threads_count_and_write_leaves_a_child_that_does_so_too() {
    let world = World::new();
    let is_over = AtomicBool::new(false);
    let counted_by_threads = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..2)
            .map(|_| {
                scope.spawn(|| {
                    let mut checks = 0;
                    while !is_over.load(Ordering::Relaxed) {
                        assert_eq!(reason(&world.keywright, world.key.value()), None);
                        testing::flush_usage(&world.keywright).unwrap();
                        // SQLite's lock has no queue: so that the children get a turn.
                        std::thread::park_timeout(Duration::from_millis(10));
                        checks += 1;
                    }
                    checks
                })
            })
            .collect();
        let result = catch_unwind(AssertUnwindSafe(|| {
            for _ in 0..30 {
                let child = fork(|| {
                    assert_eq!(reason(&world.keywright, world.key.value()), None);
                    testing::flush_usage(&world.keywright).unwrap();
                });
                child.assert_ends_well();
            }
        }));
        is_over.store(true, Ordering::Relaxed);
        let checks: u64 = threads.into_iter().map(|thread| thread.join().unwrap()).sum();
        if let Err(panic) = result {
            resume_unwind(panic);
        }
        checks
    });
    world.keywright.close();
    // The one check of `World::new`, and one of each child.
    assert_eq!(counted(&world.path, &world.key), 1 + 30 + counted_by_threads);
}

#[test]
fn sealed_stores_go_on_in_parent_and_child_as_well() {
    let few = [("KEYWRIGHT_FORKS", "50")];
    sealed::run_again(&["child", "parent", "closing"], &few);
}
