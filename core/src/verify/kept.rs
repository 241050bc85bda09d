//! A key as memory keeps it: how a row that was read becomes an entry of the table, and an entry a record again.

use std::net::IpAddr;

use uuid::Uuid;

use super::gates::{Presented, Subject};
use super::table::{
    Checksum, DigestStart, Entry, Facts, Flags, Hit, PackedCreator, PackedGeneration, PackedKey,
    Record,
};
use crate::actor::Actor;
use crate::clock::Timestamp;
use crate::key::{
    ApiKey, ApiKeyId, Generation, GenerationId, IpAllowList, Metadata, Scopes, Status,
};
use crate::owner::{Owner, OwnerType, TeamId, UserId};
use crate::settings::Switches;
use crate::token::{ParsedToken, TokenKind};

/// Longer than a step of any system's coarse clock, in microseconds.
const STEPS_US: i64 = 20_000;

/// Names what memory holds about a key: as long as a handle's checks give the same, they give the same record.
///
/// It is for those who hand out a copy of the record in a form of their own, such as another language's object: they keep one
/// for each key in use and hand it out again. When anything about the key changes, its name is another.
///
/// # Examples
///
/// ```
/// use keywright::{Keywright, NewApiKey, VerifyOptions};
///
/// let keywright = Keywright::open_in_memory()?;
/// let created = keywright.user("alice").create_api_key(NewApiKey::new("CI"))?;
/// let verify = || keywright.verify(created.value(), &VerifyOptions::new());
/// assert_eq!(verify()?.kept_id(), None, "read from the store");
///
/// let kept = verify()?.kept_id().expect("kept in memory");
/// assert_eq!(verify()?.kept_id(), Some(kept));
/// assert!(kept.index() < 1 << 20, "a small number, fit for a table");
/// # Ok::<(), keywright::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct KeptId {
    number: u32,
    sequence: u32,
    /// The upper and the lower half, aligned as the rest.
    generation: (u64, u64),
}

impl KeptId {
    /// Returns a number that no other key has at this moment: small, so that it can be a place in a table.
    ///
    /// # Examples
    ///
    /// ```
    /// # use keywright::{Keywright, NewApiKey, VerifyOptions};
    /// # let keywright = Keywright::open_in_memory()?;
    /// # let alice = keywright.user("alice");
    /// # let (one, other) = (alice.create_api_key(NewApiKey::new("CI"))?, alice.create_api_key(NewApiKey::new("CD"))?);
    /// # let place = |value: &str| -> Result<_, keywright::Error> {
    /// #     drop(keywright.verify(value, &VerifyOptions::new())?);
    /// #     Ok(keywright.verify(value, &VerifyOptions::new())?.kept_id().expect("kept").index())
    /// # };
    /// assert_ne!(place(one.value())?, place(other.value())?);
    /// # Ok::<(), keywright::Error>(())
    /// ```
    #[must_use]
    pub const fn index(self) -> usize {
        self.number as usize
    }
}

/// What a check found of a key in the table: a copy, of one moment, of the generation whose secret was presented.
#[derive(Clone)]
pub(crate) struct KeptKey {
    kept_id: KeptId,
    last_four: [u8; 4],
    facts: Facts,
    record: Record,
}

impl KeptKey {
    /// Makes room for what is kept of a key.
    #[inline(always)]
    pub(crate) const fn room() -> Self {
        Self {
            kept_id: KeptId { number: 0, sequence: 0, generation: (0, 0) },
            last_four: [0; 4],
            facts: Facts::NONE,
            record: Record::empty(),
        }
    }

    /// Copies what a hit on a text's id leads to, and returns the digest that it is kept with. `None`: it was written
    /// meanwhile.
    #[must_use]
    #[inline(always)]
    pub(crate) fn fill(&mut self, token: &ParsedToken<'_>, hit: &Hit<'_>) -> Option<DigestStart> {
        let (number, sequence) = hit.place();
        self.kept_id = KeptId { number, sequence, generation: token.id().as_u64_pair() };
        self.last_four = token.last_four_bytes();
        let (facts, digest) = hit.copy(&mut self.record)?;
        self.facts = facts;
        Some(digest)
    }

    fn generation(&self) -> Uuid {
        let (high, low) = self.kept_id.generation;
        Uuid::from_u64_pair(high, low)
    }

    const fn has(&self, flag: Flags) -> bool {
        self.facts.flags().has(flag)
    }

