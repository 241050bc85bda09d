//! What Keywright does where Stack Auth's API Keys app does something, case by case.
//!
//! A test's name begins with the cases that it covers: D1 to D41 (derived), H1 to H18 (routes), J1 to J7 (SDK) and
//! P1 to P18 (permissions). Routes are mapped to operations: a client is a handle of `acting_as`, a server the handle
//! itself. Where Keywright answers otherwise on purpose, the comment says so. The last test counts the cases.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use keywright::testing::{TestStore, open_for_tests, test_clock};
use keywright::{
    Accept, ActingAs, ApiKey, ApiKeyFilter, ApiKeyUpdate, CreatedApiKey, Error, Expiry, Keywright,
    NewApiKey, NewTeam, OpenOptions, OwnerType, PageRequest, PermissionId, PermissionUpdate,
    Reason, RevokeAll, RevokeOptions, SettingsUpdate, Status, TeamKeys, Timestamp, TokenKind,
    UserUpdate, VerifyOptions,
};

type Tested = Result<(), Box<dyn std::error::Error>>;

/// Where the clock stands at first: 15 January 2027.
const START_MS: i64 = 1_800_000_000_000;
const HOUR: Duration = Duration::from_secs(3600);
const DAY: Duration = Duration::from_secs(24 * 3600);

/// How many cases each list has.
const CASES: [(char, u32); 4] = [('d', 41), ('h', 18), ('j', 7), ('p', 18)];

/// Cases that no test here covers, and why.
const ELSEWHERE: &[(&str, &str)] = &[
    ("d32", "leak reports have no issue yet: what the scanner does with a public key"),
    ("d34", "leak reports have no issue yet: whether the scanner looks at the switches"),
    ("p5", "there are no project permissions: all permissions are held in teams"),
    ("p10", "there are no project permissions: all permissions are held in teams"),
    ("p13", "there are no project permissions, so no second list that shares the names"),
];

fn store() -> Result<TestStore, Error> {
    open_for_tests(Timestamp::from_millis(START_MS)?)
}

/// A user whose rights are checked.
fn client(store: &Keywright, user: &str) -> Result<Keywright, Error> {
    store.acting_as(ActingAs::new(user))
}

/// Returns `ok` or the code of the error.
fn code<T>(result: Result<T, Error>) -> &'static str {
    match result {
        Ok(_) => "ok",
        Err(error) => error.code().as_str(),
    }
}

/// Returns `valid` or the reason of the denial.
fn check(store: &Keywright, value: impl AsRef<[u8]>) -> Result<&'static str, Error> {
    check_with(store, value, &VerifyOptions::new())
}

fn check_with(
    store: &Keywright,
    value: impl AsRef<[u8]>,
    options: &VerifyOptions,
) -> Result<&'static str, Error> {
    Ok(store.verify(value, options)?.reason().map_or("valid", Reason::as_str))
}

fn verbs(store: &Keywright) -> Result<Vec<String>, Error> {
    Ok(store.events(0, 10_000)?.into_iter().map(|event| event.verb).collect())
}

fn descriptions(keys: &[ApiKey]) -> Vec<&str> {
    keys.iter().map(|key| key.description.as_str()).collect()
}

fn ids<'a>(texts: impl IntoIterator<Item = &'a str>) -> Result<BTreeSet<PermissionId>, Error> {
    texts.into_iter().map(PermissionId::new).collect()
}

/// A team of which `alice` is the creator and `bob` a plain member, with one key that `alice` made.
fn acme(store: &Keywright) -> Result<CreatedApiKey, Error> {
    store.create_team(NewTeam::new("Acme Inc.").id("acme").creator("alice"))?;
    store.team("acme").add_member("bob")?;
    client(store, "alice")?.team("acme").create_api_key(NewApiKey::new("CI"))
}

// D1: revoked and expired is revoked. D33: everywhere, the scanner's own order is not ours.
#[test]
fn d1_d33_a_key_both_revoked_and_expired_is_revoked() -> Tested {
    let store = store()?;
    let created = store.user("alice").create_api_key(NewApiKey::new("CI").expires_in(HOUR))?;
    let key = store.api_key(created.api_key().id);
    key.revoke(RevokeOptions::new())?;
    store.clock().advance(2 * HOUR)?;
    assert_eq!(check(&store, created.value())?, "revoked");
    let record = key.get()?;
    assert_eq!(record.status, Status::Revoked);
    let why = record.why_invalid_at(store.now());
    assert_eq!(why.map(|why| why.as_str()), Some("manually-revoked"));

    // Nor does the order in which the two come matter.
    let created = store.user("alice").create_api_key(NewApiKey::new("CI").expires_in(HOUR))?;
    store.clock().advance(2 * HOUR)?;
    assert_eq!(check(&store, created.value())?, "expired");
    store.api_key(created.api_key().id).revoke(RevokeOptions::new())?;
    assert_eq!(check(&store, created.value())?, "revoked");
    Ok(())
}

// D2: the type is looked at before the revocation.
#[test]
fn d2_a_revoked_team_key_where_user_keys_are_taken_is_of_the_wrong_type() -> Tested {
    let store = store()?;
    let created = store.team("acme").create_api_key(NewApiKey::new("CI"))?;
    store.api_key(created.api_key().id).revoke(RevokeOptions::new())?;
    let users_only = VerifyOptions::new().owner_type(OwnerType::User);
    assert_eq!(check_with(&store, created.value(), &users_only)?, "wrong_type");
    assert_eq!(check(&store, created.value())?, "revoked");
    Ok(())
}

// D3: at the very instant Stack Auth still says valid; here the key is expired. D4: and it is a millisecond later.
#[test]
fn d3_d4_a_key_is_expired_at_the_very_instant_and_not_a_microsecond_before() -> Tested {
    let store = store()?;
    let created = store.user("alice").create_api_key(NewApiKey::new("CI").expires_in(HOUR))?;
    let expires_at = created.api_key().expires_at.ok_or("an expiry")?;
    assert_eq!(expires_at, store.now().checked_add(HOUR)?);

    store.clock().advance(HOUR - Duration::from_micros(1))?;
    assert_eq!(check(&store, created.value())?, "valid");
    store.clock().advance(Duration::from_micros(1))?;
    assert_eq!(store.now(), expires_at);
    assert_eq!(check(&store, created.value())?, "expired");
    assert_eq!(store.get_api_key(created.api_key().id)?.status, Status::Expired);
    store.clock().advance(Duration::from_millis(1))?;
    assert_eq!(check(&store, created.value())?, "expired");
    Ok(())
}

// D5: 0 is no "never", as it is with Stack Auth. D7: nor is a past instant taken, which is nearly always seconds.
#[test]
fn d5_d7_an_expiry_of_zero_or_before_1970_or_in_seconds_is_refused() -> Tested {
    let store = store()?;
    let alice = store.user("alice");
    for millis in [0, -1, -START_MS, START_MS / 1000] {
        let new = NewApiKey::new("CI").expires_at(Timestamp::from_millis(millis)?);
        assert_eq!(code(alice.create_api_key(new)), "invalid_argument", "{millis}");
    }
    assert!(store.get_user("alice")?.is_none(), "nothing was made");
    assert!(store.events(0, 1)?.is_empty());
    Ok(())
}

// D6: where Stack Auth asks for the field, a key made without one never expires, and `Never` says it by name.
#[test]
fn d6_a_key_without_an_expiry_never_expires() -> Tested {
    let store = store()?;
    let silent = store.user("alice").create_api_key(NewApiKey::new("silent"))?;
    let named =
        store.user("alice").create_api_key(NewApiKey::new("named").expiry(Expiry::Never))?;
    store.clock().advance(7000 * 365 * DAY)?;
    for created in [silent, named] {
        assert_eq!(created.api_key().expires_at, None);
        assert_eq!(check(&store, created.value())?, "valid");
    }
    Ok(())
}

