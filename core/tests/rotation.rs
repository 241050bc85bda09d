//! Rotation: which secret of a key is accepted when, and what a rotation leaves as it is.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test fails by panicking"
)]
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use keywright::testing::{self, TestStore, open_for_tests};

use keywright::{
    Accept, ApiKeyUpdate, CreatedApiKey, ErrorCode, Expiry, Generation, Grace, IpAllowList,
    Keywright, MasterKey, NewApiKey, OpenOptions, OwnerType, Reason, RevokeOptions, Scopes,
    SettingsUpdate, Timestamp, VerifyOptions,
};
use proptest::prelude::{Just, Strategy, any, prop_assert_eq, prop_oneof, proptest};
use proptest::sample::Index;
use proptest::test_runner::TestCaseError;

const HOUR: Duration = Duration::from_secs(3600);

fn store() -> TestStore {
    open_for_tests(Timestamp::from_millis(1_800_000_000_000).unwrap()).unwrap()
}

fn reason(store: &Keywright, key: &CreatedApiKey) -> Option<Reason> {
    store.verify(key.value(), &VerifyOptions::new()).unwrap().reason()
}

#[test]
fn a_secret_in_its_grace_is_accepted_to_the_very_instant_of_its_end() {
    let store = store();
    let old = store.user("alice").create_api_key(NewApiKey::new("CI")).unwrap();
    let new = store.api_key(old.api_key().id).rotate(Grace::For(HOUR)).unwrap();
    assert_eq!((reason(&store, &old), reason(&store, &new)), (None, None));
    store.clock().advance(HOUR - Duration::from_millis(1)).unwrap();
    assert_eq!(reason(&store, &old), None);
    store.clock().advance(Duration::from_millis(1)).unwrap();
    assert_eq!((reason(&store, &old), reason(&store, &new)), (Some(Reason::Rotated), None));
}

#[test]
fn without_grace_the_old_secret_is_denied_when_the_call_returns() {
    let store = store();
    let old = store.user("alice").create_api_key(NewApiKey::new("CI")).unwrap();
    let new = store.api_key(old.api_key().id).rotate(Grace::Now).unwrap();
    assert_eq!((reason(&store, &old), reason(&store, &new)), (Some(Reason::Rotated), None));
    let verdict = store.verify(old.value(), &VerifyOptions::new()).unwrap();
    assert_eq!(verdict.api_key_id(), Some(old.api_key().id));
}

#[test]
fn an_end_that_was_given_once_is_not_moved() {
    let store = store();
    let first = store.user("alice").create_api_key(NewApiKey::new("CI")).unwrap();
    let key = store.api_key(first.api_key().id);
    let second = key.rotate(Grace::For(HOUR)).unwrap();
    let third = key.rotate(Grace::For(10 * HOUR)).unwrap();
    store.clock().advance(HOUR).unwrap();
    assert_eq!(reason(&store, &first), Some(Reason::Rotated));
    assert_eq!((reason(&store, &second), reason(&store, &third)), (None, None));
}

