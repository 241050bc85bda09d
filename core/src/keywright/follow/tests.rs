//! What leaves memory when the store is changed, and what stays: by our own calls, by plain SQL, and by what befalls a file.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use proptest::collection::vec;
use proptest::prelude::*;

use super::Follower;
use crate::clock::{TestClock, Timestamp};
use crate::error::Error;
use crate::key::{ApiKeyId, ApiKeyUpdate, Expiry, Grace, NewApiKey, RevokeOptions, Scopes};
use crate::keywright::{ImportOptions, Keywright, OpenOptions, RestoreOptions};
use crate::seal::MasterKey;
use crate::settings::SettingsUpdate;
use crate::store::{Looked, by_hand};
use crate::token::parse;
use crate::verify::{Accept, Found, Moment, Reason, Table, VerifyOptions, with_entry};

/// The texts of a world, by the order in which they were made.
const ALICE: [usize; 2] = [0, 1];
const BOB: [usize; 2] = [2, 3];
const TEAM: usize = 4;
/// A key with two secrets, the first of which still has its grace: the new text and the old one.
const ROTATED: [usize; 2] = [5, 6];
const ALL: usize = 7;

/// What leaves memory.
#[derive(Clone, Copy, Debug)]
enum Leaves {
    None,
    Only(&'static [usize]),
    All,
}

/// A store with keys that are all in memory.
struct World {
    _folder: tempfile::TempDir,
    path: PathBuf,
    keywright: Keywright,
    /// A second handle, which changes the store.
    other: Keywright,
    texts: Vec<String>,
    ids: Vec<ApiKeyId>,
}

fn start() -> Timestamp {
    Timestamp::from_millis(1_800_000_000_000).unwrap()
}

fn options() -> VerifyOptions {
    VerifyOptions::new().accept(Accept::Any)
}

fn reason(keywright: &Keywright, text: &str) -> Option<Reason> {
    keywright.verify(text, &options()).unwrap().reason()
}

impl World {
    fn new() -> Self {
        Self::opened(OpenOptions::new)
    }

    fn sealed() -> Self {
        let key = MasterKey::generate().unwrap();
        Self::opened(|| OpenOptions::new().master_keys([key.clone()]))
    }

    fn opened(opening: impl Fn() -> OpenOptions) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("keys.db");
        let clock = Arc::new(TestClock::new(start()));
        let open = || opening().test_clock(Arc::clone(&clock)).open(&path).unwrap();
        let (keywright, other) = (open(), open());
        let (mut texts, mut ids) = (Vec::new(), Vec::new());
        let mut keep = |created: &crate::key::CreatedApiKey| {
            texts.push(created.value().to_owned());
            ids.push(created.api_key().id);
        };
        for user in ["alice", "bob"] {
            for name in ["first", "second"] {
                keep(&other.user(user).create_api_key(NewApiKey::new(name)).unwrap());
            }
        }
        keep(&other.team("acme").create_api_key(NewApiKey::new("CI")).unwrap());
        let old = other.user("carol").create_api_key(NewApiKey::new("rotated")).unwrap();
        let grace = Grace::For(Duration::from_secs(3600));
        keep(&other.api_key(old.api_key().id).rotate(grace).unwrap());
        keep(&old);
        let world = Self { _folder: folder, path, keywright, other, texts, ids };
        world.warm();
        world
    }

    /// Brings every key into memory that can be kept.
    fn warm(&self) {
        for text in &self.texts {
            reason(&self.keywright, text);
        }
        self.keywright.flush().unwrap();
        for text in &self.texts {
            reason(&self.keywright, text);
        }
        for text in &self.texts {
            reason(&self.keywright, text);
        }
    }

    /// The texts that memory answers for, at the moment at which the store stands.
    fn kept(&self) -> BTreeSet<usize> {
        let moment = self.keywright.store().standing().unwrap().moment.unwrap();
        let kept = &self.keywright.shared().kept;
        kept.catch_up(self.keywright.store(), moment);
        let is_kept = |text: &String| kept.is_kept(&parse(text.as_bytes()).unwrap(), moment);
        (0..self.texts.len()).filter(|index| is_kept(&self.texts[*index])).collect()
    }

