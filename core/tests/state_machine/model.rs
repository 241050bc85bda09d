//! What a store should answer, written a second time: plain lists and maps, each rule as the documentation tells it.

use std::collections::{BTreeMap, BTreeSet};

use keywright::{ErrorCode, OwnerType, Reason};

use super::step::{
    Actor, Deadline, GRANTABLE, IP_LISTS, Mutation, NewKey, Question, SCOPE_SETS, TEXTS, Update,
};

/// An owner: its type and its id.
pub(crate) type OwnerName = (OwnerType, &'static str);

/// Who did something, when, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Mark {
    pub(crate) at_ms: i64,
    pub(crate) by: String,
    pub(crate) reason: Option<String>,
}

#[derive(Clone, Debug)]
pub(crate) struct Secret {
    pub(crate) value: String,
    pub(crate) prefix: &'static str,
    pub(crate) retires_ms: Option<i64>,
}

#[derive(Clone, Debug)]
pub(crate) struct Key {
    pub(crate) id: String,
    pub(crate) owner: OwnerName,
    pub(crate) description: String,
    pub(crate) is_public: bool,
    pub(crate) scopes: BTreeSet<&'static str>,
    pub(crate) metadata: &'static str,
    pub(crate) ips: usize,
    pub(crate) created_ms: i64,
    pub(crate) created_by: String,
    pub(crate) expires_ms: Option<i64>,
    pub(crate) suspended: Option<Mark>,
    pub(crate) revoked: Option<Mark>,
    /// The oldest first.
    pub(crate) secrets: Vec<Secret>,
}

/// Everything that a store remembers.
#[derive(Debug)]
pub(crate) struct Model {
    /// What the wall clock shows, and the latest that the open handle has seen of it.
    pub(crate) clock_ms: i64,
    pub(crate) now_ms: i64,
    pub(crate) is_on: BTreeMap<OwnerType, bool>,
    pub(crate) caps: BTreeMap<OwnerType, Option<u32>>,
    pub(crate) longest_life_ms: Option<i64>,
    /// The first makes new keys.
    pub(crate) prefixes: Vec<&'static str>,
    /// Whether the owners that exist are suspended.
    pub(crate) owners: BTreeMap<OwnerName, bool>,
    pub(crate) members: BTreeMap<(&'static str, &'static str), BTreeSet<String>>,
    pub(crate) definitions: BTreeMap<String, BTreeSet<String>>,
    pub(crate) for_members: BTreeSet<String>,
    pub(crate) for_creators: BTreeSet<String>,
    pub(crate) keys: Vec<Key>,
    /// Texts of keys that are gone for good.
    pub(crate) gone: Vec<String>,
}

const SYSTEM: [&str; 6] = [
    "$update_team",
    "$delete_team",
    "$read_members",
    "$remove_members",
    "$invite_members",
    "$manage_api_keys",
];

fn set(texts: &[&str]) -> BTreeSet<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

type Answer<T = ()> = Result<T, ErrorCode>;

impl Model {
    pub(crate) fn new(now_ms: i64) -> Self {
        Self {
            clock_ms: now_ms,
            now_ms,
            is_on: BTreeMap::from([(OwnerType::User, true), (OwnerType::Team, true)]),
            caps: BTreeMap::from([(OwnerType::User, None), (OwnerType::Team, None)]),
            longest_life_ms: None,
            prefixes: vec!["kw"],
            owners: BTreeMap::new(),
            members: BTreeMap::new(),
            definitions: BTreeMap::from([
                ("team_admin".to_owned(), set(&SYSTEM)),
                ("team_member".to_owned(), set(&["$read_members", "$invite_members"])),
            ]),
            for_members: set(&["team_member"]),
            for_creators: set(&["team_admin"]),
            keys: Vec::new(),
            gone: Vec::new(),
        }
    }

    // Time.

    pub(crate) fn set_clock(&mut self, ms: i64) {
        self.clock_ms = ms;
        self.now_ms = self.now_ms.max(ms);
    }

