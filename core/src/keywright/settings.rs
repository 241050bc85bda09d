//! Reading and changing the settings.

use std::ops::ControlFlow;
use std::sync::Arc;

use super::change::Change;
use super::handle::Keywright;
use crate::error::Error;
use crate::event::NewEvent;
use crate::settings::{Settings, SettingsUpdate};
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
        self.store().settings()
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
                let ends = change.count_ended_by_dropping(prefix)?;
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

impl Change<'_> {
    /// Counts the keys that would no longer verify without a prefix, though nothing else is wrong with them.
    fn count_ended_by_dropping(&self, prefix: &Prefix) -> Result<u64, Error> {
        let (now, mut ends) = (self.now, 0);
        self.rows.each_api_key(None, None, now, &mut |key| {
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
}
