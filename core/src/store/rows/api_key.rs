//! Keys and their generations.

use std::ops::ControlFlow;

use rusqlite::{CachedStatement, Connection, named_params};

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
use crate::store::{ApiKeyRows, NewGeneration, Retirement, Visit};
use crate::token::Prefix;
use crate::verify::Presented;

/// How many of the generations that rotation added a record shows. A key may be rotated every hour for years, and a check
/// must not cost more for it.
const MOST_GENERATIONS: u32 = 32;

/// What one row of `api_key` holds.
struct KeyRow {
    /// With its first generation.
    api_key: ApiKey,
    generation_count: u32,
}

/// The columns of a key, of its first generation and of its owner, in the order in which [`from_row`] reads them.
///
/// The owner is that of the row, or one that the caller names, which is then looked up once for all rows.
///
/// PERF: no line ends in the text: the statement cache hashes and copies it at every use, and they are 1 % of the
/// instructions of a check (`make bench`, verify).
macro_rules! api_key_columns {
    () => {
        api_key_columns!("k.owner_kind", "k.owner_id")
    };
    ($owner_kind:literal, $owner_id:literal) => {
        concat!(
            "k.id, k.owner_kind, k.owner_id, k.description, k.is_public, k.scopes, k.metadata, \
             k.ip_allow_list, k.created_at_us, k.created_by, k.expires_at_us, \
             k.suspended_at_us, k.suspended_by, k.suspend_reason, \
             k.revoked_at_us, k.revoked_by, k.revoke_reason, \
             k.generation, k.last_four, k.prefix, k.first_used_at_us, k.retires_at_us, \
             EXISTS ( \
               SELECT 1 \
               FROM owner INDEXED BY owner_suspended \
               WHERE kind = ",
            $owner_kind,
            " AND id = ",
            $owner_id,
            " AND suspended_at_us IS NOT NULL \
             ), \
             k.seal IS NOT NULL "
        )
    };
}

