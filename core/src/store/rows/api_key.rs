//! Keys and their generations.

use std::ops::ControlFlow;
use std::sync::Arc;

use rusqlite::{CachedStatement, Connection, Row, named_params};

use super::generation::{GenerationRow, prefix, read_generation};
use super::sealed::{API_KEY, GENERATION, SealedTable, UNFINISHED, covered_api_key_columns};
use super::{SqliteRows, owner_columns};
use crate::actor::Actor;
use crate::clock::Timestamp;
use crate::error::Error;
use crate::key::{
    ApiKey, ApiKeyId, Generation, GenerationId, IpAllowList, Metadata, Position, Scopes, Status,
};
use crate::owner::{Owner, OwnerType};
use crate::seal::{DataKey, Inside};
use crate::store::columns::{Columns, words};
use crate::store::error::UnreadableValue;
use crate::store::{ApiKeyRows, NewGeneration, OfGeneration, Retirement, Visit};

/// What one row of `api_key` holds.
pub(super) struct KeyRow {
    /// With its first generation.
    pub(super) api_key: ApiKey,
    pub(super) generation_count: u32,
    /// Of the first generation.
    pub(super) digest: [u8; 32],
}

/// The columns of a key, of its first generation and of its owner, in the order in which [`SqliteRows::key_row`] reads them.
///
/// The owner is that of the row, or one that the caller names, which is then looked up once for all rows. In a sealed
/// store the owner's own row is asked instead, since an index has no seal.
///
/// PERF: no line ends in the text: the statement cache hashes and copies it at every use, and they are 1 % of the
/// instructions of a check (`make bench`, verify).
macro_rules! api_key_columns {
    () => {
        api_key_columns!("k.owner_kind", "k.owner_id")
    };
    ($owner_kind:literal, $owner_id:literal) => {
        concat!(
            covered_api_key_columns!(),
            ", k.last_four, k.digest, k.seal, \
             EXISTS ( \
               SELECT 1 \
               FROM owner INDEXED BY owner_suspended \
               WHERE kind = ",
            $owner_kind,
            " AND id = ",
            $owner_id,
            " AND suspended_at_us IS NOT NULL \
             ) "
        )
    };
}
pub(super) use api_key_columns;

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
        self.complete(self.key_row(row, now)?).map(Some)
    }

    fn api_key_without_owner(
        &self,
        id: &ApiKeyId,
        now: Timestamp,
    ) -> Result<Option<ApiKey>, Error> {
        let Some(mut row) = self.own_row_by_id(id)? else { return Ok(None) };
        row.api_key.status = row.api_key.status_at(now);
        self.complete(row).map(Some)
    }

    fn each_api_key(
        &self,
        owner: Option<&Owner>,
        behind: Option<Position>,
        now: Timestamp,
        visit: Visit<'_>,
    ) -> Result<(), Error> {
        let mut statement = self.keys_behind(owner, behind)?;
        let mut rows = statement.raw_query();
        while let Some(row) = rows.next()? {
            let key = self.key_row(row, now).and_then(|row| self.complete(row));
            if let Err(error) = &key
                && error.tampered_row().is_none()
            {
                return key.map(drop);
            }
            if visit(key)? == ControlFlow::Break(()) {
                break;
            }
        }
        Ok(())
    }

    fn each_presented(
        &self,
        owner: Option<&Owner>,
        behind: Option<Position>,
        now: Timestamp,
        visit: &mut dyn FnMut(ApiKeyId, Vec<OfGeneration>) -> ControlFlow<()>,
    ) -> Result<(), Error> {
        self.each_row_presented(owner, behind, now, visit)
    }

    fn each_later_generation(&self, visit: &mut dyn FnMut(GenerationId)) -> Result<(), Error> {
        let mut statement = self.connection.prepare_cached(
            "SELECT id
             FROM generation",
        )?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            visit(Columns::of(row).uuid()?);
        }
        Ok(())
    }

    fn insert_api_key(&mut self, key: &ApiKey, new: &NewGeneration) -> Result<(), Error> {
        let generation = first(key)?;
        let (owner_kind, owner_id) = owner_columns(&key.owner);
        // What a seal hides is never written outside of it, not even for the time of a transaction.
        let data_key = self.sealing()?;
        let plain = data_key.is_none();
        self.connection
            .prepare_cached(
                "INSERT INTO api_key (
                   id, owner_kind, owner_id, description, is_public, scopes, metadata,
                   ip_allow_list, created_at_us, created_by, expires_at_us, generation, prefix,
                   digest, last_four, seal
                 )
                 VALUES (
                   :id, :owner_kind, :owner_id, :description, :is_public, :scopes, :metadata,
                   :ip_allow_list, :created_at_us, :created_by, :expires_at_us, :generation, :prefix,
                   :digest, :last_four, :seal
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
                ":digest": plain.then_some(new.digest),
                ":last_four": plain.then_some(&generation.last_four),
                ":seal": (!plain).then_some(UNFINISHED),
            })?;
        self.seal_new(&API_KEY, data_key, new, generation)
    }

    fn insert_generation(&mut self, key: &ApiKey, new: &NewGeneration) -> Result<(), Error> {
        let [generation, replaced, ..] = &*key.generations else {
            return Err(Error::internal("a rotation without two generations"));
        };
        self.insert_later_generation(key.id, generation, new)?;
        self.save_generation(replaced)?;
        let id = key.id.as_uuid().as_bytes();
        self.change_row(&API_KEY, &[id], || {
            self.connection
                .prepare_cached(
                    "UPDATE api_key
                     SET generation = :generation
                     WHERE id = :id",
                )?
                .execute(named_params! {
                    ":id": id,
                    ":generation": generation.number,
                })?;
            Ok(())
        })
    }

    fn open_generations(&self, key: &ApiKey) -> Result<Vec<Generation>, Error> {
        let mut open = self.later_open_generations(&key.id)?;
        open.push(first(key)?.clone());
        Ok(open)
    }

    fn save_generation(&mut self, generation: &Generation) -> Result<(), Error> {
        self.change_generation(generation)
    }

    fn save_api_key(&mut self, key: &ApiKey) -> Result<(), Error> {
        let id = key.id.as_uuid().as_bytes();
        self.change_row(&API_KEY, &[id], || write(self.connection, key))
    }

    fn retirements(&self, id: &ApiKeyId) -> Result<Vec<Retirement>, Error> {
        // Each seal is opened: an end that somebody took out must not pass for one that was never given.
        let mut rows: Vec<_> = self.first_generation(id)?.into_iter().collect();
        rows.extend(self.all_later_generations(id)?);
        let end = |GenerationRow { generation, .. }| Retirement {
            id: generation.id,
            at: generation.retires_at,
        };
        Ok(rows.into_iter().map(end).collect())
    }

    fn save_retirement(&mut self, id: &ApiKeyId, retirement: Retirement) -> Result<(), Error> {
        let (table, sql) = if id.first_generation() == retirement.id {
            (
                &API_KEY,
                "UPDATE api_key
                 SET retires_at_us = :retires_at_us
                 WHERE id = :id",
            )
        } else {
            (
                &GENERATION,
                "UPDATE generation
                 SET retires_at_us = :retires_at_us
                 WHERE id = :id",
            )
        };
        let id = retirement.id.as_uuid().as_bytes();
        self.change_row(table, &[id], || {
            self.connection.prepare_cached(sql)?.execute(named_params! {
                ":id": id,
                ":retires_at_us": retirement.at.map(Timestamp::as_micros),
            })?;
            Ok(())
        })
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
    /// Prepares to read keys, newest first, from behind a position.
    pub(super) fn keys_behind(
        &self,
        owner: Option<&Owner>,
        behind: Option<Position>,
    ) -> Result<CachedStatement<'_>, Error> {
        let behind = behind.map(|Position(id)| id).unwrap_or(ApiKeyId::LAST);
        let mut statement: CachedStatement<'_> = match owner {
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
        statement.raw_bind_parameter(c":behind", behind.as_uuid().as_bytes())?;
        if let Some(owner) = owner {
            let (kind, id) = owner_columns(owner);
            statement.raw_bind_parameter(c":kind", kind)?;
            statement.raw_bind_parameter(c":owner_id", id)?;
        }
        Ok(statement)
    }

    /// Reads the first generation of a key with its digest.
    pub(super) fn first_generation(&self, id: &ApiKeyId) -> Result<Option<GenerationRow>, Error> {
        Ok(self.own_row_by_id(id)?.and_then(|KeyRow { mut api_key, digest, .. }| {
            let generation = api_key.generations.pop();
            generation.map(|generation| GenerationRow { generation, digest })
        }))
    }

    fn own_row_by_id(&self, id: &ApiKeyId) -> Result<Option<KeyRow>, Error> {
        let mut statement = self.connection.prepare_cached(concat!(
            "SELECT ",
            api_key_columns!(),
            "FROM api_key k \
             WHERE k.id = :id"
        ))?;
        let mut rows = statement.query(named_params! { ":id": id.as_uuid().as_bytes() })?;
        rows.next()?.map(|row| self.own_row(row)).transpose()
    }

    /// Reads a row of [`api_key_columns`].
    pub(super) fn key_row(&self, row: &Row<'_>, now: Timestamp) -> Result<KeyRow, Error> {
        let mut row = self.own_row(row)?;
        let api_key = &mut row.api_key;
        // The index tells nothing that is authenticated.
        if self.ring.is_some() {
            api_key.is_owner_suspended = self.is_suspended(&api_key.owner)?;
        }
        api_key.status = api_key.status_at(now);
        Ok(row)
    }

    /// Reads the same without a look at a sealed owner's row. The status is not set yet.
    fn own_row(&self, row: &Row<'_>) -> Result<KeyRow, Error> {
        let inside = self.open_row(&API_KEY, row, 0)?;
        let columns = &mut Columns::of(row);
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
        let prefix = columns.text("a prefix", prefix)?;
        let created_at = api_key.created_at;
        let first = read_generation(columns, id.first_generation(), 1, prefix, created_at, inside)?;
        api_key.generations.push(first.generation);
        api_key.is_owner_suspended = columns.flag("whether an owner is suspended")?;
        Ok(KeyRow { api_key, generation_count, digest: first.digest })
    }

    /// Puts the later generations into the record of a key that was rotated; most were not, and theirs is complete.
    pub(super) fn complete(&self, row: KeyRow) -> Result<ApiKey, Error> {
        let KeyRow { mut api_key, generation_count, .. } = row;
        if generation_count > 1 {
            let first = std::mem::take(&mut api_key.generations);
            api_key.generations = self.later_generations(&api_key.id)?;
            api_key.generations.extend(first);
        }
        Ok(api_key)
    }

    /// Hides the secret of a key or a generation that was just written, where the store is sealed.
    pub(super) fn seal_new(
        &self,
        table: &SealedTable,
        data_key: Option<Arc<DataKey>>,
        new: &NewGeneration,
        generation: &Generation,
    ) -> Result<(), Error> {
        let Some(data_key) = data_key else { return Ok(()) };
        let inside = Inside::new(&new.digest, &generation.last_four);
        self.seal_row(table, &[generation.id.as_uuid().as_bytes()], &data_key, &inside)
    }
}

