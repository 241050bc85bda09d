//! The one way by which anything changes: one transaction, its event in it, and the actor known.

use super::acting::Authority;
use super::handle::{Keywright, Shared};
use crate::actor::Actor;
use crate::clock::Timestamp;
use crate::entropy::Entropy;
use crate::error::Error;
use crate::event::NewEvent;
use crate::owner::{Owner, OwnerType, Team, TeamId, User, UserId};
use crate::settings::Settings;
use crate::store::{self, EventRow, Rows};

/// A change under way.
pub(super) struct Change<'a> {
    pub(super) rows: &'a mut dyn Rows,
    pub(super) authority: &'a Authority,
    pub(super) entropy: &'a dyn Entropy,
    /// The same instant for all that the change writes.
    pub(super) now: Timestamp,
    pub(super) settings: Settings,
    events: u64,
}

impl Keywright {
    /// Runs a change as one transaction. What writes rows and no event is a defect and does not happen.
    pub(super) fn change<T>(
        &self,
        work: impl FnOnce(&mut Change<'_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let _call = self.enter()?;
        store::write(self.store(), |rows| self.shared().change_in(rows, self.authority(), work))
    }

    /// Runs reads on one snapshot.
    pub(super) fn read<T>(
        &self,
        work: impl FnOnce(&dyn Rows) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let _call = self.enter()?;
        self.watch()?;
        store::read(self.store(), work)
    }
}

impl Shared {
    /// Makes a change in a transaction that has begun.
    pub(super) fn change_in<T>(
        &self,
        rows: &mut dyn Rows,
        authority: &Authority,
        work: impl FnOnce(&mut Change<'_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        // Asked only now that nobody else writes: the wait may have been long, and events are numbered in the order of
        // their times.
        let now = self.clock.now();
        let settings = rows.settings()?;
        let before = rows.changed_rows();
        let mut change =
            Change { rows, authority, entropy: &*self.entropy, now, settings, events: 0 };
        let result = work(&mut change)?;
        let is_told = change.events > 0;
        if !is_told && rows.changed_rows() != before {
            return Err(Error::internal("a change without an event was not made"));
        }
        Ok(result)
    }
}

impl Change<'_> {
    pub(super) fn actor(&self) -> Actor {
        self.authority.actor()
    }

    /// Writes an event into the transaction.
    pub(super) fn record(&mut self, event: NewEvent) -> Result<(), Error> {
        self.events += 1;
        let verb = event.verb;
        let payload = event.payload(&self.actor())?;
        self.rows.append_event(&EventRow { at: self.now, verb, payload })
    }

    /// Refuses what end users do, and what makes new keys, while the owner type is switched off.
    pub(super) fn require_switched_on(&self, owner_type: OwnerType) -> Result<(), Error> {
        require_switched_on(&self.settings, owner_type)
    }

    /// The trusted server may still look after what exists while the owner type is switched off.
    pub(super) fn require_switched_on_for_users(&self, owner_type: OwnerType) -> Result<(), Error> {
        if self.authority.is_server() { Ok(()) } else { self.require_switched_on(owner_type) }
    }

    /// Returns the user, which comes into being here if the store has not heard of it.
    pub(super) fn bring_user(&mut self, id: &UserId) -> Result<User, Error> {
        if let Some(user) = self.rows.user(id)? {
            return Ok(user);
        }
        let user = User::new(id.clone(), self.now);
        self.rows.save_user(&user)?;
        self.record(NewEvent::new("user.created").with("user_id", id))?;
        Ok(user)
    }

    /// Returns the team, which comes into being here if the store has not heard of it.
    pub(super) fn bring_team(&mut self, id: &TeamId) -> Result<Team, Error> {
        if let Some(team) = self.rows.team(id)? {
            return Ok(team);
        }
        let team = Team::new(id.clone(), self.now);
        self.rows.save_team(&team)?;
        self.record(NewEvent::new("team.created").with("team_id", id))?;
        Ok(team)
    }

    /// Lets the owner come into being if need be, and returns whether it is suspended.
    pub(super) fn bring_owner(&mut self, owner: &Owner) -> Result<bool, Error> {
        Ok(match owner {
            Owner::User(id) => self.bring_user(id)?.suspended_at.is_some(),
            Owner::Team(id) => self.bring_team(id)?.suspended_at.is_some(),
        })
    }
}

pub(super) fn require_switched_on(settings: &Settings, owner_type: OwnerType) -> Result<(), Error> {
    if settings.allows(owner_type) {
        return Ok(());
    }
    Err(Error::new(
        crate::error::ErrorCode::Disabled,
        format!("{owner_type} keys are switched off in the settings"),
    ))
}

/// The same outside a change. The settings are read only where they are asked.
pub(super) fn require_switched_on_for_users(
    authority: &Authority,
    rows: &dyn Rows,
    owner_type: OwnerType,
) -> Result<(), Error> {
    if authority.is_server() { Ok(()) } else { require_switched_on(&rows.settings()?, owner_type) }
}
