//! The ids of users and teams: the host's own strings.

use std::fmt;
use std::sync::Arc;

use serde::Serialize;

use crate::error::Error;

/// The longest id, in bytes of UTF-8.
const LONGEST_ID: usize = 255;

fn checked(what: &str, id: &str) -> Result<Arc<str>, Error> {
    if id.is_empty() || id.len() > LONGEST_ID {
        return Err(Error::invalid_argument(format!(
            "the {what} id takes 1 to {LONGEST_ID} bytes. length=`{}`",
            id.len()
        )));
    }
    if id.chars().any(char::is_control) {
        return Err(Error::invalid_argument(format!("the {what} id holds a control character")));
    }
    Ok(Arc::from(id))
}

macro_rules! host_id {
    ($(#[$doc:meta])* $name:ident, $what:literal) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        #[serde(transparent)]
        pub struct $name(Arc<str>);

        impl $name {
            /// Checks an id of the host's.
            ///
            /// # Errors
            ///
            /// `invalid_argument` when it is empty, longer than 255 bytes of UTF-8 or holds a control character.
            pub fn new(id: impl AsRef<str>) -> Result<Self, Error> {
                checked($what, id.as_ref()).map(Self)
            }

            /// Returns the id's text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

host_id! {
    /// A user's id: the host's own string, 1 to 255 bytes of UTF-8 without control characters.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::UserId;
    ///
    /// assert_eq!(UserId::new("42")?.as_str(), "42");
    /// assert!(UserId::new("").is_err());
    /// # Ok::<(), keywright::Error>(())
    /// ```
    UserId, "user"
}

host_id! {
    /// A team's id: the host's own string, 1 to 255 bytes of UTF-8 without control characters.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::TeamId;
    ///
    /// assert_eq!(TeamId::new("acme")?.to_string(), "acme");
    /// # Ok::<(), keywright::Error>(())
    /// ```
    TeamId, "team"
}

/// Whether a key belongs to a user or to a team.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum OwnerType {
    /// The key belongs to one user.
    User,
    /// The key belongs to a team.
    Team,
}

impl OwnerType {
    /// Returns `user` or `team`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Team => "team",
        }
    }
}

impl fmt::Display for OwnerType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The owner of a key: exactly one user or one team.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Owner {
    /// A user.
    User(UserId),
    /// A team.
    Team(TeamId),
}

impl Owner {
    /// Returns whether it is a user or a team.
    pub const fn owner_type(&self) -> OwnerType {
        match self {
            Self::User(_) => OwnerType::User,
            Self::Team(_) => OwnerType::Team,
        }
    }

    /// Returns the id's text.
    pub fn id(&self) -> &str {
        match self {
            Self::User(id) => id.as_str(),
            Self::Team(id) => id.as_str(),
        }
    }

    pub(crate) fn new(owner_type: OwnerType, id: &str) -> Result<Self, Error> {
        match owner_type {
            OwnerType::User => UserId::new(id).map(Self::User),
            OwnerType::Team => TeamId::new(id).map(Self::Team),
        }
    }
}

impl fmt::Display for Owner {
    /// Writes `user:alice` or `team:acme`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.owner_type(), self.id())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_of_the_host_are_taken_as_they_are_within_their_limits() {
        for id in ["a", " spaced ", "ünï-cødé 🦀", &"x".repeat(255), "a:b/c", "%"] {
            assert_eq!(UserId::new(id).unwrap().as_str(), id);
        }
        for id in ["", &"x".repeat(256), &"é".repeat(128), "a\0b", "a\nb", "\u{7f}", "\u{85}"] {
            assert!(UserId::new(id).is_err(), "{id:?}");
            assert!(TeamId::new(id).is_err(), "{id:?}");
        }
    }
}
