//! The gates that a key passes, in their order; the first that fails gives the reason.
//!
//! Pure: what the gates look at is handed in. `verify` and `explain` walk the same list, so they can not disagree.

use std::fmt;
use std::net::IpAddr;

use serde::Serialize;
use subtle::ConstantTimeEq as _;

use super::options::{Accept, VerifyOptions};
use super::verdict::{Reason, Verdict};
use crate::clock::Timestamp;
use crate::key::{ApiKey, ApiKeyId, Scopes, is_over};
use crate::owner::OwnerType;
use crate::settings::Switches;
use crate::token::{ParsedToken, Prefix, TokenKind};

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
    pub(crate) const STORED: [Self; 9] = [
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

impl Presented {
    /// Whether its first use is still to be told to the store, and whatever ends with it.
    pub(crate) const fn is_first_use_open(&self) -> bool {
        self.number > 1 && self.first_used_at.is_none()
    }
}

/// A generation and its key, as far as a gate asks about them: a row that was read, or what memory keeps of one.
pub(crate) trait Subject {
    /// Whether prefix, kind and secret of a text are the ones of this generation.
    fn has_secret(&self, token: &ParsedToken<'_>) -> bool;
    fn owner_type(&self) -> OwnerType;
    fn is_public(&self) -> bool;
    /// Whether keys of its owner type are switched on.
    fn is_switched_on(&self, switches: Switches) -> bool;
    fn is_revoked(&self) -> bool;
    fn retires_at(&self) -> Option<Timestamp>;
    /// Whether the key or its owner is suspended.
    fn is_suspended(&self) -> bool;
    fn expires_at(&self) -> Option<Timestamp>;
    fn has_retired(&self, now: Timestamp) -> bool {
        is_over(self.retires_at(), now)
    }
    fn has_expired(&self, now: Timestamp) -> bool {
        is_over(self.expires_at(), now)
    }
    fn allows_ip(&self, ip: Option<IpAddr>) -> bool;
    fn covers(&self, wanted: &Scopes) -> bool;
}

/// What is asked of a subject.
#[derive(Clone, Copy)]
pub(crate) struct Question<'a> {
    pub(crate) token: &'a ParsedToken<'a>,
    /// Those that stand beside a row; a key that is kept in memory knows by itself.
    pub(crate) switches: Switches,
    pub(crate) options: &'a VerifyOptions,
    pub(crate) now: Timestamp,
}

impl Question<'_> {
    /// Returns whether a subject passes one of [`Gate::STORED`].
    #[inline(always)]
    pub(crate) fn pass(&self, subject: &impl Subject, gate: Gate) -> bool {
        let options = self.options;
        match gate {
            // Not asked here: a gate that somebody adds to the list without its question lets nobody pass.
            Gate::Shape | Gate::Prefix | Gate::Id | Gate::Seal => false,
            Gate::Secret => subject.has_secret(self.token),
            Gate::Type => {
                options.owner_type.is_none_or(|wanted| wanted == subject.owner_type())
                    && (options.accept == Accept::Any || !subject.is_public())
            }
            Gate::Switch => subject.is_switched_on(self.switches),
            Gate::Revoked => !subject.is_revoked(),
            Gate::Rotated => !subject.has_retired(self.now),
            Gate::Suspended => !subject.is_suspended(),
            Gate::Expired => !subject.has_expired(self.now),
            Gate::Ip => subject.allows_ip(options.ip),
            Gate::Scopes => options.scopes.is_empty() || subject.covers(&options.scopes),
        }
    }

    /// Returns the first gate behind the look-up that a subject fails, or `None` when it passes all.
    #[inline]
    pub(crate) fn judge(&self, subject: &impl Subject) -> Option<Gate> {
        let failed = |gate| (!self.pass(subject, gate)).then_some(gate);
        // One by one, so that each gate's question stands where it is asked: a loop jumps nine times through a table.
        let [a, b, c, d, e, f, g, h, i] = Gate::STORED;
        failed(a)
            .or_else(|| failed(b))
            .or_else(|| failed(c))
            .or_else(|| failed(d))
            .or_else(|| failed(e))
            .or_else(|| failed(f))
            .or_else(|| failed(g))
            .or_else(|| failed(h))
            .or_else(|| failed(i))
    }

    /// Returns the answer for a key that fails at a gate behind the look-up.
    pub(crate) fn deny(&self, gate: Gate, id: ApiKeyId) -> Verdict {
        match gate {
            // Who does not know the secret is not even told that there is such a key.
            Gate::Secret => Verdict::denied(Reason::NotFound),
            Gate::Scopes => Verdict::insufficient_scope(id, self.options.scopes.clone()),
            gate => Verdict::denied_key(gate.reason(), id),
        }
    }
}

impl Subject for Presented {
    /// The kind is part of the text and not of the digest, so it is compared too: a key whose text says another kind
    /// than its row is not a key of ours.
    fn has_secret(&self, token: &ParsedToken<'_>) -> bool {
        let is_digest_right: bool = token.digest().ct_eq(&self.digest).into();
        is_digest_right
            && token.kind()
                == TokenKind::new(self.owner_type() == OwnerType::Team, self.api_key.is_public)
            && self.prefix.as_str() == token.prefix()
    }

    fn owner_type(&self) -> OwnerType {
        self.api_key.owner_type()
    }

    fn is_public(&self) -> bool {
        self.api_key.is_public
    }

    fn is_switched_on(&self, switches: Switches) -> bool {
        switches.allow(self.owner_type())
    }

    fn is_revoked(&self) -> bool {
        self.api_key.revoked_at.is_some()
    }

    fn retires_at(&self) -> Option<Timestamp> {
        self.retires_at
    }

    fn is_suspended(&self) -> bool {
        self.api_key.suspended_at.is_some() || self.api_key.is_owner_suspended
    }

    fn expires_at(&self) -> Option<Timestamp> {
        self.api_key.expires_at
    }

    fn allows_ip(&self, ip: Option<IpAddr>) -> bool {
        self.api_key.ip_allow_list.allows(ip)
    }

    fn covers(&self, wanted: &Scopes) -> bool {
        self.api_key.scopes.cover(wanted)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stored_gates_are_the_end_of_the_list_in_its_order() {
        assert!(Gate::ALL.ends_with(&Gate::STORED));
    }
}
