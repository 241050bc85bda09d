//! Scopes: what a key may be used for.

use std::fmt;

use serde::Serialize;

use crate::error::Error;

/// The longest segment of a scope, in bytes.
const LONGEST_SEGMENT: usize = 64;
/// How many scopes one key or one call takes.
const MOST_SCOPES: usize = 100;

/// One scope, `resource:action`; `*` in place of a segment stands for every resource or every action.
///
/// A segment takes ASCII letters, digits, `_`, `-`, `.` and `/`, 1 to 64 bytes; case counts.
///
/// # Examples
///
/// ```
/// use keywright::Scope;
///
/// let granted: Scope = "invoices:*".parse()?;
/// assert!(granted.covers(&"invoices:read".parse()?));
/// assert!(!granted.covers(&"users:read".parse()?));
/// assert!("invoices".parse::<Scope>().is_err());
/// # Ok::<(), keywright::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(into = "String")]
pub struct Scope {
    resource: Box<str>,
    action: Box<str>,
}

impl Scope {
    /// Returns whether holding this scope is enough where `wanted` is asked for.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::Scope;
    ///
    /// let held: Scope = "invoices:*".parse()?;
    /// assert!(held.covers(&"invoices:read".parse()?));
    /// assert!(!held.covers(&"*:read".parse()?));
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub fn covers(&self, wanted: &Self) -> bool {
        covers(&self.resource, &self.action, wanted)
    }
}

fn covers(resource: &str, action: &str, wanted: &Scope) -> bool {
    let segment = |held: &str, wanted: &str| held == "*" || held == wanted;
    segment(resource, &wanted.resource) && segment(action, &wanted.action)
}

impl std::str::FromStr for Scope {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let is_segment = |segment: &str| {
            segment == "*"
                || ((1..=LONGEST_SEGMENT).contains(&segment.len())
                    && segment.bytes().all(|byte| {
                        matches!(byte, b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' | b'_' | b'-'..=b'/')
                    }))
        };
        match text.split_once(':') {
            Some((resource, action)) if is_segment(resource) && is_segment(action) => {
                Ok(Self { resource: resource.into(), action: action.into() })
            }
            _ => Err(Error::invalid_argument(
                "a scope reads `resource:action`, each `*` or 1 to 64 of `A-Z a-z 0-9 _ - . /`",
            )),
        }
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.resource, self.action)
    }
}

impl From<Scope> for String {
    fn from(scope: Scope) -> Self {
        scope.to_string()
    }
}

/// The scopes of a key, each once and in order.
///
/// A key without scopes passes no check that names some; `*:*` passes all.
///
/// # Examples
///
/// ```
/// use keywright::Scopes;
///
/// let held = Scopes::parse(["invoices:*", "users:read"])?;
/// assert!(held.cover(&Scopes::parse(["invoices:write"])?));
/// assert!(!held.cover(&Scopes::parse(["users:write"])?));
/// # Ok::<(), keywright::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Scopes(Vec<Scope>);

impl Scopes {
    /// Reads scopes from their texts.
    ///
    /// # Errors
    ///
    /// `invalid_argument` when one does not read as a scope, or there are more than 100.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::Scopes;
    ///
    /// let scopes = Scopes::parse(["users:read", "invoices:*", "users:read"])?;
    /// assert_eq!(scopes.to_string(), "invoices:* users:read");
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub fn parse<T: AsRef<str>>(texts: impl IntoIterator<Item = T>) -> Result<Self, Error> {
        let mut scopes = Vec::new();
        for text in texts {
            if scopes.len() == MOST_SCOPES {
                return Err(Error::invalid_argument(format!("more than {MOST_SCOPES} scopes")));
            }
            scopes.push(text.as_ref().parse()?);
        }
        scopes.sort_unstable();
        scopes.dedup();
        Ok(Self(scopes))
    }

