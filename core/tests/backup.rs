//! Backups: one file of one moment, whole or not there, and never in the place of anything else.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use keywright::{
    CreatedApiKey, Error, ErrorCode, Keywright, NewApiKey, OpenOptions, Reason, VerifyOptions,
    testing,
};
use tempfile::TempDir;

/// A store on disk with a key in it.
struct World {
    folder: TempDir,
    keywright: Keywright,
    key: CreatedApiKey,
}

impl World {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let keywright = Keywright::open(folder.path().join("keys.db")).unwrap();
        let key = keywright.user("alice").create_api_key(NewApiKey::new("CI")).unwrap();
        Self { folder, keywright, key }
    }

    fn at(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn names(&self) -> BTreeSet<String> {
        let entries = fs::read_dir(self.folder.path()).unwrap();
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
    }

    /// Tries a backup that must fail, and looks whether it left anything behind.
    fn refused(&self, path: &Path) -> ErrorCode {
        let before = self.names();
        let error = self.keywright.backup(path).unwrap_err();
        assert_eq!(self.names(), before, "{error}");
        error.code()
    }
}

fn open(path: &Path) -> Keywright {
    OpenOptions::new().existing().open(path).unwrap()
}

fn reason(keywright: &Keywright, key: &CreatedApiKey) -> Option<Reason> {
    keywright.verify(key.value(), &VerifyOptions::new()).unwrap().reason()
}

#[test]
fn a_backup_is_a_store_in_one_file_that_only_its_owner_reads() {
    let world = World::new();
    let backup = world.keywright.backup(world.at("backup")).unwrap();
    assert_eq!(
        world.names(),
        BTreeSet::from(["backup", "keys.db", "keys.db-shm", "keys.db-wal"].map(Into::into))
    );
    assert_eq!((backup.api_keys, &backup.path), (1, &world.at("backup")));
    let bytes = fs::read(world.at("backup")).unwrap();
    assert_eq!(bytes.len() as u64, backup.bytes);
    // The header says that no log belongs to it: "file format write version" 1 (fileformat2.html, 1.3.3).
    assert_eq!(bytes[18..20], [1, 1]);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = fs::metadata(world.at("backup")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }

    // What comes later is not in it.
    let later = world.keywright.user("alice").create_api_key(NewApiKey::new("later")).unwrap();
    let copy = open(&world.at("backup"));
    assert_eq!(reason(&copy, &world.key), None);
    assert_eq!(reason(&copy, &later), Some(Reason::NotFound));
    assert_eq!(copy.events(0, 10).unwrap(), world.keywright.events(0, 2).unwrap());
}

#[test]
fn a_store_in_memory_has_backups_too() {
    let folder = tempfile::tempdir().unwrap();
    let keywright = Keywright::open_in_memory().unwrap();
    let key = keywright.user("alice").create_api_key(NewApiKey::new("CI")).unwrap();
    keywright.backup(folder.path().join("backup")).unwrap();
    assert_eq!(reason(&open(&folder.path().join("backup")), &key), None);
}

#[test]
fn what_has_the_name_already_is_never_overwritten() {
    let world = World::new();
    fs::write(world.at("file"), "precious").unwrap();
    fs::create_dir(world.at("folder")).unwrap();
    for name in ["file", "folder", "keys.db"] {
        assert_eq!(world.refused(&world.at(name)), ErrorCode::AlreadyExists, "{name}");
    }
    assert_eq!(fs::read(world.at("file")).unwrap(), b"precious");
    assert_eq!(reason(&world.keywright, &world.key), None);
}

#[test]
#[cfg(unix)]
fn what_has_the_name_is_found_through_links() {
    use std::os::unix::fs::symlink;
    let world = World::new();
    symlink(world.at("keys.db"), world.at("soft")).unwrap();
    fs::hard_link(world.at("keys.db"), world.at("hard")).unwrap();
    symlink(world.at("nowhere"), world.at("dangling")).unwrap();
    for name in ["soft", "hard", "dangling"] {
        assert_eq!(world.refused(&world.at(name)), ErrorCode::AlreadyExists, "{name}");
    }
    assert!(!world.at("nowhere").exists());
    // A helper that is not there now may come at any moment, also by way of another folder's name.
    let elsewhere = tempfile::tempdir().unwrap();
    symlink(world.folder.path(), elsewhere.path().join("link")).unwrap();
    for folder in [world.folder.path(), &elsewhere.path().join("link")] {
        for name in
            ["keys.db-wal", "keys.db-shm", "keys.db-journal", "keys.db-limits", "keys.db-usage"]
        {
            assert_eq!(world.refused(&folder.join(name)), ErrorCode::InvalidArgument, "{name}");
        }
    }
}

