//! The keys of a sealed store, as far as a process holds them.
//!
//! The file is never asked whether its rows must be sealed: a store that was opened with master keys has a ring, and then
//! every row must be, unless the caller accepts unsealed ones for the days of first sealing.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};

use rusqlite::{Connection, OptionalExtension as _, named_params};

use super::follow::append;
use crate::clock::Timestamp;
use crate::entropy::Entropy;
use crate::error::{Error, ErrorCode};
use crate::seal::{DataKey, MasterKey};

/// What the change log says of a data key. Which rows it opened nobody knows, so whoever reads it drops everything.
const CHANGED: &str = "data_key";

/// The keys of one open store. Its locks are only taken by who holds a connection, so a fork finds them free.
pub(crate) struct KeyRing {
    /// Newest first.
    master_keys: RwLock<Vec<MasterKey>>,
    data_keys: RwLock<BTreeMap<u32, Arc<DataKey>>>,
    accepts_unsealed: bool,
    entropy: Arc<dyn Entropy>,
}

/// One row of `data_key`.
pub(crate) struct DataKeyRow {
    pub(crate) number: u32,
    key_id: [u8; 8],
    pub(crate) master_key_id: [u8; 8],
    wrapped: Vec<u8>,
}

impl KeyRing {
    pub(crate) fn new(
        master_keys: Vec<MasterKey>,
        accepts_unsealed: bool,
        entropy: Arc<dyn Entropy>,
    ) -> Self {
        Self {
            master_keys: RwLock::new(master_keys),
            data_keys: RwLock::new(BTreeMap::new()),
            accepts_unsealed,
            entropy,
        }
    }

    /// Makes a ring with the same master keys for another file, whose data keys are its own.
    pub(crate) fn for_another_file(&self) -> Self {
        Self::new(self.master_keys(), self.accepts_unsealed, Arc::clone(&self.entropy))
    }

    /// Returns whether a row without a seal counts as it stands.
    pub(crate) const fn accepts_unsealed(&self) -> bool {
        self.accepts_unsealed
    }

    pub(crate) fn entropy(&self) -> &dyn Entropy {
        &*self.entropy
    }

    /// Makes sure that the master keys fit the store: all its data keys can be unwrapped, and there is one.
    pub(crate) fn require_fit(&self, connection: &Connection) -> Result<(), Error> {
        let rows = data_key_rows(connection)?;
        for row in &rows {
            self.unwrap(row)?;
        }
        if rows.is_empty() && !self.accepts_unsealed {
            return Err(Error::new(
                ErrorCode::MasterKey,
                "a master key was given and the store is not sealed; seal it with `keywright seal apply`, and open it with `accept_unsealed` until that is done",
            ));
        }
        Ok(())
    }

    /// Takes over what another handle of this process brings, once its master keys were shown to fit.
    pub(crate) fn join(&self, other: &Self, connection: &Connection) -> Result<(), Error> {
        if self.accepts_unsealed != other.accepts_unsealed {
            return Err(Error::invalid_argument(
                "the store is open in this process with the other choice of `accept_unsealed`; all handles must make the same",
            ));
        }
        other.require_fit(connection)?;
        let brought = other.master_keys();
        let mut master_keys = self.master_keys.write().unwrap_or_else(PoisonError::into_inner);
        let (known, unknown): (Vec<_>, Vec<_>) = brought
            .into_iter()
            .partition(|key| master_keys.iter().any(|known| known.id() == key.id()));
        if known.is_empty() && data_key_rows(connection)?.is_empty() {
            return Err(Error::new(
                ErrorCode::MasterKey,
                "the store is open in this process with another master key, and nothing is sealed yet that could tell which is right",
            ));
        }
        // The newest handle knows best which key is the newest.
        master_keys.splice(..0, unknown);
        Ok(())
    }

    /// Returns the data key under which new seals are made: the one with the highest number. `None`: nothing is sealed yet.
    ///
    /// Asked of the file at every change: what another process began to use must be used from here on.
    pub(crate) fn newest(&self, connection: &Connection) -> Result<Option<Arc<DataKey>>, Error> {
        match newest_row(connection)? {
            Some(row) => self.unwrap(&row).map(Some),
            None if self.accepts_unsealed => Ok(None),
            None => Err(Error::new(
                ErrorCode::StorageCorrupt,
                "the data keys of the sealed store are gone; restore a backup",
            )),
        }
    }

    /// Makes one more data key, under which seals are made from now on.
    pub(crate) fn add(
        &self,
        connection: &Connection,
        now: Timestamp,
    ) -> Result<Arc<DataKey>, Error> {
        // The number comes first, since it is bound into what is wrapped. SQLite never gives one twice.
        connection
            .prepare_cached(
                "INSERT INTO data_key (key_id, master_key_id, wrapped, created_at_us)
                 VALUES (zeroblob(8), zeroblob(8), x'', :now)",
            )?
            .execute(named_params! { ":now": now.as_micros() })?;
        let number = u32::try_from(connection.last_insert_rowid())
            .map_err(|_| Error::internal("more data keys than 32 bits count"))?;
        let data_key = Arc::new(DataKey::generate(number, self.entropy())?);
        self.write_wrapped(connection, &data_key)?;
        Ok(data_key)
    }

    /// Wraps every data key under the newest master key, and returns how many were wrapped under another one.
    pub(crate) fn rewrap(&self, connection: &Connection) -> Result<u64, Error> {
        let newest = self.newest_master_key()?;
        let mut count = 0;
        for row in data_key_rows(connection)? {
            if row.master_key_id != newest.id_bytes() {
                self.write_wrapped(connection, &*self.unwrap(&row)?)?;
                count += 1;
            }
        }
        Ok(count)
    }