    /// Returns whether every wanted scope is covered by one of these.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::Scopes;
    ///
    /// let wanted = Scopes::parse(["a:read", "b:read"])?;
    /// assert!(Scopes::parse(["*:read"])?.cover(&wanted));
    /// assert!(!Scopes::parse(["a:read"])?.cover(&wanted));
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub fn cover(&self, wanted: &Self) -> bool {
        self.first_uncovered(wanted).is_none()
    }

    /// Returns whether scopes that are still text, as they are stored, cover every wanted one. Allocates nothing.
    pub(crate) fn text_covers(held: &str, wanted: &Self) -> bool {
        wanted.0.iter().all(|wanted| {
            let mut held = held.split(' ').filter_map(|scope| scope.split_once(':'));
            held.any(|(resource, action)| covers(resource, action, wanted))
        })
    }

    pub(crate) fn first_uncovered<'a>(&self, wanted: &'a Self) -> Option<&'a Scope> {
        wanted.0.iter().find(|wanted| !self.0.iter().any(|held| held.covers(wanted)))
    }

    /// Returns those that `others` do not cover.
    pub(crate) fn beyond(&self, others: &Self) -> Self {
        let is_new = |scope: &&Scope| !others.0.iter().any(|held| held.covers(scope));
        Self(self.0.iter().filter(is_new).cloned().collect())
    }

    /// Returns whether there are none.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::Scopes;
    ///
    /// assert!(Scopes::default().is_empty());
    /// ```
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns the scopes in order.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::Scopes;
    ///
    /// let scopes = Scopes::parse(["b:read", "a:read"])?;
    /// let texts: Vec<_> = scopes.iter().map(|scope| scope.to_string()).collect();
    /// assert_eq!(texts, ["a:read", "b:read"]);
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub fn iter(&self) -> impl Iterator<Item = &Scope> {
        self.0.iter()
    }
}

impl fmt::Display for Scopes {
    /// Writes them with a space between, as RFC 6750 does.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, scope) in self.0.iter().enumerate() {
            if index > 0 {
                f.write_str(" ")?;
            }
            scope.fmt(f)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn syntax_is_two_segments_of_a_small_alphabet() {
        let long = format!("{}:read", "a".repeat(64));
        for text in ["a:b", "*:*", "users:*", "*:read", "v1/users.all:Read-Only_2", &long] {
            assert_eq!(text.parse::<Scope>().unwrap().to_string(), text);
        }
        let too_long = format!("{}:read", "a".repeat(65));
        for text in [
            "", ":", "a:", ":b", "a", "a:b:c", "a b:c", "a:b ", "**:a", "a*:b", "ü:b", "a:b\n",
            &too_long,
        ] {
            assert!(text.parse::<Scope>().is_err(), "{text:?}");
        }
    }

    #[test]
    fn covering_goes_by_segment() {
        let cases = [
            ("a:read", "a:read", true),
            ("a:read", "a:write", false),
            ("a:read", "A:read", false),
            ("a:*", "a:write", true),
            ("*:read", "b:read", true),
            ("*:read", "b:write", false),
            ("*:*", "anything:at-all", true),
            ("a:read", "a:*", false),
            ("a:*", "*:*", false),
            ("*:*", "*:*", true),
        ];
        for (held, wanted, expected) in cases {
            let held = Scopes::parse([held]).unwrap();
            let wanted = Scopes::parse([wanted]).unwrap();
            assert_eq!(held.cover(&wanted), expected, "{held} {wanted}");
            let text = format!("x:y {held}");
            assert_eq!(Scopes::text_covers(&text, &wanted), expected, "{text} {wanted}");
        }
    }

    #[test]
    fn a_key_without_scopes_passes_only_a_check_that_names_none() {
        assert!(Scopes::default().cover(&Scopes::default()));
        assert!(Scopes::text_covers("", &Scopes::default()));
        assert!(!Scopes::text_covers("", &Scopes::parse(["a:b"]).unwrap()));
        assert!(!Scopes::default().cover(&Scopes::parse(["a:b"]).unwrap()));
        assert!(Scopes::parse((0..101).map(|n| format!("a:{n}"))).is_err());
    }
}
