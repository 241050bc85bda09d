//! Checks, and their answer.

use keywright::{ExtractedKey, VerifyOptions};
use napi::Env;
use napi::bindgen_prelude::Either;
use napi_derive::napi;

use crate::call::{Promised, at_once, on_pool};
use crate::convert::{accept, http_answer, ip, owner_type, scopes, write};
use crate::error::Failure;
use crate::keywright::Keywright;

/// The native half of `Verdict`.
#[napi]
pub struct Verdict {
    pub(crate) core: keywright::Verdict,
    /// The place that its handle gave out for the object of this, if that one is to be kept.
    pub(crate) place: Option<u32>,
}

/// What every verdict says at once. What is not there is undefined in JavaScript.
#[napi(object)]
pub struct Facts {
    pub valid: bool,
    pub reason: Option<String>,
    pub api_key_id: Option<String>,
    pub user_id: Option<String>,
    pub team_id: Option<String>,
    pub is_public: bool,
    pub retry_after: Option<f64>,
    /// Where the TypeScript half keeps the object that it makes of this, if it keeps one.
    pub place: Option<u32>,
}

impl Verdict {
    pub(crate) const fn new(core: keywright::Verdict) -> Self {
        Self { core, place: None }
    }
}

#[napi]
impl Verdict {
    /// What the verdict says.
    #[napi]
    pub fn facts(&self) -> Facts {
        let verdict = &self.core;
        Facts {
            valid: verdict.is_valid(),
            reason: verdict.reason().map(|reason| reason.as_str().to_owned()),
            api_key_id: verdict.api_key_id().map(|id| id.to_string()),
            user_id: verdict.user_id().map(|id| id.as_str().to_owned()),
            team_id: verdict.team_id().map(|id| id.as_str().to_owned()),
            is_public: verdict.is_public(),
            retry_after: verdict.retry_after().map(|wait| wait.as_secs_f64() * 1000.0),
            place: self.place,
        }
    }

    /// The record of a valid key, or null.
    #[napi]
    pub fn api_key(&self, env: Env) -> napi::Result<String> {
        at_once(&env, || write(&self.core.api_key()))
    }

    /// How to answer a request whose credential the key was.
    #[napi]
    pub fn http(&self, env: Env) -> napi::Result<String> {
        at_once(&env, || write(&http_answer(&self.core.http())))
    }

    /// How to answer a request that asks about the key.
    #[napi]
    pub fn check_http(&self, env: Env) -> napi::Result<String> {
        at_once(&env, || write(&http_answer(&self.core.check_http())))
    }
}

/// What explains a verdict: the verdict, and every gate with what it saw.
#[napi]
pub struct Explanation {
    core: keywright::Explanation,
}

#[napi]
impl Explanation {
    /// The verdict.
    #[napi]
    pub fn verdict(&self) -> Verdict {
        Verdict::new(self.core.verdict.clone())
    }

    /// The gates.
    #[napi]
    pub fn gates(&self, env: Env) -> napi::Result<String> {
        at_once(&env, || write(&self.core.gates))
    }
}

/// Where a key stands in the headers of a request, and how the search ended.
#[napi(object)]
pub struct Extracted {
    pub value: Option<String>,
    pub ending: String,
}

/// What a check answers: the place of an object that there is already, or a verdict to make one of.
pub(crate) type Answer = Either<u32, Verdict>;

/// What a check is asked beside the key. A check that is asked nothing more has none of it, and costs less by that.
#[napi(object)]
pub struct Asked {
    pub owner_type: Option<String>,
    pub accept: Option<String>,
    pub scopes: Option<Vec<String>>,
    pub ip: Option<String>,
    pub optional: Option<bool>,
}

/// What a route asks of the key of every request, read once.
#[napi]
pub struct Check {
    options: VerifyOptions,
}

impl Check {
    /// The options for a request from an address. What is none, such as the other end of a Unix socket, is an unknown one, and a
    /// key with an IP list is denied.
    fn options_from(&self, address: Option<&str>) -> VerifyOptions {
        let options = self.options.clone();
        match address.and_then(|text| ip(text).ok()) {
            Some(ip) => options.ip(ip),
            None => options,
        }
    }
}