    pub(crate) fn api_key_id(&self) -> ApiKeyId {
        let rotated = self.record.rotated_api_key_id().map(Uuid::from_u128);
        rotated.unwrap_or_else(|| self.generation()).into()
    }

    pub(crate) const fn kept_id(&self) -> KeptId {
        self.kept_id
    }

    /// What is known of the checksum of the key's text.
    pub(crate) fn checksum(&self) -> Checksum {
        self.record.checksum()
    }

    /// Returns whether an end comes so soon after a time that a clock with steps is too coarse to tell.
    pub(crate) fn ends_soon_after(&self, now: Timestamp) -> bool {
        let ends = self.facts.ends_us();
        let is_soon = |end: i64| (0..STEPS_US).contains(&end.saturating_sub(now.as_micros()));
        ends.into_iter().any(is_soon)
    }

    /// Returns the owner's id as the host spells it.
    pub(crate) fn owner_id(&self) -> Option<&str> {
        PackedKey::read_owner_id(self.record.bytes())
    }

    fn packed(&self) -> Option<PackedKey<'_>> {
        PackedKey::read(self.api_key_id().as_uuid().as_u128(), self.record.bytes())
    }

    /// Makes the record of a key that passed every gate, which therefore is neither revoked nor suspended.
    ///
    /// Never `None`: what does not read back as it was is not kept.
    pub(crate) fn to_api_key(&self) -> Option<ApiKey> {
        unpack(
            &self.packed()?,
            self.generation().into(),
            self.api_key_id(),
            &self.last_four,
            &self.facts,
        )
    }
}

/// The digest is compared before, with the slot itself.
impl Subject for KeptKey {
    /// That the rest of the text is the one of the key too. The table knows the digest, which covers id and secret only.
    fn has_secret(&self, token: &ParsedToken<'_>) -> bool {
        let is_team = self.owner_type() == OwnerType::Team;
        token.kind() == TokenKind::new(is_team, self.is_public())
            && PackedKey::has_prefix(self.record.bytes(), token.prefix_bytes())
    }

    fn owner_type(&self) -> OwnerType {
        if self.has(Flags::TEAM) { OwnerType::Team } else { OwnerType::User }
    }

    fn is_public(&self) -> bool {
        self.has(Flags::PUBLIC)
    }

    /// The switches that it was kept with, which are those of the moment that it is kept for.
    fn is_switched_on(&self, _: Switches) -> bool {
        !self.has(Flags::SWITCHED_OFF)
    }

    fn is_revoked(&self) -> bool {
        self.has(Flags::REVOKED)
    }

    fn retires_at(&self) -> Option<Timestamp> {
        self.facts.retires_at()
    }

    fn is_suspended(&self) -> bool {
        self.has(Flags::SUSPENDED) || self.has(Flags::OWNER_SUSPENDED)
    }

    fn expires_at(&self) -> Option<Timestamp> {
        self.facts.expires_at()
    }

    fn has_retired(&self, now: Timestamp) -> bool {
        let [_, retires] = self.facts.ends_us();
        retires <= now.as_micros()
    }

    fn has_expired(&self, now: Timestamp) -> bool {
        let [expires, _] = self.facts.ends_us();
        expires <= now.as_micros()
    }

    fn allows_ip(&self, ip: Option<IpAddr>) -> bool {
        !self.has(Flags::HAS_IP_LIST)
            || self.packed().is_some_and(|key| IpAllowList::text_allows(key.ip_allow_list, ip))
    }

    fn covers(&self, wanted: &Scopes) -> bool {
        self.has(Flags::HAS_SCOPES)
            && self.packed().is_some_and(|key| Scopes::text_covers(key.scopes, wanted))
    }
}

fn owner_type(facts: &Facts) -> OwnerType {
    if facts.flags().has(Flags::TEAM) { OwnerType::Team } else { OwnerType::User }
}

impl Facts {
    fn retires_at(&self) -> Option<Timestamp> {
        self.retires_at_us().and_then(Timestamp::checked_from_micros)
    }

    fn expires_at(&self) -> Option<Timestamp> {
        self.expires_at_us().and_then(Timestamp::checked_from_micros)
    }
}

