//! The answer of a check.

use keywright::OwnerType;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyBool, PyString, PyTuple, PyType};

use crate::call::quick;
use crate::convert::uuid;
use crate::record::{self, Record, http_answer, member};

/// The answer of a check: valid with the record, or denied for one reason.
///
/// A verdict is true when it is valid, so `if verdict:` asks the right question. A denied one carries neither record nor
/// owner, only the id of the key for your logs. It never holds the key that was presented.
///
/// Example:
///     >>> import keywright
///     >>> kw = keywright.open_in_memory()
///     >>> created = kw.user("alice").create_api_key("laptop")
///     >>> verdict = kw.verify(created.value)
///     >>> bool(verdict), verdict.user_id
///     (True, 'alice')
///     >>> kw.verify("kw_usk_mistyped").reason
///     <Reason.MALFORMED: 'malformed'>
#[pyclass(frozen, module = "keywright")]
pub(crate) struct Verdict {
    seen: Seen,
    /// Whether the key may be used for what was asked.
    #[pyo3(get)]
    valid: Py<PyAny>,
    /// The user who owns a valid key; None for a team's key, and when it is denied.
    #[pyo3(get)]
    user_id: Py<PyAny>,
    /// The team that owns a valid key; None for a user's key, and when it is denied.
    #[pyo3(get)]
    team_id: Py<PyAny>,
    /// The record, once somebody asked for it.
    api_key: PyOnceLock<Py<PyAny>>,
    /// The id of the key, once somebody asked for it.
    api_key_id: PyOnceLock<Py<PyAny>>,
}

#[expect(
    clippy::large_enum_variant,
    reason = "nearly every one is live, and a box would be one more allocation"
)]
enum Seen {
    /// What a check answered, with the handle that it came from, if there is one.
    Live { verdict: keywright::Verdict, keywright: Option<keywright::Keywright> },
    /// What was pickled: data only.
    Copy(Box<Copied>),
}

/// The values of a verdict by themselves.
#[derive(FromPyObject, IntoPyObject)]
#[pyo3(from_item_all)]
struct Copied {
    valid: bool,
    reason: Option<String>,
    api_key: Option<Py<PyAny>>,
    api_key_id: Option<Py<PyAny>>,
    user_id: Py<PyAny>,
    team_id: Py<PyAny>,
    is_public: bool,
    retry_after: Option<std::time::Duration>,
    http: Py<PyAny>,
    check_http: Py<PyAny>,
}

impl Verdict {
    pub(crate) fn new(
        py: Python<'_>,
        verdict: keywright::Verdict,
        keywright: &keywright::Keywright,
    ) -> Self {
        Self::live(py, verdict, Some(keywright.clone()))
    }

    /// A verdict that no handle is known of: the one inside an error, which is a denial and has no record.
    pub(crate) fn detached(py: Python<'_>, verdict: keywright::Verdict) -> Self {
        Self::live(py, verdict, None)
    }

    fn live(
        py: Python<'_>,
        verdict: keywright::Verdict,
        keywright: Option<keywright::Keywright>,
    ) -> Self {
        let owner = verdict.owner_type().zip(verdict.owner_id());
        let id_of = |wanted| owner.filter(|(of, _)| *of == wanted).map(|(_, id)| id);
        let valid = verdict.is_valid();
        let (user_id, team_id) =
            (text_or_none(py, id_of(OwnerType::User)), text_or_none(py, id_of(OwnerType::Team)));
        Self::of(py, Seen::Live { verdict, keywright }, valid, user_id, team_id)
    }

    /// What is read most is made at once, as the objects that are handed out: reading it then runs none of this code.
    fn of(py: Python<'_>, seen: Seen, valid: bool, user_id: Py<PyAny>, team_id: Py<PyAny>) -> Self {
        let valid = PyBool::new(py, valid).to_owned().into_any().unbind();
        Self {
            seen,
            valid,
            user_id,
            team_id,
            api_key: PyOnceLock::new(),
            api_key_id: PyOnceLock::new(),
        }
    }

