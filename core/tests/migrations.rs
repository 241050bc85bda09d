//! Steps of the schema: a store that is up to date is left alone, and one of an earlier release still means the same.
//!
//! `tests/fixtures/v1.sqlite3` is a store as the first release writes it, and `v1.json` beside it holds the texts of its
//! keys. A released fixture is never made anew. Until the first release, after a change of step 1:
//!
//! ```sh
//! KEYWRIGHT_FIXTURE=1 cargo test -p keywright --features testing --test migrations written_anew
//! ```
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use keywright::{
    Accept, ActingAs, Grace, IpAllowList, Keywright, Metadata, NewApiKey, NewTeam, OpenOptions,
    OwnerType, PermissionUpdate, Reason, RevokeOptions, Scopes, SettingsUpdate, Status, Timestamp,
    UserUpdate, VerifyOptions, schema_text, testing,
};
use rusqlite::Connection;
use tempfile::TempDir;

/// When the fixture is made: 14 November 2023.
const START_MS: i64 = 1_700_000_000_000;
const SEED: u64 = 0x6b65_7973;
const MINUTE: Duration = Duration::from_secs(60);
const HOUR: Duration = Duration::from_secs(3600);

/// The texts of keys by what they are.
type Texts = BTreeMap<&'static str, String>;

fn fixture(name: &str) -> PathBuf {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/fixtures")).join(name)
}

