//! Rotation: which secret of a key is accepted when, and what a rotation leaves as it is.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test fails by panicking"
)]
use std::time::Duration;

use keywright::testing::{TestStore, open_for_tests};
use keywright::{
    ApiKeyUpdate, CreatedApiKey, ErrorCode, Expiry, Grace, NewApiKey, Reason, RevokeOptions,
    Scopes, SettingsUpdate, Timestamp, VerifyOptions,
};
use proptest::prelude::{Just, Strategy, any, prop_assert_eq, prop_oneof, proptest};
use proptest::test_runner::TestCaseError;

const HOUR: Duration = Duration::from_secs(3600);

fn store() -> TestStore {
    open_for_tests(Timestamp::from_millis(1_800_000_000_000).unwrap()).unwrap()
}

fn reason(store: &TestStore, key: &CreatedApiKey) -> Option<Reason> {
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

#[derive(Clone, Debug)]
enum Step {
    Rotate(Option<u8>),
    Advance(u8),
    Suspend,
    Resume,
    Revoke,
    Expire(u8),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => prop_oneof![Just(None), any::<u8>().prop_map(Some)].prop_map(Step::Rotate),
        4 => any::<u8>().prop_map(Step::Advance),
        1 => Just(Step::Suspend),
        1 => Just(Step::Resume),
        1 => any::<u8>().prop_map(Step::Expire),
        1 => Just(Step::Revoke),
    ]
}

/// What the model knows of one key: seconds since the start, and for each generation when it ends.
#[derive(Default)]
struct Model {
    now: u64,
    ends: Vec<Option<u64>>,
    expires: Option<u64>,
    is_suspended: bool,
    is_revoked: bool,
}

impl Model {
    fn reason(&self, generation: usize) -> Option<Reason> {
        if self.is_revoked {
            Some(Reason::Revoked)
        } else if self.ends[generation].is_some_and(|end| self.now >= end) {
            Some(Reason::Rotated)
        } else if self.is_suspended {
            Some(Reason::Suspended)
        } else if self.expires.is_some_and(|end| self.now >= end) {
            Some(Reason::Expired)
        } else {
            None
        }
    }
}

fn run(steps: Vec<Step>) -> Result<(), TestCaseError> {
    let store = store();
    let first = store.user("alice").create_api_key(NewApiKey::new("CI")).unwrap();
    let key = store.api_key(first.api_key().id);
    let mut secrets = vec![first];
    let mut model = Model { ends: vec![None], ..Model::default() };
    for step in steps {
        match step {
            Step::Rotate(grace) => {
                let has_ended =
                    model.is_revoked || model.expires.is_some_and(|end| model.now >= end);
                let asked = grace.map_or(Grace::Now, |s| Grace::For(Duration::from_secs(s.into())));
                match key.rotate(asked) {
                    Ok(new) => {
                        prop_assert_eq!(has_ended, false);
                        *model.ends.last_mut().unwrap() =
                            Some(model.now + grace.map_or(0, u64::from));
                        model.ends.push(None);
                        secrets.push(new);
                    }
                    Err(error) => {
                        prop_assert_eq!(has_ended, true);
                        prop_assert_eq!(error.code(), ErrorCode::InvalidArgument);
                    }
                }
            }
            Step::Advance(seconds) => {
                store.clock().advance(Duration::from_secs(seconds.into())).unwrap();
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
            prop_assert_eq!(
                reason(&store, secret),
                model.reason(generation),
                "generation {}",
                generation
            );
        }
    }
    Ok(())
}

proptest! {
    #[test]
    fn exactly_those_generations_verify_that_the_model_says(
        steps in proptest::collection::vec(step(), 1..40)
    ) {
        run(steps)?;
    }
}
