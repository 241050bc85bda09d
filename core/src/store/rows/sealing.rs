//! Sealing all rows, table after table and batch after batch.

use rusqlite::types::Value;
use rusqlite::{ToSql, named_params};

use super::SqliteRows;
use super::sealed::{API_KEY, GENERATION, OWNER, SETTINGS, SealedTable, sealed};
use crate::clock::Timestamp;
use crate::error::{Error, ErrorCode};
use crate::seal::{SealStatus, SealedHeader};
use crate::store::key_ring::{self, KeyRing};
use crate::store::{SealBatch, SealPosition, SealRows};

/// All tables whose rows are sealed, the settings first: they are what `open` reads.
const SEALED_TABLES: [&SealedTable; 4] = [&SETTINGS, &OWNER, &GENERATION, &API_KEY];

/// How many rows are looked at in one go.
const AT_ONCE: u32 = 1000;

/// The table that is being sealed, by its place in the list, and the primary key of the last row.
#[derive(Default)]
pub(crate) struct SealPlace {
    table: usize,
    key: Vec<Value>,
}

impl SealRows for SqliteRows<'_> {
    fn seal_status(&self) -> Result<SealStatus, Error> {
        let data_keys = key_ring::data_key_rows(self.connection)?;
        let (mut sealed_rows, mut unsealed_rows) = (0, 0);
        for table in SEALED_TABLES {
            let (sealed, unsealed) = self
                .connection
                .prepare_cached(table.counts())?
                .query_row([], |row| Ok((row.get::<_, u32>(0)?, row.get::<_, u32>(1)?)))?;
            sealed_rows += u64::from(sealed);
            unsealed_rows += u64::from(unsealed);
        }
        Ok(SealStatus {
            is_sealed: !data_keys.is_empty(),
            sealed_with: data_keys.last().map(|row| key_ring::hex(&row.master_key_id)),
            data_keys: data_keys.iter().map(|row| row.number).collect(),
            sealed_rows,
            unsealed_rows,
            accepts_unsealed: self.ring.is_some_and(KeyRing::accepts_unsealed),
        })
    }

    fn begin_sealing(&mut self, now: Timestamp) -> Result<bool, Error> {
        let ring = self.required_ring()?;
        if ring.newest(self.connection)?.is_some() {
            return Ok(false);
        }
        ring.add(self.connection, now)?;
        Ok(true)
    }

    fn begin_rekey(&mut self, now: Timestamp) -> Result<bool, Error> {
        let ring = self.required_ring()?;
        match key_ring::data_key_rows(self.connection)?.len() {
            0 => Err(Error::new(
                ErrorCode::MasterKey,
                "the store is not sealed yet; seal it with `keywright seal apply` first",
            )),
            1 => ring.add(self.connection, now).map(|_| true),
            _ => Ok(false),
        }
    }

    fn count_rows_to_seal(&self) -> Result<u64, Error> {
        let Some(data_key) = self.sealing()? else { return Ok(0) };
        let header = SealedHeader::new(data_key.number()).to_bytes();
        let mut count = 0;
        for table in SEALED_TABLES {
            let mut statement = self.connection.prepare_cached(table.count_others())?;
            count += u64::from(
                statement
                    .query_row(named_params! { ":header": header }, |row| row.get::<_, u32>(0))?,
            );
        }
        Ok(count)
    }

    fn seal_batch(&mut self, from: &SealPosition, most: u32) -> Result<SealBatch, Error> {
        let mut batch = SealBatch { sealed: 0, tampered: 0, next: None };
        let data_key = self.sealing()?.ok_or_else(sealed)?;
        let header = SealedHeader::new(data_key.number()).to_bytes();
        let SealPosition(place) = from;
        let (mut number, mut behind) = (place.table, place.key.clone());
        let mut left = most;
        while let Some(table) = SEALED_TABLES.get(number) {
            if behind.is_empty() {
                behind = table.first_key();
            }
            let keys = self.keys_of_others(table, &behind, &header, left)?;
            for key in &keys {
                let key: Vec<&dyn ToSql> = key.iter().map(|value| value as &dyn ToSql).collect();
                match self.inside(table, &key) {
                    Ok(Some(inside)) => {
                        self.seal_row(table, &key, &data_key, &inside)?;
                        batch.sealed += 1;
                    }
                    Ok(None) => {}
                    Err(error) if error.tampered_row().is_some() => batch.tampered += 1,
                    Err(error) => return Err(error),
                }
            }
            left = left.saturating_sub(u32::try_from(keys.len()).unwrap_or(u32::MAX));
            if left == 0 {
                let key = keys.into_iter().last().unwrap_or_default();
                batch.next = Some(SealPosition(SealPlace { table: number, key }));
                return Ok(batch);
            }
            number += 1;
            behind.clear();
        }
        Ok(batch)
    }

    fn rewrap_data_keys(&mut self) -> Result<u64, Error> {
        self.required_ring()?.rewrap(self.connection)
    }

    fn forget_data_keys(&mut self, tampered: u64) -> Result<u64, Error> {
        let newest = self.sealing()?.ok_or_else(sealed)?;
        if self.count_rows_to_seal()? > tampered {
            return Ok(0);
        }
        key_ring::keep_only(self.connection, newest.number())
    }
}

impl SqliteRows<'_> {
    /// Opens the seal of every row, and returns what those are that somebody else changed. None in a store without a key.
    pub(crate) fn tampered_rows(&self) -> Result<Vec<String>, Error> {
        let mut tampered = Vec::new();
        if self.ring.is_none() {
            return Ok(tampered);
        }
        for table in SEALED_TABLES {
            let mut behind = table.first_key();
            loop {
                // No seal begins with nothing, so these are all rows.
                let keys = self.keys_of_others(table, &behind, &[], AT_ONCE)?;
                for key in &keys {
                    let key: Vec<&dyn ToSql> =
                        key.iter().map(|value| value as &dyn ToSql).collect();
                    if let Err(error) = self.inside(table, &key) {
                        match error.tampered_row() {
                            Some(row) => tampered.push(row.to_owned()),
                            None => return Err(error),
                        }
                    }
                }
                match keys.into_iter().last() {
                    Some(last) => behind = last,
                    None => break,
                }
            }
        }
        Ok(tampered)
    }

    fn required_ring(&self) -> Result<&KeyRing, Error> {
        self.ring.ok_or_else(|| {
            Error::new(ErrorCode::MasterKey, "sealing needs a master key; open the store with one")
        })
    }

    /// Returns the primary keys behind one of rows that are not sealed under this header, at most so many.
    fn keys_of_others(
        &self,
        table: &SealedTable,
        behind: &[Value],
        header: &[u8],
        most: u32,
    ) -> Result<Vec<Vec<Value>>, Error> {
        let mut statement = self.connection.prepare_cached(table.others())?;
        let mut parameters: Vec<&dyn ToSql> =
            behind.iter().map(|value| value as &dyn ToSql).collect();
        parameters.push(&header);
        parameters.push(&most);
        let mut rows = statement.query(&*parameters)?;
        let mut keys = Vec::new();
        while let Some(row) = rows.next()? {
            keys.push((0..behind.len()).map(|n| row.get(n)).collect::<Result<_, _>>()?);
        }
        Ok(keys)
    }
}
