//! What can happen to a store in one step, and how to draw it at random.

use std::net::IpAddr;
use std::time::Duration;

use keywright::{
    Accept, ActingAs, Expiry, IpAllowList, Keywright, Metadata, NewApiKey, OwnerType, Scopes,
    Timestamp, VerifyOptions,
};
use proptest::collection::vec;
use proptest::option::of;
use proptest::prelude::{Just, Strategy, any, prop_oneof};
use proptest::sample::select;

pub(crate) const USERS: [&str; 3] = ["alice", "bob", "carol"];
pub(crate) const TEAMS: [&str; 2] = ["acme", "globex"];
pub(crate) const PREFIXES: [&str; 3] = ["kw", "acme", "acme_test"];
/// The last three can not be a description.
pub(crate) const TEXTS: [&str; 6] =
    ["laptop", "  Nightly Export ", "büro 🦀", " ", "", "tab\there"];
pub(crate) const SCOPE_SETS: [&[&str]; 6] = [
    &[],
    &["invoices:read"],
    &["invoices:*"],
    &["*:*"],
    &["invoices:write", "users:read"],
    &["*:read"],
];
/// What the host lets its users grant.
pub(crate) const GRANTABLE: [&str; 2] = ["invoices:*", "users:read"];
pub(crate) const IPS: [Option<&str>; 6] = [
    None,
    Some("10.1.2.3"),
    Some("::ffff:10.9.9.9"),
    Some("192.0.2.7"),
    Some("2001:db8::5"),
    Some("11.0.0.1"),
];
/// Lists, and which of [`IPS`] they let in.
pub(crate) const IP_LISTS: [(&[&str], &[usize]); 4] = [
    (&[], &[0, 1, 2, 3, 4, 5]),
    (&["10.0.0.0/8"], &[1, 2]),
    (&["192.0.2.7/32", "2001:db8::/32"], &[3, 4]),
    (&["0.0.0.0/0"], &[1, 2, 3, 5]),
];
pub(crate) const PERMISSIONS: [&str; 7] = [
    "team_admin",
    "team_member",
    "billing",
    "support:all",
    "$manage_api_keys",
    "$read_members",
    "$remove_members",
];

/// Who acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Actor {
    Server,
    Support,
    User(&'static str),
    /// Carol, of whom the host says what she holds in each team.
    Stated,
}

impl Actor {
    pub(crate) const fn user(self) -> Option<&'static str> {
        match self {
            Self::Server | Self::Support => None,
            Self::User(id) => Some(id),
            Self::Stated => Some("carol"),
        }
    }

    pub(crate) fn stated(self, team: &str) -> Option<&'static [&'static str]> {
        match (self, team) {
            (Self::Stated, "acme") => Some(&["$manage_api_keys", "billing"]),
            (Self::Stated, _) => Some(&["team_member"]),
            _ => None,
        }
    }

    pub(crate) fn text(self) -> String {
        match (self, self.user()) {
            (Self::Server, _) => "server".to_owned(),
            (Self::Support, _) => "server:support:bob".to_owned(),
            (_, user) => format!("user:{}", user.unwrap_or_default()),
        }
    }

    /// The store as this actor sees it.
    pub(crate) fn of(self, keywright: &Keywright) -> Keywright {
        let acting = match self {
            Self::Server => return keywright.clone(),
            Self::Support => return keywright.by("support:bob").unwrap(),
            Self::User(id) => ActingAs::new(id),
            Self::Stated => TEAMS.iter().fold(ActingAs::new("carol"), |acting, team| {
                let stated = self.stated(team).unwrap_or_default();
                acting.team_permissions(*team, stated.iter().copied())
            }),
        };
        keywright.acting_as(acting.grantable_scopes(GRANTABLE)).unwrap()
    }
}

/// When a key ends, counted from the step.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Deadline {
    Never,
    In(i64),
    At(i64),
}

