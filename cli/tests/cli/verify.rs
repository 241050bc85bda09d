use serde_json::Value;

use super::support::Place;

#[test]
fn the_exit_says_valid_or_denied_and_the_document_why() {
    let place = Place::with_store();
    let (id, value) = place.key(&["--user", "alice", "--scope", "a:read", "--ip", "192.0.2.0/24"]);
    for (options, exit, reason) in [
        (&["--ip", "192.0.2.1"][..], 0, Value::Null),
        (
            &["--ip", "192.0.2.1", "--type", "user", "--accept", "secret", "--scope", "a:read"],
            0,
            Value::Null,
        ),
        (&[], 1, "ip_denied".into()),
        (&["--ip", "192.0.2.1", "--scope", "a:write"], 1, "insufficient_scope".into()),
        (&["--type", "team"], 1, "wrong_type".into()),
    ] {
        let answer = place.run_with(&[&["verify", "--json"], options].concat(), value.as_bytes());
        assert_eq!((answer.exit, answer.err.as_str()), (exit, ""), "{options:?}");
        let verdict: Value = serde_json::from_str(&answer.out).unwrap();
        assert_eq!(verdict["reason"], reason, "{options:?}");
        assert_eq!(verdict["valid"], exit == 0);
        assert_eq!(verdict["api_key_id"], id.as_str());
    }
}

#[test]
fn exactly_one_line_end_is_taken_away() {
    let place = Place::with_store();
    let (_, value) = place.key(&["--user", "alice"]);
    for (around, exit) in [
        (value.clone(), 0),
        (format!("{value}\n"), 0),
        (format!("{value}\r\n"), 0),
        (format!("{value}\n\n"), 1),
        (format!("{value}\r"), 1),
        (format!(" {value}"), 1),
        (format!("{value}\0"), 1),
        (String::new(), 1),
    ] {
        assert_eq!(place.run_with(&["verify"], around.as_bytes()).exit, exit, "{}", around.len());
    }
}

#[test]
fn whatever_is_presented_is_malformed_and_never_a_crash() {
    let place = Place::with_store();
    let (_, value) = place.key(&["--user", "alice"]);
    let long = [value.as_bytes(), &vec![b'\n'; 8 << 20]].concat();
    for input in [&b"\xff\xfe\0"[..], &[b'a'; 129], &long] {
        let answer = place.run_with(&["verify", "--json"], input);
        let verdict: Value = serde_json::from_str(&answer.out).unwrap();
        assert_eq!((answer.exit, &verdict["reason"]), (1, &"malformed".into()));
    }
}

#[test]
fn a_named_variable_comes_first_then_input_then_the_usual_variable() {
    let place = Place::with_store();
    let (_, value) = place.key(&["--user", "alice"]);
    let exit = |arguments: &[&str], name: &str| {
        place.command(arguments).env(name, &value).output().unwrap().status.code()
    };
    assert_eq!(exit(&["verify"], "KEYWRIGHT_KEY"), Some(0));
    assert_eq!(exit(&["verify", "--env", "MINE"], "MINE"), Some(0));
    assert_eq!(exit(&["verify"], "MINE"), Some(1));
    assert_eq!(place.refused(2, &["verify", "--env", "NOT_SET"]), "invalid_argument");
}

#[test]
fn explain_shows_every_gate_and_ends_as_verify_does() {
    let place = Place::with_store();
    let (id, value) = place.key(&["--user", "alice"]);
    let explain = |exit| {
        let answer = place.run_with(&["explain", "--json"], value.as_bytes());
        assert_eq!(answer.exit, exit);
        serde_json::from_str::<Value>(&answer.out).unwrap()
    };
    assert_eq!(explain(0)["gates"].as_array().unwrap().len(), 13);
    place.ok(&["key", "revoke", &id]);
    assert_eq!(explain(1)["verdict"]["reason"], "revoked");
    let text = place.run_with(&["explain"], value.as_bytes()).out;
    assert!(text.ends_with("denied, revoked: This API key was revoked (HTTP 401)\n"), "{text}");
}

#[test]
fn a_user_may_not_check_keys() {
    let place = Place::with_store();
    assert_eq!(place.refused(2, &["verify", "--as", "alice"]), "permission_denied");
}

#[test]
fn parse_and_redact_need_no_store() {
    let key = "kw_usk_0322SbK0Nv8TMFuW8dBN7ST7qbusUJtbKl2O2oizvZUePUB8A3v888y";
    let place = Place::empty();
    let answer = place.run_with(&["parse", "--json"], key.as_bytes());
    let parsed: Value = serde_json::from_str(&answer.out).unwrap();
    assert_eq!((answer.exit, &parsed["last_four"]), (0, &"888y".into()));
    assert_eq!(place.run_with(&["parse"], b"kw_usk_x").exit, 1);
    let log = format!("one {key}\ntwo");
    let answer = place.run_with(&["redact"], log.as_bytes());
    assert_eq!(answer.out, "one kw_usk_0322SbK0Nv8TMFuW8dBN7S[redacted]\ntwo");
}
