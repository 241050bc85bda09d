//! Definitions of permissions: code first, so that a program can define its own at every start.

use super::change::Change;
use super::handle::Keywright;
use crate::error::{Error, ErrorCode};
use crate::event::NewEvent;
use crate::permission::{Definitions, PermissionDefinition, PermissionId, PermissionUpdate};

impl Keywright {
    /// Defines a permission that contains others, or replaces the definition with this id. Only the server may.
    ///
    /// What is contained must exist; it may be a system permission, and may contain this one in turn: cycles do no harm.
    ///
    /// # Errors
    ///
    /// `invalid_argument` when an id breaks the rules of [`PermissionId`], is a system permission's, or contains one that
    /// does not exist; `already_exists` if [`PermissionUpdate::refuse_existing`] asks for it; `permission_denied`;
    /// storage errors.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{Keywright, PermissionUpdate};
    ///
    /// let keywright = Keywright::open_in_memory()?;
    /// keywright.define_permission("billing", ["$manage_api_keys"], PermissionUpdate::new())?;
    /// let acme = keywright.team("acme");
    /// acme.add_member_with("carol", ["billing"])?;
    /// assert!(acme.has_permission("carol", "$manage_api_keys")?);
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub fn define_permission<T: AsRef<str>>(
        &self,
        id: impl AsRef<str>,
        contains: impl IntoIterator<Item = T>,
        update: PermissionUpdate,
    ) -> Result<PermissionDefinition, Error> {
        self.authority().require_server("define permissions")?;
        update.check()?;
        let mut definition = PermissionDefinition::new(id, contains)?;
        refuse_system(&definition.id)?;
        definition.description = update.description;
        self.change(|change| {
            let all = change.rows.permission_definitions()?;
            let existing = all.iter().find(|existing| existing.id == definition.id).cloned();
            if existing.is_some() && update.refuse_existing {
                return Err(already_exists(&definition.id));
            }
            let mut known = Definitions::new(all);
            known.add(definition.clone());
            if let Some(id) = definition.contains.iter().find(|id| !known.is_known(id)) {
                return Err(Error::invalid_argument(format!(
                    "the contained permission is not defined. permission=`{id}`"
                )));
            }
            if existing.as_ref() != Some(&definition) {
                change.rows.save_permission_definition(&definition)?;
                change.record(
                    NewEvent::new("permission.defined")
                        .with("permission", &definition.id)
                        .with("contains", &definition.contains),
                )?;
            }
            Ok(definition)
        })
    }

    /// Gives a permission another id, also where others contain it, where members hold it and in the settings. Only the
    /// server may.
    ///
    /// # Errors
    ///
    /// `not_found`; `already_exists` when the new id is taken; `invalid_argument`; `permission_denied`; storage errors.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{Keywright, PermissionUpdate};
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// keywright.define_permission("billing", ["$manage_api_keys"], PermissionUpdate::new())?;
    /// keywright.team("acme").add_member_with("carol", ["billing"])?;
    /// keywright.rename_permission("billing", "accounts")?;
    /// assert!(keywright.team("acme").has_permission("carol", "accounts")?);
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub fn rename_permission(
        &self,
        id: impl AsRef<str>,
        new_id: impl AsRef<str>,
    ) -> Result<PermissionDefinition, Error> {
        self.authority().require_server("rename permissions")?;
        let (id, new_id) = (PermissionId::new(id)?, PermissionId::new(new_id)?);
        refuse_system(&new_id)?;
        self.change(|change| {
            let all = change.rows.permission_definitions()?;
            let mut definition = all
                .iter()
                .find(|definition| definition.id == id)
                .cloned()
                .ok_or_else(|| no_such(&id))?;
            if id == new_id {
                return Ok(definition);
            }
            if all.iter().any(|definition| definition.id == new_id) {
                return Err(already_exists(&new_id));
            }
            change.rows.delete_permission_definition(&id)?;
            definition.id = new_id.clone();
            change.rows.save_permission_definition(&definition)?;
            change.replace_permission(&id, Some(&new_id))?;
            change.record(
                NewEvent::new("permission.renamed").with("permission", &id).with("new_id", &new_id),
            )?;
            let all = change.rows.permission_definitions()?;
            all.into_iter()
                .find(|definition| definition.id == new_id)
                .ok_or_else(|| no_such(&new_id))
        })
    }

