//! The one row of settings.

use std::collections::BTreeSet;
use std::time::Duration;

use rusqlite::{Connection, named_params};

use super::SqliteRows;
use super::sealed::{SETTINGS, covered_settings_columns};
use crate::error::Error;
use crate::permission::PermissionId;
use crate::settings::Settings;
use crate::store::SettingsRows;
use crate::store::columns::{Columns, words};
use crate::store::error::UnreadableValue;

impl SettingsRows for SqliteRows<'_> {
    fn settings(&self) -> Result<Settings, Error> {
        self.read_settings()
    }

    fn save_settings(&mut self, settings: &Settings) -> Result<(), Error> {
        self.change_row(&SETTINGS, &[&1], || write(self.connection, settings))
    }
}

impl SqliteRows<'_> {
    fn read_settings(&self) -> Result<Settings, Error> {
        let mut statement = self.connection.prepare_cached(concat!(
            "SELECT ",
            covered_settings_columns!(),
            ", seal FROM settings WHERE id = 1"
        ))?;
        let mut rows = statement.query([])?;
        let Some(row) = rows.next()? else {
            return Err(UnreadableValue { what: "the settings are gone" }.into());
        };
        self.open_row(&SETTINGS, row, 0)?;
        let mut columns = Columns::of(row);
        columns.skip(1);
        let allow_user_api_keys = columns.next()?;
        let allow_team_api_keys = columns.next()?;
        let prefixes = columns.text("the prefixes", |text| {
            text.split_ascii_whitespace()
                .map(|prefix| {
                    prefix.parse().map_err(|_| UnreadableValue { what: "a prefix" }.into())
                })
                .collect::<Result<Vec<_>, Error>>()
        })?;
        let max_api_keys_per_user = columns.next()?;
        let max_api_keys_per_team = columns.next()?;
        let max_lifetime = columns.next::<Option<i64>>()?.map(duration).transpose()?;
        let api_key_header = columns.next()?;
        let creator_permissions = columns.text("permissions", permissions)?;
        let member_permissions = columns.text("permissions", permissions)?;
        let usage_interval = duration(columns.next()?)?;
        let usage_minutes_kept = duration(columns.next()?)?;
        let usage_hours_kept = duration(columns.next()?)?;
        let usage_days_kept = columns.next::<Option<i64>>()?.map(duration).transpose()?;
        if prefixes.is_empty() {
            return Err(UnreadableValue { what: "the prefixes" }.into());
        }
        Ok(Settings {
            allow_user_api_keys,
            allow_team_api_keys,
            prefixes,
            max_api_keys_per_user,
            max_api_keys_per_team,
            max_lifetime,
            api_key_header,
            creator_permissions,
            member_permissions,
            usage_interval,
            usage_minutes_kept,
            usage_hours_kept,
            usage_days_kept,
        })
    }
}

fn write(connection: &Connection, settings: &Settings) -> Result<(), Error> {
    connection
        .prepare_cached(
                "INSERT INTO settings (
                   id, allow_user_api_keys, allow_team_api_keys, prefixes, max_api_keys_per_user,
                   max_api_keys_per_team, max_lifetime_us, api_key_header, creator_permissions,
                   member_permissions, usage_interval_us, usage_minutes_kept_us, usage_hours_kept_us,
                   usage_days_kept_us
                 )
                 VALUES (
                   1, :allow_user_api_keys, :allow_team_api_keys, :prefixes, :max_api_keys_per_user,
                   :max_api_keys_per_team, :max_lifetime_us, :api_key_header, :creator_permissions,
                   :member_permissions, :usage_interval_us, :usage_minutes_kept_us, :usage_hours_kept_us,
                   :usage_days_kept_us
                 )
                 ON CONFLICT (id) DO UPDATE SET
                   allow_user_api_keys = excluded.allow_user_api_keys,
                   allow_team_api_keys = excluded.allow_team_api_keys,
                   prefixes = excluded.prefixes,
                   max_api_keys_per_user = excluded.max_api_keys_per_user,
                   max_api_keys_per_team = excluded.max_api_keys_per_team,
                   max_lifetime_us = excluded.max_lifetime_us,
                   api_key_header = excluded.api_key_header,
                   creator_permissions = excluded.creator_permissions,
                   member_permissions = excluded.member_permissions,
                   usage_interval_us = excluded.usage_interval_us,
                   usage_minutes_kept_us = excluded.usage_minutes_kept_us,
                   usage_hours_kept_us = excluded.usage_hours_kept_us,
                   usage_days_kept_us = excluded.usage_days_kept_us",
        )?
            .execute(named_params! {
                ":allow_user_api_keys": settings.allow_user_api_keys,
                ":allow_team_api_keys": settings.allow_team_api_keys,
                ":prefixes": words(&settings.prefixes),
                ":max_api_keys_per_user": settings.max_api_keys_per_user,
                ":max_api_keys_per_team": settings.max_api_keys_per_team,
                ":max_lifetime_us": settings.max_lifetime.map(micros).transpose()?,
                ":api_key_header": settings.api_key_header,
                ":creator_permissions": words(&settings.creator_permissions),
                ":member_permissions": words(&settings.member_permissions),
                ":usage_interval_us": micros(settings.usage_interval)?,
                ":usage_minutes_kept_us": micros(settings.usage_minutes_kept)?,
                ":usage_hours_kept_us": micros(settings.usage_hours_kept)?,
                ":usage_days_kept_us": settings.usage_days_kept.map(micros).transpose()?,
            })?;
    Ok(())
}

fn micros(duration: Duration) -> Result<i64, Error> {
    i64::try_from(duration.as_micros())
        .map_err(|_| Error::internal("a duration beyond what the settings take"))
}

fn duration(micros: i64) -> Result<Duration, Error> {
    let micros = u64::try_from(micros).map_err(|_| UnreadableValue { what: "a duration" })?;
    Ok(Duration::from_micros(micros))
}

/// Reads a stored list of permission ids.
pub(super) fn permissions(text: &str) -> Result<BTreeSet<PermissionId>, Error> {
    text.split_ascii_whitespace().map(PermissionId::new).collect()
}