    /// Looks that what was to leave has left and nothing else, and that memory says what the store says.
    fn assert_left(&self, name: &str, before: &BTreeSet<usize>, leaves: Leaves) {
        let gone: BTreeSet<usize> = before.difference(&self.kept()).copied().collect();
        let expected = match leaves {
            Leaves::None => BTreeSet::new(),
            Leaves::Only(some) => some.iter().copied().collect(),
            Leaves::All => before.clone(),
        };
        assert_eq!(gone, expected, "{name}");
        self.assert_right(name);
    }

    fn assert_right(&self, name: &str) {
        for (index, text) in self.texts.iter().enumerate() {
            // From memory, if it is there; then what the store says.
            let verdict = self.keywright.verify(text, &options());
            let explained = self.keywright.explain(text, &options()).map(|known| known.verdict);
            match (verdict, explained) {
                (Ok(verdict), Ok(explained)) => assert_eq!(verdict, explained, "{name}: {index}"),
                (Err(error), Err(explained)) => assert_eq!(error.code(), explained.code()),
                (verdict, explained) => panic!("{name}: {index}: {verdict:?} and {explained:?}"),
            }
        }
    }

    fn sql(&self, text: &str) {
        by_hand::run(&self.path, text);
    }

    fn id(&self, index: usize) -> String {
        format!("x'{}'", self.ids[index].as_uuid().simple())
    }
}

/// What is done by plain SQL with another connection, and what leaves. `{0}` to `{6}` are the ids of the keys.
type BySql = (&'static str, &'static str, Leaves);

const REVOKE_FIRST: &str =
    "UPDATE api_key SET revoked_at_us = 1, revoked_by = 'server' WHERE id = {0}";