// D8: beyond the calendar is an error of the argument and no internal one.
#[test]
fn d8_an_expiry_beyond_the_calendar_is_refused() -> Tested {
    let store = store()?;
    assert_eq!(code(Timestamp::from_millis(i64::MAX)), "invalid_argument");
    for duration in [Duration::MAX, 9000 * 365 * DAY] {
        let new = NewApiKey::new("CI").expires_in(duration);
        assert_eq!(code(store.user("alice").create_api_key(new)), "invalid_argument");
    }
    Ok(())
}

// D9: the interface asks for a description, so the library does too.
#[test]
fn d9_a_description_is_required() -> Tested {
    let store = store()?;
    for text in ["", " ", "\t\n", "\u{2003}"] {
        assert_eq!(
            code(store.user("alice").create_api_key(NewApiKey::new(text))),
            "invalid_argument"
        );
    }
    Ok(())
}

// D10: a revoked key can be described anew and stays revoked.
#[test]
fn d10_a_revoked_key_can_be_described_anew_and_stays_revoked() -> Tested {
    let store = store()?;
    let created = store.user("alice").create_api_key(NewApiKey::new("old"))?;
    let key = store.api_key(created.api_key().id);
    let revoked = key.revoke(RevokeOptions::new().reason("leaked"))?;
    store.clock().advance(HOUR)?;
    let described = key.update(ApiKeyUpdate::new().description("the leaked one"))?;
    assert_eq!(described.description, "the leaked one");
    assert_eq!(described.status, Status::Revoked);
    assert_eq!(described.revoked_at, revoked.revoked_at);
    assert_eq!(described.revoke_reason.as_deref(), Some("leaked"));
    assert_eq!(check(&store, created.value())?, "revoked");
    Ok(())
}

// D11: an empty change is fine, and nothing happens.
#[test]
fn d11_an_empty_update_changes_nothing_and_is_no_event() -> Tested {
    let store = store()?;
    let created = store.user("alice").create_api_key(NewApiKey::new("CI"))?;
    let before = verbs(&store)?;
    store.clock().advance(HOUR)?;
    let updated = store.api_key(created.api_key().id).update(ApiKeyUpdate::new())?;
    assert_eq!(&updated, created.api_key());
    let same = ApiKeyUpdate::new().description("CI").expiry(Expiry::Never);
    assert_eq!(&store.api_key(created.api_key().id).update(same)?, created.api_key());
    assert_eq!(verbs(&store)?, before);
    Ok(())
}

// D12: there is no way back from a revocation.
#[test]
fn d12_nothing_brings_a_revoked_key_back() -> Tested {
    let store = store()?;
    let alice = store.user("alice");
    let created = alice.create_api_key(NewApiKey::new("CI"))?;
    let key = store.api_key(created.api_key().id);
    let revoked_at = key.revoke(RevokeOptions::new())?.revoked_at;
    assert!(revoked_at.is_some());

    key.resume()?;
    key.suspend(None)?;
    key.resume()?;
    key.update(ApiKeyUpdate::new().expiry(Expiry::In(DAY)))?;
    key.update(ApiKeyUpdate::new().expiry(Expiry::Never))?;
    alice.suspend()?;
    alice.resume()?;
    store.update_settings(SettingsUpdate::new().allow_user_api_keys(false))?;
    store.update_settings(SettingsUpdate::new().allow_user_api_keys(true))?;
    assert_eq!(key.get()?.revoked_at, revoked_at);
    assert_eq!(check(&store, created.value())?, "revoked");
    Ok(())
}

// D13: Stack Auth documents it and refuses it; here the expiry can be moved both ways and taken away.
#[test]
fn d13_an_expiry_can_be_changed_later_and_revives_an_expired_key() -> Tested {
    let store = store()?;
    let created = store.user("alice").create_api_key(NewApiKey::new("CI").expires_in(HOUR))?;
    let key = store.api_key(created.api_key().id);
    key.update(ApiKeyUpdate::new().expiry(Expiry::In(3 * HOUR)))?;
    store.clock().advance(2 * HOUR)?;
    assert_eq!(check(&store, created.value())?, "valid");
    let sooner = store.now().checked_add(Duration::from_secs(1))?;
    let updated = key.update(ApiKeyUpdate::new().expiry(Expiry::At(sooner)))?;
    assert_eq!(updated.expires_at, Some(sooner));
    store.clock().advance(Duration::from_secs(1))?;
    assert_eq!(check(&store, created.value())?, "expired");

    let past = ApiKeyUpdate::new().expiry(Expiry::At(Timestamp::from_millis(START_MS)?));
    assert_eq!(code(key.update(past)), "invalid_argument");
    let revived = key.update(ApiKeyUpdate::new().expiry(Expiry::Never))?;
    assert_eq!((revived.expires_at, revived.status), (None, Status::Active));
    assert_eq!(check(&store, created.value())?, "valid");
    Ok(())
}

// D14: one project knows nothing of another one's keys.
#[test]
fn d14_a_key_of_one_store_does_not_exist_in_another() -> Tested {
    let (a, b) = (store()?, store()?);
    let created = a.user("alice").create_api_key(NewApiKey::new("CI"))?;
    b.user("alice").create_api_key(NewApiKey::new("CI"))?;
    assert_eq!(check(&a, created.value())?, "valid");
    assert_eq!(check(&b, created.value())?, "not_found");
    assert_eq!(code(b.get_api_key(created.api_key().id)), "not_found");
    Ok(())
}

// D15: as Stack Auth, only the exact text is a key; here it is told as malformed. D16: so is one changed character.
#[test]
fn d15_d16_spaces_case_and_a_changed_character_make_a_key_malformed() -> Tested {
    let store = store()?;
    let created = store.user("alice").create_api_key(NewApiKey::new("CI"))?;
    let value = created.value();
    let flipped = if value.ends_with('0') { '1' } else { '0' };
    let mut mistyped = value.to_owned();
    mistyped.pop();
    mistyped.push(flipped);
    for text in [
        format!(" {value}"),
        format!("{value} "),
        format!("{value}\n"),
        value.to_uppercase(),
        value.to_lowercase(),
        mistyped,
    ] {
        assert_eq!(check(&store, text)?, "malformed");
    }
    assert_eq!(check(&store, value)?, "valid");
    Ok(())
}

// D17: a switch that is off is told apart from a bad key. D18: back on, everything works as before.
#[test]
fn d17_d18_a_switch_that_is_off_denies_keys_of_its_type_until_it_is_on_again() -> Tested {
    let store = store()?;
    let user_key = store.user("alice").create_api_key(NewApiKey::new("CI"))?;
    let team_key = store.team("acme").create_api_key(NewApiKey::new("CI"))?;
    let revoked = store.user("alice").create_api_key(NewApiKey::new("CI"))?;
    store.api_key(revoked.api_key().id).revoke(RevokeOptions::new())?;
    let any = VerifyOptions::new();

    store.update_settings(SettingsUpdate::new().allow_user_api_keys(false))?;
    assert_eq!(check(&store, user_key.value())?, "disabled");
    assert_eq!(check(&store, revoked.value())?, "disabled", "the switch comes first");
    assert_eq!(check(&store, team_key.value())?, "valid");
    assert_eq!(code(store.get_user_by_api_key(user_key.value(), &any)), "disabled");
    assert!(store.get_team_by_api_key(team_key.value(), &any)?.is_some());
    assert!(store.get_user_by_api_key(team_key.value(), &any)?.is_none(), "the type comes first");
    assert_eq!(code(store.user("alice").create_api_key(NewApiKey::new("CI"))), "disabled");
    // The server still looks after what exists.
    assert_eq!(store.user("alice").list_api_keys()?.len(), 2);
    let key = store.api_key(user_key.api_key().id);
    key.update(ApiKeyUpdate::new().description("off"))?;

    store.update_settings(
        SettingsUpdate::new().allow_user_api_keys(true).allow_team_api_keys(false),
    )?;
    assert_eq!(check(&store, user_key.value())?, "valid");
    assert_eq!(check(&store, revoked.value())?, "revoked");
    assert_eq!(check(&store, team_key.value())?, "disabled");
    assert_eq!(code(store.get_team_by_api_key(team_key.value(), &any)), "disabled");
    assert_eq!(code(store.team("acme").create_api_key(NewApiKey::new("CI"))), "disabled");
    Ok(())
}

