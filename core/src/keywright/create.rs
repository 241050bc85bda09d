//! Making keys and their secrets.

use std::ops::ControlFlow;

use uuid::Uuid;

use super::change::Change;
use super::handle::Keywright;
use crate::clock::Timestamp;
use crate::error::{Error, ErrorCode};
use crate::event::NewEvent;
use crate::key::{
    ApiKey, ApiKeyId, CreatedApiKey, Generation, Metadata, NewApiKey, Status, checked_description,
};
use crate::owner::Owner;
use crate::store::NewGeneration;
use crate::token::{GeneratedToken, TokenKind, generate_token};

/// The most keys of one `create_api_keys`.
const MOST_AT_ONCE: usize = 100_000;

impl Keywright {
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
        if new.metadata != Metadata::default() {
            self.authority.require_server("set metadata")?;
        }
        let uuid = keywright.generate_id(self.now)?;
        let created_at = created_at(&uuid)?;
        let expires_at = new.expiry.resolve(self.now)?;
        self.require_short_life(created_at, expires_at)?;
        let kind = TokenKind::new(matches!(owner, Owner::Team(_)), new.is_public);
        let (generation, token) = self.generate(uuid, 1, kind)?;
        // The id of the first generation is the key's own.
        let id = ApiKeyId::from(uuid);
        let api_key = ApiKey {
            id,
            generations: vec![generation],
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

    /// Generates a secret and what is kept of it.
    pub(super) fn generate(
        &self,
        uuid: Uuid,
        number: u32,
        kind: TokenKind,
    ) -> Result<(Generation, GeneratedToken), Error> {
        let prefix = self.settings.prefix();
        let token = generate_token(&prefix, kind, uuid, self.entropy)?;
        let generation = Generation {
            id: uuid.into(),
            number,
            last_four: token.last_four.clone(),
            prefix,
            created_at: created_at(&uuid)?,
            first_used_at: None,
            retires_at: None,
            retires_when_used: false,
        };
        Ok((generation, token))
    }

    /// Refuses more keys than the cap of the settings allows; counted inside the transaction that makes them.
    pub(super) fn require_room(&self, owner: &Owner, more: usize) -> Result<(), Error> {
        let Some(cap) = self.settings.max_api_keys(owner.owner_type()) else { return Ok(()) };
        let (cap, mut count) = (cap as usize, more);
        self.rows.each_api_key(Some(owner), None, self.now, &mut |key| {
            let Ok(key) = key else { return Ok(ControlFlow::Continue(())) };
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

    pub(super) fn require_short_life(
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
}

/// A key was made when its id says: so the order of ids and the order of times are one.
fn created_at(uuid: &Uuid) -> Result<Timestamp, Error> {
    let (milliseconds, _) = uuid.as_u64_pair();
    Timestamp::from_millis(i64::try_from(milliseconds >> 16).unwrap_or(i64::MAX))
}
