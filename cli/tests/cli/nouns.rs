use serde_json::json;

use super::support::Place;

#[test]
fn init_makes_a_store_once_and_never_touches_one_that_is_there() {
    let place = Place::empty();
    assert_eq!(place.json(&["init", "--prefix", "acme"])["schema"], 3);
    let before = std::fs::read(place.path("keywright.db")).unwrap();
    assert_eq!(place.refused(2, &["init", "--prefix", "other"]), "already_exists");
    place.ok(&["init", "--if-missing"]);
    assert_eq!(std::fs::read(place.path("keywright.db")).unwrap(), before);
    assert_eq!(place.refused(3, &["init", "--store", "no/such.db"]), "storage_unavailable");
    assert_eq!(place.refused(2, &["init", "--prefix", "Not A Prefix"]), "invalid_argument");
}

#[test]
fn the_store_is_named_by_the_option_before_the_environment() {
    let place = Place::empty();
    let run = |arguments: &[&str]| {
        place.command(arguments).env("KEYWRIGHT_STORE", "environment.db").output().unwrap().status
    };
    assert!(run(&["init", "--json"]).success());
    assert!(place.path("environment.db").exists());
    assert!(run(&["--store", "option.db", "init"]).success());
    assert!(place.path("option.db").exists());
    assert!(!place.path("keywright.db").exists());
}

#[test]
fn settings_can_be_shown_and_set() {
    let place = Place::with_store();
    let set = [
        "settings",
        "set",
        "--user-keys",
        "off",
        "--max-keys-per-team",
        "3",
        "--max-lifetime",
        "90d",
    ];
    let settings = place.json(&set);
    assert_eq!(settings["allow_user_api_keys"], false);
    assert_eq!(settings["max_api_keys_per_team"], 3);
    assert_eq!(place.json(&["settings"]), settings);
    assert_eq!(place.json(&["settings", "show"]), settings);
    assert!(place.ok(&["settings"]).contains("longest lifetime      90d\n"));
    assert_eq!(place.refused(2, &["key", "create", "x", "--user", "a"]), "disabled");
    place.ok(&["settings", "set", "--max-keys-per-team", "none", "--max-lifetime", "none"]);
    assert_eq!(place.json(&["settings"])["max_lifetime"], json!(null));
    place.ok(&["settings", "set", "--member-permissions", "", "--header", "X-Acme"]);
    assert_eq!(place.json(&["settings"])["member_permissions"], json!([]));
}

#[test]
fn dropping_a_prefix_takes_the_right_number_of_keys_it_ends() {
    let place = Place::with_store();
    place.key(&["--user", "alice"]);
    place.ok(&["settings", "set", "--prefix", "acme"]);
    assert_eq!(place.refused(2, &["settings", "set", "--drop-prefix", "kw"]), "invalid_argument");
    let wrong = place.run(&["settings", "set", "--drop-prefix", "kw", "--yes"]);
    assert_eq!(wrong.exit, 2);
    assert!(
        wrong.err.contains("ends 1 working keys") && wrong.err.contains("--ends 1"),
        "{}",
        wrong.err
    );
    place.ok(&["settings", "set", "--drop-prefix", "kw", "--ends", "1", "--yes"]);
    assert_eq!(place.json(&["settings"])["prefixes"], json!(["acme"]));
}