// D19: a user's keys go with it.
#[test]
fn d19_the_keys_of_a_deleted_user_are_gone() -> Tested {
    let store = store()?;
    let created = store.user("alice").create_api_key(NewApiKey::new("CI"))?;
    let others = store.user("bob").create_api_key(NewApiKey::new("CI"))?;
    store.team("acme").add_member("alice")?;
    store.user("alice").delete()?;
    assert_eq!(check(&store, created.value())?, "not_found");
    assert!(store.get_user_by_api_key(created.value(), &VerifyOptions::new())?.is_none());
    assert_eq!(code(store.get_api_key(created.api_key().id)), "not_found");
    assert!(store.get_user("alice")?.is_none());
    assert!(store.team("acme").list_members()?.is_empty());
    assert_eq!(check(&store, others.value())?, "valid");
    // Who comes again under the id finds nothing of the old.
    store.user("alice").create_api_key(NewApiKey::new("new"))?;
    assert_eq!(descriptions(&store.user("alice").list_api_keys()?), ["new"]);
    assert_eq!(check(&store, created.value())?, "not_found");
    Ok(())
}

// D20: and a team's with the team.
#[test]
fn d20_the_keys_of_a_deleted_team_are_gone() -> Tested {
    let store = store()?;
    let created = acme(&store)?;
    // A user with the same id is somebody else.
    let users = store.user("acme").create_api_key(NewApiKey::new("CI"))?;
    client(&store, "alice")?.team("acme").delete()?;
    assert_eq!(check(&store, created.value())?, "not_found");
    assert!(store.get_team("acme")?.is_none());
    assert!(store.user("alice").list_teams()?.is_empty());
    assert_eq!(check(&store, users.value())?, "valid");
    Ok(())
}

// D21: the key outlives its maker's membership, the right does not. Here the maker is known, and `Revoke` is a choice.
#[test]
fn d21_a_creator_who_leaves_loses_the_rights_and_the_key_stays_unless_asked_otherwise() -> Tested {
    for (keys, expected) in [(TeamKeys::Keep, "valid"), (TeamKeys::Revoke, "revoked")] {
        let store = store()?;
        let created = acme(&store)?;
        let servers = store.team("acme").create_api_key(NewApiKey::new("the server's"))?;
        assert_eq!(created.api_key().created_by.to_string(), "user:alice");
        let alice = client(&store, "alice")?;
        let preview = alice.team("acme").preview_remove_member("alice")?;
        assert_eq!(descriptions(&preview.api_keys), ["CI"]);
        assert_eq!(check(&store, created.value())?, "valid", "a look changes nothing");

        alice.team("acme").remove_member("alice", keys)?;
        assert_eq!(check(&store, created.value())?, expected);
        assert_eq!(check(&store, servers.value())?, "valid");
        let key = alice.api_key(created.api_key().id);
        assert_eq!(code(key.get()), "not_found");
        assert_eq!(code(key.revoke(RevokeOptions::new())), "not_found");
        assert_eq!(code(alice.team("acme").list_api_keys()), "not_found");
        assert_eq!(code(alice.team("acme").create_api_key(NewApiKey::new("CI"))), "not_found");
    }
    Ok(())
}

// D22: two levels of containment are as good as none.
#[test]
fn d22_the_right_counts_when_it_is_contained_two_levels_deep() -> Tested {
    let store = store()?;
    store.define_permission("keys", ["$manage_api_keys"], PermissionUpdate::new())?;
    store.define_permission("lead", ["keys"], PermissionUpdate::new())?;
    store.team("acme").add_member_with("carol", ["lead"])?;
    let carol = client(&store, "carol")?;
    assert_eq!(code(carol.team("acme").create_api_key(NewApiKey::new("CI"))), "ok");
    // Taking the inner one away takes the right away.
    store.define_permission("lead", ["$read_members"], PermissionUpdate::new())?;
    assert_eq!(code(carol.team("acme").list_api_keys()), "not_found");
    Ok(())
}

// D23: cycles end.
#[test]
fn d23_permissions_that_contain_each_other_are_resolved() -> Tested {
    let store = store()?;
    store.define_permission("a", ["$read_members"], PermissionUpdate::new())?;
    store.define_permission("b", ["a", "$manage_api_keys"], PermissionUpdate::new())?;
    store.define_permission("a", ["b", "a"], PermissionUpdate::new())?;
    store.team("acme").add_member_with("carol", ["a"])?;
    assert_eq!(store.team("acme").list_permissions("carol")?, ids(["a", "b", "$manage_api_keys"])?);
    assert_eq!(code(client(&store, "carol")?.team("acme").list_api_keys()), "ok");
    Ok(())
}

// D24: what nothing defines gives nothing, whether it was granted once or is stated by the host.
#[test]
fn d24_a_permission_whose_definition_was_deleted_gives_nothing() -> Tested {
    let store = store()?;
    store.define_permission("keys", ["$manage_api_keys"], PermissionUpdate::new())?;
    store.team("acme").add_member_with("carol", ["keys"])?;
    store.delete_permission("keys")?;
    assert_eq!(store.team("acme").list_permissions("carol")?, BTreeSet::new());
    assert_eq!(code(client(&store, "carol")?.team("acme").list_api_keys()), "not_found");
    let stated = store.acting_as(ActingAs::new("carol").team_permissions("acme", ["keys"]))?;
    assert_eq!(code(stated.team("acme").list_api_keys()), "not_found");
    // Defined again, the old grant does not come back.
    store.define_permission("keys", ["$manage_api_keys"], PermissionUpdate::new())?;
    assert_eq!(code(client(&store, "carol")?.team("acme").list_api_keys()), "not_found");
    Ok(())
}

// D25: a right in one team says nothing about another one's keys.
#[test]
fn d25_the_right_in_one_team_does_not_reach_the_keys_of_another() -> Tested {
    let store = store()?;
    acme(&store)?;
    let foreign = store.team("globex").create_api_key(NewApiKey::new("secret"))?;
    let alice = client(&store, "alice")?;
    let key = alice.api_key(foreign.api_key().id);
    assert_eq!(code(key.get()), "not_found");
    assert_eq!(code(key.update(ApiKeyUpdate::new().description("mine"))), "not_found");
    assert_eq!(code(key.suspend(None)), "not_found");
    assert_eq!(code(key.resume()), "not_found");
    assert_eq!(code(key.revoke(RevokeOptions::new())), "not_found");
    assert_eq!(&store.get_api_key(foreign.api_key().id)?, foreign.api_key());
    assert_eq!(check(&store, foreign.value())?, "valid");
    Ok(())
}

// D26: there are no sessions here; who acts must be named.
#[test]
fn d26_acting_as_nobody_is_refused() -> Tested {
    let store = store()?;
    assert_eq!(code(client(&store, "")), "invalid_argument");
    Ok(())
}