#[test]
fn what_belongs_to_the_key_stays_and_what_acts_on_it_acts_on_all_generations() {
    let store = store();
    let scopes = Scopes::parse(["builds:*"]).unwrap();
    let new = NewApiKey::new("CI").scopes(scopes.clone()).expires_in(100 * HOUR);
    let old = store.team("acme").create_api_key(new).unwrap();
    let key = store.api_key(old.api_key().id);
    let created = key.rotate(Grace::For(HOUR)).unwrap();
    let record = created.api_key();
    assert_eq!(record.id, old.api_key().id);
    assert_eq!(record.scopes, scopes);
    assert_eq!(record.expires_at, old.api_key().expires_at);
    assert_eq!(record.created_at, old.api_key().created_at);
    assert_eq!(record.generation(), 2);
    assert_eq!(record, &key.get().unwrap());
    assert_eq!(record.last_four(), &created.value()[created.value().len() - 4..]);

    key.suspend(None).unwrap();
    assert_eq!(reason(&store, &old), Some(Reason::Suspended));
    assert_eq!(reason(&store, &created), Some(Reason::Suspended));
    key.resume().unwrap();
    key.update(ApiKeyUpdate::new().expiry(Expiry::In(HOUR / 2))).unwrap();
    store.clock().advance(HOUR / 2).unwrap();
    assert_eq!(reason(&store, &old), Some(Reason::Expired));
    assert_eq!(reason(&store, &created), Some(Reason::Expired));
    key.revoke(RevokeOptions::new()).unwrap();
    assert_eq!(reason(&store, &old), Some(Reason::Revoked));
    assert_eq!(reason(&store, &created), Some(Reason::Revoked));
    key.purge().unwrap();
    assert_eq!(reason(&store, &old), Some(Reason::NotFound));
    assert_eq!(reason(&store, &created), Some(Reason::NotFound));
}

#[test]
fn revoked_comes_before_rotated_and_rotated_before_suspended() {
    let store = store();
    let old = store.user("alice").create_api_key(NewApiKey::new("CI")).unwrap();
    let key = store.api_key(old.api_key().id);
    key.rotate(Grace::Now).unwrap();
    key.suspend(None).unwrap();
    assert_eq!(reason(&store, &old), Some(Reason::Rotated));
    key.revoke(RevokeOptions::new()).unwrap();
    assert_eq!(reason(&store, &old), Some(Reason::Revoked));
}

#[test]
fn a_key_that_has_ended_is_not_brought_back_by_a_new_secret() {
    let store = store();
    let alice = store.user("alice");
    let revoked = alice.create_api_key(NewApiKey::new("CI")).unwrap();
    store.api_key(revoked.api_key().id).revoke(RevokeOptions::new()).unwrap();
    let expired = alice.create_api_key(NewApiKey::new("CI").expires_in(HOUR)).unwrap();
    store.clock().advance(HOUR).unwrap();
    for ended in [revoked, expired] {
        let error = store.api_key(ended.api_key().id).rotate(Grace::Now).unwrap_err();
        assert_eq!(error.code(), ErrorCode::InvalidArgument);
        assert_eq!(store.api_key(ended.api_key().id).get().unwrap().generation(), 1);
    }
    let key = alice.create_api_key(NewApiKey::new("CI")).unwrap();
    store.update_settings(SettingsUpdate::new().allow_user_api_keys(false)).unwrap();
    let error = store.api_key(key.api_key().id).rotate(Grace::Now).unwrap_err();
    assert_eq!(error.code(), ErrorCode::Disabled);
}

#[test]
fn a_new_generation_takes_the_prefix_of_the_settings_and_the_old_one_keeps_its_own() {
    let store = store();
    let old = store.user("alice").create_api_key(NewApiKey::new("CI")).unwrap();
    store.update_settings(SettingsUpdate::new().prefix("acme".parse().unwrap())).unwrap();
    let new = store.api_key(old.api_key().id).rotate(Grace::For(HOUR)).unwrap();
    assert!(new.value().starts_with("acme_usk_") && old.value().starts_with("kw_usk_"));
    assert_eq!((reason(&store, &old), reason(&store, &new)), (None, None));
}

#[test]
fn a_rotation_needs_the_right_to_the_key() {
    let store = store();
    let old = store.team("acme").create_api_key(NewApiKey::new("CI")).unwrap();
    let bob = store.acting_as(keywright::ActingAs::new("bob")).unwrap();
    let error = bob.api_key(old.api_key().id).rotate(Grace::Now).unwrap_err();
    assert_eq!(error.code(), ErrorCode::NotFound);
    assert_eq!(reason(&store, &old), None);
}

