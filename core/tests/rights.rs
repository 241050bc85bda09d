//! Who may do what: every operation, in every situation, with the answer that it must give.
//!
//! The tables below are the specification of the checked surface. [`every_public_operation_is_classified`] reads the
//! sources, so an operation that stands in none of them fails.

#![expect(clippy::expect_used, reason = "a test fails by panicking, also in what it calls")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use keywright::testing::{TestStore, open_for_tests};
use keywright::{
    ActingAs, Actor, ApiKeyFilter, ApiKeyHandle, ApiKeyId, ApiKeyUpdate, Error, Expiry, Grace,
    ImportOptions, Keywright, Metadata, NewApiKey, NewTeam, Owner, PageRequest, PermissionId,
    PermissionUpdate, RestoreOptions, RevokeAll, RevokeOptions, Scopes, SettingsUpdate, TeamHandle,
    TeamKeys, TeamUpdate, Timestamp, UsageRange, UsageStep, UserHandle, UserUpdate, VerifyOptions,
    Warm,
};

type Tested = Result<(), Box<dyn std::error::Error>>;

const START_MS: i64 = 1_800_000_000_000;

// The answers, short enough to stand in a row.
const OK: &str = "ok";
/// `Ok(None)`: as if it were not there.
const NO: &str = "nothing";
const NF: &str = "not_found";
const PD: &str = "permission_denied";
const DI: &str = "disabled";

const MANAGE: &[&str] = &["$manage_api_keys"];
const REMOVE_AND_MANAGE: &[&str] = &["$remove_members", "$manage_api_keys"];

/// What an operation answered: `ok`, `nothing` or the code of the error, and the error's message.
#[derive(Debug, PartialEq)]
struct Answer {
    outcome: &'static str,
    message: String,
}

fn told<T>(result: Result<T, Error>) -> Answer {
    match result {
        Ok(_) => Answer { outcome: OK, message: String::new() },
        Err(error) => Answer { outcome: error.code().as_str(), message: error.to_string() },
    }
}

fn seen<T>(result: Result<Option<T>, Error>) -> Answer {
    match result {
        Ok(None) => Answer { outcome: NO, message: String::new() },
        other => told(other),
    }
}

fn code<T>(result: Result<T, Error>) -> &'static str {
    told(result).outcome
}

/// A store, the handle under test, and what the operation is aimed at.
struct World {
    store: TestStore,
    /// Acts as the user `me`, or as the server.
    me: Keywright,
    owner: Owner,
    key: ApiKeyId,
    /// The text of some valid key.
    value: String,
}

impl World {
    fn team(&self) -> TeamHandle {
        self.me.team(self.owner.id())
    }

    fn user(&self) -> UserHandle {
        self.me.user(self.owner.id())
    }

    fn key(&self) -> ApiKeyHandle {
        self.me.api_key(self.key)
    }

    fn filter(&self) -> ApiKeyFilter {
        ApiKeyFilter::new().owner(self.owner.clone())
    }
}

type Operation = fn(&World) -> Answer;

fn new_key() -> NewApiKey {
    NewApiKey::new("CI")
}

fn hour(world: &World) -> Result<UsageRange, Error> {
    UsageRange::last(1, UsageStep::Hour, world.me.now())
}

