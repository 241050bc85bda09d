//! What may lie where a store is looked for: each kind of file, path and disk is answered with its code and the name of
//! the file, and what was there stays as it was, to the last byte.
#![cfg(unix)]
#![expect(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a test fails by panicking, and says why it could not run"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::{OsStr, OsString};
use std::fs::{self, File};
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::{FileExt as _, PermissionsExt as _, symlink};
use std::os::unix::net::UnixListener;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use keywright::{
    CreatedApiKey, Error, ErrorCode, Keywright, Metadata, NewApiKey, OpenOptions, Reason,
    RevokeOptions, VerifyOptions, testing,
};
use rusqlite::Connection;
use tempfile::TempDir;

const PAGE: usize = 4096;
/// Of the header of a SQLite file, which is the start of its first page.
const HEADER: usize = 100;
/// Longer than any file name may be.
const TOO_LONG: usize = 300;
/// More keys than fill the small disk.
const MANY: usize = 10_000;

/// A folder with one path in it that a test is about.
struct Place {
    folder: TempDir,
    path: PathBuf,
}

impl Place {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("keys.db");
        Self { folder, path }
    }

    fn holding(bytes: &[u8]) -> Self {
        let place = Self::new();
        fs::write(&place.path, bytes).unwrap();
        place
    }

    /// A database that another program made.
    fn of_sql(sql: &str) -> Self {
        let place = Self::new();
        place.edit(sql);
        place
    }

    /// A store with one key that is valid and three that are not, closed.
    fn of_store() -> (Self, Keys) {
        let place = Self::new();
        let keys = Keys::make_in(&place.path);
        (place, keys)
    }

    fn edit(&self, sql: &str) {
        Connection::open(&self.path).unwrap().execute_batch(sql).unwrap();
    }

    fn number(&self, sql: &str) -> i64 {
        Connection::open(&self.path).unwrap().query_row(sql, [], |row| row.get(0)).unwrap()
    }

    fn overwrite(&self, from: usize, bytes: &[u8]) {
        let file = File::options().write(true).open(&self.path).unwrap();
        file.write_all_at(bytes, from as u64).unwrap();
    }

    /// Opening is refused, with and without `existing`, and changes nothing in the folder.
    fn assert_refused(&self, code: ErrorCode) {
        assert_refused_at(&self.path, self.folder.path(), code, code);
    }
}

/// Texts of keys, and what each is worth.
struct Keys {
    valid: String,
    denied: Vec<String>,
}

impl Keys {
    fn make_in(path: &Path) -> Self {
        let clock = testing::test_clock(Keywright::open_in_memory().unwrap().now());
        let keywright = OpenOptions::new().clock(clock.clone()).open(path).unwrap();
        let create = |owner: &str, new| keywright.user(owner).create_api_key(new).unwrap();
        let valid = create("alice", NewApiKey::new("CI"));
        let revoked = create("alice", NewApiKey::new("revoked"));
        let hour = Duration::from_secs(3600);
        let suspended = create("bob", NewApiKey::new("suspended"));
        keywright.api_key(revoked.api_key().id).revoke(RevokeOptions::new()).unwrap();
        keywright.user("bob").suspend().unwrap();
        // Its end is set into the past by hand, so that no clock must be kept for it.
        let expired = create("alice", NewApiKey::new("expired").expires_in(hour));
        keywright.close();
        let connection = Connection::open(path).unwrap();
        let sql = "UPDATE api_key SET expires_at_us = created_at_us WHERE description = 'expired'";
        assert_eq!(connection.execute(sql, []).unwrap(), 1);
        let text = |created: &CreatedApiKey| created.value().to_owned();
        Self { valid: text(&valid), denied: [&revoked, &suspended, &expired].map(text).into() }
    }
}

/// `valid`, the reason of the denial, or the code of the error.
fn check(keywright: &Keywright, value: &str) -> &'static str {
    match keywright.verify(value, &VerifyOptions::new()) {
        Ok(verdict) => verdict.reason().map_or("valid", Reason::as_str),
        Err(error) => error.code().as_str(),
    }
}

/// The bytes of every file in a folder. No store in it may be open: reading one would drop its locks.
fn everything_in(folder: &Path) -> BTreeMap<OsString, Vec<u8>> {
    let entries = fs::read_dir(folder).unwrap().map(Result::unwrap);
    let read = |path: PathBuf| if path.is_file() { fs::read(path).unwrap() } else { Vec::new() };
    entries.map(|entry| (entry.file_name(), read(entry.path()))).collect()
}

/// The message ends with the name of the file, once.
fn assert_names(error: &Error, path: &Path) {
    let name = format!("store=`{}`", path.display());
    assert!(error.to_string().ends_with(&name), "{error}");
    assert_eq!(error.to_string().matches("store=`").count(), 1, "{error}");
}

fn assert_refused_at(path: &Path, folder: &Path, code: ErrorCode, existing: ErrorCode) {
    let before = everything_in(folder);
    for (options, code) in [(OpenOptions::new().existing(), existing), (OpenOptions::new(), code)] {
        let error = options.open(path).unwrap_err();
        assert_eq!(error.code(), code, "{error:?}");
        assert_names(&error, path);
        let after = everything_in(folder);
        assert!(after.keys().eq(before.keys()), "{:?} became {:?}", before.keys(), after.keys());
        assert!(after == before, "the bytes are others");
    }
}

