//! Closing: nothing new is let in, what is under way ends, and nothing of the store is left behind.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Barrier;
use std::sync::atomic::{AtomicUsize, Ordering};

use keywright::{
    ActingAs, ApiKeyFilter, ApiKeyUpdate, CreatedApiKey, Error, ErrorCode, Grace, ImportOptions,
    Keywright, NewApiKey, NewTeam, OpenOptions, PageRequest, PermissionUpdate, Reason,
    RestoreOptions, RevokeAll, RevokeOptions, SettingsUpdate, TeamKeys, TeamUpdate, Timestamp,
    UsageRange, UsageStep, UserUpdate, VerifyOptions, Warm, testing,
};
use tempfile::TempDir;

fn open(path: &Path) -> Keywright {
    let clock = testing::test_clock(Timestamp::from_millis(1_800_000_000_000).unwrap());
    OpenOptions::new().clock(clock).open(path).unwrap()
}

fn reason(keywright: &Keywright, value: &str) -> Option<Reason> {
    keywright.verify(value, &VerifyOptions::new()).unwrap().reason()
}

/// A store on disk with a key in it.
struct World {
    folder: TempDir,
    path: PathBuf,
    keywright: Keywright,
    key: CreatedApiKey,
}

impl World {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("keys.db");
        let keywright = open(&path);
        let key = keywright.user("alice").create_api_key(NewApiKey::new("CI")).unwrap();
        Self { folder, path, keywright, key }
    }

    fn assert_works(&self, keywright: &Keywright) {
        assert_eq!(reason(keywright, self.key.value()), None);
        let made = keywright.user("alice").create_api_key(NewApiKey::new("more")).unwrap();
        assert_eq!(reason(keywright, made.value()), None);
    }

    /// Whether SQLite has the store open somewhere.
    fn is_open(&self) -> bool {
        let names: BTreeSet<_> = fs::read_dir(self.folder.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        let [wal, shm] = ["keys.db-wal", "keys.db-shm"].map(|name| names.contains(name));
        assert_eq!(wal, shm, "both or none: {names:?}");
        wal
    }
}

fn assert_is_closed<T>(call: &str, result: Result<T, Error>) {
    match result {
        Ok(_) => panic!("`{call}` answered after the close"),
        Err(error) => assert_eq!(error.code(), ErrorCode::Closed, "{call}"),
    }
}

/// What answers without the store: it makes a handle, reads a name, or is how closing is done and asked about.
const WITHOUT_THE_STORE: &[&str] = &[
    "ActingAs::grantable_scopes",
    "ActingAs::new",
    "ActingAs::team_permissions",
    "ApiKeyHandle::id",
    "ImportOptions::dry_run",
    "ImportOptions::new",
    "Keywright::acting_as",
    "Keywright::actor",
    "Keywright::api_key",
    "Keywright::by",
    "Keywright::close",
    "Keywright::is_closed",
    "Keywright::now",
    "Keywright::open",
    "Keywright::open_in_memory",
    "Keywright::team",
    "Keywright::user",
    "OpenOptions::accept_unsealed",
    "OpenOptions::any_file_system",
    "OpenOptions::busy_time_out",
    "OpenOptions::clock",
    "OpenOptions::existing",
    "OpenOptions::master_keys",
    "OpenOptions::memory_limit",
    "OpenOptions::migrate",
    "OpenOptions::new",
    "OpenOptions::open",
    "OpenOptions::open_in_memory",
    "OpenOptions::prefix",
    "OpenOptions::resident",
    "OpenOptions::seed",
    "RestoreOptions::new",
    "RestoreOptions::with_revoked",
    "TeamHandle::id",
    "TeamHandle::owner",
    "UserHandle::id",
    "UserHandle::owner",
];

