//! Checking a presented key.

use std::sync::Arc;

use serde_json::Map;

use super::handle::Keywright;
use super::noticed::FirstUse;
use crate::error::Error;
use crate::key::GenerationId;
use crate::request::{self, ExtractedKey};
use crate::settings::Settings;
use crate::signal::SignalKind;
use crate::store::{Looked, Standing};
use crate::token::{self, ParsedToken};
use crate::verify::{
    Call, Explanation, Gate, GateReport, Presented, Question, Reason, Verdict, VerifyOptions,
    explain,
};

impl Keywright {
    /// Checks a presented key and answers with a verdict.
    ///
    /// The gates stand in [`Gate::ALL`]; the first that fails gives the reason. Nothing is cut off the text: white space
    /// around it is `malformed`, and so is whatever is longer than 128 bytes, before a byte of it is hashed and without
    /// touching the store.
    ///
    /// # Errors
    ///
    /// Only when there is no answer, which is never a yes: storage errors, `closed`; `permission_denied` when acting as a
    /// user, since checking keys is the server's business.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{Keywright, Reason, VerifyOptions};
    ///
    /// let keywright = Keywright::open_in_memory()?;
    /// let verdict = keywright.verify("not a key", &VerifyOptions::new())?;
    /// assert_eq!(verdict.reason(), Some(Reason::Malformed));
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub fn verify(
        &self,
        value: impl AsRef<[u8]>,
        options: &VerifyOptions,
    ) -> Result<Verdict, Error> {
        // Filled in place: a verdict is large enough for each move to cost as much as a gate.
        let mut answer = Ok(Verdict::room());
        if let Ok(verdict) = &mut answer {
            match self.recall(value.as_ref(), options, verdict) {
                Ok(None) => {}
                Ok(Some((_call, token))) => answer = self.answer_from_store(&token, options),
                Err(error) => answer = Err(error),
            }
        }
        answer
    }

