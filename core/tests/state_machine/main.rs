//! Random steps on a store on disk, each answered as a model answers that was written a second time in plain code.
//!
//! `KEYWRIGHT_STEPS` says how many steps (10,000 unless set) and `KEYWRIGHT_SEED` from where they are drawn; a failure
//! prints the seed and the shortest series of steps that still fails.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test fails by panicking"
)]

mod model;
#[path = "../sealed/mod.rs"]
mod sealed;
mod step;

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{BuildHasher as _, RandomState};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use keywright::{
    ApiKey, ApiKeyFilter, ApiKeyId, ApiKeyUpdate, CreatedApiKey, Error, ErrorCode, Grace,
    Keywright, OpenOptions, Owner, OwnerType, PageRequest, PermissionUpdate, RevokeAll,
    RevokeOptions, SettingsUpdate, Status, TeamKeys, TestClock, Timestamp, Warm, testing,
};
use model::{Key, Mark, Model, OwnerName, Secret};
use proptest::collection::vec;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use step::{
    Actor, IP_LISTS, Mutation, PERMISSIONS, Question, Step, TEAMS, TEXTS, USERS, ips, metadata,
    scopes, step,
};
use tempfile::TempDir;

const START_MS: i64 = 1_800_000_000_000;
/// How long a series of steps is on the average.
const STEPS_A_SERIES: u32 = 100;

/// The store, the model, and what links the two.
struct World {
    folder: TempDir,
    clock: Arc<TestClock>,
    keywright: Keywright,
    model: Model,
    /// Of every key that was ever made.
    ids: Vec<ApiKeyId>,
    values: Vec<String>,
    opened: u64,
}

fn open(folder: &TempDir, clock: &Arc<TestClock>, seed: u64) -> Keywright {
    let path: PathBuf = folder.path().join("keys.db");
    let options = OpenOptions::new().clock(Arc::clone(clock)).seed(seed);
    let options = if seed.is_multiple_of(2) { options } else { options.resident() };
    options.open(path).unwrap()
}

fn owner((owner_type, id): OwnerName, keywright: &Keywright) -> Owner {
    match owner_type {
        OwnerType::User => keywright.user(id).owner().unwrap(),
        OwnerType::Team => keywright.team(id).owner().unwrap(),
    }
}

fn code<T>(result: Result<T, Error>) -> Result<T, ErrorCode> {
    result.map_err(|error| error.code())
}

/// A record as the model would write it, so that the two can be compared.
fn record(model: &Model, key: &Key) -> String {
    let mark = |mark: &Option<Mark>| {
        mark.as_ref().map(|mark| (mark.at_ms, mark.by.clone(), mark.reason.clone()))
    };
    let secrets: Vec<_> = key
        .secrets
        .iter()
        .rev()
        .map(|secret| {
            let last_four = &secret.value[secret.value.len() - 4..];
            (secret.prefix.to_owned(), last_four.to_owned(), secret.retires_ms)
        })
        .collect();
    let whole = (
        (&key.id, key.owner.0.as_str(), key.owner.1, &key.description, key.is_public),
        (&key.scopes, key.metadata, IP_LISTS[key.ips].0),
        (key.created_ms, &key.created_by, key.expires_ms),
        (mark(&key.suspended), mark(&key.revoked), model.is_owner_suspended(key)),
        (model.status(key), secrets),
    );
    format!("{whole:?}")
}