/// Reads what a route asks of every key.
#[napi]
pub fn check(env: Env, asked: Asked) -> napi::Result<Check> {
    at_once(&env, || Ok(Check { options: options(Some(&asked))? }))
}

/// The headers that a key is looked for in, beside the one of the settings.
#[napi]
pub fn api_key_headers() -> Vec<String> {
    keywright::API_KEY_HEADERS.map(str::to_owned).to_vec()
}

fn options(asked: Option<&Asked>) -> Result<VerifyOptions, Failure> {
    let mut options = VerifyOptions::new();
    let Some(asked) = asked else { return Ok(options) };
    if let Some(text) = &asked.owner_type {
        options = options.owner_type(owner_type(text)?);
    }
    if let Some(text) = &asked.accept {
        options = options.accept(accept(text)?);
    }
    if let Some(texts) = &asked.scopes {
        options = options.scopes(scopes(texts)?);
    }
    if let Some(text) = &asked.ip {
        options = options.ip(ip(text)?);
    }
    Ok(if asked.optional == Some(true) { options.optional() } else { options })
}

/// The fields of a request's header, each name followed by its value.
fn pairs(headers: &[String]) -> impl Iterator<Item = (&str, &str)> {
    headers.chunks_exact(2).filter_map(|pair| match pair {
        [name, value] => Some((name.as_str(), value.as_str())),
        _ => None,
    })
}

impl Keywright {
    /// Checks a key: at once where memory has the answer, and otherwise within the time that the event loop waits.
    fn check(&self, value: String, options: VerifyOptions) -> Result<keywright::Verdict, Failure> {
        if let Some(verdict) = self.core.try_verify(&value, &options)? {
            return Ok(verdict);
        }
        Ok(self.soon(|| self.core.verify(value, &options))?)
    }

    /// The verdict that the quickest way left, and if there is none, that of a check.
    fn fetched(&self, value: String) -> Result<keywright::Verdict, Failure> {
        self.take_waiting().map_or_else(|| self.check(value, VerifyOptions::new()), Ok)
    }
}

#[napi]
impl Keywright {
    /// Checks a key.
    #[napi]
    pub fn verify(&self, env: Env, value: String, asked: Option<Asked>) -> napi::Result<Answer> {
        at_once(&env, || {
            let options = options(asked.as_ref())?;
            Ok(self.answer(self.check(value, options)?))
        })
    }

    /// Hands out the answer that the quickest way left, and checks the key if there is none.
    #[napi]
    pub fn fetch(&self, env: Env, value: String) -> napi::Result<Answer> {
        at_once(&env, || Ok(self.answer(self.fetched(value)?)))
    }

    /// The same, and takes a denial for an error.
    #[napi]
    pub fn fetch_valid(&self, env: Env, value: String) -> napi::Result<Answer> {
        at_once(&env, || Ok(self.answer(self.fetched(value)?.require_valid()?)))
    }

    /// Checks a key if memory can answer, and otherwise answers null.
    #[napi]
    pub fn try_verify(
        &self,
        env: Env,
        value: String,
        asked: Option<Asked>,
    ) -> napi::Result<Option<Answer>> {
        at_once(&env, || {
            let options = options(asked.as_ref())?;
            Ok(self.core.try_verify(value, &options)?.map(|verdict| self.answer(verdict)))
        })
    }

    /// Checks a key on the pool.
    #[napi]
    pub fn verify_async(&self, value: String, asked: Option<Asked>) -> Promised<Verdict> {
        let core = self.core.clone();
        on_pool(move || {
            let options = options(asked.as_ref())?;
            Ok(Verdict::new(core.verify(value, &options)?))
        })
    }

    /// Checks a key, and takes a denial for an error.
    #[napi]
    pub fn require_valid(
        &self,
        env: Env,
        value: String,
        asked: Option<Asked>,
    ) -> napi::Result<Answer> {
        at_once(&env, || {
            let options = options(asked.as_ref())?;
            Ok(self.answer(self.check(value, options)?.require_valid()?))
        })
    }

