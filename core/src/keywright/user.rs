//! What can be done with a user.

use super::handle::Keywright;
use crate::error::{Error, ErrorCode};
use crate::event::NewEvent;
use crate::key::{ApiKey, ApiKeyFilter, CreatedApiKey, NewApiKey};
use crate::owner::{
    Owner, OwnerType, Team, User, UserId, UserUpdate, checked_display_name, checked_email,
};
use crate::verify::{Reason, Verdict, VerifyOptions};

/// A user, by the host's id: free to make, and nothing is read or written until a method is called.
///
/// A user comes into being at its first change (a key, a membership, a profile), so no user table has to be copied.
///
/// # Examples
///
/// ```
/// use keywright::{Keywright, NewApiKey};
///
/// # let keywright = Keywright::open_in_memory()?;
/// let alice = keywright.user("alice");
/// assert!(alice.list_api_keys()?.is_empty());
/// assert!(keywright.get_user("alice")?.is_none(), "reading made nothing");
/// alice.create_api_key(NewApiKey::new("laptop"))?;
/// assert!(keywright.get_user("alice")?.is_some());
/// # Ok::<(), keywright::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct UserHandle {
    keywright: Keywright,
    id: String,
}

impl Keywright {
    /// Returns the handle of a user. An id that breaks the rules of [`UserId`] is told by the first call.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::Keywright;
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// assert_eq!(keywright.user("alice").id(), "alice");
    /// assert!(keywright.user("").list_api_keys().is_err());
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub fn user(&self, id: impl Into<String>) -> UserHandle {
        UserHandle { keywright: self.clone(), id: id.into() }
    }

    /// Returns a user as the store knows it, or `None` if it has not heard of one with this id.
    ///
    /// # Errors
    ///
    /// `invalid_argument` when the id breaks the rules of [`UserId`]; `permission_denied` for another user when acting as
    /// one; storage errors.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{Keywright, UserUpdate};
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// assert!(keywright.get_user("alice")?.is_none());
    /// keywright.user("alice").update(UserUpdate::new().display_name("Alice"))?;
    /// let user = keywright.get_user("alice")?.expect("known now");
    /// assert_eq!(user.display_name.as_deref(), Some("Alice"));
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub fn get_user(&self, id: impl AsRef<str>) -> Result<Option<User>, Error> {
        let id = UserId::new(id)?;
        self.authority().require_self(&id)?;
        self.read(|rows| rows.user(&id))
    }

    /// Returns the user that a presented key belongs to, or `None` when the key is denied.
    ///
    /// # Errors
    ///
    /// `disabled` when user keys are switched off, and `denied` with the verdict when a limit is reached: a 401 would be
    /// wrong there; `permission_denied` when acting as a user; storage errors.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{Keywright, NewApiKey, VerifyOptions};
    ///
    /// let keywright = Keywright::open_in_memory()?;
    /// let created = keywright.user("alice").create_api_key(NewApiKey::new("CI"))?;
    /// let options = VerifyOptions::new();
    /// let user = keywright.get_user_by_api_key(created.value(), &options)?.expect("a user");
    /// assert_eq!(user.id.as_str(), "alice");
    /// assert!(keywright.get_team_by_api_key(created.value(), &options)?.is_none());
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub fn get_user_by_api_key(
        &self,
        value: impl AsRef<[u8]>,
        options: &VerifyOptions,
    ) -> Result<Option<User>, Error> {
        let options = options.clone().owner_type(OwnerType::User);
        let verdict = owner_verdict(self.verify(value, &options)?)?;
        match verdict.user_id() {
            None => Ok(None),
            Some(id) => self.read(|rows| rows.user(id)),
        }
    }
}

/// Lets the verdicts pass that mean "no owner", and makes errors of those that must not become a 401.
pub(super) fn owner_verdict(verdict: Verdict) -> Result<Verdict, Error> {
    match verdict.reason() {
        Some(Reason::Disabled) => {
            let message = "keys of this owner type are switched off in the settings";
            Err(Error::new(ErrorCode::Disabled, message).with_verdict(verdict))
        }
        Some(Reason::RateLimited | Reason::QuotaExceeded) => Err(Error::denied(verdict)),
        _ => Ok(verdict),
    }
}

