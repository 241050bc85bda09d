//! `keywright seal`, and what every other verb does with the master key of the environment.

use std::fs;

use crate::support::{Answer, Place};

/// Runs with the master keys that a file of the folder holds.
fn with_keys(place: &Place, file: &str, arguments: &[&str]) -> Answer {
    let mut command = place.command(arguments);
    command.env("KEYWRIGHT_MASTER_KEY_FILE", place.path(file)).output().unwrap().into()
}

#[track_caller]
fn ok(place: &Place, file: &str, arguments: &[&str]) -> String {
    let answer = with_keys(place, file, arguments);
    assert_eq!(answer.exit, 0, "{arguments:?}: {}", answer.err);
    answer.out
}

#[test]
fn a_store_is_sealed_and_changes_its_keys_by_the_commands_that_the_help_names() {
    let place = Place::with_store();
    let (id, value) = place.key(&["--user", "alice"]);
    let made = place.ok(&["seal", "new-key", "--output", "old.key"]);
    assert!(made.contains("Next: export KEYWRIGHT_MASTER_KEY_FILE=old.key"), "{made}");
    // A key without a seal is no way in, and a seal without a key neither.
    assert_eq!(with_keys(&place, "old.key", &["key", "list"]).exit, 3);
    assert!(ok(&place, "old.key", &["key", "list", "--accept-unsealed"]).contains(&id));
    assert_eq!(ok(&place, "old.key", &["seal", "apply"]), "Sealed 3 rows.\n");
    assert_eq!(place.refused(3, &["key", "list"]), "master_key");

    let verify = |file: &str| {
        let mut command = place.command(&["verify", "--env", "PRESENTED"]);
        command.env("PRESENTED", &value).env("KEYWRIGHT_MASTER_KEY_FILE", place.path(file));
        command.output().unwrap().status.code().unwrap()
    };
    assert_eq!(verify("old.key"), 0);

    place.ok(&["seal", "new-key", "--output", "new.key"]);
    let both = [fs::read(place.path("new.key")).unwrap(), fs::read(place.path("old.key")).unwrap()];
    fs::write(place.path("both.key"), both.concat()).unwrap();
    assert_eq!(with_keys(&place, "new.key", &["seal", "rotate"]).exit, 3, "it does not fit yet");
    ok(&place, "both.key", &["seal", "rotate"]);
    assert_eq!((verify("both.key"), verify("new.key"), verify("old.key")), (0, 0, 3));
    assert_eq!(ok(&place, "new.key", &["seal", "rekey"]), "Sealed anew 3 rows.\n");
    assert_eq!(verify("new.key"), 0);
    let status = ok(&place, "new.key", &["seal", "status", "--json"]);
    let status: serde_json::Value = serde_json::from_str(&status).unwrap();
    assert_eq!(status["data_keys"], serde_json::json!([2]));
    assert_eq!((&status["sealed_rows"], &status["unsealed_rows"]), (&3.into(), &0.into()));
}

#[test]
fn a_new_master_key_is_for_its_owner_alone_and_never_written_over_another() {
    let place = Place::empty();
    place.ok(&["seal", "new-key", "--output", "master.key"]);
    let before = fs::read(place.path("master.key")).unwrap();
    assert_eq!(before.len(), 45, "44 characters and a line end");
    assert_eq!(place.refused(2, &["seal", "new-key", "--output", "master.key"]), "already_exists");
    assert_eq!(fs::read(place.path("master.key")).unwrap(), before);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = fs::metadata(place.path("master.key")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    assert_ne!(place.ok(&["seal", "new-key"]), place.ok(&["seal", "new-key"]));
}

#[test]
fn what_is_wrong_with_the_environment_is_said_and_opens_nothing() {
    let place = Place::empty();
    place.ok(&["seal", "new-key", "--output", "master.key"]);
    ok(&place, "master.key", &["init"]);
    fs::write(place.path("empty.key"), "\n").unwrap();
    for file in ["empty.key", "typo.key"] {
        let answer = with_keys(&place, file, &["key", "list"]);
        assert_eq!(answer.exit, 2, "{}", answer.err);
        assert!(answer.err.contains("KEYWRIGHT_MASTER_KEY_FILE"), "{}", answer.err);
    }
    let key = fs::read_to_string(place.path("master.key")).unwrap();
    let mut command = place.command(&["key", "list"]);
    command.env("KEYWRIGHT_MASTER_KEY", &key);
    let answer = Answer::from(command.output().unwrap());
    assert_eq!(answer.exit, 0, "{}", answer.err);
    command.env("KEYWRIGHT_MASTER_KEY_FILE", place.path("master.key"));
    let answer = Answer::from(command.output().unwrap());
    assert_eq!(answer.exit, 2, "which of the two counts is not guessed");
    assert!(!answer.err.contains(key.trim()));
}

#[test]
fn a_sealed_backup_makes_a_missing_store_with_its_master_key_and_not_without() {
    let place = Place::empty();
    place.ok(&["seal", "new-key", "--output", "key"]);
    place.ok(&["seal", "new-key", "--output", "other.key"]);
    ok(&place, "key", &["init"]);
    ok(&place, "key", &["key", "create", "CI", "--user", "alice"]);
    ok(&place, "key", &["backup", "backup"]);
    let into_new = ["restore", "backup", "--store", "new.db"];
    assert_eq!(place.refused(3, &into_new), "master_key");
    assert_eq!(with_keys(&place, "other.key", &into_new).exit, 3);
    assert!(!place.path("new.db").exists());
    assert_eq!(ok(&place, "key", &into_new), "Restored 1 key.\n");
    assert_eq!(place.refused(3, &["key", "list", "--store", "new.db"]), "master_key");

    // And one that is not sealed only comes in by name, and says so.
    place.ok(&["init", "--store", "plain.db"]);
    place.ok(&["backup", "plain", "--store", "plain.db"]);
    let into_sealed = ["restore", "plain", "--store", "new.db", "--yes"];
    assert_eq!(with_keys(&place, "key", &into_sealed).exit, 3);
    let restored = ok(&place, "key", &[&into_sealed[..], &["--accept-unsealed"]].concat());
    assert!(restored.contains("1 row that is not sealed"), "{restored}");
    assert!(restored.contains("keywright seal apply"), "{restored}");
}