fn with_metadata() -> Result<NewApiKey, Error> {
    Ok(new_key().metadata(Metadata::parse(r#"{"plan":"pro"}"#)?))
}

/// A store in which there are `me`, `bob` and the team `acme` of the member `bob`, each owner with a key.
fn store_with(user: &str, team: &str) -> Result<(TestStore, ApiKeyId, ApiKeyId, String), Error> {
    let store = open_for_tests(Timestamp::from_millis(START_MS)?)?;
    store.define_permission("lead", PermissionId::SYSTEM, PermissionUpdate::new())?;
    store.user("me").create_api_key(new_key())?;
    store.team("acme").add_member("bob")?;
    store.team("globex").add_member_with("me", ["team_admin"])?;
    let user_key = store.user(user).create_api_key(new_key())?;
    let team_key = store.team(team).create_api_key(new_key())?;
    let value = user_key.value().to_owned();
    Ok((store, user_key.api_key().id, team_key.api_key().id, value))
}

/// A path at which nothing is, in a folder that goes away with the test program.
fn nowhere() -> PathBuf {
    static FOLDER: LazyLock<tempfile::TempDir> =
        LazyLock::new(|| tempfile::tempdir().expect("a folder"));
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    FOLDER.path().join(NEXT.fetch_add(1, Ordering::Relaxed).to_string())
}

/// A backup of the store as it is.
fn backup_of(world: &World) -> PathBuf {
    let path = nowhere();
    world.store.backup(&path).expect("a backup");
    path
}

/// An export of the store as it is.
fn export_of(world: &World) -> Vec<u8> {
    let mut export = Vec::new();
    world.store.export(&mut export).expect("an export");
    export
}

fn nobodys_key() -> ApiKeyId {
    ApiKeyId::from(uuid::Uuid::from_u128(0x0198_c7e2_5f7a_7b3c_9d5e_2f1a_6b8c_4d70))
}

// ---------------------------------------------------------------------------------------------------------------------
// What is aimed at a team.

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Team {
    /// The server itself.
    Server,
    /// A member that was granted just the rights that the operation takes.
    With,
    /// A member that holds them because another permission contains them.
    Contained,
    /// Nobody's member; the host states the rights.
    Stated,
    /// The same for a team that the store has not heard of.
    StatedNew,
    /// A member that holds every system permission but these.
    Without,
    /// Nobody's member; the host states every system permission but these.
    StatedWithout,
    /// A member that holds everything; the host states that it holds nothing.
    Emptied,
    /// In another team with every right, and not in this one.
    Outsider,
    /// There is no such team.
    Unknown,
    /// As `With`, while team keys are switched off.
    Off,
    /// As `Outsider`, while team keys are switched off.
    OffOutsider,
    /// As `Unknown`, while team keys are switched off.
    OffUnknown,
}

const TEAM_COLUMNS: [Team; 13] = [
    Team::Server,
    Team::With,
    Team::Contained,
    Team::Stated,
    Team::StatedNew,
    Team::Without,
    Team::StatedWithout,
    Team::Emptied,
    Team::Outsider,
    Team::Unknown,
    Team::Off,
    Team::OffOutsider,
    Team::OffUnknown,
];

/// Whoever has no right hears what it would hear of a team that does not exist.
const MUST_SOUND_ALIKE: &[(Team, Team)] = &[
    (Team::Without, Team::Unknown),
    (Team::StatedWithout, Team::Unknown),
    (Team::Emptied, Team::Unknown),
    (Team::Outsider, Team::Unknown),
    (Team::OffOutsider, Team::OffUnknown),
];

impl Team {
    fn world(self, rights: &[&str]) -> Result<World, Error> {
        let (store, _, key, value) = store_with("bob", "acme")?;
        let others = || PermissionId::SYSTEM.into_iter().filter(|id| !rights.contains(id));
        let acme = store.team("acme");
        let mut acting = ActingAs::new("me");
        let (mut team, mut key) = ("acme", key);
        match self {
            Self::Server | Self::Outsider => {}
            Self::With => drop(acme.add_member_with("me", rights)?),
            Self::Contained => {
                store.define_permission("inner", rights, PermissionUpdate::new())?;
                store.define_permission("outer", ["inner"], PermissionUpdate::new())?;
                acme.add_member_with("me", ["outer"])?;
            }
            Self::Stated => acting = acting.team_permissions("acme", rights.iter().copied()),
            Self::StatedNew => {
                acting = acting.team_permissions("unheard", rights.iter().copied());
                (team, key) = ("unheard", nobodys_key());
            }
            Self::Without => drop(acme.add_member_with("me", others())?),
            Self::StatedWithout => acting = acting.team_permissions("acme", others()),
            Self::Emptied => {
                acme.add_member_with("me", ["team_admin", "lead"])?;
                acting = acting.team_permissions("acme", [] as [&str; 0]);
            }
            Self::Unknown | Self::OffUnknown => (team, key) = ("unheard", nobodys_key()),
            Self::Off => drop(acme.add_member_with("me", rights)?),
            Self::OffOutsider => {}
        }
        if matches!(self, Self::Off | Self::OffOutsider | Self::OffUnknown) {
            store.update_settings(SettingsUpdate::new().allow_team_api_keys(false))?;
        }
        let me = if self == Self::Server { store.by("me")? } else { store.acting_as(acting)? };
        Ok(World { me, owner: store.team(team).owner()?, key, value, store })
    }
}

struct TeamRow {
    name: &'static str,
    /// The rights that the operation takes.
    rights: &'static [&'static str],
    answers: [&'static str; 13],
    operation: Operation,
}

/// The right decides; without it there is no such team.
const RIGHT: [&str; 13] = [OK, OK, OK, OK, OK, NF, NF, NF, NF, NF, OK, NF, NF];
/// The same, and the switch of team keys comes first, which tells nothing about one team.
const RIGHT_TO_KEYS: [&str; 13] = [OK, OK, OK, OK, OK, NF, NF, NF, NF, NF, DI, DI, DI];
/// The right to a key of the team; who has none hears of no switch either, as that would tell that the key exists.
const RIGHT_TO_KEY: [&str; 13] = [OK, OK, OK, OK, NF, NF, NF, NF, NF, NF, DI, NF, NF];
/// The right decides, and there must be something to act on.
const RIGHT_TO_EXISTING: [&str; 13] = [OK, OK, OK, OK, NF, NF, NF, NF, NF, NF, OK, NF, NF];
/// The same for what only a stored member can be object of.
const MEMBERS_OWN: [&str; 13] = [OK, OK, OK, NF, NF, OK, NF, OK, NF, NF, OK, NF, NF];
const SERVER: [&str; 13] = [OK, PD, PD, PD, PD, PD, PD, PD, PD, PD, PD, PD, PD];
const EVERYBODY: [&str; 13] = [OK; 13];

#[rustfmt::skip]
const OF_TEAMS: &[TeamRow] = &[
    //                                                                                    Server With Contained Stated StatedNew Without StatedWithout Emptied Outsider Unknown Off OffOutsider OffUnknown
    TeamRow { name: "TeamHandle::create_api_key", rights: MANAGE, answers: RIGHT_TO_KEYS, operation: |w| told(w.team().create_api_key(new_key())) },
    TeamRow { name: "TeamHandle::create_api_keys", rights: MANAGE, answers: RIGHT_TO_KEYS, operation: |w| told(w.team().create_api_keys(vec![new_key(), new_key()])) },
    TeamRow { name: "TeamHandle::create_api_keys (none)", rights: MANAGE, answers: RIGHT_TO_KEYS, operation: |w| told(w.team().create_api_keys(Vec::new())) },
    TeamRow { name: "TeamHandle::list_api_keys", rights: MANAGE, answers: RIGHT_TO_KEYS, operation: |w| told(w.team().list_api_keys()) },
    TeamRow { name: "Keywright::list_api_keys", rights: MANAGE, answers: RIGHT_TO_KEYS, operation: |w| told(w.me.list_api_keys(w.filter())) },
    TeamRow { name: "Keywright::page_api_keys", rights: MANAGE, answers: RIGHT_TO_KEYS, operation: |w| told(w.me.page_api_keys(PageRequest::new(w.filter()))) },
    TeamRow { name: "Keywright::revoke_all", rights: MANAGE, answers: RIGHT_TO_KEYS, operation: |w| told(w.me.revoke_all(RevokeAll::new().owner(w.owner.clone()))) },
    TeamRow { name: "Keywright::get_api_key", rights: MANAGE, answers: RIGHT_TO_KEY, operation: |w| told(w.me.get_api_key(w.key)) },
    TeamRow { name: "ApiKeyHandle::get", rights: MANAGE, answers: RIGHT_TO_KEY, operation: |w| told(w.key().get()) },
    TeamRow { name: "ApiKeyHandle::usage", rights: MANAGE, answers: RIGHT_TO_KEY, operation: |w| told(hour(w).and_then(|hour| w.key().usage(hour))) },
    // Keys that must not be seen are left out, as those are that do not exist.
    TeamRow { name: "Keywright::last_used", rights: MANAGE, answers: [OK, OK, OK, OK, OK, OK, OK, OK, OK, OK, DI, OK, OK], operation: |w| told(w.me.last_used(&[w.key])) },
    TeamRow { name: "ApiKeyHandle::update", rights: MANAGE, answers: RIGHT_TO_KEY, operation: |w| told(w.key().update(ApiKeyUpdate::new().description("new"))) },
    TeamRow { name: "ApiKeyHandle::update (nothing)", rights: MANAGE, answers: RIGHT_TO_KEY, operation: |w| told(w.key().update(ApiKeyUpdate::new())) },
    TeamRow { name: "ApiKeyHandle::suspend", rights: MANAGE, answers: RIGHT_TO_KEY, operation: |w| told(w.key().suspend(None)) },
    TeamRow { name: "ApiKeyHandle::resume", rights: MANAGE, answers: RIGHT_TO_KEY, operation: |w| told(w.key().resume()) },
    TeamRow { name: "ApiKeyHandle::revoke", rights: MANAGE, answers: RIGHT_TO_KEY, operation: |w| told(w.key().revoke(RevokeOptions::new())) },
    TeamRow { name: "ApiKeyHandle::rotate", rights: MANAGE, answers: RIGHT_TO_KEY, operation: |w| told(w.key().rotate(Grace::Now)) },
    TeamRow { name: "TeamHandle::update", rights: &["$update_team"], answers: RIGHT, operation: |w| told(w.team().update(TeamUpdate::new().display_name("New"))) },
    TeamRow { name: "TeamHandle::delete", rights: &["$delete_team"], answers: RIGHT_TO_EXISTING, operation: |w| told(w.team().delete()) },
    TeamRow { name: "TeamHandle::list_members", rights: &["$read_members"], answers: RIGHT, operation: |w| told(w.team().list_members()) },
    TeamRow { name: "TeamHandle::list_permissions (of another)", rights: &["$read_members"], answers: RIGHT, operation: |w| told(w.team().list_permissions("bob")) },
    TeamRow { name: "TeamHandle::has_permission (of another)", rights: &["$read_members"], answers: RIGHT, operation: |w| told(w.team().has_permission("bob", "$update_team")) },
    // What is stated for a call adds nobody for good.
    TeamRow { name: "TeamHandle::add_member", rights: &["$invite_members"], answers: [OK, OK, OK, PD, PD, NF, NF, NF, NF, NF, OK, NF, NF], operation: |w| told(w.team().add_member("carol")) },
    TeamRow { name: "TeamHandle::remove_member (another)", rights: &["$remove_members"], answers: RIGHT_TO_EXISTING, operation: |w| told(w.team().remove_member("bob", TeamKeys::Keep)) },
    TeamRow { name: "TeamHandle::remove_member (another, with its keys)", rights: REMOVE_AND_MANAGE, answers: RIGHT_TO_KEY, operation: |w| told(w.team().remove_member("bob", TeamKeys::Revoke)) },
    // The right to remove alone does not revoke keys.
    TeamRow { name: "TeamHandle::remove_member (another, with its keys, half the rights)", rights: &["$remove_members"], answers: [OK, NF, NF, NF, NF, NF, NF, NF, NF, NF, NF, NF, NF], operation: |w| told(w.team().remove_member("bob", TeamKeys::Revoke)) },
    TeamRow { name: "TeamHandle::preview_remove_member (another)", rights: REMOVE_AND_MANAGE, answers: RIGHT_TO_KEY, operation: |w| told(w.team().preview_remove_member("bob")) },
    TeamRow { name: "TeamHandle::preview_remove_member (another, half the rights)", rights: MANAGE, answers: [OK, NF, NF, NF, NF, NF, NF, NF, NF, NF, NF, NF, NF], operation: |w| told(w.team().preview_remove_member("bob")) },
    // Whoever is in a team may leave it, and may see what it holds itself. To the server `me` is no member here.
    TeamRow { name: "TeamHandle::remove_member (itself)", rights: &[], answers: MEMBERS_OWN, operation: |w| told(w.team().remove_member(if w.me.actor().user_id().is_some() { "me" } else { "bob" }, TeamKeys::Keep)) },
    TeamRow { name: "TeamHandle::remove_member (itself, with its keys)", rights: MANAGE, answers: [OK, OK, OK, NF, NF, NF, NF, NF, NF, NF, DI, NF, NF], operation: |w| told(w.team().remove_member(if w.me.actor().user_id().is_some() { "me" } else { "bob" }, TeamKeys::Revoke)) },
    TeamRow { name: "TeamHandle::preview_remove_member (itself)", rights: MANAGE, answers: [OK, OK, OK, NF, NF, NF, NF, NF, NF, NF, DI, NF, NF], operation: |w| told(w.team().preview_remove_member(if w.me.actor().user_id().is_some() { "me" } else { "bob" })) },
    TeamRow { name: "TeamHandle::list_permissions (its own)", rights: &[], answers: EVERYBODY, operation: |w| told(w.team().list_permissions("me")) },
    TeamRow { name: "TeamHandle::has_permission (its own)", rights: &[], answers: EVERYBODY, operation: |w| told(w.team().has_permission("me", "$update_team")) },
    // Members see the team; that the host states something, if only that it is nothing, says that the user may.
    TeamRow { name: "Keywright::get_team", rights: &[], answers: [OK, OK, OK, OK, NO, OK, OK, OK, NO, NO, OK, NO, NO], operation: |w| seen(w.me.get_team(w.owner.id())) },
    // No right is enough for these.
    TeamRow { name: "TeamHandle::create_api_key (with metadata)", rights: MANAGE, answers: [OK, PD, PD, PD, PD, NF, NF, NF, NF, NF, DI, DI, DI], operation: |w| told(with_metadata().and_then(|new| w.team().create_api_key(new))) },
    TeamRow { name: "TeamHandle::update (metadata)", rights: &["$update_team"], answers: SERVER, operation: |w| told(w.team().update(TeamUpdate::new().metadata(Metadata::default()))) },
    TeamRow { name: "TeamHandle::suspend", rights: &PermissionId::SYSTEM, answers: SERVER, operation: |w| told(w.team().suspend()) },
    TeamRow { name: "TeamHandle::resume", rights: &PermissionId::SYSTEM, answers: SERVER, operation: |w| told(w.team().resume()) },
    TeamRow { name: "TeamHandle::add_member_with", rights: &PermissionId::SYSTEM, answers: SERVER, operation: |w| told(w.team().add_member_with("me", ["team_admin"])) },
    TeamRow { name: "TeamHandle::set_members", rights: &PermissionId::SYSTEM, answers: SERVER, operation: |w| told(w.team().set_members([("me", ["team_admin"])])) },
    TeamRow { name: "TeamHandle::grant_permission", rights: &PermissionId::SYSTEM, answers: SERVER, operation: |w| told(w.team().grant_permission("bob", "$update_team")) },
    TeamRow { name: "TeamHandle::revoke_permission", rights: &PermissionId::SYSTEM, answers: SERVER, operation: |w| told(w.team().revoke_permission("bob", "team_member")) },
    TeamRow { name: "ApiKeyHandle::update (metadata)", rights: MANAGE, answers: SERVER, operation: |w| told(w.key().update(ApiKeyUpdate::new().metadata(Metadata::default()))) },
    TeamRow { name: "ApiKeyHandle::purge", rights: &PermissionId::SYSTEM, answers: SERVER, operation: |w| told(w.key().purge()) },
];

// ---------------------------------------------------------------------------------------------------------------------
// What is aimed at a user.

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum User {
    /// The server itself.
    Server,
    /// The user itself.
    Own,
    /// Another one.
    Other,
    /// One that nobody has heard of.
    Unknown,
    /// As `Own`, while user keys are switched off.
    Off,
    /// As `Other`, while user keys are switched off.
    OffOther,
}

const USER_COLUMNS: [User; 6] =
    [User::Server, User::Own, User::Other, User::Unknown, User::Off, User::OffOther];

impl User {
    fn world(self) -> Result<World, Error> {
        let user = match self {
            Self::Server | Self::Own | Self::Off => "me",
            Self::Other | Self::OffOther | Self::Unknown => "bob",
        };
        let (store, key, _, value) = store_with(user, "acme")?;
        if matches!(self, Self::Off | Self::OffOther) {
            store.update_settings(SettingsUpdate::new().allow_user_api_keys(false))?;
        }
        // Every right in a team gives none over its members.
        store.team("acme").add_member_with("me", ["team_admin"])?;
        let me = if self == Self::Server { store.by("me")? } else { as_me(&store)? };
        let (user, key) =
            if self == Self::Unknown { ("unheard", nobodys_key()) } else { (user, key) };
        Ok(World { me, owner: store.user(user).owner()?, key, value, store })
    }
}

fn as_me(store: &Keywright) -> Result<Keywright, Error> {
    store.acting_as(ActingAs::new("me"))
}

struct UserRow {
    name: &'static str,
    answers: [&'static str; 6],
    operation: Operation,
}

#[rustfmt::skip]
const OF_USERS: &[UserRow] = &[
    //                                                                       Server Own Other Unknown Off OffOther
    UserRow { name: "Keywright::get_user", answers:                           [OK, OK, PD, PD, OK, PD], operation: |w| seen(w.me.get_user(w.owner.id())) },
    UserRow { name: "UserHandle::update", answers:                            [OK, OK, PD, PD, OK, PD], operation: |w| told(w.user().update(UserUpdate::new().display_name("New"))) },
    UserRow { name: "UserHandle::update (address)", answers:                  [OK, PD, PD, PD, PD, PD], operation: |w| told(w.user().update(UserUpdate::new().primary_email("me@example.com"))) },
    UserRow { name: "UserHandle::update (no address)", answers:               [OK, PD, PD, PD, PD, PD], operation: |w| told(w.user().update(UserUpdate::new().clear_primary_email())) },
    UserRow { name: "UserHandle::update (metadata)", answers:                 [OK, PD, PD, PD, PD, PD], operation: |w| told(w.user().update(UserUpdate::new().metadata(Metadata::default()))) },
    UserRow { name: "UserHandle::delete", answers:                            [OK, PD, PD, PD, PD, PD], operation: |w| told(w.user().delete()) },
    UserRow { name: "UserHandle::suspend", answers:                           [OK, PD, PD, PD, PD, PD], operation: |w| told(w.user().suspend()) },
    UserRow { name: "UserHandle::resume", answers:                            [OK, PD, PD, PD, PD, PD], operation: |w| told(w.user().resume()) },
    UserRow { name: "UserHandle::list_teams", answers:                        [OK, OK, PD, PD, OK, PD], operation: |w| told(w.user().list_teams()) },
    UserRow { name: "UserHandle::create_api_key", answers:                    [OK, OK, PD, PD, DI, DI], operation: |w| told(w.user().create_api_key(new_key())) },
    UserRow { name: "UserHandle::create_api_key (with metadata)", answers:    [OK, PD, PD, PD, DI, DI], operation: |w| told(with_metadata().and_then(|new| w.user().create_api_key(new))) },
    UserRow { name: "UserHandle::create_api_keys", answers:                   [OK, OK, PD, PD, DI, DI], operation: |w| told(w.user().create_api_keys(vec![new_key(), new_key()])) },
    UserRow { name: "UserHandle::create_api_keys (none)", answers:            [OK, OK, PD, PD, DI, DI], operation: |w| told(w.user().create_api_keys(Vec::new())) },
    UserRow { name: "UserHandle::list_api_keys", answers:                     [OK, OK, PD, PD, DI, DI], operation: |w| told(w.user().list_api_keys()) },
    UserRow { name: "Keywright::list_api_keys", answers:                      [OK, OK, PD, PD, DI, DI], operation: |w| told(w.me.list_api_keys(w.filter())) },
    UserRow { name: "Keywright::page_api_keys", answers:                      [OK, OK, PD, PD, DI, DI], operation: |w| told(w.me.page_api_keys(PageRequest::new(w.filter()))) },
    UserRow { name: "Keywright::revoke_all", answers:                         [OK, OK, PD, PD, DI, DI], operation: |w| told(w.me.revoke_all(RevokeAll::new().owner(w.owner.clone()))) },
    UserRow { name: "Keywright::get_api_key", answers:                        [OK, OK, PD, NF, DI, PD], operation: |w| told(w.me.get_api_key(w.key)) },
    UserRow { name: "ApiKeyHandle::get", answers:                             [OK, OK, PD, NF, DI, PD], operation: |w| told(w.key().get()) },
    UserRow { name: "ApiKeyHandle::usage", answers:                           [OK, OK, PD, NF, DI, PD], operation: |w| told(hour(w).and_then(|hour| w.key().usage(hour))) },
    UserRow { name: "Keywright::last_used", answers:                          [OK, OK, OK, OK, DI, OK], operation: |w| told(w.me.last_used(&[w.key])) },
    UserRow { name: "ApiKeyHandle::update", answers:                          [OK, OK, PD, NF, DI, PD], operation: |w| told(w.key().update(ApiKeyUpdate::new().description("new"))) },
    UserRow { name: "ApiKeyHandle::update (metadata)", answers:               [OK, PD, PD, PD, PD, PD], operation: |w| told(w.key().update(ApiKeyUpdate::new().metadata(Metadata::default()))) },
    UserRow { name: "ApiKeyHandle::suspend", answers:                         [OK, OK, PD, NF, DI, PD], operation: |w| told(w.key().suspend(None)) },
    UserRow { name: "ApiKeyHandle::resume", answers:                          [OK, OK, PD, NF, DI, PD], operation: |w| told(w.key().resume()) },
    UserRow { name: "ApiKeyHandle::revoke", answers:                          [OK, OK, PD, NF, DI, PD], operation: |w| told(w.key().revoke(RevokeOptions::new())) },
    UserRow { name: "ApiKeyHandle::rotate", answers:                          [OK, OK, PD, NF, DI, PD], operation: |w| told(w.key().rotate(Grace::Now)) },
    UserRow { name: "ApiKeyHandle::purge", answers:                           [OK, PD, PD, PD, PD, PD], operation: |w| told(w.key().purge()) },
];

// ---------------------------------------------------------------------------------------------------------------------
// What is aimed at nobody, or at everybody.

struct StoreRow {
    name: &'static str,
    server: &'static str,
    user: &'static str,
    operation: Operation,
}

#[rustfmt::skip]
const OF_THE_STORE: &[StoreRow] = &[
    StoreRow { name: "Keywright::acting_as", server: OK, user: PD, operation: |w| told(w.me.acting_as(ActingAs::new("bob"))) },
    StoreRow { name: "Keywright::acting_as (itself)", server: OK, user: PD, operation: |w| told(w.me.acting_as(ActingAs::new("me").team_permissions("acme", MANAGE.iter().copied()))) },
    StoreRow { name: "Keywright::by", server: OK, user: PD, operation: |w| told(w.me.by("support:bob")) },
    StoreRow { name: "Keywright::events", server: OK, user: PD, operation: |w| told(w.me.events(0, 10)) },
    StoreRow { name: "Keywright::signals", server: OK, user: PD, operation: |w| told(w.me.signals(0, 10)) },
    StoreRow { name: "Keywright::flush", server: OK, user: PD, operation: |w| told(w.me.flush()) },
    StoreRow { name: "Keywright::check_integrity", server: OK, user: PD, operation: |w| told(w.me.check_integrity()) },
    StoreRow { name: "Keywright::status", server: OK, user: PD, operation: |w| told(w.me.status()) },
    StoreRow { name: "Keywright::seal_status", server: OK, user: PD, operation: |w| told(w.me.seal_status()) },
    StoreRow { name: "Keywright::seal", server: "master_key", user: PD, operation: |w| told(w.me.seal(|_| ())) },
    StoreRow { name: "Keywright::rotate_master_key", server: "master_key", user: PD, operation: |w| told(w.me.rotate_master_key()) },
    StoreRow { name: "Keywright::rekey", server: "master_key", user: PD, operation: |w| told(w.me.rekey(|_| ())) },
    StoreRow { name: "Keywright::backup", server: OK, user: PD, operation: |w| told(w.me.backup(nowhere())) },
    StoreRow { name: "Keywright::backup_with_progress", server: OK, user: PD, operation: |w| told(w.me.backup_with_progress(nowhere(), |_| ())) },
    StoreRow { name: "Keywright::preview_restore", server: OK, user: PD, operation: |w| told(w.me.preview_restore(backup_of(w))) },
    StoreRow { name: "Keywright::restore", server: OK, user: PD, operation: |w| told(w.me.restore(backup_of(w), RestoreOptions::new())) },
    StoreRow { name: "Keywright::export", server: OK, user: PD, operation: |w| told(w.me.export(std::io::sink())) },
    StoreRow { name: "Keywright::import", server: OK, user: PD, operation: |w| told(w.me.import(export_of(w).as_slice(), ImportOptions::new())) },
    StoreRow { name: "Keywright::settings", server: OK, user: PD, operation: |w| told(w.me.settings()) },
    StoreRow { name: "Keywright::try_settings", server: OK, user: PD, operation: |w| told(w.me.try_settings()) },
    StoreRow { name: "Keywright::preview_drop_prefix", server: OK, user: PD, operation: |w| told(w.me.preview_drop_prefix(&keywright::Prefix::default())) },
    StoreRow { name: "Keywright::update_settings", server: OK, user: PD, operation: |w| told(w.me.update_settings(SettingsUpdate::new().allow_team_api_keys(false))) },
    StoreRow { name: "Keywright::update_settings (nothing)", server: OK, user: PD, operation: |w| told(w.me.update_settings(SettingsUpdate::new())) },
    StoreRow { name: "Keywright::define_permission", server: OK, user: PD, operation: |w| told(w.me.define_permission("team_member", MANAGE, PermissionUpdate::new())) },
    StoreRow { name: "Keywright::rename_permission", server: OK, user: PD, operation: |w| told(w.me.rename_permission("team_member", "plain")) },
    StoreRow { name: "Keywright::delete_permission", server: OK, user: PD, operation: |w| told(w.me.delete_permission("team_member")) },
    StoreRow { name: "Keywright::list_permission_definitions", server: OK, user: PD, operation: |w| told(w.me.list_permission_definitions()) },
    StoreRow { name: "Keywright::verify", server: OK, user: PD, operation: |w| told(w.me.verify(&w.value, &VerifyOptions::new())) },
    StoreRow { name: "Keywright::verify (malformed)", server: OK, user: PD, operation: |w| told(w.me.verify("", &VerifyOptions::new())) },
    StoreRow { name: "Keywright::require_valid", server: OK, user: PD, operation: |w| told(w.me.require_valid(&w.value, &VerifyOptions::new())) },
    StoreRow { name: "Keywright::try_verify", server: OK, user: PD, operation: |w| told(w.me.try_verify(&w.value, &VerifyOptions::new())) },
    StoreRow { name: "Keywright::warm", server: OK, user: PD, operation: |w| told(w.me.warm(&Warm::All)) },
    StoreRow { name: "Keywright::explain", server: OK, user: PD, operation: |w| told(w.me.explain(&w.value, &VerifyOptions::new())) },
    StoreRow { name: "Keywright::authenticate", server: OK, user: PD, operation: |w| told(w.me.authenticate([("x-api-key", &w.value)], &VerifyOptions::new())) },
    StoreRow { name: "Keywright::try_authenticate", server: OK, user: PD, operation: |w| told(w.me.try_authenticate([("x-api-key", &w.value)], &VerifyOptions::new())) },
    StoreRow { name: "Keywright::extract_api_key", server: OK, user: PD, operation: |w| told(w.me.extract_api_key([("x-api-key", &w.value)])) },
    StoreRow { name: "Keywright::get_user_by_api_key", server: OK, user: PD, operation: |w| seen(w.me.get_user_by_api_key(&w.value, &VerifyOptions::new())) },
    StoreRow { name: "Keywright::get_team_by_api_key", server: NO, user: PD, operation: |w| seen(w.me.get_team_by_api_key(&w.value, &VerifyOptions::new())) },
    StoreRow { name: "Keywright::create_team", server: OK, user: OK, operation: |w| told(w.me.create_team(NewTeam::new("New"))) },
    StoreRow { name: "Keywright::create_team (of its own)", server: OK, user: OK, operation: |w| told(w.me.create_team(NewTeam::new("New").creator("me"))) },
    StoreRow { name: "Keywright::create_team (of another)", server: OK, user: PD, operation: |w| told(w.me.create_team(NewTeam::new("New").creator("bob"))) },
    StoreRow { name: "Keywright::create_team (with an id)", server: OK, user: PD, operation: |w| told(w.me.create_team(NewTeam::new("New").id("chosen"))) },
    StoreRow { name: "Keywright::create_team (with the id of one)", server: "already_exists", user: PD, operation: |w| told(w.me.create_team(NewTeam::new("New").id("acme"))) },
    StoreRow { name: "Keywright::list_api_keys (of all)", server: OK, user: PD, operation: |w| told(w.me.list_api_keys(ApiKeyFilter::new())) },
    StoreRow { name: "Keywright::page_api_keys (of all)", server: OK, user: PD, operation: |w| told(w.me.page_api_keys(PageRequest::new(ApiKeyFilter::new()))) },
    StoreRow { name: "Keywright::revoke_all (by time)", server: OK, user: PD, operation: |w| told(w.me.revoke_all(RevokeAll::new().created_before(w.me.now()))) },
    StoreRow { name: "Keywright::revoke_all (by maker)", server: OK, user: PD, operation: |w| told(w.me.revoke_all(RevokeAll::new().created_by(w.me.actor()))) },
    StoreRow { name: "Keywright::revoke_all (by prefix)", server: OK, user: PD, operation: |w| told(w.me.revoke_all(RevokeAll::new().prefix(keywright::Prefix::default()))) },
    StoreRow { name: "Keywright::revoke_all (of nothing)", server: "invalid_argument", user: "invalid_argument", operation: |w| told(w.me.revoke_all(RevokeAll::new())) },
];

/// Operations that ask for no right, and why.
const NO_RIGHT: &[(&str, &str)] = &[
    ("Keywright::open", "makes the server's handle"),
    ("Keywright::open_in_memory", "makes the server's handle"),
    ("Keywright::close", "the program's business, whatever handle it has at hand"),
    ("Keywright::is_closed", "says nothing about anybody"),
    ("Keywright::actor", "says who acts"),
    ("Keywright::now", "says what time it is"),
    ("Keywright::user", "a handle that carries this one's rights"),
    ("Keywright::team", "a handle that carries this one's rights"),
    ("Keywright::api_key", "a handle that carries this one's rights"),
    ("UserHandle::id", "gives back what was given"),
    ("UserHandle::owner", "gives back what was given"),
    ("TeamHandle::id", "gives back what was given"),
    ("TeamHandle::owner", "gives back what was given"),
    ("ApiKeyHandle::id", "gives back what was given"),
];

/// Runs one operation in one situation, and looks at its answer and at what it left behind.
fn run(
    wrong: &mut Vec<String>,
    place: &str,
    world: &World,
    expected: &str,
    operation: Operation,
) -> Result<Answer, Error> {
    let last = |world: &World| -> Result<u64, Error> {
        Ok(world.store.events(0, 10_000)?.last().map_or(0, |event| event.number))
    };
    let before = last(world)?;
    let keys_before = world.store.list_api_keys(ApiKeyFilter::new())?;
    let answer = operation(world);
    if answer.outcome != expected {
        let Answer { outcome, message } = &answer;
        wrong.push(format!("{place}: `{outcome}`, not `{expected}` ({message})"));
    }
    let events = world.store.events(before, 10_000)?;
    let actor = world.me.actor().to_string();
    for event in &events {
        if event.payload.get("actor") != Some(&actor.as_str().into()) {
            wrong.push(format!("{place}: {} tells of another actor than {actor}", event.verb));
        }
    }
    if answer.outcome != OK {
        if !events.is_empty() {
            wrong.push(format!("{place}: refused, and yet {} happened", events.len()));
        }
        if world.store.list_api_keys(ApiKeyFilter::new())? != keys_before {
            wrong.push(format!("{place}: refused, and yet keys changed"));
        }
    }
    Ok(answer)
}

fn assert_none(wrong: &[String]) {
    assert!(wrong.is_empty(), "{} cells are wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn what_is_aimed_at_a_team_takes_the_right_in_that_team() -> Tested {
    let mut wrong = Vec::new();
    for TeamRow { name, rights, answers, operation } in OF_TEAMS {
        let mut by_column = Vec::new();
        for (column, expected) in TEAM_COLUMNS.into_iter().zip(answers) {
            let world = column.world(rights)?;
            let place = format!("{name} × {column:?}");
            let answer = run(&mut wrong, &place, &world, expected, *operation)?;
            by_column.push((column, answer));
        }
        let of = |wanted: Team| {
            by_column.iter().find(|(column, _)| *column == wanted).map(|(_, answer)| answer)
        };
        for (column, unknown) in MUST_SOUND_ALIKE {
            let is_refused = of(*column).is_some_and(|answer| answer.outcome != OK);
            // What a member may do that an outsider may not, such as leaving, is seen in the table.
            if is_refused && of(*column) != of(*unknown) {
                wrong.push(format!(
                    "{name}: {column:?} hears {:?}, and {unknown:?} hears {:?}",
                    of(*column),
                    of(*unknown)
                ));
            }
        }
    }
    assert_none(&wrong);
    Ok(())
}

#[test]
fn what_is_aimed_at_a_user_is_for_that_user_alone() -> Tested {
    let mut wrong = Vec::new();
    for UserRow { name, answers, operation } in OF_USERS {
        for (column, expected) in USER_COLUMNS.into_iter().zip(answers) {
            let place = format!("{name} × {column:?}");
            run(&mut wrong, &place, &column.world()?, expected, *operation)?;
        }
    }
    assert_none(&wrong);
    Ok(())
}

#[test]
fn what_is_aimed_at_the_whole_store_is_for_the_server() -> Tested {
    let mut wrong = Vec::new();
    for StoreRow { name, server, user, operation } in OF_THE_STORE {
        for (column, expected) in [(User::Server, server), (User::Own, user)] {
            let place = format!("{name} × {column:?}");
            run(&mut wrong, &place, &column.world()?, expected, *operation)?;
        }
    }
    assert_none(&wrong);
    Ok(())
}

/// Reads the sources, so that a new operation fails here until somebody says who may call it.
#[test]
fn every_public_operation_is_classified() -> Tested {
    const CHECKED: [&str; 4] = ["ApiKeyHandle", "Keywright", "TeamHandle", "UserHandle"];
    const BUILDERS: [&str; 4] = ["ActingAs", "ImportOptions", "OpenOptions", "RestoreOptions"];

    let mut found = BTreeSet::new();
    for entry in std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/keywright"))? {
        let path = entry?.path();
        if path.extension().is_none_or(|extension| extension != "rs") {
            continue;
        }
        let mut implemented = None;
        for line in std::fs::read_to_string(&path)?.lines() {
            if let Some(rest) = line.strip_prefix("impl") {
                // `impl Type {`, and `impl Trait for Type {`, which has no `pub fn`.
                implemented = rest.split_whitespace().next().map(ToOwned::to_owned);
            } else if line == "}" {
                implemented = None;
            }
            let words = line.trim_start().strip_prefix("pub ").unwrap_or_default();
            let Some((before, after)) = words.split_once("fn ") else { continue };
            if !["", "const ", "async ", "unsafe "].contains(&before) {
                continue;
            }
            let of = implemented.as_deref().unwrap_or("nothing");
            let name: String =
                after.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            if CHECKED.contains(&of) {
                found.insert(format!("{of}::{name}"));
            } else {
                assert!(BUILDERS.contains(&of), "{of}::{name} in {}: checked?", path.display());
            }
        }
    }
    assert!(found.len() > 60, "the scan lost its way: {found:?}");

    let classified: BTreeSet<String> = OF_TEAMS
        .iter()
        .map(|row| row.name)
        .chain(OF_USERS.iter().map(|row| row.name))
        .chain(OF_THE_STORE.iter().map(|row| row.name))
        .chain(NO_RIGHT.iter().map(|(name, _)| *name))
        .filter_map(|name| name.split(' ').next().map(ToOwned::to_owned))
        .collect();
    let missing: Vec<_> = found.difference(&classified).collect();
    let gone: Vec<_> = classified.difference(&found).collect();
    assert!(missing.is_empty() && gone.is_empty(), "unclassified {missing:?}, gone {gone:?}");
    Ok(())
}

// ---------------------------------------------------------------------------------------------------------------------
// Attempts that take more than one step.

fn fresh() -> Result<TestStore, Error> {
    open_for_tests(Timestamp::from_millis(START_MS)?)
}

fn is_valid(store: &Keywright, value: &str) -> Result<bool, Error> {
    Ok(store.verify(value, &VerifyOptions::new())?.is_valid())
}

#[test]
fn a_checked_handle_can_not_be_widened() -> Tested {
    let store = fresh()?;
    let me = as_me(&store)?;
    for handle in [&me, &me.clone()] {
        assert_eq!(code(handle.acting_as(ActingAs::new("me"))), PD);
        assert_eq!(code(handle.acting_as(ActingAs::new("bob"))), PD);
        assert_eq!(code(handle.by("server")), PD);
        assert_eq!(handle.actor().to_string(), "user:me");
    }
    // An unreadable wish is no way around it either.
    assert_eq!(code(me.acting_as(ActingAs::new(""))), PD);
    assert_eq!(code(me.by("")), PD);
    Ok(())
}

#[test]
fn a_record_seen_on_a_checked_surface_stays_checked_there() -> Tested {
    let store = fresh()?;
    let created = store.team("acme").create_api_key(new_key())?;
    store.team("acme").add_member_with("me", MANAGE)?;
    let me = as_me(&store)?;
    let listed = me.team("acme").list_api_keys()?;
    let key = me.api_key(listed.first().ok_or("a key")?.id);
    let clone = key.clone();
    assert_eq!(code(key.get()), OK);

    store.team("acme").remove_member("me", TeamKeys::Keep)?;
    for handle in [&key, &clone] {
        assert_eq!(code(handle.revoke(RevokeOptions::new())), NF);
        assert_eq!(code(handle.suspend(None)), NF);
        assert_eq!(code(handle.update(ApiKeyUpdate::new().description("mine"))), NF);
        assert_eq!(code(handle.get()), NF);
    }
    // An id that only the server could see is worth nothing on the checked surface.
    let foreign = store.user("bob").create_api_key(new_key())?;
    let handle = me.api_key(foreign.api_key().id);
    assert_eq!(code(handle.revoke(RevokeOptions::new())), PD);
    assert!(is_valid(&store, created.value())? && is_valid(&store, foreign.value())?);
    Ok(())
}

/// If the right were read before the transaction, a change could slip in behind the removal.
#[test]
fn no_change_by_a_former_member_comes_after_the_removal() -> Tested {
    let folder = tempfile::tempdir()?;
    let store = Keywright::open(folder.path().join("keys.db"))?;
    for round in 0..8 {
        let team = format!("team {round}");
        store.team(&team).add_member_with("me", MANAGE)?;
        let me = as_me(&store)?;
        let started = std::sync::Barrier::new(5);
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    started.wait();
                    // Until it is refused: at the latest by the removal.
                    while me.team(&team).create_api_key(new_key()).is_ok() {}
                });
            }
            started.wait();
            let removed = loop {
                if store.team(&team).list_api_keys().is_ok_and(|keys| keys.len() > 4) {
                    break store.team(&team).remove_member("me", TeamKeys::Keep);
                }
            };
            assert_eq!(code(removed), OK);
        });
        let events = store.events(0, 10_000)?;
        let removal = events.iter().rfind(|event| event.verb == "team.member_removed");
        let removal = removal.ok_or("the removal")?.number;
        let late = events.iter().filter(|event| event.number > removal).count();
        assert_eq!(late, 0, "round {round}");
    }
    Ok(())
}