fn unpack(
    packed: &PackedKey<'_>,
    id: GenerationId,
    api_key_id: ApiKeyId,
    last_four: &[u8; 4],
    facts: &Facts,
) -> Option<ApiKey> {
    let owner = match owner_type(facts) {
        OwnerType::User => Owner::User(UserId::new(packed.owner_id).ok()?),
        OwnerType::Team => Owner::Team(TeamId::new(packed.owner_id).ok()?),
    };
    let created_at = Timestamp::checked_from_micros(packed.created_at_us)?;
    let created_by = match packed.created_by {
        PackedCreator::Server => Actor::Server(None),
        PackedCreator::Owner => Actor::User(UserId::new(packed.owner_id).ok()?),
        PackedCreator::Other(text) => text.parse().ok()?,
    };
    let generations = if packed.generations.is_empty() {
        vec![Generation {
            id,
            number: 1,
            last_four: str::from_utf8(last_four).ok()?.to_owned(),
            prefix: packed.prefix.parse().ok()?,
            created_at,
            first_used_at: instant(packed.first_used_at_us)?,
            retires_at: facts.retires_at(),
            retires_when_used: false,
        }]
    } else {
        packed.generations.iter().map(generation).collect::<Option<_>>()?
    };
    Some(ApiKey {
        id: api_key_id,
        generations,
        owner,
        description: packed.description.to_owned(),
        is_public: facts.flags().has(Flags::PUBLIC),
        scopes: Scopes::parse(packed.scopes.split_ascii_whitespace()).ok()?,
        metadata: Metadata::from_stored(packed.metadata),
        ip_allow_list: IpAllowList::parse(packed.ip_allow_list.split_ascii_whitespace()).ok()?,
        created_at,
        created_by,
        expires_at: facts.expires_at(),
        suspended_at: None,
        suspended_by: None,
        suspend_reason: None,
        revoked_at: None,
        revoked_by: None,
        revoke_reason: None,
        is_owner_suspended: false,
        status: Status::Active,
    })
}

/// The text of a key, as far as it tells something that its row does not.
#[derive(Clone, Copy)]
pub(crate) struct KeyText {
    pub(crate) id: GenerationId,
    pub(crate) last_four: [u8; 4],
    pub(crate) checksum: Checksum,
}

impl From<&ParsedToken<'_>> for KeyText {
    /// Takes a text whose secret was found to be the right one.
    fn from(token: &ParsedToken<'_>) -> Self {
        Self {
            id: token.id().into(),
            last_four: token.last_four_bytes(),
            checksum: Checksum::Known(token.checksum()),
        }
    }
}

impl KeyText {
    /// Takes what is stored of a key that nobody presented. `None`: it is no end of a text.
    pub(crate) fn stored(id: GenerationId, last_four: &str) -> Option<Self> {
        let last_four = last_four.as_bytes().try_into().ok()?;
        Some(Self { id, last_four, checksum: Checksum::Unknown { last_four } })
    }
}

