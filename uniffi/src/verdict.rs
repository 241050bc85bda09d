//! How a key is checked, and what is the answer.

use std::time::Duration;

use keywright::ExtractedKey;

use crate::call::caught;
use crate::convert::{ip, scopes, text};
use crate::error::KeywrightError;
use crate::keywright::Keywright;
use crate::record::{ApiKey, Header, HttpAnswer, Team, User};
use crate::word::{Accept, Gate, OwnerType, Reason};

/// What a check asks beside the key itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, uniffi::Record)]
pub struct VerifyOptions {
    /// Which owners' keys are taken.
    #[uniffi(default)]
    pub owner_type: Option<OwnerType>,
    /// Whether public keys are taken.
    #[uniffi(default)]
    pub accept: Option<Accept>,
    /// What the key must be allowed to do.
    #[uniffi(default)]
    pub scopes: Option<Vec<String>>,
    /// Where the request comes from. A key with an allow list is denied without it.
    #[uniffi(default)]
    pub ip: Option<String>,
    /// Whether the route works without a key: only used with the headers of a request.
    #[uniffi(default)]
    pub is_optional: bool,
}

impl VerifyOptions {
    pub(crate) fn to_core(&self) -> Result<keywright::VerifyOptions, KeywrightError> {
        let mut options = keywright::VerifyOptions::new();
        if let Some(owner_type) = self.owner_type {
            options = options.owner_type(owner_type.into());
        }
        if let Some(accept) = self.accept {
            options = options.accept(accept.into());
        }
        if let Some(texts) = &self.scopes {
            options = options.scopes(scopes(texts)?);
        }
        if let Some(text) = &self.ip {
            options = options.ip(ip(text)?);
        }
        Ok(if self.is_optional { options.optional() } else { options })
    }
}

/// The answer of a check: valid with the record and its owner, or denied with one reason.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct Verdict {
    /// Whether the key may pass.
    pub valid: bool,
    /// Why not.
    pub reason: Option<Reason>,
    /// The record of a valid key.
    pub api_key: Option<ApiKey>,
    /// Which key it is, as far as that is known; for logs.
    pub api_key_id: Option<String>,
    /// The user who owns a valid key.
    pub user_id: Option<String>,
    /// The team that owns a valid key.
    pub team_id: Option<String>,
    /// Whether a valid key is public.
    pub is_public: bool,
    /// How long a client should wait.
    pub retry_after: Option<Duration>,
    /// How to answer a request whose credential the key was.
    pub http: HttpAnswer,
    /// How to answer a request that asks about the key.
    pub check_http: HttpAnswer,
    /// What to say of a denial that is taken for an error.
    pub denial: Option<String>,
    /// A name for what memory holds of this key, for a program that keeps verdicts; nothing when it may not be kept.
    pub kept_as: Option<i64>,
}

impl Verdict {
    pub(crate) fn new(
        verdict: &keywright::Verdict,
        kept_as: Option<i64>,
    ) -> Result<Self, KeywrightError> {
        Ok(Self {
            valid: verdict.is_valid(),
            reason: verdict.reason().map(Reason::try_from).transpose()?,
            api_key: verdict.api_key().cloned().map(ApiKey::from),
            api_key_id: text(verdict.api_key_id().as_ref()),
            user_id: text(verdict.user_id()),
            team_id: text(verdict.team_id()),
            is_public: verdict.is_public(),
            retry_after: verdict.retry_after(),
            http: verdict.http().into(),
            check_http: verdict.check_http().into(),
            denial: verdict.clone().require_valid().err().map(|error| error.to_string()),
            kept_as,
        })
    }
}

/// What a gate saw of a key.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct GateReport {
    /// Which one.
    pub gate: Gate,
    /// Whether the key passed; nothing when it did not come so far.
    pub passed: Option<bool>,
    /// What it saw, in words.
    pub saw: String,
}

/// Why a key is valid or denied.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct Explanation {
    /// The verdict.
    pub verdict: Verdict,
    /// Every gate, in the order in which a key meets them.
    pub gates: Vec<GateReport>,
}

/// How the search for a key in the headers of a request ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum SearchEnd {
    /// One text that has the shape of this project's keys.
    Found,
    /// No header holds anything.
    Missing,
    /// A header holds something that is no key of this project.
    Malformed,
    /// Two headers hold two different keys.
    Ambiguous,
}

/// The key that stands in the headers of a request.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
pub struct ExtractedApiKey {
    /// The text of the key, when one was found: bytes, so that no debug print shows it.
    pub value: Option<Vec<u8>>,
    /// How the search ended.
    pub ending: SearchEnd,
}

/// The user who owns a key.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct UserOfKey {
    /// The user; nobody when the key is denied.
    pub user: Option<User>,
    /// The verdict that has to be told instead, when it is one that a host must not take for a missing key.
    pub denied: Option<Verdict>,
    /// The code of the error that it is told by.
    pub error_code: Option<String>,
    /// The text of that error.
    pub error_text: Option<String>,
}