#[test]
fn who_may_only_invite_gains_nothing_by_it() -> Tested {
    let store = fresh()?;
    let acme = store.team("acme");
    acme.add_member_with("me", ["$invite_members"])?;
    let me = as_me(&store)?;
    // Whoever may not read the members does not read them by inviting one.
    assert_eq!(code(me.team("acme").add_member("me")), "already_exists");
    assert_eq!(
        acme.list_permissions("me")?,
        BTreeSet::from([PermissionId::new("$invite_members")?])
    );
    // A second account gets what every new member gets.
    me.team("acme").add_member("sock")?;
    let sock = store.acting_as(ActingAs::new("sock"))?;
    assert_eq!(code(sock.team("acme").list_api_keys()), NF);
    // To leave and to be invited again is no way up, and none back to what was lost.
    acme.add_member_with("me", ["team_admin"])?;
    me.team("acme").remove_member("me", TeamKeys::Keep)?;
    assert_eq!(code(me.team("acme").add_member("me")), NF);
    sock.team("acme").add_member("me")?;
    assert!(!acme.has_permission("me", "$manage_api_keys")?);
    // The right to invite that is stated for one call lets nobody in for good.
    let stated =
        store.acting_as(ActingAs::new("guest").team_permissions("acme", ["$invite_members"]))?;
    assert_eq!(code(stated.team("acme").add_member("guest")), PD);
    assert!(acme.list_permissions("guest")?.is_empty());
    Ok(())
}

