//! Python's values into the core's, and back.

use std::net::IpAddr;
use std::str::FromStr;
use std::time::{Duration, SystemTime};

use keywright::{
    Accept, ApiKeyId, Expiry, IpAllowList, Metadata, Owner, OwnerType, Prefix, Scopes, Status,
    Timestamp, UsageStep,
};
use pyo3::exceptions::PyTypeError;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::pybacked::{PyBackedBytes, PyBackedStr};
use pyo3::sync::PyOnceLock;
use pyo3::types::{
    PyBool, PyBytes, PyDateTime, PyDelta, PyInt, PyList, PyMapping, PyString, PyType,
};

use crate::call::quick;
use crate::error::invalid_argument;

// ---- in -------------------------------------------------------------------------------------------------------------

/// What a caller presents as a key: text, bytes or nothing.
pub(crate) enum Presented {
    Text(PyBackedStr),
    Bytes(PyBackedBytes),
    Nothing,
}

impl AsRef<[u8]> for Presented {
    fn as_ref(&self) -> &[u8] {
        match self {
            Self::Text(text) => text.as_bytes(),
            Self::Bytes(bytes) => bytes,
            Self::Nothing => &[],
        }
    }
}

impl FromPyObject<'_, '_> for Presented {
    type Error = PyErr;

    fn extract(value: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        if let Ok(text) = value.cast::<PyString>() {
            // A text with half a surrogate pair has no bytes, and so is no key.
            return Ok(match PyBackedStr::try_from(text.to_owned()) {
                Ok(text) => Self::Text(text),
                Err(_) => Self::Bytes(PyBackedBytes::from(PyBytes::new(value.py(), b"\xff"))),
            });
        }
        if let Ok(bytes) = value.cast::<PyBytes>() {
            return Ok(Self::Bytes(PyBackedBytes::from(bytes.to_owned())));
        }
        if value.is_none() {
            return Ok(Self::Nothing);
        }
        Err(wrong_type("a key is `str`, `bytes` or None", &value))
    }
}

/// A key as it is presented to a check, which does not outlive the call.
pub(crate) struct KeyText<'a>(pub(crate) &'a [u8]);

impl<'a> FromPyObject<'a, '_> for KeyText<'a> {
    type Error = PyErr;

    fn extract(value: Borrowed<'a, '_, PyAny>) -> PyResult<Self> {
        // Read before it is asked what it is: nearly every key is text.
        if let Ok(text) = value.extract::<&str>() {
            return Ok(Self(text.as_bytes()));
        }
        if value.is_instance_of::<PyString>() {
            // A text with half a surrogate pair has no bytes, and so is no key.
            return Ok(Self(b"\xff"));
        }
        if value.is_instance_of::<PyBytes>() {
            return Ok(Self(value.extract()?));
        }
        if value.is_none() {
            return Ok(Self(&[]));
        }
        Err(wrong_type("a key is `str`, `bytes` or None", &value))
    }
}

/// Reads an argument that may be missing, and says of a wrong one which it was, as is done for those that are always read.
pub(crate) fn argument<'a, 'py, T>(
    name: &str,
    value: Option<&'a Bound<'py, PyAny>>,
) -> PyResult<Option<T>>
where
    T: FromPyObject<'a, 'py, Error = PyErr>,
{
    let Some(value) = value else { return Ok(None) };
    let named = |error: PyErr| {
        let note = format!("while processing '{name}'");
        // CPython 3.10 has no notes, and the error is right without.
        drop(error.value(value.py()).call_method1(intern!(value.py(), "add_note"), (note,)));
        error
    };
    value.extract().map(Some).map_err(named)
}

/// An id of the host's: a text, or an integer or a UUID, which are taken as their text.
pub(crate) struct HostId(pub(crate) String);

impl FromPyObject<'_, '_> for HostId {
    type Error = PyErr;

    fn extract(value: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        if let Ok(text) = value.cast::<PyString>() {
            return Ok(Self(text.to_str()?.to_owned()));
        }
        let is_number = value.is_instance_of::<PyInt>() && !value.is_instance_of::<PyBool>();
        if is_number || value.is_instance(uuid_class(value.py())?)? {
            return Ok(Self(value.str()?.to_str()?.to_owned()));
        }
        Err(wrong_type("an id is `str`, `int` or `uuid.UUID`", &value))
    }
}

/// An id of a key: a UUID or its text.
pub(crate) struct KeyId(pub(crate) ApiKeyId);

impl FromPyObject<'_, '_> for KeyId {
    type Error = PyErr;

    fn extract(value: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        let py = value.py();
        if !value.is_instance_of::<PyString>() && !value.is_instance(uuid_class(py)?)? {
            return Err(wrong_type("the id of a key is `uuid.UUID` or `str`", &value));
        }
        quick(py, value.str()?.to_str()?.parse()).map(Self)
    }
}

/// An instant: a datetime that knows its time zone.
pub(crate) struct Instant(pub(crate) Timestamp);

impl FromPyObject<'_, '_> for Instant {
    type Error = PyErr;

