//! JavaScript's values into the core's, and back.

use std::net::IpAddr;
use std::str::FromStr;
use std::time::Duration;

use keywright::{
    Accept, ApiKey, CreatedApiKey, Expiry, HttpAnswer, IpAllowList, Metadata, Owner, OwnerType,
    Prefix, Scopes, Status, Timestamp, UsageStep,
};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::error::Failure;

// ---- in -------------------------------------------------------------------------------------------------------------

/// Reads what the TypeScript half wrote.
pub(crate) fn read<T: DeserializeOwned>(text: &str) -> Result<T, Failure> {
    Ok(serde_json::from_str(text)?)
}

/// Tells a field that was not given from one that is null: `#[serde(default, deserialize_with = "given")]`.
pub(crate) fn given<'de, T: Deserialize<'de>, D: serde::Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}

/// An instant, in whole milliseconds since 1970.
#[derive(Clone, Copy, Deserialize)]
#[serde(transparent)]
pub(crate) struct Instant(i64);

impl Instant {
    pub(crate) fn timestamp(self) -> Result<Timestamp, Failure> {
        Ok(Timestamp::from_millis(self.0)?)
    }
}

/// A length of time, in whole milliseconds.
#[derive(Clone, Copy, Deserialize)]
#[serde(transparent)]
pub(crate) struct Span(u64);

impl Span {
    pub(crate) const fn duration(self) -> Duration {
        Duration::from_millis(self.0)
    }
}

/// When a key ends: at an instant, after a duration, or never.
#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum End {
    Never,
    At(Instant),
    In(Span),
}

impl End {
    pub(crate) fn expiry(self) -> Result<Expiry, Failure> {
        Ok(match self {
            Self::Never => Expiry::Never,
            Self::At(instant) => Expiry::At(instant.timestamp()?),
            Self::In(span) => Expiry::In(span.duration()),
        })
    }
}

/// A JSON object, as the caller wrote it.
pub(crate) fn metadata(text: &RawValue) -> Result<Metadata, Failure> {
    Ok(Metadata::parse(text.get())?)
}

pub(crate) fn scopes(texts: &[String]) -> Result<Scopes, Failure> {
    Ok(Scopes::parse(texts)?)
}

pub(crate) fn ip_allow_list(texts: &[String]) -> Result<IpAllowList, Failure> {
    Ok(IpAllowList::parse(texts)?)
}

/// An address. Node writes the zone of a link-local one behind it, which is no part of the address.
pub(crate) fn ip(text: &str) -> Result<IpAddr, Failure> {
    let address = match text.split_once('%') {
        Some((without_zone, _)) => without_zone.parse().map(IpAddr::V6),
        None => text.parse(),
    };
    address.map_err(|_| {
        Failure::InvalidArgument("the address is none such as `192.0.2.7` or `2001:db8::1`".into())
    })
}

/// Whoever owns keys.
#[derive(Deserialize)]
pub(crate) struct OwnerLike {
    #[serde(rename = "type")]
    owner_type: String,
    id: String,
}

impl OwnerLike {
    pub(crate) fn owner(&self, keywright: &keywright::Keywright) -> Result<Owner, Failure> {
        Ok(match owner_type(&self.owner_type)? {
            OwnerType::User => keywright.user(&self.id).owner(),
            OwnerType::Team => keywright.team(&self.id).owner(),
        }?)
    }
}

pub(crate) fn owner_type(text: &str) -> Result<OwnerType, Failure> {
    choice("ownerType", text, &[OwnerType::User, OwnerType::Team], |one| one.as_str())
}

pub(crate) fn status(text: &str) -> Result<Status, Failure> {
    choice("status", text, Status::ALL, |one| one.as_str())
}

pub(crate) fn usage_step(text: &str) -> Result<UsageStep, Failure> {
    choice("step", text, UsageStep::ALL, |one| one.as_str())
}

pub(crate) fn accept(text: &str) -> Result<Accept, Failure> {
    choice("accept", text, &[Accept::Any, Accept::Secret], |one| match one {
        Accept::Secret => "secret",
        _ => "any",
    })
}

/// Picks what a text names.
pub(crate) fn choice<T: Copy>(
    name: &str,
    text: &str,
    all: &[T],
    as_str: impl Fn(T) -> &'static str,
) -> Result<T, Failure> {
    all.iter().copied().find(|one| as_str(*one) == text).ok_or_else(|| {
        let known: Vec<_> = all.iter().map(|one| format!("`{}`", as_str(*one))).collect();
        Failure::InvalidArgument(format!("`{name}` takes one of {}", known.join(", ")))
    })
}

pub(crate) fn prefix(text: &str) -> Result<Prefix, Failure> {
    Prefix::from_str(text).map_err(|error| Failure::InvalidArgument(error.to_string()))
}

/// A number that counts something. JavaScript's are floating; the TypeScript half sends whole ones.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a cast from floating point stays within the type, which is what is wanted"
)]
pub(crate) const fn count(number: f64) -> u64 {
    number as u64
}

// ---- out ------------------------------------------------------------------------------------------------------------

/// Writes a record as the core does.
pub(crate) fn write(record: &impl Serialize) -> Result<String, Failure> {
    Ok(serde_json::to_string(record)?)
}

/// The first view of a key.
#[derive(Serialize)]
pub(crate) struct Created<'a> {
    api_key: &'a ApiKey,
    value: &'a str,
}

pub(crate) fn created(created: &CreatedApiKey) -> Created<'_> {
    // EXPOSE: the first view is where the key is handed out; the TypeScript half redacts it in whatever it prints.
    Created { api_key: created.api_key(), value: created.value() }
}

/// Status, headers and body of an HTTP answer.
#[derive(Serialize)]
pub(crate) struct Answer<'a> {
    status: u16,
    headers: &'a [(&'static str, String)],
    body: &'a str,
}

pub(crate) fn http_answer(answer: &HttpAnswer) -> Answer<'_> {
    Answer { status: answer.status, headers: &answer.headers, body: &answer.body }
}