/// Bytes that look random and are the same in every run.
fn garbage(length: usize, seed: u64) -> Vec<u8> {
    let mut state = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state.to_le_bytes()
    };
    std::iter::repeat_with(next).flatten().take(length).collect()
}

/// Something mounted for one test, which only root may do.
struct Mount(PathBuf);

impl Mount {
    fn tmpfs(folder: &Path, options: &str) -> Option<Self> {
        Self::run(&["-t", "tmpfs", "-o", options, "tmpfs"], folder)
    }

    /// One file or folder, mounted over itself and then made read-only.
    fn read_only(path: &Path) -> Option<Self> {
        let mount = Self::run(&["--bind", path.to_str()?], path)?;
        let done = mount_command(&["-o", "remount,bind,ro"], path);
        done.then_some(mount)
    }

    fn run(arguments: &[&str], target: &Path) -> Option<Self> {
        let is_mounted = mount_command(arguments, target);
        if !is_mounted {
            eprintln!("not run: nothing can be mounted here, which only root may");
        }
        is_mounted.then(|| Self(target.to_owned()))
    }
}

impl Drop for Mount {
    fn drop(&mut self) {
        // Lazily, so that it also goes away under a store which a failed test left open.
        let _ = Command::new("umount").arg("-l").arg(&self.0).status();
    }
}

fn mount_command(arguments: &[&str], target: &Path) -> bool {
    let done = Command::new("mount").args(arguments).arg(target).output();
    done.is_ok_and(|done| done.status.success())
}

// What is no store of ours.

#[test]
fn a_text_file_is_refused() {
    Place::holding(b"the shopping list: milk, bread\n").assert_refused(ErrorCode::StorageCorrupt);
    // Longer than a page, and shorter than SQLite's own first line.
    Place::holding(&b"milk\n".repeat(PAGE)).assert_refused(ErrorCode::StorageCorrupt);
    Place::holding(b"x").assert_refused(ErrorCode::StorageCorrupt);
}

#[test]
fn random_bytes_are_refused() {
    for (seed, length) in [(1, 17), (2, HEADER), (3, PAGE), (4, 10 * PAGE + 1)] {
        Place::holding(&garbage(length, seed)).assert_refused(ErrorCode::StorageCorrupt);
    }
    Place::holding(&[0; 2 * PAGE]).assert_refused(ErrorCode::StorageCorrupt);
}

#[test]
fn another_applications_database_is_refused() {
    for sql in [
        "CREATE TABLE theirs (value); INSERT INTO theirs VALUES (1)",
        "PRAGMA application_id = 42",
        "PRAGMA application_id = 42; CREATE TABLE store (id, oldest_reader)",
        "PRAGMA user_version = 1",
        "PRAGMA user_version = 9",
        "PRAGMA user_version = -1",
        "CREATE VIEW theirs AS SELECT 1",
        // A table of our name is no sign of ours.
        "CREATE TABLE api_key (id); PRAGMA user_version = 1",
    ] {
        let place = Place::of_sql(sql);
        place.assert_refused(ErrorCode::StorageCorrupt);
        place.edit(&format!("PRAGMA journal_mode = WAL; {sql}").replace("CREATE", "-- CREATE"));
        place.assert_refused(ErrorCode::StorageCorrupt);
    }
}

#[test]
fn a_database_that_calls_itself_ours_and_lacks_our_tables_is_refused() {
    let ours = "PRAGMA application_id = 0x4b657957";
    let store = "CREATE TABLE store (id INTEGER PRIMARY KEY, oldest_reader INTEGER)";
    let row = "INSERT INTO store VALUES (1, 1)";
    for sql in [
        ours.to_owned(),
        format!("{ours}; PRAGMA user_version = 1"),
        format!("{ours}; {store}; PRAGMA user_version = 1"),
        format!("{ours}; CREATE TABLE store (other); PRAGMA user_version = 1"),
        format!("{ours}; {store}; {row}; PRAGMA user_version = 1"),
        format!("{ours}; {store}; {row}"),
        format!("{ours}; {store}; INSERT INTO store VALUES (1, -1); PRAGMA user_version = 1"),
        format!("{ours}; {store}; INSERT INTO store VALUES (1, 'x'); PRAGMA user_version = 1"),
        format!("{ours}; {store}; {row}; PRAGMA user_version = -1"),
    ] {
        Place::of_sql(&sql).assert_refused(ErrorCode::StorageCorrupt);
    }
}

#[test]
fn a_store_that_lacks_one_of_its_tables_is_refused() {
    let tables = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'";
    let (whole, _) = Place::of_store();
    let names: Vec<String> = {
        let connection = Connection::open(&whole.path).unwrap();
        let mut statement = connection.prepare(tables).unwrap();
        statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
    };
    assert!(names.len() > 5);
    for name in names {
        let (place, _) = Place::of_store();
        place.edit(&format!("DROP TABLE {name}"));
        place.assert_refused(ErrorCode::StorageCorrupt);
    }
    let (place, _) = Place::of_store();
    place.edit("PRAGMA user_version = 0");
    place.assert_refused(ErrorCode::StorageCorrupt);
    let (place, _) = Place::of_store();
    place.edit("DELETE FROM settings");
    place.assert_refused(ErrorCode::StorageCorrupt);
}

