//! What can be done with keys.

use std::ops::ControlFlow;

use super::change::{Change, require_switched_on};
use super::handle::Keywright;
use crate::clock::Timestamp;
use crate::error::{Error, ErrorCode};
use crate::event::NewEvent;
use crate::key::{
    ApiKey, ApiKeyFilter, ApiKeyId, ApiKeyUpdate, CreatedApiKey, Generation, NewApiKey, Page,
    PageRequest, RevokeAll, RevokeOptions, Status, checked_description, checked_reason,
};
use crate::owner::{Owner, OwnerType};
use crate::store::{NewGeneration, Rows};
use crate::token::{TokenKind, generate_token};

/// The most keys of one `create_api_keys`.
const MOST_AT_ONCE: usize = 100_000;

/// A key, by its id: free to make, and nothing is read or written until a method is called.
///
/// What acts on a key acts on all its generations.
#[derive(Clone, Debug)]
pub struct ApiKeyHandle {
    keywright: Keywright,
    id: ApiKeyId,
}

impl Keywright {
    /// Returns the handle of a key.
    pub fn api_key(&self, id: ApiKeyId) -> ApiKeyHandle {
        ApiKeyHandle { keywright: self.clone(), id }
    }

    /// Returns the record of a key.
    ///
    /// # Errors
    ///
    /// `not_found`, also for a key of a team in which the acting user may not manage keys; `permission_denied` for another
    /// user's key when acting as a user; `disabled` when acting as a user and the type is switched off; storage errors.
    pub fn get_api_key(&self, id: ApiKeyId) -> Result<ApiKey, Error> {
        let now = self.now();
        self.read(|rows| {
            let key = rows.api_key(&id, now)?.ok_or_else(no_such_key)?;
            self.require_switched_on_for_users(rows, key.owner_type())?;
            self.require_key(rows, &key)?;
            Ok(key)
        })
    }

    /// Returns all keys that a filter shows, newest first. Under `acting_as` the filter must name an owner whose keys the
    /// user may manage.
    ///
    /// # Errors
    ///
    /// `not_found` for a team without the right, `permission_denied` for another user or without an owner, and `disabled`
    /// when the type is switched off, when acting as a user; `invalid_argument`; storage errors.
    pub fn list_api_keys(&self, filter: ApiKeyFilter) -> Result<Vec<ApiKey>, Error> {
        filter.check()?;
        self.collect(&filter, None, usize::MAX)
    }

    /// Returns one page of the keys that a filter shows, newest first.
    ///
    /// # Errors
    ///
    /// As [`Keywright::list_api_keys`]; `invalid_argument` for a limit outside 1 to 1000 or a cursor that no page gave.
    pub fn page_api_keys(&self, request: PageRequest) -> Result<Page, Error> {
        let behind = request.check()?;
        // One more than the page holds tells whether there is another.
        let items = self.collect(&request.filter, behind, request.limit as usize + 1)?;
        Ok(Page::cut(items, request.limit))
    }

    fn collect(
        &self,
        filter: &ApiKeyFilter,
        behind: Option<crate::key::Position>,
        most: usize,
    ) -> Result<Vec<ApiKey>, Error> {
        let now = self.now();
        self.read(|rows| {
            self.require_list(rows, filter.owner.as_ref())?;
            let mut keys = Vec::with_capacity(if most == usize::MAX { 0 } else { most });
            rows.each_api_key(filter.owner.as_ref(), behind, now, &mut |key| {
                if filter.shows(&key) {
                    keys.push(key);
                }
                Ok(if keys.len() < most {
                    ControlFlow::Continue(())
                } else {
                    ControlFlow::Break(())
                })
            })?;
            Ok(keys)
        })
    }

    fn require_list(&self, rows: &dyn Rows, owner: Option<&Owner>) -> Result<(), Error> {
        match owner {
            None => self.authority().require_server("list the keys of all owners"),
            Some(owner) => {
                self.require_switched_on_for_users(rows, owner.owner_type())?;
                self.authority().require_keys_of(rows, owner)
            }
        }
    }

