//! The gates that a key passes, in their order; the first that fails gives the reason.
//!
//! Pure: what the gates look at is handed in. `verify` and `explain` walk the same list, so they can not disagree.

use std::fmt;

use serde::Serialize;
use subtle::ConstantTimeEq as _;

use super::options::{Accept, VerifyOptions};
use super::verdict::Reason;
use crate::clock::Timestamp;
use crate::key::ApiKey;
use crate::owner::OwnerType;
use crate::settings::Settings;
use crate::token::{ParsedToken, Prefix};

/// One gate. The order of [`Gate::ALL`] is the order in which a key meets them.
///
/// # Examples
///
/// ```
/// use keywright::Gate;
///
/// let names: Vec<_> = Gate::ALL.iter().map(|gate| gate.as_str()).collect();
/// assert_eq!(names[..5], ["shape", "prefix", "id", "seal", "secret"]);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Gate {
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

impl Gate {
    /// All gates in the order in which a key meets them.
    pub const ALL: &'static [Self] = &[
        Self::Shape,
        Self::Prefix,
        Self::Id,
        Self::Seal,
        Self::Secret,
        Self::Type,
        Self::Switch,
        Self::Revoked,
        Self::Rotated,
        Self::Suspended,
        Self::Expired,
        Self::Ip,
        Self::Scopes,
    ];

    /// Those that look at the stored row, in their order.
    pub(crate) const STORED: &'static [Self] = &[
        Self::Secret,
        Self::Type,
        Self::Switch,
        Self::Revoked,
        Self::Rotated,
        Self::Suspended,
        Self::Expired,
        Self::Ip,
        Self::Scopes,
    ];

    /// Returns the gate's name in `snake_case`.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::Gate;
    ///
    /// assert_eq!(Gate::Expired.as_str(), "expired");
    /// ```
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Shape => "shape",
            Self::Prefix => "prefix",
            Self::Id => "id",
            Self::Seal => "seal",
            Self::Secret => "secret",
            Self::Type => "type",
            Self::Switch => "switch",
            Self::Revoked => "revoked",
            Self::Rotated => "rotated",
            Self::Suspended => "suspended",
            Self::Expired => "expired",
            Self::Ip => "ip",
            Self::Scopes => "scopes",
        }
    }

    /// Returns the reason of a key that fails here.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{Gate, Reason};
    ///
    /// assert_eq!(Gate::Secret.reason(), Reason::NotFound, "a wrong secret tells nothing more");
    /// ```
    pub const fn reason(self) -> Reason {
        match self {
            Self::Shape | Self::Prefix => Reason::Malformed,
            Self::Id | Self::Secret => Reason::NotFound,
            Self::Seal => Reason::Tampered,
            Self::Type => Reason::WrongType,
            Self::Switch => Reason::Disabled,
            Self::Revoked => Reason::Revoked,
            Self::Rotated => Reason::Rotated,
            Self::Suspended => Reason::Suspended,
            Self::Expired => Reason::Expired,
            Self::Ip => Reason::IpDenied,
            Self::Scopes => Reason::InsufficientScope,
        }
    }
}

impl fmt::Display for Gate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// What the store holds for the id in a presented text.
pub(crate) struct Presented {
    /// The prefix of its text.
    pub(crate) prefix: Prefix,
    /// Its digest.
    pub(crate) digest: [u8; 32],
    /// The number of the generation, from 1.
    pub(crate) number: u32,
    /// When a check first accepted it.
    pub(crate) first_used_at: Option<Timestamp>,
    /// From when it is no longer accepted.
    pub(crate) retires_at: Option<Timestamp>,
    /// Whether it is to end once a later one is used.
    pub(crate) retires_when_used: bool,
    /// Its key.
    pub(crate) api_key: ApiKey,
}

/// All that the gates behind the look-up look at.
pub(crate) struct Facts<'a> {
    pub(crate) token: &'a ParsedToken<'a>,
    pub(crate) presented: &'a Presented,
    pub(crate) settings: &'a Settings,
    pub(crate) options: &'a VerifyOptions,
    pub(crate) now: Timestamp,
}

impl Facts<'_> {
    /// Returns whether the key passes one of [`Gate::STORED`].
    pub(crate) fn pass(&self, gate: Gate) -> bool {
        let key = &self.presented.api_key;
        match gate {
            // Not asked here: a gate that somebody adds to the list without its question lets nobody pass.
            Gate::Shape | Gate::Prefix | Gate::Id | Gate::Seal => false,
            Gate::Secret => self.is_secret_right(),
            Gate::Type => self.is_type_right(),
            Gate::Switch => self.settings.allows(key.owner_type()),
            Gate::Revoked => key.revoked_at.is_none(),
            Gate::Rotated => {
                self.presented.retires_at.is_none_or(|retires_at| self.now < retires_at)
            }
            Gate::Suspended => key.suspended_at.is_none() && !key.is_owner_suspended,
            Gate::Expired => !key.is_expired_at(self.now),
            Gate::Ip => key.ip_allow_list.allows(self.options.ip),
            Gate::Scopes => key.scopes.cover(&self.options.scopes),
        }
    }

    /// The kind is part of the text and not of the digest, so it is compared too: a key whose text says another kind
    /// than its row is not a key of ours.
    fn is_secret_right(&self) -> bool {
        let key = &self.presented.api_key;
        let kind = self.token.kind();
        let is_digest_right: bool = self.token.digest().ct_eq(&self.presented.digest).into();
        is_digest_right
            && kind.is_public() == key.is_public
            && kind.is_team() == (key.owner_type() == OwnerType::Team)
            && self.presented.prefix.as_str() == self.token.prefix()
    }

    fn is_type_right(&self) -> bool {
        let key = &self.presented.api_key;
        self.options.owner_type.is_none_or(|wanted| wanted == key.owner_type())
            && (self.options.accept == Accept::Any || !key.is_public)
    }
}

/// Returns the first gate behind the look-up that the key fails, or `None` when it passes all.
pub(crate) fn judge(facts: &Facts<'_>) -> Option<Gate> {
    Gate::STORED.iter().copied().find(|gate| !facts.pass(*gate))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stored_gates_are_the_end_of_the_list_in_its_order() {
        assert!(Gate::ALL.ends_with(Gate::STORED));
    }
}
