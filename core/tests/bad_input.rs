//! Bad input gets a clear answer, and nothing is lost by it.
//!
//! Damaged, foreign and read-only files have tests of their own.

use std::io::Write as _;
use std::path::Path;
use std::sync::{Arc, Barrier};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use keywright::testing::{TestStore, open_for_tests, test_clock};
use keywright::{
    ActingAs, ApiKey, ApiKeyFilter, ApiKeyId, ApiKeyUpdate, Error, Expiry, ExtractedKey, Gate,
    IpAllowList, Keywright, Metadata, NewApiKey, NewTeam, OpenOptions, PageRequest, PermissionId,
    PermissionUpdate, Prefix, Reason, RevokeAll, RevokeOptions, Scopes, SettingsUpdate, TeamUpdate,
    Timestamp, UserUpdate, VerifyOptions,
};

type Tested = Result<(), Box<dyn std::error::Error>>;

const START_MS: i64 = 1_800_000_000_000;
const HOUR: Duration = Duration::from_secs(3600);
/// The last millisecond of the year 9999.
const LAST_MS: i64 = 253_402_300_799_999;

fn fresh() -> Result<TestStore, Error> {
    open_for_tests(Timestamp::from_millis(START_MS)?)
}

/// Returns `ok` or the code of the error.
fn code<T>(result: Result<T, Error>) -> &'static str {
    match result {
        Ok(_) => "ok",
        Err(error) => error.code().as_str(),
    }
}

fn check(store: &Keywright, value: impl AsRef<[u8]>) -> Result<&'static str, Error> {
    Ok(store.verify(value, &VerifyOptions::new())?.reason().map_or("valid", Reason::as_str))
}

fn last_event(store: &Keywright) -> Result<u64, Error> {
    Ok(store.events(0, 10_000)?.last().map_or(0, |event| event.number))
}

/// Asserts that something is an invalid argument, and that the attempt left nothing behind.
fn refused<T>(store: &Keywright, what: &str, attempt: impl FnOnce() -> Result<T, Error>) -> Tested {
    let before = last_event(store)?;
    assert_eq!(code(attempt()), "invalid_argument", "{what}");
    assert_eq!(last_event(store)?, before, "{what} left an event");
    Ok(())
}

/// Ends a text with its checksum: the CRC-32 of what stands in front, as 6 digits of base 62.
fn with_checksum(signed: &str) -> String {
    const DIGITS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    let mut crc = crc32fast::hash(signed.as_bytes()) as usize;
    let mut digits = [0; 6];
    for digit in digits.iter_mut().rev() {
        *digit = DIGITS.get(crc % 62).copied().unwrap_or_default();
        crc /= 62;
    }
    format!("{signed}{}", String::from_utf8_lossy(&digits))
}

/// Texts that are no key, made from one that is.
fn no_keys(value: &str) -> Vec<(String, Vec<u8>)> {
    let mut texts: Vec<(String, Vec<u8>)> = Vec::new();
    let mut add = |what: &str, text: Vec<u8>| texts.push((what.to_owned(), text));
    add("nothing", Vec::new());
    for (what, length) in [("129 bytes", 129), ("1 MiB", 1 << 20), ("64 MiB", 64 << 20)] {
        add(what, vec![b'a'; length]);
        let mut long = value.as_bytes().to_vec();
        long.resize(length, b'0');
        add(&format!("a key made {what} long"), long);
    }
    let mut front = vec![b'a'; 129 - value.len()];
    front.extend(value.as_bytes());
    add("a prefix that makes it 129 bytes", front);
    add("the key twice", value.repeat(2).into_bytes());
    for (what, byte) in [("NUL", 0), ("0xFF", 0xff), ("0x80", 0x80), ("DEL", 0x7f)] {
        add(&format!("only {what}"), vec![byte; 62]);
        for at in 0..=value.len() {
            let mut text = value.as_bytes().to_vec();
            text.insert(at, byte);
            add(&format!("{what} at {at}"), text);
        }
    }
    for around in [" ", "\t", "\n", "\r\n", "\u{a0}", "\u{feff}", "\u{2028}", "\"", "<", "="] {
        add(&format!("{around:?} in front"), format!("{around}{value}").into_bytes());
        add(&format!("{around:?} behind"), format!("{value}{around}").into_bytes());
    }
    add("letters of full width", value.replace('k', "ｋ").into_bytes());
    add("a Cyrillic letter", value.replace('k', "к").into_bytes());
    add("in capitals", value.to_uppercase().into_bytes());
    add("in small letters", value.to_lowercase().into_bytes());
    for at in 0..value.len() {
        for byte in b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_- ." {
            let mut text = value.as_bytes().to_vec();
            if let Some(place) = text.get_mut(at).filter(|place| **place != *byte) {
                *place = *byte;
                add(&format!("{} at {at}", char::from(*byte)), text);
            }
        }
        let mut missing = value.as_bytes().to_vec();
        missing.remove(at);
        add(&format!("without the one at {at}"), missing);
        let mut swapped = value.as_bytes().to_vec();
        if at + 1 < swapped.len() && swapped.get(at) != swapped.get(at + 1) {
            swapped.swap(at, at + 1);
            add(&format!("{at} and its neighbour swapped"), swapped);
        }
        let head = value.as_bytes().get(..at).unwrap_or_default().to_vec();
        add(&format!("cut off at {at}"), head);
    }
    let signed = value.get(..value.len() - 6).unwrap_or_default();
    let body = signed.split_once('_').map_or("", |(_, body)| body);
    for prefix in ["kv", "kw_test", "k", "acme", "abcdefghijklmnopqrstuvwx"] {
        add(&format!("of {prefix}"), with_checksum(&format!("{prefix}_{body}")).into_bytes());
    }
    add("of an impossible prefix", with_checksum(&format!("Kw_{body}")).into_bytes());
    add("without a prefix", with_checksum(&format!("_{body}")).into_bytes());
    add("of no kind", with_checksum(&signed.replace("usk", "xsk")).into_bytes());
    let highest = format!("kw_usk_{}{}", "z".repeat(22), "0".repeat(27));
    add("an id of more than 128 bits", with_checksum(&highest).into_bytes());
    texts
}

