//! A disk that is full at any place of any change: an error with its code, nothing half made, checks go on, and so does
//! work once there is space, without a restart.
//!
//! A limit on the size of files (`setrlimit(2)`) stops a write at any byte and needs no rights; a small tmpfs is full as a
//! disk is, and needs root.
#![cfg(target_os = "linux")]
#![expect(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a test fails by panicking, and says why it could not run"
)]
#![expect(unsafe_code, reason = "a limit of this process; the proof stands at each block")]

mod long;

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};

use keywright::{
    ApiKeyUpdate, CreatedApiKey, Error, ErrorCode, Grace, Keywright, NewApiKey, OpenOptions,
    Reason, RevokeOptions, SettingsUpdate, VerifyOptions,
};

use long::{report, rounds};

/// Says that this run is the one whose files are limited.
const IS_LIMITED: &str = "KEYWRIGHT_TEST_IS_LIMITED";
/// More than any change here appends to the log.
const LONGEST_CHANGE: u64 = 16 * FRAME;
/// A page and its header in the log.
const FRAME: u64 = 4096 + 24;

/// Limits what a file may grow to; `None` takes the limit away.
fn limit_files(bytes: Option<u64>) {
    let limit = libc::rlimit {
        rlim_cur: bytes.unwrap_or(libc::RLIM_INFINITY),
        rlim_max: libc::RLIM_INFINITY,
    };
    // SAFETY: ignores a signal, so that a write beyond the limit is an error and not the end; sets a limit of this process
    // from a local variable.
    unsafe {
        libc::signal(libc::SIGXFSZ, libc::SIG_IGN);
        assert_eq!(libc::setrlimit(libc::RLIMIT_FSIZE, &raw const limit), 0);
    }
}

/// Runs one test of this file again, in a process of its own: the limit is a whole process's.
fn run_limited(test: &str) -> bool {
    if std::env::var_os(IS_LIMITED).is_some() {
        return false;
    }
    let mut again = Command::new(std::env::current_exe().unwrap());
    let done = again.args(["--exact", test, "--nocapture"]).env(IS_LIMITED, "1").output().unwrap();
    let said = String::from_utf8_lossy(&done.stdout);
    assert!(done.status.success(), "{said}\n{}", String::from_utf8_lossy(&done.stderr));
    // Past what the test harness captures, as `report` prints them.
    let mut out = std::io::stdout().lock();
    for line in said.lines().filter(|line| line.starts_with("| ")) {
        writeln!(out, "\n{line}").unwrap();
    }
    true
}

/// `valid`, the reason of the denial, or the code of the error.
fn check(keywright: &Keywright, value: &str) -> &'static str {
    match keywright.verify(value, &VerifyOptions::new()) {
        Ok(verdict) => verdict.reason().map_or("valid", Reason::as_str),
        Err(error) => error.code().as_str(),
    }
}

/// A store with keys for every change.
struct World {
    path: PathBuf,
    keywright: Keywright,
    valid: CreatedApiKey,
    revoked: CreatedApiKey,
}

impl World {
    fn new(folder: &Path) -> Self {
        let path = folder.join("keys.db");
        let keywright = Keywright::open(&path).unwrap();
        let create = || keywright.user("alice").create_api_key(NewApiKey::new("CI")).unwrap();
        let (valid, revoked) = (create(), create());
        keywright.api_key(revoked.api_key().id).revoke(RevokeOptions::new()).unwrap();
        Self { path, keywright, valid, revoked }
    }

    fn log_bytes(&self) -> u64 {
        fs::metadata(self.path.with_file_name("keys.db-wal")).unwrap().len()
    }

    fn numbers(&self) -> (usize, usize) {
        let keys = self.keywright.list_api_keys(keywright::ApiKeyFilter::new()).unwrap();
        (keys.len(), self.keywright.events(0, 10_000).unwrap().len())
    }