#[test]
fn every_operation_answers_closed_after_the_close() {
    let World { keywright, key, .. } = &World::new();
    let made_before = (keywright.by("support").unwrap(), keywright.user("alice"));
    keywright.close();
    let (value, id, options) = (key.value(), key.api_key().id, VerifyOptions::new());
    let (handle, user, team) =
        (keywright.api_key(id), keywright.user("alice"), keywright.team("t"));
    let headers = [("x-api-key", value)];
    let range = UsageRange::last(1, UsageStep::Hour, keywright.now()).unwrap();
    let no_ids = || [] as [&str; 0];

    let mut called = BTreeSet::new();
    macro_rules! closed {
        ($($kind:literal: $on:ident { $($method:ident($($argument:expr),*);)* })*) => {$($(
            let name = concat!($kind, "::", stringify!($method));
            assert_is_closed(name, $on.$method($($argument),*));
            called.insert(name.to_owned());
        )*)*};
    }
    closed! {
        "Keywright": keywright {
            authenticate(headers, &options);
            try_authenticate(headers, &options);
            check_integrity();
            backup("backup");
            backup_with_progress("backup", |_| ());
            create_team(NewTeam::new("Core"));
            define_permission("deploy", no_ids(), PermissionUpdate::new());
            delete_permission("deploy");
            events(0, 1);
            explain(value, &options);
            extract_api_key(headers);
            flush();
            export(std::io::sink());
            get_api_key(id);
            get_team("t");
            get_team_by_api_key(value, &options);
            get_user("alice");
            get_user_by_api_key(value, &options);
            last_used(&[id]);
            import(&b""[..], ImportOptions::new());
            list_api_keys(ApiKeyFilter::new());
            list_permission_definitions();
            page_api_keys(PageRequest::new(ApiKeyFilter::new()));
            rekey(|_| ());
            rename_permission("deploy", "ship");
            require_valid(value, &options);
            try_verify(value, &options);
            warm(&Warm::All);
            revoke_all(RevokeAll::new().owner(user.owner().unwrap()));
            rotate_master_key();
            seal(|_| ());
            seal_status();
            settings();
            try_settings();
            signals(0, 1);
            status();
            preview_restore("backup");
            restore("backup", RestoreOptions::new());
            preview_drop_prefix(&keywright::Prefix::default());
            update_settings(SettingsUpdate::new());
            verify(value, &options);
        }
        "ApiKeyHandle": handle {
            get();
            usage(range);
            purge();
            resume();
            revoke(RevokeOptions::new());
            rotate(Grace::Now);
            suspend(None);
            update(ApiKeyUpdate::new());
        }
        "UserHandle": user {
            create_api_key(NewApiKey::new("CI"));
            create_api_keys(vec![NewApiKey::new("CI")]);
            delete();
            list_api_keys();
            list_teams();
            resume();
            suspend();
            update(UserUpdate::new());
        }
        "TeamHandle": team {
            add_member("bob");
            add_member_with("bob", no_ids());
            create_api_key(NewApiKey::new("CI"));
            create_api_keys(vec![NewApiKey::new("CI")]);
            delete();
            grant_permission("bob", "$read_members");
            has_permission("bob", "$read_members");
            list_api_keys();
            list_members();
            list_permissions("bob");
            preview_remove_member("bob");
            remove_member("bob", TeamKeys::Keep);
            resume();
            revoke_permission("bob", "$read_members");
            set_members([("bob", no_ids())]);
            suspend();
            update(TeamUpdate::new());
        }
    }
    // What was narrowed from the handle, before or after, is closed with it.
    assert!(made_before.0.is_closed());
    assert_is_closed("by", made_before.0.settings());
    assert_is_closed("user", made_before.1.list_api_keys());
    let acting = keywright.acting_as(ActingAs::new("alice")).unwrap();
    assert_is_closed("acting_as", acting.user("alice").list_api_keys());
    assert_is_closed("clone", keywright.clone().settings());

    let mut listed = called;
    listed.extend(WITHOUT_THE_STORE.iter().map(|&name| name.to_owned()));
    assert_eq!(listed, public_functions(), "list a new operation above, and a gone one no more");
}

/// Reads `Type::function` for each public function of the handles from the source.
fn public_functions() -> BTreeSet<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/keywright");
    let mut found = BTreeSet::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let path = if path.is_dir() { path.join("mod.rs") } else { path };
        let text = fs::read_to_string(path).unwrap();
        let mut kind = "";
        for line in text.lines() {
            if line.starts_with("impl") {
                kind = line.trim_end_matches(['{', ' ']).rsplit(' ').next().unwrap();
            }
            let line = line.trim_start().replace("pub const fn ", "pub fn ");
            if let Some(rest) = line.strip_prefix("pub fn ") {
                let name = rest.split(['(', '<']).next().unwrap();
                found.insert(format!("{kind}::{name}"));
            }
        }
    }
    found
}

#[test]
fn a_second_close_is_fine_also_from_many_threads() {
    let world = World::new();
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                world.keywright.close();
                assert!(world.keywright.is_closed());
            });
        }
    });
    world.keywright.close();
    assert!(!world.is_open());
    world.assert_works(&open(&world.path));
}