    /// Reads the settings only where they are asked.
    fn require_switched_on_for_users(
        &self,
        rows: &dyn Rows,
        owner_type: OwnerType,
    ) -> Result<(), Error> {
        if self.authority().is_server() {
            return Ok(());
        }
        require_switched_on(&rows.settings()?, owner_type)
    }

    /// To who may not manage a team's keys, a key of that team does not exist.
    fn require_key(&self, rows: &dyn Rows, key: &ApiKey) -> Result<(), Error> {
        require_key(self.authority(), rows, key)
    }

    /// Revokes all keys that match, in one transaction, and returns how many that were. Keys that are revoked already keep
    /// their time and are not counted.
    ///
    /// Under `acting_as` an owner must be named whose keys the user may manage.
    ///
    /// # Errors
    ///
    /// `invalid_argument` when nothing is named or the reason breaks its rule; `not_found` for a team without the right and
    /// `permission_denied` for others when acting as a user; storage errors.
    pub fn revoke_all(&self, which: RevokeAll) -> Result<u64, Error> {
        if which.names_nothing() {
            return Err(Error::invalid_argument(
                "name an owner, a time, who made them or a prefix: nothing would mean every key",
            ));
        }
        let reason = checked_reason(which.reason.as_deref())?;
        self.change(|change| {
            match &which.owner {
                None => change.authority.require_server("revoke keys of all owners")?,
                Some(owner) => {
                    change.require_switched_on_for_users(owner.owner_type())?;
                    change.authority.require_keys_of(change.rows, owner)?;
                }
            }
            change.revoke_matching(
                which.owner.as_ref(),
                |key| {
                    which.created_before.is_none_or(|instant| key.created_at < instant)
                        && which.created_by.as_ref().is_none_or(|actor| key.created_by == *actor)
                        && which.prefix.as_ref().is_none_or(|prefix| {
                            key.generations.iter().any(|generation| generation.prefix == *prefix)
                        })
                },
                reason.as_deref(),
            )
        })
    }

    pub(super) fn create_one(&self, owner: &Owner, new: NewApiKey) -> Result<CreatedApiKey, Error> {
        let mut created = self.create_many(owner, vec![new])?;
        created.pop().ok_or_else(|| Error::internal("a key was made and is not there"))
    }

    pub(super) fn create_many(
        &self,
        owner: &Owner,
        new: Vec<NewApiKey>,
    ) -> Result<Vec<CreatedApiKey>, Error> {
        if new.len() > MOST_AT_ONCE {
            return Err(Error::invalid_argument(format!(
                "more than {MOST_AT_ONCE} keys in one call; make several"
            )));
        }
        self.change(|change| {
            change.require_switched_on(owner.owner_type())?;
            change.authority.require_keys_of(change.rows, owner)?;
            change.require_room(owner, new.len())?;
            if new.is_empty() {
                return Ok(Vec::new());
            }
            let is_owner_suspended = change.bring_owner(owner)?;
            new.into_iter()
                .map(|new| change.create_api_key(self, owner, is_owner_suspended, new))
                .collect()
        })
    }
}

impl ApiKeyHandle {
    /// Returns the id.
    pub const fn id(&self) -> ApiKeyId {
        self.id
    }

    /// Returns the record.
    ///
    /// # Errors
    ///
    /// As [`Keywright::get_api_key`].
    pub fn get(&self) -> Result<ApiKey, Error> {
        self.keywright.get_api_key(self.id)
    }