/// A key with a secret that waits for the use of its second one.
fn waiting(store: &TestStore) -> (CreatedApiKey, CreatedApiKey) {
    let old = store.user("alice").create_api_key(NewApiKey::new("CI")).unwrap();
    let new = store.api_key(old.api_key().id).rotate(Grace::UntilUsed).unwrap();
    (old, new)
}

fn generations(store: &TestStore, key: &CreatedApiKey) -> Vec<Generation> {
    store.api_key(key.api_key().id).get().unwrap().generations
}

fn verbs(store: &TestStore) -> Vec<String> {
    store.events(0, 1000).unwrap().into_iter().map(|event| event.verb).collect()
}

#[test]
fn a_secret_until_the_new_one_is_used_ends_with_the_flush_after_its_first_use() {
    let store = store();
    let (old, new) = waiting(&store);
    assert_eq!(new.api_key().generations[1].retires_at, None);
    assert!(new.api_key().generations[1].retires_when_used);
    assert!(!new.api_key().generations[0].retires_when_used);
    let rotated = store.events(0, 100).unwrap().pop().unwrap();
    assert_eq!(rotated.verb, "api_key.rotated");
    assert_eq!(rotated.payload["earlier_accepted_until_used"], true);
    assert!(!rotated.payload.contains_key("earlier_accepted_until"));

    // However long it takes, and however often the old one is used.
    for _ in 0..3 {
        store.clock().advance(1000 * HOUR).unwrap();
        assert_eq!(reason(&store, &old), None);
        store.flush().unwrap();
    }
    let used_at = store.now();
    assert_eq!(reason(&store, &new), None);
    store.clock().advance(Duration::from_millis(700)).unwrap();
    assert_eq!(reason(&store, &old), None, "written behind, and until then accepted");
    let events = verbs(&store).len();
    store.flush().unwrap();
    assert_eq!((reason(&store, &old), reason(&store, &new)), (Some(Reason::Rotated), None));

    let record = generations(&store, &new);
    assert_eq!(record[0].first_used_at, Some(used_at));
    assert_eq!(record[1].retires_at, Some(store.now()), "until then it was accepted");
    assert!(!record[1].retires_when_used, "it waits no longer");
    let told = store.events(0, 100).unwrap().split_off(events);
    let verbs: Vec<_> = told.iter().map(|event| event.verb.as_str()).collect();
    assert_eq!(verbs, ["api_key.generation_used", "api_key.generation_ended"]);
    assert!(told.iter().all(|event| event.payload["actor"] == "server:keywright"));
    assert_eq!(told[1].payload["generations"], serde_json::json!([1]));
    assert_eq!(told[1].payload["used_generation"], 2);
}

#[test]
fn only_the_first_use_is_written_and_that_of_a_first_secret_is_not() {
    let store = store();
    let old = store.user("alice").create_api_key(NewApiKey::new("CI")).unwrap();
    assert_eq!(reason(&store, &old), None);
    assert_eq!(store.status().unwrap().flush.waiting, 0);
    let new = store.api_key(old.api_key().id).rotate(Grace::For(HOUR)).unwrap();
    let first_use = store.now();
    for _ in 0..3 {
        assert_eq!((reason(&store, &old), reason(&store, &new)), (None, None));
        store.flush().unwrap();
        store.clock().advance(Duration::from_secs(1)).unwrap();
    }
    let record = generations(&store, &new);
    assert_eq!((record[0].first_used_at, record[1].first_used_at), (Some(first_use), None));
    let verbs = verbs(&store);
    let told = verbs.iter().filter(|verb| verb.starts_with("api_key.generation_"));
    assert!(told.eq(["api_key.generation_used"]));
}