#[test]
fn a_new_secret_hands_out_no_scope_that_the_host_did_not_offer() -> Tested {
    let store = fresh()?;
    let strong = new_key().scopes(Scopes::parse(["admin:*"])?);
    let servers = store.team("acme").create_api_key(strong.clone())?.api_key().id;
    let acting = ActingAs::new("me").team_permissions("acme", MANAGE.iter().copied());
    let me = store.acting_as(acting.clone())?;
    assert_eq!(code(me.api_key(servers).rotate(Grace::Now)), PD);
    let offered = store.acting_as(acting.grantable_scopes(["admin:*"]))?;
    offered.api_key(servers).rotate(Grace::Now)?;
    // What a user made stays the user's to rotate, also once the host offers less.
    let own = offered.team("acme").create_api_key(strong)?.api_key().id;
    me.api_key(own).rotate(Grace::Now)?;
    Ok(())
}

#[test]
fn a_user_does_not_lift_the_suspension_of_a_team_by_deleting_it() -> Tested {
    let store = fresh()?;
    store.team("acme").suspend()?;
    let me = store.acting_as(ActingAs::new("me").team_permissions("acme", ["team_admin"]))?;
    assert_eq!(code(me.team("acme").delete()), PD);
    let created = me.team("acme").create_api_key(new_key())?;
    let verdict = store.verify(created.value(), &VerifyOptions::new())?;
    assert_eq!(verdict.reason(), Some(keywright::Reason::Suspended));
    store.team("acme").delete()?;
    Ok(())
}

