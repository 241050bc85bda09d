//! No call of ours opens and closes the store's files: that would drop every lock this process holds on them.
//!
//! Closing any descriptor of a file drops the process's POSIX locks on it (fcntl(2)), and with them what keeps another
//! process from resetting the log under us. So after every public call the locks must still stand.
#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use keywright::{
    ActingAs, ApiKeyFilter, ApiKeyUpdate, Grace, ImportOptions, Keywright, MasterKey, NewApiKey,
    NewTeam, OpenOptions, PageRequest, PermissionUpdate, RestoreOptions, RevokeAll, RevokeOptions,
    SettingsUpdate, TeamKeys, TeamUpdate, TestClock, Timestamp, UsageRange, UsageStep, UserUpdate,
    VerifyOptions, Warm, testing,
};

/// Where SQLite locks a file as long as it is open: `SHARED_FIRST`, and the dead man switch of `-shm`.
const SHARED_FIRST: u64 = 1_073_741_826;
const DEAD_MAN_SWITCH: u64 = 128;

/// The list of locks is the whole process's: one test at a time looks at it.
fn alone() -> MutexGuard<'static, ()> {
    static ALONE: Mutex<()> = Mutex::new(());
    ALONE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Returns where the locks begin that this process holds on a file.
fn locks(file: &Path) -> BTreeSet<u64> {
    let metadata = fs::metadata(file).unwrap();
    let device = metadata.dev();
    // As the kernel prints a device: eight bits of the minor number below, the rest above (makedev(3)).
    let (major, minor) = ((device >> 8) & 0xfff, (device & 0xff) | ((device >> 12) & 0xfff00));
    let wanted = format!("{major:02x}:{minor:02x}:{}", metadata.ino());
    let process = std::process::id().to_string();
    // A list read while others' locks come and go may leave one out, and never shows one that is not there.
    (0..5)
        .flat_map(|_| {
            let text = fs::read_to_string("/proc/locks").unwrap();
            let found = text.lines().filter_map(|line| {
                let words: Vec<_> = line.split_whitespace().collect();
                match words[..] {
                    [_, "POSIX", _, _, pid, id, from, _] if pid == process && id == wanted => {
                        Some(from.parse().unwrap())
                    }
                    _ => None,
                }
            });
            found.collect::<Vec<u64>>()
        })
        .collect()
}

fn shm(path: &Path) -> PathBuf {
    path.with_file_name("keys.db-shm")
}

fn are_held(path: &Path) -> bool {
    locks(path).contains(&SHARED_FIRST) && locks(&shm(path)).contains(&DEAD_MAN_SWITCH)
}

struct World {
    path: PathBuf,
    clock: Arc<TestClock>,
    keywright: Keywright,
}

impl World {
    /// Looks after a call that must have gone well.
    fn after<T, E>(&self, call: &str, result: Result<T, E>) -> T
    where
        E: std::fmt::Debug,
    {
        let value = result.unwrap_or_else(|error| panic!("{call}: {error:?}"));
        self.look(call);
        value
    }

    fn infallible<T>(&self, call: &str, value: T) -> T {
        self.look(call);
        value
    }

    fn look(&self, call: &str) {
        assert!(are_held(&self.path), "the locks are gone after {call}");
        // So that the next call compares the files as well.
        self.clock.advance(Duration::from_secs(1)).unwrap();
    }
}

