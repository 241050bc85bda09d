//! Who acts: the server itself, or one of its users.

use std::fmt;

use serde::{Serialize, Serializer};

use crate::error::Error;
use crate::owner::UserId;

/// Who made a change: the server (with an optional name), or a user through `acting_as`.
///
/// It prints as `server`, `server:support:bob` or `user:alice`, and is stored as that text.
///
/// # Examples
///
/// ```
/// use keywright::{Actor, Keywright, NewApiKey};
///
/// let keywright = Keywright::open_in_memory()?;
/// let created = keywright.by("support:bob")?.user("alice").create_api_key(NewApiKey::new("CI"))?;
/// assert_eq!(created.api_key().created_by.to_string(), "server:support:bob");
/// # Ok::<(), keywright::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Actor {
    /// The server, which is trusted, with the name that the host gave, if any.
    Server(Option<ActorName>),
    /// A user, whose rights are checked.
    User(UserId),
}

impl Actor {
    /// Returns the user, when one acted.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::Actor;
    ///
    /// let alice: Actor = "user:alice".parse()?;
    /// assert_eq!(alice.user_id().map(|id| id.as_str()), Some("alice"));
    /// assert!(Actor::Server(None).user_id().is_none());
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub const fn user_id(&self) -> Option<&UserId> {
        match self {
            Self::Server(_) => None,
            Self::User(id) => Some(id),
        }
    }
}

impl fmt::Display for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Server(None) => f.write_str("server"),
            Self::Server(Some(name)) => write!(f, "server:{}", name.0),
            Self::User(id) => write!(f, "user:{id}"),
        }
    }
}

impl Serialize for Actor {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl std::str::FromStr for Actor {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        if text == "server" {
            return Ok(Self::Server(None));
        }
        match text.split_once(':') {
            Some(("server", name)) => Ok(Self::Server(Some(ActorName::new(name)?))),
            Some(("user", id)) => Ok(Self::User(UserId::new(id)?)),
            _ => Err(Error::invalid_argument(
                "an actor reads `server`, `server:<name>` or `user:<id>`",
            )),
        }
    }
}

/// The name by which the server says on whose behalf it acts, such as `support:bob`: 1 to 100 characters.
///
/// # Examples
///
/// ```
/// use keywright::{Actor, ActorName};
///
/// let actor = Actor::Server(Some(ActorName::new("support:bob")?));
/// assert_eq!(actor.to_string(), "server:support:bob");
/// # Ok::<(), keywright::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ActorName(String);

impl ActorName {
    /// Checks a name.
    ///
    /// # Errors
    ///
    /// `invalid_argument` when it is empty, longer than 100 characters or holds a control character.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::ActorName;
    ///
    /// assert!(ActorName::new("support:bob").is_ok());
    /// assert!(ActorName::new("").is_err());
    /// ```
    pub fn new(name: impl Into<String>) -> Result<Self, Error> {
        let name = name.into();
        let length = name.chars().take(101).count();
        if !(1..=100).contains(&length) || name.chars().any(char::is_control) {
            return Err(Error::invalid_argument(
                "the name of who acts takes 1 to 100 characters without control characters",
            ));
        }
        Ok(Self(name))
    }

    /// The name under which the library itself writes what follows from what was noticed.
    pub(crate) fn keywright() -> Self {
        Self("keywright".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_round_trips_and_keeps_users_apart_from_servers() {
        for text in
            ["server", "server:support:bob", "server:user:alice", "user:alice", "user:server"]
        {
            assert_eq!(text.parse::<Actor>().unwrap().to_string(), text);
        }
        for text in ["", "server:", "user:", "alice", "SERVER", "server:\n"] {
            assert!(text.parse::<Actor>().is_err(), "{text:?}");
        }
    }
}
