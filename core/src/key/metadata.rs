//! What the host remembers beside a key, a user or a team.

use serde::Serialize;
use serde_json::{Map, Value};

use crate::error::Error;

/// The most bytes of metadata, as compact JSON.
const MOST_BYTES: usize = 4096;

/// A JSON object of at most 4 KiB as compact text.
///
/// # Examples
///
/// ```
/// use keywright::Metadata;
///
/// let metadata = Metadata::parse(r#"{"plan": "pro"}"#)?;
/// assert_eq!(metadata.as_str(), r#"{"plan":"pro"}"#);
/// assert!(Metadata::parse("[1, 2]").is_err());
/// # Ok::<(), keywright::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Metadata(Box<str>);

impl Metadata {
    /// Reads JSON text.
    ///
    /// # Errors
    ///
    /// `invalid_argument` when it is not a JSON object or longer than 4 KiB.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::Metadata;
    ///
    /// assert_eq!(Metadata::parse(r#"{ "plan" : "pro" }"#)?.as_str(), r#"{"plan":"pro"}"#);
    /// assert!(Metadata::parse("null").is_err());
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub fn parse(text: &str) -> Result<Self, Error> {
        // White space may come on top, within reason: the text is limited before it is read.
        if text.len() > 4 * MOST_BYTES {
            return Err(too_long());
        }
        let value: Value = serde_json::from_str(text).map_err(|error| {
            Error::invalid_argument("the metadata is not JSON").with_source(error)
        })?;
        Self::new(&value)
    }

    /// Takes a JSON value.
    ///
    /// # Errors
    ///
    /// `invalid_argument` when it is not an object or longer than 4 KiB as compact text.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::Metadata;
    ///
    /// let metadata = Metadata::new(&serde_json::json!({ "seats": 3 }))?;
    /// assert_eq!(metadata.as_str(), r#"{"seats":3}"#);
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub fn new(value: &Value) -> Result<Self, Error> {
        if !value.is_object() {
            return Err(Error::invalid_argument("the metadata is not a JSON object"));
        }
        let text = value.to_string();
        if text.len() > MOST_BYTES {
            return Err(too_long());
        }
        Ok(Self(text.into()))
    }

    /// Takes text that the store wrote.
    pub(crate) fn from_stored(text: &str) -> Self {
        Self(text.into())
    }

    /// Returns the compact JSON text.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::Metadata;
    ///
    /// assert_eq!(Metadata::default().as_str(), "{}");
    /// ```
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the members of the object.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::Metadata;
    ///
    /// let map = Metadata::parse(r#"{"plan": "pro"}"#)?.to_map();
    /// assert_eq!(map["plan"], "pro");
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub fn to_map(&self) -> Map<String, Value> {
        serde_json::from_str(&self.0).unwrap_or_default()
    }
}

fn too_long() -> Error {
    Error::invalid_argument(format!("the metadata is longer than {MOST_BYTES} bytes of JSON"))
}

impl Default for Metadata {
    fn default() -> Self {
        Self("{}".into())
    }
}

impl Serialize for Metadata {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.to_map().serialize(serializer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_object_of_four_kibibytes_at_most_is_taken() {
        let fits = format!(r#"{{"a":"{}"}}"#, "x".repeat(MOST_BYTES - 8));
        assert_eq!(Metadata::parse(&fits).unwrap().as_str().len(), MOST_BYTES);
        let too_long = format!(r#"{{"a":"{}"}}"#, "x".repeat(MOST_BYTES - 7));
        let deep = "[".repeat(5000);
        for text in
            ["", "null", "1", "\"a\"", "[]", "{", "{}x", &too_long, &deep, &"{".repeat(1 << 20)]
        {
            assert!(Metadata::parse(text).is_err());
        }
    }
}
