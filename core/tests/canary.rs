//! Ten thousand canaries: of their secrets nothing is found again, in no file, no event, no print and no error.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test fails by panicking"
)]

use std::collections::{HashMap, HashSet};
use std::fmt::Write as _;
use std::fs;

use keywright::{
    Grace, Keywright, NewApiKey, Owner, OwnerType, RevokeAll, RevokeOptions, SettingsUpdate,
    VerifyOptions,
};

const KEYS: usize = 10_000;
/// Digits of the secret in a key's text: behind the id, before the checksum.
const SECRET_DIGITS: usize = 27;
/// So many digits of a secret in a row are no accident: 62^8 are two hundred million millions.
const WINDOW: usize = 8;

/// Every window of every secret, so that a part of one is found as well as the whole.
struct Canaries(HashSet<[u8; WINDOW]>);

impl Canaries {
    fn new<'a>(values: impl IntoIterator<Item = &'a str>) -> Self {
        let mut windows = HashSet::new();
        for value in values {
            let digits = &value.as_bytes()[value.len() - 33..value.len() - 6];
            assert_eq!(digits.len(), SECRET_DIGITS);
            windows.extend(
                digits.windows(WINDOW).map(|window| <[u8; WINDOW]>::try_from(window).unwrap()),
            );
        }
        Self(windows)
    }

    fn found_in(&self, bytes: &[u8]) -> usize {
        bytes.windows(WINDOW).filter(|window| self.0.contains(*window)).count()
    }

    fn assert_absent(&self, place: &str, bytes: &[u8]) {
        assert!(!bytes.is_empty(), "{place} is empty: nothing was looked at");
        assert_eq!(self.found_in(bytes), 0, "secrets in {place}");
    }
}

#[test]
fn no_secret_of_ten_thousand_is_found_in_a_file_an_event_a_print_or_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("keys.db");
    let keywright = Keywright::open(&path).unwrap();
    let options = VerifyOptions::new();

    let mut created = Vec::new();
    for batch in 0..10 {
        let owner = if batch % 2 == 0 { OwnerType::User } else { OwnerType::Team };
        let keys = (0..KEYS / 10).map(|n| NewApiKey::new(format!("canary {n}"))).collect();
        created.extend(match owner {
            OwnerType::User => {
                keywright.user(format!("user {batch}")).create_api_keys(keys).unwrap()
            }
            OwnerType::Team => {
                keywright.team(format!("team {batch}")).create_api_keys(keys).unwrap()
            }
        });
    }
    let rotated: Vec<_> = created[..100]
        .iter()
        .map(|key| keywright.api_key(key.api_key().id).rotate(Grace::Now).unwrap())
        .collect();
    let canaries =
        Canaries::new(created.iter().chain(&rotated).map(keywright::CreatedApiKey::value));
    assert_eq!(canaries.0.len(), (KEYS + rotated.len()) * (SECRET_DIGITS - WINDOW + 1));

    // Everything that a host might print or log on the way.
    let mut printed = String::new();
    for key in created.iter().chain(&rotated).step_by(7) {
        let verdict = keywright.verify(key.value(), &options).unwrap();
        let json = serde_json::to_string(&(key.api_key(), &verdict)).unwrap();
        let explained = keywright.explain(key.value(), &options).unwrap();
        write!(printed, "{key:?} {key:#?} {verdict:?} {json} {explained:?} {}", verdict.http())
            .unwrap();
        let mut mistyped = key.value().to_owned();
        mistyped.pop();
        let error = keywright.require_valid(&mistyped, &options).unwrap_err();
        write!(printed, "{error} {error:?} {} {:?}", error.http(), error.verdict()).unwrap();
        let headers = [("x-api-key", key.value())];
        write!(printed, "{:?}", keywright.extract_api_key(headers).unwrap()).unwrap();
        write!(printed, "{:?}", keywright::parse(key.value().as_bytes()).unwrap()).unwrap();
        printed.push_str(&keywright::redact(&format!("a log line with {} in it", key.value())));
    }
    // Where an id is asked for, people paste keys.
    let pasted = created[1].value();
    for error in [
        pasted.parse::<keywright::ApiKeyId>().map(drop).unwrap_err(),
        pasted.parse::<keywright::Scope>().map(drop).unwrap_err(),
        pasted.parse::<keywright::Timestamp>().map(drop).unwrap_err(),
        keywright::PermissionId::new(pasted).map(drop).unwrap_err(),
        keywright::IpAllowList::parse([pasted]).map(drop).unwrap_err(),
        keywright::Metadata::parse(pasted).map(drop).unwrap_err(),
    ] {
        let source = std::error::Error::source(&error).map(ToString::to_string);
        write!(printed, "{error} {error:?} {source:?}").unwrap();
    }
    // A panic while a key is in hand prints what it was given, so what it is given must not tell.
    let panic = std::panic::catch_unwind(|| panic!("lost: {:?}", created[2])).unwrap_err();
    printed.push_str(panic.downcast_ref::<String>().expect("a text"));
    write!(printed, "{keywright:?} {:?}", keywright.status().unwrap()).unwrap();
    canaries.assert_absent("what was printed", printed.as_bytes());

    // Changes of every kind, so that every table and every page has been written again.
    keywright.update_settings(SettingsUpdate::new().prefix("acme".parse().unwrap())).unwrap();
    for key in &created[200..400] {
        keywright
            .api_key(key.api_key().id)
            .revoke(RevokeOptions::new().reason("a canary"))
            .unwrap();
    }
    for key in &created[400..500] {
        keywright.api_key(key.api_key().id).purge().unwrap();
    }
    let owner: Owner = keywright.user("user 2").owner().unwrap();
    keywright.revoke_all(RevokeAll::new().owner(owner)).unwrap();
    keywright.team("team 3").delete().unwrap();

    let mut events = String::new();
    let mut after = 0;
    loop {
        let page = keywright.events(after, 5000).unwrap();
        let Some(last) = page.last() else { break };
        after = last.number;
        events.push_str(&serde_json::to_string(&page).unwrap());
    }
    canaries.assert_absent("the audit log", events.as_bytes());

    // The log beside the file holds what was written last; only once SQLite is closed may anybody else open them.
    let copies: HashMap<_, _> = ["", "-wal", "-shm"]
        .into_iter()
        .map(|suffix| {
            let copy = folder.path().join(format!("copy{suffix}"));
            let file = folder.path().join(format!("keys.db{suffix}"));
            // Another process reads them: a descriptor of this one that closes would drop SQLite's locks.
            let done = std::process::Command::new("cp").arg(&file).arg(&copy).status().unwrap();
            assert!(done.success());
            (suffix, fs::read(copy).unwrap())
        })
        .collect();
    for (suffix, bytes) in &copies {
        canaries.assert_absent(&format!("keys.db{suffix}"), bytes);
    }
    keywright.close();
    canaries.assert_absent("the closed file", &fs::read(&path).unwrap());
}

#[test]
fn the_search_finds_a_canary_that_is_there() {
    let keywright = Keywright::open_in_memory().unwrap();
    let key = keywright.user("alice").create_api_key(NewApiKey::new("canary")).unwrap();
    let canaries = Canaries::new([key.value()]);
    assert_eq!(canaries.found_in(key.value().as_bytes()), SECRET_DIGITS - WINDOW + 1);
    let part = &key.value()[key.value().len() - 20..][..10];
    assert_eq!(canaries.found_in(format!("leaked: {part}").as_bytes()), 3);
}