/// Overwrites every byte of a store's files in place, so that whatever has to be read from now on is an error.
fn ruin(path: &Path) -> std::io::Result<()> {
    for end in ["", "-wal"] {
        let mut path = path.as_os_str().to_owned();
        path.push(end);
        if let Ok(metadata) = std::fs::metadata(&path) {
            let length = usize::try_from(metadata.len()).unwrap_or_default();
            std::fs::OpenOptions::new().write(true).open(&path)?.write_all(&vec![0xa5; length])?;
        }
    }
    Ok(())
}

#[test]
fn what_is_no_key_is_malformed_without_a_look_at_the_store() -> Tested {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("keys.db");
    let store = Keywright::open(&path)?;
    let created = store.user("alice").create_api_key(NewApiKey::new("CI"))?;
    let value = created.value();
    let texts = no_keys(value);
    assert!(texts.len() > 4000, "{}", texts.len());
    store.close();

    let store = Keywright::open(&path)?;
    ruin(&path)?;
    // What has to be read can not be: so whatever answers below has not been read.
    assert!(store.verify(value, &VerifyOptions::new()).is_err(), "the store is not ruined");
    let any = VerifyOptions::new();
    for (what, text) in &texts {
        let verdict = store.verify(text, &any).map_err(|error| format!("{what}: {error}"))?;
        assert_eq!(verdict.reason(), Some(Reason::Malformed), "{what}");
        assert_eq!(verdict.api_key_id(), None, "{what}");
    }
    assert!(store.verify(value, &VerifyOptions::new()).is_err(), "the store has come back");
    let explanation = store.explain("not a key", &any)?;
    assert_eq!(explanation.gates.first().map(|report| report.gate), Some(Gate::Shape));
    Ok(())
}

#[test]
fn what_is_no_key_leaves_the_right_one_valid() -> Tested {
    let store = fresh()?;
    let created = store.user("alice").create_api_key(NewApiKey::new("CI"))?;
    let before = last_event(&store)?;
    for (what, text) in no_keys(created.value()) {
        assert_eq!(check(&store, &text)?, "malformed", "{what}");
        let any = VerifyOptions::new();
        assert!(store.get_user_by_api_key(&text, &any)?.is_none(), "{what}");
        assert_eq!(code(store.require_valid(&text, &any)), "denied", "{what}");
    }
    assert_eq!(check(&store, created.value())?, "valid");
    assert_eq!(last_event(&store)?, before);
    Ok(())
}

#[test]
fn ids_are_taken_to_their_limits_and_not_beyond() -> Tested {
    let store = fresh()?;
    let longest = "x".repeat(255);
    let crabs = "🦀".repeat(63);
    for id in ["a", " ", "0", "-1", "alice@example.com", "' OR 1=1 --", "%", "a/b?c#d", "null"]
        .into_iter()
        .chain([longest.as_str(), crabs.as_str(), "\u{202e}evil", "é", "e\u{301}"])
    {
        let user_key = store.user(id).create_api_key(NewApiKey::new("CI"))?;
        let team_key = store.team(id).create_api_key(NewApiKey::new("CI"))?;
        store.team(id).add_member(id)?;
        assert_eq!(store.get_user(id)?.map(|user| user.id.to_string()).as_deref(), Some(id));
        assert_eq!(store.user(id).list_api_keys()?, [user_key.api_key().clone()]);
        assert_eq!(store.team(id).list_api_keys()?, [team_key.api_key().clone()]);
        assert_eq!(store.user(id).list_teams()?.len(), 1);
        let verdict = store.verify(team_key.value(), &VerifyOptions::new())?;
        assert_eq!(verdict.team_id().map(|team| team.as_str()), Some(id));
        let acting = store.acting_as(ActingAs::new(id))?;
        let own = acting.user(id).create_api_key(NewApiKey::new("CI"))?;
        // Who made it is read back from the file: as the text was, whatever stands in it.
        let stored = store.get_api_key(own.api_key().id)?;
        assert_eq!(stored.created_by.user_id().map(|user| user.as_str()), Some(id));
    }
    for (what, id) in [
        ("an empty id", String::new()),
        ("256 bytes", "x".repeat(256)),
        ("256 bytes in 64 characters", "🦀".repeat(64)),
        ("1 MiB", "x".repeat(1 << 20)),
        ("NUL", "a\0b".to_owned()),
        ("a line end", "a\n".to_owned()),
        ("DEL", "\u{7f}".to_owned()),
        ("a C1 control", "\u{85}".to_owned()),
    ] {
        let (user, team) = (store.user(&id), store.team(&id));
        refused(&store, what, || user.create_api_key(NewApiKey::new("CI")))?;
        refused(&store, what, || user.list_api_keys())?;
        refused(&store, what, || user.update(UserUpdate::new()))?;
        refused(&store, what, || user.delete())?;
        refused(&store, what, || user.suspend())?;
        refused(&store, what, || user.owner())?;
        refused(&store, what, || store.get_user(&id))?;
        refused(&store, what, || team.create_api_key(NewApiKey::new("CI")))?;
        refused(&store, what, || team.update(TeamUpdate::new()))?;
        refused(&store, what, || team.delete())?;
        refused(&store, what, || team.add_member("alice"))?;
        refused(&store, what, || team.list_members())?;
        refused(&store, what, || store.get_team(&id))?;
        refused(&store, what, || store.team("acme").add_member(&id))?;
        refused(&store, what, || store.team("acme").set_members([(&id, ["team_admin"])]))?;
        refused(&store, what, || store.team("acme").has_permission(&id, "$update_team"))?;
        refused(&store, what, || store.create_team(NewTeam::new("Acme").id(&id)))?;
        refused(&store, what, || store.create_team(NewTeam::new("Acme").creator(&id)))?;
        refused(&store, what, || store.acting_as(ActingAs::new(&id)))?;
    }
    for text in ["", "0198c7e25f7a7b3c9d5e2f1a6b8c4d70", "{0198c7e2-5f7a-7b3c-9d5e-2f1a6b8c4d70}"] {
        assert_eq!(code(text.parse::<ApiKeyId>()), "invalid_argument");
    }
    Ok(())
}

