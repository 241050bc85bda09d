//! Loading keys into memory before anybody presents them.

use std::ops::ControlFlow;
use std::time::Duration;

use serde::Serialize;

use super::handle::{Keywright, Shared};
use super::kept::KeptKeys;
use crate::error::Error;
use crate::key::{ApiKeyId, Position};
use crate::owner::Owner;
use crate::settings::Settings;
use crate::store::{self, OfGeneration};
use crate::verify::{KeyText, Loading, Moment, Placed, Table, with_entry};

/// Keys that are read in one transaction: some tens of milliseconds.
const AT_ONCE: usize = 5_000;
/// How often keys are read again that others changed meanwhile.
const MOST_TRIES: usize = 3;

/// Which keys [`Keywright::warm`] loads.
///
/// # Examples
///
/// ```
/// use keywright::{Keywright, NewApiKey, Warm};
///
/// let keywright = Keywright::open_in_memory()?;
/// let alice = keywright.user("alice");
/// alice.create_api_key(NewApiKey::new("CI"))?;
/// assert_eq!(keywright.warm(&Warm::Owner(alice.owner()?))?.loaded, 1);
/// # Ok::<(), keywright::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Warm {
    /// Every key of the store.
    All,
    /// The keys of one user or team.
    Owner(Owner),
}

/// What [`Keywright::warm`] came to.
///
/// # Examples
///
/// ```
/// use keywright::{Keywright, NewApiKey, OpenOptions, Warm};
///
/// let keywright = OpenOptions::new().resident().open_in_memory()?;
/// keywright.user("alice").create_api_key(NewApiKey::new("CI"))?;
/// let warmed = keywright.warm(&Warm::All)?;
/// assert_eq!((warmed.loaded, warmed.is_whole), (1, true));
/// # Ok::<(), keywright::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Warmed {
    /// How many secrets memory took in: one for each key, and more for keys that were rotated.
    pub loaded: u64,
    /// Whether memory holds every key there is, so that an unknown one is refused without a look at the store. Only when it was
    /// opened as [`resident`](crate::OpenOptions::resident).
    pub is_whole: bool,
}

/// What a handle keeps in memory, as [`Keywright::status`] tells it.
///
/// # Examples
///
/// ```
/// use keywright::{Keywright, NewApiKey, VerifyOptions};
///
/// let keywright = Keywright::open_in_memory()?;
/// let created = keywright.user("alice").create_api_key(NewApiKey::new("CI"))?;
/// assert!(keywright.verify(created.value(), &VerifyOptions::new())?.is_valid());
/// let memory = keywright.status()?.memory;
/// assert_eq!((memory.keys, memory.is_resident), (1, false));
/// # Ok::<(), keywright::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct MemoryInfo {
    /// How many secrets have a place: one for each key, and more for keys that were rotated. Some of them may have to be read again
    /// when they are next presented.
    pub keys: u64,
    /// The bytes that this takes, or will take once what was set aside is in use.
    pub bytes: u64,
    /// Whether every key is to be kept.
    pub is_resident: bool,
    /// Whether every key is, so that the store is not asked about unknown ones.
    pub is_whole: bool,
}

impl KeptKeys {
    pub(super) fn info(&self) -> MemoryInfo {
        self.table().map_or_else(MemoryInfo::default, |table| MemoryInfo {
            keys: table.len() as u64,
            bytes: table.bytes() as u64,
            is_resident: table.is_resident(),
            is_whole: table.is_whole(),
        })
    }
}

impl Keywright {
    /// Loads keys into memory, so that their first check is as fast as every other.
    ///
    /// Nobody has to: a key is kept in memory once it was checked. It reads a hundred thousand keys and more in a second, a few
    /// thousand in one transaction, and others go on working meanwhile. In the default mode it loads what finds room within
    /// the [`memory_limit`](crate::OpenOptions::memory_limit) and pushes out nothing that is in use.
    ///
    /// # Errors
    ///
    /// `permission_denied` when acting as a user; storage errors.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{Keywright, NewApiKey, VerifyOptions, Warm};
    ///
    /// let keywright = Keywright::open_in_memory()?;
    /// let created = keywright.user("alice").create_api_key(NewApiKey::new("CI"))?;
    /// keywright.warm(&Warm::All)?;
    /// let verdict = keywright.try_verify(created.value(), &VerifyOptions::new())?;
    /// assert!(verdict.is_some_and(|verdict| verdict.is_valid()), "answered from memory");
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub fn warm(&self, what: &Warm) -> Result<Warmed, Error> {
        self.authority().require_server("load keys into memory")?;
        let _call = self.enter()?;
        let owner = match what {
            Warm::All => None,
            Warm::Owner(owner) => Some(owner),
        };
        let shared = self.shared();
        let mut warmed = Warmed::default();
        for _ in 0..MOST_TRIES {
            let Some(mut loader) = Loader::new(shared, owner)? else { break };
            while !loader.load_some(shared)? {}
            let is_whole = shared.kept.table().is_some_and(Table::is_whole);
            warmed = Warmed { loaded: loader.loaded, is_whole };
            // Somebody changed the settings meanwhile, or more than can be followed.
            let is_in_vain = owner.is_none() && shared.kept.lacks_keys();
            if !is_in_vain {
                break;
            }
        }
        Ok(warmed)
    }
}