/// The team that owns a key.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct TeamOfKey {
    /// The team; none when the key is denied.
    pub team: Option<Team>,
    /// The verdict that has to be told instead, when it is one that a host must not take for a missing key.
    pub denied: Option<Verdict>,
    /// The code of the error that it is told by.
    pub error_code: Option<String>,
    /// The text of that error.
    pub error_text: Option<String>,
}

/// An error that carries a verdict.
struct Denied {
    verdict: Option<Verdict>,
    code: Option<String>,
    text: Option<String>,
}

impl Denied {
    /// Takes an error apart; one that carries no verdict stays one.
    fn new(error: keywright::Error) -> Result<Self, KeywrightError> {
        let Some(verdict) = error.verdict() else { return Err(error.into()) };
        Ok(Self {
            verdict: Some(Verdict::new(verdict, None)?),
            code: Some(error.code().as_str().to_owned()),
            text: Some(error.to_string()),
        })
    }
}

fn pairs(headers: &[Header]) -> impl Iterator<Item = (&str, &[u8])> {
    headers.iter().map(|header| (header.name.as_str(), header.value.as_slice()))
}

impl Keywright {
    fn answer(&self, verdict: &keywright::Verdict) -> Result<Verdict, KeywrightError> {
        Verdict::new(verdict, verdict.kept_id().and_then(|id| self.kept.name(id)))
    }
}

#[uniffi::export]
impl Keywright {
    /// Checks a key. Denied is an answer too; an error means that there is none.
    pub fn verify(
        &self,
        value: Vec<u8>,
        options: VerifyOptions,
    ) -> Result<Verdict, KeywrightError> {
        caught(|| self.answer(&self.core.verify(value, &options.to_core()?)?))
    }

    /// Checks a key if memory can answer, and otherwise answers nothing.
    pub fn try_verify(
        &self,
        value: Vec<u8>,
        options: VerifyOptions,
    ) -> Result<Option<Verdict>, KeywrightError> {
        caught(|| {
            let verdict = self.core.try_verify(value, &options.to_core()?)?;
            verdict.map(|verdict| self.answer(&verdict)).transpose()
        })
    }

    /// Finds the key in the headers of a request and checks it. It is never looked for in a query string.
    pub fn authenticate(
        &self,
        headers: Vec<Header>,
        options: VerifyOptions,
    ) -> Result<Verdict, KeywrightError> {
        caught(|| self.answer(&self.core.authenticate(pairs(&headers), &options.to_core()?)?))
    }

    /// Returns the key that stands in the headers of a request, without checking it.
    pub fn extract_api_key(&self, headers: Vec<Header>) -> Result<ExtractedApiKey, KeywrightError> {
        caught(|| {
            let (value, ending) = match self.core.extract_api_key(pairs(&headers))? {
                // EXPOSE: the host asks for the key that a request of its own brought along.
                ExtractedKey::Found(text) => {
                    (Some(text.expose().as_bytes().to_vec()), SearchEnd::Found)
                }
                ExtractedKey::Missing => (None, SearchEnd::Missing),
                ExtractedKey::Malformed => (None, SearchEnd::Malformed),
                ExtractedKey::Ambiguous => (None, SearchEnd::Ambiguous),
                _ => return Err(KeywrightError::defect()),
            };
            Ok(ExtractedApiKey { value, ending })
        })
    }

    /// Tells why a key is valid or denied: every gate, and what it saw. Nothing is counted.
    pub fn explain(
        &self,
        value: Vec<u8>,
        options: VerifyOptions,
    ) -> Result<Explanation, KeywrightError> {
        caught(|| {
            let explanation = self.core.explain(value, &options.to_core()?)?;
            let gates = explanation.gates.into_iter().map(|report| {
                let gate = report.gate.try_into()?;
                Ok(GateReport { gate, passed: report.passed, saw: report.saw })
            });
            Ok(Explanation {
                verdict: Verdict::new(&explanation.verdict, None)?,
                gates: gates.collect::<Result<_, KeywrightError>>()?,
            })
        })
    }

    /// Returns the user who owns a valid key.
    pub fn get_user_by_api_key(
        &self,
        value: Vec<u8>,
        options: VerifyOptions,
    ) -> Result<UserOfKey, KeywrightError> {
        caught(|| match self.core.get_user_by_api_key(value, &options.to_core()?) {
            Ok(user) => {
                let user = user.map(User::from);
                Ok(UserOfKey { user, denied: None, error_code: None, error_text: None })
            }
            Err(error) => {
                let Denied { verdict, code, text } = Denied::new(error)?;
                Ok(UserOfKey { user: None, denied: verdict, error_code: code, error_text: text })
            }
        })
    }

    /// Returns the team that owns a valid key.
    pub fn get_team_by_api_key(
        &self,
        value: Vec<u8>,
        options: VerifyOptions,
    ) -> Result<TeamOfKey, KeywrightError> {
        caught(|| match self.core.get_team_by_api_key(value, &options.to_core()?) {
            Ok(team) => {
                let team = team.map(Team::from);
                Ok(TeamOfKey { team, denied: None, error_code: None, error_text: None })
            }
            Err(error) => {
                let Denied { verdict, code, text } = Denied::new(error)?;
                Ok(TeamOfKey { team: None, denied: verdict, error_code: code, error_text: text })
            }
        })
    }
}
