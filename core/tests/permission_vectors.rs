//! Permissions in a team against `tests/vectors/permission.json`.
//!
//! The file says itself how a test is run; this is the reading of it that other languages follow.

use std::collections::{BTreeMap, BTreeSet};

use keywright::{
    ActingAs, Error, Keywright, NewTeam, PermissionId, PermissionUpdate, SettingsUpdate, TeamKeys,
};
use serde::Deserialize;

const TEAM: &str = "acme";

/// The file as a whole. Unknown fields are refused everywhere, so a typing error in the file cannot turn a question
/// into one that checks nothing.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Vectors {
    schema: String,
    #[serde(rename = "about")]
    _about: Vec<String>,
    notes: BTreeMap<String, String>,
    tests: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    id: u32,
    comment: String,
    flags: Vec<String>,
    steps: Vec<Step>,
    ask: Vec<Question>,
}

/// One of the calls is there, and the code of the error when it is refused.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Step {
    refused: Option<String>,
    define: Option<Define>,
    rename: Option<Rename>,
    delete: Option<String>,
    create_team: Option<String>,
    join: Option<String>,
    leave: Option<String>,
    set_member: Option<SetMember>,
    grant: Option<One>,
    ungrant: Option<One>,
    settings: Option<Defaults>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Define {
    id: String,
    contains: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Rename {
    id: String,
    new_id: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SetMember {
    user: String,
    permissions: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct One {
    user: String,
    permission: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Defaults {
    creator_permissions: Option<Vec<String>>,
    member_permissions: Option<Vec<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Question {
    user: String,
    stated: Option<Vec<String>>,
    refused: Option<String>,
    #[serde(default)]
    holds: Vec<String>,
    #[serde(default)]
    lacks: Vec<String>,
    manages_keys: Option<bool>,
}

fn vectors() -> Vectors {
    serde_json::from_str(include_str!("../../tests/vectors/permission.json"))
        .expect("permission.json follows its schema")
}

fn ids(texts: &[String]) -> Result<Vec<PermissionId>, Error> {
    texts.iter().map(PermissionId::new).collect()
}

impl Step {
    /// Makes the call. Every case that is written in the file has exactly one.
    fn take(&self, keywright: &Keywright) -> Result<(), Error> {
        let team = keywright.team(TEAM);
        let mut calls = 0;
        let mut call = |result: Result<(), Error>| {
            calls += 1;
            result
        };
        if let Some(Define { id, contains }) = &self.define {
            let defined = keywright.define_permission(id, contains, PermissionUpdate::new());
            call(defined.map(drop))?;
        }
        if let Some(Rename { id, new_id }) = &self.rename {
            call(keywright.rename_permission(id, new_id).map(drop))?;
        }
        if let Some(id) = &self.delete {
            call(keywright.delete_permission(id))?;
        }
        if let Some(creator) = &self.create_team {
            let new = NewTeam::new("Acme").id(TEAM).creator(creator);
            call(keywright.create_team(new).map(drop))?;
        }
        if let Some(user) = &self.join {
            call(team.add_member(user).map(drop))?;
        }
        if let Some(user) = &self.leave {
            call(team.remove_member(user, TeamKeys::Keep))?;
        }
        if let Some(SetMember { user, permissions }) = &self.set_member {
            call(team.add_member_with(user, permissions).map(drop))?;
        }
        if let Some(One { user, permission }) = &self.grant {
            call(team.grant_permission(user, permission).map(drop))?;
        }
        if let Some(One { user, permission }) = &self.ungrant {
            call(team.revoke_permission(user, permission).map(drop))?;
        }
        if let Some(defaults) = &self.settings {
            let mut update = SettingsUpdate::new();
            if let Some(texts) = &defaults.creator_permissions {
                update = update.creator_permissions(ids(texts)?);
            }
            if let Some(texts) = &defaults.member_permissions {
                update = update.member_permissions(ids(texts)?);
            }
            call(keywright.update_settings(update).map(drop))?;
        }
        assert_eq!(calls, 1, "a step is one call");
        Ok(())
    }
}

impl Question {
    fn check(&self, keywright: &Keywright, place: &str) -> Result<(), Error> {
        let mut acting = ActingAs::new(&self.user);
        if let Some(stated) = &self.stated {
            acting = acting.team_permissions(TEAM, stated);
        }
        let as_user = keywright.acting_as(acting);
        if let Some(code) = &self.refused {
            let error = as_user.expect_err(place);
            assert_eq!(error.code().as_str(), code, "{place}");
            return Ok(());
        }
        let as_user = as_user?;

        // The user asks about itself; without stated permissions the server gives the same answer.
        let mut teams = vec![as_user.team(TEAM)];
        if self.stated.is_none() {
            teams.push(keywright.team(TEAM));
        }
        for team in teams {
            let held = team.list_permissions(&self.user)?;
            let held: Vec<_> = held.iter().map(PermissionId::as_str).collect();
            assert_eq!(held, self.holds, "{place}");
            for id in &self.holds {
                assert!(team.has_permission(&self.user, id)?, "{place}: {id}");
            }
            for id in &self.lacks {
                assert!(!team.has_permission(&self.user, id)?, "{place}: {id}");
            }
        }

        let listed = as_user.team(TEAM).list_api_keys();
        if self.manages_keys.expect(place) {
            assert!(listed?.is_empty(), "{place}");
        } else {
            assert_eq!(listed.expect_err(place).code().as_str(), "not_found", "{place}");
        }
        Ok(())
    }
}

#[test]
fn every_question_is_answered_as_expected() {
    for Case { id, comment, steps, ask, .. } in vectors().tests {
        let keywright = Keywright::open_in_memory().expect("a store in memory");
        for (number, step) in (1..).zip(&steps) {
            let events = keywright.events(0, 10_000).expect("events").len();
            let refused = step.take(&keywright).err();
            let code = refused.as_ref().map(|error| error.code().as_str());
            assert_eq!(code, step.refused.as_deref(), "test {id} ({comment}), step {number}");
            if refused.is_some() {
                let after = keywright.events(0, 10_000).expect("events").len();
                assert_eq!(after, events, "test {id} ({comment}), step {number} changed something");
            }
        }
        for (number, question) in (1..).zip(&ask) {
            let place = format!("test {id} ({comment}), question {number}");
            question.check(&keywright, &place).expect(&place);
        }
    }
}

#[test]
fn file_is_whole() {
    let Vectors { schema, notes, tests, .. } = vectors();
    assert_eq!(schema, "permission.schema.json");
    assert!(tests.len() >= 40, "{} cases", tests.len());

    let numbers: BTreeSet<u32> = tests.iter().map(|case| case.id).collect();
    assert_eq!(numbers.len(), tests.len(), "an id stands twice");
    let comments: BTreeSet<&str> = tests.iter().map(|case| case.comment.as_str()).collect();
    assert_eq!(comments.len(), tests.len(), "a comment stands twice");

    let used: BTreeSet<&str> =
        tests.iter().flat_map(|case| case.flags.iter().map(String::as_str)).collect();
    let explained: BTreeSet<&str> = notes.keys().map(String::as_str).collect();
    assert_eq!(used, explained, "flags and notes differ");

    let asked: Vec<_> = tests.iter().flat_map(|case| &case.ask).collect();
    for id in PermissionId::SYSTEM {
        assert!(asked.iter().any(|question| question.holds.contains(&id.to_owned())), "{id}");
        assert!(asked.iter().any(|question| question.lacks.contains(&id.to_owned())), "{id}");
    }
}
