//! Keys: how they are made, listed, changed and ended.

use keywright::{
    Actor, ApiKey, ApiKeyFilter, ApiKeyId, ApiKeyUpdate, Grace, InvalidReason, NewApiKey, Owner,
    PageRequest, RevokeAll, RevokeOptions, UsageRange,
};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList, PyString};

use crate::call::{call, quick};
use crate::convert::{
    End, Instant, Object, OwnerLike, Span, Texts, choice, prefix, status, usage_step, uuid,
};
use crate::keywright::{Keywright, unknown};
use crate::record::{Record, many};

/// The native half of `keywright.ApiKeyHandle`.
#[pyclass(frozen, module = "keywright._keywright")]
pub(crate) struct ApiKeyHandle {
    keywright: keywright::Keywright,
    core: keywright::ApiKeyHandle,
    /// What was read, when a record holds this handle.
    record: Option<ApiKey>,
}

impl ApiKeyHandle {
    pub(crate) fn new(keywright: &keywright::Keywright, id: ApiKeyId) -> Self {
        Self { keywright: keywright.clone(), core: keywright.api_key(id), record: None }
    }

    pub(crate) fn of_record(keywright: &keywright::Keywright, record: &ApiKey) -> Self {
        Self { record: Some(record.clone()), ..Self::new(keywright, record.id) }
    }
}

#[pymethods]
impl ApiKeyHandle {
    fn id<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        uuid(py, self.core.id().as_uuid())
    }

    fn why_invalid(&self) -> Option<&'static str> {
        let record = self.record.as_ref()?;
        record.why_invalid_at(self.keywright.now()).map(InvalidReason::as_str)
    }

    fn get<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        call(py, || self.core.get())?.to_python(py, &self.keywright)
    }

    fn update<'py>(
        &self,
        py: Python<'py>,
        changes: &Bound<'py, PyDict>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let mut update = ApiKeyUpdate::new();
        for (name, value) in changes {
            update = match name.extract::<String>()?.as_str() {
                "description" => update.description(value.extract::<String>()?),
                "expiry" => update.expiry(value.extract::<End>()?.0),
                "scopes" => update.scopes(value.extract::<Texts>()?.scopes(py)?),
                "metadata" => update.metadata(value.extract::<Object>()?.0),
                "ip_allow_list" => {
                    update.ip_allow_list(value.extract::<Texts>()?.ip_allow_list(py)?)
                }
                other => return Err(unknown(py, other)),
            };
        }
        call(py, || self.core.update(update))?.to_python(py, &self.keywright)
    }

    fn suspend<'py>(&self, py: Python<'py>, reason: Option<&str>) -> PyResult<Bound<'py, PyAny>> {
        call(py, || self.core.suspend(reason))?.to_python(py, &self.keywright)
    }

    fn resume<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        call(py, || self.core.resume())?.to_python(py, &self.keywright)
    }

    fn revoke<'py>(&self, py: Python<'py>, reason: Option<&str>) -> PyResult<Bound<'py, PyAny>> {
        let options = revoke_options(reason);
        call(py, || self.core.revoke(options))?.to_python(py, &self.keywright)
    }

    fn rotate<'py>(&self, py: Python<'py>, grace: Period) -> PyResult<Bound<'py, PyAny>> {
        call(py, || self.core.rotate(grace.0))?.to_python(py, &self.keywright)
    }

    fn purge(&self, py: Python<'_>) -> PyResult<()> {
        call(py, || self.core.purge())
    }

    fn usage<'py>(
        &self,
        py: Python<'py>,
        start: Instant,
        end: Instant,
        step: &str,
    ) -> PyResult<Bound<'py, PyAny>> {
        let range = UsageRange::new(start.0, end.0, usage_step(py, step)?);
        call(py, || self.core.usage(range))?.to_python(py, &self.keywright)
    }

    fn usage_of_last<'py>(
        &self,
        py: Python<'py>,
        buckets: u32,
        step: &str,
    ) -> PyResult<Bound<'py, PyAny>> {
        let step = usage_step(py, step)?;
        let range = quick(py, UsageRange::last(buckets, step, self.keywright.now()))?;
        call(py, || self.core.usage(range))?.to_python(py, &self.keywright)
    }
}

