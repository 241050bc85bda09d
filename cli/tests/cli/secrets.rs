//! Where a key must never be.

use super::support::Place;

#[test]
fn a_key_among_the_arguments_is_refused_and_not_repeated() {
    let place = Place::with_store();
    let (_, value) = place.key(&["--user", "alice"]);
    let secret = &value[29..];
    let option = format!("--key={value}");
    for arguments in [
        &["verify", &value][..],
        &["explain", &value],
        &["parse", &value],
        &["verify", &option],
        &["verify", "--env", &value],
        &["verify", "--", &value],
        &["key", "show", &value],
        &["user", "show", &value],
        &["key", "create", &value, "--user", "alice"],
        &[&value],
        &["verify", &value[..50]],
    ] {
        for json in [&[][..], &["--json"]] {
            let answer = place.run(&[arguments, json].concat());
            assert_eq!((answer.exit, answer.out.as_str()), (2, ""), "{}", arguments[0]);
            assert!(answer.err.contains("other users of this machine"), "{}", answer.err);
            assert!(!answer.err.contains(&secret[..8]), "{}", answer.err);
        }
    }
    // What does not look like one of ours may be somebody's password all the same.
    let answer = place.run(&["verify", "hunter2"]);
    assert_eq!(answer.exit, 2);
    assert!(!answer.err.contains("hunter2"), "{}", answer.err);
}

#[test]
fn the_secret_is_shown_by_create_and_by_nothing_else() {
    let place = Place::with_store();
    let created = place.run(&["key", "create", "laptop", "--user", "alice"]);
    assert_eq!(created.err, "");
    assert_eq!(created.out.matches("kw_usk_").count(), 1);
    let value = created.out.lines().map(str::trim).find(|line| line.starts_with("kw_")).unwrap();
    let secret = &value[29..];
    let list = place.json(&["key", "list"]);
    let id = list["items"][0]["id"].as_str().unwrap();
    for arguments in [
        &["key", "list"][..],
        &["key", "show", id],
        &["key", "update", id, "--description", "b"],
        &["key", "revoke", id],
        &["user", "show", "alice"],
        &["events"],
        &["doctor"],
    ] {
        for json in [&[][..], &["--json"]] {
            let answer = place.run(&[arguments, json].concat());
            assert_eq!(answer.exit, 0, "{}", answer.err);
            assert!(!answer.out.contains(&secret[..20]) && answer.err.is_empty());
        }
    }
    for verb in ["verify", "explain", "parse"] {
        let answer = place.run_with(&[verb], value.as_bytes());
        assert!(!answer.out.contains(&secret[..20]) && !answer.err.contains(&secret[..20]));
    }
}

#[test]
fn a_key_that_nobody_saw_is_told_with_its_id() {
    // A device that takes nothing; where there is none, there is nothing to test.
    let Ok(full) = std::fs::OpenOptions::new().write(true).open("/dev/full") else { return };
    let place = Place::with_store();
    let mut command = place.command(&["key", "create", "x", "--user", "alice"]);
    let output = command.stdout(full).output().unwrap();
    assert_eq!(output.status.code(), Some(3));
    let error = String::from_utf8(output.stderr).unwrap();
    let id = place.json(&["key", "list"])["items"][0]["id"].as_str().unwrap().to_owned();
    assert!(error.contains(&format!("keywright key revoke {id}")), "{error}");
}
