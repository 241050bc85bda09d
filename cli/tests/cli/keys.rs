use serde_json::Value;

use super::support::Place;

#[test]
fn a_key_goes_through_its_whole_life() {
    let place = Place::with_store();
    let (id, value) = place.key(&["--user", "alice", "--expires", "90d"]);
    assert_eq!(place.run_with(&["verify"], value.as_bytes()).exit, 0);
    let updated = place.json(&["key", "update", &id, "--description", "new", "--expires", "never"]);
    assert_eq!(updated["description"], "new");
    assert!(updated["expires_at"].is_null());
    let scoped = place.json(&["key", "update", &id, "--scope", "a:b", "--ip", "192.0.2.7"]);
    assert_eq!(
        (&scoped["scopes"][0], &scoped["ip_allow_list"][0]),
        (&"a:b".into(), &"192.0.2.7/32".into())
    );
    place.ok(&["key", "update", &id, "--scope", "", "--ip", ""]);
    assert_eq!(place.json(&["key", "suspend", &id, "--reason", "why"])["status"], "suspended");
    assert_eq!(place.json(&["key", "resume", &id])["status"], "active");
    let revoked = place.json(&["key", "revoke", &id, "--reason", "stolen"]);
    assert_eq!(revoked["revoke_reason"], "stolen");
    assert_eq!(place.json(&["key", "show", &id]), revoked);
    assert_eq!(place.refused(2, &["key", "purge", &id]), "invalid_argument");
    place.ok(&["key", "purge", &id, "--yes"]);
    assert_eq!(place.refused(2, &["key", "show", &id]), "not_found");
}

#[test]
fn value_only_prints_the_key_and_nothing_else() {
    let place = Place::with_store();
    for option in ["--value-only", "--quiet", "-q"] {
        let out = place.ok(&["key", "create", "CI", "--team", "acme", option]);
        assert!(out.starts_with("kw_tsk_") && out.ends_with('\n'), "{out}");
        assert_eq!(out.lines().count(), 1);
    }
}

#[test]
fn a_rotated_key_has_a_new_value_and_keeps_its_id() {
    let place = Place::with_store();
    let (id, old) = place.key(&["--user", "alice"]);
    let verify = |value: &str| place.run_with(&["verify"], value.as_bytes()).exit;
    let rotated = place.json(&["key", "rotate", &id, "--grace", "1h"]);
    assert_eq!(
        (&rotated["api_key"]["id"], &rotated["api_key"]["generation"]),
        (&id.as_str().into(), &2.into())
    );
    let new = rotated["value"].as_str().unwrap();
    assert_eq!((verify(&old), verify(new)), (0, 0));
    let (_, last_four) = old.split_at(old.len() - 4);
    assert!(place.ok(&["key", "show", &id]).contains(&format!("{last_four} until ")));
    let newest = place.ok(&["key", "rotate", &id, "-q"]);
    assert_eq!((verify(new), verify(newest.trim_end())), (1, 0));
}

#[test]
fn a_secret_that_waits_for_the_new_one_ends_with_its_first_use_and_its_use_after_that_is_a_signal()
{
    let place = Place::with_store();
    let (id, old) = place.key(&["--user", "alice"]);
    let verify = |value: &str| place.run_with(&["verify"], value.as_bytes()).exit;
    let rotated = place.json(&["key", "rotate", &id, "--grace", "until-used"]);
    assert_eq!(rotated["api_key"]["generations"][1]["retires_when_used"], true);
    let (_, last_four) = old.split_at(old.len() - 4);
    let shown = place.ok(&["key", "show", &id]);
    assert!(shown.contains(&format!("{last_four} until a later one is used")), "{shown}");
    assert_eq!((verify(&old), verify(&old)), (0, 0));
    assert_eq!(place.ok(&["signals"]), "No signals after 0.\n");

    // Each run is a process of its own, and writes what it noticed when it ends.
    assert_eq!(verify(rotated["value"].as_str().unwrap()), 0);
    assert_eq!((verify(&old), verify(&old)), (1, 1));
    let shown = place.ok(&["key", "show", &id]);
    assert!(!shown.contains("a later one is used"), "{shown}");
    let signals = place.json(&["signals"]);
    assert_eq!(signals["items"].as_array().unwrap().len(), 1);
    assert_eq!(signals["items"][0]["kind"], "rotated_key_used");
    assert_eq!(signals["items"][0]["about"], format!("api_key:{id}"));
    assert_eq!(signals["last_number"], 1);
    let table = place.ok(&["signals"]);
    assert!(table.contains("rotated_key_used") && table.contains("generation=1"), "{table}");
    assert_eq!(place.json(&["signals", "--after", "1"])["items"], serde_json::json!([]));
    assert!(place.ok(&["doctor"]).contains("keywright signals"));
    assert_eq!(place.refused(2, &["signals", "--as", "alice"]), "permission_denied");
    assert_eq!(place.refused(2, &["key", "rotate", &id, "--grace", "soon"]), "invalid_argument");
}

