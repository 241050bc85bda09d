//! Loading keys into memory: what it answers from then on is what the store says, and nothing waits for it.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use keywright::{
    Accept, CreatedApiKey, Error, Grace, Keywright, NewApiKey, OpenOptions, Reason, RevokeOptions,
    Scopes, SettingsUpdate, TestClock, Timestamp, Verdict, VerifyOptions, Warm, testing,
};

struct World {
    folder: tempfile::TempDir,
    clock: Arc<TestClock>,
}

impl World {
    fn new() -> Self {
        let now = Timestamp::from_millis(1_800_000_000_000).unwrap();
        Self { folder: tempfile::tempdir().unwrap(), clock: testing::test_clock(now) }
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("keys.db")
    }

    fn options(&self) -> OpenOptions {
        OpenOptions::new().clock(Arc::clone(&self.clock))
    }

    fn resident(&self) -> Keywright {
        self.options().resident().open(self.path()).unwrap()
    }
}

/// Keys of every sort, among them one of which all three secrets are accepted.
fn made(keywright: &Keywright) -> Vec<CreatedApiKey> {
    let (alice, acme) = (keywright.user("alice"), keywright.team("acme"));
    let first = alice.create_api_key(NewApiKey::new("rotated")).unwrap();
    let hour = Grace::For(Duration::from_secs(3600));
    let rotated: Vec<_> =
        (0..2).map(|_| keywright.api_key(first.api_key().id).rotate(hour).unwrap()).collect();
    for created in &rotated {
        assert!(keywright.verify(created.value(), &VerifyOptions::new()).unwrap().is_valid());
    }
    keywright.flush().unwrap();
    let scopes = Scopes::parse(["docs:read"]).unwrap();
    let mut all = vec![
        first,
        alice.create_api_key(NewApiKey::new("plain")).unwrap(),
        alice.create_api_key(NewApiKey::new("public").public()).unwrap(),
        acme.create_api_key(NewApiKey::new("a team's").scopes(scopes)).unwrap(),
        acme.create_api_key(NewApiKey::new("an end").expires_in(Duration::from_secs(60))).unwrap(),
        keywright.user("bob").create_api_key(NewApiKey::new("suspended")).unwrap(),
        keywright.user("eve").create_api_key(NewApiKey::new("revoked")).unwrap(),
    ];
    keywright.user("bob").suspend().unwrap();
    keywright.api_key(all.last().unwrap().api_key().id).revoke(RevokeOptions::new()).unwrap();
    all.extend(rotated);
    all
}

fn any() -> VerifyOptions {
    VerifyOptions::new().accept(Accept::Any)
}

fn tried(keywright: &Keywright, value: &str) -> Option<Verdict> {
    keywright.try_verify(value, &any()).unwrap()
}

/// A key of another store, which this one has never seen.
fn unknown() -> String {
    let other = Keywright::open_in_memory().unwrap();
    other.user("alice").create_api_key(NewApiKey::new("CI")).unwrap().value().to_owned()
}

#[test]
fn a_key_that_was_loaded_is_answered_as_one_that_was_read() {
    let world = World::new();
    let all = made(&world.options().open(world.path()).unwrap());
    let read = world.options().memory_limit(0).open(world.path()).unwrap();
    for options in [world.options(), world.options().resident()] {
        let keywright = options.open(world.path()).unwrap();
        assert!(all.iter().all(|created| tried(&keywright, created.value()).is_none()));
        assert_eq!(keywright.warm(&Warm::All).unwrap().loaded, 9);
        for created in &all {
            let expected = read.verify(created.value(), &any()).unwrap();
            // The second time, its checksum is known too.
            for _ in 0..2 {
                assert_eq!(tried(&keywright, created.value()), Some(expected.clone()));
            }
            let (text, last) = created.value().split_at(created.value().len() - 1);
            let mistyped = format!("{text}{}", if last == "0" { "1" } else { "0" });
            let reason = tried(&keywright, &mistyped).unwrap().reason();
            assert_eq!(reason, Some(Reason::Malformed));
        }
        keywright.close();
    }
}

#[test]
fn the_keys_of_one_owner_are_loaded_and_no_others() -> Result<(), Error> {
    let world = World::new();
    let all = made(&world.options().open(world.path())?);
    let keywright = world.options().open(world.path())?;
    let warmed = keywright.warm(&Warm::Owner(keywright.team("acme").owner()?))?;
    assert_eq!((warmed.loaded, warmed.is_whole), (2, false));
    for created in &all {
        let is_of_acme = created.api_key().owner.id() == "acme";
        assert_eq!(tried(&keywright, created.value()).is_some(), is_of_acme);
    }
    Ok(())
}

