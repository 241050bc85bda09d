//! What the gates need about a generation: of one that was presented, and of all, to be loaded into memory.

use std::ops::ControlFlow;

use super::SqliteRows;
use super::api_key::{KeyRow, api_key_columns, first};
use super::generation::GenerationRow;
use super::sealed::covered_api_key_columns;
use crate::clock::Timestamp;
use crate::error::Error;
use crate::key::{ApiKeyId, GenerationId, Position};
use crate::owner::Owner;
use crate::store::columns::Columns;
use crate::store::{Looked, OfGeneration};
use crate::verify::Presented;

impl SqliteRows<'_> {
    /// Reads all that the gates need about a presented id: the generation, its key and the owner, on one snapshot.
    pub(crate) fn presented(&self, id: GenerationId, now: Timestamp) -> Result<Looked, Error> {
        let mut statement = self.connection.prepare_cached(concat!(
            "SELECT ",
            api_key_columns!(),
            "FROM api_key k \
             WHERE k.id = coalesce((SELECT api_key_id FROM generation WHERE id = ?1), ?1)"
        ))?;
        statement.raw_bind_parameter(1, id.as_uuid().as_bytes())?;
        let mut rows = statement.raw_query();
        let Some(row) = rows.next()? else { return Ok(Looked::Nothing) };
        // The statement is not reset yet, so what else is read comes from the same snapshot.
        let presented = self.key_row(row, now).and_then(|row| self.presented_by(id, row));
        match presented {
            Ok(presented) => Ok(Looked::Found(Box::new(presented))),
            Err(error) => match error.tampered_row() {
                None => Err(error),
                Some(tampered) => Ok(Looked::Tampered {
                    api_key_id: Columns::of(row).uuid()?,
                    row: tampered.to_owned(),
                }),
            },
        }
    }

    /// Hands out what the gates need about each generation of keys, newest key first, from behind a position.
    pub(super) fn each_row_presented(
        &self,
        owner: Option<&Owner>,
        behind: Option<Position>,
        now: Timestamp,
        visit: &mut dyn FnMut(ApiKeyId, Vec<OfGeneration>) -> ControlFlow<()>,
    ) -> Result<(), Error> {
        let mut statement = self.keys_behind(owner, behind)?;
        let mut rows = statement.raw_query();
        while let Some(row) = rows.next()? {
            let id: ApiKeyId = Columns::of(row).uuid()?;
            let generations = match self.key_row(row, now).and_then(|row| self.all_presented(row)) {
                Err(error) if error.tampered_row().is_some() => {
                    let later = self.later_ids(&id)?.into_iter();
                    let all = later.chain([id.first_generation()]);
                    all.map(|id| OfGeneration { id, row: None }).collect()
                }
                generations => generations?,
            };
            if visit(id, generations) == ControlFlow::Break(()) {
                break;
            }
        }
        Ok(())
    }

    /// Reads all that the gates need about each generation of a key.
    fn all_presented(&self, row: KeyRow) -> Result<Vec<OfGeneration>, Error> {
        let first = GenerationRow { generation: first(&row.api_key)?.clone(), digest: row.digest };
        let later = match row.generation_count {
            1 => Vec::new(),
            _ => self.all_later_generations(&row.api_key.id)?,
        };
        let api_key = self.complete(row)?;
        let presented = |GenerationRow { generation, digest }: GenerationRow| {
            let presented = Presented {
                prefix: generation.prefix,
                digest,
                number: generation.number,
                first_used_at: generation.first_used_at,
                retires_at: generation.retires_at,
                retires_when_used: generation.retires_when_used,
                api_key: api_key.clone(),
            };
            OfGeneration { id: generation.id, row: Some((generation.last_four, presented)) }
        };
        Ok([first].into_iter().chain(later).map(presented).collect())
    }

    fn presented_by(&self, id: GenerationId, row: KeyRow) -> Result<Presented, Error> {
        let GenerationRow { generation, digest } = if row.api_key.id.first_generation() == id {
            let generation = first(&row.api_key)?.clone();
            GenerationRow { generation, digest: row.digest }
        } else {
            self.later_generation(id)?
        };
        Ok(Presented {
            prefix: generation.prefix,
            digest,
            number: generation.number,
            first_used_at: generation.first_used_at,
            retires_at: generation.retires_at,
            retires_when_used: generation.retires_when_used,
            api_key: self.complete(row)?,
        })
    }
}