#[test]
fn a_use_that_is_denied_or_only_explained_ends_nothing() {
    let store = store();
    let new = NewApiKey::new("CI").ip_allow_list(IpAllowList::parse(["192.0.2.0/24"]).unwrap());
    let old = store.user("alice").create_api_key(new).unwrap();
    let key = store.api_key(old.api_key().id);
    let new = key.rotate(Grace::UntilUsed).unwrap();
    let here = || VerifyOptions::new().ip([192, 0, 2, 1].into());
    let denied = |options: VerifyOptions, expected: Reason| {
        assert_eq!(store.verify(new.value(), &options).unwrap().reason(), Some(expected));
    };
    denied(VerifyOptions::new(), Reason::IpDenied);
    denied(here().scopes(Scopes::parse(["a:b"]).unwrap()), Reason::InsufficientScope);
    denied(here().owner_type(OwnerType::Team), Reason::WrongType);
    key.suspend(None).unwrap();
    denied(here(), Reason::Suspended);
    key.resume().unwrap();
    store.update_settings(SettingsUpdate::new().allow_user_api_keys(false)).unwrap();
    denied(here(), Reason::Disabled);
    store.update_settings(SettingsUpdate::new().allow_user_api_keys(true)).unwrap();
    // The id of the new one with the secret of the old: whoever has seen only the id.
    let forged = forge(new.value(), old.value());
    let verdict = store.verify(&forged, &here()).unwrap();
    assert_eq!(verdict.reason(), Some(Reason::NotFound));
    assert!(store.explain(new.value(), &here()).unwrap().verdict.is_valid());

    assert_eq!(store.status().unwrap().flush.waiting, 0);
    let events = verbs(&store);
    store.flush().unwrap();
    assert_eq!(verbs(&store), events);
    assert!(generations(&store, &old)[1].retires_when_used);
    assert!(store.verify(old.value(), &here().accept(Accept::Secret)).unwrap().is_valid());
}

#[test]
fn a_wrong_secret_with_the_id_of_an_ended_one_is_no_signal() {
    let store = store();
    let (old, new) = waiting(&store);
    store.api_key(old.api_key().id).rotate(Grace::Now).unwrap();
    assert_eq!(reason(&store, &new), Some(Reason::Rotated));
    store.flush().unwrap();
    assert_eq!(store.signals(0, 10).unwrap().len(), 1, "the right secret is");
    store.clock().advance(HOUR).unwrap();
    let forged = forge(new.value(), old.value());
    let verdict = store.verify(&forged, &VerifyOptions::new()).unwrap();
    assert_eq!(verdict.reason(), Some(Reason::NotFound));
    assert_eq!(store.status().unwrap().flush.waiting, 0);
}

/// The text of one key with the secret of another, and a checksum that fits.
fn forge(value: &str, other: &str) -> String {
    let body = value.len() - 33;
    let secret = &other[other.len() - 33..other.len() - 6];
    let text = format!("{}{secret}", &value[..body]);
    let digits = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    let mut checksum = crc32fast::hash(text.as_bytes()) as usize;
    let mut last = [b'0'; 6];
    for digit in last.iter_mut().rev() {
        *digit = digits[checksum % 62];
        checksum /= 62;
    }
    format!("{text}{}", str::from_utf8(&last).unwrap())
}

#[test]
fn rotating_again_while_one_waits_lets_both_wait_and_each_end_with_a_later_one() {
    let store = store();
    let (first, second) = waiting(&store);
    let key = store.api_key(first.api_key().id);
    let third = key.rotate(Grace::UntilUsed).unwrap();
    // The use of the second ends what is before it, and not itself.
    assert_eq!(reason(&store, &second), None);
    store.flush().unwrap();
    assert_eq!(
        [&first, &second, &third].map(|secret| reason(&store, secret)),
        [Some(Reason::Rotated), None, None]
    );
    // That was the first use of the third.
    let fourth = key.rotate(Grace::UntilUsed).unwrap();
    store.flush().unwrap();
    assert_eq!(
        [&second, &third, &fourth].map(|secret| reason(&store, secret)),
        [Some(Reason::Rotated), None, None]
    );
}