const BY_SQL: &[BySql] = &[
    ("a column", REVOKE_FIRST, Leaves::Only(&[0])),
    (
        "several keys in one change",
        "UPDATE api_key SET suspended_at_us = 1, suspended_by = 'server' WHERE id IN ({0}, {3}, {4})",
        Leaves::Only(&[0, 3, TEAM]),
    ),
    ("a checkpoint", "PRAGMA wal_checkpoint(PASSIVE)", Leaves::None),
    ("a full checkpoint", "PRAGMA wal_checkpoint(FULL)", Leaves::None),
    ("a restart of the log", "PRAGMA wal_checkpoint(RESTART)", Leaves::None),
    ("a cut of the log", "PRAGMA wal_checkpoint(TRUNCATE)", Leaves::None),
    ("a rewritten file", "VACUUM", Leaves::All),
    ("a rollback", "BEGIN IMMEDIATE; DELETE FROM api_key; ROLLBACK", Leaves::None),
    (
        "a row that was replaced",
        "PRAGMA recursive_triggers = OFF;
         CREATE TEMP TABLE copy AS SELECT * FROM api_key WHERE id = {0};
         UPDATE copy SET revoked_at_us = 1, revoked_by = 'server';
         REPLACE INTO api_key SELECT * FROM copy",
        Leaves::Only(&[0]),
    ),
    (
        "a row that another one replaced",
        "UPDATE OR REPLACE api_key SET id = {1} WHERE id = {0}",
        Leaves::Only(&[0, 1]),
    ),
    ("another id", "UPDATE api_key SET id = zeroblob(16) WHERE id = {0}", Leaves::Only(&[0])),
    (
        "an owner who was deleted with foreign keys off",
        "PRAGMA foreign_keys = OFF; DELETE FROM owner WHERE id = 'alice'",
        Leaves::Only(&ALICE),
    ),
    (
        "a suspended owner",
        "UPDATE owner SET suspended_at_us = 1 WHERE id = 'bob'",
        Leaves::Only(&BOB),
    ),
    ("a generation", "UPDATE generation SET retires_at_us = 1", Leaves::Only(&ROTATED)),
    ("a generation that is gone", "DELETE FROM generation", Leaves::Only(&ROTATED)),
    (
        "a generation that another key got",
        "UPDATE generation SET api_key_id = {2}",
        Leaves::Only(&[2, 5, 6]),
    ),
    (
        "a generation with the id of a key",
        "INSERT INTO generation (id, api_key_id, number, prefix, digest, last_four, created_at_us)
         SELECT {0}, {2}, 2, prefix, digest, last_four, created_at_us FROM api_key WHERE id = {0}",
        Leaves::Only(&[0, 2]),
    ),
    ("a switch", "UPDATE settings SET allow_user_api_keys = 0", Leaves::All),
    ("a prefix", "UPDATE settings SET prefixes = 'acme'", Leaves::All),
    ("what no line tells", "DELETE FROM team_member; UPDATE event SET verb = 'x'", Leaves::All),
    ("another number of the schema", "PRAGMA user_version = 9", Leaves::All),
    ("a dropped trigger", "DROP TRIGGER api_key_updated", Leaves::All),
    (
        "another trigger",
        "CREATE TRIGGER mine AFTER INSERT ON changes BEGIN SELECT 1; END",
        Leaves::All,
    ),
    ("another index", "CREATE UNIQUE INDEX mine ON api_key (digest)", Leaves::All),
    ("an emptied log of changes", "DELETE FROM changes", Leaves::All),
    (
        "a change in a log that is emptied then",
        "BEGIN; UPDATE api_key SET revoked_at_us = 1, revoked_by = 'server' WHERE id = {0};
         DELETE FROM changes; COMMIT",
        Leaves::All,
    ),
    (
        "a last line with another nonce",
        "BEGIN; UPDATE changes SET nonce = nonce + 1;
         UPDATE api_key SET description = 'x' WHERE id = {0}; COMMIT",
        Leaves::All,
    ),
    (
        "a line that is missing",
        "BEGIN; UPDATE api_key SET description = 'x' WHERE id = {0};
         UPDATE api_key SET description = 'x' WHERE id = {1};
         UPDATE api_key SET description = 'x' WHERE id = {2};
         DELETE FROM changes WHERE seq = (SELECT max(seq) - 1 FROM changes); COMMIT",
        Leaves::All,
    ),
    (
        "a line of a newer program",
        "INSERT INTO changes (what, id) VALUES ('limit', 'x')",
        Leaves::All,
    ),
    ("an id that is none", "INSERT INTO changes (what, id) VALUES ('api_key', 7)", Leaves::All),
    (
        "as many lines as are gone through",
        "WITH RECURSIVE number(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < 10000)
         INSERT INTO changes (what, id) SELECT 'api_key', {0} FROM number",
        Leaves::Only(&[0]),
    ),
    (
        "one line more",
        "WITH RECURSIVE number(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < 10001)
         INSERT INTO changes (what, id) SELECT 'api_key', {0} FROM number",
        Leaves::All,
    ),
    (
        "two changes, one of which says nothing",
        "UPDATE event SET verb = 'x'; UPDATE api_key SET description = 'x' WHERE id = {0}",
        Leaves::All,
    ),
    (
        "a trigger that is cut out of the schema unseen, in one change with another",
        "BEGIN; PRAGMA writable_schema = ON;
         DELETE FROM sqlite_schema WHERE name = 'api_key_updated';
         UPDATE generation SET retires_at_us = 1; COMMIT",
        Leaves::All,
    ),
];

#[test]
fn what_is_done_by_plain_sql_leaves_memory_and_nothing_else_does() {
    for (name, text, leaves) in BY_SQL {
        let world = World::new();
        let before = world.kept();
        assert_eq!(before.len(), ALL, "{name}");
        let mut text = (*text).to_owned();
        for index in 0..world.ids.len() {
            text = text.replace(&format!("{{{index}}}"), &world.id(index));
        }
        world.sql(&text);
        world.assert_left(name, &before, *leaves);
        // Whatever that was, the next change is known.
        world.warm();
        world.sql("UPDATE api_key SET expires_at_us = 1");
        world.assert_right(name);
        assert!(world.texts.iter().all(|text| reason(&world.keywright, text).is_some()), "{name}");
    }
}

