//! Backups and exports of sealed stores: what is sealed comes back only to who holds the master key, and what somebody
//! changed comes back denied.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::time::Duration;

use keywright::{
    CreatedApiKey, ErrorCode, Grace, ImportOptions, Keywright, MasterKey, NewApiKey, OpenOptions,
    Owner, Reason, RestoreOptions, RestoreReport, RevokeOptions, SettingsUpdate, VerifyOptions,
};
use rusqlite::Connection;
use tempfile::TempDir;

const HOUR: Duration = Duration::from_secs(3600);

/// A folder for stores, and the master key that they are sealed with.
struct World {
    folder: TempDir,
    master_key: MasterKey,
}

impl World {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap(), master_key: MasterKey::generate().unwrap() }
    }

    fn at(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn open(&self, name: &str) -> Keywright {
        sealed_with(&[&self.master_key]).open(self.at(name)).unwrap()
    }

    /// Opens a store, sealed or not, for the days of first sealing.
    fn open_either(&self, name: &str) -> Keywright {
        sealed_with(&[&self.master_key]).accept_unsealed().open(self.at(name)).unwrap()
    }

    fn backup(&self, keywright: &Keywright) -> PathBuf {
        let path = self.at("backup");
        keywright.backup(&path).unwrap();
        path
    }

    fn edit(&self, name: &str, sql: &str) {
        let changed = Connection::open(self.at(name)).unwrap().execute(sql, []).unwrap();
        assert!(changed > 0, "{sql}");
    }
}

fn sealed_with(master_keys: &[&MasterKey]) -> OpenOptions {
    OpenOptions::new().master_keys(master_keys.iter().copied().cloned())
}

fn key(keywright: &Keywright, description: &str) -> CreatedApiKey {
    keywright.user("alice").create_api_key(NewApiKey::new(description)).unwrap()
}

fn verdict(keywright: &Keywright, key: &CreatedApiKey) -> &'static str {
    match keywright.verify(key.value(), &VerifyOptions::new()) {
        Ok(verdict) => verdict.reason().map_or("valid", Reason::as_str),
        Err(error) => error.code().as_str(),
    }
}

/// Restores as the preview said it would.
fn restore(keywright: &Keywright, backup: &Path) -> RestoreReport {
    let preview = keywright.preview_restore(backup).unwrap();
    let report = keywright.restore(backup, RestoreOptions::new()).unwrap();
    assert_eq!(report, preview, "the preview told what happened");
    report
}

/// Tries what must be refused, and looks that nothing has changed.
fn refused(keywright: &Keywright, backup: &Path) -> ErrorCode {
    let events = keywright.events(0, 1000).unwrap();
    let error = keywright.restore(backup, RestoreOptions::new()).unwrap_err();
    assert_eq!(keywright.events(0, 1000).unwrap(), events);
    error.code()
}

#[test]
fn a_sealed_backup_comes_back_to_the_master_key_that_it_was_sealed_with_and_to_no_other() {
    let world = World::new();
    let store = world.open("keys.db");
    let [live, revoked, rotated] = ["live", "revoked", "rotated"].map(|name| key(&store, name));
    let backup = world.backup(&store);
    store.api_key(revoked.api_key().id).revoke(RevokeOptions::new()).unwrap();
    store.api_key(rotated.api_key().id).rotate(Grace::Now).unwrap();
    store.user("alice").suspend().unwrap();
    store.user("alice").resume().unwrap();

    let report = restore(&store, &backup);
    assert_eq!((report.api_keys, report.unsealed_rows), (3, 0));
    assert_eq!(
        [&live, &revoked, &rotated].map(|key| verdict(&store, key)),
        ["valid", "revoked", "rotated"]
    );
    assert_eq!(store.check_integrity().unwrap().problems, [] as [&str; 0]);

    // Into a new place, where everything is lost but the master key.
    let elsewhere = world.open("elsewhere.db");
    restore(&elsewhere, &backup);
    assert_eq!([&live, &revoked, &rotated].map(|key| verdict(&elsewhere, key)), ["valid"; 3]);
    elsewhere.close();
    assert_eq!(verdict(&world.open("elsewhere.db"), &live), "valid", "also opened anew");

    let other = MasterKey::generate().unwrap();
    let stranger = sealed_with(&[&other]).open(world.at("stranger.db")).unwrap();
    assert_eq!(stranger.preview_restore(&backup).unwrap_err().code(), ErrorCode::MasterKey);
    assert_eq!(refused(&stranger, &backup), ErrorCode::MasterKey);
    let either = sealed_with(&[&other]).accept_unsealed().open(world.at("either.db")).unwrap();
    assert_eq!(
        refused(&either, &backup),
        ErrorCode::MasterKey,
        "sealed with another is not unsealed"
    );
    let unsealed = Keywright::open(world.at("unsealed.db")).unwrap();
    assert_eq!(unsealed.preview_restore(&backup).unwrap_err().code(), ErrorCode::MasterKey);
    assert_eq!(refused(&unsealed, &backup), ErrorCode::MasterKey);
}

