use serde_json::json;

use super::support::Place;

#[test]
fn a_backup_can_be_taken_looked_into_and_restored() {
    let place = Place::with_store();
    let (id, value) = place.key(&["--user", "alice"]);
    let backup = place.json(&["backup", "monday.backup"]);
    assert_eq!((&backup["api_keys"], &backup["path"]), (&json!(1), &json!("monday.backup")));
    assert_eq!(place.refused(2, &["backup", "monday.backup"]), "already_exists");
    assert_eq!(place.refused(2, &["backup", "keywright.db-journal"]), "invalid_argument");
    place.ok(&["key", "revoke", &id, "--reason", "leaked"]);
    place.key(&["--user", "bob"]);

    let preview = place.json(&["restore", "monday.backup", "--preview"]);
    assert_eq!(preview["revoked_since"][0]["id"], id.as_str());
    assert_eq!(preview["api_keys_made_since"], 1);
    assert_eq!(place.json(&["key", "list"])["items"].as_array().unwrap().len(), 2);
    // Without a terminal nobody can be asked.
    assert_eq!(place.refused(2, &["restore", "monday.backup"]), "invalid_argument");

    assert_eq!(place.json(&["restore", "monday.backup", "--yes"]), preview);
    assert_eq!(place.run_with(&["verify"], value.as_bytes()).exit, 1);
    place.ok(&["restore", "monday.backup", "--with-revoked", "--yes"]);
    assert_eq!(place.run_with(&["verify"], value.as_bytes()).exit, 0);
}

#[test]
fn a_missing_store_is_made_from_a_backup_and_not_from_anything_else() {
    let place = Place::with_store();
    let (_, value) = place.key(&["--user", "alice"]);
    place.ok(&["backup", "backup"]);
    std::fs::write(place.path("text"), "no backup").unwrap();
    for (exit, file, code) in
        [(3, "text", "storage_corrupt"), (3, "missing", "storage_unavailable")]
    {
        assert_eq!(place.refused(exit, &["restore", file, "--store", "new.db"]), code);
        assert!(!place.path("new.db").exists(), "{file}");
    }
    place.ok(&["restore", "backup", "--store", "new.db", "--preview"]);
    assert!(!place.path("new.db").exists());
    let restored = place.ok(&["restore", "backup", "--store", "new.db"]);
    assert_eq!(restored, "Restored 1 key.\n");
    assert_eq!(place.run_with(&["verify", "--store", "new.db"], value.as_bytes()).exit, 0);
}

#[test]
fn an_export_goes_to_standard_output_or_a_new_file_and_can_be_imported() {
    let place = Place::with_store();
    let (_, value) = place.key(&["--user", "alice"]);
    let text = place.ok(&["export"]);
    assert!(text.starts_with("{\"kind\":\"header\""));
    assert!(!text.contains(&value));
    place.ok(&["export", "--output", "export.jsonl"]);
    assert_eq!(std::fs::read_to_string(place.path("export.jsonl")).unwrap(), text);
    assert_eq!(place.refused(2, &["export", "--output", "export.jsonl"]), "already_exists");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = place.path("export.jsonl").metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }

    place.ok(&["init", "--store", "new.db"]);
    let dry = place.json(&["import", "export.jsonl", "--store", "new.db", "--dry-run"]);
    assert_eq!((&dry["is_dry_run"], &dry["added"]["api_keys"]), (&json!(true), &json!(1)));
    assert_eq!(place.run_with(&["verify", "--store", "new.db"], value.as_bytes()).exit, 1);
    let answer = place.run_with(&["import", "-", "--store", "new.db"], text.as_bytes());
    assert_eq!(answer.exit, 0, "{}", answer.err);
    assert_eq!(place.run_with(&["verify", "--store", "new.db"], value.as_bytes()).exit, 0);
    let again = place.json(&["import", "export.jsonl", "--store", "new.db"]);
    assert_eq!(again["unchanged"]["api_keys"], 1);
    assert_eq!(place.refused(2, &["import", "new.db", "--store", "new.db"]), "invalid_argument");
    assert_eq!(place.refused(3, &["import", "missing"]), "storage_unavailable");
}

#[test]
fn migrate_shows_both_numbers_before_and_after() {
    let place = Place::empty();
    assert_eq!(place.refused(3, &["migrate"]), "storage_unavailable");
    let fixture = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/fixtures/v1.sqlite3");
    std::fs::write(place.path("keywright.db"), std::fs::read(fixture).unwrap()).unwrap();
    assert_eq!(place.refused(2, &["migrate", "--as", "alice"]), "permission_denied");
    assert_eq!(place.ok(&["migrate"]), "schema         1 → 2\noldest reader  1\n");
    let again = place.json(&["migrate"]);
    let numbers = json!({
        "schema_before": 2, "schema_after": 2, "oldest_reader_before": 1, "oldest_reader_after": 1
    });
    assert_eq!(again, numbers);
}

#[test]
fn only_the_server_moves_a_store() {
    let place = Place::with_store();
    place.ok(&["backup", "backup"]);
    place.ok(&["export", "--output", "export"]);
    for arguments in [
        &["backup", "another"][..],
        &["restore", "backup", "--yes"],
        &["export", "--output", "another"],
        &["import", "export"],
    ] {
        let refused = place.refused(2, &[arguments, &["--as", "alice"]].concat());
        assert_eq!(refused, "permission_denied", "{arguments:?}");
    }
    assert!(!place.path("another").exists());
}

#[test]
fn usage_goes_into_a_second_file_and_comes_back() {
    let place = Place::with_store();
    let (id, value) = place.key(&["--user", "alice"]);
    assert_eq!(place.run_with(&["verify"], value.as_bytes()).exit, 0);
    let made = place.ok(&["backup", "backup"]);
    assert!(made.contains("Made backup-usage: how they were used"), "{made}");
    place.ok(&["restore", "backup", "--store", "new.db"]);
    let counted = |store: &str| place.json(&["usage", &id, "--store", store])["total"].clone();
    assert_eq!(counted("new.db"), counted("keywright.db"));

    std::fs::write(place.path("backup-usage"), "no usage").unwrap();
    let restored = place.ok(&["restore", "backup", "--store", "another.db"]);
    assert!(restored.contains("Its usage is not whole: storage_corrupt"), "{restored}");
    place.ok(&["restore", "backup", "--store", "another.db", "--yes"]);
}