/// A change by one of our calls, and what leaves.
type ByCall = (&'static str, fn(&World) -> Result<(), Error>, Leaves);

const BY_CALL: &[ByCall] = &[
    (
        "revoke",
        |world| world.other.api_key(world.ids[0]).revoke(RevokeOptions::new()).map(drop),
        Leaves::Only(&[0]),
    ),
    (
        "suspend",
        |world| world.other.api_key(world.ids[4]).suspend(None).map(drop),
        Leaves::Only(&[4]),
    ),
    (
        "expire and take scopes",
        |world| {
            let fewer = ApiKeyUpdate::new().scopes(Scopes::parse(["docs:read"])?);
            let end = fewer.expiry(Expiry::In(Duration::from_secs(60)));
            world.other.api_key(world.ids[1]).update(end).map(drop)
        },
        Leaves::Only(&[1]),
    ),
    (
        "suspend the owner",
        |world| world.other.user("alice").suspend().map(drop),
        Leaves::Only(&ALICE),
    ),
    ("delete the owner", |world| world.other.user("bob").delete(), Leaves::Only(&BOB)),
    ("purge", |world| world.other.api_key(world.ids[2]).purge(), Leaves::Only(&[2])),
    (
        "rotate",
        |world| world.other.api_key(world.ids[0]).rotate(Grace::Now).map(drop),
        Leaves::Only(&[0]),
    ),
    (
        "rotate again",
        |world| world.other.api_key(world.ids[5]).rotate(Grace::Now).map(drop),
        Leaves::Only(&ROTATED),
    ),
    (
        "revoke what was rotated",
        |world| world.other.api_key(world.ids[6]).revoke(RevokeOptions::new()).map(drop),
        Leaves::Only(&ROTATED),
    ),
    (
        "a new key of a known owner",
        |world| world.other.user("alice").create_api_key(NewApiKey::new("x")).map(drop),
        Leaves::None,
    ),
    (
        "a new key of a new owner",
        |world| world.other.user("dave").create_api_key(NewApiKey::new("x")).map(drop),
        Leaves::None,
    ),
    (
        "a switch",
        |world| {
            let off = SettingsUpdate::new().allow_user_api_keys(false);
            world.other.update_settings(off).map(drop)
        },
        Leaves::All,
    ),
    ("a member", |world| world.other.team("acme").add_member("dave").map(drop), Leaves::None),
    (
        "a signal",
        |world| {
            // An old secret that is used behind its end is told to the store.
            world.other.api_key(world.ids[0]).rotate(Grace::Now)?;
            reason(&world.other, &world.texts[0]);
            world.other.flush()
        },
        Leaves::Only(&[0]),
    ),
    (
        "what has happened already",
        |world| {
            let key = world.other.api_key(world.ids[0]);
            (0..3).try_for_each(|_| key.revoke(RevokeOptions::new()).map(drop))
        },
        Leaves::Only(&[0]),
    ),
    (
        "many changes",
        |world| {
            (0..200).try_for_each(|number| {
                let update = ApiKeyUpdate::new().description(number.to_string());
                world.other.api_key(world.ids[3]).update(update).map(drop)
            })
        },
        Leaves::Only(&[3]),
    ),
    (
        "a restored backup",
        |world| {
            let backup = world.path.with_file_name("backup");
            world.other.backup(&backup)?;
            world.other.restore(&backup, RestoreOptions::new()).map(drop)
        },
        Leaves::All,
    ),
    (
        "an import of what is there",
        |world| {
            let mut lines = Vec::new();
            world.other.export(&mut lines)?;
            world.other.import(&*lines, ImportOptions::new()).map(drop)
        },
        Leaves::None,
    ),
];

#[test]
fn what_one_of_our_calls_changes_leaves_memory_and_nothing_else_does() {
    for make in [World::new as fn() -> World, World::sealed] {
        for (name, call, leaves) in BY_CALL {
            let world = make();
            let before = world.kept();
            assert_eq!(before.len(), ALL, "{name}");
            call(&world).unwrap();
            world.assert_left(name, &before, *leaves);
        }
    }
}

#[test]
fn a_store_in_memory_is_followed_too() {
    let clock = Arc::new(TestClock::new(start()));
    let keywright = OpenOptions::new().test_clock(clock).open_in_memory().unwrap();
    let create = |name| keywright.user(name).create_api_key(NewApiKey::new("CI")).unwrap();
    let (alice, bob) = (create("alice"), create("bob"));
    for created in [&alice, &bob] {
        assert_eq!(reason(&keywright, created.value()), None);
    }
    keywright.api_key(alice.api_key().id).revoke(RevokeOptions::new()).unwrap();
    let moment = keywright.store().standing().unwrap().moment.unwrap();
    let kept = &keywright.shared().kept;
    kept.catch_up(keywright.store(), moment);
    let is_kept = |text: &str| kept.is_kept(&parse(text.as_bytes()).unwrap(), moment);
    assert!(!is_kept(alice.value()));
    assert!(is_kept(bob.value()));
    assert_eq!(reason(&keywright, alice.value()), Some(Reason::Revoked));
}

#[test]
fn triggers_that_somebody_switches_off_for_himself_hide_nothing() {
    let world = World::new();
    let before = world.kept();
    by_hand::run_without_triggers(&world.path, &REVOKE_FIRST.replace("{0}", &world.id(0)));
    // A change of ours before anybody looks: its line is there, and the one of the other change is not.
    world.other.api_key(world.ids[3]).suspend(None).unwrap();
    world.assert_left("the two together", &before, Leaves::All);
    assert_eq!(reason(&world.keywright, &world.texts[0]), Some(Reason::Revoked));
}

#[test]
fn a_store_whose_triggers_are_not_ours_is_never_followed() {
    let world = World::new();
    world.sql("DROP TRIGGER api_key_updated");
    for _ in 0..2 {
        world.warm();
        let before = world.kept();
        assert_eq!(before.len(), ALL);
        world.other.api_key(world.ids[3]).suspend(None).unwrap();
        world.assert_left("without a trigger", &before, Leaves::All);
        world.other.api_key(world.ids[3]).resume().unwrap();
    }
    let trigger = World::trigger();
    world.sql(&trigger.replace("old.id", "new.id"));
    world.warm();
    let before = world.kept();
    world.other.api_key(world.ids[3]).suspend(None).unwrap();
    world.assert_left("with another trigger of the name", &before, Leaves::All);
    world.sql(&format!("DROP TRIGGER api_key_updated; {trigger}"));
    // Another `UNIQUE` would let a row be replaced by one with another id.
    world.sql("CREATE UNIQUE INDEX mine ON api_key (digest)");
    world.warm();
    let before = world.kept();
    world.other.api_key(world.ids[3]).resume().unwrap();
    world.assert_left("with another index", &before, Leaves::All);
    world.other.api_key(world.ids[3]).suspend(None).unwrap();
    world.sql("DROP INDEX mine");
    world.warm();
    let before = world.kept();
    world.other.api_key(world.ids[3]).resume().unwrap();
    world.assert_left("once it is ours again", &before, Leaves::Only(&[3]));
}

impl World {
    /// The text of one of our triggers, as it stands in every store.
    fn trigger() -> String {
        let schema = include_str!("../../../schema.sql");
        let mut statements = schema.split_inclusive("END;\n");
        let wanted = |text: &&str| text.contains("CREATE TRIGGER api_key_updated");
        statements.find(wanted).unwrap().to_owned()
    }
}

#[test]
fn an_edit_of_a_sealed_store_leaves_nothing_in_memory_and_is_told() {
    let world = World::sealed();
    let before = world.kept();
    world.sql(&REVOKE_FIRST.replace("{0}", &world.id(0)));
    world.assert_left("a column", &before, Leaves::All);
    assert_eq!(reason(&world.keywright, &world.texts[0]), Some(Reason::Tampered));
    assert_eq!(reason(&world.keywright, &world.texts[3]), None);
}

#[test]
fn a_log_that_is_trimmed_is_followed_on() {
    let world = World::new();
    world.sql(
        "WITH RECURSIVE number(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < 12000)
         INSERT INTO changes (what, id) SELECT 'api_key', zeroblob(16) FROM number",
    );
    world.warm();
    let before = world.kept();
    assert_eq!(before.len(), ALL);
    world.other.api_key(world.ids[3]).suspend(None).unwrap();
    assert_eq!(by_hand::number(&world.path, "SELECT count(*) FROM changes"), 10_000);
    world.assert_left("trimmed", &before, Leaves::Only(&[3]));
}

#[test]
fn another_database_that_is_restored_over_the_open_store_leaves_nothing_in_memory() {
    let world = World::new();
    let copy = world.path.with_file_name("copy");
    // Before, so that the copy has the very line that was read last, and one change more.
    let before = world.kept();
    world.sql(&format!("VACUUM INTO '{}'", copy.display()));
    by_hand::run(&copy, &REVOKE_FIRST.replace("{0}", &world.id(0)));
    by_hand::restore_over(&world.path, &copy);
    world.assert_left("restored", &before, Leaves::All);
    assert_eq!(reason(&world.keywright, &world.texts[0]), Some(Reason::Revoked));
}

#[test]
fn another_data_key_leaves_nothing_in_memory() {
    let world = World::sealed();
    let before = world.kept();
    world.other.rekey(|_| ()).unwrap();
    world.assert_left("a re-key", &before, Leaves::All);
}

#[test]
fn another_master_key_leaves_nothing_in_memory() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("keys.db");
    let [old, new] = [0; 2].map(|_| MasterKey::generate().unwrap());
    let clock = Arc::new(TestClock::new(start()));
    let options = || OpenOptions::new().test_clock(Arc::clone(&clock));
    drop(options().master_keys([old.clone()]).open(&path).unwrap());
    let keywright = options().master_keys([new, old]).open(&path).unwrap();
    let created = keywright.user("alice").create_api_key(NewApiKey::new("CI")).unwrap();
    assert_eq!(reason(&keywright, created.value()), None);
    let is_kept = || {
        let moment = keywright.store().standing().unwrap().moment.unwrap();
        keywright.shared().kept.catch_up(keywright.store(), moment);
        keywright.shared().kept.is_kept(&parse(created.value().as_bytes()).unwrap(), moment)
    };
    assert!(is_kept());
    // No row is written anew, only the data key.
    assert_eq!(keywright.rotate_master_key().unwrap(), 1);
    assert!(!is_kept());
    assert_eq!(reason(&keywright, created.value()), None);
}