#[test]
fn our_locks_stand_after_every_public_call() {
    let _alone = alone();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("keys.db");
    let clock = testing::test_clock(Timestamp::from_millis(1_800_000_000_000).unwrap());
    let keywright = OpenOptions::new().clock(Arc::clone(&clock)).open(&path).unwrap();
    let world = World { path, clock, keywright };
    let (k, options) = (&world.keywright, VerifyOptions::new());
    let after = |call: &str| world.look(call);
    after("open");

    let alice = world.infallible("user", k.user("alice"));
    let made = world.after("create_api_key", alice.create_api_key(NewApiKey::new("CI")));
    let value = made.value();
    world.after("create_api_keys", alice.create_api_keys(vec![NewApiKey::new("CI")]));
    world.after("list_api_keys of a user", alice.list_api_keys());
    world.after("update of a user", alice.update(UserUpdate::new().display_name("Alice")));
    world.after("suspend of a user", alice.suspend());
    world.after("resume of a user", alice.resume());
    world.after("list_teams", alice.list_teams());
    world.after("get_user", k.get_user("alice"));
    world.after("get_user_by_api_key", k.get_user_by_api_key(value, &options));

    let _ = world.after("verify", k.verify(value, &options));
    let _ = world.after("require_valid", k.require_valid(value, &options));
    let _ = world.after("try_verify", k.try_verify(value, &options));
    let _ = world.after("warm", k.warm(&Warm::All));
    world.after("explain", k.explain(value, &options));
    let headers = [("x-api-key", value)];
    world.after("extract_api_key", k.extract_api_key(headers));
    let _ = world.after("authenticate", k.authenticate(headers, &options));
    let _ = world.after("try_authenticate", k.try_authenticate(headers, &options));

    let key = world.infallible("api_key", k.api_key(made.api_key().id));
    world.after("get", key.get());
    let range = UsageRange::last(1, UsageStep::Hour, k.now()).unwrap();
    world.after("usage", key.usage(range));
    world.after("last_used", k.last_used(&[key.id()]));
    world.after("flush_usage", testing::flush_usage(k));
    world.after("get_api_key", k.get_api_key(key.id()));
    world.after("list_api_keys", k.list_api_keys(ApiKeyFilter::new()));
    world.after("page_api_keys", k.page_api_keys(PageRequest::new(ApiKeyFilter::new())));
    world.after("update", key.update(ApiKeyUpdate::new().description("new")));
    world.after("suspend", key.suspend(None));
    world.after("resume", key.resume());
    world.after("rotate", key.rotate(Grace::Now));
    let _ = world.after("verify of what was rotated", k.verify(value, &options));
    world.after("flush", k.flush());
    world.after("revoke", key.revoke(RevokeOptions::new()));
    world.after("purge", key.purge());
    world.after("revoke_all", k.revoke_all(RevokeAll::new().owner(alice.owner().unwrap())));

    world.after("create_team", k.create_team(NewTeam::new("Core").id("core").creator("alice")));
    let team = world.infallible("team", k.team("core"));
    let made = world.after("create_api_key of a team", team.create_api_key(NewApiKey::new("CI")));
    world.after("create_api_keys", team.create_api_keys(vec![NewApiKey::new("CI")]));
    world.after("list_api_keys of a team", team.list_api_keys());
    world.after("get_team", k.get_team("core"));
    world.after("get_team_by_api_key", k.get_team_by_api_key(made.value(), &options));
    world.after("update of a team", team.update(TeamUpdate::new().display_name("Kernel")));
    world.after("suspend of a team", team.suspend());
    world.after("resume of a team", team.resume());
    world.after("define_permission", {
        k.define_permission("deploy", [] as [&str; 0], PermissionUpdate::new())
    });
    world.after("rename_permission", k.rename_permission("deploy", "ship"));
    world.after("list_permission_definitions", k.list_permission_definitions());
    world.after("add_member", team.add_member("bob"));
    world.after("add_member_with", team.add_member_with("carol", ["ship"]));
    world.after("grant_permission", team.grant_permission("bob", "ship"));
    world.after("has_permission", team.has_permission("bob", "ship"));
    world.after("list_permissions", team.list_permissions("bob"));
    world.after("revoke_permission", team.revoke_permission("bob", "ship"));
    world.after("list_members", team.list_members());
    world.after("preview_remove_member", team.preview_remove_member("bob"));
    world.after("remove_member", team.remove_member("bob", TeamKeys::Keep));
    world.after("set_members", team.set_members([("dave", ["ship"])]));
    world.after("delete_permission", k.delete_permission("ship"));
    world.after("delete of a team", team.delete());
    world.after("delete of a user", alice.delete());

    let backup = folder.path().join("backup");
    world.after("backup", k.backup(&backup));
    world.after("backup_with_progress", {
        k.backup_with_progress(folder.path().join("another"), |_| ())
    });
    world.after("preview_restore", k.preview_restore(&backup));
    let options = RestoreOptions::new().with_revoked();
    world.after("restore", k.restore(&backup, options));
    assert!(k.restore(&world.path, RestoreOptions::new()).is_err());
    after("a refused restore of the store itself");
    assert!(k.backup(&world.path).is_err());
    after("a refused backup onto the store");

    let mut export = Vec::new();
    world.after("export", k.export(&mut export));
    world.after("import, dry", k.import(&*export, ImportOptions::new().dry_run()));
    world.after("import", k.import(&*export, ImportOptions::new()));

    world.after("settings", k.settings());
    world.after("try_settings", k.try_settings());
    world.after("preview_drop_prefix", k.preview_drop_prefix(&keywright::Prefix::default()));
    world.after("update_settings", k.update_settings(SettingsUpdate::new()));
    world.after("events", k.events(0, 10_000));
    world.after("signals", k.signals(0, 10_000));
    world.after("status", k.status());
    world.after("check_integrity", k.check_integrity());
    world.after("by", k.by("support"));
    world.after("acting_as", k.acting_as(ActingAs::new("alice")));

    world.after("seal_status", k.seal_status());
    let again = world.after("open of the same file", Keywright::open(&world.path));
    again.close();
    after("close of another handle");
    world.after("migrate", OpenOptions::new().migrate(&world.path));
    let opened = world.after("existing", OpenOptions::new().existing().open(&world.path));
    drop(opened);
    after("drop of another handle");
    assert!(OpenOptions::new().open(folder.path()).is_err());
    after("a failed open of the folder");
}