#[test]
fn an_unsealed_backup_comes_into_a_sealed_store_only_where_unsealed_rows_are_accepted_and_is_told()
{
    let world = World::new();
    let plain = Keywright::open(world.at("plain.db")).unwrap();
    let old = key(&plain, "before sealing");
    let backup = world.backup(&plain);

    let store = world.open("keys.db");
    let own = key(&store, "own");
    assert_eq!(store.preview_restore(&backup).unwrap_err().code(), ErrorCode::MasterKey);
    assert_eq!(refused(&store, &backup), ErrorCode::MasterKey);
    assert_eq!([&old, &own].map(|key| verdict(&store, key)), ["not_found", "valid"]);
    store.close();

    let store = world.open_either("keys.db");
    let report = restore(&store, &backup);
    assert_eq!(report.unsealed_rows, 3, "settings, owner and key");
    assert_eq!([&old, &own].map(|key| verdict(&store, key)), ["valid", "not_found"]);
    let status = store.seal_status().unwrap();
    assert_eq!((status.sealed_rows, status.unsealed_rows), (0, 3));
    // What is made before the store is sealed again works as well.
    let new = key(&store, "new");
    assert_eq!(store.seal(|_| ()).unwrap().sealed, 4);
    store.close();
    let store = world.open("keys.db");
    assert_eq!([&old, &new].map(|key| verdict(&store, key)), ["valid", "valid"]);
    assert!(store.seal_status().unwrap().data_keys[0] > 1, "no number is given twice");
}

#[test]
fn a_backup_of_another_store_whose_data_key_has_the_same_number_is_read_with_its_own() {
    let world = World::new();
    let (ours, theirs) = (world.open("ours.db"), world.open("theirs.db"));
    let (own, foreign) = (key(&ours, "own"), key(&theirs, "foreign"));
    for store in [&ours, &theirs] {
        assert_eq!(store.seal_status().unwrap().data_keys, [1]);
    }
    // The data key by this number is in memory, from here and from another handle.
    assert_eq!(verdict(&ours, &own), "valid");
    let handle = world.open("ours.db");

    restore(&ours, &world.backup(&theirs));
    for store in [&ours, &handle] {
        assert_eq!(verdict(store, &foreign), "valid");
        assert_eq!(verdict(store, &own), "not_found");
        assert_eq!(verdict(store, &key(store, "new")), "valid");
    }
    assert_eq!(ours.check_integrity().unwrap().problems, [] as [&str; 0]);
    ours.close();
    handle.close();
    assert_eq!(verdict(&world.open("ours.db"), &foreign), "valid");
}

#[test]
fn a_backup_from_before_a_rekey_and_a_new_master_key_comes_back_under_the_new_one() {
    let world = World::new();
    let store = world.open("keys.db");
    let old = key(&store, "old");
    let backup = world.backup(&store);
    store.rekey(|_| ()).unwrap();
    store.close();
    let new = MasterKey::generate().unwrap();
    let both = || sealed_with(&[&new, &world.master_key]);
    let store = both().open(world.at("keys.db")).unwrap();
    assert_eq!(store.rotate_master_key().unwrap(), 1);
    let since = key(&store, "since");
    store.close();

    // Who no longer has the key that the backup was sealed with is told so.
    let store = sealed_with(&[&new]).open(world.at("keys.db")).unwrap();
    assert_eq!(refused(&store, &backup), ErrorCode::MasterKey);
    store.close();

    let store = both().open(world.at("keys.db")).unwrap();
    restore(&store, &backup);
    assert_eq!([&old, &since].map(|key| verdict(&store, key)), ["valid", "not_found"]);
    let made = key(&store, "made after");
    store.close();
    // The old master key is not needed again.
    let store = sealed_with(&[&new]).open(world.at("keys.db")).unwrap();
    assert_eq!([&old, &made].map(|key| verdict(&store, key)), ["valid", "valid"]);
    assert!(store.events(0, 100).unwrap().iter().any(|event| event.verb == "store.restored"));
    store.rekey(|_| ()).unwrap();
    assert_eq!(store.seal_status().unwrap().data_keys, [3], "2 was given before");
    assert_eq!([&old, &made].map(|key| verdict(&store, key)), ["valid", "valid"]);
}