// D27: checking keys is the server's business.
#[test]
fn d27_a_client_can_not_check_keys() -> Tested {
    let store = store()?;
    let created = store.user("alice").create_api_key(NewApiKey::new("CI"))?;
    let (alice, any, value) = (client(&store, "alice")?, VerifyOptions::new(), created.value());
    let headers = [("x-api-key", value)];
    assert_eq!(code(alice.verify(value, &any)), "permission_denied");
    assert_eq!(code(alice.require_valid(value, &any)), "permission_denied");
    assert_eq!(code(alice.explain(value, &any)), "permission_denied");
    assert_eq!(code(alice.authenticate(headers, &any)), "permission_denied");
    assert_eq!(code(alice.extract_api_key(headers)), "permission_denied");
    assert_eq!(code(alice.get_user_by_api_key(value, &any)), "permission_denied");
    assert_eq!(code(alice.get_team_by_api_key(value, &any)), "permission_denied");
    Ok(())
}

// D28: the server reads and revokes every key.
#[test]
fn d28_the_server_reads_and_revokes_any_key() -> Tested {
    let store = store()?;
    let team_key = acme(&store)?;
    let user_key = client(&store, "bob")?.user("bob").create_api_key(NewApiKey::new("own"))?;
    let support = store.by("support:bob")?;
    for created in [team_key, user_key] {
        let key = support.api_key(created.api_key().id);
        assert_eq!(&key.get()?, created.api_key());
        let revoked = key.revoke(RevokeOptions::new())?;
        let by = revoked.revoked_by.map(|by| by.to_string());
        assert_eq!(by.as_deref(), Some("server:support:bob"));
        assert_eq!(check(&store, created.value())?, "revoked");
    }
    Ok(())
}

// D29: the wrong family is a clean answer: users and teams with the same id are two owners.
#[test]
fn d29_a_team_key_does_not_show_as_a_user_key() -> Tested {
    let store = store()?;
    let team_key = store.team("acme").create_api_key(NewApiKey::new("the team's"))?;
    let user_key = store.user("acme").create_api_key(NewApiKey::new("the user's"))?;
    assert_eq!(descriptions(&store.user("acme").list_api_keys()?), ["the user's"]);
    assert_eq!(descriptions(&store.team("acme").list_api_keys()?), ["the team's"]);
    let any = VerifyOptions::new();
    assert!(store.get_user_by_api_key(team_key.value(), &any)?.is_none());
    assert!(store.get_team_by_api_key(user_key.value(), &any)?.is_none());
    // The user `acme` is nobody in the team `acme`.
    let acting = client(&store, "acme")?;
    assert_eq!(code(acting.get_api_key(team_key.api_key().id)), "not_found");
    assert_eq!(code(acting.get_api_key(user_key.api_key().id)), "ok");
    Ok(())
}

// D30: no owner has to be registered first.
#[test]
fn d30_a_key_for_an_owner_that_nobody_heard_of_brings_the_owner_into_being() -> Tested {
    let store = store()?;
    store.user("dave").create_api_key(NewApiKey::new("CI"))?;
    store.team("globex").create_api_key(NewApiKey::new("CI"))?;
    assert!(store.get_user("dave")?.is_some());
    assert!(store.get_team("globex")?.is_some());
    assert_eq!(
        verbs(&store)?,
        ["user.created", "api_key.created", "team.created", "api_key.created"]
    );
    Ok(())
}

// D31: a list of nobody's keys is empty, and asking makes nobody.
#[test]
fn d31_the_list_of_an_unknown_owner_is_empty_and_reading_creates_nothing() -> Tested {
    let store = store()?;
    assert!(store.user("nobody").list_api_keys()?.is_empty());
    assert!(store.team("nothing").list_api_keys()?.is_empty());
    assert!(store.team("nothing").list_members()?.is_empty());
    assert!(store.user("nobody").list_teams()?.is_empty());
    assert!(client(&store, "nobody")?.user("nobody").list_api_keys()?.is_empty());
    assert!(store.get_user("nobody")?.is_none());
    assert!(store.get_team("nothing")?.is_none());
    assert!(store.events(0, 1)?.is_empty());
    Ok(())
}

// D35: a public key can be revoked by hand.
#[test]
fn d35_the_owner_may_revoke_a_public_key() -> Tested {
    let store = store()?;
    let alice = client(&store, "alice")?;
    let created = alice.user("alice").create_api_key(NewApiKey::new("web page").public())?;
    alice.api_key(created.api_key().id).revoke(RevokeOptions::new())?;
    assert_eq!(check(&store, created.value())?, "revoked");
    Ok(())
}

// D36: a public key passes like a secret one; here a route can refuse it.
#[test]
fn d36_a_public_key_verifies_and_the_verdict_says_so() -> Tested {
    let store = store()?;
    let secret_only = VerifyOptions::new().accept(Accept::Secret);
    for (created, kind) in [
        (store.user("alice").create_api_key(NewApiKey::new("web").public())?, "upk"),
        (store.team("acme").create_api_key(NewApiKey::new("web").public())?, "tpk"),
    ] {
        assert!(store.verify(created.value(), &VerifyOptions::new())?.is_public());
        assert_eq!(check_with(&store, created.value(), &secret_only)?, "wrong_type");
        assert_eq!(keywright::parse(created.value().as_bytes())?.kind().as_str(), kind);
    }
    let secret = store.user("alice").create_api_key(NewApiKey::new("CI"))?;
    let verdict = store.verify(secret.value(), &secret_only)?;
    assert!(verdict.is_valid() && !verdict.is_public());
    Ok(())
}

// D37: keys of one millisecond have an order all the same.
#[test]
fn d37_keys_of_the_same_instant_are_listed_newest_first_by_id() -> Tested {
    let store = store()?;
    let alice = store.user("alice");
    for n in 0..50 {
        alice.create_api_key(NewApiKey::new(format!("key {n}")))?;
    }
    let keys = alice.list_api_keys()?;
    let expected: Vec<_> = (0..50).rev().map(|n| format!("key {n}")).collect();
    assert_eq!(descriptions(&keys), expected);
    assert!(keys.iter().all(|key| key.created_at == store.now()), "one instant");
    assert!(keys.windows(2).all(|pair| matches!(pair, [new, old] if new.id > old.id)));
    Ok(())
}

// D38: of two revocations at once, one is the first for ever.
#[test]
fn d38_two_revocations_at_once_keep_the_first_who_and_why() -> Tested {
    let folder = tempfile::tempdir()?;
    let store = Keywright::open(folder.path().join("keys.db"))?;
    for round in 0..10 {
        let created = store.user("alice").create_api_key(NewApiKey::new("CI"))?;
        let id = created.api_key().id;
        let barrier = std::sync::Barrier::new(2);
        let answers: Vec<Result<ApiKey, Error>> = std::thread::scope(|scope| {
            let threads: Vec<_> = ["one", "two"]
                .into_iter()
                .map(|name| {
                    let (barrier, store) = (&barrier, &store);
                    scope.spawn(move || {
                        let key = store.by(name)?.api_key(id);
                        barrier.wait();
                        key.revoke(RevokeOptions::new().reason(name))
                    })
                })
                .collect();
            threads.into_iter().filter_map(|thread| thread.join().ok()).collect()
        });
        let [a, b] = <[_; 2]>::try_from(answers).map_err(|_| "two answers")?;
        let (a, b) = (a?, b?);
        assert_eq!(a, b, "round {round}");
        assert_eq!(store.get_api_key(id)?, a);
        let who = a.revoked_by.map(|by| by.to_string());
        assert_eq!(who, a.revoke_reason.map(|reason| format!("server:{reason}")));
    }
    let revocations = verbs(&store)?.iter().filter(|verb| *verb == "api_key.revoked").count();
    assert_eq!(revocations, 10, "one event for each key");
    Ok(())
}

// D39: a record is a snapshot; the change returns the new one.
#[test]
fn d39_a_record_does_not_change_under_its_holder() -> Tested {
    let store = store()?;
    let created = store.user("alice").create_api_key(NewApiKey::new("CI").expires_in(DAY))?;
    let listed = store.user("alice").list_api_keys()?;
    let revoked = store.api_key(created.api_key().id).revoke(RevokeOptions::new())?;
    assert_eq!(created.api_key().status, Status::Active);
    assert_eq!(listed.first(), Some(created.api_key()));
    assert_eq!(revoked.status, Status::Revoked);
    assert_eq!(store.get_api_key(revoked.id)?, revoked);
    // An expiry it can tell by itself, for an instant that is named.
    let later = store.now().checked_add(DAY)?;
    let why = created.api_key().why_invalid_at(later);
    assert_eq!(why.map(|why| why.as_str()), Some("expired"));
    Ok(())
}