fn told(key: &ApiKey) -> String {
    let mark = |at: Option<Timestamp>, by: &Option<keywright::Actor>, reason: &Option<String>| {
        assert_eq!(at.is_some(), by.is_some());
        at.map(|at| (at.as_millis(), by.as_ref().unwrap().to_string(), reason.clone()))
    };
    let secrets: Vec<_> = key
        .generations
        .iter()
        .map(|generation| {
            let retires_ms = generation.retires_at.map(Timestamp::as_millis);
            (generation.prefix.to_string(), generation.last_four.clone(), retires_ms)
        })
        .collect();
    let numbers: Vec<_> =
        key.generations.iter().rev().map(|generation| generation.number).collect();
    assert!(numbers.iter().copied().eq(1..=key.generation()), "{numbers:?}");
    let whole = (
        (
            key.id.to_string(),
            key.owner_type().as_str(),
            key.owner.id(),
            &key.description,
            key.is_public,
        ),
        (
            key.scopes.iter().map(ToString::to_string).collect::<BTreeSet<_>>(),
            key.metadata.as_str(),
            key.ip_allow_list.iter().collect::<Vec<_>>(),
        ),
        (
            key.created_at.as_millis(),
            key.created_by.to_string(),
            key.expires_at.map(Timestamp::as_millis),
        ),
        (
            mark(key.suspended_at, &key.suspended_by, &key.suspend_reason),
            mark(key.revoked_at, &key.revoked_by, &key.revoke_reason),
            key.is_owner_suspended,
        ),
        (key.status.as_str(), secrets),
    );
    format!("{whole:?}")
}

