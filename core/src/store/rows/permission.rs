//! Definitions of permissions.

use rusqlite::named_params;

use super::SqliteRows;
use super::settings::permissions;
use crate::error::Error;
use crate::permission::{PermissionDefinition, PermissionId};
use crate::store::PermissionRows;
use crate::store::columns::{Columns, words};

impl PermissionRows for SqliteRows<'_> {
    fn permission_definitions(&self) -> Result<Vec<PermissionDefinition>, Error> {
        let mut statement = self.connection.prepare_cached(
            "SELECT id, description, contains
             FROM permission_definition
             ORDER BY id",
        )?;
        let mut rows = statement.query([])?;
        let mut definitions = Vec::new();
        while let Some(row) = rows.next()? {
            let mut columns = Columns::of(row);
            definitions.push(PermissionDefinition {
                id: columns.text("a permission id", |id| PermissionId::new(id))?,
                description: columns.next()?,
                contains: columns.text("permissions", permissions)?,
            });
        }
        Ok(definitions)
    }

    fn save_permission_definition(
        &mut self,
        definition: &PermissionDefinition,
    ) -> Result<(), Error> {
        self.connection
            .prepare_cached(
                "INSERT INTO permission_definition (id, description, contains)
                 VALUES (:id, :description, :contains)
                 ON CONFLICT (id) DO UPDATE SET
                   description = excluded.description,
                   contains = excluded.contains",
            )?
            .execute(named_params! {
                ":id": definition.id.as_str(),
                ":description": definition.description,
                ":contains": words(&definition.contains),
            })?;
        Ok(())
    }

    fn delete_permission_definition(&mut self, id: &PermissionId) -> Result<(), Error> {
        self.connection
            .prepare_cached(
                "DELETE FROM permission_definition
                 WHERE id = :id",
            )?
            .execute(named_params! { ":id": id.as_str() })?;
        Ok(())
    }
}
