use serde_json::Value;

use super::support::Place;

fn state(report: &Value, name: &str) -> Option<String> {
    let checks = report["checks"].as_array().unwrap();
    let check = checks.iter().find(|check| check["name"] == name)?;
    Some(check["state"].as_str().unwrap().to_owned())
}

#[test]
fn a_new_store_is_well() {
    let place = Place::with_store();
    let report = place.json(&["doctor"]);
    assert_eq!(report["healthy"], true);
    for name in ["file", "mode", "schema", "freshness", "user keys", "keys"] {
        assert_eq!(state(&report, name).as_deref(), Some("ok"), "{name}");
    }
    assert!(place.ok(&["doctor"]).ends_with("All is well.\n"));
}

#[cfg(unix)]
#[test]
fn a_file_that_others_can_read_is_a_warning_and_one_that_they_can_write_a_failure() {
    use std::os::unix::fs::PermissionsExt as _;
    let place = Place::with_store();
    for (mode, exit, expected) in [(0o644, 0, "warn"), (0o666, 3, "fail"), (0o600, 0, "ok")] {
        let permissions = std::fs::Permissions::from_mode(mode);
        std::fs::set_permissions(place.path("keywright.db"), permissions).unwrap();
        let answer = place.run(&["doctor", "--json"]);
        let report: Value = serde_json::from_str(&answer.out).unwrap();
        assert_eq!((answer.exit, state(&report, "mode").as_deref()), (exit, Some(expected)));
    }
}

#[test]
fn what_is_no_store_fails_with_its_code_and_a_remedy() {
    let place = Place::empty();
    std::fs::write(place.path("notes.db"), "notes").unwrap();
    std::fs::write(place.path("empty.db"), "").unwrap();
    for (path, code) in [
        ("missing.db", "storage_unavailable"),
        ("notes.db", "storage_corrupt"),
        ("empty.db", "not_found"),
        (".", "storage_unavailable"),
    ] {
        let answer = place.run(&["doctor", "--json", "--store", path]);
        let report: Value = serde_json::from_str(&answer.out).unwrap();
        assert_eq!((answer.exit, &report["code"]), (3, &code.into()), "{path}");
        assert_eq!(report["healthy"], false);
    }
}

#[test]
fn a_switch_that_is_off_is_pointed_out_with_the_way_back() {
    let place = Place::with_store();
    place.ok(&["settings", "set", "--team-keys", "off"]);
    assert!(place.ok(&["doctor"]).contains("keywright settings set --team-keys on"));
}