#[test]
fn a_backup_from_the_middle_of_a_rekey_has_both_data_keys_and_can_be_gone_on_with() {
    let world = World::new();
    let store = world.open("keys.db");
    let before = key(&store, "before");
    let cut_off = catch_unwind(AssertUnwindSafe(|| store.rekey(|_| panic!("cut off"))));
    assert!(cut_off.is_err());
    let during = key(&store, "during");
    let backup = world.backup(&store);
    store.rekey(|_| ()).unwrap();

    let elsewhere = world.open("elsewhere.db");
    for store in [&store, &elsewhere] {
        restore(store, &backup);
        assert_eq!(store.seal_status().unwrap().data_keys, [1, 2]);
        assert_eq!([&before, &during].map(|key| verdict(store, key)), ["valid", "valid"]);
        store.rekey(|_| ()).unwrap();
        assert_eq!(store.seal_status().unwrap().data_keys, [2]);
        assert_eq!([&before, &during].map(|key| verdict(store, key)), ["valid", "valid"]);
    }
}

#[test]
fn a_key_whose_row_somebody_changed_comes_back_revoked_whatever_was_changed() {
    let named = |name: &str| format!("{name} of this key");
    for (what, sql) in [
        (
            "its revocation",
            "UPDATE api_key SET revoked_at_us = NULL, revoked_by = NULL WHERE description = 'touched'",
        ),
        ("its owner", "UPDATE api_key SET owner_id = 'bob' WHERE description = 'touched'"),
        ("its id", "UPDATE api_key SET id = randomblob(16) WHERE description = 'touched'"),
        ("its seal", "UPDATE api_key SET seal = randomblob(100) WHERE description = 'touched'"),
        ("a later secret", "UPDATE generation SET retires_at_us = 1 WHERE number = 2"),
        ("the newest secret", "UPDATE generation SET prefix = 'kx' WHERE number = 40"),
        ("its row", "DELETE FROM api_key WHERE description = 'touched'"),
    ] {
        let world = World::new();
        let store = world.open("keys.db");
        store.user("bob").create_api_key(NewApiKey::new("bob's")).unwrap();
        let (touched, other) = (key(&store, "touched"), key(&store, "other"));
        let backup = world.backup(&store);
        // More often than a record shows generations.
        for _ in 1..40 {
            store.api_key(touched.api_key().id).rotate(Grace::For(HOUR)).unwrap();
        }
        store.api_key(touched.api_key().id).revoke(RevokeOptions::new()).unwrap();
        world.edit("keys.db", sql);

        let report = restore(&store, &backup);
        assert_eq!(verdict(&store, &touched), "revoked", "{}", named(what));
        assert_eq!(verdict(&store, &other), "valid", "{}", named(what));
        let told =
            report.tampered_since.len() + report.deleted_since.len() + report.revoked_since.len();
        assert_eq!(told, 1, "{}: {report:?}", named(what));
        assert_eq!(store.check_integrity().unwrap().problems, [] as [&str; 0], "{}", named(what));
        // All is given back to who asks for it.
        store.restore(&backup, RestoreOptions::new().with_revoked()).unwrap();
        assert_eq!(verdict(&store, &touched), "valid", "{}", named(what));
    }
}

#[test]
fn an_end_that_somebody_took_from_an_old_secret_does_not_bring_it_back() {
    let world = World::new();
    let store = world.open("keys.db");
    let first = key(&store, "CI");
    let id = first.api_key().id;
    let second = store.api_key(id).rotate(Grace::Now).unwrap();
    let backup = world.backup(&store);
    for _ in 0..40 {
        store.api_key(id).rotate(Grace::Now).unwrap();
    }
    // The record shows the newest generations, and this is none of them.
    world.edit("keys.db", "UPDATE generation SET retires_at_us = NULL WHERE number = 2");
    let report = restore(&store, &backup);
    assert_eq!(report.tampered_since.len(), 1, "{report:?}");
    assert_eq!([&first, &second].map(|key| verdict(&store, key)), ["revoked", "revoked"]);
}

#[test]
fn changed_settings_are_mended_and_a_changed_owner_comes_back_suspended() {
    let world = World::new();
    let store = world.open("keys.db");
    let of_alice = key(&store, "alice's");
    let of_acme = store.team("acme").create_api_key(NewApiKey::new("acme's")).unwrap();
    let of_bob = store.user("bob").create_api_key(NewApiKey::new("bob's")).unwrap();
    let backup = world.backup(&store);
    store.update_settings(SettingsUpdate::new().allow_user_api_keys(false)).unwrap();
    store.user("alice").suspend().unwrap();
    store.team("acme").suspend().unwrap();
    world.edit("keys.db", "UPDATE settings SET allow_user_api_keys = 1");
    world.edit(
        "keys.db",
        "UPDATE owner SET suspended_at_us = NULL, suspended_by = NULL WHERE id <> 'bob'",
    );
    assert_eq!(verdict(&store, &of_alice), "tampered");

    let report = restore(&store, &backup);
    let owners: Vec<_> = report.owners_suspended_since.iter().map(Owner::id).collect();
    assert_eq!(owners, ["alice", "acme"]);
    for (key, expected) in [(&of_alice, "suspended"), (&of_acme, "suspended"), (&of_bob, "valid")] {
        assert_eq!(verdict(&store, key), expected);
    }
    assert_eq!(store.check_integrity().unwrap().problems, [] as [&str; 0]);
}