impl Shared {
    /// Goes on loading for about so long, for a handle that is to hold every key and does not. Returns what is still to do.
    pub(super) fn load_for(
        &self,
        most: Duration,
        loader: Option<Loader<'static>>,
    ) -> Result<Option<Loader<'static>>, Error> {
        let loader = match loader {
            Some(loader) => Some(loader),
            None => Loader::new(self, None)?,
        };
        let Some(mut loader) = loader else { return Ok(None) };
        let began = self.clock.elapsed();
        while self.clock.elapsed().saturating_sub(began) < most && !self.is_closing() {
            if loader.load_some(self)? {
                return Ok(None);
            }
        }
        Ok(Some(loader))
    }
}

/// How far a loading has come.
pub(super) struct Loader<'a> {
    owner: Option<&'a Owner>,
    loading: Loading,
    behind: Option<Position>,
    loaded: u64,
}

/// Some keys, as they were read in one transaction.
struct Batch {
    settings: Settings,
    generations: Vec<OfGeneration>,
    last: Option<ApiKeyId>,
    is_last: bool,
}

impl<'a> Loader<'a> {
    /// Begins to load. `None`: nothing is kept in memory.
    fn new(shared: &Shared, owner: Option<&'a Owner>) -> Result<Option<Self>, Error> {
        let Some(table) = shared.kept.table() else { return Ok(None) };
        // Before it begins: a table that was never right for any moment drops all it holds first.
        if let Some(moment) = shared.store.standing()?.moment {
            shared.kept.catch_up(&*shared.store, moment);
        }
        Ok(Some(Self { owner, loading: table.begin_loading(), behind: None, loaded: 0 }))
    }

    /// Loads some keys; returns whether those were the last.
    fn load_some(&mut self, shared: &Shared) -> Result<bool, Error> {
        let Some(table) = shared.kept.table() else { return Ok(true) };
        let (moment, batch) = self.read_some(shared)?;
        let is_full = self.keep(table, &batch, moment, shared);
        self.behind = batch.last.map(Position).or(self.behind);
        if !batch.is_last && !is_full {
            return Ok(false);
        }
        if self.owner.is_none() && table.is_resident() {
            self.finish(shared, table, batch.settings)?;
        }
        Ok(true)
    }

    /// Reads some keys and the moment that they are of. `None`: others changed something all the while, or the store can not tell.
    fn read_some(&self, shared: &Shared) -> Result<(Option<Moment>, Batch), Error> {
        let mut tries = 0;
        loop {
            let wall_ms = shared.clock.look().wall_ms;
            shared.store.watch(wall_ms)?;
            // Opens a connection if there is none, without which there is no moment.
            let before = shared.store.standing()?.moment;
            if let Some(moment) = before {
                shared.kept.catch_up(&*shared.store, moment);
            }
            let batch = self.read_batch(shared)?;
            let is_same = before.is_some() && shared.store.standing()?.moment == before;
            tries += 1;
            if is_same || tries == MOST_TRIES {
                return Ok((before.filter(|_| is_same), batch));
            }
        }
    }

    fn read_batch(&self, shared: &Shared) -> Result<Batch, Error> {
        let now = shared.clock.now();
        store::read(&*shared.store, |rows| {
            let settings = rows.settings()?;
            let mut batch = Batch { settings, generations: Vec::new(), last: None, is_last: true };
            rows.each_presented(self.owner, self.behind, now, &mut |id, generations| {
                batch.generations.extend(generations);
                batch.last = Some(id);
                batch.is_last = batch.generations.len() < AT_ONCE;
                if batch.is_last { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
            })?;
            Ok(batch)
        })
    }

    /// Keeps what was read. Returns whether there is no room for more.
    fn keep(
        &mut self,
        table: &Table,
        batch: &Batch,
        moment: Option<Moment>,
        shared: &Shared,
    ) -> bool {
        let now_ms = u64::try_from(shared.clock.now().as_millis()).unwrap_or_default();
        let mut refused = 0;
        for OfGeneration { id, row } in &batch.generations {
            let placed = moment.zip(row.as_ref()).and_then(|(moment, (last_four, presented))| {
                // What the use of it ends is still to be noticed, and a prefix that was dropped is not asked about in memory.
                if presented.is_first_use_open()
                    || !batch.settings.accepts_prefix(presented.prefix.as_str())
                {
                    return None;
                }
                let text = KeyText::stored(*id, last_four)?;
                with_entry(&text, presented, batch.settings.switches(), |entry| {
                    table.load(entry, moment, now_ms)
                })
            });
            match placed {
                Some(Placed::Kept) => self.loaded += 1,
                Some(Placed::NotNow) => refused += 1,
                Some(Placed::Moved | Placed::NoRoom) => {}
                None => table.leave_to_the_store(id.as_uuid().as_u128()),
            }
        }
        refused > 0 && refused == batch.generations.len()
    }

    /// Says that every key is there, and which prefixes an unknown one is asked about.
    fn finish(&self, shared: &Shared, table: &Table, settings: Settings) -> Result<(), Error> {
        // Also those that no row of a key counts.
        let mut later = Vec::new();
        store::read(&*shared.store, |rows| rows.each_later_generation(&mut |id| later.push(id)))?;
        for id in later {
            table.leave_to_the_store(id.as_uuid().as_u128());
        }
        shared.kept.finish_loading(self.loading, settings);
        Ok(())
    }
}
