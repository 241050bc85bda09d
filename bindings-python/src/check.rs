//! Checks: how a key is presented, and what is asked beside it.

use keywright::{ExtractedKey, VerifyOptions};
use pyo3::prelude::*;

use crate::call::{at_once, call, quick};
use crate::convert::{Headers, Ip, KeyText, Presented, Texts, accept, argument, owner_type};
use crate::error::internal;
use crate::keywright::Keywright;
use crate::record::{Record, explanation};
use crate::verdict::Verdict;

/// What every check can be asked beside the key.
#[derive(Default)]
struct Asked<'a> {
    owner_type: Option<&'a str>,
    accept: Option<&'a str>,
    scopes: Option<Texts>,
    ip: Option<Ip>,
    is_optional: bool,
}

impl Asked<'_> {
    fn options(self, py: Python<'_>) -> PyResult<VerifyOptions> {
        let mut options = VerifyOptions::new();
        if let Some(text) = self.owner_type {
            options = options.owner_type(owner_type(py, text)?);
        }
        if let Some(text) = self.accept {
            options = options.accept(accept(py, text)?);
        }
        if let Some(scopes) = self.scopes {
            options = options.scopes(scopes.scopes(py)?);
        }
        if let Some(Ip(ip)) = self.ip {
            options = options.ip(ip);
        }
        Ok(if self.is_optional { options.optional() } else { options })
    }
}

/// What a check was given beside the key, as Python has it. A check without is what most are: nothing is read for it, and
/// none of the values below is laid out.
struct Given<'a, 'py> {
    owner_type: Option<&'a Bound<'py, PyAny>>,
    accept: Option<&'a Bound<'py, PyAny>>,
    scopes: Option<&'a Bound<'py, PyAny>>,
    ip: Option<&'a Bound<'py, PyAny>>,
}

impl Given<'_, '_> {
    const fn is_nothing(&self) -> bool {
        self.owner_type.is_none()
            && self.accept.is_none()
            && self.scopes.is_none()
            && self.ip.is_none()
    }

    #[cold]
    fn options(&self, py: Python<'_>) -> PyResult<VerifyOptions> {
        let asked = Asked {
            owner_type: argument("owner_type", self.owner_type)?,
            accept: argument("accept", self.accept)?,
            scopes: argument("scopes", self.scopes)?,
            ip: argument("ip", self.ip)?,
            is_optional: false,
        };
        asked.options(py)
    }
}

/// What a route asks of every key, read once.
#[pyclass(frozen, module = "keywright._keywright")]
pub(crate) struct Check {
    options: VerifyOptions,
}

#[pymethods]
impl Check {
    #[new]
    fn new(
        py: Python<'_>,
        owner_type: Option<&str>,
        accept: Option<&str>,
        scopes: Option<Texts>,
        optional: bool,
    ) -> PyResult<Self> {
        let asked = Asked { owner_type, accept, scopes, ip: None, is_optional: optional };
        Ok(Self { options: asked.options(py)? })
    }
}

impl Check {
    /// The options for a request from a host, which a framework names by its address. One without an address, such as the
    /// other end of a Unix socket, is an unknown one, and a key with an IP list is denied.
    fn options_for(&self, host: Option<&str>) -> VerifyOptions {
        let options = self.options.clone();
        match host.and_then(|host| host.parse().ok()) {
            Some(ip) => options.ip(ip),
            None => options,
        }
    }
}

/// A check that is asked at once first, and then, on a thread, where waiting is allowed. What it was given is read once: an
/// iterator has nothing for a second time.
#[pyclass(frozen, module = "keywright._keywright")]
pub(crate) struct Question {
    presented: Source,
    options: VerifyOptions,
}

/// Where the key of a question stands.
enum Source {
    Value(Presented),
    Headers(Headers),
}

#[pymethods]
impl Question {
    #[staticmethod]
    fn of_key(
        py: Python<'_>,
        value: Presented,
        owner_type: Option<&str>,
        accept: Option<&str>,
        scopes: Option<Texts>,
        ip: Option<Ip>,
    ) -> PyResult<Self> {
        let asked = Asked { owner_type, accept, scopes, ip, is_optional: false };
        Ok(Self { presented: Source::Value(value), options: asked.options(py)? })
    }