#[test]
fn an_empty_file_becomes_a_store_but_is_none_that_exists() {
    let place = Place::holding(b"");
    let before = everything_in(place.folder.path());
    let error = OpenOptions::new().existing().open(&place.path).unwrap_err();
    assert_eq!(error.code(), ErrorCode::NotFound);
    assert_names(&error, &place.path);
    assert!(everything_in(place.folder.path()) == before);

    let keywright = Keywright::open(&place.path).unwrap();
    keywright.user("alice").create_api_key(NewApiKey::new("CI")).unwrap();
    keywright.close();
    let keywright = OpenOptions::new().existing().open(&place.path).unwrap();
    assert_eq!(keywright.user("alice").list_api_keys().unwrap().len(), 1);
}

// What was a store of ours.

#[test]
fn a_log_whose_store_is_empty_or_gone_is_refused_and_kept() {
    let place = Place::new();
    let log = place.path.with_file_name("keys.db-wal");
    let copy = place.path.with_file_name("copy");
    let keywright = Keywright::open(&place.path).unwrap();
    let created = keywright.user("alice").create_api_key(NewApiKey::new("CI")).unwrap();
    for (from, to) in [(&log, &copy), (&place.path, &copy.with_extension("db"))] {
        // By another process: this one would drop its locks.
        assert!(Command::new("cp").arg(from).arg(to).status().unwrap().success());
    }
    keywright.close();
    fs::rename(&copy, &log).unwrap();
    for leftover in [Some(""), Some("x"), None] {
        match leftover {
            Some(text) => fs::write(&place.path, text).unwrap(),
            None => fs::remove_file(&place.path).unwrap(),
        }
        place.assert_refused(ErrorCode::StorageCorrupt);
    }
    // Put back, the file and its log are the whole store.
    fs::rename(copy.with_extension("db"), &place.path).unwrap();
    assert_eq!(check(&Keywright::open(&place.path).unwrap(), created.value()), "valid");
}

#[test]
fn what_is_purged_is_overwritten_in_the_file() {
    const MARK: &[u8] = b"remembered beside the key alone";
    let place = Place::new();
    let is_in_the_file = || {
        let bytes = fs::read(&place.path).unwrap();
        bytes.windows(MARK.len()).any(|window| window == MARK)
    };
    let keywright = Keywright::open(&place.path).unwrap();
    let metadata = Metadata::new(&serde_json::json!({ "mark": str::from_utf8(MARK).unwrap() }));
    let new = NewApiKey::new("CI").metadata(metadata.unwrap());
    let created = keywright.user("alice").create_api_key(new).unwrap();
    keywright.close();
    assert!(is_in_the_file(), "the mark is looked for in vain");
    let keywright = Keywright::open(&place.path).unwrap();
    keywright.api_key(created.api_key().id).purge().unwrap();
    keywright.close();
    assert!(!is_in_the_file());
}

#[test]
fn a_store_cut_short_is_refused() {
    let (place, keys) = Place::of_store();
    let whole = fs::read(&place.path).unwrap();
    for length in [whole.len() / 2, whole.len() - PAGE, PAGE, PAGE / 2, HEADER, HEADER - 1] {
        let cut = Place::holding(whole.get(..length).unwrap());
        cut.assert_refused(ErrorCode::StorageCorrupt);
    }
    let keywright = Keywright::open(&place.path).unwrap();
    assert_eq!(check(&keywright, &keys.valid), "valid", "the whole one is fine");
}

#[test]
fn wherever_a_store_is_cut_it_is_refused_unless_nothing_stood_there() {
    let (place, keys) = Place::of_store();
    let whole = fs::read(&place.path).unwrap();
    let around_pages = (1..whole.len() / PAGE).flat_map(|page| [page * PAGE - 1, page * PAGE]);
    let mut refused = 0;
    for length in (1..whole.len()).step_by(509).chain(around_pages) {
        let cut = Place::holding(whole.get(..length).unwrap());
        let is_in_last_page = length > whole.len() - PAGE;
        let Some(keywright) = Keywright::open(&cut.path).ok().filter(|_| is_in_last_page) else {
            cut.assert_refused(ErrorCode::StorageCorrupt);
            refused += 1;
            continue;
        };
        // SQLite reads the rest of the last page as zeros. Where it was empty that is what it was.
        let is_whole =
            keywright.check_integrity().is_ok_and(|integrity| integrity.problems.is_empty());
        let answer = check(&keywright, &keys.valid);
        assert!(answer == "valid" || !is_whole, "cut to {length}: {answer}");
        for value in &keys.denied {
            assert_ne!(check(&keywright, value), "valid", "cut to {length}");
        }
    }
    assert!(refused > 100);
}