#[test]
fn a_place_that_takes_no_file_is_named_in_the_error() {
    let world = World::new();
    assert_eq!(world.refused(&world.at("no/such")), ErrorCode::StorageUnavailable);
    assert_eq!(world.refused(Path::new("/")), ErrorCode::AlreadyExists);
    assert_eq!(world.refused(&world.at(&"x".repeat(255))), ErrorCode::StorageUnavailable);
    let error = world.keywright.backup(world.at("no/such")).unwrap_err();
    let shown = world.at("no/such").display().to_string();
    assert_eq!(
        error.to_string(),
        format!("there is no such folder; make it first. backup=`{shown}`")
    );
}

/// The panic stands for a kill: it comes while the copy is half done.
#[test]
fn a_copy_that_breaks_off_leaves_nothing_that_looks_whole() {
    let world = World::new();
    let alice = world.keywright.user("alice");
    for _ in 0..4 {
        alice.create_api_keys(vec![NewApiKey::new("x".repeat(500)); 1000]).unwrap();
    }
    let seen = AtomicBool::new(false);
    let broken = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        world.keywright.backup_with_progress(world.at("backup"), |progress| {
            assert!(progress.done_bytes < progress.total_bytes);
            let partial = |name: &String| name.starts_with("backup.partial-");
            seen.store(world.names().iter().any(partial), Ordering::SeqCst);
            assert!(!world.at("backup").exists());
            std::panic::resume_unwind(Box::new("killed"));
        })
    }));
    assert!(broken.is_err() && seen.into_inner());
    assert!(!world.names().iter().any(|name| name.starts_with("backup")), "{:?}", world.names());
    world.keywright.backup(world.at("backup")).unwrap();
}

#[test]
fn others_go_on_writing_and_the_backup_is_of_one_moment() {
    let world = World::new();
    // Two rows that change together: a backup of half a moment would have one without the other.
    let write = |number: u32| {
        let of =
            |user: &str| world.keywright.user(user).create_api_keys(vec![NewApiKey::new("CI"); 2]);
        of(&format!("user-{number}")).unwrap();
    };
    let is_done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| (0..).take_while(|_| !is_done.load(Ordering::SeqCst)).for_each(write));
        let taken: Vec<_> = (0..10)
            .map(|round| world.keywright.backup(world.at(&format!("backup-{round}"))))
            .collect();
        is_done.store(true, Ordering::SeqCst);
        for backup in taken {
            let backup = backup.unwrap();
            let copy = open(&backup.path);
            let keys = copy.list_api_keys(keywright::ApiKeyFilter::new()).unwrap();
            assert_eq!(keys.len() as u64, backup.api_keys);
            assert_eq!(keys.len() % 2, 1, "the first key, and two more for each user");
            let created = copy.events(0, 10_000).unwrap();
            let created = created.iter().filter(|event| event.verb == "api_key.created");
            assert_eq!(created.count(), keys.len());
        }
    });
}

#[test]
fn only_the_server_takes_backups_and_a_closed_store_has_none() -> Result<(), Error> {
    let world = World::new();
    let alice = world.keywright.acting_as(keywright::ActingAs::new("alice"))?;
    let refused = alice.backup(world.at("backup")).unwrap_err();
    assert_eq!(refused.code(), ErrorCode::PermissionDenied);
    world.keywright.close();
    assert_eq!(world.keywright.backup(world.at("backup")).unwrap_err().code(), ErrorCode::Closed);
    assert!(!world.at("backup").exists());
    Ok(())
}

#[test]
fn a_backup_tells_when_by_the_clock_of_the_store() {
    let clock = testing::test_clock("2027-01-01T00:00:00Z".parse().unwrap());
    let folder = tempfile::tempdir().unwrap();
    let keywright = OpenOptions::new().clock(clock).open(folder.path().join("keys.db")).unwrap();
    let backup = keywright.backup(folder.path().join("backup")).unwrap();
    let shown = serde_json::to_value(&backup).unwrap();
    assert_eq!(shown["taken_at"], "2027-01-01T00:00:00Z");
    assert_eq!(shown["path"], folder.path().join("backup").display().to_string());
}