    fn extract(value: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        let py = value.py();
        if !value.is_instance_of::<PyDateTime>() {
            return Err(wrong_type("an instant is `datetime.datetime`", &value));
        }
        if value.call_method0(intern!(py, "utcoffset"))?.is_none() {
            return Err(invalid_argument(
                py,
                "the datetime has no time zone; give it one, such as `datetime.now(timezone.utc)`",
            ));
        }
        quick(py, value.extract::<SystemTime>()?.try_into()).map(Self)
    }
}

/// A length of time.
pub(crate) struct Span(pub(crate) Duration);

impl FromPyObject<'_, '_> for Span {
    type Error = PyErr;

    fn extract(value: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        if !value.is_instance_of::<PyDelta>() {
            return Err(wrong_type("a duration is `datetime.timedelta`", &value));
        }
        value
            .extract()
            .map(Self)
            .map_err(|_| invalid_argument(value.py(), "the duration is negative"))
    }
}

/// A number of bytes.
pub(crate) struct Size(pub(crate) usize);

impl FromPyObject<'_, '_> for Size {
    type Error = PyErr;

    fn extract(value: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        if !value.is_instance_of::<PyInt>() || value.is_instance_of::<PyBool>() {
            return Err(wrong_type("a number of bytes is `int`", &value));
        }
        let refused = |_| {
            invalid_argument(
                value.py(),
                "the number of bytes is negative, or more than a machine has",
            )
        };
        value.extract().map(Self).map_err(refused)
    }
}

/// When a key ends: at an instant, or after a duration.
pub(crate) struct End(pub(crate) Expiry);

impl FromPyObject<'_, '_> for End {
    type Error = PyErr;

    fn extract(value: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        if value.is_none() {
            return Ok(Self(Expiry::Never));
        }
        if value.is_instance_of::<PyDelta>() {
            return value.extract().map(|Span(duration)| Self(Expiry::In(duration)));
        }
        value.extract().map(|Instant(instant)| Self(Expiry::At(instant)))
    }
}

/// A JSON object, by way of Python's own `json`.
pub(crate) struct Object(pub(crate) Metadata);

impl FromPyObject<'_, '_> for Object {
    type Error = PyErr;

    fn extract(value: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        let py = value.py();
        if value.cast::<PyMapping>().is_err() {
            return Err(wrong_type("metadata is a mapping that JSON can hold", &value));
        }
        let text =
            crate::record::json_module(py)?.call_method1(intern!(py, "json_text"), (value,))?;
        quick(py, Metadata::parse(text.cast::<PyString>()?.to_str()?)).map(Self)
    }
}

/// Several texts: any iterable of `str` but a `str` itself, whose characters nobody means.
pub(crate) struct Texts(pub(crate) Vec<String>);

impl FromPyObject<'_, '_> for Texts {
    type Error = PyErr;

    fn extract(value: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        if value.is_instance_of::<PyString>() || value.is_instance_of::<PyBytes>() {
            return Err(wrong_type("a list of texts is wanted", &value));
        }
        let texts = value.try_iter()?.map(|text| match text?.cast::<PyString>() {
            Ok(text) => Ok(text.to_str()?.to_owned()),
            Err(error) => Err(PyErr::from(error)),
        });
        texts.collect::<PyResult<_>>().map(Self)
    }
}

impl Texts {
    pub(crate) fn scopes(&self, py: Python<'_>) -> PyResult<Scopes> {
        quick(py, Scopes::parse(&self.0))
    }

    pub(crate) fn ip_allow_list(&self, py: Python<'_>) -> PyResult<IpAllowList> {
        quick(py, IpAllowList::parse(&self.0))
    }
}

/// An address: text, or what the module `ipaddress` has.
pub(crate) struct Ip(pub(crate) IpAddr);

impl FromPyObject<'_, '_> for Ip {
    type Error = PyErr;

    fn extract(value: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        static CLASSES: PyOnceLock<[Py<PyType>; 2]> = PyOnceLock::new();
        let py = value.py();
        let classes = CLASSES.get_or_try_init(py, || {
            let module = py.import("ipaddress")?;
            let class =
                |name| Ok::<_, PyErr>(module.getattr(name)?.cast_into::<PyType>()?.unbind());
            Ok::<_, PyErr>([class("IPv4Address")?, class("IPv6Address")?])
        })?;
        let mut is_address = value.is_instance_of::<PyString>();
        for class in classes {
            is_address = is_address || value.is_instance(class.bind(py))?;
        }
        if !is_address {
            return Err(wrong_type("an address is `str`, `IPv4Address` or `IPv6Address`", &value));
        }
        let refused =
            |_| invalid_argument(py, "the address is none such as `192.0.2.7` or `2001:db8::1`");
        value.str()?.to_str()?.parse().map(Self).map_err(refused)
    }
}

/// The fields of a request's header: a mapping or pairs, as frameworks have them. Nothing of them is copied.
pub(crate) struct Headers(Vec<(Presented, Presented)>);

impl FromPyObject<'_, '_> for Headers {
    type Error = PyErr;

