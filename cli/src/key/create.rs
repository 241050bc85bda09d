//! `keywright key create`: the one place where a whole key is printed.

use std::io;

use keywright::{
    ApiKey, CreatedApiKey, Expiry, IpAllowList, Keywright, Metadata, NewApiKey, Owner, Scopes,
};
use serde::Serialize;

use super::show_key;
use crate::arguments::OwnerArguments;
use crate::failure::Failure;
use crate::output::{Look, Paint};
use crate::progress;
use crate::session::Session;
use crate::time::parse_expiry;

/// How many keys one transaction makes.
const BATCH: u32 = 1000;

/// Make a key and show it, this one time.
#[derive(Debug, clap::Args)]
pub(super) struct Create {
    /// What it is for
    description: String,

    #[command(flatten)]
    owner: OwnerArguments,

    /// Until when it is valid: never, 90d, 12h, or 2030-01-31T00:00:00Z
    #[arg(long, value_name = "WHEN", value_parser = parse_expiry, default_value = "never")]
    expires: Expiry,

    /// Make it public, for code that runs at the customer's
    #[arg(long)]
    public: bool,

    /// What it may be used for, such as invoices:read or invoices:*
    #[arg(long = "scope", value_name = "SCOPE,…", value_delimiter = ',')]
    scopes: Vec<String>,

    /// From where it may be used: addresses and networks
    #[arg(long = "ip", value_name = "NETWORK,…", value_delimiter = ',')]
    networks: Vec<String>,

    /// What else to remember: a JSON object
    #[arg(long, value_name = "JSON")]
    metadata: Option<String>,

    /// Print only the key itself, for $(…)
    #[arg(long, short = 'q', visible_alias = "quiet", conflicts_with = "json")]
    value_only: bool,

    /// Make so many keys of this kind, a thousand in one step
    #[arg(long, value_name = "COUNT", value_parser = clap::value_parser!(u32).range(1..=10_000_000))]
    count: Option<u32>,
}

/// A key on its first view, as programs read it.
#[derive(Serialize)]
struct FirstView<'a> {
    api_key: &'a ApiKey,
    value: &'a str,
}

#[derive(Serialize)]
struct FirstViews<'a> {
    api_keys: Vec<FirstView<'a>>,
}

impl<'a> From<&'a CreatedApiKey> for FirstView<'a> {
    fn from(created: &'a CreatedApiKey) -> Self {
        Self { api_key: created.api_key(), value: created.value() }
    }
}

impl Create {
    pub(super) fn run(self, session: &Session, keywright: &Keywright) -> Result<(), Failure> {
        let owner = self.owner.owner(keywright)?.ok_or_else(|| {
            Failure::usage("whose key is it? name the owner").hint("--user ID or --team ID")
        })?;
        let mut new = NewApiKey::new(&self.description)
            .expiry(self.expires)
            .scopes(Scopes::parse(&self.scopes)?)
            .ip_allow_list(IpAllowList::parse(&self.networks)?);
        if self.public {
            new = new.public();
        }
        if let Some(metadata) = &self.metadata {
            new = new.metadata(Metadata::parse(metadata)?);
        }
        match self.count {
            None => self.one(session, keywright, &owner, new),
            Some(count) => self.many(session, keywright, &owner, &new, count),
        }
    }

    fn one(
        &self,
        session: &Session,
        keywright: &Keywright,
        owner: &Owner,
        new: NewApiKey,
    ) -> Result<(), Failure> {
        let created = match owner {
            Owner::User(id) => keywright.user(id.as_str()).create_api_key(new)?,
            Owner::Team(id) => keywright.team(id.as_str()).create_api_key(new)?,
        };
        deliver(session, created, self.value_only)
    }

    fn many(
        &self,
        session: &Session,
        keywright: &Keywright,
        owner: &Owner,
        new: &NewApiKey,
        count: u32,
    ) -> Result<(), Failure> {
        let bar = progress::bar(u64::from(count), "keys");
        let mut made: Vec<CreatedApiKey> = Vec::new();
        let mut left = count;
        let mut result = Ok(());
        while left > 0 {
            let batch = vec![new.clone(); left.min(BATCH) as usize];
            let created = match owner {
                Owner::User(id) => keywright.user(id.as_str()).create_api_keys(batch),
                Owner::Team(id) => keywright.team(id.as_str()).create_api_keys(batch),
            };
            match created {
                Err(error) => {
                    result = Err(Failure::from(error));
                    break;
                }
                Ok(created) => {
                    left -= left.min(BATCH);
                    bar.inc(created.len() as u64);
                    // Handed on at once, so that an interruption costs one batch and not all.
                    if self.value_only {
                        let text: String =
                            created.iter().map(|key| format!("{}\n", key.value())).collect();
                        bar.suspend(|| session.output.deliver_text(&text))
                            .map_err(|error| unseen(&error, &created))?;
                    } else {
                        made.extend(created);
                    }
                }
            }
        }
        bar.finish_and_clear();
        // What was made before a failure is shown too: it can not be had again.
        if !self.value_only && (result.is_ok() || !made.is_empty()) {
            let views = FirstViews { api_keys: made.iter().map(FirstView::from).collect() };
            session
                .output
                .deliver(&views, |look| first_views(&made, look))
                .map_err(|error| unseen(&error, &made))?;
        }
        result.map_err(|failure| {
            let done = count - left;
            if done == 0 {
                failure
            } else {
                failure.hint(format!("{done} of {count} keys were made and shown"))
            }
        })
    }
}

/// Shows a key whole, which happens once: after it was made, and after it was given a new secret.
pub(super) fn deliver(
    session: &Session,
    created: CreatedApiKey,
    value_only: bool,
) -> Result<(), Failure> {
    let printed = if value_only {
        session.output.deliver_text(&format!("{}\n", created.value()))
    } else {
        session.output.deliver(&FirstView::from(&created), |look| first_view(&created, look))
    };
    printed.map_err(|error| unseen(&error, &[created]))
}

fn first_view(created: &CreatedApiKey, look: Look) -> String {
    // EXPOSE: the first view, this one time.
    let value = look.paint(Paint::Strong, created.value());
    format!(
        "{}\nThe key itself is shown this one time. Keep it in a safe place now; it can not be had again.\n\n    {value}\n\n",
        show_key(created.api_key(), look)
    )
}

fn first_views(made: &[CreatedApiKey], look: Look) -> String {
    let mut text =
        "The keys are shown this one time. Keep them in a safe place now; they can not be had again.\n\n".to_owned();
    for created in made {
        // EXPOSE: the first view, this one time.
        text.push_str(&format!(
            "{}  {}\n",
            created.api_key().id,
            look.paint(Paint::Strong, created.value())
        ));
    }
    text
}

/// The keys are there and nobody saw them: that is worth an error even where the reader only went away.
fn unseen(error: &io::Error, made: &[CreatedApiKey]) -> Failure {
    let failure = Failure::unwritten(error);
    match made {
        [only] => Failure {
            message: format!("the key was made, but could not be shown: {error}"),
            ..failure
        }
        .hint(format!("revoke it and make another: keywright key revoke {}", only.api_key().id)),
        _ => Failure {
            message: format!("the keys were made, but not all could be shown: {error}"),
            ..failure
        }
        .hint("`keywright key list` shows their ids; revoke those that nobody has"),
    }
}