#[test]
fn texts_for_people_are_taken_to_their_limits_and_not_beyond() -> Tested {
    let store = fresh()?;
    let alice = store.user("alice");
    let created = alice.create_api_key(NewApiKey::new("CI"))?;
    let key = store.api_key(created.api_key().id);
    let longest = ["x".repeat(500), "🦀".repeat(500), "e\u{301}".repeat(250)];
    for text in &longest {
        let made = alice.create_api_key(NewApiKey::new(text.clone()))?;
        assert_eq!(&store.get_api_key(made.api_key().id)?.description, text);
        let updated = key.update(ApiKeyUpdate::new().description(text.clone()))?;
        assert_eq!(&updated.description, text);
        assert_eq!(key.suspend(Some(text))?.suspend_reason.as_ref(), Some(text));
        key.resume()?;
        let revoked = store.api_key(made.api_key().id).revoke(RevokeOptions::new().reason(text))?;
        assert_eq!(revoked.revoke_reason.as_ref(), Some(text));
    }
    // White space around is cut off, and does not count.
    let padded = format!("\n\t {} \u{2003}", "x".repeat(500));
    assert_eq!(key.update(ApiKeyUpdate::new().description(padded))?.description, "x".repeat(500));

    let mut bad: Vec<(String, String)> = vec![
        ("empty".into(), String::new()),
        ("white space".into(), " \t\r\n\u{a0}\u{2003}".into()),
        ("501 characters".into(), "x".repeat(501)),
        ("501 crabs".into(), "🦀".repeat(501)),
        ("1 MiB".into(), "x".repeat(1 << 20)),
    ];
    for control in (0..0x20).chain(0x7f..0xa0).filter_map(char::from_u32) {
        bad.push((format!("{control:?}"), format!("a{control}b")));
    }
    let record = key.get()?;
    for (what, text) in &bad {
        let owner = alice.owner()?;
        let all = RevokeAll::new().owner(owner).reason(text);
        refused(&store, what, || alice.create_api_key(NewApiKey::new(text)))?;
        refused(&store, what, || {
            alice.create_api_keys(vec![NewApiKey::new("good"), NewApiKey::new(text)])
        })?;
        refused(&store, what, || key.update(ApiKeyUpdate::new().description(text)))?;
        refused(&store, what, || key.suspend(Some(text)))?;
        refused(&store, what, || key.revoke(RevokeOptions::new().reason(text)))?;
        refused(&store, what, || store.revoke_all(all))?;
        refused(&store, what, || alice.update(UserUpdate::new().display_name(text)))?;
        refused(&store, what, || store.team("acme").update(TeamUpdate::new().display_name(text)))?;
        refused(&store, what, || store.create_team(NewTeam::new(text)))?;
    }
    assert_eq!(key.get()?, record);

    // Names of owners and of who acts have limits of their own.
    let update = |text: String| alice.update(UserUpdate::new().display_name(text));
    assert_eq!(code(update("🦀".repeat(255))), "ok");
    refused(&store, "256 characters", || update("x".repeat(256)))?;
    assert_eq!(code(store.by("🦀".repeat(100))), "ok");
    for name in [String::new(), "x".repeat(101), "a\nb".to_owned()] {
        refused(&store, "who acts", || store.by(name))?;
    }
    let longest = format!("{}@{}", "a".repeat(64), "b".repeat(189));
    assert_eq!(code(alice.update(UserUpdate::new().primary_email(longest.clone()))), "ok");
    for email in ["", "@", "a@", "@b", "alice", "a b@c", "a@b\n", "a@b\0", &format!("{longest}b")] {
        refused(&store, email, || alice.update(UserUpdate::new().primary_email(email)))?;
    }
    for text in ["", &"x".repeat(501), "a\nb"] {
        let update = PermissionUpdate::new().description(text);
        refused(&store, text, || store.define_permission("p", ["$update_team"], update))?;
    }
    for id in ["", "P", "a b", "a-b", "$", "$everything", "ü", &"x".repeat(256), "a\0"] {
        let update = PermissionUpdate::new;
        refused(&store, id, || store.define_permission(id, [] as [&str; 0], update()))?;
        refused(&store, id, || store.define_permission("p", [id], update()))?;
        refused(&store, id, || store.team("acme").add_member_with("alice", [id]))?;
        refused(&store, id, || store.team("acme").grant_permission("alice", id))?;
    }
    Ok(())
}

