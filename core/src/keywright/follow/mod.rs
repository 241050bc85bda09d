//! Keeping what is in memory right: what the change log says was changed leaves it, and the rest stays.

#[cfg(test)]
mod tests;

use std::sync::{Mutex, MutexGuard};

use crate::error::Error;
use crate::store::{ChangeLog, Changed, Changes, LogPosition, Store, lock};
use crate::verify::{Change, Moment, Table};

/// How far one table has followed the change log. See the [module](self).
///
/// Its lock is taken by who holds a connection, and before the lock of the table.
#[derive(Default)]
pub(super) struct Follower(Mutex<Option<Reached>>);

/// A position in the log that is the table's.
#[derive(Clone, Copy)]
pub(super) struct Reached {
    position: LogPosition,
    moment: Moment,
    /// Tells whether the table has stood at the moment since without a break.
    since: u64,
}

impl Follower {
    /// Takes over what was changed until now, unless the table is right for a moment already. What can not be taken over
    /// leaves the table at a moment that is over, or empty: then the store answers.
    pub(super) fn catch_up(&self, table: &Table, store: &dyn Store, moment: Moment) {
        if table.is_validated(moment) {
            return;
        }
        let followed = store.follow(&mut |log| {
            // Whoever had the connection before may have followed up to here.
            if table.is_validated(moment) { Ok(()) } else { self.follow(table, log) }
        });
        if followed.is_err() {
            // The check that follows meets the same error, and tells it.
            *lock(&self.0) = None;
            table.change().clear();
        }
    }

    fn follow(&self, table: &Table, log: &mut dyn ChangeLog) -> Result<(), Error> {
        let mut reached = lock(&self.0);
        // Whoever moved the table elsewhere has not read the log, so it says nothing about what is in there now.
        let is_there = |from: &Reached| table.validated_since(from.moment) == Some(from.since);
        let from = reached.filter(is_there);
        let Some(followed) = log.since(from.map(|from| from.position))? else { return Ok(()) };
        let is_nothing_new = from.is_some_and(|from| from.moment == followed.moment);
        if is_nothing_new {
            // Only the asking check is of an earlier moment.
            return Ok(());
        }
        let mut change = table.change();
        match &followed.changes {
            Changes::Everything => change.clear(),
            Changes::Only(changed) => {
                changed.iter().for_each(|changed| drop_from(&mut change, changed))
            }
        }
        change.publish(followed.moment);
        let since = table.validated_since(followed.moment);
        *reached = followed.position.zip(since).map(|(position, since)| Reached {
            position,
            moment: followed.moment,
            since,
        });
        Ok(())
    }

    /// Takes the lock, for a fork.
    pub(super) fn hold(&self) -> MutexGuard<'_, Option<Reached>> {
        lock(&self.0)
    }
}

fn drop_from(change: &mut Change<'_>, changed: &Changed) {
    match changed {
        Changed::ApiKey(id) => change.forget_key(id.as_uuid().as_u128()),
        Changed::Generation(id, api_key_id) => {
            change.forget_generation(id.as_uuid().as_u128());
            if let Some(id) = api_key_id {
                change.forget_key(id.as_uuid().as_u128());
            }
        }
        Changed::Owner(owner) => change.forget_owner(owner),
    }
}