    /// Changes a key and returns its record. A revoked key can be described anew, and stays revoked.
    ///
    /// # Errors
    ///
    /// `invalid_argument` when a field breaks its rule; `limit_reached` when a cap is; `permission_denied` for metadata and
    /// for scopes that may not be granted when acting as a user; otherwise as [`Keywright::get_api_key`].
    pub fn update(&self, update: ApiKeyUpdate) -> Result<ApiKey, Error> {
        if update.metadata.is_some() {
            self.keywright.authority().require_server("set metadata")?;
        }
        let description = update.description.as_deref().map(checked_description).transpose()?;
        self.edit(|change, key| {
            let before = key.clone();
            if let Some(description) = description {
                key.description = description;
            }
            if let Some(expiry) = update.expiry {
                key.expires_at = expiry.resolve(change.now)?;
                change.require_short_life(key.created_at, key.expires_at)?;
                if key.counts_at(change.now) && !before.counts_at(change.now) {
                    change.require_room(&key.owner, 1)?;
                }
            }
            if let Some(scopes) = update.scopes {
                change.authority.require_grantable(&scopes.without(&before.scopes))?;
                key.scopes = scopes;
            }
            if let Some(metadata) = update.metadata {
                key.metadata = metadata;
            }
            if let Some(list) = update.ip_allow_list {
                key.ip_allow_list = list;
            }
            Ok(NewEvent::new("api_key.updated")
                .with(
                    "description",
                    (key.description != before.description).then_some(&key.description),
                )
                .with(
                    "expires_at",
                    (key.expires_at != before.expires_at).then_some(&key.expires_at),
                )
                .with(
                    "never_expires",
                    (before.expires_at.is_some() && key.expires_at.is_none()).then_some(true),
                )
                .with("scopes", (key.scopes != before.scopes).then_some(&key.scopes))
                .with(
                    "ip_allow_list",
                    (key.ip_allow_list != before.ip_allow_list).then_some(&key.ip_allow_list),
                )
                .with("metadata_changed", (key.metadata != before.metadata).then_some(true)))
        })
    }

    /// Takes a key out of use until it is resumed. Suspending twice keeps the first time, who and why; but the server
    /// takes over a suspension that a user made.
    ///
    /// # Errors
    ///
    /// `invalid_argument` when the reason breaks its rule; otherwise as [`Keywright::get_api_key`].
    pub fn suspend(&self, reason: Option<&str>) -> Result<ApiKey, Error> {
        let reason = checked_reason(reason)?;
        self.edit(|change, key| {
            let is_users = key.suspended_by.as_ref().is_some_and(|by| by.user_id().is_some());
            if key.suspended_at.is_none() || (is_users && change.authority.is_server()) {
                key.suspended_at = Some(key.suspended_at.unwrap_or(change.now));
                key.suspended_by = Some(change.actor());
                key.suspend_reason = reason;
            }
            Ok(NewEvent::new("api_key.suspended").with("reason", &key.suspend_reason))
        })
    }

    /// Puts a suspended key into use again. A suspension that the server made is lifted only by the server.
    ///
    /// # Errors
    ///
    /// `permission_denied` when acting as a user and the server suspended it; otherwise as [`Keywright::get_api_key`].
    pub fn resume(&self) -> Result<ApiKey, Error> {
        self.edit(|change, key| {
            if let Some(by) = key.suspended_by.take()
                && by.user_id().is_none()
            {
                change.authority.require_server("lift a suspension that the server made")?;
            }
            key.suspended_at = None;
            key.suspend_reason = None;
            Ok(NewEvent::new("api_key.resumed"))
        })
    }

    /// Revokes a key for good. Revoking twice keeps the first time, who and why. Any check that starts after this has
    /// returned denies the key, in every process on this machine.
    ///
    /// # Errors
    ///
    /// `invalid_argument` when the reason breaks its rule; otherwise as [`Keywright::get_api_key`].
    pub fn revoke(&self, options: RevokeOptions) -> Result<ApiKey, Error> {
        let reason = checked_reason(options.reason.as_deref())?;
        self.edit(|change, key| {
            if key.revoked_at.is_none() {
                change.mark_revoked(key, reason.as_deref());
            }
            Ok(NewEvent::new("api_key.revoked").with("reason", &key.revoke_reason))
        })
    }