#[test]
fn wherever_the_log_is_cut_or_damaged_only_whole_changes_are_there() {
    let (place, keys) = Place::of_store();
    let log = place.path.with_file_name("keys.db-wal");
    let keywright = Keywright::open(&place.path).unwrap();
    for _ in 0..5 {
        let new = vec![NewApiKey::new("one"), NewApiKey::new("two")];
        keywright.user("carol").create_api_keys(new).unwrap();
    }
    let copy = |name: &Path| {
        // By another process: this one would drop its locks.
        let to = place.folder.path().join("copy");
        assert!(Command::new("cp").arg(name).arg(&to).status().unwrap().success());
        fs::read(&to).unwrap()
    };
    let (file, whole) = (copy(&place.path), copy(&log));
    keywright.close();
    let mut seen = BTreeSet::new();
    let cuts = (32..whole.len()).step_by(1021).map(|length| {
        let mut bytes = whole.clone();
        bytes.truncate(length);
        bytes
    });
    let flips = (0..whole.len()).step_by(4093).map(|at| {
        let mut bytes = whole.clone();
        bytes[at] ^= 0x10;
        bytes
    });
    for bytes in cuts.chain(flips) {
        let damaged = Place::holding(&file);
        fs::write(damaged.path.with_file_name("keys.db-wal"), bytes).unwrap();
        let keywright = OpenOptions::new().existing().open(&damaged.path).unwrap();
        assert_eq!(check(&keywright, &keys.valid), "valid");
        for value in &keys.denied {
            assert_ne!(check(&keywright, value), "valid");
        }
        let keys = keywright.user("carol").list_api_keys().unwrap().len();
        assert_eq!(keys % 2, 0, "half of a change");
        assert!(keywright.check_integrity().unwrap().problems.is_empty());
        seen.insert(keys);
    }
    assert!(seen.len() > 3, "the log was cut at no place that matters: {seen:?}");
}

#[test]
fn a_store_whose_first_page_is_garbage_is_refused() {
    let (place, _) = Place::of_store();
    let first = fs::read(&place.path).unwrap().into_iter().take(PAGE).collect::<Vec<_>>();
    place.overwrite(HEADER, &garbage(PAGE - HEADER, 5));
    place.assert_refused(ErrorCode::StorageCorrupt);
    place.overwrite(0, &garbage(PAGE, 6));
    place.assert_refused(ErrorCode::StorageCorrupt);
    place.overwrite(0, &[0; PAGE]);
    place.assert_refused(ErrorCode::StorageCorrupt);
    place.overwrite(0, &first);
    Keywright::open(&place.path).unwrap();
}

#[test]
fn a_store_whose_later_pages_are_all_garbage_is_refused() {
    let (place, _) = Place::of_store();
    let length = fs::read(&place.path).unwrap().len();
    for bytes in [garbage(length - PAGE, 7), vec![0; length - PAGE], vec![0xff; length - PAGE]] {
        place.overwrite(PAGE, &bytes);
        place.assert_refused(ErrorCode::StorageCorrupt);
    }
}

#[test]
fn whichever_page_is_garbage_a_denied_key_is_never_valid_and_nothing_is_an_internal_error() {
    let (place, keys) = Place::of_store();
    let whole = fs::read(&place.path).unwrap();
    let mut outcomes = BTreeMap::<&str, u32>::new();
    for page in 1..whole.len() / PAGE {
        for bytes in [garbage(PAGE, page as u64), vec![0; PAGE], vec![0xff; PAGE]] {
            let damaged = Place::holding(&whole);
            damaged.overwrite(page * PAGE, &bytes);
            let before = everything_in(damaged.folder.path());
            let keywright = match OpenOptions::new().existing().open(&damaged.path) {
                Ok(keywright) => keywright,
                Err(error) => {
                    assert_eq!(error.code(), ErrorCode::StorageCorrupt, "page {page}: {error:?}");
                    assert_names(&error, &damaged.path);
                    assert!(everything_in(damaged.folder.path()) == before);
                    *outcomes.entry("refused").or_default() += 1;
                    continue;
                }
            };
            for value in &keys.denied {
                let answer = check(&keywright, value);
                assert_ne!(answer, "valid", "page {page}");
                assert_ne!(answer, "internal", "page {page}");
            }
            let answer = check(&keywright, &keys.valid);
            assert!(["valid", "not_found", "storage_corrupt"].contains(&answer), "{answer}");
            *outcomes.entry(answer).or_default() += 1;
            if let Err(error) = keywright.user("carol").create_api_key(NewApiKey::new("CI")) {
                assert_eq!(error.code(), ErrorCode::StorageCorrupt, "page {page}: {error:?}");
            }
            keywright.close();
        }
    }
    // Each way to end must have been seen, or the damage hit nothing.
    assert!(["refused", "valid", "storage_corrupt"].iter().all(|seen| outcomes.contains_key(seen)));
}

#[test]
fn garbage_where_a_key_is_kept_never_makes_it_valid() {
    let (place, keys) = Place::of_store();
    let root = place.number(
        "SELECT rootpage
             FROM sqlite_schema
             WHERE name = 'api_key'",
    );
    let from = (usize::try_from(root).unwrap() - 1) * PAGE;
    for bytes in [garbage(PAGE, 8), vec![0; PAGE], vec![0xff; PAGE], garbage(PAGE - 8, 9)] {
        // The last one leaves the start of the page, so that it still looks like one of a table.
        place.overwrite(from + PAGE - bytes.len(), &bytes);
        let keywright = Keywright::open(&place.path).unwrap();
        for value in keys.denied.iter().chain([&keys.valid]) {
            let answer = check(&keywright, value);
            assert!(["storage_corrupt", "not_found"].contains(&answer), "{answer}");
        }
        keywright.close();
    }
}