#[test]
fn what_changes_nothing_commits_nothing() {
    let world = World::new();
    let key = world.other.api_key(world.ids[0]);
    let revoke = || drop(key.revoke(RevokeOptions::new()).unwrap());
    revoke();
    let moment = || world.keywright.store().standing().unwrap().moment;
    let before = moment();
    revoke();
    world.other.flush().unwrap();
    assert_eq!(moment(), before);
}

#[test]
fn what_somebody_else_put_into_the_table_at_another_moment_does_not_stay() {
    let world = World::new();
    let store = world.keywright.store();
    let (table, follower) = (Table::bounded(1 << 20), Follower::default());
    let catch_up = || {
        let moment = store.standing().unwrap().moment.unwrap();
        follower.catch_up(&table, store, moment);
        assert!(table.is_validated(moment));
    };
    catch_up();
    let token = parse(world.texts[0].as_bytes()).unwrap();
    let (standing, Looked::Found(row)) = store.presented(token.id().into(), start()).unwrap()
    else {
        panic!("the row")
    };
    world.other.api_key(world.ids[0]).revoke(RevokeOptions::new()).unwrap();
    catch_up();
    // Somebody slow moves the table to where it was, and keeps what he read there.
    let earlier = Moment::new(0, 0);
    table.change().publish(earlier);
    with_entry(&(&token).into(), &row, standing.settings.switches(), |entry| {
        assert_eq!(format!("{:?}", table.insert(entry, earlier, 0)), "Kept");
    });
    world.other.api_key(world.ids[3]).suspend(None).unwrap();
    catch_up();
    assert!(matches!(table.get(token.id().as_u128()), Found::Unknown));
}

