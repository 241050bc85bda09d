//! Headers in, status out: what every integration needs around a check, written once.
//!
//! Statuses and headers follow RFC 9110, RFC 6750 (bearer tokens) and RFC 9457 (problem bodies). As the subject of
//! Stack Auth's `check` route a key is answered with that product's statuses and codes.

use std::fmt;

use serde_json::{Value, json};

use crate::error::{Error, ErrorCode};
use crate::key::Scopes;
use crate::secret::SecretText;
use crate::settings::Settings;
use crate::token;
use crate::verify::{Reason, Verdict};

/// How long a client waits after "could not answer", in seconds.
const RETRY_AFTER_ERROR: &str = "1";

/// What the headers of a request hold. It never prints the key.
///
/// # Examples
///
/// ```
/// use keywright::{ExtractedKey, Keywright, NewApiKey};
///
/// let keywright = Keywright::open_in_memory()?;
/// let created = keywright.user("alice").create_api_key(NewApiKey::new("CI"))?;
/// let bearer = format!("Bearer {}", created.value());
/// let extracted = keywright.extract_api_key([("Authorization", bearer.as_str())])?;
/// assert!(matches!(extracted, ExtractedKey::Found(_)));
/// assert!(matches!(keywright.extract_api_key([("Accept", "*/*")])?, ExtractedKey::Missing));
/// # Ok::<(), keywright::Error>(())
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum ExtractedKey {
    /// One text that has the shape of this project's keys.
    Found(SecretText),
    /// No header holds anything.
    Missing,
    /// A header holds something that is no key of this project.
    Malformed,
    /// Two headers hold two different keys.
    Ambiguous,
}

/// Which header a value came in.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Bearer,
    OwnHeader,
}

/// Takes the key out of a request's headers.
///
/// A value without the shape of this project's keys is passed over when another header holds a key, and, as a bearer
/// token, when keys are optional: it may be a session's. It is never looked for in a query string.
pub(crate) fn extract<N: AsRef<str>, V: AsRef<[u8]>>(
    headers: impl IntoIterator<Item = (N, V)>,
    settings: &Settings,
    is_optional: bool,
) -> ExtractedKey {
    let mut found: Option<SecretText> = None;
    let (mut is_bearer_odd, mut is_header_odd) = (false, false);
    for (name, value) in headers {
        let Some((place, value)) = candidate(name.as_ref(), value.as_ref(), settings) else {
            continue;
        };
        let shaped = token::has_shape(value)
            .filter(|prefix| settings.accepts_prefix(prefix))
            .and_then(|_| std::str::from_utf8(value).ok());
        match (shaped, &found) {
            // EXPOSE: two headers that hold the same key are one key.
            (Some(text), Some(earlier)) if earlier.expose() != text => {
                return ExtractedKey::Ambiguous;
            }
            (Some(_), Some(_)) => {}
            (Some(text), None) => found = Some(SecretText::from(text.to_owned())),
            (None, _) if place == Place::Bearer => is_bearer_odd = true,
            (None, _) => is_header_odd = true,
        }
    }
    match found {
        Some(text) => ExtractedKey::Found(text),
        None if is_header_odd || (is_bearer_odd && !is_optional) => ExtractedKey::Malformed,
        None => ExtractedKey::Missing,
    }
}

/// Returns what a header holds if it is one that carries keys, without the white space around it (RFC 9110, 5.5).
fn candidate<'a>(name: &str, value: &'a [u8], settings: &Settings) -> Option<(Place, &'a [u8])> {
    let value = trim_blanks(value);
    let is = |wanted: &str| name.eq_ignore_ascii_case(wanted);
    let (place, value) = if is("authorization") {
        let (scheme, rest) = value.split_at_checked(7)?;
        if !scheme.eq_ignore_ascii_case(b"bearer ") {
            return None;
        }
        (Place::Bearer, trim_blanks(rest))
    } else if is("x-api-key")
        || is("x-stack-api-key")
        || settings.api_key_header.as_deref().is_some_and(is)
    {
        (Place::OwnHeader, value)
    } else {
        return None;
    };
    (!value.is_empty()).then_some((place, value))
}

/// Cuts off spaces and tabs, which are not part of a field's value; anything else there makes it malformed.
fn trim_blanks(mut value: &[u8]) -> &[u8] {
    while let [b' ' | b'\t', rest @ ..] | [rest @ .., b' ' | b'\t'] = value {
        value = rest;
    }
    value
}