    /// A new handle believes the wall clock again.
    pub(crate) fn reopen(&mut self) {
        self.now_ms = self.clock_ms;
    }

    fn is_expired(&self, key: &Key) -> bool {
        key.expires_ms.is_some_and(|end| self.now_ms >= end)
    }

    fn counts(&self, key: &Key) -> bool {
        key.revoked.is_none() && !self.is_expired(key)
    }

    // Rights.

    fn is_defined(&self, permission: &str) -> bool {
        SYSTEM.contains(&permission) || self.definitions.contains_key(permission)
    }

    pub(crate) fn resolve(&self, direct: &BTreeSet<String>) -> BTreeSet<String> {
        let mut held: BTreeSet<String> = BTreeSet::new();
        loop {
            let mut wider: BTreeSet<String> =
                direct.iter().filter(|id| self.is_defined(id)).cloned().collect();
            for id in &held {
                wider.insert(id.clone());
                for inner in self.definitions.get(id).into_iter().flatten() {
                    if self.is_defined(inner) {
                        wider.insert(inner.clone());
                    }
                }
            }
            if wider == held {
                return held;
            }
            held = wider;
        }
    }

    pub(crate) fn permissions(&self, team: &'static str, user: &'static str) -> BTreeSet<String> {
        self.members.get(&(team, user)).map(|direct| self.resolve(direct)).unwrap_or_default()
    }

    /// What an acting user holds, as the host says or else as stored; the server holds everything.
    pub(crate) fn may(&self, actor: Actor, team: &'static str, permission: &str) -> bool {
        let Some(user) = actor.user() else { return true };
        match actor.stated(team) {
            Some(stated) => self.resolve(&set(stated)).contains(permission),
            None => self.permissions(team, user).contains(permission),
        }
    }

    fn require_team(&self, actor: Actor, team: &'static str, permission: &str) -> Answer {
        if self.may(actor, team, permission) { Ok(()) } else { Err(ErrorCode::NotFound) }
    }

    fn require_keys(&self, actor: Actor, owner: OwnerName) -> Answer {
        match (actor.user(), owner) {
            (None, _) => Ok(()),
            (Some(user), (OwnerType::User, id)) if user == id => Ok(()),
            (Some(_), (OwnerType::User, _)) => Err(ErrorCode::PermissionDenied),
            (Some(_), (OwnerType::Team, id)) => self.require_team(actor, id, "$manage_api_keys"),
        }
    }

    fn require_server(actor: Actor) -> Answer {
        if actor.user().is_none() { Ok(()) } else { Err(ErrorCode::PermissionDenied) }
    }

    fn require_on(&self, owner_type: OwnerType) -> Answer {
        if self.is_on[&owner_type] { Ok(()) } else { Err(ErrorCode::Disabled) }
    }

    fn require_on_for_users(&self, actor: Actor, owner_type: OwnerType) -> Answer {
        if actor.user().is_none() { Ok(()) } else { self.require_on(owner_type) }
    }

    // Keys.

    fn text(which: usize) -> Answer<String> {
        let text = TEXTS[which].trim();
        if text.is_empty() || text.chars().count() > 500 || text.chars().any(char::is_control) {
            return Err(ErrorCode::InvalidArgument);
        }
        Ok(text.to_owned())
    }

    fn reason(which: Option<usize>) -> Answer<Option<String>> {
        which.map(Self::text).transpose()
    }

    /// The end of a key that was made at `created_ms`.
    fn end(&self, deadline: Deadline, created_ms: i64) -> Answer<Option<i64>> {
        let end = match deadline {
            Deadline::Never => None,
            Deadline::In(ms) | Deadline::At(ms) if ms <= 0 => {
                return Err(ErrorCode::InvalidArgument);
            }
            Deadline::In(ms) | Deadline::At(ms) => Some(self.now_ms + ms),
        };
        match (self.longest_life_ms, end) {
            (None, _) => Ok(end),
            (Some(longest), Some(end)) if end <= created_ms + longest => Ok(Some(end)),
            _ => Err(ErrorCode::LimitReached),
        }
    }