#[test]
fn an_empty_page_in_place_of_the_keys_finds_none() {
    let (place, keys) = Place::of_store();
    place.edit("DELETE FROM api_key");
    let keywright = Keywright::open(&place.path).unwrap();
    assert_eq!(check(&keywright, &keys.valid), "not_found");
}

// Versions.

#[test]
fn a_store_that_needs_a_newer_version_is_refused() {
    let (place, _) = Place::of_store();
    place.edit("PRAGMA user_version = 7; UPDATE store SET oldest_reader = 6");
    place.assert_refused(ErrorCode::SchemaTooNew);
    let error = Keywright::open(&place.path).unwrap_err();
    assert!(error.to_string().contains("needed=`6`"), "{error}");
    assert!(error.to_string().contains("supported=`2`"), "{error}");
    // The number of the migration may even be ours: what counts is who may read.
    place.edit("PRAGMA user_version = 2; UPDATE store SET oldest_reader = 3");
    place.assert_refused(ErrorCode::SchemaTooNew);
}

#[test]
fn a_newer_store_that_this_version_may_read_works_and_keeps_its_numbers() {
    let (place, keys) = Place::of_store();
    place.edit("PRAGMA user_version = 7; CREATE TABLE added_later (value ANY) STRICT");
    for _ in 0..2 {
        let keywright = OpenOptions::new().existing().open(&place.path).unwrap();
        assert_eq!(check(&keywright, &keys.valid), "valid");
        let created = keywright.user("alice").create_api_key(NewApiKey::new("more")).unwrap();
        assert_eq!(check(&keywright, created.value()), "valid");
        let status = keywright.status().unwrap();
        assert_eq!((status.schema, status.oldest_reader), (7, 1));
        keywright.close();
        assert_eq!(place.number("PRAGMA user_version"), 7);
        assert_eq!(place.number("SELECT oldest_reader FROM store"), 1);
        assert_eq!(place.number("SELECT count(*) FROM added_later"), 0);
    }
}

#[test]
fn a_store_carries_our_two_numbers() {
    let (place, _) = Place::of_store();
    assert_eq!(place.number("PRAGMA application_id"), 0x4b65_7957);
    assert_eq!(place.number("PRAGMA user_version"), 2);
    assert_eq!(place.number("SELECT oldest_reader FROM store"), 1);
    // Where the `file` program and every other reader of the header look for them.
    let header = fs::read(&place.path).unwrap();
    assert_eq!(header.get(68..72), Some(b"KeyW".as_slice()));
    assert_eq!(header.get(60..64), Some([0, 0, 0, 2].as_slice()));
}

#[test]
fn a_store_that_somebody_switched_to_another_journal_mode_is_opened_and_switched_back() {
    for mode in ["DELETE", "TRUNCATE", "PERSIST"] {
        let (place, keys) = Place::of_store();
        place.edit(&format!("PRAGMA journal_mode = {mode}"));
        let keywright = OpenOptions::new().existing().open(&place.path).unwrap();
        assert_eq!(check(&keywright, &keys.valid), "valid", "{mode}");
        keywright.user("alice").create_api_key(NewApiKey::new("more")).unwrap();
        keywright.close();
        let connection = Connection::open(&place.path).unwrap();
        let mode: String =
            connection.query_row("PRAGMA journal_mode", [], |row| row.get(0)).unwrap();
        assert_eq!(mode, "wal");
    }
}

// Paths.

#[test]
fn a_missing_folder_is_refused_and_not_made() {
    let place = Place::new();
    let path = place.folder.path().join("no/such/keys.db");
    let code = ErrorCode::StorageUnavailable;
    assert_refused_at(&path, place.folder.path(), code, code);
}

#[test]
fn a_missing_file_is_refused_where_it_must_exist() {
    let place = Place::new();
    let error = OpenOptions::new().existing().open(&place.path).unwrap_err();
    assert_eq!(error.code(), ErrorCode::StorageUnavailable);
    assert_names(&error, &place.path);
    assert!(everything_in(place.folder.path()).is_empty());
}

#[test]
fn a_folder_is_no_store() {
    let place = Place::new();
    fs::create_dir(&place.path).unwrap();
    fs::write(place.path.join("kept"), "kept").unwrap();
    place.assert_refused(ErrorCode::StorageUnavailable);
    assert_eq!(fs::read(place.path.join("kept")).unwrap(), b"kept");
    let code = ErrorCode::StorageUnavailable;
    for path in ["/", ".", ".."] {
        assert_eq!(Keywright::open(path).unwrap_err().code(), code, "{path}");
    }
    assert_eq!(Keywright::open("").unwrap_err().code(), code);
}

