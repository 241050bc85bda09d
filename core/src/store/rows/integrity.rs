//! What is wrong with a store: of its pages, as SQLite finds it, and of its rows, as only we can.

use rusqlite::Connection;

use super::SqliteRows;
use crate::error::Error;
use crate::store::IntegrityRows;

/// What must hold between rows: what it says when it does not, and how often it does not.
const RULES: &[(&str, &str)] = &[
    (
        "keys without their owner",
        "SELECT count(*)
         FROM api_key AS k
         WHERE NOT EXISTS (SELECT 1 FROM owner AS o WHERE o.kind = k.owner_kind AND o.id = k.owner_id)",
    ),
    (
        "keys that lack a secret of a rotation, or have one too many",
        "SELECT count(*)
         FROM api_key AS k
         WHERE generation <> 1 + (SELECT count(*) FROM generation AS g WHERE g.api_key_id = k.id)",
    ),
    (
        "secrets of a rotation without their key",
        "SELECT count(*)
         FROM generation AS g
         WHERE NOT EXISTS (SELECT 1 FROM api_key AS k WHERE k.id = g.api_key_id)",
    ),
    (
        "members without their team",
        "SELECT count(*)
         FROM team_member AS m
         WHERE NOT EXISTS (SELECT 1 FROM owner AS o WHERE o.kind = 'team' AND o.id = m.team_id)",
    ),
    (
        "members without their user",
        "SELECT count(*)
         FROM team_member AS m
         WHERE NOT EXISTS (SELECT 1 FROM owner AS o WHERE o.kind = 'user' AND o.id = m.user_id)",
    ),
    (
        "rows of the settings besides the one, or none",
        "SELECT abs(count(*) - 1)
         FROM settings",
    ),
];

impl IntegrityRows for SqliteRows<'_> {
    fn problems(&self) -> Result<Vec<String>, Error> {
        let mut problems = damaged_pages(self.connection)?;
        if !problems.is_empty() {
            // A question about rows would be answered from the damaged pages.
            return Ok(problems);
        }
        for (what, query) in RULES {
            let found: i64 = self.connection.query_row(query, [], |row| row.get(0))?;
            if found != 0 {
                problems.push(format!("{what}: {found}"));
            }
        }
        let tampered = self.tampered_rows()?;
        problems.extend(
            tampered.iter().map(|row| format!("changed by something else than Keywright: {row}")),
        );
        Ok(problems)
    }
}

/// Asks SQLite, which looks at every page, index and constraint, and names numbers and names but no stored value.
fn damaged_pages(connection: &Connection) -> Result<Vec<String>, Error> {
    let mut statement = connection.prepare("PRAGMA integrity_check")?;
    let found: Vec<String> =
        statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    // One answer may hold several lines.
    let lines = found.iter().flat_map(|text| text.lines()).map(str::trim);
    Ok(lines.filter(|line| !line.is_empty() && *line != "ok").map(ToOwned::to_owned).collect())
}