#[test]
fn the_use_of_a_later_one_ends_all_that_wait_also_those_that_the_record_no_longer_shows() {
    let store = store();
    let first = store.user("alice").create_api_key(NewApiKey::new("CI")).unwrap();
    let key = store.api_key(first.api_key().id);
    let mut secrets = vec![first];
    secrets.extend((0..80).map(|_| key.rotate(Grace::UntilUsed).unwrap()));
    let newest = secrets.pop().unwrap();
    assert_eq!(reason(&store, &newest), None);
    store.flush().unwrap();
    for secret in &secrets {
        assert_eq!(reason(&store, secret), Some(Reason::Rotated));
    }
    assert_eq!(reason(&store, &newest), None);
}

#[test]
fn an_end_of_another_rotation_stands_beside_one_that_waits() {
    let store = store();
    let (first, second) = waiting(&store);
    let key = store.api_key(first.api_key().id);
    // The second leaked before it was ever used: it ends, and the first still waits for a successor.
    let third = key.rotate(Grace::Now).unwrap();
    assert_eq!(
        [&first, &second].map(|secret| reason(&store, secret)),
        [None, Some(Reason::Rotated)]
    );
    store.flush().unwrap();
    assert_eq!(reason(&store, &first), None, "an ended one does not count as used");
    let fourth = key.rotate(Grace::For(HOUR)).unwrap();
    assert_eq!(reason(&store, &fourth), None);
    let flushed_at = store.now();
    store.flush().unwrap();
    assert_eq!(reason(&store, &first), Some(Reason::Rotated));
    assert_eq!(reason(&store, &third), None, "its own hour is not over");
    let record = generations(&store, &first);
    assert_eq!(record[3].retires_at, Some(flushed_at));
    assert_eq!(record[1].retires_at, Some(flushed_at.checked_add(HOUR).unwrap()));
}

#[test]
fn what_becomes_of_the_key_between_the_use_and_the_flush_does_not_undo_the_use() {
    let store = store();
    // Suspended: the use has happened, so the old secret does not come back with the key.
    let (old, new) = waiting(&store);
    let key = store.api_key(old.api_key().id);
    assert_eq!(reason(&store, &new), None);
    key.suspend(None).unwrap();
    store.flush().unwrap();
    key.resume().unwrap();
    assert_eq!((reason(&store, &old), reason(&store, &new)), (Some(Reason::Rotated), None));

    // Revoked: what happened is written, and the key stays revoked as it was.
    let (old, new) = waiting(&store);
    assert_eq!(reason(&store, &new), None);
    let revoked = store.api_key(old.api_key().id).revoke(RevokeOptions::new()).unwrap();
    store.flush().unwrap();
    let record = store.api_key(old.api_key().id).get().unwrap();
    assert_eq!((record.revoked_at, &record.revoked_by), (revoked.revoked_at, &revoked.revoked_by));
    assert!(record.generations[0].first_used_at.is_some());
    assert!(record.generations[1].retires_at.is_some());
    let both = (reason(&store, &old), reason(&store, &new));
    assert_eq!(both, (Some(Reason::Revoked), Some(Reason::Revoked)));

    // Rotated once more, without grace: an ended secret that was used in time still ends its forerunner.
    let (old, new) = waiting(&store);
    assert_eq!(reason(&store, &new), None);
    let newest = store.api_key(old.api_key().id).rotate(Grace::Now).unwrap();
    store.flush().unwrap();
    let all = [&old, &new, &newest].map(|secret| reason(&store, secret));
    assert_eq!(all, [Some(Reason::Rotated), Some(Reason::Rotated), None]);
    store.flush().unwrap();

    // Purged, or deleted with its owner: nothing is left to write, and nothing waits for ever.
    for by_owner in [false, true] {
        let (old, new) = waiting(&store);
        assert_eq!(reason(&store, &new), None);
        if by_owner {
            store.user("alice").delete().unwrap();
        } else {
            store.api_key(old.api_key().id).purge().unwrap();
        }
        let events = verbs(&store);
        store.flush().unwrap();
        assert_eq!(verbs(&store), events);
        let flush = store.status().unwrap().flush;
        assert_eq!((flush.waiting, flush.dropped, flush.last_error), (0, 0, None));
    }
}