#[test]
fn calls_in_flight_while_another_thread_closes_are_answered_or_closed_and_none_is_lost() {
    for round in 0..20 {
        let world = World::new();
        let answered = AtomicUsize::new(0);
        let begin = Barrier::new(9);
        let acknowledged = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..8)
                .map(|number| {
                    let (world, answered, begin) = (&world, &answered, &begin);
                    scope.spawn(move || {
                        let mut made = Vec::new();
                        begin.wait();
                        loop {
                            let result = if number % 2 == 0 {
                                let user = world.keywright.user("bob");
                                user.create_api_key(NewApiKey::new("CI")).map(|key| made.push(key))
                            } else {
                                let options = VerifyOptions::new();
                                let verdict = world.keywright.verify(world.key.value(), &options);
                                verdict.map(|verdict| assert_eq!(verdict.reason(), None))
                            };
                            match result {
                                Ok(()) => answered.fetch_add(1, Ordering::Relaxed),
                                Err(error) => {
                                    assert_eq!(error.code(), ErrorCode::Closed);
                                    return made;
                                }
                            };
                        }
                    })
                })
                .collect();
            begin.wait();
            // Ever later, so that the threads are at different places.
            while answered.load(Ordering::Relaxed) < round * 5 {
                std::thread::yield_now();
            }
            world.keywright.close();
            // Whoever closed has waited for the others: the files are closed, though threads still come and are refused.
            assert!(!world.is_open(), "round {round}");
            threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect::<Vec<_>>()
        });
        assert!(!world.is_open(), "a call that the close did not wait for has opened it again");
        let again = open(&world.path);
        for key in &acknowledged {
            assert_eq!(reason(&again, key.value()), None, "round {round}");
        }
        let bobs = again.user("bob").list_api_keys().unwrap();
        assert_eq!(bobs.len(), acknowledged.len(), "what was answered, and no more");
    }
}

/// Both handles work, and closing one closes nothing under the other.
fn assert_is_shared(world: &World, other: &Keywright) {
    world.assert_works(other);
    world.assert_works(&world.keywright);
    other.close();
    assert!(other.is_closed() && !world.keywright.is_closed());
    assert!(world.is_open());
    world.assert_works(&world.keywright);
}

#[test]
fn one_file_opened_twice_is_one_store_and_closing_one_handle_leaves_the_other() {
    let world = World::new();
    let other = open(&world.path);
    #[cfg(target_os = "linux")]
    assert_eq!(descriptors(&world.path), descriptors_of_one_store(), "no connection was added");
    assert_is_shared(&world, &other);
    let other = open(&world.path);
    world.keywright.close();
    world.assert_works(&other);
    assert!(world.is_open());
    drop(other);
    assert!(!world.is_open());
}

#[cfg(unix)]
#[test]
fn a_symlink_and_every_other_spelling_of_the_path_share_the_store() {
    let world = World::new();
    let folder = world.folder.path();
    let name = folder.file_name().unwrap();
    fs::create_dir(folder.join("sub")).unwrap();
    std::os::unix::fs::symlink(&world.path, folder.join("file-link.db")).unwrap();
    std::os::unix::fs::symlink(folder, folder.join("folder-link")).unwrap();
    std::os::unix::fs::symlink("sub/../keys.db", folder.join("relative-link.db")).unwrap();
    for spelling in [
        folder.join("file-link.db"),
        folder.join("relative-link.db"),
        folder.join("folder-link/keys.db"),
        folder.join("./keys.db"),
        folder.join("sub/../keys.db"),
        folder.join("..").join(name).join("keys.db"),
    ] {
        #[cfg(target_os = "linux")]
        let before = descriptors(&world.path);
        let other = open(&spelling);
        #[cfg(target_os = "linux")]
        assert_eq!(descriptors(&world.path), before, "{}", spelling.display());
        assert_is_shared(&world, &other);
    }
}

/// Returns how many descriptors this process has on the store's file.
#[cfg(target_os = "linux")]
fn descriptors(path: &Path) -> usize {
    let path = fs::canonicalize(path).unwrap();
    let all = fs::read_dir("/proc/self/fd").unwrap();
    all.filter(|entry| fs::read_link(entry.as_ref().unwrap().path()).is_ok_and(|to| to == path))
        .count()
}

/// The writer's, and that of the one reader that this thread has used.
#[cfg(target_os = "linux")]
const fn descriptors_of_one_store() -> usize {
    2
}

#[test]
fn a_closed_store_can_be_opened_again_and_again() {
    let world = World::new();
    world.keywright.close();
    for _ in 0..10 {
        let again = open(&world.path);
        world.assert_works(&again);
        again.close();
        assert!(!world.is_open());
    }
    assert_is_closed("the first handle", world.keywright.settings());
}

#[test]
fn a_handle_that_is_dropped_is_closed_with_the_last_of_its_clones() {
    let World { folder, path, keywright, key } = World::new();
    let (user, clone) = (keywright.user("alice"), keywright.clone());
    drop(keywright);
    let shm = folder.path().join("keys.db-shm");
    assert!(shm.exists());
    drop(clone);
    assert_eq!(user.list_api_keys().unwrap().len(), 1, "a noun of the handle holds it as well");
    drop(user);
    assert!(!shm.exists());
    assert_eq!(reason(&open(&path), key.value()), None);
}