    fn extract(value: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        let py = value.py();
        // What ASGI has. To ask a list for its items makes an exception, only to be told that it has none.
        if let Ok(pairs) = value.cast_exact::<PyList>() {
            let mut headers = Vec::with_capacity(pairs.len());
            for pair in pairs.iter() {
                headers.push(header(&pair)?);
            }
            return Ok(Self(headers));
        }
        if value.is_instance_of::<PyString>() || value.is_instance_of::<PyBytes>() {
            return Err(wrong_type("headers are a mapping or pairs of name and value", &value));
        }
        let pairs = match value.getattr_opt(intern!(py, "items"))? {
            Some(items) => items.call0()?,
            None => value.to_owned(),
        };
        pairs.try_iter()?.map(|pair| header(&pair?)).collect::<PyResult<_>>().map(Self)
    }
}

fn header(pair: &Bound<'_, PyAny>) -> PyResult<(Presented, Presented)> {
    let (name, value): (Bound<'_, PyAny>, Presented) = pair.extract()?;
    match name.extract()? {
        Presented::Nothing => Err(wrong_type("the name of a header is `str` or `bytes`", &name)),
        name => Ok((name, value)),
    }
}

impl Headers {
    pub(crate) fn pairs(&self) -> impl Iterator<Item = (&str, &Presented)> {
        // Names are ASCII; one that is not even text is none that a key is looked for in.
        let text = |name| std::str::from_utf8(name).unwrap_or_default();
        self.0.iter().map(move |(name, value)| (text(name.as_ref()), value))
    }
}

/// An owner: whatever has `owner_type` and `id`, which handles and records of users and teams do.
pub(crate) struct OwnerLike {
    owner_type: String,
    id: HostId,
}

impl FromPyObject<'_, '_> for OwnerLike {
    type Error = PyErr;

    fn extract(value: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        match value.getattr_opt(intern!(value.py(), "owner_type"))? {
            Some(owner_type) => {
                Ok(Self { owner_type: owner_type.extract()?, id: value.getattr("id")?.extract()? })
            }
            None => Err(wrong_type("an owner is a user or a team, as handle or record", &value)),
        }
    }
}

impl OwnerLike {
    pub(crate) fn to_owner(
        &self,
        py: Python<'_>,
        keywright: &keywright::Keywright,
    ) -> PyResult<Owner> {
        let id = self.id.0.as_str();
        quick(
            py,
            match owner_type(py, &self.owner_type)? {
                OwnerType::User => keywright.user(id).owner(),
                OwnerType::Team => keywright.team(id).owner(),
            },
        )
    }
}

pub(crate) fn owner_type(py: Python<'_>, text: &str) -> PyResult<OwnerType> {
    choice(py, "owner_type", text, &[OwnerType::User, OwnerType::Team], |one| one.as_str())
}

pub(crate) fn status(py: Python<'_>, text: &str) -> PyResult<Status> {
    choice(py, "status", text, Status::ALL, |one| one.as_str())
}

pub(crate) fn usage_step(py: Python<'_>, text: &str) -> PyResult<UsageStep> {
    choice(py, "step", text, UsageStep::ALL, |one| one.as_str())
}

pub(crate) fn accept(py: Python<'_>, text: &str) -> PyResult<Accept> {
    choice(py, "accept", text, &[Accept::Any, Accept::Secret], |one| match one {
        Accept::Secret => "secret",
        _ => "any",
    })
}

/// Picks what a text names.
pub(crate) fn choice<T: Copy>(
    py: Python<'_>,
    name: &str,
    text: &str,
    all: &[T],
    as_str: impl Fn(T) -> &'static str,
) -> PyResult<T> {
    all.iter().copied().find(|one| as_str(*one) == text).ok_or_else(|| {
        let known: Vec<_> = all.iter().map(|one| format!("`{}`", as_str(*one))).collect();
        invalid_argument(py, &format!("`{name}` takes one of {}", known.join(", ")))
    })
}

pub(crate) fn prefix(py: Python<'_>, text: &str) -> PyResult<Prefix> {
    Prefix::from_str(text).map_err(|error| invalid_argument(py, &error.to_string()))
}

fn wrong_type(wanted: &str, value: &Bound<'_, PyAny>) -> PyErr {
    // The type alone: the value may be a secret.
    let found = value.get_type().name().map_or_else(|_| "?".to_owned(), |name| name.to_string());
    PyTypeError::new_err(format!("{wanted}, not `{found}`"))
}

fn uuid_class(py: Python<'_>) -> PyResult<&Bound<'_, PyType>> {
    static CLASS: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    CLASS.import(py, "uuid", "UUID")
}

// ---- out ------------------------------------------------------------------------------------------------------------

/// An aware datetime in UTC.
pub(crate) fn datetime(timestamp: Timestamp) -> SystemTime {
    timestamp.into()
}

/// A `uuid.UUID`.
pub(crate) fn uuid<'py>(py: Python<'py>, uuid: &uuid::Uuid) -> PyResult<Bound<'py, PyAny>> {
    uuid_class(py)?.call1((uuid.hyphenated().to_string(),))
}
