//! `verify` and `authenticate` against `tests/vectors/verdict.json`, in memory and on disk.
//!
//! The file says itself how a test is run; this is the reading of it that other languages follow.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    reason = "a test fails by panicking, also in the functions that it calls"
)]

mod sealed;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use keywright::{
    Accept, ApiKey, ApiKeyUpdate, CreatedApiKey, ErrorCode, Expiry, Grace, IpAllowList, Keywright,
    MasterKey, NewApiKey, OpenOptions, Owner, OwnerType, Reason, RevokeAll, RevokeOptions, Scopes,
    SettingsUpdate, TestClock, Verdict, VerifyOptions, Warm, testing,
};
use serde::Deserialize;

type Outcome<T = ()> = Result<T, Box<dyn std::error::Error>>;

/// No world brings these about yet. One that can be reached leaves this list and gets its cases.
const NOT_REACHABLE_YET: [Reason; 3] =
    [Reason::Tampered, Reason::RateLimited, Reason::QuotaExceeded];

/// The file as a whole. Unknown fields are refused everywhere, so a typing error in the file cannot turn a question
/// into one that checks nothing.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Vectors {
    schema: String,
    #[serde(rename = "about")]
    _about: Vec<String>,
    notes: BTreeMap<String, String>,
    tests: Vec<World>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct World {
    id: u32,
    comment: String,
    flags: Vec<String>,
    now: String,
    #[serde(default)]
    settings: SettingsSpec,
    keys: Vec<KeySpec>,
    rounds: Vec<Round>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Round {
    steps: Vec<Step>,
    ask: Vec<Question>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct SettingsSpec {
    allow_user_api_keys: Option<bool>,
    allow_team_api_keys: Option<bool>,
    prefix: Option<String>,
    drop_prefix: Option<DropPrefix>,
    api_key_header: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DropPrefix {
    prefix: String,
    ends: u64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OwnerSpec {
    r#type: String,
    id: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct KeySpec {
    name: String,
    owner: OwnerSpec,
    description: String,
    expires_in_ms: Option<u64>,
    #[serde(default)]
    is_public: bool,
    #[serde(default)]
    scopes: Vec<String>,
    #[serde(default)]
    ip_allow_list: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct UpdateSpec {
    key: String,
    expires_in_ms: Option<u64>,
    #[serde(default)]
    never_expires: bool,
    scopes: Option<Vec<String>>,
    ip_allow_list: Option<Vec<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RotateSpec {
    key: String,
    name: String,
    grace_ms: Option<u64>,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum Step {
    Create(KeySpec),
    Update(UpdateSpec),
    Rotate(RotateSpec),
    Revoke(String),
    RevokeAll(OwnerSpec),
    Suspend(String),
    Resume(String),
    Purge(String),
    SuspendOwner(OwnerSpec),
    ResumeOwner(OwnerSpec),
    DeleteOwner(OwnerSpec),
    Settings(SettingsSpec),
    AdvanceMs(u64),
    SetNow(String),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Question {
    comment: String,
    present: Present,
    #[serde(default)]
    options: OptionsSpec,
    expect: Expect,
}

#[derive(Deserialize)]
#[serde(untagged, deny_unknown_fields)]
enum Present {
    Key {
        key: String,
        #[serde(default)]
        change: Vec<Operation>,
    },
    Text {
        text: String,
        #[serde(default = "once")]
        times: usize,
    },
    Headers {
        headers: Vec<(String, String)>,
    },
}

const fn once() -> usize {
    1
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum Operation {
    Char(usize),
    Swap(usize),
    Drop(usize),
    Prepend(String),
    Append(String),
    Kind(String),
    Prefix(String),
    IdOf(String),
    Sign(bool),
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct OptionsSpec {
    owner_type: Option<String>,
    accept: Option<String>,
    scopes: Option<Vec<String>>,
    ip: Option<String>,
    #[serde(default)]
    optional: bool,
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Expect {
    valid: bool,
    /// Of the record in a valid answer, or of the id in a denied one.
    key: Option<String>,
    owner: Option<OwnerText>,
    is_public: Option<bool>,
    reason: Option<String>,
    api_key_id: Option<String>,
    status: Option<u16>,
    check_status: Option<u16>,
    check_code: Option<String>,
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct OwnerText {
    r#type: String,
    id: String,
}

fn vectors() -> Vectors {
    serde_json::from_str(include_str!("../../tests/vectors/verdict.json"))
        .expect("verdict.json follows its schema")
}

fn owner_type(text: &str) -> OwnerType {
    match text {
        "user" => OwnerType::User,
        "team" => OwnerType::Team,
        other => panic!("an owner type {other}"),
    }
}

impl KeySpec {
    fn to_new(&self) -> Outcome<NewApiKey> {
        let mut new = NewApiKey::new(&self.description)
            .scopes(Scopes::parse(&self.scopes)?)
            .ip_allow_list(IpAllowList::parse(&self.ip_allow_list)?);
        if self.is_public {
            new = new.public();
        }
        if let Some(millis) = self.expires_in_ms {
            new = new.expires_in(Duration::from_millis(millis));
        }
        Ok(new)
    }
}

impl OptionsSpec {
    fn to_options(&self) -> Outcome<VerifyOptions> {
        let mut options = VerifyOptions::new();
        if let Some(text) = &self.owner_type {
            options = options.owner_type(owner_type(text));
        }
        match self.accept.as_deref() {
            None => {}
            Some("any") => options = options.accept(Accept::Any),
            Some("secret") => options = options.accept(Accept::Secret),
            Some(other) => panic!("an accept {other}"),
        }
        if let Some(scopes) = &self.scopes {
            options = options.scopes(Scopes::parse(scopes)?);
        }
        if let Some(ip) = &self.ip {
            options = options.ip(ip.parse()?);
        }
        Ok(if self.optional { options.optional() } else { options })
    }
}

impl SettingsSpec {
    fn to_update(&self) -> Outcome<SettingsUpdate> {
        let mut update = SettingsUpdate::new();
        if let Some(allow) = self.allow_user_api_keys {
            update = update.allow_user_api_keys(allow);
        }
        if let Some(allow) = self.allow_team_api_keys {
            update = update.allow_team_api_keys(allow);
        }
        if let Some(prefix) = &self.prefix {
            update = update.prefix(prefix.parse()?);
        }
        if let Some(drop) = &self.drop_prefix {
            update = update.drop_prefix(drop.prefix.parse()?, drop.ends);
        }
        if let Some(header) = &self.api_key_header {
            update = update.api_key_header(Some(header.clone()));
        }
        Ok(update)
    }
}

const DIGITS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// The text with the checksum of what stands before its last six characters.
fn signed(text: &[char]) -> Vec<char> {
    let head: String = text[..text.len() - 6].iter().collect();
    let mut rest = crc32fast::hash(head.as_bytes());
    let mut checksum = ['0'; 6];
    for digit in checksum.iter_mut().rev() {
        *digit = char::from(DIGITS[(rest % 62) as usize]);
        rest /= 62;
    }
    head.chars().chain(checksum).collect()
}

/// The parts `prefix`, `kind` and the digits.
fn parts(text: &str) -> (&str, &str, &str) {
    let (head, digits) = text.rsplit_once('_').expect("an underscore before the digits");
    let (prefix, kind) = head.rsplit_once('_').expect("an underscore before the kind");
    (prefix, kind, digits)
}

/// Where a store lives, and whether all its keys are kept in memory.
#[derive(Clone, Copy, PartialEq)]
enum Place {
    Memory,
    Disk,
    Resident,
}

/// A store, its clock, and the texts made so far by their names in the file, each with the record of its key.
struct Stage {
    keywright: Keywright,
    clock: Arc<TestClock>,
    made: BTreeMap<String, CreatedApiKey>,
    _folder: Option<tempfile::TempDir>,
}

impl Stage {
    fn set(world: &World, place: Place) -> Outcome<Self> {
        let clock = testing::test_clock(world.now.parse()?);
        let options = OpenOptions::new().clock(Arc::clone(&clock));
        // A store in memory takes none of them by itself.
        let options = options.master_keys(MasterKey::from_environment()?);
        let folder = if place == Place::Memory { None } else { Some(tempfile::tempdir()?) };
        let options = if place == Place::Resident { options.resident() } else { options };
        let keywright = match &folder {
            Some(folder) => options.open(folder.path().join("keys.db"))?,
            None => options.open_in_memory()?,
        };
        keywright.update_settings(world.settings.to_update()?)?;
        let mut stage = Self { keywright, clock, made: BTreeMap::new(), _folder: folder };
        for spec in &world.keys {
            stage.create(spec)?;
        }
        Ok(stage)
    }

    fn create(&mut self, spec: &KeySpec) -> Outcome {
        let new = spec.to_new()?;
        let created = match owner_type(&spec.owner.r#type) {
            OwnerType::User => self.keywright.user(&spec.owner.id).create_api_key(new)?,
            OwnerType::Team => self.keywright.team(&spec.owner.id).create_api_key(new)?,
        };
        assert!(self.made.insert(spec.name.clone(), created).is_none(), "a name stands twice");
        Ok(())
    }

    fn handle(&self, name: &str) -> keywright::ApiKeyHandle {
        self.keywright.api_key(self.made[name].api_key().id)
    }

    fn take(&mut self, step: &Step) -> Outcome {
        match step {
            Step::Create(spec) => self.create(spec)?,
            Step::Update(spec) => {
                let mut update = ApiKeyUpdate::new();
                if let Some(millis) = spec.expires_in_ms {
                    update = update.expiry(Expiry::In(Duration::from_millis(millis)));
                }
                if spec.never_expires {
                    update = update.expiry(Expiry::Never);
                }
                if let Some(scopes) = &spec.scopes {
                    update = update.scopes(Scopes::parse(scopes)?);
                }
                if let Some(list) = &spec.ip_allow_list {
                    update = update.ip_allow_list(IpAllowList::parse(list)?);
                }
                drop(self.handle(&spec.key).update(update)?);
            }
            Step::Rotate(RotateSpec { key, name, grace_ms }) => {
                let grace = grace_ms.map(|millis| Grace::For(Duration::from_millis(millis)));
                let created = self.handle(key).rotate(grace.unwrap_or_default())?;
                assert_eq!(created.api_key().id, self.made[key].api_key().id, "the id stays");
                assert!(self.made.insert(name.clone(), created).is_none(), "a name stands twice");
            }
            Step::Revoke(name) => drop(self.handle(name).revoke(RevokeOptions::new())?),
            Step::RevokeAll(owner) => {
                let owner = self.owner(owner)?;
                self.keywright.revoke_all(RevokeAll::new().owner(owner))?;
            }
            Step::Suspend(name) => drop(self.handle(name).suspend(None)?),
            Step::Resume(name) => drop(self.handle(name).resume()?),
            Step::Purge(name) => self.handle(name).purge()?,
            Step::SuspendOwner(owner) => match self.owner(owner)? {
                Owner::User(id) => drop(self.keywright.user(id.as_str()).suspend()?),
                Owner::Team(id) => drop(self.keywright.team(id.as_str()).suspend()?),
            },
            Step::ResumeOwner(owner) => match self.owner(owner)? {
                Owner::User(id) => drop(self.keywright.user(id.as_str()).resume()?),
                Owner::Team(id) => drop(self.keywright.team(id.as_str()).resume()?),
            },
            Step::DeleteOwner(owner) => match self.owner(owner)? {
                Owner::User(id) => self.keywright.user(id.as_str()).delete()?,
                Owner::Team(id) => self.keywright.team(id.as_str()).delete()?,
            },
            Step::Settings(spec) => drop(self.keywright.update_settings(spec.to_update()?)?),
            Step::AdvanceMs(millis) => self.clock.advance(Duration::from_millis(*millis))?,
            Step::SetNow(instant) => self.clock.set(instant.parse()?),
        }
        Ok(())
    }

    fn owner(&self, spec: &OwnerSpec) -> Outcome<Owner> {
        Ok(match owner_type(&spec.r#type) {
            OwnerType::User => self.keywright.user(&spec.id).owner()?,
            OwnerType::Team => self.keywright.team(&spec.id).owner()?,
        })
    }

    fn text(&self, name: &str) -> &str {
        self.made[name].value()
    }

    /// The text of a key after the operations, in their order.
    fn changed(&self, name: &str, operations: &[Operation]) -> String {
        let mut text: Vec<char> = self.text(name).chars().collect();
        for operation in operations {
            match operation {
                Operation::Char(place) => {
                    let at = text.len() - 1 - place;
                    let digit = DIGITS.iter().position(|digit| char::from(*digit) == text[at]);
                    text[at] = char::from(DIGITS[(digit.expect("a digit") + 1) % 62]);
                }
                Operation::Swap(place) => {
                    let mut at = text.len() - 1 - place;
                    while text[at] == text[at - 1] {
                        at -= 1;
                    }
                    text.swap(at, at - 1);
                }
                Operation::Drop(place) => drop(text.remove(text.len() - 1 - place)),
                Operation::Prepend(more) => text = more.chars().chain(text).collect(),
                Operation::Append(more) => text.extend(more.chars()),
                Operation::Kind(kind) => {
                    let whole: String = text.iter().collect();
                    let (prefix, _, digits) = parts(&whole);
                    text = format!("{prefix}_{kind}_{digits}").chars().collect();
                }
                Operation::Prefix(prefix) => {
                    let whole: String = text.iter().collect();
                    let (_, kind, digits) = parts(&whole);
                    text = format!("{prefix}_{kind}_{digits}").chars().collect();
                }
                Operation::IdOf(other) => {
                    let whole: String = text.iter().collect();
                    let (prefix, kind, digits) = parts(&whole);
                    let (_, _, others) = parts(self.text(other));
                    let (id, rest) = (&others[..22], &digits[22..]);
                    text = format!("{prefix}_{kind}_{id}{rest}").chars().collect();
                }
                Operation::Sign(is_signed) => {
                    assert!(is_signed, "`sign` is true or absent");
                    text = signed(&text);
                }
            }
        }
        text.into_iter().collect()
    }

    fn filled_in(&self, value: &str) -> String {
        let mut value = value.to_owned();
        for name in self.made.keys() {
            value = value.replace(&format!("{{key:{name}}}"), self.text(name));
            let mistyped = format!("{{mistyped:{name}}}");
            if value.contains(&mistyped) {
                value = value.replace(&mistyped, &self.changed(name, &[Operation::Char(0)]));
            }
        }
        assert!(!value.contains('{'), "an unknown template");
        value
    }

    fn ask(&self, question: &Question) -> Outcome<Verdict> {
        let options = question.options.to_options()?;
        let text = match &question.present {
            Present::Key { key, change } => self.changed(key, change),
            Present::Text { text, times } => text.repeat(*times),
            Present::Headers { headers } => {
                let headers = headers.iter().map(|(name, value)| (name, self.filled_in(value)));
                return Ok(self.keywright.authenticate(headers, &options)?);
            }
        };
        let tried = self.keywright.try_verify(&text, &options)?;
        let verdict = self.keywright.verify(&text, &options)?;
        if let Some(tried) = tried {
            assert_eq!(tried, verdict, "without waiting");
        }
        self.agree(&text, &options, &verdict)?;
        Ok(verdict)
    }

    /// Every other way to ask about the same text gives the same answer.
    fn agree(&self, text: &str, options: &VerifyOptions, verdict: &Verdict) -> Outcome {
        let kept = self.keywright.verify(text, options)?;
        assert_eq!(kept, *verdict, "from memory, if it is kept now");
        let explanation = self.keywright.explain(text, options)?;
        assert_eq!(explanation.verdict, *verdict, "explain, which always reads the store");
        let failed = explanation.gates.iter().find(|report| report.passed == Some(false));
        assert_eq!(failed.map(|report| report.gate.reason()), verdict.reason(), "explain");

        match self.keywright.require_valid(text, options) {
            Ok(valid) => assert!(valid == *verdict && valid.is_valid(), "require_valid"),
            Err(error) => {
                assert_eq!(error.code(), ErrorCode::Denied);
                assert_eq!(error.verdict(), Some(verdict), "require_valid");
                assert_eq!(error.http(), verdict.http());
            }
        }

        // These two ask for their own owner type, so they have nothing to say to one who asked for the other.
        if verdict.reason() != Some(Reason::WrongType) {
            let user = self.keywright.get_user_by_api_key(text, options);
            let team = self.keywright.get_team_by_api_key(text, options);
            if verdict.reason() == Some(Reason::Disabled) {
                let codes = [user.map(drop), team.map(drop)].map(|result| match result {
                    Ok(()) => None,
                    Err(error) => Some(error.code()),
                });
                assert!(codes.contains(&Some(ErrorCode::Disabled)), "{codes:?}");
            } else {
                assert_eq!(user?.map(|user| user.id).as_ref(), verdict.user_id(), "get_user");
                assert_eq!(team?.map(|team| team.id).as_ref(), verdict.team_id(), "get_team");
            }
        }
        Ok(())
    }

    /// What a verdict says, in the words of the file.
    fn told(&self, verdict: &Verdict) -> Outcome<Expect> {
        let name_of = |id| {
            // A key goes by the name of its first text.
            let found = self.made.iter().find(|(_, created)| {
                created.api_key().id == id && created.api_key().generation() == 1
            });
            found.map(|(name, _)| name.clone())
        };
        let key = verdict.api_key_id().and_then(name_of);
        let Some(reason) = verdict.reason() else {
            let owner = verdict.owner().ok_or("a valid verdict without an owner")?;
            let record: &ApiKey = verdict.api_key().ok_or("a valid verdict without a record")?;
            assert_eq!(verdict.http().status, 200);
            assert_eq!(verdict.check_http().status, 200);
            assert_eq!(Some(record.id), verdict.api_key_id());
            return Ok(Expect {
                valid: verdict.is_valid(),
                key,
                owner: Some(OwnerText {
                    r#type: owner.owner_type().to_string(),
                    id: owner.id().to_owned(),
                }),
                is_public: Some(verdict.is_public()),
                reason: None,
                api_key_id: None,
                status: None,
                check_status: None,
                check_code: None,
            });
        };
        assert!(verdict.api_key().is_none() && verdict.owner().is_none(), "a denied record");
        assert!(!verdict.is_public());
        let check: serde_json::Value = serde_json::from_str(&verdict.check_http().body)?;
        Ok(Expect {
            valid: verdict.is_valid(),
            key,
            owner: None,
            is_public: None,
            reason: Some(reason.to_string()),
            api_key_id: Some(
                if verdict.api_key_id().is_some() { "given" } else { "absent" }.to_owned(),
            ),
            status: Some(verdict.http().status),
            check_status: Some(verdict.check_http().status),
            check_code: check["code"].as_str().map(ToOwned::to_owned),
        })
    }
}

/// Runs every world and returns what was answered otherwise than expected.
fn run(place: Place) -> Vec<String> {
    let mut wrong = Vec::new();
    for world in vectors().tests {
        let mut stage = Stage::set(&world, place)
            .unwrap_or_else(|error| panic!("test {} ({}): {error}", world.id, world.comment));
        for (number, round) in (1..).zip(&world.rounds) {
            let round_name = format!("test {} ({}), round {number}", world.id, world.comment);
            for step in &round.steps {
                stage.take(step).unwrap_or_else(|error| panic!("{round_name}: {error}"));
            }
            if place == Place::Resident {
                // Loaded and not presented since: what memory knows of each key is what is stored.
                let warmed = stage.keywright.warm(&Warm::All);
                assert!(warmed.is_ok_and(|warmed| warmed.is_whole), "{round_name}");
            }
            // Twice over: no question changes an answer.
            for question in round.ask.iter().chain(&round.ask) {
                let told = stage
                    .ask(question)
                    .and_then(|verdict| stage.told(&verdict))
                    .unwrap_or_else(|error| panic!("{round_name}, {}: {error}", question.comment));
                if told != question.expect {
                    let comment = &question.comment;
                    wrong.push(format!(
                        "{round_name}, {comment}: {told:?}, not {:?}",
                        question.expect
                    ));
                }
            }
        }
        stage.keywright.close();
    }
    wrong
}

#[test]
fn every_question_is_answered_as_expected_in_memory() {
    let wrong = run(Place::Memory);
    assert!(wrong.is_empty(), "{} answers are wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_question_is_answered_as_expected_on_disk() {
    let wrong = run(Place::Disk);
    assert!(wrong.is_empty(), "{} answers are wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_question_is_answered_as_expected_when_all_keys_are_loaded() {
    let wrong = run(Place::Resident);
    assert!(wrong.is_empty(), "{} answers are wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_question_is_answered_as_expected_by_a_sealed_store() {
    sealed::run_again(&["every_question_is_answered_as_expected"], &[]);
}

#[test]
fn file_is_whole() {
    let Vectors { schema, notes, tests, .. } = vectors();
    assert_eq!(schema, "verdict.schema.json");
    let questions: usize =
        tests.iter().flat_map(|world| &world.rounds).map(|round| round.ask.len()).sum();
    assert!(questions >= 150, "{questions} questions");

    let ids: BTreeSet<u32> = tests.iter().map(|world| world.id).collect();
    assert_eq!(ids.len(), tests.len(), "an id stands twice");
    let comments: BTreeSet<&str> = tests.iter().map(|world| world.comment.as_str()).collect();
    assert_eq!(comments.len(), tests.len(), "a comment stands twice");

    let used: BTreeSet<&str> =
        tests.iter().flat_map(|world| world.flags.iter().map(String::as_str)).collect();
    let explained: BTreeSet<&str> = notes.keys().map(String::as_str).collect();
    assert_eq!(used, explained, "flags and notes differ");
}

#[test]
fn every_reason_that_can_be_reached_is_asked_for() {
    let asked: BTreeSet<String> = vectors()
        .tests
        .into_iter()
        .flat_map(|world| world.rounds)
        .flat_map(|round| round.ask)
        .filter_map(|question| question.expect.reason)
        .collect();
    for reason in Reason::ALL {
        let is_reachable = !NOT_REACHABLE_YET.contains(reason);
        assert_eq!(asked.contains(reason.as_str()), is_reachable, "{reason}");
    }
}