#[test]
fn explain_says_that_a_secret_waits() {
    let store = store();
    let (old, _) = waiting(&store);
    let explanation = store.explain(old.value(), &VerifyOptions::new()).unwrap();
    let gate = explanation.gates.iter().find(|report| report.gate.as_str() == "rotated").unwrap();
    assert_eq!(gate.saw, "this generation is accepted until a later one is used");
}

#[derive(Clone, Debug)]
enum Step {
    Rotate(Option<u8>),
    RotateUntilUsed,
    Verify(Index),
    Flush,
    Advance(u16),
    Suspend,
    Resume,
    Revoke,
    Expire(u16),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        3 => prop_oneof![Just(None), any::<u8>().prop_map(Some)].prop_map(Step::Rotate),
        4 => Just(Step::RotateUntilUsed),
        6 => any::<Index>().prop_map(Step::Verify),
        5 => Just(Step::Flush),
        4 => (0_u16..200).prop_map(Step::Advance),
        1 => (0_u16..8000).prop_map(Step::Advance),
        1 => Just(Step::Suspend),
        2 => Just(Step::Resume),
        1 => any::<u16>().prop_map(Step::Expire),
        1 => Just(Step::Revoke),
    ]
}

/// What the model knows of one generation, in seconds since the start.
#[derive(Clone, Default)]
struct Secret {
    end: Option<u64>,
    is_waiting: bool,
    first_used: Option<u64>,
}

/// What the model knows of one key.
#[derive(Default)]
struct Model {
    now: u64,
    secrets: Vec<Secret>,
    expires: Option<u64>,
    is_suspended: bool,
    is_revoked: bool,
    /// Generations that a check accepted for the first time, with when; not written yet.
    noticed: Vec<(usize, u64)>,
    /// The hours in which a retired one was used, written or not.
    hours: BTreeSet<u64>,
}

impl Model {
    fn reason(&self, generation: usize) -> Option<Reason> {
        if self.is_revoked {
            Some(Reason::Revoked)
        } else if self.secrets[generation].end.is_some_and(|end| self.now >= end) {
            Some(Reason::Rotated)
        } else if self.is_suspended {
            Some(Reason::Suspended)
        } else if self.expires.is_some_and(|end| self.now >= end) {
            Some(Reason::Expired)
        } else {
            None
        }
    }

    fn verify(&mut self, generation: usize) -> Option<Reason> {
        let reason = self.reason(generation);
        if reason == Some(Reason::Rotated) {
            self.hours.insert(self.now / 3600);
        }
        let is_noticed = self.noticed.iter().any(|(noticed, _)| *noticed == generation);
        let is_first = generation > 0 && self.secrets[generation].first_used.is_none();
        if reason.is_none() && is_first && !is_noticed {
            self.noticed.push((generation, self.now));
        }
        reason
    }

    fn flush(&mut self) {
        for (generation, at) in std::mem::take(&mut self.noticed) {
            self.secrets[generation].first_used = Some(at);
            for earlier in &mut self.secrets[..generation] {
                if std::mem::take(&mut earlier.is_waiting) {
                    earlier.end = Some(self.now);
                }
            }
        }
    }

    fn has_ended(&self) -> bool {
        self.is_revoked || self.expires.is_some_and(|end| self.now >= end)
    }
}