#[test]
fn a_closed_store_in_memory_is_gone() {
    let keywright = Keywright::open_in_memory().unwrap();
    keywright.user("alice").create_api_key(NewApiKey::new("CI")).unwrap();
    keywright.close();
    assert_is_closed("list_api_keys", keywright.list_api_keys(ApiKeyFilter::new()));
}

#[cfg(target_os = "linux")]
#[test]
fn after_the_last_close_no_file_no_lock_and_no_descriptor_is_left() {
    use std::os::unix::fs::MetadataExt as _;

    let world = World::new();
    let other = open(&world.path);
    let [file, shm] = [&world.path, &world.folder.path().join("keys.db-shm")]
        .map(|path| format!(":{}", fs::metadata(path).unwrap().ino()));
    let process = std::process::id().to_string();
    let locks = || {
        let text = fs::read_to_string("/proc/locks").unwrap();
        let ours = text.lines().filter(|line| {
            let mut words = line.split_whitespace().skip(4);
            words.next() == Some(&process)
                && words.next().is_some_and(|id| id.ends_with(&file) || id.ends_with(&shm))
        });
        ours.count()
    };
    // The list may leave out a lock while others come and go, and never shows one that is not there.
    assert!((0..100).any(|_| locks() >= 2));
    other.close();
    assert!((0..100).any(|_| locks() >= 2), "the other handle needs them");
    world.keywright.close();
    assert_eq!(locks(), 0);
    assert_eq!(descriptors(&world.path), 0);
    assert!(!world.is_open());
    let left: Vec<_> =
        fs::read_dir(world.folder.path()).unwrap().map(|e| e.unwrap().path()).collect();
    assert_eq!(left, std::slice::from_ref(&world.path));
}

#[test]
fn files_of_a_store_that_another_thread_is_opening_and_closing_are_never_torn() {
    let world = World::new();
    world.keywright.close();
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for _ in 0..20 {
                    let keywright = open(&world.path);
                    world.assert_works(&keywright);
                    keywright.close();
                }
            });
        }
    });
    assert!(!world.is_open());
    assert_eq!(open(&world.path).user("alice").list_api_keys().unwrap().len(), 81);
}

#[cfg(target_os = "linux")]
#[test]
fn a_store_is_still_watched_after_a_handle_whose_clock_was_ahead_has_closed() {
    let world = World::new();
    let clock = testing::test_clock(Timestamp::from_millis(1_700_000_000_000).unwrap());
    let behind = OpenOptions::new().clock(std::sync::Arc::clone(&clock)).open(&world.path).unwrap();
    // Each handle counts the time from its own beginning; this one says when the files were last compared.
    assert_eq!(reason(&world.keywright, world.key.value()), None);
    world.keywright.close();
    fs::remove_file(world.folder.path().join("keys.db-shm")).unwrap();
    clock.advance(std::time::Duration::from_secs(1)).unwrap();
    let error = behind.verify(world.key.value(), &VerifyOptions::new()).unwrap_err();
    assert_eq!(error.code(), ErrorCode::StoreReplaced);
}

#[test]
fn what_checks_had_noticed_is_written_when_close_returns_and_never_after() {
    let world = World::new();
    let key = world.keywright.api_key(world.key.api_key().id);
    let new = key.rotate(Grace::UntilUsed).unwrap();
    let idle = open(&world.path);
    assert_eq!(reason(&world.keywright, new.value()), None);
    idle.close();
    assert_eq!(reason(&world.keywright, world.key.value()), None, "it was not the other's to tell");
    world.keywright.close();
    let again = open(&world.path);
    let events = again.events(0, 100).unwrap();
    assert_eq!(reason(&again, world.key.value()), Some(Reason::Rotated));
    assert_is_closed("flush", world.keywright.flush());
    assert_eq!(again.events(0, 100).unwrap(), events);
}

#[test]
fn a_close_that_can_not_write_what_was_noticed_ends_all_the_same() {
    let world = World::new();
    let options = OpenOptions::new().busy_time_out(std::time::Duration::ZERO);
    world.keywright.close();
    let keywright = options.open(&world.path).unwrap();
    let key = keywright.api_key(world.key.api_key().id);
    let new = key.rotate(Grace::UntilUsed).unwrap();
    let other = rusqlite::Connection::open(&world.path).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    assert_eq!(reason(&keywright, new.value()), None);
    keywright.close();
    assert!(keywright.is_closed());
    other.execute_batch("ROLLBACK").unwrap();
    drop(other);
    // As after a kill: nothing ended, and the next use tells again.
    let again = open(&world.path);
    assert_eq!(reason(&again, world.key.value()), None);
    assert_eq!(reason(&again, new.value()), None);
    again.close();
    assert_eq!(reason(&open(&world.path), world.key.value()), Some(Reason::Rotated));
}
