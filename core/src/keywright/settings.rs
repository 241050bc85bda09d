//! Reading and changing the settings.

use std::ops::ControlFlow;
use std::sync::Arc;

use super::handle::Keywright;
use crate::clock::Timestamp;
use crate::error::Error;
use crate::event::NewEvent;
use crate::settings::{Settings, SettingsUpdate};
use crate::store::Rows;
use crate::token::Prefix;

impl Keywright {
    /// Returns the settings. Only the server may.
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
    /// assert!(keywright.settings()?.allow_user_api_keys);
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub fn settings(&self) -> Result<Arc<Settings>, Error> {
        self.authority().require_server("read the settings")?;
        let _call = self.enter()?;
        self.watch()?;
        Ok(self.standing()?.settings)
    }

    /// Returns the settings if that needs no waiting: as [`Keywright::settings`] would at this moment, or `None`, and then that
    /// is to be called. Only the server may.
    ///
    /// # Errors
    ///
    /// `permission_denied` when acting as a user; `closed`.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::Keywright;
    ///
    /// let keywright = Keywright::open_in_memory()?;
    /// assert!(keywright.settings()?.api_key_header.is_none());
    /// assert!(keywright.try_settings()?.is_some());
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub fn try_settings(&self) -> Result<Option<Arc<Settings>>, Error> {
        self.authority().require_server("read the settings")?;
        let _call = self.enter()?;
        Ok(self.settings_from_memory())
    }

    /// Returns how many keys [`SettingsUpdate::drop_prefix`] would end that verify now, and changes nothing. Only the server
    /// may.
    ///
    /// # Errors
    ///
    /// `permission_denied` when acting as a user; storage errors.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{Keywright, NewApiKey, Prefix, SettingsUpdate};
    ///
    /// let keywright = Keywright::open_in_memory()?;
    /// keywright.user("alice").create_api_key(NewApiKey::new("CI"))?;
    /// keywright.update_settings(SettingsUpdate::new().prefix("acme".parse()?))?;
    ///
    /// let old = Prefix::default();
    /// let ends = keywright.preview_drop_prefix(&old)?;
    /// assert_eq!(ends, 1);
    /// keywright.update_settings(SettingsUpdate::new().drop_prefix(old, ends))?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn preview_drop_prefix(&self, prefix: &Prefix) -> Result<u64, Error> {
        self.authority().require_server("ask what a prefix would end")?;
        let now = self.now();
        self.read(|rows| count_ended(rows, prefix, now))
    }

    /// Changes the settings and returns them. Only the server may.
    ///
    /// # Errors
    ///
    /// `invalid_argument` when a value breaks its rule, or when a prefix is dropped with another number of keys than it
    /// ends; `not_found` when a prefix or a permission does not exist; `permission_denied`; storage errors.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{Keywright, NewApiKey, Reason, SettingsUpdate, VerifyOptions};
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// # let created = keywright.user("alice").create_api_key(NewApiKey::new("CI"))?;
    /// keywright.update_settings(SettingsUpdate::new().allow_user_api_keys(false))?;
    /// let verdict = keywright.verify(created.value(), &VerifyOptions::new())?;
    /// assert_eq!(verdict.reason(), Some(Reason::Disabled));
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub fn update_settings(&self, update: SettingsUpdate) -> Result<Settings, Error> {
        self.authority().require_server("change the settings")?;
        self.change(|change| {
            change.require_known(update.named_permissions())?;
            let dropped = update.dropped_prefix().cloned();
            let settings = update.apply(change.settings.clone())?;
            if let Some((prefix, expected)) = &dropped {
                let ends = count_ended(change.rows, prefix, change.now)?;
                if ends != *expected {
                    return Err(Error::invalid_argument(format!(
                        "dropping the prefix ends another number of keys than was said. prefix=`{prefix}`, ends=`{ends}`, said=`{expected}`"
                    )));
                }
            }
            if settings != change.settings {
                change.rows.save_settings(&settings)?;
                change.record(
                    NewEvent::new("settings.updated")
                        .with("settings", &settings)
                        .with("dropped_prefix", dropped.map(|(prefix, _)| prefix)),
                )?;
            }
            Ok(settings)
        })
    }
}

/// Counts the keys that would no longer verify without a prefix, though nothing else is wrong with them.
fn count_ended(rows: &dyn Rows, prefix: &Prefix, now: Timestamp) -> Result<u64, Error> {
    let mut ends = 0;
    rows.each_api_key(None, None, now, &mut |key| {
        let Ok(key) = key else { return Ok(ControlFlow::Continue(())) };
        let is_hit = key.generations.iter().any(|generation| {
            generation.prefix == *prefix
                && generation.retires_at.is_none_or(|retires_at| now < retires_at)
        });
        if key.counts_at(now) && is_hit {
            ends += 1;
        }
        Ok(ControlFlow::Continue(()))
    })?;
    Ok(ends)
}
