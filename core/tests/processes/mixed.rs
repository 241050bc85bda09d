//! Many processes that change at once: nothing is lost and nothing is half made.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use keywright::{
    ApiKeyFilter, ApiKeyUpdate, Grace, Keywright, NewApiKey, RevokeOptions, SettingsUpdate,
};

use super::helper::Helper;
use super::long::{report, rounds};
use super::whole::assert_is_whole;
use super::{all_events, new_path, open, reason};

const PROCESSES: usize = 8;
/// What one round of [`mix`] changes.
const CHANGES_A_ROUND: usize = 10;

/// Makes ten changes of ten kinds a round, and tells how often it had to try again, and which values verify now (`+`) and
/// which do not (`-`).
pub(super) fn mix(keywright: &Keywright, name: &str, rounds: usize) -> String {
    let mut told = String::new();
    let mut tried_again = 0;
    let user = keywright.user(name);
    for round in 0..rounds {
        // SQLite's lock knows no queue, so one of eight that change without a pause can wait past its time-out.
        macro_rules! patiently {
            ($call:expr) => {
                loop {
                    match $call {
                        Err(error) if error.is_retryable() => tried_again += 1,
                        result => break result.unwrap(),
                    }
                }
            };
        }
        let kept = patiently!(user.create_api_key(NewApiKey::new("kept")));
        let ended = patiently!(user.create_api_key(NewApiKey::new("ended")));
        let (kept_id, ended_id) = (kept.api_key().id, ended.api_key().id);
        let update = || ApiKeyUpdate::new().description(format!("{round}"));
        patiently!(keywright.api_key(kept_id).update(update()));
        patiently!(keywright.api_key(kept_id).suspend(None));
        patiently!(keywright.api_key(kept_id).resume());
        let next = patiently!(keywright.api_key(kept_id).rotate(Grace::Now));
        patiently!(keywright.api_key(ended_id).revoke(RevokeOptions::new()));
        let team = patiently!(keywright.team("shared").create_api_key(NewApiKey::new("team")));
        patiently!(keywright.team("shared").add_member(format!("{name}-{round}")));
        let header = || SettingsUpdate::new().api_key_header(Some(format!("x-{name}-{round}")));
        patiently!(keywright.update_settings(header()));
        write!(told, "+{} +{} -{} -{} ", next.value(), team.value(), kept.value(), ended.value())
            .unwrap();
    }
    format!("{tried_again} {told}")
}

#[test]
fn eight_processes_that_change_at_once_lose_nothing_and_number_their_events_without_a_gap() {
    let rounds = rounds("KEYWRIGHT_CHANGES", 100, 1000) / CHANGES_A_ROUND;
    let (_folder, path) = new_path();
    let keywright = open(&path);
    let mut helpers: Vec<_> = (0..PROCESSES).map(|_| Helper::open(&path)).collect();
    for (number, helper) in helpers.iter_mut().enumerate() {
        helper.send(&format!("mix user{number} {rounds}"));
    }
    let mut tried_again = 0;
    for helper in &mut helpers {
        let answer = helper.receive();
        let (times, told) = answer.split_once(' ').unwrap();
        tried_again += times.parse::<usize>().unwrap();
        assert_eq!(told.split_whitespace().count(), 4 * rounds);
        for word in told.split_whitespace() {
            let (sign, value) = word.split_at(1);
            assert_eq!(reason(&keywright, value).is_none(), sign == "+");
        }
    }
    let events = all_events(&keywright);
    let numbers = events.iter().map(|event| event.number);
    assert!(numbers.eq(1..=events.len() as u64), "the numbers are dense and ascending");
    let mut verbs: BTreeMap<&str, usize> = BTreeMap::new();
    for event in &events {
        *verbs.entry(&event.verb).or_default() += 1;
    }
    let all = PROCESSES * rounds;
    let expected = BTreeMap::from([
        ("api_key.created", 3 * all),
        ("api_key.resumed", all),
        ("api_key.revoked", all),
        ("api_key.rotated", all),
        ("api_key.suspended", all),
        ("api_key.updated", all),
        ("settings.updated", all),
        ("team.created", 1),
        ("team.member_added", all),
        ("user.created", all + PROCESSES),
    ]);
    assert_eq!(verbs, expected);
    assert_eq!(keywright.team("shared").list_members().unwrap().len(), all);
    assert_eq!(keywright.list_api_keys(ApiKeyFilter::new()).unwrap().len(), 3 * all);
    assert_is_whole(&path);
    report(
        &format!("{PROCESSES} processes, changes of ten kinds at once"),
        &format!("{} changes", all * CHANGES_A_ROUND),
        &format!(
            "0 lost, 0 half-made, no number of an event twice or left out; {tried_again} answers `storage_busy`, tried again"
        ),
    );
}