    #[staticmethod]
    fn of_headers(
        py: Python<'_>,
        headers: Headers,
        owner_type: Option<&str>,
        accept: Option<&str>,
        scopes: Option<Texts>,
        ip: Option<Ip>,
        optional: bool,
    ) -> PyResult<Self> {
        let asked = Asked { owner_type, accept, scopes, ip, is_optional: optional };
        Ok(Self { presented: Source::Headers(headers), options: asked.options(py)? })
    }
}

/// What becomes of a request that may not be made to wait.
#[derive(IntoPyObject)]
enum Asking {
    Answered(Py<Verdict>),
    /// Memory has no answer.
    MustWait(Question),
}

impl Keywright {
    #[inline(always)]
    fn answer_to_given(
        &self,
        py: Python<'_>,
        value: &[u8],
        given: &Given<'_, '_>,
    ) -> PyResult<Py<Verdict>> {
        if given.is_nothing() {
            return self.answer_to_key(py, value, &self.nothing_asked);
        }
        self.answer_to_key(py, value, &given.options(py)?)
    }

    /// Checks a key: with the GIL held while memory has the answer, and without it when the store must be asked.
    fn answer_to_key(
        &self,
        py: Python<'_>,
        value: &[u8],
        options: &VerifyOptions,
    ) -> PyResult<Py<Verdict>> {
        match self.answer_from_memory(py, || self.core.try_verify(value, options))? {
            Some(verdict) => Ok(verdict),
            None => self.hand_out(py, call(py, || self.core.verify(value, options))?),
        }
    }

    /// Does the same with the headers of a request.
    fn answer_to_headers(
        &self,
        py: Python<'_>,
        headers: &Headers,
        options: &VerifyOptions,
    ) -> PyResult<Py<Verdict>> {
        let ask = || self.core.try_authenticate(headers.pairs(), options);
        match self.answer_from_memory(py, ask)? {
            Some(verdict) => Ok(verdict),
            None => {
                self.hand_out(py, call(py, || self.core.authenticate(headers.pairs(), options))?)
            }
        }
    }

    /// Asks memory, which may have no answer.
    ///
    /// A verdict that was handed out before is found where the new one was made, by looking at it: it is a few hundred bytes,
    /// and moving it about takes as long as a gate.
    #[inline]
    fn answer_from_memory(
        &self,
        py: Python<'_>,
        ask: impl FnOnce() -> Result<Option<keywright::Verdict>, keywright::Error>,
    ) -> PyResult<Option<Py<Verdict>>> {
        at_once(py, || {
            let answer = ask();
            if let Ok(Some(verdict)) = &answer
                && let Some(kept) = verdict.kept_id().and_then(|id| self.kept.get(py, id))
            {
                return Ok(Some(kept));
            }
            quick(py, answer)?.map(|verdict| self.hand_out(py, verdict)).transpose()
        })
    }

    /// Makes the object of a verdict, and keeps it for the next time.
    #[inline(never)]
    fn hand_out(&self, py: Python<'_>, verdict: keywright::Verdict) -> PyResult<Py<Verdict>> {
        let id = verdict.kept_id();
        let made = Py::new(py, Verdict::new(py, verdict, &self.core))?;
        if let Some(id) = id {
            self.kept.put(py, id, &made);
        }
        Ok(made)
    }
}

#[pymethods]
impl Keywright {
    /// Checks a key.
    ///
    /// An answer is a value: a key that is expired, revoked or unknown is a verdict that says so. An exception means that
    /// there is no answer, and is never a yes.
    ///
    /// Args:
    ///     value: The key as it was presented. Nothing is trimmed, and None is as an empty text.
    ///     owner_type: Take only keys of a `user` or of a `team`.
    ///     accept: `secret` refuses public keys; `any`, the default, takes both.
    ///     scopes: The scopes that the request needs, all of them.
    ///     ip: From where the request comes. A key with an IP list is denied without.
    ///
    /// Returns:
    ///     The verdict, which is true when the key is valid.
    ///
    /// Raises:
    ///     InvalidArgumentError: An option breaks its rules.
    ///     PermissionDeniedError: The handle acts as a user.
    ///     ClosedError: The store was closed.
    ///     StorageError: The store could not be read.
    ///
    /// Example:
    ///     >>> import keywright
    ///     >>> kw = keywright.open_in_memory()
    ///     >>> created = kw.user("alice").create_api_key("CI", scopes=["invoices:read"])
    ///     >>> kw.verify(created.value, scopes=["invoices:read"]).user_id
    ///     'alice'
    ///     >>> kw.verify(created.value, scopes=["invoices:write"]).reason
    ///     <Reason.INSUFFICIENT_SCOPE: 'insufficient_scope'>
    #[pyo3(signature = (value, *, owner_type=None, accept=None, scopes=None, ip=None))]
    fn verify<'py>(
        &self,
        py: Python<'py>,
        value: KeyText<'_>,
        owner_type: Option<&Bound<'py, PyAny>>,
        accept: Option<&Bound<'py, PyAny>>,
        scopes: Option<&Bound<'py, PyAny>>,
        ip: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Py<Verdict>> {
        self.answer_to_given(py, value.0, &Given { owner_type, accept, scopes, ip })
    }