/// Makes the store of the fixture; every run writes the same bytes.
fn make(path: &Path) -> Texts {
    let clock = testing::test_clock(Timestamp::from_millis(START_MS).unwrap());
    let options = OpenOptions::new().clock(clock.clone()).seed(SEED).prefix("old".parse().unwrap());
    let keywright = options.open(path).unwrap();
    let mut texts = Texts::new();
    // Each change at an instant of its own.
    let tick = || clock.advance(MINUTE).unwrap();

    let settings = SettingsUpdate::new().max_api_keys_per_user(Some(50)).max_lifetime(None);
    keywright.update_settings(settings.api_key_header(Some("x-acme-key".into()))).unwrap();
    let update = PermissionUpdate::new().description("May put a build in place");
    keywright.define_permission("deploy", ["$read_members"], update).unwrap();
    keywright
        .define_permission("lead", ["deploy", "$manage_api_keys"], PermissionUpdate::new())
        .unwrap();
    tick();

    let (alice, bob) = (keywright.user("alice"), keywright.user("bob"));
    let plan = Metadata::parse(r#"{"plan":"pro","seats":12,"tags":["a","ü"]}"#).unwrap();
    let update = UserUpdate::new().display_name("Alice Müller").primary_email("alice@example.com");
    alice.update(update.metadata(plan.clone())).unwrap();
    keywright.create_team(NewTeam::new("Acme Inc.").id("acme").creator("alice")).unwrap();
    let acme = keywright.team("acme");
    acme.add_member_with("carol", ["lead"]).unwrap();
    acme.add_member("dave").unwrap();
    tick();

    let mut keep = |name, created: keywright::CreatedApiKey| {
        assert!(texts.insert(name, created.value().to_owned()).is_none());
        tick();
        keywright.api_key(created.api_key().id)
    };
    keep(
        "old_prefix",
        alice.create_api_key(NewApiKey::new("Before the name was changed")).unwrap(),
    );
    keywright.update_settings(SettingsUpdate::new().prefix("acme".parse().unwrap())).unwrap();
    keep("user", alice.create_api_key(NewApiKey::new("CI").metadata(plan)).unwrap());
    keep("public", alice.create_api_key(NewApiKey::new("In the browser").public()).unwrap());
    let carol =
        keywright.acting_as(ActingAs::new("carol").grantable_scopes(["deploys:*"])).unwrap();
    let scopes = Scopes::parse(["deploys:read", "deploys:write"]).unwrap();
    let new = NewApiKey::new("Deployments").scopes(scopes);
    keep("team", carol.team("acme").create_api_key(new).unwrap());
    let networks = IpAllowList::parse(["10.0.0.0/8", "2001:db8::/32"]).unwrap();
    keep("ip", acme.create_api_key(NewApiKey::new("Office").ip_allow_list(networks)).unwrap());
    let expiring = NewApiKey::new("Trial").expires_in(HOUR);
    keep("expiring", acme.create_api_key(expiring).unwrap());
    keep("suspended", alice.create_api_key(NewApiKey::new("Paused")).unwrap())
        .suspend(Some("odd traffic"))
        .unwrap();
    let revoked = keep("revoked", alice.create_api_key(NewApiKey::new("Leaked")).unwrap());
    let by = keywright.by("support").unwrap();
    by.api_key(revoked.id()).revoke(RevokeOptions::new().reason("on a screenshot")).unwrap();
    keep("of_suspended_user", bob.create_api_key(NewApiKey::new("CI")).unwrap());
    bob.suspend().unwrap();
    let rotated = keep("rotated_first", acme.create_api_key(NewApiKey::new("Rotated")).unwrap());
    keep("rotated_second", rotated.rotate(Grace::Now).unwrap());
    keep("rotated_third", rotated.rotate(Grace::For(HOUR)).unwrap());
    keywright.close();

    // SQLite's own random numbers are the only ones that the seed does not reach.
    let connection = Connection::open(path).unwrap();
    connection.execute_batch("UPDATE changes SET nonce = seq; VACUUM").unwrap();
    connection.close().unwrap();
    texts
}

/// Writes the two files when that is asked for.
#[test]
fn the_fixture_is_written_anew_when_that_is_asked_for() {
    if std::env::var_os("KEYWRIGHT_FIXTURE").is_none_or(|value| value != "1") {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("v1.sqlite3");
    let texts = make(&path);
    fs::create_dir_all(fixture("")).unwrap();
    fs::write(fixture("v1.sqlite3"), fs::read(path).unwrap()).unwrap();
    fs::write(fixture("v1.json"), serde_json::to_string_pretty(&texts).unwrap() + "\n").unwrap();
}

#[test]
fn the_fixture_is_the_same_in_every_run() {
    let make_once = || {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("v1.sqlite3");
        let texts = make(&path);
        (texts, fs::read(path).unwrap())
    };
    let (first, second) = (make_once(), make_once());
    assert_eq!(first.0, second.0);
    assert!(first.1 == second.1, "the files differ");
}

/// The fixture of the first release, copied so that opening may migrate it.
struct Copy {
    _folder: TempDir,
    path: PathBuf,
    texts: BTreeMap<String, String>,
}

impl Copy {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("copy.sqlite3");
        // Without its mode: what is checked out may be read by everybody.
        fs::write(&path, fs::read(fixture("v1.sqlite3")).unwrap()).unwrap();
        let texts = serde_json::from_slice(&fs::read(fixture("v1.json")).unwrap()).unwrap();
        Self { _folder: folder, path, texts }
    }

    /// Opens it so many minutes after its beginning.
    fn open_at(&self, minutes: u32) -> Keywright {
        let now = Timestamp::from_millis(START_MS).unwrap().checked_add(MINUTE * minutes).unwrap();
        let clock = testing::test_clock(now);
        OpenOptions::new().existing().clock(clock).seed(1).open(&self.path).unwrap()
    }

    fn text(&self, name: &str) -> &str {
        self.texts.get(name).unwrap()
    }

    fn check(&self, keywright: &Keywright, name: &str, options: &VerifyOptions) -> &'static str {
        let verdict = keywright.verify(self.text(name), options).unwrap();
        verdict.reason().map_or("valid", Reason::as_str)
    }
}

/// What each key is worth at once after the fixture was made, and a day later.
const VERDICTS: &[(&str, &str, &str)] = &[
    ("old_prefix", "valid", "valid"),
    ("user", "valid", "valid"),
    ("public", "valid", "valid"),
    ("team", "valid", "valid"),
    ("ip", "ip_denied", "ip_denied"),
    ("expiring", "valid", "expired"),
    ("suspended", "suspended", "suspended"),
    ("revoked", "revoked", "revoked"),
    ("of_suspended_user", "suspended", "suspended"),
    ("rotated_first", "rotated", "rotated"),
    ("rotated_second", "valid", "rotated"),
    ("rotated_third", "valid", "valid"),
];

/// The fixture takes less than these minutes to be made.
const SOON: u32 = 20;
const DAY: u32 = 24 * 60;

