//! From what went wrong to the object that the TypeScript half makes a `KeywrightError` of.

use std::error::Error as StdError;

use napi::JsValue as _;
use napi::bindgen_prelude::JsObjectValue as _;
use napi::{Env, Status};

use crate::call::at_once;
use crate::convert::{http_answer, write};
use crate::verdict::Verdict;

/// Why there is no answer.
pub(crate) enum Failure {
    /// The core says so.
    Core(keywright::Error),
    /// An argument that does not even reach the core.
    InvalidArgument(String),
    /// A file that the caller named could not be opened or made. Node has errors of its own for that.
    File(std::io::Error),
    /// A defect of this crate or of the core.
    Defect(&'static str),
}

impl Failure {
    pub(crate) const DEFECT: Self =
        Self::Defect("a defect in Keywright; standard error has the details");

    /// Makes the object: a message, a code, the messages of the causes, and the verdict where there is one.
    pub(crate) fn to_javascript(&self, env: &Env) -> napi::Error {
        self.object(env).unwrap_or_else(|error| error)
    }

    fn object(&self, env: &Env) -> napi::Result<napi::Error> {
        let mut object =
            env.create_error(napi::Error::new(Status::GenericFailure, self.message()))?;
        object.set_named_property("code", self.code())?;
        object.set_named_property("causes", self.causes())?;
        match self {
            Self::Core(error) => {
                if let Some(verdict) = error.verdict() {
                    object.set_named_property("verdict", Verdict::new(verdict.clone()))?;
                }
            }
            Self::File(error) => {
                object.set_named_property("errno", error.raw_os_error().unwrap_or_default())?;
            }
            Self::InvalidArgument(_) | Self::Defect(_) => {}
        }
        Ok(napi::Error::from(object.to_unknown()))
    }

    fn message(&self) -> String {
        match self {
            Self::Core(error) => error.to_string(),
            Self::InvalidArgument(message) => message.clone(),
            Self::File(error) => error.to_string(),
            Self::Defect(message) => (*message).to_owned(),
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Core(error) => error.code().as_str(),
            Self::InvalidArgument(_) => "invalid_argument",
            Self::File(_) => "file",
            Self::Defect(_) => "internal",
        }
    }

    /// The chain of sources, the nearest first.
    fn causes(&self) -> Vec<String> {
        let mut causes = Vec::new();
        let mut next = match self {
            Self::Core(error) => error.source(),
            _ => None,
        };
        while let Some(cause) = next {
            causes.push(cause.to_string());
            next = cause.source();
        }
        causes
    }
}

impl From<keywright::Error> for Failure {
    fn from(error: keywright::Error) -> Self {
        Self::Core(error)
    }
}

impl From<serde_json::Error> for Failure {
    /// The TypeScript half wrote something that this half does not read. What it was is not said: it may hold a secret.
    fn from(_: serde_json::Error) -> Self {
        Self::Defect("the two halves of Keywright do not fit together; install the package anew")
    }
}

/// How to answer a request whose key could not be checked.
#[napi_derive::napi]
pub fn error_http(env: Env, code: String) -> napi::Result<String> {
    at_once(&env, || {
        let known = keywright::ErrorCode::ALL.iter().find(|known| known.as_str() == code);
        write(&http_answer(&known.copied().unwrap_or(keywright::ErrorCode::Internal).http()))
    })
}