    /// Checks a key and raises when it is denied.
    ///
    /// Args:
    ///     value: As in `verify`.
    ///     owner_type: As in `verify`.
    ///     accept: As in `verify`.
    ///     scopes: As in `verify`.
    ///     ip: As in `verify`.
    ///
    /// Returns:
    ///     A verdict that is valid.
    ///
    /// Raises:
    ///     DeniedError: The key is denied; `verdict` tells why.
    ///     InvalidArgumentError: An option breaks its rules.
    ///     ClosedError: The store was closed.
    ///     StorageError: The store could not be read.
    ///
    /// Example:
    ///     >>> import keywright
    ///     >>> kw = keywright.open_in_memory()
    ///     >>> try:
    ///     ...     kw.require_valid("kw_usk_mistyped")
    ///     ... except keywright.DeniedError as error:
    ///     ...     print(error.verdict.reason)
    ///     malformed
    #[pyo3(signature = (value, *, owner_type=None, accept=None, scopes=None, ip=None))]
    fn require_valid<'py>(
        &self,
        py: Python<'py>,
        value: KeyText<'_>,
        owner_type: Option<&Bound<'py, PyAny>>,
        accept: Option<&Bound<'py, PyAny>>,
        scopes: Option<&Bound<'py, PyAny>>,
        ip: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Py<Verdict>> {
        let verdict =
            self.answer_to_given(py, value.0, &Given { owner_type, accept, scopes, ip })?;
        verdict.get().require_valid(py)?;
        Ok(verdict)
    }

    /// Finds the key in the headers of a request and checks it.
    ///
    /// It is looked for in `Authorization: Bearer`, `X-Api-Key`, `X-Stack-Api-Key` and the header of the settings; never in
    /// the query string. Two different keys are `malformed`.
    ///
    /// Args:
    ///     headers: A mapping, or pairs of name and value, as `str` or `bytes`.
    ///     owner_type: As in `verify`.
    ///     accept: As in `verify`.
    ///     scopes: As in `verify`.
    ///     ip: As in `verify`.
    ///     optional: A bearer token that is no key, such as a session's, is `missing` instead of `malformed`.
    ///
    /// Returns:
    ///     The verdict, which is true when the key is valid.
    ///
    /// Raises:
    ///     InvalidArgumentError: An option breaks its rules.
    ///     ClosedError: The store was closed.
    ///     StorageError: The store could not be read.
    ///
    /// Example:
    ///     >>> import keywright
    ///     >>> kw = keywright.open_in_memory()
    ///     >>> created = kw.user("alice").create_api_key("CI")
    ///     >>> kw.authenticate({"Authorization": f"Bearer {created.value}"}).user_id
    ///     'alice'
    #[pyo3(signature = (headers, *, owner_type=None, accept=None, scopes=None, ip=None, optional=false))]
    #[expect(clippy::too_many_arguments, reason = "they are keywords in Python")]
    fn authenticate(
        &self,
        py: Python<'_>,
        headers: Headers,
        owner_type: Option<&str>,
        accept: Option<&str>,
        scopes: Option<Texts>,
        ip: Option<Ip>,
        optional: bool,
    ) -> PyResult<Py<Verdict>> {
        let asked = Asked { owner_type, accept, scopes, ip, is_optional: optional };
        self.answer_to_headers(py, &headers, &asked.options(py)?)
    }

