//! The ids of keys and of their generations.

use std::fmt;

use serde::Serialize;
use uuid::Uuid;

use crate::error::Error;

macro_rules! uuid_id {
    ($(#[$doc:meta])* $name:ident, $what:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl $name {
            /// Returns the id as a UUID.
            ///
            /// # Examples
            ///
            /// ```
            /// use keywright::ApiKeyId;
            ///
            /// let id: ApiKeyId = "0198c7e2-5f7a-7b3c-9d5e-2f1a6b8c4d70".parse()?;
            /// assert_eq!(id.as_uuid().get_version_num(), 7);
            /// # Ok::<(), keywright::Error>(())
            /// ```
            pub const fn as_uuid(&self) -> &Uuid {
                &self.0
            }
        }

        impl From<Uuid> for $name {
            fn from(uuid: Uuid) -> Self {
                Self(uuid)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.hyphenated().fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = Error;

            fn from_str(text: &str) -> Result<Self, Error> {
                // `Uuid` takes three more spellings; one id has one text here.
                match Uuid::try_parse(text) {
                    Ok(uuid) if text.len() == 36 => Ok(Self(uuid)),
                    _ => Err(Error::invalid_argument(concat!(
                        "the ", $what, " id is no UUID such as `0198c7e2-5f7a-7b3c-9d5e-2f1a6b8c4d70`"
                    ))),
                }
            }
        }
    };
}

uuid_id! {
    /// The id of an [`ApiKey`](crate::ApiKey): a UUIDv7 that stays the same for the key's whole life.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::ApiKeyId;
    ///
    /// let id: ApiKeyId = "0198c7e2-5f7a-7b3c-9d5e-2f1a6b8c4d70".parse()?;
    /// assert_eq!(id.to_string(), "0198c7e2-5f7a-7b3c-9d5e-2f1a6b8c4d70");
    /// assert!("0198c7e25f7a7b3c9d5e2f1a6b8c4d70".parse::<ApiKeyId>().is_err());
    /// # Ok::<(), keywright::Error>(())
    /// ```
    ApiKeyId, "key"
}

uuid_id! {
    /// The id of one [`Generation`](crate::Generation): the UUIDv7 inside the key's text.
    ///
    /// The id of the first generation is the id of its key.
    GenerationId, "generation"
}

impl ApiKeyId {
    /// The id that no key can have and that every key's comes before: the place from which a list begins.
    pub(crate) const LAST: Self = Self(Uuid::max());

    /// Returns the id of the first generation, which is the key's own.
    pub(crate) const fn first_generation(self) -> GenerationId {
        GenerationId(self.0)
    }
}