#[pymethods]
impl Keywright {
    fn _list_api_keys<'py>(
        &self,
        py: Python<'py>,
        owner: Option<OwnerLike>,
        status: Option<&str>,
        search: Option<String>,
    ) -> PyResult<Bound<'py, PyList>> {
        let owner = owner.map(|owner| owner.to_owner(py, &self.core)).transpose()?;
        let filter = filter(py, owner, status, search)?;
        let keys = call(py, || self.core.list_api_keys(filter))?;
        many(py, &self.core, &keys)
    }

    fn _page_api_keys<'py>(
        &self,
        py: Python<'py>,
        owner: Option<OwnerLike>,
        status: Option<&str>,
        search: Option<String>,
        limit: u32,
        cursor: Option<String>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let owner = owner.map(|owner| owner.to_owner(py, &self.core)).transpose()?;
        let mut request = PageRequest::new(filter(py, owner, status, search)?).limit(limit);
        if let Some(cursor) = cursor {
            request = request.cursor(cursor);
        }
        call(py, || self.core.page_api_keys(request))?.to_python(py, &self.core)
    }

    fn _revoke_all(
        &self,
        py: Python<'_>,
        owner: Option<OwnerLike>,
        created_before: Option<Instant>,
        created_by: Option<&str>,
        prefix_text: Option<&str>,
        reason: Option<String>,
    ) -> PyResult<u64> {
        let mut which = RevokeAll::new();
        if let Some(owner) = owner {
            which = which.owner(owner.to_owner(py, &self.core)?);
        }
        if let Some(Instant(instant)) = created_before {
            which = which.created_before(instant);
        }
        if let Some(text) = created_by {
            which = which.created_by(quick(py, text.parse::<Actor>())?);
        }
        if let Some(text) = prefix_text {
            which = which.prefix(prefix(py, text)?);
        }
        if let Some(reason) = reason {
            which = which.reason(reason);
        }
        call(py, || self.core.revoke_all(which))
    }
}

/// Which keys a list shows.
pub(crate) fn filter(
    py: Python<'_>,
    owner: Option<Owner>,
    status_text: Option<&str>,
    search: Option<String>,
) -> PyResult<ApiKeyFilter> {
    let mut filter = ApiKeyFilter::new();
    if let Some(owner) = owner {
        filter = filter.owner(owner);
    }
    if let Some(text) = status_text {
        filter = filter.status(status(py, text)?);
    }
    Ok(if let Some(text) = search { filter.search(text) } else { filter })
}

/// A key to be made, as `keywright.NewApiKey` has it.
pub(crate) struct NewKey {
    description: String,
    expiry: End,
    is_public: bool,
    scopes: Texts,
    metadata: Option<Object>,
    ip_allow_list: Texts,
}

impl FromPyObject<'_, '_> for NewKey {
    type Error = PyErr;

    // By hand, since the derived one would hide what is wrong with a field behind a `TypeError` of its own.
    fn extract(value: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        Ok(Self {
            description: value.getattr("description")?.extract()?,
            expiry: value.getattr("expiry")?.extract()?,
            is_public: value.getattr("is_public")?.extract()?,
            scopes: value.getattr("scopes")?.extract()?,
            metadata: value.getattr("metadata")?.extract()?,
            ip_allow_list: value.getattr("ip_allow_list")?.extract()?,
        })
    }
}

impl NewKey {
    pub(crate) fn into_core(self, py: Python<'_>) -> PyResult<NewApiKey> {
        let mut new = NewApiKey::new(self.description)
            .expiry(self.expiry.0)
            .scopes(self.scopes.scopes(py)?)
            .ip_allow_list(self.ip_allow_list.ip_allow_list(py)?);
        if self.is_public {
            new = new.public();
        }
        if let Some(Object(metadata)) = self.metadata {
            new = new.metadata(metadata);
        }
        Ok(new)
    }
}

/// How long a replaced secret is accepted: `now` for not at all, `until_used`, or a duration.
pub(crate) struct Period(Grace);

impl FromPyObject<'_, '_> for Period {
    type Error = PyErr;

    fn extract(value: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        let py = value.py();
        let Ok(text) = value.cast::<PyString>() else {
            return value.extract().map(|Span(duration)| Self(Grace::For(duration)));
        };
        let named = |grace| if grace == Grace::UntilUsed { "until_used" } else { "now" };
        choice(py, "grace", text.to_str()?, &[Grace::Now, Grace::UntilUsed], named).map(Self)
    }
}

fn revoke_options(reason: Option<&str>) -> RevokeOptions {
    let options = RevokeOptions::new();
    match reason {
        Some(reason) => options.reason(reason),
        None => options,
    }
}