    /// Checks the key of a request as a route asks for.
    fn _authenticate_request(
        &self,
        py: Python<'_>,
        check: &Bound<'_, Check>,
        headers: Headers,
        host: Option<&str>,
    ) -> PyResult<Py<Verdict>> {
        self.answer_to_headers(py, &headers, &check.get().options_for(host))
    }

    /// Does the same without waiting: what would have to wait comes back as a question.
    fn _ask_about_request(
        &self,
        py: Python<'_>,
        check: &Bound<'_, Check>,
        headers: Headers,
        host: Option<&str>,
    ) -> PyResult<Asking> {
        let options = check.get().options_for(host);
        let ask = || self.core.try_authenticate(headers.pairs(), &options);
        Ok(match self.answer_from_memory(py, ask)? {
            Some(verdict) => Asking::Answered(verdict),
            None => Asking::MustWait(Question { presented: Source::Headers(headers), options }),
        })
    }

    /// Answers from memory, or not at all: None means that it would have to wait.
    fn _answer_at_once(
        &self,
        py: Python<'_>,
        question: &Bound<'_, Question>,
    ) -> PyResult<Option<Py<Verdict>>> {
        let Question { presented, options } = question.get();
        self.answer_from_memory(py, || match presented {
            Source::Value(value) => self.core.try_verify(value, options),
            Source::Headers(headers) => self.core.try_authenticate(headers.pairs(), options),
        })
    }

    /// Answers, and waits for the store where it must.
    fn _answer(&self, py: Python<'_>, question: &Bound<'_, Question>) -> PyResult<Py<Verdict>> {
        let Question { presented, options } = question.get();
        let verdict = call(py, || match presented {
            Source::Value(value) => self.core.verify(value, options),
            Source::Headers(headers) => self.core.authenticate(headers.pairs(), options),
        })?;
        self.hand_out(py, verdict)
    }

    fn _explain<'py>(
        &self,
        py: Python<'py>,
        value: Presented,
        owner_type: Option<&str>,
        accept: Option<&str>,
        scopes: Option<Texts>,
        ip: Option<Ip>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let options = Asked { owner_type, accept, scopes, ip, is_optional: false }.options(py)?;
        let explained = call(py, || self.core.explain(&value, &options))?;
        let verdict = Verdict::new(py, explained.verdict.clone(), &self.core);
        explanation(py, &explained, verdict.into_pyobject(py)?.into_any())
    }

    /// The key that stands in the headers, and how the search ended: `found`, `missing`, `malformed` or `ambiguous`.
    fn _extract_api_key(
        &self,
        py: Python<'_>,
        headers: Headers,
    ) -> PyResult<(Option<String>, &'static str)> {
        let extracted = call(py, || self.core.extract_api_key(headers.pairs()))?;
        match extracted {
            // EXPOSE: the host asks for the key that a request of its own brought along.
            ExtractedKey::Found(text) => Ok((Some(text.expose().to_owned()), "found")),
            ExtractedKey::Missing => Ok((None, "missing")),
            ExtractedKey::Malformed => Ok((None, "malformed")),
            ExtractedKey::Ambiguous => Ok((None, "ambiguous")),
            _ => Err(internal(py, "the core answered in a way that this package does not know")),
        }
    }

    fn _user_of<'py>(
        &self,
        py: Python<'py>,
        value: Presented,
        owner_type: Option<&str>,
        accept: Option<&str>,
        scopes: Option<Texts>,
        ip: Option<Ip>,
    ) -> PyResult<Option<Bound<'py, PyAny>>> {
        let options = Asked { owner_type, accept, scopes, ip, is_optional: false }.options(py)?;
        let user = call(py, || self.core.get_user_by_api_key(&value, &options))?;
        user.map(|user| user.to_python(py, &self.core)).transpose()
    }

    fn _team_of<'py>(
        &self,
        py: Python<'py>,
        value: Presented,
        owner_type: Option<&str>,
        accept: Option<&str>,
        scopes: Option<Texts>,
        ip: Option<Ip>,
    ) -> PyResult<Option<Bound<'py, PyAny>>> {
        let options = Asked { owner_type, accept, scopes, ip, is_optional: false }.options(py)?;
        let team = call(py, || self.core.get_team_by_api_key(&value, &options))?;
        team.map(|team| team.to_python(py, &self.core)).transpose()
    }
}