/// Hands out the entry of a row. `None`: it would not read back as it was.
pub(crate) fn with_entry<T>(
    text: &KeyText,
    presented: &Presented,
    switches: Switches,
    keep: impl FnOnce(&Entry<'_>) -> T,
) -> Option<T> {
    let key = &presented.api_key;
    let owner = key.owner.to_string();
    let made_by_owner =
        matches!((&key.created_by, &key.owner), (Actor::User(by), Owner::User(id)) if by == id);
    let created_by = key.created_by.to_string();
    let (scopes, ip_allow_list) = (key.scopes.to_string(), key.ip_allow_list.to_string());
    // Of a key that was never rotated, the text and the rest of the record tell all; unless somebody changed the row.
    let plain = match key.generations.as_slice() {
        [only] if *only == plain_generation(text, presented, only.first_used_at) => Some(only),
        _ => None,
    };
    let packed = PackedKey {
        owner_id: key.owner.id(),
        description: &key.description,
        prefix: presented.prefix.as_str(),
        created_at_us: key.created_at.as_micros(),
        created_by: match &key.created_by {
            Actor::Server(None) => PackedCreator::Server,
            Actor::User(_) if made_by_owner => PackedCreator::Owner,
            _ => PackedCreator::Other(&created_by),
        },
        scopes: &scopes,
        ip_allow_list: &ip_allow_list,
        metadata: key.metadata.as_str(),
        first_used_at_us: plain.and_then(|only| only.first_used_at).map(Timestamp::as_micros),
        generations: match plain {
            Some(_) => Vec::new(),
            None => key.generations.iter().map(pack_generation).collect(),
        },
    };
    let mut record = Vec::with_capacity(64);
    packed.write(key.id.as_uuid().as_u128(), &mut record);
    let generations = generations_of(text, key);
    let flags = Flags::default()
        .with(Flags::REVOKED, key.revoked_at.is_some())
        .with(Flags::SUSPENDED, key.suspended_at.is_some())
        .with(Flags::OWNER_SUSPENDED, key.is_owner_suspended)
        .with(Flags::TEAM, key.owner_type() == OwnerType::Team)
        .with(Flags::SWITCHED_OFF, !switches.allow(key.owner_type()))
        .with(Flags::PUBLIC, key.is_public)
        .with(Flags::HAS_IP_LIST, !key.ip_allow_list.is_empty())
        .with(Flags::HAS_SCOPES, !key.scopes.is_empty());
    let facts = Facts::new(
        flags,
        key.expires_at.map(Timestamp::as_micros),
        presented.retires_at.map(Timestamp::as_micros),
    );
    if !reads_back(text, key, &facts, &record) {
        return None;
    }
    let kept = keep(&Entry {
        id: text.id.as_uuid().as_u128(),
        api_key_id: key.id.as_uuid().as_u128(),
        generations: &generations,
        owner: &owner,
        facts,
        digest: DigestStart::of(&presented.digest),
        checksum: text.checksum,
        record: &record,
    });
    Some(kept)
}

/// Returns every generation whose change concerns the entry, unless the one that was presented is all there is.
fn generations_of(text: &KeyText, key: &ApiKey) -> Vec<u128> {
    let presented = text.id.as_uuid().as_u128();
    let mut generations: Vec<_> = match key.generations.as_slice() {
        [only] if only.id == text.id && only.id == key.id.first_generation() => {
            return Vec::new();
        }
        shown => shown.iter().map(|generation| generation.id.as_uuid().as_u128()).collect(),
    };
    // The record shows the newest; a row that somebody edited may not count the others at all.
    if !generations.contains(&presented) {
        generations.push(presented);
    }
    generations
}

/// Whether the bytes give the key as it was, but for what no record of a valid key tells.
fn reads_back(text: &KeyText, key: &ApiKey, facts: &Facts, record: &[u8]) -> bool {
    let Some(packed) = PackedKey::read(key.id.as_uuid().as_u128(), record) else { return false };
    let valid = ApiKey {
        suspended_at: None,
        suspended_by: None,
        suspend_reason: None,
        revoked_at: None,
        revoked_by: None,
        revoke_reason: None,
        is_owner_suspended: false,
        status: Status::Active,
        ..key.clone()
    };
    unpack(&packed, text.id, key.id, &text.last_four, facts) == Some(valid)
}

/// The only generation of a key, as it follows from the rest.
fn plain_generation(
    text: &KeyText,
    presented: &Presented,
    first_used_at: Option<Timestamp>,
) -> Generation {
    Generation {
        id: text.id,
        number: 1,
        last_four: String::from_utf8_lossy(&text.last_four).into_owned(),
        prefix: presented.prefix.clone(),
        created_at: presented.api_key.created_at,
        first_used_at,
        retires_at: presented.retires_at,
        retires_when_used: false,
    }
}

fn pack_generation(generation: &Generation) -> PackedGeneration<'_> {
    PackedGeneration {
        id: generation.id.as_uuid().as_u128(),
        number: generation.number,
        last_four: &generation.last_four,
        prefix: generation.prefix.as_str(),
        created_at_us: generation.created_at.as_micros(),
        first_used_at_us: generation.first_used_at.map(Timestamp::as_micros),
        retires_at_us: generation.retires_at.map(Timestamp::as_micros),
        retires_when_used: generation.retires_when_used,
    }
}

fn generation(packed: &PackedGeneration<'_>) -> Option<Generation> {
    Some(Generation {
        id: Uuid::from_u128(packed.id).into(),
        number: packed.number,
        last_four: packed.last_four.to_owned(),
        prefix: packed.prefix.parse().ok()?,
        created_at: Timestamp::checked_from_micros(packed.created_at_us)?,
        first_used_at: instant(packed.first_used_at_us)?,
        retires_at: instant(packed.retires_at_us)?,
        retires_when_used: packed.retires_when_used,
    })
}

/// An instant that may not be there. `None` when it is there and can not be.
fn instant(micros: Option<i64>) -> Option<Option<Timestamp>> {
    match micros {
        None => Some(None),
        Some(micros) => Timestamp::checked_from_micros(micros).map(Some),
    }
}
