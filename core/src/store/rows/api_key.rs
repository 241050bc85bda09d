//! Keys and their generations.

use std::ops::ControlFlow;

use rusqlite::{CachedStatement, Connection, Row, named_params};

use super::{SqliteRows, owner_columns};
use crate::actor::Actor;
use crate::clock::Timestamp;
use crate::error::{Error, ErrorCode};
use crate::key::{
    ApiKey, ApiKeyId, Generation, GenerationId, IpAllowList, Metadata, Position, Scopes, Status,
};
use crate::owner::{Owner, OwnerType};
use crate::store::columns::{Columns, words};
use crate::store::error::UnreadableValue;
use crate::store::{ApiKeyRows, NewGeneration, Visit};
use crate::verify::Presented;

/// The columns of a key, of its owner and of one of its generations, in the order in which [`from_row`] reads them.
macro_rules! select_api_key {
    ($from_and_where:literal) => {
        concat!(
            "SELECT
               k.id, k.owner_kind, k.owner_id, k.description, k.is_public, k.scopes, k.metadata,
               k.ip_allow_list, k.created_at_us, k.created_by, k.expires_at_us, k.suspended_at_us,
               k.suspended_by, k.suspend_reason, k.revoked_at_us, k.revoked_by, k.revoke_reason,
               k.generation, o.suspended_at_us IS NOT NULL,
               g.id, g.number, g.last_four, g.prefix, g.created_at_us, g.first_used_at_us,
               g.retires_at_us, g.digest, k.seal IS NOT NULL OR g.seal IS NOT NULL ",
            $from_and_where
        )
    };
}

/// What one row of such a statement holds.
struct KeyRow {
    /// With the one generation that the row holds, until [`complete`] adds the others.
    api_key: ApiKey,
    digest: [u8; 32],
    generation_count: u32,
}