#[test]
fn a_user_can_not_take_the_name_of_a_team_by_making_one() -> Tested {
    let store = fresh()?;
    let me = as_me(&store)?;
    for id in ["acme", "unheard", ""] {
        assert_eq!(code(me.create_team(NewTeam::new("Acme").id(id))), PD);
    }
    let team = me.create_team(NewTeam::new("acme"))?;
    assert_ne!(team.id.as_str(), "acme");
    assert!(store.get_team("acme")?.is_none());
    assert_eq!(code(me.team("acme").create_api_key(new_key())), NF);
    Ok(())
}

#[test]
fn a_suspension_by_the_server_is_lifted_by_the_server_alone() -> Tested {
    let store = fresh()?;
    let me = as_me(&store)?;
    let created = me.user("me").create_api_key(new_key())?;
    let (mine, servers) = (me.api_key(created.api_key().id), store.api_key(created.api_key().id));

    servers.suspend(Some("under review"))?;
    assert_eq!(code(mine.resume()), PD);
    // To suspend it oneself and then resume is no way around.
    let again = mine.suspend(Some("mine"))?;
    assert_eq!(again.suspended_by, Some(Actor::Server(None)));
    assert_eq!(again.suspend_reason.as_deref(), Some("under review"));
    assert_eq!(code(mine.resume()), PD);
    assert_eq!(code(mine.update(ApiKeyUpdate::new().expiry(Expiry::Never))), OK);
    assert!(!is_valid(&store, created.value())?);
    servers.resume()?;
    assert!(is_valid(&store, created.value())?);

    // One's own is one's own, until the server takes it over.
    mine.suspend(None)?;
    assert!(!is_valid(&store, created.value())?);
    mine.resume()?;
    assert!(is_valid(&store, created.value())?);
    let since = mine.suspend(None)?.suspended_at;
    store.clock().advance(Duration::from_secs(60))?;
    assert_eq!(servers.suspend(Some("under review"))?.suspended_at, since);
    assert_eq!(code(mine.resume()), PD);
    // A named server is the server.
    store.by("support:bob")?.api_key(mine.id()).resume()?;
    store.by("user:me")?.api_key(mine.id()).suspend(None)?;
    assert_eq!(code(mine.resume()), PD);
    Ok(())
}