#[test]
fn a_key_is_found_by_every_one_of_its_secrets_however_many_there_are() {
    let world = World::new();
    let grace = || Grace::For(Duration::from_secs(3600));
    let id = world.ids[0];
    let second = world.other.api_key(id).rotate(grace()).unwrap();
    // The record shows the newest 32: the second is kept and does not stand in it any more.
    for _ in 0..40 {
        world.other.api_key(id).rotate(grace()).unwrap();
    }
    assert_eq!(reason(&world.keywright, second.value()), None);
    world.keywright.flush().unwrap();
    for _ in 0..2 {
        assert_eq!(reason(&world.keywright, second.value()), None);
    }
    world.other.api_key(id).revoke(RevokeOptions::new()).unwrap();
    assert_eq!(reason(&world.keywright, second.value()), Some(Reason::Revoked));
}

#[test]
fn a_generation_of_a_key_that_knows_of_none_is_answered_as_the_store_does() {
    let world = World::new();
    let value = world.other.user("dave").create_api_key(NewApiKey::new("x")).unwrap();
    // The row of a whole key becomes a generation of another, whose own row counts one generation still.
    world.sql(&format!(
        "INSERT INTO generation (id, api_key_id, number, prefix, digest, last_four, created_at_us, first_used_at_us)
         SELECT id, {}, 2, prefix, digest, last_four, created_at_us, 1 FROM api_key WHERE owner_id = 'dave';
         DELETE FROM owner WHERE id = 'dave'",
        world.id(0)
    ));
    world.sql("UPDATE api_key SET description = 'another'");
    let once = world.keywright.verify(value.value(), &options()).unwrap();
    assert_eq!(world.keywright.verify(value.value(), &options()).unwrap(), once);
    world.sql(&REVOKE_FIRST.replace("{0}", &world.id(0)));
    let verdict = world.keywright.verify(value.value(), &options()).unwrap();
    assert_eq!(verdict, world.keywright.explain(value.value(), &options()).unwrap().verdict);
    assert!(!verdict.is_valid());
}