/// How to answer over HTTP: plain values that any web framework takes.
///
/// # Examples
///
/// ```
/// use keywright::{Keywright, VerifyOptions};
///
/// # let keywright = Keywright::open_in_memory()?;
/// let verdict = keywright.verify("not a key", &VerifyOptions::new())?;
/// let answer = verdict.http();
/// assert_eq!(answer.status, 401);
/// assert!(answer.headers.iter().any(|(name, _)| *name == "WWW-Authenticate"));
/// assert!(answer.body.contains("malformed"));
/// # Ok::<(), keywright::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct HttpAnswer {
    /// The status code.
    pub status: u16,
    /// Header names in their usual spelling, with their values.
    pub headers: Vec<(&'static str, String)>,
    /// A JSON body, or nothing.
    pub body: String,
}

/// One reason as two statuses: where the key is the request's credential, and where it is what the request asks about.
struct Statuses {
    credential: u16,
    subject: u16,
    subject_code: &'static str,
}

const fn statuses(reason: Reason) -> Statuses {
    let (credential, subject, subject_code) = match reason {
        Reason::Missing => (401, 400, "SCHEMA_ERROR"),
        Reason::Malformed | Reason::NotFound | Reason::Tampered => (401, 404, "API_KEY_NOT_FOUND"),
        Reason::WrongType => (401, 400, "WRONG_API_KEY_TYPE"),
        Reason::Disabled => (401, 400, "API_KEYS_DISABLED"),
        Reason::Revoked => (401, 401, "API_KEY_REVOKED"),
        Reason::Rotated => (401, 401, "API_KEY_ROTATED"),
        Reason::Suspended => (401, 401, "API_KEY_SUSPENDED"),
        Reason::Expired => (401, 401, "API_KEY_EXPIRED"),
        Reason::IpDenied => (403, 403, "API_KEY_IP_DENIED"),
        Reason::InsufficientScope => (403, 403, "API_KEY_INSUFFICIENT_SCOPE"),
        Reason::RateLimited => (429, 429, "API_KEY_RATE_LIMITED"),
        Reason::QuotaExceeded => (429, 429, "API_KEY_QUOTA_EXCEEDED"),
    };
    Statuses { credential, subject, subject_code }
}

const fn title(status: u16) -> &'static str {
    match status {
        200 => "OK",
        400 => "Bad Request",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        429 => "Too Many Requests",
        _ => "Service Unavailable",
    }
}

/// A problem body (RFC 9457) with the stable code as an extension member.
fn problem(status: u16, code: &str, detail: &str) -> Value {
    json!({ "type": "about:blank", "title": title(status), "status": status, "detail": detail, "code": code })
}