    /// Begins a check, and answers it from memory into a verdict that says no. Returns what is needed to go on where the
    /// store must be asked.
    #[inline(always)]
    fn recall<'a>(
        &self,
        value: &'a [u8],
        options: &VerifyOptions,
        answer: &mut Verdict,
    ) -> Result<Option<(Call<'_>, ParsedToken<'a>)>, Error> {
        self.authority().require_server("check keys")?;
        let call = self.enter()?;
        let Some(token) = token::glance(value) else {
            answer.refuse(Reason::Malformed);
            return Ok(None);
        };
        let is_answered = self.answer_from_memory(&token, options, answer);
        Ok((!is_answered).then_some((call, token)))
    }

    /// Checks a presented key if that needs no waiting: answers as [`Keywright::verify`] would at this moment, or `None`, and
    /// then that is to be called.
    ///
    /// It answers from memory, and touches neither the store nor a lock that somebody may hold for long. It is for those who
    /// must not block, such as an event loop: they call this first, and `verify` where waiting is allowed. Keys are kept in
    /// memory once they were checked; after a change, and once a second, one check is told to wait.
    ///
    /// # Errors
    ///
    /// `closed`; `permission_denied` when acting as a user.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{Keywright, NewApiKey, VerifyOptions};
    ///
    /// let keywright = Keywright::open_in_memory()?;
    /// let created = keywright.user("alice").create_api_key(NewApiKey::new("CI"))?;
    /// let options = VerifyOptions::new();
    /// assert!(keywright.try_verify(created.value(), &options)?.is_none(), "never seen before");
    ///
    /// assert!(keywright.verify(created.value(), &options)?.is_valid());
    /// let verdict = keywright.try_verify(created.value(), &options)?;
    /// assert!(verdict.is_some_and(|verdict| verdict.is_valid()));
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub fn try_verify(
        &self,
        value: impl AsRef<[u8]>,
        options: &VerifyOptions,
    ) -> Result<Option<Verdict>, Error> {
        let mut answer = Ok(Some(Verdict::room()));
        if let Ok(Some(verdict)) = &mut answer {
            match self.recall(value.as_ref(), options, verdict) {
                Ok(None) => {}
                Ok(Some(_)) => answer = Ok(None),
                Err(error) => answer = Err(error),
            }
        }
        answer
    }

    /// Checks a presented key and returns only a valid verdict.
    ///
    /// # Errors
    ///
    /// `denied` with the verdict, for every key that is not valid; otherwise as [`Keywright::verify`].
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{Keywright, VerifyOptions};
    ///
    /// let keywright = Keywright::open_in_memory()?;
    /// let error = keywright.require_valid("not a key", &VerifyOptions::new()).unwrap_err();
    /// assert_eq!(error.http().status, 401);
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub fn require_valid(
        &self,
        value: impl AsRef<[u8]>,
        options: &VerifyOptions,
    ) -> Result<Verdict, Error> {
        self.verify(value, options)?.require_valid()
    }

    /// Takes the key out of a request's headers: `Authorization: Bearer`, `X-Api-Key`, `X-Stack-Api-Key`, or the header of
    /// the settings. Never out of a query string.
    ///
    /// # Errors
    ///
    /// As [`Keywright::verify`].
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{ExtractedKey, Keywright, NewApiKey};
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// # let created = keywright.user("alice").create_api_key(NewApiKey::new("CI"))?;
    /// let extracted = keywright.extract_api_key([("X-Api-Key", created.value())])?;
    /// assert!(matches!(extracted, ExtractedKey::Found(_)));
    /// let extracted = keywright.extract_api_key([("X-Api-Key", "something else")])?;
    /// assert!(matches!(extracted, ExtractedKey::Malformed));
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub fn extract_api_key<N: AsRef<str>, V: AsRef<[u8]>>(
        &self,
        headers: impl IntoIterator<Item = (N, V)>,
    ) -> Result<ExtractedKey, Error> {
        self.authority().require_server("check keys")?;
        Ok(request::extract(headers, &*self.settings()?, false))
    }

    /// Checks the key in a request's headers: `extract_api_key` and `verify` in one.
    ///
    /// The address of the caller goes into the options, as the web framework knows it; no header is believed about it.
    ///
    /// # Errors
    ///
    /// As [`Keywright::verify`].
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{Keywright, NewApiKey, Reason, VerifyOptions};
    ///
    /// let keywright = Keywright::open_in_memory()?;
    /// let created = keywright.user("alice").create_api_key(NewApiKey::new("CI"))?;
    /// let options = VerifyOptions::new();
    /// assert!(keywright.authenticate([("x-api-key", created.value())], &options)?.is_valid());
    ///
    /// let nothing: [(&str, &str); 0] = [];
    /// let verdict = keywright.authenticate(nothing, &options)?;
    /// assert_eq!(verdict.reason(), Some(Reason::Missing));
    /// assert_eq!(verdict.http().status, 401);
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub fn authenticate<N: AsRef<str>, V: AsRef<[u8]>>(
        &self,
        headers: impl IntoIterator<Item = (N, V)>,
        options: &VerifyOptions,
    ) -> Result<Verdict, Error> {
        self.authority().require_server("check keys")?;
        let settings = match self.known_settings() {
            Ok(Some(settings)) => settings,
            Ok(None) => match self.settings() {
                Ok(settings) => settings,
                Err(error) => return self.tampered_settings(error, options),
            },
            Err(error) => return Err(error),
        };
        // Outside of any call of ours: the headers are walked by the caller's code, which may do anything.
        match request::extract(headers, &settings, options.is_optional) {
            // EXPOSE: the key is checked here.
            ExtractedKey::Found(text) => self.verify(text.expose(), options),
            other => Ok(denied_without_key(&other)),
        }
    }

    /// Checks the key in a request's headers if that needs no waiting: `authenticate` as [`Keywright::try_verify`] is `verify`.
    ///
    /// # Errors
    ///
    /// As [`Keywright::try_verify`].
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{Keywright, NewApiKey, VerifyOptions};
    ///
    /// let keywright = Keywright::open_in_memory()?;
    /// let created = keywright.user("alice").create_api_key(NewApiKey::new("CI"))?;
    /// let (headers, options) = ([("X-Api-Key", created.value())], VerifyOptions::new());
    /// assert!(keywright.try_authenticate(headers, &options)?.is_none(), "never seen before");
    ///
    /// assert!(keywright.authenticate(headers, &options)?.is_valid());
    /// let verdict = keywright.try_authenticate(headers, &options)?;
    /// assert!(verdict.is_some_and(|verdict| verdict.is_valid()));
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub fn try_authenticate<N: AsRef<str>, V: AsRef<[u8]>>(
        &self,
        headers: impl IntoIterator<Item = (N, V)>,
        options: &VerifyOptions,
    ) -> Result<Option<Verdict>, Error> {
        self.authority().require_server("check keys")?;
        let Some(settings) = self.known_settings()? else { return Ok(None) };
        match request::extract(headers, &settings, options.is_optional) {
            // EXPOSE: the key is checked here.
            ExtractedKey::Found(text) => self.try_verify(text.expose(), options),
            other => Ok(Some(denied_without_key(&other))),
        }
    }

    fn known_settings(&self) -> Result<Option<Arc<Settings>>, Error> {
        let _call = self.enter()?;
        Ok(self.settings_from_memory())
    }

    /// Answers with every gate and what it saw, and the verdict that a check gives at this moment. Nothing is charged, and
    /// it is no use of the key.
    ///
    /// # Errors
    ///
    /// As [`Keywright::verify`].
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{Gate, Keywright, NewApiKey, VerifyOptions};
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// # let created = keywright.user("alice").create_api_key(NewApiKey::new("CI"))?;
    /// keywright.user("alice").suspend()?;
    /// let explanation = keywright.explain(created.value(), &VerifyOptions::new())?;
    /// let report = explanation.gates.iter().find(|report| report.passed == Some(false)).expect("one");
    /// assert_eq!((report.gate, report.saw.as_str()), (Gate::Suspended, "all keys of user:alice are suspended"));
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub fn explain(
        &self,
        value: impl AsRef<[u8]>,
        options: &VerifyOptions,
    ) -> Result<Explanation, Error> {
        self.authority().require_server("check keys")?;
        let _call = self.enter()?;
        let value = value.as_ref();
        let mut gates = Vec::new();
        let token = match token::parse(value) {
            Ok(token) => token,
            Err(malformed) => {
                gates.push(GateReport::new(Gate::Shape, false, malformed.as_str()));
                return Ok(Explanation::new(Verdict::denied(Reason::Malformed), gates));
            }
        };
        gates.push(GateReport::new(Gate::Shape, true, format!("a key of kind {}", token.kind())));
        self.watch()?;
        let (Standing { settings, .. }, looked) = match self.present(&token) {
            Err(error) if error.tampered_row().is_some() => {
                let saw = "the settings were changed by something else than Keywright";
                gates.push(GateReport::new(Gate::Seal, false, saw));
                return Ok(Explanation::new(Verdict::denied(Reason::Tampered), gates));
            }
            result => result?,
        };
        let is_known = settings.accepts_prefix(token.prefix());
        gates.push(GateReport::new(
            Gate::Prefix,
            is_known,
            format!("begins with {}", token.prefix()),
        ));
        if !is_known {
            return Ok(Explanation::new(Verdict::denied(Reason::Malformed), gates));
        }
        let presented = match looked {
            Looked::Found(presented) => presented,
            Looked::Nothing => {
                let saw = format!("no key holds {}", token.id());
                gates.push(GateReport::new(Gate::Id, false, saw));
                return Ok(Explanation::new(Verdict::denied(Reason::NotFound), gates));
            }
            Looked::Tampered { api_key_id, row } => {
                gates.push(GateReport::new(
                    Gate::Id,
                    true,
                    format!("a generation of {api_key_id}"),
                ));
                let saw = format!("{row} was changed by something else than Keywright");
                gates.push(GateReport::new(Gate::Seal, false, saw));
                let verdict = Verdict::denied_key(Reason::Tampered, api_key_id);
                return Ok(Explanation::new(verdict, gates));
            }
        };
        let question =
            Question { token: &token, switches: settings.switches(), options, now: self.now() };
        gates.push(GateReport::new(
            Gate::Id,
            true,
            format!("a generation of {}", presented.api_key.id),
        ));
        let saw = if self.store().is_sealed() {
            "the rows are what Keywright wrote"
        } else {
            "the store is not sealed"
        };
        gates.push(GateReport::new(Gate::Seal, true, saw));
        gates.extend(explain(&question, &presented));
        let failed = question.judge(&*presented);
        Ok(Explanation::new(decide(&question, failed, *presented), gates))
    }

    /// Checks a key that memory does not know, or that it is not known to be right about.
    #[inline(never)]
    fn answer_from_store(
        &self,
        token: &ParsedToken<'_>,
        options: &VerifyOptions,
    ) -> Result<Verdict, Error> {
        self.check(token, options).or_else(|error| self.tampered_settings(error, options))
    }

    fn check(&self, token: &ParsedToken<'_>, options: &VerifyOptions) -> Result<Verdict, Error> {
        // The checksum stands between a typing error and the store.
        if !token.is_well_formed() {
            return Ok(Verdict::denied(Reason::Malformed));
        }
        self.watch()?;
        // Most checks that come here are the first behind a commit: what that left in memory is right with no more than a
        // look at the change log.
        if let Some(moment) = self.store().moment(self.shared().clock.look().wall_ms) {
            self.shared().kept.catch_up(self.store(), moment);
            let mut verdict = Verdict::room();
            if self.answer_from_memory(token, options, &mut verdict) {
                return Ok(verdict);
            }
        }
        let Standing { settings, moment } = self.standing()?;
        if !settings.accepts_prefix(token.prefix()) {
            return Ok(Verdict::denied(Reason::Malformed));
        }
        // Once a connection is open there is a moment to keep the row for.
        if let Some(moment) = moment {
            self.shared().kept.catch_up(self.store(), moment);
        }
        // Behind the catching up, which may just have dropped everything.
        if self.shared().kept.ask_for_loading() {
            self.shared().wake_flusher();
        }
        self.check_stored(token, options)
    }

    /// The check of what stands in the store.
    fn check_stored(
        &self,
        token: &ParsedToken<'_>,
        options: &VerifyOptions,
    ) -> Result<Verdict, Error> {
        let (Standing { settings, moment }, looked) = self.present(token)?;
        // Asked again, of the settings that are of one moment with the row.
        if !settings.accepts_prefix(token.prefix()) {
            return Ok(Verdict::denied(Reason::Malformed));
        }
        let presented = match looked {
            Looked::Found(presented) => presented,
            Looked::Nothing => {
                self.shared().kept.settle_absent(token, moment);
                return Ok(Verdict::denied(Reason::NotFound));
            }
            Looked::Tampered { api_key_id, row } => {
                self.notice_tampered(format!("api_key:{api_key_id}"), row, options);
                return Ok(Verdict::denied_key(Reason::Tampered, api_key_id));
            }
        };
        let question = Question { token, switches: settings.switches(), options, now: self.now() };
        let failed = question.judge(&*presented);
        self.notice_use(&question, &presented, failed);
        self.count(presented.api_key.id, failed, question.now, options.ip);
        if failed != Some(Gate::Secret) {
            self.keep(&question, &presented, moment);
        }
        Ok(decide(&question, failed, *presented))
    }

    /// Remembers what the store should hear of a use of the right secret: most uses, and all denials but one, have nothing to
    /// tell and touch no lock.
    fn notice_use(&self, question: &Question<'_>, presented: &Presented, failed: Option<Gate>) {
        let Question { token, options, now, .. } = *question;
        let api_key_id = presented.api_key.id;
        let generation = GenerationId::from(token.id());
        match failed {
            None if presented.is_first_use_open() => {
                let first = FirstUse { api_key_id, generation, at: now };
                self.shared().notice(|noticed| noticed.first_use(first));
            }
            // Behind the gate of the secret: a wrong one is told nothing and tells nothing.
            Some(Gate::Rotated) => self.shared().notice(|noticed| {
                let about = format!("api_key:{api_key_id}");
                noticed.signal(SignalKind::RotatedKeyUsed, about, now, || {
                    let mut evidence = Map::new();
                    evidence.insert("generation_id".to_owned(), generation.to_string().into());
                    evidence.insert("generation".to_owned(), presented.number.into());
                    if let Some(retired_at) = presented.retires_at {
                        evidence.insert("retired_at".to_owned(), retired_at.to_string().into());
                    }
                    if let Some(ip) = options.ip {
                        evidence.insert("ip".to_owned(), ip.to_string().into());
                    }
                    evidence
                });
            }),
            _ => {}
        }
    }

    /// Remembers that a row is not what Keywright wrote. Whoever presented the key may know its id only.
    fn notice_tampered(&self, about: String, row: String, options: &VerifyOptions) {
        let now = self.now();
        self.shared().notice(|noticed| {
            let mut evidence = Map::new();
            evidence.insert("row".to_owned(), row.into());
            if let Some(ip) = options.ip {
                evidence.insert("ip".to_owned(), ip.to_string().into());
            }
            noticed.tampered(about, now, evidence);
        });
    }

    /// The settings decide in every check: where somebody else changed them, nothing is accepted.
    fn tampered_settings(&self, error: Error, options: &VerifyOptions) -> Result<Verdict, Error> {
        let Some(row) = error.tampered_row() else { return Err(error) };
        self.notice_tampered(row.to_owned(), row.to_owned(), options);
        Ok(Verdict::denied(Reason::Tampered))
    }

    fn present(&self, token: &ParsedToken<'_>) -> Result<(Standing, Looked), Error> {
        self.store().presented(GenerationId::from(token.id()), self.now())
    }
}

/// What a request is told whose headers hold no key that could be checked.
fn denied_without_key(extracted: &ExtractedKey) -> Verdict {
    match extracted {
        ExtractedKey::Ambiguous => Verdict::ambiguous(),
        ExtractedKey::Missing => Verdict::denied(Reason::Missing),
        ExtractedKey::Malformed | ExtractedKey::Found(_) => Verdict::denied(Reason::Malformed),
    }
}

fn decide(question: &Question<'_>, failed: Option<Gate>, presented: Presented) -> Verdict {
    match failed {
        None => Verdict::valid(presented.api_key),
        Some(gate) => question.deny(gate, presented.api_key.id),
    }
}
