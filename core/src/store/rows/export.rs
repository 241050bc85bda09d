//! Keys whole, with what only an export shows: every generation and its digest.

use rusqlite::named_params;

use super::SqliteRows;
use super::generation::GenerationRow;
use super::sealed::API_KEY;
use crate::error::Error;
use crate::key::{ApiKey, ApiKeyId, GenerationId, WholeGeneration};
use crate::store::{ApiKeyRows as _, ExportRows, NewGeneration};

impl ExportRows for SqliteRows<'_> {
    fn whole_generations(&self, id: &ApiKeyId) -> Result<Vec<WholeGeneration>, Error> {
        let mut rows: Vec<_> = self.first_generation(id)?.into_iter().collect();
        rows.extend(self.all_later_generations(id)?);
        let whole = |GenerationRow { generation, digest }| WholeGeneration { generation, digest };
        Ok(rows.into_iter().map(whole).collect())
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
        let id = key.id.as_uuid().as_bytes();
        self.change_row(&API_KEY, &[id], || {
            self.connection
                .prepare_cached(
                    "UPDATE api_key
                     SET generation = :generation
                     WHERE id = :id",
                )?
                .execute(named_params! { ":id": id, ":generation": number })?;
            Ok(())
        })?;
        self.change_generation(&first.generation)?;
        for whole in later {
            let new = NewGeneration { digest: whole.digest };
            self.insert_later_generation(key.id, &whole.generation, &new)?;
            self.change_generation(&whole.generation)?;
        }
        Ok(())
    }
}