#[test]
fn a_suspended_user_gets_no_working_key_by_making_a_new_one() -> Tested {
    let store = fresh()?;
    let me = as_me(&store)?;
    store.user("me").suspend()?;
    let created = me.user("me").create_api_key(new_key())?;
    assert!(!is_valid(&store, created.value())?);
    assert_eq!(created.api_key().status.as_str(), "suspended");
    assert_eq!(code(me.user("me").resume()), PD);
    assert_eq!(code(me.api_key(created.api_key().id).resume()), OK);
    assert!(!is_valid(&store, created.value())?);
    Ok(())
}

#[test]
fn users_grant_only_the_scopes_that_the_host_offers() -> Tested {
    let store = fresh()?;
    let offering = |scopes: &[&str]| {
        store.acting_as(ActingAs::new("me").grantable_scopes(scopes.iter().copied()))
    };
    // (offered, wanted, answer)
    let cases: &[(&[&str], &[&str], &str)] = &[
        (&[], &[], OK),
        (&[], &["a:read"], PD),
        (&["a:read"], &["a:read"], OK),
        (&["a:read"], &["a:write"], PD),
        (&["a:read"], &["a:read", "b:read"], PD),
        (&["a:read"], &["A:read"], PD),
        // A wildcard is wider than all that it covers.
        (&["a:read"], &["a:*"], PD),
        (&["a:read"], &["*:read"], PD),
        (&["a:read"], &["*:*"], PD),
        (&["a:*"], &["*:*"], PD),
        (&["a:*", "*:read"], &["*:*"], PD),
        (&["a:*"], &["a:anything", "a:*"], OK),
        (&["*:*"], &["*:*"], OK),
    ];
    for (offered, wanted, expected) in cases {
        let me = offering(offered)?;
        let wanted = Scopes::parse(*wanted)?;
        let new = new_key().scopes(wanted.clone());
        assert_eq!(code(me.user("me").create_api_key(new)), *expected, "{offered:?} {wanted}");
        let plain = store.user("me").create_api_key(new_key())?;
        let update = ApiKeyUpdate::new().scopes(wanted.clone());
        let key = me.api_key(plain.api_key().id);
        assert_eq!(code(key.update(update)), *expected, "{offered:?} {wanted}");
        let held = if *expected == OK { wanted } else { Scopes::default() };
        assert_eq!(key.get()?.scopes, held);
    }

    // What the server gave may be kept and given up, and not taken back.
    let new = new_key().scopes(Scopes::parse(["a:*", "b:read"])?);
    let created = store.user("me").create_api_key(new)?;
    let key = offering(&["c:read"])?.api_key(created.api_key().id);
    let set = |scopes: &[&str]| -> Result<&'static str, Error> {
        Ok(code(key.update(ApiKeyUpdate::new().scopes(Scopes::parse(scopes)?))))
    };
    assert_eq!(set(&["a:*", "b:read", "c:read"])?, OK);
    assert_eq!(set(&["a:*"])?, OK);
    assert_eq!(set(&["a:*", "b:read"])?, PD);
    assert_eq!(set(&[])?, OK);
    assert_eq!(set(&["a:*"])?, PD);
    // One key that breaks the rule, and none of many is made.
    let many = vec![new_key(), new_key().scopes(Scopes::parse(["a:read"])?)];
    let before = store.user("me").list_api_keys()?.len();
    assert_eq!(code(as_me(&store)?.user("me").create_api_keys(many)), PD);
    assert_eq!(store.user("me").list_api_keys()?.len(), before);
    Ok(())
}

