//! `keywright settings`.

use std::time::Duration;

use clap::{Subcommand, ValueEnum};
use keywright::{PermissionId, Prefix, Settings, SettingsUpdate};

use crate::arguments::Confirmation;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::{Look, Paint};
use crate::session::Session;
use crate::table::{Record, Text, joined};
use crate::time::{duration, parse_duration};

/// Show and change the switches, prefixes and caps.
#[derive(Debug, clap::Args)]
pub(crate) struct SettingsArguments {
    #[command(subcommand)]
    verb: Option<SettingsVerb>,
}

#[derive(Debug, Subcommand)]
enum SettingsVerb {
    /// Show the settings
    Show,
    /// Change settings; what is not named stays
    Set(Box<Set>),
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Switch {
    On,
    Off,
}

#[derive(Debug, clap::Args)]
struct Set {
    /// Whether keys of users verify and can be made
    #[arg(long, value_enum, value_name = "ON|OFF", hide_possible_values = true)]
    user_keys: Option<Switch>,

    /// Whether keys of teams verify and can be made
    #[arg(long, value_enum, value_name = "ON|OFF", hide_possible_values = true)]
    team_keys: Option<Switch>,

    /// What new keys begin with; keys with the earlier prefixes stay accepted
    #[arg(long)]
    prefix: Option<Prefix>,

    /// Accept keys with this prefix no longer
    #[arg(long, value_name = "PREFIX")]
    drop_prefix: Option<Prefix>,

    /// With --drop-prefix: how many working keys that ends, as a proof that you know; needed with --yes
    #[arg(long, value_name = "COUNT", requires = "drop_prefix")]
    ends: Option<u64>,

    /// How many keys a user may have, or none for no cap
    #[arg(long, value_name = "COUNT|none", value_parser = parse_cap)]
    max_keys_per_user: Option<Cap<u32>>,

    /// How many keys a team may have, or none for no cap
    #[arg(long, value_name = "COUNT|none", value_parser = parse_cap)]
    max_keys_per_team: Option<Cap<u32>>,

    /// How long a new key may live, such as 90d, or none for no cap
    #[arg(long, value_name = "DURATION|none", value_parser = parse_lifetime)]
    max_lifetime: Option<Cap<Duration>>,

    /// A header of your own that carries a key, or none
    #[arg(long, value_name = "NAME|none")]
    header: Option<String>,

    /// What a team's creator is granted; an empty text for nothing
    #[arg(long, value_name = "PERMISSION,…", value_delimiter = ',')]
    creator_permissions: Option<Vec<String>>,

    /// What a new member is granted; an empty text for nothing
    #[arg(long, value_name = "PERMISSION,…", value_delimiter = ',')]
    member_permissions: Option<Vec<String>>,

    /// How often the use of keys is written, from 1s to 1h
    #[arg(long, value_name = "DURATION", value_parser = parse_duration)]
    usage_interval: Option<Duration>,

    /// How long the use of keys is kept by the minute
    #[arg(long, value_name = "DURATION", value_parser = parse_duration)]
    usage_minutes_kept: Option<Duration>,

    /// How long it is kept by the hour
    #[arg(long, value_name = "DURATION", value_parser = parse_duration)]
    usage_hours_kept: Option<Duration>,

    /// How long it is kept by the day, or none for ever
    #[arg(long, value_name = "DURATION|none", value_parser = parse_lifetime)]
    usage_days_kept: Option<Cap<Duration>>,

    #[command(flatten)]
    confirmation: Confirmation,
}

/// A cap, or the word that lifts it.
#[derive(Clone, Copy, Debug)]
struct Cap<T>(Option<T>);

fn parse_cap(text: &str) -> Result<Cap<u32>, String> {
    if text == "none" {
        return Ok(Cap(None));
    }
    text.parse().map(|most| Cap(Some(most))).map_err(|_| "a cap is a number or `none`".to_owned())
}

fn parse_lifetime(text: &str) -> Result<Cap<Duration>, String> {
    if text == "none" {
        return Ok(Cap(None));
    }
    parse_duration(text).map(|longest| Cap(Some(longest)))
}

impl SettingsArguments {
    pub(crate) fn run(self, session: &Session) -> Result<Exit, Failure> {
        match self.verb.unwrap_or(SettingsVerb::Show) {
            SettingsVerb::Show => {
                let settings = session.open()?.settings()?;
                session.output.answer(&*settings, |look| show(&settings, look))?;
            }
            SettingsVerb::Set(set) => set.run(session)?,
        }
        Ok(Exit::Done)
    }
}

impl Set {
    fn run(mut self, session: &Session) -> Result<(), Failure> {
        let keywright = session.open()?;
        if let Some(prefix) = &self.drop_prefix {
            let ends = keywright.preview_drop_prefix(prefix)?;
            let what = format!("This ends {ends} working keys that begin with `{prefix}_`");
            if self.ends != Some(ends) && (self.confirmation.yes || self.ends.is_some()) {
                return Err(
                    Failure::usage(what).hint(format!("to show that you know, give --ends {ends}"))
                );
            }
            self.confirmation.confirm(&what)?;
            self.ends = Some(ends);
        }
        let settings = keywright.update_settings(self.update()?)?;
        session.output.answer(&settings, |look| show(&settings, look))
    }