fn answer(status: u16, mut headers: Vec<(&'static str, String)>, body: &Value) -> HttpAnswer {
    headers.push(("Content-Type", "application/problem+json".to_owned()));
    // An answer to a key is for that key's holder alone.
    headers.push(("Cache-Control", "no-store".to_owned()));
    HttpAnswer { status, headers, body: body.to_string() }
}

fn valid() -> HttpAnswer {
    HttpAnswer { status: 200, headers: Vec::new(), body: String::new() }
}

pub(crate) fn answer_as_credential(verdict: &Verdict) -> HttpAnswer {
    let Some(denial) = verdict.denial() else { return valid() };
    let reason = denial.reason.public();
    let mut headers = Vec::new();
    if denial.is_ambiguous {
        headers.push(("WWW-Authenticate", r#"Bearer error="invalid_request""#.to_owned()));
        let detail = "This request holds two different API keys.";
        return answer(400, headers, &problem(400, "invalid_request", detail));
    }
    let status = statuses(reason).credential;
    match reason {
        // RFC 6750, 3.1: no error code where the request held no credential.
        Reason::Missing => headers.push(("WWW-Authenticate", "Bearer".to_owned())),
        Reason::InsufficientScope => {
            let wanted = denial.wanted.as_deref().map(Scopes::to_string).unwrap_or_default();
            headers.push((
                "WWW-Authenticate",
                format!(r#"Bearer error="insufficient_scope", scope="{wanted}""#),
            ));
        }
        _ if status == 401 => headers.push((
            "WWW-Authenticate",
            format!(r#"Bearer error="invalid_token", error_description="{}""#, reason.sentence()),
        )),
        _ => {}
    }
    if let Some(after) = verdict.retry_after() {
        headers.push(("Retry-After", after.as_secs().max(1).to_string()));
    }
    answer(status, headers, &problem(status, reason.as_str(), reason.sentence()))
}

pub(crate) fn answer_as_subject(verdict: &Verdict) -> HttpAnswer {
    let Some(denial) = verdict.denial() else { return valid() };
    let Statuses { subject, subject_code, .. } = statuses(denial.reason);
    let detail = denial.reason.sentence();
    let mut body = problem(subject, subject_code, detail);
    if let Value::Object(members) = &mut body {
        members.insert("error".to_owned(), Value::from(detail));
    }
    answer(subject, vec![("X-Stack-Known-Error", subject_code.to_owned())], &body)
}

impl Error {
    /// Returns how to answer a request whose key could not be checked: 503 with `Retry-After`, and for an error that
    /// carries a verdict what [`Verdict::http`] says.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{Keywright, VerifyOptions};
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// keywright.close();
    /// let error = keywright.verify("a key", &VerifyOptions::new()).unwrap_err();
    /// assert_eq!(error.http().status, 503);
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub fn http(&self) -> HttpAnswer {
        self.verdict().map_or_else(|| self.code().http(), Verdict::http)
    }
}

impl ErrorCode {
    /// Returns how to answer a request whose key could not be checked, by the code alone: for bindings, whose errors are
    /// made of it again. [`Error::http`] is what Rust programs want.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::ErrorCode;
    ///
    /// assert!(ErrorCode::ALL.iter().all(|code| code.http().status == 503));
    /// ```
    pub fn http(self) -> HttpAnswer {
        let detail = "API keys can not be checked at the moment.";
        let headers = vec![("Retry-After", RETRY_AFTER_ERROR.to_owned())];
        answer(503, headers, &problem(503, self.as_str(), detail))
    }
}

impl fmt::Display for HttpAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} {}", self.status, title(self.status))?;
        for (name, value) in &self.headers {
            writeln!(f, "{name}: {value}")?;
        }
        f.write_str(&self.body)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `core/tests/verdicts.rs` pins the reasons that a key can have today; here stand also those that wait for sealed
    /// stores and limits.
    #[test]
    fn every_reason_has_its_status_as_credential_and_as_subject() {
        #[rustfmt::skip]
        let table = [
            (Reason::Missing,           401, 400, "SCHEMA_ERROR"),
            (Reason::Malformed,         401, 404, "API_KEY_NOT_FOUND"),
            (Reason::NotFound,          401, 404, "API_KEY_NOT_FOUND"),
            (Reason::Tampered,          401, 404, "API_KEY_NOT_FOUND"),
            (Reason::WrongType,         401, 400, "WRONG_API_KEY_TYPE"),
            (Reason::Disabled,          401, 400, "API_KEYS_DISABLED"),
            (Reason::Revoked,           401, 401, "API_KEY_REVOKED"),
            (Reason::Rotated,           401, 401, "API_KEY_ROTATED"),
            (Reason::Suspended,         401, 401, "API_KEY_SUSPENDED"),
            (Reason::Expired,           401, 401, "API_KEY_EXPIRED"),
            (Reason::IpDenied,          403, 403, "API_KEY_IP_DENIED"),
            (Reason::InsufficientScope, 403, 403, "API_KEY_INSUFFICIENT_SCOPE"),
            (Reason::RateLimited,       429, 429, "API_KEY_RATE_LIMITED"),
            (Reason::QuotaExceeded,     429, 429, "API_KEY_QUOTA_EXCEEDED"),
        ];
        assert_eq!(table.map(|(reason, ..)| reason), Reason::ALL);
        for (reason, credential, subject, code) in table {
            let verdict = Verdict::denied(reason);
            assert_eq!(verdict.http().status, credential, "{reason}");
            let check = verdict.check_http();
            assert_eq!(check.status, subject, "{reason}");
            assert!(check.headers.contains(&("X-Stack-Known-Error", code.to_owned())), "{reason}");
        }
    }

    #[test]
    fn tampered_is_told_to_the_outside_as_not_found() {
        let (tampered, not_found) =
            (Verdict::denied(Reason::Tampered), Verdict::denied(Reason::NotFound));
        assert_eq!(tampered.http(), not_found.http());
        assert_eq!(tampered.check_http(), not_found.check_http());
    }
}