#[test]
fn an_expiry_lies_in_the_future_and_in_the_calendar() -> Tested {
    let store = fresh()?;
    let alice = store.user("alice");
    let created = alice.create_api_key(NewApiKey::new("CI"))?;
    let key = store.api_key(created.api_key().id);
    for (what, expiry) in [
        ("now", Expiry::At(store.now())),
        ("a millisecond ago", Expiry::At(Timestamp::from_millis(START_MS - 1)?)),
        ("1970", Expiry::At(Timestamp::from_millis(0)?)),
        ("the year 1", Expiry::At("0001-01-01T00:00:00Z".parse()?)),
        ("no time", Expiry::In(Duration::ZERO)),
        ("less than a millisecond", Expiry::In(Duration::from_micros(999))),
        ("a nanosecond", Expiry::In(Duration::from_nanos(1))),
        ("one millisecond beyond the calendar", {
            Expiry::In(Duration::from_millis(u64::try_from(LAST_MS - START_MS + 1)?))
        }),
        ("i64::MAX microseconds", Expiry::In(Duration::from_micros(u64::MAX / 2))),
        ("u64::MAX seconds", Expiry::In(Duration::from_secs(u64::MAX))),
        ("the longest duration", Expiry::In(Duration::MAX)),
    ] {
        refused(&store, what, || alice.create_api_key(NewApiKey::new("CI").expiry(expiry)))?;
        refused(&store, what, || key.update(ApiKeyUpdate::new().expiry(expiry)))?;
    }
    let last = Timestamp::from_millis(LAST_MS)?;
    let till_last = Duration::from_millis(u64::try_from(LAST_MS - START_MS)?);
    for expiry in [Expiry::At(last), Expiry::In(till_last)] {
        let made = alice.create_api_key(NewApiKey::new("CI").expiry(expiry))?;
        assert_eq!(store.get_api_key(made.api_key().id)?.expires_at, Some(last));
    }
    // What a date of another language can not hold is rounded down.
    let odd = Timestamp::try_from(UNIX_EPOCH + Duration::from_nanos(1_800_000_000_001_999_999))?;
    let made = alice.create_api_key(NewApiKey::new("CI").expires_at(odd))?;
    assert_eq!(made.api_key().expires_at, Some(Timestamp::from_millis(START_MS + 1)?));

    for millis in [i64::MIN, i64::MIN + 1, i64::MAX, i64::MAX / 1000, LAST_MS + 1] {
        assert_eq!(code(Timestamp::from_millis(millis)), "invalid_argument", "{millis}");
    }
    let far = UNIX_EPOCH.checked_add(Duration::from_secs(300_000_000_000)).ok_or("a time")?;
    assert_eq!(code(Timestamp::try_from(far)), "invalid_argument");
    for text in
        ["", "10000-01-01T00:00:00Z", "2027-01-31", "2027-02-30T00:00:00Z", "1800000000", "\0"]
    {
        assert_eq!(code(text.parse::<Timestamp>()), "invalid_argument", "{text:?}");
    }
    // And back: the ends of the calendar are instants that the system can hold.
    assert!(SystemTime::from(last) > UNIX_EPOCH);
    Ok(())
}