#[test]
fn many_keys_are_made_in_batches_and_all_are_shown() {
    let place = Place::with_store();
    let bulk = ["key", "create", "bulk", "--user", "alice", "--count", "1005"];
    let out = place.ok(&[&bulk[..], &["--value-only"]].concat());
    let mut values: Vec<&str> = out.lines().collect();
    values.sort_unstable();
    values.dedup();
    assert_eq!(values.len(), 1005);
    assert_eq!(place.run_with(&["verify"], values[500].as_bytes()).exit, 0);
    let all = place.json(&["key", "list", "--all"]);
    assert_eq!(all["items"].as_array().unwrap().len(), 1005);
    assert!(all["next_cursor"].is_null());
    let three = place.json(&["key", "create", "x", "--user", "b", "--count", "3"]);
    assert_eq!(three["api_keys"].as_array().unwrap().len(), 3);
}

#[test]
fn keys_that_were_made_before_a_failure_are_shown() {
    let place = Place::with_store();
    place.ok(&["settings", "set", "--max-keys-per-user", "1000"]);
    let answer = place.run(&["key", "create", "x", "--user", "a", "--count", "1500", "--json"]);
    assert_eq!(answer.exit, 2);
    let made: Value = serde_json::from_str(&answer.out).unwrap();
    assert_eq!(made["api_keys"].as_array().unwrap().len(), 1000);
    let error: Value = serde_json::from_str(&answer.err).unwrap();
    assert_eq!(error["error"]["code"], "limit_reached");
}

#[test]
fn lists_are_filtered_and_paged() {
    let place = Place::with_store();
    let (first, _) = place.key(&["--user", "alice"]);
    place.key(&["--user", "bob"]);
    place.key(&["--team", "acme"]);
    place.ok(&["key", "revoke", &first]);
    let ids = |arguments: &[&str]| -> Vec<String> {
        let page = place.json(&[&["key", "list"], arguments].concat());
        let items = page["items"].as_array().unwrap();
        items.iter().map(|key| key["id"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(ids(&[]).len(), 3);
    assert_eq!(ids(&["--user", "alice"]), *std::slice::from_ref(&first));
    assert_eq!(ids(&["--status", "revoked"]), *std::slice::from_ref(&first));
    assert_eq!(ids(&["--search", &first]), *std::slice::from_ref(&first));
    assert_eq!(ids(&["--search", "no such"]).len(), 0);
    let page = place.json(&["key", "list", "--limit", "2"]);
    let cursor = page["next_cursor"].as_str().unwrap();
    assert_eq!(ids(&["--limit", "2", "--cursor", cursor]), [first]);
    assert_eq!(place.refused(2, &["key", "list", "--cursor", "!"]), "invalid_argument");
    assert_eq!(place.refused(2, &["key", "list", "--limit", "0"]), "invalid_argument");
    assert_eq!(place.ok(&["key", "list", "--user", "nobody"]), "No keys.\n");
}

#[test]
fn revoke_all_needs_a_name_and_a_yes() {
    let place = Place::with_store();
    place.key(&["--user", "alice"]);
    place.key(&["--user", "alice"]);
    place.key(&["--user", "bob"]);
    assert_eq!(place.refused(2, &["key", "revoke-all", "--yes"]), "invalid_argument");
    assert_eq!(place.refused(2, &["key", "revoke-all", "--user", "alice"]), "invalid_argument");
    let matching = ["key", "revoke-all", "--yes", "--user", "alice", "--created-by", "server"];
    assert_eq!(place.json(&matching)["revoked"], 2);
    assert_eq!(place.json(&matching)["revoked"], 0);
    let rest = [
        "key",
        "revoke-all",
        "--yes",
        "--prefix",
        "kw",
        "--created-before",
        "9000-01-01T00:00:00Z",
    ];
    assert_eq!(place.ok(&rest), "Revoked 1 key.\n");
}

#[test]
fn wrong_values_are_refused_before_anything_is_made() {
    let place = Place::with_store();
    for arguments in [
        &["--expires", "yesterday"][..],
        &["--expires", "2001-01-01T00:00:00Z"],
        &["--expires", "0s"],
        &["--expires", "99999999999999y"],
        &["--scope", "not a scope"],
        &["--ip", "300.0.0.1"],
        &["--metadata", "[]"],
        &["--count", "0"],
    ] {
        let all = [&["key", "create", "x", "--user", "alice"], arguments].concat();
        assert_eq!(place.refused(2, &all), "invalid_argument", "{arguments:?}");
    }
    for arguments in [
        &["key", "create", "x"][..],
        &["key", "create", "x", "--user", ""],
        &["key", "create", " ", "--user", "a"],
    ] {
        assert_eq!(place.refused(2, arguments), "invalid_argument", "{arguments:?}");
    }
    assert_eq!(place.json(&["events"])["last_number"], 0);
}
