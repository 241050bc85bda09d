//! A right that is taken away in one process is gone for the very next check in another.

use std::path::Path;
use std::time::Duration;

use keywright::{
    ApiKeyId, ApiKeyUpdate, Expiry, Freshness, Grace, Keywright, NewApiKey, OpenOptions, Reason,
    RevokeOptions, Scopes, SettingsUpdate, Timestamp, VerifyOptions, testing,
};

use super::helper::Helper;
use super::long::{report, rounds};
use super::{NOW_MS, new_path, sealed};

/// A change made elsewhere that takes a right away, and what the very next check here answers.
pub(super) struct Change {
    pub(super) name: &'static str,
    pub(super) make: fn(&Keywright, &Path, ApiKeyId),
    pub(super) reason: Reason,
    /// Gives back what the change took from every key, so that the next round begins as the first did.
    pub(super) undo: Option<fn(&Keywright)>,
}

pub(super) const CHANGES: &[Change] = &[
    Change {
        name: "revoke",
        make: |keywright, _, id| drop(keywright.api_key(id).revoke(RevokeOptions::new()).unwrap()),
        reason: Reason::Revoked,
        undo: None,
    },
    Change {
        name: "switch-off",
        make: |keywright, _, _| switch(keywright, false),
        reason: Reason::Disabled,
        undo: Some(|keywright| switch(keywright, true)),
    },
    Change {
        name: "suspend",
        make: |keywright, _, id| drop(keywright.api_key(id).suspend(None).unwrap()),
        reason: Reason::Suspended,
        undo: None,
    },
    Change {
        name: "suspend-the-owner",
        make: |keywright, _, id| drop(owner(keywright, id).suspend().unwrap()),
        reason: Reason::Suspended,
        undo: None,
    },
    Change {
        name: "expire-earlier",
        make: |keywright, _, id| {
            // The checking process's clock stands an hour later.
            let soon = Expiry::In(Duration::from_secs(60));
            keywright.api_key(id).update(ApiKeyUpdate::new().expiry(soon)).unwrap();
        },
        reason: Reason::Expired,
        undo: None,
    },
    Change {
        name: "take-a-scope",
        make: |keywright, _, id| {
            let fewer = Scopes::parse(["docs:read"]).unwrap();
            keywright.api_key(id).update(ApiKeyUpdate::new().scopes(fewer)).unwrap();
        },
        reason: Reason::InsufficientScope,
        undo: None,
    },
    Change {
        name: "rotate-without-grace",
        make: |keywright, _, id| drop(keywright.api_key(id).rotate(Grace::Now).unwrap()),
        reason: Reason::Rotated,
        undo: None,
    },
    Change {
        name: "delete-the-owner",
        make: |keywright, _, id| owner(keywright, id).delete().unwrap(),
        reason: Reason::NotFound,
        undo: None,
    },
    Change {
        name: "purge",
        make: |keywright, _, id| keywright.api_key(id).purge().unwrap(),
        reason: Reason::NotFound,
        undo: None,
    },
    Change {
        name: "drop-the-prefix",
        make: |keywright, _, id| {
            let update = SettingsUpdate::new().prefix("other".parse().unwrap());
            keywright.update_settings(update).unwrap();
            let update = SettingsUpdate::new().drop_prefix("kw".parse().unwrap(), 1);
            keywright.update_settings(update).unwrap();
            // Goes on existing, so the prefix alone is why it is refused.
            assert!(keywright.get_api_key(id).unwrap().revoked_at.is_none());
        },
        reason: Reason::Malformed,
        undo: Some(|keywright| {
            let keys = keywright.list_api_keys(keywright::ApiKeyFilter::new()).unwrap();
            for key in keys.iter().filter(|key| key.revoked_at.is_none()) {
                keywright.api_key(key.id).revoke(RevokeOptions::new()).unwrap();
            }
            let update = SettingsUpdate::new().prefix("kw".parse().unwrap());
            keywright.update_settings(update).unwrap();
        }),
    },
    Change {
        name: "edit-by-hand",
        make: |_, path, id| {
            let connection = rusqlite::Connection::open(path).unwrap();
            let statement = "UPDATE api_key SET revoked_at_us = created_at_us, revoked_by = 'server' WHERE id = ?1";
            let changed = connection.execute(statement, [id.as_uuid().as_bytes()]).unwrap();
            assert_eq!(changed, 1);
        },
        reason: Reason::Revoked,
        undo: None,
    },
    Change {
        name: "edit-the-settings-by-hand",
        make: |_, path, _| {
            let connection = rusqlite::Connection::open(path).unwrap();
            connection.execute("UPDATE settings SET allow_user_api_keys = 0", []).unwrap();
        },
        reason: Reason::Disabled,
        undo: Some(|keywright| switch(keywright, true)),
    },
];

fn switch(keywright: &Keywright, allow: bool) {
    keywright.update_settings(SettingsUpdate::new().allow_user_api_keys(allow)).unwrap();
}

fn owner(keywright: &Keywright, id: ApiKeyId) -> keywright::UserHandle {
    keywright.user(keywright.get_api_key(id).unwrap().user_id().unwrap().as_str())
}

#[test]
fn a_right_taken_away_in_one_process_is_gone_for_the_very_next_check_in_another() {
    let rounds = rounds("KEYWRIGHT_ROUNDS", 200, 1000);
    std::thread::scope(|scope| {
        for change in changes() {
            std::thread::Builder::new()
                .name(change.name.to_owned())
                .spawn_scoped(scope, move || assert_is_seen_at_once(change, rounds))
                .unwrap();
        }
    });
    for change in changes() {
        report(
            &format!("`{}` in one process, the next check in another", change.name),
            &format!("{rounds} rounds"),
            &format!("0 answers of before; all `{}`", change.reason.as_str()),
        );
    }
}

/// A hand edit of a sealed row takes nothing away but the row, which the tests of sealing have.
pub(super) fn changes() -> impl Iterator<Item = &'static Change> {
    CHANGES.iter().filter(|change| !(sealed::is_sealed() && change.name.ends_with("by-hand")))
}

fn assert_is_seen_at_once(change: &Change, rounds: usize) {
    let (_folder, path) = new_path();
    let later = Timestamp::from_millis(NOW_MS + 3_600_000).unwrap();
    let keywright = OpenOptions::new().clock(testing::test_clock(later)).open(&path).unwrap();
    assert_eq!(keywright.status().unwrap().freshness, Freshness::WalIndex);
    let mut helper = Helper::open(&path);
    let wanted = Scopes::parse(["docs:read", "docs:write"]).unwrap();
    let options = VerifyOptions::new().scopes(wanted.clone());
    for round in 0..rounds {
        let new = NewApiKey::new("CI").scopes(wanted.clone());
        let created = keywright.user(format!("user-{round}")).create_api_key(new).unwrap();
        let check = || keywright.verify(created.value(), &options).unwrap().reason();
        // Twice, so that whatever is kept is kept.
        assert_eq!((check(), check()), (None, None), "{}, round {round}", change.name);
        let order = format!("change {} {}", change.name, created.api_key().id);
        assert_eq!(helper.ask(&order), "ok", "{}, round {round}", change.name);
        assert_eq!(check(), Some(change.reason), "{}, round {round}", change.name);
        if let Some(undo) = change.undo {
            undo(&keywright);
        }
    }
}