    /// Checks answer as before, and nothing of a change that failed is there.
    fn assert_unchanged(&self, numbers: (usize, usize), place: &str) {
        assert_eq!(check(&self.keywright, self.valid.value()), "valid", "{place}");
        assert_eq!(check(&self.keywright, self.revoked.value()), "revoked", "{place}");
        assert_eq!(self.numbers(), numbers, "{place}");
    }
}

/// Another one each time, so that a change always changes something.
fn next_number() -> usize {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    NEXT.fetch_add(1, Ordering::Relaxed)
}

type Change = (&'static str, fn(&World) -> Result<(), Error>);

/// Each can be made any number of times, and appends to the log.
const CHANGES: [Change; 6] = [
    ("create", |world| {
        world.keywright.user("alice").create_api_key(NewApiKey::new("more")).map(drop)
    }),
    ("create for a new team", |world| {
        let name = format!("team-{}", next_number());
        world.keywright.team(name).create_api_key(NewApiKey::new("more")).map(drop)
    }),
    ("rotate", |world| {
        world.keywright.api_key(world.valid.api_key().id).rotate(Grace::For(YEAR)).map(drop)
    }),
    ("update", |world| {
        let update = ApiKeyUpdate::new().description(next_number().to_string());
        world.keywright.api_key(world.valid.api_key().id).update(update).map(drop)
    }),
    ("revoke", |world| {
        let keys = world.keywright.user("alice").list_api_keys()?;
        let more = keys.iter().find(|key| key.description == "more" && key.revoked_at.is_none());
        let Some(more) = more else { return CHANGES[0].1(world) };
        world.keywright.api_key(more.id).revoke(RevokeOptions::new()).map(drop)
    }),
    ("settings", |world| {
        let header = format!("x-{}", next_number());
        world
            .keywright
            .update_settings(SettingsUpdate::new().api_key_header(Some(header)))
            .map(drop)
    }),
];

const YEAR: std::time::Duration = std::time::Duration::from_secs(365 * 86_400);

#[test]
fn a_write_that_is_stopped_at_any_byte_makes_nothing_half_and_work_goes_on() {
    if run_limited("a_write_that_is_stopped_at_any_byte_makes_nothing_half_and_work_goes_on") {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let mut codes = BTreeMap::<&str, usize>::new();
    let positions = rounds("KEYWRIGHT_POSITIONS", 24, 400);
    for (name, change) in CHANGES {
        let folder = folder.path().join(name);
        fs::create_dir(&folder).unwrap();
        let world = World::new(&folder);
        for position in 0..positions {
            let offset = LONGEST_CHANGE * position as u64 / positions as u64;
            let place = format!("{name}, stopped after {offset} bytes");
            let numbers = world.numbers();
            limit_files(Some(world.log_bytes() + offset));
            let result = change(&world);
            if let Err(error) = &result {
                assert_is_typed(error, &world.path);
                *codes.entry(error.code().as_str()).or_default() += 1;
                world.assert_unchanged(numbers, &place);
            }
            limit_files(None);
            if result.is_err() {
                world.assert_unchanged(numbers, &place);
                change(&world).unwrap();
            }
            assert!(world.numbers().1 > numbers.1, "{place}: acknowledged and lost");
        }
        assert!(world.keywright.check_integrity().unwrap().problems.is_empty(), "{name}");
    }
    let failed: usize = codes.values().sum();
    assert!(failed > positions, "the limit was hardly ever met: {codes:?}");
    report(
        "changes whose write is stopped at a byte",
        &format!("{failed} stopped, of {} kinds", CHANGES.len()),
        "0 half-made, 0 checks without an answer, 0 restarts",
    );
}

fn assert_is_typed(error: &Error, path: &Path) {
    let typed = [ErrorCode::StorageFull, ErrorCode::StorageUnavailable];
    assert!(typed.contains(&error.code()), "{error:?}");
    assert!(error.to_string().ends_with(&format!("store=`{}`", path.display())), "{error}");
}

#[test]
fn a_store_whose_making_is_stopped_at_any_byte_is_made_once_there_is_space() {
    if run_limited("a_store_whose_making_is_stopped_at_any_byte_is_made_once_there_is_space") {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let positions = rounds("KEYWRIGHT_POSITIONS", 60, 400);
    let mut failed = 0;
    for position in 0..positions {
        let bytes = 60 * FRAME * position as u64 / positions as u64;
        let path = folder.path().join(format!("{position}.db"));
        limit_files(Some(bytes));
        let opened = Keywright::open(&path);
        limit_files(None);
        if let Err(error) = opened {
            assert_is_typed(&error, &path);
            failed += 1;
        }
        let keywright = Keywright::open(&path).unwrap();
        let created = keywright.user("alice").create_api_key(NewApiKey::new("CI")).unwrap();
        assert_eq!(check(&keywright, created.value()), "valid");
        assert!(keywright.check_integrity().unwrap().problems.is_empty(), "{bytes} bytes");
    }
    assert!(failed > 5, "{failed}");
    report("stores whose making is stopped at a byte", &format!("{failed} stopped"), "0 half-made");
}

#[test]
fn a_close_that_can_not_fold_the_log_into_the_store_loses_nothing() {
    if run_limited("a_close_that_can_not_fold_the_log_into_the_store_loses_nothing") {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    for position in 0..40 {
        let sub = folder.path().join(position.to_string());
        fs::create_dir(&sub).unwrap();
        let world = World::new(&sub);
        limit_files(Some(2048 * position));
        world.keywright.close();
        limit_files(None);
        let again = OpenOptions::new().existing().open(&world.path).unwrap();
        assert_eq!(check(&again, world.valid.value()), "valid");
        assert_eq!(check(&again, world.revoked.value()), "revoked");
        assert!(again.check_integrity().unwrap().problems.is_empty(), "position {position}");
    }
}

/// A tmpfs of two megabytes, mounted for one test.
struct SmallDisk(tempfile::TempDir);

impl SmallDisk {
    fn new() -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", "size=2m,mode=700", "tmpfs"]).arg(folder.path());
        if mount.output().is_ok_and(|done| done.status.success()) {
            return Some(Self(folder));
        }
        eprintln!("not run: nothing can be mounted here, which only root may");
        None
    }

    /// Takes all space but this many pages.
    fn leave(&self, pages: u64) {
        let mut filler = File::create(self.0.path().join("filler")).unwrap();
        let mut taken = 0;
        while filler.write_all(&[1; 4096]).is_ok() {
            taken += 4096;
        }
        filler.set_len(u64::saturating_sub(taken, 4096 * pages)).unwrap();
    }

    fn make_space(&self) {
        fs::remove_file(self.0.path().join("filler")).unwrap();
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(self.0.path()).status();
    }
}

#[test]
fn a_disk_that_is_full_at_any_page_of_a_change_makes_nothing_half_and_work_goes_on() {
    let Some(disk) = SmallDisk::new() else { return };
    let world = World::new(disk.0.path());
    let mut failed = 0;
    for (name, change) in CHANGES {
        for pages in 0..16 {
            let place = format!("{name} with {pages} pages left");
            // So that the log has to grow: what it once had, it uses again without asking the disk.
            let other = rusqlite::Connection::open(&world.path).unwrap();
            other.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).unwrap();
            let numbers = world.numbers();
            disk.leave(pages);
            let result = change(&world);
            if let Err(error) = &result {
                assert_eq!(error.code(), ErrorCode::StorageFull, "{place}: {error:?}");
                failed += 1;
                world.assert_unchanged(numbers, &place);
            }
            disk.make_space();
            if result.is_err() {
                world.assert_unchanged(numbers, &place);
                change(&world).unwrap();
            }
            assert!(world.numbers().1 > numbers.1, "{place}: acknowledged and lost");
        }
    }
    assert!(failed > 2 * CHANGES.len(), "the disk was hardly ever full: {failed}");
    assert!(world.keywright.check_integrity().unwrap().problems.is_empty());
    report(
        "changes on a disk that is full at a page",
        &format!("{failed} stopped, of {} kinds", CHANGES.len()),
        "all `storage_full`; 0 half-made, 0 checks without an answer, 0 restarts",
    );
}