    /// The header of the settings that keys come in beside those of `api_key_headers`, or null; undefined when memory does not
    /// know, and every header is to be handed over.
    #[napi]
    pub fn own_header(&self, env: Env) -> napi::Result<Either<Option<String>, ()>> {
        at_once(&env, || {
            Ok(match self.core.try_settings()? {
                Some(settings) => Either::A(settings.api_key_header.clone()),
                None => Either::B(()),
            })
        })
    }

    /// Checks the key of a request as a route asks for, if memory can answer, and otherwise answers null.
    #[napi]
    pub fn try_authenticate_request(
        &self,
        env: Env,
        check: &Check,
        headers: Vec<String>,
        address: Option<String>,
    ) -> napi::Result<Option<Answer>> {
        at_once(&env, || {
            let options = check.options_from(address.as_deref());
            let verdict = self.core.try_authenticate(pairs(&headers), &options)?;
            Ok(verdict.map(|verdict| self.answer(verdict)))
        })
    }

    /// Checks the key of a request as a route asks for, on the pool.
    #[napi]
    pub fn authenticate_request(
        &self,
        check: &Check,
        headers: Vec<String>,
        address: Option<String>,
    ) -> Promised<Verdict> {
        let (core, options) = (self.core.clone(), check.options_from(address.as_deref()));
        on_pool(move || Ok(Verdict::new(core.authenticate(pairs(&headers), &options)?)))
    }

    /// Checks the key in the headers of a request.
    #[napi]
    pub fn authenticate(
        &self,
        env: Env,
        headers: Vec<String>,
        asked: Option<Asked>,
    ) -> napi::Result<Answer> {
        at_once(&env, || {
            let options = options(asked.as_ref())?;
            if let Some(verdict) = self.core.try_authenticate(pairs(&headers), &options)? {
                return Ok(self.answer(verdict));
            }
            Ok(self.answer(self.soon(|| self.core.authenticate(pairs(&headers), &options))?))
        })
    }

    /// Tells why a key is valid or denied.
    #[napi]
    pub fn explain(&self, value: String, asked: Option<Asked>) -> Promised<Explanation> {
        let core = self.core.clone();
        on_pool(move || {
            let options = options(asked.as_ref())?;
            Ok(Explanation { core: core.explain(value, &options)? })
        })
    }

    /// The key that stands in the headers, and how the search ended: `found`, `missing`, `malformed` or `ambiguous`.
    #[napi]
    pub fn extract_api_key(&self, env: Env, headers: Vec<String>) -> napi::Result<Extracted> {
        at_once(&env, || {
            let extracted = self.soon(|| self.core.extract_api_key(pairs(&headers)))?;
            let (value, ending) = match extracted {
                // EXPOSE: the host asks for the key that a request of its own brought along.
                ExtractedKey::Found(text) => (Some(text.expose().to_owned()), "found"),
                ExtractedKey::Missing => (None, "missing"),
                ExtractedKey::Malformed => (None, "malformed"),
                ExtractedKey::Ambiguous => (None, "ambiguous"),
                _ => return Err(Failure::DEFECT),
            };
            Ok(Extracted { value, ending: ending.to_owned() })
        })
    }

    /// The user who owns a valid key, or null.
    #[napi]
    pub fn user_of(&self, value: String, asked: Option<Asked>) -> Promised<String> {
        let core = self.core.clone();
        on_pool(move || {
            let options = options(asked.as_ref())?;
            write(&core.get_user_by_api_key(value, &options)?)
        })
    }

    /// The team that owns a valid key, or null.
    #[napi]
    pub fn team_of(&self, value: String, asked: Option<Asked>) -> Promised<String> {
        let core = self.core.clone();
        on_pool(move || {
            let options = options(asked.as_ref())?;
            write(&core.get_team_by_api_key(value, &options)?)
        })
    }
}