#[test]
fn a_backup_in_which_somebody_changed_a_row_is_refused() {
    let hidden = "UPDATE generation SET retires_at_us = NULL WHERE number = 2";
    for sql in [
        "UPDATE api_key SET expires_at_us = NULL",
        "UPDATE api_key SET seal = NULL, digest = zeroblob(32), last_four = 'aaaa'",
        "UPDATE settings SET allow_user_api_keys = 0",
        "UPDATE owner SET display_name = 'Mallory'",
        hidden,
        "UPDATE data_key SET wrapped = zeroblob(length(wrapped))",
        "DELETE FROM data_key",
    ] {
        let world = World::new();
        let store = world.open("keys.db");
        let created =
            store.user("alice").create_api_key(NewApiKey::new("CI").expires_in(HOUR)).unwrap();
        for _ in 1..40 {
            store.api_key(created.api_key().id).rotate(Grace::For(HOUR)).unwrap();
        }
        let backup = world.backup(&store);
        world.edit("backup", sql);
        let code = refused(&store, &backup);
        assert!([ErrorCode::StorageCorrupt, ErrorCode::MasterKey].contains(&code), "{sql}: {code}");
        assert_eq!(verdict(&store, &created), "valid", "{sql}");
    }
}

#[test]
fn an_export_of_a_sealed_store_comes_into_a_sealed_one_sealed() {
    let world = World::new();
    let store = world.open("keys.db");
    let rotated = key(&store, "rotated");
    let second = store.api_key(rotated.api_key().id).rotate(Grace::For(HOUR)).unwrap();
    let of_acme = store.team("acme").create_api_key(NewApiKey::new("acme's")).unwrap();
    store.user("bob").suspend().unwrap();
    let suspended = store.user("bob").create_api_key(NewApiKey::new("bob's"));
    let revoked = key(&store, "revoked");
    store.api_key(revoked.api_key().id).revoke(RevokeOptions::new()).unwrap();
    let mut export = Vec::new();
    store.export(&mut export).unwrap();

    let path = world.at("another.db");
    let another = sealed_with(&[&MasterKey::generate().unwrap()]).open(&path).unwrap();
    let report = another.import(&*export, ImportOptions::new()).unwrap();
    assert_eq!(report.added.api_keys, 3 + u64::from(suspended.is_ok()));
    // Before a first use is written behind, which the export tells of.
    let mut again = Vec::new();
    another.export(&mut again).unwrap();
    assert!(again == export, "nothing was lost");
    let keys = [&rotated, &second, &of_acme, &revoked];
    assert_eq!(keys.map(|key| verdict(&another, key)), ["valid", "valid", "valid", "revoked"]);
    assert_eq!(another.seal_status().unwrap().unsealed_rows, 0);
    assert_eq!(another.check_integrity().unwrap().problems, [] as [&str; 0]);

    // The digests of the export, as bytes and as text, in no file of the store.
    another.close();
    let text = String::from_utf8(export).unwrap();
    let digests: Vec<&str> =
        text.split("\"digest\":\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert!(digests.len() >= 4);
    let file = fs::read(&path).unwrap();
    for digest in digests {
        let bytes = bytes_of(digest);
        assert!(!file.windows(bytes.len()).any(|window| window == bytes));
        assert!(!file.windows(digest.len()).any(|window| window == digest.as_bytes()));
    }
}

/// Reads a digest as an export writes it.
fn bytes_of(hex: &str) -> Vec<u8> {
    let digits = hex.as_bytes().chunks(2);
    digits.map(|pair| u8::from_str_radix(str::from_utf8(pair).unwrap(), 16).unwrap()).collect()
}

#[test]
fn a_sealed_store_with_a_changed_row_is_not_exported_in_part() {
    let world = World::new();
    let store = world.open("keys.db");
    key(&store, "CI");
    world.edit("keys.db", "UPDATE api_key SET description = 'other'");
    let error = store.export(Vec::new()).unwrap_err();
    assert_eq!(error.code(), ErrorCode::StorageCorrupt);
    assert!(error.to_string().contains("api_key:"), "{error}");
}
