//! Every gate and what it saw: for the person who asks why a key is denied.

use serde::Serialize;

use super::gates::{Gate, Presented, Question};
use super::options::Accept;
use super::verdict::Verdict;

/// What one gate saw.
///
/// # Examples
///
/// ```
/// use keywright::{Gate, Keywright, VerifyOptions};
///
/// # let keywright = Keywright::open_in_memory()?;
/// let explanation = keywright.explain("not a key", &VerifyOptions::new())?;
/// let report = &explanation.gates[0];
/// assert_eq!((report.gate, report.passed), (Gate::Shape, Some(false)));
/// assert_eq!(explanation.gates[1].passed, None, "not reached");
/// # Ok::<(), keywright::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct GateReport {
    /// The gate.
    pub gate: Gate,
    /// Whether the key passes it; `None` when an earlier one left it nothing to look at.
    pub passed: Option<bool>,
    /// What it saw, in words, without the secret.
    pub saw: String,
}

/// Every gate in order, and the verdict that a check gives at this moment. Nothing is charged or counted.
///
/// # Examples
///
/// ```
/// use keywright::{Gate, IpAllowList, Keywright, NewApiKey, VerifyOptions};
///
/// let keywright = Keywright::open_in_memory()?;
/// let key = NewApiKey::new("office").ip_allow_list(IpAllowList::parse(["192.0.2.0/24"])?);
/// let created = keywright.user("alice").create_api_key(key)?;
///
/// let explanation = keywright.explain(created.value(), &VerifyOptions::new())?;
/// let failed = explanation.gates.iter().find(|report| report.passed == Some(false)).expect("one");
/// assert_eq!(failed.gate, Gate::Ip);
/// assert_eq!(failed.saw, "no address was given; allowed are 192.0.2.0/24");
/// # Ok::<(), keywright::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Explanation {
    /// The answer of `verify`.
    pub verdict: Verdict,
    /// Every gate, in the order of [`Gate::ALL`].
    pub gates: Vec<GateReport>,
}

impl Explanation {
    /// Ends a list of reports with the gates that were not reached.
    pub(crate) fn new(verdict: Verdict, mut gates: Vec<GateReport>) -> Self {
        let reached = gates.len();
        gates.extend(Gate::ALL.iter().skip(reached).map(|gate| GateReport {
            gate: *gate,
            passed: None,
            saw: "not reached".to_owned(),
        }));
        Self { verdict, gates }
    }
}

impl GateReport {
    pub(crate) fn new(gate: Gate, passed: bool, saw: impl Into<String>) -> Self {
        Self { gate, passed: Some(passed), saw: saw.into() }
    }
}

/// Reports every gate behind the look-up, also those after the first that fails.
///
/// To someone without the right secret the record is none of their business, so a wrong one ends the report.
pub(crate) fn explain(question: &Question<'_>, presented: &Presented) -> Vec<GateReport> {
    let mut reports = Vec::new();
    for gate in Gate::STORED {
        let passed = question.pass(presented, gate);
        reports.push(GateReport::new(gate, passed, saw(question, presented, gate)));
        if gate == Gate::Secret && !passed {
            break;
        }
    }
    reports
}

fn saw(question: &Question<'_>, presented: &Presented, gate: Gate) -> String {
    let key = &presented.api_key;
    let options = question.options;
    match gate {
        Gate::Shape | Gate::Prefix | Gate::Id | Gate::Seal => String::new(),
        Gate::Secret if question.pass(presented, gate) => {
            "prefix, kind and secret are those of this id".to_owned()
        }
        Gate::Secret => "prefix, kind or secret is not the one of this id".to_owned(),
        Gate::Type => {
            let publicity = if key.is_public { "public" } else { "secret" };
            let wanted = match (options.owner_type, options.accept) {
                (None, Accept::Any) => "any is taken".to_owned(),
                (Some(wanted), Accept::Any) => format!("{wanted} keys are taken"),
                (None, Accept::Secret) => "secret keys are taken".to_owned(),
                (Some(wanted), Accept::Secret) => format!("secret {wanted} keys are taken"),
            };
            format!("a {publicity} {} key; {wanted}", key.owner_type())
        }
        Gate::Switch => {
            let state = if question.switches.allow(key.owner_type()) { "on" } else { "off" };
            format!("{} keys are switched {state}", key.owner_type())
        }
        Gate::Revoked => match (&key.revoked_at, &key.revoked_by, &key.revoke_reason) {
            (None, ..) => "not revoked".to_owned(),
            (Some(at), by, reason) => {
                let by = by.as_ref().map(|by| format!(" by {by}")).unwrap_or_default();
                let reason =
                    reason.as_ref().map(|reason| format!(" ({reason})")).unwrap_or_default();
                format!("revoked at {at}{by}{reason}")
            }
        },
        Gate::Rotated => match presented.retires_at {
            None if presented.retires_when_used => {
                "this generation is accepted until a later one is used".to_owned()
            }
            None => "this generation is not to end".to_owned(),
            Some(at) if question.now < at => format!("this generation is accepted until {at}"),
            Some(at) => format!("this generation ended at {at}"),
        },
        Gate::Suspended => match (&key.suspended_at, key.is_owner_suspended) {
            (Some(at), _) => format!("the key is suspended since {at}"),
            (None, true) => format!("all keys of {} are suspended", key.owner),
            (None, false) => "not suspended".to_owned(),
        },
        Gate::Expired => match key.expires_at {
            None => "it never expires".to_owned(),
            Some(at) => format!("it is valid before {at}; now it is {}", question.now),
        },
        Gate::Ip => match (key.ip_allow_list.is_empty(), options.ip) {
            (true, _) => "every address is allowed".to_owned(),
            (false, None) => format!("no address was given; allowed are {}", key.ip_allow_list),
            (false, Some(ip)) => format!("from {ip}; allowed are {}", key.ip_allow_list),
        },
        Gate::Scopes if options.scopes.is_empty() => "no scope was asked for".to_owned(),
        Gate::Scopes => match key.scopes.first_uncovered(&options.scopes) {
            None => format!("holds {}", key.scopes),
            Some(missing) if key.scopes.is_empty() => {
                format!("{missing} was asked for; it holds none")
            }
            Some(missing) => format!("{missing} was asked for; it holds {}", key.scopes),
        },
    }
}