#[test]
fn what_is_no_regular_file_is_refused() {
    let code = ErrorCode::StorageUnavailable;
    let place = Place::new();
    let _socket = UnixListener::bind(&place.path).unwrap();
    place.assert_refused(code);

    let place = Place::new();
    assert!(Command::new("mkfifo").arg(&place.path).status().unwrap().success());
    place.assert_refused(code);

    let place = Place::new();
    symlink("/dev/null", &place.path).unwrap();
    place.assert_refused(code);
    for suffix in ["-wal", "-shm", "-journal"] {
        assert!(!Path::new(&format!("/dev/null{suffix}")).exists());
    }
}

#[test]
fn a_link_to_nowhere_is_refused_and_a_link_to_a_store_is_that_store() {
    let place = Place::new();
    symlink("gone.db", &place.path).unwrap();
    place.assert_refused(ErrorCode::StorageUnavailable);

    let place = Place::new();
    symlink("keys.db", &place.path).unwrap();
    place.assert_refused(ErrorCode::StorageUnavailable);

    let (place, keys) = Place::of_store();
    let link = place.folder.path().join("link.db");
    symlink("keys.db", &link).unwrap();
    let keywright = Keywright::open(&link).unwrap();
    assert_eq!(check(&keywright, &keys.valid), "valid");
    let direct = Keywright::open(&place.path).unwrap();
    let created = keywright.user("alice").create_api_key(NewApiKey::new("CI")).unwrap();
    assert_eq!(check(&direct, created.value()), "valid");
}

#[test]
fn a_file_with_a_second_name_is_refused_under_either_until_it_has_one() {
    let (place, keys) = Place::of_store();
    let other = place.folder.path().join("other.db");
    fs::hard_link(&place.path, &other).unwrap();
    place.assert_refused(ErrorCode::StorageUnavailable);
    let code = ErrorCode::StorageUnavailable;
    assert_refused_at(&other, place.folder.path(), code, code);
    fs::remove_file(&other).unwrap();
    let keywright = Keywright::open(&place.path).unwrap();
    assert_eq!(check(&keywright, &keys.valid), "valid");
    // A name that is added while the store is open leads to the store that is open, in this process.
    fs::hard_link(&place.path, &other).unwrap();
    let same = Keywright::open(&other).unwrap();
    keywright.api_key(keywright.user("alice").list_api_keys().unwrap()[0].id).purge().unwrap();
    let made = same.user("alice").create_api_key(NewApiKey::new("CI")).unwrap();
    assert_eq!(check(&keywright, made.value()), "valid");
}

#[test]
fn a_path_through_a_file_is_refused() {
    let place = Place::holding(b"a file");
    let code = ErrorCode::StorageUnavailable;
    assert_refused_at(&place.path.join("keys.db"), place.folder.path(), code, code);
    let slash = PathBuf::from(format!("{}/", place.path.display()));
    assert_refused_at(&slash, place.folder.path(), code, code);
}

#[test]
fn a_path_that_is_too_long_is_refused_and_nothing_is_made() {
    let code = ErrorCode::StorageUnavailable;
    let place = Place::new();
    let path = place.folder.path().join("k".repeat(TOO_LONG));
    assert_refused_at(&path, place.folder.path(), code, code);

    // Long enough for SQLite to give up, while the system would still make the file.
    let mut folder = place.folder.path().to_owned();
    while folder.as_os_str().len() < 2 * TOO_LONG {
        folder.push("f".repeat(100));
    }
    fs::create_dir_all(&folder).unwrap();
    assert_refused_at(&folder.join("keys.db"), &folder, code, code);

    // One byte makes the difference.
    let folder = place.folder.path().join("f".repeat(200)).join("f".repeat(200));
    fs::create_dir_all(&folder).unwrap();
    let longest = folder.join("k".repeat(503 - folder.as_os_str().len()));
    Keywright::open(&longest).unwrap().close();
    let longer = PathBuf::from(format!("{}k", longest.display()));
    assert_refused_at(&longer, &folder, code, code);

    // The name itself fits, and those of the files beside it do not.
    let path = place.folder.path().join("k".repeat(253));
    assert_refused_at(&path, place.folder.path(), code, code);

    let path = place.folder.path().join("f/".repeat(4000)).join("keys.db");
    assert_refused_at(&path, place.folder.path(), code, code);
}

#[test]
fn a_path_with_a_zero_in_it_is_refused() {
    let place = Place::new();
    let path = place.folder.path().join("keys\0.db");
    let code = ErrorCode::StorageUnavailable;
    assert_refused_at(&path, place.folder.path(), code, code);
}

#[test]
fn no_character_of_a_path_means_anything() {
    let names = [
        "keys?mode=memory",
        "keys.db?mode=ro&immutable=1",
        "100%41.db",
        "keys#1.db",
        "file:keys.db",
        "file:keys.db?mode=memory&cache=shared",
        ":memory:",
        "two words.db",
        " keys.db ",
        "schlüssel 🔑.db",
        "-rf",
        "it's \"quoted\";--.db",
        "new\nline.db",
        "keys.db-wal",
    ];
    let odd = [b"not \xff utf-8".as_slice()];
    let all = names.iter().map(|name| OsStr::new(*name)).chain(odd.map(OsStr::from_bytes));
    for name in all {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        let keywright = Keywright::open(&path).unwrap();
        let created = keywright.user("alice").create_api_key(NewApiKey::new("CI")).unwrap();
        assert_eq!(keywright.status().unwrap().path.as_deref(), Some(path.as_path()));
        keywright.close();
        let found = everything_in(folder.path());
        assert!(found.keys().eq([name]), "{name:?} became {:?}", found.keys());
        let keywright = OpenOptions::new().existing().open(&path).unwrap();
        assert_eq!(check(&keywright, created.value()), "valid", "{name:?}");
    }
}