    fn is_valid(&self) -> bool {
        match &self.seen {
            Seen::Live { verdict, .. } => verdict.is_valid(),
            Seen::Copy(copied) => copied.valid,
        }
    }

    /// Raises `DeniedError` unless the verdict is valid.
    pub(crate) fn require_valid(&self, py: Python<'_>) -> PyResult<()> {
        match &self.seen {
            Seen::Live { verdict, .. } if !verdict.is_valid() => {
                quick(py, verdict.clone().require_valid()).map(drop)
            }
            _ => Ok(()),
        }
    }

    fn reason_text(&self) -> Option<&str> {
        match &self.seen {
            Seen::Live { verdict, .. } => verdict.reason().map(keywright::Reason::as_str),
            Seen::Copy(copied) => copied.reason.as_deref(),
        }
    }

    fn copied(&self, py: Python<'_>) -> PyResult<Copied> {
        Ok(Copied {
            valid: self.is_valid(),
            reason: self.reason_text().map(ToOwned::to_owned),
            api_key: self.api_key(py)?,
            api_key_id: self.api_key_id(py)?,
            user_id: self.user_id.clone_ref(py),
            team_id: self.team_id.clone_ref(py),
            is_public: self.is_public(),
            retry_after: self.retry_after(),
            http: self.http(py)?,
            check_http: self.check_http(py)?,
        })
    }
}