#[test]
fn users_come_into_being_change_and_go() {
    let place = Place::with_store();
    assert_eq!(place.refused(2, &["user", "show", "alice"]), "not_found");
    let update = ["user", "update", "alice", "--name", "Alice", "--email", "a@example.com"];
    let alice = place.json(&update);
    assert_eq!(alice["display_name"], "Alice");
    assert_eq!(place.json(&["user", "show", "alice"]), alice);
    place.ok(&["user", "update", "alice", "--no-email", "--metadata", r#"{"plan":"pro"}"#]);
    assert_eq!(place.json(&["user", "show", "alice"])["metadata"]["plan"], "pro");
    assert!(place.json(&["user", "suspend", "alice"])["suspended_at"].is_string());
    assert!(place.json(&["user", "resume", "alice"])["suspended_at"].is_null());
    place.ok(&["team", "create", "Acme", "--id", "acme", "--creator", "alice"]);
    assert_eq!(place.json(&["user", "list-teams", "alice"])["items"][0]["id"], "acme");
    place.ok(&["user", "delete", "alice", "--yes"]);
    assert_eq!(place.refused(2, &["user", "show", "alice"]), "not_found");
}

#[test]
fn teams_have_members_who_hold_permissions() {
    let place = Place::with_store();
    place.ok(&["team", "create", "Acme Inc.", "--id", "acme", "--creator", "alice"]);
    assert_eq!(place.refused(2, &["team", "create", "Again", "--id", "acme"]), "already_exists");
    place.ok(&["team", "add-member", "acme", "bob"]);
    let define = ["permission", "define", "billing", "--contains", "$manage_api_keys"];
    assert_eq!(place.json(&define)["contains"], json!(["$manage_api_keys"]));
    assert_eq!(place.refused(2, &["permission", "define", "billing", "--new"]), "already_exists");
    place.ok(&["team", "grant", "acme", "bob", "billing"]);
    let held = place.ok(&["team", "permissions", "acme", "bob"]);
    assert_eq!(held, "$invite_members\n$manage_api_keys\n$read_members\nbilling\nteam_member\n");
    place.ok(&["permission", "rename", "billing", "finance"]);
    place.ok(&["team", "revoke-permission", "acme", "bob", "finance"]);
    place.ok(&["permission", "delete", "finance", "--yes"]);
    assert_eq!(place.json(&["permission", "list"])["items"].as_array().unwrap().len(), 8);
    assert_eq!(place.json(&["team", "members", "acme"])["items"][1]["user_id"], "bob");
    assert_eq!(place.json(&["team", "update", "acme", "--name", "A"])["display_name"], "A");
    assert!(place.json(&["team", "suspend", "acme"])["suspended_at"].is_string());
    place.ok(&["team", "resume", "acme"]);
    place.ok(&["team", "show", "acme"]);
    place.ok(&["team", "delete", "acme", "--yes"]);
    assert_eq!(place.refused(2, &["team", "show", "acme"]), "not_found");
}

#[test]
fn a_member_leaves_and_the_keys_that_it_made_stay_or_go() {
    let place = Place::with_store();
    place.ok(&["team", "add-member", "acme", "bob", "--permissions", "team_admin"]);
    let (id, _) = place.key(&["--team", "acme", "--as", "bob"]);
    let preview = place.json(&["team", "remove-member", "acme", "bob", "--preview"]);
    assert_eq!(preview["api_keys"][0]["id"], id.as_str());
    assert_eq!(place.json(&["key", "show", &id])["status"], "active");
    place.ok(&["team", "remove-member", "acme", "bob", "--team-keys", "revoke"]);
    assert_eq!(place.json(&["key", "show", &id])["status"], "revoked");
    assert_eq!(place.refused(2, &["team", "remove-member", "acme", "bob"]), "not_found");
}

#[test]
fn acting_as_a_user_is_checked_and_stated_permissions_count() {
    let place = Place::with_store();
    place.key(&["--team", "acme"]);
    let list = ["key", "list", "--team", "acme", "--as", "erin"];
    assert_eq!(place.refused(2, &list), "not_found");
    let stated = [&list[..], &["--stated", "acme=$manage_api_keys"]].concat();
    assert_eq!(place.json(&stated)["items"].as_array().unwrap().len(), 1);
    assert_eq!(place.refused(2, &["--as", "erin", "settings"]), "permission_denied");
    assert_eq!(place.refused(2, &["--stated", "acme=x", "key", "list"]), "invalid_argument");
    assert_eq!(place.refused(2, &["--as", "erin", "--by", "x", "key", "list"]), "invalid_argument");
    let scoped = ["key", "create", "x", "--user", "erin", "--scope", "a:b", "--as", "erin"];
    assert_eq!(place.refused(2, &scoped), "permission_denied");
    place.ok(&[&scoped[..], &["--grantable", "a:*,a:b"]].concat());
}

#[test]
fn the_audit_log_says_who_did_what_and_goes_on_from_a_number() {
    let place = Place::with_store();
    let (id, _) = place.key(&["--user", "alice", "--by", "support:bob"]);
    let events = place.json(&["events", "--after", "1"]);
    assert_eq!(events["items"][0]["verb"], "api_key.created");
    assert_eq!(events["items"][0]["payload"]["actor"], "server:support:bob");
    assert_eq!(events["items"][0]["payload"]["api_key_id"], id.as_str());
    let after = events["last_number"].to_string();
    assert_eq!(place.json(&["events", "--after", &after])["items"], json!([]));
    assert!(place.ok(&["events"]).contains("api_key.created"));
}