/// Says that this run is the second one, in a folder of its own.
const IS_INSIDE: &str = "KEYWRIGHT_TEST_IS_INSIDE";

#[test]
fn a_bare_name_is_a_file_in_the_current_folder_whatever_it_looks_like() {
    // Only a path that begins so can be taken for a URI, and the current folder belongs to a whole process.
    let names = ["file:keys.db?mode=memory", ":memory:", "keys.db", "./own.db"];
    if std::env::var_os(IS_INSIDE).is_some() {
        for name in names {
            let keywright = Keywright::open(name).unwrap();
            let created = keywright.user("alice").create_api_key(NewApiKey::new("CI")).unwrap();
            keywright.close();
            let keywright = OpenOptions::new().existing().open(name).unwrap();
            assert_eq!(check(&keywright, created.value()), "valid", "{name}");
        }
        let error = Keywright::open("file:///keys.db").unwrap_err();
        assert_eq!(error.code(), ErrorCode::StorageUnavailable, "there is no folder `file:`");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let mut again = Command::new(std::env::current_exe().unwrap());
    again.args(["--exact", "a_bare_name_is_a_file_in_the_current_folder_whatever_it_looks_like"]);
    let done = again.env(IS_INSIDE, "1").current_dir(folder.path()).output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stdout));
    let found = everything_in(folder.path());
    let stores = [":memory:", "file:keys.db?mode=memory", "keys.db", "own.db"];
    let all = stores.iter().flat_map(|name| [(*name).to_owned(), format!("{name}-usage")]);
    assert!(found.keys().map(|name| name.to_str().unwrap().to_owned()).eq(all));
}

// Rights and disks.

#[test]
fn a_store_and_the_files_beside_it_are_for_their_owner_alone() {
    let place = Place::new();
    let keywright = Keywright::open(&place.path).unwrap();
    let created = keywright.user("alice").create_api_key(NewApiKey::new("CI")).unwrap();
    assert_eq!(check(&keywright, created.value()), "valid");
    let names = || {
        let entries = fs::read_dir(place.folder.path()).unwrap().map(|entry| {
            let entry = entry.unwrap();
            let mode = entry.metadata().unwrap().permissions().mode() & 0o7777;
            assert_eq!(mode, 0o600, "{entry:?}");
            entry.file_name().into_string().unwrap()
        });
        let mut names: Vec<_> = entries.collect();
        names.sort();
        names
    };
    assert_eq!(names(), ["keys.db", "keys.db-shm", "keys.db-wal"]);
    testing::flush_usage(&keywright).unwrap();
    let usage = ["keys.db-usage", "keys.db-usage-shm", "keys.db-usage-wal"];
    assert_eq!(names(), [&["keys.db", "keys.db-shm"], &usage[..], &["keys.db-wal"]].concat());
    keywright.close();
    assert_eq!(names(), ["keys.db", "keys.db-usage"]);
}

#[test]
fn the_mode_of_a_file_that_is_there_is_kept_and_the_files_beside_it_get_the_same() {
    let (place, keys) = Place::of_store();
    fs::set_permissions(&place.path, fs::Permissions::from_mode(0o640)).unwrap();
    let keywright = Keywright::open(&place.path).unwrap();
    assert_eq!(check(&keywright, &keys.valid), "valid");
    for suffix in ["", "-wal", "-shm"] {
        let path = place.folder.path().join(format!("keys.db{suffix}"));
        assert_eq!(fs::metadata(path).unwrap().permissions().mode() & 0o7777, 0o640, "{suffix}");
    }
}

#[test]
fn a_read_only_file_in_a_folder_that_can_be_written_is_refused() {
    let (place, keys) = Place::of_store();
    fs::set_permissions(&place.path, fs::Permissions::from_mode(0o400)).unwrap();
    // Modes mean nothing to root, but a mount does.
    let is_root = File::options().write(true).open(&place.path).is_ok();
    let mount = is_root.then(|| Mount::read_only(&place.path)).flatten();
    if is_root && mount.is_none() {
        return;
    }
    place.assert_refused(ErrorCode::StorageUnavailable);
    drop(mount);
    fs::set_permissions(&place.path, fs::Permissions::from_mode(0o600)).unwrap();
    assert_eq!(check(&Keywright::open(&place.path).unwrap(), &keys.valid), "valid");
}

#[test]
fn a_read_only_file_system_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let Some(mount) = Mount::tmpfs(folder.path(), "size=4m,mode=700") else { return };
    let path = folder.path().join("keys.db");
    let keys = Keys::make_in(&path);
    assert!(mount_command(&["-o", "remount,ro"], folder.path()));
    let code = ErrorCode::StorageUnavailable;
    assert_refused_at(&path, folder.path(), code, code);
    assert_refused_at(&folder.path().join("new.db"), folder.path(), code, code);
    assert!(mount_command(&["-o", "remount,rw"], folder.path()));
    assert_eq!(check(&Keywright::open(&path).unwrap(), &keys.valid), "valid");
    drop(mount);
}