impl UserHandle {
    /// Returns the id as it was given.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::Keywright;
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// assert_eq!(keywright.user("alice").id(), "alice");
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Returns the user as the owner of keys.
    ///
    /// # Errors
    ///
    /// `invalid_argument` when the id breaks the rules of [`UserId`].
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::Keywright;
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// assert_eq!(keywright.user("alice").owner()?.to_string(), "user:alice");
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub fn owner(&self) -> Result<Owner, Error> {
        Ok(Owner::User(self.user_id()?))
    }

    fn user_id(&self) -> Result<UserId, Error> {
        UserId::new(&self.id)
    }

    /// Changes the profile and returns it. Under `acting_as` a user may set its own display name.
    ///
    /// # Errors
    ///
    /// `invalid_argument` when a value breaks its rule; `permission_denied`; storage errors.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{Keywright, UserUpdate};
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// let alice = keywright.user("alice");
    /// let user = alice.update(UserUpdate::new().primary_email("alice@example.com"))?;
    /// assert_eq!(user.primary_email.as_deref(), Some("alice@example.com"));
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub fn update(&self, update: UserUpdate) -> Result<User, Error> {
        let id = self.user_id()?;
        self.keywright.authority().require_self(&id)?;
        if update.primary_email.is_some() || update.metadata.is_some() {
            self.keywright.authority().require_server("set an e-mail address or metadata")?;
        }
        let display_name = update
            .display_name
            .map(|name| name.as_deref().map(checked_display_name).transpose())
            .transpose()?;
        let primary_email = update
            .primary_email
            .map(|email| email.as_deref().map(checked_email).transpose())
            .transpose()?;
        self.keywright.change(|change| {
            let before = change.bring_user(&id)?;
            let mut user = before.clone();
            user.display_name = display_name.unwrap_or(user.display_name);
            user.primary_email = primary_email.unwrap_or(user.primary_email);
            user.metadata = update.metadata.unwrap_or(user.metadata);
            if user != before {
                change.rows.save_user(&user)?;
                change.record(
                    NewEvent::new("user.updated")
                        .with("user_id", &id)
                        .with(
                            "display_name",
                            (user.display_name != before.display_name)
                                .then_some(&user.display_name),
                        )
                        .with(
                            "primary_email_changed",
                            (user.primary_email != before.primary_email).then_some(true),
                        )
                        .with(
                            "metadata_changed",
                            (user.metadata != before.metadata).then_some(true),
                        ),
                )?;
            }
            Ok(user)
        })
    }

    /// Deletes the user with its keys and memberships. To keep a history, revoke instead. Only the server may.
    ///
    /// # Errors
    ///
    /// `not_found` when the store has not heard of the user; `permission_denied`; storage errors.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{Keywright, NewApiKey};
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// let alice = keywright.user("alice");
    /// alice.create_api_key(NewApiKey::new("laptop"))?;
    /// alice.delete()?;
    /// assert!(keywright.get_user("alice")?.is_none());
    /// assert!(alice.list_api_keys()?.is_empty());
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub fn delete(&self) -> Result<(), Error> {
        let id = self.user_id()?;
        self.keywright.authority().require_server("delete a user")?;
        let api_key_ids = self.keywright.change(|change| {
            change.rows.user(&id)?.ok_or_else(no_such_user)?;
            let owner = Owner::User(id.clone());
            let api_key_ids = change.key_ids(&owner)?;
            change.rows.delete_owner(&owner)?;
            change.record(
                NewEvent::new("user.deleted")
                    .with("user_id", &id)
                    .with("api_key_ids", &api_key_ids),
            )?;
            Ok(api_key_ids)
        })?;
        self.keywright.forget_usage(&api_key_ids);
        Ok(())
    }