// D40: people know a key by its last four characters.
#[test]
fn d40_last_four_are_the_last_four_characters_of_the_value() -> Tested {
    let store = store()?;
    let created = store.user("alice").create_api_key(NewApiKey::new("CI"))?;
    let listed = store.get_api_key(created.api_key().id)?;
    assert_eq!(listed.last_four().len(), 4);
    assert!(created.value().ends_with(listed.last_four()));
    Ok(())
}

// D41: an id in the defaults that nothing defines is skipped when somebody joins. Only an edit by hand leaves one there:
// deleting a definition cleans the defaults (P7).
#[test]
fn d41_a_default_that_nothing_defines_keeps_nobody_from_joining() -> Tested {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("keys.db");
    Keywright::open(&path)?.close();
    let connection = rusqlite::Connection::open(&path)?;
    connection.execute(
        "UPDATE settings
         SET member_permissions = 'ghost team_member', creator_permissions = 'ghost'",
        [],
    )?;
    connection.close().map_err(|(_, error)| error)?;

    let store = Keywright::open(&path)?;
    let member = store.team("acme").add_member("bob")?;
    assert_eq!(member.permissions, ids(["team_member"])?);
    let alice = client(&store, "alice")?;
    let team = alice.create_team(NewTeam::new("Alice's"))?;
    assert_eq!(alice.team(team.id.as_str()).list_permissions("alice")?, BTreeSet::new());
    Ok(())
}

// H1: the switch of users concerns users alone.
#[test]
fn h1_with_user_keys_off_users_get_disabled_and_team_keys_work() -> Tested {
    let store = store()?;
    store.update_settings(SettingsUpdate::new().allow_user_api_keys(false))?;
    let alice = client(&store, "alice")?;
    let own = alice.user("alice");
    assert_eq!(code(own.create_api_key(NewApiKey::new("CI"))), "disabled");
    assert_eq!(code(own.create_api_keys(vec![NewApiKey::new("CI")])), "disabled");
    assert_eq!(code(own.list_api_keys()), "disabled");

    let team = alice.create_team(NewTeam::new("Alice's"))?;
    let created = alice.team(team.id.as_str()).create_api_key(NewApiKey::new("CI"))?;
    let key = created.api_key();
    assert_eq!(key.owner_type(), OwnerType::Team);
    assert_eq!(key.team_id(), Some(&team.id));
    assert_eq!((key.is_public, key.expires_at), (false, None));
    assert_eq!(keywright::parse(created.value().as_bytes())?.kind(), TokenKind::TeamSecret);
    Ok(())
}

// H2: a public key says so in its text.
#[test]
fn h2_public_keys_can_be_made() -> Tested {
    let store = store()?;
    let created = client(&store, "alice")?
        .user("alice")
        .create_api_key(NewApiKey::new("web page").public().expiry(Expiry::Never))?;
    assert!(created.api_key().is_public);
    assert_eq!(created.api_key().expires_at, None);
    assert_eq!(keywright::parse(created.value().as_bytes())?.kind(), TokenKind::UserPublic);
    Ok(())
}

// H3: Stack Auth takes a past expiry; here it is refused, and a key expires by the time that passes.
#[test]
fn h3_keys_can_expire_and_a_past_expiry_is_refused() -> Tested {
    let store = store()?;
    let alice = client(&store, "alice")?.user("alice");
    let hour_ago = Timestamp::from_millis(START_MS - 3_600_000)?;
    let past = NewApiKey::new("past").expires_at(hour_ago);
    assert_eq!(code(alice.create_api_key(past)), "invalid_argument");

    let long = alice.create_api_key(NewApiKey::new("long").expires_in(2 * HOUR))?;
    let short = alice.create_api_key(NewApiKey::new("short").expires_in(HOUR))?;
    store.clock().advance(HOUR)?;
    assert_eq!(check(&store, long.value())?, "valid");
    assert_eq!(check(&store, short.value())?, "expired");
    let keys = alice.list_api_keys()?;
    assert_eq!(descriptions(&keys), ["short", "long"]);
    let statuses: Vec<_> = keys.iter().map(|key| key.status.as_str()).collect();
    assert_eq!(statuses, ["expired", "active"]);
    Ok(())
}

// H4: an own key can be read, without its value. H7 and H8: neither client nor server has to say whose it is. (That a
// query names both owners is for the HTTP surface.)
#[test]
fn h4_h7_h8_a_key_is_read_by_its_id_alone_and_without_its_value() -> Tested {
    let store = store()?;
    let alice = client(&store, "alice")?;
    let created = alice.user("alice").create_api_key(NewApiKey::new("CI"))?;
    let id = created.api_key().id;
    assert_eq!(&alice.get_api_key(id)?, created.api_key());
    assert_eq!(&store.get_api_key(id)?, created.api_key());
    let json = serde_json::to_value(alice.get_api_key(id)?)?;
    assert_eq!(json.get("type"), Some(&"user".into()));
    assert_eq!(json.get("user_id"), Some(&"alice".into()));
    assert_eq!(json.get("last_four"), Some(&created.api_key().last_four().into()));
    assert_eq!(json.get("value"), None);
    assert!(!json.to_string().contains(created.value()));
    Ok(())
}

// H5: what is no key of ours is malformed in `verify`, and 404 for who asks about it, as a key that does not exist.
#[test]
fn h5_a_made_up_key_does_not_exist() -> Tested {
    let store = store()?;
    let elsewhere = open_for_tests(Timestamp::from_millis(START_MS)?)?;
    let unknown = elsewhere.user("alice").create_api_key(NewApiKey::new("CI"))?;
    for (text, reason) in [("sk_made_up", "malformed"), (unknown.value(), "not_found")] {
        let verdict = store.verify(text, &VerifyOptions::new())?;
        assert_eq!(verdict.reason().map(Reason::as_str), Some(reason));
        let answer = verdict.check_http();
        assert_eq!(answer.status, 404);
        let known = ("X-Stack-Known-Error", "API_KEY_NOT_FOUND".to_owned());
        assert!(answer.headers.contains(&known), "{:?}", answer.headers);
    }
    Ok(())
}

// H6: a team key where a user's is asked for.
#[test]
fn h6_a_team_key_is_of_the_wrong_type_where_a_user_key_is_asked_for() -> Tested {
    let store = store()?;
    let created = store.team("acme").create_api_key(NewApiKey::new("CI"))?;
    let options = VerifyOptions::new().owner_type(OwnerType::User);
    let verdict = store.verify(created.value(), &options)?;
    assert_eq!(verdict.reason(), Some(Reason::WrongType));
    let answer = verdict.check_http();
    assert_eq!(answer.status, 400);
    let known = ("X-Stack-Known-Error", "WRONG_API_KEY_TYPE".to_owned());
    assert!(answer.headers.contains(&known), "{:?}", answer.headers);
    Ok(())
}