    /// Deletes a key and its generations for good. Its events stay. Only the server may.
    ///
    /// # Errors
    ///
    /// `not_found`; `permission_denied` when acting as a user; storage errors.
    pub fn purge(&self) -> Result<(), Error> {
        self.keywright.authority().require_server("purge a key")?;
        let id = self.id;
        self.keywright.change(|change| {
            let key = change.rows.api_key(&id, change.now)?.ok_or_else(no_such_key)?;
            change.rows.delete_api_key(&id)?;
            change.record(
                NewEvent::new("api_key.purged")
                    .with("api_key_id", id)
                    .with("owner", key.owner.to_string()),
            )
        })
    }

    /// Loads the key, checks the right to it, lets `work` change it, and writes it with its event if it differs.
    fn edit(
        &self,
        work: impl FnOnce(&mut Change<'_>, &mut ApiKey) -> Result<NewEvent, Error>,
    ) -> Result<ApiKey, Error> {
        self.keywright.change(|change| {
            let mut key = change.rows.api_key(&self.id, change.now)?.ok_or_else(no_such_key)?;
            change.require_switched_on_for_users(key.owner_type())?;
            require_key(change.authority, change.rows, &key)?;
            let before = key.clone();
            let event = work(change, &mut key)?;
            if key != before {
                change.rows.save_api_key(&key)?;
                change.record(
                    event.with("api_key_id", key.id).with("owner", key.owner.to_string()),
                )?;
            }
            key.status = key.status_at(change.now);
            Ok(key)
        })
    }
}

fn require_key(
    authority: &super::acting::Authority,
    rows: &dyn Rows,
    key: &ApiKey,
) -> Result<(), Error> {
    match authority.require_keys_of(rows, &key.owner) {
        Err(error) if error.code() == ErrorCode::NotFound => Err(no_such_key()),
        other => other,
    }
}

impl Change<'_> {
    fn create_api_key(
        &mut self,
        keywright: &Keywright,
        owner: &Owner,
        is_owner_suspended: bool,
        new: NewApiKey,
    ) -> Result<CreatedApiKey, Error> {
        let description = checked_description(&new.description)?;
        self.authority.require_grantable(&new.scopes)?;
        if new.metadata != crate::key::Metadata::default() {
            self.authority.require_server("set metadata")?;
        }
        let uuid = keywright.generate_id(self.now)?;
        let created_at = created_at(&uuid)?;
        let expires_at = new.expiry.resolve(self.now)?;
        self.require_short_life(created_at, expires_at)?;
        let prefix = self.settings.prefix();
        let is_team = matches!(owner, Owner::Team(_));
        let kind = TokenKind::new(is_team, new.is_public);
        let token = generate_token(&prefix, kind, uuid, self.entropy)?;
        let id = ApiKeyId::from(uuid);
        let api_key = ApiKey {
            id,
            generations: vec![Generation {
                id: id.first_generation(),
                number: 1,
                last_four: token.last_four.clone(),
                prefix,
                created_at,
                first_used_at: None,
                retires_at: None,
            }],
            owner: owner.clone(),
            description,
            is_public: new.is_public,
            scopes: new.scopes,
            metadata: new.metadata,
            ip_allow_list: new.ip_allow_list,
            created_at,
            created_by: self.actor(),
            expires_at,
            suspended_at: None,
            suspended_by: None,
            suspend_reason: None,
            revoked_at: None,
            revoked_by: None,
            revoke_reason: None,
            is_owner_suspended,
            status: Status::Active,
        };
        self.rows.insert_api_key(&api_key, &NewGeneration { digest: token.digest })?;
        self.record(
            NewEvent::new("api_key.created")
                .with("api_key_id", id)
                .with("owner", owner.to_string())
                .with("description", &api_key.description)
                .with("is_public", api_key.is_public.then_some(true))
                .with("expires_at", api_key.expires_at)
                .with("scopes", (!api_key.scopes.is_empty()).then_some(&api_key.scopes))
                .with(
                    "ip_allow_list",
                    (!api_key.ip_allow_list.is_empty()).then_some(&api_key.ip_allow_list),
                ),
        )?;
        let api_key = ApiKey { status: api_key.status_at(self.now), ..api_key };
        Ok(CreatedApiKey::new(api_key, token.text))
    }