/// Sealing rewrites the whole file, and is the one call that does.
#[test]
fn our_locks_stand_after_every_step_of_sealing() {
    let _alone = alone();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("keys.db");
    Keywright::open(&path).unwrap().user("alice").create_api_key(NewApiKey::new("CI")).unwrap();
    let master_key = MasterKey::generate().unwrap();
    let clock = testing::test_clock(Timestamp::from_millis(1_800_000_000_000).unwrap());
    let options = OpenOptions::new().master_keys([master_key]).accept_unsealed();
    let keywright = options.clock(Arc::clone(&clock)).open(&path).unwrap();
    let world = World { path, clock, keywright };
    let k = &world.keywright;
    assert!(!world.after("seal", k.seal(|_| ())).is_residue_left);
    world.after("rekey", k.rekey(|_| ()));
    world.after("rotate_master_key", k.rotate_master_key());
    world.after("seal_status", k.seal_status());
}

#[test]
fn the_test_notices_a_file_that_is_opened_and_closed() {
    let _alone = alone();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("keys.db");
    let keywright = Keywright::open(&path).unwrap();
    assert!(are_held(&path));
    drop(fs::File::open(&path).unwrap());
    assert!(!are_held(&path));
    keywright.close();
}

#[test]
fn every_public_function_of_the_handles_is_called_above() {
    let calls = include_str!("locks.rs");
    for entry in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/keywright")).unwrap()
    {
        let path = entry.unwrap().path();
        let path = if path.is_dir() { path.join("mod.rs") } else { path };
        for line in fs::read_to_string(path).unwrap().lines() {
            let line = line.trim_start().replace("pub const fn ", "pub fn ");
            let Some(rest) = line.strip_prefix("pub fn ") else { continue };
            let name = rest.split(['(', '<']).next().unwrap();
            let is_called = [".", "::"].iter().any(|on| calls.contains(&format!("{on}{name}(")));
            assert!(is_called || WITHOUT_FILES.contains(&name), "`{name}` is called nowhere");
        }
    }
}

/// What can not touch a file: it reads or sets a value in memory, or has no file.
const WITHOUT_FILES: &[&str] = &[
    "actor",
    "any_file_system",
    "busy_time_out",
    "grantable_scopes",
    "is_closed",
    "memory_limit",
    "now",
    "open_in_memory",
    "prefix",
    "resident",
    "seed",
    "team_permissions",
];