#[test]
fn a_resident_handle_refuses_an_unknown_key_from_memory_until_it_is_no_longer_whole() {
    let world = World::new();
    let all = made(&world.options().open(world.path()).unwrap());
    let (keywright, unknown) = (world.resident(), unknown());
    assert!(tried(&keywright, &unknown).is_none(), "opening has loaded nothing yet");
    assert!(keywright.warm(&Warm::All).unwrap().is_whole);
    let reason = |value: &str| tried(&keywright, value).map(|verdict| verdict.reason());
    assert_eq!(reason(&unknown), Some(Some(Reason::NotFound)));

    // The same text with another prefix, and the checksum of that.
    let foreign = OpenOptions::new().prefix("acme".parse().unwrap()).open_in_memory().unwrap();
    let foreign = foreign.user("alice").create_api_key(NewApiKey::new("CI")).unwrap();
    assert_eq!(reason(foreign.value()), Some(Some(Reason::Malformed)));

    // Settings may concern every key.
    let other = world.options().open(world.path()).unwrap();
    other.update_settings(SettingsUpdate::new().prefix("acme".parse().unwrap())).unwrap();
    assert_eq!(reason(&unknown), None);
    let verdict = keywright.verify(foreign.value(), &any()).unwrap();
    assert_eq!(verdict.reason(), Some(Reason::NotFound), "its prefix is accepted by now");
    assert!(!keywright.status().unwrap().memory.is_whole);
    assert!(keywright.warm(&Warm::All).unwrap().is_whole);
    assert_eq!(reason(foreign.value()), Some(Some(Reason::NotFound)));
    assert!(keywright.verify(all[1].value(), &any()).unwrap().is_valid());
}

#[test]
fn what_others_make_and_take_away_is_known_to_a_resident_handle_at_once() {
    let world = World::new();
    let other = world.options().open(world.path()).unwrap();
    made(&other);
    let keywright = world.resident();
    assert!(keywright.warm(&Warm::All).unwrap().is_whole);
    let reason = |value: &str| keywright.verify(value, &any()).unwrap().reason();

    let new = other.user("carol").create_api_key(NewApiKey::new("new")).unwrap();
    assert_eq!(reason(new.value()), None, "a key that was made behind the loading");
    assert_eq!(tried(&keywright, new.value()).map(|verdict| verdict.is_valid()), Some(true));
    let rotated = other.api_key(new.api_key().id).rotate(Grace::Now).unwrap();
    assert_eq!(reason(rotated.value()), None, "and its next secret");
    assert_eq!(reason(new.value()), Some(Reason::Rotated));
    other.api_key(new.api_key().id).revoke(RevokeOptions::new()).unwrap();
    assert_eq!(reason(rotated.value()), Some(Reason::Revoked));
    other.api_key(new.api_key().id).purge().unwrap();
    for value in [new.value(), rotated.value()] {
        assert_eq!(reason(value), Some(Reason::NotFound));
        let tried = tried(&keywright, value);
        assert_eq!(tried.map(|verdict| verdict.reason()), Some(Some(Reason::NotFound)));
    }
    assert!(keywright.status().unwrap().memory.is_whole, "all along");
}

#[test]
fn a_generation_that_its_key_does_not_count_is_still_asked_of_the_store() {
    let world = World::new();
    let all = made(&world.options().open(world.path()).unwrap());
    let connection = rusqlite::Connection::open(world.path()).unwrap();
    // By hand: the key says that it was never rotated.
    connection.execute("UPDATE api_key SET generation = 1 WHERE generation > 1", []).unwrap();
    let read = world.options().memory_limit(0).open(world.path()).unwrap();
    let keywright = world.resident();
    assert!(keywright.warm(&Warm::All).unwrap().is_whole);
    for created in &all {
        let expected = read.verify(created.value(), &any()).unwrap();
        assert_eq!(keywright.verify(created.value(), &any()).unwrap(), expected);
    }
}

#[test]
fn opening_a_resident_handle_loads_behind_and_closing_does_not_wait_for_it() {
    const MOST_LOOKS: u32 = 100_000;
    let world = World::new();
    let all = made(&world.options().open(world.path()).unwrap());
    let open = || OpenOptions::new().resident().open(world.path()).unwrap();
    for _ in 0..20 {
        let keywright = open();
        assert!(keywright.verify(all[1].value(), &any()).unwrap().is_valid());
        keywright.close();
    }
    // With a clock that runs there is a thread that loads, once more after all was dropped.
    let keywright = open();
    let is_whole = || {
        std::thread::yield_now();
        keywright.status().unwrap().memory.is_whole
    };
    assert!((0..MOST_LOOKS).any(|_| is_whole()), "nobody has loaded the keys");
    keywright.update_settings(SettingsUpdate::new().prefix("acme".parse().unwrap())).unwrap();
    assert!(keywright.verify(all[1].value(), &any()).unwrap().is_valid());
    assert!((0..MOST_LOOKS).any(|_| is_whole()), "nobody has loaded them again");
}