/// Runs the steps, and asks after each about every generation: by a check, which is a use, or by an explanation, which is
/// none. Only the second leaves a generation unused for long.
fn run(steps: Vec<Step>, is_checked_by_use: bool, is_sealed: bool) -> Result<(), TestCaseError> {
    let start = Timestamp::from_millis(1_800_000_000_000).unwrap();
    let clock = testing::test_clock(start);
    let mut options = OpenOptions::new().clock(Arc::clone(&clock));
    if is_sealed {
        options = options.master_keys([MasterKey::generate().unwrap()]);
    }
    let store = options.open_in_memory().unwrap();
    let instant = |seconds: u64| start.checked_add(Duration::from_secs(seconds)).unwrap();
    let first = store.user("alice").create_api_key(NewApiKey::new("CI")).unwrap();
    let key = store.api_key(first.api_key().id);
    let mut secrets = vec![first];
    let mut model = Model { secrets: vec![Secret::default()], ..Model::default() };
    for step in steps {
        match step {
            Step::Rotate(_) | Step::RotateUntilUsed => {
                let grace = match step {
                    Step::Rotate(None) => Grace::Now,
                    Step::Rotate(Some(s)) => Grace::For(Duration::from_secs(s.into())),
                    _ => Grace::UntilUsed,
                };
                match key.rotate(grace) {
                    Ok(new) => {
                        prop_assert_eq!(model.has_ended(), false);
                        let replaced = model.secrets.last_mut().unwrap();
                        match step {
                            Step::Rotate(grace) => {
                                replaced.end = Some(model.now + grace.map_or(0, u64::from));
                            }
                            _ => replaced.is_waiting = true,
                        }
                        model.secrets.push(Secret::default());
                        secrets.push(new);
                    }
                    Err(error) => {
                        prop_assert_eq!(model.has_ended(), true);
                        prop_assert_eq!(error.code(), ErrorCode::InvalidArgument);
                    }
                }
            }
            Step::Verify(index) => {
                let generation = index.index(secrets.len());
                let expected = model.verify(generation);
                prop_assert_eq!(reason(&store, &secrets[generation]), expected);
            }
            Step::Flush => {
                store.flush().unwrap();
                model.flush();
            }
            Step::Advance(seconds) => {
                clock.advance(Duration::from_secs(seconds.into())).unwrap();
                model.now += u64::from(seconds);
            }
            Step::Suspend => {
                key.suspend(None).unwrap();
                model.is_suspended = true;
            }
            Step::Resume => {
                key.resume().unwrap();
                model.is_suspended = false;
            }
            Step::Revoke => {
                key.revoke(RevokeOptions::new()).unwrap();
                model.is_revoked = true;
            }
            Step::Expire(seconds) => {
                let seconds = u64::from(seconds) + 1;
                let expiry = Expiry::In(Duration::from_secs(seconds));
                key.update(ApiKeyUpdate::new().expiry(expiry)).unwrap();
                model.expires = Some(model.now + seconds);
            }
        }
        for (generation, secret) in secrets.iter().enumerate() {
            let (seen, expected) = if is_checked_by_use {
                (reason(&store, secret), model.verify(generation))
            } else {
                let explained = store.explain(secret.value(), &VerifyOptions::new()).unwrap();
                (explained.verdict.reason(), model.reason(generation))
            };
            prop_assert_eq!(seen, expected, "generation {}", generation);
        }
    }
    store.flush().unwrap();
    model.flush();
    let record = key.get().unwrap();
    for generation in &record.generations {
        let secret = &model.secrets[generation.number as usize - 1];
        prop_assert_eq!(generation.retires_at, secret.end.map(instant));
        prop_assert_eq!(generation.retires_when_used, secret.is_waiting);
        prop_assert_eq!(generation.first_used_at, secret.first_used.map(instant));
    }
    let signals = store.signals(0, 10_000).unwrap();
    prop_assert_eq!(signals.len(), model.hours.len(), "one signal for each hour");
    Ok(())
}

proptest! {
    #[test]
    fn exactly_those_generations_verify_that_the_model_says(
        steps in proptest::collection::vec(step(), 1..40),
        is_checked_by_use in any::<bool>(),
        is_sealed in any::<bool>(),
    ) {
        run(steps, is_checked_by_use, is_sealed)?;
    }
}