#[test]
fn metadata_stays_what_the_server_set() -> Tested {
    let store = fresh()?;
    let metadata = Metadata::parse(r#"{"plan":"free"}"#)?;
    let created = store.user("me").create_api_key(new_key().metadata(metadata.clone()))?;
    let key = as_me(&store)?.api_key(created.api_key().id);
    for text in [r#"{"plan":"pro"}"#, "{}", r#"{"plan":"free"}"#] {
        let update = ApiKeyUpdate::new().metadata(Metadata::parse(text)?);
        assert_eq!(code(key.update(update.description("new"))), PD);
    }
    let record = key.get()?;
    assert_eq!((record.metadata, record.description.as_str()), (metadata, "CI"));
    Ok(())
}

#[test]
fn a_foreign_cursor_or_search_shows_nothing_foreign() -> Tested {
    let store = fresh()?;
    let mine: Vec<_> = (0..3)
        .map(|_| Ok(store.user("me").create_api_key(new_key())?.api_key().id))
        .collect::<Result<_, Error>>()?;
    let foreign: Vec<_> = (0..3)
        .map(|_| Ok(store.user("bob").create_api_key(new_key())?.api_key().id))
        .collect::<Result<_, Error>>()?;
    let newest: Vec<_> = (0..3)
        .map(|_| Ok(store.user("me").create_api_key(new_key())?.api_key().id))
        .collect::<Result<_, Error>>()?;

    let bobs = ApiKeyFilter::new().owner(store.user("bob").owner()?);
    let page = store.page_api_keys(PageRequest::new(bobs).limit(1))?;
    let cursor = page.next_cursor.ok_or("a second page")?;
    let me = as_me(&store)?;
    let own = ApiKeyFilter::new().owner(store.user("me").owner()?);
    let page = me.page_api_keys(PageRequest::new(own.clone()).cursor(cursor.clone()))?;
    let ids: Vec<_> = page.items.iter().map(|key| key.id).collect();
    // It is a position: what is mine and older comes, and what is newer does not.
    assert_eq!(ids, mine.iter().rev().copied().collect::<Vec<_>>());
    assert!(newest.iter().all(|id| !ids.contains(id)));
    let bobs = ApiKeyFilter::new().owner(store.user("bob").owner()?);
    let request = PageRequest::new(bobs).cursor(cursor.clone());
    assert_eq!(code(me.page_api_keys(request)), PD);
    let request = PageRequest::new(ApiKeyFilter::new()).cursor(cursor);
    assert_eq!(code(me.page_api_keys(request)), PD);
    for id in foreign {
        assert!(me.list_api_keys(own.clone().search(id.to_string()))?.is_empty());
    }
    Ok(())
}

#[test]
fn revoking_all_of_ones_own_touches_nobody_else() -> Tested {
    let store = fresh()?;
    let mine = store.user("me").create_api_key(new_key())?;
    let bobs = store.user("bob").create_api_key(new_key())?;
    let teams = store.team("me").create_api_key(new_key())?;
    let me = as_me(&store)?;
    let all = RevokeAll::new().owner(me.user("me").owner()?).created_by(Actor::Server(None));
    assert_eq!(me.revoke_all(all)?, 1);
    assert!(!is_valid(&store, mine.value())?);
    assert!(is_valid(&store, bobs.value())? && is_valid(&store, teams.value())?);
    Ok(())
}

#[test]
fn ids_that_only_look_alike_are_others() -> Tested {
    let store = fresh()?;
    let acting = ActingAs::new("me").team_permissions("acme", MANAGE.iter().copied());
    let me = store.acting_as(acting)?;
    for user in ["Me", "me ", " me", "mе", "me\u{200b}", "user:me"] {
        assert_eq!(code(me.user(user).create_api_key(new_key())), PD, "{user:?}");
    }
    for team in ["Acme", "acme ", "аcme", "team:acme", "me"] {
        assert_eq!(code(me.team(team).create_api_key(new_key())), NF, "{team:?}");
    }
    assert_eq!(code(me.team("acme").create_api_key(new_key())), OK);
    Ok(())
}

#[test]
fn stated_rights_count_for_one_call_and_leave_nothing_behind() -> Tested {
    let store = fresh()?;
    let acting = ActingAs::new("me").team_permissions("acme", MANAGE.iter().copied());
    store.acting_as(acting)?.team("acme").create_api_key(new_key())?;
    assert!(store.team("acme").list_members()?.is_empty());
    assert!(store.user("me").list_teams()?.is_empty());
    assert_eq!(code(as_me(&store)?.team("acme").list_api_keys()), NF);
    Ok(())
}

#[test]
fn a_wish_to_act_that_can_not_be_read_is_refused() -> Tested {
    let store = fresh()?;
    let long = "x".repeat(256);
    let one = |team: &str, permission: &str| {
        ActingAs::new("me").team_permissions(team, [permission.to_owned()])
    };
    let many: Vec<String> = (0..201).map(|n| format!("p{n}")).collect();
    let mut teams = ActingAs::new("me");
    for n in 0..1001 {
        teams = teams.team_permissions(format!("team {n}"), ["$read_members"]);
    }
    let wishes = BTreeMap::from([
        ("no user", ActingAs::new("")),
        ("a long user", ActingAs::new(long.clone())),
        ("a user with a line end", ActingAs::new("me\n")),
        ("no team", one("", "$manage_api_keys")),
        ("a long team", one(&long, "$manage_api_keys")),
        ("an unknown system permission", one("acme", "$everything")),
        ("a permission in capitals", one("acme", "ADMIN")),
        ("too many permissions", ActingAs::new("me").team_permissions("acme", many)),
        ("endless permissions", {
            ActingAs::new("me").team_permissions("acme", std::iter::repeat("$read_members"))
        }),
        ("too many teams", teams),
        ("a scope of one word", ActingAs::new("me").grantable_scopes(["admin"])),
        ("too many scopes", {
            ActingAs::new("me").grantable_scopes((0..101).map(|n| format!("a:{n}")))
        }),
    ]);
    for (what, wish) in wishes {
        assert_eq!(code(store.acting_as(wish)), "invalid_argument", "{what}");
    }
    Ok(())
}