#[test]
fn scopes_networks_and_metadata_are_taken_to_their_limits_and_not_beyond() -> Tested {
    let store = fresh()?;
    let alice = store.user("alice");
    let long = "a".repeat(64);
    let scopes = Scopes::parse((0..100).map(|n| format!("{long}:{n}")))?;
    let networks = IpAllowList::parse((0..100).map(|n| format!("2001:db8:{n:x}::/48")))?;
    let texts = [
        format!(r#"{{"a":"{}"}}"#, "x".repeat(4096 - 8)),
        r#"{"nul":"\u0000","crab":"🦀","number":1e300,"deep":[[[[{}]]]]}"#.to_owned(),
        r#"{"quote":"'\"; DROP TABLE api_key; --"}"#.to_owned(),
    ];
    for text in &texts {
        let metadata = Metadata::parse(text)?;
        let new = NewApiKey::new("CI")
            .scopes(scopes.clone())
            .ip_allow_list(networks.clone())
            .metadata(metadata.clone());
        let made = alice.create_api_key(new)?;
        let stored = store.get_api_key(made.api_key().id)?;
        assert_eq!(&stored, made.api_key());
        assert_eq!((stored.scopes, stored.ip_allow_list), (scopes.clone(), networks.clone()));
        assert_eq!(stored.metadata.to_map(), metadata.to_map());
    }

    let too_long = format!("{}:a", "a".repeat(65));
    for text in [
        "", ":", "a", "a:", ":a", "a:b:c", "a b:c", "a:b\n", "a:ü", "**:a", "a*:b", "a:b c",
        &too_long,
    ] {
        assert_eq!(code(Scopes::parse([text])), "invalid_argument", "{text:?}");
        assert_eq!(code(Scopes::parse(["a:b", text])), "invalid_argument", "{text:?}");
    }
    let many = (0..101).map(|n| format!("a:{n}"));
    assert_eq!(code(Scopes::parse(many)), "invalid_argument");
    assert_eq!(code(Scopes::parse(std::iter::repeat("a:b"))), "invalid_argument", "without end");
    for text in ["", "10.0.0.0/33", "::/129", "localhost", "10.0.0.1 ", "10.0.0.0/-1", "fe80::1%1"]
    {
        assert_eq!(code(IpAllowList::parse([text])), "invalid_argument", "{text:?}");
    }
    assert_eq!(code(IpAllowList::parse(std::iter::repeat("::1"))), "invalid_argument");

    let one_more = format!(r#"{{"a":"{}"}}"#, "x".repeat(4097 - 8));
    let spaces = format!("{{{}}}", " ".repeat(1 << 20));
    let deep = format!("{}{}", r#"{"a":"#.repeat(3000), "}".repeat(3000));
    for text in [
        "",
        " ",
        "null",
        "true",
        "1",
        r#""a""#,
        "[]",
        "[{}]",
        "{",
        "{}{}",
        "{'a':1}",
        r#"{"a":}"#,
        "\u{feff}{}",
        &one_more,
        &spaces,
        &deep,
    ] {
        let shown: String = text.chars().take(20).collect();
        assert_eq!(code(Metadata::parse(text)), "invalid_argument", "{shown:?}");
    }
    for value in [serde_json::json!(null), serde_json::json!([]), serde_json::json!("{}")] {
        assert_eq!(code(Metadata::new(&value)), "invalid_argument", "{value}");
    }
    Ok(())
}

fn page(store: &Keywright, limit: u32, cursor: Option<&str>) -> Result<keywright::Page, Error> {
    let filter = ApiKeyFilter::new().owner(store.user("alice").owner()?);
    let request = PageRequest::new(filter).limit(limit);
    store.page_api_keys(match cursor {
        None => request,
        Some(cursor) => request.cursor(cursor),
    })
}

#[test]
fn a_cursor_is_a_position_and_nothing_else_is_one() -> Tested {
    let store = fresh()?;
    for n in 0..7 {
        store.user("alice").create_api_key(NewApiKey::new(format!("{n}")))?;
    }
    let first = page(&store, 3, None)?;
    let cursor = first.next_cursor.clone().ok_or("a second page")?;
    let texts = |page: &keywright::Page| -> Vec<String> {
        page.items.iter().map(|key| key.description.clone()).collect()
    };
    assert_eq!(texts(&first), ["6", "5", "4"]);

    let cut = cursor.get(1..).unwrap_or_default();
    let other = URL_SAFE_NO_PAD.encode([7; 15]);
    let long = URL_SAFE_NO_PAD.encode([7; 17]);
    for bad in [
        "",
        " ",
        "x",
        "null",
        "0",
        cut,
        &format!("{cursor}A"),
        &format!("{cursor}="),
        &other,
        &long,
        &format!(" {cursor}"),
        &format!("{cursor}\n"),
        "../../etc/passwd",
        "ü",
        "\0",
        &"A".repeat(1 << 20),
        &"+".repeat(22),
        &"/".repeat(22),
    ] {
        let shown: String = bad.chars().take(30).collect();
        refused(&store, &shown, || page(&store, 3, Some(bad)))?;
    }
    for limit in [0, 1001, u32::MAX] {
        refused(&store, "limit", || page(&store, limit, None))?;
    }
    for search in ["x".repeat(201), "é".repeat(101), "x".repeat(1 << 20)] {
        let filter = ApiKeyFilter::new().search(search);
        refused(&store, "search", || store.list_api_keys(filter.clone()))?;
        refused(&store, "search", || store.page_api_keys(PageRequest::new(filter.clone())))?;
    }
    for search in ["%", "_", "'", "\\", "\0", ""] {
        assert_eq!(code(store.list_api_keys(ApiKeyFilter::new().search(search))), "ok");
    }
    assert!(store.list_api_keys(ApiKeyFilter::new().search("%"))?.is_empty(), "not a pattern");

    // The two ends of all positions: nothing behind the one, everything behind the other.
    let lowest = page(&store, 100, Some(&URL_SAFE_NO_PAD.encode([0; 16])))?;
    assert_eq!((lowest.items.len(), lowest.next_cursor), (0, None));
    let highest = page(&store, 100, Some(&URL_SAFE_NO_PAD.encode([0xff; 16])))?;
    assert_eq!(highest.items.len(), 7);

    // The key at the position may be gone meanwhile, and new ones may have come: nothing is skipped or shown twice.
    let at = first.items.last().ok_or("a key")?.id;
    store.api_key(at).purge()?;
    store.user("alice").create_api_key(NewApiKey::new("new"))?;
    let second = page(&store, 3, Some(&cursor))?;
    assert_eq!(texts(&second), ["3", "2", "1"]);
    let cursor = second.next_cursor.ok_or("a third page")?;
    let third = page(&store, 3, Some(&cursor))?;
    assert_eq!((texts(&third), third.next_cursor), (vec!["0".to_owned()], None));
    Ok(())
}

#[test]
fn a_clock_that_steps_back_holds_time_still() -> Tested {
    let store = fresh()?;
    let alice = store.user("alice");
    let short = alice.create_api_key(NewApiKey::new("short").expires_in(HOUR))?;
    store.clock().advance(2 * HOUR)?;
    assert_eq!(check(&store, short.value())?, "expired");
    let latest = store.now();
    let mut made = vec![short.api_key().id];
    for millis in [START_MS, START_MS - 1, 0, -1, -62_135_596_800_000] {
        store.clock().set(Timestamp::from_millis(millis)?);
        assert_eq!(store.now(), latest, "{millis}");
        assert_eq!(check(&store, short.value())?, "expired", "{millis}");
        assert_eq!(store.get_api_key(short.api_key().id)?.status.as_str(), "expired");
        let new = alice.create_api_key(NewApiKey::new("new").expires_in(HOUR))?;
        assert_eq!(check(&store, new.value())?, "valid", "{millis}");
        made.push(new.api_key().id);
        store.api_key(new.api_key().id).revoke(RevokeOptions::new())?;
    }
    assert!(made.is_sorted(), "ids ascend");
    let events = store.events(0, 1000)?;
    assert!(events.is_sorted_by_key(|event| event.number));
    assert!(events.is_sorted_by_key(|event| event.at), "and so do the times");
    let listed: Vec<_> = alice.list_api_keys()?.into_iter().map(|key| key.id).collect();
    made.reverse();
    assert_eq!(listed, made);
    for key in alice.list_api_keys()? {
        assert!(key.revoked_at.is_none_or(|at| at >= key.created_at));
    }
    Ok(())
}

#[test]
fn a_clock_at_the_ends_of_the_calendar_does_no_harm() -> Tested {
    for millis in [-62_135_596_800_000, -1, 0, 1, LAST_MS - 1, LAST_MS] {
        let store = open_for_tests(Timestamp::from_millis(millis)?)?;
        let created = store.user("alice").create_api_key(NewApiKey::new("CI"))?;
        store.user("alice").create_api_key(NewApiKey::new("CI"))?;
        assert_eq!(check(&store, created.value())?, "valid", "{millis}");
        let keys = store.user("alice").list_api_keys()?;
        assert!(keys.windows(2).all(|pair| matches!(pair, [new, old] if new.id > old.id)));
        let new = NewApiKey::new("CI").expires_in(Duration::from_millis(1));
        let expected = if millis == LAST_MS { "invalid_argument" } else { "ok" };
        assert_eq!(code(store.user("alice").create_api_key(new)), expected, "{millis}");
    }
    Ok(())
}

#[test]
fn a_store_opened_by_a_slow_clock_keeps_what_it_holds() -> Tested {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("keys.db");
    let clock = test_clock(Timestamp::from_millis(START_MS)?);
    let open = || OpenOptions::new().clock(Arc::clone(&clock)).open(&path);
    let store = open()?;
    let old = store.user("alice").create_api_key(NewApiKey::new("old"))?;
    let revoked = store.user("alice").create_api_key(NewApiKey::new("revoked"))?;
    store.api_key(revoked.api_key().id).revoke(RevokeOptions::new())?;
    store.close();

    // A year slow: the wall clock is believed across a restart. What was decided stays so.
    clock.set(Timestamp::from_millis(START_MS - 31_536_000_000)?);
    let store = open()?;
    let new = store.user("alice").create_api_key(NewApiKey::new("new"))?;
    assert_eq!(check(&store, old.value())?, "valid");
    assert_eq!(check(&store, new.value())?, "valid");
    assert_eq!(check(&store, revoked.value())?, "revoked");
    let events = store.events(0, 100)?;
    assert!(events.is_sorted_by_key(|event| event.number), "the order of events is their number's");
    assert_eq!(events.last().map(|event| event.verb.as_str()), Some("api_key.created"));
    assert_eq!(store.user("alice").list_api_keys()?.len(), 3);
    Ok(())
}

#[test]
fn a_cap_is_never_exceeded_by_two_at_once() -> Tested {
    const CAP: u32 = 5;
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("keys.db");
    let store = Keywright::open(&path)?;
    let caps =
        SettingsUpdate::new().max_api_keys_per_user(Some(CAP)).max_api_keys_per_team(Some(CAP));
    store.update_settings(caps)?;
    for round in 0..5 {
        let owner = format!("owner {round}");
        let barrier = Barrier::new(4);
        let (mut made, mut refused) = (0, 0);
        std::thread::scope(|scope| {
            let threads: Vec<_> = (0..4)
                .map(|n| {
                    let (store, owner, barrier) = (store.clone(), &owner, &barrier);
                    scope.spawn(move || {
                        barrier.wait();
                        let create = |_| {
                            let new = NewApiKey::new("CI");
                            code(if n % 2 == 0 {
                                store.user(owner).create_api_key(new)
                            } else {
                                store.team(owner).create_api_key(new)
                            })
                        };
                        (0..4).map(create).collect::<Vec<_>>()
                    })
                })
                .collect();
            for answer in threads.into_iter().filter_map(|thread| thread.join().ok()).flatten() {
                match answer {
                    "ok" => made += 1,
                    "limit_reached" => refused += 1,
                    other => panic!("{other}"),
                }
            }
        });
        assert_eq!((made, refused), (10, 6), "round {round}");
        assert_eq!(store.user(&owner).list_api_keys()?.len(), 5);
        assert_eq!(store.team(&owner).list_api_keys()?.len(), 5);
    }
    Ok(())
}

#[test]
fn a_cap_counts_keys_that_are_neither_revoked_nor_expired() -> Tested {
    let store = fresh()?;
    store.update_settings(SettingsUpdate::new().max_api_keys_per_user(Some(2)))?;
    let alice = store.user("alice");
    let create = |new: NewApiKey| alice.create_api_key(new);
    let three = (0..3).map(|n| NewApiKey::new(format!("{n}"))).collect();
    assert_eq!(code(alice.create_api_keys(three)), "limit_reached");
    assert!(alice.list_api_keys()?.is_empty(), "all or none");
    assert!(store.get_user("alice")?.is_none(), "and nobody came into being");

    let one = create(NewApiKey::new("one"))?;
    let two = create(NewApiKey::new("two").expires_in(HOUR))?;
    assert_eq!(code(create(NewApiKey::new("three"))), "limit_reached");
    store.api_key(one.api_key().id).suspend(None)?;
    assert_eq!(code(create(NewApiKey::new("three"))), "limit_reached", "it may come back");
    store.clock().advance(HOUR)?;
    let three = create(NewApiKey::new("three"))?;
    // An expired key that would come back needs room too.
    let revive =
        || store.api_key(two.api_key().id).update(ApiKeyUpdate::new().expiry(Expiry::Never));
    assert_eq!(code(revive()), "limit_reached");
    assert_eq!(check(&store, two.value())?, "expired");
    store.api_key(three.api_key().id).revoke(RevokeOptions::new())?;
    assert_eq!(code(revive()), "ok");
    assert_eq!(code(create(NewApiKey::new("four"))), "limit_reached");
    // To move the end of one that counts already takes no room, even over a cap that was lowered.
    store.update_settings(SettingsUpdate::new().max_api_keys_per_user(Some(1)))?;
    let update = ApiKeyUpdate::new().expiry(Expiry::In(HOUR)).description("two");
    assert_eq!(code(store.api_key(two.api_key().id).update(update)), "ok");
    assert_eq!(check(&store, two.value())?, "valid", "a lower cap ends nothing");
    assert_eq!(code(store.team("alice").create_api_key(NewApiKey::new("CI"))), "ok");
    Ok(())
}

#[test]
fn a_longest_lifetime_counts_from_the_creation() -> Tested {
    let store = fresh()?;
    store.update_settings(SettingsUpdate::new().max_lifetime(Some(HOUR)))?;
    let alice = store.user("alice");
    let second = Duration::from_secs(1);
    assert_eq!(code(alice.create_api_key(NewApiKey::new("CI"))), "limit_reached");
    let new = NewApiKey::new("CI").expires_in(HOUR + second);
    assert_eq!(code(alice.create_api_key(new)), "limit_reached");
    let created = alice.create_api_key(NewApiKey::new("CI").expires_in(HOUR))?;
    store.clock().advance(HOUR - second)?;
    let key = store.api_key(created.api_key().id);
    for expiry in [Expiry::Never, Expiry::In(2 * second)] {
        assert_eq!(code(key.update(ApiKeyUpdate::new().expiry(expiry))), "limit_reached");
    }
    assert_eq!(code(key.update(ApiKeyUpdate::new().expiry(Expiry::In(second)))), "ok");
    assert_eq!(code(key.update(ApiKeyUpdate::new().description("new"))), "ok");
    Ok(())
}

#[test]
fn lists_that_are_too_long_are_refused_whole() -> Tested {
    let store = fresh()?;
    let alice = store.user("alice");
    refused(&store, "100,001 keys", || alice.create_api_keys(vec![NewApiKey::new("CI"); 100_001]))?;
    refused(&store, "100,001 members", || {
        store.team("acme").set_members((0..100_001).map(|n| (n.to_string(), ["team_member"])))
    })?;
    let many = || (0..201).map(|n| format!("p{n}"));
    refused(&store, "201 permissions", || store.team("acme").add_member_with("alice", many()))?;
    refused(&store, "201 permissions", || {
        store.define_permission("p", many(), PermissionUpdate::new())
    })?;
    refused(&store, "no events", || store.events(0, 0))?;
    refused(&store, "10,001 events", || store.events(0, 10_001))?;
    assert!(store.events(u64::MAX, 10)?.is_empty());
    assert!(store.events(i64::MAX.unsigned_abs(), 10)?.is_empty());

    // One bad one at the end of many, and none is made.
    let mut news = vec![NewApiKey::new("good"); 1000];
    news.push(NewApiKey::new(""));
    refused(&store, "the last of many", || alice.create_api_keys(news))?;
    assert!(store.get_user("alice")?.is_none() && store.get_team("acme")?.is_none());
    // Every one of many has its own id and its own text, in order.
    let made = alice.create_api_keys(vec![NewApiKey::new("good"); 5000])?;
    let ids: Vec<_> = made.iter().map(|created| created.api_key().id).collect();
    assert!(ids.is_sorted_by(|a, b| a < b));
    let listed: Vec<ApiKeyId> = alice.list_api_keys()?.iter().rev().map(|key| key.id).collect();
    assert_eq!(listed, ids);
    Ok(())
}

#[test]
fn settings_are_taken_to_their_limits_and_not_beyond() -> Tested {
    let store = fresh()?;
    let thousand_years = Duration::from_secs(1000 * 366 * 24 * 3600);
    let long_header = "x".repeat(64);
    for update in [
        SettingsUpdate::new().max_api_keys_per_user(Some(1)),
        SettingsUpdate::new().max_api_keys_per_user(Some(u32::MAX)),
        SettingsUpdate::new().max_api_keys_per_team(Some(u32::MAX)),
        SettingsUpdate::new().max_lifetime(Some(Duration::from_secs(1))),
        SettingsUpdate::new().max_lifetime(Some(thousand_years)),
        SettingsUpdate::new().max_lifetime(Some(Duration::from_micros(1_000_001))),
        SettingsUpdate::new().api_key_header(Some(long_header.clone())),
        SettingsUpdate::new().api_key_header(Some("!#$%&'*+-.^_`|~09azAZ".to_owned())),
        SettingsUpdate::new().max_lifetime(None).max_api_keys_per_user(None),
        SettingsUpdate::new().creator_permissions([]).member_permissions([]),
        SettingsUpdate::new(),
    ] {
        let told = store.update_settings(update)?;
        assert_eq!(*store.settings()?, told, "what is told is what is stored");
    }
    let before = store.settings()?;
    let nanosecond = Duration::from_nanos(1);
    for (what, update) in [
        ("a cap of 0 for users", SettingsUpdate::new().max_api_keys_per_user(Some(0))),
        ("a cap of 0 for teams", SettingsUpdate::new().max_api_keys_per_team(Some(0))),
        ("no lifetime", SettingsUpdate::new().max_lifetime(Some(Duration::ZERO))),
        ("almost a second", {
            SettingsUpdate::new().max_lifetime(Some(Duration::from_secs(1) - nanosecond))
        }),
        ("a bit more than 1000 years", {
            SettingsUpdate::new().max_lifetime(Some(thousand_years + nanosecond))
        }),
        ("the longest duration", SettingsUpdate::new().max_lifetime(Some(Duration::MAX))),
    ] {
        // What is right beside it is not done either.
        refused(&store, what, || store.update_settings(update.allow_user_api_keys(false)))?;
    }
    for header in [
        "",
        " ",
        "x y",
        "x:y",
        "x\r\ny",
        "x\0",
        "ü",
        "Authorization",
        "AUTHORIZATION",
        "cookie",
        "(x)",
    ] {
        let update = SettingsUpdate::new().api_key_header(Some(header.to_owned()));
        refused(&store, header, || store.update_settings(update))?;
    }
    let update = SettingsUpdate::new().api_key_header(Some(format!("{long_header}x")));
    refused(&store, "65 characters", || store.update_settings(update))?;
    let ghost = SettingsUpdate::new().member_permissions([PermissionId::new("ghost")?]);
    assert_eq!(code(store.update_settings(ghost)), "not_found");
    assert_eq!(store.settings()?, before);

    let prefix = |n: u32| format!("p{n}").parse::<Prefix>();
    for n in 1..50 {
        store.update_settings(SettingsUpdate::new().prefix(prefix(n)?))?;
    }
    assert_eq!(store.settings()?.prefixes.len(), 50);
    let one_more = SettingsUpdate::new().prefix(prefix(50)?);
    refused(&store, "51 prefixes", || store.update_settings(one_more.clone()))?;
    // One that is there already takes no room, and dropping one makes some.
    store.update_settings(SettingsUpdate::new().prefix(prefix(1)?))?;
    store.update_settings(one_more.drop_prefix(prefix(2)?, 0))?;
    let settings = store.settings()?;
    assert_eq!((settings.prefixes.len(), settings.prefix()), (50, prefix(50)?));
    for text in ["", "Kw", "9", "kw_", "usk", "kw-x", "ü", &"a".repeat(25)] {
        assert!(text.parse::<Prefix>().is_err(), "{text:?}");
    }
    Ok(())
}

#[test]
fn a_lifetime_finer_than_a_microsecond_is_told_as_it_is_stored() -> Tested {
    let store = fresh()?;
    let longest = Duration::new(3600, 123_456_789);
    let told = store.update_settings(SettingsUpdate::new().max_lifetime(Some(longest)))?;
    assert_eq!(*store.settings()?, told);
    let events = last_event(&store)?;
    store.update_settings(SettingsUpdate::new().max_lifetime(Some(longest)))?;
    assert_eq!(last_event(&store)?, events, "the same again is no change");
    Ok(())
}

#[test]
fn a_prefix_is_dropped_only_with_the_number_of_keys_that_this_ends() -> Tested {
    let store = fresh()?;
    let (old, new) = (Prefix::default(), "acme".parse::<Prefix>()?);
    let alice = store.user("alice");
    let live = alice.create_api_key(NewApiKey::new("live"))?;
    let suspended = alice.create_api_key(NewApiKey::new("suspended"))?;
    store.api_key(suspended.api_key().id).suspend(None)?;
    let revoked = alice.create_api_key(NewApiKey::new("revoked"))?;
    store.api_key(revoked.api_key().id).revoke(RevokeOptions::new())?;
    alice.create_api_key(NewApiKey::new("expired").expires_in(HOUR))?;
    store.clock().advance(HOUR)?;

    let drop = |n: u64| SettingsUpdate::new().drop_prefix(old.clone(), n);
    refused(&store, "the one of new keys", || store.update_settings(drop(2)))?;
    store.update_settings(SettingsUpdate::new().prefix(new.clone()))?;
    let other = alice.create_api_key(NewApiKey::new("other"))?;
    let before = store.settings()?;
    for said in [0, 1, 3, 4, u64::MAX] {
        // What is right beside it is not done either.
        let update = drop(said).allow_team_api_keys(false);
        refused(&store, &said.to_string(), || store.update_settings(update))?;
    }
    assert_eq!(store.settings()?, before);
    assert_eq!(check(&store, live.value())?, "valid");
    let unknown = SettingsUpdate::new().drop_prefix("nobody".parse()?, 0);
    assert_eq!(code(store.update_settings(unknown)), "not_found");

    store.update_settings(drop(2))?;
    assert_eq!(store.settings()?.prefixes, [new]);
    assert_eq!(check(&store, live.value())?, "malformed");
    assert_eq!(check(&store, other.value())?, "valid");
    // Taken in again, its keys are as they were.
    store.update_settings(SettingsUpdate::new().prefix(old))?;
    assert_eq!(check(&store, live.value())?, "valid");
    assert_eq!(check(&store, suspended.value())?, "suspended");
    assert_eq!(check(&store, revoked.value())?, "revoked");
    Ok(())
}

#[test]
fn headers_of_other_names_are_passed_over() -> Tested {
    let store = fresh()?;
    let created = store.user("alice").create_api_key(NewApiKey::new("CI"))?;
    let value = created.value();
    let long = "x".repeat(1 << 20);
    for name in
        ["", " ", "x-api-key ", " x-api-key", "x_api_key", "api-key", "cookie", "\0", "ü", &long]
    {
        let extracted = store.extract_api_key([(name, value)])?;
        assert!(matches!(extracted, ExtractedKey::Missing), "{:.20}", name);
    }
    Ok(())
}

#[test]
fn an_update_that_fails_in_one_field_changes_none() -> Tested {
    let store = fresh()?;
    let created = store.user("alice").create_api_key(NewApiKey::new("CI"))?;
    let key = store.api_key(created.api_key().id);
    let good = || {
        ApiKeyUpdate::new()
            .description("new")
            .ip_allow_list(IpAllowList::default())
            .metadata(Metadata::default())
    };
    refused(&store, "expiry", || key.update(good().expiry(Expiry::In(Duration::ZERO))))?;
    refused(&store, "description", || key.update(good().description("\0")))?;
    let unchanged: ApiKey = key.get()?;
    assert_eq!(&unchanged, created.api_key());

    let alice = store.user("alice");
    let before = store.get_user("alice")?;
    refused(&store, "address", || {
        alice.update(UserUpdate::new().display_name("Alice").primary_email("nowhere"))
    })?;
    assert_eq!(store.get_user("alice")?, before);
    Ok(())
}
