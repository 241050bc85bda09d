//! What can be done with keys.

use std::ops::ControlFlow;

use super::change::{Change, require_switched_on_for_users};
use super::handle::Keywright;
use crate::error::{Error, ErrorCode};
use crate::event::NewEvent;
use crate::key::{
    ApiKey, ApiKeyId, ApiKeyUpdate, CreatedApiKey, Grace, RevokeAll, RevokeOptions,
    checked_description, checked_reason,
};
use crate::owner::Owner;
use crate::store::{NewGeneration, Rows};
use crate::token::TokenKind;

/// A key, by its id: free to make, and nothing is read or written until a method is called.
///
/// What acts on a key acts on all its generations.
///
/// # Examples
///
/// ```
/// use keywright::{Keywright, NewApiKey, Status};
///
/// # let keywright = Keywright::open_in_memory()?;
/// # let created = keywright.user("alice").create_api_key(NewApiKey::new("CI"))?;
/// let key = keywright.api_key(created.api_key().id);
/// assert_eq!(key.suspend(None)?.status, Status::Suspended);
/// assert_eq!(key.resume()?.status, Status::Active);
/// # Ok::<(), keywright::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct ApiKeyHandle {
    keywright: Keywright,
    id: ApiKeyId,
}

impl Keywright {
    /// Returns the handle of a key.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{ApiKeyId, Keywright, NewApiKey};
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// # let created = keywright.user("alice").create_api_key(NewApiKey::new("CI"))?;
    /// let id: ApiKeyId = created.api_key().id.to_string().parse()?;
    /// assert_eq!(keywright.api_key(id).get()?.description, "CI");
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub fn api_key(&self, id: ApiKeyId) -> ApiKeyHandle {
        ApiKeyHandle { keywright: self.clone(), id }
    }

    /// Returns the record of a key.
    ///
    /// # Errors
    ///
    /// `not_found`, also for a key of a team in which the acting user may not manage keys; `permission_denied` for another
    /// user's key when acting as a user; `disabled` when acting as a user and the type is switched off; storage errors.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{ErrorCode, Keywright, NewApiKey};
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// # let created = keywright.user("alice").create_api_key(NewApiKey::new("CI"))?;
    /// assert_eq!(&keywright.get_api_key(created.api_key().id)?, created.api_key());
    /// let unknown = "0198c7e2-5f7a-7b3c-9d5e-2f1a6b8c4d70".parse()?;
    /// assert_eq!(keywright.get_api_key(unknown).unwrap_err().code(), ErrorCode::NotFound);
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub fn get_api_key(&self, id: ApiKeyId) -> Result<ApiKey, Error> {
        let now = self.now();
        self.read(|rows| {
            let key = rows.api_key(&id, now)?.ok_or_else(no_such_key)?;
            // The right comes first: to who lacks it, a switch must not tell that the key exists.
            require_key(self.authority(), rows, &key)?;
            require_switched_on_for_users(self.authority(), rows, key.owner_type())?;
            Ok(key)
        })
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
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{Keywright, NewApiKey, RevokeAll};
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// # let created = keywright.user("alice").create_api_key(NewApiKey::new("CI"))?;
    /// let all_of_alice = RevokeAll::new().owner(keywright.user("alice").owner()?);
    /// assert_eq!(keywright.revoke_all(all_of_alice.clone())?, 1);
    /// assert_eq!(keywright.revoke_all(all_of_alice)?, 0, "they keep their first time");
    /// # Ok::<(), keywright::Error>(())
    /// ```
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
}

impl ApiKeyHandle {
    /// Returns the id.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{Keywright, NewApiKey};
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// # let created = keywright.user("alice").create_api_key(NewApiKey::new("CI"))?;
    /// let key = keywright.api_key(created.api_key().id);
    /// assert_eq!(key.id(), created.api_key().id);
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub const fn id(&self) -> ApiKeyId {
        self.id
    }

    pub(super) const fn keywright(&self) -> &Keywright {
        &self.keywright
    }

    /// Returns the record.
    ///
    /// # Errors
    ///
    /// As [`Keywright::get_api_key`].
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{Keywright, NewApiKey};
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// # let created = keywright.user("alice").create_api_key(NewApiKey::new("CI"))?;
    /// let key = keywright.api_key(created.api_key().id);
    /// assert_eq!(key.get()?.description, "CI");
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub fn get(&self) -> Result<ApiKey, Error> {
        self.keywright.get_api_key(self.id)
    }

