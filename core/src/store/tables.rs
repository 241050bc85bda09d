//! Every table with its columns, and what a restore does with its rows. The one list of this kind: what is added to the
//! schema and not here fails a test.

/// What a restore does with the rows of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum OnRestore {
    /// They become those of the backup.
    Replaced,
    /// They become those of the backup, and numbers that either of the two has given are not given again.
    ReplacedAndCounted,
    /// They stay, and those of the backup come only into a store without a history. Numbers as above.
    History,
    /// They stay: they tell of the file, and not of what is in it.
    Stay,
}

/// One table.
pub(crate) struct Table {
    pub(crate) name: &'static str,
    /// The columns of its primary key.
    pub(crate) key: &'static [&'static str],
    /// All others.
    pub(crate) columns: &'static [&'static str],
    pub(crate) on_restore: OnRestore,
}

pub(crate) const TABLES: &[Table] = &[
    Table {
        name: "store",
        key: &["id"],
        columns: &["oldest_reader", "created_at_us"],
        on_restore: OnRestore::Stay,
    },
    Table {
        name: "changes",
        key: &["seq"],
        columns: &["nonce", "what", "id"],
        on_restore: OnRestore::Stay,
    },
    Table {
        name: "settings",
        key: &["id"],
        columns: &[
            "allow_user_api_keys",
            "allow_team_api_keys",
            "prefixes",
            "max_api_keys_per_user",
            "max_api_keys_per_team",
            "max_lifetime_us",
            "api_key_header",
            "creator_permissions",
            "member_permissions",
            "seal",
            "usage_interval_us",
            "usage_minutes_kept_us",
            "usage_hours_kept_us",
            "usage_days_kept_us",
        ],
        on_restore: OnRestore::Replaced,
    },
    Table {
        name: "owner",
        key: &["kind", "id"],
        columns: &[
            "display_name",
            "primary_email",
            "metadata",
            "created_at_us",
            "suspended_at_us",
            "suspended_by",
            "seal",
        ],
        on_restore: OnRestore::Replaced,
    },
    Table {
        name: "team_member",
        key: &["team_id", "user_id"],
        columns: &["permissions", "created_at_us"],
        on_restore: OnRestore::Replaced,
    },
    Table {
        name: "permission_definition",
        key: &["id"],
        columns: &["description", "contains"],
        on_restore: OnRestore::Replaced,
    },
    Table {
        name: "api_key",
        key: &["id"],
        columns: &[
            "owner_kind",
            "owner_id",
            "description",
            "is_public",
            "scopes",
            "metadata",
            "ip_allow_list",
            "created_at_us",
            "created_by",
            "expires_at_us",
            "suspended_at_us",
            "suspended_by",
            "suspend_reason",
            "revoked_at_us",
            "revoked_by",
            "revoke_reason",
            "generation",
            "prefix",
            "digest",
            "last_four",
            "first_used_at_us",
            "retires_at_us",
            "seal",
            "retires_when_used",
        ],
        on_restore: OnRestore::Replaced,
    },
    Table {
        name: "generation",
        key: &["id"],
        columns: &[
            "api_key_id",
            "number",
            "prefix",
            "digest",
            "last_four",
            "created_at_us",
            "first_used_at_us",
            "retires_at_us",
            "seal",
            "retires_when_used",
        ],
        on_restore: OnRestore::Replaced,
    },
    Table {
        name: "data_key",
        key: &["number"],
        columns: &["key_id", "master_key_id", "wrapped", "created_at_us"],
        on_restore: OnRestore::ReplacedAndCounted,
    },
    Table {
        name: "event",
        key: &["number"],
        columns: &["at_us", "verb", "payload"],
        on_restore: OnRestore::History,
    },
    Table {
        name: "signal",
        key: &["number"],
        columns: &["kind", "about", "hour_us", "at_us", "evidence"],
        on_restore: OnRestore::History,
    },
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use rusqlite::Connection;

    use super::*;
    use crate::clock::Timestamp;
    use crate::settings::Settings;
    use crate::store::migrations::{NewStore, Reach, migrate};
    use crate::token::Prefix;

    #[test]
    fn every_table_and_every_column_of_the_schema_is_classified() {
        let mut connection = Connection::open_in_memory().unwrap();
        let settings = Settings::new(Prefix::default());
        let now = Timestamp::from_millis(0).unwrap();
        let new = NewStore { settings: &settings, ring: None, now };
        migrate(&mut connection, Reach::Everything, &new).unwrap();
        let mut statement = connection
            .prepare(
                "SELECT t.name, c.name, c.pk > 0
                 FROM pragma_table_list t JOIN pragma_table_info(t.name) c
                 WHERE t.schema = 'main' AND t.name NOT LIKE 'sqlite_%'",
            )
            .unwrap();
        let columns: BTreeSet<(String, String, bool)> = statement
            .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
            .unwrap()
            .map(Result::unwrap)
            .collect();
        let listed = TABLES.iter().flat_map(|table| {
            let of = |is_key: bool| {
                move |column: &&str| (table.name.to_owned(), (*column).to_owned(), is_key)
            };
            table.key.iter().map(of(true)).chain(table.columns.iter().map(of(false)))
        });
        assert_eq!(listed.collect::<BTreeSet<_>>(), columns);
    }
}