impl ApiKeyRows for SqliteRows<'_> {
    fn api_key(&self, id: &ApiKeyId, now: Timestamp) -> Result<Option<ApiKey>, Error> {
        let mut statement = self.connection.prepare_cached(concat!(
            "SELECT ",
            api_key_columns!(),
            "FROM api_key k \
             WHERE k.id = :id"
        ))?;
        let mut rows = statement.query(named_params! { ":id": id.as_uuid().as_bytes() })?;
        let Some(row) = rows.next()? else { return Ok(None) };
        self.complete(from_row(&mut Columns::of(row), now)?).map(Some)
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
            Some(_) => self.connection.prepare_cached(concat!(
                "SELECT ",
                api_key_columns!(":kind", ":owner_id"),
                "FROM api_key k \
                 WHERE k.owner_kind = :kind AND k.owner_id = :owner_id AND k.id < :behind \
                 ORDER BY k.id DESC"
            ))?,
            None => self.connection.prepare_cached(concat!(
                "SELECT ",
                api_key_columns!(),
                "FROM api_key k \
                 WHERE k.id < :behind \
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
            let key = self.complete(from_row(&mut Columns::of(row), now)?)?;
            if visit(key)? == ControlFlow::Break(()) {
                break;
            }
        }
        Ok(())
    }

    fn insert_api_key(&mut self, key: &ApiKey, new: &NewGeneration) -> Result<(), Error> {
        let generation = first(key)?;
        let (owner_kind, owner_id) = owner_columns(&key.owner);
        self.connection
            .prepare_cached(
                "INSERT INTO api_key (
                   id, owner_kind, owner_id, description, is_public, scopes, metadata,
                   ip_allow_list, created_at_us, created_by, expires_at_us, generation, prefix,
                   digest, last_four
                 )
                 VALUES (
                   :id, :owner_kind, :owner_id, :description, :is_public, :scopes, :metadata,
                   :ip_allow_list, :created_at_us, :created_by, :expires_at_us, :generation, :prefix,
                   :digest, :last_four
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
                ":prefix": generation.prefix.as_str(),
                ":digest": new.digest,
                ":last_four": generation.last_four,
            })?;
        Ok(())
    }

    fn insert_generation(&mut self, key: &ApiKey, new: &NewGeneration) -> Result<(), Error> {
        let [generation, replaced, ..] = &*key.generations else {
            return Err(Error::internal("a rotation without two generations"));
        };
        self.connection
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
        // The first generation stands in its key's row, which also counts them.
        let first = first(key)?;
        self.connection
            .prepare_cached(
                "UPDATE api_key
                 SET generation = :generation, retires_at_us = :retires_at_us
                 WHERE id = :id",
            )?
            .execute(named_params! {
                ":id": key.id.as_uuid().as_bytes(),
                ":generation": generation.number,
                ":retires_at_us": first.retires_at.map(Timestamp::as_micros),
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

    fn retirements(&self, id: &ApiKeyId) -> Result<Vec<Retirement>, Error> {
        let mut statement = self.connection.prepare_cached(
            "SELECT id, retires_at_us, 1 AS number
             FROM api_key
             WHERE id = :id
             UNION ALL
             SELECT id, retires_at_us, number
             FROM generation
             WHERE api_key_id = :id
             ORDER BY number",
        )?;
        let mut rows = statement.query(named_params! { ":id": id.as_uuid().as_bytes() })?;
        let mut retirements = Vec::new();
        while let Some(row) = rows.next()? {
            let mut columns = Columns::of(row);
            let (id, at) = (columns.uuid()?, columns.optional_instant()?);
            retirements.push(Retirement { id, at });
        }
        Ok(retirements)
    }

    fn save_retirement(&mut self, id: &ApiKeyId, retirement: Retirement) -> Result<(), Error> {
        let sql = if id.first_generation() == retirement.id {
            "UPDATE api_key
             SET retires_at_us = :retires_at_us
             WHERE id = :id"
        } else {
            "UPDATE generation
             SET retires_at_us = :retires_at_us
             WHERE id = :id"
        };
        self.connection.prepare_cached(sql)?.execute(named_params! {
            ":id": retirement.id.as_uuid().as_bytes(),
            ":retires_at_us": retirement.at.map(Timestamp::as_micros),
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

impl SqliteRows<'_> {
    /// Puts the later generations into the record of a key that was rotated; most were not, and theirs is complete.
    fn complete(&self, row: KeyRow) -> Result<ApiKey, Error> {
        let KeyRow { mut api_key, generation_count } = row;
        if generation_count == 1 {
            return Ok(api_key);
        }
        let mut statement = self.connection.prepare_cached(
            "SELECT
               id, number, created_at_us, last_four, prefix, first_used_at_us, retires_at_us,
               seal IS NOT NULL
             FROM generation
             WHERE api_key_id = :api_key_id
             ORDER BY number DESC
             LIMIT :most",
        )?;
        let mut rows = statement.query(named_params! {
            ":api_key_id": api_key.id.as_uuid().as_bytes(),
            ":most": MOST_GENERATIONS,
        })?;
        let first = std::mem::take(&mut api_key.generations);
        while let Some(row) = rows.next()? {
            let columns = &mut Columns::of(row);
            let (id, number, created_at) = (columns.uuid()?, columns.next()?, columns.instant()?);
            api_key.generations.push(generation_from(columns, id, number, created_at)?);
            require_unsealed(columns.next()?)?;
        }
        api_key.generations.extend(first);
        Ok(api_key)
    }
}

/// Reads all that the gates need about a presented id: the generation, its key and the owner, by one statement.
pub(crate) fn presented(
    connection: &Connection,
    id: GenerationId,
    now: Timestamp,
) -> Result<Option<Presented>, Error> {
    let mut statement = connection.prepare_cached(concat!(
        "SELECT iif(g.id IS NULL, k.digest, g.digest), iif(g.id IS NULL, k.prefix, g.prefix), \
         iif(g.id IS NULL, k.retires_at_us, g.retires_at_us), ",
        api_key_columns!(),
        "FROM api_key k LEFT JOIN generation g ON g.id = ?1 \
         WHERE k.id = coalesce((SELECT api_key_id FROM generation WHERE id = ?1), ?1)"
    ))?;
    statement.raw_bind_parameter(1, id.as_uuid().as_bytes())?;
    let mut rows = statement.raw_query();
    let Some(row) = rows.next()? else { return Ok(None) };
    let columns = &mut Columns::of(row);
    let digest: Option<[u8; 32]> = columns.next()?;
    let prefix = columns.text("a prefix", prefix)?;
    let retires_at = columns.optional_instant()?;
    // The statement is not reset yet, so the other generations come from the same snapshot.
    let api_key = SqliteRows::new(connection).complete(from_row(columns, now)?)?;
    let digest = digest.ok_or_else(sealed)?;
    Ok(Some(Presented { prefix, digest, retires_at, api_key }))
}

fn first(key: &ApiKey) -> Result<&Generation, Error> {
    key.generations.last().ok_or_else(|| Error::internal("a key without a generation"))
}

fn from_row(columns: &mut Columns<'_>, now: Timestamp) -> Result<KeyRow, Error> {
    let id: ApiKeyId = columns.uuid()?;
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
        description: columns.string("a description")?,
        is_public: columns.flag("whether a key is public")?,
        scopes: columns.text("scopes", |text| Scopes::parse(text.split_ascii_whitespace()))?,
        metadata: columns.text("metadata", |text| Ok(Metadata::from_stored(text)))?,
        ip_allow_list: columns
            .text("an IP list", |text| IpAllowList::parse(text.split_ascii_whitespace()))?,
        created_at: columns.instant()?,
        created_by: columns.text("who acted", str::parse)?,
        expires_at: columns.optional_instant()?,
        suspended_at: columns.optional_instant()?,
        suspended_by: None,
        suspend_reason: None,
        revoked_at: None,
        revoked_by: None,
        revoke_reason: None,
        is_owner_suspended: false,
        status: Status::Active,
    };
    // What did not happen has nobody who did it.
    if api_key.suspended_at.is_some() {
        api_key.suspended_by = columns.optional_actor()?;
        api_key.suspend_reason = columns.optional_string("a reason")?;
    } else {
        columns.skip(2);
    }
    api_key.revoked_at = columns.optional_instant()?;
    if api_key.revoked_at.is_some() {
        api_key.revoked_by = columns.optional_actor()?;
        api_key.revoke_reason = columns.optional_string("a reason")?;
    } else {
        columns.skip(2);
    }
    let generation_count = columns.count("the number of generations")?;
    api_key.generations.push(generation_from(
        columns,
        id.first_generation(),
        1,
        api_key.created_at,
    )?);
    api_key.is_owner_suspended = columns.flag("whether an owner is suspended")?;
    api_key.status = api_key.status_at(now);
    require_unsealed(columns.flag("whether a row is sealed")?)?;
    Ok(KeyRow { api_key, generation_count })
}

fn generation_from(
    columns: &mut Columns<'_>,
    id: GenerationId,
    number: u32,
    created_at: Timestamp,
) -> Result<Generation, Error> {
    Ok(Generation {
        id,
        number,
        last_four: columns.optional_string("last four characters")?.unwrap_or_default(),
        prefix: columns.text("a prefix", prefix)?,
        created_at,
        first_used_at: columns.optional_instant()?,
        retires_at: columns.optional_instant()?,
    })
}

fn prefix(text: &str) -> Result<Prefix, Error> {
    text.parse().map_err(|_| UnreadableValue { what: "a prefix" }.into())
}

fn require_unsealed(is_sealed: bool) -> Result<(), Error> {
    if is_sealed { Err(sealed()) } else { Ok(()) }
}

fn sealed() -> Error {
    Error::new(
        ErrorCode::MasterKey,
        "a row of the store is sealed; give the master key that it was sealed with",
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::Settings;
    use crate::store::OwnerRows as _;
    use crate::store::migrations::{Reach, migrate};
    use crate::token::Prefix;

    #[test]
    fn a_rotated_key_is_found_by_each_of_its_ids_with_that_ones_digest_and_end() {
        let now = Timestamp::from_millis(1_800_000_000_000).unwrap();
        let mut connection = Connection::open_in_memory().unwrap();
        let settings = Settings::new(Prefix::default());
        migrate(&mut connection, Reach::Additive, &settings, now).unwrap();
        let ids = [1, 2, 3].map(|id| GenerationId::from(uuid::Uuid::from_u128(id)));
        let [first, second, third] = ids;
        let owner = Owner::new(OwnerType::User, "alice").unwrap();
        let alice = crate::owner::User::new(crate::owner::UserId::new("alice").unwrap(), now);
        SqliteRows::new(&connection).save_user(&alice).unwrap();
        connection
            .execute(
                "INSERT INTO api_key (
                   id, owner_kind, owner_id, description, is_public, scopes, metadata, ip_allow_list,
                   created_at_us, created_by, generation, prefix, digest, last_four, retires_at_us
                 )
                 VALUES (?1, 'user', 'alice', 'CI', 0, '', '{}', '', 5, 'server', 3, 'kw', ?2, '1111', 7)",
                (first.as_uuid().as_bytes(), [1_u8; 32]),
            )
            .unwrap();
        for (id, number, retires_at) in [(third, 3_u8, None), (second, 2, Some(8))] {
            connection
                .execute(
                    "INSERT INTO generation (
                       id, api_key_id, number, prefix, digest, last_four, created_at_us, retires_at_us
                     )
                     VALUES (?1, ?2, ?3, 'kw', ?4, '2222', 6, ?5)",
                    (
                        id.as_uuid().as_bytes(),
                        first.as_uuid().as_bytes(),
                        number,
                        [number; 32],
                        retires_at,
                    ),
                )
                .unwrap();
        }

        for (id, digest, retires_at) in
            [(first, 1, Some(7)), (second, 2, Some(8)), (third, 3, None)]
        {
            let presented = presented(&connection, id, now).unwrap().expect("a key");
            assert_eq!(presented.digest, [digest; 32]);
            assert_eq!(presented.retires_at.map(Timestamp::as_micros), retires_at);
            assert_eq!(presented.api_key.owner, owner);
            let generations = presented.api_key.generations.iter();
            let seen: Vec<_> = generations.map(|one| (one.id, one.number)).collect();
            assert_eq!(seen, [(third, 3), (second, 2), (first, 1)]);
        }
        let unknown = GenerationId::from(uuid::Uuid::from_u128(4));
        assert!(presented(&connection, unknown, now).unwrap().is_none());

        let deleted = ApiKeyId::from(*first.as_uuid());
        SqliteRows::new(&connection).delete_api_key(&deleted).unwrap();
        for id in ids {
            assert!(presented(&connection, id, now).unwrap().is_none());
        }
    }
}