/// A change of a world of many keys, for the test by chance. A number picks a key or an owner.
#[derive(Clone, Copy, Debug)]
enum Step {
    Revoke(usize),
    SuspendOrResume(usize),
    Describe(usize),
    Rotate(usize),
    SuspendOrResumeOwner(usize),
    Switch,
    /// A commit that no key hears of.
    Join(usize),
    Create,
    Purge(usize),
    Checkpoint,
    /// By plain SQL.
    Expire(usize),
    SuspendOwner(usize),
    EndGenerations(usize),
    /// By plain SQL, and nothing logs it.
    Silent,
}

const USERS: usize = 6;
const KEYS: usize = 24;

/// The world of the test by chance.
struct Many {
    world: World,
    /// The key of each text; all of a key stand together.
    key_of: Vec<usize>,
    is_suspended: Vec<bool>,
    is_owner_suspended: [bool; USERS],
    is_on: bool,
    /// What may have left since memory was looked at.
    touched: BTreeSet<usize>,
    ours: usize,
    others: usize,
    is_silent: bool,
}

impl Many {
    fn new() -> Self {
        let world = World::new();
        let mut many = Self {
            world: World { texts: Vec::new(), ids: Vec::new(), ..world },
            key_of: Vec::new(),
            is_suspended: Vec::new(),
            is_owner_suspended: [false; USERS],
            is_on: true,
            touched: BTreeSet::new(),
            ours: 0,
            others: 0,
            is_silent: false,
        };
        (0..KEYS).for_each(|number| many.create(number % USERS));
        many.begin();
        many
    }

    fn create(&mut self, owner: usize) {
        let user = self.world.other.user(format!("user-{owner}"));
        let created = user.create_api_key(NewApiKey::new("CI")).unwrap();
        self.key_of.push(self.world.ids.len());
        self.world.ids.push(created.api_key().id);
        self.world.texts.push(created.value().to_owned());
        self.is_suspended.push(false);
        self.ours += 1;
    }

    fn touch(&mut self, is_touched: impl Fn(usize) -> bool) {
        self.touched.extend((0..self.key_of.len()).filter(|text| is_touched(self.key_of[*text])));
    }

