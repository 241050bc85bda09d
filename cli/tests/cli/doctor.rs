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
    for name in ["file", "mode", "schema", "freshness", "integrity", "user keys", "keys"] {
        assert_eq!(state(&report, name).as_deref(), Some("ok"), "{name}");
    }
    // In memory or in a container's own layer there is something to say.
    let is_lasting = state(&report, "file system").as_deref() != Some("warn");
    assert_eq!(place.ok(&["doctor"]).ends_with("All is well.\n"), is_lasting);
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

#[cfg(unix)]
#[test]
fn a_file_of_the_master_key_that_others_can_read_is_a_warning() {
    use std::os::unix::fs::PermissionsExt as _;
    let place = Place::with_store();
    std::fs::write(place.path("key"), "").unwrap();
    for (mode, expected) in [(0o640, "warn"), (0o620, "fail"), (0o400, "ok")] {
        std::fs::set_permissions(place.path("key"), std::fs::Permissions::from_mode(mode)).unwrap();
        let mut command = place.command(&["doctor", "--json"]);
        let output = command.env("KEYWRIGHT_MASTER_KEY_FILE", "key").output().unwrap();
        let report: Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(state(&report, "master key").as_deref(), Some(expected), "{mode:o}");
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
        assert_eq!(state(&report, "mode").is_some(), code == "not_found", "not ours to advise on");
    }
}

#[test]
fn a_switch_that_is_off_is_pointed_out_with_the_way_back() {
    let place = Place::with_store();
    place.ok(&["settings", "set", "--team-keys", "off"]);
    assert!(place.ok(&["doctor"]).contains("keywright settings set --team-keys on"));
}

fn report(place: &Place) -> (i32, Value) {
    let answer = place.run(&["doctor", "--json"]);
    (answer.exit, serde_json::from_str(&answer.out).unwrap())
}

fn saw(report: &Value, name: &str) -> String {
    let checks = report["checks"].as_array().unwrap();
    let check = checks.iter().find(|check| check["name"] == name).unwrap();
    format!("{} {}", check["saw"].as_str().unwrap(), check["remedy"].as_str().unwrap_or_default())
}

#[test]
fn a_damaged_page_is_found_and_what_to_do_is_said() {
    use std::io::{Seek as _, SeekFrom, Write as _};
    let place = Place::with_store();
    place.ok(&["key", "create", "CI", "--user", "alice"]);
    let path = place.path("keywright.db");
    let whole = std::fs::read(&path).unwrap();
    let mut found = 0;
    for page in 1..whole.len() / 4096 {
        std::fs::write(&path, &whole).unwrap();
        let mut file = std::fs::File::options().write(true).open(&path).unwrap();
        file.seek(SeekFrom::Start(page as u64 * 4096)).unwrap();
        file.write_all(&[0x5a; 4096]).unwrap();
        drop(file);
        let (exit, report) = report(&place);
        assert_eq!((exit, &report["healthy"]), (3, &false.into()), "page {page}");
        assert_eq!(report["code"], "storage_corrupt", "page {page}");
        if state(&report, "integrity").as_deref() == Some("fail") {
            assert!(saw(&report, "integrity").contains("restore a backup"));
            found += 1;
        }
    }
    assert!(found > 0);
}

#[test]
fn a_log_without_its_store_is_pointed_out() {
    let place = Place::empty();
    std::fs::write(place.path("keywright.db-wal"), vec![1; 5000]).unwrap();
    for _ in 0..2 {
        let (exit, report) = report(&place);
        assert_eq!((exit, state(&report, "log").as_deref()), (3, Some("fail")));
        // Gone first, and empty then.
        std::fs::write(place.path("keywright.db"), "").unwrap();
    }
    assert_eq!(std::fs::metadata(place.path("keywright.db-wal")).unwrap().len(), 5000);
}