    fn update(self) -> Result<SettingsUpdate, Failure> {
        let mut update = SettingsUpdate::new();
        if let Some(switch) = self.user_keys {
            update = update.allow_user_api_keys(matches!(switch, Switch::On));
        }
        if let Some(switch) = self.team_keys {
            update = update.allow_team_api_keys(matches!(switch, Switch::On));
        }
        if let Some(prefix) = self.prefix {
            update = update.prefix(prefix);
        }
        if let Some(prefix) = self.drop_prefix {
            update = update.drop_prefix(prefix, self.ends.unwrap_or(0));
        }
        if let Some(Cap(most)) = self.max_keys_per_user {
            update = update.max_api_keys_per_user(most);
        }
        if let Some(Cap(most)) = self.max_keys_per_team {
            update = update.max_api_keys_per_team(most);
        }
        if let Some(Cap(longest)) = self.max_lifetime {
            update = update.max_lifetime(longest);
        }
        if let Some(name) = self.header {
            update = update.api_key_header(Some(name).filter(|name| name != "none"));
        }
        if let Some(ids) = self.creator_permissions {
            update = update.creator_permissions(permission_ids(&ids)?);
        }
        if let Some(ids) = self.member_permissions {
            update = update.member_permissions(permission_ids(&ids)?);
        }
        if let Some(interval) = self.usage_interval {
            update = update.usage_interval(interval);
        }
        if let Some(kept) = self.usage_minutes_kept {
            update = update.usage_minutes_kept(kept);
        }
        if let Some(kept) = self.usage_hours_kept {
            update = update.usage_hours_kept(kept);
        }
        if let Some(Cap(kept)) = self.usage_days_kept {
            update = update.usage_days_kept(kept);
        }
        Ok(update)
    }
}

fn permission_ids(texts: &[String]) -> Result<Vec<PermissionId>, Failure> {
    let texts = texts.iter().filter(|text| !text.is_empty());
    texts.map(|text| PermissionId::new(text).map_err(Failure::from)).collect()
}

/// Lays the settings out for people.
pub(crate) fn show(settings: &Settings, look: Look) -> String {
    let switch = |is_on: bool| {
        if is_on { Text::new("on").paint(Paint::Good) } else { Text::new("off").paint(Paint::Bad) }
    };
    let cap = |most: Option<u32>| most.map_or("no cap".to_owned(), |most| most.to_string());
    let accepted = settings.prefixes.iter().skip(1);
    Record::new(look)
        .line("user keys", switch(settings.allow_user_api_keys))
        .line("team keys", switch(settings.allow_team_api_keys))
        .line("prefix of new keys", settings.prefix().as_str())
        .line("also accepted", joined(accepted))
        .line("most keys per user", cap(settings.max_api_keys_per_user))
        .line("most keys per team", cap(settings.max_api_keys_per_team))
        .line("longest lifetime", settings.max_lifetime.map_or("no cap".to_owned(), duration))
        .line("own header", settings.api_key_header.as_deref().unwrap_or("-"))
        .line("a creator is granted", joined(&settings.creator_permissions))
        .line("a member is granted", joined(&settings.member_permissions))
        .line("usage written every", duration(settings.usage_interval))
        .line("kept by the minute", duration(settings.usage_minutes_kept))
        .line("kept by the hour", duration(settings.usage_hours_kept))
        .line("kept by the day", settings.usage_days_kept.map_or("for ever".to_owned(), duration))
        .finish()
}