    fn take(&mut self, step: Step) {
        let keys = self.world.ids.len();
        let other = self.world.other.clone();
        match step {
            Step::Revoke(key)
            | Step::SuspendOrResume(key)
            | Step::Describe(key)
            | Step::Rotate(key)
            | Step::Purge(key) => {
                let key = key % keys;
                let handle = other.api_key(self.world.ids[key]);
                let before = other.events(0, 10_000).unwrap().len();
                // What is purged stays so.
                match step {
                    Step::Revoke(_) => drop(handle.revoke(RevokeOptions::new())),
                    Step::SuspendOrResume(_) => {
                        let is_suspended = &mut self.is_suspended[key];
                        *is_suspended = !*is_suspended;
                        drop(if *is_suspended { handle.suspend(None) } else { handle.resume() });
                    }
                    Step::Describe(_) => {
                        drop(handle.update(ApiKeyUpdate::new().description(format!("{before}"))));
                    }
                    Step::Rotate(_) => {
                        let grace = Grace::For(Duration::from_secs(3600));
                        if let Ok(rotated) = handle.rotate(grace) {
                            self.world.texts.push(rotated.value().to_owned());
                            self.key_of.push(key);
                        }
                    }
                    _ => drop(handle.purge()),
                }
                self.ours += other.events(0, 10_000).unwrap().len() - before;
                self.touch(|touched| touched == key);
            }
            Step::SuspendOrResumeOwner(owner) => {
                let owner = owner % USERS;
                let user = other.user(format!("user-{owner}"));
                let is_suspended = &mut self.is_owner_suspended[owner];
                *is_suspended = !*is_suspended;
                drop(if *is_suspended { user.suspend() } else { user.resume() });
                self.ours += 1;
                self.touch(|key| key % USERS == owner);
            }
            Step::Switch => {
                self.is_on = !self.is_on;
                let update = SettingsUpdate::new().allow_user_api_keys(self.is_on);
                other.update_settings(update).unwrap();
                self.touch(|_| true);
                self.ours += 1;
            }
            Step::Join(number) => {
                other.team("acme").add_member(format!("member-{number}")).unwrap();
                self.ours += 1;
            }
            // While user keys are switched off, none is made.
            Step::Create if !self.is_on => {}
            Step::Create => {
                // The owner that the order of keys says.
                self.create(keys % USERS);
            }
            Step::Checkpoint => self.world.sql("PRAGMA wal_checkpoint(TRUNCATE)"),
            Step::Expire(key) => {
                let key = key % keys;
                let id = self.world.id(key);
                self.world.sql(&format!("UPDATE api_key SET expires_at_us = 1 WHERE id = {id}"));
                self.others += 1;
                self.touch(|touched| touched == key);
            }
            Step::SuspendOwner(owner) => {
                let owner = owner % USERS;
                self.world.sql(&format!(
                    "UPDATE owner SET suspended_at_us = 1, suspended_by = 'server' WHERE id = 'user-{owner}'"
                ));
                self.is_owner_suspended[owner] = true;
                self.others += 1;
                self.touch(|key| key % USERS == owner);
            }
            Step::EndGenerations(key) => {
                let key = key % keys;
                let id = self.world.id(key);
                self.world.sql(&format!(
                    "UPDATE generation SET retires_at_us = 1 WHERE api_key_id = {id}"
                ));
                // Where nothing was rotated nothing is committed.
                self.others += 1;
                self.touch(|touched| touched == key);
            }
            Step::Silent => {
                self.world.sql("UPDATE event SET at_us = at_us + 1 WHERE number = 1");
                self.others += 1;
                self.is_silent = true;
            }
        }
    }

    /// Memory holds what it can, and nothing was touched.
    fn begin(&mut self) {
        self.world.warm();
        self.touched.clear();
        (self.ours, self.others, self.is_silent) = (0, 0, false);
    }

    /// Whether the log tells of every commit, so that what was not touched stays.
    fn is_told(&self) -> bool {
        self.others == 0 || (self.others == 1 && self.ours == 0 && !self.is_silent)
    }
}

fn steps() -> impl Strategy<Value = Vec<Vec<Step>>> {
    let number = 0..1000_usize;
    let step = prop_oneof![
        number.clone().prop_map(Step::Revoke),
        number.clone().prop_map(Step::SuspendOrResume),
        number.clone().prop_map(Step::Describe),
        number.clone().prop_map(Step::Rotate),
        number.clone().prop_map(Step::SuspendOrResumeOwner),
        Just(Step::Switch),
        number.clone().prop_map(Step::Join),
        Just(Step::Create),
        number.clone().prop_map(Step::Purge),
        Just(Step::Checkpoint),
        number.clone().prop_map(Step::Expire),
        number.clone().prop_map(Step::SuspendOwner),
        number.prop_map(Step::EndGenerations),
        Just(Step::Silent),
    ];
    vec(vec(step, 1..4), 1..8)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(16) })]

    #[test]
    fn whatever_is_changed_memory_says_what_the_store_says_and_forgets_no_more_than_it_must(batches in steps()) {
        let mut many = Many::new();
        for batch in batches {
            let before = many.world.kept();
            for step in &batch {
                many.take(*step);
            }
            let kept = many.world.kept();
            if many.is_told() {
                let untouched: BTreeSet<_> = before.difference(&many.touched).collect();
                for text in untouched {
                    prop_assert!(kept.contains(text), "{batch:?} let {text} go");
                }
            }
            many.world.assert_right(&format!("{batch:?}"));
            many.begin();
        }
    }
}