#[test]
fn every_key_of_the_first_release_is_worth_what_it_was() {
    let copy = Copy::new();
    assert_eq!(copy.texts.len(), VERDICTS.len());
    let (soon, later) = (copy.open_at(SOON), Copy::new());
    let a_day_later = later.open_at(DAY);
    for (name, at_once, then) in VERDICTS {
        let options = VerifyOptions::new();
        assert_eq!(copy.check(&soon, name, &options), *at_once, "{name}");
        assert_eq!(later.check(&a_day_later, name, &options), *then, "{name}");
    }
}

#[test]
fn the_limits_of_a_key_of_the_first_release_hold() {
    let copy = Copy::new();
    let keywright = copy.open_at(SOON);
    let check = |name, options| copy.check(&keywright, name, &options);
    let from = |ip: &str| VerifyOptions::new().ip(ip.parse().unwrap());
    assert_eq!(check("ip", from("10.1.2.3")), "valid");
    assert_eq!(check("ip", from("2001:db8::1")), "valid");
    assert_eq!(check("ip", from("11.1.2.3")), "ip_denied");
    let asking = |scope| VerifyOptions::new().scopes(Scopes::parse([scope]).unwrap());
    assert_eq!(check("team", asking("deploys:write")), "valid");
    assert_eq!(check("team", asking("deploys:delete")), "insufficient_scope");
    assert_eq!(check("user", asking("deploys:write")), "insufficient_scope");
    let secret = || VerifyOptions::new().accept(Accept::Secret);
    assert_eq!(check("public", secret()), "wrong_type");
    assert_eq!(check("user", secret()), "valid");
    assert_eq!(check("user", VerifyOptions::new().owner_type(OwnerType::Team)), "wrong_type");
}