fn set(texts: &[&'static str]) -> BTreeSet<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

fn texts<T: ToString>(ids: impl IntoIterator<Item = T>) -> BTreeSet<String> {
    ids.into_iter().map(|id| id.to_string()).collect()
}

impl World {
    fn new() -> Self {
        // In memory where the machine has a folder for it: what is tried here is rules, and not the disk.
        let folder = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap();
        let clock = testing::test_clock(Timestamp::from_millis(START_MS).unwrap());
        let keywright = open(&folder, &clock, 0);
        let model = Model::new(START_MS);
        Self { folder, clock, keywright, model, ids: Vec::new(), values: Vec::new(), opened: 1 }
    }

    /// Any id that was ever given, or one that never was.
    fn id(&self, which: usize) -> ApiKeyId {
        match self.ids.len() {
            0 => uuid::Uuid::from_u128(1).into(),
            count => self.ids[which % count],
        }
    }

    fn assert_record(
        &self,
        step: &Step,
        ours: Result<Key, ErrorCode>,
        theirs: Result<ApiKey, Error>,
    ) {
        let ours = ours.map(|key| record(&self.model, &key));
        assert_eq!(code(theirs).map(|key| told(&key)), ours, "{step:?}");
    }

    fn assert_same<T: PartialEq + std::fmt::Debug>(
        step: &Step,
        ours: Result<T, ErrorCode>,
        theirs: Result<T, Error>,
    ) {
        assert_eq!(code(theirs), ours, "{step:?}");
    }

    /// Takes what only the store can tell about new keys.
    fn learn(&mut self, step: &Step, made: Vec<Key>, created: &[CreatedApiKey]) {
        assert_eq!(created.len(), made.len(), "{step:?}");
        for (mut key, created) in made.into_iter().zip(created) {
            key.id = created.api_key().id.to_string();
            key.secrets.push(Secret {
                value: created.value().to_owned(),
                prefix: self.model.prefixes[0],
                retires_ms: None,
            });
            assert!(!self.ids.contains(&created.api_key().id), "an id was given twice");
            self.ids.push(created.api_key().id);
            self.values.push(created.value().to_owned());
            assert_eq!(told(created.api_key()), record(&self.model, &key), "{step:?}");
            self.model.keys.push(key);
        }
    }

    fn verify(&self, value: &str, mutation: Mutation, question: &Question) {
        let text = mutation.apply(value);
        // A kind or a prefix that the text has already is no mutation.
        let mutation = if text == value { Mutation::None } else { mutation };
        let ours = self.model.verify(value, &mutation, question);
        let options = question.options();
        if self.model.now_ms % 5 == 0 {
            self.keywright.warm(&Warm::All).unwrap();
        }
        let tried = self.keywright.try_verify(&text, &options).unwrap();
        let verdict = self.keywright.verify(&text, &options).unwrap();
        if let Some(tried) = tried {
            assert_eq!(tried, verdict, "{mutation:?} {question:?} at {}", self.model.now_ms);
        }
        let id = verdict.api_key_id().map(|id| id.to_string());
        let theirs = match verdict.reason() {
            None => Ok(id.unwrap()),
            Some(reason) => Err((reason, id)),
        };
        assert_eq!(theirs, ours, "{mutation:?} {question:?} at {}", self.model.now_ms);
        let explained = self.keywright.explain(&text, &options).unwrap();
        assert_eq!(explained.verdict, verdict);
        let again = self.keywright.verify(&text, &options).unwrap();
        assert_eq!(again, verdict, "what was read from the store by now is kept in memory");
        let key = self.model.keys.iter().find(|key| Ok(&key.id) == ours.as_ref());
        assert_eq!(verdict.api_key().map(told), key.map(|key| record(&self.model, key)));
    }

    fn filter(&self, owner_name: Option<OwnerName>, status: Option<&str>) -> ApiKeyFilter {
        let mut filter = ApiKeyFilter::new();
        if let Some(name) = owner_name {
            filter = filter.owner(owner(name, &self.keywright));
        }
        match Status::ALL.iter().find(|known| Some(known.as_str()) == status) {
            Some(status) => filter.status(*status),
            None => filter,
        }
    }

    fn settings(&self, update: SettingsUpdate) -> Result<(), Error> {
        self.keywright.update_settings(update).map(drop)
    }

    #[expect(clippy::too_many_lines, reason = "one arm for each step")]
    fn take(&mut self, step: &Step) {
        let now = self.keywright.now();
        assert_eq!(now.as_millis(), self.model.now_ms);
        match step {
            Step::Create(actor, of, new) => {
                let ours = self.model.create(*actor, *of, new);
                let new = new.iter().map(|new| new.request(now)).collect();
                let surface = actor.of(&self.keywright);
                let theirs = code(match of {
                    (OwnerType::User, id) => surface.user(*id).create_api_keys(new),
                    (OwnerType::Team, id) => surface.team(*id).create_api_keys(new),
                });
                match (ours, theirs) {
                    (Ok(made), Ok(created)) => self.learn(step, made, &created),
                    (ours, theirs) => {
                        assert_eq!(theirs.map(drop), ours.map(drop), "{step:?}");
                    }
                }
            }
            Step::Update(key, actor, update) => {
                let id = self.id(*key);
                let ours = self.model.update(*actor, &id.to_string(), update);
                let mut request = ApiKeyUpdate::new();
                if let Some(description) = update.description {
                    request = request.description(TEXTS[description]);
                }
                if let Some(deadline) = update.deadline {
                    request = request.expiry(deadline.expiry(now));
                }
                if let Some(which) = update.scopes {
                    request = request.scopes(scopes(which));
                }
                if update.has_metadata {
                    request = request.metadata(metadata());
                }
                if let Some(which) = update.ips {
                    request = request.ip_allow_list(ips(which));
                }
                let theirs = actor.of(&self.keywright).api_key(id).update(request);
                self.assert_record(step, ours, theirs);
            }
            Step::Suspend(key, actor, reason) => {
                let id = self.id(*key);
                let ours = self.model.suspend(*actor, &id.to_string(), *reason);
                let reason = reason.map(|which| TEXTS[which]);
                let theirs = actor.of(&self.keywright).api_key(id).suspend(reason);
                self.assert_record(step, ours, theirs);
            }
            Step::Resume(key, actor) => {
                let id = self.id(*key);
                let ours = self.model.resume(*actor, &id.to_string());
                let theirs = actor.of(&self.keywright).api_key(id).resume();
                self.assert_record(step, ours, theirs);
            }
            Step::Revoke(key, actor, reason) => {
                let id = self.id(*key);
                let ours = self.model.revoke(*actor, &id.to_string(), *reason);
                let options = reason.map_or_else(RevokeOptions::new, |which| {
                    RevokeOptions::new().reason(TEXTS[which])
                });
                let theirs = actor.of(&self.keywright).api_key(id).revoke(options);
                self.assert_record(step, ours, theirs);
            }
            Step::Rotate(key, actor, grace_ms) => {
                let id = self.id(*key);
                let ours = self.model.rotate(*actor, &id.to_string(), *grace_ms);
                let grace = match grace_ms {
                    0 => Grace::Now,
                    ms => Grace::For(Duration::from_millis(ms.unsigned_abs())),
                };
                match (ours, code(actor.of(&self.keywright).api_key(id).rotate(grace))) {
                    (Ok(at), Ok(created)) => {
                        let value = created.value().to_owned();
                        let prefix = self.model.prefixes[0];
                        self.values.push(value.clone());
                        let secret = Secret { value, prefix, retires_ms: None };
                        self.model.keys[at].secrets.push(secret);
                        let ours = record(&self.model, &self.model.keys[at]);
                        assert_eq!(told(created.api_key()), ours, "{step:?}");
                    }
                    (ours, theirs) => assert_eq!(theirs.map(drop), ours.map(drop), "{step:?}"),
                }
            }
            Step::Purge(key, actor) => {
                let id = self.id(*key);
                let ours = self.model.purge(*actor, &id.to_string());
                Self::assert_same(step, ours, actor.of(&self.keywright).api_key(id).purge());
            }
            Step::Get(key, actor) => {
                let id = self.id(*key);
                let at = self.model.reach(*actor, &id.to_string());
                let ours = at.map(|at| self.model.keys[at].clone());
                self.assert_record(step, ours, actor.of(&self.keywright).get_api_key(id));
            }
            Step::RevokeAll(actor, of, made_by, prefix, before) => {
                let before_ms = before.map(|ms| now.as_millis() + ms);
                let ours = self.model.revoke_all(*actor, *of, *made_by, *prefix, before_ms);
                let mut which = RevokeAll::new();
                if let Some(of) = of {
                    which = which.owner(owner(*of, &self.keywright));
                }
                if let Some(by) = made_by {
                    which = which.created_by(by.text().parse().unwrap());
                }
                if let Some(prefix) = prefix {
                    which = which.prefix(prefix.parse().unwrap());
                }
                if let Some(ms) = before_ms {
                    which = which.created_before(Timestamp::from_millis(ms).unwrap());
                }
                Self::assert_same(step, ours, actor.of(&self.keywright).revoke_all(which));
            }
            Step::SuspendOwner(actor, of) => {
                let ours = self.model.suspend_owner(*actor, *of);
                let surface = actor.of(&self.keywright);
                let theirs = match of {
                    (OwnerType::User, id) => surface.user(*id).suspend().map(drop),
                    (OwnerType::Team, id) => surface.team(*id).suspend().map(drop),
                };
                Self::assert_same(step, ours, theirs);
            }
            Step::ResumeOwner(actor, of) => {
                let ours = self.model.resume_owner(*actor, *of);
                let surface = actor.of(&self.keywright);
                let theirs = match of {
                    (OwnerType::User, id) => surface.user(*id).resume().map(drop),
                    (OwnerType::Team, id) => surface.team(*id).resume().map(drop),
                };
                Self::assert_same(step, ours, theirs);
            }
            Step::DeleteOwner(actor, of) => {
                let ours = self.model.delete_owner(*actor, *of);
                let surface = actor.of(&self.keywright);
                let theirs = match of {
                    (OwnerType::User, id) => surface.user(*id).delete(),
                    (OwnerType::Team, id) => surface.team(*id).delete(),
                };
                Self::assert_same(step, ours, theirs);
            }
            Step::Switch(owner_type, is_on) => {
                self.model.is_on.insert(*owner_type, *is_on);
                let update = SettingsUpdate::new();
                Self::assert_same(
                    step,
                    Ok(()),
                    self.settings(match owner_type {
                        OwnerType::User => update.allow_user_api_keys(*is_on),
                        OwnerType::Team => update.allow_team_api_keys(*is_on),
                    }),
                );
            }
            Step::Cap(owner_type, cap) => {
                self.model.caps.insert(*owner_type, *cap);
                let update = SettingsUpdate::new();
                Self::assert_same(
                    step,
                    Ok(()),
                    self.settings(match owner_type {
                        OwnerType::User => update.max_api_keys_per_user(*cap),
                        OwnerType::Team => update.max_api_keys_per_team(*cap),
                    }),
                );
            }
            Step::LongestLife(ms) => {
                self.model.longest_life_ms = *ms;
                let longest = ms.map(|ms| Duration::from_millis(ms.unsigned_abs()));
                let update = SettingsUpdate::new().max_lifetime(longest);
                Self::assert_same(step, Ok(()), self.settings(update));
            }
            Step::SetPrefix(prefix) => {
                self.model.set_prefix(prefix);
                let update = SettingsUpdate::new().prefix(prefix.parse().unwrap());
                Self::assert_same(step, Ok(()), self.settings(update));
            }
            Step::DropPrefix(prefix, off) => {
                let said = self.model.ends_with(prefix) + off;
                let ours = self.model.drop_prefix(prefix, said);
                let update = SettingsUpdate::new().drop_prefix(prefix.parse().unwrap(), said);
                Self::assert_same(step, ours, self.settings(update));
            }
            Step::AddMember(actor, (team, user)) => {
                let ours = self.model.add_member(*actor, team, user);
                let theirs = actor.of(&self.keywright).team(*team).add_member(user);
                Self::assert_same(step, ours, theirs.map(drop));
            }
            Step::AddMemberWith((team, user), ids) => {
                let ours = self.model.add_member_with(team, user, set(ids));
                let theirs = self.keywright.team(*team).add_member_with(user, ids);
                Self::assert_same(step, ours, theirs.map(drop));
            }
            Step::SetMembers(team, all) => {
                let wanted: BTreeMap<_, _> =
                    all.iter().map(|(user, ids)| (*user, set(ids))).collect();
                let ours = self.model.set_members(team, &wanted);
                let members = all.iter().map(|(user, ids)| (*user, ids.clone()));
                let theirs = self.keywright.team(*team).set_members(members);
                Self::assert_same(step, ours, theirs.map(drop));
            }
            Step::RemoveMember(actor, (team, user), revokes) => {
                let ours = self.model.remove_member(*actor, team, user, *revokes);
                let keys = if *revokes { TeamKeys::Revoke } else { TeamKeys::Keep };
                let theirs = actor.of(&self.keywright).team(*team).remove_member(user, keys);
                Self::assert_same(step, ours, theirs);
            }
            Step::Grant((team, user), id) => {
                let ours = self.model.grant(team, user, id);
                let theirs = self.keywright.team(*team).grant_permission(user, id);
                Self::assert_same(step, ours, theirs.map(drop));
            }
            Step::Take((team, user), id) => {
                let ours = self.model.take(team, user, id);
                let theirs = self.keywright.team(*team).revoke_permission(user, id);
                Self::assert_same(step, ours, theirs.map(drop));
            }
            Step::Define(id, contains, refuses) => {
                let ours = self.model.define(id, set(contains), *refuses);
                let update = PermissionUpdate::new();
                let update = if *refuses { update.refuse_existing() } else { update };
                let theirs = self.keywright.define_permission(id, contains, update);
                Self::assert_same(step, ours, theirs.map(drop));
            }
            Step::Rename(id, new_id) => {
                let ours = self.model.rename(id, new_id);
                let theirs = self.keywright.rename_permission(id, new_id);
                Self::assert_same(step, ours, theirs.map(drop));
            }
            Step::DeleteDefinition(id) => {
                let ours = self.model.delete_definition(id);
                Self::assert_same(step, ours, self.keywright.delete_permission(id));
            }
            Step::Clock(by_ms) => {
                let to_ms = self.model.clock_ms + by_ms;
                self.model.set_clock(to_ms);
                self.clock.set(Timestamp::from_millis(to_ms).unwrap());
            }
            Step::Reopen => {
                self.model.reopen();
                self.keywright.close();
                self.keywright = open(&self.folder, &self.clock, self.opened);
                self.opened += 1;
            }
            Step::Verify(which, mutation, question) => {
                if let Some(count) = std::num::NonZero::new(self.values.len()) {
                    self.verify(&self.values[*which % count], *mutation, question);
                }
            }
            Step::List(actor, of, status, search) => {
                let ours = self.model.list(*actor, *of, *status, *search);
                let mut filter = self.filter(*of, *status);
                if let Some(text) = search {
                    filter = filter.search(*text);
                }
                let theirs = actor.of(&self.keywright).list_api_keys(filter);
                Self::assert_same(step, ours, theirs.map(|keys| ids(&keys)));
            }
            Step::Page(of, status, limit) => {
                let ours = self.model.list(Actor::Server, *of, *status, None).unwrap();
                let mut request = PageRequest::new(self.filter(*of, *status)).limit(*limit);
                let mut theirs = Vec::new();
                loop {
                    let page = self.keywright.page_api_keys(request.clone()).unwrap();
                    theirs.extend(ids(&page.items));
                    let Some(cursor) = page.next_cursor else { break };
                    assert_eq!(page.items.len(), *limit as usize, "{step:?}");
                    request = request.cursor(cursor);
                    assert!(theirs.len() <= ours.len(), "{step:?}");
                }
                assert_eq!(theirs, ours, "{step:?}");
            }
            Step::HasPermission(actor, (team, user), id) => {
                let ours = self.model.has_permission(*actor, team, user, id);
                let theirs = actor.of(&self.keywright).team(*team).has_permission(user, id);
                Self::assert_same(step, ours, theirs);
            }
        }
    }

    /// Compares everything that can be asked.
    fn compare(&self) {
        let theirs: Vec<_> =
            self.keywright.list_api_keys(ApiKeyFilter::new()).unwrap().iter().map(told).collect();
        let mut ours: Vec<_> = self.model.keys.iter().collect();
        ours.sort_by(|a, b| b.id.cmp(&a.id));
        let ours: Vec<_> = ours.into_iter().map(|key| record(&self.model, key)).collect();
        assert_eq!(theirs, ours);
        for value in &self.values {
            self.verify(value, Mutation::None, &Question::default());
        }
        assert_eq!(
            self.values.len(),
            self.model.gone.len()
                + self.model.keys.iter().map(|key| key.secrets.len()).sum::<usize>()
        );
        for team in TEAMS {
            let suspended = self.model.owners.get(&(OwnerType::Team, team)).copied();
            let theirs = self.keywright.get_team(team).unwrap();
            assert_eq!(theirs.map(|team| team.suspended_at.is_some()), suspended);
            let members = self.keywright.team(team).list_members().unwrap();
            let theirs: Vec<_> = members
                .iter()
                .map(|member| (member.user_id.to_string(), texts(&member.permissions)))
                .collect();
            let all = USERS.iter().filter_map(|user| {
                Some(((*user).to_owned(), self.model.members.get(&(team, user))?.clone()))
            });
            assert_eq!(theirs, all.collect::<Vec<_>>());
            for user in USERS {
                let theirs = self.keywright.team(team).list_permissions(user).unwrap();
                assert_eq!(texts(theirs), self.model.permissions(team, user), "{team} {user}");
            }
        }
        for user in USERS {
            let suspended = self.model.owners.get(&(OwnerType::User, user)).copied();
            let theirs = self.keywright.get_user(user).unwrap();
            assert_eq!(theirs.map(|user| user.suspended_at.is_some()), suspended);
            let theirs = self.keywright.user(user).list_teams().unwrap();
            let teams = TEAMS.iter().filter(|team| self.model.members.contains_key(&(*team, user)));
            assert_eq!(texts(theirs.iter().map(|team| &team.id)), texts(teams));
        }
        let theirs: BTreeMap<_, _> = self
            .keywright
            .list_permission_definitions()
            .unwrap()
            .into_iter()
            .filter(|definition| !definition.id.is_system())
            .map(|definition| (definition.id.to_string(), texts(&definition.contains)))
            .collect();
        assert_eq!(theirs, self.model.definitions);
        let settings = self.keywright.settings().unwrap();
        assert_eq!(texts(&settings.member_permissions), self.model.for_members);
        assert_eq!(texts(&settings.creator_permissions), self.model.for_creators);
        assert!(
            settings.prefixes.iter().map(|prefix| prefix.as_str()).eq(self
                .model
                .prefixes
                .iter()
                .copied())
        );
        let numbers: Vec<_> =
            self.keywright.events(0, 10_000).unwrap().iter().map(|event| event.number).collect();
        assert!(numbers.iter().copied().eq(1..=numbers.len() as u64), "an event is missing");
    }
}

fn ids(keys: &[ApiKey]) -> Vec<String> {
    keys.iter().map(|key| key.id.to_string()).collect()
}

fn number(variable: &str) -> Option<u64> {
    let text = std::env::var(variable).ok()?;
    Some(text.replace('_', "").parse().unwrap_or_else(|_| panic!("{variable} is no number")))
}

#[test]
fn every_step_is_answered_as_the_plain_model_answers() {
    let seed = number("KEYWRIGHT_SEED").unwrap_or_else(|| RandomState::new().hash_one(()));
    let steps = u32::try_from(number("KEYWRIGHT_STEPS").unwrap_or(10_000)).unwrap();
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    let config = Config {
        cases: steps.div_ceil(STEPS_A_SERIES),
        failure_persistence: None,
        ..Config::default()
    };
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &bytes);
    let series = vec(step(), 1..2 * STEPS_A_SERIES as usize);
    let result = TestRunner::new_with_rng(config, rng).run(&series, |steps| {
        let mut world = World::new();
        for step in &steps {
            world.take(step);
        }
        world.compare();
        Ok(())
    });
    if let Err(error) = result {
        panic!("KEYWRIGHT_SEED={seed} KEYWRIGHT_STEPS={steps} shows it again: {error}");
    }
}

#[test]
fn a_sealed_store_answers_as_the_plain_model_answers() {
    sealed::run_again(&["every_step_is_answered"], &[("KEYWRIGHT_STEPS", "2000")]);
}

#[test]
fn texts_of_the_tables_are_what_the_model_takes_them_for() {
    assert!(PERMISSIONS.iter().all(|id| keywright::PermissionId::new(id).is_ok()));
    let key = "acme_test_usk_0322SbK0Nv8TMFuW8dBN7ST7qbusUJtbKl2O2oizvZUePUB8A000000";
    assert_eq!(Mutation::None.prefix(key), "acme_test");
    let resealed = Mutation::Prefix("kw").apply(key);
    assert_eq!(resealed, "kw_usk_0322SbK0Nv8TMFuW8dBN7ST7qbusUJtbKl2O2oizvZUePUB8A3v888y");
    for mutation in [Mutation::Secret(3), Mutation::Id(9), Mutation::Kind("tpk")] {
        assert!(keywright::parse(mutation.apply(&resealed).as_bytes()).is_ok(), "{mutation:?}");
    }
}