/// A disk of one megabyte, of which a file that means nothing takes a quarter.
struct SmallDisk {
    // In this order: what is mounted goes before the folder under it.
    _mount: Mount,
    folder: TempDir,
}

impl SmallDisk {
    fn new() -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let mount = Mount::tmpfs(folder.path(), "size=1m,mode=700")?;
        fs::write(folder.path().join("filler"), vec![1; 256 * 1024]).unwrap();
        Some(Self { _mount: mount, folder })
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("keys.db")
    }

    /// Takes all that is left.
    fn fill(&self) {
        let mut file =
            File::options().append(true).open(self.folder.path().join("filler")).unwrap();
        while std::io::Write::write_all(&mut file, &[1; PAGE]).is_ok() {}
    }

    fn make_space(&self) {
        fs::remove_file(self.folder.path().join("filler")).unwrap();
    }
}

#[test]
fn a_full_disk_half_makes_nothing_and_still_answers_and_goes_on_once_there_is_space() {
    let Some(disk) = SmallDisk::new() else { return };
    let keywright = Keywright::open(disk.path()).unwrap();
    let alice = keywright.user("alice");
    let large = Metadata::parse(&format!(r#"{{"note":"{}"}}"#, "x".repeat(3000))).unwrap();
    let new = || NewApiKey::new("CI").metadata(large.clone());
    let mut made = Vec::new();
    let error = loop {
        assert!(made.len() < MANY, "the disk is never full");
        match alice.create_api_key(new()) {
            Ok(created) => made.push(created),
            Err(error) => break error,
        }
    };
    assert_eq!(error.code(), ErrorCode::StorageFull, "{error:?}");
    assert!(!error.is_retryable());
    assert_names(&error, &disk.path());
    assert!(made.len() > 10, "{}", made.len());
    disk.fill();

    for _ in 0..3 {
        let many = (0..50).map(|_| new()).collect();
        let codes = [
            alice.create_api_keys(many).map(drop).unwrap_err().code(),
            keywright.team("big").create_api_key(new()).map(drop).unwrap_err().code(),
        ];
        assert_eq!(codes, [ErrorCode::StorageFull; 2]);
    }
    let assert_is_all_there = |count: usize| {
        for created in &made {
            assert_eq!(check(&keywright, created.value()), "valid");
        }
        assert_eq!(alice.list_api_keys().unwrap().len(), count);
        let events = keywright.events(0, 10_000).unwrap();
        let created = events.iter().filter(|event| event.verb == "api_key.created");
        assert_eq!(created.count(), count, "one event for each key, and none for what failed");
    };
    assert_is_all_there(made.len());
    assert!(keywright.get_team("big").unwrap().is_none(), "the owner was half made");
    // A thread of its own takes a connection that nobody has opened yet.
    std::thread::scope(|scope| {
        let first = &made.first().unwrap();
        let others: Vec<_> =
            (0..4).map(|_| scope.spawn(|| check(&keywright, first.value()))).collect();
        assert!(others.into_iter().all(|other| other.join().unwrap() == "valid"));
    });

    disk.make_space();
    let more = alice.create_api_key(new()).unwrap();
    assert_eq!(check(&keywright, more.value()), "valid");
    assert_is_all_there(made.len() + 1);
    keywright.close();
    let keywright = OpenOptions::new().existing().open(disk.path()).unwrap();
    assert_eq!(keywright.user("alice").list_api_keys().unwrap().len(), made.len() + 1);
    keywright.close();
    let connection = Connection::open(disk.path()).unwrap();
    let answer: String =
        connection.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
    assert_eq!(answer, "ok");
}

#[test]
fn a_store_is_opened_on_a_full_disk_once_there_is_space() {
    let Some(disk) = SmallDisk::new() else { return };
    let keys = Keys::make_in(&disk.path());
    disk.fill();
    let before = fs::read(disk.path()).unwrap();
    for options in [OpenOptions::new(), OpenOptions::new().existing()] {
        let error = options.open(disk.path()).unwrap_err();
        assert_eq!(error.code(), ErrorCode::StorageFull, "{error:?}");
        assert_names(&error, &disk.path());
        // SQLite may leave its two helpers there, both empty; the next one that closes takes them away.
        assert!(fs::read(disk.path()).unwrap() == before);
    }
    disk.make_space();
    assert_eq!(check(&Keywright::open(disk.path()).unwrap(), &keys.valid), "valid");
}

#[test]
fn a_new_store_on_a_full_disk_is_made_once_there_is_space() {
    let Some(disk) = SmallDisk::new() else { return };
    disk.fill();
    let error = Keywright::open(disk.path()).unwrap_err();
    assert_eq!(error.code(), ErrorCode::StorageFull, "{error:?}");
    assert_names(&error, &disk.path());
    assert_eq!(fs::metadata(disk.path()).map_or(0, |found| found.len()), 0, "half a store");
    disk.make_space();
    let keywright = Keywright::open(disk.path()).unwrap();
    keywright.user("alice").create_api_key(NewApiKey::new("CI")).unwrap();
}
