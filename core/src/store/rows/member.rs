//! Memberships.

use rusqlite::{Row, named_params};

use super::SqliteRows;
use super::settings::permissions;
use crate::error::Error;
use crate::owner::{Team, TeamId, TeamMember, UserId};
use crate::store::columns::{Columns, words};
use crate::store::{MemberRows, OwnerRows as _};

impl MemberRows for SqliteRows<'_> {
    fn member(&self, team: &TeamId, user: &UserId) -> Result<Option<TeamMember>, Error> {
        let mut statement = self.connection.prepare_cached(
            "SELECT team_id, user_id, permissions, created_at_us
             FROM team_member
             WHERE team_id = :team_id AND user_id = :user_id",
        )?;
        let mut rows = statement
            .query(named_params! { ":team_id": team.as_str(), ":user_id": user.as_str() })?;
        rows.next()?.map(from_row).transpose()
    }

    fn members(&self, team: &TeamId) -> Result<Vec<TeamMember>, Error> {
        let mut statement = self.connection.prepare_cached(
            "SELECT team_id, user_id, permissions, created_at_us
             FROM team_member
             WHERE team_id = :team_id
             ORDER BY user_id",
        )?;
        let mut rows = statement.query(named_params! { ":team_id": team.as_str() })?;
        let mut members = Vec::new();
        while let Some(row) = rows.next()? {
            members.push(from_row(row)?);
        }
        Ok(members)
    }

    fn all_members(&self) -> Result<Vec<TeamMember>, Error> {
        let mut statement = self.connection.prepare_cached(
            "SELECT team_id, user_id, permissions, created_at_us
             FROM team_member",
        )?;
        let mut rows = statement.query([])?;
        let mut members = Vec::new();
        while let Some(row) = rows.next()? {
            members.push(from_row(row)?);
        }
        Ok(members)
    }

    fn teams_of(&self, user: &UserId) -> Result<Vec<Team>, Error> {
        let mut statement = self.connection.prepare_cached(
            "SELECT team_id
             FROM team_member
             WHERE user_id = :user_id
             ORDER BY team_id",
        )?;
        let mut rows = statement.query(named_params! { ":user_id": user.as_str() })?;
        let mut teams = Vec::new();
        while let Some(row) = rows.next()? {
            let id = Columns::of(row).text("a team id", |id| TeamId::new(id))?;
            teams.extend(self.team(&id)?);
        }
        Ok(teams)
    }

    fn save_member(&mut self, member: &TeamMember) -> Result<(), Error> {
        self.connection
            .prepare_cached(
                "INSERT INTO team_member (team_id, user_id, permissions, created_at_us)
                 VALUES (:team_id, :user_id, :permissions, :created_at_us)
                 ON CONFLICT (team_id, user_id) DO UPDATE SET permissions = excluded.permissions",
            )?
            .execute(named_params! {
                ":team_id": member.team_id.as_str(),
                ":user_id": member.user_id.as_str(),
                ":permissions": words(&member.permissions),
                ":created_at_us": member.created_at.as_micros(),
            })?;
        Ok(())
    }

    fn delete_member(&mut self, team: &TeamId, user: &UserId) -> Result<(), Error> {
        self.connection
            .prepare_cached(
                "DELETE FROM team_member
                 WHERE team_id = :team_id AND user_id = :user_id",
            )?
            .execute(named_params! { ":team_id": team.as_str(), ":user_id": user.as_str() })?;
        Ok(())
    }
}

fn from_row(row: &Row<'_>) -> Result<TeamMember, Error> {
    let mut columns = Columns::of(row);
    Ok(TeamMember {
        team_id: columns.text("a team id", |id| TeamId::new(id))?,
        user_id: columns.text("a user id", |id| UserId::new(id))?,
        permissions: columns.text("permissions", permissions)?,
        created_at: columns.instant()?,
    })
}
