//! Values of other languages into the core's, and numbers back.

use std::net::IpAddr;
use std::str::FromStr;
use std::time::SystemTime;

use keywright::{ApiKeyId, IpAllowList, Metadata, PermissionId, Prefix, Scopes, Timestamp};

use crate::error::KeywrightError;

// ---- in -------------------------------------------------------------------------------------------------------------

pub(crate) fn timestamp(at: SystemTime) -> Result<Timestamp, KeywrightError> {
    Ok(Timestamp::try_from(at)?)
}

pub(crate) fn metadata(text: &str) -> Result<Metadata, KeywrightError> {
    Ok(Metadata::parse(text)?)
}

pub(crate) fn scopes(texts: &[String]) -> Result<Scopes, KeywrightError> {
    Ok(Scopes::parse(texts)?)
}

pub(crate) fn ip_allow_list(texts: &[String]) -> Result<IpAllowList, KeywrightError> {
    Ok(IpAllowList::parse(texts)?)
}

/// An address. Java writes the zone of a link-local one behind it, which is no part of the address.
pub(crate) fn ip(text: &str) -> Result<IpAddr, KeywrightError> {
    let address = match text.split_once('%') {
        Some((without_zone, _)) => without_zone.parse().map(IpAddr::V6),
        None => text.parse(),
    };
    address.map_err(|_| {
        KeywrightError::invalid_argument("the address is none such as `192.0.2.7` or `2001:db8::1`")
    })
}

pub(crate) fn prefix(text: &str) -> Result<Prefix, KeywrightError> {
    Prefix::from_str(text).map_err(|error| KeywrightError::invalid_argument(error.to_string()))
}

pub(crate) fn permissions(texts: &[String]) -> Result<Vec<PermissionId>, KeywrightError> {
    Ok(texts.iter().map(PermissionId::new).collect::<Result<_, _>>()?)
}

pub(crate) fn api_key_id(text: &str) -> Result<ApiKeyId, KeywrightError> {
    Ok(text.parse()?)
}

/// A number that is not negative and that the core's type holds.
pub(crate) fn number<T: TryFrom<i64>>(name: &str, value: i64) -> Result<T, KeywrightError> {
    T::try_from(value).map_err(|_| {
        KeywrightError::invalid_argument(format!(
            "`{name}` is negative or too large. {name}=`{value}`"
        ))
    })
}

// ---- out ------------------------------------------------------------------------------------------------------------

/// A count. Neither Java nor Swift has an unsigned number that people like to see.
pub(crate) fn whole_number(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

pub(crate) fn system_time(at: Option<Timestamp>) -> Option<SystemTime> {
    at.map(SystemTime::from)
}

pub(crate) fn texts<T: ToString>(all: impl IntoIterator<Item = T>) -> Vec<String> {
    all.into_iter().map(|one| one.to_string()).collect()
}

pub(crate) fn text<T: ToString>(one: Option<&T>) -> Option<String> {
    one.map(ToString::to_string)
}
