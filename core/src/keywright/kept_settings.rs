//! The settings as a handle keeps them in memory, for whoever must not wait for the store.
//!
//! They are right for one moment of the store, as the [keys](super::kept) are: whoever asks proves that it is still that one.

use std::sync::{Arc, Mutex};

use super::handle::Keywright;
use crate::error::Error;
use crate::settings::Settings;
use crate::store::Standing;
use crate::verify::Moment;

/// See the [module](self). Nobody ever waits for the lock: who does not get it at once goes without. So one that a fork caught
/// while it was held costs a child some speed, and no more.
#[derive(Default)]
pub(super) struct KeptSettings(Mutex<Option<(Moment, Arc<Settings>)>>);

impl KeptSettings {
    fn at(&self, moment: Moment) -> Option<Arc<Settings>> {
        let kept = self.0.try_lock().ok()?;
        kept.as_ref().filter(|(of, _)| *of == moment).map(|(_, settings)| Arc::clone(settings))
    }

    fn keep(&self, moment: Moment, settings: &Arc<Settings>) {
        if let Ok(mut kept) = self.0.try_lock()
            && kept.as_ref().is_none_or(|(of, _)| *of != moment)
        {
            *kept = Some((moment, Arc::clone(settings)));
        }
    }
}

impl Keywright {
    /// Returns the settings if memory has those of this moment. `None`: the store must be asked.
    pub(super) fn settings_from_memory(&self) -> Option<Arc<Settings>> {
        let moment = self.store().moment(self.shared().clock.look().wall_ms)?;
        self.shared().kept_settings.at(moment)
    }

    /// Asks the store for its settings, and keeps them.
    pub(super) fn standing(&self) -> Result<Standing, Error> {
        let standing = self.store().standing()?;
        if let Some(moment) = standing.moment {
            self.shared().kept_settings.keep(moment, &standing.settings);
        }
        Ok(standing)
    }
}

#[cfg(test)]
mod tests {
    use crate::error::ErrorCode;
    use crate::key::NewApiKey;
    use crate::keywright::{ActingAs, Keywright};
    use crate::settings::SettingsUpdate;
    use crate::verify::{Reason, VerifyOptions};

    const OPTIONS: fn() -> VerifyOptions = VerifyOptions::new;

    fn waits(keywright: &Keywright, header: (&str, &str)) -> bool {
        keywright.try_authenticate([header], &OPTIONS()).unwrap().is_none()
    }

    #[test]
    fn what_needs_no_waiting_is_answered_as_authenticate_would() {
        let keywright = Keywright::open_in_memory().unwrap();
        let created = keywright.user("alice").create_api_key(NewApiKey::new("CI")).unwrap();
        let header = ("X-Api-Key", created.value());
        assert!(waits(&keywright, header), "the settings are of the moment before the key");
        assert!(keywright.authenticate([header], &OPTIONS()).unwrap().is_valid());
        let verdict = keywright.try_authenticate([header], &OPTIONS()).unwrap().unwrap();
        assert!(verdict.is_valid());
        let jwt = ("Authorization", "Bearer a.session.token");
        for (header, options, reason) in [
            (("X-Api-Key", "typo"), OPTIONS(), Reason::Malformed),
            (("Accept", "*/*"), OPTIONS(), Reason::Missing),
            (jwt, OPTIONS(), Reason::Malformed),
            (jwt, OPTIONS().optional(), Reason::Missing),
        ] {
            let verdict = keywright.try_authenticate([header], &options).unwrap();
            assert_eq!(verdict.and_then(|verdict| verdict.reason()), Some(reason), "{header:?}");
        }
        let two = [header, ("Authorization", "Bearer kw_usk_other")];
        let slow = keywright.authenticate(two, &OPTIONS()).unwrap();
        assert_eq!(keywright.try_authenticate(two, &OPTIONS()).unwrap(), Some(slow));
    }

    #[test]
    fn settings_that_anybody_changed_are_asked_for_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("keys.db");
        let (keywright, other) = (Keywright::open(&path).unwrap(), Keywright::open(&path).unwrap());
        let created = keywright.user("alice").create_api_key(NewApiKey::new("CI")).unwrap();
        let own = ("X-Acme-Key", created.value());
        assert_eq!(
            keywright.authenticate([own], &OPTIONS()).unwrap().reason(),
            Some(Reason::Missing)
        );
        other
            .update_settings(SettingsUpdate::new().api_key_header(Some("x-acme-key".into())))
            .unwrap();
        assert!(waits(&keywright, own), "what memory has is of the moment before");
        assert!(keywright.authenticate([own], &OPTIONS()).unwrap().is_valid());
        assert!(!waits(&keywright, own));
    }

    #[test]
    fn nobody_is_answered_after_the_end_or_in_the_name_of_a_user() {
        let keywright = Keywright::open_in_memory().unwrap();
        let none: [(&str, &str); 0] = [];
        let alice = keywright.acting_as(ActingAs::new("alice")).unwrap();
        let error = alice.try_authenticate(none, &OPTIONS()).unwrap_err();
        assert_eq!(error.code(), ErrorCode::PermissionDenied);
        keywright.close();
        assert_eq!(
            keywright.try_authenticate(none, &OPTIONS()).unwrap_err().code(),
            ErrorCode::Closed
        );
    }
}