#[test]
fn every_record_of_the_first_release_reads_as_it_was_written() {
    let copy = Copy::new();
    let keywright = copy.open_at(SOON);
    let settings = keywright.settings().unwrap();
    let prefixes: Vec<_> = settings.prefixes.iter().map(|prefix| prefix.as_str()).collect();
    assert_eq!(prefixes, ["acme", "old"]);
    assert_eq!(settings.max_api_keys_per_user, Some(50));
    assert_eq!(settings.api_key_header.as_deref(), Some("x-acme-key"));

    let alice = keywright.get_user("alice").unwrap().unwrap();
    assert_eq!(alice.display_name.as_deref(), Some("Alice Müller"));
    assert_eq!(alice.primary_email.as_deref(), Some("alice@example.com"));
    assert_eq!(alice.metadata.as_str(), r#"{"plan":"pro","seats":12,"tags":["a","ü"]}"#);
    assert!(keywright.get_user("bob").unwrap().unwrap().suspended_at.is_some());
    let acme = keywright.team("acme");
    let team = keywright.get_team("acme").unwrap().unwrap();
    assert_eq!(team.display_name.as_deref(), Some("Acme Inc."));
    let members = acme.list_members().unwrap();
    let mut users: Vec<_> = members.iter().map(|member| member.user_id.to_string()).collect();
    users.sort();
    assert_eq!(users, ["alice", "carol", "dave"]);
    for (user, permission, is_held) in [
        ("carol", "deploy", true),
        ("carol", "$read_members", true),
        ("carol", "$delete_team", false),
        ("dave", "deploy", false),
        ("alice", "$delete_team", true),
    ] {
        assert_eq!(acme.has_permission(user, permission).unwrap(), is_held, "{user} {permission}");
    }

    let record = |name: &str| {
        let verdict = keywright.verify(copy.text(name), &VerifyOptions::new()).unwrap();
        keywright.get_api_key(verdict.api_key_id().unwrap()).unwrap()
    };
    assert_eq!(record("team").created_by.to_string(), "user:carol");
    assert_eq!(record("user").metadata.as_str(), alice.metadata.as_str());
    let revoked = record("revoked");
    assert_eq!(revoked.status, Status::Revoked);
    assert_eq!(revoked.revoke_reason.as_deref(), Some("on a screenshot"));
    assert_eq!(revoked.revoked_by.map(|by| by.to_string()).as_deref(), Some("server:support"));
    assert_eq!(record("suspended").suspend_reason.as_deref(), Some("odd traffic"));
    let rotated = record("rotated_third");
    assert_eq!(rotated.generation(), 3);
    assert_eq!(rotated.generations.len(), 3);
    assert!(copy.text("rotated_third").ends_with(rotated.last_four()));
    let alices = keywright.user("alice").list_api_keys().unwrap();
    let descriptions: Vec<_> = alices.iter().map(|key| key.description.as_str()).collect();
    let newest_first = ["Leaked", "Paused", "In the browser", "CI", "Before the name was changed"];
    assert_eq!(descriptions, newest_first);
    assert!(keywright.events(0, 10_000).unwrap().len() > VERDICTS.len());
}

#[test]
fn a_store_of_the_first_release_can_be_changed() {
    let copy = Copy::new();
    let keywright = copy.open_at(SOON);
    let verdict = keywright.verify(copy.text("user"), &VerifyOptions::new()).unwrap();
    let key = keywright.api_key(verdict.api_key_id().unwrap());
    let rotated = key.rotate(Grace::Now).unwrap();
    assert_eq!(copy.check(&keywright, "user", &VerifyOptions::new()), "rotated");
    assert!(keywright.verify(rotated.value(), &VerifyOptions::new()).unwrap().is_valid());
    keywright.team("acme").delete().unwrap();
    for name in ["team", "ip", "rotated_first", "rotated_third"] {
        assert_eq!(copy.check(&keywright, name, &VerifyOptions::new()), "not_found", "{name}");
    }
}

/// The text of every object in a file, in the order of `schema_text`.
fn schema_of(path: &Path) -> String {
    let connection = Connection::open(path).unwrap();
    let mut statement = connection
        .prepare(
            "SELECT sql
             FROM sqlite_schema
             WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'
             ORDER BY CASE type WHEN 'table' THEN 1 WHEN 'index' THEN 2 ELSE 3 END, name",
        )
        .unwrap();
    let texts = statement.query_map([], |row| row.get::<_, String>(0)).unwrap();
    texts.map(|text| text.unwrap() + ";\n\n").collect()
}

#[test]
fn a_new_store_and_a_migrated_one_have_the_same_schema() {
    let folder = tempfile::tempdir().unwrap();
    let paths = ["one.db", "two.db"].map(|name| folder.path().join(name));
    for path in &paths {
        Keywright::open(path).unwrap().close();
        assert_eq!(schema_of(path), schema_text().unwrap());
    }

    let copy = Copy::new();
    copy.open_at(SOON).close();
    assert_eq!(schema_of(&copy.path), schema_text().unwrap());
}

#[test]
fn opening_a_store_that_is_up_to_date_changes_no_byte_of_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("keys.db");
    let keywright = OpenOptions::new().prefix("acme".parse().unwrap()).open(&path).unwrap();
    keywright.update_settings(SettingsUpdate::new().allow_team_api_keys(false)).unwrap();
    keywright.delete_permission("team_member").unwrap();
    let settings = keywright.settings().unwrap();
    let permissions = keywright.list_permission_definitions().unwrap();
    keywright.close();
    let bytes = fs::read(&path).unwrap();
    for _ in 0..2 {
        // Another prefix is for a store that is new: this one keeps its own.
        let keywright = OpenOptions::new().prefix("other".parse().unwrap()).open(&path).unwrap();
        assert_eq!(keywright.settings().unwrap(), settings);
        assert_eq!(keywright.list_permission_definitions().unwrap(), permissions);
        assert_eq!(keywright.status().unwrap().schema, 3);
        keywright.close();
        assert!(fs::read(&path).unwrap() == bytes, "opening wrote into the file");
        let connection = Connection::open(&path).unwrap();
        let number = |sql| connection.query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap();
        assert_eq!(number("PRAGMA user_version"), 3);
        assert_eq!(number("SELECT oldest_reader FROM store"), 1);
    }
}

#[test]
fn the_fixture_is_a_whole_store_in_one_file() {
    assert!(!fixture("v1.sqlite3-wal").exists());
    assert!(!fixture("v1.sqlite3-shm").exists());
    let copy = Copy::new();
    let connection = Connection::open(&copy.path).unwrap();
    let answer: String =
        connection.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
    assert_eq!(answer, "ok");
    let number = |sql| connection.query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap();
    assert_eq!(number("PRAGMA application_id"), 0x4b65_7957);
    assert_eq!(number("PRAGMA user_version"), 1);
}