impl ApiKeyRows for SqliteRows<'_> {
    fn api_key(&self, id: &ApiKeyId, now: Timestamp) -> Result<Option<ApiKey>, Error> {
        let mut statement = self.connection.prepare_cached(select_api_key!(
            "FROM api_key k
             JOIN owner o ON o.kind = k.owner_kind AND o.id = k.owner_id
             JOIN generation g ON g.id = k.generation_id
             WHERE k.id = :id"
        ))?;
        let mut rows = statement.query(named_params! { ":id": id.as_uuid().as_bytes() })?;
        let Some(row) = rows.next()? else { return Ok(None) };
        complete(self.connection, from_row(row, now)?).map(|row| Some(row.api_key))
    }

    fn each_api_key(
        &self,
        owner: Option<&Owner>,
        behind: Option<Position>,
        now: Timestamp,
        visit: Visit<'_>,
    ) -> Result<(), Error> {
        let behind = behind.map(|Position(id)| id).unwrap_or(ApiKeyId::LAST);
        let statement: CachedStatement<'_> = match owner {
            Some(_) => self.connection.prepare_cached(select_api_key!(
                "FROM api_key k
                 JOIN owner o ON o.kind = k.owner_kind AND o.id = k.owner_id
                 JOIN generation g ON g.id = k.generation_id
                 WHERE k.owner_kind = :kind AND k.owner_id = :owner_id AND k.id < :behind
                 ORDER BY k.id DESC"
            ))?,
            None => self.connection.prepare_cached(select_api_key!(
                "FROM api_key k
                 JOIN owner o ON o.kind = k.owner_kind AND o.id = k.owner_id
                 JOIN generation g ON g.id = k.generation_id
                 WHERE k.id < :behind
                 ORDER BY k.id DESC"
            ))?,
        };
        let mut statement = statement;
        statement.raw_bind_parameter(c":behind", behind.as_uuid().as_bytes())?;
        if let Some(owner) = owner {
            let (kind, id) = owner_columns(owner);
            statement.raw_bind_parameter(c":kind", kind)?;
            statement.raw_bind_parameter(c":owner_id", id)?;
        }
        let mut rows = statement.raw_query();
        while let Some(row) = rows.next()? {
            let row = complete(self.connection, from_row(row, now)?)?;
            if visit(row.api_key)? == ControlFlow::Break(()) {
                break;
            }
        }
        Ok(())
    }

    fn insert_api_key(&mut self, key: &ApiKey, new: &NewGeneration) -> Result<(), Error> {
        let generation = newest(key)?;
        let (owner_kind, owner_id) = owner_columns(&key.owner);
        self.connection
            .prepare_cached(
                "INSERT INTO api_key (
                   id, owner_kind, owner_id, description, is_public, scopes, metadata,
                   ip_allow_list, created_at_us, created_by, expires_at_us, generation,
                   generation_id
                 )
                 VALUES (
                   :id, :owner_kind, :owner_id, :description, :is_public, :scopes, :metadata,
                   :ip_allow_list, :created_at_us, :created_by, :expires_at_us, :generation,
                   :generation_id
                 )",
            )?
            .execute(named_params! {
                ":id": key.id.as_uuid().as_bytes(),
                ":owner_kind": owner_kind,
                ":owner_id": owner_id,
                ":description": key.description,
                ":is_public": key.is_public,
                ":scopes": words(key.scopes.iter()),
                ":metadata": key.metadata.as_str(),
                ":ip_allow_list": words(key.ip_allow_list.iter()),
                ":created_at_us": key.created_at.as_micros(),
                ":created_by": key.created_by.to_string(),
                ":expires_at_us": key.expires_at.map(Timestamp::as_micros),
                ":generation": generation.number,
                ":generation_id": generation.id.as_uuid().as_bytes(),
            })?;
        insert_generation(self.connection, key, new)
    }

    fn insert_generation(&mut self, key: &ApiKey, new: &NewGeneration) -> Result<(), Error> {
        let generation = newest(key)?;
        insert_generation(self.connection, key, new)?;
        if let Some(replaced) = key.generations.get(1) {
            self.connection
                .prepare_cached(
                    "UPDATE generation
                     SET retires_at_us = :retires_at_us
                     WHERE id = :id",
                )?
                .execute(named_params! {
                    ":id": replaced.id.as_uuid().as_bytes(),
                    ":retires_at_us": replaced.retires_at.map(Timestamp::as_micros),
                })?;
        }
        self.connection
            .prepare_cached(
                "UPDATE api_key
                 SET generation = :generation, generation_id = :generation_id
                 WHERE id = :id",
            )?
            .execute(named_params! {
                ":id": key.id.as_uuid().as_bytes(),
                ":generation": generation.number,
                ":generation_id": generation.id.as_uuid().as_bytes(),
            })?;
        Ok(())
    }

    fn save_api_key(&mut self, key: &ApiKey) -> Result<(), Error> {
        let micros = |instant: Option<Timestamp>| instant.map(Timestamp::as_micros);
        let actor = |actor: &Option<Actor>| actor.as_ref().map(ToString::to_string);
        self.connection
            .prepare_cached(
                "UPDATE api_key
                 SET description = :description,
                     scopes = :scopes,
                     metadata = :metadata,
                     ip_allow_list = :ip_allow_list,
                     expires_at_us = :expires_at_us,
                     suspended_at_us = :suspended_at_us,
                     suspended_by = :suspended_by,
                     suspend_reason = :suspend_reason,
                     revoked_at_us = :revoked_at_us,
                     revoked_by = :revoked_by,
                     revoke_reason = :revoke_reason
                 WHERE id = :id",
            )?
            .execute(named_params! {
                ":id": key.id.as_uuid().as_bytes(),
                ":description": key.description,
                ":scopes": words(key.scopes.iter()),
                ":metadata": key.metadata.as_str(),
                ":ip_allow_list": words(key.ip_allow_list.iter()),
                ":expires_at_us": micros(key.expires_at),
                ":suspended_at_us": micros(key.suspended_at),
                ":suspended_by": actor(&key.suspended_by),
                ":suspend_reason": key.suspend_reason,
                ":revoked_at_us": micros(key.revoked_at),
                ":revoked_by": actor(&key.revoked_by),
                ":revoke_reason": key.revoke_reason,
            })?;
        Ok(())
    }

    fn delete_api_key(&mut self, id: &ApiKeyId) -> Result<(), Error> {
        self.connection
            .prepare_cached(
                "DELETE FROM api_key
                 WHERE id = :id",
            )?
            .execute(named_params! { ":id": id.as_uuid().as_bytes() })?;
        Ok(())
    }
}

/// Writes the newest generation that a record holds.
fn insert_generation(
    connection: &Connection,
    key: &ApiKey,
    new: &NewGeneration,
) -> Result<(), Error> {
    let generation = newest(key)?;
    connection
        .prepare_cached(
            "INSERT INTO generation (
               id, api_key_id, number, prefix, digest, last_four, created_at_us
             )
             VALUES (:id, :api_key_id, :number, :prefix, :digest, :last_four, :created_at_us)",
        )?
        .execute(named_params! {
            ":id": generation.id.as_uuid().as_bytes(),
            ":api_key_id": key.id.as_uuid().as_bytes(),
            ":number": generation.number,
            ":prefix": generation.prefix.as_str(),
            ":digest": new.digest,
            ":last_four": generation.last_four,
            ":created_at_us": generation.created_at.as_micros(),
        })?;
    Ok(())
}