    fn require_grantable<'a>(
        actor: Actor,
        mut scopes: impl Iterator<Item = &'a &'static str>,
    ) -> Answer {
        let is_offered = |scope: &&str| GRANTABLE.iter().any(|held| covers(held, scope));
        if actor.user().is_none() || scopes.all(is_offered) {
            Ok(())
        } else {
            Err(ErrorCode::PermissionDenied)
        }
    }

    fn require_room(&self, owner: OwnerName, more: usize) -> Answer {
        let active = self.keys.iter().filter(|key| key.owner == owner && self.counts(key)).count();
        match self.caps[&owner.0] {
            Some(cap) if active + more > cap as usize => Err(ErrorCode::LimitReached),
            _ => Ok(()),
        }
    }

    /// Makes keys without their ids and texts, which only the store can tell.
    pub(crate) fn create(
        &mut self,
        actor: Actor,
        owner: OwnerName,
        new: &[NewKey],
    ) -> Answer<Vec<Key>> {
        self.require_on(owner.0)?;
        self.require_keys(actor, owner)?;
        self.require_room(owner, new.len())?;
        let mut made = Vec::new();
        for new in new {
            let description = Self::text(new.description)?;
            Self::require_grantable(actor, SCOPE_SETS[new.scopes].iter())?;
            if new.has_metadata {
                Self::require_server(actor)?;
            }
            made.push(Key {
                id: String::new(),
                owner,
                description,
                is_public: new.is_public,
                scopes: SCOPE_SETS[new.scopes].iter().copied().collect(),
                metadata: if new.has_metadata { r#"{"plan":"pro"}"# } else { "{}" },
                ips: new.ips,
                created_ms: self.now_ms,
                created_by: actor.text(),
                expires_ms: self.end(new.deadline, self.now_ms)?,
                suspended: None,
                revoked: None,
                secrets: Vec::new(),
            });
        }
        if !made.is_empty() {
            self.owners.entry(owner).or_insert(false);
        }
        Ok(made)
    }

    fn position(&self, id: &str) -> Answer<usize> {
        self.keys.iter().position(|key| key.id == id).ok_or(ErrorCode::NotFound)
    }

    /// Where a key stands that the actor may act on.
    pub(crate) fn reach(&self, actor: Actor, id: &str) -> Answer<usize> {
        let at = self.position(id)?;
        self.require_keys(actor, self.keys[at].owner)?;
        self.require_on_for_users(actor, self.keys[at].owner.0)?;
        Ok(at)
    }

    pub(crate) fn update(&mut self, actor: Actor, id: &str, update: &Update) -> Answer<Key> {
        if update.has_metadata {
            Self::require_server(actor)?;
        }
        let description = update.description.map(Self::text).transpose()?;
        let at = self.reach(actor, id)?;
        let mut key = self.keys[at].clone();
        key.description = description.unwrap_or(key.description);
        if let Some(deadline) = update.deadline {
            key.expires_ms = self.end(deadline, key.created_ms)?;
            if self.counts(&key) && !self.counts(&self.keys[at]) {
                self.require_room(key.owner, 1)?;
            }
        }
        if let Some(scopes) = update.scopes {
            // Narrowing what a key holds already grants nothing.
            let is_beyond = |scope: &&&str| !key.scopes.iter().any(|held| covers(held, scope));
            let added = SCOPE_SETS[scopes].iter().filter(is_beyond);
            Self::require_grantable(actor, added)?;
            key.scopes = SCOPE_SETS[scopes].iter().copied().collect();
        }
        if update.has_metadata {
            key.metadata = r#"{"plan":"pro"}"#;
        }
        key.ips = update.ips.unwrap_or(key.ips);
        self.keys[at] = key.clone();
        Ok(key)
    }

    fn mark(&self, actor: Actor, reason: Option<String>) -> Mark {
        Mark { at_ms: self.now_ms, by: actor.text(), reason }
    }

    pub(crate) fn suspend(&mut self, actor: Actor, id: &str, reason: Option<usize>) -> Answer<Key> {
        let reason = Self::reason(reason)?;
        let at = self.reach(actor, id)?;
        let mark = self.mark(actor, reason);
        let key = &mut self.keys[at];
        key.suspended = match key.suspended.take() {
            None => Some(mark),
            // The server takes over what a user suspended, from the same time on.
            Some(earlier) if earlier.by.starts_with("user:") && actor.user().is_none() => {
                Some(Mark { at_ms: earlier.at_ms, ..mark })
            }
            Some(earlier) => Some(earlier),
        };
        Ok(key.clone())
    }

    pub(crate) fn resume(&mut self, actor: Actor, id: &str) -> Answer<Key> {
        let at = self.reach(actor, id)?;
        let key = &mut self.keys[at];
        if actor.user().is_some()
            && key.suspended.as_ref().is_some_and(|mark| mark.by.starts_with("server"))
        {
            return Err(ErrorCode::PermissionDenied);
        }
        key.suspended = None;
        Ok(key.clone())
    }

    pub(crate) fn revoke(&mut self, actor: Actor, id: &str, reason: Option<usize>) -> Answer<Key> {
        let reason = Self::reason(reason)?;
        let at = self.reach(actor, id)?;
        let mark = self.mark(actor, reason);
        let key = &mut self.keys[at];
        key.revoked.get_or_insert(mark);
        Ok(key.clone())
    }

    /// Makes room for a new secret, whose text only the store can tell.
    pub(crate) fn rotate(&mut self, actor: Actor, id: &str, grace_ms: i64) -> Answer<usize> {
        let at = self.position(id)?;
        self.require_keys(actor, self.keys[at].owner)?;
        self.require_on(self.keys[at].owner.0)?;
        if actor.user().is_some_and(|user| self.keys[at].created_by != format!("user:{user}")) {
            Self::require_grantable(actor, self.keys[at].scopes.iter())?;
        }
        if !self.counts(&self.keys[at]) {
            return Err(ErrorCode::InvalidArgument);
        }
        let end = self.now_ms + grace_ms;
        if let Some(newest) = self.keys[at].secrets.last_mut() {
            newest.retires_ms.get_or_insert(end);
        }
        Ok(at)
    }

    pub(crate) fn revoke_all(
        &mut self,
        actor: Actor,
        owner: Option<OwnerName>,
        made_by: Option<Actor>,
        prefix: Option<&'static str>,
        before_ms: Option<i64>,
    ) -> Answer<u64> {
        if owner.is_none() && made_by.is_none() && prefix.is_none() && before_ms.is_none() {
            return Err(ErrorCode::InvalidArgument);
        }
        match owner {
            None => Self::require_server(actor)?,
            Some(owner) => {
                self.require_on_for_users(actor, owner.0)?;
                self.require_keys(actor, owner)?;
            }
        }
        let mark = self.mark(actor, None);
        let mut count = 0;
        for key in &mut self.keys {
            let is_named = owner.is_none_or(|owner| key.owner == owner)
                && made_by.is_none_or(|by| key.created_by == by.text())
                && prefix.is_none_or(|p| key.secrets.iter().any(|secret| secret.prefix == p))
                && before_ms.is_none_or(|before| key.created_ms < before);
            if is_named && key.revoked.is_none() {
                key.revoked = Some(mark.clone());
                count += 1;
            }
        }
        Ok(count)
    }

    fn drop_keys(&mut self, is_dropped: impl Fn(&Key) -> bool) {
        let (dropped, kept) = self.keys.drain(..).partition(|key| is_dropped(key));
        self.keys = kept;
        for key in dropped as Vec<Key> {
            self.gone.extend(key.secrets.into_iter().map(|secret| secret.value));
        }
    }

    pub(crate) fn purge(&mut self, actor: Actor, id: &str) -> Answer {
        Self::require_server(actor)?;
        self.position(id)?;
        self.drop_keys(|key| key.id == id);
        Ok(())
    }

    // Owners.

    pub(crate) fn suspend_owner(&mut self, actor: Actor, owner: OwnerName) -> Answer {
        Self::require_server(actor)?;
        self.owners.insert(owner, true);
        Ok(())
    }

    pub(crate) fn resume_owner(&mut self, actor: Actor, owner: OwnerName) -> Answer {
        Self::require_server(actor)?;
        *self.owners.get_mut(&owner).ok_or(ErrorCode::NotFound)? = false;
        Ok(())
    }

    pub(crate) fn delete_owner(&mut self, actor: Actor, owner: OwnerName) -> Answer {
        match owner {
            (OwnerType::User, _) => Self::require_server(actor)?,
            (OwnerType::Team, id) => self.require_team(actor, id, "$delete_team")?,
        }
        let is_suspended = *self.owners.get(&owner).ok_or(ErrorCode::NotFound)?;
        if is_suspended {
            Self::require_server(actor)?;
        }
        self.owners.remove(&owner);
        self.drop_keys(|key| key.owner == owner);
        self.members.retain(|(team, user), _| match owner {
            (OwnerType::User, id) => *user != id,
            (OwnerType::Team, id) => *team != id,
        });
        Ok(())
    }

    // Settings.

    /// How many keys would end without a prefix.
    pub(crate) fn ends_with(&self, prefix: &str) -> u64 {
        let is_live = |secret: &Secret| {
            secret.prefix == prefix && secret.retires_ms.is_none_or(|end| self.now_ms < end)
        };
        let ends =
            self.keys.iter().filter(|key| self.counts(key) && key.secrets.iter().any(is_live));
        ends.count() as u64
    }

    pub(crate) fn drop_prefix(&mut self, prefix: &'static str, said: u64) -> Answer {
        if self.prefixes[0] == prefix {
            return Err(ErrorCode::InvalidArgument);
        }
        if !self.prefixes.contains(&prefix) {
            return Err(ErrorCode::NotFound);
        }
        if self.ends_with(prefix) != said {
            return Err(ErrorCode::InvalidArgument);
        }
        self.prefixes.retain(|accepted| *accepted != prefix);
        Ok(())
    }

    pub(crate) fn set_prefix(&mut self, prefix: &'static str) {
        self.prefixes.retain(|accepted| *accepted != prefix);
        self.prefixes.insert(0, prefix);
    }

    // Members and permissions.

    fn join(&mut self, team: &'static str, user: &'static str, direct: BTreeSet<String>) {
        self.owners.entry((OwnerType::Team, team)).or_insert(false);
        self.owners.entry((OwnerType::User, user)).or_insert(false);
        let direct = direct.into_iter().filter(|id| self.is_defined(id)).collect();
        self.members.insert((team, user), direct);
    }

    fn require_defined(&self, permissions: &BTreeSet<String>) -> Answer {
        if permissions.iter().all(|id| self.is_defined(id)) {
            Ok(())
        } else {
            Err(ErrorCode::NotFound)
        }
    }

    pub(crate) fn add_member(
        &mut self,
        actor: Actor,
        team: &'static str,
        user: &'static str,
    ) -> Answer {
        self.require_team(actor, team, "$invite_members")?;
        if actor.stated(team).is_some() {
            return Err(ErrorCode::PermissionDenied);
        }
        if self.members.contains_key(&(team, user)) {
            let may_read = self.require_team(actor, team, "$read_members");
            return may_read.map_err(|_| ErrorCode::AlreadyExists);
        }
        self.join(team, user, self.for_members.clone());
        Ok(())
    }

    pub(crate) fn add_member_with(
        &mut self,
        team: &'static str,
        user: &'static str,
        direct: BTreeSet<String>,
    ) -> Answer {
        self.require_defined(&direct)?;
        self.join(team, user, direct);
        Ok(())
    }

    pub(crate) fn set_members(
        &mut self,
        team: &'static str,
        wanted: &BTreeMap<&'static str, BTreeSet<String>>,
    ) -> Answer {
        for direct in wanted.values() {
            self.require_defined(direct)?;
        }
        self.owners.entry((OwnerType::Team, team)).or_insert(false);
        self.members.retain(|(of, user), _| *of != team || wanted.contains_key(user));
        for (user, direct) in wanted {
            self.join(team, user, direct.clone());
        }
        Ok(())
    }

    pub(crate) fn remove_member(
        &mut self,
        actor: Actor,
        team: &'static str,
        user: &'static str,
        revokes: bool,
    ) -> Answer {
        if actor.user() != Some(user) {
            self.require_team(actor, team, "$remove_members")?;
        }
        if revokes {
            self.require_keys(actor, (OwnerType::Team, team))?;
            self.require_on_for_users(actor, OwnerType::Team)?;
        }
        if !self.members.contains_key(&(team, user)) {
            return Err(ErrorCode::NotFound);
        }
        if revokes {
            let reason = Some("the member who made it left the team".to_owned());
            let mark = self.mark(actor, reason);
            for key in &mut self.keys {
                if key.owner == (OwnerType::Team, team) && key.created_by == format!("user:{user}")
                {
                    key.revoked.get_or_insert(mark.clone());
                }
            }
        }
        self.members.remove(&(team, user));
        Ok(())
    }

    pub(crate) fn grant(
        &mut self,
        team: &'static str,
        user: &'static str,
        permission: &str,
    ) -> Answer {
        if !self.members.contains_key(&(team, user)) || !self.is_defined(permission) {
            return Err(ErrorCode::NotFound);
        }
        self.members.entry((team, user)).or_default().insert(permission.to_owned());
        Ok(())
    }

    pub(crate) fn take(
        &mut self,
        team: &'static str,
        user: &'static str,
        permission: &str,
    ) -> Answer {
        let direct = self.members.get_mut(&(team, user)).ok_or(ErrorCode::NotFound)?;
        if direct.remove(permission) { Ok(()) } else { Err(ErrorCode::NotFound) }
    }

    pub(crate) fn define(
        &mut self,
        id: &str,
        contains: BTreeSet<String>,
        refuses_existing: bool,
    ) -> Answer {
        if id.starts_with('$') {
            return Err(ErrorCode::InvalidArgument);
        }
        if refuses_existing && self.definitions.contains_key(id) {
            return Err(ErrorCode::AlreadyExists);
        }
        if contains.iter().any(|inner| inner != id && !self.is_defined(inner)) {
            return Err(ErrorCode::InvalidArgument);
        }
        self.definitions.insert(id.to_owned(), contains);
        Ok(())
    }

    /// Every place where permissions are named.
    fn places(&mut self) -> impl Iterator<Item = &mut BTreeSet<String>> {
        self.definitions
            .values_mut()
            .chain(self.members.values_mut())
            .chain([&mut self.for_members, &mut self.for_creators])
    }

    pub(crate) fn rename(&mut self, id: &str, new_id: &str) -> Answer {
        if new_id.starts_with('$') {
            return Err(ErrorCode::InvalidArgument);
        }
        if !self.definitions.contains_key(id) {
            return Err(ErrorCode::NotFound);
        }
        if id == new_id {
            return Ok(());
        }
        if self.definitions.contains_key(new_id) {
            return Err(ErrorCode::AlreadyExists);
        }
        let contains = self.definitions.remove(id).unwrap_or_default();
        self.definitions.insert(new_id.to_owned(), contains);
        for place in self.places() {
            if place.remove(id) {
                place.insert(new_id.to_owned());
            }
        }
        Ok(())
    }

    pub(crate) fn delete_definition(&mut self, id: &str) -> Answer {
        self.definitions.remove(id).ok_or(ErrorCode::NotFound)?;
        for place in self.places() {
            place.remove(id);
        }
        Ok(())
    }

    pub(crate) fn has_permission(
        &self,
        actor: Actor,
        team: &'static str,
        user: &'static str,
        permission: &str,
    ) -> Answer<bool> {
        if actor.user() == Some(user) {
            return Ok(self.may(actor, team, permission));
        }
        self.require_team(actor, team, "$read_members")?;
        Ok(self.permissions(team, user).contains(permission))
    }

    // Questions.

    /// The ids of what a list shows, newest first.
    pub(crate) fn list(
        &self,
        actor: Actor,
        owner: Option<OwnerName>,
        status: Option<&str>,
        search: Option<&str>,
    ) -> Answer<Vec<String>> {
        match owner {
            None => Self::require_server(actor)?,
            Some(owner) => {
                self.require_on_for_users(actor, owner.0)?;
                self.require_keys(actor, owner)?;
            }
        }
        let mut shown: Vec<_> = self
            .keys
            .iter()
            .filter(|key| owner.is_none_or(|owner| key.owner == owner))
            .filter(|key| status.is_none_or(|status| self.status(key) == status))
            .filter(|key| {
                search.is_none_or(|text| {
                    key.id == text || key.description.to_lowercase().contains(&text.to_lowercase())
                })
            })
            .collect();
        shown.sort_by(|a, b| (b.created_ms, &b.id).cmp(&(a.created_ms, &a.id)));
        Ok(shown.into_iter().map(|key| key.id.clone()).collect())
    }

    pub(crate) fn is_owner_suspended(&self, key: &Key) -> bool {
        self.owners.get(&key.owner).copied().unwrap_or(false)
    }

    pub(crate) fn status(&self, key: &Key) -> &'static str {
        if key.revoked.is_some() {
            "revoked"
        } else if key.suspended.is_some() || self.is_owner_suspended(key) {
            "suspended"
        } else if self.is_expired(key) {
            "expired"
        } else {
            "active"
        }
    }

    /// Why a presented text is denied, and the id of the key if that may be told.
    pub(crate) fn verify(
        &self,
        value: &str,
        mutation: &Mutation,
        question: &Question,
    ) -> Result<String, (Reason, Option<String>)> {
        let prefix = mutation.prefix(value);
        if mutation.breaks_the_shape() || !self.prefixes.contains(&prefix.as_str()) {
            return Err((Reason::Malformed, None));
        }
        let owner_of = |key: &&Key| key.secrets.iter().any(|secret| secret.value == value);
        let Some(key) = self.keys.iter().find(owner_of) else {
            return Err((Reason::NotFound, None));
        };
        if *mutation != Mutation::None {
            return Err((Reason::NotFound, None));
        }
        let retires_ms = key
            .secrets
            .iter()
            .find(|secret| secret.value == value)
            .and_then(|secret| secret.retires_ms);
        let is_wrong_type = question.owner_type.is_some_and(|wanted| wanted != key.owner.0)
            || (question.only_secret && key.is_public);
        let is_covered = |wanted: &&str| key.scopes.iter().any(|held| covers(held, wanted));
        let reason = if is_wrong_type {
            Reason::WrongType
        } else if !self.is_on[&key.owner.0] {
            Reason::Disabled
        } else if key.revoked.is_some() {
            Reason::Revoked
        } else if retires_ms.is_some_and(|end| self.now_ms >= end) {
            Reason::Rotated
        } else if key.suspended.is_some() || self.is_owner_suspended(key) {
            Reason::Suspended
        } else if self.is_expired(key) {
            Reason::Expired
        } else if !IP_LISTS[key.ips].1.contains(&question.ip) {
            Reason::IpDenied
        } else if !SCOPE_SETS[question.scopes].iter().all(is_covered) {
            Reason::InsufficientScope
        } else {
            return Ok(key.id.clone());
        };
        Err((reason, Some(key.id.clone())))
    }
}

/// Whether holding one scope is enough where another is asked for.
fn covers(held: &str, wanted: &str) -> bool {
    let (mut held, mut wanted) = (held.split(':'), wanted.split(':'));
    (0..2).all(|_| {
        let (held, wanted) = (held.next(), wanted.next());
        held == Some("*") || held == wanted
    })
}
