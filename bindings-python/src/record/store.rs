//! What a store says about itself: settings, events, signals, and how it fares.

use keywright::{Event, Integrity, Settings, Signal, StoreInfo, Warmed};
use pyo3::IntoPyObjectExt as _;
use pyo3::prelude::*;
use pyo3::types::PyTuple;

use super::{Record, at, member, object, plain, plain_records, texts, values};
use crate::convert::datetime;

plain_records! {
    Settings |settings, py, _keywright| (
        settings.allow_user_api_keys,
        settings.allow_team_api_keys,
        texts(py, &settings.prefixes)?,
        settings.max_api_keys_per_user,
        settings.max_api_keys_per_team,
        settings.max_lifetime,
        &settings.api_key_header,
        texts(py, &settings.creator_permissions)?,
        texts(py, &settings.member_permissions)?,
        settings.usage_interval,
        settings.usage_minutes_kept,
        settings.usage_hours_kept,
        settings.usage_days_kept,
    );
    Event |event, py, _keywright| (
        event.number,
        datetime(event.at),
        &event.verb,
        object(py, &json(&event.payload))?,
    );
    Signal |signal, py, _keywright| (
        signal.number,
        member(py, "SignalKind", signal.kind.as_str())?,
        &signal.about,
        datetime(signal.at),
        object(py, &json(&signal.evidence))?,
    );
    Integrity |integrity, py, _keywright| (PyTuple::new(py, &integrity.problems)?,);
    Warmed |warmed, py, _keywright| (warmed.loaded, warmed.is_whole);
    StoreInfo |info, py, _keywright| (
        &info.path,
        info.schema,
        info.oldest_reader,
        member(py, "Freshness", info.freshness.as_str())?,
        &info.file_system,
        info.sqlite_version,
        info.keywright_version,
        info.last_signal,
        plain(py, "FlushInfo", values![py;
            info.flush.waiting,
            info.flush.dropped,
            at(info.flush.last_flush_at),
            info.flush.last_error.map(|code| code.as_str()),
        ])?,
        plain(py, "UsageStatus", values![py;
            &info.usage.path,
            at(info.usage.written_at),
            info.usage.writes,
            info.usage.waiting,
            info.usage.lost,
            info.usage.error.map(|code| code.as_str()),
            &info.usage.error_message,
        ])?,
        plain(py, "MemoryInfo", values![py;
            info.memory.keys,
            info.memory.bytes,
            info.memory.is_resident,
            info.memory.is_whole,
        ])?,
    );
}

fn json(map: &impl serde::Serialize) -> String {
    // A map that came out of JSON goes back into it.
    serde_json::to_string(map).unwrap_or_default()
}
