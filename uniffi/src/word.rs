//! The closed sets of words that both the core and other languages have, and choices that carry something.

use std::time::{Duration, SystemTime};

use crate::convert::timestamp;
use crate::error::KeywrightError;

/// Mirrors an enumeration of the core. `open` is for those that may get more words: a word without a mirror is a defect.
macro_rules! words {
    ($(#[doc = $doc:literal])* $name:ident, $openness:ident { $($(#[doc = $word_doc:literal])* $word:ident,)* }) => {
        $(#[doc = $doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, uniffi::Enum)]
        pub enum $name {
            $($(#[doc = $word_doc])* $word,)*
        }

        impl From<$name> for keywright::$name {
            fn from(word: $name) -> Self {
                match word {
                    $($name::$word => Self::$word,)*
                }
            }
        }

        words!(@out $openness $name { $($word,)* });
    };
    (@out closed $name:ident { $($word:ident,)* }) => {
        impl From<keywright::$name> for $name {
            fn from(word: keywright::$name) -> Self {
                match word {
                    $(keywright::$name::$word => Self::$word,)*
                }
            }
        }
    };
    (@out open $name:ident { $($word:ident,)* }) => {
        impl TryFrom<keywright::$name> for $name {
            type Error = KeywrightError;

            fn try_from(word: keywright::$name) -> Result<Self, KeywrightError> {
                match word {
                    $(keywright::$name::$word => Ok(Self::$word),)*
                    _ => Err(KeywrightError::defect()),
                }
            }
        }
    };
    // A word that only goes in needs no way out.
    (@out inward $name:ident { $($word:ident,)* }) => {};
}

words! {
    /// Whether a user or a team owns a key.
    OwnerType, closed {
        /// The key belongs to one user.
        User,
        /// The key belongs to a team.
        Team,
    }
}

words! {
    /// Which keys a check takes.
    Accept, inward {
        /// Secret and public ones.
        Any,
        /// Secret ones only: what a server route should ask for, since a public key is known to everybody.
        Secret,
    }
}

words! {
    /// What state a key is in: the first of these that holds.
    Status, closed {
        /// Ended for good.
        Revoked,
        /// Out of use until it is resumed; also when its owner is suspended.
        Suspended,
        /// Past its end.
        Expired,
        /// None of these.
        Active,
    }
}

words! {
    /// Why a key is denied.
    Reason, open {
        /// No key was presented.
        Missing,
        /// The text is no key of this store: size, alphabet, shape, checksum or prefix is wrong.
        Malformed,
        /// The store knows no such key.
        NotFound,
        /// The stored row was changed by something else than Keywright. Told to the outside as not found.
        Tampered,
        /// The key is of another owner type, or public where only secret ones are taken.
        WrongType,
        /// The settings switch keys of this owner type off.
        Disabled,
        /// The key was revoked.
        Revoked,
        /// The key was rotated and this generation has ended.
        Rotated,
        /// The key or its owner is suspended.
        Suspended,
        /// The key's end has come.
        Expired,
        /// The request comes from a network that the key does not allow, or from an unknown one.
        IpDenied,
        /// The key does not hold the scopes that were asked for.
        InsufficientScope,
        /// A rate limit is reached.
        RateLimited,
        /// A quota is used up.
        QuotaExceeded,
    }
}

words! {
    /// What a check looks at, in the order in which a key meets it.
    Gate, open {
        /// Size, alphabet, shape and checksum of the text.
        Shape,
        /// The prefix is one that the store accepts.
        Prefix,
        /// The id in the text is one of the store's.
        Id,
        /// The stored row is what Keywright wrote.
        Seal,
        /// The secret in the text is the one of this id.
        Secret,
        /// The owner type and the kind are what the route takes.
        Type,
        /// The settings allow keys of this owner type.
        Switch,
        /// The key is not revoked.
        Revoked,
        /// This generation of the key is not retired.
        Rotated,
        /// Neither the key nor its owner is suspended.
        Suspended,
        /// The key's end has not come.
        Expired,
        /// The request comes from a network that the key allows.
        Ip,
        /// The key holds the scopes that the route asks for.
        Scopes,
    }
}

words! {
    /// The part of a key's text that tells whose key it is.
    TokenKind, closed {
        /// A user's secret key, `usk`.
        UserSecret,
        /// A team's secret key, `tsk`.
        TeamSecret,
        /// A user's public key, `upk`.
        UserPublic,
        /// A team's public key, `tpk`.
        TeamPublic,
    }
}

words! {
    /// What becomes of the team keys that a leaving member made.
    TeamKeys, closed {
        /// They stay: they are the team's.
        Keep,
        /// They are revoked in the same transaction.
        Revoke,
    }
}

words! {
    /// What a signal is about.
    SignalKind, open {
        /// A stored row is not what Keywright wrote.
        Tampered,
        /// A secret was used, the right one, that rotation has ended: an old copy is still in use, or was stolen.
        RotatedKeyUsed,
    }
}

words! {
    /// How long one point of a series of usage is.
    UsageStep, open {
        /// A minute.
        Minute,
        /// An hour.
        Hour,
        /// A day, in UTC.
        Day,
    }
}

words! {
    /// How a check proves that nothing was changed since.
    Freshness, open {
        /// By two fields of SQLite's WAL index, in memory: about a nanosecond.
        WalIndex,
        /// By a question to SQLite, where the WAL index can not be read: some microseconds.
        DataVersion,
        /// By a counter of this process, for a store in memory.
        Counter,
    }
}

/// When a key ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum Expiry {
    /// Never.
    Never,
    /// At an instant.
    At {
        /// Which one; it lies in the future.
        instant: SystemTime,
    },
    /// After a time from now.
    After {
        /// How long.
        duration: Duration,
    },
}

impl Expiry {
    pub(crate) fn into_core(self) -> Result<keywright::Expiry, KeywrightError> {
        Ok(match self {
            Self::Never => keywright::Expiry::Never,
            Self::At { instant } => keywright::Expiry::At(timestamp(instant)?),
            Self::After { duration } => keywright::Expiry::In(duration),
        })
    }
}

/// How long the secret that a rotation replaces goes on to work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum Grace {
    /// Not at all.
    Now,
    /// For this long, so that both work while the new one is put in place.
    Lasting {
        /// How long.
        duration: Duration,
    },
    /// Until a check accepts the new one, or one that comes after it.
    UntilUsed,
}

impl From<Grace> for keywright::Grace {
    fn from(grace: Grace) -> Self {
        match grace {
            Grace::Now => Self::Now,
            Grace::Lasting { duration } => Self::For(duration),
            Grace::UntilUsed => Self::UntilUsed,
        }
    }
}

/// A text that can be taken away.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum TextChange {
    /// There is none any more.
    Clear,
    /// It is this.
    Set {
        /// The text.
        value: String,
    },
}

/// A number that can be taken away.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum NumberChange {
    /// There is none any more.
    Clear,
    /// It is this.
    Set {
        /// The number.
        value: i64,
    },
}

/// A time that can be taken away.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum DurationChange {
    /// There is none any more.
    Clear,
    /// It is this.
    Set {
        /// How long.
        value: Duration,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_of_the_core_has_its_mirror() {
        assert!(keywright::Reason::ALL.iter().all(|word| Reason::try_from(*word).is_ok()));
        assert!(keywright::Gate::ALL.iter().all(|word| Gate::try_from(*word).is_ok()));
        assert!(keywright::SignalKind::ALL.iter().all(|word| SignalKind::try_from(*word).is_ok()));
        assert!(keywright::UsageStep::ALL.iter().all(|word| UsageStep::try_from(*word).is_ok()));
    }
}