    /// Suspends all keys of the user at once, those made later included. Suspending twice keeps the first time. Only the
    /// server may.
    ///
    /// # Errors
    ///
    /// `permission_denied`; storage errors.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{Keywright, NewApiKey, Reason, VerifyOptions};
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// let alice = keywright.user("alice");
    /// alice.suspend()?;
    /// let later = alice.create_api_key(NewApiKey::new("made later"))?;
    /// let verdict = keywright.verify(later.value(), &VerifyOptions::new())?;
    /// assert_eq!(verdict.reason(), Some(Reason::Suspended));
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub fn suspend(&self) -> Result<User, Error> {
        let id = self.user_id()?;
        self.keywright.authority().require_server("suspend a user")?;
        self.keywright.change(|change| {
            let mut user = change.bring_user(&id)?;
            if user.suspended_at.is_none() {
                user.suspended_at = Some(change.now);
                user.suspended_by = Some(change.actor());
                change.rows.save_user(&user)?;
                change.record(NewEvent::new("user.suspended").with("user_id", &id))?;
            }
            Ok(user)
        })
    }

    /// Lets the keys of a suspended user verify again, each as far as it is valid itself. Only the server may.
    ///
    /// # Errors
    ///
    /// `not_found` when the store has not heard of the user; `permission_denied`; storage errors.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::Keywright;
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// let alice = keywright.user("alice");
    /// alice.suspend()?;
    /// assert_eq!(alice.resume()?.suspended_at, None);
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub fn resume(&self) -> Result<User, Error> {
        let id = self.user_id()?;
        self.keywright.authority().require_server("resume a user")?;
        self.keywright.change(|change| {
            let mut user = change.rows.user(&id)?.ok_or_else(no_such_user)?;
            if user.suspended_at.take().is_some() {
                user.suspended_by = None;
                change.rows.save_user(&user)?;
                change.record(NewEvent::new("user.resumed").with("user_id", &id))?;
            }
            Ok(user)
        })
    }

    /// Returns the teams that the user is in, by id.
    ///
    /// # Errors
    ///
    /// `permission_denied` for another user when acting as one; storage errors.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::Keywright;
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// keywright.team("acme").add_member("alice")?;
    /// let teams = keywright.user("alice").list_teams()?;
    /// assert_eq!(teams[0].id.as_str(), "acme");
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub fn list_teams(&self) -> Result<Vec<Team>, Error> {
        let id = self.user_id()?;
        self.keywright.authority().require_self(&id)?;
        self.keywright.read(|rows| rows.teams_of(&id))
    }

    /// Makes a key for the user and returns it with its value, which is shown this one time.
    ///
    /// # Errors
    ///
    /// `invalid_argument` when a field breaks its rule; `disabled` when user keys are switched off; `limit_reached` when a
    /// cap is; `permission_denied`; storage errors.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{Keywright, NewApiKey};
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// let alice = keywright.user("alice");
    /// let created = alice.create_api_key(NewApiKey::new("laptop"))?;
    /// assert!(created.value().starts_with("kw_usk_"));
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub fn create_api_key(&self, new: NewApiKey) -> Result<CreatedApiKey, Error> {
        self.keywright.create_one(&self.owner()?, new)
    }

    /// Makes many keys in one transaction, at most 100,000: all of them or none.
    ///
    /// # Errors
    ///
    /// As [`UserHandle::create_api_key`].
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{Keywright, NewApiKey};
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// let alice = keywright.user("alice");
    /// let created = alice.create_api_keys(vec![NewApiKey::new("laptop"), NewApiKey::new("phone")])?;
    /// assert_eq!(created.len(), 2);
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub fn create_api_keys(&self, new: Vec<NewApiKey>) -> Result<Vec<CreatedApiKey>, Error> {
        self.keywright.create_many(&self.owner()?, new)
    }

    /// Returns all keys of the user, newest first, also those that are revoked or expired.
    ///
    /// # Errors
    ///
    /// `permission_denied` for another user when acting as one; `disabled` when acting as a user and user keys are
    /// switched off; storage errors.
    ///
    /// [`Keywright::list_api_keys`] filters by status and text.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{Keywright, NewApiKey};
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// let alice = keywright.user("alice");
    /// alice.create_api_key(NewApiKey::new("first"))?;
    /// alice.create_api_key(NewApiKey::new("second"))?;
    /// assert_eq!(alice.list_api_keys()?[0].description, "second");
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub fn list_api_keys(&self) -> Result<Vec<ApiKey>, Error> {
        self.keywright.list_api_keys(ApiKeyFilter::new().owner(self.owner()?))
    }
}

fn no_such_user() -> Error {
    Error::not_found("the store has not heard of this user")
}