    /// Changes a key and returns its record. A revoked key can be described anew, and stays revoked.
    ///
    /// # Errors
    ///
    /// `invalid_argument` when a field breaks its rule; `limit_reached` when a cap is; `permission_denied` for metadata and
    /// for scopes that may not be granted when acting as a user; otherwise as [`Keywright::get_api_key`].
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{ApiKeyUpdate, Keywright, NewApiKey};
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// # let created = keywright.user("alice").create_api_key(NewApiKey::new("CI"))?;
    /// let key = keywright.api_key(created.api_key().id);
    /// assert_eq!(key.update(ApiKeyUpdate::new().description("cron"))?.description, "cron");
    /// assert!(key.update(ApiKeyUpdate::new().description("")).is_err());
    /// # Ok::<(), keywright::Error>(())
    /// ```
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
                change.authority.require_grantable(&scopes.beyond(&before.scopes))?;
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
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{Keywright, NewApiKey, Reason, VerifyOptions};
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// # let created = keywright.user("alice").create_api_key(NewApiKey::new("CI"))?;
    /// let key = keywright.api_key(created.api_key().id);
    /// key.suspend(Some("under review"))?;
    /// let verdict = keywright.verify(created.value(), &VerifyOptions::new())?;
    /// assert_eq!(verdict.reason(), Some(Reason::Suspended));
    /// # Ok::<(), keywright::Error>(())
    /// ```
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
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{ActingAs, Keywright, NewApiKey, Status};
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// # let created = keywright.user("alice").create_api_key(NewApiKey::new("CI"))?;
    /// let key = keywright.api_key(created.api_key().id);
    /// key.suspend(None)?;
    /// assert_eq!(key.resume()?.status, Status::Active);
    /// let alice = keywright.acting_as(ActingAs::new("alice"))?;
    /// key.suspend(None)?;
    /// assert!(alice.api_key(key.id()).resume().is_err(), "the server made this suspension");
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub fn resume(&self) -> Result<ApiKey, Error> {
        self.edit(|change, key| {
            let is_users = key.suspended_by.take().is_some_and(|by| by.user_id().is_some());
            if key.suspended_at.is_some() && !is_users {
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
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{Keywright, NewApiKey, RevokeOptions};
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// # let created = keywright.user("alice").create_api_key(NewApiKey::new("CI"))?;
    /// let key = keywright.api_key(created.api_key().id);
    /// let first = key.revoke(RevokeOptions::new().reason("lost"))?;
    /// let again = key.revoke(RevokeOptions::new().reason("really"))?;
    /// assert_eq!(first, again);
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub fn revoke(&self, options: RevokeOptions) -> Result<ApiKey, Error> {
        let reason = checked_reason(options.reason.as_deref())?;
        self.edit(|change, key| {
            if key.revoked_at.is_none() {
                change.mark_revoked(key, reason.as_deref());
            }
            Ok(NewEvent::new("api_key.revoked").with("reason", &key.revoke_reason))
        })
    }

    /// Gives a key a new secret and returns its value, which is shown this one time. The key's id, owner, scopes, limits and
    /// history stay; the secret that it replaces is accepted as long as `grace` says.
    ///
    /// # Errors
    ///
    /// `invalid_argument` for a key that is revoked or expired, which a new secret would not bring back; `disabled` when the
    /// type is switched off; `permission_denied` when acting as a user who did not make the key and may not grant its scopes;
    /// otherwise as [`Keywright::get_api_key`].
    ///
    /// # Examples
    ///
    /// ```
    /// use std::time::Duration;
    /// use keywright::{Grace, Keywright, NewApiKey, Reason, VerifyOptions};
    ///
    /// let keywright = Keywright::open_in_memory()?;
    /// let old = keywright.user("alice").create_api_key(NewApiKey::new("CI"))?;
    /// let key = keywright.api_key(old.api_key().id);
    ///
    /// let new = key.rotate(Grace::For(Duration::from_secs(3600)))?;
    /// let options = VerifyOptions::new();
    /// assert!(keywright.verify(old.value(), &options)?.is_valid());
    /// assert!(keywright.verify(new.value(), &options)?.is_valid());
    ///
    /// let newest = key.rotate(Grace::Now)?;
    /// assert_eq!(keywright.verify(new.value(), &options)?.reason(), Some(Reason::Rotated));
    /// assert_eq!(newest.api_key().id, old.api_key().id);
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub fn rotate(&self, grace: Grace) -> Result<CreatedApiKey, Error> {
        self.keywright.change(|change| {
            let mut key = change.rows.api_key(&self.id, change.now)?.ok_or_else(no_such_key)?;
            require_key(change.authority, change.rows, &key)?;
            change.require_switched_on(key.owner_type())?;
            if key.created_by != change.actor() {
                // A new secret hands out what the key may do, and to who did not make it that is a grant.
                change.authority.require_grantable(&key.scopes)?;
            }
            if !key.counts_at(change.now) {
                return Err(Error::invalid_argument(format!(
                    "a key that is revoked or expired can not be rotated; make a new one. status=`{}`",
                    key.status
                )));
            }
            let ends_at = grace.ends_at(change.now)?;
            if let Some(replaced) = key.generations.first_mut() {
                replaced.retires_at = ends_at;
                replaced.retires_when_used = ends_at.is_none();
            }
            // Ends that earlier rotations gave stand; the last of all is what an audit asks for.
            let last_end = key.generations.iter().filter_map(|earlier| earlier.retires_at).max();
            let is_any_waiting = key.generations.iter().any(|earlier| earlier.retires_when_used);
            let number = key.generation().saturating_add(1);
            let uuid = self.keywright.generate_id(change.now)?;
            let kind = TokenKind::new(matches!(key.owner, Owner::Team(_)), key.is_public);
            let (generation, token) = change.generate(uuid, number, kind)?;
            key.generations.insert(0, generation);
            change.rows.insert_generation(&key, &NewGeneration { digest: token.digest })?;
            change.record(
                NewEvent::new("api_key.rotated")
                    .with("api_key_id", key.id)
                    .with("owner", key.owner.to_string())
                    .with("generation", number)
                    .with("earlier_accepted_until", last_end)
                    .with("earlier_accepted_until_used", is_any_waiting.then_some(true)),
            )?;
            Ok(CreatedApiKey::new(key, token.text))
        })
    }

    /// Deletes a key, its generations and what is known about its use for good. Its events stay. Only the server may.
    ///
    /// # Errors
    ///
    /// `not_found`; `permission_denied` when acting as a user; storage errors.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{ErrorCode, Keywright, NewApiKey};
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// # let created = keywright.user("alice").create_api_key(NewApiKey::new("CI"))?;
    /// let key = keywright.api_key(created.api_key().id);
    /// key.purge()?;
    /// assert_eq!(key.get().unwrap_err().code(), ErrorCode::NotFound);
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub fn purge(&self) -> Result<(), Error> {
        self.keywright.authority().require_server("purge a key")?;
        let id = self.id;
        self.keywright.change(|change| {
            let owner = match change.rows.api_key(&id, change.now) {
                Ok(key) => Some(key.ok_or_else(no_such_key)?.owner.to_string()),
                // Whose it was is somebody else's word; that it goes is right.
                Err(error) if error.tampered_row().is_some() => None,
                Err(error) => return Err(error),
            };
            change.rows.delete_api_key(&id)?;
            change
                .record(NewEvent::new("api_key.purged").with("api_key_id", id).with("owner", owner))
        })?;
        self.keywright.forget_usage(&[id]);
        Ok(())
    }

    /// Loads the key, checks the right to it, lets `work` change it, and writes it with its event if it differs.
    fn edit(
        &self,
        work: impl FnOnce(&mut Change<'_>, &mut ApiKey) -> Result<NewEvent, Error>,
    ) -> Result<ApiKey, Error> {
        self.keywright.change(|change| {
            let mut key = change.rows.api_key(&self.id, change.now)?.ok_or_else(no_such_key)?;
            // The right first: to hear of the switch would tell that the key exists.
            require_key(change.authority, change.rows, &key)?;
            change.require_switched_on_for_users(key.owner_type())?;
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

/// To who may not manage a team's keys, a key of that team does not exist.
pub(super) fn require_key(
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
    /// Revokes the keys that match and are not revoked, and returns how many that were.
    pub(super) fn revoke_matching(
        &mut self,
        owner: Option<&Owner>,
        matches: impl Fn(&ApiKey) -> bool,
        reason: Option<&str>,
    ) -> Result<u64, Error> {
        let mut ids = Vec::new();
        self.rows.each_api_key(owner, None, self.now, &mut |key| {
            let Ok(key) = key else { return Ok(ControlFlow::Continue(())) };
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
            let Ok(key) = key else { return Ok(ControlFlow::Continue(())) };
            ids.push(key.id);
            Ok(ControlFlow::Continue(()))
        })?;
        Ok(ids)
    }
}

fn no_such_key() -> Error {
    Error::not_found("there is no such key, or the acting user must not know of it")
}