    /// Returns the data key with a number, or `None` when the store has none.
    ///
    /// Only the newest that is known is taken from memory. An earlier one is there during a re-key and gone after it, and
    /// then must open nothing any more: not the copy of a row that somebody kept.
    pub(crate) fn data_key(
        &self,
        connection: &Connection,
        number: u32,
    ) -> Result<Option<Arc<DataKey>>, Error> {
        let newest = {
            let data_keys = self.data_keys.read().unwrap_or_else(PoisonError::into_inner);
            data_keys.last_key_value().map(|(newest, data_key)| (*newest, Arc::clone(data_key)))
        };
        match newest {
            Some((newest, data_key)) if newest == number => Ok(Some(data_key)),
            _ => self.read_data_key(connection, number),
        }
    }

    /// The same, out of the file: after a seal did not open, since a restored file may have another key by this number.
    pub(crate) fn read_data_key(
        &self,
        connection: &Connection,
        number: u32,
    ) -> Result<Option<Arc<DataKey>>, Error> {
        row_by_number(connection, number)?.map(|row| self.unwrap(&row)).transpose()
    }

    /// One that is known needs no master key: a process goes on while others wrap it under a new one.
    fn unwrap(&self, row: &DataKeyRow) -> Result<Arc<DataKey>, Error> {
        if let Some(known) =
            self.data_keys.read().unwrap_or_else(PoisonError::into_inner).get(&row.number)
            && known.id() == row.key_id
        {
            return Ok(Arc::clone(known));
        }
        let data_key = DataKey::unwrap(row.number, &row.wrapped, &self.master_keys())?;
        let data_key = Arc::new(data_key.ok_or_else(|| {
            Error::new(
                ErrorCode::MasterKey,
                "none of the master keys that were given is the one that the store is sealed with",
            )
            .about(&format!("sealed_with=`{}`", hex(&row.master_key_id)))
        })?);
        let mut data_keys = self.data_keys.write().unwrap_or_else(PoisonError::into_inner);
        data_keys.insert(row.number, Arc::clone(&data_key));
        Ok(data_key)
    }

    fn write_wrapped(&self, connection: &Connection, data_key: &DataKey) -> Result<(), Error> {
        let master_key = self.newest_master_key()?;
        connection
            .prepare_cached(
                "UPDATE data_key
                 SET key_id = :key_id, master_key_id = :master_key_id, wrapped = :wrapped
                 WHERE number = :number",
            )?
            .execute(named_params! {
                ":number": data_key.number(),
                ":key_id": data_key.id(),
                ":master_key_id": master_key.id_bytes(),
                ":wrapped": data_key.wrap(&master_key, self.entropy())?,
            })?;
        append(connection, CHANGED)
    }

    fn newest_master_key(&self) -> Result<MasterKey, Error> {
        let newest = self.master_keys().into_iter().next();
        newest.ok_or_else(|| Error::internal("a ring without a master key"))
    }

    fn master_keys(&self) -> Vec<MasterKey> {
        self.master_keys.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// Refuses a sealed store to who gives no master key: never a store full of rows that can not be read.
pub(crate) fn require_unsealed(connection: &Connection) -> Result<(), Error> {
    match newest_row(connection)? {
        None => Ok(()),
        Some(row) => Err(Error::new(
            ErrorCode::MasterKey,
            "the store is sealed; give the master key that it was sealed with",
        )
        .about(&format!("sealed_with=`{}`", hex(&row.master_key_id)))),
    }
}

/// Returns every data key of the store, lowest number first.
pub(crate) fn data_key_rows(connection: &Connection) -> Result<Vec<DataKeyRow>, Error> {
    let mut statement = connection.prepare_cached(
        "SELECT number, key_id, master_key_id, wrapped
         FROM data_key
         ORDER BY number",
    )?;
    let rows = statement.query_map([], from_row)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Forgets every data key but the one with this number, once no row needs the others, and returns how many.
pub(crate) fn keep_only(connection: &Connection, number: u32) -> Result<u64, Error> {
    let count = connection
        .prepare_cached(
            "DELETE FROM data_key
             WHERE number <> :number",
        )?
        .execute(named_params! { ":number": number })?;
    if count > 0 {
        append(connection, CHANGED)?;
    }
    Ok(count as u64)
}

fn newest_row(connection: &Connection) -> Result<Option<DataKeyRow>, Error> {
    let mut statement = connection.prepare_cached(
        "SELECT number, key_id, master_key_id, wrapped
         FROM data_key
         ORDER BY number DESC
         LIMIT 1",
    )?;
    Ok(statement.query_row([], from_row).optional()?)
}

fn row_by_number(connection: &Connection, number: u32) -> Result<Option<DataKeyRow>, Error> {
    let mut statement = connection.prepare_cached(
        "SELECT number, key_id, master_key_id, wrapped
         FROM data_key
         WHERE number = :number",
    )?;
    Ok(statement.query_row(named_params! { ":number": number }, from_row).optional()?)
}

fn from_row(row: &rusqlite::Row<'_>) -> rusqlite::Result<DataKeyRow> {
    Ok(DataKeyRow {
        number: row.get(0)?,
        key_id: row.get(1)?,
        master_key_id: row.get(2)?,
        wrapped: row.get(3)?,
    })
}

/// Writes the id of a master key as [`MasterKey::id`] does.
pub(crate) fn hex(id: &[u8; 8]) -> String {
    id.iter().map(|byte| format!("{byte:02x}")).collect()
}