impl Deadline {
    pub(crate) fn expiry(self, now: Timestamp) -> Expiry {
        match self {
            Self::Never => Expiry::Never,
            Self::In(ms) => Expiry::In(Duration::from_millis(ms.unsigned_abs())),
            Self::At(ms) => Expiry::At(Timestamp::from_millis(now.as_millis() + ms).unwrap()),
        }
    }
}

/// A key to be made; numbers are places in the tables above.
#[derive(Clone, Debug)]
pub(crate) struct NewKey {
    pub(crate) description: usize,
    pub(crate) deadline: Deadline,
    pub(crate) is_public: bool,
    pub(crate) scopes: usize,
    pub(crate) has_metadata: bool,
    pub(crate) ips: usize,
}

pub(crate) fn scopes(which: usize) -> Scopes {
    Scopes::parse(SCOPE_SETS[which]).unwrap()
}

pub(crate) fn ips(which: usize) -> IpAllowList {
    IpAllowList::parse(IP_LISTS[which].0).unwrap()
}

pub(crate) fn metadata() -> Metadata {
    Metadata::parse(r#"{ "plan": "pro" }"#).unwrap()
}

impl NewKey {
    pub(crate) fn request(&self, now: Timestamp) -> NewApiKey {
        let mut new = NewApiKey::new(TEXTS[self.description])
            .expiry(self.deadline.expiry(now))
            .scopes(scopes(self.scopes))
            .ip_allow_list(ips(self.ips));
        if self.is_public {
            new = new.public();
        }
        if self.has_metadata {
            new = new.metadata(metadata());
        }
        new
    }
}

#[derive(Clone, Debug)]
pub(crate) struct Update {
    pub(crate) description: Option<usize>,
    pub(crate) deadline: Option<Deadline>,
    pub(crate) scopes: Option<usize>,
    pub(crate) has_metadata: bool,
    pub(crate) ips: Option<usize>,
}

/// What is wrong with a presented text. From `Secret` on the checksum is right again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mutation {
    None,
    Shorter,
    Longer,
    Blank,
    Character(usize),
    Secret(usize),
    Id(usize),
    Kind(&'static str),
    Prefix(&'static str),
}

const ALPHABET: &[u8] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// Puts another character of the alphabet at a place of the last 55.
fn replaced(text: &str, at: usize) -> String {
    let at = text.len() - 55 + at;
    let mut bytes = text.as_bytes().to_vec();
    let value = ALPHABET.iter().position(|c| *c == bytes[at]).unwrap();
    // One down, so that the first digits of an id never leave their range; the lowest goes one up.
    bytes[at] = ALPHABET[if value == 0 { 1 } else { value - 1 }];
    String::from_utf8(bytes).unwrap()
}

/// Gives a text the checksum that it should have.
fn sealed(text: &str) -> String {
    let (body, _) = text.split_at(text.len() - 6);
    let mut rest = crc32fast::hash(body.as_bytes()) as usize;
    let mut digits = [0; 6];
    for digit in digits.iter_mut().rev() {
        *digit = ALPHABET[rest % 62];
        rest /= 62;
    }
    format!("{body}{}", std::str::from_utf8(&digits).unwrap())
}

impl Mutation {
    pub(crate) fn apply(self, value: &str) -> String {
        let (prefix, kind) = value[..value.len() - 56].rsplit_once('_').unwrap();
        let digits = &value[value.len() - 55..];
        match self {
            Self::None => value.to_owned(),
            Self::Shorter => value[..value.len() - 1].to_owned(),
            Self::Longer => format!("{value}0"),
            Self::Blank => format!("{value}\n"),
            Self::Character(at) => replaced(value, at % 55),
            Self::Secret(at) => sealed(&replaced(value, 22 + at % 27)),
            Self::Id(at) => sealed(&replaced(value, at % 22)),
            Self::Kind(kind) => sealed(&format!("{prefix}_{kind}_{digits}")),
            Self::Prefix(prefix) => sealed(&format!("{prefix}_{kind}_{digits}")),
        }
    }

    pub(crate) const fn breaks_the_shape(self) -> bool {
        matches!(self, Self::Shorter | Self::Longer | Self::Blank | Self::Character(_))
    }

    /// The prefix of the text as it is presented.
    pub(crate) fn prefix(self, value: &str) -> String {
        match self {
            Self::Prefix(prefix) => prefix.to_owned(),
            _ => value[..value.len() - 60].to_owned(),
        }
    }
}

/// What a check asks beside the key.
#[derive(Clone, Debug, Default)]
pub(crate) struct Question {
    pub(crate) owner_type: Option<OwnerType>,
    pub(crate) only_secret: bool,
    pub(crate) scopes: usize,
    pub(crate) ip: usize,
}

impl Question {
    pub(crate) fn options(&self) -> VerifyOptions {
        let mut options = VerifyOptions::new().scopes(scopes(self.scopes));
        if let Some(owner_type) = self.owner_type {
            options = options.owner_type(owner_type);
        }
        if self.only_secret {
            options = options.accept(Accept::Secret);
        }
        if let Some(ip) = IPS[self.ip] {
            options = options.ip(ip.parse::<IpAddr>().unwrap());
        }
        options
    }
}

type OwnerName = (OwnerType, &'static str);
type Member = (&'static str, &'static str);

/// One step. A `usize` in front is a key: its place among all that were ever made, modulo their number.
#[derive(Clone, Debug)]
pub(crate) enum Step {
    Create(Actor, OwnerName, Vec<NewKey>),
    Update(usize, Actor, Update),
    Suspend(usize, Actor, Option<usize>),
    Resume(usize, Actor),
    Revoke(usize, Actor, Option<usize>),
    Rotate(usize, Actor, i64),
    Purge(usize, Actor),
    Get(usize, Actor),
    RevokeAll(Actor, Option<OwnerName>, Option<Actor>, Option<&'static str>, Option<i64>),
    SuspendOwner(Actor, OwnerName),
    ResumeOwner(Actor, OwnerName),
    DeleteOwner(Actor, OwnerName),
    Switch(OwnerType, bool),
    Cap(OwnerType, Option<u32>),
    LongestLife(Option<i64>),
    SetPrefix(&'static str),
    /// The number says by how much the caller is wrong about the keys that it ends.
    DropPrefix(&'static str, u64),
    AddMember(Actor, Member),
    AddMemberWith(Member, Vec<&'static str>),
    SetMembers(&'static str, Vec<(&'static str, Vec<&'static str>)>),
    RemoveMember(Actor, Member, bool),
    Grant(Member, &'static str),
    Take(Member, &'static str),
    Define(&'static str, Vec<&'static str>, bool),
    Rename(&'static str, &'static str),
    DeleteDefinition(&'static str),
    Clock(i64),
    Reopen,
    /// A key's text, also one of a key that is gone; what is wrong with it; what is asked.
    Verify(usize, Mutation, Question),
    List(Actor, Option<OwnerName>, Option<&'static str>, Option<&'static str>),
    Page(Option<OwnerName>, Option<&'static str>, u32),
    HasPermission(Actor, Member, &'static str),
}

fn actor() -> impl Strategy<Value = Actor> {
    prop_oneof![
        6 => Just(Actor::Server),
        1 => Just(Actor::Support),
        3 => select(&USERS[..]).prop_map(Actor::User),
        1 => Just(Actor::Stated),
    ]
}

fn owner() -> impl Strategy<Value = OwnerName> {
    prop_oneof![
        select(&USERS[..]).prop_map(|id| (OwnerType::User, id)),
        select(&TEAMS[..]).prop_map(|id| (OwnerType::Team, id)),
    ]
}

fn owner_type() -> impl Strategy<Value = OwnerType> {
    select(&[OwnerType::User, OwnerType::Team][..])
}

fn member() -> impl Strategy<Value = Member> {
    (select(&TEAMS[..]), select(&USERS[..]))
}

fn text() -> impl Strategy<Value = usize> {
    prop_oneof![30 => 0..3_usize, 1 => 3..6_usize]
}

fn deadline() -> impl Strategy<Value = Deadline> {
    prop_oneof![
        4 => Just(Deadline::Never),
        3 => (1..4_i64).prop_map(|hours| Deadline::In(hours * HOUR_MS)),
        3 => (1..4_i64).prop_map(|hours| Deadline::At(hours * HOUR_MS)),
        1 => (0..2_i64).prop_map(Deadline::In),
        1 => (-1..2_i64).prop_map(Deadline::At),
    ]
}

fn new_key() -> impl Strategy<Value = NewKey> {
    let is_rare = || prop_oneof![5 => Just(false), 1 => Just(true)];
    (text(), deadline(), is_rare(), 0..SCOPE_SETS.len(), is_rare(), ip_list()).prop_map(
        |(description, deadline, is_public, scopes, has_metadata, ips)| NewKey {
            description,
            deadline,
            is_public,
            scopes,
            has_metadata,
            ips,
        },
    )
}

fn ip_list() -> impl Strategy<Value = usize> {
    prop_oneof![3 => Just(0), 1 => 1..IP_LISTS.len()]
}

fn update() -> impl Strategy<Value = Update> {
    let has_metadata = prop_oneof![5 => Just(false), 1 => Just(true)];
    (of(text()), of(deadline()), of(0..SCOPE_SETS.len()), has_metadata, of(ip_list())).prop_map(
        |(description, deadline, scopes, has_metadata, ips)| Update {
            description,
            deadline,
            scopes,
            has_metadata,
            ips,
        },
    )
}

fn mutation() -> impl Strategy<Value = Mutation> {
    prop_oneof![
        20 => Just(Mutation::None),
        1 => Just(Mutation::Shorter),
        1 => Just(Mutation::Longer),
        1 => Just(Mutation::Blank),
        1 => any::<usize>().prop_map(Mutation::Character),
        1 => any::<usize>().prop_map(Mutation::Secret),
        1 => any::<usize>().prop_map(Mutation::Id),
        1 => select(&["usk", "tsk", "upk", "tpk"][..]).prop_map(Mutation::Kind),
        1 => select(&PREFIXES[..]).prop_map(Mutation::Prefix),
    ]
}

fn question() -> impl Strategy<Value = Question> {
    let plain = Just(Question::default());
    let full = (of(owner_type()), any::<bool>(), 0..SCOPE_SETS.len(), 0..IPS.len()).prop_map(
        |(owner_type, only_secret, scopes, ip)| Question { owner_type, only_secret, scopes, ip },
    );
    prop_oneof![plain, full]
}

fn permission() -> impl Strategy<Value = &'static str> {
    select(&PERMISSIONS[..])
}

fn permissions() -> impl Strategy<Value = Vec<&'static str>> {
    vec(permission(), 0..3)
}

fn status() -> impl Strategy<Value = &'static str> {
    select(&["revoked", "suspended", "expired", "active"][..])
}

fn prefix() -> impl Strategy<Value = &'static str> {
    select(&PREFIXES[..])
}

/// How far the clock is moved: mostly by little, seldom back.
fn leap() -> impl Strategy<Value = i64> {
    prop_oneof![4 => 0..5_i64, 3 => Just(HOUR_MS), 1 => Just(HOUR_MS - 1), 1 => -2 * HOUR_MS..0]
}

const HOUR_MS: i64 = 3_600_000;

fn key() -> impl Strategy<Value = usize> {
    // The early ones more often, so that the same keys live through a lot.
    prop_oneof![0..8_usize, any::<usize>()]
}

fn key_step() -> impl Strategy<Value = Step> {
    prop_oneof![
        6 => (key(), actor(), update()).prop_map(|(key, by, update)| Step::Update(key, by, update)),
        3 => (key(), actor(), of(text())).prop_map(|(key, by, why)| Step::Suspend(key, by, why)),
        4 => (key(), actor()).prop_map(|(key, by)| Step::Resume(key, by)),
        2 => (key(), actor(), of(text())).prop_map(|(key, by, why)| Step::Revoke(key, by, why)),
        3 => (key(), actor(), prop_oneof![Just(0), Just(HOUR_MS)])
            .prop_map(|(key, by, grace)| Step::Rotate(key, by, grace)),
        1 => (key(), actor()).prop_map(|(key, by)| Step::Purge(key, by)),
        2 => (key(), actor()).prop_map(|(key, by)| Step::Get(key, by)),
        1 => (actor(), of(owner()), of(actor()), of(prefix()), of(-1..2_i64)).prop_map(
            |(by, owner, made_by, prefix, before)| {
                Step::RevokeAll(by, owner, made_by, prefix, before)
            }
        ),
    ]
}

fn settings_step() -> impl Strategy<Value = Step> {
    prop_oneof![
        (owner_type(), prop_oneof![2 => Just(true), 1 => Just(false)])
            .prop_map(|(owner_type, is_on)| Step::Switch(owner_type, is_on)),
        (owner_type(), of(1..6_u32)).prop_map(|(owner_type, cap)| Step::Cap(owner_type, cap)),
        of(1..4_i64).prop_map(|hours| Step::LongestLife(hours.map(|hours| hours * HOUR_MS))),
        prefix().prop_map(Step::SetPrefix),
        (prefix(), prop_oneof![3 => Just(0), 1 => Just(1_u64)])
            .prop_map(|(prefix, off)| Step::DropPrefix(prefix, off)),
    ]
}

fn team_step() -> impl Strategy<Value = Step> {
    let members = vec((select(&USERS[..]), permissions()), 0..3);
    prop_oneof![
        3 => (actor(), member()).prop_map(|(by, member)| Step::AddMember(by, member)),
        3 => (member(), permissions()).prop_map(|(member, ids)| Step::AddMemberWith(member, ids)),
        1 => (select(&TEAMS[..]), members).prop_map(|(team, all)| Step::SetMembers(team, all)),
        2 => (actor(), member(), any::<bool>())
            .prop_map(|(by, member, revokes)| Step::RemoveMember(by, member, revokes)),
        2 => (member(), permission()).prop_map(|(member, id)| Step::Grant(member, id)),
        2 => (member(), permission()).prop_map(|(member, id)| Step::Take(member, id)),
        3 => (permission(), permissions(), any::<bool>())
            .prop_map(|(id, contains, refuses)| Step::Define(id, contains, refuses)),
        1 => (permission(), permission()).prop_map(|(id, new_id)| Step::Rename(id, new_id)),
        1 => permission().prop_map(Step::DeleteDefinition),
        4 => (actor(), member(), permission())
            .prop_map(|(by, member, id)| Step::HasPermission(by, member, id)),
    ]
}

fn owner_step() -> impl Strategy<Value = Step> {
    prop_oneof![
        3 => (actor(), owner()).prop_map(|(by, owner)| Step::SuspendOwner(by, owner)),
        4 => (actor(), owner()).prop_map(|(by, owner)| Step::ResumeOwner(by, owner)),
        1 => (actor(), owner()).prop_map(|(by, owner)| Step::DeleteOwner(by, owner)),
    ]
}

pub(crate) fn step() -> impl Strategy<Value = Step> {
    let search = select(&["LAPTOP", "export", "🦀", "nobody"][..]);
    prop_oneof![
        12 => (actor(), owner(), vec(new_key(), 1..2)).prop_map(|(by, of, new)| Step::Create(by, of, new)),
        2 => (actor(), owner(), vec(new_key(), 0..4)).prop_map(|(by, of, new)| Step::Create(by, of, new)),
        20 => key_step(),
        5 => settings_step(),
        14 => team_step(),
        4 => owner_step(),
        8 => leap().prop_map(Step::Clock),
        1 => Just(Step::Reopen),
        25 => (key(), mutation(), question()).prop_map(|(key, wrong, asked)| Step::Verify(key, wrong, asked)),
        5 => (actor(), of(owner()), of(status()), of(search))
            .prop_map(|(by, owner, status, search)| Step::List(by, owner, status, search)),
        4 => (of(owner()), of(status()), 1..4_u32)
            .prop_map(|(owner, status, limit)| Step::Page(owner, status, limit)),
    ]
}
