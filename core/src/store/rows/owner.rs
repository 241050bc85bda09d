//! Users and teams.

use rusqlite::{Connection, named_params};

use super::sealed::{OWNER, covered_owner_columns, tampered_row};
use super::{SqliteRows, owner_columns};
use crate::clock::Timestamp;
use crate::error::Error;
use crate::key::Metadata;
use crate::owner::{Owner, OwnerType, Team, TeamId, User, UserId};
use crate::store::OwnerRows;
use crate::store::columns::Columns;

/// One row of `owner`, whichever kind it is.
struct OwnerRow {
    display_name: Option<String>,
    primary_email: Option<String>,
    metadata: Metadata,
    created_at: Timestamp,
    suspended_at: Option<Timestamp>,
    suspended_by: Option<crate::actor::Actor>,
}

impl OwnerRow {
    fn into_user(self, id: UserId) -> User {
        User {
            id,
            display_name: self.display_name,
            primary_email: self.primary_email,
            metadata: self.metadata,
            created_at: self.created_at,
            suspended_at: self.suspended_at,
            suspended_by: self.suspended_by,
        }
    }

    fn into_team(self, id: TeamId) -> Team {
        Team {
            id,
            display_name: self.display_name,
            metadata: self.metadata,
            created_at: self.created_at,
            suspended_at: self.suspended_at,
            suspended_by: self.suspended_by,
        }
    }
}

impl OwnerRows for SqliteRows<'_> {
    fn user(&self, id: &UserId) -> Result<Option<User>, Error> {
        let row = self.owner_row(OwnerType::User, id.as_str())?;
        Ok(row.map(|row| row.into_user(id.clone())))
    }

    fn team(&self, id: &TeamId) -> Result<Option<Team>, Error> {
        let row = self.owner_row(OwnerType::Team, id.as_str())?;
        Ok(row.map(|row| row.into_team(id.clone())))
    }

    fn save_user(&mut self, user: &User) -> Result<(), Error> {
        self.save_owner(
            &Owner::User(user.id.clone()),
            &OwnerRow {
                display_name: user.display_name.clone(),
                primary_email: user.primary_email.clone(),
                metadata: user.metadata.clone(),
                created_at: user.created_at,
                suspended_at: user.suspended_at,
                suspended_by: user.suspended_by.clone(),
            },
        )
    }

    fn save_team(&mut self, team: &Team) -> Result<(), Error> {
        self.save_owner(
            &Owner::Team(team.id.clone()),
            &OwnerRow {
                display_name: team.display_name.clone(),
                primary_email: None,
                metadata: team.metadata.clone(),
                created_at: team.created_at,
                suspended_at: team.suspended_at,
                suspended_by: team.suspended_by.clone(),
            },
        )
    }

    fn delete_owner(&mut self, owner: &Owner) -> Result<(), Error> {
        let (kind, id) = owner_columns(owner);
        self.connection
            .prepare_cached(
                "DELETE FROM owner
                 WHERE kind = :kind AND id = :id",
            )?
            .execute(named_params! { ":kind": kind, ":id": id })?;
        Ok(())
    }
}

impl SqliteRows<'_> {
    /// Returns whether the owner of a key is suspended, by the owner's own row, whose seal is opened for it.
    ///
    /// A key has always an owner row: one that is gone was taken away by somebody else.
    pub(super) fn is_suspended(&self, owner: &Owner) -> Result<bool, Error> {
        match self.owner_row(owner.owner_type(), owner.id())? {
            Some(row) => Ok(row.suspended_at.is_some()),
            None => Err(tampered_row(format!("owner:{owner}"))),
        }
    }

    fn owner_row(&self, owner_type: OwnerType, id: &str) -> Result<Option<OwnerRow>, Error> {
        let mut statement = self.connection.prepare_cached(concat!(
            "SELECT ",
            covered_owner_columns!(),
            ", seal FROM owner WHERE kind = :kind AND id = :id"
        ))?;
        let mut rows =
            statement.query(named_params! { ":kind": owner_type.as_str(), ":id": id })?;
        let Some(row) = rows.next()? else { return Ok(None) };
        self.open_row(&OWNER, row, 0)?;
        let mut columns = Columns::of(row);
        columns.skip(2);
        Ok(Some(OwnerRow {
            display_name: columns.next()?,
            primary_email: columns.next()?,
            metadata: columns.text("metadata", |text| Ok(Metadata::from_stored(text)))?,
            created_at: columns.instant()?,
            suspended_at: columns.optional_instant()?,
            suspended_by: columns.optional_actor()?,
        }))
    }

    fn save_owner(&self, owner: &Owner, row: &OwnerRow) -> Result<(), Error> {
        let (kind, id) = owner_columns(owner);
        self.change_row(&OWNER, &[&kind, &id], || write(self.connection, owner, row))
    }
}

fn write(connection: &Connection, owner: &Owner, row: &OwnerRow) -> Result<(), Error> {
    let (kind, id) = owner_columns(owner);
    connection
        .prepare_cached(
            "INSERT INTO owner (
               kind, id, display_name, primary_email, metadata, created_at_us, suspended_at_us,
               suspended_by
             )
             VALUES (
               :kind, :id, :display_name, :primary_email, :metadata, :created_at_us,
               :suspended_at_us, :suspended_by
             )
             ON CONFLICT (kind, id) DO UPDATE SET
               display_name = excluded.display_name,
               primary_email = excluded.primary_email,
               metadata = excluded.metadata,
               suspended_at_us = excluded.suspended_at_us,
               suspended_by = excluded.suspended_by",
        )?
        .execute(named_params! {
            ":kind": kind,
            ":id": id,
            ":display_name": row.display_name,
            ":primary_email": row.primary_email,
            ":metadata": row.metadata.as_str(),
            ":created_at_us": row.created_at.as_micros(),
            ":suspended_at_us": row.suspended_at.map(Timestamp::as_micros),
            ":suspended_by": row.suspended_by.as_ref().map(ToString::to_string),
        })?;
    Ok(())
}