fn write(connection: &Connection, key: &ApiKey) -> Result<(), Error> {
    let micros = |instant: Option<Timestamp>| instant.map(Timestamp::as_micros);
    let actor = |actor: &Option<Actor>| actor.as_ref().map(ToString::to_string);
    connection
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

pub(super) fn first(key: &ApiKey) -> Result<&Generation, Error> {
    key.generations.last().ok_or_else(|| Error::internal("a key without a generation"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::Settings;
    use crate::store::Looked;
    use crate::store::OwnerRows as _;
    use crate::store::migrations::{NewStore, Reach, migrate};
    use crate::token::Prefix;

    #[test]
    fn a_rotated_key_is_found_by_each_of_its_ids_with_that_ones_digest_and_end() {
        let now = Timestamp::from_millis(1_800_000_000_000).unwrap();
        let mut connection = Connection::open_in_memory().unwrap();
        let settings = Settings::new(Prefix::default());
        let new = NewStore { settings: &settings, ring: None, now };
        migrate(&mut connection, Reach::Additive, &new).unwrap();
        let ids = [1, 2, 3].map(|id| GenerationId::from(uuid::Uuid::from_u128(id)));
        let [first, second, third] = ids;
        let owner = Owner::new(OwnerType::User, "alice").unwrap();
        let alice = crate::owner::User::new(crate::owner::UserId::new("alice").unwrap(), now);
        SqliteRows::new(&connection, None).save_user(&alice).unwrap();
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
            let looked = SqliteRows::new(&connection, None).presented(id, now).unwrap();
            let Looked::Found(presented) = looked else { panic!("a key") };
            assert_eq!(presented.digest, [digest; 32]);
            assert_eq!(presented.retires_at.map(Timestamp::as_micros), retires_at);
            assert_eq!(presented.api_key.owner, owner);
            let generations = presented.api_key.generations.iter();
            let seen: Vec<_> = generations.map(|one| (one.id, one.number)).collect();
            assert_eq!(seen, [(third, 3), (second, 2), (first, 1)]);
        }
        let rows = || SqliteRows::new(&connection, None);
        let unknown = GenerationId::from(uuid::Uuid::from_u128(4));
        assert!(matches!(rows().presented(unknown, now).unwrap(), Looked::Nothing));

        let deleted = ApiKeyId::from(*first.as_uuid());
        SqliteRows::new(&connection, None).delete_api_key(&deleted).unwrap();
        for id in ids {
            assert!(matches!(rows().presented(id, now).unwrap(), Looked::Nothing));
        }
    }
}
