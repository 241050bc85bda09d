//! Export and import: the same store again, nothing overwritten, and nothing taken that breaks a rule.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::Path;
use std::time::Duration;

use keywright::testing::{TestStore, open_for_tests};
use keywright::{
    ActingAs, ApiKeyFilter, CreatedApiKey, ErrorCode, Grace, ImportOptions, ImportReport,
    IpAllowList, Keywright, Metadata, NewApiKey, NewTeam, OpenOptions, PermissionUpdate, Reason,
    RevokeOptions, Scopes, SettingsUpdate, UserUpdate, VerifyOptions,
};
use serde_json::{Value, json};

fn empty() -> TestStore {
    open_for_tests("2027-01-01T00:00:00.123Z".parse().unwrap()).unwrap()
}

/// A store with everything that an export can hold, and its keys.
fn full() -> (TestStore, Vec<CreatedApiKey>) {
    let store = empty();
    let tick = || store.clock().advance(Duration::from_micros(1_234_567)).unwrap();
    store.update_settings(SettingsUpdate::new().prefix("acme".parse().unwrap())).unwrap();
    store
        .define_permission(
            "deploy",
            ["$read_members"],
            PermissionUpdate::new().description("May \"deploy\""),
        )
        .unwrap();
    store.delete_permission("team_member").unwrap();
    let metadata = Metadata::parse(r#"{"b":[1,2.5,null],"a":{"ü":"🦀"}}"#).unwrap();
    store
        .user("alice")
        .update(
            UserUpdate::new()
                .display_name("Alice")
                .primary_email("a@example.com")
                .metadata(metadata.clone()),
        )
        .unwrap();
    store.create_team(NewTeam::new("Acme Inc.").id("acme").creator("alice")).unwrap();
    store.team("acme").add_member_with("bob", ["deploy"]).unwrap();
    let mut keys = Vec::new();
    tick();
    let new = NewApiKey::new("all of it")
        .scopes(Scopes::parse(["invoices:read"]).unwrap())
        .metadata(metadata)
        .ip_allow_list(IpAllowList::parse(["10.0.0.0/8"]).unwrap())
        .expires_in(Duration::from_secs(3600));
    keys.push(store.team("acme").create_api_key(new).unwrap());
    tick();
    let revoked = store.user("alice").create_api_key(NewApiKey::new("revoked").public()).unwrap();
    store
        .by("support")
        .unwrap()
        .api_key(revoked.api_key().id)
        .revoke(RevokeOptions::new().reason("leaked"))
        .unwrap();
    let suspended = store.user("alice").create_api_key(NewApiKey::new("suspended")).unwrap();
    store.api_key(suspended.api_key().id).suspend(Some("odd")).unwrap();
    let rotated = store.team("acme").create_api_key(NewApiKey::new("rotated")).unwrap();
    for _ in 0..40 {
        tick();
        keys.push(
            store
                .api_key(rotated.api_key().id)
                .rotate(Grace::For(Duration::from_secs(60)))
                .unwrap(),
        );
    }
    keys.extend([revoked, suspended, rotated]);
    keys.push(store.user("carol").create_api_key(NewApiKey::new("of a suspended user")).unwrap());
    store.user("carol").suspend().unwrap();
    let settings = SettingsUpdate::new()
        .max_api_keys_per_user(Some(2))
        .max_lifetime(Some(Duration::from_secs(86400)))
        .usage_interval(Duration::from_secs(5))
        .usage_minutes_kept(Duration::from_secs(3600))
        .usage_hours_kept(Duration::from_secs(86400))
        .usage_days_kept(Some(Duration::from_secs(10 * 86400)));
    store.update_settings(settings.api_key_header(Some("X-Acme".into()))).unwrap();
    (store, keys)
}

fn export(keywright: &Keywright) -> String {
    let mut export = Vec::new();
    keywright.export(&mut export).unwrap();
    String::from_utf8(export).unwrap()
}

fn import(keywright: &Keywright, text: &str) -> ImportReport {
    keywright.import(text.as_bytes(), ImportOptions::new()).unwrap()
}

fn verdicts(keywright: &Keywright, keys: &[CreatedApiKey]) -> Vec<String> {
    let options = VerifyOptions::new().ip("10.1.1.1".parse().unwrap());
    let of = |key: &CreatedApiKey| {
        let verdict = keywright.verify(key.value(), &options).unwrap();
        verdict.reason().map_or("valid", Reason::as_str).to_owned()
    };
    keys.iter().map(of).collect()
}

#[test]
fn an_export_into_an_empty_store_gives_the_same_store() {
    let (store, keys) = full();
    let text = export(&store);
    let another = open_for_tests(store.now()).unwrap();
    let report = import(&another, &text);
    assert_eq!(export(&another), text);
    assert_eq!(verdicts(&another, &keys), verdicts(&store, &keys));
    assert!(verdicts(&another, &keys).contains(&"valid".to_owned()));
    let filter = ApiKeyFilter::new;
    assert_eq!(another.list_api_keys(filter()).unwrap(), store.list_api_keys(filter()).unwrap());
    assert_eq!(*another.settings().unwrap(), *store.settings().unwrap());
    assert!(another.team("acme").has_permission("bob", "$read_members").unwrap());
    let added = json!({ "settings": 1, "permissions": 1, "users": 3, "teams": 1, "members": 2, "api_keys": 5 });
    assert_eq!(serde_json::to_value(report.added).unwrap(), added);
    let events = another.events(0, 10).unwrap();
    assert_eq!(events.len(), 1);
    assert_eq!((events[0].verb.as_str(), &events[0].payload["added"]), ("store.imported", &added));
    assert!(report.unaccepted_prefixes.is_empty());
}

#[test]
fn an_import_can_be_run_again_and_adds_nothing_twice() {
    let (store, _) = full();
    let text = export(&store);
    let another = open_for_tests(store.now()).unwrap();
    let first = import(&another, &text);
    let second = import(&another, &text);
    // Every store has `team_admin` from the start.
    let mut all = first.added;
    all.permissions += first.unchanged.permissions;
    assert_eq!(second.unchanged, all);
    assert_eq!((second.added, second.differs), Default::default());
    assert_eq!(another.events(0, 10).unwrap().len(), 1, "what changed nothing is no event");
    assert_eq!(import(&store, &text).unchanged, all, "also where it came from");
}

#[test]
fn what_is_there_stays_as_it_is() {
    let (store, keys) = full();
    let text = export(&store);
    let key = store.api_key(keys[0].api_key().id);
    key.revoke(RevokeOptions::new()).unwrap();
    store.user("alice").update(UserUpdate::new().display_name("Other")).unwrap();
    store.update_settings(SettingsUpdate::new().allow_user_api_keys(false)).unwrap();
    store.define_permission("deploy", [] as [&str; 0], PermissionUpdate::new()).unwrap();
    let before = export(&store);
    let report = import(&store, &text);
    assert_eq!(export(&store), before);
    let differs = json!({ "settings": 1, "permissions": 1, "users": 1, "teams": 0, "members": 0, "api_keys": 1 });
    assert_eq!(serde_json::to_value(report.differs).unwrap(), differs);
    assert_eq!(verdicts(&store, &keys)[0], "revoked");
}

#[test]
fn what_the_store_deleted_does_not_come_back() {
    let (store, keys) = full();
    let text = export(&store);
    store.api_key(keys[0].api_key().id).purge().unwrap();
    store.user("carol").delete().unwrap();
    let report = import(&store, &text);
    assert_eq!((report.deleted_before, report.added.api_keys), (2, 0));
    assert_eq!(verdicts(&store, &keys)[0], "not_found");
}

#[test]
fn a_dry_run_tells_the_same_and_changes_nothing() {
    let (store, _) = full();
    let text = export(&store);
    let another = empty();
    let before = export(&another);
    let dry = another.import(text.as_bytes(), ImportOptions::new().dry_run()).unwrap();
    assert!(dry.is_dry_run);
    assert_eq!(export(&another), before);
    assert_eq!(another.events(0, 10).unwrap(), []);
    let mut done = import(&another, &text);
    done.is_dry_run = true;
    assert_eq!(done, dry);
}

#[test]
fn prefixes_that_the_store_does_not_accept_are_told() {
    let (store, keys) = full();
    let another = empty();
    another.user("zoe").create_api_key(NewApiKey::new("has a history")).unwrap();
    let report = import(&another, &export(&store));
    assert_eq!((report.added.settings, report.differs.settings), (0, 1));
    let prefixes: Vec<_> =
        report.unaccepted_prefixes.iter().map(|prefix| prefix.as_str()).collect();
    assert_eq!(prefixes, ["acme"]);
    assert_eq!(verdicts(&another, &keys)[0], "malformed");
}

/// The lines of an export as values.
fn lines() -> Vec<Value> {
    let (store, _) = full();
    export(&store).lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn text_of(lines: &[Value]) -> String {
    lines.iter().map(|line| format!("{line}\n")).collect()
}

/// The number of the line that an import is refused for.
#[track_caller]
fn refused(text: &[u8]) -> (String, String) {
    let store = empty();
    store.user("zoe").create_api_key(NewApiKey::new("there before")).unwrap();
    let before = (export(&store), store.events(0, 100).unwrap());
    let error = store.import(text, ImportOptions::new()).unwrap_err();
    assert_eq!(error.code(), ErrorCode::InvalidArgument);
    let dry = store.import(text, ImportOptions::new().dry_run()).unwrap_err();
    assert_eq!(dry.to_string(), error.to_string());
    assert!((export(&store), store.events(0, 100).unwrap()) == before, "{error}");
    let message = error.to_string();
    let line = message.rsplit_once("line=`").map(|(_, line)| line.trim_end_matches('`'));
    (line.unwrap_or_default().to_owned(), format!("{error:?}"))
}

#[test]
fn every_value_that_breaks_a_rule_is_refused_with_its_line() {
    let lines = lines();
    let long = "x".repeat(600);
    let cases: Vec<(&str, &str, Value)> = vec![
        ("header", "/version", json!(2)),
        ("header", "/format", json!("another")),
        ("settings", "/prefixes", json!([])),
        ("settings", "/prefixes/0", json!("Not A Prefix")),
        ("settings", "/prefixes/1", json!("acme")),
        ("settings", "/max_api_keys_per_user", json!(0)),
        ("settings", "/max_api_keys_per_user", json!(-1)),
        ("settings", "/max_lifetime_us", json!(1)),
        ("settings", "/api_key_header", json!("Authorization")),
        ("settings", "/creator_permissions", json!(["unknown"])),
        ("settings", "/usage_interval_us", json!(0)),
        ("settings", "/usage_minutes_kept_us", json!(1)),
        ("settings", "/usage_hours_kept_us", json!(-1)),
        ("settings", "/usage_days_kept_us", json!(u64::MAX)),
        ("permission", "/id", json!("Deploy!")),
        ("permission", "/id", json!("$update_team")),
        ("permission", "/contains", json!(["unknown"])),
        ("permission", "/description", json!("")),
        ("user", "/id", json!("")),
        ("user", "/id", json!("a\u{0}b")),
        ("user", "/primary_email", json!("nobody")),
        ("user", "/display_name", json!("")),
        ("user", "/metadata", json!([])),
        ("user", "/metadata", json!({ "a": "x".repeat(5000) })),
        ("user", "/created_at_us", json!(i64::MAX)),
        ("user", "/created_at_us", json!("2027-01-01T00:00:00Z")),
        ("user", "/suspended_at_us", json!(1)),
        ("user", "/suspended_by", json!("server")),
        ("team", "/display_name", json!(long)),
        ("member", "/team_id", json!("unknown")),
        ("member", "/user_id", json!("unknown")),
        ("member", "/permissions", json!(["unknown"])),
        ("api_key", "/id", json!("0198c7e2-5f7a-7b3c-9d5e-2f1a6b8c4d70")),
        ("api_key", "/id", json!("1")),
        ("api_key", "/owner_type", json!("robot")),
        ("api_key", "/owner_id", json!("unknown")),
        ("api_key", "/description", json!(" ")),
        ("api_key", "/description", json!(long)),
        ("api_key", "/scopes", json!(["no scope"])),
        ("api_key", "/ip_allow_list", json!(["10.0.0.300"])),
        ("api_key", "/created_by", json!("somebody")),
        ("api_key", "/revoke_reason", json!("without an instant")),
        ("api_key", "/suspend_reason", json!("without an instant")),
        ("api_key", "/revoked_by", json!("server")),
        ("api_key", "/created_at_us", json!(0)),
        ("api_key", "/generations", json!([])),
        ("api_key", "/generations/0/number", json!(2)),
        ("api_key", "/generations/0/id", json!("0198c7e2-5f7a-7b3c-9d5e-2f1a6b8c4d70")),
        ("api_key", "/generations/0/id", json!("ffffffff-ffff-ffff-ffff-ffffffffffff")),
        ("api_key", "/generations/0/digest", json!("00")),
        ("api_key", "/generations/0/digest", json!("G".repeat(64))),
        ("api_key", "/generations/0/digest", json!(null)),
        ("api_key", "/generations/0/last_four", json!("12345")),
        ("api_key", "/generations/0/prefix", json!("No")),
        ("api_key", "/kind", json!("robot")),
        ("api_key", "/is_public", json!(1)),
    ];
    for (kind, place, value) in cases {
        let mut lines = lines.clone();
        let line = lines.iter().position(|line| line["kind"] == kind).unwrap();
        *lines[line].pointer_mut(place).unwrap() = value.clone();
        let (number, _) = refused(text_of(&lines).as_bytes());
        assert_eq!(number, (line + 1).to_string(), "{kind} {place} {value}");
    }
}

#[test]
fn fields_that_are_unknown_missing_or_twice_there_are_refused() {
    let lines = lines();
    for kind in ["header", "settings", "permission", "user", "team", "member", "api_key"] {
        let line = lines.iter().position(|line| line["kind"] == kind).unwrap();
        let mut more = lines.clone();
        more[line]["surprise"] = json!(1);
        assert_eq!(refused(text_of(&more).as_bytes()).0, (line + 1).to_string(), "{kind}");
        let mut fewer = lines.clone();
        let fields = fewer[line].as_object_mut().unwrap();
        // One that has always a value: what may be null may be left out.
        let name = fields
            .iter()
            .find(|(name, value)| *name != "kind" && !value.is_null())
            .unwrap()
            .0
            .clone();
        fields.remove(&name);
        assert_eq!(refused(text_of(&fewer).as_bytes()).0, (line + 1).to_string(), "{kind} {name}");
        if kind != "header" {
            let mut twice = lines.clone();
            twice.push(lines[line].clone());
            assert_eq!(refused(text_of(&twice).as_bytes()).0, twice.len().to_string(), "{kind}");
        }
    }
    let mut nested = lines.clone();
    let line = nested.iter().position(|line| line["kind"] == "api_key").unwrap();
    nested[line]["generations"][0]["surprise"] = json!(1);
    let (number, message) = refused(text_of(&nested).as_bytes());
    assert_eq!(number, (line + 1).to_string());
    assert!(message.contains("unknown field. field=`surprise`"), "{message}");
}

#[test]
fn a_generation_never_takes_the_id_of_another_key() {
    let (store, keys) = full();
    let victim = keys[0].api_key().id.to_string();
    let mut lines: Vec<Value> =
        export(&store).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    lines.retain(|line| line["kind"] != "api_key" || line["id"] != victim.as_str());
    let line = lines.iter().position(|line| line["description"] == "rotated").unwrap();
    lines[line]["generations"][1]["id"] = json!(victim);
    lines[line]["id"] = json!("0198c7e2-5f7a-7b3c-9d5e-2f1a6b8c4d70");
    lines[line]["generations"][0]["id"] = lines[line]["id"].clone();
    let error = store.import(text_of(&lines).as_bytes(), ImportOptions::new()).unwrap_err();
    assert_eq!(error.code(), ErrorCode::InvalidArgument);
    assert_eq!(verdicts(&store, &keys)[0], "valid");
}

#[test]
fn what_is_no_export_is_refused() {
    let header = r#"{"kind":"header","format":"keywright export","version":1}"#;
    for (text, line) in [
        ("".to_owned(), ""),
        ("\n".to_owned(), "1"),
        ("hello".to_owned(), "1"),
        ("[]".to_owned(), "1"),
        (format!("{header}\n\n"), "2"),
        (format!("{header}\n{header}"), "2"),
        (format!("{header}{header}"), "1"),
        (format!("{header}\n{}", "[".repeat(100_000)), "2"),
        (format!("{header}\n{{\"kind\":\"user\",\"id\":\"{}\"}}", "x".repeat(17 << 20)), "2"),
    ] {
        assert_eq!(refused(text.as_bytes()).0, line, "{}", text.get(..80).unwrap_or(&text));
    }
    assert_eq!(refused(b"\xff\xfe").0, "1");
    // Nothing but a first line is an export of nothing.
    assert_eq!(import(&empty(), header), ImportReport::default());
}

#[test]
fn no_digest_stands_in_an_error() {
    let lines = lines();
    let line = lines.iter().position(|line| line["kind"] == "api_key").unwrap();
    let digest = lines[line]["generations"][0]["digest"].as_str().unwrap().to_owned();
    for place in [
        "/is_public",
        "/generations/0/number",
        "/created_at_us",
        "/id",
        "/generations/0/id",
        "/owner_type",
        "/generations/0/prefix",
    ] {
        let mut lines = lines.clone();
        *lines[line].pointer_mut(place).unwrap() = json!(digest);
        let (_, message) = refused(text_of(&lines).as_bytes());
        assert!(!message.contains(&digest), "{place}: {message}");
    }
}

#[test]
fn an_output_that_takes_no_more_is_an_error() {
    struct Full;
    impl std::io::Write for Full {
        fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
            Err(std::io::ErrorKind::StorageFull.into())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let (store, _) = full();
    assert_eq!(store.export(Full).unwrap_err().code(), ErrorCode::StorageFull);
}

#[test]
fn only_the_server_exports_and_imports() {
    let (store, _) = full();
    let alice = store.acting_as(ActingAs::new("alice")).unwrap();
    assert_eq!(alice.export(Vec::new()).unwrap_err().code(), ErrorCode::PermissionDenied);
    let refused = alice.import(&b""[..], ImportOptions::new()).unwrap_err();
    assert_eq!(refused.code(), ErrorCode::PermissionDenied);
}

#[test]
fn a_store_of_the_first_release_can_be_exported_and_imported_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("copy.db");
    let fixture = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/fixtures/v1.sqlite3"));
    fs::write(&path, fs::read(fixture).unwrap()).unwrap();
    let store = OpenOptions::new().existing().open(&path).unwrap();
    let text = export(&store);
    let another = Keywright::open(folder.path().join("another.db")).unwrap();
    import(&another, &text);
    assert_eq!(export(&another), text);
}