#[pymethods]
impl Verdict {
    /// Why the key is denied; None when it is valid.
    #[getter]
    fn reason<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        self.reason_text().map(|reason| member(py, "Reason", reason)).transpose()
    }

    /// The record of a valid key; None when it is denied.
    #[getter]
    fn api_key(&self, py: Python<'_>) -> PyResult<Option<Py<PyAny>>> {
        match &self.seen {
            Seen::Copy(copied) => Ok(copied.api_key.as_ref().map(|record| record.clone_ref(py))),
            Seen::Live { verdict, keywright } => {
                let (Some(api_key), Some(keywright)) = (verdict.api_key(), keywright) else {
                    return Ok(None);
                };
                let make = || Ok::<_, PyErr>(api_key.to_python(py, keywright)?.unbind());
                Ok(Some(self.api_key.get_or_try_init(py, make)?.clone_ref(py)))
            }
        }
    }

    /// The id of the key, also when it is denied, as far as it is known.
    #[getter]
    fn api_key_id(&self, py: Python<'_>) -> PyResult<Option<Py<PyAny>>> {
        match &self.seen {
            Seen::Copy(copied) => Ok(copied.api_key_id.as_ref().map(|id| id.clone_ref(py))),
            Seen::Live { verdict, .. } => {
                let Some(id) = verdict.api_key_id() else { return Ok(None) };
                let make = || Ok::<_, PyErr>(uuid(py, id.as_uuid())?.unbind());
                Ok(Some(self.api_key_id.get_or_try_init(py, make)?.clone_ref(py)))
            }
        }
    }

    /// Whether a valid key is a public one, which stands in code that runs at the customer's.
    #[getter]
    fn is_public(&self) -> bool {
        match &self.seen {
            Seen::Live { verdict, .. } => verdict.is_public(),
            Seen::Copy(copied) => copied.is_public,
        }
    }

    /// How long to wait before the next try, where waiting helps.
    #[getter]
    fn retry_after(&self) -> Option<std::time::Duration> {
        match &self.seen {
            Seen::Live { verdict, .. } => verdict.retry_after(),
            Seen::Copy(copied) => copied.retry_after,
        }
    }

    /// Returns the HTTP answer to a request whose credential the key is.
    ///
    /// Returns:
    ///     Status, headers and body: 200 without a body for a valid key, and a problem body for a denied one.
    ///
    /// Example:
    ///     >>> import keywright
    ///     >>> kw = keywright.open_in_memory()
    ///     >>> kw.verify(None).http().status
    ///     401
    fn http(&self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        match &self.seen {
            Seen::Live { verdict, .. } => Ok(http_answer(py, verdict.http())?.unbind()),
            Seen::Copy(copied) => Ok(copied.http.clone_ref(py)),
        }
    }

    /// Returns the HTTP answer to a request that asks about the key, as Stack Auth's `check` does.
    ///
    /// Returns:
    ///     Status, headers and body.
    ///
    /// Example:
    ///     >>> import keywright
    ///     >>> kw = keywright.open_in_memory()
    ///     >>> kw.verify("kw_usk_mistyped").check_http().status
    ///     404
    fn check_http(&self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        match &self.seen {
            Seen::Live { verdict, .. } => Ok(http_answer(py, verdict.check_http())?.unbind()),
            Seen::Copy(copied) => Ok(copied.check_http.clone_ref(py)),
        }
    }

    /// Returns the verdict as a dictionary that JSON can hold.
    ///
    /// Returns:
    ///     The same fields and texts as `keywright verify --json`.
    ///
    /// Example:
    ///     >>> import keywright
    ///     >>> keywright.open_in_memory().verify("typo").to_dict()["reason"]
    ///     'malformed'
    fn to_dict<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        record::json_module(slf.py())?.call_method1("verdict_to_dict", (slf,))
    }

    fn _require_valid<'py>(slf: Bound<'py, Self>) -> PyResult<Bound<'py, Self>> {
        slf.get().require_valid(slf.py())?;
        Ok(slf)
    }

    /// What pydantic, and so FastAPI, asks for: how an endpoint's answer is written that holds a verdict.
    #[classmethod]
    fn __get_pydantic_core_schema__<'py>(
        class: &Bound<'py, PyType>,
        _source: &Bound<'py, PyAny>,
        handler: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let module = class.py().import("keywright._pydantic")?;
        module.call_method1("verdict_schema", (class, handler))
    }

    fn __bool__(&self) -> bool {
        self.is_valid()
    }

    fn __eq__(&self, py: Python<'_>, other: &Bound<'_, PyAny>) -> PyResult<bool> {
        let Ok(other) = other.cast::<Self>() else { return Ok(false) };
        if let (Seen::Live { verdict: one, .. }, Seen::Live { verdict: two, .. }) =
            (&self.seen, &other.get().seen)
        {
            return Ok(one == two);
        }
        self.copied(py)?.into_pyobject(py)?.eq(other.get().copied(py)?.into_pyobject(py)?)
    }

    fn __hash__(&self, py: Python<'_>) -> PyResult<isize> {
        let id = self.api_key_id(py)?;
        (self.is_valid(), self.reason_text(), id).into_pyobject(py)?.hash()
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let id = match self.api_key_id(py)? {
            Some(id) => format!(" api_key_id={}", id.bind(py).str()?),
            None => String::new(),
        };
        let (user, team) = (self.user_id.bind(py), self.team_id.bind(py));
        Ok(match self.reason_text() {
            Some(reason) => format!("<Verdict denied reason={reason}{id}>"),
            None if team.is_none() => format!("<Verdict valid user_id={}{id}>", user.repr()?),
            None => format!("<Verdict valid team_id={}{id}>", team.repr()?),
        })
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyTuple>> {
        let py = slf.py();
        let values = slf.get().copied(py)?.into_pyobject(py)?;
        let restore = slf.get_type().getattr("_from_copy")?;
        (restore, (values,)).into_pyobject(py)
    }

    /// Makes the copy of a verdict that was pickled.
    #[staticmethod]
    fn _from_copy(py: Python<'_>, values: Copied) -> Self {
        let (user_id, team_id) = (values.user_id.clone_ref(py), values.team_id.clone_ref(py));
        let valid = values.valid;
        Self::of(py, Seen::Copy(Box::new(values)), valid, user_id, team_id)
    }
}

fn text_or_none(py: Python<'_>, text: Option<&str>) -> Py<PyAny> {
    text.map_or_else(|| py.None(), |text| PyString::new(py, text).into_any().unbind())
}