/// Reads all that the gates need about a presented id: the generation, its key and the owner, by one statement.
pub(crate) fn presented(
    connection: &Connection,
    id: GenerationId,
    now: Timestamp,
) -> Result<Option<Presented>, Error> {
    let mut statement = connection.prepare_cached(select_api_key!(
        "FROM generation g
         JOIN api_key k ON k.id = g.api_key_id
         JOIN owner o ON o.kind = k.owner_kind AND o.id = k.owner_id
         WHERE g.id = ?1"
    ))?;
    statement.raw_bind_parameter(1, id.as_uuid().as_bytes())?;
    let mut rows = statement.raw_query();
    let Some(row) = rows.next()? else { return Ok(None) };
    let row = from_row(row, now)?;
    let digest = row.digest;
    let retires_at = row.api_key.generations.first().and_then(|generation| generation.retires_at);
    // The statement is not reset yet, so the other generations come from the same snapshot.
    let api_key = complete(connection, row)?.api_key;
    Ok(Some(Presented { generation_id: id, digest, retires_at, api_key }))
}

/// Puts all generations into the record of a key that was rotated; most were not, and theirs is complete.
fn complete(connection: &Connection, mut row: KeyRow) -> Result<KeyRow, Error> {
    if row.generation_count == 1 {
        return Ok(row);
    }
    let mut statement = connection.prepare_cached(
        "SELECT id, number, last_four, prefix, created_at_us, first_used_at_us, retires_at_us
         FROM generation
         WHERE api_key_id = :api_key_id
         ORDER BY number DESC",
    )?;
    let mut rows =
        statement.query(named_params! { ":api_key_id": row.api_key.id.as_uuid().as_bytes() })?;
    row.api_key.generations.clear();
    while let Some(generation) = rows.next()? {
        row.api_key.generations.push(generation_from(&mut Columns::of(generation))?);
    }
    Ok(row)
}

fn newest(key: &ApiKey) -> Result<&Generation, Error> {
    key.generations.first().ok_or_else(|| Error::internal("a key without a generation"))
}

fn from_row(row: &Row<'_>, now: Timestamp) -> Result<KeyRow, Error> {
    let columns = &mut Columns::of(row);
    let id = columns.uuid()?;
    let owner_type = columns.text("the type of an owner", |text| match text {
        "user" => Ok(OwnerType::User),
        "team" => Ok(OwnerType::Team),
        _ => Err(UnreadableValue { what: "the type of an owner" }.into()),
    })?;
    let owner = columns.text("the id of an owner", |id| Owner::new(owner_type, id))?;
    let mut api_key = ApiKey {
        id,
        generations: Vec::with_capacity(1),
        owner,
        description: columns.next()?,
        is_public: columns.next()?,
        scopes: columns.text("scopes", |text| Scopes::parse(text.split_ascii_whitespace()))?,
        metadata: columns.text("metadata", |text| Ok(Metadata::from_stored(text)))?,
        ip_allow_list: columns
            .text("an IP list", |text| IpAllowList::parse(text.split_ascii_whitespace()))?,
        created_at: columns.instant()?,
        created_by: columns.text("who acted", str::parse)?,
        expires_at: columns.optional_instant()?,
        suspended_at: columns.optional_instant()?,
        suspended_by: columns.optional_actor()?,
        suspend_reason: columns.next()?,
        revoked_at: columns.optional_instant()?,
        revoked_by: columns.optional_actor()?,
        revoke_reason: columns.next()?,
        is_owner_suspended: false,
        status: Status::Active,
    };
    let generation_count = columns.next()?;
    api_key.is_owner_suspended = columns.next()?;
    api_key.status = api_key.status_at(now);
    api_key.generations.push(generation_from(columns)?);
    let digest: Option<[u8; 32]> = columns.next()?;
    let is_sealed: bool = columns.next()?;
    match digest {
        Some(digest) if !is_sealed => Ok(KeyRow { api_key, digest, generation_count }),
        _ => Err(Error::new(
            ErrorCode::MasterKey,
            "a row of the store is sealed; give the master key that it was sealed with",
        )),
    }
}

fn generation_from(columns: &mut Columns<'_>) -> Result<Generation, Error> {
    Ok(Generation {
        id: columns.uuid()?,
        number: columns.next()?,
        last_four: columns.next::<Option<String>>()?.unwrap_or_default(),
        prefix: columns.text("a prefix", |text| {
            text.parse().map_err(|_| UnreadableValue { what: "a prefix" }.into())
        })?,
        created_at: columns.instant()?,
        first_used_at: columns.optional_instant()?,
        retires_at: columns.optional_instant()?,
    })
}
