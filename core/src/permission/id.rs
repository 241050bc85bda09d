//! The names of permissions.

use std::fmt;

use serde::Serialize;

use crate::error::Error;

/// The longest id, in bytes.
const LONGEST_ID: usize = 255;

/// The id of a permission: one of the six system permissions, or a name of the host's from `a-z 0-9 _ :`.
///
/// # Examples
///
/// ```
/// use keywright::PermissionId;
///
/// assert!(PermissionId::new("$manage_api_keys")?.is_system());
/// assert!(!PermissionId::new("billing:read")?.is_system());
/// assert!(PermissionId::new("$unheard_of").is_err());
/// # Ok::<(), keywright::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct PermissionId(Box<str>);

impl PermissionId {
    /// The system permissions, in order. They contain nothing and can not be changed.
    pub const SYSTEM: [&'static str; 6] = [
        "$delete_team",
        "$invite_members",
        "$manage_api_keys",
        "$read_members",
        "$remove_members",
        "$update_team",
    ];

    /// Checks an id.
    ///
    /// # Errors
    ///
    /// `invalid_argument` when it is neither a system permission nor 1 to 255 of `a-z 0-9 _ :`.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::PermissionId;
    ///
    /// assert!(PermissionId::new("billing:read").is_ok());
    /// assert!(PermissionId::new("Billing").is_err());
    /// ```
    pub fn new(id: impl AsRef<str>) -> Result<Self, Error> {
        let id = id.as_ref();
        let is_custom = (1..=LONGEST_ID).contains(&id.len())
            && id
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_' || b == b':');
        if is_custom || Self::SYSTEM.contains(&id) {
            return Ok(Self(id.into()));
        }
        Err(Error::invalid_argument(format!(
            "a permission id takes 1 to {LONGEST_ID} of `a-z 0-9 _ :`, or is one of {}",
            Self::SYSTEM.join(" ")
        )))
    }

    /// An id that this crate itself writes.
    pub(crate) fn of_our_own(id: &str) -> Self {
        Self(id.into())
    }

    /// Returns the id's text.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::PermissionId;
    ///
    /// assert_eq!(PermissionId::new("billing")?.as_str(), "billing");
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns whether it is one of the six of [`PermissionId::SYSTEM`].
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::PermissionId;
    ///
    /// assert!(PermissionId::new("$read_members")?.is_system());
    /// assert!(!PermissionId::new("team_admin")?.is_system());
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub fn is_system(&self) -> bool {
        self.0.starts_with('$')
    }
}

impl fmt::Display for PermissionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl PartialEq<str> for PermissionId {
    fn eq(&self, other: &str) -> bool {
        &*self.0 == other
    }
}

impl std::borrow::Borrow<str> for PermissionId {
    fn borrow(&self) -> &str {
        &self.0
    }
}