#[cfg(unix)]
#[test]
fn a_second_name_and_a_folder_that_everybody_writes_are_pointed_out() {
    use std::os::unix::fs::PermissionsExt as _;
    let place = Place::with_store();
    let mode = |mode| std::fs::Permissions::from_mode(mode);
    std::fs::set_permissions(place.folder(), mode(0o777)).unwrap();
    assert_eq!(state(&report(&place).1, "folder").as_deref(), Some("warn"));
    std::fs::set_permissions(place.folder(), mode(0o700)).unwrap();
    std::fs::hard_link(place.path("keywright.db"), place.path("other.db")).unwrap();
    let (exit, report) = report(&place);
    assert_eq!((exit, state(&report, "file").as_deref()), (3, Some("fail")));
    assert_eq!(report["code"], "storage_unavailable");
}

#[cfg(target_os = "linux")]
#[test]
fn who_has_the_store_open_is_told_and_who_has_an_old_one_is_a_failure() {
    use std::io::{BufRead as _, BufReader};
    use std::process::{Command, Stdio};
    let place = Place::with_store();
    // A process that holds a descriptor, as one that has the store open does.
    let mut holder = Command::new("sh")
        .args(["-c", "exec 3< keywright.db; echo open; read -r line"])
        .current_dir(place.folder())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(holder.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let name = format!("{} sh", holder.id());
    let (exit, before) = report(&place);
    assert!(saw(&before, "in use").contains(&name), "{before}");
    assert_eq!((exit, state(&before, "replaced")), (0, None));

    std::fs::copy(place.path("keywright.db"), place.path("restored.db")).unwrap();
    std::fs::rename(place.path("restored.db"), place.path("keywright.db")).unwrap();
    let (exit, after) = report(&place);
    assert!(saw(&after, "replaced").contains(&name), "{after}");
    assert_eq!((exit, state(&after, "replaced").as_deref()), (3, Some("fail")));
    holder.kill().unwrap();
    holder.wait().unwrap();
    assert_eq!(report(&place).0, 0);
}

/// Looks at a sealed store after somebody has edited it.
fn looked_after(sql: &str) -> (i32, Value) {
    let place = Place::empty();
    place.ok(&["seal", "new-key", "--output", "master.key"]);
    let command = |arguments: &[&str]| {
        let mut command = place.command(arguments);
        command.env("KEYWRIGHT_MASTER_KEY_FILE", place.path("master.key"));
        command.output().unwrap()
    };
    for arguments in [&["init"][..], &["key", "create", "CI", "--user", "alice"]] {
        assert!(command(arguments).status.success());
    }
    let edited = rusqlite::Connection::open(place.path("keywright.db")).unwrap();
    edited.execute_batch(sql).unwrap();
    drop(edited);
    let output = command(&["doctor", "--json"]);
    (output.status.code().unwrap(), serde_json::from_slice(&output.stdout).unwrap())
}

#[test]
fn a_sealed_store_tells_how_and_an_edit_is_found_whatever_row_it_hits() {
    let (exit, whole) = looked_after("");
    assert_eq!((exit, state(&whole, "seal").as_deref()), (0, Some("ok")));
    assert!(saw(&whole, "seal").ends_with("rows sealed: 3, not sealed: 0 "), "{whole}");
    for (sql, name) in [
        ("UPDATE api_key SET expires_at_us = NULL, description = 'x'", "keys"),
        ("UPDATE owner SET display_name = 'x'", "keys"),
        ("UPDATE settings SET allow_user_api_keys = 0", "settings"),
    ] {
        let (exit, report) = looked_after(sql);
        assert_eq!((exit, &report["code"]), (3, &"storage_corrupt".into()), "{sql}");
        assert_eq!(state(&report, name).as_deref(), Some("fail"), "{sql}");
        // The one remedy stands where every row was looked at.
        assert!(saw(&report, "integrity").contains("purge the keys"), "{report}");
        assert_eq!(state(&report, "seal").as_deref(), Some("ok"), "{sql}");
    }
    let unsealed = "UPDATE api_key SET seal = NULL, digest = zeroblob(32), last_four = 'aaaa'";
    let (exit, report) = looked_after(unsealed);
    assert_eq!((exit, state(&report, "seal").as_deref()), (3, Some("fail")));
    assert!(saw(&report, "seal").contains("keywright seal apply"), "{report}");
}
