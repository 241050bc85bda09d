//! The secrets that rotation added to a key.

use rusqlite::{Row, Rows, named_params};

use super::SqliteRows;
use super::sealed::{API_KEY, GENERATION, UNFINISHED, covered_generation_columns};
use crate::clock::Timestamp;
use crate::error::Error;
use crate::key::{ApiKeyId, Generation, GenerationId};
use crate::seal::Inside;
use crate::store::NewGeneration;
use crate::store::columns::Columns;
use crate::store::error::UnreadableValue;
use crate::token::Prefix;

/// How many of the generations that rotation added a record shows. A key may be rotated every hour for years, and a check
/// must not cost more for it.
const MOST_GENERATIONS: u32 = 32;

/// What is stored of one secret, whichever table it stands in.
pub(super) struct GenerationRow {
    pub(super) generation: Generation,
    pub(super) digest: [u8; 32],
}

impl SqliteRows<'_> {
    /// Returns the newest generations that rotation added, newest first.
    pub(super) fn later_generations(&self, id: &ApiKeyId) -> Result<Vec<Generation>, Error> {
        let mut statement = self.connection.prepare_cached(concat!(
            "SELECT ",
            covered_generation_columns!(),
            ", last_four, digest, seal \
             FROM generation \
             WHERE api_key_id = :api_key_id \
             ORDER BY number DESC \
             LIMIT :most"
        ))?;
        let mut rows = statement.query(named_params! {
            ":api_key_id": id.as_uuid().as_bytes(),
            ":most": MOST_GENERATIONS,
        })?;
        self.generations(&mut rows)
    }

    /// Returns all generations that rotation added with their digests, oldest first, however many there are.
    pub(super) fn all_later_generations(&self, id: &ApiKeyId) -> Result<Vec<GenerationRow>, Error> {
        let mut statement = self.connection.prepare_cached(concat!(
            "SELECT ",
            covered_generation_columns!(),
            ", last_four, digest, seal \
             FROM generation \
             WHERE api_key_id = :api_key_id \
             ORDER BY number"
        ))?;
        let mut rows = statement.query(named_params! { ":api_key_id": id.as_uuid().as_bytes() })?;
        let mut generations = Vec::new();
        while let Some(row) = rows.next()? {
            generations.push(self.generation_row(row)?);
        }
        Ok(generations)
    }

    /// Returns the ids of the generations that rotation added, whatever else their rows say.
    pub(super) fn later_ids(&self, id: &ApiKeyId) -> Result<Vec<GenerationId>, Error> {
        let mut statement = self.connection.prepare_cached(
            "SELECT id
             FROM generation
             WHERE api_key_id = :api_key_id",
        )?;
        let mut rows = statement.query(named_params! { ":api_key_id": id.as_uuid().as_bytes() })?;
        let mut ids = Vec::new();
        while let Some(row) = rows.next()? {
            ids.push(Columns::of(row).uuid()?);
        }
        Ok(ids)
    }

    /// Returns one generation that rotation added.
    pub(super) fn later_generation(&self, id: GenerationId) -> Result<GenerationRow, Error> {
        let mut statement = self.connection.prepare_cached(GENERATION.read())?;
        let mut rows = statement.query([id.as_uuid().as_bytes()])?;
        let row = rows.next()?.ok_or(UnreadableValue { what: "a generation" })?;
        self.generation_row(row)
    }

    pub(super) fn insert_later_generation(
        &self,
        api_key_id: ApiKeyId,
        generation: &Generation,
        new: &NewGeneration,
    ) -> Result<(), Error> {
        let data_key = self.sealing()?;
        let plain = data_key.is_none();
        self.connection
            .prepare_cached(
                "INSERT INTO generation (
                   id, api_key_id, number, prefix, digest, last_four, created_at_us, seal
                 )
                 VALUES (
                   :id, :api_key_id, :number, :prefix, :digest, :last_four, :created_at_us, :seal
                 )",
            )?
            .execute(named_params! {
                ":id": generation.id.as_uuid().as_bytes(),
                ":api_key_id": api_key_id.as_uuid().as_bytes(),
                ":number": generation.number,
                ":prefix": generation.prefix.as_str(),
                ":digest": plain.then_some(new.digest),
                ":last_four": plain.then_some(&generation.last_four),
                ":created_at_us": generation.created_at.as_micros(),
                ":seal": (!plain).then_some(UNFINISHED),
            })?;
        self.seal_new(&GENERATION, data_key, new, generation)
    }

    /// Returns the generations that rotation added which still wait for something, newest first.
    pub(super) fn later_open_generations(&self, id: &ApiKeyId) -> Result<Vec<Generation>, Error> {
        let mut statement = self.connection.prepare_cached(concat!(
            "SELECT ",
            covered_generation_columns!(),
            ", last_four, digest, seal \
             FROM generation \
             WHERE api_key_id = :api_key_id AND (first_used_at_us IS NULL OR retires_when_used = 1) \
             ORDER BY number DESC"
        ))?;
        let mut rows = statement.query(named_params! { ":api_key_id": id.as_uuid().as_bytes() })?;
        self.generations(&mut rows)
    }

    /// Writes what can change about a generation. The first one stands in its key's row, under the same id.
    pub(super) fn change_generation(&self, generation: &Generation) -> Result<(), Error> {
        let (table, sql) = if generation.number == 1 {
            (
                &API_KEY,
                "UPDATE api_key
                 SET first_used_at_us = :first_used_at_us,
                     retires_at_us = :retires_at_us,
                     retires_when_used = :retires_when_used
                 WHERE id = :id",
            )
        } else {
            (
                &GENERATION,
                "UPDATE generation
                 SET first_used_at_us = :first_used_at_us,
                     retires_at_us = :retires_at_us,
                     retires_when_used = :retires_when_used
                 WHERE id = :id",
            )
        };
        let id = generation.id.as_uuid().as_bytes();
        self.change_row(table, &[id], || {
            self.connection.prepare_cached(sql)?.execute(named_params! {
                ":id": id,
                ":first_used_at_us": generation.first_used_at.map(Timestamp::as_micros),
                ":retires_at_us": generation.retires_at.map(Timestamp::as_micros),
                ":retires_when_used": generation.retires_when_used,
            })?;
            Ok(())
        })
    }

    fn generations(&self, rows: &mut Rows<'_>) -> Result<Vec<Generation>, Error> {
        let mut generations = Vec::new();
        while let Some(row) = rows.next()? {
            generations.push(self.generation_row(row)?.generation);
        }
        Ok(generations)
    }

    /// Reads a row of [`covered_generation_columns`], the secret and the seal.
    fn generation_row(&self, row: &Row<'_>) -> Result<GenerationRow, Error> {
        let inside = self.open_row(&GENERATION, row, 0)?;
        let columns = &mut Columns::of(row);
        let id = columns.uuid()?;
        columns.skip(1);
        let number = columns.count("the number of a generation")?;
        let prefix = columns.text("a prefix", prefix)?;
        let created_at = columns.instant()?;
        read_generation(columns, id, number, prefix, created_at, inside)
    }
}

/// Reads what both tables hold of a generation at their end: its use, its end, its secret, and past the seal.
pub(super) fn read_generation(
    columns: &mut Columns<'_>,
    id: GenerationId,
    number: u32,
    prefix: Prefix,
    created_at: Timestamp,
    inside: Option<Inside>,
) -> Result<GenerationRow, Error> {
    let first_used_at = columns.optional_instant()?;
    let retires_at = columns.optional_instant()?;
    let retires_when_used = columns.flag("whether a generation waits for another")?;
    let (digest, last_four) = match &inside {
        Some(inside) => {
            columns.skip(2);
            inside.secret().ok_or(UnreadableValue { what: "the inside of a seal" })?
        }
        None => {
            let last_four = columns.str("last four characters")?;
            (columns.next()?, last_four)
        }
    };
    columns.skip(1);
    let last_four = last_four.to_owned();
    let generation = Generation {
        id,
        number,
        last_four,
        prefix,
        created_at,
        first_used_at,
        retires_at,
        retires_when_used,
    };
    Ok(GenerationRow { generation, digest })
}

pub(super) fn prefix(text: &str) -> Result<Prefix, Error> {
    text.parse().map_err(|_| UnreadableValue { what: "a prefix" }.into())
}
