//! Keys whole, with what only an export shows: every generation and its digest.

use rusqlite::named_params;

use super::SqliteRows;
use crate::clock::Timestamp;
use crate::error::Error;
use crate::key::{ApiKey, ApiKeyId, Generation, GenerationId, WholeGeneration};
use crate::store::columns::Columns;
use crate::store::error::UnreadableValue;
use crate::store::{ApiKeyRows as _, ExportRows, NewGeneration};

impl ExportRows for SqliteRows<'_> {
    fn whole_generations(&self, id: &ApiKeyId) -> Result<Vec<WholeGeneration>, Error> {
        let mut statement = self.connection.prepare_cached(
            "SELECT id, 1 AS number, last_four, prefix, created_at_us, first_used_at_us, retires_at_us,
               retires_when_used, digest
             FROM api_key
             WHERE id = :id
             UNION ALL
             SELECT id, number, last_four, prefix, created_at_us, first_used_at_us, retires_at_us,
               retires_when_used, digest
             FROM generation
             WHERE api_key_id = :id
             ORDER BY number",
        )?;
        let mut rows = statement.query(named_params! { ":id": id.as_uuid().as_bytes() })?;
        let mut generations = Vec::new();
        while let Some(row) = rows.next()? {
            let columns = &mut Columns::of(row);
            generations.push(WholeGeneration {
                generation: Generation {
                    id: columns.uuid()?,
                    number: columns.count("the number of a generation")?,
                    last_four: columns.string("last four characters")?,
                    prefix: columns.text("a prefix", |text| {
                        text.parse().map_err(|_| UnreadableValue { what: "a prefix" }.into())
                    })?,
                    created_at: columns.instant()?,
                    first_used_at: columns.optional_instant()?,
                    retires_at: columns.optional_instant()?,
                },
                retires_when_used: columns
                    .flag("whether a generation ends by the next one's use")?,
                digest: columns.next()?,
            });
        }
        Ok(generations)
    }

    fn is_id_taken(&self, id: &GenerationId) -> Result<bool, Error> {
        let mut statement = self.connection.prepare_cached(
            "SELECT 1 FROM api_key WHERE id = :id
             UNION ALL
             SELECT 1 FROM generation WHERE id = :id",
        )?;
        Ok(statement.exists(named_params! { ":id": id.as_uuid().as_bytes() })?)
    }

    fn insert_whole_api_key(
        &mut self,
        key: &ApiKey,
        generations: &[WholeGeneration],
    ) -> Result<(), Error> {
        let [first, later @ ..] = generations else {
            return Err(Error::internal("a key without a generation"));
        };
        let mut record = key.clone();
        record.generations = vec![first.generation.clone()];
        self.insert_api_key(&record, &NewGeneration { digest: first.digest })?;
        self.save_api_key(&record)?;
        let number = generations.last().map_or(1, |newest| newest.generation.number);
        self.connection
            .prepare_cached(
                "UPDATE api_key
                 SET generation = :generation,
                     first_used_at_us = :first_used_at_us,
                     retires_at_us = :retires_at_us,
                     retires_when_used = :retires_when_used
                 WHERE id = :id",
            )?
            .execute(named_params! {
                ":id": key.id.as_uuid().as_bytes(),
                ":generation": number,
                ":first_used_at_us": first.generation.first_used_at.map(Timestamp::as_micros),
                ":retires_at_us": first.generation.retires_at.map(Timestamp::as_micros),
                ":retires_when_used": first.retires_when_used,
            })?;
        for whole in later {
            let generation = &whole.generation;
            self.connection
                .prepare_cached(
                    "INSERT INTO generation (
                       id, api_key_id, number, prefix, digest, last_four, created_at_us,
                       first_used_at_us, retires_at_us, retires_when_used
                     )
                     VALUES (
                       :id, :api_key_id, :number, :prefix, :digest, :last_four, :created_at_us,
                       :first_used_at_us, :retires_at_us, :retires_when_used
                     )",
                )?
                .execute(named_params! {
                    ":id": generation.id.as_uuid().as_bytes(),
                    ":api_key_id": key.id.as_uuid().as_bytes(),
                    ":number": generation.number,
                    ":prefix": generation.prefix.as_str(),
                    ":digest": whole.digest,
                    ":last_four": generation.last_four,
                    ":created_at_us": generation.created_at.as_micros(),
                    ":first_used_at_us": generation.first_used_at.map(Timestamp::as_micros),
                    ":retires_at_us": generation.retires_at.map(Timestamp::as_micros),
                    ":retires_when_used": whole.retires_when_used,
                })?;
        }
        Ok(())
    }
}