    /// Refuses more keys than the cap of the settings allows; counted inside the transaction that makes them.
    fn require_room(&self, owner: &Owner, more: usize) -> Result<(), Error> {
        let Some(cap) = self.settings.max_api_keys(owner.owner_type()) else { return Ok(()) };
        let (cap, mut count) = (cap as usize, more);
        self.rows.each_api_key(Some(owner), None, self.now, &mut |key| {
            count += usize::from(key.counts_at(self.now));
            Ok(if count > cap { ControlFlow::Break(()) } else { ControlFlow::Continue(()) })
        })?;
        if count > cap {
            return Err(Error::new(
                ErrorCode::LimitReached,
                format!("the {} may have at most this many keys. cap=`{cap}`", owner.owner_type()),
            ));
        }
        Ok(())
    }

    fn require_short_life(
        &self,
        created_at: Timestamp,
        expires_at: Option<Timestamp>,
    ) -> Result<(), Error> {
        let Some(longest) = self.settings.max_lifetime else { return Ok(()) };
        let latest = created_at.checked_add(longest)?;
        if expires_at.is_none_or(|expires_at| expires_at > latest) {
            return Err(Error::new(
                ErrorCode::LimitReached,
                format!(
                    "a key must end within the longest lifetime of the settings. latest=`{latest}`"
                ),
            ));
        }
        Ok(())
    }

    /// Revokes the keys that match and are not revoked, and returns how many that were.
    pub(super) fn revoke_matching(
        &mut self,
        owner: Option<&Owner>,
        matches: impl Fn(&ApiKey) -> bool,
        reason: Option<&str>,
    ) -> Result<u64, Error> {
        let mut ids = Vec::new();
        self.rows.each_api_key(owner, None, self.now, &mut |key| {
            if key.revoked_at.is_none() && matches(&key) {
                ids.push(key.id);
            }
            Ok(ControlFlow::Continue(()))
        })?;
        for id in &ids {
            let mut key = self.rows.api_key(id, self.now)?.ok_or_else(no_such_key)?;
            self.mark_revoked(&mut key, reason);
            self.rows.save_api_key(&key)?;
            self.record(
                NewEvent::new("api_key.revoked")
                    .with("api_key_id", id)
                    .with("owner", key.owner.to_string())
                    .with("reason", reason),
            )?;
        }
        Ok(ids.len() as u64)
    }

    fn mark_revoked(&self, key: &mut ApiKey, reason: Option<&str>) {
        key.revoked_at = Some(self.now);
        key.revoked_by = Some(self.actor());
        key.revoke_reason = reason.map(ToOwned::to_owned);
    }

    pub(super) fn key_ids(&self, owner: &Owner) -> Result<Vec<ApiKeyId>, Error> {
        let mut ids = Vec::new();
        self.rows.each_api_key(Some(owner), None, self.now, &mut |key| {
            ids.push(key.id);
            Ok(ControlFlow::Continue(()))
        })?;
        Ok(ids)
    }
}

/// A key was made when its id says: so the order of ids and the order of times are one.
fn created_at(uuid: &uuid::Uuid) -> Result<Timestamp, Error> {
    let (milliseconds, _) = uuid.as_u64_pair();
    Timestamp::from_millis(i64::try_from(milliseconds >> 16).unwrap_or(i64::MAX))
}

fn no_such_key() -> Error {
    Error::not_found("there is no such key, or the acting user must not know of it")
}
