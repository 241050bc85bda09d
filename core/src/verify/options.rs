//! What a check asks beside the key itself.

use std::net::IpAddr;

use crate::key::Scopes;
use crate::owner::OwnerType;

/// Which keys a route takes.
///
/// # Examples
///
/// ```
/// use keywright::{Accept, Keywright, NewApiKey, VerifyOptions};
///
/// # let keywright = Keywright::open_in_memory()?;
/// let public = keywright.user("alice").create_api_key(NewApiKey::new("widget").public())?;
/// let server_route = VerifyOptions::new().accept(Accept::Secret);
/// assert!(!keywright.verify(public.value(), &server_route)?.is_valid());
/// # Ok::<(), keywright::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Accept {
    /// Secret and public ones.
    #[default]
    Any,
    /// Secret ones only: what a server route should ask for, since a public key is known to everybody.
    Secret,
}

/// What a check asks beside the key itself: nothing, unless something is set.
///
/// # Examples
///
/// ```
/// use keywright::{Accept, Keywright, NewApiKey, OwnerType, Scopes, VerifyOptions};
///
/// let keywright = Keywright::open_in_memory()?;
/// let created = keywright
///     .team("acme")
///     .create_api_key(NewApiKey::new("CI").scopes(Scopes::parse(["builds:*"])?))?;
/// let options = VerifyOptions::new()
///     .owner_type(OwnerType::Team)
///     .accept(Accept::Secret)
///     .scopes(Scopes::parse(["builds:start"])?);
/// assert!(keywright.verify(created.value(), &options)?.is_valid());
/// # Ok::<(), keywright::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct VerifyOptions {
    pub(crate) owner_type: Option<OwnerType>,
    pub(crate) accept: Accept,
    pub(crate) scopes: Scopes,
    pub(crate) ip: Option<IpAddr>,
    pub(crate) is_optional: bool,
}

impl VerifyOptions {
    /// Asks nothing beside the key.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{Keywright, NewApiKey, VerifyOptions};
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// # let created = keywright.user("alice").create_api_key(NewApiKey::new("CI"))?;
    /// assert!(keywright.verify(created.value(), &VerifyOptions::new())?.is_valid());
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes only keys of users, or only keys of teams; others are denied as `wrong_type`.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{Keywright, NewApiKey, OwnerType, Reason, VerifyOptions};
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// # let created = keywright.user("alice").create_api_key(NewApiKey::new("CI"))?;
    /// let options = VerifyOptions::new().owner_type(OwnerType::Team);
    /// let verdict = keywright.verify(created.value(), &options)?;
    /// assert_eq!(verdict.reason(), Some(Reason::WrongType));
    /// # Ok::<(), keywright::Error>(())
    /// ```
    #[must_use]
    pub const fn owner_type(mut self, owner_type: OwnerType) -> Self {
        self.owner_type = Some(owner_type);
        self
    }

    /// Takes public keys too, or only secret ones; others are denied as `wrong_type`.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{Accept, Keywright, NewApiKey, VerifyOptions};
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// # let created = keywright.user("alice").create_api_key(NewApiKey::new("CI"))?;
    /// let options = VerifyOptions::new().accept(Accept::Secret);
    /// assert!(keywright.verify(created.value(), &options)?.is_valid());
    /// # Ok::<(), keywright::Error>(())
    /// ```
    #[must_use]
    pub const fn accept(mut self, accept: Accept) -> Self {
        self.accept = accept;
        self
    }

    /// Asks for these scopes; a key that does not hold all of them is denied as `insufficient_scope`.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{Keywright, NewApiKey, Reason, Scopes, VerifyOptions};
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// # let created = keywright.user("alice").create_api_key(NewApiKey::new("CI"))?;
    /// let options = VerifyOptions::new().scopes(Scopes::parse(["builds:start"])?);
    /// let verdict = keywright.verify(created.value(), &options)?;
    /// assert_eq!(verdict.reason(), Some(Reason::InsufficientScope));
    /// # Ok::<(), keywright::Error>(())
    /// ```
    #[must_use]
    pub fn scopes(mut self, scopes: Scopes) -> Self {
        self.scopes = scopes;
        self
    }

    /// Tells from where the request came, as the web framework knows it. A key with an IP list is denied without.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{IpAllowList, Keywright, NewApiKey, VerifyOptions};
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// let key = NewApiKey::new("office").ip_allow_list(IpAllowList::parse(["192.0.2.0/24"])?);
    /// let created = keywright.user("alice").create_api_key(key)?;
    /// let from = |ip: [u8; 4]| VerifyOptions::new().ip(ip.into());
    /// assert!(keywright.verify(created.value(), &from([192, 0, 2, 7]))?.is_valid());
    /// assert!(!keywright.verify(created.value(), &from([198, 51, 100, 7]))?.is_valid());
    /// # Ok::<(), keywright::Error>(())
    /// ```
    #[must_use]
    pub const fn ip(mut self, ip: IpAddr) -> Self {
        self.ip = Some(ip);
        self
    }

    /// Says that the route works without a key too, so that a bearer value that is not one of this project's keys (a
    /// session's token) counts as none. Only `authenticate` reads it.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{Keywright, Reason, VerifyOptions};
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// let session = [("Authorization", "Bearer a.session.token")];
    /// let reason = |options| Ok::<_, keywright::Error>(keywright.authenticate(session, &options)?.reason());
    /// assert_eq!(reason(VerifyOptions::new())?, Some(Reason::Malformed));
    /// assert_eq!(reason(VerifyOptions::new().optional())?, Some(Reason::Missing));
    /// # Ok::<(), keywright::Error>(())
    /// ```
    #[must_use]
    pub const fn optional(mut self) -> Self {
        self.is_optional = true;
        self
    }
}