// H9: nobody makes keys for somebody else. H12: nor changes them. H16: nor lists them.
#[test]
fn h9_h12_h16_a_client_can_not_make_change_or_list_the_keys_of_another_user() -> Tested {
    let store = store()?;
    let created = client(&store, "alice")?.user("alice").create_api_key(NewApiKey::new("CI"))?;
    let before = verbs(&store)?;
    let mallory = client(&store, "mallory")?;
    let alices = mallory.user("alice");
    assert_eq!(code(alices.create_api_key(NewApiKey::new("mine"))), "permission_denied");
    assert_eq!(code(alices.list_api_keys()), "permission_denied");
    let key = mallory.api_key(created.api_key().id);
    let update = ApiKeyUpdate::new().description("mine");
    assert_eq!(code(key.update(update)), "permission_denied");
    assert_eq!(code(key.revoke(RevokeOptions::new())), "permission_denied");
    assert_eq!(code(key.get()), "permission_denied");

    assert_eq!(&store.get_api_key(created.api_key().id)?, created.api_key());
    assert_eq!(check(&store, created.value())?, "valid");
    assert_eq!(verbs(&store)?, before);
    Ok(())
}

// H10: the right in the team decides.
#[test]
fn h10_team_keys_are_managed_if_and_only_if_the_right_is_held() -> Tested {
    let store = store()?;
    store.team("acme").add_member_with("u1", ["$manage_api_keys"])?;
    let u1 = client(&store, "u1")?.team("acme");
    let created = u1.create_api_key(NewApiKey::new("CI").expires_in(DAY))?;
    assert_eq!(keywright::parse(created.value().as_bytes())?.kind(), TokenKind::TeamSecret);
    assert_eq!(u1.list_api_keys()?, [created.api_key().clone()]);
    assert!(!serde_json::to_string(&u1.list_api_keys()?)?.contains(created.value()));
    let u2 = client(&store, "u2")?.team("acme");
    assert_eq!(code(u2.create_api_key(NewApiKey::new("CI"))), "not_found");
    assert_eq!(code(u2.list_api_keys()), "not_found");
    Ok(())
}

// H11: a revoked key is denied and stays in the list. H18: revoking twice keeps the first time, who and why.
#[test]
fn h11_h18_a_revoked_key_stays_listed_and_a_second_revocation_changes_nothing() -> Tested {
    let store = store()?;
    let alice = client(&store, "alice")?;
    let created = alice.user("alice").create_api_key(NewApiKey::new("CI"))?;
    assert_eq!(check(&store, created.value())?, "valid");
    let key = alice.api_key(created.api_key().id);
    let first = key.revoke(RevokeOptions::new().reason("lost"))?;
    assert_eq!(first.revoked_at, Some(store.now()));
    assert_eq!(check(&store, created.value())?, "revoked");
    assert_eq!(alice.user("alice").list_api_keys()?, [first.clone()]);

    store.clock().advance(HOUR)?;
    let events = verbs(&store)?;
    let again = store.api_key(first.id).revoke(RevokeOptions::new().reason("again"))?;
    assert_eq!(again, first);
    let owner = store.user("alice").owner()?;
    assert_eq!(store.revoke_all(RevokeAll::new().owner(owner).reason("all"))?, 0);
    assert_eq!(store.get_api_key(first.id)?, first);
    assert_eq!(verbs(&store)?, events, "what changes nothing is no event");
    assert_eq!(check(&store, created.value())?, "revoked");
    Ok(())
}