    /// Deletes a permission, also where others contain it, where members hold it and in the settings. Only the server may.
    ///
    /// # Errors
    ///
    /// `not_found`, also for a system permission; `permission_denied`; storage errors.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::Keywright;
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// keywright.delete_permission("team_member")?;
    /// assert!(keywright.delete_permission("$manage_api_keys").is_err());
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub fn delete_permission(&self, id: impl AsRef<str>) -> Result<(), Error> {
        self.authority().require_server("delete permissions")?;
        let id = PermissionId::new(id)?;
        self.change(|change| {
            if !change.rows.permission_definitions()?.iter().any(|definition| definition.id == id) {
                return Err(no_such(&id));
            }
            change.rows.delete_permission_definition(&id)?;
            change.replace_permission(&id, None)?;
            change.record(NewEvent::new("permission.deleted").with("permission", &id))
        })
    }

    /// Returns all definitions, the system permissions included, by id. Only the server may.
    ///
    /// # Errors
    ///
    /// `permission_denied` when acting as a user; storage errors.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::Keywright;
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// let definitions = keywright.list_permission_definitions()?;
    /// assert_eq!(definitions.len(), 8, "six of the system, team_admin and team_member");
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub fn list_permission_definitions(&self) -> Result<Vec<PermissionDefinition>, Error> {
        self.authority().require_server("list permission definitions")?;
        self.read(|rows| Ok(Definitions::with_system(rows.permission_definitions()?)))
    }
}

impl Change<'_> {
    /// Refuses permissions that nothing defines.
    pub(super) fn require_known<'a>(
        &self,
        permissions: impl IntoIterator<Item = &'a PermissionId>,
    ) -> Result<(), Error> {
        let definitions = Definitions::new(self.rows.permission_definitions()?);
        match permissions.into_iter().find(|id| !definitions.is_known(id)) {
            None => Ok(()),
            Some(id) => Err(no_such(id)),
        }
    }

    /// Puts another id, or nothing, in the place of an id everywhere but in its own definition.
    fn replace_permission(
        &mut self,
        id: &PermissionId,
        replacement: Option<&PermissionId>,
    ) -> Result<(), Error> {
        for mut definition in self.rows.permission_definitions()? {
            if definition.contains.remove(id) {
                definition.contains.extend(replacement.cloned());
                self.rows.save_permission_definition(&definition)?;
            }
        }
        for mut member in self.rows.all_members()? {
            if member.permissions.remove(id) {
                member.permissions.extend(replacement.cloned());
                self.rows.save_member(&member)?;
            }
        }
        let settings = &mut self.settings;
        let is_creators = settings.creator_permissions.remove(id);
        let is_members = settings.member_permissions.remove(id);
        if is_creators {
            settings.creator_permissions.extend(replacement.cloned());
        }
        if is_members {
            settings.member_permissions.extend(replacement.cloned());
        }
        if is_creators || is_members {
            self.rows.save_settings(&self.settings)?;
        }
        Ok(())
    }
}

fn refuse_system(id: &PermissionId) -> Result<(), Error> {
    if id.is_system() {
        return Err(Error::invalid_argument("a system permission can not be changed"));
    }
    Ok(())
}

fn no_such(id: &PermissionId) -> Error {
    Error::not_found(format!("no permission with this id is defined. permission=`{id}`"))
}

fn already_exists(id: &PermissionId) -> Error {
    Error::new(
        ErrorCode::AlreadyExists,
        format!("a permission with this id is defined. permission=`{id}`"),
    )
}