// H13: an update has no field for an owner; whatever it changes, the owner stays. (Unknown fields of a body are for the
// HTTP surface.)
#[test]
fn h13_no_update_moves_a_key_to_another_owner() -> Tested {
    let store = store()?;
    let created = store.user("alice").create_api_key(NewApiKey::new("CI"))?;
    let update = ApiKeyUpdate::new()
        .description("new")
        .expiry(Expiry::In(DAY))
        .scopes(keywright::Scopes::parse(["a:b"])?)
        .metadata(keywright::Metadata::parse(r#"{"user_id":"mallory","team_id":"acme"}"#)?)
        .ip_allow_list(keywright::IpAllowList::parse(["192.0.2.1"])?);
    let updated = store.api_key(created.api_key().id).update(update)?;
    assert_eq!(updated.owner, created.api_key().owner);
    assert_eq!(updated.created_by, created.api_key().created_by);
    assert_eq!(updated.created_at, created.api_key().created_at);
    assert_eq!(updated.generations, created.api_key().generations);
    Ok(())
}

// H14: the server makes keys for users.
#[test]
fn h14_the_server_makes_keys_for_users_who_see_only_their_own() -> Tested {
    let store = store()?;
    let created = store.user("u1").create_api_key(NewApiKey::new("CI").expires_in(DAY))?;
    store.user("u2").create_api_key(NewApiKey::new("CI"))?;
    let verdict = store.verify(created.value(), &VerifyOptions::new())?;
    assert_eq!(verdict.user_id().map(|id| id.as_str()), Some("u1"));
    let u1 = client(&store, "u1")?;
    assert_eq!(u1.user("u1").list_api_keys()?, [created.api_key().clone()]);
    assert_eq!(code(u1.user("u2").list_api_keys()), "permission_denied");
    Ok(())
}

// H15: a list is whole and newest first.
#[test]
fn h15_all_keys_of_a_user_are_listed_newest_first() -> Tested {
    let store = store()?;
    let alice = client(&store, "alice")?.user("alice");
    alice.create_api_key(NewApiKey::new("first").expires_in(DAY))?;
    store.clock().advance(HOUR)?;
    alice.create_api_key(NewApiKey::new("second"))?;
    let keys = alice.list_api_keys()?;
    assert_eq!(descriptions(&keys), ["second", "first"]);
    let expiries: Vec<_> = keys.iter().map(|key| key.expires_at.is_some()).collect();
    assert_eq!(expiries, [false, true]);
    Ok(())
}

// H17: a list without an owner is not for clients. Stack Auth refuses it to servers too; here the server may.
#[test]
fn h17_only_the_server_lists_the_keys_of_all_owners() -> Tested {
    let store = store()?;
    store.user("alice").create_api_key(NewApiKey::new("CI"))?;
    store.team("acme").create_api_key(NewApiKey::new("CI"))?;
    assert_eq!(store.list_api_keys(ApiKeyFilter::new())?.len(), 2);
    let alice = client(&store, "alice")?;
    assert_eq!(code(alice.list_api_keys(ApiKeyFilter::new())), "permission_denied");
    let page = PageRequest::new(ApiKeyFilter::new());
    assert_eq!(code(alice.page_api_keys(page)), "permission_denied");
    Ok(())
}

// J1: create, list, update, list.
#[test]
fn j1_a_user_makes_a_key_and_describes_it_anew() -> Tested {
    let store = store()?;
    let alice = client(&store, "alice")?;
    let created =
        alice.user("alice").create_api_key(NewApiKey::new("test").expires_in(30 * DAY))?;
    let first = created.api_key();
    assert_eq!((first.revoked_at, first.owner_type()), (None, OwnerType::User));
    assert_eq!(first.user_id().map(|id| id.as_str()), Some("alice"));
    assert_eq!(alice.user("alice").list_api_keys()?, [first.clone()]);
    alice.api_key(first.id).update(ApiKeyUpdate::new().description("test2"))?;
    let listed = alice.user("alice").list_api_keys()?;
    assert_eq!(descriptions(&listed), ["test2"]);
    assert_eq!(listed.first().map(|key| key.expires_at), Some(first.expires_at));
    Ok(())
}

// J2: a key leads to its user.
#[test]
fn j2_the_server_gets_the_user_by_a_key() -> Tested {
    let store = store()?;
    store.user("alice").update(UserUpdate::new().primary_email("alice@example.com"))?;
    let created = store.user("alice").create_api_key(NewApiKey::new("CI"))?;
    let user = store.get_user_by_api_key(created.value(), &VerifyOptions::new())?;
    assert_eq!(user, store.get_user("alice")?);
    let email = user.and_then(|user| user.primary_email);
    assert_eq!(email.as_deref(), Some("alice@example.com"));
    Ok(())
}

// J3: revoked by the client. J4: revoked by the server.
#[test]
fn j3_j4_a_key_revoked_by_user_or_server_leads_to_nobody() -> Tested {
    let store = store()?;
    let alice = client(&store, "alice")?;
    for revoker in [&alice, &*store] {
        let created = alice.user("alice").create_api_key(NewApiKey::new("CI"))?;
        let id = created.api_key().id;
        assert_eq!(created.api_key().why_invalid_at(store.now()), None);
        let any = VerifyOptions::new();
        assert!(store.get_user_by_api_key(created.value(), &any)?.is_some());
        revoker.api_key(id).revoke(RevokeOptions::new())?;
        let listed = alice.user("alice").list_api_keys()?;
        let key = listed.iter().find(|key| key.id == id).ok_or("still listed")?;
        assert!(key.revoked_at.is_some() && key.why_invalid_at(store.now()).is_some());
        assert!(store.get_user_by_api_key(created.value(), &any)?.is_none());
    }
    Ok(())
}

// J5: a team made by a client, its key, and back to the team. J6: a team's key leads to no user, without an error.
#[test]
fn j5_j6_a_team_key_leads_to_the_team_and_to_no_user() -> Tested {
    let store = store()?;
    let alice = client(&store, "alice")?;
    let team = alice.create_team(NewTeam::new("Acme Inc."))?;
    let created = alice.team(team.id.as_str()).create_api_key(NewApiKey::new("CI"))?;
    let any = VerifyOptions::new();
    let found = store.get_team_by_api_key(created.value(), &any)?.ok_or("the team")?;
    assert_eq!(found, team);
    assert_eq!(found.display_name.as_deref(), Some("Acme Inc."));
    assert!(store.get_user_by_api_key(created.value(), &any)?.is_none());
    Ok(())
}

// J7: a plain member does not manage keys.
#[test]
fn j7_a_member_without_the_right_neither_makes_nor_lists_team_keys() -> Tested {
    let store = store()?;
    acme(&store)?;
    let bob = client(&store, "bob")?.team("acme");
    assert_eq!(code(bob.list_members()), "ok", "a member all the same");
    assert_eq!(code(bob.create_api_key(NewApiKey::new("CI"))), "not_found");
    assert_eq!(code(bob.list_api_keys()), "not_found");
    assert_eq!(store.team("acme").list_api_keys()?.len(), 1);
    Ok(())
}

// P1: what a new store defines.
#[test]
fn p1_a_new_store_defines_six_system_permissions_and_two_that_contain_them() -> Tested {
    let store = store()?;
    let found: BTreeMap<String, BTreeSet<PermissionId>> = store
        .list_permission_definitions()?
        .into_iter()
        .map(|definition| (definition.id.to_string(), definition.contains))
        .collect();
    let mut expected: BTreeMap<_, _> =
        PermissionId::SYSTEM.iter().map(|id| ((*id).to_owned(), BTreeSet::new())).collect();
    expected.insert("team_admin".to_owned(), ids(PermissionId::SYSTEM)?);
    expected.insert("team_member".to_owned(), ids(["$invite_members", "$read_members"])?);
    assert_eq!(found, expected);
    let listed: Vec<_> =
        store.list_permission_definitions()?.into_iter().map(|definition| definition.id).collect();
    assert!(listed.is_sorted());
    Ok(())
}

// P2: define, rename, delete, and every mention follows.
#[test]
fn p2_a_definition_is_made_renamed_and_deleted_with_all_mentions() -> Tested {
    let store = store()?;
    let update = PermissionUpdate::new;
    store.define_permission("p1", [] as [&str; 0], update().description("one"))?;
    let p2 = store.define_permission("p2", ["p1", "$read_members"], update())?;
    assert_eq!(p2.contains, ids(["$read_members", "p1"])?);
    store.define_permission("outer", ["p2"], update())?;
    store.team("acme").add_member_with("bob", ["p2"])?;
    store.update_settings(SettingsUpdate::new().member_permissions(ids(["p2"])?))?;

    let p3 = store.rename_permission("p2", "p3")?;
    assert_eq!(p3.id.as_str(), "p3");
    let find = |id: &str| -> Result<Option<BTreeSet<PermissionId>>, Error> {
        let all = store.list_permission_definitions()?;
        Ok(all.into_iter().find(|found| found.id.as_str() == id).map(|found| found.contains))
    };
    assert_eq!(find("p2")?, None);
    assert_eq!(find("outer")?, Some(ids(["p3"])?));
    assert_eq!(store.settings()?.member_permissions, ids(["p3"])?);
    assert!(store.team("acme").has_permission("bob", "p1")?);

    store.define_permission("p3", ["p1", "$update_team"], update())?;
    store.delete_permission("p1")?;
    assert_eq!(find("p1")?, None);
    assert_eq!(find("p3")?, Some(ids(["$update_team"])?));
    assert_eq!(store.team("acme").list_permissions("bob")?, ids(["p3", "$update_team"])?);
    assert_eq!(code(store.delete_permission("p1")), "not_found");
    assert_eq!(code(store.rename_permission("p1", "p4")), "not_found");
    Ok(())
}

// P3: one id, one definition.
#[test]
fn p3_an_id_that_is_taken_is_refused() -> Tested {
    let store = store()?;
    store.define_permission("p1", ["$read_members"], PermissionUpdate::new())?;
    store.define_permission("p2", ["$update_team"], PermissionUpdate::new())?;
    let events = verbs(&store)?;
    let careful = PermissionUpdate::new().refuse_existing();
    assert_eq!(code(store.define_permission("p1", ["p2"], careful)), "already_exists");
    assert_eq!(code(store.rename_permission("p1", "p2")), "already_exists");
    assert_eq!(verbs(&store)?, events);
    // System permissions are nobody's to define, rename or delete.
    for id in PermissionId::SYSTEM {
        let update = PermissionUpdate::new();
        assert_eq!(code(store.define_permission(id, ["p1"], update)), "invalid_argument");
        assert_eq!(code(store.rename_permission("p1", id)), "invalid_argument");
        assert_eq!(code(store.rename_permission(id, "p9")), "not_found");
        assert_eq!(code(store.delete_permission(id)), "not_found");
    }
    assert_eq!(verbs(&store)?, events);
    Ok(())
}

// P4: on definition, P6: and on change, what is contained must exist.
#[test]
fn p4_p6_a_definition_can_not_contain_what_does_not_exist() -> Tested {
    let store = store()?;
    let known = store.define_permission("p1", ["$read_members"], PermissionUpdate::new())?;
    for id in ["p1", "p2"] {
        let result = store.define_permission(id, ["ghost"], PermissionUpdate::new());
        assert_eq!(code(result), "invalid_argument", "{id}");
    }
    let all = store.list_permission_definitions()?;
    assert!(all.contains(&known), "unchanged");
    assert!(!all.iter().any(|definition| definition.id.as_str() == "p2"));
    Ok(())
}

// P7: a deleted definition is no default any more.
#[test]
fn p7_a_deleted_permission_leaves_the_defaults() -> Tested {
    let store = store()?;
    store.define_permission("lead", ["$update_team"], PermissionUpdate::new())?;
    store.update_settings(
        SettingsUpdate::new()
            .creator_permissions(ids(["lead", "team_admin"])?)
            .member_permissions(ids(["lead"])?),
    )?;
    store.delete_permission("lead")?;
    let settings = store.settings()?;
    assert_eq!(settings.creator_permissions, ids(["team_admin"])?);
    assert_eq!(settings.member_permissions, BTreeSet::new());
    assert_eq!(store.team("acme").add_member("bob")?.permissions, BTreeSet::new());
    Ok(())
}

// P8: what others hold is not for everybody. Here `$read_members` shows it, and without the team does not exist.
#[test]
fn p8_what_another_member_holds_takes_the_right_to_see_members() -> Tested {
    let store = store()?;
    acme(&store)?;
    store.team("acme").add_member_with("carol", ["$update_team"])?;
    let carol = client(&store, "carol")?.team("acme");
    assert_eq!(carol.list_permissions("carol")?, ids(["$update_team"])?);
    assert_eq!(code(carol.list_permissions("alice")), "not_found");
    assert_eq!(code(carol.has_permission("alice", "$update_team")), "not_found");
    let bob = client(&store, "bob")?.team("acme");
    assert!(bob.has_permission("alice", "$manage_api_keys")?);
    Ok(())
}

// P9: only what is defined can be granted.
#[test]
fn p9_a_permission_that_does_not_exist_can_not_be_granted() -> Tested {
    let store = store()?;
    acme(&store)?;
    let team = store.team("acme");
    assert_eq!(code(team.grant_permission("bob", "ghost")), "not_found");
    assert_eq!(code(team.add_member_with("bob", ["ghost"])), "not_found");
    assert_eq!(code(team.set_members([("bob", ["ghost"])])), "not_found");
    assert_eq!(code(team.grant_permission("bob", "$ghost")), "invalid_argument");
    assert_eq!(code(team.grant_permission("nobody", "$update_team")), "not_found");
    assert_eq!(team.list_members()?.len(), 2);
    let permissions = store.team("acme").list_permissions("bob")?;
    assert_eq!(permissions, ids(["$invite_members", "$read_members", "team_member"])?);
    Ok(())
}

// P11: direct grants and what they contain are told apart.
#[test]
fn p11_a_granted_permission_is_held_directly_and_its_children_by_containment() -> Tested {
    let store = store()?;
    acme(&store)?;
    store.define_permission("child", [] as [&str; 0], PermissionUpdate::new())?;
    store.define_permission("parent", ["child"], PermissionUpdate::new())?;
    let team = store.team("acme");
    let member = team.grant_permission("alice", "parent")?;
    assert_eq!(member.permissions, ids(["parent", "team_admin"])?);
    assert!(team.has_permission("alice", "child")?);
    assert_eq!(code(team.revoke_permission("alice", "child")), "not_found", "not direct");
    team.revoke_permission("alice", "parent")?;
    assert!(!team.has_permission("alice", "child")?);
    Ok(())
}

// P12: the defaults of new members are a setting.
#[test]
fn p12_the_permissions_of_new_members_can_be_chosen() -> Tested {
    let store = store()?;
    acme(&store)?;
    let ghost = SettingsUpdate::new().member_permissions(ids(["ghost"])?);
    assert_eq!(code(store.update_settings(ghost)), "not_found");
    store.update_settings(SettingsUpdate::new().member_permissions(ids(["$manage_api_keys"])?))?;
    let carol = store.team("acme").add_member("carol")?;
    assert_eq!(carol.permissions, ids(["$manage_api_keys"])?);
    let members = store.team("acme").list_members()?;
    let bob = members.iter().find(|member| member.user_id.as_str() == "bob").ok_or("bob")?;
    assert_eq!(bob.permissions, ids(["team_member"])?, "who was there keeps what it had");
    Ok(())
}

// P14: what the creator of a team gets.
#[test]
fn p14_the_creator_of_a_team_gets_the_creators_permissions() -> Tested {
    let store = store()?;
    let team = client(&store, "alice")?.create_team(NewTeam::new("Alice's"))?;
    let members = store.team(team.id.as_str()).list_members()?;
    assert_eq!(members.len(), 1);
    let only = members.first().ok_or("a member")?;
    assert_eq!(only.user_id.as_str(), "alice");
    assert_eq!(only.permissions, ids(["team_admin"])?);
    Ok(())
}

// P15: removing others takes a right. Without it Stack Auth says so; here the team does not exist.
#[test]
fn p15_removing_a_member_takes_the_right() -> Tested {
    let store = store()?;
    acme(&store)?;
    store.team("acme").add_member("carol")?;
    let bob = client(&store, "bob")?.team("acme");
    assert_eq!(code(bob.remove_member("carol", TeamKeys::Keep)), "not_found");
    assert_eq!(store.team("acme").list_members()?.len(), 3);
    store.team("acme").grant_permission("bob", "$remove_members")?;
    assert_eq!(code(bob.remove_member("carol", TeamKeys::Keep)), "ok");
    assert_eq!(code(bob.remove_member("carol", TeamKeys::Keep)), "not_found", "gone");
    assert_eq!(store.team("acme").list_members()?.len(), 2);
    Ok(())
}

// P16: there is no app that is on or off; but changing one switch leaves all other settings alone.
#[test]
fn p16_changing_one_setting_leaves_the_others_alone() -> Tested {
    let store = store()?;
    let before = store.settings()?;
    let after = store.update_settings(SettingsUpdate::new().allow_user_api_keys(false))?;
    let mut expected = (*before).clone();
    expected.allow_user_api_keys = false;
    assert_eq!(after, expected);
    assert_eq!(*store.settings()?, expected);
    Ok(())
}

// P17 and P18: instead of webhooks, the event of each grant and each revocation.
#[test]
fn p17_p18_granting_and_revoking_a_permission_are_events() -> Tested {
    let store = store()?;
    acme(&store)?;
    let after = store.events(0, 100)?.last().map_or(0, |event| event.number);
    let bob = store.by("support")?.team("acme");
    bob.grant_permission("bob", "$manage_api_keys")?;
    bob.grant_permission("bob", "$manage_api_keys")?;
    bob.revoke_permission("bob", "$manage_api_keys")?;
    let events = store.events(after, 100)?;
    let told: Vec<_> = events.iter().map(|event| event.verb.as_str()).collect();
    assert_eq!(told, ["team.permission_granted", "team.permission_revoked"]);
    for event in events {
        for (name, value) in [
            ("team_id", "acme"),
            ("user_id", "bob"),
            ("permission", "$manage_api_keys"),
            ("actor", "server:support"),
        ] {
            assert_eq!(event.payload.get(name), Some(&value.into()), "{name}");
        }
    }
    Ok(())
}

/// A test's name begins with its cases; a case without a test stands in [`ELSEWHERE`] with the reason.
#[test]
fn every_case_has_a_test_or_a_reason() {
    let is_case = |word: &&str| {
        let (list, number) = word.split_at(1);
        "dhjp".contains(list) && !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit())
    };
    let tests = include_str!("behaviour.rs").split("#[test]\nfn ").skip(1);
    let tested: Vec<&str> = tests
        .filter_map(|test| test.split_once('(').map(|(name, _)| name))
        .flat_map(|name| name.split('_').take_while(is_case))
        .collect();
    let listed: Vec<&str> = ELSEWHERE.iter().map(|(case, _)| *case).collect();

    let mut wrong = Vec::new();
    let mut all = BTreeSet::new();
    for (list, count) in CASES {
        for number in 1..=count {
            let case = format!("{list}{number}");
            let times = tested.iter().chain(&listed).filter(|found| **found == case).count();
            if times != 1 {
                wrong.push(format!("{case} stands {times} times"));
            }
            all.insert(case);
        }
    }
    for found in tested.iter().chain(&listed) {
        if !all.contains(*found) {
            wrong.push(format!("{found} is no case"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(ELSEWHERE.iter().all(|(_, reason)| !reason.is_empty()));
}

/// A store on disk keeps time by the clock that it is given, so that D3 holds there too.
#[test]
fn a_key_on_disk_expires_at_the_very_instant_after_reopening() -> Tested {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("keys.db");
    let clock = test_clock(Timestamp::from_millis(START_MS)?);
    let open = || OpenOptions::new().clock(std::sync::Arc::clone(&clock)).open(&path);
    let store = open()?;
    let created = store.user("alice").create_api_key(NewApiKey::new("CI").expires_in(HOUR))?;
    store.close();
    clock.advance(HOUR - Duration::from_micros(1))?;
    let store = open()?;
    assert_eq!(check(&store, created.value())?, "valid");
    clock.advance(Duration::from_micros(1))?;
    assert_eq!(check(&store, created.value())?, "expired");
    Ok(())
}
